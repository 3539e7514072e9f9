package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/rules"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"
	"gopkg.in/yaml.v3"
)

// catalogue is a small one with an option of each type.
var catalogue = []*lint.Rule{
	{ID: "a/one", Title: "one", Severity: lint.Error, Gate: lint.Package, Options: []lint.Option{
		{Name: "max", Type: "integer", Default: 3, Doc: "Most."},
		{Name: "ratio", Type: "number", Default: 0.5, Doc: "Share."},
		{Name: "strict", Type: "boolean", Default: false, Doc: "Strictly."},
		{Name: "mode", Type: "string", Default: "fast", Enum: []string{"fast", "slow"}, Doc: "How."},
		{Name: "allow", Type: "strings", Default: []string{"x"}, Doc: "What."},
	}},
	{ID: "a/two", Title: "two", Severity: lint.Warning, Gate: lint.None},
	{ID: "b/off", Title: "off", Severity: lint.Info, Gate: lint.None, Off: true},
	{ID: "config/invalid", Title: "config", Severity: lint.Error, Gate: lint.None},
	{ID: "ignore/no-reason", Title: "no reason", Severity: lint.Warning, Gate: lint.None, Off: true},
}

func root(t *testing.T) string {
	t.Helper()
	abs, err := filepath.Abs(string(filepath.Separator))
	if err != nil {
		t.Fatal(err)
	}
	return abs
}

