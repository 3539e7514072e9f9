package installation

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
)

// Since reports settings that the daemon's release does not have.
var Since = &lint.Rule{
	ID: "installation/since", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "a setting that this release of the daemon does not have",
	Why: "Settings came with releases, and some are gone again. The daemon does not complain about names that it does not know: with an older image " +
		"the line does nothing. The table of settings is read from the daemon's own source at each release.",
	Sources: []string{configSource},
	Run: withDaemon(func(v *view) {
		for name, of := range v.daemon.Values() {
			if lower[name] != "" && v.release != "" && !v.Since("0.6.4") && of.Text != "" && v.setting(lower[name]) == nil {
				v.foundf(of, "the daemon reads %s since 0.6.4, and the image is %s: write %s", name, v.release, lower[name])
				continue
			}
			set := installation.OfDaemon(name)
			if set == nil || set.Known(v.release) || !of.Given() || of.Text == "" || of.Text == set.Default || of.Usual() || v.idle(name) {
				continue
			}
			if installation.OfDify(name) != nil && (of.FromFile != nil || slices.Contains(of.Names, name)) {
				continue // shared with Dify's other containers
			}
			v.found(of, lint.Finding{Message: v.when(named(of), set)})
		}
		v.unreached(func(e *installation.Entry) {
			if set := installation.OfDaemon(e.Name); set != nil && set.Until != "" {
				v.Report(lint.Finding{Place: e.Place(), Key: e.Name, Mask: installation.Secret(e.Name), Message: v.when(lint.Msg("%s", e.Name), set)})
			}
		})
	}),
}

// lower are the proxies' names in lower case.
var lower = map[string]string{"http_proxy": "HTTP_PROXY", "https_proxy": "HTTPS_PROXY", "no_proxy": "NO_PROXY"}

// when says since when and until when the daemon has a setting.
func (v *view) when(name lint.Message, set *installation.Setting) lint.Message {
	switch {
	case set.Until != "" && set.Until == set.Since:
		return lint.Msg("%s is read by no release of the daemon, only by its betas: nothing reads it", name)
	case set.Until != "" && v.Since(set.Until):
		return lint.Msg("%s is gone: the daemon reads it up to the releases before %s, and nothing reads it now", name, set.Until)
	}
	return lint.Msg("the daemon reads %s since %s, and the image is %s: nothing reads it", name, set.Since, v.release)
}
