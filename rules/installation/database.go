package installation

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
)

// Database reports databases that the daemon cannot use well.
var Database = &lint.Rule{
	ID: "installation/database", Gate: lint.Install, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "a database that the daemon shares, or that is of another kind",
	Why: "The daemon has a database of its own (`DB_PLUGIN_DATABASE`) and makes its tables in it, as Dify's API does in `DB_DATABASE`: in one and the same database both change tables with equal " +
		"names at each upgrade. Type, host and port must be those of one server.",
	Sources: []string{"dify-plugin-daemon: internal/db/init.go (AutoMigrate)", composeSource},
	Run: withDaemon(func(v *view) {
		own, theirs := v.setting("DB_DATABASE"), env(v.api, "DB_DATABASE")
		sameHost := v.setting("DB_HOST").Or("") == env(v.api, "DB_HOST").Or("")
		other := theirs.Or("dify")
		if own.Or("") == other && sameHost && v.api != nil {
			v.found(own, lint.Finding{Key: "same", Message: lint.Msg("%s is %q, the same database as Dify's (DB_DATABASE): both make and change their tables in it; give the daemon a separate one", named(own), own.Shown())}, theirs)
		}
		v.bareHost("DB_HOST", "DB_PORT")
		kind, _ := v.Effective("DB_TYPE")
		mysql := kind == "mysql" || kind == "oceanbase" || kind == "seekdb"
		port, host := v.setting("DB_PORT"), v.setting("DB_HOST")
		if ssl := v.setting("DB_SSL_MODE"); ssl.Given() && ssl.Text == "require" && host != nil {
			if s := v.Services[host.Text]; s != nil && plainImage(s, "postgres", "ssl") {
				v.found(ssl, lint.Finding{Key: "plain", Message: lint.Msg("%s is %q, and %s is started without TLS: the daemon cannot connect to it", named(ssl), ssl.Shown(), s.Name)})
			}
		}
		of := v.setting("DB_TYPE")
		if of == nil {
			return
		}
		odd := func(at *installation.Value, says string) {
			if at.Given() || of.Given() {
				if !at.Given() {
					at = of
				}
				v.found(at, lint.Finding{Key: "kind", Message: lint.Msg("%s is %q, and %s", named(of), kind, says)}, of)
			}
		}
		switch {
		case port != nil && mysql && port.Text == "5432":
			odd(port, "the port is 5432 ("+port.Label()+"), PostgreSQL's; MySQL's is 3306")
		case port != nil && !mysql && port.Text == "3306":
			odd(port, "the port is 3306 ("+port.Label()+"), MySQL's; PostgreSQL's is 5432")
		case host != nil && mysql && strings.Contains(imageOf(v, host.Text), "postgres"):
			odd(host, "the host is "+host.Shown()+" ("+host.Label()+"), which is PostgreSQL")
		case host != nil && !mysql && strings.Contains(imageOf(v, host.Text), "mysql"):
			odd(host, "the host is "+host.Shown()+" ("+host.Label()+"), which is MySQL")
		}
	}),
}

// imageOf is the name of a service's image, or "".
func imageOf(v *view, service string) string {
	if s := v.Services[service]; s != nil {
		if img := s.Image(); img != nil {
			return img.Name
		}
	}
	return ""
}
