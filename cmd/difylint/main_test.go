package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"testing"
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/lang"
)

var (
	// screen is the width of the terminal on which difylint prints; 0 for none.
	screen int
	// language is what DIFYLINT_LANG says; "" for nothing.
	language string
	// spoken is the language where language says nothing; nil is English.
	spoken *lang.Language
)

// asProgram, in the environment of this test's program, makes it difylint.
const asProgram = "DIFYLINT_AS_PROGRAM"

// atEnd is called before the test's program ends as difylint.
var atEnd = func() {}

func TestMain(m *testing.M) {
	profile, ok := os.LookupEnv(asProgram)
	if !ok {
		os.Exit(m.Run())
	}
	if profile != "" {
		f, err := os.Create(profile)
		if err == nil {
			err = pprof.StartCPUProfile(f)
		}
		if err != nil {
			panic(err)
		}
		time.AfterFunc(10*time.Second, func() { exit(exitFindings) })
	}
	exit = func(code int) {
		pprof.StopCPUProfile()
		atEnd()
		os.Exit(code)
	}
	main()
}

// difylint runs the program in dir and returns what it printed.
func difylint(t *testing.T, dir, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	t.Chdir(dir)
	var out, err bytes.Buffer
	code = run(context.Background(), args, env{Name: "difylint", Version: lint.Version(), Width: screen, Lang: spoken, Stdin: strings.NewReader(stdin), Stdout: &out, Stderr: &err, Getenv: getenv})
	return code, out.String(), err.String()
}

func getenv(name string) string {
	if name == "DIFYLINT_LANG" {
		return language
	}
	return ""
}

// testdata is the absolute path of the project's example plugins.
func testdata(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../../testdata/plugins")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestExitStatus(t *testing.T) {
	dir := testdata(t)
	empty := t.TempDir()
	for _, tt := range []struct {
		name   string
		args   []string
		code   int
		stderr string // a part of standard error
	}{
		{"clean", []string{"check", "tool"}, exitClean, ""},
		{"findings", []string{"check", "broken"}, exitFindings, "error"},
		{"never fails", []string{"check", "--fail-on", "never", "broken"}, exitClean, "error"},
		{"a file climbs to its plugin", []string{"check", "broken/tools/search.yaml"}, exitFindings, "error"},
		{"everything below", []string{"check", "."}, exitFindings, "7 plugins"},
		{"one gate", []string{"check", "--gate", "call", "broken"}, exitClean, ""},
		{"one rule", []string{"check", "--rule", "schema/enum", "broken"}, exitFindings, ""},
		{"a family left out", []string{"check", "--rule", "schema/*", "--skip", "schema/*", "broken"}, exitClean, ""},
		{"no path", []string{"check"}, exitFindings, "7 plugins"},
		{"no folder to write to", []string{"check", "--output", "nowhere/report", "tool"}, exitError, "nowhere/report cannot be written: "},
		{"no such path", []string{"check", "nowhere"}, exitError, "nowhere: no such file or folder"},
		{"no plugin", []string{"check", empty}, exitError, "no plugin found"},
		{"no such format", []string{"check", "--format", "jsn", "tool"}, exitError, `did you mean "json"?`},
		{"no such rule", []string{"check", "--rule", "schema/enmu", "tool"}, exitError, `did you mean "schema/enum"?`},
		{"no such gate", []string{"check", "--gate", "instal", "tool"}, exitError, `did you mean "install"?`},
		{"no such flag", []string{"check", "--colour", "tool"}, exitError, "unknown flag"},
		{"no such command", []string{"chekc"}, exitError, "unknown command"},
		{"two reports on stdout", []string{"check", "-f", "json", "-f", "text", "tool"}, exitError, "own --output"},
		{"stdin without name", []string{"check", "-"}, exitError, "--stdin-filename"},
		{"explain nothing", []string{"explain", "schema/enmu"}, exitError, `did you mean "schema/enum"?`},
		{"explain without a rule", []string{"explain"}, exitError, "ID is missing; usage: difylint explain ID"},
		{"schema of several", []string{"schema", "tool", "model"}, exitError, "one KIND is expected, and 2 were given"},
		{"schema of nothing", []string{"schema", "manifst"}, exitError, `did you mean "manifest"?`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code, _, stderr := difylint(t, dir, "", tt.args...)
			if code != tt.code {
				t.Errorf("exit status %d, want %d: %s", code, tt.code, stderr)
			}
			if !strings.Contains(stderr, tt.stderr) {
				t.Errorf("standard error %q, want %q in it", stderr, tt.stderr)
			}
			if code == exitError && strings.Count(stderr, "\n") != 1 {
				t.Errorf("one line is wanted: %q", stderr)
			}
		})
	}
}

func TestStdinTakesTheFilesPlace(t *testing.T) {
	dir := testdata(t)
	code, out, stderr := difylint(t, dir, "identity: [\n", "check", "--format", "json", "--stdin-filename", "tool/tools/search.yaml", "-")
	if code != exitFindings {
		t.Fatalf("exit status %d: %s", code, stderr)
	}
	var doc struct {
		Findings []struct{ Path, Rule string }
	}
	if err := json.Unmarshal([]byte(out), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Findings) != 1 || doc.Findings[0].Path != "tool/tools/search.yaml" || doc.Findings[0].Rule != "yaml/syntax" {
		t.Errorf("%d findings, want one, yaml/syntax in tool/tools/search.yaml: %+v", len(doc.Findings), doc.Findings)
	}
}

func TestReports(t *testing.T) {
	dir := testdata(t)
	tmp := t.TempDir()
	name := filepath.Join(tmp, "report.sarif")
	if err := os.WriteFile(name, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, stderr := difylint(t, dir, "", "check", "-q", "-f", "sarif", "-o", name, "-f", "json", "broken")
	if code != exitFindings || stderr != "" {
		t.Fatalf("exit status %d: %s", code, stderr)
	}
	sarif, err := os.ReadFile(name)
	if err != nil || !json.Valid(sarif) || !json.Valid([]byte(out)) {
		t.Errorf("SARIF %.40q (%v), JSON %.40q", sarif, err, out)
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
		t.Error("the file's mode must stay as it was:", info.Mode(), err)
	}
	if left, err := filepath.Glob(filepath.Join(tmp, ".difylint-*")); err != nil || len(left) > 0 {
		t.Error("left behind:", left, err)
	}
}

func TestOtherCommands(t *testing.T) {
	dir := testdata(t)
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"rules"}, "schema/enum"},
		{[]string{"rules", "--json"}, `"id": "schema/enum"`},
		{[]string{"explain", "schema/enum"}, "## Why"},
		{[]string{"schema", "manifest"}, `"$schema"`},
		{[]string{"--version"}, "difylint "},
		{[]string{"--help"}, "Exit status"},
		{[]string{"check", "--help"}, "--fail-on"},
	} {
		code, out, stderr := difylint(t, dir, "", tt.args...)
		if code != exitClean || !strings.Contains(out, tt.want) {
			t.Errorf("%v: exit status %d, %q is not in %.200q %s", tt.args, code, tt.want, out, stderr)
		}
	}
}
