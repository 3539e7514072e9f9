package dependency

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/requirement/pydata"
	"github.com/difylint/difylint/lint/source/text"
)

// NoWheel reports requirements that the index has no wheel of for the Python
// that runs plugins.
var NoWheel = &lint.Rule{
	ID: "dependency/no-wheel", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title: "a requirement without a wheel for the Python that runs plugins",
	Why: "The daemon installs a plugin's packages on Linux with Python 3.12. A package with compiled parts has a wheel for that " +
		"from some version on, and a few have none. Where an older version is asked for, uv builds it from source, which takes long " +
		"and mostly fails: old sources do not build with Python 3.12, and the daemon's image has a compiler and the headers of " +
		"Python and cairo, but not those of PostgreSQL, MySQL, OpenLDAP, PortAudio and so on. That is a warning. Where there is no source " +
		"either (torch, tensorflow, onnxruntime), nothing is installed, and the plugin does not start.",
	Sources: []string{"dify-plugin-daemon: docker/local.dockerfile", "dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go"},
	Run: func(p *lint.Pass) {
		f := filesOf.Of(p.Plugin)
		if f.frozen() {
			lockedBuilds(p, f.lock)
			return
		}
		for _, l := range installed(p.Plugin) {
			if l.URL != "" || applies(p.Plugin, l.Requirement) == requirement.Never || f.project != nil && sourced(f.project, l.Key()) {
				continue
			}
			if w, ok := wheelsOf(l.Requirement); ok {
				noWheel(p, f, l, w)
			}
		}
	},
}

// wheelsOf is what is known of the wheels of a requirement, or of what one of its
// extras brings in.
func wheelsOf(r *requirement.Requirement) (pydata.Wheels, bool) {
	for _, e := range r.Extras {
		if w, ok := pydata.WheelsOf(r.Key() + "[" + requirement.NormalizeName(e.Name) + "]"); ok {
			return w, true
		}
	}
	return pydata.WheelsOf(r.Key())
}

func noWheel(p *lint.Pass, f *files, l line, w pydata.Wheels) {
	if w.Oldest == "" {
		found := lint.Finding{Place: l.at(l.NameSpan), Key: l.Key(), Severity: lint.Warning, Message: unbuilt(l.Name, w)}
		if w.Instead != "" && len(l.Extras) > 0 {
			found.Place = l.at(text.Span{Start: l.NameSpan.Start, End: max(l.NameSpan.End, l.Extras[len(l.Extras)-1].Span.End+1)})
		}
		p.Report(found)
		return
	}
	oldest, _ := requirement.ParseVersion(w.Oldest)
	set := l.Specifiers.Set()
	if set.IsEmpty() || set.Overlaps(requirement.Between(oldest, requirement.Version{})) {
		return
	}
	found := lint.Finding{Place: l.at(l.SpecifiersSpan), Key: l.Key(),
		Message: lint.Msg("%q %s has neither a wheel for Python %s, which runs plugins, nor a source archive: nothing is installed; the oldest version with a wheel is %s",
			short(l.Name), short(l.Specifiers.String()), daemonPython, w.Oldest)}
	if w.Source {
		found.Message = lint.Msg("%q %s has no wheel for Python %s, which runs plugins: it is built from source, which mostly fails; the oldest version with a wheel is %s",
			short(l.Name), short(l.Specifiers.String()), daemonPython, w.Oldest)
	}
	if w.Source || applies(p.Plugin, l.Requirement) != requirement.Always || elsewhere(f) {
		found.Severity = lint.Warning
	}
	with := ">=" + w.Oldest + "," + below(oldest)
	found.Fixes = lint.UnsafeFix(lint.Msg("Write %s", with), text.ReplaceText(l.file, l.SpecifiersSpan, with))
	p.Report(found)
}

// unbuilt says that a package is built and what that lacks.
func unbuilt(name string, w pydata.Wheels) lint.Message {
	if w.Instead == "" {
		return lint.Msg("%q has no wheel for Linux: it is built from source while the plugin is installed, and the daemon's image lacks the headers of %s for that", short(name), w.Needs)
	}
	return lint.Msg("%q has no wheel for Linux: it is built from source while the plugin is installed, and the daemon's image lacks the headers of %s for that; install %s in its place",
		short(name), w.Needs, w.Instead)
}

// elsewhere reports whether packages may come from other places than the usual
// index, which may have other files.
func elsewhere(f *files) bool {
	if f.project != nil {
		u := f.project.UV
		return u != nil && len(u.Indexes)+len(u.FindLinks) > 0
	}
	other := false
	f.requirements.Walk(func(_ *requirement.Requirements, e *requirement.Entry) {
		for _, o := range e.Options {
			switch o.Name {
			case "--index-url", "--extra-index-url", "--find-links":
				other = true
			}
		}
	})
	return other
}

// lockedBuilds reports locked packages that are built from source and cannot be.
func lockedBuilds(p *lint.Pass, lock *requirement.Lock) {
	if len(lock.Problems) > 0 {
		return
	}
	all := environments.Of(p.Plugin)
	seen := map[*requirement.LockPackage]bool{}
	for _, e := range all {
		if e["python_version"] != daemonPython || e["platform_machine"] != "x86_64" {
			continue
		}
		for _, pkg := range lock.Reached(e) {
			w, ok := pydata.WheelsOf(requirement.NormalizeName(pkg.Name.Text))
			if !ok || seen[pkg] || pkg.Source.Kind != "registry" || pkg.Sdist.IsEmpty() || fits(lock, pkg, e) {
				continue
			}
			seen[pkg] = true
			found := lint.Finding{Place: plugin.AtSpan(lock.File, pkg.Name.Span), Key: pkg.Name.Text, Severity: lint.Warning, Message: unbuilt(pkg.Name.Text, w)}
			if w.Oldest != "" {
				found.Message = lint.Msg("%q %s has no wheel for Python %s, which runs plugins: it is built from source, which mostly fails; the oldest version with a wheel is %s",
					short(pkg.Name.Text), short(pkg.Version.Text), daemonPython, w.Oldest)
			}
			p.Report(found)
		}
	}
}
