package installation

import (
	"github.com/difylint/difylint/lint"
)

// SignatureOff reports verification of signatures that is switched off.
var SignatureOff = &lint.Rule{
	ID: "installation/signature-off", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Subject: subject,
	Title: "signatures are not verified",
	Why: "With `FORCE_VERIFYING_SIGNATURE=false` the daemon takes any package from anybody who may install plugins, changed ones too. That is for development. " +
		"In production leave it on, and add the keys of those whose packages you trust: `THIRD_PARTY_SIGNATURE_VERIFICATION_ENABLED` and " +
		"`THIRD_PARTY_SIGNATURE_VERIFICATION_PUBLIC_KEYS`.",
	Sources: []string{configSource, "dify-plugin-daemon: internal/service/plugin_decoder.go (UploadPluginPkg)"},
	Run: withDaemon(func(v *view) {
		if on, ok := v.Bool("FORCE_VERIFYING_SIGNATURE"); ok && !on {
			if of := v.setting("FORCE_VERIFYING_SIGNATURE"); of != nil {
				v.foundf(of, "%s is off: packages without a signature, and changed ones, can be installed; leave it on outside of development", named(of))
			}
		}
	}),
}
