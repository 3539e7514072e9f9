// Package model holds the rules about model providers and their files.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package model

import (
	"path"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Unmatched reports patterns of models that match no file.
var Unmatched = &lint.Rule{
	ID: "model/unmatched", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a pattern of models matches no file",
	Why:     "The provider names its models by patterns of paths. The platform accepts a pattern that matches nothing, but the intended models do not appear in Dify. A `*` does not match a slash, and letter case counts.",
	Sources: []string{"dify-plugin-daemon: pkg/plugin_packager/decoder/helper.go (filepath.Match)"},
	Run: func(p *lint.Pass) {
		var words near.Budget
		for _, r := range p.Plugin.References() {
			if !r.Glob || len(r.Matches) > 0 {
				continue
			}
			f := lint.Finding{Place: plugin.At(r.Doc, r.Node), Message: lint.Msg("no file of the plugin matches %q", r.Written)}
			if _, err := path.Match(r.Written, "x"); err != nil {
				f.Message = lint.Msg("%q is not a valid pattern: a bracket is not closed", r.Written)
				f.Severity, f.Gate = lint.Error, lint.Package
			} else if meant, ok := words.Nearest(path.Dir(r.Written), p.Plugin.Listing().Dirs); ok && meant != path.Dir(r.Written) {
				meant += "/" + path.Base(r.Written)
				f.Message = lint.Msg("no file of the plugin matches %q; did you mean %q?", r.Written, meant)
				f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", meant), yamledit.ReplaceValue(r.Doc.Tree, r.Node, meant))
			}
			p.Report(f)
		}
	},
}
