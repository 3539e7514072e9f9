package rules

// Fuzz targets over the whole catalogue:
//
//	go test ./rules -run '^$' -fuzz FuzzWhole

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/release"
	"github.com/difylint/difylint/lint/fix"
	"github.com/difylint/difylint/lint/kit"
	"github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/google/go-cmp/cmp"
)

// spoiled is the small plugin with one file as data says. A name that no file
// may have stands for a tool's declaration.
func spoiled(name string, data []byte) fstest.MapFS {
	p := (&kit.Example{Bad: "-- README.md --\n# Demo\n"}).BadPlugin()
	if !fs.ValidPath(name) || name == "." || len(name) > 200 {
		name = "tools/search.yaml"
	}
	p.FS[name] = &fstest.MapFile{Data: data}
	return p.FS
}

// seeds adds the files of all examples, each once.
func seeds(f *testing.F, add func(name string, data []byte)) {
	f.Helper()
	seen := map[string]bool{}
	for _, r := range All() {
		for _, e := range kit.Examples(r) {
			for _, file := range e.BadPlugin().Shown {
				if key := file.Name + "\x00" + string(file.Data); !seen[key] {
					seen[key] = true
					add(file.Name, file.Data)
				}
			}
		}
	}
}

// checked lints a plugin, and fails where a rule did not survive it or a finding
// lies outside of its file.
func checked(t *testing.T, target plugin.Target, opts lint.Options) *lint.Result {
	t.Helper()
	opts.Jobs, opts.Now = 1, kit.Now()
	if opts.Rules == nil {
		opts.Rules = All()
	}
	res, err := lint.Run(t.Context(), []plugin.Target{target}, opts)
	if err != nil {
		t.Fatal(err)
	}
	for _, st := range res.Plugins[0].Statuses {
		if st.State == lint.Failed {
			t.Fatalf("%s: %s", st.Rule.ID, st.Why)
		}
	}
	for _, fd := range res.Findings() {
		if fd.Span.Start < 0 || fd.Span.End < fd.Span.Start || fd.File != nil && fd.Span.End > len(fd.File.Data) {
			t.Fatalf("%s: span %v is not in %s", fd.Rule.ID, fd.Span, fd.Path)
		}
	}
	return res
}

// written is a result in every format.
func written(t *testing.T, res *lint.Result) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, format := range report.Formats() {
		var b bytes.Buffer
		if err := report.Write(&b, format, report.Input{Result: res, Options: report.Options{Version: "test"}}); err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		out[format] = b.String()
	}
	return out
}

// FuzzWhole: whatever one file holds, all rules and formats survive it, and say
// the same of it twice.
func FuzzWhole(f *testing.F) {
	seeds(f, func(name string, data []byte) { f.Add(name, data) })
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		first := written(t, checked(t, plugin.Target{FS: spoiled(name, data), Dir: "p"}, lint.Options{}))
		again := written(t, checked(t, plugin.Target{FS: spoiled(name, data), Dir: "p"}, lint.Options{}))
		if d := cmp.Diff(first, again); d != "" {
			t.Error(d)
		}
	})
}

// FuzzPackage: whatever a package holds, all rules and formats survive it.
func FuzzPackage(f *testing.F) {
	seeds(f, func(name string, data []byte) {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		if err := z.AddFS(spoiled(name, data)); err != nil {
			return
		}
		if err := z.Close(); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	})
	f.Fuzz(func(t *testing.T, data []byte) {
		archive, err := pkg.OrUnreadable(pkg.OpenBytes(data, pkg.Limits{Total: 8 << 20, Entry: 4 << 20}))
		if err != nil {
			return
		}
		written(t, checked(t, plugin.Target{FS: archive, Dir: "p.difypkg", Packaged: true}, lint.Options{}))
	})
}

