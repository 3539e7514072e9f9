package lint_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
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

// TestIgnoreFolded: to ignore a finding that stands for others is to ignore these,
// too, however many.
func TestIgnoreFolded(t *testing.T) {
	rule := &lint.Rule{ID: "a/x", Gate: lint.None, Severity: lint.Warning, Run: func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		for _, n := range m.Root.Entries() {
			p.Report(lint.Finding{Place: plugin.At(m, n), Message: lint.Msg("bad"), Fold: "bad"})
		}
	}}
	run := func(data string) []lint.Finding {
		res, err := lint.Run(t.Context(), []plugin.Target{{FS: fstest.MapFS{"manifest.yaml": {Data: []byte(data)}}}}, lint.Options{Rules: []*lint.Rule{rule}})
		if err != nil {
			t.Fatal(err)
		}
		return res.Findings()
	}
	var b, want strings.Builder
	for i := range 20 {
		fmt.Fprintf(&b, "k%d: 1\n", i)
		fmt.Fprintf(&want, "k%d: 1  # difylint: ignore[a/x]\n", i)
	}
	found := run(b.String())
	if len(found) != 1 || found[0].Folded != 19 {
		t.Fatalf("%v", found)
	}
	if len(found[0].Related) != 10 || found[0].Message.String() != "bad (and 19 more like this in the file)" {
		t.Errorf("%s: %d related places", found[0].Message, len(found[0].Related))
	}
	edits, left := lint.IgnoreEdits(found, "")
	got := apply(t, text.NewFile("manifest.yaml", []byte(b.String())), edits)
	if len(left) > 0 || got != want.String() {
		t.Errorf("%v left, got %s", left, got)
	}
	for _, f := range run(got) {
		if f.IgnoredBy == lint.NotIgnored {
			t.Errorf("line %d is not ignored", f.Position().Line)
		}
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

// TestFollowing: what other rules say of a value that cannot be read is left
// out, unless an earlier gate says it or the value is another.
func TestFollowing(t *testing.T) {
	report := func(gate lint.Gate, severity lint.Severity, keys ...string) func(*lint.Pass) {
		return func(p *lint.Pass) {
			m := p.Plugin.Manifest()
			for _, k := range keys {
				p.Report(lint.Finding{Place: plugin.At(m, m.Root.Get(k)), Gate: gate, Severity: severity, Message: lint.Msg("bad")})
			}
		}
	}
	tests := []struct {
		name string
		form *lint.Rule
		rule *lint.Rule
		want []string
	}{
		{"the same gate", &lint.Rule{Run: report(lint.Start, lint.Error, "a")}, &lint.Rule{Run: report(lint.Start, lint.Error, "a", "b")}, []string{"f/x", "o/x"}},
		{"a later gate", &lint.Rule{Run: report(lint.Start, lint.Error, "a")}, &lint.Rule{Run: report(lint.None, lint.Warning, "a")}, []string{"f/x"}},
		{"an earlier gate", &lint.Rule{Run: report(lint.Start, lint.Error, "a")}, &lint.Rule{Run: report(lint.Package, lint.Error, "a")}, []string{"f/x", "o/x"}},
		{"no error", &lint.Rule{Run: report(lint.Start, lint.Warning, "a")}, &lint.Rule{Run: report(lint.Start, lint.Error, "a")}, []string{"f/x", "o/x"}},
		{"the first of two gates", &lint.Rule{Run: func(p *lint.Pass) {
			report(lint.Call, lint.Error, "a")(p)
			report(lint.Package, lint.Error, "a")(p)
		}}, &lint.Rule{Run: report(lint.Start, lint.Error, "a")}, []string{"f/x"}}, // told twice is told once
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.form.ID, tt.form.Form, tt.rule.ID = "f/x", true, "o/x"
			tt.form.Severity, tt.rule.Severity = lint.Error, lint.Error
			fsys := fstest.MapFS{"manifest.yaml": {Data: []byte("a: x\nb: y\n")}}
			res, err := lint.Run(t.Context(), []plugin.Target{{FS: fsys}}, lint.Options{Rules: []*lint.Rule{tt.form, tt.rule}})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range res.Findings() {
				got = append(got, f.Rule.ID)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
