package permission

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/capability"
	"github.com/difylint/difylint/lint/pyfacts"
	"github.com/difylint/difylint/lint/sdk"
)

// Unused is told of permissions that no call needs.
var Unused = &lint.Rule{
	ID: "permission/unused", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "a permission is granted and no call needs it",
	Why: "Who installs a plugin is shown what it may do, and reviewers ask for every permission what it is for. One that no " +
		"code needs makes the plugin look more dangerous than it is, and is one more thing for whoever takes it over by a " +
		"stolen key. The template of new plugins grants several. The rule says nothing where the session is handed to code " +
		"that cannot be followed, or a source cannot be read.",
	Sources: []string{"dify-plugin-daemon: internal/core/io_tunnel/backwards_invocation/task.go"},
	Examples: []lint.Example{{
		Bad:  "-- manifest.yaml --\nresource:\n  memory: 268435456\n  permission:\n    tool: # want\n      enabled: true\n    model:\n      enabled: true\n      llm: true\n      tts: true # want\n-- tools/search.py --\nfrom dify_plugin import Tool\n\n\nclass SearchTool(Tool):\n    def _invoke(self, tool_parameters):\n        answer = self.session.model.llm.invoke(model_config=tool_parameters[\"model\"], prompt_messages=[], stream=False)\n        yield self.create_text_message(str(answer))\n",
		Good: "-- manifest.yaml --\nresource:\n  memory: 268435456\n  permission:\n    model:\n      enabled: true\n      llm: true\n",
	}},
	Run: func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		perm := capability.Granted(p.Plugin)
		if !perm.IsMapping() || p.Plugin.IsBundle() || len(pyfacts.Program(p.Plugin).Modules) == 0 {
			return
		}
		used := map[string]bool{}
		for _, u := range capability.Callbacks(p.Plugin) {
			need := u.Permission
			used[need.Key], used[need.String()] = true, true
		}
		if allEmpty(p) || len(pyfacts.Left(p.Plugin)) > 0 || len(capability.Escapes(p.Plugin)) > 0 {
			return
		}
		for _, key := range sdk.PermissionKeys() {
			entry := perm.Get(key)
			if key == "endpoint" || !capability.IsTrue(entry.Get("enabled")) {
				continue
			}
			if key == "model" && len(kindsGranted(p.Plugin)) == 0 {
				continue // see permission/no-kind
			}
			if !used[key] {
				p.Report(lint.Finding{
					Place: lint.AtKey(m, entry), Key: key, Fold: "unused",
					Message:  lint.Msg("resource.permission.%s is granted, and no code of the plugin calls session.%s", key, member(key)),
					Fixes:    lint.UnsafeFix("Remove the permission", lint.RemoveEntry(m, entry)),
					Unneeded: true,
				})
				continue
			}
			if key != "model" {
				continue
			}
			for _, kind := range kindsGranted(p.Plugin) {
				if n := entry.Get(kind); !used["model."+kind] {
					p.Report(lint.Finding{
						Place: lint.AtKey(m, n), Key: "model." + kind,
						Message:  lint.Msg("resource.permission.model.%s is granted, and no code of the plugin calls a model of this kind", kind),
						Fixes:    lint.UnsafeFix("Remove the permission", lint.RemoveEntry(m, n)),
						Unneeded: true,
					})
				}
			}
		}
	},
}

// member is the member of a session that a permission is for.
func member(key string) string {
	if key == "node" {
		return "workflow_node"
	}
	return key
}

// allEmpty reports whether no source holds a byte.
func allEmpty(p *lint.Pass) bool {
	for _, m := range pyfacts.Program(p.Plugin).Modules {
		if len(m.File.Data) > 0 {
			return false
		}
	}
	return true
}
