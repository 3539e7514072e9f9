package installation

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
)

// Proxy reports proxies that are not used or cannot be.
var Proxy = &lint.Rule{
	ID: "installation/proxy", Gate: lint.Start, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "a proxy that is not used, or cannot be",
	Why: "Plugins and their packages are downloaded over HTTPS, for which `HTTPS_PROXY` counts: with `HTTP_PROXY` alone they are asked for directly. " +
		"A proxy is an address with a scheme (`http://proxy.example.com:3128`); without one Dify's API refuses it.",
	Sources: []string{"dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go, subprocess.go", "encode/httpx: httpx/_utils.py (get_environment_proxies)"},
	Run: withDaemon(func(v *view) {
		for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY"} {
			if of := v.setting(name); of.Or("") != "" && !strings.Contains(of.Text, "://") {
				v.found(of, lint.Finding{
					Message: lint.Msg("%s has no scheme: write http:// before the proxy's host", named(of)),
					Fixes:   lint.UnsafeFix(lint.Msg("Write http:// before it"), of.Replace("http://"+of.Text)),
				})
			}
		}
		if of := v.setting("HTTP_PROXY"); of.Or("") != "" && proxyOf(v.daemon, "HTTPS_PROXY") == nil {
			v.foundf(of, "%s is set and HTTPS_PROXY is not: plugins' packages are downloaded over HTTPS, without the proxy", named(of))
		}
	}),
}

// proxyOf is a proxy's variable in a container, in upper or lower case; nil where
// it is empty.
func proxyOf(s *installation.Service, name string) *installation.Value {
	for _, n := range []string{name, strings.ToLower(name)} {
		if of := env(s, n); of != nil && of.Text != "" {
			return of
		}
	}
	return nil
}
