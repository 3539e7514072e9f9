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

// Word adds a flag whose value is one of some words.
func Word(fs *pflag.FlagSet, p *string, name, short, usage string, words ...string) {
	fs.VarP(&wordValue{p, words}, name, short, usage)
}

type wordValue struct {
	p     *string
	words []string
}

func (v *wordValue) known() []string { return v.words }
func (v *wordValue) String() string  { return *v.p }
func (v *wordValue) Type() string    { return "string" }
func (v *wordValue) Set(s string) error {
	if !slices.Contains(v.words, s) {
		return invalid(s, v.words)
	}
	*v.p = s
	return nil
}

// Text adds a flag whose value is any text but the empty one.
func Text(fs *pflag.FlagSet, p *string, name, short, usage string) {
	fs.VarP((*textValue)(p), name, short, usage)
}

type textValue string

func (v *textValue) String() string { return string(*v) }
func (v *textValue) Type() string   { return "string" }
func (v *textValue) Set(s string) error {
	if s == "" {
		return errEmpty
	}
	*v = textValue(s)
	return nil
}

// Number adds a flag whose value is a whole number of at least least.
func Number(fs *pflag.FlagSet, p *int, name, short string, least int, usage string) {
	fs.VarP(&numberValue{p, least}, name, short, usage)
}

type numberValue struct {
	p     *int
	least int
}

func (v *numberValue) String() string { return strconv.Itoa(*v.p) }
func (v *numberValue) Type() string   { return "int" }
func (v *numberValue) Set(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < v.least {
		return text.Errorf("invalid value %q; use a whole number, %d or more", s, v.least)
	}
	*v.p = n
	return nil
}

// Texts adds a flag that may be repeated, with any text but the empty one.
func Texts(fs *pflag.FlagSet, p *[]string, name, short, usage string) {
	fs.VarP(&listValue{p: p}, name, short, usage)
}

// Words adds a flag that may be repeated and whose values, also several with
// commas between them, are some of the known words.
func Words(fs *pflag.FlagSet, p *[]string, name, short, usage string, known func() []string) {
	fs.VarP(&listValue{p: p, words: known, split: true}, name, short, usage)
}

type listValue struct {
	p     *[]string
	words func() []string
	split bool
}

func (v *listValue) known() []string {
	if v.words == nil {
		return nil
	}
	return v.words()
}

func (v *listValue) String() string { return strings.Join(*v.p, ",") }
func (v *listValue) Type() string   { return "strings" }
func (v *listValue) Set(s string) error {
	list := []string{s}
	if v.split {
		list = strings.Split(s, ",")
	}
	for _, one := range list {
		if one == "" {
			return errEmpty
		}
		if known := v.known(); known != nil && !slices.Contains(known, one) {
			return invalid(one, known)
		}
		*v.p = append(*v.p, one)
	}
	return nil
}
