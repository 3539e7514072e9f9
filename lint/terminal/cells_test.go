package terminal_test

import (
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/terminal"
)

func TestCells(t *testing.T) {
	for _, tt := range []struct {
		name, in, drawn string
		width           int
	}{
		{"ASCII", "abc", "abc", 3},
		{"Chinese", "天气", "天气", 4},
		{"full width", "ＡＢ", "ＡＢ", 4},
		{"half width", "ｱｲ", "ｱｲ", 2},
		{"accent", "e\u0301", "e\u0301", 1},
		{"Hangul syllables", "한국", "한국", 4},
		{"Hangul jamo", "\u1112\u1161\u11ab", "\u1112\u1161\u11ab", 2},
		{"emoji", "🔧", "🔧", 2},
		{"skin tone", "👍🏽", "👍🏽", 2},
		{"joined", "👩‍💻", "👩‍💻", 2},
		{"family", "👨‍👩‍👧", "👨‍👩‍👧", 2},
		{"selector", "❤\ufe0f", "❤\ufe0f", 2},
		{"flag", "🇨🇳", "🇨🇳", 2},
		{"two flags", "🇨🇳🇩🇪", "🇨🇳🇩🇪", 4},
		{"tab", "a\tb", "a   b", 5},
		{"tab behind wide", "天\tb", "天  b", 5},
		{"escape", "\x1b[0m", "␛[0m", 4},
		{"delete", "\x7f", "␡", 1},
		{"C1", "\u009b", "<U+009B>", 8},
		{"bidi", "a\u202eb", "a<U+202E>b", 10},
		{"zero width space", "\u200b", "<U+200B>", 8},
		{"tag", "\U000e0041", "<U+E0041>", 9},
		{"line separator", "\u2028", "<U+2028>", 8},
		{"bad bytes", "a\xff\xfe", "a\ufffd\ufffd", 3},
		{"joiner alone", "a\u200db", "a\u200db", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var drawn strings.Builder
			width, at := 0, 7
			for _, c := range terminal.Cells(tt.in, 7) {
				if c.Start != at || c.End <= c.Start {
					t.Errorf("a cell of [%d, %d) follows offset %d", c.Start, c.End, at)
				}
				at = c.End
				drawn.WriteString(c.Text)
				width += c.Width
			}
			if at != 7+len(tt.in) {
				t.Errorf("the cells end at %d", at)
			}
			if drawn.String() != tt.drawn || width != tt.width {
				t.Errorf("got %q, %d cells", drawn.String(), width)
			}
		})
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"plain":           "plain",
		"a\nb\tc\rd":      "a b c d",
		"\x1b]8;;x\x07":   "␛]8;;x␇",
		"天气 👩‍💻":          "天气 👩‍💻",
		"\u2066x\u2069":   "<U+2066>x<U+2069>",
		"\xff":            "\ufffd",
		"no\u00a0break é": "no\u00a0break é",
	} {
		if got := terminal.Visible(in); got != want {
			t.Errorf("%q: got %q", in, got)
		}
	}
}

// TestPrintable: no character and no line is a command.
func TestPrintable(t *testing.T) {
	for text, want := range map[string]string{
		"a\nb\x1b[31m\u202e\tc\r": "a\nb?[31m?\tc?",
		"::error::x\n":            ": :error::x\n",
		"a ::b::\n  ::c\n##[d]\n": "a ::b::\n  : :c\n# #[d]\n",
		"\n\n::":                  "\n\n: :",
		"":                        "",
	} {
		if got := terminal.Printable(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
