package model

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// Form reports ways to configure a model provider that have no form.
var Form = &lint.Rule{
	ID: "model/form", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a model provider offers a way to configure it that has no form",
	Why:     "`configurate_methods` says how users set the provider up, and Dify shows a form for each: `predefined-model` uses `provider_credential_schema`, `customizable-model` uses `model_credential_schema`. Without the form, Dify lists the provider, but nobody can configure it in this way.",
	Sources: []string{"langgenius/dify: issues 24729, 35520 and 40985", "dify-plugin-sdks: src/dify_plugin/entities/model/provider.py"},
	Run: lint.EachDocument(func(d *plugin.Document, report func(lint.Finding)) {
		if d.Kind != plugin.ModelProvider {
			return
		}
		var done []string
		for _, n := range d.Root.Get("configurate_methods").Items() {
			form := forms[n.Str()]
			if form == "" || !d.Root.Get(form).IsNull() || slices.Contains(done, form) {
				continue
			}
			done = append(done, form)
			report(lint.Finding{Place: plugin.At(d, n), Key: form,
				Message: lint.Msg("%s has no form: add %s, or nobody can configure the provider in this way", n.Str(), form)})
		}
	}),
}

// forms are the keys that hold the form of each way to configure a provider.
var forms = map[string]string{"predefined-model": "provider_credential_schema", "customizable-model": "model_credential_schema"}
