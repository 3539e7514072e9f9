package lsp

// The shape of a document: what leads to another file, what folds, what grows a
// selection.

import (
	"bytes"
	"context"
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/comment"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/schema"
)

type link struct {
	Range   lspRange `json:"range"`
	Target  string   `json:"target"`
	Tooltip string   `json:"tooltip,omitempty"`
}

// filesNamed calls f for each value of a declaration that names a file of the
// plugin: the path is clean, and the file need not exist.
func filesNamed(d *plugin.Document, f func(n *yaml.Node, name string)) {
	if d.Root == nil {
		return
	}
	d.Root.Walk(func(n *yaml.Node) bool {
		if n.Kind != yaml.Scalar || n.IsKey() || n.Value == "" {
			return true
		}
		switch role := schema.Role(schema.At(string(d.Kind), d.Root, n)); {
		case role == "asset":
			f(n, path.Join("_assets", n.Str()))
		case role == "privacy" && !strings.Contains(n.Value, "://"), strings.HasPrefix(role, "path:"):
			f(n, plugin.CleanPath(n.Str()))
		case role == "module":
			f(n, strings.ReplaceAll(n.Str(), ".", "/")+".py")
		}
		return true
	})
}

// documentLink are the values that name a file of the plugin, and the rules that
// comments name.
func documentLink(_ context.Context, v *view, pl *plugin.Plugin, _ *struct{}) (any, error) {
	var out list[link]
	if d := v.document(pl); d != nil {
		filesNamed(d, func(n *yaml.Node, name string) {
			if pl.Exists(name) {
				at := v.encoding.rangeOf(v.file, inner(v.file, n))
				out = append(out, link{at, fileURI(v.name(name)), name})
			}
		})
	}
	for _, s := range comment.Of(v.file).Spans {
		for _, r := range v.s.opts.Rules {
			body := v.file.Data[s.Start:s.End]
			if !bytes.Contains(body, []byte("difylint:")) {
				break
			}
			if i := indexWord(body, r.ID); i >= 0 {
				at := text.Span{Start: s.Start + i, End: s.Start + i + len(r.ID)}
				out = append(out, link{v.encoding.rangeOf(v.file, at), r.URL(), r.Title})
			}
		}
	}
	return out, nil
}

// indexWord is where a rule's name stands as a whole, or -1.
func indexWord(body []byte, id string) int {
	for from := 0; ; {
		i := bytes.Index(body[from:], []byte(id))
		if i < 0 {
			return -1
		}
		i += from
		end := i + len(id)
		part := func(c byte) bool { return isWord(c) || c == '/' }
		if (i == 0 || !part(body[i-1])) && (end == len(body) || !part(body[end])) {
			return i
		}
		from = end
	}
}

type fold struct {
	StartLine int    `json:"startLine"`
	EndLine   int    `json:"endLine"`
	Kind      string `json:"kind,omitempty"`
}

// foldingRange are the entries, items and texts over several lines, and the
// comments.
func foldingRange(_ context.Context, v *view, _ *documentParams) (any, error) {
	var out list[fold]
	if v.doc == nil {
		return out, nil
	}
	add := func(start, end int, kind string) {
		first, last := v.encoding.position(v.file, start).Line, v.encoding.position(v.file, end).Line
		if last > first && len(out) < maxSymbols {
			out = append(out, fold{first, last, kind})
		}
	}
	if declaration(v.doc.name) {
		yaml.Parse(v.file).Root.Walk(func(n *yaml.Node) bool {
			if n.Parent != nil && !n.IsKey() {
				add(n.Entry.Start, max(n.Entry.End, n.Span.End), "")
			}
			return true
		})
	}
	spans := comment.Of(v.file).Spans
	for i := 0; i < len(spans); {
		j := i
		for j+1 < len(spans) && v.file.LineAt(spans[j+1].Start) == v.file.LineAt(spans[j].Start)+1 {
			j++
		}
		add(spans[i].Start, spans[j].Start, "comment")
		i = j + 1
	}
	return out, nil
}

type selection struct {
	Range  lspRange   `json:"range"`
	Parent *selection `json:"parent,omitempty"`
}

type selectionParams struct {
	Positions []position `json:"positions"`
}

// selectionRange grows from the value or key under each cursor to its entry, the
// mapping or list around it, and so on to the file.
func selectionRange(_ context.Context, v *view, p *selectionParams) (any, error) {
	out := list[selection]{}
	for _, at := range p.Positions {
		if v.doc == nil {
			out = append(out, selection{Range: lspRange{at, at}})
			continue
		}
		off := v.encoding.offset(v.file, at)
		spans := []text.Span{{Start: 0, End: len(v.file.Data)}}
		if declaration(v.doc.name) {
			var way []text.Span
			for n := yaml.Parse(v.file).NodeAt(off); n != nil; n = n.Parent {
				whole := n.Span
				if n.Key != nil || n.Parent != nil && !n.IsKey() {
					whole = n.Entry.Union(n.Span)
				}
				if n.Kind == yaml.Scalar && holds(inner(v.file, n), off) {
					way = append(way, inner(v.file, n))
				}
				way = append(way, n.Span, whole)
			}
			slices.Reverse(way)
			spans = append(spans, way...)
		} else if line := v.file.LineSpan(v.file.LineAt(off)); !line.IsEmpty() {
			spans = append(spans, line)
		}
		var now *selection
		last := spans[0]
		for i, s := range spans {
			if i > 0 && (s == last || s.Start < last.Start || s.End > last.End || !holds(s, off)) {
				continue
			}
			now, last = &selection{v.encoding.rangeOf(v.file, s), now}, s
		}
		out = append(out, *now)
	}
	return out, nil
}
