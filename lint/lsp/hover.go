package lsp

// What stands under the cursor, explained: findings, keys, references,
// dependencies.

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/lang"
	said "github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/schema"
)

type hoverResult struct {
	Contents markup    `json:"contents"`
	Range    *lspRange `json:"range,omitempty"`
}

func hover(ctx context.Context, v *view, pl *plugin.Plugin, p *positionParams) (any, error) {
	off := v.encoding.offset(v.file, p.Position)
	var parts []string
	if o, err := v.outcome(ctx); err == nil {
		for i := range o.result.Findings {
			f := &o.result.Findings[i]
			if f.IgnoredBy == lint.NotIgnored && f.Plugin == o.result.Dir && f.Path == v.rel && f.File != nil && holds(f.Span, off) {
				parts = append(parts, ofFinding(v.s.lang(), f))
			}
		}
	} else if ctx.Err() != nil {
		return nil, err
	}
	describe := v.describe
	if v.project.installation {
		describe = v.describeSetting
	}
	var out hoverResult
	if about, span := describe(pl, off); about != "" {
		parts = append(parts, about)
		at := v.encoding.rangeOf(v.file, span)
		out.Range = &at
	}
	if len(parts) == 0 {
		return nil, nil
	}
	out.Contents = markup{"markdown", strings.Join(parts, "\n\n---\n\n")}
	if can := v.client.TextDocument.Hover.ContentFormat; len(can) > 0 && !slices.Contains(can, "markdown") {
		out.Contents.Kind = "plaintext" // Markdown can be read as it is
	}
	return out, nil
}

func holds(s text.Span, off int) bool { return s.Start <= off && off <= s.End }

// ofFinding is what is wrong, what refuses it, why, and what the platform says of it;
// the rest is on the rule's page, to which it links.
func ofFinding(l *lang.Language, f *lint.Finding) string {
	id := f.Rule.ID
	if url := f.Rule.URL(); url != "" {
		id = "[" + id + "](" + url + ")"
	}
	refusal := ""
	if f.Gate != lint.None {
		refusal = l.Say("%s: %s", string(f.Gate), text.Phrase(f.Gate.Refusal())) + l.Words(".") + "\n\n"
	}
	quotes := ""
	if list := said.SaidsIn(l, f.Rule.ID); len(list) > 0 {
		quotes = "\n\n" + l.Say("What the platform says of it (`difylint diagnose` reads such messages):") + "\n\n" + strings.Join(list, "\n")
	}
	return fmt.Sprintf("**%s** (%s)\n\n%s%s%s", l.Text(f.Message), id, refusal, l.Words(f.Rule.Why), quotes)
}

// describe says what stands at an offset of the document.
func (v *view) describe(pl *plugin.Plugin, off int) (string, text.Span) {
	switch path.Ext(v.rel) {
	case ".toml", ".txt":
		for _, r := range v.requirements() {
			if holds(r.Span, off) {
				return v.inWords(pl, r), r.Span
			}
		}
		return "", text.Span{}
	case ".py":
		return v.describePython(pl, off)
	}
	return v.describeYAML(pl, off)
}

// dependencies are all requirements of a project.
func dependencies(p *requirement.PyProject) []*requirement.Dependency {
	out := p.Dependencies
	for _, groups := range [][]*requirement.Group{p.Extras, p.Groups} {
		for _, g := range groups {
			out = slices.Concat(out, g.Dependencies)
		}
	}
	if p.BuildSystem != nil {
		out = slices.Concat(out, p.BuildSystem.Requires)
	}
	if p.UV != nil {
		out = slices.Concat(out, p.UV.DevDependencies, p.UV.ConstraintDependencies, p.UV.OverrideDependencies)
	}
	return out
}

// inWords says what a requirement asks for.
func (v *view) inWords(pl *plugin.Plugin, r *requirement.Requirement) string {
	switch {
	case !r.Valid():
		return ""
	case r.URL != "":
		return v.s.lang().Say("**%s** from `%s`", r.Key(), r.URL)
	}
	words := v.s.lang().Say("**%s**: %s", r.Key(), r.Specifiers.Set().Words())
	if len(r.Extras) > 0 {
		var names []string
		for _, e := range r.Extras {
			names = append(names, "`"+e.Name+"`")
		}
		words += "\n\n" + v.s.lang().Say("with the extras %s", text.Join(names))
	}
	if r.MarkerSpan.Len() > 0 {
		words += "\n\n" + v.s.lang().Say("where a condition holds")
	}
	if r.Key() == sdkName {
		words += v.aboutSDK(pl)
	}
	return words
}

