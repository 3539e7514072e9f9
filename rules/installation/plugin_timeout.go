package installation

import (
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/dify/market"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// PluginTimeout reports packages that an installation may not wait for.
var PluginTimeout = &lint.Rule{
	ID: "installation/plugin-timeout", Gate: lint.Start, Severity: lint.Warning, Since: "0.1.0", Needs: needed,
	Title: "the plugin installs more than this installation waits for",
	Why: "The daemon ends the installation of a plugin's packages when uv prints nothing for `PYTHON_ENV_INIT_TIMEOUT` seconds (`PLUGIN_PYTHON_ENV_INIT_TIMEOUT` in .env), 120 by default. " +
		"uv prints nothing while it downloads a large package such as `torch`, or builds one from its sources. Raise the time, or use an index that is near. A large package is a warning where the time is below the default.",
	Sources: []string{
		"dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go (installDependencies), internal/types/app/config.go",
		"dify-marketplace-toolkit: toolkit/checks/dependencies.py (large packages)",
	},
	Run: func(p *lint.Pass) {
		in, _ := installation.Place.Of(p.Plugin)
		set := installation.OfDaemon("PYTHON_ENV_INIT_TIMEOUT")
		if !set.Known(in.Release()) {
			return
		}
		wait, of, ok := in.Number(set.Name)
		usual, _ := strconv.ParseInt(set.Default, 10, 64)
		if !ok || wait <= 0 || wait > usual {
			return
		}
		for _, s := range slow(in, p.Plugin) {
			severity, why := lint.Warning, lint.Msg("is a large download")
			if s.built {
				why = lint.Msg("is built from its sources")
			}
			if s.built || wait == usual { // most builds take seconds, and most networks are fast enough
				severity = lint.Info
			}
			p.Report(lint.Finding{
				Place: s.at, Key: s.key, Severity: severity, Related: setAt(in, of, lint.Msg("how long this installation waits")),
				Message: lint.Msg("%s %s, and the daemon gives up after %d s without output of uv (%s): where that is too short, set it to more than %d", installation.Clean(s.name), why, wait, set.Host, usual),
			})
		}
	},
}

// work is a package whose installation takes long: it is a large download, or built
// from its sources.
type work struct {
	name, key string
	built     bool
	at        plugin.Place
}

// slow are the packages of a plugin that take long, each once, of the file that
// the daemon takes.
func slow(in *installation.Installation, p *plugin.Plugin) []work {
	var out []work
	seen := map[string]bool{}
	linux := requirement.LinuxEnvironment("3.12", "amd64")
	add := func(f *text.File, name string, built bool, span text.Span) {
		key := requirement.NormalizeName(name)
		if !seen[key] {
			seen[key] = true
			out = append(out, work{name, key, built, plugin.AtSpan(f, span)})
		}
	}
	named := func(f *text.File, r *requirement.Requirement) {
		if !r.Valid() || r.Marker != nil && r.Marker.Over([]requirement.Environment{linux}) != requirement.Always {
			return
		}
		switch {
		case market.Large(r.Key()):
			add(f, r.Name, false, r.NameSpan)
		case sources(r.URL):
			add(f, r.Name, true, r.URLSpan)
		}
	}
	f, err := p.Read("pyproject.toml")
	if err == nil && !requirementsFirst(in, p) {
		for _, d := range requirement.ParsePyProject(f).Dependencies {
			named(f, d.Requirement)
		}
		if f, err := p.Read("uv.lock"); err == nil {
			l := requirement.ParseLock(f)
			for _, pkg := range l.Reached(linux) {
				switch {
				case market.Large(requirement.NormalizeName(pkg.Name.Text)):
					add(f, pkg.Name.Text, false, pkg.Name.Span)
				case pkg.Source.Kind == "git" || pkg.Source.Kind == "registry" && pkg.Wheels.IsEmpty() && !pkg.Sdist.IsEmpty():
					add(f, pkg.Name.Text, true, pkg.Name.Span)
				}
			}
		}
		return out
	}
	if f, err = p.Read("requirements.txt"); err != nil {
		return nil
	}
	requirement.ParseRequirements(f, p.Read).Walk(func(r *requirement.Requirements, e *requirement.Entry) {
		switch {
		case r.Constraint || !e.Valid():
		case e.Requirement != nil:
			named(r.File, e.Requirement)
		case e.Kind == requirement.Direct && (e.VCS != "" || sources(e.Target)):
			name := e.EggName
			if name == "" {
				name = installation.Clean(e.Target)
			}
			add(r.File, name, true, e.TargetSpan)
		}
	})
	return out
}

// sources reports whether an address is that of sources: a repository, or an archive
// that is no wheel.
func sources(url string) bool {
	url, _, _ = strings.Cut(url, "#")
	url, _, _ = strings.Cut(url, "?")
	return begins(url, "git+", "hg+", "svn+", "bzr+") || ends(url, ".tar.gz", ".tgz", ".zip", ".tar.bz2", ".tar.xz")
}
