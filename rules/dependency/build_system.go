package dependency

import (
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// BuildSystem reports plugins that are built as a Python package when they are
// installed, and whose build tool was not told where the modules are.
var BuildSystem = &lint.Rule{
	ID: "dependency/build-system", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title: "uv builds the plugin as a package",
	Why: "The daemon runs `uv sync --no-dev`. Where `pyproject.toml` has a `[build-system]`, or `package = true` in `[tool.uv]`, uv fetches a build tool, builds the plugin as a package " +
		"and installs it, although the daemon starts the plugin from its folder and needs no package. The layout of a plugin is not the one that " +
		"these tools look for: hatchling, poetry-core, flit and uv_build want a module of the project's name, setuptools refuses several folders. " +
		"Then nothing is installed, and the plugin does not start: an error here. Where it may build it is a warning, and where `pyproject.toml` configures the tool nothing is said. " +
		"Take the table out, or set `package = false` in `[tool.uv]`.",
	Sources: []string{
		"dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go (prepareSyncArgs)", "pypa/hatch: backend/src/hatchling/builders/wheel.py",
		"pypa/setuptools: setuptools/discovery.py", "astral-sh/uv: crates/uv-build-backend",
	},
	Run: func(p *lint.Pass) {
		f := filesOf.Of(p.Plugin)
		pr := f.project
		if pr == nil || len(pr.Problems) > 0 || pr.Project.IsEmpty() {
			return
		}
		var where text.Span
		backend, what := legacyBackend, "package = true"
		switch {
		case pr.UV != nil && pr.UV.Package != nil && !*pr.UV.Package:
			return
		case pr.BuildSystem != nil:
			where, backend, what = pr.BuildSystem.Span, pr.BuildSystem.Backend.Text, "[build-system]"
		case pr.UV != nil && pr.UV.Package != nil:
			where = pr.UV.PackageSpan
		default:
			return
		}
		if configured(pr, backend) {
			return
		}
		if f.frozen() {
			if root := f.lock.Root(); root == nil || root.Source.Kind == "virtual" {
				return // what the lock says holds
			}
		}
		found := lint.Finding{Place: plugin.AtSpan(pr.File, where)}
		if why, ok := unbuildable(p.Plugin, pr, backend); ok {
			found.Message = lint.Msg("uv builds the plugin as a package because of %s, but %s; remove it, or set package = false in [tool.uv]", what, why)
		} else {
			found.Severity = lint.Warning
			found.Message = lint.Msg("uv builds the plugin as a package because of %s, which a plugin does not need; remove it, or set package = false in [tool.uv]", what)
		}
		p.Report(found)
	},
}

// legacyBackend is the build tool that uv takes where [build-system] names none.
const legacyBackend = "setuptools.build_meta:__legacy__"

// configured reports whether pyproject.toml has a table for a build tool, which
// then knows where the modules are.
func configured(pr *requirement.PyProject, backend string) bool {
	tool, _, _ := strings.Cut(strings.TrimPrefix(backend, "poetry."), ".")
	switch tool {
	case "hatchling":
		return pr.Configures("hatch")
	case "core":
		return pr.Configures("poetry")
	case "flit_core":
		return pr.Configures("flit")
	case "uv_build":
		return pr.UV != nil && pr.UV.BuildBackend
	case "", "setuptools":
		return pr.Configures("setuptools")
	}
	return pr.Configures(tool)
}

// unbuildable says what a build tool does not find in the plugin's folder.
func unbuildable(p *plugin.Plugin, pr *requirement.PyProject, backend string) (why lint.Message, ok bool) {
	l := p.Listing()
	name := strings.ReplaceAll(requirement.NormalizeName(pr.Name.Text), "-", "_")
	written := strings.ReplaceAll(pr.Name.Text, "-", "_")
	has := func(form string) bool {
		return l.Has(strings.ReplaceAll(form, "*", name)) || l.Has(strings.ReplaceAll(form, "*", written))
	}
	if l.Truncated {
		return why, false
	}
	missing := lint.Msg("there is no module %s, which it looks for", name)
	switch backend {
	case "hatchling.build":
		for _, dir := range l.Dirs {
			if path.Base(dir) == name && strings.Count(dir, "/") < 2 {
				return why, false
			}
		}
		return missing, !has("*.py") && !has("*/__init__.py")
	case "poetry.core.masonry.api", "flit_core.buildapi":
		return missing, !has("*.py") && !l.HasDir(name) && !l.HasDir(written) && !has("src/*.py") && !l.HasDir("src/"+name) && !l.HasDir("src/"+written)
	case "uv_build":
		return lint.Msg("there is no %s, which it looks for", "src/"+name+"/__init__.py"), !has("src/*/__init__.py") && !has("src/*/__init__.pyi") && !strings.HasSuffix(name, "_stubs")
	case "setuptools.build_meta", legacyBackend, "":
		if l.Has("setup.py") || l.Has("setup.cfg") || l.HasDir("src") || l.HasDir(name) || l.HasDir(written) {
			return why, false
		}
		var found []string
		for _, file := range l.Files {
			dir, _, below := strings.Cut(file, "/")
			if below && requirement.IsName(dir) && !strings.ContainsAny(dir, "-.") && !leftOut[dir] && !strings.ContainsAny(dir[:1], "_0123456789") && !slices.Contains(found, dir) {
				found = append(found, dir)
			}
		}
		if len(found) > 1 {
			return lint.Msg("setuptools refuses several folders (%s)", text.Join(found[:min(len(found), 6)])), true
		}
	}
	return why, false
}

// leftOut are folders that setuptools does not take for packages
// (setuptools/discovery.py, FlatLayoutPackageFinder).
var leftOut = text.Set("ci bin debian doc docs documentation manpages news newsfragments changelog test tests unit_test unit_tests example examples " +
	"scripts tools util utils python build benchmark benchmarks exercise exercises htmlcov")
