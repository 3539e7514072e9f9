// Package packing knows what the platform's packaging takes from a plugin's
// folder: all files without those that .difyignore, else .gitignore, names,
// asked as the daemon asks.
//
// Stable: see docs/stability.md.
package packing

import (
	"slices"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// Contents are the files and folders that packaging takes in.
type Contents struct {
	// Files are the paths of regular files in order; those in Closed are left out.
	Files []string
	// Dirs are the paths of all folders in order, those in Closed included.
	Dirs []string
	// Closed are folders that are taken in and were not entered: version control,
	// virtual environments and node_modules.
	Closed []string
	// Links are symbolic links and other files that are not regular.
	Links []string
	// Ignore names what is left out; nil for a package, and where there is no
	// ignore file.
	Ignore *Ignore
	// Truncated is true where the folder holds too many files to list.
	Truncated bool
}

var contents = plugin.NewFact(list).From(func(p *plugin.Plugin) []any {
	in := []any{p.Listing(), p.Packaged}
	for _, name := range ignoreFiles {
		f, _ := p.Read(name)
		in = append(in, f)
	}
	return in
})

// ignoreFiles are the files that packaging obeys: the first that is there.
var ignoreFiles = [...]string{".difyignore", ".gitignore"}

// Of lists what packaging takes in of a plugin. A package is what it is.
func Of(p *plugin.Plugin) *Contents { return contents.Of(p) }

func list(p *plugin.Plugin) *Contents {
	l := p.Listing()
	c := &Contents{Files: l.Files, Dirs: l.Dirs, Links: l.Links, Truncated: l.Truncated}
	if !p.Packaged {
		c.Ignore = IgnoreOf(p)
	}
	if c.Ignore != nil {
		c.Files = c.Ignore.keep(l.Files, false)
		c.Dirs = c.Ignore.keep(l.Dirs, true)
		c.Links = c.Ignore.keep(l.Links, false)
	}
	for _, d := range c.Dirs {
		if l.Skipped[d] != "" {
			c.Closed = append(c.Closed, d)
		}
	}
	return c
}

// IgnoreOf reads the ignore file that packaging obeys in a plugin's folder, as
// ReadIgnore does.
func IgnoreOf(p *plugin.Plugin) *Ignore {
	for _, name := range ignoreFiles {
		if f, err := p.Read(name); err == nil {
			return ParseIgnore(f)
		}
	}
	return nil
}

func (ig *Ignore) keep(names []string, dir bool) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return ig.LeftBy(n, dir) >= 0 })
}

// LeaveOut returns the edits that add a line to the ignore file, and the place
// that they edit; nil where there is none.
func (c *Contents) LeaveOut(line string) ([]text.Edit, plugin.Place) {
	if c.Ignore == nil {
		return nil, plugin.Place{}
	}
	f := c.Ignore.File
	at := text.Span{Start: len(f.Data), End: len(f.Data)}
	newline := f.NewlineAt(len(f.Data))
	with := line + newline
	if at.End > 0 && f.Data[at.End-1] != '\n' {
		with = newline + with
	}
	return []text.Edit{{Path: f.Path, Span: at, New: with}}, plugin.AtSpan(f, at)
}
