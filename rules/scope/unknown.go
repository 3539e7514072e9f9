package scope

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Unknown reports scopes that nobody knows.
var Unknown = &lint.Rule{
	ID: "scope/unknown", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a scope names an unknown resource or action",
	Why:     "A misspelt scope grants nothing: with `net:outbond` the plugin cannot use the network, and the call fails with \"Plugin lacks required net:outbound permission\" where the list is enforced. Add scopes of your own organisation with the option `vocabulary`.",
	Options: more(),
	Run: func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		all := known(p)
		var resources []string
		for _, s := range all {
			r, _, _ := strings.Cut(s, ":")
			resources = append(resources, r)
		}
		resources = slices.Compact(resources)
		for _, it := range items(p.Plugin) {
			switch {
			case slices.ContainsFunc(all, func(s string) bool { r, a, _ := strings.Cut(s, ":"); return it.covers(r, a) }):
				continue
			case slices.Contains(resources, it.resource):
				var actions []string
				for _, s := range all {
					if r, a, _ := strings.Cut(s, ":"); r == it.resource {
						actions = append(actions, a)
					}
				}
				f := lint.Finding{
					Place: plugin.At(m, it.node), Key: it.String(),
					Message: lint.Msg("unknown action of %s: %q (known actions: %s)", it.resource, it.action, text.Join(actions)),
				}
				if meant, ok := near.Nearest(it.action, actions); ok {
					f.Message = lint.Msg("unknown action of %s: %q; did you mean %q?", it.resource, it.action, it.resource+":"+meant)
					f.Fixes = lint.UnsafeFix(lint.Msg("Write %s:%s", it.resource, meant), yamledit.ReplaceValue(m.Tree, it.node, it.resource+":"+meant))
				}
				p.Report(f)
			default:
				f := lint.Finding{
					Place: plugin.At(m, it.node), Key: it.String(),
					Message: lint.Msg("unknown resource %q (known resources: %s)", it.resource, text.Join(resources)),
				}
				if meant, ok := near.Nearest(it.String(), all); ok {
					f.Message = lint.Msg("unknown scope %q; did you mean %q?", it.String(), meant)
					f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", meant), yamledit.ReplaceValue(m.Tree, it.node, meant))
				}
				p.Report(f)
			}
		}
	},
}
