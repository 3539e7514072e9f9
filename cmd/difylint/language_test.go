package main

// What is said in another language than English. A language whose every text is the
// English one between marks shows what no catalogue can translate: the words
// outside the marks that are no code and no name.

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/kit"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/rules"
	"github.com/difylint/difylint/schema"
	gocmp "github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"
)

// marked is the language: each text between marks, its arguments outside of them.
func marked(t *testing.T) *lang.Language {
	t.Helper()
	entries := collect(t)
	for i, e := range entries {
		if e.Format {
			e.ID = shownVerb.ReplaceAllStringFunc(e.ID, func(v string) string {
				if v == "%%" {
					return v
				}
				return "⟧" + v + "⟦"
			})
		}
		entries[i].Text = "⟦" + e.ID + "⟧"
	}
	return lang.New("marked", entries)
}

// shownVerb is a verb with the quotes that its argument stands in.
var shownVerb = regexp.MustCompile("[`\"]?" + verb.String() + "[`\"]?")

var (
	inMarks = regexp.MustCompile(`⟦[^⟦⟧]*⟧`)
	// code is what is written as code: fenced, quoted, a tag, a call with its
	// arguments, a command with its flags, a change with its key, a line of a file
	// beside its number.
	code = regexp.MustCompile("(?ms)^```.*?^```$|`[^`\n]*`|\"[^\"\n]*\"|[\\w.]+\\([^()\n]*\\)|^ *\\d* [|│][^⟦\n]*$|\\bdifylint [^⟦\n]*| --[^⟦\n]*|<[^>\n]*>|\\b[a-z]+(?:-[a-z]+)+ [\\w./]+")
	// samples are the examples in the help of a command.
	samples = regexp.MustCompile(`⟦Examples:⟧\n(?:  .*\n)+`)
	// chunk is what stands between spaces and signs of a sentence.
	chunk = regexp.MustCompile(`[\w./:@#$%*+~=\\&?-]*[A-Za-z][\w./:@#$%*+~=\\&?-]*`)
	// letters is a chunk that may be an English word.
	letters = regexp.MustCompile(`^(?:[A-Z]?[a-z]+|[A-Z]{2,})[.:?]?$`)
	wordIn  = regexp.MustCompile(`[A-Za-z]+`)
)

// unmarked are the words of an output in the marked language that no catalogue can
// translate; known holds the files that the output may quote: a word of theirs is a
// name where it is not also one of the catalogue.
func unmarked(marked *lang.Language, out, known string) []string {
	out = code.ReplaceAllString(inMarks.ReplaceAllString(samples.ReplaceAllString(out, ""), "…"), "…")
	quoted := map[string]bool{}
	for _, w := range wordIn.FindAllString(known, -1) {
		quoted[w] = true
	}
	return slices.DeleteFunc(chunk.FindAllString(out, -1), func(s string) bool {
		w := strings.TrimRight(s, ".:?")
		return len(w) < 2 || !letters.MatchString(s) || names()[w] || (quoted[w] || declared()[w]) && !marked.Has(w)
	})
}

// names are the words that are the same in every language.
var names = sync.OnceValue(func() map[string]bool {
	// Products, formats, levels of logs; words of Python and of configurations; modules,
	// packages, parameters, a link; values that
	// the platform has beyond the schemas: converters of paths and their arguments, settings, categories of
	// plugins and signatures, parts of scopes, severities of advisories.
	// The words of our own output are severities, gates and classes of changes.
	words := strings.Fields(`difylint help lang ID KIND breaking added fix Dify Linux Windows SQL SVG RSA PKCS DEBUG INFO WARN ERROR
		on off import credentials common importlib pymysql requests setuptools types binary Tool pattern runtime session val
		tool storage number text required any default float int uuid disable require gcs extension community partner langgenius
		inbound outbound env process high BMP AVIF signed`)
	for _, g := range lint.Gates() {
		words = append(words, string(g))
	}
	for s := lint.Info; s <= lint.Error; s++ {
		words = append(words, s.String())
	}
	for _, r := range rules.All() {
		for _, o := range r.Options {
			words = append(words, o.Type)
		}
	}
	return set(words)
})

