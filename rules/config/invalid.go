// Package config holds the rule about difylint's own configuration.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package config

import (
	"github.com/difylint/difylint/lint"
)

// Invalid reports mistakes in .difylint.yaml.
var Invalid = &lint.Rule{
	ID: "config/invalid", Gate: lint.None, Severity: lint.Error, Since: "0.1.0", Subject: lint.AnyTarget, Bundles: true, RunsBroken: true, Unignorable: true,
	Title: "a mistake in the configuration",
	Why:   "An unknown key, a rule that does not exist or an invalid value has no effect: a rule stays on, or off, against the author's intention, and a check passes that should fail. The rest of the file is used. This rule cannot be turned off.",
	Run: func(p *lint.Pass) {
		if p.Config == nil {
			return
		}
		for _, f := range p.Config.Problems {
			p.Report(f)
		}
	},
}
