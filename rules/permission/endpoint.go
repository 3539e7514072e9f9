package permission

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/capability"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Endpoint reports endpoints without their permission, and the reverse.
var Endpoint = &lint.Rule{
	ID: "permission/endpoint", Gate: lint.Call, Severity: lint.Error, Since: "0.1.0",
	Title:   "endpoints and the endpoint permission do not match",
	Why:     "`resource.permission.endpoint` says that the plugin opens addresses which anybody can call; Dify shows that to the person who installs it. The daemon checks the permission when a user sets an endpoint up, and refuses without it: \"permission denied, you need to enable endpoint access in plugin manifest\". Packaging, installing and starting succeed, but nobody can open the plugin's endpoints. A grant without endpoints only makes reviewers ask (a warning).",
	Sources: []string{"dify-plugin-daemon: internal/service/setup_endpoint.go", "dify-plugin-daemon: pkg/entities/plugin_entities/plugin_declaration.go"},
	Run: func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		endpoints := m.Root.At("plugins", "endpoints")
		need := sdk.Permission{Key: "endpoint"}
		switch has := len(endpoints.Items()) > 0; {
		case has && !capability.Grants(p.Plugin, need):
			p.Report(lint.Finding{
				Place: plugin.AtKey(m, endpoints), Key: "missing",
				Message: lint.Msg("the plugin has endpoints, but resource.permission.endpoint is not granted: nobody can set them up"),
				Related: []lint.Related{{Place: manifestPlace(p.Plugin, need), Message: lint.Msg("resource.permission.endpoint is not granted here")}},
				Fixes:   lint.UnsafeFix(lint.Msg("Grant resource.permission.endpoint"), grant(p.Plugin, need)),
			})
		case !has && capability.Grants(p.Plugin, need) && familiesClear(m, endpoints):
			entry := capability.Granted(p.Plugin).Get("endpoint")
			p.Report(lint.Finding{
				Place: plugin.AtKey(m, entry), Key: "unused", Severity: lint.Warning, Gate: lint.None,
				Message:  lint.Msg("resource.permission.endpoint is granted, but the plugin declares no endpoints"),
				Fixes:    lint.UnsafeFix(lint.Msg("Remove the permission"), yamledit.RemoveEntry(m.Tree, entry)),
				Unneeded: true,
			})
		}
	},
}

// familiesClear reports whether it is sure what a manifest declares: another key
// under plugins may be meant as endpoints, and so may what is not a list.
func familiesClear(m *plugin.Document, endpoints *yaml.Node) bool {
	declared := m.Root.Get("plugins")
	if !declared.IsMapping() || endpoints != nil && !endpoints.IsSequence() && !endpoints.IsNull() {
		return false
	}
	return !slices.ContainsFunc(declared.Entries(), func(n *yaml.Node) bool {
		return !slices.ContainsFunc(plugin.Families(), func(f plugin.Family) bool { return f.Key == n.Key.Text() })
	})
}
