package text

// Outline makes a file whose text is not at hand: it knows the places that were
// made known to it, and nothing else. A result that outlives the text, or comes
// from a report, has such files.
func Outline(path string) *File { return &File{Path: path, outline: &outline{}} }

// outline knows places: a few, as most outlines do, in a list, else by maps.
type outline struct {
	few    []known
	at     map[int]Position // by offset
	starts map[int]int      // the offset at which a line begins
}

type known struct {
	Position
	lineStart int
}

// maxFew is how many places a list holds.
const maxFew = 8

// Know makes a place known to an outline, with the offset at which its line begins.
// It must not be called while others use the file.
func (f *File) Know(p Position, lineStart int) {
	o := f.outline
	if o.at == nil && len(o.few) < maxFew {
		o.few = append(o.few, known{p, lineStart})
		return
	}
	if o.at == nil {
		o.at, o.starts = map[int]Position{}, map[int]int{}
		for _, k := range o.few {
			o.at[k.Offset], o.starts[k.Line] = k.Position, k.lineStart
		}
	}
	o.at[p.Offset], o.starts[p.Line] = p, lineStart
}

// Whole reports whether the text is at hand, as it is but for an Outline.
func (f *File) Whole() bool { return f.outline == nil }

// OutlineOf is an outline of a file that knows where a span begins and ends.
func OutlineOf(f *File, s Span) *File {
	out := Outline(f.Path)
	out.outline.few = make([]known, 0, 2)
	for _, off := range []int{s.Start, s.End} {
		p := f.Position(off)
		out.Know(p, f.LineStart(p.Line))
	}
	return out
}

func (o *outline) position(off int) Position {
	if p, ok := o.at[off]; ok {
		return p
	}
	for _, k := range o.few {
		if k.Offset == off {
			return k.Position
		}
	}
	return Position{Line: 1, Column: 1, Offset: off}
}

func (o *outline) lineStart(line int) int {
	if start, ok := o.starts[line]; ok {
		return start
	}
	for _, k := range o.few {
		if k.Line == line {
			return k.lineStart
		}
	}
	return 0
}
