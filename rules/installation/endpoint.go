package installation

import (
	"net/url"
	"strings"

	"github.com/difylint/difylint/lint"
)

// Endpoint reports addresses of endpoints that nobody outside can reach.
var Endpoint = &lint.Rule{
	ID: "installation/endpoint", Gate: lint.Call, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "an address for endpoints that nobody outside can reach",
	Why: "`ENDPOINT_URL_TEMPLATE` is the address that Dify shows for the endpoints and triggers of plugins, for browsers and services outside. " +
		"It needs `{hook_id}`, and a host that they can reach: a service of compose is known to containers alone. nginx hands `/e/` on to the daemon.",
	Sources: []string{composeSource, "dify: docker/nginx/conf.d/default.conf.template"},
	Run: withDaemon(func(v *view) {
		of := env(v.api, "ENDPOINT_URL_TEMPLATE")
		if of == nil || of.Text == "" {
			return
		}
		u, err := url.Parse(strings.ReplaceAll(of.Text, "{hook_id}", "hook-id"))
		if err != nil || u.Host == "" {
			return // installation/url says so
		}
		console, cerr := url.Parse(env(v.api, "CONSOLE_WEB_URL").Or(env(v.api, "APP_WEB_URL").Or("")))
		remote := cerr == nil && console.Hostname() != "" && !loopback(console.Hostname())
		switch host := u.Hostname(); {
		case !strings.Contains(of.Text, "{hook_id}"):
			v.foundf(of, "%s lacks {hook_id}: all endpoints are shown with the same address", of.Label())
		case v.Services[host] != nil || host == "host.docker.internal":
			v.foundf(of, "%s points to %s, which only containers know: no browser or service outside can reach it; write the address of Dify", of.Label(), host)
		case loopback(host) && remote && of.Given():
			v.foundf(of, "%s leads to %s, while Dify is at %s: from outside it reaches nothing", of.Label(), host, console.Hostname())
		case loopback(host) && remote:
			at := env(v.api, "CONSOLE_WEB_URL")
			if at == nil || at.Text == "" {
				at = env(v.api, "APP_WEB_URL")
			}
			f := lint.Msg("ENDPOINT_URL_TEMPLATE is not set: endpoints of plugins are shown at %s, while Dify is at %s; set it to %s://%s/e/{hook_id}", host, console.Hostname(), console.Scheme, console.Host)
			v.found(at, lint.Finding{Severity: lint.Info, Key: "default", Message: f}, of)
		case !strings.Contains(u.Path, "/e/") && v.Nginx() != nil && of.Given():
			v.foundf(of, "%s has the path %s: nginx hands only /e/ on to the daemon", of.Label(), u.Path)
		}
	}),
}
