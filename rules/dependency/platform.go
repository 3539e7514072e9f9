package dependency

import (
	"regexp"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/plugin"
	"github.com/difylint/difylint/lint/pydeps"
)

// defaultPython is what the daemon's image has (dify-plugin-daemon,
// docker/local.dockerfile), where the manifest does not say.
const defaultPython = "3.12"

var minorVersion = regexp.MustCompile(`^3\.\d{1,3}$`)

// python is the version of Python that the manifest names.
func python(p *plugin.Plugin) string {
	if v := p.Manifest().Root.At("meta", "runner", "version").Str(); minorVersion.MatchString(v) {
		return v
	}
	return defaultPython
}

// environments are what the plugin may run in: CPython on Linux, on each machine
// that the manifest names.
var environments = lint.NewFact(func(p *plugin.Plugin) []pydeps.Environment {
	version := python(p)
	var out []pydeps.Environment
	for _, n := range p.Manifest().Root.At("meta", "arch").Items() {
		if arch := n.Str(); arch == "amd64" || arch == "arm64" {
			out = append(out, pydeps.LinuxEnvironment(version, arch))
		}
	}
	if len(out) == 0 {
		out = append(out, pydeps.LinuxEnvironment(version, "amd64"), pydeps.LinuxEnvironment(version, "arm64"))
	}
	return out
})

// applies tells whether a requirement counts where the plugin runs.
func applies(p *plugin.Plugin, r *pydeps.Requirement) pydeps.Truth {
	if r.Marker == nil {
		return pydeps.Always
	}
	return r.Marker.Over(environments.Of(p))
}
