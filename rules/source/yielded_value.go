package source

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

//go:embed yielded_value.txtar
var yieldedValueExamples string

// YieldedValue reports values that a tool sends and that are no messages.
var YieldedValue = &lint.Rule{
	ID: "source/yielded-value", Gate: lint.Call, Severity: lint.Error, Since: "0.1.0",
	Title:    "a yielded value is not a message",
	Why:      "The SDK sends to Dify whatever `_invoke` of a tool or strategy yields, and Dify expects messages. An exception that is yielded instead of raised cannot be sent, and the user sees an error of the SDK instead. A plain text or number is sent but then refused. Write `raise ValueError(…)` for an error, `yield self.create_text_message(…)` for a text.",
	Sources:  []string{"dify-plugin-sdks: src/dify_plugin/core/server/io_server.py, src/dify_plugin/core/server/__base/response_writer.py", "dify-plugin-daemon: pkg/entities/tool_entities/tool.go"},
	Examples: yieldedValueExamples,
	Run: func(p *lint.Pass) {
		prog := sources.Program(p.Plugin)
		done := map[python.FuncRef]bool{}
		for _, c := range ownClasses(p.Plugin) {
			if c.source.Doc.Kind != plugin.Tool && c.source.Doc.Kind != plugin.AgentStrategy {
				continue
			}
			f, ok := prog.Method(c.ref, "_invoke")
			if !ok || done[f] {
				continue
			}
			done[f] = true
			m, fn := prog.Modules[f.Module], prog.Function(f)
			for k := range m.Exprs {
				e := python.ExprID(k)
				x := m.Exprs[e]
				if x.Kind != python.Yield || int(x.Start) < fn.Span.Start || int(x.End) > fn.Span.End || m.ScopeOf(e) != fn.Scope {
					continue
				}
				yielded(p, prog, int(f.Module), e)
			}
		}
	},
}

func yielded(p *lint.Pass, prog *python.Program, i int, e python.ExprID) {
	m := prog.Modules[i]
	value := m.Exprs[e].A
	f := lint.Finding{Place: at(m, m.Exprs[e].Span()), Key: "yield"}
	switch m.Exprs[value].Kind {
	case python.StringLit:
		f.Message = lint.Msg("a plain text is not a message, so Dify refuses it; yield self.create_text_message(…)")
		s := m.Exprs[value].Span()
		if !m.Exprs[value].Paren {
			f.Fixes = lint.UnsafeFix(lint.Msg("Send it as a text message"),
				text.ReplaceText(m.File, text.Span{Start: s.Start, End: s.Start}, "self.create_text_message("), text.ReplaceText(m.File, text.Span{Start: s.End, End: s.End}, ")"))
		}
	case python.NoneLit:
		if afterEnd(m, e) {
			return // there to make a generator
		}
		f.Message = lint.Msg("None is not a message, so the call fails; remove it")
	case python.ListExpr, python.TupleExpr:
		f.Message = lint.Msg("a list is not a message, so Dify refuses it; yield one message at a time")
	case python.DictExpr:
		keys := m.Kids(value)
		for n := 0; n+1 < len(keys); n += 2 {
			if key, ok := m.String(keys[n]); !ok || key == "type" {
				return // perhaps the parts of a message
			}
		}
		f.Message = lint.Msg("a dict is not a message, so Dify refuses it; yield self.create_json_message(…)")
	case python.NumberLit, python.TrueLit, python.FalseLit:
		f.Message = lint.Msg("this is not a message, so Dify refuses it; yield self.create_text_message(…) or create_json_message(…)")
	default:
		values := prog.Resolve(i, value)
		if len(values) == 0 {
			return
		}
		for _, v := range values {
			if !isException(prog, v) {
				return
			}
		}
		f.Message = lint.Msg("a yielded exception is not a message, so the call fails with another error; raise it")
		start := int(m.Exprs[e].Start)
		f.Fixes = lint.UnsafeFix(lint.Msg("Raise it"), text.ReplaceText(m.File, text.Span{Start: start, End: start + len("yield")}, "raise"))
		if st := m.StmtOf(e); st < 0 || m.Stmts[st].Kind != python.ExprStmt || m.Stmts[st].A != e {
			f.Fixes = nil
		}
	}
	p.Report(f)
}

// afterEnd reports whether the statement of an expression stands behind a return
// or raise, and never runs.
func afterEnd(m *python.Module, e python.ExprID) bool {
	at := m.StmtOf(e)
	for k := at - 1; k >= 0 && m.Stmts[k].Start >= m.Stmts[max(m.Blocks[m.Stmts[at].Block].Stmt, 0)].Start; k-- {
		if st := &m.Stmts[k]; st.Block == m.Stmts[at].Block && (st.Kind == python.ReturnStmt || st.Kind == python.RaiseStmt) {
			return true
		}
	}
	return false
}

// isException reports whether a value is certainly an exception that was made.
func isException(prog *python.Program, v python.Value) bool {
	switch v.Root {
	case python.ExternalRoot:
		return exceptions[v.Path]
	case python.InstanceRoot:
		if v.Path != "" {
			return false
		}
		bases, _ := prog.Ancestors(v.Class())
		for _, b := range bases {
			if b.Value.Root == python.ExternalRoot && exceptions[b.Value.Path+"()"] {
				return true
			}
		}
	}
	return false
}

// exceptions are those of Python that authors make, as the resolver names them.
var exceptions = func() map[string]bool {
	out := map[string]bool{}
	for _, name := range [...]string{"BaseException", "Exception", "ValueError", "TypeError", "RuntimeError", "KeyError", "IndexError", "LookupError", "AttributeError",
		"NotImplementedError", "OSError", "IOError", "FileNotFoundError", "PermissionError", "ConnectionError", "TimeoutError", "ImportError", "AssertionError", "ArithmeticError", "ZeroDivisionError"} {
		out["builtins."+name+"()"] = true
	}
	return out
}()
