// Package lang says texts in the reader's language. English is what stands in the
// source, and costs nothing: the catalogue of another language is read when that
// language is first asked for. What a catalogue lacks is said in English.
//
// Stable: see docs/stability.md.
package lang

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/text"
)

// A folder a language, by its tag, with the catalogue in several files.
//
//go:embed */*.po
var catalogues embed.FS

// Language says texts. The nil Language is English. It may be used by several
// goroutines.
type Language struct {
	// Tag is the language's name by BCP 47.
	Tag string
	// texts are the translations by the English text.
	texts map[string]string
}

// english is the language of the source.
const english = "en"

// known are the languages that have a catalogue, by their tags, in this order.
var known = sync.OnceValue(func() []catalogue {
	folders, _ := catalogues.ReadDir(".") // it is part of the program
	out := make([]catalogue, len(folders))
	for i, f := range folders {
		out[i] = catalogue{f.Name(), sync.OnceValue(func() *Language { return read(f.Name()) })}
	}
	return out
})

type catalogue struct {
	tag  string
	read func() *Language
}

// Tags lists the languages that there are, English first.
func Tags() []string {
	out := []string{english}
	for _, c := range known() {
		out = append(out, c.tag)
	}
	return out
}

// Of is the language of a tag, as Tags lists them. It is not ok for another.
func Of(tag string) (_ *Language, ok bool) {
	if strings.EqualFold(tag, english) {
		return nil, true
	}
	for _, c := range known() {
		if strings.EqualFold(c.tag, tag) {
			return c.read(), true
		}
	}
	return nil, false
}

// Match finds the tag for a locale as systems and editors write it, zh_CN.UTF-8 or
// zh-cn: the longest that the locale begins with, or else another of the same
// language, so that zh-Hant is answered in zh-Hans as long as it has no catalogue.
// It is not ok for a language that there is not, and for C and POSIX.
func Match(locale string) (tag string, ok bool) {
	locale, _, _ = strings.Cut(locale, ".")
	locale, _, _ = strings.Cut(locale, "@")
	locale = strings.ToLower(strings.ReplaceAll(locale, "_", "-"))
	language, _, _ := strings.Cut(locale, "-")
	best := 0
	for _, t := range Tags() {
		lower := strings.ToLower(t)
		near := 0
		if base, _, _ := strings.Cut(lower, "-"); base == language {
			near = 1
		}
		if locale == lower || strings.HasPrefix(locale, lower+"-") {
			near = len(lower)
		}
		if near > best {
			tag, best = t, near
		}
	}
	return tag, best > 0
}

// read reads a language's catalogue. The files are part of the program, and a
// test reads them all.
func read(tag string) *Language {
	var all []Entry
	names, err := fs.Glob(catalogues, path.Join(tag, "*.po"))
	for _, name := range names {
		data, _ := catalogues.ReadFile(name)
		entries, e := Parse(data)
		all, err = append(all, entries...), errors.Join(err, e)
	}
	if err != nil {
		panic(err)
	}
	return New(tag, all)
}

// New is a language with the texts of a catalogue.
func New(tag string, entries []Entry) *Language {
	l := &Language{Tag: tag, texts: map[string]string{}}
	for _, e := range entries {
		l.texts[e.ID] = e.Text
	}
	return l
}

// Name is the language's tag; en for nil.
func (l *Language) Name() string {
	if l == nil {
		return english
	}
	return l.Tag
}

// Has reports whether there is a translation of a text.
func (l *Language) Has(english string) bool {
	return l == nil || l.texts[english] != ""
}

// Words is a text of the source that has no arguments: a rule's title, say.
func (l *Language) Words(english string) string {
	if l == nil {
		return english
	}
	return cmp.Or(l.texts[english], english)
}

// Text is a message, with the messages and errors among its arguments in the same
// language.
func (l *Language) Text(m text.Message) string {
	if l == nil {
		return m.String()
	}
	format, args := l.Words(m.Format), make([]any, len(m.Args))
	for i, a := range m.Args {
		args[i] = l.arg(a)
	}
	out := format
	if len(args) > 0 {
		out = joined(fmt.Sprintf(strings.ReplaceAll(format, "%w", "%v"), args...))
	}
	for _, part := range m.More {
		out = joined(out + seam + l.Text(part))
	}
	return out
}

func (l *Language) arg(a any) any {
	switch v := a.(type) {
	case text.Message:
		a = l.Text(v)
	case said:
		a = l.Text(v.Said())
	}
	return inserted{a}
}

// said is what has a message of its own: an error, a word of a table.
type said interface{ Said() text.Message }

// seam marks in a text that is being made where an argument begins and ends. It is
// no character that a text may hold.
const seam = "\ufdd0"

// inserted is an argument, printed as it is alone between seams.
type inserted struct{ arg any }

// Format implements fmt.Formatter.
func (a inserted) Format(s fmt.State, verb rune) {
	_, _ = io.WriteString(s, seam+strings.ReplaceAll(fmt.Sprintf(fmt.FormatString(s, verb), a.arg), seam, "")+seam)
}

// joined is a text without its seams: with a space where an ideograph would touch a
// letter, a digit or the sign of a value, as Chinese and Latin script are written
// beside each other, and without the one of a translation where an argument turns out
// to be Chinese.
func joined(s string) string {
	if !strings.Contains(s, seam) {
		return s
	}
	var b strings.Builder
	last := ' '
	parts := strings.Split(s, seam)
	for i, part := range parts {
		if rest, ok := strings.CutPrefix(part, " "); ok && i%2 == 0 && ideograph(last) && ideograph(first(rest)) {
			part = rest
		}
		if part == "" {
			continue
		}
		if rest, ok := strings.CutSuffix(part, " "); ok && i%2 == 0 && i+1 < len(parts) && ideograph(first(parts[i+1])) && ideograph(final(rest)) {
			part = rest
		}
		if i > 0 && touch(last, first(part), i%2 == 1) {
			b.WriteByte(' ')
		}
		b.WriteString(part)
		last = final(part)
	}
	return b.String()
}

// touch reports whether two characters at a seam need a space. A quote of the text
// around an argument is part of that text.
func touch(left, right rune, begins bool) bool {
	around := right
	if begins {
		around = left
	}
	return !strings.ContainsRune("\"`'", around) && (ideograph(left) && opens(right) || closes(left) && ideograph(right))
}

func first(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }
func final(s string) rune { r, _ := utf8.DecodeLastRuneInString(s); return r }

func ideograph(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// opens and closes report whether a Latin text or a value may begin or end with a
// character, so that it is not part of the sentence around it.
func opens(r rune) bool  { return latin(r) && !strings.ContainsRune(",;:!?)]}", r) }
func closes(r rune) bool { return latin(r) && !strings.ContainsRune("([{", r) }

func latin(r rune) bool {
	return r > ' ' && r < unicode.MaxASCII || unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic)
}

// Say is the text of a format and its arguments.
func (l *Language) Say(format string, args ...any) string {
	if l == nil {
		if len(args) == 0 {
			return format
		}
		return fmt.Sprintf(format, args...)
	}
	return l.Text(text.Message{Format: format, Args: args})
}

// Count is the text of text.Count.
func (l *Language) Count(n int, one, many string, more ...any) string {
	return l.Text(text.Count(n, one, many, more...))
}

// Error is an error's text: that of text.Errorf in this language, any other as it is.
func (l *Language) Error(err error) string {
	if l != nil {
		if m, ok := err.(said); ok {
			return l.Text(m.Said())
		}
	}
	return err.Error()
}
