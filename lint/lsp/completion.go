package lsp

// What may be written at the cursor: keys, words of a list, files, rules.

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

type completionList struct {
	IsIncomplete bool       `json:"isIncomplete"`
	Items        list[item] `json:"items"`
}

type item struct {
	Label            string    `json:"label"`
	Kind             int       `json:"kind"`
	Detail           string    `json:"detail,omitempty"`
	Documentation    *markup   `json:"documentation,omitempty"`
	SortText         string    `json:"sortText,omitempty"`
	FilterText       string    `json:"filterText,omitempty"`
	InsertTextFormat int       `json:"insertTextFormat,omitempty"`
	InsertTextMode   int       `json:"insertTextMode,omitempty"`
	TextEdit         *textEdit `json:"textEdit,omitempty"`
}

// Kinds of items in the protocol.
const (
	itemProperty = 10
	itemValue    = 12
	itemSnippet  = 15
	itemEnum     = 20
	itemFile     = 17
	itemFolder   = 19
)

// maxItems bounds one answer.
const maxItems = 500

type completionParams struct {
	positionParams
	Context struct {
		Trigger string `json:"triggerCharacter"`
	} `json:"context"`
}

// triggers are the characters after which a client asks, as it cannot know what
// they mean in a file: a dot leads on in Python alone, a sign in requirements.
var triggers = []string{":", " ", "-", "/", "\"", "'", "[", ",", ".", "="}

func completion(_ context.Context, v *view, pl *plugin.Plugin, p *completionParams) (any, error) {
	var out completionList
	python, packages := path.Ext(v.rel) == ".py", path.Ext(v.rel) == ".txt" || path.Ext(v.rel) == ".toml"
	if p.Context.Trigger == "." && !python || p.Context.Trigger == "=" && !packages {
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
			out.Items = v.yamlItems(pl, c)
		}
	case ".py":
		out.Items = v.pythonItems(pl, off)
	case ".txt", ".toml":
		out.Items = v.packageItems(off)
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
			out = append(out, item{Label: rule.ID, Kind: itemEnum, Detail: v.s.lang().Words(rule.Title), Documentation: &markup{"markdown", v.s.lang().Words(rule.Why)}, TextEdit: &textEdit{r, rule.ID}})
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

// filesFor are the files that a value of a role may name, the likely ones first.
func (v *view) filesFor(pl *plugin.Plugin, role string) []string {
	files := pl.Listing().Files
	with := func(suffix string) []string {
		return slices.DeleteFunc(slices.Clone(files), func(f string) bool { return !strings.HasSuffix(f, suffix) })
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
