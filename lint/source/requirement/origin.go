package requirement

import (
	"sort"

	"github.com/difylint/difylint/lint/source/text"
)

// Origin tells where each byte of a text stood in the file that it was read
// from: inside a string with escapes, across continued lines, or in another
// encoding. The zero Origin is the file itself.
type Origin struct {
	base int
	runs []run // sorted by at; empty where the whole text was copied
	// foreign says that the file is not UTF-8, so that text put into it must be
	// encoded first.
	foreign bool
}

// run is size bytes of the text that stand for wide bytes of the file. They
// are a copy where both are equal, and one unit otherwise.
type run struct {
	at, size  int
	from, too int // in the file: [from, too)
}

// A unit of UTF-16 whose UTF-8 happens to be as wide is divided no better than
// others, and never has to be.
func (r run) copied() bool { return r.size == r.too-r.from }

// At is the origin of a text that was copied from an offset of a file.
func At(offset int) *Origin { return &Origin{base: offset} }

// add appends a run behind the ones there are.
func (o *Origin) add(size, from, too int) {
	if size == 0 {
		return
	}
	at := 0
	if n := len(o.runs); n > 0 {
		last := &o.runs[n-1]
		at = last.at + last.size
		if last.copied() && size == too-from && from == last.too {
			last.size += size
			last.too = too
			return
		}
	}
	o.runs = append(o.runs, run{at, size, from, too})
}

func (o *Origin) find(i int) (run, bool) {
	n := sort.Search(len(o.runs), func(k int) bool { return o.runs[k].at > i })
	if n == 0 {
		return run{}, false
	}
	return o.runs[n-1], true
}

// Offset is the place in the file of the i-th byte of the text.
func (o *Origin) Offset(i int) int {
	if len(o.runs) == 0 {
		return o.base + i
	}
	r, ok := o.find(i)
	if !ok {
		return o.runs[0].from
	}
	if i >= r.at+r.size {
		return r.too
	}
	if r.copied() {
		return r.from + i - r.at
	}
	return r.from
}

// end is the place behind the byte before i.
func (o *Origin) end(i int) int {
	if len(o.runs) == 0 {
		return o.base + i
	}
	r, ok := o.find(i - 1)
	if !ok {
		return o.runs[0].from
	}
	if r.copied() {
		return r.from + min(i, r.at+r.size) - r.at
	}
	return r.too
}

// Span is the place in the file of a span of the text.
func (o *Origin) Span(s text.Span) text.Span {
	start := o.Offset(s.Start)
	if s.IsEmpty() {
		return text.Span{Start: start, End: start}
	}
	return text.Span{Start: start, End: max(start, o.end(s.End))}
}

// part is Span, but an absent part stays absent.
func (o *Origin) part(s text.Span) text.Span {
	if s == (text.Span{}) {
		return s
	}
	return o.Span(s)
}

// Editable reports whether ASCII text may be put into the file as it is.
func (o *Origin) Editable() bool { return !o.foreign }

// take appends what the text [from, to) of src stood for.
func (o *Origin) take(src *Origin, from, to int) {
	o.foreign = src.foreign
	if from >= to {
		return
	}
	if len(src.runs) == 0 {
		o.add(to-from, src.base+from, src.base+to)
		return
	}
	first := max(0, sort.Search(len(src.runs), func(k int) bool { return src.runs[k].at > from })-1)
	for _, r := range src.runs[first:] {
		if r.at >= to {
			break
		}
		a, b := max(from, r.at), min(to, r.at+r.size)
		if a >= b {
			continue
		}
		if r.copied() {
			o.add(b-a, r.from+a-r.at, r.from+b-r.at)
		} else {
			o.runs = append(o.runs, run{at: o.length(), size: b - a, from: r.from, too: r.too})
		}
	}
}

func (o *Origin) length() int {
	if n := len(o.runs); n > 0 {
		return o.runs[n-1].at + o.runs[n-1].size
	}
	return 0
}
