package publish

// What the rules about README.md share.

import (
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

const (
	readmeName = "README.md"
	// maxText bounds what is read of one text, in bytes.
	maxText = 1 << 20
)

// readme is README.md, or nil where it is missing, blank, too large or not in
// UTF-8: file/readme and publish/readme-encoding report that.
func readme(p *plugin.Plugin) *text.File {
	f, err := p.Read(readmeName)
	if err != nil || len(f.Data) > maxText || blank(string(f.Data)) || undecodable(f.Data) >= 0 {
		return nil
	}
	return f
}

var fenced = text.Regexp("(?s)```.*?```")

// prose is the spans of a text outside of what the checks take for code.
func prose(data []byte) []text.Span {
	var out []text.Span
	at := 0
	for _, m := range fenced().FindAllIndex(data, -1) {
		out = append(out, text.Span{Start: at, End: m[0]})
		at = m[1]
	}
	return append(out, text.Span{Start: at, End: len(data)})
}
