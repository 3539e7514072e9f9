package installation

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/near"
)

// UnknownName reports names that nothing reads.
var UnknownName = &lint.Rule{
	ID: "installation/unknown-name", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "a name that nothing reads",
	Why: "Names are not checked by anybody: a misspelt one, one from a guide for another tool, or the daemon's own name where the compose file reads " +
		"another (`PYTHON_ENV_INIT_TIMEOUT` in .env for `PLUGIN_PYTHON_ENV_INIT_TIMEOUT`) changes nothing, and the default stays in force. " +
		"`INSTALL_METHOD` and `REMOTE_INSTALL_URL` are read by a plugin under remote debugging, from the .env in the plugin's own folder.",
	Sources: []string{configSource, composeSource, "dify-plugin-sdks: src/dify_plugin/config/config.py"},
	Run: withFiles(func(v *view) {
		v.unreached(func(e *installation.Entry) {
			if set := installation.OfDaemon(e.Name); set != nil && set.Until != "" {
				return // installation/since says so
			}
			v.unknown(e, true)
		})
		if v.Env != nil {
			for _, e := range v.Env.Entries {
				if v.Env.Get(e.Name) == e && !v.Asked(e.Name) && v.received(e) {
					v.unknown(e, false)
				}
			}
		}
		v.unknownIn(v.daemon)
		v.misplaced(v.api)
	}),
}

// misplaced reports settings that the daemon alone reads, written out for another container.
func (v *view) misplaced(s *installation.Service) {
	if s == nil {
		return
	}
	for name, of := range s.Values() {
		set := installation.OfDaemon(name)
		if set == nil || set.Until != "" || len(of.Names) > 0 || of.FromFile != nil || of.Text == "" || !daemons(name) {
			continue
		}
		if own := v.setting(name); own == nil || own.Text != of.Text {
			v.foundf(of, "nothing reads %s in %s: it is a setting of %s; set it there", name, s.Name, v.daemon.Name)
		}
	}
}

// daemons reports whether a name of the daemon's is one that no other container reads.
func daemons(name string) bool {
	return family(name) || begins(name, "PIP_", "PYTHON_", "MAX_PLUGIN_", "ENFORCE_LANGGENIUS_", "DIFY_INNER_", "DIFY_BACKWARDS_", "SERVER_KEY")
}

// unknown reports a line of .env whose name nobody reads. dead is true where no
// container gets it.
func (v *view) unknown(e *installation.Entry, dead bool) {
	set := installation.OfDaemon(e.Name)
	if from := v.setFrom(e.Name); dead && from != "" && set == nil {
		v.Report(atLine(e, "nothing reads %s: the compose file sets it in the container from %s; did you mean that?", e.Name, from))
		return
	}
	if set != nil && (!dead || set.Host == e.Name) || installation.OfDify(e.Name) != nil || installer(e.Name) {
		return
	}
	f := atLine(e, "nothing reads %s: neither Dify nor the plugin daemon has such a setting", e.Name)
	switch {
	case installation.OfSDK(e.Name) != nil:
		if !dead && !strings.HasPrefix(e.Name, "REMOTE_INSTALL_") && e.Name != "INSTALL_METHOD" {
			return
		}
		f.Message = lint.Msg("nothing reads %s here: it is a plugin's, for remote debugging; it belongs in the .env of the plugin's own folder", e.Name)
	default:
		n, ok := installation.Nearest(e.Name)
		switch {
		case ok && (dead || closely(e.Name, n)):
			f.Message = lint.Msg("nothing reads %s; did you mean %s?", e.Name, n)
			if v.Env.Get(n) == nil && (v.Asked(n) || !dead) {
				f.Fixes = lint.UnsafeFix(lint.Msg("Rename it to %s", n), renamed(e, n))
			}
		case !family(e.Name):
			return
		}
	}
	v.Report(f)
}

// setFrom is the variable from which the compose file sets a name in the API's container.
func (v *view) setFrom(name string) string {
	of := env(v.api, name)
	if of == nil || len(of.Names) == 0 {
		return ""
	}
	return of.Names[0]
}

// closely reports whether a name is so like another that it cannot be somebody's own.
func closely(name, n string) bool {
	return family(name) || strings.HasSuffix(name, "_"+n) || strings.HasSuffix(n, "_"+name) || near.Distance(name, n) <= 1 || near.Distance(name, n) == 2 && first(name) == first(n)
}

// first is the first word of a name.
func first(name string) string {
	word, _, _ := strings.Cut(name, "_")
	return word
}

// family reports whether a name begins as those of the plugin daemon do.
func family(name string) bool {
	return begins(name, "PLUGIN_", "MARKETPLACE_", "THIRD_PARTY_", "FORCE_VERIFY", "DIFY_PLUGIN_")
}

// unknownIn reports what the compose files set for the daemon and it does not read. A value that
// comes from a variable of the same name is one of the names that Dify shares
// among its containers.
func (v *view) unknownIn(s *installation.Service) {
	for name, of := range s.Values() {
		if of.FromFile != nil || slices.Contains(of.Names, name) || installation.OfDaemon(name) != nil || installer(name) {
			continue
		}
		f := lint.Finding{}
		host := installation.OfHost(name)
		switch {
		case host != nil:
			if own := s.Env[host.Name]; own != nil && own.Text == of.Text {
				continue
			}
			f.Message = lint.Msg("the daemon does not read %s: that is the variable in .env; in the container the setting is called %s", name, host.Name)
		case installation.OfDify(name) != nil, installation.OfSDK(name) != nil:
			continue // a plugin that the daemon starts gets its environment
		default:
			n, ok := installation.Nearest(name)
			if !ok && !family(name) || ok && !closely(name, n) {
				continue
			}
			f.Message = lint.Msg("nothing reads %s: the daemon has no such setting", name)
			if ok {
				if host := installation.OfHost(n); host != nil {
					n = host.Name
				}
				f.Message = lint.Msg("nothing reads %s; did you mean %s?", name, n)
			}
		}
		v.found(of, f)
	}
}
