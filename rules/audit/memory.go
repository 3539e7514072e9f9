package audit

import (
	_ "embed" // the examples
	"strconv"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yamledit"
)

//go:embed memory.txtar
var memoryExamples string

// Memory is told of a memory that cannot be meant.
var Memory = &lint.Rule{
	ID: "audit/memory", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "the memory that the manifest asks for cannot be meant",
	Why: "`resource.memory` is in bytes. Values such as 256 or 1024 are meant in megabytes or kilobytes, and a plugin that says " +
		"so asks for less than Python needs to print a line. The daemon's own plugins run in its container whatever this says; " +
		"platforms that give each plugin its own function take it at its word. 268435456 is 256 megabytes.",
	Sources:  []string{"dify-plugin-daemon: pkg/entities/plugin_entities/plugin_declaration.go"},
	Examples: memoryExamples,
	Run: func(p *lint.Pass) {
		d := p.Plugin.Manifest()
		n := d.Root.At("resource", "memory").Resolve()
		if n == nil || n.Tag != "!!int" {
			return
		}
		v, err := strconv.ParseInt(n.Value, 0, 64)
		if err != nil || v <= 0 || v >= 1<<20 {
			return
		}
		f := lint.Finding{Place: plugin.At(d, n)}
		if v <= 16384 { // up to 16 GB in megabytes
			f.Message = lint.Msg("memory is in bytes: %d bytes hold nothing; for %d megabytes write %d", v, v, v<<20)
			f.Fixes = lint.UnsafeFix("Write it in bytes", yamledit.ReplaceWith(d.Tree, n, strconv.FormatInt(v<<20, 10)))
		} else {
			f.Message = lint.Msg("memory is in bytes: %d bytes are less than Python itself needs; 268435456 are 256 megabytes", v)
		}
		p.Report(f)
	},
}