// FuzzConfigured: whatever the configuration and the baseline say, a check
// survives them, and a baseline of what is left leaves nothing.
func FuzzConfigured(f *testing.F) {
	f.Add("rules:\n  schema/*: error\n  source/syntax: off\nexclude: [tools]\n", "version: 1\nplugins:\n  p:\n    README.md:\n      - rule: a/b\n        id: b\n        says: c\n")
	f.Add("extends: .difylint.yaml\nprofile: marketplace\noverrides:\n  - paths: [\"**\"]\n    rules: {a/b: {options: {max: 1}}}\n", "")
	f.Fuzz(func(t *testing.T, configuration, baseline string) {
		root, err := filepath.Abs(string(filepath.Separator))
		if err != nil {
			t.Fatal(err)
		}
		r, err := config.New(All(), config.Options{FS: config.Sub(fstest.MapFS{".difylint.yaml": &fstest.MapFile{Data: []byte(configuration)}}, root), Dir: root})
		if err != nil {
			return
		}
		b, err := lint.ParseBaseline(text.NewFile("b.yaml", []byte(baseline)), nil)
		if err != nil {
			b = nil
		}
		target := func() plugin.Target {
			return plugin.Target{FS: spoiled("tools/search.yaml", []byte("identity: {nam: x}\n")), Dir: "p"}
		}
		res := checked(t, target(), lint.Options{Config: r.Config, Baseline: b.For})
		written(t, res)
		left := checked(t, target(), lint.Options{Config: r.Config, Baseline: lint.NewBaseline(nil).Update(res).For})
		for _, fd := range left.Findings() {
			if fd.IgnoredBy == lint.NotIgnored && fd.Rule.Family() != "config" && fd.Rule.Family() != "ignore" {
				t.Errorf("the baseline leaves %s: %s", fd.Rule.ID, fd.Message)
			}
		}
	})
}

