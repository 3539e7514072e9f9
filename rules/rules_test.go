package rules

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/kit"
	"github.com/difylint/difylint/rules/release"
)

// TestExamples runs every example of every rule.
func TestExamples(t *testing.T) {
	for _, r := range All() {
		t.Run(r.ID, func(t *testing.T) {
			if err := kit.Test(r, kit.Catalogue(All())); err != nil {
				t.Error(err)
			}
		})
	}
}

// configOf is the configuration that an example asks for.
func configOf(t *testing.T, r *lint.Rule, e *kit.Example) *lint.Config {
	t.Helper()
	cfg, err := kit.Config(r, e)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// TestCatalogue holds every rule's data to the house's rules.
func TestCatalogue(t *testing.T) {
	id := regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*/[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	var ids []string
	for _, r := range All() {
		ids = append(ids, r.ID)
		if !id.MatchString(r.ID) {
			t.Errorf("%s: not family/name in lower case with dashes", r.ID)
		}
		if r.Title == "" || strings.HasSuffix(r.Title, ".") || strings.Contains(r.Title, "\n") {
			t.Errorf("%s: the title is one line without a full stop", r.ID)
		}
		if len(r.Why) < 80 || !strings.HasSuffix(strings.TrimSpace(r.Why), ".") && !strings.HasSuffix(r.Why, ").") {
			t.Errorf("%s: Why must say what happens if this stays, in sentences", r.ID)
		}
		if r.Gate == "" || r.Severity == lint.Inherit || r.Since == "" || r.Run == nil && r.RunAll == nil && r.RunIgnores == nil {
			t.Errorf("%s: gate, severity, since or Run is missing", r.ID)
		}
		if r.Severity == lint.Error && r.Gate == lint.None && r.Family() != "config" {
			t.Errorf("%s: an error that no gate refuses", r.ID)
		}
		if len(r.Sources) == 0 && r.Gate != lint.None {
			t.Errorf("%s: names no source for what the platform does", r.ID)
		}
		if r.Examples() == "" {
			t.Errorf("%s: its examples must be rules/%s.txtar", r.ID, place(r))
		}
		src, err := os.ReadFile(filepath.FromSlash(place(r) + ".go"))
		if (err != nil || !strings.Contains(string(src), `"`+r.ID+`"`)) && !slices.Contains(release.Kinds(), r) {
			t.Errorf("%s: its file must be rules/%s.go", r.ID, place(r))
		}
		for _, o := range r.Options {
			if !map[string]bool{"string": true, "integer": true, "number": true, "boolean": true, "strings": true}[o.Type] || o.Doc == "" || o.Default == nil {
				t.Errorf("%s: option %s lacks type, default or doc", r.ID, o.Name)
			}
		}
		if ByID(r.ID) != r {
			t.Errorf("%s: not found by its ID", r.ID)
		}
	}
	if !slices.IsSorted(ids) || len(slices.Compact(slices.Clone(ids))) != len(ids) {
		t.Error("the list must be sorted and hold each rule once")
	}
}

// TestEveryRuleIsListed: a rule that is written and not in the list never runs.
func TestEveryRuleIsListed(t *testing.T) {
	listed, err := os.ReadFile("rules.go")
	if err != nil {
		t.Fatal(err)
	}
	decl := regexp.MustCompile(`(?m)^var ([A-Z]\w*) = &lint\.Rule\{`)
	files, err := filepath.Glob("*/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no rules found", err)
	}
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), f, src, parser.PackageClauseOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range decl.FindAllStringSubmatch(string(src), -1) {
			if !strings.Contains(string(listed), "\t"+parsed.Name.Name+"."+m[1]+",\n") {
				t.Errorf("%s: %s.%s is not in the list of rules.go", f, parsed.Name.Name, m[1])
			}
		}
	}
}
