package declaration

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// templates are the values of use_template that the daemon knows; the SDK has
// the same.
var templates = []string{"temperature", "top_p", "top_k", "presence_penalty", "frequency_penalty", "max_tokens", "response_format", "json_schema"}

// Template reports a use_template that names no template.
var Template = &lint.Rule{
	ID: "declaration/template", Gate: lint.Package, Severity: lint.Error, Refuses: releases.Every(releases.Daemon), Since: "0.1.0",
	Title:   "use_template names a template that does not exist",
	Why:     "A model's parameter can get its label, type, limits and default from one of eight templates. The daemon refuses a plugin that names a template that does not exist (\"use_template … not found\").",
	Sources: []string{"dify-plugin-daemon: pkg/entities/plugin_entities/model_declaration.go (TransformTemplate)", "dify-plugin-sdks: src/dify_plugin/entities/model/schema.py"},
	Run: lint.EachDocument(func(d *plugin.Document, report func(lint.Finding)) {
		if d.Kind != plugin.Model {
			return
		}
		for _, item := range d.Root.Get("parameter_rules").Items() {
			n := item.Get("use_template")
			if n.Str() == "" || slices.Contains(templates, n.Str()) {
				continue
			}
			f := lint.Finding{Place: plugin.At(d, n), Message: lint.Msg("unknown template %q (known templates: %s)", n.Str(), list(templates))}
			if meant, ok := near.Nearest(n.Str(), templates); ok {
				f.Message = lint.Msg("unknown template %q; did you mean %q?", n.Str(), meant)
				f.Fixes = lint.SafeFix(lint.Msg("Write %s", meant), yamledit.ReplaceValue(d.Tree, n, meant))
			}
			report(f)
		}
	}),
}
