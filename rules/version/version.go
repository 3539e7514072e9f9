// Package version holds the rules about versions: what the daemon, the SDK and
// Dify itself take for one, each at its gate, and the nearest version that all
// of them take.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package version

import (
	"strings"

	"github.com/Masterminds/semver/v3"
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/release"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// daemon is the version that the daemon's validator takes (dify-plugin-daemon,
// pkg/entities/manifest_entities/version.go).
var daemon = text.Regexp(`^[0-9]{1,4}(\.[0-9]{1,4}){2}(-[0-9A-Za-z_]{1,16})?$`)

// takenByDaemon and its fellows say who takes a text for a version.
func takenByDaemon(s string) bool { return daemon().MatchString(s) }

// takenByPython is what the SDK asks of packaging.Version.
func takenByPython(s string) bool {
	_, ok := requirement.ParseVersion(s)
	return ok
}

func takenBySemver(s string) bool {
	_, err := semver.StrictNewVersion(s)
	return err == nil
}

// takenByAll is a version that every reader takes, and orders alike: a
// post-release of Python's is a pre-release to semver.
func takenByAll(s string) bool {
	v, ok := requirement.ParseVersion(s)
	return ok && !v.HasPost && takenByDaemon(s) && takenBySemver(s)
}

// maxShown bounds what a message repeats of a value, in bytes.
const maxShown = 40

func shown(s string) string { return text.Short(s, maxShown) }

// flaw says why the daemon does not take a version, in words that follow the
// version and a colon; it returns the format and its arguments.
func flaw(s string) lint.Message {
	head, suffix, number := split(s)
	switch {
	case s != strings.TrimSpace(s):
		return lint.Msg("there is a space before or after it")
	case head == "":
		return lint.Msg("it does not begin with a number")
	case strings.HasPrefix(suffix, "+"):
		return lint.Msg("build metadata (%q) is not allowed", shown(suffix))
	}
	for _, n := range number {
		if n == "" {
			return lint.Msg("a number is missing between two dots")
		}
		if len(n) > 4 {
			return lint.Msg("%s has %d digits, at most four are allowed", shown(n), len(n))
		}
	}
	switch {
	case len(number) != 3:
		return text.Count(len(number), "it has %d number instead of three", "it has %d numbers instead of three")
	case !strings.HasPrefix(suffix, "-"):
		return lint.Msg("a hyphen is missing before %q", shown(suffix))
	case len(suffix) == 1:
		return lint.Msg("nothing follows the hyphen")
	case len(suffix) > 17:
		return lint.Msg("the suffix has %d characters, at most sixteen are allowed", len(suffix)-1)
	}
	return lint.Msg("the suffix %q may contain only letters, digits and _", shown(suffix[1:]))
}

// split cuts a version into its numbers and what follows them.
func split(s string) (head, suffix string, numbers []string) {
	digit := func(i int) bool { return i < len(s) && s[i] >= '0' && s[i] <= '9' }
	i := 0
	for digit(i) || i > 0 && i+1 < len(s) && s[i] == '.' && (digit(i+1) || s[i+1] == '.') {
		i++
	}
	head, suffix = s[:i], s[i:]
	if head != "" {
		numbers = strings.Split(head, ".")
	}
	return head, suffix, numbers
}

var (
	preRelease = text.Regexp(`^(alpha|beta|preview|pre|dev|rc|a|b|c)[-_.]?([0-9]*)$`)
	postNumber = text.Regexp(`^(post|rev|r)?[-_.]?[0-9]*$`)
)

// nearest is the version closest to s that every reader takes, or "". It is
// sure where nothing is lost by it and nothing else can be meant.
func nearest(s string) (got string, sure bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	s = strings.TrimLeft(strings.TrimPrefix(s, "version"), "= ")
	if len(s) > 1 && s[0] == 'v' {
		s = strings.TrimLeft(s[1:], ". ")
	}
	s, _, _ = strings.Cut(s, "+")
	_, suffix, number := split(s)
	if len(number) == 0 || len(number) > 8 {
		return "", false
	}
	sure = true
	for i, n := range number {
		if n == "" {
			return "", false
		}
		if number[i] = strings.TrimLeft(n, "0"); number[i] == "" {
			number[i] = "0"
		}
		if len(number[i]) > 4 {
			return "", false
		}
	}
	for len(number) < 3 {
		number = append(number, "0")
	}
	for _, n := range number[3:] {
		sure = sure && n == "0"
	}
	number = number[:3]
	suffix = strings.Trim(suffix, "-_. ")
	switch {
	case suffix == "":
	case preRelease().MatchString(suffix):
		m := preRelease().FindStringSubmatch(suffix)
		suffix = "-" + m[1] + strings.TrimLeft(m[2], "0")
		if m[2] != "" && strings.Trim(m[2], "0") == "" {
			suffix += "0"
		}
	case postNumber().MatchString(suffix):
		// What comes after a release is the next one.
		suffix, sure = "", false
		if number[2] = next(number[2]); len(number[2]) > 4 {
			return "", false
		}
	case early[strings.TrimRight(suffix, "0123456789-_.")]:
		suffix, sure = "-dev"+strings.TrimLeft(suffix, "abcdefghijklmnopqrstuvwxyz-_."), false
	default:
		suffix, sure = "", false
	}
	got = strings.Join(number, ".") + suffix
	if !takenByAll(got) {
		return "", false
	}
	return got, sure
}

// early are words for a version before the release.
var early = map[string]bool{"nightly": true, "snapshot": true, "canary": true, "edge": true, "experimental": true, "test": true, "wip": true}

// next adds one to a decimal number without leading zeros.
func next(n string) string {
	b := []byte(n)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] != '9' {
			b[i]++
			return string(b)
		}
		b[i] = '0'
	}
	return "1" + string(b)
}

// stated is a version in the manifest: a scalar that stands there. Absent keys,
// lists and mappings are for the schema to tell.
func stated(n *yaml.Node) (string, bool) {
	return n.Str(), n.IsScalar()
}

// say adds the finding about a version with its fix.
func say(p *lint.Pass, n *yaml.Node, s string, m lint.Message) {
	f := lint.Finding{Place: plugin.At(p.Plugin.Manifest(), n), Message: m}
	if got, sure := nearest(s); got != "" {
		f.Message = f.Message.And("; write %q", got)
		f.Fixes, f.Related = set(p.Plugin, n, got, sure)
	}
	p.Report(f)
}

// offer adds the fix of a version that stands in one place.
func offer(p *lint.Pass, f *lint.Finding, n *yaml.Node, got string, sure bool) {
	f.Message = f.Message.And("; write %q", got)
	f.Fixes = lint.FixOf(sure, lint.Msg("Write %s", got), yamledit.ReplaceValue(p.Plugin.Manifest().Tree, n, got))
}

// set is the fix that gives the plugin another version in every file that gives
// it, and these files as related places.
func set(p *plugin.Plugin, n *yaml.Node, version string, sure bool) ([]lint.Fix, []lint.Related) {
	edits, also := release.SetVersion(p, n, version)
	var related []lint.Related
	for _, at := range also {
		related = append(related, lint.Related{Place: at, Message: lint.Msg("the version stands here too")})
	}
	title := lint.Msg("Set the version to %s", version)
	if len(edits) > 1 {
		title = lint.Msg("Set the version to %s in every file", version)
	}
	return lint.FixOf(sure, title, edits...), related
}
