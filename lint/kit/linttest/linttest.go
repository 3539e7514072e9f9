// Package linttest runs the examples that rules carry as their tests.
//
// Stable: see docs/stability.md.
package linttest

import (
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/kit/example"
)

// Run runs every example of a rule: the failing plugin must have findings on
// exactly the marked lines; the repaired one, and one that is fine, none. inputs
// are handed to the rule; that of example.Catalogue among them holds the rules that
// examples name by "with:".
func Run(t *testing.T, rule *lint.Rule, inputs ...plugin.Given) {
	t.Helper()
	examples, err := example.Parse(rule.Examples)
	if err != nil {
		t.Fatalf("the examples of %s: %v", rule.ID, err)
	}
	if len(examples) == 0 || examples[0].Fine() {
		t.Fatalf("%s has no example of what it reports", rule.ID)
	}
	for _, e := range examples {
		name := e.Name
		if name == "" {
			name = rule.ID
		}
		t.Run(name, func(t *testing.T) {
			cfg := Config(t, rule, e)
			if !e.Fine() {
				bad := e.BadPlugin()
				if len(bad.Wants) == 0 {
					t.Error("the failing example marks no line")
				}
				check(t, "bad", rule, e, bad, cfg, inputs)
			}
			good := e.GoodPlugin()
			good.Wants = nil
			check(t, "good", rule, e, good, cfg, inputs)
		})
	}
}

func check(t *testing.T, what string, rule *lint.Rule, e *example.Example, p *example.Plugin, cfg *lint.Config, inputs []plugin.Given) {
	t.Helper()
	res, err := p.RunRule(rule, e, cfg, inputs...)
	if err != nil {
		t.Fatal(err)
	}
	for _, st := range res.Plugins[0].Statuses {
		if st.State != lint.Ran {
			t.Errorf("%s: %s %s: %s", what, st.Rule.ID, st.State, st.Why)
		}
	}
	if d := example.Compare(p.Wants, res.Findings()); d != "" {
		t.Errorf("%s:\n%s\n%s", what, d, p)
	}
}

// Config is the configuration that an example asks for.
func Config(t *testing.T, rule *lint.Rule, e *example.Example) *lint.Config {
	t.Helper()
	cfg, err := example.Config(rule, e)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}
