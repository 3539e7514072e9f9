package report

// Workflow commands of GitHub Actions: an annotation a finding.

import (
	"io"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/terminal"
)

// GitHub reads a command up to the line's end; % \r \n are escaped in all of
// it, : and , besides in the properties.
var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// writeGitHub gives columns, in UTF-16 code units, only to what stands on one
// line: GitHub drops an annotation that has columns over several.
func writeGitHub(w io.Writer, v *view) error {
	b := newWriter(w)
	put := b.put
	v.each(unmarked, func(_ *files, f *lint.Finding) {
		start, end := v.span(&f.Place)
		put("::", called[level(f)].github, " file=", githubProperty.Replace(terminal.Visible(labelOf(f.Label()))))
		if f.File != nil {
			put(",line=", strconv.Itoa(start.Line), ",endLine=", strconv.Itoa(end.Line))
			if start.Line == end.Line {
				put(",col=", strconv.Itoa(start.UTF16+1), ",endColumn=", strconv.Itoa(end.UTF16+1))
			}
		}
		put(",title=", githubProperty.Replace(f.Rule.ID+v.gateNote(f)), "::", githubData.Replace(v.messageOf(f)))
		for i := range f.Related {
			r := &f.Related[i]
			where := labelOf(f.LabelOf(r))
			if r.File != nil {
				p, _ := v.span(&r.Place)
				where += ":" + strconv.Itoa(p.Line)
			}
			put("%0A", githubData.Replace(terminal.Visible(where+": "+v.opts.Lang.Text(r.Message))))
		}
		for i := range f.Fixes {
			put("%0A", v.say("fix"), v.say(": "), githubData.Replace(terminal.Visible(v.opts.Lang.Text(f.Fixes[i].Title))))
		}
		put("\n")
	})
	return b.Flush()
}