// resolver reads files as if the working directory were /work.
func resolver(t *testing.T, files map[string]string, opts config.Options) *config.Resolver {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	opts.FS = config.Sub(fsys, root(t))
	opts.Dir = filepath.Join(root(t), "work")
	r, err := config.New(catalogue, opts)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// problems are label:line: message.
func problems(fs []lint.Finding) []string {
	var out []string
	for i := range fs {
		f := &fs[i]
		out = append(out, fmt.Sprintf("%s:%d:%s: %s", f.Label(), f.File.Position(f.Span.Start).Line, f.File.Slice(f.Span), f.Message))
	}
	return out
}

func TestFind(t *testing.T) {
	files := map[string]string{
		".difylint.yaml":                "fail-on: info\n", // beyond the repository
		"work/.git/HEAD":                "",
		"work/.difylint.yml":            "fail-on: warning\n",
		"work/p/q/.difylint.yaml":       "target: {profile: private}\n",
		"work/p/q/plugin/manifest.yaml": "",
		"work/lone/.git":                "gitdir: elsewhere\n",
		"work/dist/x.difypkg":           "",
		"work/own/.difylint.yaml":       "",
		"work/own/x.difypkg":            "",
		"beside/x":                      "",
	}
	for dir, want := range map[string]string{
		".": ".difylint.yml", "": ".difylint.yml", "p": ".difylint.yml", "p/q/plugin": "p/q/.difylint.yaml", "p/q": "p/q/.difylint.yaml",
		"lone": "", "lone/deeper": "", "dist/x.difypkg!": "", "own/x.difypkg!": "own/.difylint.yaml",
		"../beside": "../.difylint.yaml", "no/such/folder": ".difylint.yml",
	} {
		r := resolver(t, files, config.Options{})
		got := ""
		if c := r.Config(dir); c != nil {
			got = c.Path
		}
		if got != want {
			t.Errorf("%q: %q, want %q", dir, got, want)
		}
	}
	r := resolver(t, files, config.Options{File: "p/q/.difylint.yaml"})
	if c := r.Config("lone"); c == nil || c.Profile != "private" {
		t.Errorf("the file that is named holds everywhere: %+v", c)
	}
	if _, err := config.New(catalogue, config.Options{FS: config.Sub(fstest.MapFS{}, root(t)), Dir: root(t), File: "no.yaml"}); err == nil {
		t.Error("a named file that is not there must be an error")
	}
}

const full = `# c
rules:
  a/*: info
  a/one:
    severity: warning
    max: 5
    ratio: 2
    strict: true
    mode: slow
    allow: [y, z]
  b/off: on
exclude: [tests, "*.md"]
overrides:
  - files: tools/**
    rules:
      a/one: off
      b/off: {severity: error}
fail-on: never
target:
  dify: ">= 1.6.0"
  review-date: 2026-05-01
  profile: official
ignores: {require-reason: true}
`

const fullTOML = `[project]
name = "p"
[tool.difylint]
exclude = ["tests", '*.md']
fail-on = "never"
target = { dify = ">= 1.6.0", review-date = 2026-05-01, profile = "official" }
ignores.require-reason = true
[tool.difylint.rules]
"a/*" = "info"
"b/off" = "on"
[tool.difylint.rules."a/one"]
severity = "warning"
max = 5
ratio = 2
strict = true
mode = """slow"""
allow = ["y", "z"]
[[tool.difylint.overrides]]
files = "tools/**"
rules = { "a/one" = "off", "b/off" = { severity = "error" } }
`

func TestFull(t *testing.T) {
	testFull(t, ".difylint.yaml", full)
}

func TestFullTOML(t *testing.T) {
	testFull(t, "pyproject.toml", fullTOML)
}

func testFull(t *testing.T, name, full string) {
	r := resolver(t, map[string]string{"work/" + name: full}, config.Options{})
	c := r.Config("p")
	if p := problems(c.Problems); len(p) > 0 {
		t.Fatal(p)
	}
	one, two, off := catalogue[0], catalogue[1], catalogue[2]
	for name, want := range map[string]any{"max": 5, "ratio": 2.0, "strict": true, "mode": "slow", "allow": []string{"y", "z"}} {
		if d := cmp.Diff(want, c.Option(one, name)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	for _, tt := range []struct {
		rule *lint.Rule
		path string
		want string
	}{
		{one, "manifest.yaml", "warning"}, {two, "manifest.yaml", "info"}, {off, "manifest.yaml", "info"},
		{one, "tools/a.yaml", "warning"}, {one, "tests/a.yaml", ""}, {one, "README.md", ""}, {one, "deep/er/X.md", ""}, {one, "tests.yaml", "warning"},
	} {
		s, ok := c.SeverityFor(tt.rule, tt.path, tt.rule.Severity)
		if got := map[bool]string{true: s.String()}[ok]; got != tt.want {
			t.Errorf("%s at %s: %q, want %q", tt.rule.ID, tt.path, got, tt.want)
		}
	}
	// The globs are those of the file's folder: tools/** is beside it, not in p.
	at := resolver(t, map[string]string{"work/" + name: full}, config.Options{}).Config(".")
	if _, ok := at.SeverityFor(one, "tools/a.yaml", lint.Error); ok {
		t.Error("an override turns the rule off for tools")
	}
	if s, ok := at.SeverityFor(off, "tools/a.yaml", lint.Info); !ok || s != lint.Error {
		t.Error("an override raises b/off for tools")
	}
	if !c.FailNever || c.Profile != "official" || c.Dify.Versions(releases.API)[0] != "1.6.0" || c.ReviewDate.Format("2006-01-02") != "2026-05-01" || !c.Enabled(catalogue[4]) {
		t.Errorf("%+v", c)
	}
	if c != r.Config("p") {
		t.Error("the same plugin must get the same configuration")
	}
}

// TestProjectFile: [tool.difylint] holds, .difylint.yaml in the same folder wins,
// and mistakes are reported and mended in TOML.
func TestProjectFile(t *testing.T) {
	files := map[string]string{
		"work/.git/HEAD":             "",
		"work/.difylint.yaml":        "fail-on: info\n",
		"work/none/pyproject.toml":   "[project]\nname = \"uses difylint\"\n",
		"work/broken/pyproject.toml": "[project\nname = \"difylint\"\n",
		"work/own/pyproject.toml":    "[tool.difylint]\nfail-on = \"warning\"\n",
		"work/both/pyproject.toml":   "[tool.difylint]\nfail-on = \"warning\"\n",
		"work/both/.difylint.yml":    "fail-on: never\n",
		"work/large/pyproject.toml":  "[tool.difylint]\nfail-on = \"never\"\n#" + strings.Repeat(" ", config.MaxSize),
		"work/slip/pyproject.toml":   "[tool.difylint]\nfail-no = \"x\"\n[tool.difylint.rules]\n\"a/onee\" = \"warnin\"\n\"a/one\" = 'warnin'\n",
		"work/half/pyproject.toml":   "[tool.difylint]\nfail-on = \n",
		"work/word/pyproject.toml":   "[tool]\ndifylint = 3\n",
	}
	for dir, want := range map[string]string{
		"none": ".difylint.yaml", "broken": ".difylint.yaml", "large": ".difylint.yaml",
		"own": "own/pyproject.toml", "both": "both/.difylint.yml", "slip": "slip/pyproject.toml", "half": "half/pyproject.toml", "word": "word/pyproject.toml",
	} {
		if got := resolver(t, files, config.Options{}).Config(dir).Path; got != want {
			t.Errorf("%s: %q, want %q", dir, got, want)
		}
	}
	for dir, want := range map[string][]string{
		"own":  nil,
		"both": {"both/pyproject.toml:1:[tool.difylint]: [tool.difylint] has no effect: .difylint.yml in the same folder is read in its place; keep one of the two"},
		"half": {"half/pyproject.toml:2:: not TOML: unexpected character U+000A at start of value"},
		"word": {`word/pyproject.toml:2:3: the configuration is a value and must be a mapping`},
		"slip": {
			`slip/pyproject.toml:2:fail-no: unknown key "fail-no" in the configuration; did you mean "fail-on"?`,
			`slip/pyproject.toml:4:"a/onee": there is no rule "a/onee"; did you mean "a/one"?`,
			`slip/pyproject.toml:5:'warnin': the severity of a/one cannot be "warnin"; did you mean "warning"?`,
		},
	} {
		c := resolver(t, files, config.Options{}).Config(dir)
		if d := cmp.Diff(want, problems(c.Problems)); d != "" {
			t.Errorf("%s: %s", dir, d)
		}
		for i := range c.Problems {
			for _, fix := range c.Problems[i].Fixes {
				if e := fix.Edits[0]; e.Path != "pyproject.toml" || e.New != "fail-on" && e.New != `"a/one"` && e.New != `"warning"` {
					t.Errorf("%s: %+v", dir, e)
				}
			}
		}
	}
	none := resolver(t, files, config.Options{File: "none/pyproject.toml"}).Config("own")
	if p := problems(none.Problems); len(p) != 1 || !strings.Contains(p[0], "there is no table [tool.difylint] in this file") {
		t.Errorf("a named file without the table: %q", p)
	}
}

func TestExtends(t *testing.T) {
	files := map[string]string{
		"work/.git/HEAD":        "",
		"work/.difylint.yaml":   "extends: [base/one.yaml, base/two.yml]\nrules:\n  a/one: {max: 9}\n  b/off: on\nexclude: [z]\n",
		"work/base/one.yaml":    "extends: ../deep.yaml\nrules:\n  a/one: {severity: info, max: 4}\n  a/two: off\nexclude: [y]\n",
		"work/base/two.yml":     "rules:\n  a/two: error\nfail-on: warning\noverrides:\n  - files: x\n    rules: {a/*: off}\n",
		"work/deep.yaml":        "rules:\n  a/one: {strict: true}\nfail-on: info\n",
		"work/c/.difylint.yaml": "extends: a.yaml\n",
		"work/c/a.yaml":         "extends: b.yaml\nrulez: {}\n",
		"work/c/b.yaml":         "extends: [a.yaml, no.yaml, /etc/x.yaml, https://x/y.yaml, ../../out.yaml, x.json]\nfail-on: info\n",
		"out.yaml":              "fail-on: info\n",
	}
	r := resolver(t, files, config.Options{})
	c := r.Config(".")
	if p := problems(c.Problems); len(p) > 0 {
		t.Fatal(p)
	}
	one, two := catalogue[0], catalogue[1]
	if c.Option(one, "max") != 9 || c.Option(one, "strict") != true || c.FailOn != lint.Warning {
		t.Errorf("%+v", c)
	}
	if s, _ := c.SeverityFor(one, "m", lint.Error); s != lint.Info {
		t.Error("the severity of the base stays where only an option is set")
	}
	if s, ok := c.SeverityFor(two, "m", lint.Warning); !ok || s != lint.Error {
		t.Error("the later base has the last word")
	}
	if d := cmp.Diff([]string{"y", "z"}, c.Exclude.Patterns); d != "" || len(c.Overrides) != 1 {
		t.Error(d, c.Overrides)
	}
	c = r.Config("c")
	want := []string{
		`c/b.yaml:1:a.yaml: "a.yaml" leads back to a file that it comes from: a configuration cannot extend itself`,
		`c/b.yaml:1:no.yaml: there is no file "no.yaml"`,
		`c/b.yaml:1:/etc/x.yaml: "/etc/x.yaml" is not a relative path; a configuration extends files beside it`,
		`c/b.yaml:1:https://x/y.yaml: "https://x/y.yaml" is not a relative path; a configuration extends files beside it`,
		`c/b.yaml:1:../../out.yaml: "../../out.yaml" lies outside the repository`,
		`c/b.yaml:1:x.json: "x.json" is not the path of a YAML file`,
		`c/a.yaml:2:rulez: unknown key "rulez" in the configuration; did you mean "rules"?`,
	}
	if d := cmp.Diff(want, problems(c.Problems)); d != "" {
		t.Error(d)
	}
	if c.FailOn != lint.Info {
		t.Error("what is right is in force")
	}
}

// TestExtendsBounded: a long chain ends.
func TestExtendsBounded(t *testing.T) {
	files := map[string]string{"work/.difylint.yaml": "extends: 0.yaml\n"}
	for i := range 40 {
		files[fmt.Sprintf("work/%d.yaml", i)] = fmt.Sprintf("extends: %d.yaml\n", i+1)
	}
	p := problems(resolver(t, files, config.Options{}).Config(".").Problems)
	if len(p) != 1 || !strings.Contains(p[0], "more than 16 files") {
		t.Error(p)
	}
}

func TestProblems(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"rulez: {}\n", `1:rulez: unknown key "rulez" in the configuration; did you mean "rules"?`},
		{"zzz: 1\n", `1:zzz: unknown key "zzz" in the configuration; the keys are baseline, exclude, extends, fail-on, ignores, lang, overrides, rules, target`},
		{"- a\n", `1:- a: the configuration is a list and must be a mapping`},
		{"rules: [a/one]\n", `1:[a/one]: rules is a list and must be a mapping of rules to severities`},
		{"rules:\n  a/oen: off\n", `2:a/oen: there is no rule "a/oen"; did you mean "a/one"?`},
		{"rules:\n  zzzzzz: off\n", `2:zzzzzz: there is no rule "zzzzzz"`},
		{"rules: {a/one: warn}\n", `1:warn: the severity of a/one cannot be "warn"; it is one of error, warning, info, off, on`},
		{"rules: {a/one: warnning}\n", `1:warnning: the severity of a/one cannot be "warnning"; did you mean "warning"?`},
		{"rules: {a/one: }\n", `1:a/one: a/one must have a value, not nothing`},
		{"rules: {a/one: [off]}\n", `1:[off]: a/one must have a value, not a list`},
		{"rules: {a/one: {maxx: 1}}\n", `1:maxx: unknown key "maxx" in a/one; did you mean "max"?`},
		{"rules: {a/one: {max: 1.5}}\n", `1:1.5: max must be a whole number, not "1.5"`},
		{"rules: {a/one: {max: '1'}}\n", `1:'1': max must be a whole number, not "1"`},
		{"rules: {a/one: {ratio: x}}\n", `1:x: ratio must be a number, not "x"`},
		{"rules: {a/one: {strict: yes}}\n", `1:yes: strict must be true or false, not "yes"`},
		{"rules: {a/one: {mode: slo}}\n", `1:slo: mode cannot be "slo"; did you mean "slow"?`},
		{"rules: {a/one: {allow: [{}]}}\n", `1:{}: allow must have a value, not a mapping`},
		{"rules: {a/*: {max: 1}}\n", `1:max: options belong to single rules; a/* takes a severity only`},
		{"rules: {config/invalid: off}\n", `1:off: config/invalid cannot be turned off: what is wrong here must be seen`},
		{"exclude: ['[a']\n", `1:'[a': "[a" is no valid pattern: a bracket or brace is not closed`},
		{"exclude: 'a\\b'\n", `1:'a\b': "a\\b" has a backslash; paths are written with slashes`},
		{"overrides: {}\n", `1:{}: overrides is a mapping and must be a list`},
		{"overrides:\n  - rules: {a/one: off}\n", `2:rules: this override names no files, so it never holds`},
		{"overrides:\n  - files: x\n    rules: {a/one: {max: 1}}\n", `3:max: an option holds for the whole plugin; set it under rules, not in an override`},
		{"overrides:\n  - file: x\n", `2:file: unknown key "file" in an override; did you mean "files"?`},
		{"fail-on: errors\n", `1:errors: fail-on cannot be "errors"; did you mean "error"?`},
		{"target: {dify: latest}\n", `1:latest: target.dify: "latest" is not a release of Dify, such as 1.17.1; write 1.9.0, 1.6.0..1.9.2 or ">=1.6.0"`},
		{"target: {review-date: 1.5.2026}\n", `1:1.5.2026: "1.5.2026" is no date; write it as 2026-05-01`},
		{"target: {installation: /opt/dify/docker}\n", `1:/opt/dify/docker: "/opt/dify/docker" is not a relative path; write the installation's path from the folder of this file`},
		{"target: {installation: dify\\docker}\n", `1:dify\docker: "dify\\docker" has a backslash; paths are written with slashes`},
		{"target: {installation: }\n", `1:installation: target.installation must have a value, not nothing`},
		{"target: {profile: market}\n", `1:market: target.profile cannot be "market"; it is one of marketplace, private, official`},
		{"ignores: {require-reason: 1}\n", `1:1: ignores.require-reason is true or false, not "1"`},
		{"fail-on: info\nfail-on: error\n", `2:fail-on: "fail-on" stands twice in one mapping`},
		{"a: &x {}\n<<: *x\nrules: {}\n", `1:a: unknown key "a" in the configuration; the keys are baseline, exclude, extends, fail-on, ignores, lang, overrides, rules, target|2:<<: merge keys (<<) have no effect in this file; write the entries themselves`},
		{"? [a]\n: b\n", `1:[a]: this key is a list and must be a word`},
		{"rules: {}\n---\nx: 1\n", `2:---: a second document begins here; only the first is read`},
		{"rules: 'x\n", `1:'x: this quote is never closed`},
		{"extends: [{}]\n", `1:{}: extends must have a value, not a mapping`},
		{"# nothing\n", ""},
		{"rules:\nexclude: []\noverrides:\n", ""},
	} {
		c := resolver(t, map[string]string{"work/.difylint.yaml": tt.in}, config.Options{}).Config(".")
		var want []string
		for s := range strings.SplitSeq(tt.want, "|") {
			if s != "" {
				want = append(want, ".difylint.yaml:"+s)
			}
		}
		if d := cmp.Diff(want, problems(c.Problems)); d != "" {
			t.Errorf("%q:\n%s", tt.in, d)
		}
	}
}

// TestInstallation: the path is relative to the file that has it, and stays in the repository.
func TestInstallation(t *testing.T) {
	for _, tt := range []struct {
		name, in, want, problem string
	}{
		{"beside", "target: {installation: docker}\n", "p/docker", ""},
		{"above, in the repository", "target: {installation: ../docker/.env}\n", "docker/.env", ""},
		{"of a file that is extended", "extends: ../common/base.yaml\n", "common/docker", ""},
		{"outside", "target: {installation: ../../docker}\n", "", `"../../docker" lies outside the repository`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := resolver(t, map[string]string{
				"work/.git/HEAD": "", "work/p/.difylint.yaml": tt.in, "work/common/base.yaml": "target: {installation: docker}\n", "work/p/manifest.yaml": "",
			}, config.Options{}).Config("p")
			if got := strings.Join(problems(c.Problems), "|"); c.Installation != tt.want || (got == "") != (tt.problem == "") || !strings.Contains(got, tt.problem) {
				t.Errorf("%q, problems %s", c.Installation, got)
			}
		})
	}
}

