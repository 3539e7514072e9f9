package installation

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
)

// KeyMismatch reports keys that two containers must share and do not.
var KeyMismatch = &lint.Rule{
	ID: "installation/key-mismatch", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", Subject: subject,
	Title: "keys that differ between two containers",
	Why: "Dify's API and the daemon know one another by two keys: the API sends `PLUGIN_DAEMON_KEY`, the daemon compares it with its `SERVER_KEY`; the daemon sends `DIFY_INNER_API_KEY`, and the " +
		"API compares it with `INNER_API_KEY_FOR_PLUGIN`. Dify's compose file takes each pair from one variable. Where they differ, every call is answered with 401 or 404.",
	Sources: []string{composeSource, "dify-plugin-daemon: internal/server/middleware.go", "dify: api/controllers/inner_api/wraps.py"},
	Run: withFiles(func(v *view) {
		if local(v, env(v.api, "PLUGIN_DAEMON_URL"), v.daemon) {
			v.same(v.setting("SERVER_KEY"), env(v.api, "PLUGIN_DAEMON_KEY"), lint.Msg("%s of %s", "SERVER_KEY", v.daemon.Name), lint.Msg("%s of the API", "PLUGIN_DAEMON_KEY"))
			for _, w := range v.Workers() {
				v.same(v.setting("SERVER_KEY"), env(w, "PLUGIN_DAEMON_KEY"), lint.Msg("%s of %s", "SERVER_KEY", v.daemon.Name), lint.Msg("%s of %s", "PLUGIN_DAEMON_KEY", w.Name))
			}
		}
		if local(v, v.setting("DIFY_INNER_API_URL"), v.api) {
			v.same(v.setting("DIFY_INNER_API_KEY"), env(v.api, "INNER_API_KEY_FOR_PLUGIN"), lint.Msg("%s of %s", "DIFY_INNER_API_KEY", v.daemon.Name), lint.Msg("%s of the API", "INNER_API_KEY_FOR_PLUGIN"))
		}
		if db := v.Services[v.setting("DB_HOST").Or("")]; db != nil && db.Active {
			for _, name := range []string{"POSTGRES_PASSWORD", "MYSQL_ROOT_PASSWORD"} {
				if own := env(db, name); own != nil && own.Text != "" && (name != "MYSQL_ROOT_PASSWORD" || v.setting("DB_USERNAME").Or("") == "root") {
					v.same(v.setting("DB_PASSWORD"), own, lint.Msg("%s of %s", "DB_PASSWORD", v.daemon.Name), lint.Msg("%s of %s", name, db.Name))
				}
			}
		}
		if r := v.Services[v.setting("REDIS_HOST").Or("")]; r != nil && r.Active {
			_, rest, ok := strings.Cut(r.Text("command"), "--requirepass ")
			if pass := v.setting("REDIS_PASSWORD"); ok && pass != nil {
				if own := strings.Trim(strings.SplitN(rest, " ", 2)[0], `"'`); own != pass.Text && !strings.Contains(own, "$") {
					v.found(pass, lint.Finding{Key: "redis", Message: lint.Msg("%s is not the password with which %s is started (--requirepass): the daemon cannot connect", named(pass), r.Name)})
				}
			}
		}
	}),
}

// local reports whether an address leads to a service of the files, or is not set.
func local(v *view, address *installation.Value, s *installation.Service) bool {
	return address.Or("") == "" || v.Services[hostOf(address.Text)] == s
}

// same reports two values that should be equal.
func (v *view) same(a, b *installation.Value, nameA, nameB lint.Message) {
	if a == nil || b == nil || a.Text == b.Text || a.Text == "" {
		return
	}
	at, other := a, b
	if len(b.Names) == 0 && b.FromFile == nil && (len(a.Names) > 0 || a.FromFile != nil) {
		at, other = b, a // the one that is written out is the odd one
	}
	v.found(at, lint.Finding{Message: lint.Msg("%s and %s differ: every call between them is refused", nameA, nameB)}, other)
}
