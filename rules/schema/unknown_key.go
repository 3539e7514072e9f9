package schema

import (
	"github.com/difylint/difylint/lint"
)

// UnknownKey reports keys that nobody reads.
var UnknownKey = &lint.Rule{
	ID: "schema/unknown-key", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Bundles: true,
	Title: "a key that neither side of the platform reads",
	Why:   "Both sides ignore keys that they do not know, without an error: what the author wrote there has no effect. Most often the key is misspelt, or stands at the wrong depth.",
	Run:   tell("unknown"),
}
