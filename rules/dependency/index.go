package dependency

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// Index reports files that name a package index of their own.
var Index = &lint.Rule{
	ID: "dependency/index", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "the requirements set their own index, mirror or package folder",
	Why: "A mirror near the author may be out of reach, or slow, where the plugin is installed, and it is not what the owner of " +
		"the daemon has chosen (`PIP_MIRROR_URL`). An index beside the usual one can also deliver another package under a name " +
		"that is meant to come from there. `--trusted-host` turns off the check of who answers; uv ignores it.",
	Run: func(p *lint.Pass) {
		f := filesOf.Of(p.Plugin)
		say := func(file *text.File, at text.Span, value, format string) {
			severity := lint.Warning
			if file.Path != projectName && f.project != nil {
				severity = lint.Info
			}
			p.Report(lint.Finding{Place: plugin.AtSpan(file, at), Severity: severity, Mask: secret(value), Key: format, Message: lint.Msg(format)})
		}
		index := func(file *text.File, at text.Span, url string) {
			if !isPyPI(url) {
				say(file, at, url, "packages come from an index that this file sets: it may be unreachable where the plugin is installed")
			}
		}
		links := func(file *text.File, at text.Span, to string) {
			if !inPlugin(p.Plugin, file.Path, to) {
				say(file, at, to, "packages come from a folder or page that this file sets: it may be unreachable where the plugin is installed")
			}
		}
		if f.requirements != nil {
			carried := false // the plugin brings packages along
			f.requirements.Walk(func(r *requirement.Requirements, e *requirement.Entry) {
				o, ok := e.Option("--find-links")
				carried = carried || ok && inPlugin(p.Plugin, r.File.Path, o.Text)
			})
			f.requirements.Walk(func(r *requirement.Requirements, e *requirement.Entry) {
				for _, o := range e.Options {
					switch o.Name {
					case "--index-url", "--extra-index-url":
						index(r.File, o.Span, o.Text)
					case "--find-links":
						links(r.File, o.Span, o.Text)
					case "--no-index":
						if !carried {
							say(r.File, o.Span, "", "without an index only packages inside the plugin can be installed")
						}
					case "--trusted-host":
						say(r.File, o.Span, "", "the daemon installs with uv, which ignores --trusted-host; remove it")
					}
				}
			})
		}
		if f.project != nil && f.project.UV != nil {
			for _, v := range f.project.UV.Indexes {
				index(f.project.File, v.Span, v.Text)
			}
			for _, v := range f.project.UV.FindLinks {
				links(f.project.File, v.Span, v.Text)
			}
		}
	},
}

// isPyPI reports whether an address is that of the index that everybody uses.
func isPyPI(url string) bool {
	url = strings.TrimRight(strings.ToLower(url), "/")
	return url == "https://pypi.org/simple" || url == "https://pypi.python.org/simple"
}
