// Package dependency holds the rules about what a plugin installs:
// requirements.txt, pyproject.toml, uv.lock, and the manifest's own lists.
//
// The daemon takes pyproject.toml, with uv.lock where that is there, before
// requirements.txt; only where its owner has set a mirror does it look for
// requirements.txt first (dify-plugin-daemon,
// internal/core/local_runtime/setup_python_environment.go). What is wrong in a
// file that it does not take is a warning at most.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package dependency

import (
	"errors"
	"io/fs"
	"strings"

	"github.com/difylint/difylint/lint/dify/packing"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

const (
	requirementsName = "requirements.txt"
	projectName      = "pyproject.toml"
	lockName         = "uv.lock"
	sdkName          = "dify-plugin"
)

// files are the dependency files of a plugin, nil where there is none.
type files struct {
	requirements *requirement.Requirements
	project      *requirement.PyProject
	lock         *requirement.Lock
	// blind: a file is there that could not be read.
	blind bool
}

// filesOf reads the dependency files.
var filesOf = plugin.NewFact(func(p *plugin.Plugin) *files {
	out := &files{}
	open := func(name string) *text.File {
		f, err := p.Read(name)
		if err != nil {
			out.blind = out.blind || !errors.Is(err, fs.ErrNotExist)
			return nil
		}
		return f
	}
	if f := open(requirementsName); f != nil {
		out.requirements = requirement.ParseRequirements(f, p.Read)
	}
	if f := open(projectName); f != nil {
		out.project = requirement.ParsePyProject(f)
	}
	// What packaging leaves out does not reach the daemon.
	if f := open(lockName); f != nil && packed(p, lockName) {
		out.lock = requirement.ParseLock(f)
	}
	return out
})

// packed reports whether packaging takes a file in.
func packed(p *plugin.Plugin, name string) bool {
	c := packing.Of(p)
	return c.Ignore == nil || c.Ignore.LeftBy(name, false) < 0
}

// frozen reports whether the versions are those of the lock, whatever the other
// files say.
func (f *files) frozen() bool { return f.project != nil && f.lock != nil }

// role is what a list of requirements is for.
type role uint8

const (
	runtime role = iota
	extra        // project.optional-dependencies: installed only where asked for
	dev          // dependency-groups, tool.uv.dev-dependencies
	limit        // constraints and overrides: they install nothing
	build        // what builds the project
)

// line is one requirement of a file.
type line struct {
	*requirement.Requirement
	file *text.File
	role role
	list string // as project.dependencies; empty in a requirements file
	// read: the daemon takes this file.
	read bool
	// entry is the line of a requirements file, nil in pyproject.toml.
	entry *requirement.Entry
}

func (l *line) at(s text.Span) plugin.Place { return plugin.AtSpan(l.file, s) }

// editable reports whether text can be put into the file as it is.
func editable(r *requirement.Requirements) bool { return !r.UTF16 }

// linesOf are the named requirements of pyproject.toml and of requirements.txt.
var linesOf = plugin.NewFact(func(p *plugin.Plugin) []line {
	f := filesOf.Of(p)
	var out []line
	if pr := f.project; pr != nil {
		add := func(r role, list []*requirement.Dependency) {
			for _, d := range list {
				out = append(out, line{Requirement: d.Requirement, file: pr.File, role: r, list: d.List, read: true})
			}
		}
		add(runtime, pr.Dependencies)
		for _, g := range pr.Extras {
			add(extra, g.Dependencies)
		}
		for _, g := range pr.Groups {
			add(dev, g.Dependencies)
		}
		if pr.UV != nil {
			add(dev, pr.UV.DevDependencies)
			add(limit, pr.UV.ConstraintDependencies)
			add(limit, pr.UV.OverrideDependencies)
			add(build, pr.UV.BuildConstraints)
		}
		if pr.BuildSystem != nil {
			add(build, pr.BuildSystem.Requires)
		}
	}
	if f.requirements != nil {
		f.requirements.Walk(func(r *requirement.Requirements, e *requirement.Entry) {
			if e.Requirement == nil {
				return
			}
			l := line{Requirement: e.Requirement, file: r.File, entry: e, read: f.project == nil}
			if r.Constraint {
				l.role = limit
			}
			out = append(out, l)
		})
	}
	return out
})

// installed are the valid runtime requirements of the file that the daemon takes.
func installed(p *plugin.Plugin) []line {
	var out []line
	for _, l := range linesOf.Of(p) {
		if l.read && l.role == runtime && l.Valid() {
			out = append(out, l)
		}
	}
	return out
}

// takes is the name of the file that the daemon takes, "" for none.
func (f *files) takes() string {
	switch {
	case f.project != nil:
		return projectName
	case f.requirements != nil:
		return requirementsName
	}
	return ""
}

// top is the place for what a whole file lacks: its first line.
func top(f *text.File) plugin.Place { return plugin.AtSpan(f, f.LineSpan(1)) }

// short bounds what a message quotes, in bytes.
func short(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
