package report

// JSON documents whose long lists have an item a line. Each item is encoded
// alone, so that a large report is never in memory as a whole.

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/terminal"
)

type document struct {
	w *bufio.Writer
	// rest is what is still to be written around the lists.
	rest []byte
	item bytes.Buffer
	enc  *json.Encoder
	err  error // the first of the encoder
}

// newDocument begins a document: v, indented, in which the lists are empty. A nil
// v has none around its lines.
func newDocument(w io.Writer, v any) *document {
	d := &document{w: bufio.NewWriterSize(w, 1<<16)}
	d.enc = json.NewEncoder(&d.item)
	d.enc.SetEscapeHTML(false)
	if v != nil {
		d.enc.SetIndent("", "  ")
		d.rest = append(bytes.Clone(d.encode(v)), '\n')
		d.enc.SetIndent("", "")
	}
	return d
}

// encode is v as JSON, until the next call.
func (d *document) encode(v any) []byte {
	d.item.Reset()
	if err := d.enc.Encode(v); err != nil && d.err == nil {
		d.err = err
	}
	return escapeHidden(bytes.TrimSuffix(d.item.Bytes(), []byte("\n")))
}

// line writes a value with a line break behind it.
func (d *document) line(v any) {
	_, _ = d.w.Write(d.encode(v)) // the writer keeps the error
	_ = d.w.WriteByte('\n')
}

// list writes the document up to its next empty list of that name, and fills it in
// with what items hands over. The list of a document that is nothing else has no
// name.
func (d *document) list(name string, items func(put func(v any))) {
	open := "[]"
	if name != "" {
		open = `"` + name + `": []`
	}
	before, after, _ := bytes.Cut(d.rest, []byte(open))
	indent := before[bytes.LastIndexByte(before, '\n')+1:]
	_, _ = d.w.Write(before)
	_, _ = d.w.WriteString(open[:len(open)-1])
	sep := ""
	items(func(v any) {
		_, _ = fmt.Fprintf(d.w, "%s\n%s  ", sep, indent)
		_, _ = d.w.Write(d.encode(v))
		sep = ","
	})
	if sep != "" {
		_, _ = fmt.Fprintf(d.w, "\n%s", indent)
	}
	_ = d.w.WriteByte(']')
	d.rest = after
}

// omit leaves out the next empty list of that name.
func (d *document) omit(name string) {
	before, after, _ := bytes.Cut(d.rest, []byte(`"`+name+`": []`))
	d.rest = append(bytes.TrimRight(before, ", \n"), after...)
}

// close writes what is left.
func (d *document) close() error {
	_, _ = d.w.Write(d.rest)
	if err := d.w.Flush(); err != nil {
		return err
	}
	return d.err
}

// escapeHidden escapes what a terminal would act on or hide (bidi overrides among
// it) in JSON, where it can only be in strings. encoding/json does not.
func escapeHidden(b []byte) []byte {
	var out []byte
	from := 0
	for i := 0; i < len(b); {
		if b[i] < 0x7f {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if terminal.Hidden(r) {
			out = append(out, b[from:i]...)
			for _, u := range utf16.Encode([]rune{r}) {
				out = fmt.Appendf(out, `\u%04x`, u)
			}
			from = i + n
		}
		i += n
	}
	if from == 0 {
		return b
	}
	return append(out, b[from:]...)
}
