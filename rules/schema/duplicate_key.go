package schema

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/releases"
)

// DuplicateKey reports keys that stand twice in one mapping.
var DuplicateKey = &lint.Rule{
	ID: "schema/duplicate-key", Gate: lint.Package, Severity: lint.Error, Refuses: releases.Every(releases.Readers...), Since: "0.1.0", Bundles: true,
	Title: "a key stands twice in one mapping",
	Why: "The daemon's YAML parser refuses a mapping that has a key twice (\"mapping key … already defined\"). The SDK's takes " +
		"the later value without an error. Where the daemon does not read the mapping, only one of the two values counts, " +
		"and the finding is a warning.",
	Sources: []string{"gopkg.in/yaml.v3: decode.go (mapping)", "dify-plugin-daemon: pkg/utils/parser"},
	Run:     tell("duplicate"),
}
