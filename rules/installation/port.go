package installation

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
)

// Port reports ports on which nobody listens.
var Port = &lint.Rule{
	ID: "installation/port", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", Subject: subject,
	Title: "a port on which nobody listens",
	Why: "The port of the daemon stands in two settings: `PLUGIN_DAEMON_PORT`, where it listens, and `PLUGIN_DAEMON_URL`, where Dify's API looks for it. The API's stands in " +
		"`DIFY_PORT` and `PLUGIN_DIFY_INNER_API_URL`. Between containers the port in the container counts, not the published one (`EXPOSE_…`). Where the two differ, no plugin can be listed or installed.",
	Sources: []string{composeSource, configSource},
	Run: withDaemon(func(v *view) {
		listen, of, ok := v.Number("SERVER_PORT")
		v.agree(env(v.api, "PLUGIN_DAEMON_URL"), v.daemon, of, listen, ok, "PLUGIN_DAEMON_URL", "SERVER_PORT")
		if v.api != nil {
			at := env(v.api, "DIFY_PORT")
			n, err := strconv.ParseInt(at.Or("5001"), 10, 64)
			v.agree(v.setting("DIFY_INNER_API_URL"), v.api, at, n, err == nil, "DIFY_INNER_API_URL", "DIFY_PORT")
			v.agree(env(v.api, "INTERNAL_FILES_URL"), v.api, at, n, err == nil, "INTERNAL_FILES_URL", "DIFY_PORT")
		}
		debug, d, fine := v.Number("PLUGIN_REMOTE_INSTALLING_PORT")
		if ok && d != nil && of != nil && debug == listen {
			v.foundOf(d, of, lint.Finding{Key: "same", Message: lint.Msg("%s and %s are both %d: the daemon cannot listen twice on one port", named(of), named(d), listen)})
		}
		if !fine || d == nil || !v.on("PLUGIN_REMOTE_INSTALLING_ENABLED") {
			return
		}
		for _, p := range v.daemon.Ports() {
			if p.Value != nil && p.Container > 0 && int64(p.Container) != debug && int64(p.Container) != listen {
				v.Report(lint.Finding{
					Place: p.At, Severity: lint.Warning, Key: "published",
					Message: lint.Msg("port %d of %s is published, and it listens on %d (%s) and %d (%s)", p.Container, v.daemon.Name, listen, "SERVER_PORT", debug, d.Label()),
					Related: []lint.Related{{Place: d.Place(), Message: lint.Msg("%s", d.Label())}},
				})
			}
		}
	}),
}

// agree reports a URL of a service that names another port than the one on which the
// service listens.
func (v *view) agree(address *installation.Value, s *installation.Service, port *installation.Value, listen int64, ok bool, name, own string) {
	if address == nil || !ok {
		return
	}
	u, err := url.Parse(address.Text)
	if err != nil || u.Hostname() != s.Name {
		return // somewhere else, which cannot be judged from here
	}
	asked := u.Port()
	if asked == "" {
		asked = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	if asked == strconv.FormatInt(listen, 10) {
		switch {
		case u.Scheme == "https":
			v.found(address, lint.Finding{Key: name + " scheme", Message: lint.Msg("%s asks %s over https, which speaks plain http: no call succeeds; write http://%s", named(address), s.Name, u.Host)})
		case strings.Trim(u.Path, "/") != "" && name != "INTERNAL_FILES_URL":
			v.found(address, lint.Finding{Key: name + " path", Severity: lint.Warning, Message: lint.Msg("%s has the path %s, and calls begin behind it: write only http://%s", named(address), installation.Clean(u.Path), u.Host)})
		}
		return
	}
	set := own
	if port != nil {
		set = port.Label()
	}
	v.foundOf(port, address, lint.Finding{Key: name, Message: lint.Msg("%s listens on port %d (%s), and %s asks for port %s: nobody answers there", s.Name, listen, set, address.Label(), asked)})
}
