package dependency

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Feature reports features that the SDK or the oldest Dify does not have yet.
var Feature = &lint.Rule{
	ID: "dependency/feature", Gate: lint.Start, Severity: lint.Warning, Since: "0.1.0",
	Title: "a feature that the SDK, or the oldest Dify version, does not have",
	Why: "Families, types of parameters and OAuth came one by one. An SDK that does not know a family or OAuth starts the plugin " +
		"without it; where it refuses a declaration instead, the rules `schema/*` say so there. On a Dify older than " +
		"the feature users can install the plugin and not use it, unless `meta.minimum_dify_version` tells them. Where the " +
		"manifest does not name the oldest Dify at all, that is advice.",
	Sources: []string{"dify-plugin-sdks: README.md and its tags", "dify-plugin-daemon: its tags", "dify: docker/docker-compose.yaml of its tags"},
	Run: func(p *lint.Pass) {
		uses := usesOf(p.Plugin)
		if len(uses) == 0 {
			return
		}
		wantSDK(p, uses)
		wantDify(p, uses)
	},
}

// highest is the use with the latest floor.
func highest(uses []use, floor func(use) string) (best use, v requirement.Version, ok bool) {
	for _, u := range uses {
		if w, valid := requirement.ParseVersion(floor(u)); valid && (!ok || w.Compare(v) > 0 || w.Equal(v) && u.refused && !best.refused) {
			best, v, ok = u, w, true
		}
	}
	return best, v, ok
}

// wantSDK tells where every SDK that may be installed is too old. What such an SDK
// refuses, the rules of the schemas report at the declaration.
func wantSDK(p *lint.Pass, uses []use) {
	u, floor, ok := highest(uses, func(u use) string {
		if u.refused {
			return ""
		}
		return u.sdk
	})
	lines := sdkLines(p.Plugin)
	if !ok || len(lines) != 1 || lines[0].URL != "" {
		return
	}
	f, l := filesOf.Of(p.Plugin), lines[0]
	// Pre-releases of the floor have it, most of them.
	beta, _ := requirement.ParseVersion(floor.String() + ".dev0")
	found := lint.Finding{Place: l.at(l.SpecifiersSpan), Severity: lint.Warning, Key: "sdk"}
	if v, locked := f.locked(sdkName); locked && f.frozen() {
		if v.Compare(beta) >= 0 {
			return
		}
		at := f.lock.Find(sdkName)[0].Version.Span
		found.Place, found.Message = plugin.AtSpan(f.lock.File, at), lint.Msg("%s, which does not know %s; %s does", lint.Msg("%s locks dify_plugin %s", lockName, v.String()), u.name, floor.String())
	} else {
		if f.frozen() || len(l.Specifiers) == 0 || l.Specifiers.Set().IsEmpty() || l.Specifiers.Set().Overlaps(requirement.Between(beta, requirement.Version{})) {
			return
		}
		d := sdk.DependencyOf(p.Plugin)
		if !d.Installed.IsValid() {
			return
		}
		found.Message = lint.Msg("%s, which does not know %s; %s does", d.Chosen(), u.name, floor.String())
	}
	found.Related = []lint.Related{{Place: plugin.At(u.doc, u.node), Message: lint.Msg("used here")}}
	p.Report(found)
}

// wantDify tells where the oldest Dify named, if any, is too old.
func wantDify(p *lint.Pass, uses []use) {
	u, floor, ok := highest(uses, func(u use) string { return u.dify })
	if !ok {
		return
	}
	m := p.Plugin.Manifest()
	meta := m.Root.Get("meta")
	n := meta.Get("minimum_dify_version")
	found := lint.Finding{Place: plugin.At(u.doc, u.node), Severity: lint.Warning, Gate: lint.None, Key: "dify"}
	if n.IsNull() {
		if dify := p.Target().Dify.Versions(releases.API); len(dify) > 0 {
			if !u.refused && releases.Compare(dify[0], u.dify) < 0 { // else schema/* reports it
				found.Message = lint.Msg("Dify has %s since %s, but the plugin is for %s", u.name, floor.String(), dify[0])
				p.Report(found)
			}
			return
		}
		found.Severity = lint.Info
		found.Message = lint.Msg("Dify has %s since %s: write that as minimum_dify_version under meta, so that users of an older Dify are warned", u.name, floor.String())
		if n == nil && meta.IsMapping() {
			found.Fixes = lint.UnsafeFix(lint.Msg("Name %s", floor.String()), yamledit.InsertEntry(m.Tree, meta, "minimum_dify_version", floor.String()))
		}
		p.Report(found)
		return
	}
	v, valid := requirement.ParseVersion(n.Str())
	if !valid || v.Compare(floor) >= 0 {
		return
	}
	found.Place = plugin.At(m, n)
	found.Message = lint.Msg("the plugin uses %s, which Dify has since %s", u.name, floor.String())
	found.Related = []lint.Related{{Place: plugin.At(u.doc, u.node), Message: lint.Msg("used here")}}
	found.Fixes = lint.UnsafeFix(lint.Msg("Write %s", floor.String()), yamledit.ReplaceValue(m.Tree, n, floor.String()))
	p.Report(found)
}
