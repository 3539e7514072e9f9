package requirement

import (
	"strings"

	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/text"
)

// OptionInfo is an option that pip or uv knows in a requirements file.
type OptionInfo struct {
	Name  string // "--index-url"
	Short string // "-i", or empty
	Value bool   // it takes one
	// PerRequirement: it stands behind a requirement rather than on a line of
	// its own.
	PerRequirement bool
	// Refused: uv fails on it; it follows the others, or warns and ignores them
	// (astral-sh/uv, crates/uv-requirements-txt/src/lib.rs, August 2026).
	Refused bool
}

var optionTable = []OptionInfo{
	{Name: "--requirement", Short: "-r", Value: true},
	{Name: "--constraint", Short: "-c", Value: true},
	{Name: "--editable", Short: "-e", Value: true},
	{Name: "--index-url", Short: "-i", Value: true},
	{Name: "--extra-index-url", Value: true},
	{Name: "--find-links", Short: "-f", Value: true},
	{Name: "--no-index"},
	{Name: "--no-binary", Value: true},
	{Name: "--only-binary", Value: true},
	{Name: "--require-hashes"},
	{Name: "--prefer-binary"},
	{Name: "--pre"},
	{Name: "--trusted-host", Value: true},
	{Name: "--use-feature", Value: true},
	{Name: "--pypi-url", Value: true, Refused: true},
	{Name: "--hash", Value: true, PerRequirement: true},
	{Name: "--config-settings", Short: "-C", Value: true, PerRequirement: true, Refused: true},
	{Name: "--config-setting", Value: true, PerRequirement: true, Refused: true},
	{Name: "--global-option", Value: true, PerRequirement: true, Refused: true},
	{Name: "--install-option", Value: true, PerRequirement: true, Refused: true},
}

// findOption looks an option up by its long or short name.
func findOption(name string) (OptionInfo, bool) {
	for _, o := range optionTable {
		if o.Name == name || o.Short != "" && o.Short == name {
			return o, true
		}
	}
	return OptionInfo{}, false
}

// Option is an option as a line has it.
type Option struct {
	OptionInfo
	Known bool

	Written   string // the name as it is written
	Span      text.Span
	NameSpan  text.Span
	Text      string    // the value, without quotation marks
	ValueSpan text.Span // empty where there is none
}

// word is a piece of an option line, as a shell would divide it.
type word struct {
	text  string
	span  text.Span // quotation marks included
	plain bool      // nothing in it was quoted
}

// words divides a line as Python's shlex does.
func words(s string, from int) (list []word, open bool) {
	i := from
	for {
		i = text.SkipBlanks(s, i)
		if i >= len(s) {
			return list, false
		}
		start := i
		var b strings.Builder
		w := word{plain: true}
		for i < len(s) && s[i] != ' ' && s[i] != '\t' {
			switch c := s[i]; {
			case c == '\'' || c == '"':
				w.plain = false
				i++
				for i < len(s) && s[i] != c {
					if c == '"' && s[i] == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\') {
						i++
					}
					b.WriteByte(s[i])
					i++
				}
				if i >= len(s) {
					open = true
				}
				i++
			case c == '\\' && i+1 < len(s):
				w.plain = false
				b.WriteByte(s[i+1])
				i += 2
			default:
				b.WriteByte(c)
				i++
			}
		}
		i = min(i, len(s))
		w.text, w.span = b.String(), text.Span{Start: start, End: i}
		list = append(list, w)
		if open || len(list) > maxClauses {
			return list, open
		}
	}
}

