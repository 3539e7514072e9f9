package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// lookalikes maps characters that are taken for ASCII ones.
var lookalikes = map[rune]string{
	'“': `"`, '”': `"`, '„': `"`, '‟': `"`, '«': `"`, '»': `"`, '「': `"`, '」': `"`, '″': `"`,
	'‘': "'", '’': "'", '‚': "'", '‛': "'", '′': "'", '´': "'", '`': "'",
	'–': "-", '—': "-", '‐': "-", '‑': "-", '−': "-", '‒': "-", '―': "-",
	'≥': ">=", '≤': "<=", '≠': "!=", '≧': ">=", '≦': "<=", '⩾': ">=", '⩽': "<=", '≈': "~=", '≅': "~=",
	'，': ",", '、': ",", '。': ".", '；': ";", '【': "[", '】': "]", '〔': "(", '〕': ")", '\u3000': " ",
	'\u200b': "", '\u200c': "", '\u200d': "", '\u2060': "", '\ufeff': "",
}

// Lookalike is the ASCII text that a character is taken for by the eye: "-" for a
// dash, "" for one that is invisible.
func Lookalike(r rune) (string, bool) {
	if r >= 0xff01 && r <= 0xff5e {
		return string(r - 0xff01 + '!'), true
	}
	s, ok := lookalikes[r]
	return s, ok
}

// Strange says which character of a text only looks like one of ASCII, or is
// invisible: where a word of a program is wanted, that is why it is wrong. It is empty
// for a text with other characters beyond ASCII, which is for people.
func Strange(s string) Message {
	var why Message
	before, comment, _ := strings.Cut(s, "\uff03") // a full-width number sign
	if before != s && (before == "" || strings.HasSuffix(before, " ")) && strings.TrimSpace(comment) != "" {
		return Msg(" (the full-width %s, U+FF03, begins no comment: write #)", "\uff03")
	}
	for _, r := range s {
		if r < utf8.RuneSelf {
			continue
		}
		plain, ok := Lookalike(r)
		switch {
		case why.Format != "" && (ok || unicode.IsSpace(r)):
		case ok && plain == "":
			why = Msg(" (it has an invisible character, U+%04X)", r)
		case unicode.IsSpace(r):
			why = Msg(" (U+%04X only looks like a space)", r)
		case ok:
			why = Msg(" (%s, U+%04X, only looks like %s)", string(r), r, plain)
		default:
			return Message{}
		}
	}
	return why
}
