package installation

import (
	"strconv"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/text"
)

var healthPort = text.Regexp(`:(\d{2,5})(/|\s|"|'|$)`)

// Health reports a daemon that is not started again, or is watched at the wrong port.
var Health = &lint.Rule{
	ID: "installation/health", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Subject: subject,
	Title: "a daemon that nobody starts again, or that is watched at the wrong port",
	Why: "Without `restart: always` the daemon stays down after a crash or when the machine starts again. A health check asks `/health/check` at the server's port (5002); 5003 is the port for remote debugging, " +
		"which speaks no HTTP: with a check there the container is never healthy, and what depends on it never starts.",
	Sources: []string{"dify-plugin-daemon: internal/server/http_server.go", composeSource},
	Run: withFiles(func(v *view) {
		if restart := v.daemon.Get("restart"); !v.daemon.Has("deploy", "restart_policy") && (restart == nil || restart.Text == "no" || restart.Text == "") {
			v.Report(lint.Finding{Place: v.daemon.Place("restart"), Key: "restart", Message: lint.Msg("restart: %s is not started again after a crash; write restart: always", v.daemon.Name)})
		}
		port, _, ok := v.Number("SERVER_PORT")
		if m := healthPort().FindStringSubmatch(v.daemon.Text("healthcheck", "test")); m != nil && ok {
			if n, _ := strconv.ParseInt(m[1], 10, 64); n != port { // it is all digits
				v.Report(lint.Finding{Place: v.daemon.Place("healthcheck"), Key: "port", Severity: lint.Warning, Message: lint.Msg("healthcheck: it asks port %d, and the daemon serves HTTP on port %d (SERVER_PORT): it is never healthy", n, port)})
			}
		}
	}),
}
