package recording

// From what a command printed to cells on a screen.

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/terminal"
)

// run is text in one style whose cells are all of one width.
type run struct {
	text  string
	style terminal.Style
	// column is 0-based; cells is the number of cells.
	column, cells int
	wide          bool
}

type line []run

// lay puts output on lines of so many columns, as a terminal does.
func lay(output string, columns int) ([]line, error) {
	var out []line
	var style terminal.Style
	for text := range strings.Lines(output) {
		text = strings.TrimSuffix(text, "\n")
		l, column := line{}, 0
		for text != "" {
			piece := text
			if i := strings.IndexByte(text, '\x1b'); i == 0 {
				var err error
				if style, text, err = escape(text); err != nil {
					return nil, err
				}
				continue
			} else if i > 0 {
				piece = text[:i]
			}
			text = text[len(piece):]
			for _, c := range terminal.Cells(piece, 0) {
				if column+c.Width > columns && column > 0 {
					out = append(out, l.trimmed())
					l, column = line{}, 0
				}
				l = l.put(c, style, column)
				column += c.Width
			}
		}
		out = append(out, l.trimmed())
	}
	return out, nil
}

// put appends a cell.
func (l line) put(c terminal.Cell, style terminal.Style, column int) line {
	wide := c.Width == 2 && !c.StandIn
	if n := len(l) - 1; n >= 0 && l[n].style == style && l[n].wide == wide {
		l[n].text += c.Text
		l[n].cells += c.Width
		return l
	}
	return append(l, run{text: c.Text, style: style, column: column, cells: c.Width, wide: wide})
}

// trimmed is the line without the blanks around its runs, which nobody sees.
func (l line) trimmed() line {
	out := line{}
	for _, r := range l {
		n := len(r.text)
		r.text = strings.TrimLeft(r.text, " ")
		r.column += n - len(r.text)
		r.cells -= n - len(r.text)
		n = len(r.text)
		r.text = strings.TrimRight(r.text, " ")
		r.cells -= n - len(r.text)
		if r.text != "" {
			out = append(out, r)
		}
	}
	return out
}

// styles are those that can be drawn.
var styles = []terminal.Style{terminal.Bold, terminal.Dim, terminal.Red, terminal.Yellow, terminal.Blue, terminal.Green, terminal.Cyan, terminal.Removed}

// escape reads the sequence of colour at the beginning of a text.
func escape(text string) (style terminal.Style, rest string, err error) {
	codes, ok := strings.CutPrefix(text, "\x1b[")
	end := strings.IndexByte(codes, 'm')
	if !ok || end < 0 {
		return "", "", errors.New("an escape sequence that is no colour")
	}
	codes, rest = codes[:end], codes[end+1:]
	if codes == "" || codes == "0" {
		return "", rest, nil
	}
	if style = terminal.Style(codes); slices.Contains(styles, style) {
		return style, rest, nil
	}
	return "", "", fmt.Errorf("the colour %q cannot be drawn", codes)
}
