package importing

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// Transitive reports imports that only another dependency's requirements
// bring in.
var Transitive = &lint.Rule{
	ID: "import/transitive", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "an imported module is installed only because another dependency needs it",
	Why:   "If a declared package no longer needs the module, or needs another version of it, the plugin fails at start although none of its files changed. Declare what you import. Modules that the SDK installs (requests, httpx, PyYAML …) are reported as info; werkzeug and pydantic, whose types are part of the SDK's interface, are not reported.",
	Run: func(p *lint.Pass) {
		in := installedOf.Of(p.Plugin)
		if in.blind {
			return
		}
		done := map[string]bool{}
		defer in.tired(p)
		for _, im := range needed(p.Plugin) {
			top, _, _ := strings.Cut(im.module, ".")
			dist, declared, ok := in.has(im.module)
			if !ok || declared || done[dist] || in.blind || in.by[dist] == "dify-plugin" && interfaces[dist] {
				continue
			}
			done[dist] = true
			if partOf(im.module) != "" {
				top = im.module
			}
			f := lint.Finding{
				Place: im.at, Key: dist,
				Message: lint.Msg("%s is installed only because %s needs it: declare %s in %s too", top, in.by[dist], dist, in.file.Path),
			}
			for _, d := range in.direct {
				if d.key == in.by[dist] {
					f.Related = append(f.Related, lint.Related{Place: plugin.AtSpan(d.file, d.span), Message: lint.Msg("%s is declared here", d.key)})
				}
			}
			if in.by[dist] == "dify-plugin" {
				f.Severity = lint.Info
			}
			p.Report(f)
		}
	},
}

// interfaces are packages whose types are the SDK's own interface: who writes an
// endpoint or a tool imports them, and must take the SDK's version.
var interfaces = map[string]bool{"werkzeug": true, "pydantic": true, "typing-extensions": true}

// firstOf is the place of the first declared dependency.
func firstOf(in *installed) text.Span {
	for _, d := range in.direct {
		if d.file == in.file {
			return d.span
		}
	}
	return text.Span{}
}
