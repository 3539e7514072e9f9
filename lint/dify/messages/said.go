package messages

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/text"
)

// saidTSV is made by lint/internal/tool/refresh of the platform's sources.
//
//go:embed said.tsv
var saidTSV string

// apiTSV is of Dify's own server, in the same form.
//
//go:embed said-api.tsv
var apiTSV string

// saying is a text that a speaker says, cut where something is put in.
type saying struct {
	speaker      Speaker
	text         string
	pieces       []string
	since, until string
}

var holes = text.Regexp(`%(?:\[\d+\])?[-+# 0]*[\d.]*[a-zA-Z]`)

var sayings = sync.OnceValue(func() []saying {
	var out []saying
	at := map[string]int{}
	for line := range strings.SplitSeq(saidTSV+apiTSV, "\n") {
		cols := strings.Split(line, "\t")
		if len(cols) != 7 || strings.HasPrefix(line, "#") {
			continue
		}
		text, err := strconv.Unquote(cols[6])
		if err != nil {
			continue
		}
		s := saying{speaker: Speaker(cols[0]), text: text, since: cols[4], until: cols[5]}
		if i, ok := at[cols[0]+text]; ok { // the same words in another file
			o := &out[i]
			if s.since != "" && releases.Compare(s.since, o.since) < 0 {
				o.since = s.since
			}
			if s.until == "" || o.until != "" && releases.Compare(o.until, s.until) < 0 {
				o.until = s.until
			}
			continue
		}
		for _, p := range holes().Split(strings.ToLower(text), -1) {
			if p = strings.Join(strings.Fields(p), " "); p != "" {
				s.pieces = append(s.pieces, p)
			}
		}
		at[cols[0]+text] = len(out)
		out = append(out, s)
	}
	return out
})

// Releases are the first and the last release of the speaker that says the
// words: "" where it always did, or still does, or where that is not known.
func (m *Match) Releases() (since, until string) {
	said := strings.ToLower(m.Said)
	var best *saying
	for i, s := range sayings() {
		if s.speaker == m.By && (best == nil || len(s.text) > len(best.text)) && inOrder(said, s.pieces) {
			best = &sayings()[i]
		}
	}
	if best == nil {
		return "", ""
	}
	if since = best.since; since == "0.0.1" || since == "0.1.0" && best.speaker == SDK {
		since = ""
	}
	return since, best.until
}

func inOrder(s string, pieces []string) bool {
	for _, p := range pieces {
		i := strings.Index(s, p)
		if i < 0 {
			return false
		}
		s = s[i+len(p):]
	}
	return len(pieces) > 0
}
