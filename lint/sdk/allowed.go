package sdk

// Which releases of the SDK a plugin's dependency files let in.

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/plugin"
	"github.com/difylint/difylint/lint/pydeps"
)

// Allowed are the known releases that may be installed with a plugin, oldest
// first: the one that uv.lock names, else those that pyproject.toml or, without
// it, requirements.txt allows (dify-plugin-daemon,
// internal/core/local_runtime/setup_python_environment.go). Where these do not
// say, they are all. The slice is shared.
func Allowed(p *plugin.Plugin) []pydeps.Version { return allowed.Of(p) }

var allowed = lint.NewFact(func(p *plugin.Plugin) []pydeps.Version {
	var declared *pydeps.Requirement
	note := func(r *pydeps.Requirement) {
		if r != nil && r.Valid() && r.URL == "" && r.Key() == "dify-plugin" && declared == nil {
			declared = r
		}
	}
	if f, err := p.Read("pyproject.toml"); err == nil {
		if lf, err := p.Read("uv.lock"); err == nil {
			for _, pkg := range pydeps.ParseLock(lf).Find("dify-plugin") {
				if v, ok := pydeps.ParseVersion(pkg.Version.Text); ok {
					return []pydeps.Version{v}
				}
			}
		}
		for _, d := range pydeps.ParsePyProject(f).Dependencies {
			note(d.Requirement)
		}
	} else if f, err := p.Read("requirements.txt"); err == nil {
		pydeps.ParseRequirements(f, p.Read).Walk(func(r *pydeps.Requirements, e *pydeps.Entry) {
			if !r.Constraint {
				note(e.Requirement)
			}
		})
	}
	if declared == nil {
		return Releases()
	}
	set := declared.Specifiers.Set()
	var out []pydeps.Version
	for _, v := range Releases() {
		if set.Contains(v) {
			out = append(out, v)
		}
	}
	return out
})
