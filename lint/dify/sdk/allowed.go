package sdk

// Which releases of the SDK a plugin's dependency files let in.

import (
	"fmt"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// Dependency is what a plugin's files say about the SDK to install: uv.lock where
// it is taken, else pyproject.toml or, without it, requirements.txt
// (dify-plugin-daemon,
// internal/core/local_runtime/setup_python_environment.go).
type Dependency struct {
	// Allowed are the known releases that may be installed, oldest first; all
	// where the files do not say. The slice is shared.
	Allowed []requirement.Version
	// Newer: a release that follows the newest known one may be installed.
	Newer bool
	// Installed is the release that is installed: the one that is locked, or the
	// newest known one that the files allow. It is not valid where they do not say.
	Installed requirement.Version
	// Place is where the files say so; File is nil where they do not.
	Place plugin.Place
	// Requirement is the line, nil where uv.lock decides.
	Requirement *requirement.Requirement
}

// DependencyOf is what a plugin's files say about the SDK.
func DependencyOf(p *plugin.Plugin) *Dependency { return dependency.Of(p) }

// Locked reports whether uv.lock names the release that is installed.
func (d *Dependency) Locked() bool { return d.Requirement == nil && d.Installed.IsValid() }

// Judging is the release that the plugin's code is held against: the newest that
// the files allow, and the newest known one where they allow none.
func (d *Dependency) Judging() requirement.Version {
	all := d.Allowed
	if len(all) == 0 {
		all = Releases()
	}
	return all[len(all)-1]
}

// Releases is what of the table of releases may be the installed one; empty where
// the files do not say.
func (d *Dependency) Releases() releases.Set {
	v := d.Installed
	if !v.IsValid() {
		return releases.Set{}
	}
	var n [3]uint64
	copy(n[:], v.Release)
	set := releases.Around(releases.SDK, fmt.Sprintf("%d.%d.%d", n[0], n[1], n[2]))
	if i := releases.Index(releases.SDK, set.Versions(releases.SDK)[0]); v.Pre.Kind != requirement.NoPre && i > 0 {
		set = set.Or(releases.Only(i - 1)) // a beta may lack what its release has
	}
	return set
}

// Chosen says which release is installed, and why: "requirements.txt pins
// dify_plugin 0.5.0".
func (d *Dependency) Chosen() text.Message {
	format := "%s allows at most dify_plugin %s"
	switch {
	case d.Requirement == nil:
		format = "%s locks dify_plugin %s"
	case len(d.Requirement.Specifiers) == 1 && d.Requirement.Specifiers[0].IsPin():
		format = "%s pins dify_plugin %s"
	}
	return text.Msg(format, d.Place.Path, d.Installed.String())
}

// following is the least version that follows another one.
func following(v requirement.Version) requirement.Version {
	next, _ := requirement.ParseVersion(v.String() + ".1.dev0")
	return next
}

var dependency = plugin.NewFact(func(p *plugin.Plugin) *Dependency {
	out := &Dependency{Allowed: Releases(), Newer: true}
	newest := out.Allowed[len(out.Allowed)-1]
	note := func(f *text.File, r *requirement.Requirement) {
		if r != nil && r.Valid() && r.URL == "" && r.Key() == "dify-plugin" && out.Requirement == nil {
			out.Requirement, out.Place = r, plugin.AtSpan(f, r.Span)
		}
	}
	if f, err := p.Read("pyproject.toml"); err == nil {
		if lf, err := p.Read("uv.lock"); err == nil {
			for _, pkg := range requirement.ParseLock(lf).Find("dify-plugin") {
				if v, ok := requirement.ParseVersion(pkg.Version.Text); ok {
					return &Dependency{Allowed: []requirement.Version{v}, Installed: v, Newer: v.Compare(newest) > 0, Place: plugin.AtSpan(lf, pkg.Version.Span)}
				}
			}
		}
		for _, d := range requirement.ParsePyProject(f).Dependencies {
			note(f, d.Requirement)
		}
	} else if f, err := p.Read("requirements.txt"); err == nil {
		requirement.ParseRequirements(f, p.Read).Walk(func(r *requirement.Requirements, e *requirement.Entry) {
			if !r.Constraint {
				note(r.File, e.Requirement)
			}
		})
	}
	if out.Requirement == nil || len(out.Requirement.Specifiers) == 0 {
		return out
	}
	set := out.Requirement.Specifiers.Set()
	out.Newer = set.Overlaps(requirement.Between(following(newest), requirement.Version{}))
	out.Allowed = nil
	for _, v := range Releases() {
		if set.Contains(v) {
			out.Allowed = append(out.Allowed, v)
		}
	}
	if n := len(out.Allowed); n > 0 {
		out.Installed = out.Allowed[n-1]
		return out
	}
	for _, r := range Published() { // a beta is taken where nothing else is there
		if set.Contains(r.Version) {
			out.Installed = r.Version
		}
	}
	return out
})
