package permission

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/capability"
	"github.com/difylint/difylint/lint/dify/sdk"
)

// ModelKind reports calls of models whose kind the manifest does not grant.
var ModelKind = &lint.Rule{
	ID: "permission/model-kind", Gate: lint.Call, Severity: lint.Error, Since: "0.1.0",
	Title: "the code calls a kind of model that the permission leaves out",
	Why: "`resource.permission.model` has `enabled` and one flag for each kind of model: `llm`, `text_embedding`, `rerank`, " +
		"`tts`, `speech2text`, `moderation`. The daemon requires both. A call of a kind whose flag is not `true` ends with " +
		"\"permission denied, you need to enable llm access in plugin manifest\" while the plugin runs. Summaries and " +
		"structured output count as `llm`, multimodal calls as their kind.",
	Sources: []string{
		"dify-plugin-daemon: internal/core/io_tunnel/backwards_invocation/task.go",
		"dify-plugin-daemon: pkg/entities/plugin_entities/plugin_declaration.go",
	},
	Run: func(p *lint.Pass) {
		needs, calls := lacking(p.Plugin, func(need sdk.Permission) bool {
			return need.Kind != "" && capability.Grants(p.Plugin, sdk.Permission{Key: need.Key})
		})
		for _, need := range needs {
			denied(p, need, calls[need], lint.Msg("session.%s needs %s: true under resource.permission.model, in addition to enabled; without it the daemon denies this call", calls[need][0].Method, need.Kind))
		}
	},
}
