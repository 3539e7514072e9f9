package publish

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/packing"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// Requirements reports a pyproject.toml of which the marketplace's check
// installs nothing.
var Requirements = &lint.Rule{
	ID: "publish/requirements", Gate: lint.Publish, Severity: lint.Warning, Since: "0.1.0",
	Title: "pyproject.toml with neither uv.lock nor requirements.txt",
	Why: "The marketplace's checks install what `requirements.txt` in the package names and nothing else. Packaging writes one " +
		"where the folder has `uv.lock`. A package with `pyproject.toml` alone installs in Dify, but the workflow skips its installation, " +
		"and the check of the SDK's version then reports \"dify_plugin not found\". Run `uv lock` and keep `uv.lock` in the plugin, or add a `requirements.txt`.",
	Sources: []string{"dify-plugins: .github/workflows/pre-check-plugin.yaml (Check Plugin Deps)", "langgenius/dify-plugins: pull requests 2460, 2664 and 2679"},
	Run: submitted(func(p *lint.Pass) {
		f, err := p.Plugin.Read("pyproject.toml")
		if err != nil || has(p.Plugin, "requirements.txt") || has(p.Plugin, "uv.lock") {
			return
		}
		p.Report(lint.Finding{Place: plugin.AtSpan(f, f.LineSpan(1)),
			Message: lint.Msg("the marketplace's check installs requirements.txt alone, and the package has none: run \"uv lock\" and keep uv.lock, from which packaging writes it, or add requirements.txt")})
	}),
}

// has reports whether packaging takes a file in that the plugin has.
func has(p *plugin.Plugin, name string) bool {
	c := packing.Of(p)
	return p.Exists(name) && (c.Ignore == nil || c.Ignore.LeftBy(name, false) < 0)
}
