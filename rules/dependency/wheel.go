package dependency

import (
	"bytes"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
)

// Wheel reports locked packages that have no file for where the plugin runs.
var Wheel = &lint.Rule{
	ID: "dependency/wheel", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title: "a locked package has no file for the system that the plugin runs on",
	Why: "Plugins run on Linux, on the machines that `meta.arch` names (`amd64`, `arm64`). `uv sync --frozen` installs just the " +
		"files that `uv.lock` lists. A package with compiled parts that has a wheel for another machine alone, and no source " +
		"archive to build one from, cannot be installed: \"doesn't have a source distribution or wheel for the current " +
		"platform\". Take another version of it, put a condition behind it (`; platform_machine == \"x86_64\"`), or do not name " +
		"the machine in `meta.arch`.",
	Sources: []string{
		"dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go (prepareSyncArgs)",
		"packaging.python.org: specifications/platform-compatibility-tags",
	},
	Run: func(p *lint.Pass) {
		f := filesOf.Of(p.Plugin)
		if !f.frozen() || len(f.lock.Problems) > 0 || len(f.project.Problems) > 0 {
			return
		}
		// Most packages have either a source archive or a wheel for all machines.
		doubtful := map[*requirement.LockPackage]bool{}
		for i := range f.lock.Packages {
			pkg := &f.lock.Packages[i]
			if pkg.Source.Kind != "registry" || !pkg.Sdist.IsEmpty() || pkg.Wheels.IsEmpty() ||
				bytes.Contains(f.lock.File.Data[pkg.Wheels.Start:pkg.Wheels.End], []byte("-py3-none-any.whl")) {
				continue
			}
			doubtful[pkg] = true
		}
		if len(doubtful) == 0 {
			return
		}
		var order []*requirement.LockPackage
		lacking := map[*requirement.LockPackage][]requirement.Environment{}
		all := environments.Of(p.Plugin)
		for _, e := range all {
			for _, pkg := range f.lock.Reached(e) {
				if !doubtful[pkg] || fits(f.lock, pkg, e) {
					continue
				}
				if lacking[pkg] == nil {
					order = append(order, pkg)
				}
				lacking[pkg] = append(lacking[pkg], e)
			}
		}
		manifest := p.Plugin.Manifest()
		for _, pkg := range order {
			place := plugin.AtSpan(f.lock.File, pkg.Name.Span)
			if len(lacking[pkg]) == len(all) {
				p.Report(lint.Finding{Place: place, Key: pkg.Name.Text,
					Message: lint.Msg("%q %s has neither a wheel for Linux and Python %s nor a source archive: the installation fails", short(pkg.Name.Text), short(pkg.Version.Text), daemonPython)})
				continue
			}
			// One finding a package: the first machine or Python that it lacks.
			e := lacking[pkg][0]
			machine := "amd64"
			if e["platform_machine"] == "aarch64" {
				machine = "arm64"
			}
			found := lint.Finding{Place: place, Key: pkg.Name.Text, Severity: lint.Warning,
				Message: lint.Msg("%q %s has neither a wheel for Linux on %s and Python %s nor a source archive: the plugin cannot be installed there", short(pkg.Name.Text), short(pkg.Version.Text), machine, e["python_version"])}
			for _, n := range manifest.Root.At("meta", "arch").Items() {
				if n.Str() == machine {
					found.Related = append(found.Related, lint.Related{Place: plugin.At(manifest, n), Message: lint.Msg("%s is declared here", machine)})
				}
			}
			p.Report(found)
		}
	},
}

// fits reports whether one of the package's wheels installs there.
func fits(l *requirement.Lock, pkg *requirement.LockPackage, e requirement.Environment) bool {
	for file := range l.Files(pkg) {
		if w, ok := requirement.ParseWheel(file); ok && w.Fits(e) {
			return true
		}
	}
	return false
}
