package report

// What the two XML formats share.

import (
	"io"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/terminal"
)

// xmlWriter writes elements, one a line.
type xmlWriter struct {
	writer
	depth int
}

func newXMLWriter(w io.Writer) *xmlWriter {
	x := &xmlWriter{writer: newWriter(w)}
	x.put(`<?xml version="1.0" encoding="UTF-8"?>`, "\n")
	return x
}

// start writes a start tag without its end; attributes are names and values.
func (x *xmlWriter) start(name string, attrs ...string) {
	x.put(strings.Repeat("  ", x.depth), "<", name)
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
	x.put(strings.Repeat("  ", x.depth), "</", name, ">\n")
}

var xmlEscapes = strings.NewReplacer("<", "&lt;", ">", "&gt;", "&", "&amp;", `"`, "&#34;", "'", "&#39;",
	"\n", "&#10;", "\t", "&#9;", "\r", "&#13;", "\ufffe", "\ufffd", "\uffff", "\ufffd")

// xmlText escapes text for an element or a quoted attribute. What XML 1.0
// cannot hold, and what is hidden, becomes its stand-in.
func xmlText(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 16)
	for _, r := range s { // an invalid byte comes as U+FFFD
		if terminal.Hidden(r) && r != '\n' && r != '\t' && r != '\r' {
			b.WriteString(terminal.StandIn(r))
		} else {
			b.WriteRune(r)
		}
	}
	return xmlEscapes.Replace(b.String())
}

// line is a finding on one line, as concise prints it without colour.
func (v *view) line(f *lint.Finding) string {
	start, _ := v.span(&f.Place)
	return labelOf(f.Label()) + ":" + strconv.Itoa(start.Line) + ":" + strconv.Itoa(start.Column) + ": " +
		f.Severity.String() + ": " + v.messageOf(f) + " [" + f.Rule.ID + "]" + v.gateNote(f)
}
