package installation

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
)

// Overridden reports lines of an env_file that environment takes the place of.
var Overridden = &lint.Rule{
	ID: "installation/overridden", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "a line of .env that the compose file overrides",
	Why: "What a service has under `environment` wins over its `env_file`. Dify's compose file (from 1.14 on) gives the daemon the whole .env and " +
		"also sets about fifty names under `environment`, from variables that have other names: `MAX_PLUGIN_PACKAGE_SIZE` is set from " +
		"`PLUGIN_MAX_PACKAGE_SIZE`. The daemon's own name in .env then has no effect.",
	Sources: []string{composeSource, "compose-spec: services, environment and env_file"},
	Run: withDaemon(func(v *view) {
		v.overridden(v.daemon, func(name string) bool {
			return installation.OfDaemon(name) != nil && (installation.OfDify(name) == nil || !v.elsewhere(name)) // else another container gets the line
		})
		if v.api != nil {
			v.overridden(v.api, func(name string) bool {
				return (plugins(name) || strings.HasSuffix(name, "_PLUGIN")) && v.setFrom(name) != ""
			})
		}
	}),
}

// overridden reports the lines of files of env_file that a service does not get, since
// environment has the same name.
func (v *view) overridden(s *installation.Service, of func(name string) bool) {
	for name, set := range s.Values() {
		if v.Asked(name) || !of(name) || set.FromFile != nil { // of files of env_file, the later ones are meant to win
			continue
		}
		for _, e := range set.Hidden {
			if e.Text == set.Text || e.Text == "" || slices.Contains(set.Names, name) {
				continue
			}
			f := lint.Finding{Place: e.Place(), Key: name, Mask: installation.Secret(name)}
			f.Related = []lint.Related{{Place: set.At, Message: lint.Msg("environment sets it here")}}
			f.Message = lint.Msg("%s has no effect: environment of %s sets it and wins over env_file", name, s.Name)
			if len(set.Names) > 0 {
				f.Message = lint.Msg("%s has no effect: environment of %s sets it from %s and wins over env_file; set %s", name, s.Name, set.Names[0], set.Names[0])
			}
			v.Report(f)
		}
	}
}

// elsewhere reports whether another container than the daemon gets a name from an env_file.
func (v *view) elsewhere(name string) bool {
	return slices.ContainsFunc(v.Names, func(n string) bool {
		of := v.Services[n].Env[name]
		return v.Services[n] != v.daemon && of != nil && of.FromFile != nil
	})
}
