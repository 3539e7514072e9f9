package dependency

import (
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// daemonPython is what the daemon makes each plugin's environment of, whatever
// the manifest names (dify-plugin-daemon,
// internal/core/local_runtime/setup_python_environment.go: "uv venv").
const daemonPython = "3.12"

var minorVersion = text.Regexp(`^3\.\d{1,3}$`)

// runner is the version of Python that the manifest names, "" for none.
func runner(p *plugin.Plugin) string {
	if v := p.Manifest().Root.At("meta", "runner", "version").Str(); minorVersion().MatchString(v) {
		return v
	}
	return ""
}

// environments are what the plugin may run in: CPython on Linux, of the daemon's
// version and of that which the manifest names, on each machine that it names.
var environments = plugin.NewFact(func(p *plugin.Plugin) []requirement.Environment {
	versions := []string{daemonPython}
	if v := runner(p); v != "" && v != daemonPython {
		versions = append(versions, v)
	}
	var machines []string
	for _, n := range p.Manifest().Root.At("meta", "arch").Items() {
		if arch := n.Str(); arch == "amd64" || arch == "arm64" {
			machines = append(machines, arch)
		}
	}
	if len(machines) == 0 || len(machines) > 2 {
		machines = []string{"amd64", "arm64"}
	}
	var out []requirement.Environment
	for _, v := range versions {
		for _, m := range machines {
			out = append(out, requirement.LinuxEnvironment(v, m))
		}
	}
	return out
})

// applies tells whether a requirement counts where the plugin runs.
func applies(p *plugin.Plugin, r *requirement.Requirement) requirement.Truth {
	if r.Marker == nil {
		return requirement.Always
	}
	return r.Marker.Over(environments.Of(p))
}
