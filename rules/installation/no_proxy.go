package installation

import (
	"cmp"
	"net"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/source/text"
)

// NoProxy reports containers that would ask one another through a proxy.
var NoProxy = &lint.Rule{
	ID: "installation/no-proxy", Gate: lint.Call, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "containers that ask one another through the proxy",
	Why: "With a proxy in their environment, Dify's API asks the plugin daemon through it, and plugins download files from Dify through it. " +
		"A proxy elsewhere does not know the names of compose's services, so the calls fail. `NO_PROXY` must have the services' names: " +
		"at least plugin_daemon and api. The daemon's own calls of the API use no proxy.",
	Sources: []string{"dify: api/core/plugin/impl/base.py", "dify-plugin-daemon: internal/core/dify_invocation/real/http_client.go"},
	Run: withDaemon(func(v *view) {
		type need struct {
			at      *installation.Value
			missing []string
		}
		var needs []*need
		ask := func(s *installation.Service, hosts ...string) {
			proxy, no := cmp.Or(proxyOf(s, "HTTP_PROXY"), proxyOf(s, "HTTPS_PROXY")), proxyOf(s, "NO_PROXY")
			if proxy == nil {
				return
			}
			at := cmp.Or(no, proxy)
			for _, h := range hosts {
				if h == "" || !v.internal(h) || no != nil && excepts(no.Text, h) {
					continue
				}
				i := slices.IndexFunc(needs, func(n *need) bool { return n.at.Place() == at.Place() })
				if i < 0 {
					i = len(needs)
					needs = append(needs, &need{at: at})
				}
				if !slices.Contains(needs[i].missing, h) {
					needs[i].missing = append(needs[i].missing, h)
				}
			}
		}
		daemonHost := cmp.Or(hostOf(env(v.api, "PLUGIN_DAEMON_URL").Or("")), v.daemon.Name)
		files := hostOf(env(v.api, "INTERNAL_FILES_URL").Or(env(v.api, "FILES_URL").Or("")))
		if files == "" && v.api != nil {
			files = v.api.Name
		}
		ask(v.api, daemonHost)
		for _, w := range v.Workers() {
			ask(w, daemonHost)
		}
		ask(v.daemon, files)
		for _, n := range needs {
			list := text.And(n.missing)
			f := lint.Finding{Message: lint.Msg("NO_PROXY lacks %s: containers that ask one another by these names go through the proxy, which does not know them", list)}
			if strings.EqualFold(n.at.Name, "NO_PROXY") {
				f.Fixes = lint.UnsafeFix(lint.Msg("Add %s", strings.Join(n.missing, ",")), n.at.Replace(strings.TrimRight(n.at.Text, ", ")+","+strings.Join(n.missing, ",")))
			} else {
				f.Message = lint.Msg("%s is set and NO_PROXY is not: %s would be asked through the proxy, which does not know the name", named(n.at), list)
			}
			v.found(n.at, f)
		}
	}),
}

// internal reports whether a host is one that only the network of compose knows:
// a service, or any name without a dot.
func (v *view) internal(host string) bool {
	return v.Services[host] != nil || !strings.Contains(host, ".") && net.ParseIP(host) == nil && !loopback(host)
}

// excepts reports whether a list as of NO_PROXY has a host.
func excepts(list, host string) bool {
	for item := range strings.SplitSeq(list, ",") {
		item, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(item)), ":")
		bare := strings.TrimPrefix(strings.TrimPrefix(item, "*"), ".")
		host := strings.ToLower(host)
		if item == "*" || bare != "" && (host == bare || strings.HasSuffix(host, "."+bare)) {
			return true
		}
	}
	return false
}
