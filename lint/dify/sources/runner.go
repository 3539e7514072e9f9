package sources

import (
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/python"
)

// Entry is the path, without ".py", of the module that the daemon starts, "" where
// the manifest names none (dify-plugin-daemon, internal/core/local_runtime/subprocess.go).
func Entry(p *plugin.Plugin) string {
	return strings.ReplaceAll(p.Manifest().Root.At("meta", "runner", "entrypoint").Str(), ".", "/")
}

// UnderMain reports whether a block runs only where its module is started by hand:
// under `if __name__ == "__main__"`, unless the module is the one that the daemon
// starts.
func UnderMain(p *plugin.Plugin, m *python.Module, b python.BlockID) bool {
	for ; b > 0; b = m.Blocks[b].Parent {
		if forMain(m, b) {
			return m.File.Path != Entry(p)+".py"
		}
	}
	return false
}

// GuardOf is the guard of a block when the plugin runs: none directly under
// `if __name__ == "__main__"` of the module that the daemon starts.
func GuardOf(p *plugin.Plugin, m *python.Module, b python.BlockID) python.Guard {
	if b > 0 && m.Blocks[b].Parent == 0 && forMain(m, b) && m.File.Path == Entry(p)+".py" {
		return 0
	}
	return m.GuardOf(b)
}

// forMain reports whether a block is that of `if __name__ == "__main__"`.
func forMain(m *python.Module, b python.BlockID) bool {
	if m.Blocks[b].Kind != python.IfBlock || m.Stmts[m.Blocks[b].Stmt].Kind != python.IfStmt {
		return false
	}
	c := m.Stmts[m.Blocks[b].Stmt].A
	for m.Exprs[c].Kind == python.BinaryOp && m.Operator(c) == "and" {
		if name, _ := m.ComparesName(m.Exprs[c].B); name == "__main__" {
			return true
		}
		c = m.Exprs[c].A
	}
	name, _ := m.ComparesName(c)
	return name == "__main__"
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
