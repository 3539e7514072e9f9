package installation

import (
	"slices"
	"strings"
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/text"
)

// words are what the values of settings of the daemon may be.
var words = map[string]struct {
	list []string
	fold bool // letter case does not matter
}{
	"LOG_LEVEL":           {list: []string{"DEBUG", "INFO", "WARN", "ERROR"}},
	"DB_GORM_LOG_LEVEL":   {list: []string{"silent", "error", "warn", "info"}},
	"REDIS_SSL_CERT_REQS": {list: []string{"CERT_NONE", "CERT_OPTIONAL", "CERT_REQUIRED"}, fold: true},
	"DB_TYPE":             {list: []string{"postgresql", "pgbouncer", "mysql", "oceanbase", "seekdb"}},
	"PLATFORM":            {list: []string{"local", "serverless"}},
	"PLUGIN_STORAGE_TYPE": {list: storageNames()},
}

// Value reports values outside of the few that the daemon takes.
var Value = &lint.Rule{
	ID: "installation/value", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", Subject: subject,
	Title: "a value that the daemon does not accept",
	Why: "Some settings take one of a few words, and the daemon stops at any other. Two are easy to get wrong, since their names are shared with " +
		"Dify's API: `LOG_LEVEL=WARNING` is right for the API and stops the daemon (from 0.5.7 on it knows DEBUG, INFO, WARN and ERROR), and " +
		"`DB_SSL_MODE` is disable or require, though the daemon's own example also lists verify-ca and verify-full. The types of storage are " +
		"not those of the API's `STORAGE_TYPE`.",
	Sources: []string{configSource, "dify-plugin-daemon: pkg/utils/log/log.go (ParseLevel), internal/db/init.go, internal/server/server.go (initOSS)", "dify-cloud-kit: oss/factory/factory.go"},
	Run: withDaemon(func(v *view) {
		for name, of := range v.daemon.Values() {
			set := installation.OfDaemon(name)
			if set == nil || of.Text == "" || !set.Known(v.release) {
				continue
			}
			allowed, fold := words[name].list, words[name].fold
			if _, list, ok := strings.Cut(set.Demand, "oneof="); ok {
				allowed = strings.Fields(list)
			}
			switch {
			case name == "SERVER_TZ":
				if _, err := time.LoadLocation(of.Text); err != nil && zone().MatchString(of.Text) {
					v.foundf(of, "%s is %q, which is not a time zone: the daemon does not start; write one such as Asia/Tokyo", named(of), of.Shown())
				}
				continue
			case allowed == nil || slices.Contains(allowed, of.Text) || fold && slices.Contains(allowed, strings.ToUpper(strings.TrimSpace(of.Text))):
				continue
			}
			f := lint.Finding{Message: lint.Msg("%s is %q, but the daemon accepts only %s: it does not start", named(of), of.Shown(), text.Join(allowed))}
			if n, ok := meant(of.Text, allowed); ok {
				f.Fixes = lint.SafeFix(lint.Msg("Write %s", n), of.Replace(n))
			}
			if name == "PLUGIN_STORAGE_TYPE" { // without the other spellings
				var kinds []string
				for _, s := range storages {
					kinds = append(kinds, s.names[0])
				}
				f.Message = lint.Msg("%s is %q, which is not in the list of providers (%s): the daemon does not start", named(of), of.Shown(), text.Join(kinds))
			}
			v.found(of, f)
		}
	}),
}

// zone is a name that time zones have: a text with other characters may be one that this
// machine does not know.
var zone = text.Regexp(`^[^/]*$|^[A-Za-z_]+/[A-Za-z_+\-0-9/]+$`)

// meant is the word that a value means: one of another case or spelling, or a
// longer or shorter one of the same beginning.
func meant(s string, allowed []string) (string, bool) {
	for _, w := range allowed {
		if strings.EqualFold(s, w) {
			return w, true
		}
	}
	for _, w := range allowed {
		if len(s) > 2 && (strings.HasPrefix(strings.ToUpper(s), strings.ToUpper(w)) || strings.HasPrefix(strings.ToUpper(w), strings.ToUpper(s))) && strings.ToUpper(s) != "VERIFY" {
			return w, true
		}
	}
	return near.Nearest(s, allowed)
}
