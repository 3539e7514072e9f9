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
		say := func(file *text.File, at text.Span, value, format string, args ...any) {
			severity := lint.Warning
			if file.Path != projectName && f.project != nil {
				severity = lint.Info
			}
			p.Report(lint.Finding{Place: plugin.AtSpan(file, at), Severity: severity, Mask: secret(value), Key: format, Message: lint.Msg(format, args...)})
		}
		carried := false // the plugin brings packages along
		if f.requirements != nil {
			f.requirements.Walk(func(r *requirement.Requirements, e *requirement.Entry) {
				if o, ok := e.Option("--find-links"); ok && inPlugin(p.Plugin, r.File.Path, o.Text) {
					carried = true
				}
			})
			f.requirements.Walk(func(r *requirement.Requirements, e *requirement.Entry) {
				for _, o := range e.Options {
					switch o.Name {
					case "--index-url", "--extra-index-url":
						if !isPyPI(o.Text) {
							say(r.File, o.Span, o.Text, "packages come from an index that this file sets: it may be unreachable where the plugin is installed")
						}
					case "--find-links":
						if inPlugin(p.Plugin, r.File.Path, o.Text) {
							continue
						}
						say(r.File, o.Span, o.Text, "packages come from a folder or page that this file sets: it may be unreachable where the plugin is installed")
					case "--no-index":
						if carried {
							continue
						}
						say(r.File, o.Span, "", "without an index only packages inside the plugin can be installed")
					case "--trusted-host":
						say(r.File, o.Span, "", "the daemon installs with uv, which ignores --trusted-host; remove it")
					}
				}
			})
		}
		if f.project != nil && f.project.UV != nil {
			for _, i := range f.project.UV.Indexes {
				if !isPyPI(i.Text) {
					say(f.project.File, i.Span, i.Text, "packages come from an index that this file sets: it may be unreachable where the plugin is installed")
				}
			}
			for _, v := range f.project.UV.FindLinks {
				if inPlugin(p.Plugin, projectName, v.Text) {
					continue
				}
				say(f.project.File, v.Span, v.Text, "packages come from a folder or page that this file sets: it may be unreachable where the plugin is installed")
			}
		}
	},
}

// isPyPI reports whether an address is that of the index that everybody uses.
func isPyPI(url string) bool {
	url = strings.TrimRight(strings.ToLower(url), "/")
	return url == "https://pypi.org/simple" || url == "https://pypi.python.org/simple"
}
