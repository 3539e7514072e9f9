package dependency

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// ManifestRanges reports what is wrong in the manifest's ranges of versions.
var ManifestRanges = &lint.Rule{
	ID: "dependency/manifest-ranges", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "a range in the manifest that is wrong, or not what is installed",
	Why: "A catalogue that reads the manifest's `dependencies` takes `min` and `max` for the versions that the plugin works with, " +
		"both included. A version without quotation marks may be a number to YAML: `min: 2.10` is 2.1. And a range that has no " +
		"version in common with what `requirements.txt` or `pyproject.toml` installs says something untrue.",
	Run: func(p *lint.Pass) {
		_, ranges := listed(p.Plugin)
		m := p.Plugin.Manifest()
		for _, n := range ranges.Entries() {
			name := n.Key.Value
			if !requirement.IsName(name) {
				p.Report(lint.Finding{Place: plugin.AtKey(m, n), Message: lint.Msg("%q is not a valid package name", short(name))})
				continue
			}
			if !n.IsMapping() {
				p.Report(lint.Finding{Place: plugin.At(m, n), Message: lint.Msg("a range must have min, max, or both, as in {min: 2.8.0, max: 2.12.0}")})
				continue
			}
			for _, e := range n.Entries() {
				if k := e.Key.Value; k != "min" && k != "max" {
					f := lint.Finding{Place: plugin.AtKey(m, e), Message: lint.Msg("unknown key %q in a range (known keys: min, max)", short(k))}
					if meant, ok := near.Nearest(k, []string{"min", "max"}); ok {
						f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", meant), yamledit.RenameKey(m.Tree, e, meant))
					}
					p.Report(f)
				}
			}
			lowest, okMin := bound(p, n.Get("min"))
			highest, okMax := bound(p, n.Get("max"))
			if !okMin || !okMax {
				continue
			}
			if highest.IsValid() && lowest.Compare(highest) > 0 {
				p.Report(lint.Finding{Place: plugin.At(m, n.Get("min")), Message: lint.Msg("min %s is greater than max %s: no version is between them", lowest.String(), highest.String()),
					Related: []lint.Related{{Place: plugin.At(m, n.Get("max")), Message: lint.Msg("the upper end")}}})
				continue
			}
			if !lowest.IsValid() && !highest.IsValid() {
				continue
			}
			if says, related := against(p.Plugin, requirement.NormalizeName(name), requirement.Inclusive(lowest, highest)); says.Format != "" {
				p.Report(lint.Finding{Place: plugin.AtKey(m, n), Related: related, Message: says})
			}
		}
	},
}

// bound reads one end of a range; ok is false where it is wrong, which is told.
func bound(p *lint.Pass, n *yaml.Node) (v requirement.Version, ok bool) {
	if n.IsNull() {
		return v, true
	}
	m := p.Plugin.Manifest()
	f := lint.Finding{Place: plugin.At(m, n)}
	if !n.IsScalar() {
		f.Message = lint.Msg("write a version, such as 2.8.0")
		p.Report(f)
		return v, false
	}
	written := n.Resolve().Value
	v, ok = requirement.ParseVersion(written)
	switch tag := n.Resolve().Tag; {
	case !ok:
		f.Message = lint.Msg("%q is not a version", short(written))
		p.Report(f)
	case tag == "!!float" || tag == "!!int":
		f.Message = lint.Msg("YAML reads %s as a number; put the version in quotation marks", short(written))
		f.Fixes = lint.SafeFix(lint.Msg("Put it in quotation marks"), yamledit.Quote(m.Tree, n))
		p.Report(f)
	}
	return v, ok
}
