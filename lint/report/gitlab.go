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

func gitlabSeverity(s lint.Severity) string {
	switch s {
	case lint.Error:
		return "critical"
	case lint.Warning:
		return "minor"
	}
	return "info"
}

func writeGitLab(w io.Writer, v *view) error {
	j := newJSONWriter(w, 1)
	seen := map[string]int{}
	j.beginArray()
	v.each(unmarked, func(_ *lint.PluginResult, f *lint.Finding) {
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
		j.beginObject()
		j.key("description").str(messageOf(f) + gateNote(f))
		j.key("check_name").str(f.Rule.ID)
		j.key("fingerprint").str(hex.EncodeToString(sum[:16]))
		j.key("severity").str(gitlabSeverity(level(f)))
		j.key("location").beginObject()
		j.key("path").str(labelOf(f.Label()))
		j.key("lines").beginObject()
		j.key("begin").int(start.Line)
		j.key("end").int(last)
		j.endObject()
		j.endObject()
		j.endObject()
	})
	j.endArray()
	return j.close()
}
