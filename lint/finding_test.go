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

// TestFingerprintParts: what a finding is about makes its fingerprint: rule, file, route,
// key, and its values where it has none of these; not the words, nor the line.
func TestFingerprintParts(t *testing.T) {
	at := func(path, route, identity, key string, start int, format string, args ...any) lint.Finding {
		f := lint.Finding{Key: key, Message: lint.Msg(format, args...)}
		f.Path, f.Route, f.Identity, f.Span = path, route, identity, text.Span{Start: start, End: start}
		return f
	}
	of := func(rule string, found ...lint.Finding) string {
		r := &lint.Rule{ID: rule, Severity: lint.Info, Run: func(p *lint.Pass) {
			for _, f := range found {
				p.Report(f)
			}
		}}
		res := runOn(t, nil, nil, r)
		return res.Findings()[len(found)-1].Fingerprint
	}
	first := of("a/x", at("m", "a[0].b", "", "", 1, "it is %d", 1))
	for name, got := range map[string]string{
		"other words":  of("a/x", at("m", "a[0].b", "", "", 1, "it was %d", 1)),
		"other values": of("a/x", at("m", "a[0].b", "", "", 1, "it is %d", 2)),
		"elsewhere":    of("a/x", at("m", "a[0].b", "", "", 9, "it is %d", 1)),
		"identity":     of("a/x", at("m", "a[7].b", "a[0].b", "", 1, "it is %d", 1)),
	} {
		if got != first {
			t.Errorf("%s: it is another finding", name)
		}
	}
	seen := map[string]string{first: "the first"}
	for name, got := range map[string]string{
		"another rule":        of("a/y", at("m", "a[0].b", "", "", 1, "it is %d", 1)),
		"another file":        of("a/x", at("n", "a[0].b", "", "", 1, "it is %d", 1)),
		"another route":       of("a/x", at("m", "a[1].b", "", "", 1, "it is %d", 1)),
		"another identity":    of("a/x", at("m", "a[0].b", "a[x].b", "", 1, "it is %d", 1)),
		"a key":               of("a/x", at("m", "a[0].b", "", "k", 1, "it is %d", 1)),
		"the second":          of("a/x", at("m", "a[0].b", "", "", 1, "it is %d", 1), at("m", "a[0].b", "", "", 2, "it is %d", 1)),
		"no route, 1":         of("a/x", at("m", "", "", "", 1, "it is %d", 1)),
		"no route, 2":         of("a/x", at("m", "", "", "", 1, "it is %d", 2)),
		"no route, and a key": of("a/x", at("m", "", "", "k", 1, "it is %d", 1)),
	} {
		if seen[got] != "" {
			t.Errorf("%s: the same as %s", name, seen[got])
		}
		seen[got] = name
	}
	if of("a/x", at("m", "", "", "k", 1, "it is %d", 1)) != of("a/x", at("m", "", "", "k", 1, "it is %d", 2)) {
		t.Error("with a key the values do not count")
	}
}