func TestTooLarge(t *testing.T) {
	c := resolver(t, map[string]string{"work/.difylint.yaml": strings.Repeat("# x\n", config.MaxSize/4+1)}, config.Options{}).Config(".")
	if p := problems(c.Problems); len(p) != 1 || !strings.Contains(p[0], "larger") {
		t.Error(p)
	}
}

// TestShared: a file that many plugins share is told of once, and reading it is
// safe for many goroutines.
func TestShared(t *testing.T) {
	r := resolver(t, map[string]string{"work/.difylint.yaml": "zzz: 1\nfail_on: info\n"}, config.Options{})
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			if c := r.Config(fmt.Sprintf("p%d", i%4)); c == nil || len(c.Problems) != 2 {
				t.Error("not read")
			}
		})
	}
	wg.Wait()
	if p := r.Problems(); len(p) != 2 {
		t.Error(problems(p))
	}
}

// TestLabels: a plugin's own file is labelled as the plugin's, so that a fix may
// change it; another is not.
func TestLabels(t *testing.T) {
	files := map[string]string{"work/.difylint.yaml": "fail_on: info\n", "work/own/.difylint.yaml": "fail_on: info\n"}
	r := resolver(t, files, config.Options{})
	for dir, want := range map[string]string{"own": "own", "./own": "./own", "p": ".", "p/x.difypkg!": ""} {
		c := r.Config(dir)
		got := ""
		if c != nil && len(c.Problems) == 1 {
			got = c.Problems[0].Plugin
			if len(c.Problems[0].Fixes) != 1 {
				t.Errorf("%s: no fix", dir)
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", dir, got, want)
		}
	}
}

func TestOS(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "p", ".difylint.yaml"), 0o755); err != nil { // a folder is no configuration
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, ".difylint.yaml"), []byte("fail-on: info\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := config.New(catalogue, config.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if c := r.Config("p"); c == nil || c.FailOn != lint.Info || c.Path != ".difylint.yaml" {
		t.Errorf("%+v", c)
	}
}

