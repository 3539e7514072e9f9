package report

// The verdict on a plugin: at which gates it passes, in one line.

import (
	"cmp"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
)

// passes are the gates that a verdict names, with what a plugin does that passes.
var passes = []gateWords{
	{lint.Package, text.Msg("packages")}, {lint.Install, text.Msg("installs")}, {lint.Start, text.Msg("starts")},
	{lint.Debug, text.Msg("debugs")}, {lint.Call, text.Msg("calls")},
}

type gateWords struct {
	gate lint.Gate
	says text.Message
}

// GateState says what becomes of a plugin at a gate.
type GateState string

// The states of a plugin at a gate. Unknown is for a plugin that cannot be judged.
const (
	Passes  GateState = "passes"
	Refused GateState = "refused"
	Unknown GateState = "unknown"
)

// GateVerdict is the verdict on a plugin at one gate.
type GateVerdict struct {
	Gate  lint.Gate `json:"gate"`
	State GateState `json:"state"`
	// Refusals and Ignored count the errors at the gate: those that count, and
	// those that a comment or the baseline ignores.
	Refusals int `json:"refusals"`
	Ignored  int `json:"ignored"`
}

// Verdicts returns the verdict on a plugin at each gate that was judged, and how
// many things the marketplace asks for: todo where the plugin is meant to be
// published, aside where it is not.
func Verdicts(p *lint.PluginResult) (gates []GateVerdict, todo, uncounted int) {
	refused, ignored := map[lint.Gate]int{}, map[lint.Gate]int{}
	for i := range p.Findings {
		f := &p.Findings[i]
		switch {
		case f.IgnoredBy != lint.NotIgnored && f.Severity == lint.Error:
			ignored[f.Gate]++
		case f.IgnoredBy != lint.NotIgnored:
		case f.Uncounted:
			uncounted++
		case f.Gate == lint.Publish:
			todo++
		case f.Severity == lint.Error:
			refused[f.Gate]++
		}
	}
	judged, blind := map[lint.Gate]bool{}, map[lint.Gate]bool{}
	for _, st := range p.Statuses {
		switch st.State {
		case lint.Ran:
			judged[st.Rule.Gate] = true
		case lint.Off:
		default:
			blind[st.Rule.Gate] = true
		}
	}
	for _, w := range passes {
		v := GateVerdict{Gate: w.gate, State: Passes, Refusals: refused[w.gate], Ignored: ignored[w.gate]}
		switch {
		case v.Refusals+v.Ignored > 0:
			v.State = Refused // the platform does not know that the error is ignored here
		case w.gate == lint.Debug || !judged[w.gate] && !blind[w.gate]:
			continue // remote debugging is a matter of developers: it is named where it fails
		case blind[w.gate]:
			v.State = Unknown
		}
		gates = append(gates, v)
	}
	return gates, todo, uncounted
}

// verdicts are the lines about the plugins: one for each that a gate refuses or
// that cannot be judged, or that is alone, and one for all others.
func (t *textReport) verdicts() []string {
	if !t.opts.Verdicts {
		return nil
	}
	var out []string
	pass, uncounted := 0, 0
	for i := range t.res.Plugins {
		p := &t.res.Plugins[i]
		line, good, more := t.verdict(p)
		switch {
		case line == "":
		case good && len(t.res.Plugins) > 1:
			pass++
			uncounted += more
		default:
			out = append(out, line)
		}
	}
	if pass > 0 {
		line := text.Count(pass, "%d plugin: package, install, start and call %s", "%d plugins: package, install, start and call %s", t.mark(true))
		if uncounted > 0 {
			line = line.Plus(forMarketplace(uncounted))
		}
		out = append(out, t.opts.Lang.Text(line))
	}
	return out
}

func (t *textReport) mark(ok bool) string {
	if ok {
		return t.in(terminal.Green, "✓")
	}
	return t.in(terminal.Red, "✗")
}

// verdict is the line about one plugin, or "" for what is no plugin. It is good
// where every gate passes and nothing is left to do; aside counts what the
// marketplace would say.
func (t *textReport) verdict(p *lint.PluginResult) (line string, good bool, uncounted int) {
	gates, todo, uncounted := Verdicts(p)
	var parts []string
	good = true
	for i := range gates {
		says := passes[slices.IndexFunc(passes, func(w gateWords) bool { return w.gate == gates[i].Gate })].says
		switch v := &gates[i]; {
		case v.State == Refused && v.Refusals > 0:
			parts = append(parts, t.say("%s %s (%d)", says, t.mark(false), v.Refusals))
			good = false
		case v.State == Refused:
			parts = append(parts, t.say("%s %s (%d ignored)", says, t.mark(false), v.Ignored))
			good = false
		case v.State == Unknown:
			parts = append(parts, t.say("%s ?", says))
			good = false
		default:
			parts = append(parts, t.say("%s %s", says, t.mark(true)))
		}
	}
	if len(parts) == 0 {
		return "", true, 0
	}
	name := labelOf(p.Dir)
	if p.Name != "" {
		name = strings.TrimPrefix(p.Author+"/"+p.Name, "/") + " " + cmp.Or(p.Version, "?")
	}
	m := text.Msg("%s: %s", t.in(terminal.Bold, terminal.Visible(name)), strings.Join(parts, "  "))
	switch {
	case todo > 0:
		m = m.Plus(text.Count(todo, " · marketplace: %d thing to do", " · marketplace: %d things to do"))
		good = false
	case uncounted > 0:
		m = m.Plus(forMarketplace(uncounted))
	}
	return t.opts.Lang.Text(m), good, uncounted
}

// verdictPieces divides a verdict where its line may end: between the gates, and
// at the words behind them.
func verdictPieces(line string) []piece {
	gates, rest, more := strings.Cut(line, " · ")
	var out []piece
	for i, gate := range strings.Split(gates, "  ") {
		before := "  "
		if i == 0 {
			before = ""
		}
		if terminal.Width(unstyled(gate)) > minWidth {
			out = append(out, pieces(before+gate)...)
		} else {
			out = append(out, piece{before, gate})
		}
	}
	if more {
		words := pieces(rest)
		words[0] = piece{" ", "· " + words[0].text}
		out = append(out, words...)
	}
	return out
}

// forMarketplace is the part of a verdict about a plugin that is not meant to be published.
func forMarketplace(n int) text.Message {
	return text.Count(n, " · for the marketplace: %d thing, see --profile marketplace", " · for the marketplace: %d things, see --profile marketplace")
}
