package scope

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/capability"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Missing reports sources that reach what the list of scopes does not grant.
var Missing = &lint.Rule{
	ID: "scope/missing", Gate: lint.Call, Severity: lint.Warning, Since: "0.1.0",
	Title: "the code needs a scope that the list does not grant",
	Why: "Where a manifest lists its scopes, a call without its scope fails while the plugin runs: \"Plugin lacks required " +
		"net:outbound permission\". Requests to other machines need `net:outbound` (also those that a service's library sends), " +
		"reading and writing files `file:read` and `file:write`, environment variables `env:get` and `env:set`, other programs " +
		"`process:run`, listening sockets `net:inbound`. Dify's own platform does not read the list.",
	Sources: []string{"the convention of organisations that enforce the list; not of Dify"},
	Run: func(p *lint.Pass) {
		if list(p.Plugin) == nil {
			return
		}
		m := p.Plugin.Manifest()
		granted := items(p.Plugin)
		var order []string
		places := map[string][]capability.Touch{}
		for _, t := range capability.Touches(p.Plugin) {
			r, a, _ := strings.Cut(t.Scope, ":")
			if !t.Sure || slices.ContainsFunc(granted, func(it item) bool { return it.covers(r, a) }) {
				continue
			}
			if places[t.Scope] == nil {
				order = append(order, t.Scope)
			}
			places[t.Scope] = append(places[t.Scope], t)
		}
		for _, scope := range order {
			at := places[scope]
			f := lint.Finding{
				Place: plugin.AtSpan(at[0].File, at[0].Span), Key: scope,
				Message: lint.Msg("Plugin lacks required %s permission: %s needs it, but the manifest's permissions do not list it", scope, at[0].What),
				Fixes:   lint.UnsafeFix(lint.Msg("Grant %s", scope), yamledit.AppendItem(m.Tree, list(p.Plugin), scope)),
			}
			for _, t := range at[1:min(len(at), 8)] {
				f.Related = append(f.Related, lint.Related{Place: plugin.AtSpan(t.File, t.Span), Message: lint.Msg("%s needs it too", t.What)})
			}
			f.Related = append(f.Related, lint.Related{Place: plugin.AtKey(m, list(p.Plugin)), Message: lint.Msg("the list is here")})
			p.Report(f)
		}
	},
}
