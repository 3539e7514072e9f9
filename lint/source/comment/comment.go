// Package comment finds the comments of a file, in each kind of file that has
// them: comment tokens only, never text inside a string.
//
// Not stable: see docs/stability.md.
package comment

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// Syntax is a kind of file that has comments: beginning with "#", or in Markdown
// as HTML has them.
type Syntax uint8

// The syntaxes of comments.
const (
	None Syntax = iota
	YAML
	Python
	TOML
	Requirements
	Patterns // .difyignore, .gitignore, .env: a comment is a whole line
	Markdown
)

// SyntaxOf goes by the file's name.
func SyntaxOf(name string) Syntax {
	base := path.Base(name)
	switch path.Ext(base) {
	case ".yaml", ".yml":
		return YAML
	case ".py", ".pyi":
		return Python
	case ".toml":
		return TOML
	case ".txt":
		if strings.HasPrefix(base, "requirements") || path.Base(path.Dir(name)) == "requirements" {
			return Requirements
		}
	case ".difyignore", ".gitignore", ".env":
		return Patterns
	case ".md":
		return Markdown
	}
	return None
}

// Comments is where comments stand in a file, and where none can.
type Comments struct {
	Syntax Syntax
	// Spans are the comments: from the "#" to the end of the line, in Markdown from "<!--"
	// to "-->" within a line, in order.
	Spans []text.Span
	// Blocks are what is written over several lines whose ends can hold no
	// comment: from the start of its entry to its end. They are in order and do
	// not overlap.
	Blocks []text.Span
	// Broken is true where the file could not be read to its end.
	Broken bool
}

var comments = text.NewFact(read)

// Of returns the comments of a file, read once.
func Of(f *text.File) *Comments { return comments.Of(f) }

func read(f *text.File) *Comments {
	c := &Comments{Syntax: SyntaxOf(f.Path)}
	switch c.Syntax {
	case YAML:
		c.yaml(f)
	case Python:
		c.python(f)
	case TOML:
		c.toml(f)
	case Requirements:
		c.lines(f, true)
	case Patterns:
		c.lines(f, false)
	case Markdown:
		c.markdown(f)
	}
	c.join()
	return c
}

// What a comment of Markdown begins and ends with.
const (
	MarkdownStart = "<!--"
	MarkdownEnd   = "-->"
)

// markdown finds comments that stand within a line, outside of fenced code. Code
// and the rows of a table are blocks: a comment among them is text, or a cell.
func (c *Comments) markdown(f *text.File) {
	fence, block := "", -1 // the fence that is open; where the block began
	end := func(at int) {
		if block >= 0 {
			c.Blocks = append(c.Blocks, text.Span{Start: block, End: at})
			block = -1
		}
	}
	for l := 1; l <= f.LineCount(); l++ {
		s := f.LineSpan(l)
		line := f.Data[s.Start:s.End]
		lead := bytes.TrimLeft(line, " \t")
		mark := ""
		if len(lead) >= 3 && (lead[0] == '`' || lead[0] == '~') {
			mark = string(lead[:len(lead)-len(bytes.TrimLeft(lead, string(lead[:1])))])
		}
		switch {
		case fence != "":
			if strings.HasPrefix(mark, fence) && len(bytes.TrimSpace(lead[len(mark):])) == 0 {
				fence = ""
				end(s.End + 1)
			}
			continue
		case len(mark) >= 3:
			end(s.Start)
			fence, block = mark, s.Start
			continue
		case len(lead) > 0 && lead[0] == '|':
			if block < 0 {
				block = s.Start
			}
			continue
		}
		end(s.Start)
		for from := 0; ; {
			i := bytes.Index(line[from:], []byte(MarkdownStart))
			if i < 0 {
				break
			}
			i += from
			n := bytes.Index(line[i:], []byte(MarkdownEnd))
			if n < 0 {
				break
			}
			from = i + n + len(MarkdownEnd)
			c.Spans = append(c.Spans, text.Span{Start: s.Start + i, End: s.Start + from})
		}
	}
	end(len(f.Data) + 1)
}

func (c *Comments) yaml(f *text.File) {
	t := yaml.Parse(f)
	c.Broken = t.Err != nil
	for _, k := range t.Comments() {
		c.Spans = append(c.Spans, k.Span)
	}
	t.Root.Walk(func(n *yaml.Node) bool {
		if n.Kind != yaml.Scalar || f.LineAt(n.Span.Start) == f.LineAt(n.Span.End) {
			return true
		}
		s := text.Span{Start: min(n.Entry.Start, n.Span.Start), End: n.Span.End}
		if n.Style == yaml.Literal || n.Style == yaml.Folded {
			s.End++ // behind its last line there is still text
		}
		c.Blocks = append(c.Blocks, s)
		return true
	})
}

