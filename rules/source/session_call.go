package source

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/capability"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/text"
)

// SessionCall reports calls that the session of the SDK does not offer.
var SessionCall = &lint.Rule{
	ID: "source/session-call", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a session call does not exist or has wrong arguments",
	Why:     "`self.session` has the calls back into Dify: `session.model.llm.invoke(…)`, `session.storage.get(…)`. Only the last name is a function: `session.model.summary(…)` fails with \"'SummaryInvocation' object is not callable\", an unknown name with an AttributeError, and a missing or unknown argument with a TypeError, each time the line runs. The rule knows the SDK's releases up to 2026-11-24.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/core/runtime.py", "dify-plugin-sdks: src/dify_plugin/invocations"},
	Run: func(p *lint.Pass) {
		prog, running := sources.Program(p.Plugin), sdk.ReachOf(p.Plugin).Meant
		for _, c := range capability.Callbacks(p.Plugin) {
			m := prog.Modules[c.Module]
			e := m.Calls[c.Call].Expr
			takes, known := sessionCalls[c.Method]
			if !known || !running[c.Module] || fallsBack(p.Plugin, m, e, "TypeError") {
				continue
			}
			if why, about := takes.refuse(m, e); why.Format != "" {
				place := at(m, m.Exprs[m.Exprs[e].A].Span())
				if about != 0 {
					place = at(m, m.Exprs[about].Span())
				}
				p.Report(lint.Finding{Place: place, Key: c.Method, Message: why.And("; the signature is %s", "session."+c.Method+"("+strings.Join(takes.names, ", ")+")")})
			}
		}
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
				f.Message = lint.Msg("%s is an object, not a function; call session.%s", written, c.Offered[0])
				end := m.Exprs[callee].Span().End
				f.Fixes = lint.UnsafeFix(lint.Msg("Call session.%s", c.Offered[0]), text.ReplaceText(m.File, text.Span{Start: end, End: end}, strings.TrimPrefix(c.Offered[0], c.Method)))
			case c.Object:
				f.Message = lint.Msg("%s is an object, not a function; use %s", written, offered(c.Offered))
			default:
				f.Message = lint.Msg("the session has no %s; use %s", written, offered(c.Offered))
			}
			p.Report(f)
		}
	},
}

// offered lists calls of the session.
func offered(methods []string) lint.Message {
	calls := make([]string, len(methods))
	for i, m := range methods {
		calls[i] = "session." + m
	}
	return text.Join(calls)
}

// sessionCalls are what the calls back take, as of 2026-11-24. To refresh: read
// the invoke methods in src/dify_plugin/invocations.
var sessionCalls = map[string]signature{
	"tool.invoke":                              {4, []string{"provider_type", "provider", "tool_name", "parameters", "credential_id"}},
	"tool.invoke_builtin_tool":                 {3, []string{"provider", "tool_name", "parameters"}},
	"tool.invoke_workflow_tool":                {3, []string{"provider", "tool_name", "parameters"}},
	"tool.invoke_api_tool":                     {3, []string{"provider", "tool_name", "parameters"}},
	"model.llm.invoke":                         {2, []string{"model_config", "prompt_messages", "tools", "stop", "stream"}},
	"model.summary.invoke":                     {2, []string{"text", "instruction", "min_summarize_length"}},
	"model.text_embedding.invoke":              {2, []string{"model_config", "texts", "input_type"}},
	"model.rerank.invoke":                      {3, []string{"model_config", "docs", "query"}},
	"model.tts.invoke":                         {2, []string{"model_config", "content_text"}},
	"model.speech2text.invoke":                 {2, []string{"model_config", "file"}},
	"model.moderation.invoke":                  {2, []string{"model_config", "text"}},
	"workflow_node.question_classifier.invoke": {3, []string{"classes", "model", "query", "instruction"}},
	"workflow_node.parameter_extractor.invoke": {3, []string{"parameters", "model", "query", "instruction"}},
	"app.chat.invoke":                          {3, []string{"app_id", "query", "inputs", "response_mode", "conversation_id", "user"}},
	"app.completion.invoke":                    {2, []string{"app_id", "inputs", "response_mode", "user"}},
	"app.workflow.invoke":                      {2, []string{"app_id", "inputs", "response_mode", "user"}},
	"storage.set":                              {2, []string{"key", "val"}},
	"storage.get":                              {1, []string{"key"}},
	"storage.delete":                           {1, []string{"key"}},
	"storage.exist":                            {1, []string{"key"}},
	"file.upload":                              {3, []string{"filename", "content", "mimetype"}},
}
