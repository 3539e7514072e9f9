package audit

import (
	"strconv"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Memory reports a memory that cannot be meant.
var Memory = &lint.Rule{
	ID: "audit/memory", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "the manifest requests too little memory to run",
	Why:     "`resource.memory` is in bytes. Values such as 256 or 1024 were probably written as megabytes or kilobytes; as bytes they are less than Python needs to start. A local daemon ignores the value; platforms that run each plugin as a function of its own enforce it. 256 MiB is 268435456 bytes.",
	Sources: []string{"dify-plugin-daemon: pkg/entities/plugin_entities/plugin_declaration.go"},
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
			f.Message = lint.Msg("memory is in bytes: %d bytes is too little to run anything; for %d MiB write %d", v, v, v<<20)
			f.Fixes = lint.UnsafeFix(lint.Msg("Write it in bytes"), yamledit.ReplaceWith(d.Tree, n, strconv.FormatInt(v<<20, 10)))
		} else {
			f.Message = lint.Msg("memory is in bytes: %d bytes is less than Python itself needs; for 256 MiB write 268435456", v)
		}
		p.Report(f)
	},
}
