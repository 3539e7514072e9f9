package report

// Checkstyle XML, which many collectors of warnings read.

import (
	"io"
	"strconv"

	"github.com/difylint/difylint/lint"
)

// checkstyleVersion is the version of the form, not of this program.
const checkstyleVersion = "4.3"

// writeCheckstyle groups the findings by file. Columns count code points.
func writeCheckstyle(w io.Writer, v *view) error {
	x := newXMLWriter(w)
	x.open("checkstyle", "version", checkstyleVersion)
	file := ""
	v.each(unmarked, func(_ *files, f *lint.Finding) {
		if name := labelOf(f.Label()); name != file {
			if file != "" {
				x.close("file")
			}
			file = name
			x.open("file", "name", name)
		}
		start, _ := v.span(&f.Place)
		x.empty("error",
			"line", strconv.Itoa(start.Line),
			"column", strconv.Itoa(start.Column),
			"severity", level(f).String(),
			"message", v.messageOf(f)+v.gateNote(f),
			"source", "difylint."+f.Rule.ID)
	})
	if file != "" {
		x.close("file")
	}
	x.close("checkstyle")
	return x.Flush()
}