func TestExplain(t *testing.T) {
	r := resolver(t, map[string]string{
		"work/.difylint.yaml":  "extends: base.yaml\nrules:\n  a/one:\n    max: 7\noverrides:\n  - files: '*.py'\n    rules:\n      a/*: info\nexclude: gen\nfail_no: info\n",
		"work/base.yaml":       "rules:\n  a/one: warning\nignores:\n  require-reason: true\n",
		"work/p/manifest.yaml": "",
		"work/p/tools/a.py":    "",
	}, config.Options{})
	var b bytes.Buffer
	if err := r.Explain("p/tools/a.py").Print(&b, false); err != nil {
		t.Fatal(err)
	}
	want := `p/tools/a.py: .difylint.yaml holds, extending base.yaml
fail-on                 error            default
lang                    by the locale    default
baseline                none             default
target.profile          by the manifest  default
target.dify             by the manifest  default
target.installation     none             default
target.review-date      today            default
ignores.require-reason  true             base.yaml:4
exclude                 gen              .difylint.yaml:9
a/one                   info             .difylint.yaml:8
  max                   7                .difylint.yaml:4
a/two                   info             .difylint.yaml:8
ignore/no-reason        warning          base.yaml:4
.difylint.yaml:10: unknown key "fail_no" in the configuration; did you mean "fail-on"?
`
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Error(d)
	}
	e := r.Explain("p")
	if e.Plugin != "p" || e.Path != "" || e.Rules[0].Severity != "warning" || e.Rules[0].From != "base.yaml:2" {
		t.Errorf("%+v", e)
	}
	if e := r.Explain("p/gen/x.yaml"); e.Excluded == nil {
		t.Error("a pattern without a slash matches at any depth, and what is in a folder")
	}
}

