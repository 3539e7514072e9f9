package driver_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/source/yamledit"
	"github.com/difylint/difylint/rules"
)

// shouting is a rule of a team's own.
var shouting = &lint.Rule{
	ID: "ours/shouting", Gate: lint.None, Severity: lint.Error, Title: "a label in capitals",
	Run: func(p *lint.Pass) {
		d := p.Plugin.Manifest()
		if n := d.Root.At("label", "en_US"); n != nil && n.Str() == strings.ToUpper(n.Str()) {
			p.Report(lint.Finding{
				Place: plugin.At(d, n), Message: lint.Msg("the label %q shouts", n.Str()),
				Fixes: lint.SafeFix(lint.Msg("Lower the voice"), yamledit.ReplaceValue(d.Tree, n, "Demo")),
			})
		}
	},
}

// The program of a team: its rules beside the catalogue, or, as here, alone.
// Main is the same for the process that it runs in.
func ExampleRun() {
	code := driver.Run(context.Background(), []string{"rules"}, os.Stdout, os.Stderr, shouting)
	fmt.Println("exit status", code)
	code = driver.Run(context.Background(), []string{"check", "-q", "--format", "concise", "../../../testdata/plugins/tool"}, os.Stdout, os.Stderr, shouting)
	fmt.Println("exit status", code)
	// Output:
	// ours/shouting  none  error  a label in capitals
	// exit status 0
	// exit status 0
}

func write(t *testing.T, label string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "manifest.yaml"), []byte("type: plugin\nlabel:\n  en_US: "+label+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestRun(t *testing.T) {
	loud, quiet := write(t, "DEMO"), write(t, "Demo")
	configured := write(t, "DEMO")
	if err := os.WriteFile(filepath.Join(configured, ".difylint.yaml"), []byte("rules:\n  ours/shouting: off\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name        string
		args        []string
		rules       []*lint.Rule
		code        int
		out, errOut string
	}{
		{"clean", []string{"check", quiet}, []*lint.Rule{shouting}, driver.Clean, "", "no findings"},
		{"a finding", []string{"check", "--format", "concise", loud}, []*lint.Rule{shouting}, driver.Findings, `the label "DEMO" shouts`, "1 error"},
		{"beside the whole catalogue", []string{"check", "--format", "concise", loud}, append(rules.All(), shouting), driver.Findings, "ours/shouting", "error"},
		{"a finding that does not fail", []string{"check", "--fail-on", "never", loud}, []*lint.Rule{shouting}, driver.Clean, "shouts", ""},
		{"configured", []string{"check", configured}, []*lint.Rule{shouting}, driver.Clean, "", ""},
		{"not configured", []string{"check", "--no-config", configured}, []*lint.Rule{shouting}, driver.Findings, "shouts", ""},
		{"the list", []string{"rules"}, []*lint.Rule{shouting}, driver.Clean, "ours/shouting  none  error  a label in capitals\n", ""},
		{"a page", []string{"explain", "ours/shouting"}, []*lint.Rule{shouting}, driver.Clean, "# ours/shouting", ""},
		{"no such page", []string{"explain", "ours/shoutin"}, []*lint.Rule{shouting}, driver.Failed, "", `did you mean "ours/shouting"?`},
		{"no command", nil, []*lint.Rule{shouting}, driver.Clean, "driver.test check .", ""},
		{"a path without a command", []string{quiet}, []*lint.Rule{shouting}, driver.Failed, "", "driver.test check "},
		{"the help of a rule", []string{"help", "shouting"}, []*lint.Rule{shouting}, driver.Clean, "# ours/shouting", ""},
		{"no plugin", []string{"check", t.TempDir()}, []*lint.Rule{shouting}, driver.Failed, "", "no plugin found"},
		{"no format", []string{"check", "--format", "prose", loud}, []*lint.Rule{shouting}, driver.Failed, "", `--format: invalid value "prose"`},
		{"no flag", []string{"check", "--loud"}, []*lint.Rule{shouting}, driver.Failed, "", "unknown flag --loud"},
		{"help", []string{"-h"}, nil, driver.Clean, "Usage", ""},
		{"a rule twice", []string{"check", quiet}, []*lint.Rule{shouting, shouting}, driver.Failed, "", "two rules have the ID ours/shouting"},
		{"an ID that is none", []string{quiet}, []*lint.Rule{{ID: "Shouting", Title: "x", Run: shouting.Run}}, driver.Failed, "", "is not the ID of a rule"},
		{"a rule that does nothing", []string{quiet}, []*lint.Rule{{ID: "a/b", Title: "x"}}, driver.Failed, "", "a/b does nothing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out, errOut strings.Builder
			if code := driver.Run(context.Background(), tt.args, &out, &errOut, tt.rules...); code != tt.code {
				t.Errorf("exit status %d, want %d", code, tt.code)
			}
			if !strings.Contains(out.String(), tt.out) || !strings.Contains(errOut.String(), tt.errOut) {
				t.Errorf("it prints\n%s\n%s", out.String(), errOut.String())
			}
		})
	}
}

func TestFix(t *testing.T) {
	dir := write(t, "DEMO")
	var out, errOut strings.Builder
	if code := driver.Run(context.Background(), []string{"check", "--fix", dir}, &out, &errOut, shouting); code != driver.Clean {
		t.Errorf("exit status %d: %s%s", code, out.String(), errOut.String())
	}
	text, err := os.ReadFile(filepath.Join(dir, "manifest.yaml"))
	if err != nil || !strings.Contains(string(text), "en_US: Demo\n") {
		t.Errorf("%s, %v", text, err)
	}
}
