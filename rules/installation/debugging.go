package installation

import (
	"net"
	"net/url"
	"strconv"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
)

// Debugging reports settings of remote debugging that lead nowhere.
var Debugging = &lint.Rule{
	ID: "installation/debugging", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", Subject: subject,
	Title: "remote debugging that cannot be reached",
	Why: "Two addresses are easily mixed up. `PLUGIN_DEBUGGING_HOST` is where the daemon listens in its container: 0.0.0.0, since on 127.0.0.1 the published port reaches nothing. " +
		"`EXPOSE_PLUGIN_DEBUGGING_HOST` is the address that Dify shows to authors of plugins: that of this machine.",
	Sources: []string{configSource, composeSource},
	Run: withDaemon(func(v *view) {
		on, ok := v.Bool("PLUGIN_REMOTE_INSTALLING_ENABLED")
		listen, shown := v.setting("PLUGIN_REMOTE_INSTALLING_HOST"), env(v.api, "PLUGIN_REMOTE_INSTALL_HOST")
		if v.Alone {
			shown = env(v.api, "EXPOSE_PLUGIN_DEBUGGING_HOST")
		}
		if !ok {
			return
		}
		if !on {
			if shown.Given() && shown.Text != "" && shown.Text != "localhost" {
				v.found(shown, lint.Finding{Severity: lint.Info, Message: lint.Msg("%s has no effect: remote debugging is off (PLUGIN_REMOTE_INSTALLING_ENABLED)", named(shown))})
			}
			return
		}
		if listen != nil && listen.Text != "" && ownNetwork(v.daemon) {
			switch ip := net.ParseIP(listen.Text); {
			case listen.Text == "localhost" || ip != nil && ip.IsLoopback():
				v.found(listen, lint.Finding{
					Message: lint.Msg("%s is %s: the daemon then listens only inside its container, and the published port reaches nothing; write 0.0.0.0", named(listen), listen.Shown()),
					Fixes:   lint.SafeFix(lint.Msg("Write 0.0.0.0"), listen.Replace("0.0.0.0")),
				})
			case ip == nil && v.Services[listen.Text] != v.daemon, ip != nil && !ip.IsUnspecified():
				v.found(listen, lint.Finding{Severity: lint.Warning, Message: lint.Msg("%s is %s: that is the address on which the daemon listens in its container, 0.0.0.0; the address that is shown to authors is EXPOSE_PLUGIN_DEBUGGING_HOST", named(listen), listen.Shown())})
			}
		}
		if shown == nil || shown.Text == "" {
			return
		}
		v.published(shown)
		ip := net.ParseIP(shown.Text)
		console, err := url.Parse(env(v.api, "CONSOLE_WEB_URL").Or(""))
		switch {
		case ip != nil && ip.IsUnspecified(), v.Services[shown.Text] != nil:
			v.found(shown, lint.Finding{Severity: lint.Warning, Message: lint.Msg("%s is %s, which authors of plugins cannot connect to: write the name or address of this machine", shown.Label(), shown.Shown())})
		case hostOf(shown.Text) != shown.Text && ip == nil:
			v.found(shown, lint.Finding{Severity: lint.Warning, Message: lint.Msg("%s is %q: write only a host, without scheme and port", shown.Label(), shown.Shown())})
		case loopback(shown.Text) && err == nil && console.Host != "" && !loopback(console.Hostname()):
			v.found(shown, lint.Finding{Severity: lint.Info, Message: lint.Msg("%s is %s, while Dify is at %s: authors of plugins on other machines are shown an address that is not this one", shown.Label(), shown.Shown(), console.Hostname())})
		}
	}),
}

// published reports a port for debugging that authors are shown, and that leads nowhere.
func (v *view) published(shown *installation.Value) {
	debug, _, ok := v.Number("PLUGIN_REMOTE_INSTALLING_PORT")
	port := env(v.api, "PLUGIN_REMOTE_INSTALL_PORT")
	n, err := strconv.Atoi(port.Or("5003"))
	if v.Alone || !ok || err != nil || !ownNetwork(v.daemon) {
		return
	}
	var host int
	for _, name := range v.Names {
		for _, p := range v.Services[name].Ports() {
			switch {
			case p.Host == n && v.Services[name].Active:
				return
			case v.Services[name] == v.daemon && int64(p.Container) == debug:
				host = p.Host
			}
		}
	}
	switch {
	case host > 0 && port != nil:
		v.found(port, lint.Finding{Severity: lint.Warning, Key: "shown", Message: lint.Msg("authors of plugins are shown port %d (%s), and %s publishes port %d for debugging", n, port.Label(), v.daemon.Name, host)})
	case shown.Given() && !loopback(shown.Text):
		v.found(shown, lint.Finding{Severity: lint.Warning, Key: "unpublished", Message: lint.Msg("authors of plugins are shown %s (%s), but %s publishes no port for debugging (%d): they cannot connect", shown.Shown(), shown.Label(), v.daemon.Name, debug)})
	}
}
