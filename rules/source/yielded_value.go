package source

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// YieldedValue reports values that a tool sends and that are no messages.
var YieldedValue = &lint.Rule{
	ID: "source/yielded-value", Gate: lint.Call, Severity: lint.Error, Since: "0.1.0",
	Title:   "a yielded value is not a message",
	Why:     "The SDK sends to Dify whatever `_invoke` of a tool or strategy yields, and Dify expects messages. An exception that is yielded instead of raised cannot be sent, and the user sees an error of the SDK instead. A plain text or number is sent but then refused. Write `raise ValueError(…)` for an error, `yield self.create_text_message(…)` for a text.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/core/server/io_server.py, src/dify_plugin/core/server/__base/response_writer.py", "dify-plugin-daemon: pkg/entities/tool_entities/tool.go"},
	Run: func(p *lint.Pass) {
		v := &sent{p, sources.Program(p.Plugin), map[python.FuncRef]bool{}}
		for _, c := range ownClasses(p.Plugin) {
			if c.source.Doc.Kind != plugin.Tool && c.source.Doc.Kind != plugin.AgentStrategy {
				continue
			}
			if f, ok := v.prog.Method(c.ref, "_invoke"); ok {
				v.function(f)
			}
		}
	},
}

// sent looks at what goes to Dify.
type sent struct {
	*lint.Pass
	prog *python.Program
	done map[python.FuncRef]bool
}

// function looks at what a function yields, and the functions that it yields from.
func (v *sent) function(f python.FuncRef) {
	m, fn := v.prog.Modules[f.Module], v.prog.Function(f)
	if v.done[f] {
		return
	}
	v.done[f] = true
	for k := range m.Exprs {
		e := python.ExprID(k)
		x := m.Exprs[e]
		if x.Kind != python.Yield && x.Kind != python.YieldFrom || int(x.Start) < fn.Span.Start || int(x.End) > fn.Span.End || m.ScopeOf(e) != fn.Scope {
			continue
		}
		switch {
		case x.Kind == python.Yield:
			v.yielded(int(f.Module), e, x.A)
		case m.Exprs[x.A].Kind == python.ListExpr || m.Exprs[x.A].Kind == python.TupleExpr:
			for _, item := range m.Kids(x.A) {
				v.yielded(int(f.Module), e, item)
			}
		case m.Exprs[x.A].Kind == python.StringLit:
			v.yielded(int(f.Module), e, x.A)
		case m.Exprs[x.A].Kind == python.CallExpr:
			if next, ok := v.called(int(f.Module), x.A); ok {
				v.function(next)
			}
		}
	}
	if fn.Generator {
		for k := range m.Stmts {
			if st := &m.Stmts[k]; st.Kind == python.ReturnStmt && st.A != 0 && int(st.Start) >= fn.Span.Start && int(st.End) <= fn.Span.End && m.Blocks[st.Block].Scope == fn.Scope && raises(v.prog, int(f.Module), st.A) {
				found := lint.Finding{Place: at(m, m.Exprs[st.A].Span()), Key: "return", Message: lint.Msg("an exception that is returned is lost, and the call ends as if it had succeeded; raise it")}
				start := int(st.Start)
				found.Fixes = lint.UnsafeFix(lint.Msg("Raise it"), text.ReplaceText(m.File, text.Span{Start: start, End: start + len("return")}, "raise"))
				v.Report(found)
			}
		}
	}
}

// called is the generator of the plugin that an expression calls.
func (v *sent) called(i int, e python.ExprID) (python.FuncRef, bool) {
	m := v.prog.Modules[i]
	if m.Exprs[e].Kind != python.CallExpr {
		return python.FuncRef{}, false
	}
	values := v.prog.Resolve(i, m.Exprs[e].A)
	if len(values) != 1 || values[0].Root != python.FunctionRoot || values[0].Path != "" {
		return python.FuncRef{}, false
	}
	f := values[0].Function()
	fn := v.prog.Function(f)
	return f, fn.Generator && !fn.Async && len(fn.Decorators) == 0
}

