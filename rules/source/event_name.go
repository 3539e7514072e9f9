package source

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// EventName reports events that a trigger dispatches and no declaration has.
var EventName = &lint.Rule{
	ID: "source/event-name", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a trigger dispatches an event that is not declared",
	Why:     "`_dispatch_event` returns the names of the events for a request, and Dify runs the workflows that wait for them. A name that is not the `identity.name` of a file under the provider's `events` runs nothing, without an error.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/interfaces/trigger/trigger.py (dispatch_event)", "dify-plugin-sdks: src/dify_plugin/core/trigger_factory.py (get_trigger_event_handler)"},
	Run: func(p *lint.Pass) {
		declared, ok := eventNames(p.Plugin)
		if !ok {
			return
		}
		var words near.Budget
		prog, running := sources.Program(p.Plugin), sdk.ReachOf(p.Plugin).Meant
		for _, c := range sources.Calls(p.Plugin) {
			if !running[c.Module] || !strings.HasPrefix(c.Path, "dify_plugin.") || !strings.HasSuffix(c.Path, ".EventDispatch") {
				continue
			}
			m := prog.Modules[c.Module]
			list := m.Keyword(m.Calls[c.Index].Expr, "events")
			for _, v := range prog.Resolve(c.Module, list) {
				if v.Root == python.LiteralRoot && v.Path == "" {
					list := python.ExprID(v.Index)
					if k := prog.Modules[v.Module].Exprs[list].Kind; k == python.ListExpr || k == python.TupleExpr {
						dispatched(p, prog, int(v.Module), list, declared, &words)
					}
				}
			}
		}
	},
}

// eventNames are the names of the events that a plugin declares, false where
// they are not all known.
func eventNames(p *plugin.Plugin) ([]string, bool) {
	var out []string
	for _, d := range p.Providers() {
		if d.Kind != plugin.TriggerProvider {
			continue
		}
		if len(d.Items) < len(d.Root.Get("events").Items()) {
			return nil, false
		}
		for _, item := range d.Items {
			name := item.Root.At("identity", "name").Str()
			if name == "" {
				return nil, false
			}
			out = append(out, name)
		}
	}
	return out, len(out) > 0
}

func dispatched(p *lint.Pass, prog *python.Program, i int, list python.ExprID, declared []string, words *near.Budget) {
	m := prog.Modules[i]
	for _, kid := range m.Kids(list) {
		values := prog.Resolve(i, kid)
		if len(values) != 1 || values[0].Root != python.LiteralRoot || values[0].Path != "" {
			continue
		}
		in, lit := prog.Modules[values[0].Module], python.ExprID(values[0].Index)
		name, ok := in.String(lit)
		if !ok || slices.Contains(declared, name) {
			continue
		}
		f := lint.Finding{Place: at(in, in.Exprs[lit].Span()), Key: name,
			Message: lint.Msg("unknown event %q: dispatching it runs nothing (declared events: %s)", name, text.Join(declared[:min(len(declared), 6)]))}
		if meant, ok := words.Nearest(name, declared); ok {
			f.Message = lint.Msg("unknown event %q: dispatching it runs nothing; did you mean %q?", name, meant)
			if parts := in.Parts(lit); len(parts) == 1 {
				f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", meant), text.ReplaceText(in.File, text.Span{Start: int(parts[0].Start), End: int(parts[0].End)}, meant))
			}
		}
		p.Report(f)
	}
}
