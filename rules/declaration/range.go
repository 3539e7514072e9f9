package declaration

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/schema"
)

// Range reports a minimum above the maximum, and of a default outside.
var Range = &lint.Rule{
	ID: "declaration/range", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "a minimum is greater than the maximum, or a default is out of range",
	Why:   "The form that Dify builds from the parameter accepts no value if `min` is greater than `max`, and shows a default that it does not accept if the default is out of range. Neither the daemon nor the SDK checks this.",
	Run: lint.EachDocument(func(d *plugin.Document, report func(lint.Finding)) {
		for _, item := range parameters(d) {
			low, lok := schema.Number(item.Get("min"))
			high, hok := schema.Number(item.Get("max"))
			def, dok := schema.Number(item.Get("default"))
			n := item.Get("default")
			switch {
			case lok && hok && low > high:
				report(lint.Finding{Place: plugin.At(d, item.Get("min")), Message: lint.Msg("min is %s, greater than max, which is %s", item.Get("min").Str(), item.Get("max").Str()),
					Related: []lint.Related{{Place: plugin.At(d, item.Get("max")), Message: lint.Msg("the maximum")}}})
			case dok && lok && def < low:
				report(lint.Finding{Place: plugin.At(d, n), Message: lint.Msg("the default %s is less than min, which is %s", n.Str(), item.Get("min").Str()),
					Related: []lint.Related{{Place: plugin.At(d, item.Get("min")), Message: lint.Msg("the minimum")}}})
			case dok && hok && def > high:
				report(lint.Finding{Place: plugin.At(d, n), Message: lint.Msg("the default %s is greater than max, which is %s", n.Str(), item.Get("max").Str()),
					Related: []lint.Related{{Place: plugin.At(d, item.Get("max")), Message: lint.Msg("the maximum")}}})
			}
		}
	}),
}
