package rules

// Input that was made to harm: each ends in a finding or a clear line, never in
// a panic, and takes bounded memory.

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/kit"
)

// run checks an example, and fails where a rule did not survive it.
func run(t testing.TB, p *kit.Plugin) []lint.Finding {
	t.Helper()
	res, err := p.Run(All(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, st := range res.Plugins[0].Statuses {
		if st.State == lint.Failed {
			t.Fatalf("%s: %s", st.Rule.ID, st.Why)
		}
	}
	return res.Findings()
}

func bomb() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [" + strings.Repeat("x, ", 9) + "]\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s*a%d]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 8), i-1)
	}
	return b.String()
}

func TestHostileYAML(t *testing.T) {
	for name, data := range map[string]string{
		"alias bomb":           bomb(),
		"alias bomb as output": "output_schema:\n  " + strings.ReplaceAll(strings.TrimSpace(bomb()), "\n", "\n  ") + "\n",
		"cyclic alias":         "identity: &i\n  name: *i\n",
		"cyclic list":          "parameters: &p [*p, *p]\n",
		"cyclic merge":         "identity: &i\n  <<: *i\n  name: x\n",
		"10,000 levels":        "output_schema: " + strings.Repeat("[", 9990) + strings.Repeat("]", 9990) + "\n",
		"too many levels":      "output_schema: " + strings.Repeat("{a: ", 20000),
		"block levels":         strings.Repeat("- ", 9000) + "x\n",
		"one long line":        "description: " + strings.Repeat("x", 1<<20) + "\n",
		"many keys":            strings.Repeat("k: 1\n", 3000),
		"null bytes":           "a: \x00\x00\n",
		"bad utf-8":            "a: \xff\xfe\xfd\n",
		"utf-16":               "\xff\xfea\x00:\x00",
		"escapes":              "identity: {name: \"\\x1b[31m\\u202e\"}\n",
		"only a tag":           "!!python/object:os.system {}\n",
		"binary":               "a: !!binary |\n  ////\n",
		"document end":         "...\n...\n",
	} {
		for _, file := range []string{"tools/search.yaml", "provider/demo.yaml", "manifest.yaml"} {
			t.Run(name+" in "+file, func(t *testing.T) {
				p := (&kit.Example{Bad: "-- README.md --\n# Demo\n"}).BadPlugin()
				p.FS[file].Data = []byte(data)
				if fs := run(t, p); len(fs) == 0 {
					t.Error("nothing was said of it")
				}
			})
		}
	}
}

// TestHostileFolders: links out of the plugin, folders where files should be,
// unreadable and huge files.
func TestHostileFolders(t *testing.T) {
	for name, spoil := range map[string]func(dir string) error{
		"link to a secret": func(dir string) error {
			return os.Symlink("/etc/passwd", filepath.Join(dir, "tools", "search.yaml"))
		},
		"link to itself": func(dir string) error { return os.Symlink("search.yaml", filepath.Join(dir, "tools", "search.yaml")) },
		"folder":         func(dir string) error { return os.Mkdir(filepath.Join(dir, "tools", "search.yaml"), 0o755) },
		"huge": func(dir string) error {
			f, err := os.Create(filepath.Join(dir, "tools", "search.yaml"))
			if err != nil {
				return err
			}
			defer f.Close() //nolint:errcheck // a test's sparse file
			return f.Truncate(100 << 20)
		},
		"large": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "tools", "search.yaml"), bytes.Repeat([]byte("- x\n"), plugin.MaxYAMLSize/4+1), 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			p := (&kit.Example{Bad: "-- README.md --\n# Demo\n"}).BadPlugin()
			if err := os.CopyFS(dir, p.FS); err != nil {
				t.Fatal(err)
			}
			if err := os.Remove(filepath.Join(dir, "tools", "search.yaml")); err != nil {
				t.Fatal(err)
			}
			if err := spoil(dir); err != nil {
				t.Fatal(err)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			res, err := lint.Run(context.Background(), []plugin.Target{{FS: plugin.Dir(dir), Dir: "p"}}, lint.Options{Rules: All(), Jobs: 1})
			if err != nil {
				t.Fatal(err)
			}
			runtime.ReadMemStats(&after)
			if n := after.TotalAlloc - before.TotalAlloc; n > 256<<20 {
				t.Errorf("%d bytes allocated", n)
			}
			said := false
			for _, f := range res.Findings() {
				said = said || f.Path == "provider/demo.yaml" && strings.Contains(f.Message.String(), "tools/search.yaml")
				if strings.Contains(f.Message.String(), "root:") {
					t.Error("a file outside was read")
				}
			}
			if !said {
				t.Error("nothing was said of it")
			}
		})
	}
}
