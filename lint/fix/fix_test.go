package fix_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/fix"
	"github.com/difylint/difylint/lint/source/text"
)

// replaces is a rule that wants each word in a.yaml to be another.
func replaces(id, word, with string, safe bool) *lint.Rule {
	return &lint.Rule{ID: id, Severity: lint.Warning, RunsBroken: true, Run: func(p *lint.Pass) {
		f, err := p.Plugin.Read("a.yaml")
		if err != nil {
			return
		}
		for from := 0; ; {
			i := strings.Index(string(f.Data[from:]), word)
			if i < 0 {
				return
			}
			s := text.Span{Start: from + i, End: from + i + len(word)}
			from = s.End
			fixes := lint.SafeFix(lint.Msg("Write %s", with), text.ReplaceText(f, s, with))
			if !safe {
				fixes = lint.UnsafeFix(lint.Msg("Write %s", with), text.ReplaceText(f, s, with))
			}
			p.Report(lint.Finding{Place: plugin.AtSpan(f, s), Message: lint.Msg("%s", word), Fixes: fixes})
		}
	}}
}

// offers is a rule with one finding and these edits.
func offers(edits ...text.Edit) *lint.Rule {
	return &lint.Rule{ID: "a/offers", Severity: lint.Warning, RunsBroken: true, Run: func(p *lint.Pass) {
		f, err := p.Plugin.Read("a.yaml")
		if err == nil {
			p.Report(lint.Finding{Place: plugin.AtSpan(f, text.Span{}), Message: lint.Msg("m"), Fixes: lint.SafeFix(lint.Msg("Do it"), edits)})
		}
	}}
}

func run(t *testing.T, files map[string]string, opts fix.Options, rules ...*lint.Rule) *fix.Outcome {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	out, err := fix.Plugin(context.Background(), plugin.Target{FS: fsys, Dir: "p"}, nil, fix.With(lint.Options{Rules: rules, Jobs: 1}), opts)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range out.Files {
		if string(f.Before) != files[f.Path] {
			t.Errorf("%s was %q before", f.Path, f.Before)
		}
	}
	return out
}

func after(o *fix.Outcome, name string) string {
	for _, f := range o.Files {
		if f.Path == name {
			return string(f.After)
		}
	}
	return ""
}

func TestRounds(t *testing.T) {
	for _, tt := range []struct {
		name, in, want        string
		rules                 []*lint.Rule
		opts                  fix.Options
		made, refused, unsafe int
		rounds                int
		unsettled             bool
	}{
		{name: "one round", in: "\ufeffa: xx # xx\r\nb: 'xx'\r\n", want: "\ufeffa: y # y\r\nb: 'y'\r\n",
			rules: []*lint.Rule{replaces("a/x", "xx", "y", true)}, made: 3, rounds: 1},
		{name: "what overlaps waits", in: "a: one two\n", want: "a: 1 2\n", made: 2, rounds: 2,
			rules: []*lint.Rule{replaces("a/x", "one two", "1 two", true), replaces("a/y", "two", "2", true)}},
		{name: "the same edit twice is one", in: "a: x\n", want: "a: y\n", made: 2, rounds: 1,
			rules: []*lint.Rule{replaces("a/x", "x", "y", true), replaces("a/y", "x", "y", true)}},
		{name: "two that insert at one place", in: "a: x\n", want: "", made: 0, rounds: 0, refused: 1,
			rules: []*lint.Rule{offers(text.Edit{Path: "a.yaml", Span: text.Span{Start: 4, End: 4}, New: "\nb: 1"}, text.Edit{Path: "a.yaml", Span: text.Span{Start: 4, End: 4}, New: "\nc: 1"})}},
		{name: "unsafe ones stay", in: "a: x\n", want: "", unsafe: 1, rules: []*lint.Rule{replaces("a/x", "x", "y", false)}},
		{name: "unless they are asked for", in: "a: x\n", want: "a: y\n", made: 1, rounds: 1, opts: fix.Options{Unsafe: true},
			rules: []*lint.Rule{replaces("a/x", "x", "y", false)}},
		{name: "or chosen", in: "a: x, x\n", want: "a: y, x\n", made: 1, unsafe: 1, rounds: 1, opts: fix.Options{Choose: func(f *lint.Finding) int { return 3 - f.Span.Start }},
			rules: []*lint.Rule{replaces("a/x", "x", "y", false)}},
		{name: "ignored ones stay", in: "a: x # difylint: ignore[a/*] so be it\n", want: "",
			rules: []*lint.Rule{replaces("a/x", ": x", ": y", true)}},
		{name: "one that breaks the file is refused, the others made", in: "a: x\nb: z\n", want: "a: y\nb: z\n", made: 1, refused: 1, rounds: 1,
			rules: []*lint.Rule{replaces("a/x", "x", "y", true), replaces("a/z", "z", "@z", true)}},
		{name: "one that grows for ever", in: "a: x\n", want: "a: xyyyyyyyyyy\n", made: 10, rounds: 10, unsettled: true,
			rules: []*lint.Rule{replaces("a/x", "x", "xy", true)}},
		{name: "two that undo each other", in: "a: x\n", want: "", made: 2, rounds: 2, unsettled: true,
			rules: []*lint.Rule{replaces("a/x", "x", "y", true), replaces("a/y", "y", "x", true)}},
		{name: "an edit outside the file", in: "a: x\n", refused: 1, rules: []*lint.Rule{offers(text.Edit{Path: "a.yaml", Span: text.Span{Start: 3, End: 99}})}},
		{name: "an edit outside the plugin", in: "a: x\n", refused: 1, rules: []*lint.Rule{offers(text.Edit{Path: "../a.yaml", New: "y"})}},
		{name: "an edit of no file", in: "a: x\n", refused: 1, rules: []*lint.Rule{offers(text.Edit{Path: "no.yaml", New: "y"})}},
		{name: "all edits of a fix or none", in: "a: x\n", refused: 1,
			rules: []*lint.Rule{offers(text.Edit{Path: "a.yaml", Span: text.Span{Start: 3, End: 4}, New: "y"}, text.Edit{Path: "b.json", Span: text.Span{Start: 0, End: 1}, New: "{"})}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := run(t, map[string]string{"a.yaml": tt.in, "b.json": "1"}, tt.opts, tt.rules...)
			if got := after(o, "a.yaml"); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
			if len(o.Made) != tt.made || len(o.Refused) != tt.refused || o.Unsafe != tt.unsafe || o.Rounds != tt.rounds || o.Unsettled != tt.unsettled {
				t.Errorf("made %d, refused %d (%+v), unsafe %d, rounds %d, unsettled %t", len(o.Made), len(o.Refused), o.Refused, o.Unsafe, o.Rounds, o.Unsettled)
			}
		})
	}
}

