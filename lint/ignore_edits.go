package lint

// Writing ignores for what stands there now.

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/comment"
	"github.com/difylint/difylint/lint/source/text"
)

// IgnoreEdits writes comments that ignore a plugin's findings, with a reason or "":
// at the end of the line on which a finding begins, or, where that end lies
// within a long string, above the entry that holds it. An ignore that stands
// there already gets the rule's ID. A finding that stands for others in its file
// gets one at each of their places. left are the findings that no comment can
// ignore: in files without comments, of rules that cannot be ignored, or where an ignore
// stands that is over.
// Findings that are ignored already are passed over.
func IgnoreEdits(findings []Finding, reason string) (edits []text.Edit, left []Finding) {
	reason = strings.Join(strings.Fields(reason), " ")
	// Nothing within a comment of Markdown may end it.
	reason = strings.ReplaceAll(reason, comment.MarkdownEnd, "->")
	files := map[string]*ignoreWriter{}
	for _, f := range findings {
		if f.IgnoredBy != NotIgnored {
			continue
		}
		if f.Rule.Unignorable || f.File == nil || comment.SyntaxOf(f.Path) == comment.None {
			left = append(left, f)
			continue
		}
		w := files[f.Path]
		if w == nil {
			w = &ignoreWriter{now: time.Now(), file: f.File, around: comment.Of(f.File), ignores: Ignores(f.File), add: map[int][]string{}}
			files[f.Path] = w
		}
		if !w.ignore(f.Rule, f.Place) {
			left = append(left, f)
			continue
		}
		for _, at := range f.also {
			if !w.ignore(f.Rule, at) {
				left = append(left, Finding{Rule: f.Rule, Place: at, Plugin: f.Plugin, Severity: f.Severity, Gate: f.Gate, Message: f.Message})
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(files)) {
		edits = append(edits, files[k].edits(reason)...)
	}
	return edits, left
}

// ignoreWriter gathers what is to be written in one file.
type ignoreWriter struct {
	now     time.Time
	file    *text.File
	around  *comment.Comments
	ignores []*Ignore
	// add maps a place to the IDs that its comment names: the end of a line, or
	// the start of one, given as -1-offset.
	add map[int][]string
	// extend maps the index of an ignore that stands there to further IDs.
	extend map[int][]string
}

// ignore finds where the comment for one finding goes.
func (w *ignoreWriter) ignore(rule *Rule, place plugin.Place) bool {
	if w.around.Broken {
		return false // who knows what is a comment there
	}
	for i, g := range w.ignores {
		if g.WholeFile || len(g.Rules) == 0 || !g.speaksOf(&Finding{Place: place}) {
			continue
		}
		if g.over(w.now) {
			return false // a second one on its line would not be read
		}
		if w.extend == nil {
			w.extend = map[int][]string{}
		}
		w.extend[i] = append(w.extend[i], rule.ID)
		return true
	}
	file := w.file
	end := file.LineSpan(file.LineAt(place.Span.Start)).End
	block, blocked := w.around.BlockAt(end)
	if !blocked && w.around.Syntax != comment.Patterns {
		w.add[end] = append(w.add[end], rule.ID)
		return true
	}
	at := place.Span.Start
	if blocked {
		at = block.Start
	}
	// Above: the line before must be able to end there.
	start := file.TextStart(at)
	for range 64 {
		b, inside := w.around.BlockAt(start - 1)
		if !inside || file.TextStart(b.Start) >= start {
			break
		}
		start = file.TextStart(b.Start)
	}
	if first, _ := w.around.Extent(file, place.Span); first != file.LineAt(start) {
		return false // it would speak of something else
	}
	w.add[-1-start] = append(w.add[-1-start], rule.ID)
	return true
}

func (w *ignoreWriter) edits(reason string) []text.Edit {
	var out []text.Edit
	file := w.file
	tail := ""
	if reason != "" {
		tail = " " + reason
	}
	for at, ids := range w.add {
		written := "# difylint: ignore[" + strings.Join(unique(ids), ", ") + "]" + tail
		if w.around.Syntax == comment.Markdown {
			written = comment.MarkdownStart + written[1:] + " " + comment.MarkdownEnd
		}
		if at >= 0 {
			if at > 0 && !text.IsBlank(file.Data[at-1]) {
				written = "  " + written
			}
			out = append(out, text.Edit{Path: file.Path, Span: text.Span{Start: at, End: at}, New: written})
			continue
		}
		at = -1 - at
		if w.around.Syntax != comment.Patterns { // whose comments begin their lines
			indent := len(file.Data) - len(bytes.TrimLeft(file.Data[at:], " \t"))
			written = string(file.Data[at:indent]) + written
		}
		out = append(out, text.Edit{Path: file.Path, Span: text.Span{Start: at, End: at}, New: written + file.NewlineAt(at)})
	}
	for i, ids := range w.extend {
		g := w.ignores[i]
		ids = slices.DeleteFunc(unique(ids), func(id string) bool {
			return slices.ContainsFunc(g.Rules, func(r IgnoredRule) bool { return r.ID == id })
		})
		if at := g.Rules[len(g.Rules)-1].Span.End; len(ids) > 0 {
			out = append(out, text.Edit{Path: file.Path, Span: text.Span{Start: at, End: at}, New: ", " + strings.Join(ids, ", ")})
		}
	}
	slices.SortFunc(out, func(a, b text.Edit) int { return a.Span.Start - b.Span.Start })
	return out
}

func unique(ids []string) []string {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.Compact(ids)
}
