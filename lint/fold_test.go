package lint_test

import (
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// TestFold: findings that belong together are told as one, with one fix for
// all; one that a comment ignores stays out of it.
func TestFold(t *testing.T) {
	rule := &lint.Rule{ID: "a/x", Gate: lint.None, Severity: lint.Warning, Run: func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		for _, n := range m.Root.Entries() {
			if n.Str() == "bad" {
				p.Report(lint.Finding{Place: plugin.At(m, n), Message: lint.Msg("%s is bad", n.Key.Value), Fold: "bad", Fixes: lint.SafeFix("Write good", yamledit.ReplaceValue(m.Tree, n, "good"))})
			}
		}
	}}
	fsys := fstest.MapFS{"manifest.yaml": {Data: []byte("a: bad\nb: bad\nc: good\nd: bad\ne: bad  # difylint: ignore[a/x] so be it\n")}}
	res, err := lint.Run(t.Context(), []plugin.Target{{FS: fsys}}, lint.Options{Rules: []*lint.Rule{rule}})
	if err != nil {
		t.Fatal(err)
	}
	fs := res.Findings()
	if len(fs) != 2 || fs[0].Message.String() != "a is bad (and 2 more like this in the file)" || len(fs[0].Related) != 2 || fs[1].IgnoredBy != "comment" {
		t.Fatalf("%v", fs)
	}
	if len(fs[0].Fixes) != 1 || len(fs[0].Fixes[0].Edits) != 3 {
		t.Errorf("%v", fs[0].Fixes)
	}
}