// options reads the options of a line from an offset on.
func (l *line) options(from int, behindRequirement bool) {
	list, open := words(l.text, from)
	if open {
		last := list[len(list)-1]
		l.problem(CodeQuotes, last.span, "this quotation mark is not closed")
	}
	for i := 0; i < len(list); i++ {
		w := list[i]
		if !strings.HasPrefix(w.text, "-") {
			l.problem(CodeTrailing, w.span, "%q does not belong here", clip(w.text))
			continue
		}
		o := Option{Span: w.span, NameSpan: w.span}
		name, value, attached := strings.Cut(w.text, "=")
		if !strings.HasPrefix(name, "--") && len(name) > 2 {
			// -rfile: optparse takes it, uv does not.
			name, value, attached = w.text[:2], w.text[2:], true
			if info, ok := findOption(name); ok && info.Value {
				l.problem(CodeOptionValue, w.span, "a blank must stand between %s and its value", name).
					Edit = &Edit{Span: text.Span{Start: w.span.Start + 2, End: w.span.Start + 2}, New: " "}
			}
		}
		o.Written = name
		o.NameSpan.End = min(o.NameSpan.End, o.NameSpan.Start+len(name))
		o.OptionInfo, o.Known = findOption(name)
		if !o.Known {
			o.Name = name
			p := l.problem(CodeOption, o.NameSpan, "no installer knows the option %s here", clip(name))
			if meant, ok := meantOption(name); ok {
				p.Edit = &Edit{Span: o.NameSpan, New: meant}
				o.OptionInfo, _ = findOption(meant)
			}
		}
		switch {
		case attached:
			o.Text = value
			o.ValueSpan = text.Span{Start: w.span.End - len(value), End: w.span.End}
			if !w.plain {
				// Quotation marks: the place of the whole value.
				o.ValueSpan.Start = min(w.span.End, w.span.Start+len(name)+1)
			}
			if o.Known && !o.Value {
				l.problem(CodeOptionValue, o.ValueSpan, "%s takes no value", name)
			}
		case o.Value && i+1 < len(list) && (!strings.HasPrefix(list[i+1].text, "--") || !list[i+1].plain):
			i++
			v := list[i]
			o.Text, o.ValueSpan = v.text, v.span
			if !v.plain && v.span.Len() >= 2 && len(v.text) == v.span.Len()-2 {
				o.ValueSpan = text.Span{Start: v.span.Start + 1, End: v.span.End - 1}
			}
			o.Span.End = v.span.End
		}
		if o.Value && o.Text == "" {
			l.problem(CodeOptionValue, o.NameSpan, "%s needs a value", name)
		}
		if o.Known && o.PerRequirement != behindRequirement {
			p := l.problem(CodeOptionPlace, o.NameSpan, "%s stands behind a requirement, not on a line of its own", name)
			if behindRequirement {
				p.Format = "%s stands on a line of its own, not behind a requirement"
			}
		}
		if o.Name == "--hash" && o.Text != "" {
			if size, right := isHash(o.Text); !right {
				pr := l.problem(CodeOptionValue, o.ValueSpan, "a hash is written algorithm:hexadecimal digits, as in sha256:…")
				if size > 0 {
					algorithm, _, _ := strings.Cut(o.Text, ":")
					pr.Format, pr.Args = "a hash of %s has %d hexadecimal digits, so this one matches no file", []any{algorithm, size}
				}
			}
		}
		l.entry.Options = append(l.entry.Options, o)
	}
}

// meantOption is the option that an unknown one is short for, or a slip from.
func meantOption(name string) (string, bool) {
	if len(name) < 3 {
		return "", false
	}
	var known []string
	for _, o := range optionTable {
		if !o.Refused {
			known = append(known, o.Name)
		}
	}
	for _, k := range known {
		if len(name) > 4 && strings.HasPrefix(k, name) {
			return k, true
		}
	}
	return near.Nearest(name, known)
}

// hashSizes are the hexadecimal digits of each algorithm that uv takes.
var hashSizes = map[string]int{"sha256": 64, "sha384": 96, "sha512": 128, "md5": 32, "blake2b": 64}

// isHash returns the number of digits of a hash's algorithm, 0 if uv takes no such
// algorithm, and whether the digits are right too.
func isHash(s string) (size int, right bool) {
	algorithm, digits, ok := strings.Cut(s, ":")
	if ok {
		size = hashSizes[algorithm]
	}
	return size, size > 0 && len(digits) == size && strings.Trim(strings.ToLower(digits), "0123456789abcdef") == ""
}
