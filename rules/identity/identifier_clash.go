package identity

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// IdentifierClash reports the identifiers of one run that do not fit together.
var IdentifierClash = &lint.Rule{
	ID: "identity/identifier-clash", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "the identifiers of several plugins conflict",
	Why:   "One identifier belongs to one major of one plugin. If two majors have the same identifier, users get the one that was installed last; two identifiers for one major split its users; and a number that is left out makes users look for a release that does not exist.",
	Gather: func(p *lint.Pass) any {
		n, base, suffix, ok := identifier(p.Plugin)
		v, valid := version(p.Plugin)
		if !ok || !valid {
			return nil
		}
		return claim{at: p.Keep(plugin.At(p.Plugin.Manifest(), n)), base: base, suffix: max(suffix, 1), major: max(int(min(v.Major(), 1<<20)), 1), identifier: n.Str()}
	},
	RunAll: func(p *lint.GroupPass) {
		byBase := map[string][]claim{}
		for _, pl := range p.Plugins {
			c, _ := pl.Gathered.(claim)
			c.in = pl
			byBase[c.base] = append(byBase[c.base], c)
		}
		for _, claims := range byBase {
			clash(p, claims)
		}
	},
}

// claim is a plugin's identifier: the major that its suffix says and that of
// its version, 0.x counted as 1.
type claim struct {
	in               *lint.Member
	at               plugin.Place
	suffix, major    int
	base, identifier string
}

func clash(p *lint.GroupPass, claims []claim) {
	report := func(c, o claim, m lint.Message) {
		p.Report(c.in, lint.Finding{Place: c.at, Message: m, Key: o.in.Dir,
			Related: []lint.Related{{Place: o.at, Message: lint.Msg("the other plugin, %s %s", o.in.Name, o.in.Version), Plugin: o.in.Dir}}})
	}
	for i, c := range claims {
		for _, o := range claims[:i] {
			if c.identifier == o.identifier && c.major != o.major {
				report(c, o, lint.Msg("%q already belongs to major %d in %s; here the version is %s", c.identifier, o.major, o.in.Dir, c.in.Version))
				break
			}
			if c.identifier != o.identifier && c.major == o.major {
				report(c, o, lint.Msg("major %d has the identifier %q in %s, but %q here", c.major, o.identifier, o.in.Dir, c.identifier))
				break
			}
		}
	}
	slices.SortStableFunc(claims, func(a, b claim) int { return a.suffix - b.suffix })
	for i := 1; i < len(claims); i++ {
		if c, o := claims[i], claims[i-1]; c.suffix > o.suffix+1 && c.suffix == c.major {
			report(c, o, lint.Msg("%q skips -v%d: the one before it is %q", c.identifier, o.suffix+1, o.identifier))
		}
	}
}