// yielded looks at a value that the expression e yields.
func (v *sent) yielded(i int, e, value python.ExprID) {
	m := v.prog.Modules[i]
	f := lint.Finding{Place: at(m, m.Exprs[e].Span()), Key: "yield"}
	const list = "a list is not a message, so Dify refuses it; yield one message at a time"
	switch m.Exprs[value].Kind {
	case python.Conditional:
		kids := m.Kids(value)
		v.yielded(i, value, kids[0])
		v.yielded(i, value, kids[2])
		return
	case python.NoneLit, 0:
		if st := m.StmtOf(e); afterEnd(m, st) || neverRuns(m, st) {
			return // there to make a generator
		}
		f.Message = lint.Msg("None is not a message, so the call fails; remove it")
	case python.ListExpr, python.TupleExpr, python.ListComp, python.SetComp, python.SetExpr, python.GeneratorExp:
		f.Message = lint.Msg(list)
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
		_, generator := v.called(i, value)
		_, maker := makers[m.Ident(value)]
		switch {
		case isText(v.prog, i, value):
			f.Message = lint.Msg("a plain text is not a message, so Dify refuses it; yield self.create_text_message(…)")
			if s := m.Exprs[value].Span(); !m.Exprs[value].Paren && m.Exprs[e].Kind == python.Yield {
				f.Fixes = lint.UnsafeFix(lint.Msg("Send it as a text message"),
					text.ReplaceText(m.File, text.Span{Start: s.Start, End: s.Start}, "self.create_text_message("), text.ReplaceText(m.File, text.Span{Start: s.End, End: s.End}, ")"))
			}
		case m.Exprs[value].Kind == python.Attribute && m.Ident(m.Exprs[value].A) == "self" && maker:
			f.Message = lint.Msg("a method is not a message, so the call fails; call it: self.%s(…)", m.Ident(value))
		case generator:
			f.Message = lint.Msg("a generator is not a message, so the call fails; write yield from")
			end := int(m.Exprs[e].Start) + len("yield")
			f.Fixes = lint.UnsafeFix(lint.Msg("Write yield from"), text.ReplaceText(m.File, text.Span{Start: end, End: end}, " from"))
		case kindOfValue(v.prog, i, value) == answerKind:
			f.Message = lint.Msg("a response of an HTTP client is not a message, so the call fails; yield self.create_text_message(….text) or create_json_message(….json())")
		case raises(v.prog, i, value):
			f.Message = lint.Msg("a yielded exception is not a message, so the call fails with another error; raise it")
			start := int(m.Exprs[e].Start)
			if st := m.StmtOf(e); st >= 0 && m.Stmts[st].Kind == python.ExprStmt && m.Stmts[st].A == e && m.Exprs[e].Kind == python.Yield {
				f.Fixes = lint.UnsafeFix(lint.Msg("Raise it"), text.ReplaceText(m.File, text.Span{Start: start, End: start + len("yield")}, "raise"))
			}
		default:
			return
		}
	}
	v.Report(f)
}

// neverRuns reports whether a statement stands under a condition that is false.
func neverRuns(m *python.Module, st int) bool {
	return m.GuardOf(m.Stmts[st].Block)&python.TypeCheckingGuard != 0
}

// afterEnd reports whether a statement stands behind a return or raise, and never
// runs.
func afterEnd(m *python.Module, at int) bool {
	for k := at - 1; k >= 0 && m.Stmts[k].Start >= m.Stmts[max(m.Blocks[m.Stmts[at].Block].Stmt, 0)].Start; k-- {
		if st := &m.Stmts[k]; st.Block == m.Stmts[at].Block && (st.Kind == python.ReturnStmt || st.Kind == python.RaiseStmt) {
			return true
		}
	}
	return false
}
