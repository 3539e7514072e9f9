package installation

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Value is a value as a container or compose gets it.
type Value struct {
	// Name is its name in the container; "" for a value that is not in the environment.
	Name string
	// Text is the value.
	Text string
	// At is where it is written: in a compose file or a file of env_file.
	At plugin.Place
	// Entries are the lines of .env whose values went into it.
	Entries []*Entry
	// Names are the variables that it asks for, in order.
	Names []string
	// FromFile is the line of a file of env_file that it is, or nil.
	FromFile *Entry
	// Hidden are the lines of files of env_file that it takes the place of.
	Hidden []*Entry

	doc  *plugin.Document
	node *yaml.Node
	// usual is what it would be if no variable was set.
	usual string
}

// Usual reports whether a variable is set to what the compose file takes without it.
func (v *Value) Usual() bool { return len(v.Entries) > 0 && v.FromFile == nil && v.usual == v.Text }

// Place is where to change the value: the line of .env that decides, else where
// it is written.
func (v *Value) Place() plugin.Place {
	if len(v.Entries) > 0 {
		return v.Entries[0].Place()
	}
	return v.At
}

// Label is the name by which an administrator sets the value: the variable that
// it comes from, or else its own.
func (v *Value) Label() string {
	if len(v.Entries) > 0 {
		return v.Entries[0].Name
	}
	if len(v.Names) > 0 {
		return v.Names[0]
	}
	return v.Name
}

// Given reports whether somebody set the value: a line of .env or of an
// env_file, or a value without variables. A default of the compose file is not given.
func (v *Value) Given() bool {
	return v != nil && (len(v.Entries) > 0 || v.FromFile != nil || len(v.Names) == 0)
}

// Or is the value's text, or another where there is none or it is empty.
func (v *Value) Or(otherwise string) string {
	if v == nil {
		return otherwise
	}
	return cmp.Or(v.Text, otherwise)
}

// Secret reports whether the value must not be shown.
func (v *Value) Secret() bool {
	return Secret(v.Name) || slices.ContainsFunc(v.Names, Secret)
}

// Shown is the value as messages may quote it.
func (v *Value) Shown() string {
	if v.Secret() {
		return "***"
	}
	return Clean(v.Text)
}

// Clean is a value on one line, not too long, and without the password of a URL.
func Clean(s string) string {
	if scheme, rest, ok := strings.Cut(s, "://"); ok {
		host, tail, _ := strings.Cut(rest, "/")
		if at := strings.LastIndexByte(host, '@'); at >= 0 {
			s = scheme + "://***" + host[at:]
			if strings.Contains(rest, "/") {
				s += "/" + tail
			}
		}
	}
	return short(s)
}

// Replace makes the edits that give the value another text, where one line or
// one literal holds it; else nil.
func (v *Value) Replace(with string) []text.Edit {
	switch {
	case len(v.Entries) == 1 && v.Entries[0].Text == v.Text:
		return v.Entries[0].Replace(with)
	case len(v.Entries) == 0 && v.FromFile != nil:
		return v.FromFile.Replace(with)
	case len(v.Names) == 0 && v.node != nil && v.node.Key != nil:
		return yamledit.ReplaceValue(v.doc.Tree, v.node, with)
	}
	return nil
}

// Replace makes the edits that give a line of an .env file another value.
func (e *Entry) Replace(with string) []text.Edit {
	if e.Inherits || strings.ContainsAny(with, "\n\"'$#\\") {
		return nil
	}
	if e.Quote != 0 {
		with = string(e.Quote) + with + string(e.Quote)
	}
	return text.ReplaceText(e.File, e.ValueSpan, with)
}

// scalar is a value of a compose file with its variables filled in; nil where
// there is none.
func (in *Installation) scalar(d *plugin.Document, n *yaml.Node) *Value {
	if n == nil || !n.IsScalar() {
		return nil
	}
	v := in.fill(literal(n), plugin.At(d, n))
	v.doc, v.node = d, n
	return v
}

// fill puts the values of variables into a text of a compose file.
func (in *Installation) fill(written string, at plugin.Place) *Value {
	v := &Value{Text: written, At: at, usual: written}
	if !strings.Contains(written, "$") {
		return v
	}
	none := template{lookup: func(string) (string, bool) { return "", false }}
	v.usual = none.expand(written, 0)
	t := template{lookup: in.lookup}
	v.Text = t.expand(written, 0)
	v.Names = t.names
	for _, name := range t.used {
		if e := in.Env.Get(name); e != nil && !e.Inherits && !slices.Contains(v.Entries, e) {
			v.Entries = append(v.Entries, e)
		}
	}
	if t.problem != "" && !slices.ContainsFunc(in.Problems, func(p Problem) bool { return p.Place == at }) {
		in.Problems = append(in.Problems, Problem{Place: at, Format: "%s", Args: []any{t.problem}, Beyond: t.beyond})
	}
	return v
}

// literal is a scalar as compose hands it on: numbers and booleans are read and
// printed again, so 600.0 arrives as 600.
func literal(n *yaml.Node) string {
	s := n.Str()
	r := n.Resolve()
	if r == nil || r.Style != yaml.Plain {
		return s
	}
	switch r.Tag {
	case "!!int":
		if i, err := strconv.ParseInt(strings.ReplaceAll(s, "_", ""), 0, 64); err == nil {
			return strconv.FormatInt(i, 10)
		}
	case "!!float":
		if x, err := strconv.ParseFloat(strings.ReplaceAll(s, "_", ""), 64); err == nil {
			return fmt.Sprint(x)
		}
	case "!!bool":
		return strings.ToLower(s)
	}
	return s
}
