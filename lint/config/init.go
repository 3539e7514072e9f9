package config

// A first configuration, made for what is there.

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Init is a commented configuration that fits the plugins, judged by the profile
// or, for "", by none: which Dify they name is read from them. res, where not nil, is what was
// found in them: the rules with findings are listed, ready to be lowered. The
// configuration changes nothing that is in force by default but that ignores
// need a reason. The comments are in the language l.
func Init(plugins []*plugin.Plugin, profile string, res *lint.Result, l *lang.Language) []byte {
	var b strings.Builder
	w := func(lines ...string) { b.WriteString(strings.Join(lines, "\n") + "\n") }
	say := func(indent, format string, args ...any) {
		w(indent + "# " + strings.ReplaceAll(l.Say(format, args...), "\n", "\n"+indent+"# "))
	}
	w("# yaml-language-server: $schema="+SchemaID, "#")
	say("", "The configuration of difylint. The nearest file of this name upwards of a plugin\nholds for it. `difylint config` prints what is in force for a path, and why.")
	w("")
	if len(plugins) == 1 {
		say("", "For what the plugin is meant.")
	} else {
		say("", "For what the plugins are meant.")
	}
	version, from := oldest(plugins)
	if version == "" && profile == "" {
		w("# target:")
	} else {
		w("target:")
	}
	say("  ", "marketplace: to be published there; private: for one's own Dify; official: by Dify\nitself. Without it, what the marketplace refuses is reported and does not count.")
	if profile == "" {
		w("  # profile: marketplace")
	} else {
		w("  profile: " + profile)
	}
	if version != "" {
		say("  ", "The oldest Dify that must do, as %s says.", from)
		w("  dify: " + yamledit.String(">="+version))
	} else {
		say("  ", "The oldest Dify that must do; no manifest says so (meta.minimum_dify_version).")
		w("  # dify: \">=1.6.0\"")
	}
	say("  ", "The installation of Dify that they are judged for, from this folder.")
	w("  # installation: dify/docker")
	say("  ", "The day by whose limits the marketplace judges; today where it is not given.")
	w("  # review-date: 2026-05-01", "")
	say("", "The least severity that makes the check fail: error, warning, info or never.")
	w("fail-on: error", "")
	say("", "The file with the findings that are left for later; by default the nearest of this\nname upwards of a plugin. `difylint check --update-baseline` writes it.")
	w("# baseline: .difylint-baseline.yaml", "")
	say("", "Comments that ignore a finding, such as `ignore[family/name] reason` behind the mark\nof difylint, say why.")
	w("ignores:", "  require-reason: true", "")
	dirs := otherDirs(plugins)
	if len(dirs) > 0 {
		say("", "Paths whose findings are left out, from this folder. These look as if they were no\npart of the plugin:")
	} else {
		say("", "Paths whose findings are left out, from this folder:")
		dirs = []string{"tests"}
	}
	w("# exclude:")
	for _, d := range dirs {
		w("#   - " + yamledit.String(d))
	}
	w("")
	counts := count(res)
	if len(counts) == 0 {
		say("", "Severities and options by rule or family/*: error, warning, info, off, on.")
		w("# rules:", "#   family/name: warning")
	} else {
		say("", "Severities and options by rule or family/*: error, warning, info, off, on. These\nrules found something; what is not to be repaired now belongs into a baseline\nrather than here.")
		w("# rules:")
		for _, c := range counts {
			w(fmt.Sprintf("#   %s: %s  # %s", c.rule.ID, c.rule.Severity, l.Count(c.n, "%d finding", "%d findings")))
		}
	}
	w("")
	say("", "Severities for some files:")
	w("# overrides:", "#   - files: [tools/legacy/**]", "#     rules:", "#       family/name: off")
	return []byte(b.String())
}

// oldest is the newest of the versions of Dify that the manifests name as the
// oldest that will do, and the manifest that names it.
func oldest(plugins []*plugin.Plugin) (version, from string) {
	var best []int
	for _, p := range plugins {
		m := p.Manifest()
		if m.Root == nil {
			continue
		}
		v := m.Root.At("meta", "minimum_dify_version").Text()
		if !difyVersion().MatchString(v) || strings.HasPrefix(v, ">") {
			continue
		}
		var parts []int
		for s := range strings.SplitSeq(v, ".") {
			n := 0
			_, _ = fmt.Sscan(s, &n)
			parts = append(parts, n)
		}
		if slices.Compare(parts, best) > 0 {
			best, version, from = parts, v, p.Label(plugin.ManifestName)
		}
	}
	return version, from
}

// otherDirs lists folders at the plugins' roots that hold no part of one.
func otherDirs(plugins []*plugin.Plugin) []string {
	seen := map[string]bool{}
	for _, p := range plugins {
		for _, d := range p.Listing().Dirs {
			switch path.Base(d) {
			case "tests", "test", "examples", "scripts", "docs":
				if !strings.Contains(d, "/") {
					seen[d] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

type ruleCount struct {
	rule *lint.Rule
	n    int
}

// count counts the findings that nothing ignores, the most frequent first.
func count(res *lint.Result) []ruleCount {
	if res == nil {
		return nil
	}
	var out []ruleCount
	for _, f := range res.Findings() {
		if f.IgnoredBy != lint.NotIgnored || f.Rule.ID == invalid {
			continue
		}
		i := slices.IndexFunc(out, func(c ruleCount) bool { return c.rule == f.Rule })
		if i < 0 {
			out = append(out, ruleCount{rule: f.Rule})
			i = len(out) - 1
		}
		out[i].n++
	}
	slices.SortFunc(out, func(a, b ruleCount) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.rule.ID, b.rule.ID)) })
	return out
}
