package audit

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// PluginFolder reports sources that write into the plugin's own folder.
var PluginFolder = &lint.Rule{
	ID: "audit/plugin-folder", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "the plugin writes into its own folder",
	Why:   "The next version of the plugin gets a new folder, each worker has its own, and on platforms that run plugins as cloud functions it is read-only (\"Read-only file system\"). All users of the plugin share it: the next user can see the files of the last. Within a call use `tempfile`; to keep data use `self.session.storage`, with the permission `storage`.",
	Run: func(p *lint.Pass) {
		outside(p.Plugin, func(s site) {
			if s.main() || !s.sure || !writes(s) {
				return
			}
			target := s.m.Positional(s.expr, 0)
			if target == 0 || !ownPath(p.Plugin, s.i, target) {
				return
			}
			p.Reportf(at(s.m, target), "this file is in the plugin's folder, which the next version replaces and which can be read-only; use tempfile, or self.session.storage to keep data")
		})
	},
}

// writes reports whether a call makes or changes the file that its first
// argument names.
func writes(s site) bool {
	switch s.name {
	case "os.makedirs", "os.mkdir", "logging.FileHandler", "logging.handlers.RotatingFileHandler", "logging.handlers.TimedRotatingFileHandler":
		return true
	case "builtins.open":
		mode, _ := s.argument("mode", 1)
		v, ok := s.m.String(mode)
		return ok && strings.ContainsAny(v, "wax+")
	}
	return false
}

var (
	ownFile = text.Regexp(`__file__|getcwd\(\)`)
	tempDir = text.Regexp(`(?i)temp|tmp|environ|getenv|storage`)
)

// ownPath reports whether a path is made from the place of a source, or has no
// folder above it.
func ownPath(p *plugin.Plugin, i int, e python.ExprID) bool {
	if sources.Speaks(p, i, e, tempDir()) {
		return false
	}
	if sources.Speaks(p, i, e, ownFile()) {
		return true
	}
	m := sources.Program(p).Modules[i]
	for _, v := range definitions(p, i, e) {
		s, ok := m.String(v)
		if !ok || s == "" || strings.HasPrefix(s, "/") || strings.HasPrefix(s, "~") || strings.Contains(s, ":") {
			return false
		}
	}
	return len(definitions(p, i, e)) > 0
}
