package installation

import (
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// of opens an installation of the given files.
func of(files map[string]string) *Installation {
	fsys := fstest.MapFS{}
	for name, s := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(s)}
	}
	return Of(plugin.Target{FS: fsys, Dir: ".", Subject: Subject}.Plugin())
}

// TestCompose holds what containers get to what compose-go v2.16.2 gives them
// (testdata/compose.txtar).
func TestCompose(t *testing.T) {
	a, err := txtar.ParseFile("testdata/compose.txtar")
	if err != nil {
		t.Fatal(err)
	}
	cases, order := map[string]map[string]string{}, []string{}
	for _, f := range a.Files {
		name, file, _ := strings.Cut(f.Name, "/")
		if cases[name] == nil {
			cases[name] = map[string]string{}
			order = append(order, name)
		}
		cases[name][file] = string(f.Data)
	}
	for _, name := range order {
		t.Run(name, func(t *testing.T) {
			want := strings.TrimSpace(cases[name]["want"])
			delete(cases[name], "want")
			in := of(cases[name])
			var got []string
			if len(in.Problems) > 0 {
				got = []string{"refused"}
			}
			if got == nil {
				for _, n := range in.Names {
					s := in.Services[n]
					if !s.Active {
						continue
					}
					got = append(got, n+": active")
					for k, v := range s.Env {
						got = append(got, fmt.Sprintf("%s.%s=%q", n, k, v.Text))
						if v.At.Path == "" || v.At.File == nil {
							t.Errorf("%s of %s has no place", k, n)
						}
					}
				}
				sort.Strings(got)
			}
			if d := cmp.Diff(want, strings.Join(got, "\n")); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestPlaces: a value is changed at the line of .env that it comes from, else where
// it is written.
func TestPlaces(t *testing.T) {
	in := of(map[string]string{
		".env":                "A=1\nB=\n",
		"docker-compose.yaml": "services:\n  s:\n    image: i\n    env_file: ./.env\n    environment:\n      X: ${A:-d}\n      Y: ${B:-d}\n      Z: lit\n",
	})
	s := in.Services["s"]
	for name, want := range map[string]string{"X": ".env:1", "Y": "docker-compose.yaml:7", "Z": "docker-compose.yaml:8", "A": ".env:1"} {
		p := s.Env[name].Place()
		if got := fmt.Sprintf("%s:%d", p.Path, p.Position().Line); got != want {
			t.Errorf("%s is at %s, want %s", name, got, want)
		}
	}
	if e := s.Env["X"].Replace("2"); len(e) != 1 || e[0].Path != ".env" || e[0].New != "2" {
		t.Errorf("the edit of X: %+v", e)
	}
	if e := s.Env["Z"].Replace("2"); len(e) != 1 || e[0].Path != "docker-compose.yaml" {
		t.Errorf("the edit of Z: %+v", e)
	}
	if s.Env["Y"].Given() || !s.Env["X"].Given() {
		t.Error("a default of the compose file is not given, a line of .env is")
	}
}

// TestHostile: whatever a folder holds, reading it ends, says what is wrong and
// opens nothing outside of it.
func TestHostile(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"no YAML":     {"docker-compose.yaml": "services: [\n"},
		"a list":      {"docker-compose.yaml": "- a\n"},
		"itself":      {"docker-compose.yaml": "include: [docker-compose.yaml]\nservices: {}\n"},
		"outside":     {"docker-compose.yaml": "include: [../../etc/passwd]\nservices: {}\n"},
		"an env":      {"docker-compose.yaml": "services:\n  plugin_daemon:\n    env_file: ../../../etc/passwd\n"},
		"quote":       {".env": "A=\"x\n", "docker-compose.yaml": "services: {}\n"},
		"own extends": {"docker-compose.yaml": "services:\n  a:\n    extends: b\n  b:\n    extends: a\n  c:\n    extends: nobody\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if in := of(files); len(in.Problems) == 0 && name != "itself" && name != "own extends" {
				t.Error("no problem is told")
			}
		})
	}
	cyclic := of(map[string]string{"docker-compose.yaml": "x: &a\n  <<: *a\n  A: \"1\"\nservices:\n  s:\n    image: i\n    environment:\n      <<: *a\n"})
	if v := cyclic.Services["s"].Env["A"]; v == nil || v.Text != "1" {
		t.Error("a cyclic merge loses its own keys")
	}
}

func TestTarget(t *testing.T) {
	dir := t.TempDir()
	write := func(name, s string) {
		t.Helper()
		if err := os.WriteFile(dir+"/"+name, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Target(dir); err == nil {
		t.Error("an empty folder is taken for an installation")
	}
	if _, err := Target(dir + "/nowhere"); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("a missing folder: %v", err)
	}
	write(".env", "PLUGIN_MAX_PACKAGE_SIZE=1\nUNKNOWN=1\n")
	target, err := Target(dir + "/.env")
	if err != nil {
		t.Fatal(err)
	}
	in := Of(target.Plugin())
	if n, _, ok := in.Number("MAX_PLUGIN_PACKAGE_SIZE"); !in.Alone || !ok || n != 1 {
		t.Errorf("an .env alone: %v %v", n, ok)
	}
	write("docker-compose.yaml", "services:\n  plugin_daemon:\n    image: langgenius/dify-plugin-daemon:0.5.3-local\n")
	target, err = Target(dir)
	if err != nil {
		t.Fatal(err)
	}
	if in = Of(target.Plugin()); in.Release() != "0.5.3" || in.Alone {
		t.Errorf("release %q", in.Release())
	}
	if _, err := in.Stat("../x"); err == nil {
		t.Error("a path outside is looked at")
	}
	// Dify's repository has its installation in the folder docker.
	above := t.TempDir()
	if err := os.Rename(dir, above+"/docker"); err != nil {
		t.Fatal(err)
	}
	if target, err = Target(above); err != nil || target.Dir != plugin.Label(above+"/docker") || target.Entry != "" {
		t.Errorf("Dify's repository: %q %q %v", target.Dir, target.Entry, err)
	}
	if target, err = Target(above + "/docker/docker-compose.yaml"); err != nil || target.Dir != plugin.Label(above+"/docker") || target.Entry != "docker-compose.yaml" {
		t.Errorf("a compose file: %q %q %v", target.Dir, target.Entry, err)
	}
}
