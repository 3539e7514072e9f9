package main

// What is said in another language than English. A language whose every text is the
// English one between marks shows what no catalogue can translate: the words
// outside the marks that are no code and no name.

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/kit/example"
	"github.com/difylint/difylint/lint/kit/ruledoc"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/rules"
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
	// phrase is two words beside each other, or in a list.
	phrase = regexp.MustCompile(`[A-Za-z]+,? [A-Za-z]+[A-Za-z, ]*`)
	// logged is what begins a line of a container's log.
	logged = regexp.MustCompile(`(?m)^[\w-]+ +\| `)
	word   = regexp.MustCompile(`\b[a-z]{2,}\b`)
)

// unmarked are the phrases of an output in the marked language that no catalogue can
// translate; known holds the files that the output may quote.
func unmarked(out, known string) []string {
	out = code.ReplaceAllString(inMarks.ReplaceAllString(samples.ReplaceAllString(out, ""), "…"), "…")
	return slices.DeleteFunc(phrase.FindAllString(out, -1), func(s string) bool {
		return !word.MatchString(s) || strings.Contains(strings.Join(strings.Fields(logged.ReplaceAllString(known, "")), " "), strings.TrimSpace(s))
	})
}

// TestExamplesInChinese runs the examples of all rules: in Chinese they report the
// same rules at the same places and gates as in English, and nothing is said that a
// catalogue could not translate.
func TestExamplesInChinese(t *testing.T) {
	zh, _ := lang.Of("zh-Hans")
	marked := marked(t)
	all := rules.All()
	for _, r := range all {
		for i, e := range example.Of(r) {
			if e.Fine() {
				continue // nothing is said
			}
			p := e.BadPlugin()
			cfg, err := example.Config(r, e)
			if err != nil {
				t.Fatal(err)
			}
			res, err := p.RunRule(r, e, cfg, example.Catalogue(all))
			if err != nil {
				t.Fatal(err)
			}
			say := func(l *lang.Language) string {
				var b bytes.Buffer
				if err := report.Write(&b, "text", report.Input{Result: res, Options: report.Options{Lang: l}}); err != nil {
					t.Fatal(err)
				}
				return b.String()
			}
			if en, zh := ids(say(nil)), ids(say(zh)); !slices.Equal(en, zh) {
				t.Errorf("%s, example %d: in English %q, in Chinese %q", r.ID, i+1, en, zh)
			}
			for _, s := range unmarked(say(marked), contents(p)) {
				t.Errorf("%s, example %d: %q cannot be translated", r.ID, i+1, s)
			}
		}
		page, err := ruledoc.MarkdownIn(marked, r, example.Catalogue(all))
		if err != nil {
			t.Fatal(err)
		}
		words, _, _ := strings.Cut(string(page), "⟦Where the platform says so⟧")
		for _, s := range unmarked(words, "") {
			t.Errorf("the page of %s: %q cannot be translated", r.ID, s)
		}
	}
}

// ids are the places, rules and gates of a report.
func ids(out string) []string {
	var all []string
	for line := range strings.Lines(out) {
		if m := reported.FindStringSubmatch(line); m != nil {
			all = append(all, strings.Join(m[1:], " "))
		}
	}
	return all
}

var reported = regexp.MustCompile(`^(\S+?): .* \[([a-z0-9-]+/[a-z0-9-]+)\](?:.*[:：] ?([a-z]+)[)）])?$`)

// contents are the files of an example, one behind the other.
func contents(p *example.Plugin) string {
	var b strings.Builder
	for _, f := range p.FS {
		b.Write(f.Data)
	}
	for _, dir := range slices.Sorted(maps.Keys(p.Beside)) {
		for _, f := range p.Beside[dir] {
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
		for _, s := range unmarked(out, known.String()) {
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
	for _, args := range [][]string{
		{"check", "nowhere"}, {"chekc"}, {"check", "--colour"}, {"check", "--format", "jsn"}, {"check", "--gate", "instal"}, {"check", "-"}, {"explain"},
		{"schema", "tool", "model"}, {"check", "--output", "nowhere/report", "testdata/plugins/tool"}, {"compare", "nowhere", "testdata/plugins/tool"},
		{"diagnose", "nowhere"}, {"installation", "testdata/plugins"}, {"pack", "--dry-run", "testdata/plugins/tool"}, {"config", "testdata/plugins/tool/manifest.yaml"},
		{"requires", "testdata/plugins/tool"}, {"risk", "testdata/plugins/tool"}, {"capabilities", "testdata/plugins/tool"}, {"capabilities", "--format", "markdown", "testdata/plugins/tool"},
		{"check", "--format", "markdown", "testdata/plugins/broken"}, {"check", "--summary", "testdata/plugins"}, {"rules"}, {"man", "check"},
		{"installation", "--format", "markdown", "testdata/installation"}, {"compare", "testdata/plugins/tool", "testdata/plugins/broken"},
		{"compare", "--format", "markdown", "testdata/plugins/tool", "testdata/plugins/broken"}, {"diagnose", "--format", "markdown", "testdata/diagnose/start.log"},
	} {
		_, stdout, stderr := difylint(t, dir, "", args...)
		check(strings.Join(args, " "), stdout+stderr)
	}
	for _, c := range newRoot(env{Name: "difylint"}).Commands() {
		_, stdout, stderr := difylint(t, dir, "", c.Name(), "--help")
		check(c.Name()+" --help", stdout+stderr)
	}
}
