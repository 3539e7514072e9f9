package report

// What the two XML formats share.

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/terminal"
)

// xmlWriter writes elements, one a line. The first error is kept by the buffer
// and told by Flush.
type xmlWriter struct {
	*bufio.Writer
	depth int
}

func newXMLWriter(w io.Writer) *xmlWriter {
	x := &xmlWriter{Writer: bufio.NewWriterSize(w, 1<<16)}
	x.put(`<?xml version="1.0" encoding="UTF-8"?>`, "\n")
	return x
}

func (x *xmlWriter) put(parts ...string) {
	for _, s := range parts {
		_, _ = x.WriteString(s)
	}
}

// start writes a start tag without its end; attributes are names and values.
func (x *xmlWriter) start(name string, attrs ...string) {
	for range x.depth {
		x.put("  ")
	}
	x.put("<", name)
	for i := 0; i+1 < len(attrs); i += 2 {
		x.put(" ", attrs[i], `="`, xmlText(attrs[i+1]), `"`)
	}
}

// empty writes an element without content.
func (x *xmlWriter) empty(name string, attrs ...string) {
	x.start(name, attrs...)
	x.put("/>\n")
}

// leaf writes an element with text only.
func (x *xmlWriter) leaf(name, txt string, attrs ...string) {
	x.start(name, attrs...)
	x.put(">", xmlText(txt), "</", name, ">\n")
}

func (x *xmlWriter) open(name string, attrs ...string) {
	x.start(name, attrs...)
	x.put(">\n")
	x.depth++
}

func (x *xmlWriter) close(name string) {
	x.depth--
	for range x.depth {
		x.put("  ")
	}
	x.put("</", name, ">\n")
}

// xmlText escapes text for an element or a quoted attribute. What XML 1.0
// cannot hold, and what is hidden, becomes its stand-in.
func xmlText(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		c := s[i]
		plain = c >= 0x20 && c < 0x7f && c != '<' && c != '>' && c != '&' && c != '"' && c != '\''
	}
	if plain {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	for _, r := range s {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case r == '"':
			b.WriteString("&#34;")
		case r == '\'':
			b.WriteString("&#39;")
		case r == '\n':
			b.WriteString("&#10;")
		case r == '\t':
			b.WriteString("&#9;")
		case r == '\r':
			b.WriteString("&#13;")
		case terminal.Hidden(r):
			b.WriteString(xmlText(terminal.StandIn(r)))
		case r == 0xfffe || r == 0xffff:
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// line is a finding on one line, as concise prints it without colour.
func (v *view) line(f *lint.Finding) string {
	start, _ := v.span(&f.Place)
	return labelOf(f.Label()) + ":" + strconv.Itoa(start.Line) + ":" + strconv.Itoa(start.Column) + ": " +
		f.Severity.String() + ": " + v.messageOf(f) + " [" + f.Rule.ID + "]" + v.gateNote(f)
}
