package lsp

// Python: what a session offers, and the keys of what the SDK hands over.

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/capability"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/schema"
)

const itemMethod = 2

var (
	// sessionBefore is a chain behind a session, whose last word is being written.
	sessionBefore = text.Regexp(`\bsession\.((?:\w+\.)*)(\w*)$`)
	// keyBefore is a key that is being written.
	keyBefore = text.Regexp(`\b(\w+)(?:\[|\.(?:get|pop)\()\s*(["']?)(\w*)$`)
)

// pythonItems are the calls of a session and the keys that declarations name.
func (v *view) pythonItems(pl *plugin.Plugin, off int) []item {
	line := v.file.LineSpan(v.file.LineAt(off))
	before := string(v.file.Data[line.Start:off])
	end := off
	for end < line.End && isWord(v.file.Data[end]) && v.file.Data[end] != '-' {
		end++
	}
	var out []item
	if m := sessionBefore().FindStringSubmatch(before); m != nil {
		at := v.encoding.rangeOf(v.file, text.Span{Start: off - len(m[2]), End: end})
		seen := map[string]bool{}
		for _, chain := range sdk.Offered() {
			rest, ok := strings.CutPrefix(chain, m[1])
			name, _, more := strings.Cut(rest, ".")
			if !ok || seen[name] {
				continue
			}
			seen[name] = true
			it := item{Label: name, Kind: itemProperty, TextEdit: &textEdit{at, name}}
			if !more {
				it.Kind = itemMethod
			}
			if need, _ := sdk.NeedOf(chain); need.Key != "" {
				word := need.Key
				if !more {
					word = need.String()
				}
				it.Detail = v.s.lang().Say("needs the permission %s", word)
			}
			out = append(out, it)
		}
		return out
	}
	m := keyBefore().FindStringSubmatch(before)
	if m == nil || handed[m[1]] == "" {
		return nil
	}
	at := v.encoding.rangeOf(v.file, text.Span{Start: off - len(m[3]), End: end})
	docs := docsOf(pl, v.rel)
	for _, t := range namesOf(pl) {
		if t.word != handed[m[1]] || !slices.Contains(docs, t.doc) {
			continue
		}
		write := t.name
		switch closed := end < len(v.file.Data) && m[2] != "" && v.file.Data[end] == m[2][0]; {
		case m[2] == "":
			write = `"` + t.name + `"`
		case !closed:
			write += m[2]
		}
		out = append(out, item{Label: t.name, Kind: itemProperty, Detail: t.item.Get("type").Str(), Documentation: &markup{"markdown", v.about(&t)}, TextEdit: &textEdit{at, write}})
	}
	return out
}

// about describes a named thing.
func (v *view) about(t *named) string {
	l := v.s.lang()
	out := l.Say("**%s**: %s", code(t.name), text.Phrase(t.word))
	if typ := t.item.Get("type").Str(); typ != "" {
		out += l.Say(", %s", code(typ))
	}
	if capability.IsTrue(t.item.Get("required")) {
		out += l.Say(", required")
	}
	declared := "\n\n" + l.Say("Declared in %s", t.doc.Path)
	for _, way := range [][]any{{"llm_description"}, {"human_description", "en_US"}, {"description", "llm"}, {"help", "en_US"}, {"label", "en_US"}} {
		if s := t.item.At(way...).Str(); s != "" {
			return out + "\n\n" + strings.Join(strings.Fields(s), " ") + declared
		}
	}
	return out + declared
}

// describePython says what a key stands for, and what a call back into Dify needs.
func (v *view) describePython(pl *plugin.Plugin, off int) (string, text.Span) {
	if t, _, at := v.namedAt(pl, off); t != nil {
		return v.about(t), at
	}
	m := python.Parse(v.file)
	for k := range m.Exprs {
		e := m.Exprs[k]
		if e.Kind != python.Attribute || !holds(text.Span{Start: int(e.B), End: int(e.End)}, off) {
			continue
		}
		dotted, _ := m.Dotted(python.ExprID(k))
		_, chain, ok := strings.Cut("."+dotted, ".session.")
		need, known := sdk.NeedOf(chain)
		if !ok || !known {
			continue
		}
		l, call := v.s.lang(), "**"+code("session."+chain)+"**"
		words := l.Say("%s needs no permission", call)
		if need.Key != "" {
			words = l.Say("%s needs the permission %s, which the manifest does not grant", call, code(need.String()))
			if capability.Grants(pl, need) {
				words = l.Say("%s needs the permission %s, which the manifest grants", call, code(need.String()))
			}
			if about := schema.Describe(schema.At("manifest", pl.Manifest().Root, pl.Manifest().Root.At("resource", "permission", need.Key))); about != "" {
				words += "\n\n" + l.Words(about)
			}
		}
		return words, text.Span{Start: int(e.B), End: int(e.End)}
	}
	return "", text.Span{}
}
