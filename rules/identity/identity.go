// Package identity holds the rules about who a plugin is: its author and name,
// the names of what it declares, how other plugins are referred to, and the
// identifier that some manifests carry.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package identity

import (
	"regexp"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// The daemon's patterns (dify-plugin-daemon,
// pkg/entities/plugin_entities/plugin_declaration.go).
var (
	authorPattern = text.Regexp(`^[a-z0-9_-]{1,64}$`)
	namePattern   = text.Regexp(`^[a-z0-9_-]{1,128}$`)
)

const (
	maxAuthor = 64
	maxName   = 128
)

// maxShown bounds what a message repeats of a value, in bytes.
const maxShown = 60

func shown(s string) string { return text.Short(s, maxShown) }

// overlooked is what the eye passes over.
var overlooked = strings.NewReplacer("-", "", "_", "", " ", "")

// folded is a name without what the eye passes over: letter case, - and _.
func folded(s string) string { return overlooked.Replace(strings.ToLower(s)) }

// slug is the name of the allowed characters that is closest to s, or "" where
// nothing of it is left.
func slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' || r == '-':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case r > 0x7f:
			return ""
		default:
			gap = true
		}
	}
	return b.String()
}

// flaw says in words what keeps s from being an author or name of at most limit
// characters.
func flaw(s string, limit int) lint.Message {
	for _, r := range s {
		switch {
		case r >= 'A' && r <= 'Z':
			return lint.Msg("upper case is not allowed")
		case r == ' ':
			return lint.Msg("spaces are not allowed")
		case (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' && r != '-':
			return lint.Msg("%q is not allowed", string(r))
		}
	}
	return lint.Msg("it has %d characters, at most %d are allowed", len(s), limit)
}

// named reports an author or a name that the daemon does not take.
func named(p *lint.Pass, n *yaml.Node, key string, pattern *regexp.Regexp, limit int) {
	m := p.Plugin.Manifest()
	s := n.Str()
	f := lint.Finding{Place: plugin.At(m, n)}
	if s == "" {
		f.Message = lint.Msg("the %s is empty", key)
		if key == "name" {
			f.Gate = lint.Package // required by the validator
		}
		p.Report(f)
		return
	}
	f.Message = lint.Msg("the daemon does not accept the %s %q: %s (use lower-case letters, digits, - and _)", key, shown(s), flaw(s, limit))
	if len([]rune(s)) > limit {
		// The validator of the whole manifest looks at the length before the
		// pattern is asked.
		f.Gate = lint.Package
	}
	if got := slug(s); got != "" && pattern.MatchString(got) {
		f.Message = f.Message.And("; write %q", got)
		f.Fixes = lint.FixOf(strings.EqualFold(got, s), lint.Msg("Write %s", got), yamledit.ReplaceValue(m.Tree, n, got))
	}
	p.Report(f)
}
