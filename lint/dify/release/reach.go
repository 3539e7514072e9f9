package release

// What the sources reach that they did not reach before.

import (
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/risk"
	"github.com/difylint/difylint/lint/source/text"
)

// reach tells of capabilities that the marketplace counts as a high risk, and of
// hosts, which the sources of the new plugin show and those of the old do not.
func reach(old, cur *plugin.Plugin) []Change {
	before, after := risk.Assess(old), risk.Assess(cur)
	var out []Change
	had := map[risk.Kind]bool{}
	for _, r := range before.Reasons {
		had[r.Kind] = true
	}
	for _, r := range after.Reasons {
		if r.Level == risk.High && !had[r.Kind] {
			out = append(out, Change{Kind: CapabilityAdded, Key: "capability/" + string(r.Kind), New: seen(cur, r.Evidence[0]),
				Message: text.Msg("new: the plugin %s (%s)", text.Phrase(r.Title), r.Evidence[0].What)})
		}
	}
	named := map[string]bool{}
	for _, h := range before.Hosts {
		named[h.Name] = true
	}
	for _, h := range after.Hosts {
		if !named[h.Name] {
			out = append(out, Change{Kind: HostAdded, Key: "host/" + h.Name, New: seen(cur, h.Evidence),
				Message: text.Msg("the sources name the new host %s", h.Name)})
		}
	}
	return out
}

// seen is where a capability shows; a file that is no text has no place within.
func seen(p *plugin.Plugin, e risk.Evidence) plugin.Place {
	if e.File == nil {
		return plugin.AtTop(p.Manifest())
	}
	return plugin.AtSpan(e.File, e.Span)
}
