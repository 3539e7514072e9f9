package installation

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
)

// Required reports settings without which the daemon does not start.
var Required = &lint.Rule{
	ID: "installation/required", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", Subject: subject,
	Title: "a required setting of the daemon is empty",
	Why: "The daemon checks its settings before it starts: its key, the address and key of Dify's API, the database, and, with remote debugging on " +
		"(as it is by default), the address and port for it; a local daemon also needs the folder in which plugins work. Where one is empty it " +
		"stops at once.",
	Sources: []string{configSource + " (Validate)"},
	Run: withFiles(func(v *view) {
		for _, set := range installation.Settings() {
			if set.Reader != installation.Daemon || set.Default != "" || !set.Known(v.release) || !demanded(v, set) {
				continue
			}
			of := v.setting(set.Name)
			if of != nil && (of.Text == "" && set.Kind == "string" || of.Text == "0" && set.Kind == "uint16") {
				v.foundf(of, "%s is empty, but the daemon requires it: it does not start", named(of))
			}
		}
	}),
}

// demanded reports whether the daemon stops without a setting.
func demanded(v *view, set *installation.Setting) bool {
	switch set.Name {
	case "PLATFORM": // the image has it
		return false
	case "PLUGIN_REMOTE_INSTALLING_HOST", "PLUGIN_REMOTE_INSTALLING_PORT":
		return v.on("PLUGIN_REMOTE_INSTALLING_ENABLED")
	case "PLUGIN_WORKING_PATH":
		return v.setting("PLATFORM").Or("local") == "local"
	}
	return strings.Contains(set.Demand, "required")
}