func (c *Comments) python(f *text.File) {
	m := python.Parse(f)
	c.Spans, c.Broken = m.Comments, m.Err != nil
	for _, e := range m.Exprs {
		if s := e.Span(); e.Kind == python.StringLit && f.LineAt(s.Start) != f.LineAt(s.End) {
			c.Blocks = append(c.Blocks, s)
		}
	}
	c.joined(f)
}

// joined adds lines that a backslash joins to the next.
func (c *Comments) joined(f *text.File) {
	if !bytes.Contains(f.Data, []byte("\\\n")) && !bytes.Contains(f.Data, []byte("\\\r")) {
		return
	}
	next, start := 0, -1
	for l := 1; l <= f.LineCount(); l++ {
		s := f.LineSpan(l)
		for next < len(c.Spans) && c.Spans[next].End <= s.Start {
			next++
		}
		comment := next < len(c.Spans) && c.Spans[next].Start < s.End
		switch goesOn := !comment && s.End > s.Start && f.Data[s.End-1] == '\\'; {
		case goesOn && start < 0:
			start = s.Start
		case !goesOn && start >= 0:
			c.Blocks = append(c.Blocks, text.Span{Start: start, End: s.End})
			start = -1
		}
	}
}

// toml reads the four kinds of strings and nothing else.
func (c *Comments) toml(f *text.File) {
	data := f.Data
	for i := 0; i < len(data); {
		switch q := data[i]; q {
		case '#':
			end := text.SkipLine(data, i)
			c.Spans = append(c.Spans, text.Span{Start: i, End: end})
			i = end
		case '"', '\'':
			end := tomlString(data, i)
			if end < 0 {
				c.Broken = true
				return
			}
			if f.LineAt(i) != f.LineAt(end) {
				c.Blocks = append(c.Blocks, text.Span{Start: i, End: end})
			}
			i = end
		default:
			i++
		}
	}
}

// tomlString is the end of the string at i, or -1 where it has none.
func tomlString(data []byte, i int) int {
	q := data[i]
	long := i+2 < len(data) && data[i+1] == q && data[i+2] == q
	if long {
		i += 2
	}
	for i++; i < len(data); i++ {
		switch c := data[i]; {
		case c == '\\' && q == '"':
			i++
		case !long && (c == '\n' || c == '\r'):
			return -1
		case c == q && !long:
			return i + 1
		case c == q && i+2 < len(data) && data[i+1] == q && data[i+2] == q:
			for i += 3; i < len(data) && data[i] == q; i++ { // one or two more belong to the text
			}
			return i
		}
	}
	return -1
}

// lines reads files in which a line is an entry; where inline, a comment may
// follow an entry behind a blank, and a backslash joins lines (pip,
// src/pip/_internal/req/req_file.py).
func (c *Comments) lines(f *text.File, inline bool) {
	for l := 1; l <= f.LineCount(); l++ {
		s := f.LineSpan(l)
		for i := f.TextStart(s.Start); i < s.End; i++ {
			if f.Data[i] == '#' && (i == f.TextStart(i) || inline && (f.Data[i-1] == ' ' || f.Data[i-1] == '\t')) {
				c.Spans = append(c.Spans, text.Span{Start: i, End: s.End})
				break
			}
			if !inline {
				break
			}
		}
	}
	if inline {
		c.joined(f)
	}
}

// Extent returns the lines, 1-based and both included, on which a comment speaks of
// a span: its own, and all of a long value that it lies in.
func (c *Comments) Extent(f *text.File, s text.Span) (first, last int) {
	s.End = max(s.End, s.Start+1)
	i := sort.Search(len(c.Blocks), func(i int) bool { return c.Blocks[i].End > s.Start })
	j := sort.Search(len(c.Blocks), func(i int) bool { return c.Blocks[i].Start >= s.End })
	if i < j {
		s = s.Union(c.Blocks[i]).Union(c.Blocks[j-1])
	}
	return max(1, f.LineAt(s.Start)), max(1, f.LineAt(s.End-1))
}

// BlockAt returns the block that holds the end of a line at off, if one does.
func (c *Comments) BlockAt(off int) (text.Span, bool) {
	i := sort.Search(len(c.Blocks), func(i int) bool { return c.Blocks[i].End > off })
	if i < len(c.Blocks) && c.Blocks[i].Start <= off {
		return c.Blocks[i], true
	}
	return text.Span{}, false
}

// join puts the blocks in order and makes one of those that overlap: a long
// string on joined lines, within a longer one.
func (c *Comments) join() {
	slices.SortFunc(c.Blocks, func(a, b text.Span) int { return cmp.Compare(a.Start, b.Start) })
	kept := c.Blocks[:0]
	for _, b := range c.Blocks {
		if n := len(kept); n > 0 && kept[n-1].Overlaps(b) {
			kept[n-1] = kept[n-1].Union(b)
		} else {
			kept = append(kept, b)
		}
	}
	c.Blocks = kept
}
