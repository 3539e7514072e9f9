package schema

import "github.com/difylint/difylint/lint"

// UnknownKey is told of keys that nobody reads.
var UnknownKey = &lint.Rule{
	ID: "schema/unknown-key", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Bundles: true,
	Title: "a key that neither side of the platform reads",
	Why:   "Both sides ignore keys that they do not know, without a word: what the author wrote there has no effect. Most often the key is misspelt, or stands at the wrong depth.",
	Examples: []lint.Example{{
		Bad:  "-- tools/search.yaml --\nparameters:\n  - name: query\n    type: string\n    form: llm\n    requred: true # want\n    label: {en_US: Query}\n    human_description: {en_US: What to look for}\n",
		Good: "-- tools/search.yaml --\nparameters:\n  - name: query\n    type: string\n    form: llm\n    required: true\n    label: {en_US: Query}\n    human_description: {en_US: What to look for}\n",
	}},
	Run: tell("unknown"),
}
