package yamledit

// How a string is written in YAML so that both readers, yaml.v3 in the daemon
// and PyYAML (YAML 1.1) in the plugin's process, read that same string.

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// maxKey is the longest simple key in code points that either reader takes.
const maxKey = 1000

// isKey reports whether a text can be a key.
func isKey(s string) bool { return utf8.ValidString(s) && utf8.RuneCountInString(s) <= maxKey }

// String writes a string as YAML, on one line, for any place: a key or a
// value, in a block or between brackets. It is left plain where both readers
// take it as this string. An invalid byte becomes U+FFFD.
func String(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if isPlain(s, true) && utf8.RuneCountInString(s) <= maxKey {
		return s
	}
	return doubleQuoted(s)
}

// Scalar writes s in the style where that can hold it. It is always one line.
func Scalar(s string, style yaml.Style, flow bool) string {
	switch {
	case style == yaml.Plain && isPlain(s, flow):
		return s
	case style == yaml.SingleQuoted && !needsEscape(s):
		return singleQuoted(s)
	}
	return doubleQuoted(s)
}

func singleQuoted(s string) string {
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// doubleQuoted is a double-quoted scalar on one line.
func doubleQuoted(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 2)
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case printable(r):
			b.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02X`, r)
		default:
			fmt.Fprintf(&b, `\u%04X`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// printable reports whether a character may stand in a file as it is, and is
// no line break to either reader.
func printable(r rune) bool {
	switch {
	case r < 0x20 || r >= 0x7f && r < 0xa0,
		r == 0x2028, r == 0x2029, r == 0xfeff, r == 0xfffe, r == 0xffff:
		return false
	}
	return true
}

func needsEscape(s string) bool {
	for _, r := range s {
		if !printable(r) {
			return true
		}
	}
	return false
}

// isPlain reports whether s, written without quotes on one line, is the string
// s to both readers; flow is true between brackets.
func isPlain(s string, flow bool) bool {
	if s == "" || s[0] == ' ' || s[len(s)-1] == ' ' || !utf8.ValidString(s) || needsEscape(s) {
		return false
	}
	switch c := s[0]; c {
	case '-', '?', ':':
		if len(s) == 1 || s[1] == ' ' || flow {
			return false
		}
	case ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`':
		return false
	}
	if strings.HasPrefix(s, "---") || strings.HasPrefix(s, "...") ||
		strings.HasSuffix(s, ":") || strings.Contains(s, ": ") || strings.Contains(s, " #") {
		return false
	}
	if flow && strings.ContainsAny(s, ",[]{}?") {
		return false
	}
	if notString11().MatchString(s) {
		return false
	}
	if isWord(s) {
		return true
	}
	// What is left to judge is yaml.v3's reading of the word, so it is asked.
	n := yaml.Parse(text.NewFile("", []byte(s))).Root
	return n != nil && n.Kind == yaml.Scalar && n.Style == yaml.Plain && n.Tag == "!!str" && n.Value == s
}

// isWord reports whether s is of ASCII letters, digits and _, and begins with a
// letter: yaml.v3 reads no other words than notString11 has as something else.
func isWord(s string) bool {
	for i := range len(s) {
		c := s[i]
		if letter := c|0x20 >= 'a' && c|0x20 <= 'z'; !letter && (i == 0 || c != '_' && (c < '0' || c > '9')) {
			return false
		}
	}
	return s != ""
}

// notString11 matches the plain scalars that YAML 1.1 takes for something else
// than a string (yaml.org/type: null, bool, int, float, timestamp, merge, value;
// as in PyYAML, yaml/resolver.py).
var notString11 = text.Regexp(`^(?:` + strings.Join([]string{
	`~|null|Null|NULL|<<|=`,
	`yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF`,
	`y|Y|n|N`, // in the specification, though not in PyYAML
	`[-+]?0b[01_]+|[-+]?0o?[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+`,
	`[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+`,
	`[-+]?\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*`,
	`[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)`,
	`[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}.*)?`,
}, `|`) + `)$`)

// blockText writes s as a block scalar behind the given header letter, its
// lines indented by indent and joined by newline; ok is false where a block
// scalar cannot hold s.
func blockText(s string, header byte, indent, newline string) (text string, ok bool) {
	body := strings.TrimRight(s, "\n")
	for _, r := range body {
		if r != '\n' && r != '\t' && !printable(r) {
			return "", false
		}
	}
	if body == "" || body[0] == ' ' || body[0] == '\n' || body[0] == '\t' {
		return "", false // would need an indentation indicator
	}
	lines := strings.Split(body, "\n")
	if len(lines) > 1 {
		header = '|' // a folded one would join the lines
	}
	var out strings.Builder
	out.WriteByte(header)
	switch breaks := len(s) - len(body); breaks {
	case 0:
		out.WriteByte('-')
	case 1:
	default:
		return "", false // kept breaks need a "+" and blank lines behind
	}
	for _, line := range lines {
		out.WriteString(newline)
		if line != "" {
			out.WriteString(indent)
			out.WriteString(line)
		}
	}
	return out.String(), true
}
