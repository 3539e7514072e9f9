package plugin

// The credentials that a provider asks its users for.

import (
	"github.com/difylint/difylint/lint/source/yaml"
)

// Credential is one field of a form in which users give credentials.
type Credential struct {
	// Name is what the code asks for it by.
	Name string
	// Node is the field's mapping; NameNode holds the name, be it the key.
	Node, NameNode *yaml.Node
}

// credentialLists are the ways from a provider to its credentials; a list of
// fields, or a mapping by name.
var credentialLists = [][]any{
	{"credentials_for_provider"},
	{"credentials_schema"},
	{"oauth_schema", "client_schema"},
	{"oauth_schema", "credentials_schema"},
	{"provider_credential_schema", "credential_form_schemas"},
	{"model_credential_schema", "credential_form_schemas"},
	{"subscription_schema"},
	{"subscription_constructor", "credentials_schema"},
	{"subscription_constructor", "oauth_schema", "client_schema"},
	{"subscription_constructor", "oauth_schema", "credentials_schema"},
	{"settings"},
}

// Credentials lists the fields that a provider declares, in order.
func Credentials(d *Document) []Credential {
	if d.Root == nil {
		return nil
	}
	var out []Credential
	for _, way := range credentialLists {
		list := d.Root.At(way...)
		for _, n := range list.Entries() {
			if n.IsMapping() && !n.IsMerge() {
				out = append(out, Credential{Name: n.Key.Value, Node: n.Resolve(), NameNode: n.Key})
			}
		}
		for _, n := range list.Items() {
			name := n.Get("name")
			if name == nil {
				name = n.Get("variable")
			}
			if n.IsMapping() && name.Str() != "" {
				out = append(out, Credential{Name: name.Str(), Node: n.Resolve(), NameNode: name})
			}
		}
	}
	return out
}
