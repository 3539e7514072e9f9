package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/dify/pkg"
)

// folder writes files and returns where they are.
func folder(t *testing.T, content map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range content {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestPack(t *testing.T) {
	dir := folder(t, map[string]string{
		"manifest.yaml": "type: plugin\n", ".difyignore": "# caches\n*.pyc\n!keep.pyc\n/data/\n",
		"keep.pyc": "1", "data/large": "12345", "main.py": "pass\n",
	})
	code, stdout, stderr := difylint(t, dir, "", "pack", "--dry-run", ".")
	want := `Taken in:
  32  .difyignore
   5  main.py
  13  manifest.yaml
Left out:
  -  data/  (.difyignore:4: /data/)
  1  keep.pyc  (.difyignore:2: *.pyc)
Lines without effect:
  3  !keep.pyc  (packaging never takes back what another line leaves out)

3 files, 50 bytes: 0.0% of the 52428800 that the platform takes
checksum `
	if got, ok := strings.CutPrefix(stdout, want); code != exitClean || stderr != "" || !ok || len(strings.TrimSpace(got)) != 64 {
		t.Errorf("exit status %d, %q\n%s", code, stderr, stdout)
	}

	code, stdout, _ = difylint(t, dir, "", "pack", "--dry-run", "--json", "main.py")
	var p packed
	if err := json.Unmarshal([]byte(stdout), &p); err != nil || code != exitClean {
		t.Fatal(code, err)
	}
	// The platform's checksum, written out.
	all := sha256.New()
	for _, f := range p.Files {
		data, err := os.ReadFile(filepath.Join(dir, f.Path))
		if err != nil {
			t.Fatal(err)
		}
		name, content := sha256.Sum256([]byte(f.Path)), sha256.Sum256(data)
		all.Write(slices.Concat(name[:], content[:]))
	}
	if want := hex.EncodeToString(all.Sum(nil)); p.Checksum != want || p.Total != 50 || p.Limit != pkg.MaxPackageSize || !p.Packable {
		t.Errorf("%+v, the checksum is %s", p, want)
	}
}

func TestPackRefuses(t *testing.T) {
	good := map[string]string{"manifest.yaml": "type: plugin\n"}
	for _, tt := range []struct {
		name string
		dir  string
		args []string
		code int
		want string
	}{
		{"without --dry-run", folder(t, good), []string{"."}, exitError, "writes no packages"},
		{"no plugin", t.TempDir(), []string{"--dry-run", "."}, exitError, "manifest.yaml"},
		{"no such path", t.TempDir(), []string{"--dry-run", "gone"}, exitError, "gone"},
		{"a package", folder(t, map[string]string{"x.difypkg": ""}), []string{"--dry-run", "x.difypkg"}, exitError, "a package already"},
		{"uv makes a file", folder(t, map[string]string{"manifest.yaml": "", "pyproject.toml": "", "uv.lock": ""}), []string{"--dry-run", "."}, exitClean, "no checksum: packaging adds requirements.txt"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code, stdout, stderr := difylint(t, tt.dir, "", append([]string{"pack"}, tt.args...)...)
			if code != tt.code || !strings.Contains(stdout+stderr, tt.want) {
				t.Errorf("exit status %d, %q %q", code, stdout, stderr)
			}
		})
	}
	t.Run("a link to a folder", func(t *testing.T) {
		dir := folder(t, map[string]string{"manifest.yaml": "", "d/x": ""})
		if err := os.Symlink("d", filepath.Join(dir, "link")); err != nil {
			t.Fatal(err)
		}
		code, stdout, stderr := difylint(t, dir, "", "pack", "--dry-run", ".")
		if code != exitFindings || !strings.Contains(stdout, "Packaging stops at:\n  !  link") {
			t.Errorf("exit status %d, %q %q", code, stdout, stderr)
		}
	})
}
