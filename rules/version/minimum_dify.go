package version

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
)

// MinimumDify reports a meta.minimum_dify_version that is no version.
var MinimumDify = &lint.Rule{
	ID: "version/minimum-dify", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title:   "minimum_dify_version is not one version",
	Why:     "`meta.minimum_dify_version` names the oldest Dify that the plugin works with: one version, such as `1.10.0`, not a range. The daemon accepts any text; the SDK reads it by Python's rules (PEP 440), and otherwise the plugin's process ends with \"Invalid version format\". Dify's releases have three numbers; a text with fewer can be read, but names no release.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/core/entities/plugin/setup.py", "dify-plugin-daemon: pkg/entities/plugin_entities/plugin_declaration.go (PluginMeta)"},
	Run: func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		n := m.Root.At("meta", "minimum_dify_version")
		s, ok := stated(n)
		if !ok || n.IsNull() {
			return
		}
		f := lint.Finding{Place: plugin.At(m, n)}
		bare := strings.TrimSpace(strings.TrimLeft(s, "<>=~^! "))
		got, sure := nearest(bare)
		switch v, ok := requirement.ParseVersion(s); {
		case !ok && bare != s && got != "":
			// "<" and "!=" say something else than a minimum.
			sure = sure && (strings.HasPrefix(s, ">=") || strings.HasPrefix(s, "==") || strings.HasPrefix(s, "^") || strings.HasPrefix(s, "~"))
			f.Message = lint.Msg("minimum_dify_version must be one version, not a range: %q", shown(s))
		case !ok && s == "":
			f.Message = lint.Msg("minimum_dify_version is empty; write the oldest Dify version, as in 1.10.0, or remove the key")
		case !ok:
			f.Message = lint.Msg("the SDK does not accept the minimum_dify_version %q", shown(s))
		case n.Resolve().Tag == "!!str" && len(v.Release) != 3:
			f.Severity, f.Gate = lint.Info, lint.None
			f.Message = lint.Msg("Dify's releases have three numbers, so %q names no release", shown(s))
		case n.Resolve().Tag == "!!str" && !takenBySemver(s):
			f.Severity, f.Gate = lint.Info, lint.None
			f.Message = lint.Msg("%q is not in the form of a Dify release", shown(s))
		default:
			return
		}
		if got != "" && got != s {
			offer(p, &f, n, got, sure)
		}
		p.Report(f)
	},
}