// TestAgain: a second run over what was fixed changes nothing.
func TestAgain(t *testing.T) {
	rules := []*lint.Rule{replaces("a/x", "x", "y", true), replaces("a/z", "z", "@z", true)}
	first := run(t, map[string]string{"a.yaml": "a: x\nb: z\n"}, fix.Options{}, rules...)
	second := run(t, map[string]string{"a.yaml": after(first, "a.yaml")}, fix.Options{}, rules...)
	if len(second.Files) != 0 || len(second.Made) != 0 {
		t.Errorf("%+v", second.Made)
	}
	if len(first.Result.Findings) != 1 {
		t.Errorf("what is left: %+v", first.Result.Findings)
	}
}

func TestPackage(t *testing.T) {
	_, err := fix.Plugin(context.Background(), plugin.Target{FS: fstest.MapFS{}, Packaged: true}, &lint.PluginResult{}, nil, fix.Options{})
	if !errors.Is(err, fix.ErrPackaged) {
		t.Error(err)
	}
	failing := func(context.Context, plugin.Target) (*lint.PluginResult, error) { return nil, context.Canceled }
	if _, err := fix.Plugin(context.Background(), plugin.Target{FS: fstest.MapFS{}}, nil, failing, fix.Options{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestDiff(t *testing.T) {
	o := run(t, map[string]string{"a.yaml": "a: x\nb: 1\n"}, fix.Options{}, replaces("a/x", "x", "y", true))
	if got := o.Diff(); got != "--- a/p/a.yaml\n+++ b/p/a.yaml\n@@ -1,2 +1,2 @@\n-a: x\n+a: y\n b: 1\n" {
		t.Error(got)
	}
}

// TestDiffPlaces: each hunk says where its lines stand in both files, however
// many changes are in the hunks before it.
func TestDiffPlaces(t *testing.T) {
	var before strings.Builder
	for i := range 60 {
		switch i {
		case 3, 6, 30, 35, 50:
			before.WriteString("- old\n")
		default:
			fmt.Fprintf(&before, "- line %d\n", i)
		}
	}
	for _, with := range []string{"new", "two\n- lines"} {
		o := run(t, map[string]string{"a.yaml": before.String()}, fix.Options{}, replaces("a/old", "old", with, true))
		old, now := strings.SplitAfter(before.String(), "\n"), strings.SplitAfter(after(o, "a.yaml"), "\n")
		var from, to, hunks int
		for line := range strings.Lines(o.Diff()) {
			var n, m int
			switch {
			case strings.HasPrefix(line, "@@"):
				if _, err := fmt.Sscanf(line, "@@ -%d,%d +%d,%d @@", &from, &n, &to, &m); err != nil {
					t.Fatal(line, err)
				}
				hunks++
				continue
			case strings.HasPrefix(line, "---"), strings.HasPrefix(line, "+++"):
				continue
			}
			if line[0] != '+' {
				if from < 1 || old[from-1] != line[1:] {
					t.Fatalf("line %d of the old file is not %q", from, line)
				}
				from++
			}
			if line[0] != '-' {
				if to < 1 || now[to-1] != line[1:] {
					t.Fatalf("line %d of the new file is not %q", to, line)
				}
				to++
			}
		}
		if hunks != 3 {
			t.Errorf("%d hunks", hunks)
		}
	}
}

// folder writes files and returns the folder's name.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(data), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestWrite(t *testing.T) {
	dir := folder(t, map[string]string{"real/a.yaml": "a: x\n", "b.py": "x = 1\n"})
	if err := os.Symlink("real", filepath.Join(dir, "way")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../way/a.yaml", filepath.Join(dir, "real", "link.yaml")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(dir, "b.py"), 0o755); err != nil {
		t.Fatal(err)
	}
	o := &fix.Outcome{Files: []fix.File{
		{Path: "way/link.yaml", Before: []byte("a: x\n"), After: []byte("a: y\n")},
		{Path: "b.py", Before: []byte("x = 1\n"), After: []byte("x = 2\n")},
	}}
	if err := o.Write(dir); err != nil {
		t.Fatal(err)
	}
	if got := read(t, filepath.Join(dir, "real", "a.yaml")); got != "a: y\n" {
		t.Errorf("%q", got)
	}
	for name, mode := range map[string]fs.FileMode{"real/link.yaml": fs.ModeSymlink | 0o777, "way": fs.ModeSymlink | 0o777, "b.py": 0o755, "real/a.yaml": 0o640} {
		if info, err := os.Lstat(filepath.Join(dir, name)); err != nil || info.Mode() != mode {
			t.Errorf("%s: %v %v", name, info.Mode(), err)
		}
	}
	left, err := filepath.Glob(filepath.Join(dir, "*", ".difylint-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// TestWriteRefuses: a file that cannot be written is named, and the others are
// written.
func TestWriteRefuses(t *testing.T) {
	outside := folder(t, map[string]string{"secret.yaml": "a: x\n"})
	dir := folder(t, map[string]string{"a.yaml": "a: x\n", "changed.yaml": "a: z\n", "fixed.yaml": "a: x\n", "d/x": ""})
	if err := os.Symlink(filepath.Join(outside, "secret.yaml"), filepath.Join(dir, "out.yaml")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(dir, "fixed.yaml"), 0o440); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"changed.yaml", "out.yaml", "fixed.yaml", "d", "no.yaml", "../x.yaml"} {
		o := &fix.Outcome{Files: []fix.File{
			{Path: "a.yaml", Before: []byte("a: x\n"), After: []byte("a: y\n")},
			{Path: name, Before: []byte("a: x\n"), After: []byte("a: y\n")},
		}}
		if err := o.Write(dir); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
		if got := read(t, filepath.Join(dir, "a.yaml")); got != "a: y\n" {
			t.Errorf("%s: the other file was not written: %q", name, got)
		}
		if err := os.WriteFile(filepath.Join(dir, "a.yaml"), []byte("a: x\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := read(t, filepath.Join(outside, "secret.yaml")); got != "a: x\n" {
		t.Errorf("written outside: %q", got)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".difylint-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestApply(t *testing.T) {
	f := text.NewFile("a", []byte("abc"))
	e := func(start, end int, s string) text.Edit {
		return text.Edit{Path: "a", Span: text.Span{Start: start, End: end}, New: s}
	}
	if got, err := fix.Apply(f, []text.Edit{e(2, 3, "z"), e(0, 1, "x")}); err != nil || string(got) != "xbz" {
		t.Errorf("%q %v", got, err)
	}
	for _, edits := range [][]text.Edit{{e(0, 4, "")}, {e(0, 2, ""), e(1, 3, "")}, {e(-1, 0, "")}, {e(2, 1, "")}, {e(1, 1, "x"), e(1, 2, "")}} {
		if got, err := fix.Apply(f, edits); err == nil {
			t.Errorf("%v: %q", edits, got)
		}
	}
}
