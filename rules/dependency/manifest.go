package dependency

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// listed are the two lists that a manifest may carry for a catalogue, nil where
// there is none. A bundle's dependencies are other plugins.
func listed(p *plugin.Plugin) (requirements, ranges *yaml.Node) {
	root := p.Manifest().Root
	if requirements = root.Get("requirements"); !requirements.IsSequence() {
		requirements = nil
	}
	if ranges = root.Get("dependencies"); !ranges.IsMapping() {
		ranges = nil
	}
	return requirements, ranges
}

// inside is a span of a scalar's text in the file.
func inside(d *plugin.Document, n *yaml.Node, s text.Span) plugin.Place {
	raw := d.File.Slice(n.Span)
	if i := strings.Index(raw, n.Str()); i >= 0 && n.Str() != "" && strings.Count(raw, "\n") == 0 {
		from := n.Span.Start + i
		return plugin.AtPart(d, n, text.Span{Start: from + s.Start, End: from + s.End})
	}
	return plugin.At(d, n)
}

// taken are the runtime requirements of the file that the daemon takes, by key.
type taken struct {
	byKey   map[string][]line
	unclear bool // one of them is not a requirement
}

var takenOf = plugin.NewFact(func(p *plugin.Plugin) *taken {
	out := &taken{byKey: map[string][]line{}}
	for _, l := range linesOf.Of(p) {
		if l.read && l.role == runtime {
			out.unclear = out.unclear || !l.Valid()
			out.byKey[l.Key()] = append(out.byKey[l.Key()], l)
		}
	}
	return out
})

// against holds a range of the manifest against the file that the daemon takes.
// It returns what to say, the empty message for nothing.
func against(p *plugin.Plugin, key string, set requirement.Set) (says lint.Message, related []lint.Related) {
	f := filesOf.Of(p)
	if f.takes() == "" || f.blind {
		return lint.Message{}, nil
	}
	all := takenOf.Of(p)
	found := all.byKey[key]
	switch {
	case all.unclear:
	case len(found) == 0:
		if f.project == nil && unclearText(f.requirements) {
			return lint.Message{}, nil
		}
		return lint.Msg("%s does not have %q, but only that file is installed", f.takes(), short(key)), nil
	case len(found) == 1 && found[0].URL == "" && !set.IsEmpty() && !found[0].Specifiers.Set().IsEmpty() && !set.Overlaps(found[0].Specifiers.Set()):
		l := found[0]
		return lint.Msg("%s requires %q in %s, which has no version in common with this", f.takes(), short(key), short(l.Specifiers.String())),
			[]lint.Related{{Place: l.at(l.SpecifiersSpan), Message: lint.Msg("what is installed")}}
	}
	return lint.Message{}, nil
}
