package main

// The documentation is produced by the program: rule pages from the rules, and
// every output shown in README.md and docs/ by running the command beside it.
// A difference fails; "go test ./cmd/difylint -update" repairs it.

import (
	"archive/zip"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/kit"
	"github.com/difylint/difylint/lint/lang"
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

// TestRulePages writes the pages of the rules in each language, with links to each
// other.
func TestRulePages(t *testing.T) {
	all := rules.All()
	given := kit.Catalogue(all)
	for tag, dir := range folders {
		l, ok := lang.Of(tag)
		if !ok {
			t.Fatalf("there is no language %s", tag)
		}
		dir = filepath.Join(root(t), filepath.FromSlash(dir), "rules")
		known := map[string]bool{}
		page := func(name string, data []byte) {
			known[filepath.Join(dir, filepath.FromSlash(name))] = true
			title, text, _ := bytes.Cut(data, []byte("\n"))
			hold(t, filepath.Join(dir, filepath.FromSlash(name)), slices.Concat(title, []byte("\n\n"+languages(t, tag, "rules/"+name)+"\n"), text))
		}
		for _, r := range all {
			data, err := kit.PageIn(l, r, given)
			if err != nil {
				t.Fatal(err)
			}
			page(r.ID+".md", data)
		}
		page("README.md", kit.Index(l, all))
		pages, err := filepath.Glob(filepath.Join(dir, "*", "*.md"))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range pages {
			if known[p] {
				continue
			}
			if !*update {
				t.Errorf("%s is the page of no rule; %s", p, repair)
			} else if err := os.Remove(p); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestConfigSchema writes the published JSON Schema of .difylint.yaml.
func TestConfigSchema(t *testing.T) {
	hold(t, filepath.Join(root(t), "schema", "files", "config.schema.json"), config.Schema(rules.All()))
}

// folders are where the pages of each language are.
var folders = map[string]string{"en": "docs", "zh-Hans": "docs/zh"}

// languages is the line below the title of a page: the languages in which it is,
// each but its own with a link.
func languages(t *testing.T, tag, name string) string {
	t.Helper()
	here := path.Dir(path.Join(folders[tag], name))
	var out []string
	for _, l := range []struct{ tag, name string }{{"en", "English"}, {"zh-Hans", "简体中文"}} {
		if l.tag == tag {
			out = append(out, l.name)
			continue
		}
		to, err := filepath.Rel(here, path.Join(folders[l.tag], name))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprintf("[%s](%s)", l.name, filepath.ToSlash(to)))
	}
	return strings.Join(out, " · ")
}

// shown is a block whose content a command prints:
//
//	<!-- run: difylint check testdata/plugins/broken -->
//	```text
//	…
//	```
var shown = regexp.MustCompile("(?s)(<!-- run: difylint ([^\n]*?) -->\n```\\w*\n)(.*?)(\n```\n)")

// session is a block of commands and what they print. A block that names folders
// begins in a new folder with copies of them, in which the blocks behind it go on; a
// copy can be put in a place, which is a package where its name is one's:
//
//	<!-- session testdata/adopting -->
//	<!-- session testdata/adopting in shop/plugin, testdata/plugins/tool in a.difypkg -->
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
		if len(parts[1]) > 0 {
			dir = t.TempDir()
		}
		for folder := range strings.SplitSeq(string(parts[1]), ", ") {
			if folder, place, _ := strings.Cut(folder, " in "); folder != "" {
				lay(t, filepath.Join(from, folder), filepath.Join(dir, place))
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

// lay copies a folder to a place, or packs it where the place is a package.
func lay(t *testing.T, folder, place string) {
	t.Helper()
	fsys := os.DirFS(folder)
	if !plugin.IsPackage(place) {
		if err := os.CopyFS(place, fsys); err != nil {
			t.Fatal(err)
		}
		return
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(data)
		}
		return err
	})
	if err := errors.Join(err, z.Close(), os.MkdirAll(filepath.Dir(place), 0o755), os.WriteFile(place, b.Bytes(), 0o644)); err != nil {
		t.Fatal(err)
	}
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
	return strings.ToValidUTF8(string(got), "") + said // cut counts bytes
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

// TestShownOutput holds what the pages show to what the program prints in the page's
// language.
func TestShownOutput(t *testing.T) {
	dir := root(t)
	defer func() { language = "" }()
	for tag, readme := range map[string]string{"en": "README.md", "zh-Hans": "README.zh-Hans.md"} {
		language = tag
		docs, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(folders[tag]), "*.md"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range append(docs, filepath.Join(dir, readme)) {
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
	for _, file := range append(english, filepath.Join(root(t), "README.md")) {
		name, err := filepath.Rel(root(t), file)
		if err != nil {
			t.Fatal(err)
		}
		name = filepath.ToSlash(name)
		data, err := os.ReadFile(file)
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