func TestExplainExcluded(t *testing.T) {
	r := resolver(t, map[string]string{"work/.difylint.yaml": "exclude: p/gen/\n", "work/p/manifest.yaml": ""}, config.Options{})
	e := r.Explain("p/gen/x.yaml")
	if e.Excluded == nil || e.Excluded.From != ".difylint.yaml:1" {
		t.Errorf("%+v", e.Excluded)
	}
	var b bytes.Buffer
	none := resolver(t, nil, config.Options{}).Explain("p")
	if err := none.Print(&b, true); err != nil || !strings.Contains(b.String(), "the defaults do") || !strings.Contains(b.String(), "b/off") {
		t.Error(b.String())
	}
}

// schemaOf compiles a catalogue's schema with a validator that is not ours.
func schemaOf(t *testing.T, list []*lint.Rule) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	if err := c.AddResource(config.SchemaID, bytes.NewReader(config.Schema(list))); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(config.SchemaID)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// valid asks the schema about a YAML text.
func valid(t *testing.T, s *jsonschema.Schema, in string) bool {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(in), &v); err != nil {
		return false
	}
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var plain any
	if err := json.Unmarshal(data, &plain); err != nil {
		t.Fatal(err)
	}
	return s.Validate(plain) == nil
}

// TestSchema: the schema and the reader agree.
func TestSchema(t *testing.T) {
	s := schemaOf(t, catalogue)
	full := strings.Replace(full, "2026-05-01", "'2026-05-01'", 1) // a date is no JSON
	for in, want := range map[string]bool{
		full: true, "": true, "rulez: {}\n": false, "rules: {a/one: warn}\n": false, "rules: {a/one: {max: x}}\n": false, "rules: {a/one: {max: 3}}\n": true,
		"rules: {a/*: {max: 3}}\n": false, "rules: {a/*: off, b/off: on}\n": true, "fail-on: never\n": true, "fail-on: no\n": false, "overrides: [{rules: {}}]\n": false,
		"extends: a.json\n": false, "extends: [a.yaml]\n": true, "target: {dify: latest}\n": false, "target: {dify: 1.6.0}\n": true, "exclude: x\n": true,
		"overrides: [{files: x, rules: {a/one: {max: 1}}}]\n": false,
	} {
		if got := valid(t, s, in); got != want {
			t.Errorf("%q: %t by the schema", in, got)
		}
		c := resolver(t, map[string]string{"work/.difylint.yaml": in, "work/a.yaml": ""}, config.Options{}).Config(".")
		if got := len(c.Problems) == 0; got != want {
			t.Errorf("%q: %t by the reader: %v", in, got, problems(c.Problems))
		}
	}
}

