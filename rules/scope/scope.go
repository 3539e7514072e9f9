// Package scope holds the rules about a manifest's own list of scopes,
// permissions: [file:read, net:outbound]. The platform does not read the list:
// it is a convention of organisations that check it themselves. Where a manifest
// has none, these rules say nothing.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package scope

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yaml"
)

// vocabulary is the scopes that are known, by resource. The first three families
// are those of the guide whose manifests carry the list; the others are what
// this checker finds in sources. As of 2026-11-24; more by the option
// "vocabulary".
var vocabulary = map[string][]string{
	"file":    {"read", "write", "delete"},
	"net":     {"outbound", "inbound"},
	"env":     {"get", "set"},
	"process": {"run"},
}

// more is the option by which an organisation adds scopes of its own.
func more() []lint.Option {
	return []lint.Option{{
		Name: "vocabulary", Type: "strings", Default: []string{},
		Doc: "Additional known scopes, each as resource:action.",
	}}
}

// known lists the scopes that are known to a rule, sorted.
func known(p *lint.Pass) []string {
	out := slices.Clone(lint.OptionOf[[]string](p, "vocabulary"))
	for resource, actions := range vocabulary {
		for _, a := range actions {
			out = append(out, resource+":"+a)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// list is the manifest's list of scopes, nil where it has none.
func list(p *plugin.Plugin) *yaml.Node {
	n := p.Manifest().Root.Get("permissions")
	if !n.IsSequence() {
		return nil
	}
	return n
}

// item is one scope of the list.
type item struct {
	node             *yaml.Node
	resource, action string
}

func (i item) String() string { return i.resource + ":" + i.action }

// covers reports whether a scope grants another: itself, or by a star.
func (i item) covers(resource, action string) bool {
	return (i.resource == resource || i.resource == "*") && (i.action == action || i.action == "*")
}

// covered are the scopes, as resource and action, that grant this one.
func (i item) covered() [4][2]string {
	return [4][2]string{{i.resource, i.action}, {i.resource, "*"}, {"*", i.action}, {"*", "*"}}
}

// items are the well-formed scopes of the list.
func items(p *plugin.Plugin) []item {
	var out []item
	for _, n := range list(p).Items() {
		if r, a, ok := parse(n.Str()); ok {
			out = append(out, item{n, r, a})
		}
	}
	return out
}

// parse reads resource:action. "*" stands for all resources.
func parse(s string) (resource, action string, ok bool) {
	if s == "*" {
		return "*", "*", true
	}
	resource, action, ok = strings.Cut(s, ":")
	return resource, action, ok && word(resource) && word(action)
}

func word(s string) bool {
	if s == "*" {
		return true
	}
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (i == 0 || c != '-' && c != '_' && c != '.' && (c < '0' || c > '9')) {
			return false
		}
	}
	return s != ""
}
