// Package bundle holds the rules about bundles: a manifest of the type bundle,
// which names plugins to install together.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package bundle

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/yaml"
)

// assets is the folder that goes into a bundle, whole.
const assets = "_assets"

// only runs a rule over bundles alone.
func only(run func(*lint.Pass)) func(*lint.Pass) {
	return func(p *lint.Pass) {
		if !p.Plugin.IsBundle() {
			p.TurnOff()
			return
		}
		run(p)
	}
}

// dependency is one item of the list.
type dependency struct {
	node *yaml.Node
	kind string
	// value is what names the plugin, or nil.
	value *yaml.Node
}

var valueKeys = map[string]string{"marketplace": "marketplace_pattern", "github": "repo_pattern", "package": "path"}

func dependencies(p *lint.Pass) []dependency {
	var out []dependency
	for _, n := range p.Plugin.Manifest().Root.Get("dependencies").Items() {
		kind := n.Get("type").Str()
		out = append(out, dependency{n, kind, n.At("value", valueKeys[kind])})
	}
	return out
}
