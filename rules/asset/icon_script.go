package asset

import (
	"regexp"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/text"
)

// IconScript is told of drawings that hold code.
var IconScript = &lint.Rule{
	ID: "asset/icon-script", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "an icon holds a script",
	Why: "A drawing in SVG may hold scripts and handlers. An image in a page does not run them; opened by its own address, from " +
		"the host of the workspace, the same file does. A drawing needs neither.",
	Examples: []lint.Example{{
		Bad:  "want: _assets/icon.svg:2\n-- _assets/icon.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\">\n  <script>fetch(\"https://acme.example/\")</script>\n</svg>\n",
		Good: "-- _assets/icon.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n",
	}, {
		Name: "a handler",
		Bad:  "want: _assets/icon.svg:1\n-- _assets/icon.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"go()\"/>\n",
		Good: "-- _assets/icon.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n",
	}},
	Run: func(p *lint.Pass) {
		for _, ic := range images(p.Plugin) {
			if imageFormat(ic.data) != svg {
				continue
			}
			file, err := p.Plugin.Read(ic.file)
			if err != nil {
				continue
			}
			m := code.Of(file)
			if m == nil {
				continue
			}
			at := text.Span{}
			for i := 2; i < len(m); i += 2 {
				if m[i] >= 0 {
					at = text.Span{Start: m[i], End: m[i+1]}
				}
			}
			f := lint.Finding{Place: lint.AtSpan(file, at), Key: "script",
				Message: lint.Msg("the icon holds code (%s); a drawing needs none", file.Slice(at)),
				Related: []lint.Related{{Place: lint.At(ic.doc, ic.node), Message: lint.Msg("the icon is named here")}}}
			p.Report(f)
		}
	},
}

// code is where a drawing holds what runs, or nil.
var code = lint.NewFileFact(func(f *text.File) []int { return active.FindSubmatchIndex(f.Data) })

// active matches what runs: an element script, a handler, a link to code.
var active = regexp.MustCompile(`(?i)(?:(<script\b)|<[^<>]*\s(on(?:load|click|error|mouse\w+|begin|end|focus\w*|activate))\s*=|(?:href\s*=\s*["']\s*)(javascript:))`)
