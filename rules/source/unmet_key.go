package source

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// UnmetKey reports names that the code reads and no declaration gives.
var UnmetKey = &lint.Rule{
	ID: "source/unmet-key", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "the code reads a name that is not declared",
	Why:     "`tool_parameters`, `self.runtime.credentials` and similar mappings contain only what the declarations name: the platform fills in the parameters of the tool's file and the credentials of its provider's file. A name that is not declared there is never filled in: `tool_parameters[\"qurey\"]` raises a KeyError, `tool_parameters.get(\"qurey\")` returns None whatever the user wrote. A name that is only read with get is reported as info, unless it is almost the name of a declared one that no code reads.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/core/plugin_executor.py"},
	Run: func(p *lint.Pass) {
		ms := mappingsOf(p.Plugin)
		if len(ms.params) == 0 && len(ms.credentials) == 0 {
			return
		}
		prog := sources.Program(p.Plugin)
		all := reads(p.Plugin, ms)
		type key struct {
			t   *mapping
			key string
		}
		done := map[key]bool{}
		known := map[*mapping]map[string]bool{}
		for _, r := range all {
			for _, t := range r.to {
				if known[t] == nil {
					known[t] = map[string]bool{}
				}
				known[t][r.key] = true
			}
		}
		var words near.Budget
		free := map[*mapping][]string{}
		for n := range all {
			r := &all[n]
			if !r.unmet() || done[key{r.to[0], r.key}] {
				continue
			}
			done[key{r.to[0], r.key}] = true
			t := r.to[0]
			if _, listed := free[t]; !listed {
				free[t] = unread(known[t], t)
			}
			unmet(p, prog, free[t], r, &words)
		}
	},
}

func (r *read) unmet() bool {
	return !slices.ContainsFunc(r.to, func(t *mapping) bool { return t.open || slices.Contains(t.keys, r.key) })
}

// unread are the declared names that no code asks the mapping for.
func unread(asked map[string]bool, t *mapping) []string {
	return slices.DeleteFunc(slices.Clone(t.keys), func(k string) bool { return asked[k] })
}

// unmet reports a key that is not declared, with the name that was meant, one of
// the free ones first.
func unmet(p *lint.Pass, prog *python.Program, free []string, r *read, words *near.Budget) {
	t := r.to[0]
	m := prog.Modules[r.module]
	meant, ok := words.Nearest(r.key, free)
	sure := ok || r.hard
	if !ok {
		meant, ok = words.Nearest(r.key, t.keys)
	}
	f := lint.Finding{
		Place: at(m, m.Exprs[r.expr].Span()), Key: r.key,
		Related: []lint.Related{{Place: t.place(), Message: t.word.here}},
	}
	effect := lint.Msg("it never has a value")
	if r.hard {
		effect = lint.Msg("reading it raises a KeyError")
	}
	switch {
	case ok:
		f.Message = lint.Msg("no %s %q is declared in %s: %s; did you mean %q?", t.word.one, r.key, t.doc.Path, effect, meant)
		if parts := m.Parts(r.expr); len(parts) == 1 && parts[0].Kind == python.PlainPart {
			f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", meant), text.ReplaceText(m.File, text.Span{Start: int(parts[0].Start), End: int(parts[0].End)}, meant))
		}
	case len(t.keys) == 0:
		f.Message = lint.Msg("no %s %q is declared in %s: %s", t.word.one, r.key, t.doc.Path, effect)
	default:
		f.Message = lint.Msg("no %s %q is declared in %s (there is %s): %s", t.word.one, r.key, t.doc.Path, text.Join(t.keys[:min(len(t.keys), 6)]), effect)
	}
	if !sure {
		f.Severity = lint.Info // often an older or another name, asked for in case
	}
	p.Report(f)
}
