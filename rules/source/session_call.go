package source

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/pyfacts"
	"github.com/difylint/difylint/lint/sdk"
	"github.com/difylint/difylint/lint/text"
)

// SessionCall is told of calls that the session of the SDK does not offer.
var SessionCall = &lint.Rule{
	ID: "source/session-call", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "the session has no such call",
	Why: "`self.session` leads to the calls back into Dify: `session.model.llm.invoke(…)`, `session.storage.get(…)`. What stands " +
		"before the last word is an object and no function: `session.model.summary(…)` ends in \"'SummaryInvocation' object is " +
		"not callable\", and a word that is not there in an AttributeError, each time that the line runs. Told of as of the SDK's " +
		"releases up to 2026-11-24.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/core/runtime.py", "dify-plugin-sdks: src/dify_plugin/invocations"},
	Examples: []lint.Example{{
		Name: "an object is called",
		Bad:  "-- manifest.yaml --\nresource:\n  memory: 268435456\n  permission:\n    model: {enabled: true, llm: true}\n-- tools/search.py --\nfrom dify_plugin import Tool\n\n\nclass SearchTool(Tool):\n    def _invoke(self, tool_parameters):\n        text = self.session.model.summary(text=tool_parameters[\"query\"], instruction=\"short\") # want\n        yield self.create_text_message(text)\n",
		Good: "-- manifest.yaml --\nresource:\n  memory: 268435456\n  permission:\n    model: {enabled: true, llm: true}\n-- tools/search.py --\nfrom dify_plugin import Tool\n\n\nclass SearchTool(Tool):\n    def _invoke(self, tool_parameters):\n        text = self.session.model.summary.invoke(text=tool_parameters[\"query\"], instruction=\"short\")\n        yield self.create_text_message(text)\n",
	}, {
		Name: "another word",
		Bad:  "-- manifest.yaml --\nresource:\n  memory: 268435456\n  permission:\n    storage: {enabled: true, size: 1048576}\n-- tools/search.py --\nfrom dify_plugin import Tool\n\n\nclass SearchTool(Tool):\n    def _invoke(self, tool_parameters):\n        seen = self.session.storage.exists(tool_parameters[\"query\"]) # want\n        yield self.create_text_message(str(seen))\n",
		Good: "-- manifest.yaml --\nresource:\n  memory: 268435456\n  permission:\n    storage: {enabled: true, size: 1048576}\n-- tools/search.py --\nfrom dify_plugin import Tool\n\n\nclass SearchTool(Tool):\n    def _invoke(self, tool_parameters):\n        seen = self.session.storage.exist(tool_parameters[\"query\"])\n        yield self.create_text_message(str(seen))\n",
	}},
	Run: func(p *lint.Pass) {
		prog, running := pyfacts.Program(p.Plugin), pyfacts.Running(p.Plugin)
		for _, c := range sdk.Unoffereds(prog) {
			if !running[c.Module] {
				continue
			}
			m := prog.Modules[c.Module]
			callee := m.Exprs[m.Calls[c.Call].Expr].A
			f := lint.Finding{Place: at(m, m.Exprs[callee].Span()), Key: c.Method}
			written := "session." + c.Method
			switch {
			case len(c.Offered) == 1 && strings.HasPrefix(c.Offered[0], c.Method+"."):
				f.Message = lint.Msg("%s is an object, and no function: call session.%s", written, c.Offered[0])
				end := m.Exprs[callee].Span().End
				f.Fixes = lint.UnsafeFix("Call session."+c.Offered[0], lint.ReplaceText(m.File, text.Span{Start: end, End: end}, strings.TrimPrefix(c.Offered[0], c.Method)))
			case c.Object:
				f.Message = lint.Msg("%s is an object, and no function: there is session.%s", written, strings.Join(c.Offered, ", session."))
			default:
				f.Message = lint.Msg("there is no %s: there is session.%s", written, strings.Join(c.Offered, ", session."))
			}
			p.Report(f)
		}
	},
}
