package sources

import (
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/python"
)

// UnderMain reports whether a block stands under `if __name__ == "__main__"`,
// which does not run within the plugin.
func UnderMain(m *python.Module, b python.BlockID) bool {
	for ; b > 0; b = m.Blocks[b].Parent {
		if st := m.Blocks[b].Stmt; st >= 0 && m.Stmts[st].Kind == python.IfStmt {
			if c := m.Exprs[m.Stmts[st].A]; c.Kind == python.Compare && m.Ident(c.A) == "__name__" {
				return true
			}
		}
	}
	return false
}

// RunnerMinor is the minor version of Python 3 that runs a plugin: that of
// meta.runner.version, 12 where it is older or cannot be read, as the daemon has.
func RunnerMinor(p *plugin.Plugin) int {
	switch v := strings.TrimSpace(p.Manifest().Root.At("meta", "runner", "version").Text()); {
	case v == "3.13" || strings.HasPrefix(v, "3.13."):
		return 13
	case v == "3.14" || strings.HasPrefix(v, "3.14."):
		return 14
	}
	return 12
}
