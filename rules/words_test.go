package rules

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// idioms are words that readers of English as a second language stumble over,
// each with what to write.
var idioms = []struct{ pattern, instead string }{
	{`\btold of\b`, "old for a report: write reports or is reported"},
	{`\btakes none\b|\bis none of\b`, "says no rule: write does not accept, or use a, b or c"},
	{`\bis no key\b`, "write unknown key %q in %s (known keys: …)"},
	{`\bwithout a word\b`, "an idiom: write silently or without an error"},
	{`\bwhoever\b`, "write anyone who or the person who"},
	{`\bwhat stands\b|\bmay stand\b`, "things do not stand: write is, has or contains"},
	{`\bsurely\b`, "write certainly, or nothing"},
	{`\bnot taken\b`, "many meanings: write not accepted, not used or not read"},
	{`\btakes? (it|them|the line) out\b`, "write remove"},
	{`\bfor good\b`, "two meanings: write for ever"},
	{`\bwhereas\b`, "write but, or two sentences"},
}

// TestWords: what rules say has no idioms: titles, reasons, options, messages.
func TestWords(t *testing.T) {
	check := func(where, s string) {
		for _, w := range idioms {
			if m := regexp.MustCompile(`(?i)` + w.pattern).FindString(s); m != "" {
				t.Errorf("%s: %q in %q: %s", where, m, s, w.instead)
			}
		}
	}
	for _, r := range All() {
		check(r.ID, r.Title)
		check(r.ID, r.Why)
		for _, o := range r.Options {
			check(r.ID, o.Doc)
		}
	}
	for _, dir := range []string{".", "../schema", "../lint/dify/release"} {
		err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
					if s, err := strconv.Unquote(l.Value); err == nil {
						check(filepath.ToSlash(path), s)
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
