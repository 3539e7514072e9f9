package identity

import (
	"strconv"
	"strings"

	"github.com/Masterminds/semver/v3"
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// An identifier is a reverse domain name with the plugin's name behind it, and
// from the second major version on -vN: com.example.plugin-v2. The platform does
// not read the key; it is a convention of some organisations' manifests.
var identifierPattern = text.Regexp(`^[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z0-9_]+(-[a-z0-9_]+)*){2,}$`)

var (
	majorSuffix = text.Regexp(`^(.+)-v([0-9]+)$`)
	// wrongSuffix is a version at the end of an identifier in another form.
	wrongSuffix = text.Regexp(`(?i)[-._]v(?:er|ersion)?[-._]?([0-9]+)(?:[._][0-9]+)*$`)
)

// maxIdentifier is the most characters of an identifier, the platform's own
// (author/name:version@checksum) too (dify-plugin-daemon, internal/types/models).
const maxIdentifier = 255

// split cuts com.example.plugin-v2 into com.example.plugin and 2; the major is
// -1 where there is no suffix.
func split(identifier string) (base string, major int) {
	m := majorSuffix().FindStringSubmatch(identifier)
	if m == nil {
		return identifier, -1
	}
	n, err := strconv.Atoi(m[2])
	if err != nil || n > 9999 {
		return identifier, -1
	}
	return m[1], n
}

// identifier is the manifest's identifier and where it stands; ok is false
// where there is none of the right form.
func identifier(p *plugin.Plugin) (n *yaml.Node, base string, major int, ok bool) {
	n = p.Manifest().Root.Get("identifier")
	s := n.Str()
	if !identifierPattern().MatchString(s) || len(s) > maxIdentifier {
		return n, "", 0, false
	}
	base, major = split(s)
	return n, base, major, true
}

// version is the manifest's version as a semantic one.
func version(p *plugin.Plugin) (*semver.Version, bool) {
	v, err := semver.NewVersion(strings.TrimSpace(p.Version()))
	return v, err == nil
}

// Identifier reports an identifier of the wrong form.
var Identifier = &lint.Rule{
	ID: "identity/identifier", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "the identifier is not a reverse domain name",
	Why:   "`identifier: com.example.plugin-v2` names a plugin across its versions: the organisation's domain in reverse order, the plugin's name, and from major 2 on `-v` and the major. The platform does not read the key, so a misspelt one fails only in the tools of the organisation that asks for it.",
	Run: func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		n := m.Root.Get("identifier")
		if n.IsNull() {
			return
		}
		if !n.IsScalar() {
			p.Reportf(plugin.At(m, n), "the identifier must be a text, such as com.example.plugin")
			return
		}
		s := n.Str()
		f := lint.Finding{Place: plugin.At(m, n)}
		switch base, _ := split(s); {
		case len(s) > maxIdentifier:
			f.Message = lint.Msg("the identifier has %d characters; use at most %d", len(s), maxIdentifier)
		case !identifierPattern().MatchString(base) && base != s, !identifierPattern().MatchString(s), wrongSuffix().MatchString(s) && base == s:
			f.Message = lint.Msg("%q is not a reverse domain name followed by a plugin's name, such as com.example.plugin", shown(s))
			if got := repaired(s); got != "" && got != s {
				f.Message = lint.Msg("the identifier %q does not have the form com.example.plugin or com.example.plugin-v2; write %q", shown(s), got)
				f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", got), yamledit.ReplaceValue(m.Tree, n, got))
			}
		default:
			return
		}
		p.Report(f)
	},
}

// repaired is the identifier of the right form that s most likely means, or "".
func repaired(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	suffix := ""
	if at := wrongSuffix().FindStringSubmatchIndex(s); at != nil && at[0] > 0 {
		if n, err := strconv.Atoi(s[at[2]:at[3]]); err == nil && n < 10000 {
			if s = s[:at[0]]; n > 1 {
				suffix = "-v" + strconv.Itoa(n)
			}
		}
	}
	s = strings.ReplaceAll(s, " ", "-")
	if !identifierPattern().MatchString(s) {
		return ""
	}
	return s + suffix
}