// FuzzCompare: two states of a file are compared, whatever they hold; nothing
// changed between a plugin and itself.
func FuzzCompare(f *testing.F) {
	for _, r := range All() {
		for _, e := range kit.Examples(r) {
			if e.Bad == "" {
				continue
			}
			good := e.GoodPlugin()
			for _, file := range e.BadPlugin().Shown {
				if now := good.FS[file.Name]; now != nil {
					f.Add(file.Name, file.Data, now.Data)
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, name string, before, after []byte) {
		old, cur := plugin.Open(spoiled(name, before), "p"), plugin.Open(spoiled(name, after), "p")
		release.Compare(old, cur, release.Options{})
		if r := release.Compare(plugin.Open(spoiled(name, after), "p"), plugin.Open(spoiled(name, after), "p"), release.Options{}); len(r.Changes)+len(r.Files) > 0 {
			t.Errorf("%v, %v between a plugin and itself", r.Changes, r.Files)
		}
	})
}

// FuzzFixes: fixes end, leave no more errors, no other line ends, and nothing to
// do for a second time.
func FuzzFixes(f *testing.F) {
	seeds(f, func(name string, data []byte) { f.Add(name, data, true); f.Add(name, data, false) })
	f.Fuzz(func(t *testing.T, name string, data []byte, unsafe bool) { fixed(t, spoiled(name, data), unsafe) })
}

// TestFixesOfMutants: what FuzzFixes holds of the fixes of the example plugins,
// each with a few lines that are left out, doubled, moved or misspelt.
func TestFixesOfMutants(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // the same each time
	for _, target := range targets(t) {
		if path.Base(target.Dir) == "broken" {
			continue
		}
		var names []string
		err := fs.WalkDir(target.FS, ".", func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && slices.Contains([]string{".yaml", ".py", ".txt", ".md"}, path.Ext(name)) {
				names = append(names, name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for range 12 {
			files, what := mutant(t, target.FS, names, random)
			t.Run(path.Base(target.Dir)+" "+what, func(t *testing.T) { fixed(t, files, random.IntN(2) == 0) })
		}
	}
}

// mutant is a plugin with up to three slips.
func mutant(t *testing.T, from fs.FS, names []string, random *rand.Rand) (files fstest.MapFS, what string) {
	t.Helper()
	files = fstest.MapFS{}
	var made []string
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(from, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 1 + random.IntN(3) {
		name := names[random.IntN(len(names))]
		lines := strings.SplitAfter(string(files[name].Data), "\n")
		i, j := random.IntN(len(lines)), random.IntN(len(lines))
		slip := random.IntN(6)
		switch slip {
		case 0:
			lines = slices.Delete(lines, i, i+1)
		case 1:
			lines = slices.Insert(lines, i, lines[j])
		case 2:
			lines[i], lines[j] = lines[j], lines[i]
		case 3:
			lines[i] = "  " + lines[i]
		case 4:
			lines[i] = strings.TrimPrefix(lines[i], "  ")
		default: // two letters swapped
			if k := random.IntN(len(lines[i]) + 1); k+2 <= len(lines[i]) {
				lines[i] = lines[i][:k] + lines[i][k+1:k+2] + lines[i][k:k+1] + lines[i][k+2:]
			}
		}
		files[name] = &fstest.MapFile{Data: []byte(strings.Join(lines, ""))}
		made = append(made, fmt.Sprintf("%s:%d:%d:%d", path.Base(name), slip, i, j))
	}
	return files, strings.Join(made, " ")
}

// fixed makes the fixes of a plugin, twice, and fails where they leave more errors
// of any gate, other line ends, or something to do for a second time.
func fixed(t *testing.T, files fstest.MapFS, unsafe bool) {
	t.Helper()
	target := plugin.Target{FS: files, Dir: "."}
	relint := fix.With(lint.Options{Rules: All(), Jobs: 1, Now: kit.Now()})
	before := checked(t, target, lint.Options{})
	errors := errorsOf(before.Findings())
	out, err := fix.Plugin(t.Context(), target, &before.Plugins[0], relint, fix.Options{Unsafe: unsafe})
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range out.Files {
		if was, now := otherEnds(file.Before), otherEnds(file.After); file.Before != nil && was != now {
			t.Errorf("%s: the line ends were %q and are %q", file.Path, was, now)
		}
		if bytes.HasPrefix(file.Before, []byte("\xff\xfe")) || bytes.HasPrefix(file.Before, []byte("\xfe\xff")) {
			t.Errorf("%s: UTF-16 was edited", file.Path)
		}
	}
	if left := errorsOf(out.Result.Findings); !fewer(left, errors) {
		t.Errorf("errors by gate: %v before, %v after; made %v", errors, left, titles(out.Made))
	}
	if out.Unsettled || len(out.Files) == 0 { // the first time was the second, too
		return
	}
	again, err := fix.Plugin(t.Context(), plugin.Target{FS: plugin.Overlay(files, after(out)), Dir: "."}, nil, relint, fix.Options{Unsafe: unsafe})
	if err != nil {
		t.Fatal(err)
	}
	if len(again.Files) > 0 {
		t.Errorf("a second time changes %d files: %v", len(again.Files), titles(again.Made))
	}
}

func after(out *fix.Outcome) map[string][]byte {
	now := map[string][]byte{}
	for _, f := range out.Files {
		now[f.Path] = f.After
	}
	return now
}

func titles(changes []fix.Change) []string {
	var out []string
	for _, c := range changes {
		out = append(out, c.Finding.Rule.ID+": "+c.Fix.Title.String())
	}
	return out
}

// otherEnds are the kinds of line ends of a text.
func otherEnds(data []byte) string {
	rest := strings.ReplaceAll(string(data), "\r\n", "\x00")
	var kinds []string
	for _, end := range []string{"\x00", "\r", "\n"} {
		if strings.Contains(rest, end) {
			kinds = append(kinds, strings.ReplaceAll(end, "\x00", "\r\n"))
		}
	}
	return strings.Join(kinds, " ")
}

// errorsOf counts errors by gate.
func errorsOf(list []lint.Finding) map[lint.Gate]int {
	out := map[lint.Gate]int{}
	for i := range list {
		if list[i].Severity == lint.Error && list[i].IgnoredBy == lint.NotIgnored {
			out[list[i].Gate]++
		}
	}
	return out
}

// fewer reports whether no gate has more errors than before.
func fewer(now, before map[lint.Gate]int) bool {
	for gate, n := range now {
		if n > before[gate] {
			return false
		}
	}
	return true
}
