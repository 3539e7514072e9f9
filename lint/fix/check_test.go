package fix_test

import (
	"sort"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/fix"
	"github.com/difylint/difylint/lint/source/text"
)

// edit replaces each «old|new» of a marked text and returns the text before,
// the text after and the edits.
func edit(name, marked string) (before, after string, edits []text.Edit) {
	var a, b strings.Builder
	for rest := marked; ; {
		i := strings.Index(rest, "«")
		if i < 0 {
			a.WriteString(rest)
			b.WriteString(rest)
			break
		}
		a.WriteString(rest[:i])
		b.WriteString(rest[:i])
		rest = rest[i+len("«"):]
		change, tail, _ := strings.Cut(rest, "»")
		old, with, _ := strings.Cut(change, "|")
		edits = append(edits, text.Edit{Path: name, Span: text.Span{Start: a.Len(), End: a.Len() + len(old)}, New: with})
		a.WriteString(old)
		b.WriteString(with)
		rest = tail
	}
	sort.SliceStable(edits, func(i, j int) bool { return edits[i].Span.Start < edits[j].Span.Start })
	return a.String(), b.String(), edits
}

func TestCheck(t *testing.T) {
	for _, tt := range []struct{ name, file, marked, why string }{
		{"a value", "a.yaml", "a: «x|y»\nb: z\n", ""},
		{"a key", "a.yaml", "«a|c»:\n  d: x\nb: z\n", ""},
		{"an entry goes", "a.yaml", "«a: x\n|»b:\n  - z\n", ""},
		{"an item goes", "a.yaml", "- a: 1\n«- b: 2\n|»- c: 3\n", ""},
		{"an entry comes", "a.yaml", "a:\n  b: 1«|\n  c: 2»\nd: 3\n", ""},
		{"a comment comes", "a.yaml", "a: 1«|  # c»\nb: 2\n", ""},
		{"a null becomes a mapping", "a.yaml", "a: # c«|\n  x: 1»\nb: 2\n", ""},
		{"the broken becomes whole", "a.yaml", "a: «@x|'@x'»\n", ""},
		{"the broken breaks later", "a.yaml", "a: «@x|'@x'»\nb: @y\n", ""},

		{"an open quote", "a.yaml", "a: «x|\"x»\nb: z\n", "no longer be YAML"},
		{"an open bracket eats the rest", "a.yaml", "a: «x|[x,»\nb: z ]\n", "would change"},
		{"the next line becomes the value's", "a.yaml", "a:«| |-»\n  b: z\n", "b would change"},
		{"an indentation that moves others", "a.yaml", "a:\n  b: 1\n  «|x:\n    »c: 2\n", "would change"},
		{"others deeper than meant", "a.yaml", "a:\n«| x:\n »  b: 1\n", "would change"},
		{"the neighbour's value", "a.yaml", "a: «x|x\nb: &y z»\nc: w\n", ""},
		{"a block scalar without its end", "a.yaml", "a: |\n  x«|\nb: 1»", "a would change"},
		{"a block scalar that takes a comment", "a.yaml", "a: |\n  x\n«b: 1\n|»  # c\n", "a would change"},
		{"a comment is lost", "a.yaml", "a: «x|'» # c\nb: d'\n", "would change"},
		{"a comment becomes text", "a.yaml", "a: 1\n«b: 1|b: >»\n  # c\nd: 2\n", "comment would be lost"},
		{"text becomes a comment", "a.yaml", "a: x«| #»y\n", ""},
		{"text of others becomes a comment", "a.yaml", "a: [«|#»\n  x]\n", ""},
		{"a key twice", "a.yaml", "«a|b»: 1\nb: 2\n", "twice"},
		{"a key twice already", "a.yaml", "a: 1\na: 2\nb: «3|4»\n", ""},
		{"another document", "a.yaml", "a: 1\n«|---\n»b: 2\n", "would"},
		{"an alias elsewhere", "a.yaml", "a: &x «y|z»\nb: *x\n", "alias"},
		{"an alias of what holds it", "a.yaml", "a: &x\n  c: 1«|\n  d: 2»\nb: *x\n", "alias"},
		{"an anchor beside it", "a.yaml", "a: &x y\nc: «1|2»\nb: *x\n", ""},
		{"an anchor that goes", "a.yaml", "«a: &x y\n|»b: *x\n", "no longer be YAML"},
		{"still broken", "a.yaml", "a: @«x|y»\n", "still not be YAML"},

		{"toml", "pyproject.toml", "a = «1|'x'»\n", ""},
		{"toml breaks", "pyproject.toml", "a = «1|'x»\n", "TOML"},
		{"toml broken before", "pyproject.toml", "a = «'x|'y»\n", ""},
		{"json breaks", "a.json", "{\"a\": «1|»}", "JSON"},
		{"python", "a.py", "a = «1|2»\n", ""},
		{"python breaks", "a.py", "a = «1|(»\n", "Python"},
		{"requirements", "requirements.txt", "a«=|==»1\nb\n", ""},
		{"requirements break", "requirements.txt", "a==1\nb«|=2»\n", "requirement"},
		{"anything else", "README.md", "a«b|\x00»", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before, after, edits := edit(tt.file, tt.marked)
			err := fix.Check(tt.file, []byte(before), []byte(after), edits, false)
			switch {
			case tt.why == "" && err != nil:
				t.Errorf("refused: %v", err)
			case tt.why != "" && err == nil:
				t.Errorf("allowed: %q", after)
			case err != nil && !strings.Contains(err.Error(), tt.why):
				t.Errorf("%v, want %s", err, tt.why)
			}
		})
	}
	before, after, edits := edit("a.yaml", "a: &x «y|z»\nb: *x\n")
	if err := fix.Check("a.yaml", []byte(before), []byte(after), edits, true); err != nil {
		t.Errorf("shared values may change where that is allowed: %v", err)
	}
}

// FuzzCheck: no edit of any file ends the program.
func FuzzCheck(f *testing.F) {
	f.Add("a: 1\nb: [x, y] # c\n", 3, 4, "- z")
	f.Add("a: &x {b: *x}\n? [k]\n: v\n", 0, 9, "")
	f.Fuzz(func(t *testing.T, in string, start, end int, with string) {
		for _, name := range []string{"a.yaml", "a.toml", "a.py", "a.json", "requirements.txt"} {
			file := text.NewFile(name, []byte(in))
			edits := []text.Edit{{Path: name, Span: text.Span{Start: start, End: end}, New: with}}
			after, err := fix.Apply(file, edits)
			if err != nil {
				return
			}
			if err := fix.Check(name, file.Data, after, edits, false); err != nil && in == string(after) && start == end {
				t.Fatalf("no change is refused: %v", err)
			}
		}
	})
}