// TestSchemaOfAllRules: the schema of every rule is valid.
func TestSchemaOfAllRules(t *testing.T) { schemaOf(t, rules.All()) }

func TestInit(t *testing.T) {
	open := func(files map[string]string) *plugin.Plugin {
		fsys := fstest.MapFS{}
		for name, data := range files {
			fsys[name] = &fstest.MapFile{Data: []byte(data)}
		}
		return plugin.Open(fsys, "p")
	}
	found := &lint.Result{Plugins: []lint.PluginResult{{Findings: []lint.Finding{{Rule: catalogue[1]}, {Rule: catalogue[0]}, {Rule: catalogue[0]}, {Rule: catalogue[2], IgnoredBy: lint.ByComment}}}}}
	for name, tt := range map[string]struct {
		plugins []*plugin.Plugin
		res     *lint.Result
		has     []string
		profile string
	}{
		"nothing":     {nil, nil, []string{"family/name: warning"}, ""},
		"private":     {[]*plugin.Plugin{open(map[string]string{"manifest.yaml": "author: me\nmeta: {minimum_dify_version: 1.4.0}\n", "tests/a.py": ""})}, found, []string{`dify: ">=1.4.0"`, "as p/manifest.yaml says", "#   - tests\n", "a/one: error  # 2 findings", "a/two: warning  # 1 finding\n"}, "private"},
		"marketplace": {[]*plugin.Plugin{open(map[string]string{"manifest.yaml": "author: me\n", "PRIVACY.md": "x"})}, nil, []string{`# dify: ">=1.6.0"`}, "marketplace"},
		"official":    {[]*plugin.Plugin{open(map[string]string{"manifest.yaml": "author: langgenius\n"})}, nil, nil, "official"},
		"broken":      {[]*plugin.Plugin{open(map[string]string{"manifest.yaml": "a: 'x\n"})}, nil, nil, "private"},
	} {
		t.Run(name, func(t *testing.T) {
			out := string(config.Init(tt.plugins, tt.profile, tt.res, nil))
			for _, h := range tt.has {
				if !strings.Contains(out, h) {
					t.Errorf("no %q in\n%s", h, out)
				}
			}
			c := resolver(t, map[string]string{"work/.difylint.yaml": out}, config.Options{}).Config(".")
			if p := problems(c.Problems); len(p) > 0 || c.Profile != tt.profile || !c.Enabled(catalogue[4]) {
				t.Errorf("%v %+v", p, c)
			}
			// The comments show what may be written: it must be right too.
			shown := strings.NewReplacer("# exclude:", "exclude:", "#   - ", "  - ", "# rules:", "rules:", "#   a/", "  a/", "# overrides:", "overrides:",
				"#     rules:", "    rules:", "#       family/name", "      a/one", "#   family/name", "  a/one", "  # dify", "  dify", "  # review", "  review", "# target:", "target:", "  # profile", "  profile", "# baseline:", "baseline:").Replace(out)
			c = resolver(t, map[string]string{"work/.difylint.yaml": shown}, config.Options{}).Config(".")
			if p := problems(c.Problems); len(p) > 0 {
				t.Errorf("%v in\n%s", p, shown)
			}
		})
	}
}

