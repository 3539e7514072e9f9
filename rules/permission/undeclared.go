package permission

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/capability"
	"github.com/difylint/difylint/lint/dify/sdk"
)

// Undeclared reports calls back into Dify whose permission the manifest does
// not grant.
var Undeclared = &lint.Rule{
	ID: "permission/undeclared", Gate: lint.Call, Severity: lint.Error, Since: "0.1.0",
	Title: "the code calls back into Dify without the permission",
	Why:   "The daemon checks `resource.permission` of the manifest at every call that a plugin makes through its session. Without the grant the call ends with \"permission denied, you need to enable … access in plugin manifest\", shown to the user who ran the plugin; packaging, installing and starting succeed. `session.tool` needs `tool`, `session.model` needs `model` and the flag of the model's kind, `session.workflow_node` needs `node`, `session.app` needs `app`, `session.storage` needs `storage`; `session.file.upload` needs nothing.",
	Sources: []string{
		"dify-plugin-daemon: internal/core/io_tunnel/backwards_invocation/task.go",
		"dify-plugin-daemon: pkg/entities/plugin_entities/plugin_declaration.go",
		"dify-plugin-sdks: src/dify_plugin/core/runtime.py",
	},
	Run: func(p *lint.Pass) {
		needs, calls := lacking(p.Plugin, func(need sdk.Permission) bool {
			return !capability.Grants(p.Plugin, sdk.Permission{Key: need.Key})
		})
		for _, need := range needs {
			denied(p, need, calls[need], lint.Msg("session.%s needs resource.permission.%s in the manifest; without it the daemon denies this call", calls[need][0].Method, need))
		}
	},
}
