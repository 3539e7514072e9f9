package rules

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/fix"
	"github.com/difylint/difylint/lint/kit"
)

// leastFixes is how many rules offer a fix at least.
const leastFixes = 30

// lines is a file's text; of a manifest the lines in order, since a key that is
// added goes behind the others, wherever the repair shows it.
func lines(name string, data []byte) string {
	if name != plugin.ManifestName {
		return string(data)
	}
	list := strings.SplitAfter(string(data), "\n")
	slices.Sort(list)
	return strings.Join(list, "")
}

// TestFixesMakeTheRepair: where every finding of a failing example has a fix,
// the fixes make the repaired example of it.
func TestFixesMakeTheRepair(t *testing.T) {
	offered := map[string]bool{}
	for _, r := range All() {
		if r.Run == nil && r.RunIgnores == nil {
			continue // a rule over several plugins
		}
		for i, e := range kit.Examples(r) {
			bad, good := e.BadPlugin(), e.GoodPlugin()
			opts := lint.Options{Rules: []*lint.Rule{r}, Catalogue: All(), Config: func(string) *lint.Config { return configOf(t, r, e) }, Now: kit.Now()}
			target := plugin.Target{FS: bad.FS, Dir: "."}
			res, err := fix.With(opts)(t.Context(), target)
			if err != nil {
				t.Fatal(err)
			}
			all := len(res.Findings) > 0
			for _, f := range res.Findings {
				if len(f.Fixes) > 0 {
					offered[r.ID] = true
				}
				all = all && len(f.Fixes) > 0
			}
			if !all {
				continue
			}
			out, err := fix.Plugin(t.Context(), target, res, fix.With(opts), fix.Options{Unsafe: true})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range out.Refused {
				t.Errorf("%s, example %d: refused: %s", r.ID, i+1, c.Why)
			}
			for _, f := range out.Files {
				want := good.FS[f.Path]
				if want == nil || lines(f.Path, want.Data) != lines(f.Path, f.After) {
					t.Errorf("%s, example %d: %s becomes\n%s\nthe repair is\n%s", r.ID, i+1, f.Path, f.After, want.Data)
				}
			}
		}
	}
	if len(offered) < leastFixes {
		t.Errorf("%d rules offer a fix, %d are promised", len(offered), leastFixes)
	}
	t.Logf("%d rules offer a fix", len(offered))
}

// TestFixesThatMislead: a name is offered only where it may be meant, and not
// where it is of another kind.
func TestFixesThatMislead(t *testing.T) {
	param := func(key string) string {
		return "parameters:\n  - name: query\n    type: number\n    form: llm\n    " + key + "\n    label: {en_US: Query}\n    human_description: {en_US: Q}\n    llm_description: Q\n"
	}
	const tool = "-- tools/search.yaml --\nidentity: {name: search, author: acme, label: {en_US: S}}\ndescription: {human: {en_US: a}, llm: a}\nparameters: []\nextra:\n  python:\n    source: tools/search.py\n"
	for name, tt := range map[string]struct {
		rule, file, data string
		offered          string // the title of a fix, or ""
	}{
		"a tool of nearly this name":         {"file/missing", "provider/demo.yaml", "tools:\n  - tools/serch.yaml\n" + tool, "Write tools/search.yaml"},
		"a tool in the place of a provider":  {"file/missing", "manifest.yaml", "plugins:\n  tools:\n    - tools/serch.yaml\n" + tool, ""},
		"a source that another file names":   {"file/source", "provider/demo.yaml", "extra:\n  python:\n    source: tools/serch.py\n" + tool, ""},
		"a key of a number for a number":     {"schema/unknown-key", "tools/search.yaml", param("mni: 1"), "Rename the key to min"},
		"a key of a number for a text":       {"schema/unknown-key", "tools/search.yaml", param("in: path"), ""},
		"a list in the place of a list":      {"schema/unknown-key", "tools/search.yaml", param("optons: []"), "Rename the key to options"},
		"a text in the place of a list":      {"schema/unknown-key", "tools/search.yaml", param("optons: much"), ""},
		"a key that nobody reads for a text": {"schema/unknown-key", "tools/search.yaml", param("mxa: much"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := (&kit.Example{Bad: "without: tools/serch.yaml tools/serch.py\n-- " + tt.file + " --\n" + tt.data + "-- tools/search.py --\nx = 1\n"}).BadPlugin()
			found := 0
			var offered []string
			for _, f := range run(t, p) {
				if f.Rule.ID != tt.rule {
					continue
				}
				found++
				for _, x := range f.Fixes {
					offered = append(offered, x.Title.String())
				}
			}
			if found == 0 || strings.Join(offered, ", ") != tt.offered {
				t.Errorf("%d findings, which offer %q", found, offered)
			}
		})
	}
}

// TestFixesOfVeryMany: where more can be mended than a rule lists, the fixes are
// made together: a run costs a few lints, not one for each half that is tried.
func TestFixesOfVeryMany(t *testing.T) {
	p := (&kit.Example{Bad: "-- README.md --\n# Demo\n"}).BadPlugin()
	head, _, _ := strings.Cut(string(p.FS["tools/search.yaml"].Data), "parameters:")
	p.FS["tools/search.yaml"].Data = []byte(head + "parameters:\n" + repeated(lint.MaxFindings+100, "  - {name: a#, typ: string, form: llm, label: {en_US: x}}\n") + "extra:\n  python:\n    source: tools/search.py\n")
	target := plugin.Target{FS: p.FS, Dir: "."}
	once, lints := fix.With(lint.Options{Rules: All(), Now: kit.Now()}), 0
	relint := func(ctx context.Context, t plugin.Target) (*lint.PluginResult, error) {
		lints++
		return once(ctx, t)
	}
	res, err := once(t.Context(), target)
	if err != nil {
		t.Fatal(err)
	}
	out, err := fix.Plugin(t.Context(), target, res, relint, fix.Options{Unsafe: true})
	if err != nil {
		t.Fatal(err)
	}
	if lints > 12 || len(out.Made) < lint.MaxFindings/2 {
		t.Errorf("%d lints, %d fixes made, %d refused", lints, len(out.Made), len(out.Refused))
	}
}