// FuzzRead: no file ends the program, and every problem has its place.
func FuzzRead(f *testing.F) {
	f.Add(full)
	f.Add("rules: &x {a/one: *x}\n<<: *x\n? {a: b}\n: c\noverrides: [*x, [], ~]\nextends: .difylint.yaml\n")
	f.Fuzz(func(t *testing.T, in string) {
		r := resolver(t, map[string]string{"work/.difylint.yaml": in}, config.Options{})
		for _, p := range r.Config(".").Problems {
			if p.Span.Start < 0 || p.Span.End > len(p.File.Data) || p.Message.String() == "" {
				t.Fatalf("%+v", p)
			}
		}
		r.Explain("x.yaml")
	})
}

// TestLinks: a file that is found, or extended, is read through a link that stays
// in its repository, or in its folder where there is none; that which a user names
// is read wherever it leads.
func TestLinks(t *testing.T) {
	for _, tt := range []struct {
		link, to, file string
		git, read      bool
	}{
		{"p/.difylint.yaml", "../above.yaml", "", true, true},
		{"p/.difylint.yaml", "../above.yaml", "", false, false},
		{"p/.difylint.yaml", "beside.yaml", "", false, true},
		{"p/.difylint.yaml", "../../secret.yaml", "", true, false},
		{"p/.difylint.yaml", "../.git/config", "", true, false},
		{"p/.difylint.yaml", "nowhere", "", true, false},
		{"p/pyproject.toml", "../../secret.toml", "", true, false},
		{"p/named.yaml", "../../secret.yaml", "p/named.yaml", true, true},
	} {
		dir := t.TempDir()
		top := filepath.Join(dir, "r")
		for name, data := range map[string]string{
			"r/p/beside.yaml": "no-such-key: 1\n", "r/above.yaml": "no-such-key: 1\n", "secret.yaml": "no-such-key: 1\n",
			"secret.toml": "[tool.difylint]\nno-such-key = 1\n", "r/.git/config": "no-such-key: 1\n",
		} {
			if !tt.git && name == "r/.git/config" {
				continue
			}
			name = filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Symlink(filepath.FromSlash(tt.to), filepath.Join(top, filepath.FromSlash(tt.link))); err != nil {
			t.Fatal(err)
		}
		r, err := config.New(rules.All(), config.Options{Dir: top, File: tt.file})
		if err != nil {
			t.Fatal(err)
		}
		r.Config("p")
		read := false
		for _, f := range r.Problems() {
			read = read || strings.Contains(f.Message.String(), "no-such-key")
		}
		if read != tt.read {
			t.Errorf("%+v: %v", tt, r.Problems())
		}
	}
}
