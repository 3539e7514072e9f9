package permission

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/capability"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// ModelSession reports calls back into Dify in plugins of models, whose
// sessions may make none.
var ModelSession = &lint.Rule{
	ID: "permission/model-session", Gate: lint.Call, Severity: lint.Error, Since: "0.1.0",
	Title: "a plugin of models calls back into Dify",
	Why:   "The daemon refuses every call back that is made while a model is invoked, whatever the permissions are: \"you can not invoke dify from model\". This includes storage and file uploads. A plugin with models has nothing else, so no such call can succeed: a class of a model has no `self.session` at all, and `get_current_session()` (SDK 0.10.0 and later) only serves to read `app_id`. Keep the data of a model in memory, or in an external service.",
	Sources: []string{
		"dify-plugin-daemon: internal/core/io_tunnel/backwards_invocation/task.go",
		"dify-plugin-daemon: internal/server/controllers/definitions/definitions.go",
		"dify-plugin-sdks: src/dify_plugin/core/session_context.py",
	},
	Run: func(p *lint.Pass) {
		calls := capability.Callbacks(p.Plugin)
		if len(calls) == 0 || !onlyModels(p.Plugin) {
			return
		}
		first := calls[0]
		f := lint.Finding{
			Place:   plugin.AtSpan(first.File, first.Span),
			Message: lint.Msg("session.%s is called in a plugin of models: Dify refuses every call back from a model, whatever the manifest grants", first.Method),
		}
		if first.Dead {
			f.Severity = lint.Warning
		}
		for _, c := range calls[1:min(len(calls), maxRelated)] {
			f.Related = append(f.Related, lint.Related{Place: plugin.AtSpan(c.File, c.Span), Message: lint.Msg("session.%s is called here too", c.Method)})
		}
		p.Report(f)
	},
}

// onlyModels reports whether a plugin offers models and nothing else.
func onlyModels(p *plugin.Plugin) bool {
	models := false
	for _, e := range p.Manifest().Root.Get("plugins").Entries() {
		if len(e.Items()) == 0 {
			continue
		}
		if e.Key.Text() != "models" {
			return false
		}
		models = true
	}
	return models
}
