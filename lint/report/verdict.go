package report

// The verdict on a plugin: at which gates it passes, in one line.

import (
	"cmp"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/terminal"
)

// passes are the gates that a verdict names, with what a plugin does that passes.
var passes = [...]struct {
	gate lint.Gate
	says string
}{{lint.Package, "packages"}, {lint.Install, "installs"}, {lint.Start, "starts"}, {lint.Debug, "debugs"}, {lint.Call, "calls"}}

// verdicts are the lines about the plugins: one for each that a gate refuses or
// that cannot be judged, or that is alone, and one for all others.
func (t *textReport) verdicts() []string {
	if !t.opts.Verdicts {
		return nil
	}
	var out []string
	pass, aside := 0, 0
	for i := range t.res.Plugins {
		p := &t.res.Plugins[i]
		line, good, more := t.verdict(p)
		switch {
		case line == "":
		case good && len(t.res.Plugins) > 1:
			pass++
			aside += more
		default:
			out = append(out, line)
		}
	}
	if pass > 0 {
		line := tell("%s: package, install, start and call %s", plural(pass, "plugin"), t.mark(true))
		if aside > 0 {
			line += tell(" · for the marketplace: %s, see --profile marketplace", plural(aside, "thing"))
		}
		out = append(out, line)
	}
	return out
}

func (t *textReport) mark(ok bool) string {
	st, s := terminal.Green, "✓"
	if !ok {
		st, s = terminal.Red, "✗"
	}
	if !t.color {
		return s
	}
	return st.Of(s)
}

// verdict is the line about one plugin, or "" for what is no plugin. It is good
// where every gate passes and nothing is left to do; aside counts what the
// marketplace would say.
func (t *textReport) verdict(p *lint.PluginResult) (line string, good bool, aside int) {
	refused, ignored := map[lint.Gate]int{}, map[lint.Gate]int{}
	todo := 0
	for i := range p.Findings {
		f := &p.Findings[i]
		switch {
		case f.IgnoredBy != "" && f.Severity == lint.Error:
			ignored[f.Gate]++
		case f.IgnoredBy != "":
		case f.Uncounted:
			aside++
		case f.Gate == lint.Publish:
			todo++
		case f.Severity == lint.Error:
			refused[f.Gate]++
		}
	}
	judged, blind := map[lint.Gate]bool{}, map[lint.Gate]bool{}
	for _, st := range p.Statuses {
		switch {
		case st.State == lint.Ran:
			judged[st.Rule.Gate] = true
		case st.Why != turnedOff:
			blind[st.Rule.Gate] = true
		}
	}
	var parts []string
	good = true
	for _, g := range passes {
		switch n := refused[g.gate]; {
		case n > 0:
			parts = append(parts, tell("%s %s (%d)", g.says, t.mark(false), n))
			good = false
		case g.gate == lint.Debug || !judged[g.gate] && !blind[g.gate]:
			// Remote debugging is a matter of developers: it is named where it fails.
		case blind[g.gate]:
			parts = append(parts, tell("%s ?", g.says))
			good = false
		case ignored[g.gate] > 0:
			parts = append(parts, tell("%s %s (%d ignored)", g.says, t.mark(true), ignored[g.gate]))
		default:
			parts = append(parts, tell("%s %s", g.says, t.mark(true)))
		}
	}
	if len(parts) == 0 {
		return "", true, 0
	}
	name := labelOf(p.Dir)
	if p.Name != "" {
		name = strings.TrimPrefix(p.Author+"/"+p.Name, "/") + " " + cmp.Or(p.Version, "?")
	}
	name = terminal.Visible(name)
	if t.color {
		name = terminal.Bold.Of(name)
	}
	line = tell("%s: %s", name, strings.Join(parts, "  "))
	switch {
	case todo > 0:
		line += tell(" · marketplace: %s to do", plural(todo, "thing"))
		good = false
	case aside > 0:
		line += tell(" · for the marketplace: %s, see --profile marketplace", plural(aside, "thing"))
	}
	return line, good, aside
}
