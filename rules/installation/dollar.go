package installation

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
)

// Dollar reports values of .env that lose a part, since it looks like a variable.
var Dollar = &lint.Rule{
	ID: "installation/dollar", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "a dollar sign that compose takes for a variable",
	Why: "In .env, `$name` and `${name}` stand for variables, in double quotes too. In a password such as `pa$word` compose takes `$word` for a variable that is not set, and the container gets `pa`. " +
		"Write the value in single quotes, or the sign as `$$`.",
	Sources: []string{"compose-spec/compose-go: dotenv, template"},
	Run: judging(func(v *view) {
		if v.Env == nil {
			return
		}
		for _, e := range v.Env.Entries {
			for _, name := range e.Refs {
				if v.Env.Get(name) != nil || v.Env.Get(e.Name) != e || installation.OfDify(name) != nil || e.HasDefault() {
					continue
				}
				v.Report(lint.Finding{
					Place: e.Place(), Key: e.Name, Mask: true,
					Message: lint.Msg("a part of the value of %s is taken for a variable that is not set, and left out: write the value in single quotes, or the sign as $$", e.Name),
				})
				break
			}
		}
	}),
}
