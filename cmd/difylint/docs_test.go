package main

// The documentation is produced by the program: rule pages from the rules, and
// every output shown in README.md and docs/ by running the command beside it.
// A difference fails; "go test ./cmd/difylint -update" repairs it.

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/kit/example"
	"github.com/difylint/difylint/lint/kit/ruledoc"
	"github.com/difylint/difylint/rules"
)

var update = flag.Bool("update", false, "rewrite the documentation")

const repair = "run: go test ./cmd/difylint -update"

// hold compares a file with what it should be.
func hold(t *testing.T, name string, want []byte) {
	t.Helper()
	got, err := os.ReadFile(name)
	if err == nil && bytes.Equal(got, want) {
		return
	}
	if *update {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("%s is not up to date; %s", name, repair)
}

func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestRulePages(t *testing.T) {
	dir := filepath.Join(root(t), "docs", "rules")
	known := map[string]bool{filepath.Join(dir, "README.md"): true}
	for _, r := range rules.All() {
		page, err := ruledoc.Markdown(r, example.Catalogue(rules.All()))
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(dir, filepath.FromSlash(r.ID)+".md")
		known[name] = true
		hold(t, name, page)
	}
	hold(t, filepath.Join(dir, "README.md"), index())
	pages, err := filepath.Glob(filepath.Join(dir, "*", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		if !known[p] {
			if *update {
				if err := os.Remove(p); err != nil {
					t.Fatal(err)
				}
				continue
			}
			t.Errorf("%s is the page of no rule; %s", p, repair)
		}
	}
}

// index lists the rules by family, then by gate.
func index() []byte {
	var b bytes.Buffer
	all := rules.All()
	fmt.Fprintf(&b, "# Rules\n\n%d rules, by family. Each page says what the rule means, with a failing example, its output and the repair;\n`difylint explain ID` prints the same.\n", len(all))
	family := ""
	for _, r := range all {
		if r.Family() != family {
			family = r.Family()
			fmt.Fprintf(&b, "\n## %s\n\n| rule | gate | severity | what |\n| --- | --- | --- | --- |\n", family)
		}
		fmt.Fprintf(&b, "| [%s](%s.md) | %s | %s | %s |\n", r.ID, r.ID, r.Gate, r.Severity, r.Title)
	}
	b.WriteString("\n## By gate\n")
	slices.SortStableFunc(all, func(a, b *lint.Rule) int { return cmp.Compare(a.Gate.Order(), b.Gate.Order()) })
	gate := lint.Gate("")
	for _, r := range all {
		if r.Gate != gate {
			gate = r.Gate
			fmt.Fprintf(&b, "\n**%s**: %s\n\n", gate, gate.Refusal())
		}
		fmt.Fprintf(&b, "- [%s](%s.md)\n", r.ID, r.ID)
	}
	return b.Bytes()
}

// shown is a block whose content a command prints:
//
//	<!-- run: difylint check testdata/plugins/broken -->
//	```text
//	…
//	```
var shown = regexp.MustCompile("(?s)(<!-- run: difylint ([^\n]*?) -->\n```\\w*\n)(.*?)(\n```\n)")

// session is a block of commands and what they print, in one copy of a folder
// for all blocks of a page:
//
//	<!-- session testdata/adopting -->
//	```console
//	$ difylint check .
//	…
//	```
var session = regexp.MustCompile("(?s)<!-- session ?([^\n]*?) -->\n```console\n(.*?)```\n")

// play runs a page's sessions and returns the page with what they print. A
// pipe behind difylint goes to the shell.
func play(t *testing.T, page []byte, from string) []byte {
	t.Helper()
	dir := t.TempDir()
	return session.ReplaceAllFunc(page, func(m []byte) []byte {
		parts := session.FindSubmatch(m)
		if folder := string(parts[1]); folder != "" {
			if err := os.CopyFS(dir, os.DirFS(filepath.Join(from, folder))); err != nil {
				t.Fatal(err)
			}
		}
		var out strings.Builder
		fmt.Fprintf(&out, "<!-- session%s -->\n```console\n", strings.TrimRight(" "+string(parts[1]), " "))
		for line := range strings.SplitSeq(string(parts[2]), "\n") {
			if command, ok := strings.CutPrefix(line, "$ "); ok {
				out.WriteString(line + "\n" + perform(t, dir, command))
			}
		}
		return []byte(out.String() + "```\n")
	})
}

func perform(t *testing.T, dir, command string) string {
	t.Helper()
	args, pipe, piped := strings.Cut(command, " | ")
	in, said := "", ""
	if rest, ok := strings.CutPrefix(args, "difylint "); ok {
		_, in, said = difylint(t, dir, "", words(rest)...)
		if !piped {
			return in + said
		}
		command = pipe
	}
	cmd := exec.CommandContext(t.Context(), "sh", "-c", command)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(in)
	got, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v: %s", command, err, got)
	}
	return string(got) + said
}

// words splits at blanks outside double quotes.
func words(s string) []string {
	var out []string
	for i, part := range strings.Split(s, "\"") {
		if i%2 == 1 {
			out = append(out, part)
			continue
		}
		out = append(out, strings.Fields(part)...)
	}
	return out
}

func TestShownOutput(t *testing.T) {
	dir := root(t)
	files := []string{filepath.Join(dir, "README.md")}
	docs, err := filepath.Glob(filepath.Join(dir, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(files, docs...) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want := shown.ReplaceAllFunc(data, func(m []byte) []byte {
			parts := shown.FindSubmatch(m)
			_, stdout, stderr := difylint(t, dir, "", strings.Fields(string(parts[2]))...)
			out := strings.TrimRight(stdout, "\n")
			if stderr != "" {
				out += "\n\n" + strings.TrimRight(stderr, "\n")
			}
			return slices.Concat(parts[1], []byte(strings.TrimSpace(out)), parts[4])
		})
		hold(t, name, play(t, want, dir))
	}
}

// translated lists README.md and the pages of docs/ with their translations; the
// glossary has no counterpart.
func translated(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{"README.md": "README.zh-Hans.md"}
	names, err := filepath.Glob(filepath.Join(root(t), "docs", "zh", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if base := filepath.Base(name); base != "glossary.md" {
			out["docs/"+base] = "docs/zh/" + base
		}
	}
	return out
}

var (
	fence   = regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```$")
	heading = regexp.MustCompile(`(?m)^#+ `)
	row     = regexp.MustCompile(`(?m)^(?:\||- |\d+\. )`)
	linked  = regexp.MustCompile(`\]\(([^)\s]+)\)`)
)

// outline is what a page and its translation have in common: the levels of the
// headings, the number of rows and entries, the commands, and where links lead.
func outline(t *testing.T, name string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root(t), name))
	if err != nil {
		t.Fatal(err)
	}
	text, out := string(data), []string{}
	for _, m := range fence.FindAllStringSubmatch(text, -1) {
		out = append(out, "a block of "+m[1])
		for line := range strings.Lines(m[2]) {
			if m[1] == "console" && strings.HasPrefix(line, "$ ") {
				out = append(out, line)
			}
		}
	}
	text = fence.ReplaceAllString(text, "")
	out = append(out, heading.FindAllString(text, -1)...)
	out = append(out, fmt.Sprint(len(row.FindAllString(text, -1)), " rows and entries"))
	links := []string{}
	for _, m := range linked.FindAllStringSubmatch(text, -1) {
		to, _, _ := strings.Cut(m[1], "#")
		if to == "" || strings.Contains(to, "://") {
			links = append(links, to)
			continue
		}
		to = filepath.ToSlash(filepath.Join(filepath.Dir(name), to))
		if _, err := os.Stat(filepath.Join(root(t), to)); err != nil && strings.HasPrefix(to, "docs/zh/") {
			t.Errorf("%s links to %s, which does not exist", name, m[1])
		}
		links = append(links, strings.Replace(strings.Replace(to, "docs/zh/", "docs/", 1), ".zh-Hans", "", 1))
	}
	slices.Sort(links)
	return append(out, links...)
}

// TestTranslations checks that each translation has its page, and that both
// link to each other. Before a release they also have the same outline.
func TestTranslations(t *testing.T) {
	both := translated(t)
	english, err := filepath.Glob(filepath.Join(root(t), "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range append(english, filepath.Join(root(t), "README.md")) {
		name, err := filepath.Rel(root(t), path)
		if err != nil {
			t.Fatal(err)
		}
		name = filepath.ToSlash(name)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		there, line := both[name], regexp.MustCompile(`\nEnglish · \[简体中文\]\(`).Match(data)
		if line != (there != "") {
			t.Errorf("%s: the line of languages is there: %t, the page in Chinese: %t", name, line, there != "")
		}
		delete(both, name)
		if there == "" {
			continue
		}
		if d := gocmp.Diff(outline(t, name), outline(t, there)); d != "" && *whole {
			t.Errorf("%s and %s differ in more than the language:\n%s", name, there, d)
		}
	}
	for name, there := range both {
		t.Errorf("%s is the translation of %s, which does not exist", there, name)
	}
}
