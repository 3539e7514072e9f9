package sdk

// Which releases of the SDK a plugin's dependency files let in.

import (
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
)

// Allowed are the known releases that may be installed with a plugin, oldest
// first: the one that uv.lock names, else those that pyproject.toml or, without
// it, requirements.txt allows (dify-plugin-daemon,
// internal/core/local_runtime/setup_python_environment.go). Where these do not
// say, they are all. The slice is shared.
func Allowed(p *plugin.Plugin) []requirement.Version { return allowed.Of(p) }

var allowed = plugin.NewFact(func(p *plugin.Plugin) []requirement.Version {
	var declared *requirement.Requirement
	note := func(r *requirement.Requirement) {
		if r != nil && r.Valid() && r.URL == "" && r.Key() == "dify-plugin" && declared == nil {
			declared = r
		}
	}
	if f, err := p.Read("pyproject.toml"); err == nil {
		if lf, err := p.Read("uv.lock"); err == nil {
			for _, pkg := range requirement.ParseLock(lf).Find("dify-plugin") {
				if v, ok := requirement.ParseVersion(pkg.Version.Text); ok {
					return []requirement.Version{v}
				}
			}
		}
		for _, d := range requirement.ParsePyProject(f).Dependencies {
			note(d.Requirement)
		}
	} else if f, err := p.Read("requirements.txt"); err == nil {
		requirement.ParseRequirements(f, p.Read).Walk(func(r *requirement.Requirements, e *requirement.Entry) {
			if !r.Constraint {
				note(e.Requirement)
			}
		})
	}
	if declared == nil {
		return Releases()
	}
	set := declared.Specifiers.Set()
	var out []requirement.Version
	for _, v := range Releases() {
		if set.Contains(v) {
			out = append(out, v)
		}
	}
	return out
})
