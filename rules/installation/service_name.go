package installation

import (
	"maps"
	"net"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/text"
)

// ServiceName reports hosts that no service has.
var ServiceName = &lint.Rule{
	ID: "installation/service-name", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", Subject: subject,
	Title: "a host is not a service of the compose file",
	Why: "A name without a dot is looked up among compose's services. Services were renamed over the releases (`db` became `db_postgres`): an .env that was kept " +
		"over an upgrade then names a host that is not there, and the daemon stops. A name that a network of another project may know is a warning.",
	Sources: []string{composeSource, "compose-spec: networking"},
	Run: withFiles(func(v *view) {
		v.apart()
		known, open := v.hosts()
		check := func(s *installation.Service, of *installation.Value, needed bool) {
			if of == nil || !ownNetwork(s) {
				return
			}
			for _, h := range hostsOf(of.Text) {
				if known[strings.ToLower(h)] || strings.Contains(h, ".") || net.ParseIP(h) != nil || loopback(h) || strings.ContainsAny(h, "<>{}$ \"'") {
					continue
				}
				f := lint.Finding{Severity: lint.Warning, Message: lint.Msg("%s points to %q, but no service of the compose files has that name", named(of), installation.Clean(h))}
				if n, ok := v.like(h); ok {
					f.Message = lint.Msg("%s points to %q, but no service of the compose files has that name; did you mean %s?", named(of), installation.Clean(h), n)
					if needed && !open {
						f.Severity = lint.Error
					}
					f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", n), of.Replace(strings.Replace(of.Text, h, n, 1)))
				}
				v.found(of, f)
				return
			}
		}
		for _, name := range slices.Sorted(maps.Keys(addresses)) {
			if v.inUse(name) {
				check(v.daemon, v.setting(name), name == "DB_HOST" || name == "REDIS_HOST" || name == "DIFY_INNER_API_URL")
			}
		}
		check(v.api, env(v.api, "PLUGIN_DAEMON_URL"), true)
		check(v.daemon, env(v.api, "INTERNAL_FILES_URL"), false)
	}),
}

// apart reports that the daemon has no network in common with those that it asks, or
// that ask it.
func (v *view) apart() {
	var others []string
	at := v.daemon.Place("networks")
	for _, name := range []string{"DIFY_INNER_API_URL", "DB_HOST", "REDIS_HOST"} {
		to := v.Services[hostOf(v.setting(name).Or(""))]
		if to == nil || to == v.daemon || !ownNetwork(v.daemon) || !ownNetwork(to) || slices.ContainsFunc(v.daemon.Networks(), func(n string) bool { return slices.Contains(to.Networks(), n) }) {
			continue
		}
		others = append(others, to.Name)
		if !v.daemon.Has("networks") {
			at = to.Place("networks")
		}
	}
	if others != nil {
		v.Report(lint.Finding{Place: at, Key: "networks", Message: lint.Msg("networks: %s has none in common with %s: they do not find each other", v.daemon.Name, text.And(others))})
	}
}

// storageIs reports whether the daemon's storage is of a kind.
func storageIs(v *view, kind string) bool {
	name, _ := v.Effective("PLUGIN_STORAGE_TYPE")
	st := storageOf(name)
	return st != nil && st.names[0] == kind
}

// hosts are the names that containers find one another by, in lower case. open is true where
// a network of another project may know more.
func (v *view) hosts() (known map[string]bool, open bool) {
	known = map[string]bool{"host.docker.internal": true, "gateway.docker.internal": true}
	for _, name := range v.Names {
		s := v.Services[name]
		known[strings.ToLower(name)] = true
		for _, key := range []string{"container_name", "hostname"} {
			if n := s.Get(key); n != nil {
				known[strings.ToLower(n.Text)] = true
			}
		}
		for _, n := range s.Aliases() {
			known[strings.ToLower(n)] = true
		}
	}
	return known, v.External()
}

// like is a service that a host's name most likely means.
func (v *view) like(host string) (string, bool) {
	var names []string
	for _, n := range v.Names {
		if v.Services[n].Active || len(v.Services[n].Env) == 0 {
			names = append(names, n)
		}
	}
	fold := func(s string) string { return strings.ToLower(strings.ReplaceAll(s, "-", "_")) }
	var starts []string
	for _, n := range names {
		switch {
		case fold(n) == fold(host):
			return n, true
		case strings.HasPrefix(fold(n), fold(host)+"_") || strings.HasPrefix(fold(host), fold(n)+"_"):
			starts = append(starts, n)
		}
	}
	for _, n := range v.Names { // one that a profile leaves out is still the name
		if strings.HasPrefix(fold(n), fold(host)+"_") {
			starts = append(starts, n)
		}
	}
	if len(starts) > 0 {
		return starts[0], true
	}
	return near.Nearest(host, names)
}
