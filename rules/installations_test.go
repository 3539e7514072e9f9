package rules

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/kit"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// TestInstallations holds what all rules say of whole installations to
// testdata/installations.txt: each is a txtar under a line "=== title", and its file
// "want" is what is said, written by -update. One with a line "installation:" is
// completed as an example is; another is nothing but its files.
func TestInstallations(t *testing.T) {
	file := filepath.Join("testdata", "installations.txt")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var judges []*lint.Rule
	for _, r := range All() {
		if r.Subject == installation.Subject {
			judges = append(judges, r)
		}
	}
	var all strings.Builder
	for _, part := range strings.Split("\n"+string(data), "\n=== ")[1:] {
		title, body, _ := strings.Cut(part+"\n", "\n")
		t.Run(title, func(t *testing.T) {
			a, want := txtar.Parse([]byte(body)), ""
			if last := len(a.Files) - 1; last >= 0 && a.Files[last].Name == "want" {
				a.Files, want = a.Files[:last], string(bytes.TrimSpace(a.Files[last].Data))
			}
			fsys := fstest.MapFS{}
			if bytes.Contains(a.Comment, []byte("installation:")) {
				fsys = (&kit.Example{Bad: string(txtar.Format(a))}).BadPlugin().FS
			} else {
				for _, f := range a.Files {
					fsys[f.Name] = &fstest.MapFile{Data: f.Data}
				}
			}
			target := plugin.Target{FS: fsys, Dir: ".", Subject: installation.Subject}
			res, err := lint.Run(context.Background(), []plugin.Target{target}, lint.Options{Rules: judges, Jobs: 1, Now: kit.Now()})
			if err != nil {
				t.Fatal(err)
			}
			for _, st := range res.Plugins[0].Statuses {
				if st.State == lint.Failed {
					t.Errorf("%s failed: %s", st.Rule.ID, st.Why)
				}
			}
			var b strings.Builder
			for _, f := range res.Findings() {
				b.WriteString(f.Rule.Name())
				if f.Mask {
					b.WriteString(", masked")
				}
				show(&b, &f)
			}
			got := strings.TrimSpace(b.String())
			if d := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); d != "" && !*update {
				t.Errorf("go test ./rules -update rewrites it:\n%s", d)
			}
			a.Files = append(a.Files, txtar.File{Name: "want", Data: []byte(got + "\n")})
			all.WriteString("=== " + title + "\n" + string(txtar.Format(a)))
		})
	}
	if *update {
		if err := os.WriteFile(file, []byte(all.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
