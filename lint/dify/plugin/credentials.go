package plugin

// The credentials that a provider asks its users for.

import (
	"cmp"

	"github.com/difylint/difylint/lint/source/yaml"
)

// Credential is one field of a form in which users give credentials.
type Credential struct {
	// Of says whose it is: "provider", "model", "oauth client", "oauth", "subscription",
	// "endpoint".
	Of string
	// Name is what the code asks for it by.
	Name string
	// Node is the field's mapping; NameNode holds the name, be it the key.
	Node, NameNode *yaml.Node
}

// credentialLists are the ways from a provider to its credentials, and whose they
// are; a list of fields, or a mapping by name.
var credentialLists = []struct {
	of  string
	way []any
}{
	{"provider", []any{"credentials_for_provider"}},
	{"provider", []any{"credentials_schema"}},
	{"oauth client", []any{"oauth_schema", "client_schema"}},
	{"oauth", []any{"oauth_schema", "credentials_schema"}},
	{"provider", []any{"provider_credential_schema", "credential_form_schemas"}},
	{"model", []any{"model_credential_schema", "credential_form_schemas"}},
	{"subscription", []any{"subscription_schema"}},
	{"provider", []any{"subscription_constructor", "credentials_schema"}},
	{"oauth client", []any{"subscription_constructor", "oauth_schema", "client_schema"}},
	{"oauth", []any{"subscription_constructor", "oauth_schema", "credentials_schema"}},
	{"endpoint", []any{"settings"}},
}

// Credentials lists the fields that a provider declares, in order.
func Credentials(d *Document) []Credential {
	if d.Root == nil {
		return nil
	}
	var out []Credential
	for _, l := range credentialLists {
		list := d.Root.At(l.way...)
		for _, n := range list.Entries() {
			if n.IsMapping() && !n.IsMerge() {
				out = append(out, Credential{Of: l.of, Name: n.Key.Value, Node: n.Resolve(), NameNode: n.Key})
			}
		}
		for _, n := range list.Items() {
			name := cmp.Or(n.Get("name"), n.Get("variable"))
			if n.IsMapping() && name.Str() != "" {
				out = append(out, Credential{Of: l.of, Name: name.Str(), Node: n.Resolve(), NameNode: name})
			}
		}
	}
	return out
}
