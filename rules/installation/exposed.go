package installation

import (
	"net"

	"github.com/difylint/difylint/lint"
)

// Exposed reports what is open to everybody who reaches the machine.
var Exposed = &lint.Rule{
	ID: "installation/exposed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "a port of the daemon that is open to everybody",
	Why: "Compose publishes a port on all addresses of the machine, past most firewalls. Dify does so with the port for remote debugging: who has a debugging key, from anywhere, " +
		"can connect a plugin (info). The daemon's own port needs to be published for nobody: Dify's API asks it inside, and its key is all that guards it. pprof shows memory and can stop the daemon.",
	Sources: []string{composeSource, "dify-plugin-daemon: internal/server/http_server.go (PPROF_ENABLED)"},
	Run: withDaemon(func(v *view) {
		server, _, _ := v.Number("SERVER_PORT")
		debug, _, _ := v.Number("PLUGIN_REMOTE_INSTALLING_PORT")
		for _, p := range v.daemon.Ports() {
			if ip := net.ParseIP(p.HostIP); ip != nil && !ip.IsUnspecified() {
				continue
			}
			switch int64(p.Container) {
			case server:
				if v.api != nil { // without an API in the files, Dify runs elsewhere and needs the port
					v.Report(lint.Finding{Place: p.At, Key: "server", Message: lint.Msg("ports: the daemon's own port %d is published on all addresses; Dify asks it inside: leave it out, or publish it on 127.0.0.1", p.Container)})
				}
			case debug:
				v.Report(lint.Finding{Place: p.At, Key: "debugging", Severity: lint.Info, Message: lint.Msg("ports: the port %d for remote debugging is published on all addresses; publish it on 127.0.0.1 if authors of plugins work only on this machine", p.Container)})
			}
		}
		if v.on("PPROF_ENABLED") {
			v.foundf(v.setting("PPROF_ENABLED"), "%s is on: anyone who reaches the daemon can see its memory; use it only for debugging", named(v.setting("PPROF_ENABLED")))
		}
	}),
}
