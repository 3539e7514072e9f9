package lsp

// What may be written at the cursor: keys, words of a list, files, rules.

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/schema"
)

type completionList struct {
	IsIncomplete bool   `json:"isIncomplete"`
	Items        []item `json:"items"`
}

type item struct {
	Label         string    `json:"label"`
	Kind          int       `json:"kind"`
	Detail        string    `json:"detail,omitempty"`
	Documentation *markup   `json:"documentation,omitempty"`
	SortText      string    `json:"sortText,omitempty"`
	FilterText    string    `json:"filterText,omitempty"`
	TextEdit      *textEdit `json:"textEdit,omitempty"`
}

// Kinds of items in the protocol.
const (
	itemProperty = 10
	itemValue    = 12
	itemEnum     = 20
	itemFile     = 17
	itemFolder   = 19
)

// maxItems bounds one answer.
const maxItems = 500

func completion(_ context.Context, v *view, p *positionParams) (any, error) {
	out := completionList{Items: []item{}}
	if v.project == nil {
		return out, nil
	}
	off := v.encoding.offset(v.file, p.Position)
	if span, ok := ignoreAt(v.file, off); ok {
		out.Items = v.ruleItems(span)
		return out, nil
	}
	switch path.Ext(v.rel) {
	case ".yaml", ".yml":
		if c := cursorAt(v.file, off); c != nil {
			out.Items = v.yamlItems(c)
		}
	}
	out.Items = out.Items[:min(len(out.Items), maxItems)]
	return out, nil
}

// ignoreAt is the word at an offset within the brackets of an ignore comment.
func ignoreAt(f *text.File, off int) (text.Span, bool) {
	line := f.LineSpan(f.LineAt(off))
	before := string(f.Data[line.Start:off])
	at := strings.LastIndex(before, "difylint:")
	if at < 0 || !strings.Contains(before[:at], "#") {
		return text.Span{}, false
	}
	open := strings.LastIndexByte(before[at:], '[')
	if open < 0 || strings.IndexByte(before[at+open:], ']') >= 0 {
		return text.Span{}, false
	}
	start := off
	for start > line.Start && !strings.ContainsRune("[, \t", rune(f.Data[start-1])) {
		start--
	}
	end := off
	for end < line.End && !strings.ContainsRune("], \t", rune(f.Data[end])) {
		end++
	}
	return text.Span{Start: start, End: end}, true
}

// ruleItems are the rules that an ignore may name.
func (v *view) ruleItems(at text.Span) []item {
	var out []item
	r := v.encoding.rangeOf(v.file, at)
	for _, rule := range v.s.opts.Rules {
		if !rule.Unignorable {
			out = append(out, item{Label: rule.ID, Kind: itemEnum, Detail: rule.Title, Documentation: &markup{"markdown", rule.Why}, TextEdit: &textEdit{r, rule.ID}})
		}
	}
	for _, pattern := range lint.Patterns(v.s.opts.Rules) {
		if strings.HasSuffix(pattern, "/*") {
			out = append(out, item{Label: pattern, Kind: itemEnum, SortText: "~" + pattern, TextEdit: &textEdit{r, pattern}})
		}
	}
	return out
}

// kind is what the document is read as: by what names it, by what it was before
// the manifest was broken, or by the files beside it.
func (v *view) kind(pl *plugin.Plugin) string {
	if v.rel == plugin.ManifestName {
		return string(pl.Manifest().Kind)
	}
	if d := v.document(pl); d != nil {
		return string(d.Kind)
	}
	if k, ok := v.kinds[v.rel]; ok {
		return string(k)
	}
	count := map[plugin.Kind]int{}
	best := plugin.Kind("")
	for name, k := range v.kinds {
		if path.Dir(name) == path.Dir(v.rel) && name != plugin.ManifestName {
			count[k]++
			if count[k] > count[best] || count[k] == count[best] && k < best {
				best = k
			}
		}
	}
	return string(best)
}

