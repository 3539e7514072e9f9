package kit

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// Test runs every example of a rule: the failing plugin must have findings on
// exactly the marked lines; the repaired one, and one that is fine, none. inputs
// are handed to the rule; that of Catalogue among them holds the rules that
// examples name by "with:". The error says what is wrong with which examples.
//
//	func TestMyRule(t *testing.T) {
//		if err := kit.Test(MyRule); err != nil {
//			t.Error(err)
//		}
//	}
func Test(rule *lint.Rule, inputs ...plugin.Given) error {
	examples, err := parseOf(rule)
	if err != nil {
		return err
	}
	if len(examples) == 0 || examples[0].Fine() {
		return errors.New("no example of what the rule reports")
	}
	var wrong []error
	for _, e := range examples {
		if err := e.test(rule, inputs); err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", cmp.Or(e.Name, rule.ID), err))
		}
	}
	return errors.Join(wrong...)
}

func (e *Example) test(rule *lint.Rule, inputs []plugin.Given) error {
	cfg, err := Config(rule, e)
	if err != nil {
		return err
	}
	good := e.GoodPlugin()
	good.Wants = nil
	err = e.holds("good", good, rule, cfg, inputs)
	if e.Fine() {
		return err
	}
	bad := e.BadPlugin()
	if len(bad.Wants) == 0 {
		return errors.New("the failing example marks no line")
	}
	return errors.Join(e.holds("bad", bad, rule, cfg, inputs), err)
}

// holds runs the rule on a plugin and compares the findings with the marks.
func (e *Example) holds(what string, p *Plugin, rule *lint.Rule, cfg *lint.Config, inputs []plugin.Given) error {
	res, err := p.RunRule(rule, e, cfg, inputs...)
	if err != nil {
		return err
	}
	for _, st := range res.Plugins[0].Statuses {
		if st.State != lint.Ran {
			return fmt.Errorf("%s: %s %s: %s", what, st.Rule.ID, st.State, st.Why)
		}
	}
	if d := Compare(p.Wants, res.Findings()); d != "" {
		return fmt.Errorf("%s:\n%s\n%s", what, d, p)
	}
	return nil
}
