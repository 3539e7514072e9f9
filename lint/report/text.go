package report

import (
	"bufio"
	"fmt"
	"io"

	"github.com/difylint/difylint/lint"
)

func writeText(w io.Writer, v *view) error {
	b := bufio.NewWriter(w)
	v.each(people, func(_ *lint.PluginResult, f *lint.Finding) {
		start, _ := v.span(&f.Place)
		_, _ = fmt.Fprintf(b, "%s:%d:%d: %s: %s [%s] (gate: %s)\n", labelOf(f.Label()), start.Line, start.Column, f.Severity, f.Message, f.Rule.ID, f.Gate)
	})
	return b.Flush()
}
