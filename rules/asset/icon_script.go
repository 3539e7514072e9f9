package asset

import (
	"bytes"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// IconScript reports drawings that hold code.
var IconScript = &lint.Rule{
	ID: "asset/icon-script", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "an icon holds a script",
	Why:   "An SVG can contain scripts and event handlers. A browser does not run them when a page shows the image, but runs them when the file is opened at its own address, on the workspace's host. An icon needs neither.",
	Run: func(p *lint.Pass) {
		for _, ic := range images.Of(p.Plugin) {
			if imageFormat(ic.data) != svg {
				continue
			}
			file, err := p.Plugin.Read(ic.File())
			if err != nil {
				continue
			}
			at := code.Of(file)
			if at.IsEmpty() {
				continue
			}
			p.Report(lint.Finding{Place: plugin.AtSpan(file, at), Key: "script",
				Message: lint.Msg("the icon contains code (%s); remove it", file.Slice(at)),
				Related: []lint.Related{{Place: plugin.At(ic.Doc, ic.Node), Message: lint.Msg("the icon is named here")}}})
		}
	},
}

// code is where a drawing holds what runs; empty where it holds nothing.
var code = text.NewFact(func(f *text.File) text.Span { return running(f.Data) })

// handlers match the attributes that hold code.
var handlers = text.Regexp(`(?i)^on(?:load|click|error|mouse\w+|begin|end|focus\w*|activate)$`)

// running finds the first thing in a drawing that runs: an element script, a
// handler, a link to code. It passes over quoted values, which may hold whole
// images, without looking into them.
func running(data []byte) text.Span {
	for i := 0; i < len(data); {
		n := bytes.IndexByte(data[i:], '<')
		if n < 0 {
			break
		}
		i += n + 1
		name := word(data, i)
		if bytes.EqualFold(data[i:name], []byte("script")) {
			return text.Span{Start: i - 1, End: name}
		}
		for i = name; i < len(data) && data[i] != '>' && data[i] != '<'; {
			end := word(data, i)
			if end == i {
				i++
				continue
			}
			at := text.Span{Start: i, End: end}
			value, next := attribute(data, end)
			if value.IsEmpty() {
				i = next
				continue
			}
			if handlers().Match(data[at.Start:at.End]) {
				return at
			}
			link := bytes.TrimLeft(data[value.Start:min(value.End, value.Start+64)], " \t\r\n")
			const scheme = "javascript:"
			if bytes.HasSuffix(bytes.ToLower(data[at.Start:at.End]), []byte("href")) && len(link) >= len(scheme) && strings.EqualFold(string(link[:len(scheme)]), scheme) {
				start := value.End - len(bytes.TrimLeft(data[value.Start:value.End], " \t\r\n"))
				return text.Span{Start: start, End: start + len(scheme)}
			}
			i = next
		}
	}
	return text.Span{}
}

// word is the end of the name that begins at i.
func word(data []byte, i int) int {
	for i < len(data) && (data[i] >= 'a' && data[i] <= 'z' || data[i] >= 'A' && data[i] <= 'Z' || data[i] >= '0' && data[i] <= '9' || strings.IndexByte("-_:.", data[i]) >= 0) {
		i++
	}
	return i
}

// attribute is the value behind an attribute's name, without its quotes, and
// where the next attribute may begin.
func attribute(data []byte, i int) (value text.Span, next int) {
	blank := func() {
		for i < len(data) && strings.IndexByte(" \t\r\n", data[i]) >= 0 {
			i++
		}
	}
	blank()
	if i >= len(data) || data[i] != '=' {
		return text.Span{}, i
	}
	i++
	blank()
	if i >= len(data) || data[i] != '"' && data[i] != '\'' {
		end := word(data, i)
		return text.Span{Start: i, End: end}, end
	}
	n := bytes.IndexByte(data[i+1:], data[i])
	if n < 0 {
		return text.Span{}, len(data)
	}
	return text.Span{Start: i + 1, End: i + 1 + n}, i + n + 2
}
