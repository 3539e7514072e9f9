package lint_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/text"
)

func TestFixOf(t *testing.T) {
	f := text.NewFile("requirements.txt", []byte("a\nb==1\nc"))
	one, two := text.ReplaceText(f, text.Span{Start: 0, End: 1}, "x"), text.RemoveLines(f, text.Span{Start: 3, End: 4})
	if f := lint.SafeFix(lint.Msg("Write x"), one, two); len(f) != 1 || len(f[0].Edits) != 2 || !f[0].Safe {
		t.Errorf("%+v", f)
	}
	if f := lint.UnsafeFix(lint.Msg("Write x"), one, nil); f != nil {
		t.Errorf("a part cannot be done, so nothing is: %+v", f)
	}
}

// TestSort: findings stand in the order of plugin, path (the manifest first), place,
// rule, key and message.
func TestSort(t *testing.T) {
	x, y := &lint.Rule{ID: "a/x"}, &lint.Rule{ID: "a/y"}
	at := func(dir, path string, start, end int, r *lint.Rule, key, says string) lint.Finding {
		f := lint.Finding{Plugin: dir, Rule: r, Key: key, Message: lint.Msg("%s", says)}
		f.Path, f.Span = path, text.Span{Start: start, End: end}
		return f
	}
	want := []lint.Finding{
		at("p", "manifest.yaml", 9, 9, y, "", "z"), at("p", "a.yaml", 1, 2, x, "", "a"), at("p", "a.yaml", 1, 3, x, "", "a"), at("p", "a.yaml", 2, 2, x, "", "a"), at("p", "a.yaml", 2, 2, x, "", "b"),
		at("p", "a.yaml", 2, 2, x, "k", "a"), at("p", "a.yaml", 2, 2, y, "", "a"), at("p", "b.yaml", 0, 0, x, "", "a"), at("q", "manifest.yaml", 0, 0, x, "", "a"), at("q", "a.yaml", 0, 0, x, "", "a"),
	}
	for seed := range uint64(20) {
		got := slices.Clone(want)
		random := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // the same each time
		random.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		lint.Sort(got)
		for i := range want {
			if got[i].Label() != want[i].Label() || got[i].Span != want[i].Span || got[i].Rule != want[i].Rule || got[i].Key != want[i].Key || got[i].Message.String() != want[i].Message.String() {
				t.Fatalf("%d: %s %v %s %q %s", i, got[i].Label(), got[i].Span, got[i].Rule.ID, got[i].Key, got[i].Message)
			}
		}
	}
}
