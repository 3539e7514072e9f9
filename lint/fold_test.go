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
				p.Report(lint.Finding{Place: plugin.At(m, n), Message: lint.Msg("%s is bad", n.Key.Value), Fold: "bad", Fixes: lint.SafeFix(lint.Msg("Write good"), yamledit.ReplaceValue(m.Tree, n, "good"))})
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

// TestFoldKeepsApart: what is graver or another gate's stays a finding of its
// own, and an unsafe fix is never folded into a safe one.
func TestFoldKeepsApart(t *testing.T) {
	rule := &lint.Rule{ID: "a/x", Gate: lint.None, Severity: lint.Warning, Run: func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		for _, n := range m.Root.Entries() {
			f := lint.Finding{Place: plugin.At(m, n), Message: lint.Msg("bad"), Fold: "bad"}
			edits := yamledit.ReplaceValue(m.Tree, n, "good")
			switch n.Str() {
			case "safe":
				f.Fixes = lint.SafeFix(lint.Msg("Write good"), edits)
			case "unsafe":
				f.Fixes = lint.UnsafeFix(lint.Msg("Write good"), edits)
			case "other":
				f.Fixes = lint.SafeFix(lint.Msg("Write well"), edits)
			case "error":
				f.Severity = lint.Error
			case "gate":
				f.Gate = lint.Install
			}
			p.Report(f)
		}
	}}
	for _, tt := range []struct {
		manifest string
		findings int
		safe     int // edits of safe fixes
		unsafe   int
	}{
		{"a: safe\nb: safe\n", 1, 2, 0},
		{"a: unsafe\nb: unsafe\n", 1, 0, 2},
		{"a: safe\nb: unsafe\n", 1, 1, 0},
		{"a: unsafe\nb: safe\n", 1, 0, 1},
		{"a: safe\nb: safe\nc: unsafe\n", 1, 1, 0},
		{"a: safe\nb: other\n", 1, 1, 0},
		{"a: safe\nb: none\n", 1, 1, 0},
		{"a: none\nb: error\n", 2, 0, 0},
		{"a: none\nb: gate\n", 2, 0, 0},
	} {
		fsys := fstest.MapFS{"manifest.yaml": {Data: []byte(tt.manifest)}}
		res, err := lint.Run(t.Context(), []plugin.Target{{FS: fsys}}, lint.Options{Rules: []*lint.Rule{rule}})
		if err != nil {
			t.Fatal(err)
		}
		safe, unsafe := 0, 0
		for _, f := range res.Findings() {
			for _, x := range f.Fixes {
				if x.Safe {
					safe += len(x.Edits)
				} else {
					unsafe += len(x.Edits)
				}
			}
		}
		if len(res.Findings()) != tt.findings || safe != tt.safe || unsafe != tt.unsafe {
			t.Errorf("%q: %d findings, %d safe edits, %d unsafe ones", tt.manifest, len(res.Findings()), safe, unsafe)
		}
	}
}
