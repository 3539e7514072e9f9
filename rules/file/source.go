package file

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/schema"
)

//go:embed source.txtar
var sourceExamples string

// Source reports Python sources that are named and do not exist.
var Source = &lint.Rule{
	ID: "file/source", Gate: lint.Start, Severity: lint.Error, Refuses: releases.Every(releases.SDK), Since: "0.1.0",
	Title:    "a Python source does not exist",
	Why:      "When the plugin's process starts, the SDK imports the file behind every `extra.python.source` (for models `provider_source` and `model_sources`). If the file is missing, the plugin does not start; packaging and uploading still succeed, so the mistake appears only then.",
	Sources:  []string{"dify-plugin-sdks: src/dify_plugin/core/plugin_registration.py", "dify-plugin-sdks: src/dify_plugin/core/utils/class_loader.py"},
	Examples: sourceExamples,
	Run: func(p *lint.Pass) {
		for _, d := range p.Plugin.Documents() {
			for _, n := range SourceNodes(d) {
				name := plugin.CleanPath(n.Str())
				if p.Plugin.Exists(name) {
					continue
				}
				_, err := p.Plugin.Read(name)
				if err != nil {
					report(p, d, n, n.Str(), err, "Python source", ".py", releases.Every(releases.SDK).And(schema.Read(string(d.Kind))))
				}
			}
		}
	},
}

// SourceNodes are the nodes of a declaration that name Python sources.
func SourceNodes(d *plugin.Document) []*yaml.Node {
	py := d.Root.Get("extra").Get("python")
	if !py.IsMapping() {
		return nil
	}
	var out []*yaml.Node
	for _, key := range []string{"source", "provider_source"} {
		if n := py.Get(key); n.IsScalar() && !n.IsNull() {
			out = append(out, n)
		}
	}
	for _, n := range py.Get("model_sources").Items() {
		if n.IsScalar() && !n.IsNull() {
			out = append(out, n)
		}
	}
	return out
}
