package lsp

// What may be written in a declaration: keys with what is required below them,
// words, files.

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
	"github.com/difylint/difylint/schema"
)

// yamlItems are the items at a cursor in a declaration.
func (v *view) yamlItems(pl *plugin.Plugin, c *cursor) []item {
	kind := v.kind(pl)
	if kind == "" {
		return nil
	}
	if c.key {
		root, n := c.probe(mark + c.colon)
		if n != nil && n.IsKey() {
			if out := v.keyItems(c, kind, root, n); len(out) > 0 {
				return out
			}
		}
		if !c.item && c.colon != "" {
			// Under the key of a list that has no item yet.
			if root, n := c.probe("- " + mark); n != nil && !n.IsKey() {
				return v.valueItems(c, pl, kind, root, n, "- ")
			}
		}
	}
	if c.value || c.item {
		if root, n := c.probe(mark); n != nil && !n.IsKey() {
			return v.valueItems(c, pl, kind, root, n, "")
		}
	}
	return nil
}

// keyItems are the keys that are not there yet, the required ones first.
func (v *view) keyItems(c *cursor, kind string, root, n *yaml.Node) []item {
	there := map[string]bool{}
	for _, e := range n.Parent.Content {
		if e.Key != n {
			there[e.Key.Value] = true
		}
	}
	subs := schema.At(kind, root, n.Parent)
	var out []item
	for i, k := range schema.KeysOf(subs) {
		if there[k.Name] || slices.ContainsFunc(k.Sub.Aliases, func(a string) bool { return there[a] }) {
			continue
		}
		is := types(k.Sub.InPlace())
		it := item{Label: k.Name, Kind: itemProperty}
		w := v.writer(c)
		switch {
		case c.colon == "":
			w.text(k.Name)
		case c.colon == ": ", !w.snippets:
			w.text(k.Name + ":")
			if c.colon == ": " || !holdsMore(k.Sub.InPlace()) {
				w.text(" ")
			}
		default:
			w.entry(k, c.indent, 0)
		}
		w.into(&it)
		group := 1
		switch {
		case k.Required:
			group = 0
			if is.Format == "" {
				is = text.Msg("required")
			} else {
				is = is.And(", required")
			}
		case k.Sub.Unread || k.Sub.Enterprise:
			group = 2
		}
		it.Detail, it.SortText = v.s.lang().Text(is), fmt.Sprintf("%d%03d", group, i)
		if about := schema.Describe(k.Sub.InPlace()); about != "" {
			it.Documentation = &markup{"markdown", v.s.lang().Words(about)}
		}
		out = append(out, it)
	}
	slices.SortStableFunc(out, func(a, b item) int { return strings.Compare(a.SortText, b.SortText) })
	if c.colon == ":" {
		out = append(out, v.skeletons(c, kind, root, n.Parent, subs, len(there) == 0)...)
	}
	return out
}

// skeletons are whole pieces of a declaration: a file that holds nothing yet, an
// item of a list, an entry of a mapping whose keys are names.
func (v *view) skeletons(c *cursor, kind string, root, m *yaml.Node, subs []*schema.Sub, empty bool) []item {
	what, name := "", ""
	switch {
	case m == root && empty:
		what = strings.ReplaceAll(kind, "-", " ")
	case empty && m.Key == nil && m.Parent != nil && m.Parent.Key != nil:
		what = singular(m.Parent.Key.Value)
	case m.Key != nil && len(schema.KeysOf(subs)) == 0:
		for _, s := range subs {
			if s.Values != nil && len(schema.KeysOf(s.Values.Under(nothing))) > 0 {
				what, name, subs = singular(m.Key.Value), "name", s.Values.Under(nothing)
			}
		}
	}
	w := v.writer(c)
	if what == "" || !w.snippets {
		return nil
	}
	indent := c.indent
	if name != "" {
		w.stop(name)
		w.text(":\n" + strings.Repeat(" ", indent+2))
		indent += 2
	}
	if !w.entries(schema.KeysOf(subs), indent, 0) {
		return nil
	}
	it := v.fresh(what)
	it.SortText = "3"
	w.into(&it)
	return []item{it}
}

// fresh is the item that writes what is new, with all its required keys.
func (v *view) fresh(what string) item {
	return item{Label: v.s.lang().Say("new %s", what), FilterText: "new " + what, Kind: itemSnippet, Detail: v.s.lang().Say("all that is required")}
}

// singular names one item of what a key holds: "parameters" holds a parameter,
// "credentials_for_provider" a credential.
func singular(key string) string {
	key, _, _ = strings.Cut(key, "_")
	if s, ok := strings.CutSuffix(key, "ies"); ok {
		return s + "y"
	}
	return strings.TrimSuffix(key, "s")
}

// holdsMore reports whether a value is a mapping or list, written on lines of
// its own.
func holdsMore(subs []*schema.Sub) bool { t := typeOf(subs); return t == "object" || t == "array" }

