package yaml

// A draft that is not YAML at this moment: the author is in the middle of a
// line. It is read as if that line were finished, so that a broken line costs
// that line and not the file.

import (
	"bytes"
	"context"
	"slices"
	"sort"
	"strings"

	"github.com/difylint/difylint/lint/source/text"
)

const (
	// maxMends bounds the lines that are mended in one file.
	maxMends = 24
	// maxMended bounds the bytes that are parsed for it.
	maxMended = 8 << 20
)

// insert is text that is not in the file, and the offset before which it is read.
type insert struct {
	at   int
	text string
}

// patch is a file as it is read instead: some bytes are blanks, and some are
// inserted.
type patch struct {
	data    []byte // of the file's length
	inserts []insert
	// lines are the lines that are not as the author wrote them.
	lines map[int]bool
}

func (p *patch) with(line int, blank text.Span, inserts ...insert) *patch {
	next := &patch{data: p.data, inserts: slices.Concat(p.inserts, inserts), lines: map[int]bool{line: true}}
	for l := range p.lines {
		next.lines[l] = true
	}
	if !blank.IsEmpty() {
		next.data = bytes.Clone(p.data)
		for i := blank.Start; i < blank.End; i++ {
			next.data[i] = ' '
		}
	}
	sort.SliceStable(next.inserts, func(i, j int) bool { return next.inserts[i].at < next.inserts[j].at })
	return next
}

// bytes is the file as it is read.
func (p *patch) bytes() []byte {
	out := make([]byte, 0, len(p.data)+8)
	from := 0
	for _, in := range p.inserts {
		out = append(append(out, p.data[from:in.at]...), in.text...)
		from = in.at
	}
	return append(out, p.data[from:]...)
}

// back is where an offset of what is read stands in the file.
func (p *patch) back(off int) int {
	added := 0
	for _, in := range p.inserts {
		switch at := in.at + added; {
		case off <= at:
			return off - added
		case off < at+len(in.text):
			return in.at
		}
		added += len(in.text)
	}
	return off - added
}

// mend sets the root of a draft's tree that is not YAML, where it can be read
// once some lines are mended.
func (t *Tree) mend() {
	f := t.File
	p := &patch{data: f.Data}
	budget := maxMended
	for range maxMends {
		data := p.bytes()
		if budget -= len(data); budget < 0 {
			return
		}
		at := text.NewFile(f.Path, data)
		e := encodingError(at)
		if e != nil && (e.Raw == "utf-16" || e.Span.IsEmpty()) {
			return
		}
		if e == nil {
			doc, err := decode(context.Background(), data)
			if err == nil {
				if doc != nil && len(doc.Content) > 0 {
					t.take(at, doc.Content[0], p)
				}
				return
			}
			e = explain(at, err)
		}
		next := p.better(f, e, &budget)
		if next == nil {
			return
		}
		p = next
	}
}

// better is the patch with one line more mended: so that the file can be read,
// or else so that the error comes later, or else without the line.
func (p *patch) better(f *text.File, e *SyntaxError, budget *int) *patch {
	at := p.back(e.Span.Start)
	line := f.LineAt(at)
	if e.Raw == "yaml: control characters are not allowed" || e.Raw == "yaml: invalid UTF-8" {
		return p.with(line, text.Span{Start: at, End: max(at+1, p.back(e.Span.End))})
	}
	lines := []int{line}
	if !e.Opened.IsEmpty() {
		lines = append(lines, f.LineAt(p.back(e.Opened.Start)))
	}
	above := line - 1
	for above > 0 && len(bytes.TrimSpace(p.lineOf(f, above))) == 0 {
		above--
	}
	if above > 0 {
		lines = append(lines, above)
	}
	var best *patch
	furthest := line
	for _, ways := range []func(*text.File, int) []*patch{p.finished, p.shortened} {
		for _, l := range lines {
			for _, try := range ways(f, l) {
				data := try.bytes()
				if *budget -= len(data); *budget < 0 {
					return nil
				}
				_, err := decode(context.Background(), data)
				if err == nil {
					return try
				}
				if to := f.LineAt(try.back(placeByLine(text.NewFile(f.Path, data), err.Error()))); to > furthest {
					best, furthest = try, to
				}
			}
		}
	}
	if best != nil {
		return best
	}
	for _, l := range lines {
		if len(bytes.TrimSpace(p.lineOf(f, l))) > 0 {
			return p.without(f, l)
		}
	}
	return nil
}

