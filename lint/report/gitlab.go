package report

// GitLab's code quality report: an array of issues. GitLab compares two such
// reports by their fingerprints, which must therefore be unique.

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"

	"github.com/difylint/difylint/lint"
)

type gitlabIssue struct {
	Description string `json:"description"`
	CheckName   string `json:"check_name"`
	Fingerprint string `json:"fingerprint"`
	Severity    string `json:"severity"`
	Location    struct {
		Path  string `json:"path"`
		Lines struct {
			Begin int `json:"begin"`
			End   int `json:"end"`
		} `json:"lines"`
	} `json:"location"`
}

func writeGitLab(w io.Writer, v *view) error {
	d := newDocument(w, []gitlabIssue{})
	seen := map[string]int{}
	d.list("", func(put func(any)) {
		v.each(unmarked, func(_ *files, f *lint.Finding) {
			start, end := v.span(&f.Place)
			last := end.Line
			if f.File != nil {
				last = max(start.Line, lastLine(f.File, end))
			}
			// A finding's own fingerprint is unique in its plugin only.
			id := f.Plugin + "\x00" + f.Fingerprint
			n := seen[id]
			seen[id]++
			sum := sha256.Sum256([]byte(id + "\x00" + strconv.Itoa(n)))
			issue := gitlabIssue{Description: v.messageOf(f) + v.gateNote(f), CheckName: f.Rule.ID, Fingerprint: hex.EncodeToString(sum[:16]), Severity: called[level(f)].gitlab}
			issue.Location.Path = labelOf(f.Label())
			issue.Location.Lines.Begin, issue.Location.Lines.End = start.Line, last
			put(&issue)
		})
	})
	return d.close()
}
