package installation

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/releases"
)

// ReleaseMismatch reports releases of Dify and the daemon that do not belong together.
var ReleaseMismatch = &lint.Rule{
	ID: "installation/release-mismatch", Gate: lint.Install, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "releases of Dify and the plugin daemon that do not belong together",
	Why: "Each release of Dify is tested with one release of the daemon and names it in its compose file. An older daemon lacks calls that the API makes (the symptoms are 404 and \"invalid request\" when plugins are listed " +
		"or installed) and families of plugins. A newer one of the same line is fine.",
	Sources: []string{composeSource},
	Run: withDaemon(func(v *view) {
		dify := v.Dify()
		if dify == "" {
			return
		}
		apiImage := v.api.Image()
		for _, w := range v.Workers() {
			if img := w.Image(); img != nil && img.Name == apiImage.Name && img.Version != "" && img.Version != dify {
				f := lint.Finding{Key: w.Name, Message: lint.Msg("the image of %s is %s, and that of %s is %s: both must be of one release", w.Name, img.Version, v.api.Name, dify)}
				v.found(img.Value, f, apiImage.Value)
			}
		}
		if v.release == "" {
			return
		}
		list := releases.Of(releases.API)
		at := releases.Index(releases.API, dify)
		shipped, img := list[at].Daemon, v.daemon.Image()
		for _, b := range breaks {
			if releases.Compare(dify, b.dify) >= 0 && releases.Compare(dify, b.until) < 0 && releases.Compare(v.release, b.daemon) < 0 {
				v.found(img.Value, lint.Finding{Key: "break", Message: lint.Msg("Dify %s %s, which the daemon reads from %s on, and the image of %s is %s: %s", dify, b.asks, b.daemon, v.daemon.Name, v.release, b.fails)}, apiImage.Value)
				return
			}
		}
		if shipped == "" || shipped == v.release {
			return
		}
		if releases.Compare(v.release, shipped) < 0 {
			v.found(img.Value, lint.Finding{Key: "daemon", Message: lint.Msg("the image of %s is %s, older than the %s that Dify %s comes with", v.daemon.Name, v.release, shipped, dify)}, apiImage.Value)
			return
		}
		// The next releases of Dify are tried with newer daemons by many; far ahead is another matter.
		newest := shipped
		for _, r := range list[at:min(len(list), at+4)] {
			if releases.Compare(r.Daemon, newest) > 0 {
				newest = r.Daemon
			}
		}
		if line(v.release) != line(shipped) && line(v.release) != line(newest) && releases.Compare(v.release, newest) > 0 {
			v.found(img.Value, lint.Finding{Key: "daemon", Message: lint.Msg("the image of %s is %s, far newer than the %s that Dify %s comes with", v.daemon.Name, v.release, shipped, dify)}, apiImage.Value)
		}
	}),
}

// breaks are calls of the API that need a newer daemon than the one that its release comes with.
var breaks = []struct {
	dify, until, daemon string
	asks, fails         lint.Message
}{
	// dify: api/core/plugin/impl/plugin.py (decode_plugin_from_identifier) at 1.13.3 and 1.14.0, which sends both names;
	// dify-plugin-daemon: internal/server/controllers/plugins.go (DecodePluginFromIdentifier) at 0.5.4 and 0.5.5
	{"1.13.3", "1.14.0", "0.5.5", lint.Msg("calls decode/from_identifier with a query parameter"), lint.Msg("a plugin whose package was downloaded before cannot be installed")},
}

// line is a release's first two numbers.
func line(version string) string { return version[:strings.LastIndexByte(version, '.')] }