func (p *patch) lineOf(f *text.File, l int) []byte {
	s := f.LineSpan(l)
	return p.data[s.Start:s.End]
}

// without is the patch without a line.
func (p *patch) without(f *text.File, l int) *patch {
	s := f.LineSpan(l)
	if l == 1 {
		s.Start = min(s.End, f.BOMLen())
	}
	next := p.with(l, s)
	next.inserts = slices.DeleteFunc(next.inserts, func(in insert) bool { return s.Start <= in.at && in.at <= s.End })
	return next
}

// parts are where the text of a line starts, where the item behind its dashes,
// where the value behind its key, and where the text ends.
func (p *patch) parts(f *text.File, l int) (start, item, value, end int) {
	s := f.LineSpan(l)
	if l == 1 {
		s.Start = min(s.End, f.BOMLen())
	}
	start, end = s.Start, s.End
	for end > start && text.IsBlank(p.data[end-1]) {
		end--
	}
	start = text.SkipBlanks(p.data[:end], start)
	item = start
	for item+1 < end && p.data[item] == '-' && p.data[item+1] == ' ' {
		for item++; item < end && p.data[item] == ' '; item++ {
		}
	}
	return start, item, valueStart(p.data, start, end), end
}

// finished are the ways to finish a line.
func (p *patch) finished(f *text.File, l int) []*patch {
	start, item, value, end := p.parts(f, l)
	if start >= end || p.data[start] == '#' {
		return nil
	}
	var out []*patch
	add := func(blank text.Span, inserts ...insert) { out = append(out, p.with(l, blank, inserts...)) }
	if lead := (text.Span{Start: f.LineSpan(l).Start, End: start}); bytes.IndexByte(p.data[lead.Start:lead.End], '\t') >= 0 {
		add(lead)
	}
	if closing := unfinished(p.data[value:end]); closing != "" {
		add(text.Span{}, insert{end, closing})
		if value == item {
			add(text.Span{}, insert{end, closing + ":"})
		}
	}
	if !bytes.Contains(p.data[item:end], []byte(": ")) && p.data[end-1] != ':' {
		add(text.Span{}, insert{end, ":"})
	}
	if value < end && bytes.IndexByte(p.data[value:end], '\'') < 0 && value > start {
		add(text.Span{}, insert{value, "'"}, insert{end, "'"})
	}
	// What stands above may have to be closed before this line.
	for above := l - 1; above > 0; above-- {
		from, _, _, to := p.parts(f, above)
		if from >= to {
			continue
		}
		for _, closing := range []string{"]", "}", `"`, "'"} {
			try := p.with(l, text.Span{}, insert{to, closing})
			try.lines[above] = true
			out = append(out, try)
		}
		break
	}
	return out
}

// shortened are the ways to leave out a part of a line, and the line.
func (p *patch) shortened(f *text.File, l int) []*patch {
	start, item, _, end := p.parts(f, l)
	if start >= end || p.data[start] == '#' {
		return nil
	}
	var out []*patch
	if i := bytes.IndexByte(p.data[item:end], ':'); i >= 0 && item+i+1 < end {
		out = append(out, p.with(l, text.Span{Start: item + i + 1, End: end}, insert{item + i + 1, " "}))
	}
	if item > start {
		out = append(out, p.with(l, text.Span{Start: item, End: end}))
	}
	return append(out, p.without(f, l))
}

// unfinished is what closes the quotes and brackets that are open at the end of a
// value on one line.
func unfinished(value []byte) string {
	var open []byte
	quote := byte(0)
	for i := 0; i < len(value); i++ {
		c := value[i]
		switch {
		case quote == '"' && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			if i == 0 || strings.IndexByte(" [{,:", value[i-1]) >= 0 {
				quote = c
			}
		case c == '[' && (i == 0 || len(open) > 0):
			open = append(open, ']')
		case c == '{' && (i == 0 || len(open) > 0):
			open = append(open, '}')
		case len(open) > 0 && c == open[len(open)-1]:
			open = open[:len(open)-1]
		case c == '#' && i > 0 && value[i-1] == ' ':
			i = len(value)
		}
	}
	slices.Reverse(open)
	if quote != 0 {
		return string(quote) + string(open)
	}
	return string(open)
}