func set(words []string) map[string]bool {
	out := map[string]bool{}
	for _, w := range words {
		out[w] = true
	}
	return out
}

// declared are the words of declaration files.
var declared = sync.OnceValue(func() map[string]bool {
	var words []string
	for _, kind := range schema.Kinds() {
		data, err := schema.Bundle(kind)
		var v any
		if err = errors.Join(err, json.Unmarshal(data, &v)); err != nil {
			panic(err)
		}
		words = append(words, written(v)...)
	}
	return set(words)
})

// written are the words of a schema that authors write: keys, values, types.
func written(v any) []string {
	var out []string
	switch v := v.(type) {
	case []any:
		for _, c := range v {
			out = append(out, written(c)...)
		}
	case map[string]any:
		for k, c := range v {
			switch c := c.(type) {
			case map[string]any:
				if k == "properties" {
					out = slices.AppendSeq(out, maps.Keys(c))
				}
			case []any:
				if k == "enum" || k == "type" {
					for _, w := range c {
						out = append(out, fmt.Sprint(w))
					}
				}
			case string:
				if k == "const" || k == "type" {
					out = append(out, c)
				}
			}
			out = append(out, written(c)...)
		}
	}
	return out
}

// TestExamplesInChinese runs the examples of all rules: in Chinese they report the
// same rules at the same places and gates as in English, and nothing is said that a
// catalogue could not translate.
func TestExamplesInChinese(t *testing.T) {
	zh, _ := lang.Of("zh-Hans")
	marked := marked(t)
	all := rules.All()
	for _, r := range all {
		for i, e := range kit.Examples(r) {
			cfg, err := kit.Config(r, e)
			if err != nil {
				t.Fatal(err)
			}
			both := []*kit.Plugin{e.GoodPlugin()}
			if !e.Fine() {
				both = append(both, e.BadPlugin())
			}
			for _, p := range both {
				res, err := p.RunRule(r, e, cfg, kit.Catalogue(all))
				if err != nil {
					t.Fatal(err)
				}
				say := func(l *lang.Language, format string) string {
					var b bytes.Buffer
					if err := report.Write(&b, format, report.Input{Result: res, Options: report.Options{Lang: l, Verdicts: true}}); err != nil {
						t.Fatal(err)
					}
					return b.String()
				}
				if en, zh := ids(say(nil, "concise")), ids(say(zh, "concise")); !slices.Equal(en, zh) || len(en) != len(res.Findings()) {
					t.Errorf("%s, example %d: in English %q, in Chinese %q", r.ID, i+1, en, zh)
				}
				for _, s := range unmarked(marked, say(marked, "text"), contents(p)) {
					t.Errorf("%s, example %d: %q cannot be translated", r.ID, i+1, s)
				}
			}
		}
		page, err := kit.PageIn(marked, r, kit.Catalogue(all))
		if err != nil {
			t.Fatal(err)
		}
		words, _, _ := strings.Cut(string(page), "⟦Where the platform says so⟧")
		for _, s := range unmarked(marked, words, "") {
			t.Errorf("the page of %s: %q cannot be translated", r.ID, s)
		}
	}
}

// ids are the places, rules and gates of a report.
func ids(out string) []string {
	var all []string
	for line := range strings.Lines(out) {
		if m := reported.FindStringSubmatch(strings.TrimSuffix(line, "\n")); m != nil {
			all = append(all, strings.Join(m[1:], " "))
		}
	}
	return all
}

var reported = regexp.MustCompile(`^(.+?): \w+: .* \[([a-z0-9-]+/[a-z0-9-]+)\](?:.*[:：] ?([a-z]+)[)）])?$`)

// contents are the files of an example, one behind the other.
func contents(p *kit.Plugin) string {
	var b strings.Builder
	for _, f := range p.FS {
		b.Write(f.Data)
	}
	for _, dir := range slices.Sorted(maps.Keys(p.Neighbours)) {
		for _, f := range p.Neighbours[dir] {
			b.Write(f.Data)
		}
	}
	return b.String()
}

