package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// badValues are values that a flag must refuse, by its name: those of flags
// whose type does not say what is refused. A flag that is new fails the test until
// it has its line here or refuses by its type.
var badValues = map[string][]string{
	"accept":         {"", "no such form"},
	"advisories":     {"", "nowhere", "a\x00b"},
	"baseline":       {"", "nowhere", ".", "manifest.yaml", "manifest.yaml/x"},
	"config":         {"", "nowhere", ".", "manifest.yaml/x"},
	"dify":           {"", "x", "1.9.0..1.6.0", "0.1.0", "1"},
	"error":          {"", "nowhere", ".", "manifest.yaml/x"},
	"files0-from":    {"", "nowhere", ".", "manifest.yaml/x"},
	"installation":   {"", "nowhere", "tools", "manifest.yaml/x"},
	"output":         {"", ".", "nowhere/report", "manifest.yaml/x"},
	"public-key":     {"", "nowhere", ".", "manifest.yaml", "manifest.yaml/x"},
	"reason":         {""},
	"since":          {"", "nowhere", "manifest.yaml"},
	"shard":          {"", "x", "1", "0/4", "5/4", "1/0", "01/4", "-1/4", "1/4/4", "1/99999", "1/99999999999999999999"},
	"stdin-filename": {"", "../nowhere/x.yaml"},
}

// alone are the flags that need others beside them.
var alone = map[string][]string{
	"accept":         {"--since", "."},
	"zerover":        {"--since", "."},
	"stdin-filename": {"-"},
}

// needed are the arguments that a command cannot be without.
var needed = map[string][]string{
	"explain": {"schema/enum"}, "schema": {"tool"}, "ignore": {"."}, "compare": {"."}, "pack": {"--dry-run"}, "completion": {"bash"}, "merge": {"report.jsonl"},
}

// raw are words of the libraries and of the machine that no user should read.
var raw = regexp.MustCompile(`arg\(s\)|strconv\.|parsing "|invalid argument|for "-|flag: |\b(open|stat|lstat|read|openat) \S+: |no such file or directory|is a directory|not a directory|syntax error|shorthand|CSV|csv|EOF`)

// TestBadValues: every flag of every command refuses what it cannot mean: exit
// status 2, and one line in plain words.
func TestBadValues(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(testdata(t), "tool"))); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := difylint(t, dir, "", "check", "-q", "--fail-on", "never", "-f", "jsonl", "-o", "report.jsonl"); code != exitClean {
		t.Fatal(stderr)
	}
	refuse := func(name string, args ...string) {
		t.Run(strings.ReplaceAll(name, "/", "|"), func(t *testing.T) {
			code, out, stderr := difylint(t, dir, "x", args...)
			if code != exitError || strings.Count(stderr, "\n") != 1 || !strings.HasPrefix(stderr, "difylint: ") || raw.MatchString(stderr) {
				t.Errorf("%q: exit status %d, %s%s", args, code, out, stderr)
			}
		})
	}
	used := map[string]bool{}
	for _, c := range newRoot(env{Name: "difylint", Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{}, Getenv: os.Getenv}).Commands() {
		base := append([]string{c.Name()}, needed[c.Name()]...)
		refuse(c.Name()+" with an unknown flag", append(base, "--nonsense")...)
		refuse(c.Name()+" with an unknown letter", append(base, "-Z")...)
		c.Flags().VisitAll(func(f *pflag.Flag) {
			for _, v := range refused(t, f) {
				used[f.Name] = true
				refuse(c.Name()+" --"+f.Name+"="+v, append(append(append([]string{}, base...), alone[f.Name]...), "--"+f.Name+"="+v)...)
			}
			if f.NoOptDefVal == "" {
				refuse(c.Name()+" --"+f.Name, append(base, "--"+f.Name)...)
			}
		})
		refuse(c.Name()+" on nothing", tooMany(c)...)
	}
	for name := range badValues {
		if !used[name] {
			t.Errorf("no command has the flag --%s", name)
		}
	}
}

// refused are values that a flag must refuse.
func refused(t *testing.T, f *pflag.Flag) []string {
	t.Helper()
	if bad, ok := badValues[f.Name]; ok {
		return bad
	}
	switch f.Value.Type() {
	case "bool":
		return []string{"maybe", ""}
	case "int":
		return []string{"", "x", "-1", "1.5", "0x", "99999999999999999999"}
	}
	if f.Value.Set("no such word") == nil {
		t.Errorf("--%s takes anything: say in badValues what it refuses", f.Name)
	}
	return []string{"", "no such word", "\"", "a,,b"}
}

// tooMany are arguments that a command refuses: more than it takes, or a path
// that leads to nothing.
func tooMany(c *cobra.Command) []string {
	switch c.Name() {
	case "lsp", "mcp", "version":
		return []string{c.Name(), "x"}
	case "pack":
		return []string{"pack", "--dry-run", "nowhere"}
	}
	return []string{c.Name(), "nowhere"}
}

// TestAkin: what users of other linters type is answered with what it is called here.
func TestAkin(t *testing.T) {
	dir := testdata(t)
	for line, want := range map[string]string{
		"run .":                       `unknown command "run"; did you mean "check"?`,
		"lint .":                      `did you mean "check"?`,
		"linters":                     `did you mean "rules"?`,
		"rule schema/enum":            `did you mean "explain"?`,
		"diag":                        `did you mean "diagnose"?`,
		"co":                          "lists the commands",
		"tool":                        "run: difylint check tool",
		"check --select schema":       "did you mean --rule?",
		"check --ignore schema/enum":  "did you mean --skip?",
		"check --output-format json":  "did you mean --format?",
		"check --exit-zero tool":      "did you mean --fail-on never?",
		"check --stat tool":           "did you mean --statistics?",
		"check --Format json":         "did you mean --format?",
		"check -format json":          "unknown flag -format; did you mean --format?",
		"check -output=x":             "did you mean --output?",
		"check -F json":               "unknown flag -F; did you mean -f?",
		"check -Z":                    "unknown flag -Z; --help lists the flags",
		"check --fail-on warn":        `did you mean "warning"?`,
		"check --profile market":      `did you mean "marketplace"?`,
		"check --rule E501":           "the command rules lists them",
		"requires --select a":         "unknown flag --select; --help lists the flags",
		"explain E501":                `unknown rule "E501"; the command rules lists them`,
		"explain file/missing.md":     `did you mean "file/missing"?`,
		"help lint":                   `did you mean "check"?`,
		"diagnose tool/manifest.yaml": "to read the one in tool/manifest.yaml, write --error tool/manifest.yaml",
	} {
		code, out, stderr := difylint(t, dir, "", strings.Fields(line)...)
		if code != exitError || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, want) {
			t.Errorf("%s: exit status %d, %s%s", line, code, out, stderr)
		}
	}
	for _, c := range newRoot(env{Name: "difylint", Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{}}).Commands() {
		code, _, stderr := difylint(t, dir, "x", append(append([]string{c.Name()}, needed[c.Name()]...), "")...)
		if code != exitError || strings.Count(stderr, "\n") != 1 || raw.MatchString(stderr) || strings.Contains(stderr, ": :") {
			t.Errorf("%s with an empty argument: exit status %d, %s", c.Name(), code, stderr)
		}
	}
	for _, tag := range []string{"zh", "zh_CN", "zh-Hans", "en_US.UTF-8"} {
		if code, _, stderr := difylint(t, dir, "", "check", "--lang", tag, "tool"); code != exitClean {
			t.Errorf("--lang %s: %s", tag, stderr)
		}
	}
}
