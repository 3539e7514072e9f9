package fix_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/fix"
	"github.com/difylint/difylint/lint/source/text"
)

// refuses is a rule with an error at a gate for each word in a.yaml, and fixes
// for it where with is not "".
func refuses(id, word, with string, gate lint.Gate) *lint.Rule {
	r := replaces(id, word, with, true)
	r.Severity, r.Gate = lint.Error, gate
	if with == "" {
		r.Run = func(p *lint.Pass) {
			f, err := p.Plugin.Read("a.yaml")
			if err != nil || !strings.Contains(string(f.Data), word) {
				return
			}
			for i := range strings.Count(string(f.Data), word) {
				p.Report(lint.Finding{Place: plugin.AtSpan(f, text.Span{}), Message: lint.Msg("%s", word), Key: fmt.Sprint(i)})
			}
		}
	}
	return r
}

// TestHarm: no fix is made that leaves more errors than before at any gate.
func TestHarm(t *testing.T) {
	for _, tt := range []struct {
		name, in, want string // want is "" where nothing changes
		rules          []*lint.Rule
		refused        string // why, of one that is refused
	}{
		{
			name: "one that makes an error", in: "a: x\n", refused: "more errors than before",
			rules: []*lint.Rule{replaces("a/x", "x", "bad", true), refuses("b/bad", "bad", "", lint.Install)},
		},
		{
			name: "an error for a warning's sake, beside one that does no harm", in: "a: x\nb: z\n", want: "a: x\nb: good\n", refused: "more errors than before",
			rules: []*lint.Rule{replaces("a/x", "x", "bad", true), replaces("a/z", "z", "good", true), refuses("b/bad", "bad", "", lint.Install)},
		},
		{
			name: "an error of one gate for one of another", in: "a: x\n", refused: "more errors than before",
			rules: []*lint.Rule{refuses("a/x", "x", "bad", lint.Package), refuses("b/bad", "bad", "", lint.Install)},
		},
		{
			name: "one error mended, one made at the same gate", in: "a: x\n", want: "a: bad\n",
			rules: []*lint.Rule{refuses("a/x", "x", "bad", lint.Install), refuses("b/bad", "bad", "", lint.Install)},
		},
		{
			// Together they leave no more errors: one hides what the other makes.
			name: "two of which one mends and one harms", in: "a: x\nb: z\n", want: "a: good\nb: z\n", refused: "more errors than before",
			rules: []*lint.Rule{refuses("a/x", "x", "good", lint.Install), replaces("a/z", "z", "bad", true), refuses("b/bad", "bad", "", lint.Install)},
		},
		{
			name: "what shows errors that other fixes mend", in: "a: x\n", want: "a: good, good\n",
			rules: []*lint.Rule{replaces("a/x", "x", "new, new", true), refuses("b/new", "new", "good", lint.Install)},
		},
		{
			name: "what shows errors that other fixes mend only in part", in: "a: x\n", refused: "more errors than before",
			rules: []*lint.Rule{replaces("a/x", "x", "new, bad", true), refuses("b/new", "new", "good", lint.Install), refuses("b/bad", "bad", "", lint.Install)},
		},
		{
			name: "errors that an ignore covers do not count", in: "a: x # difylint: ignore[b/*] so be it\n", want: "a: bad # difylint: ignore[b/*] so be it\n",
			rules: []*lint.Rule{replaces("a/x", ": x", ": bad", true), refusesHere("b/bad", ": bad")},
		},
		{
			name: "more than can be tried", in: strings.Repeat("- x\n", 500), refused: "too many fixes to try each",
			rules: []*lint.Rule{replaces("a/x", "x", "bad", true), refuses("b/bad", "bad", "", lint.Install)},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out := run(t, map[string]string{"a.yaml": tt.in}, fix.Options{}, tt.rules...)
			if got := after(out, "a.yaml"); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
			why := ""
			for _, c := range out.Refused {
				if strings.Contains(c.Why, tt.refused) {
					why = c.Why
				}
			}
			if (why == "") != (tt.refused == "") || tt.refused == "" && len(out.Refused) > 0 {
				t.Errorf("refused: %+v", out.Refused)
			}
		})
	}
}

// refusesHere is a rule with an error where a word stands.
func refusesHere(id, word string) *lint.Rule {
	r := replaces(id, word, word, true)
	r.Severity, r.Gate = lint.Error, lint.Install
	return r
}
