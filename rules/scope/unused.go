package scope

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/capability"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Unused reports scopes that nothing in the sources needs.
var Unused = &lint.Rule{
	ID: "scope/unused", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "a granted scope is never used by the sources",
	Why:   "The person who installs the plugin must agree to every scope. An unused scope makes the plugin look more dangerous than it is. A library that the plugin uses may need it: if the plugin uses a library that difylint does not know, the rule does not report `file`, `net`, `env` and `process`.",
	Run: func(p *lint.Pass) {
		if list(p.Plugin) == nil || !readable(p) {
			return
		}
		m := p.Plugin.Manifest()
		needed := map[string]bool{}
		for _, t := range capability.Touches(p.Plugin) {
			needed[t.Scope] = true
		}
		for _, it := range items(p.Plugin) {
			actions, ok := vocabulary[it.resource]
			if !ok || it.action != "*" && (!slices.Contains(actions, it.action) || it.action == "delete") {
				continue
			}
			used := false
			for scope := range needed {
				r, a, _ := strings.Cut(scope, ":")
				used = used || it.covers(r, a)
			}
			if used {
				continue
			}
			p.Report(lint.Finding{
				Place: plugin.At(m, it.node), Key: it.String(), Unneeded: true,
				Message: lint.Msg("%s is granted, but nothing in the sources needs it", it),
				Fixes:   lint.UnsafeFix(lint.Msg("Take %s out", it.String()), yamledit.RemoveEntry(m.Tree, it.node)),
			})
		}
	},
}

// readable reports whether the sources show what the plugin reaches: all are
// read, they hold something, and they use no library whose ways are not known.
func readable(p *lint.Pass) bool {
	prog := sources.Program(p.Plugin)
	if len(sources.Left(p.Plugin)) > 0 {
		return false
	}
	some := false
	for _, m := range prog.Modules {
		if m.Err != nil || m.Incomplete {
			return false
		}
		some = some || len(m.File.Data) > 0
	}
	return some && len(capability.Libraries(p.Plugin)) == 0
}
