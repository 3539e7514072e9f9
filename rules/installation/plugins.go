package installation

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// needed is the Needs of rules that judge plugins by an installation.
var needed = installation.Place

// setAt is the place of a setting beside a finding in a plugin; nil where the files do
// not have it.
func setAt(in *installation.Installation, of *installation.Value, says lint.Message) []lint.Related {
	if of == nil || of.Secret() {
		return nil
	}
	return []lint.Related{{Place: of.Place(), Plugin: in.Dir(), Message: says}}
}

// requirementsFirst reports whether the daemon takes requirements.txt before
// pyproject.toml: from 0.6.3 on, where a mirror is set.
func requirementsFirst(in *installation.Installation, p *plugin.Plugin) bool {
	mirror, _ := in.Effective("PIP_MIRROR_URL")
	return mirror != "" && in.Since("0.6.3") && p.Exists("requirements.txt")
}

// placeOf is the place of a plugin as such: its manifest, or the package.
func placeOf(p *plugin.Plugin) plugin.Place {
	if p.Packaged {
		return plugin.Place{}
	}
	return plugin.AtTop(p.Manifest())
}
