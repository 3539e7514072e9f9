package installation

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
)

// NotPassedOn reports lines of .env that no container gets.
var NotPassedOn = &lint.Rule{
	ID: "installation/not-passed-on", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "a line of .env that reaches no container",
	Why: "A line of .env reaches a container only where the compose file hands it on. Up to 1.13, Dify's compose file has a list of names, and " +
		"77 of the daemon's settings are not in it, `HTTP_PROXY` and `THIRD_PARTY_SIGNATURE_VERIFICATION_ENABLED` among them; from 1.14 on the whole " +
		".env is given with `env_file`. The same line works in the one and does nothing in the other.",
	Sources: []string{composeSource},
	Run: withFiles(func(v *view) {
		v.unreached(func(e *installation.Entry) {
			set := installation.OfHost(e.Name)
			if set != nil && set.Until != "" {
				return
			}
			own := installation.OfDify(e.Name)
			if set == nil && (own == nil || !plugins(e.Name) || v.setFrom(e.Name) != "") || e.Text == "" {
				return
			}
			name := e.Name
			if set != nil {
				name = set.Name
			}
			where := lint.Msg("the compose file hands it to no container")
			if len(v.Compose) > 0 {
				where = lint.Msg("no value in %s asks for it and no env_file hands it on", v.Compose[0].Path)
			}
			reader := v.daemon.Name
			if set == nil {
				reader = "api"
			}
			v.Report(atLine(e, "%s is not passed on: %s, so nothing reads it; set %s under environment of %s in docker-compose.override.yaml", e.Name, where, name, reader))
		})
	}),
}

// plugins reports whether a name of Dify's is about plugins.
func plugins(name string) bool {
	return begins(name, "PLUGIN_", "MARKETPLACE_")
}

// unreached calls f with each line of .env that no value asks for and that
// no container gets.
func (v *view) unreached(f func(*installation.Entry)) {
	if v.Env == nil || v.Alone || v.NotMain() {
		return
	}
	for _, e := range v.Env.Entries {
		if v.Env.Get(e.Name) == e && !v.Asked(e.Name) && !forCompose(e.Name) && !v.received(e) && !v.beaten(e) {
			f(e)
		}
	}
}

// forCompose reports whether a name is for compose or Docker itself.
func forCompose(name string) bool {
	return begins(name, "COMPOSE_", "DOCKER_", "BUILDKIT_")
}

// received reports whether a container gets a line of .env by env_file.
func (v *view) received(e *installation.Entry) bool {
	return slices.ContainsFunc(v.Names, func(name string) bool {
		of := v.Services[name].Env[e.Name]
		return v.Services[name].Active && of != nil && of.FromFile == e
	})
}

// beaten reports whether environment takes the place of a line of an env_file in a container.
func (v *view) beaten(e *installation.Entry) bool {
	return slices.ContainsFunc(v.Names, func(name string) bool {
		of := v.Services[name].Env[e.Name]
		return of != nil && slices.Contains(of.Hidden, e)
	})
}
