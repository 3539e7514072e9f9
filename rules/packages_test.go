package rules

// A plugin is judged alike as a folder and as the package of it.

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/kit"
	"github.com/google/go-cmp/cmp"
)

// told is what is found in a target, but about the package itself.
func told(t *testing.T, target plugin.Target) (all, other []string) {
	t.Helper()
	res, err := lint.Run(t.Context(), []plugin.Target{target}, lint.Options{Rules: All(), Jobs: 1, Now: kit.Now()})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range res.Findings() {
		s := fmt.Sprint(f.Rule.ID, " ", f.Severity, " ", f.Gate, " ", f.Path, " ", f.Span, " ", f.Message, " ", f.Fingerprint)
		if family := f.Rule.Family(); family == "archive" || family == "signature" {
			other = append(other, f.Rule.ID)
			continue
		}
		all = append(all, s)
	}
	return all, other
}

// TestPackageAsFolder: packed as the platform packs, a plugin has the findings
// that it has as a folder, and the one that it is not signed.
func TestPackageAsFolder(t *testing.T) {
	dirs, err := filepath.Glob("../testdata/plugins/*")
	if err != nil || len(dirs) < 5 {
		t.Fatal(dirs, err)
	}
	findings := 0
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			folder := os.DirFS(dir)
			listing, err := pkg.Pack(t.Context(), folder, pkg.PackOptions{})
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			if err := listing.Write(t.Context(), &b); err != nil {
				t.Fatal(err)
			}
			archive, err := pkg.OpenBytes(b.Bytes(), pkg.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			want, none := told(t, plugin.Target{FS: plugin.Dir(dir), Dir: "p"})
			got, about := told(t, plugin.Target{FS: archive, Dir: "p", Packaged: true})
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("as a folder (-) and as a package (+):\n%s", diff)
			}
			if len(none) > 0 || !slices.Equal(about, []string{"signature/absent"}) {
				t.Errorf("about the package: %q, about the folder: %q", about, none)
			}
			findings += len(got)
		})
	}
	if findings == 0 {
		t.Error("nothing was found in any of them: nothing was compared")
	}
}
