package permission

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/capability"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// NoKind reports a permission for models that allows no kind of model.
var NoKind = &lint.Rule{
	ID: "permission/no-kind", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "the model permission grants no kind of model",
	Why:     "`resource.permission.model.enabled: true` allows nothing by itself: the daemon asks for the flag of the model's kind too (`llm`, `text_embedding`, `rerank`, `tts`, `speech2text`, `moderation`), and each is false by default. So Dify shows that the plugin uses models, but denies each call.",
	Sources: []string{"dify-plugin-daemon: pkg/entities/plugin_entities/plugin_declaration.go"},
	Run: func(p *lint.Pass) {
		enabled := capability.Granted(p.Plugin).At("model", "enabled")
		if !capability.IsTrue(enabled) || len(kindsGranted(p.Plugin)) > 0 {
			return
		}
		for _, n := range capability.Granted(p.Plugin).Get("model").Entries() {
			if key := n.Key.Text(); key != "enabled" && !slices.Contains(sdk.ModelKinds(), key) || n.Resolve().Tag != "!!bool" {
				return // it may be meant as the kind: see schema/unknown-key and schema/type
			}
		}
		if slices.ContainsFunc(capability.Callbacks(p.Plugin), func(c capability.Callback) bool { return c.Key == "model" }) {
			return // see permission/model-kind
		}
		m := p.Plugin.Manifest()
		p.Report(lint.Finding{
			Place:   plugin.AtKey(m, enabled),
			Message: lint.Msg("models are enabled, but no kind of model is; add the kinds that are used (llm: true …), or write enabled: false"),
			Fixes:   lint.UnsafeFix(lint.Msg("Write enabled: false"), yamledit.ReplaceWith(m.Tree, enabled, "false")),
		})
	},
}

// kindsGranted are the kinds of model whose flag is true.
func kindsGranted(p *plugin.Plugin) []string {
	return slices.DeleteFunc(slices.Clone(sdk.ModelKinds()), func(kind string) bool { return !capability.IsTrue(capability.Granted(p).At("model", kind)) })
}
