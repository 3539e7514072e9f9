// Package declaration holds the rules about what declarations say beyond their
// schemas: names, defaults, ranges, outputs.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package declaration

import (
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// named is a list, or mapping, whose entries each have a name of their own.
type named struct {
	doc *plugin.Document
	// node is the list or mapping.
	node *yaml.Node
	// word is what an entry is; key is the entry's key that holds the name.
	word text.Message
	key  string
}

// parameterLists are the lists of parameters and credentials of a declaration.
func parameterLists(d *plugin.Document) []named {
	var out []named
	add := func(word text.Message, key string, path ...any) {
		if n := d.Root.At(path...); n.IsSequence() {
			out = append(out, named{d, n, word, key})
		}
	}
	switch d.Kind {
	case plugin.Tool, plugin.AgentStrategy, plugin.Datasource, plugin.Event:
		add(text.Msg("parameter"), "name", "parameters")
	case plugin.Model:
		add(text.Msg("parameter"), "name", "parameter_rules")
	case plugin.EndpointProvider:
		add(text.Msg("setting"), "name", "settings")
	case plugin.ToolProvider, plugin.DatasourceProvider:
		add(text.Msg("credential"), "name", "credentials_schema")
		oauth(add, "oauth_schema")
	case plugin.TriggerProvider:
		add(text.Msg("property"), "name", "subscription_schema")
		add(text.Msg("parameter"), "name", "subscription_constructor", "parameters")
		add(text.Msg("credential"), "name", "subscription_constructor", "credentials_schema")
		oauth(add, "subscription_constructor", "oauth_schema")
	case plugin.ModelProvider:
		add(text.Msg("credential"), "variable", "provider_credential_schema", "credential_form_schemas")
		add(text.Msg("credential"), "variable", "model_credential_schema", "credential_form_schemas")
	}
	return out
}

func oauth(add func(word text.Message, key string, path ...any), at ...any) {
	for _, key := range []string{"client_schema", "credentials_schema"} {
		add(text.Msg("credential"), "name", append(append([]any{}, at...), key)...)
	}
}

// parameters are all entries of parameterLists, and those of mappings that are
// keyed by name. What several aliases stand for is there once.
func parameters(d *plugin.Document) []*yaml.Node {
	var out []*yaml.Node
	for _, l := range parameterLists(d) {
		out = append(out, l.node.Items()...)
	}
	for _, key := range []string{"credentials_for_provider", "credentials_schema"} {
		out = append(out, d.Root.Get(key).Entries()...)
	}
	return yaml.Once(out)
}