func (v *view) describeYAML(pl *plugin.Plugin, off int) (string, text.Span) {
	d := v.document(pl)
	if d == nil || d.Root == nil {
		return "", text.Span{}
	}
	n := d.Tree.NodeAt(off)
	if n == nil {
		return "", text.Span{}
	}
	span := n.Span
	value := n
	if n.IsKey() {
		value = entryOf(n)
	} else if !n.IsScalar() || !holds(n.Span, off) {
		return "", text.Span{}
	}
	subs := schema.At(string(d.Kind), d.Root, value)
	var parts []string
	if name := v.ofKey(d, value, subs); name != "" {
		parts = append(parts, name)
	}
	if ref := v.ofReference(pl, d, value); ref != "" {
		parts = append(parts, ref)
	}
	return strings.Join(parts, "\n\n"), span
}

// ofKey documents a key by its schema.
func (v *view) ofKey(d *plugin.Document, n *yaml.Node, subs []*schema.Sub) string {
	about := schema.Describe(subs)
	if about == "" && n.Key == nil && n.Parent != nil { // an item: its list says
		about = schema.Describe(schema.At(string(d.Kind), d.Root, n.Parent))
	}
	if about == "" {
		return ""
	}
	l := v.s.lang()
	var b strings.Builder
	name := "item"
	if n.Key != nil {
		name = n.Key.Value
	}
	b.WriteString("**" + code(name) + "**")
	if words := types(subs); words.Format != "" {
		b.WriteString(l.Say(": %s", words))
	}
	if n.Key != nil && n.Parent != nil {
		for _, k := range schema.KeysOf(schema.At(string(d.Kind), d.Root, n.Parent)) {
			if k.Name == n.Key.Value && k.Required {
				b.WriteString(l.Say(", required"))
			}
		}
	}
	b.WriteString("\n\n" + l.Words(about))
	if words := schema.Allowed(subs); len(words) > 0 {
		list := make([]string, len(words))
		for i, w := range words {
			list[i] = code(w)
		}
		b.WriteString("\n\n" + l.Say("One of %s", text.Join(list)))
	}
	for _, s := range subs {
		if s.HasDefault && s.Default != nil {
			b.WriteString("\n\n" + l.Say("Default: %s", code(fmt.Sprint(s.Default))))
			break
		}
	}
	if slices.ContainsFunc(subs, func(s *schema.Sub) bool { return s.Unread }) {
		b.WriteString("\n\n" + l.Say("Neither side of the platform makes use of it."))
	}
	return b.String()
}

// code is a text as code in Markdown.
func code(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if strings.Contains(s, "`") {
		return "`` " + s + " ``"
	}
	return "`" + s + "`"
}

var typeWords = map[string]text.Message{
	"string": text.Msg("text"), "integer": text.Msg("whole number"), "number": text.Msg("number"),
	"boolean": text.Msg("true or false"), "array": text.Msg("list"), "object": text.Msg("mapping"),
}

// types says what may stand at a node, by the first subschema that says so.
func types(subs []*schema.Sub) text.Message {
	for _, s := range subs {
		if len(s.Enum) > 0 {
			return text.Message{}
		}
		var words []text.Message
		for _, t := range s.Types {
			// What else is accepted is not what to write.
			if w := typeWords[t]; w.Format != "" && (len(words) == 0 || t != "string" && t != "integer" && t != "boolean") {
				words = append(words, w)
			}
		}
		if len(words) > 0 {
			return text.Or(words)
		}
	}
	return text.Message{}
}

// ofReference says what a value that names a file leads to.
func (v *view) ofReference(pl *plugin.Plugin, d *plugin.Document, n *yaml.Node) string {
	for _, r := range pl.References() {
		if r.Doc != d || r.Node != n {
			continue
		}
		if r.Glob {
			return v.s.lang().Count(len(matched(r)), "matches %d file", "matches %d files")
		}
		if t := r.Target; t != nil && t.Root != nil {
			if label := cmp.Or(t.Root.At("identity", "label", "en_US").Str(), t.Root.At("label", "en_US").Str()); label != "" {
				return v.s.lang().Say("%s: **%s**", string(t.Kind), strings.Join(strings.Fields(label), " "))
			}
			return string(t.Kind)
		}
	}
	return ""
}
