package sdk

import (
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/requirement"
)

// TargetOf says which releases of the platform a plugin meets: the SDK that its
// dependency files choose, and the given releases of Dify, or where none are
// given, those that its manifest promises. It is what lint.Options.Target wants.
func TargetOf(p *plugin.Plugin, dify releases.Set) releases.Target {
	d := DependencyOf(p)
	t := releases.Target{Dify: dify, SDK: d.Releases()}
	if d.Installed.IsValid() {
		t.Chosen, t.File, t.Span = d.Chosen(), d.Place.File, d.Place.Span
	}
	if dify.IsEmpty() && !p.IsBundle() {
		t.Minimum, t.Promised = promised(p)
	}
	return t
}

// promised is the oldest Dify that a plugin's manifest names, and all known ones
// from it on: none where it names none.
func promised(p *plugin.Plugin) (minimum string, dify releases.Set) {
	minimum = strings.TrimSpace(p.Manifest().Root.At("meta", "minimum_dify_version").Text())
	v, ok := requirement.ParseVersion(minimum)
	if !ok || len(v.Release) != 3 {
		return "", releases.Set{}
	}
	dify, newer, err := releases.ParseTarget(v.Base().String() + "..")
	if err != nil || newer {
		return "", releases.Set{}
	}
	return minimum, dify
}
