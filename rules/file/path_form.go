package file

import (
	"errors"
	"io/fs"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// PathForm reports paths that work in a folder and not in a package.
var PathForm = &lint.Rule{
	ID: "file/path-form", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0",
	Title:   "a path is written in a form that works in a folder but not in a package",
	Why:     "When a plugin is packaged the daemon joins each path to the folder, so `./tools/a.yaml` and `tools//a.yaml` are found. On upload it looks for exactly the same text among the names in the package, where neither exists: packaging succeeds, but the plugin cannot be installed.",
	Sources: []string{"dify-plugin-daemon: pkg/plugin_packager/decoder/zip.go (ReadFile)"},
	Run: func(p *lint.Pass) {
		for _, r := range p.Plugin.References() {
			if r.Glob || r.Written == "" || r.Written == r.Path || r.Target == nil || errors.Is(r.Target.Err, fs.ErrNotExist) || errors.Is(r.Target.Err, fs.ErrInvalid) {
				continue
			}
			p.Report(lint.Finding{
				Place:   plugin.At(r.Doc, r.Node),
				Message: lint.Msg("%q works in a folder but not in a package; write %q", r.Written, r.Path),
				Fixes:   lint.SafeFix(lint.Msg("Write %s", r.Path), yamledit.ReplaceValue(r.Doc.Tree, r.Node, r.Path)),
			})
		}
	},
}