// typeOf is the type that the first subschema which names any asks for.
func typeOf(subs []*schema.Sub) string {
	for _, s := range subs {
		if len(s.Types) > 0 {
			return s.Types[0]
		}
	}
	return ""
}

// nothing is a mapping that is still to be written.
var nothing = &yaml.Node{Kind: yaml.Mapping, Tag: "!!map"}

// writer writes what an item inserts, with tab stops where the client has them.
type writer struct {
	file     string // the declaration that is written
	at       lspRange
	snippets bool
	// relative says that the client indents new lines as the first one is.
	relative bool
	indent   int
	b        strings.Builder
	stops    int
}

func (v *view) writer(c *cursor) *writer {
	can := &v.client.TextDocument.Completion.Item
	line := c.file.LineSpan(c.file.LineAt(c.token.Start))
	w := &writer{file: v.rel, at: v.encoding.rangeOf(c.file, c.token), snippets: can.Snippets}
	w.relative = slices.Contains(can.InsertModes.ValueSet, adjustIndentation)
	w.indent = indentOf(string(c.file.Data[line.Start:line.End]))
	return w
}

// The modes in which a client inserts text of several lines.
const adjustIndentation = 2

// snippet is the format of a text with tab stops.
const snippet = 2

var escapeSnippet = strings.NewReplacer(`\`, `\\`, `$`, `\$`, `}`, `\}`)

func (w *writer) text(s string) {
	if w.snippets {
		s = escapeSnippet.Replace(s)
	}
	w.b.WriteString(s)
}

// stop writes a tab stop: a text that is there already, or "".
func (w *writer) stop(with string) {
	switch w.stops++; {
	case !w.snippets:
		w.b.WriteString(with)
	case with == "":
		fmt.Fprintf(&w.b, "$%d", w.stops)
	default:
		fmt.Fprintf(&w.b, "${%d:%s}", w.stops, escapeSnippet.Replace(with))
	}
}

var escapeChoice = strings.NewReplacer(`\`, `\\`, `$`, `\$`, `}`, `\}`, `,`, `\,`, `|`, `\|`)

// choice writes a tab stop at which one of some words is chosen.
func (w *writer) choice(words []wordOf) {
	if !w.snippets {
		w.b.WriteString(words[0].text)
		return
	}
	w.stops++
	out := make([]string, len(words))
	for i := range words {
		out[i] = escapeChoice.Replace(words[i].text)
	}
	fmt.Fprintf(&w.b, "${%d|%s|}", w.stops, strings.Join(out, ","))
}

// line begins a line.
func (w *writer) line(indent int) { w.b.WriteString("\n" + strings.Repeat(" ", indent)) }

// maxNested bounds what is written below one key.
const maxNested = 5

// entry writes a key and what is required below it; snippets only.
func (w *writer) entry(k schema.Key, indent, depth int) {
	w.text(k.Name + ":")
	subs := k.Sub.Under(nothing)
	switch typeOf(subs) {
	case "object":
		w.line(indent + 2)
		if depth >= maxNested || !w.entries(schema.KeysOf(subs), indent+2, depth+1) {
			w.stop("")
		}
	case "array":
		w.line(indent + 2)
		w.text("- ")
		for _, s := range subs {
			if s.Items == nil {
				continue
			}
			items := s.Items.Under(nothing)
			if !slices.ContainsFunc(items, takesText) && depth < maxNested && w.entries(schema.KeysOf(items), indent+4, depth+1) {
				return
			}
			w.value(items)
			return
		}
		w.stop("")
	default:
		w.text(" ")
		w.value(subs)
	}
}

func takesText(s *schema.Sub) bool { return slices.Contains(s.Types, "string") }

// entries writes the required ones of some keys, the first where the writer is.
func (w *writer) entries(keys []schema.Key, indent, depth int) bool {
	n := 0
	for _, k := range keys {
		if !k.Required {
			continue
		}
		if n++; n > 1 {
			w.line(indent)
		}
		w.entry(k, indent, depth)
	}
	return n > 0
}

// value writes a tab stop for a value that is no collection.
func (w *writer) value(subs []*schema.Sub) {
	words := written(subs)
	switch {
	case len(words) == 1:
		w.stop(words[0].text)
		return
	case len(words) > 1:
		w.choice(words)
		return
	}
	for _, s := range subs {
		if s.HasDefault && s.Default != nil {
			w.stop(literal(s.Default, subs))
			return
		}
	}
	if schema.Role(subs) == "path:source" { // mostly the one beside the declaration
		w.stop(yamledit.String(strings.TrimSuffix(w.file, path.Ext(w.file)) + ".py"))
		return
	}
	for _, e := range examples(subs) {
		w.stop(e.text)
		return
	}
	w.stop("")
}

// into sets what an item inserts.
func (w *writer) into(it *item) {
	s := w.b.String()
	if w.snippets && w.stops > 0 {
		it.InsertTextFormat = snippet
	} else if w.snippets { // no escapes in plain text
		s = strings.NewReplacer(`\\`, `\`, `\$`, `$`, `\}`, `}`).Replace(s)
	}
	if w.relative && strings.Contains(s, "\n") {
		it.InsertTextMode = adjustIndentation
		s = strings.ReplaceAll(s, "\n"+strings.Repeat(" ", w.indent), "\n")
	}
	it.TextEdit = &textEdit{w.at, s}
}

// word is a value in words, and as YAML has it.
type wordOf struct{ label, text string }

// written are the words that may stand at a value, as they are written outside
// of quotes.
func written(subs []*schema.Sub) []wordOf {
	var out []wordOf
	words := schema.Allowed(subs)
	for _, w := range words {
		out = append(out, wordOf{w, literal(enumValue(subs, w), subs)})
	}
	if len(words) == 0 && typeOf(subs) == "boolean" {
		out = []wordOf{{"true", "true"}, {"false", "false"}}
	}
	return out
}

// enumValue is the value of a list of words that a word stands for.
func enumValue(subs []*schema.Sub, word string) any {
	for _, s := range subs {
		for _, e := range s.Enum {
			if fmt.Sprint(e) == word {
				return e
			}
		}
	}
	return word
}

// examples are the examples of a value that stand on one line.
func examples(subs []*schema.Sub) []wordOf {
	var out []wordOf
	seen := map[string]bool{}
	for _, s := range subs {
		for _, e := range s.Examples {
			switch e.(type) {
			case []any, map[string]any, nil:
				continue
			}
			if w := fmt.Sprint(e); !seen[w] && !strings.ContainsAny(w, "\n\r") {
				seen[w] = true
				out = append(out, wordOf{w, literal(e, subs)})
			}
		}
	}
	return out
}

// literal is a value as YAML: text in quotes where it would be read as something
// else and text is asked for.
func literal(value any, subs []*schema.Sub) string {
	if s, ok := value.(string); ok {
		return yamledit.String(s)
	}
	if typeOf(subs) == "string" {
		return yamledit.String(fmt.Sprint(value))
	}
	return fmt.Sprint(value)
}

// valueItems are the words or files that may stand at a value.
func (v *view) valueItems(c *cursor, pl *plugin.Plugin, kind string, root, n *yaml.Node, before string) []item {
	subs := schema.At(kind, root, n)
	at := v.encoding.rangeOf(v.file, c.token)
	quote, closing := c.quoted()
	var out []item
	add := func(w wordOf, kind int, detail string) {
		write := before + w.text
		if quote != 0 {
			style := yaml.DoubleQuoted
			if quote == '\'' {
				style = yaml.SingleQuoted
			}
			inside := yamledit.Scalar(w.label, style, true)
			if len(inside) < 2 || inside[0] != quote {
				return
			}
			write = inside[1 : len(inside)-1]
			if !closing {
				write = inside[1:]
			}
		}
		out = append(out, item{Label: w.label, Kind: kind, Detail: v.s.lang().Words(detail), FilterText: before + w.label, SortText: fmt.Sprintf("%04d", len(out)), TextEdit: &textEdit{at, write}})
	}
	plain := func(s string) wordOf { return wordOf{s, yamledit.String(s)} }
	is := itemEnum
	if len(schema.Allowed(subs)) == 0 {
		is = itemValue
	}
	for _, w := range written(subs) {
		add(w, is, "")
	}
	if role := schema.Role(subs); role != "" {
		for _, name := range v.filesFor(pl, role) {
			k := itemFile
			if strings.ContainsRune(name, '*') {
				k = itemFolder
			}
			add(plain(name), k, string(v.kinds[name]))
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, e := range examples(subs) {
		add(e, itemValue, text.Msg("example").Format)
	}
	for _, s := range subs {
		if len(out) == 0 && s.HasDefault && s.Default != nil {
			add(wordOf{fmt.Sprint(s.Default), literal(s.Default, subs)}, itemValue, text.Msg("default").Format)
		}
	}
	if len(out) == 0 && slices.ContainsFunc(subs, func(s *schema.Sub) bool { return s.Date }) {
		add(plain(v.s.now().UTC().Format("2006-01-02T15:04:05Z")), itemValue, text.Msg("now").Format)
	}
	if len(out) == 0 && before != "" && v.client.TextDocument.Completion.Item.Snippets && len(schema.KeysOf(subs)) > 0 && n.Parent.Key != nil {
		w := v.writer(c)
		w.text(before)
		if w.entries(schema.KeysOf(subs), c.indent+2, 0) {
			it := v.fresh(singular(n.Parent.Key.Value))
			w.into(&it)
			out = append(out, it)
		}
	}
	return out
}

// quoted is the quote that stands before the token, or 0, and whether it is
// closed behind it.
func (c *cursor) quoted() (quote byte, closed bool) {
	data := c.file.Data
	if c.token.Start == 0 || data[c.token.Start-1] != '"' && data[c.token.Start-1] != '\'' {
		return 0, false
	}
	quote = data[c.token.Start-1]
	return quote, c.token.End < len(data) && data[c.token.End] == quote
}
