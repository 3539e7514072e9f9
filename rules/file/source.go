package file

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
	"github.com/difylint/difylint/schema"
)

// Source reports Python sources that are named and do not exist.
var Source = &lint.Rule{
	ID: "file/source", Gate: lint.Start, Severity: lint.Error, Refuses: releases.Every(releases.SDK), Since: "0.1.0",
	Title:   "a Python source does not exist",
	Why:     "When the plugin's process starts, the SDK imports the file behind every `extra.python.source` (for models `provider_source` and `model_sources`). If the file is missing, the plugin does not start; packaging and uploading still succeed, so the mistake appears only then. The SDK makes a module's name of the path: it cuts the ending and puts dots for slashes, so a slash at the start, `..` and further dots in a name cannot be imported. The source of an agent strategy provider is never read.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/core/plugin_registration.py", "dify-plugin-sdks: src/dify_plugin/core/utils/class_loader.py"},
	Run: func(p *lint.Pass) {
		for _, d := range p.Plugin.Documents() {
			for _, n := range SourceNodes(d) {
				name, ok := sdk.SourceFile(p.Plugin, n.Str())
				if !schema.IsText(n.Resolve()) || ok && p.Plugin.Exists(name) { // see schema/type
					continue
				}
				clean := plugin.CleanPath(n.Str())
				if !ok && p.Plugin.Exists(clean) {
					unimportable(p, d, n, clean)
					continue
				}
				if _, err := p.Plugin.Read(clean); err != nil {
					report(p, d, n, n.Str(), err, python, ".py", releases.Every(releases.SDK).And(schema.Read(string(d.Kind))))
				} else {
					p.Reportf(plugin.At(d, n), "the SDK cuts the ending of a source and imports %q, which does not exist", name)
				}
			}
		}
	},
}

// unimportable reports a source whose file is there under a path of which the
// SDK makes the name of no module.
func unimportable(p *lint.Pass, d *plugin.Document, n *yaml.Node, clean string) {
	f := lint.Finding{Place: plugin.At(d, n)}
	if _, ok := sdk.SourceFile(p.Plugin, clean); ok {
		f.Message = lint.Msg("the SDK cannot import %q: the path begins at the plugin's root, without a slash before it or a \"..\" in it; write %q", n.Str(), clean)
		f.Fixes = lint.SafeFix(lint.Msg("Write %s", clean), yamledit.ReplaceValue(d.Tree, n, clean))
	} else {
		f.Message = lint.Msg("the SDK cannot import %q: a dot in a name separates modules; rename the file or folder", n.Str())
	}
	p.Report(f)
}

// SourceNodes are the nodes of a declaration that name Python sources which the
// SDK loads: it reads none of an agent strategy provider or of an endpoint group.
func SourceNodes(d *plugin.Document) []*yaml.Node {
	if d.Kind == plugin.AgentStrategyProvider || d.Kind == plugin.EndpointProvider {
		return nil
	}
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
