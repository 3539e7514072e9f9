package installation

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
)

// Unused reports settings that the daemon reads and does not use.
var Unused = &lint.Rule{
	ID: "installation/unused", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "a setting that the daemon reads and does not use",
	Why: "The daemon still parses some settings that no code looks at any more (a value that it cannot parse stops it all the same): " +
		"`PIP_PREFER_BINARY`, for example, since plugins are installed with uv. Setting them changes nothing.",
	Sources: []string{configSource, "dify-plugin-daemon: internal/service/plugin_decoder.go (UploadPluginPkg, from 0.5.0 on)"},
	Run: withDaemon(func(v *view) {
		for name, of := range v.daemon.Values() {
			set := installation.OfDaemon(name)
			if set == nil || set.Used || set.Until != "" || installation.OfDify(name) != nil || !of.Given() || of.Text == "" || of.Text == set.Default {
				continue
			}
			v.foundf(of, "%s has no effect: the daemon parses it, and no code of it uses the value", named(of))
		}
		const enforce = "ENFORCE_LANGGENIUS_PLUGIN_SIGNATURES"
		if of := v.setting(enforce); of.Given() && !of.Usual() && of.Text != "" && v.Since("0.5.0") {
			v.found(of, lint.Finding{Severity: lint.Info, Message: lint.Msg("%s counts only for bundles: from 0.5.0 on the daemon does not look at it for a single package", named(of))})
		}
	}),
}
