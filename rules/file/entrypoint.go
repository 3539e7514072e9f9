package file

import (
	"path"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Entrypoint reports an entry point that is no module of the plugin.
var Entrypoint = &lint.Rule{
	ID: "file/entrypoint", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title:   "the entry point is not a module of the plugin",
	Why:     "The daemon starts a plugin with `python -m` and the value of `meta.runner.entrypoint`. That is the name of a module, such as `main` for the file main.py, not a path or a file name.",
	Sources: []string{"dify-plugin-daemon: internal/core/local_runtime/subprocess.go"},
	Run: func(p *lint.Pass) {
		d := p.Plugin.Manifest()
		n := d.Root.At("meta", "runner", "entrypoint")
		written := n.Str()
		if written == "" {
			return
		}
		file := strings.ReplaceAll(written, ".", "/")
		if moduleName().MatchString(written) && (p.Plugin.Exists(file+".py") || p.Plugin.Exists(file+"/__main__.py")) {
			return
		}
		f := lint.Finding{Place: plugin.At(d, n)}
		if meant, ok := meantModule(p, written); ok {
			f.Message = lint.Msg("%q is not a module of this plugin; did you mean %q?", written, meant)
			f.Fixes = lint.SafeFix(lint.Msg("Write %s", meant), yamledit.ReplaceValue(d.Tree, n, meant))
		} else {
			f.Message = lint.Msg("%q is not a module of this plugin: there is no %s.py", written, file)
		}
		p.Report(f)
	},
}

var moduleName = text.Regexp(`^[\pL_][\pL\pN_]*(\.[\pL_][\pL\pN_]*)*$`)

// meantModule is the module that a wrong entry point most likely means.
func meantModule(p *lint.Pass, written string) (string, bool) {
	name := path.Clean(strings.ReplaceAll(written, "\\", "/"))
	stem := strings.TrimSuffix(name, ".py")
	if p.Plugin.Exists(stem + ".py") {
		return strings.ReplaceAll(stem, "/", "."), true
	}
	var modules []string
	for _, f := range p.Plugin.Listing().Files {
		if strings.HasSuffix(f, ".py") && !strings.Contains(f, "/") {
			modules = append(modules, strings.TrimSuffix(f, ".py"))
		}
	}
	return near.Nearest(stem, modules)
}
