package report

// Counting, and the one line that tells how a run went.

import (
	"cmp"
	"maps"
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/source/text"
)

// counts are the numbers of findings. What is ignored is in ignored or baseline
// only.
type counts struct {
	Error    int `json:"error"`
	Warning  int `json:"warning"`
	Info     int `json:"info"`
	Ignored  int `json:"ignored"`
	Baseline int `json:"baseline"`
	// Uncounted are about publishing in plugins that are not meant for it.
	Uncounted int `json:"uncounted"`
	// Fixable have a safe fix, Unsafe have only others.
	Fixable int `json:"fixable"`
	Unsafe  int `json:"unsafe"`
}

func (c *counts) add(f *lint.Finding) {
	switch {
	case f.IgnoredBy == lint.ByBaseline:
		c.Baseline++
		return
	case f.IgnoredBy != lint.NotIgnored:
		c.Ignored++
		return
	case f.Uncounted:
		c.Uncounted++
		return
	case f.Severity == lint.Error:
		c.Error++
	case f.Severity == lint.Warning:
		c.Warning++
	default:
		c.Info++
	}
	if safe, other := fixable(f); safe {
		c.Fixable++
	} else if other {
		c.Unsafe++
	}
}

// found is the number of findings that are not ignored.
func (c *counts) found() int { return c.Error + c.Warning + c.Info }

func countPlugin(p *lint.PluginResult) counts {
	var c counts
	for i := range p.Findings {
		c.add(&p.Findings[i])
	}
	return c
}

// totals are the counts of a whole run.
type totals struct {
	counts
	plugins, affected int
	// failed and skipped are the rules that did not judge every plugin, those
	// that were turned off left out; blind are the plugins that some rule
	// skipped.
	failed, skipped []*lint.Rule
	blind           int
}

// Tally counts the results of a run one by one, and keeps none of them. The zero
// value is ready to use.
type Tally struct {
	totals totals
	states map[*lint.Rule]lint.State // of the rules that did not judge every plugin
	order  map[*lint.Rule]int        // the rules in the order of their statuses
}

// Add counts a result.
func (t *Tally) Add(p *lint.PluginResult) {
	if t.states == nil {
		t.states, t.order = map[*lint.Rule]lint.State{}, map[*lint.Rule]int{}
	}
	before := t.totals.found()
	for i := range p.Findings {
		t.totals.add(&p.Findings[i])
	}
	t.totals.plugins++
	if t.totals.found() > before {
		t.totals.affected++
	}
	blind := false
	for _, st := range p.Statuses {
		if _, seen := t.order[st.Rule]; !seen {
			t.order[st.Rule] = len(t.order)
		}
		if st.State == lint.Ran || st.State == lint.Off {
			continue
		}
		blind = blind || st.State == lint.Skipped
		if t.states[st.Rule] != lint.Failed {
			t.states[st.Rule] = st.State
		}
	}
	if blind {
		t.totals.blind++
	}
}

func (t *Tally) total() totals {
	out := t.totals
	rules := slices.SortedFunc(maps.Keys(t.states), func(a, b *lint.Rule) int { return cmp.Compare(t.order[a], t.order[b]) })
	for _, r := range rules {
		if t.states[r] == lint.Failed {
			out.failed = append(out.failed, r)
		} else {
			out.skipped = append(out.skipped, r)
		}
	}
	return out
}

func total(res *lint.Result) totals {
	var t Tally
	for i := range res.Plugins {
		t.Add(&res.Plugins[i])
	}
	return t.total()
}

// SummaryIn tells a run in one line without a line break, in a language:
// "3 errors, 2 warnings in 1 of 4 plugins; 2 can be fixed with --fix".
func SummaryIn(l *lang.Language, res *lint.Result) string {
	return l.Text(summaryText(total(cmp.Or(res, &lint.Result{}))))
}

func summaryText(t totals) text.Message {
	found, any := countWords(&counts{Error: t.Error, Warning: t.Warning, Info: t.Info})
	var m text.Message
	switch {
	case t.plugins == 0:
		m = text.Msg("no plugins were checked")
	case !any:
		m = text.Count(t.plugins, "no findings in %d plugin", "no findings in %d plugins")
	case t.plugins == 1:
		m = text.Msg("%s in 1 plugin", found)
	default:
		m = text.Msg("%s in %d of %d plugins", found, t.affected, t.plugins)
	}
	switch {
	case t.Fixable > 0 && t.Unsafe > 0:
		m = m.And("; %d can be fixed with --fix, %d more with --unsafe-fixes", t.Fixable, t.Unsafe)
	case t.Fixable > 0:
		m = m.And("; %d can be fixed with --fix", t.Fixable)
	case t.Unsafe > 0:
		m = m.And("; %d can be fixed with --unsafe-fixes", t.Unsafe)
	}
	if t.Ignored > 0 {
		m = m.And("; %d ignored by comments", t.Ignored)
	}
	if t.Baseline > 0 {
		m = m.And("; %d in the baseline", t.Baseline)
	}
	if t.Uncounted > 0 {
		m = m.Plus(text.Count(t.Uncounted, "; %d finding about publishing, not counted", "; %d findings about publishing, not counted"))
	}
	if n := len(t.skipped); n > 0 {
		m = m.And("; %s could not judge %s", text.Count(n, "%d rule", "%d rules"), text.Count(t.blind, "%d plugin", "%d plugins"))
	}
	if n := len(t.failed); n > 0 {
		ids := make([]string, n)
		for i, r := range t.failed {
			ids[i] = r.ID
		}
		m = m.Plus(text.Count(n, "; %d rule failed, which is a defect of difylint: %s", "; %d rules failed, which is a defect of difylint: %s", text.Join(ids)))
	}
	return m
}

// countWords is "3 errors, 2 warnings, 1 info", the ignored ones last. It is not any
// where there is nothing to count.
func countWords(c *counts) (_ text.Message, any bool) {
	var parts []text.Message
	if c.Error > 0 {
		parts = append(parts, text.Count(c.Error, "%d error", "%d errors"))
	}
	if c.Warning > 0 {
		parts = append(parts, text.Count(c.Warning, "%d warning", "%d warnings"))
	}
	if c.Info > 0 {
		parts = append(parts, text.Msg("%d info", c.Info))
	}
	if n := c.Ignored + c.Baseline; n > 0 && len(parts) == 0 {
		parts = append(parts, text.Msg("%d ignored", n))
	}
	return text.Join(parts), len(parts) > 0
}
