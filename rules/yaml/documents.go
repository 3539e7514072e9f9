package yaml

import (
	"bytes"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/yaml"
)

// Documents reports files that hold more than one YAML document.
var Documents = &lint.Rule{
	ID: "yaml/documents", Gate: lint.Start, Severity: lint.Error, Refuses: releases.Every(releases.SDK), Since: "0.1.0", Bundles: true,
	Title: "a declaration file has more than one YAML document",
	Why: "A line with three dashes begins a second document, and so does what follows a line with three dots. The daemon reads the first and never sees the rest; the SDK " +
		"refuses the whole file when the plugin starts (\"expected a single document in the stream\").",
	Sources:    []string{"dify-plugin-sdks: src/dify_plugin/core/utils/yaml_loader.py"},
	RunsBroken: true,
	Run: func(p *lint.Pass) {
		for _, d := range p.Plugin.Documents() {
			if d.Tree != nil && !d.Inline && !d.Tree.Second.IsEmpty() {
				at := plugin.AtSpan(d.File, d.Tree.Second)
				if root := d.Tree.Root; root != nil && root.Style == yaml.Flow && !bytes.Contains(d.File.Data[root.Span.End:d.Tree.Second.Start], []byte("...")) && d.File.Data[d.Tree.Second.Start] != '-' {
					p.Reportf(at, "the value ends before this, and the daemon does not read what follows; delete it")
					continue
				}
				if d.File.Data[d.Tree.Second.Start] != '-' {
					p.Reportf(at, "the line \"...\" above ends the document, and the daemon does not read what follows; delete that line")
					continue
				}
				p.Reportf(at, "a second YAML document begins here, but a declaration file must have only one; move it to its own file or delete the line")
			}
		}
	},
}
