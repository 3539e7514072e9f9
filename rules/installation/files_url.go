package installation

import (
	"net/url"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
)

// FilesURL reports addresses for files from which plugins cannot download.
var FilesURL = &lint.Rule{
	ID: "installation/files-url", Gate: lint.Call, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "an address for files from which plugins cannot download",
	Why: "A plugin that gets a file downloads it from Dify: from `INTERNAL_FILES_URL` where it is set, else from `FILES_URL`. The plugin runs in the daemon's container, where localhost is that " +
		"container; `http://api:5001` is always right for the internal one. A slash at the end makes addresses with two slashes, which are not found.",
	Sources: []string{"dify: api/configs/feature/__init__.py (FileAccessConfig), api/core/file/helpers.py"},
	Run: withDaemon(func(v *view) {
		files, internal := env(v.api, "FILES_URL"), env(v.api, "INTERNAL_FILES_URL")
		for _, of := range []*installation.Value{files, internal} {
			if of != nil && len(of.Text) > 1 && strings.HasSuffix(of.Text, "/") && !strings.HasSuffix(of.Text, "://") {
				v.found(of, lint.Finding{
					Key:     "slash",
					Message: lint.Msg("%s ends in a slash: the addresses of files get two, and are not found", of.Label()),
					Fixes:   lint.SafeFix(lint.Msg("Leave the trailing slash out"), of.Replace(strings.TrimRight(of.Text, "/"))),
				})
			}
		}
		used := internal
		if used.Or("") == "" {
			used = files
		}
		if used == nil || used.Text == "" || !ownNetwork(v.daemon) {
			return
		}
		u, err := url.Parse(used.Text)
		if err != nil {
			return
		}
		if loopback(u.Hostname()) {
			v.found(used, lint.Finding{Key: "localhost", Message: lint.Msg("%s leads to %s: plugins run in the container %s, where that is the container itself; set INTERNAL_FILES_URL=http://%s:5001", used.Label(), u.Hostname(), v.daemon.Name, v.api.Name)})
			return
		}
		if v.Services[u.Hostname()] == v.daemon {
			v.found(used, lint.Finding{Key: "daemon", Message: lint.Msg("%s leads to %s: files are at the API, http://%s:5001", used.Label(), u.Hostname(), v.api.Name)})
		}
		if used == files && v.Services[u.Hostname()] == v.api {
			v.found(used, lint.Finding{Key: "browser", Severity: lint.Info, Message: lint.Msg("%s leads to %s, which browsers cannot reach: set INTERNAL_FILES_URL to it, and FILES_URL to the address of Dify", used.Label(), u.Hostname())})
		}
	}),
}
