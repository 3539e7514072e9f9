package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// placeIn copies an example plugin and writes files over it.
func placeIn(t *testing.T, plugin string, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(testdata(t), plugin))); err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// What the marketplace refuses counts where something says that the plugin is to be
// published, or where it is asked for.
func TestPublished(t *testing.T) {
	old := map[string]string{"requirements.txt": "dify_plugin>=0.5.0,<0.6.0\n"} // the marketplace wants a newer SDK
	with := func(name, data string) map[string]string {
		return map[string]string{"requirements.txt": old["requirements.txt"], name: data}
	}
	for _, tt := range []struct {
		name   string
		files  map[string]string
		args   []string
		code   int
		counts bool
	}{
		{"nothing says so", old, nil, exitClean, false},
		{"the flag", old, []string{"--profile", "marketplace"}, exitFindings, true},
		{"the configuration", with(".difylint.yaml", "target:\n  profile: marketplace\n"), nil, exitFindings, true},
		{"the flag against the configuration", with(".difylint.yaml", "target:\n  profile: marketplace\n"), []string{"--profile", "private"}, exitClean, false},
		{"the marketplace's repository", with(".github/workflows/pre-check-plugin.yaml", "on: push\n"), nil, exitFindings, true},
		{"the gate is asked for", old, []string{"--gate", "publish"}, exitFindings, true},
		{"the rule is asked for", old, []string{"--rule", "dependency/sdk-old"}, exitFindings, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := placeIn(t, "tool", tt.files)
			code, out, stderr := difylint(t, dir, "", append([]string{"check"}, tt.args...)...)
			if code != tt.code || strings.Contains(out, "[dependency/sdk-old]") != tt.counts {
				t.Errorf("exit status %d: %s%s", code, out, stderr)
			}
			_, out, _ = difylint(t, dir, "", append([]string{"check", "--format", "json"}, tt.args...)...)
			if private := strings.Contains(strings.Join(tt.args, " "), "private"); strings.Contains(out, `"rule":"dependency/sdk-old","severity"`) == private || !tt.counts && !private && !strings.Contains(out, `"counted":false`) {
				t.Errorf("a machine gets all, marked: %s", out)
			}
		})
	}
}

// A baseline is found from where the plugin is, wherever one is oneself, and after
// it was written a plain check is clean.
func TestBaselineIsFound(t *testing.T) {
	for name, conf := range map[string]string{
		".difylint-baseline.yaml": "",
		"known/later.yaml":        "baseline: known/later.yaml\n",
	} {
		t.Run(name, func(t *testing.T) {
			dir := placeIn(t, "broken", map[string]string{".difylint.yaml": conf, "known/x": ""})
			if code, _, stderr := difylint(t, filepath.Join(dir, "tools"), "", "check", "--update-baseline", ".."); code != exitClean {
				t.Fatalf("exit status %d: %s", code, stderr)
			}
			if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
				t.Error(err)
			}
			for _, from := range []string{".", "tools", "provider"} {
				if code, out, stderr := difylint(t, filepath.Join(dir, from), "", "check"); code != exitClean || strings.Contains(out, "error") {
					t.Errorf("from %s: exit status %d: %s%s", from, code, out, stderr)
				}
			}
			if code, _, _ := difylint(t, dir, "", "check", "--no-config"); code != exitFindings {
				t.Errorf("without the configuration there is no baseline: exit status %d", code)
			}
		})
	}
	dir := placeIn(t, "broken", map[string]string{".difylint.yaml": "baseline: gone.yaml\n"})
	if code, _, stderr := difylint(t, dir, "", "check"); code != exitError || !strings.Contains(stderr, "there is no baseline gone.yaml; --update-baseline writes it") {
		t.Errorf("exit status %d: %s", code, stderr)
	}
}

func TestInitChooses(t *testing.T) {
	dir := placeIn(t, "tool", nil)
	for _, tt := range []struct{ profile, want string }{{"marketplace", "  profile: marketplace\n"}, {"none", "  # profile: marketplace\n"}} {
		code, out, stderr := difylint(t, dir, "", "init", "--force", "--profile", tt.profile)
		data, err := os.ReadFile(filepath.Join(dir, ".difylint.yaml"))
		if code != exitClean || err != nil || !strings.Contains(string(data), tt.want) {
			t.Errorf("exit status %d: %s%s%s", code, out, stderr, data)
		}
	}
	for i, want := range []string{"are written to AGENTS.md", "names difylint already"} {
		if code, out, stderr := difylint(t, dir, "", "init", "--agents"); code != exitClean || !strings.Contains(out, want) {
			t.Errorf("%d: exit status %d: %s%s", i, code, out, stderr)
		}
	}
	data, err := os.ReadFile(filepath.Join(dir, "AGENTS.md"))
	if err != nil || strings.Count(string(data), "difylint check --format concise") != 1 {
		t.Errorf("%s %v", data, err)
	}
}

