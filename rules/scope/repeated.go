package scope

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Repeated reports scopes that another one of the list grants already.
var Repeated = &lint.Rule{
	ID: "scope/repeated", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "a scope is already granted by another scope of the list",
	Why:   "A scope that is listed twice, or that a wider one such as `net:*` contains, grants nothing more. It makes the list harder to review; and a person who removes the narrow scope later believes that the access is gone.",
	Run: func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		all := items(p.Plugin)
		first := map[[2]string]int{}
		for i := len(all) - 1; i >= 0; i-- {
			first[[2]string{all[i].resource, all[i].action}] = i
		}
		for i, it := range all {
			by := len(all)
			for _, wide := range it.covered() {
				if j, ok := first[wide]; ok && j != i {
					by = min(by, j)
				}
			}
			if by == len(all) {
				continue
			}
			other := all[by]
			f := lint.Finding{
				Place: plugin.At(m, it.node), Key: it.String(), Unneeded: true,
				Message: lint.Msg("%s is already granted by %s", it, other),
				Related: []lint.Related{{Place: plugin.At(m, other.node), Message: lint.Msg("%s is here", other)}},
				Fixes:   lint.SafeFix(lint.Msg("Take %s out", it.String()), yamledit.RemoveEntry(m.Tree, it.node)),
			}
			if it.String() == other.String() {
				f.Message = lint.Msg("%s is already in the list", it)
			}
			p.Report(f)
		}
	},
}
