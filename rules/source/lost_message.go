package source

import (
	"bytes"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// LostMessage reports messages that are made and never given to Dify.
var LostMessage = &lint.Rule{
	ID: "source/lost-message", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a message is created but never sent",
	Why:     "The SDK sends what `_invoke` yields. A function with a `yield` anywhere is a generator, and its return value is lost: `return self.create_text_message(\"no such page\")` ends the tool without any output, usually after an error that the user should see. A message that is created without `yield` is lost too; and if `_invoke` has no `yield` at all and returns a message, the SDK iterates over its fields as if they were messages, and fails. Write `yield self.create_text_message(…)`, and `return` on the next line to stop there.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/core/plugin_executor.py (invoke_tool)", "dify-plugin-sdks: src/dify_plugin/interfaces/tool/tool.py (invoke)"},
	Run: func(p *lint.Pass) {
		prog, running := sources.Program(p.Plugin), sdk.ReachOf(p.Plugin).Meant
		for i, m := range prog.Modules {
			if !running[i] {
				continue
			}
			for k := range m.Stmts {
				st := &m.Stmts[k]
				if st.Kind != python.ReturnStmt && st.Kind != python.ExprStmt || !makesMessage(m, st.A) {
					continue
				}
				function, class := methodAround(m, st.Block)
				if class < 0 || messenger(prog, python.ClassRef{Module: int32(i), Class: class}, m.Ident(m.Exprs[st.A].A)) == nil {
					continue
				}
				lost(p, m, st, &m.Functions[function])
			}
		}
	},
}

func lost(p *lint.Pass, m *python.Module, st *python.Stmt, f *python.Function) {
	call := m.Exprs[st.A].Span()
	found := lint.Finding{Place: at(m, m.Exprs[m.Exprs[st.A].A].Span()), Key: f.Name, Fold: f.Name}
	yield := text.Edit{Path: m.File.Path, Span: text.Span{Start: int(st.Start), End: call.Start}, New: "yield "}
	if st.Kind == python.ExprStmt {
		found.Message = lint.Msg("this message is created but not sent; write yield before it")
		if f.Generator || f.Name == "_invoke" {
			found.Fixes = lint.UnsafeFix(lint.Msg("Yield the message"), []text.Edit{yield})
		}
		p.Report(found)
		return
	}
	switch {
	case f.Generator:
		found.Message = lint.Msg("%s has a yield, so its return value is lost; yield the message, and return on the next line", f.Name)
	case f.Name == "_invoke":
		found.Message = lint.Msg("the SDK iterates over the result of %s, but a single message is not a list; yield it", f.Name)
	default:
		return // its caller gets it
	}
	line := m.File.LineSpan(m.File.LineAt(int(st.Start)))
	if indent := m.File.Data[line.Start:st.Start]; len(bytes.TrimLeft(indent, " \t")) == 0 {
		end := "\n"
		if bytes.HasPrefix(m.File.Data[line.End:], []byte("\r\n")) {
			end = "\r\n"
		}
		after := text.Span{Start: int(st.End), End: int(st.End)}
		found.Fixes = lint.UnsafeFix(lint.Msg("Yield the message, then return"), []text.Edit{yield, {Path: m.File.Path, Span: after, New: end + string(indent) + "return"}})
	}
	p.Report(found)
}
