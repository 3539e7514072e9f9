// Package schema holds the rules that tell what the JSON Schemas of the
// declarations say: one rule a kind of keyword, so that each can be configured
// and ignored on its own.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package schema

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
	"github.com/difylint/difylint/schema"
)

// report is the finding for a violation, and the keyword that it is about.
type report struct {
	keyword string
	finding lint.Finding
	// elsewhere: another rule says more of it.
	elsewhere bool
	// other holds where the releases in own do not count for the plugin.
	own   releases.Scope
	other *report
}

// fact is what is said of a plugin.
var fact = plugin.NewFact(func(p *plugin.Plugin) []report {
	var out []report
	missing := map[*yaml.Node]bool{}
	for _, r := range p.References() {
		if !r.Glob && r.Target != nil && r.Target.Err != nil {
			missing[r.Node] = true
		}
	}
	for _, v := range schema.Of(p) {
		t := reportOf(v)
		t.elsewhere = t.elsewhere || v.Keyword == "type" && missing[v.Node] // file/missing
		if v.Other != nil {
			other := reportOf(schema.Held{Doc: v.Doc, Violation: *v.Other})
			t.own, t.other = v.Own, &other
		}
		out = append(out, t)
	}
	return out
})

func reportOf(v schema.Held) report {
	f := finding(v)
	f.Related = slices.Clip(f.Related) // folding appends to it
	return report{keyword: v.Keyword, finding: f, elsewhere: reportedElsewhere(v.Doc, v.Violation)}
}

// reportedElsewhere reports whether a family of its own says more of a violation:
// version/* of versions, identity/* of names and their length, declaration/template of templates,
// manifest/families of plugins and the key of a family.
func reportedElsewhere(d *plugin.Document, v schema.Violation) bool {
	if d.Kind == plugin.Model && v.Keyword == "enum" && v.Node != nil && v.Node.Key != nil && v.Node.Key.Value == "use_template" {
		return true // declaration/template
	}
	if d.Kind == plugin.Manifest && v.Keyword == "unknown" && v.Nearest != "" && v.Node.Parent.Path() == "plugins" && len(v.Node.Parent.Entries()) == 1 && !inlined(d) {
		return true // manifest/families
	}
	if d.Kind == plugin.Manifest && v.Keyword == "required" && v.Key == "plugins" && (v.Misspelt == nil || v.Misspelt.Key.Text() != v.Key) && !inlined(d) {
		return true // manifest/families
	}
	if d.Kind != plugin.Manifest || v.Node == nil || v.Keyword != "pattern" && v.Keyword != "format" && v.Keyword != "maxLength" {
		return false
	}
	switch v.Node.Path() {
	case "author", "name", "version", "meta.version", "meta.minimum_dify_version":
		return true
	}
	return false
}

// inlined reports whether a manifest holds a provider itself.
func inlined(d *plugin.Document) bool {
	return slices.ContainsFunc(plugin.Families(), func(f plugin.Family) bool { return !d.Root.Get(f.Inline).IsNull() })
}

// tell reports the violations of some keywords.
func tell(keywords ...string) func(*lint.Pass) {
	return func(p *lint.Pass) {
		for _, t := range fact.Of(p.Plugin) {
			if t.other != nil {
				if holds, _ := p.Target().Judge(t.own); !holds {
					t = *t.other
				}
			}
			if slices.Contains(keywords, t.keyword) && (p.Target().All || !t.elsewhere) {
				p.Report(spoken(p, t.finding))
			}
		}
	}
}

// spoken is a finding in the words of the reader that refuses it among the
// releases that the plugin is judged for.
func spoken(p *lint.Pass, f lint.Finding) lint.Finding {
	t := p.Target()
	if t.All || f.Refuses.IsEmpty() || f.Refuses.Newest() {
		return f
	}
	r := t.Reader(f.Refuses)
	if r == releases.Nobody {
		return f
	}
	f.Message = schema.MessageFor(r, f.Refuses, f.Message)
	if r == releases.API {
		f.Gate = lint.Install
	}
	return f
}

func finding(v schema.Held) lint.Finding {
	f := lint.Finding{
		Gate:     lint.Gate(v.Gate),
		Severity: severity(v.Severity),
		Message:  v.Message,
		Place:    plugin.AtPart(v.Doc, v.Node, v.Span),
		Key:      v.Key,
		Refuses:  v.Refuses,
		Stored:   v.Keyword == "x-json",
	}
	if v.Anchor != nil {
		f.Related = append(f.Related, lint.Related{Place: plugin.At(v.Doc, v.Anchor), Message: lint.Msg("the alias stands for this")})
	}
	if v.First != nil {
		f.Related = append(f.Related, lint.Related{Place: plugin.At(v.Doc, v.First), Message: lint.Msg("the key stands here already")})
	}
	f.Fixes = fixes(v)
	if v.Keyword == "unknown" {
		f.Fold = v.Key
	}
	return f
}

func severity(s schema.Severity) lint.Severity {
	if got, err := lint.ParseSeverity(string(s)); err == nil {
		return got
	}
	return lint.Inherit
}

func fixes(v schema.Held) []lint.Fix {
	d, n := v.Doc, v.Node
	if n == nil || v.Anchor != nil {
		return nil
	}
	switch v.Keyword {
	case "x-json":
		if n.IsKey() {
			return lint.SafeFix(lint.Msg("Put the key in quotes"), yamledit.Quote(d.Tree, n))
		}
	case "type", "x-yaml":
		if n.IsScalar() && !n.IsNull() && v.Sub != nil && slices.Contains(v.Sub.Types, "string") {
			return lint.SafeFix(lint.Msg("Put the value in quotes"), yamledit.Quote(d.Tree, n))
		}
	case "enum", "const":
		if v.Nearest != "" && n.IsScalar() {
			return lint.FixOf(near.Distance(strings.ToLower(n.Text()), strings.ToLower(v.Nearest)) <= 1, lint.Msg("Write %s", v.Nearest), yamledit.ReplaceValue(d.Tree, n, v.Nearest))
		}
	case "unknown":
		if v.Belongs != nil {
			return move(d, n, v.Belongs)
		}
		if v.First != nil {
			return lint.UnsafeFix(lint.Msg("Remove the key"), yamledit.RemoveEntry(d.Tree, n))
		}
		if v.Nearest != "" {
			return lint.FixOf(v.Misspelt != nil, lint.Msg("Rename the key to %s", v.Nearest), yamledit.RenameKey(d.Tree, n, v.Nearest))
		}
	case "required":
		if v.Misspelt != nil && v.Misspelt.Key.Text() == v.Key {
			return move(d, v.Misspelt, v.Node)
		}
		if v.Misspelt != nil {
			return lint.SafeFix(lint.Msg("Rename the key to %s", v.Key), yamledit.RenameKey(d.Tree, v.Misspelt, v.Key))
		}
	}
	return nil
}

// move moves an entry into the mapping in which it is read. One without a value
// is not read there either.
func move(d *plugin.Document, entry, to *yaml.Node) []lint.Fix {
	if value := entry.Resolve(); value.IsNull() || !value.IsScalar() && len(value.Content) == 0 {
		return nil
	}
	return lint.UnsafeFix(lint.Msg("Move the key to where it belongs"), yamledit.MoveEntry(d.Tree, entry, to))
}
