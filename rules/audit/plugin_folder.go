package audit

import (
	_ "embed" // the examples
	"regexp"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
)

//go:embed plugin_folder.txtar
var pluginFolderExamples string

// PluginFolder is told of sources that write into the plugin's own folder.
var PluginFolder = &lint.Rule{
	ID: "audit/plugin-folder", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "the plugin writes into its own folder",
	Why: "The folder is gone with the next version of the plugin, there is one for each worker, and where plugins run as functions " +
		"of a cloud it cannot be written to (\"Read-only file system\"). All who use the plugin share it: files of one user are " +
		"there for the next. For the time of a call use `tempfile`; to keep something use `self.session.storage`, with the " +
		"permission `storage`.",
	Examples: pluginFolderExamples,
	Run: func(p *lint.Pass) {
		outside(p.Plugin, func(s site) {
			if s.main() || !s.sure || !writes(s) {
				return
			}
			target := s.m.Positional(s.expr, 0)
			if target == 0 || !ownPath(p.Plugin, s.i, target) {
				return
			}
			p.Reportf(at(s.m, target), "this lies in the plugin's folder, which goes with the next version and cannot be written everywhere; use tempfile, or self.session.storage to keep it")
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
	ownFile = regexp.MustCompile(`__file__|getcwd\(\)`)
	tempDir = regexp.MustCompile(`(?i)temp|tmp|environ|getenv|storage`)
)

// ownPath reports whether a path is made from the place of a source, or has no
// folder above it.
func ownPath(p *plugin.Plugin, i int, e python.ExprID) bool {
	if sources.Speaks(p, i, e, tempDir) {
		return false
	}
	if sources.Speaks(p, i, e, ownFile) {
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
