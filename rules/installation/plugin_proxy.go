package installation

import (
	"net"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/risk"
)

// PluginProxy reports plugins that reach outside past the proxy of an installation.
var PluginProxy = &lint.Rule{
	ID: "installation/plugin-proxy", Gate: lint.Call, Severity: lint.Info, Since: "0.1.0", Needs: needed,
	Title: "the plugin reaches outside, and this installation's proxy is not set for plugins",
	Why: "A plugin gets the proxy of the daemon's container. Where only Dify's API has the proxy, or the line of .env reaches no container, the plugin asks its hosts directly, " +
		"which fails where the proxy is the only way out. Up to 1.13, Dify's compose file does not pass `HTTP_PROXY` and `HTTPS_PROXY` on to the daemon.",
	Sources: []string{"dify-plugin-daemon: internal/core/local_runtime/subprocess.go", composeSource},
	Run: func(p *lint.Pass) {
		in, _ := installation.Place.Of(p.Plugin)
		proxy, at := elsewhere(in)
		if proxy == "" {
			return
		}
		a := risk.Assess(p.Plugin)
		for i := range a.Hosts {
			h := &a.Hosts[i]
			if h.File == nil || !outside(h.Name) {
				continue
			}
			p.Report(lint.Finding{
				Place: plugin.AtSpan(h.File, h.Span), Key: "proxy",
				Related: []lint.Related{{Place: at, Plugin: in.Dir(), Message: lint.Msg("the proxy of this installation")}},
				Message: lint.Msg("the plugin reaches %s, and %s of this installation is not set for %s: plugins ask directly, without the proxy", installation.Clean(h.Name), proxy, in.Daemon().Name),
			})
			return
		}
	},
}

// elsewhere is a proxy, by its name and place, that an installation has and that does
// not reach the daemon; "" where the daemon has one. Proxies within the installation,
// as Dify's own ssrf_proxy, lead nowhere else.
func elsewhere(in *installation.Installation) (name string, at plugin.Place) {
	d := in.Daemon()
	if d == nil || in.Alone {
		return "", at
	}
	names := []string{"HTTPS_PROXY", "HTTP_PROXY"}
	for _, n := range names {
		if proxyOf(d, n) != nil {
			return "", at
		}
	}
	away := func(s string) bool { return s != "" && in.Services[hostOf(s)] == nil }
	for _, n := range names {
		if api := in.API(); api != nil {
			if of := proxyOf(api, n); of != nil && away(of.Text) {
				return of.Label(), of.Place()
			}
		}
		if e := in.Env.Get(n); e != nil && away(e.Text) {
			return n, e.Place()
		}
	}
	return "", at
}

// outside reports whether a host is one of the internet.
func outside(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	if ip := net.ParseIP(host); ip != nil {
		return ip.IsGlobalUnicast() && !ip.IsPrivate()
	}
	return strings.Contains(host, ".") && !ends(host, ".local", ".internal", ".localhost", ".example", ".test", ".invalid", "example.com", "example.org", "example.net")
}
