package driver

// Values of flags that refuse what they cannot mean, in plain words.

import (
	"slices"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/spf13/pflag"
)

// invalid is the error about a value that is not allowed.
func invalid(got string, known []string) error {
	if n, ok := nearest(got, known); ok {
		return text.Errorf("invalid value %q; did you mean %q?", got, n)
	}
	if len(known) > maxKnown {
		return text.Errorf("invalid value %q; the command rules lists them", got) // only rules are so many
	}
	return text.Errorf("invalid value %q; use %s", got, text.Or(known))
}

var errEmpty = text.Errorf("the value is empty")

// value is the value of a flag: its type, how it is shown and taken, and the words
// that it may be, where these are all known.
type value struct {
	kind  string
	show  func() string
	take  func(string) error
	words func() []string
}

func (v *value) Type() string       { return v.kind }
func (v *value) String() string     { return v.show() }
func (v *value) Set(s string) error { return v.take(s) }
func (v *value) known() []string {
	if v.words == nil {
		return nil
	}
	return v.words()
}

// Word adds a flag whose value is one of some words.
func Word(fs *pflag.FlagSet, p *string, name, short, usage string, words ...string) {
	take := func(s string) error {
		if !slices.Contains(words, s) {
			return invalid(s, words)
		}
		*p = s
		return nil
	}
	fs.VarP(&value{"string", func() string { return *p }, take, func() []string { return words }}, name, short, usage)
}

// Text adds a flag whose value is any text but the empty one.
func Text(fs *pflag.FlagSet, p *string, name, short, usage string) {
	take := func(s string) error {
		if s == "" {
			return errEmpty
		}
		*p = s
		return nil
	}
	fs.VarP(&value{kind: "string", show: func() string { return *p }, take: take}, name, short, usage)
}

// Number adds a flag whose value is a whole number of at least least.
func Number(fs *pflag.FlagSet, p *int, name, short string, least int, usage string) {
	take := func(s string) error {
		n, err := strconv.Atoi(s)
		if err != nil || n < least {
			return text.Errorf("invalid value %q; use a whole number, %d or more", s, least)
		}
		*p = n
		return nil
	}
	fs.VarP(&value{kind: "int", show: func() string { return strconv.Itoa(*p) }, take: take}, name, short, usage)
}

// Texts adds a flag that may be repeated, with any text but the empty one.
func Texts(fs *pflag.FlagSet, p *[]string, name, short, usage string) {
	take := func(s string) error {
		if s == "" {
			return errEmpty
		}
		*p = append(*p, s)
		return nil
	}
	fs.VarP(&value{kind: "strings", show: func() string { return strings.Join(*p, ",") }, take: take}, name, short, usage)
}

// Words adds a flag that may be repeated and whose values, also several with
// commas between them, are some of the known words.
func Words(fs *pflag.FlagSet, p *[]string, name, short, usage string, known func() []string) {
	take := func(s string) error {
		for one := range strings.SplitSeq(s, ",") {
			switch {
			case one == "":
				return errEmpty
			case !slices.Contains(known(), one):
				return invalid(one, known())
			}
			*p = append(*p, one)
		}
		return nil
	}
	fs.VarP(&value{"strings", func() string { return strings.Join(*p, ",") }, take, known}, name, short, usage)
}
