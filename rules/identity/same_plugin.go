package identity

import (
	"github.com/difylint/difylint/lint"
)

// SamePlugin reports two plugins of one run that are the same one.
var SamePlugin = &lint.Rule{
	ID: "identity/same-plugin", Gate: lint.Install, Severity: lint.Warning, Since: "0.1.0",
	Title:   "two folders hold the same plugin",
	Why:     "Author and name identify a plugin. A workspace can have one version of it installed: the second upload fails with \"plugin already installed\" or replaces the first. Two folders with the same author and name are usually a copy that should get its own name, or one that should be deleted. Packages with different versions are not reported: a folder of releases has many.",
	Sources: []string{"dify-plugin-daemon: internal/types/models/curd/atomic.go (InstallPlugin)"},
	Gather:  nameAt,
	RunAll: func(p *lint.GroupPass) {
		first := map[string][]*lint.Member{}
		for _, pl := range p.Plugins {
			id := pl.Author + "/" + pl.Name
			for _, o := range first[id] {
				if o.Version != pl.Version && (o.Packaged || pl.Packaged) {
					continue
				}
				f := lint.Finding{Place: placeOf(pl), Key: id}
				f.Message = lint.Msg("%s %s is also in %s", id, pl.Version, o.Dir)
				if o.Version != pl.Version {
					f.Message = lint.Msg("%s is also in %s, as version %s; here it is %s", id, o.Dir, o.Version, pl.Version)
				}
				f.Related = []lint.Related{{Place: placeOf(o), Message: lint.Msg("the same plugin"), Plugin: o.Dir}}
				p.Report(pl, f)
				break
			}
			first[id] = append(first[id], pl)
		}
	},
}
