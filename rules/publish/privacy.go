package publish

import (
	"io/fs"
	"path"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yamledit"
)

const privacyName = "PRIVACY.md"

// Privacy reports a privacy policy that is missing or cannot be followed.
var Privacy = &lint.Rule{
	ID: "publish/privacy", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0",
	Title:   "the privacy policy is not where the marketplace looks for it",
	Why:     "The marketplace's checks require two things: a file `PRIVACY.md` in the plugin's root, with exactly this name, and `privacy` in the manifest with the path of a file in the package or an http(s) URL. The file is required even if `privacy` is a URL.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/manifest.py"},
	Run: submitted(func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		n := m.Root.Get("privacy")
		at := plugin.AtTop(m)
		if n != nil {
			at = plugin.At(m, n)
		}
		if !p.Plugin.Exists(privacyName) && (n == nil || !missing(n)) { // publish/required tells of the latter
			f := lint.Finding{Place: at, Key: privacyName, Message: lint.Msg("the plugin has no %s in its root folder", privacyName)}
			if same := p.Plugin.Listing().Fold(privacyName); len(same) > 0 {
				f.Message = lint.Msg("the plugin has no %s in its root folder; rename %q: letter case counts", privacyName, same[0])
			}
			refuse(p, f)
		}
		if missing(n) || !n.IsScalar() {
			return // publish/required
		}
		s := strings.TrimSpace(n.Str())
		name, local := policyPath(s)
		f := lint.Finding{Place: at, Key: "privacy"}
		switch {
		case !local && isHTTP(s):
			return
		case !local:
			f.Message = lint.Msg("the privacy policy must be a file of the package or a URL that begins with https://, not %q", shown(s))
		case !fs.ValidPath(name):
			f.Message = lint.Msg("%q is outside the package; name a file in it, such as %s", shown(s), privacyName)
		case p.Plugin.Exists(name):
			return
		case !p.Plugin.Exists(privacyName) && strings.EqualFold(name, privacyName):
			return // told above
		default:
			f.Message = lint.Msg("the privacy policy %q does not exist", shown(s))
			if p.Plugin.Exists(privacyName) {
				f.Message = lint.Msg("the privacy policy %q does not exist; did you mean %s?", shown(s), privacyName)
			}
		}
		if p.Plugin.Exists(privacyName) {
			f.Fixes = lint.SafeFix(lint.Msg("Write %s", privacyName), yamledit.ReplaceValue(m.Tree, n, privacyName))
		}
		refuse(p, f)
	}),
}

var scheme = text.Regexp(`^[a-zA-Z][a-zA-Z0-9+.-]*:`)

func isHTTP(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// policyPath is the clean path that privacy names, and whether it is one.
func policyPath(s string) (string, bool) {
	if scheme().MatchString(s) {
		return "", false
	}
	return path.Clean(strings.TrimPrefix(s, "./")), true
}

// policy is the file that privacy names, else PRIVACY.md; nil where there is
// none. named says that a check reads it, because privacy names it.
func policy(p *lint.Pass) (f *text.File, named bool) {
	n := p.Plugin.Manifest().Root.Get("privacy")
	if s := strings.TrimSpace(n.Str()); s != "" {
		if name, local := policyPath(s); local && fs.ValidPath(name) {
			if f, err := p.Plugin.Read(name); err == nil {
				return f, true
			}
		}
	}
	f, _ = p.Plugin.Read(privacyName) // nil where there is none
	return f, false
}