// yamlItems are the items at a cursor in a declaration.
func (v *view) yamlItems(c *cursor) []item {
	pl := v.plugin()
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
	var out []item
	for i, k := range schema.KeysOf(schema.At(kind, root, n.Parent)) {
		if there[k.Name] || slices.ContainsFunc(k.Sub.Aliases, func(a string) bool { return there[a] }) {
			continue
		}
		write := k.Name
		if c.colon != "" {
			write += ":"
			if !holdsMore(k.Sub.InPlace()) {
				write += " "
			}
		}
		it := item{Label: k.Name, Kind: itemProperty, Detail: types(k.Sub.InPlace()), TextEdit: &textEdit{v.encoding.rangeOf(v.file, c.token), write}}
		group := 1
		switch {
		case k.Required:
			group = 0
			it.Detail = strings.TrimPrefix(it.Detail+", required", ", ")
		case k.Sub.Unread || k.Sub.Enterprise:
			group = 2
		}
		it.SortText = fmt.Sprintf("%d%03d", group, i)
		if about := schema.Describe(k.Sub.InPlace()); about != "" {
			it.Documentation = &markup{"markdown", about}
		}
		out = append(out, it)
	}
	slices.SortStableFunc(out, func(a, b item) int { return strings.Compare(a.SortText, b.SortText) })
	return out
}

// holdsMore reports whether a value is a mapping or list, written on lines of
// its own.
func holdsMore(subs []*schema.Sub) bool {
	for _, s := range subs {
		if len(s.Types) > 0 {
			return s.Types[0] == "object" || s.Types[0] == "array"
		}
	}
	return false
}

// valueItems are the words or files that may stand at a value.
func (v *view) valueItems(c *cursor, pl *plugin.Plugin, kind string, root, n *yaml.Node, before string) []item {
	subs := schema.At(kind, root, n)
	at := v.encoding.rangeOf(v.file, c.token)
	var out []item
	add := func(label string, kind int, detail string) {
		out = append(out, item{Label: label, Kind: kind, Detail: detail, FilterText: before + label, SortText: fmt.Sprintf("%04d", len(out)), TextEdit: &textEdit{at, before + label}})
	}
	words := schema.Allowed(subs)
	for _, w := range words {
		add(w, itemEnum, "")
	}
	if len(words) == 0 && len(subs) > 0 && slices.ContainsFunc(subs, func(s *schema.Sub) bool { return len(s.Types) > 0 && s.Types[0] == "boolean" }) {
		add("true", itemValue, "")
		add("false", itemValue, "")
	}
	if role := schema.Role(subs); role != "" {
		for _, name := range v.filesFor(pl, role) {
			k := itemFile
			if strings.ContainsRune(name, '*') {
				k = itemFolder
			}
			add(name, k, string(v.kinds[name]))
		}
	}
	if len(out) > 0 {
		return out
	}
	seen := map[string]bool{}
	for _, s := range subs {
		for _, e := range s.Examples {
			if w, ok := e.(string); ok && !seen[w] && !strings.ContainsAny(w, "\n\r") {
				seen[w] = true
				add(w, itemValue, "example")
			}
		}
	}
	return out
}

// filesFor are the files that a value of a role may name, the likely ones first.
func (v *view) filesFor(pl *plugin.Plugin, role string) []string {
	files := pl.Listing().Files
	with := func(suffix string) []string {
		var out []string
		for _, f := range files {
			if strings.HasSuffix(f, suffix) {
				out = append(out, f)
			}
		}
		return out
	}
	switch role {
	case "asset":
		var out []string
		for _, f := range files {
			if name, ok := strings.CutPrefix(f, "_assets/"); ok {
				out = append(out, name)
			}
		}
		return out
	case "path:source":
		return with(".py")
	case "path:position":
		return with(plugin.PositionSuffix)
	case "privacy":
		return with(".md")
	case "module":
		var out []string
		for _, f := range with(".py") {
			if !strings.Contains(f, "/") {
				out = append(out, strings.TrimSuffix(f, ".py"))
			}
		}
		return out
	case "glob:model":
		var out []string
		for _, f := range with(".yaml") {
			if p := path.Dir(f) + "/*.yaml"; strings.HasPrefix(f, "models/") && !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
		return out
	}
	want, ok := strings.CutPrefix(role, "path:")
	if !ok {
		return nil
	}
	out := slices.DeleteFunc(with(".yaml"), func(f string) bool {
		return f == plugin.ManifestName || strings.HasPrefix(path.Base(f), ".") || strings.HasSuffix(f, plugin.PositionSuffix)
	})
	// Those that nothing names yet, then those of the kind, then the others.
	rank := func(f string) int {
		switch k := string(v.kinds[f]); k {
		case "":
			return 0
		case want:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(out, func(a, b string) int { return rank(a) - rank(b) })
	return out
}
