package installation

import (
	_ "embed" // the examples
	"maps"
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
)

//go:embed overridden.txtar
var overriddenExamples string

// Overridden reports lines of an env_file that environment takes the place of.
var Overridden = &lint.Rule{
	ID: "installation/overridden", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "a line of .env that the compose file overrides",
	Why: "What a service has under `environment` wins over its `env_file`. Dify's compose file (from 1.14 on) gives the daemon the whole .env and " +
		"also sets about fifty names under `environment`, from variables that have other names: `MAX_PLUGIN_PACKAGE_SIZE` is set from " +
		"`PLUGIN_MAX_PACKAGE_SIZE`. The daemon's own name in .env then has no effect.",
	Sources:  []string{composeSource, "compose-spec: services, environment and env_file"},
	Examples: overriddenExamples,
	Run: withDaemon(func(v *view) {
		for _, name := range slices.Sorted(maps.Keys(v.daemon.Env)) {
			of := v.daemon.Env[name]
			set := installation.OfDaemon(name)
			if set == nil || v.Asked(name) || installation.OfDify(name) != nil && v.api != nil && v.api.Env[name] != nil && v.api.Env[name].FromFile != nil {
				continue // a name of the API's too: it gets the line
			}
			for _, e := range of.Hidden {
				if e.Text == of.Text || e.Text == "" || slices.Contains(of.Names, name) {
					continue
				}
				f := lint.Finding{Place: e.Place(), Key: name, Mask: installation.Secret(name)}
				f.Related = []lint.Related{{Place: of.At, Message: lint.Msg("environment sets it here")}}
				f.Message = lint.Msg("%s has no effect: environment of %s sets it and wins over env_file", name, v.daemon.Name)
				if len(of.Names) > 0 {
					f.Message = lint.Msg("%s has no effect: environment of %s sets it from %s and wins over env_file; set %s", name, v.daemon.Name, of.Names[0], of.Names[0])
				}
				v.Report(f)
			}
		}
	}),
}