// TestCommandsInChinese runs every command that the documentation shows, the help of
// all commands, and errors of the command line: nothing is said that a catalogue
// could not translate.
func TestCommandsInChinese(t *testing.T) {
	dir := root(t)
	spoken = marked(t)
	defer func() { spoken = nil }()
	var known strings.Builder
	err := filepath.WalkDir(filepath.Join(dir, "testdata"), func(name string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			data, e := os.ReadFile(name)
			known.Write(data)
			return e
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	check := func(what, out string) {
		t.Helper()
		for _, s := range unmarked(spoken, out, known.String()) {
			t.Errorf("%s: %q cannot be translated", what, s)
		}
	}
	pages, err := filepath.Glob(filepath.Join(dir, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(pages, filepath.Join(dir, "README.md")) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range shown.FindAllSubmatch(data, -1) {
			_, stdout, stderr := difylint(t, dir, "", strings.Fields(string(m[2]))...)
			check(string(m[2]), stdout+stderr)
		}
		for line := range strings.Lines(string(data)) {
			if strings.HasPrefix(line, "$ ") { // with reasons, say
				known.WriteString(line)
			}
		}
		for _, m := range session.FindAllSubmatch(play(t, data, dir), -1) {
			for _, c := range strings.Split("\n"+string(m[2]), "\n$ ")[1:] {
				// What a command behind a pipe prints may be for programs.
				if command, out, _ := strings.Cut(c, "\n"); strings.HasPrefix(command, "difylint ") && !strings.Contains(command, "|") {
					check(filepath.Base(name)+": "+command, out)
				}
			}
		}
	}
	fmt.Fprintln(&known, lint.Version())
	for _, c := range complete().Commands() {
		fmt.Fprintln(&known, c.Name())
		c.Flags().VisitAll(func(f *pflag.Flag) { fmt.Fprintln(&known, f.Name) })
	}
	for _, args := range [][]string{
		{"--help"}, {"--version"}, {"help"}, {"version"}, {"merge", "nowhere"}, {"check", "--shard", "x"}, {"init", "--agents", "--schemas"},
		{"check", "nowhere"}, {"chekc"}, {"check", "--colour"}, {"check", "--format", "jsn"}, {"check", "--gate", "instal"}, {"check", "-"}, {"explain"},
		{"schema", "tool", "model"}, {"check", "--output", "nowhere/report", "testdata/plugins/tool"}, {"compare", "nowhere", "testdata/plugins/tool"},
		{"diagnose", "nowhere"}, {"installation", "testdata/plugins"}, {"pack", "--dry-run", "testdata/plugins/tool"}, {"config", "testdata/plugins/tool/manifest.yaml"},
		{"requires", "testdata/plugins/tool"}, {"risk", "testdata/plugins/tool"}, {"capabilities", "testdata/plugins/tool"}, {"capabilities", "--format", "markdown", "testdata/plugins/tool"},
		{"check", "--format", "markdown", "testdata/plugins/broken"}, {"check", "--summary", "testdata/plugins"}, {"rules"}, {"man", "check"},
		{"installation", "--format", "markdown", "testdata/installation"}, {"compare", "testdata/plugins/tool", "testdata/plugins/broken"},
		{"compare", "--format", "markdown", "testdata/plugins/tool", "testdata/plugins/broken"}, {"diagnose", "--format", "markdown", "testdata/diagnose/start.log"},
	} {
		_, stdout, stderr := difylint(t, dir, "", args...)
		known.WriteString(strings.Join(args, " "))
		check(strings.Join(args, " "), stdout+stderr)
	}
	for _, c := range complete().Commands() {
		_, stdout, stderr := difylint(t, dir, "", c.Name(), "--help")
		check(c.Name()+" --help", stdout+stderr)
	}
}

// inChinese is a configuration.
const inChinese = "lang: zh-Hans\n"

// TestLanguageOf: what counts first is --lang, then DIFYLINT_LANG, then lang in the
// configuration, then LC_ALL, LC_MESSAGES, LANG.
func TestLanguageOf(t *testing.T) {
	for _, tt := range []struct {
		name    string
		config  string
		env     map[string]string
		args    []string
		chinese bool
	}{
		{name: "nothing"},
		{name: "LANG", env: map[string]string{"LANG": "zh_CN.UTF-8"}, chinese: true},
		{name: "LC_MESSAGES over LANG", env: map[string]string{"LC_MESSAGES": "en_US", "LANG": "zh_CN.UTF-8"}},
		{name: "LC_ALL over LC_MESSAGES", env: map[string]string{"LC_ALL": "zh_CN", "LC_MESSAGES": "en_US"}, chinese: true},
		{name: "C is English", env: map[string]string{"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}},
		{name: "Traditional is answered in Simplified", env: map[string]string{"LANG": "zh_TW.UTF-8"}, chinese: true},
		{name: "the configuration", config: inChinese, chinese: true},
		{name: "the configuration over the locale", config: "lang: en\n", env: map[string]string{"LC_ALL": "zh_CN"}},
		{name: "a configuration that says no language", config: "fail-on: never\n", env: map[string]string{"LC_ALL": "zh_CN"}, chinese: true},
		{name: "DIFYLINT_LANG over the configuration", config: inChinese, env: map[string]string{"DIFYLINT_LANG": "en"}},
		{name: "--lang over DIFYLINT_LANG", config: "lang: en\n", env: map[string]string{"DIFYLINT_LANG": "en"}, args: []string{"--lang", "zh"}, chinese: true},
		{name: "--lang=", config: inChinese, args: []string{"--lang=en"}},
		{name: "--no-config", config: inChinese, args: []string{"--no-config"}},
		{name: "--config", config: inChinese, args: []string{"--config", "other.yaml"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := map[string]string{"other.yaml": "lang: en\n"}
			if tt.config != "" {
				files[".difylint.yaml"] = tt.config
			}
			t.Chdir(placeIn(t, "broken", files))
			var out, stderr bytes.Buffer
			e := env{Name: "difylint", Stdout: &out, Stderr: &stderr, Getenv: func(name string) string { return tt.env[name] }}
			run(context.Background(), append([]string{"check"}, tt.args...), e)
			for _, s := range []string{out.String(), stderr.String()} {
				if han(s) != tt.chinese {
					t.Error(s)
				}
			}
		})
	}
}

// han reports whether a text has Chinese words, as they are or as a man page has them.
func han(s string) bool { return regexp.MustCompile(`\p{Han}{2}|\\\[u[4-9]`).MatchString(s) }

// TestLanguageOfConfiguration: lang in a configuration does for every command what
// DIFYLINT_LANG does, errors of the command line among them, and for a path elsewhere.
func TestLanguageOfConfiguration(t *testing.T) {
	defer func() { language = "" }()
	top, data := t.TempDir(), filepath.Dir(testdata(t))
	for name, says := range map[string]string{"zh/.difylint.yaml": inChinese, "plain/.difylint.yaml": ""} {
		dir := filepath.Join(top, filepath.Dir(name))
		if err := os.CopyFS(filepath.Join(dir, "p"), os.DirFS(filepath.Join(data, "plugins", "broken"))); err != nil {
			t.Fatal(err)
		}
		if err := os.CopyFS(filepath.Join(dir, "docker"), os.DirFS(filepath.Join(data, "installation"))); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(top, filepath.FromSlash(name)), []byte(says), 0o600); err != nil {
			t.Fatal(err)
		}
		for args, file := range map[string]string{"check --format json": "report.json", "check --format jsonl": "report.jsonl"} {
			if code, _, stderr := difylint(t, dir, "", append(strings.Fields(args), "--output", file, "p")...); code != exitFindings {
				t.Fatal(stderr)
			}
		}
	}
	const said = "failed to load plugin: tool provider not found"
	for _, line := range []string{
		"--help", "check --help", "help explain", "man", "chekc", "check --colour", "check nowhere", "check --format jsn p", "explain", "explain schema/enmu", "explain schema/enum",
		"rules", "config p", "config --all p", "schema nothing", "check p", "check - p", "check --format concise p", "check --format markdown p", "check --format github p", "check --format jsonl p",
		"check --format sarif p", "check --format gitlab p", "check --format junit p", "check --format checkstyle p", "check --format rdjsonl p", "check --summary", "check --fix --diff p",
		"check --hook p/manifest.yaml", "check --statistics p", "merge report.json", "merge report.jsonl nowhere", "merge p/manifest.yaml", "requires p", "requires --format markdown p",
		"risk p", "capabilities p", "capabilities --format markdown p", "compare p p", "compare nowhere p", "diagnose p", "diagnose --format markdown",
		"installation docker", "installation nowhere", "pack --dry-run p", "ignore p --rule schema/nothing", "init p", "init --force p", "init --agents --schemas p", "init --agents p", "lsp x",
	} {
		args := strings.Fields(line)
		language = ""
		code, out, stderr := difylint(t, filepath.Join(top, "zh"), said, args...)
		language = "zh-Hans"
		plainCode, plainOut, plainErr := difylint(t, filepath.Join(top, "plain"), said, args...)
		if args[0] == "config" { // which says where lang stands
			plainOut = out
		}
		if code != plainCode || out != plainOut || stderr != plainErr {
			t.Errorf("%s: by the configuration %d: %s%s\nby DIFYLINT_LANG %d: %s%s", line, code, out, stderr, plainCode, plainOut, plainErr)
		}
		if !han(out + stderr) {
			t.Errorf("%s: %s%s", line, out, stderr)
		}
		language = ""
		if slices.Contains(args, "p") && args[0] != "init" {
			if _, out, stderr := difylint(t, top, said, strings.Fields(strings.ReplaceAll(line, " p", " zh/p"))...); !han(out + stderr) {
				t.Errorf("%s, from elsewhere: %s%s", line, out, stderr)
			}
		}
	}
}

// TestMachinesReadTheSame: what programs read does not change with the language; what
// a report says for people is in it, and SARIF says which language that is.
func TestMachinesReadTheSame(t *testing.T) {
	defer func() { language = "" }()
	dir := root(t)
	prose := map[string]string{
		"sarif":   `"(?:text|markdown|language)":\s*"(?:[^"\\]|\\.)*",?\s*`,
		"gitlab":  `"description":\s*"(?:[^"\\]|\\.)*"`,
		"rdjsonl": `"message":\s*"(?:[^"\\]|\\.)*"`,
	}
	for _, line := range []string{
		"check --format json", "check --format jsonl", "check --format sarif", "check --format gitlab", "check --format rdjsonl", "requires --format json", "risk --format json",
		"capabilities --format json", "diagnose --format json", "compare --format json testdata/plugins/tool", "pack --dry-run --json", "rules --json", "schema tool",
		"installation --format json",
	} {
		says := map[string]string{}
		for _, tag := range lang.Tags() {
			language = tag
			args := strings.Fields(line)
			switch args[0] {
			case "rules", "schema":
			case "installation":
				args = append(args, "testdata/installation")
			default:
				args = append(args, "testdata/plugins/broken")
			}
			_, out, _ := difylint(t, dir, "yaml: mapping key \"author\" already defined", args...)
			if len(out) < 100 {
				t.Errorf("%s: %q", line, out)
			}
			if format := args[len(args)-2]; prose[format] != "" {
				if said := regexp.MustCompile(`"language": ?"(.*?)"`).FindStringSubmatch(out); format == "sarif" && (len(said) < 2 || said[1] != tag) && tag != "en" { // en-US where nothing is said
					t.Errorf("the SARIF in %s does not say so", tag)
				}
				out = regexp.MustCompile(prose[format]).ReplaceAllString(out, "")
			}
			says[tag] = out
		}
		for tag, out := range says {
			if d := gocmp.Diff(says["en"], out); d != "" {
				t.Errorf("%s changes with the language (%s):\n%s", line, tag, d)
			}
		}
	}
	var baselines []string
	for _, tag := range lang.Tags() {
		language = tag
		p := t.TempDir()
		if err := os.CopyFS(p, os.DirFS(filepath.Join(dir, "testdata", "plugins", "broken"))); err != nil {
			t.Fatal(err)
		}
		if code, _, stderr := difylint(t, p, "", "check", "--update-baseline"); code != exitClean {
			t.Fatal(stderr)
		}
		baselines = append(baselines, read(t, filepath.Join(p, lint.BaselineName)))
	}
	for _, b := range baselines {
		if d := gocmp.Diff(baselines[0], b); d != "" {
			t.Errorf("the baseline changes with the language:\n%s", d)
		}
	}
}