// TestInitInChinese: the comments of what init writes are in the reader's language,
// and what they explain stays the same.
func TestInitInChinese(t *testing.T) {
	defer func() { language = "" }()
	han := func(s string) bool {
		return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}
	code := regexp.MustCompile(`^# yaml-language-server|^#$|^#\s+(- )?[a-z/*-]+(:( \S+)?)?$`)
	settings := map[string]string{}
	for tag, dir := range map[string]string{"en": placeIn(t, "broken", nil), "zh-Hans": placeIn(t, "broken", nil)} {
		language = tag
		for _, args := range [][]string{{"init", "--profile", "private"}, {"init", "--agents"}, {"init", "--schemas"}} {
			status, out, stderr := difylint(t, dir, "", args...)
			if status != exitClean || han(out) != (tag != "en") {
				t.Errorf("%s %v: exit status %d: %s%s", tag, args, status, out, stderr)
			}
		}
		for _, name := range []string{".difylint.yaml", "AGENTS.md"} {
			data, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(data)) {
				line, _, _ = strings.Cut(strings.TrimSpace(line), "  #") // how many findings a rule has
				switch {
				case line != "" && name == "AGENTS.md", strings.HasPrefix(line, "#") && !code.MatchString(line):
					if han(line) != (tag != "en") {
						t.Errorf("%s: %s: %s", tag, name, line)
					}
				default:
					settings[tag] += line + "\n"
				}
			}
		}
	}
	if d := cmp.Diff(settings["en"], settings["zh-Hans"]); d != "" {
		t.Error(d)
	}
}

func TestInitWritesModelines(t *testing.T) {
	const line = "# yaml-language-server: $schema=https://difylint.github.io/difylint/schema/"
	dir := placeIn(t, "tool", map[string]string{"tools/search.yaml": ""})
	read := func(name string) string {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	write := func(name, data string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	manifest := read("manifest.yaml")
	write("manifest.yaml", "\ufeff"+strings.ReplaceAll(manifest, "\n", "\r\n"))
	tool := "# yaml-language-server: $schema=../mine.json\nidentity: {name: search}\n"
	write("tools/search.yaml", tool)
	for i, want := range []string{"2 files have the address of the schema now; 1 had one.\n", "0 files have the address of the schema now; 3 had one.\n"} {
		if code, out, stderr := difylint(t, dir, "", "init", "--schemas"); code != exitClean || out != want {
			t.Errorf("%d: exit status %d: %s%s", i, code, out, stderr)
		}
	}
	if got := read("manifest.yaml"); got != "\ufeff"+line+"manifest.schema.json\r\n"+strings.ReplaceAll(manifest, "\n", "\r\n") {
		t.Errorf("manifest.yaml: %q", got)
	}
	if got := read("tools/search.yaml"); got != tool {
		t.Errorf("tools/search.yaml: %q", got)
	}
}

func TestIgnoreAsksAndShows(t *testing.T) {
	dir := placeIn(t, "broken", map[string]string{".difylint.yaml": "ignores:\n  require-reason: true\n"})
	manifest := func() string {
		data, err := os.ReadFile(filepath.Join(dir, "manifest.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	before := manifest()
	if code, _, stderr := difylint(t, dir, "", "ignore", "."); code != exitError || !strings.Contains(stderr, "give it with --reason") {
		t.Errorf("exit status %d: %s", code, stderr)
	}
	code, out, stderr := difylint(t, dir, "", "ignore", "--dry-run", "--reason", "waits", "--rule", "identity/author", ".")
	if code != exitClean || !strings.Contains(out, "+author: Acme  # difylint: ignore[identity/author] waits") || !strings.Contains(out, "1 finding would be ignored, 0 left") ||
		!strings.Contains(stderr, "errors among these: 1") || manifest() != before {
		t.Errorf("exit status %d: %s%s", code, out, stderr)
	}
	if code, out, stderr := difylint(t, dir, "", "ignore", "--reason", "waits", "--rule", "identity/author", "."); code != exitClean || manifest() == before {
		t.Errorf("exit status %d: %s%s", code, out, stderr)
	}
}
