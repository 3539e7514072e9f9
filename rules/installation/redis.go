package installation

import (
	"net"
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
)

// Redis reports settings of Redis that the daemon cannot use.
var Redis = &lint.Rule{
	ID: "installation/redis", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", Subject: subject,
	Title: "settings of Redis that the daemon cannot use",
	Why: "The daemon and Dify's API share the settings of Redis and do not support the same: the daemon knows one server or a Sentinel, no cluster (`REDIS_USE_CLUSTERS`). With Sentinel it needs the addresses, " +
		"each with a port, and the name of the service. With TLS, `REDIS_SSL_CERT_REQS=CERT_REQUIRED` needs `REDIS_SSL_CA_CERTS`, a file in the container; else it stops.",
	Sources: []string{configSource + " (RedisTLSConfig)", "dify-plugin-daemon: internal/core/plugin_manager/manager.go (Launch), pkg/utils/cache/redis.go"},
	Run: withDaemon(func(v *view) {
		clusters := v.setting("REDIS_USE_CLUSTERS")
		if clusters == nil {
			clusters = env(v.api, "REDIS_USE_CLUSTERS")
		}
		if yes(clusters) {
			v.foundf(clusters, "%s is on, but the plugin daemon does not support a cluster: it connects to REDIS_HOST as to one server, which answers with MOVED; give the daemon a Redis of its own", clusters.Label())
		}
		v.bareHost("REDIS_HOST", "REDIS_PORT")
		of := v.setting("REDIS_USE_SENTINEL")
		if on := v.on("REDIS_USE_SENTINEL"); on && !v.Since("0.1.1") {
			v.found(of, lint.Finding{Severity: lint.Warning, Message: lint.Msg("%s is on, and the daemon knows Sentinel from 0.1.1 on: the image is %s, which connects to REDIS_HOST", named(of), v.release)})
		} else if on {
			list := v.setting("REDIS_SENTINELS")
			if list.Or("") == "" {
				v.found(of, lint.Finding{Key: "REDIS_SENTINELS", Message: lint.Msg("%s is on, but REDIS_SENTINELS is empty: the daemon does not start", named(of))}, list)
			}
			if name := v.setting("REDIS_SENTINEL_SERVICE_NAME"); name.Or("") == "" {
				v.found(of, lint.Finding{Key: "REDIS_SENTINEL_SERVICE_NAME", Message: lint.Msg("%s is on, but REDIS_SENTINEL_SERVICE_NAME is not set: the daemon does not find the master and does not start", named(of))}, name)
			}
			for item := range strings.SplitSeq(list.Or(""), ",") {
				item = strings.TrimSpace(item)
				if _, port, err := net.SplitHostPort(item); item != "" && (err != nil || port == "" || strings.Contains(item, "://")) {
					v.foundf(list, "%s: %q is not host:port: the daemon cannot connect (Sentinel's port is 26379)", named(list), item)
					break
				}
			}
		}
		if v.on("REDIS_USE_AZURE_MANAGED_IDENTITY") && v.Since("0.6.6") {
			if n, of, fine := v.Number("REDIS_DB"); fine && n != 0 {
				v.foundf(of, "%s is %d, but with REDIS_USE_AZURE_MANAGED_IDENTITY the daemon accepts only 0: it does not start", named(of), n)
			}
		}
		v.redisTLS()
	}),
}

// bareHost reports a setting that has more than a host, where the port is another setting.
func (v *view) bareHost(name, port string) {
	of := v.setting(name)
	if of == nil || net.ParseIP(of.Text) != nil || !strings.ContainsAny(of.Text, ":/ ") {
		return
	}
	v.found(of, lint.Finding{Severity: lint.Error, Key: name, Message: lint.Msg("%s is %q, but it must be a host alone, without scheme and port (%s): the daemon cannot connect", named(of), of.Shown(), port)})
}

// plainImage reports whether a service is the image of that name as it is, of which no
// command, variable or file speaks of encryption by the given word.
func plainImage(s *installation.Service, name, word string) bool {
	img := s.Image()
	if img == nil || img.Name != name || strings.Contains(s.Text("command"), word) || strings.Contains(s.Text("entrypoint"), word) {
		return false
	}
	return !slices.ContainsFunc(s.Mounts(), func(m installation.Mount) bool { // a configuration that is not read here
		return begins(m.Target, "/usr/local/etc/", "/etc/") || strings.HasSuffix(m.Target, ".conf")
	})
}

// redisTLS reports what is wrong with the certificates for Redis.
func (v *view) redisTLS() {
	if !v.on("REDIS_USE_SSL") || !v.Since("0.5.3") {
		return
	}
	if s := v.Services[v.setting("REDIS_HOST").Or("")]; s != nil && plainImage(s, "redis", "tls") {
		of := v.setting("REDIS_USE_SSL")
		v.found(of, lint.Finding{Severity: lint.Warning, Key: "plain", Message: lint.Msg("%s is on, and %s is started without TLS: the daemon cannot connect to it", named(of), s.Name)})
	}
	reqs, authority := v.setting("REDIS_SSL_CERT_REQS"), v.setting("REDIS_SSL_CA_CERTS")
	needed := strings.EqualFold(strings.TrimSpace(reqs.Or("")), "CERT_REQUIRED")
	name := strings.TrimSpace(authority.Or(""))
	switch {
	case needed && name == "":
		v.found(reqs, lint.Finding{Message: lint.Msg("%s is CERT_REQUIRED, but REDIS_SSL_CA_CERTS is not set: the daemon does not start", named(reqs))}, authority)
	case !v.Alone && path.IsAbs(name) && !strings.HasPrefix(name, "/etc/ssl/") && v.daemon.MountOf(name) == nil:
		v.found(authority, lint.Finding{Severity: lint.Warning, Message: lint.Msg("%s names %s, and no volume of %s has it: the daemon does not start", named(authority), authority.Shown(), v.daemon.Name)})
	}
}
