// Package file holds the rules about the files that declarations name.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package file

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
	"github.com/difylint/difylint/schema"
)

// Missing reports declaration files that are named and cannot be read.
var Missing = &lint.Rule{
	ID: "file/missing", Gate: lint.Package, Severity: lint.Error, Refuses: releases.Every(releases.Daemon, releases.SDK), Since: "0.1.0",
	Title:   "a declaration file does not exist",
	Why:     "The daemon opens every provider that the manifest names and every file that a provider names, with the path exactly as written; letter case counts. A missing file stops packaging and installing (\"failed to read …\"). Windows and macOS accept a different letter case and backslashes; the platform runs on Linux and does not.",
	Sources: []string{"dify-plugin-daemon: pkg/plugin_packager/decoder/helper.go"},
	Run: func(p *lint.Pass) {
		for _, r := range p.Plugin.References() {
			if r.Glob || r.Target == nil || r.Target.Err == nil {
				continue
			}
			readers := releases.Every(releases.Daemon, releases.SDK)
			if r.Kind == plugin.Position || r.Kind == plugin.EndpointProvider {
				// The SDK reads no position, and takes a group that is not there for an empty one.
				readers = releases.Every(releases.Daemon)
			}
			report(p, r.Doc, r.Node, r.Written, r.Target.Err, string(r.Kind), ".yaml", readers.And(schema.Read(string(r.Kind))))
		}
	},
}

// python is what report is given as the kind of a source.
const python = "python"

// report says that a named file cannot be read, and which one may be meant.
func report(p *lint.Pass, d *plugin.Document, n *yaml.Node, written string, err error, kind, ext string, refuses releases.Scope) {
	f := lint.Finding{Place: plugin.At(d, n), Refuses: refuses}
	name := plugin.CleanPath(written)
	word := lint.Msg("Python source")
	if kind != python {
		word = plugin.Kind(kind).Words()
	}
	switch {
	case written == "" || n.IsNull():
		f.Message = lint.Msg("the path of a %s file is empty", word)
	case strings.HasPrefix(name, "../"):
		f.Message = lint.Msg("%q points outside the plugin's folder: the package has no such file", written)
	case errors.Is(err, fs.ErrNotExist), strings.Contains(written, "\\"):
		f.Message = lint.Msg("the %s file %q does not exist", word, written).Plus(text.Strange(written))
		if meant, ok := meantFile(p.Plugin, name, ext, kind); ok {
			var why lint.Message
			switch {
			case strings.EqualFold(meant, name):
				why = lint.Msg(" Letter case counts")
			case strings.ReplaceAll(name, "\\", "/") == meant:
				why = lint.Msg(" The separator is /")
			}
			f.Message = lint.Msg("the %s file %q does not exist; did you mean %q?", word, written, meant).Plus(why).Plus(text.Strange(written))
			f.Fixes = lint.FixOf(why.Format != "", lint.Msg("Write %s", meant), yamledit.ReplaceValue(d.Tree, n, meant))
		}
	case errors.Is(err, plugin.ErrIsDir):
		f.Message = lint.Msg("%q is a folder; a %s file is expected", written, word)
	case errors.Is(err, plugin.ErrTooLarge):
		f.Message = lint.Msg("the %s file %q is too large to be checked", word, written)
		f.Severity, f.Gate, f.Refuses = lint.Warning, lint.None, releases.Scope{}
	case errors.Is(err, fs.ErrInvalid):
		f.Message = lint.Msg("%q is not the path of a file in the plugin", written)
	default:
		f.Message = lint.Msg("the %s file %q cannot be read: %s", word, written, reason(err))
	}
	p.Report(f)
}

func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}

// meantFile finds the existing file that a wrong path most likely means: the
// same but for letter case or slashes, the same with the other ending, or the
// nearest in spelling, by the whole path and then by the name.
func meantFile(p *plugin.Plugin, name, ext, kind string) (string, bool) {
	l := p.Listing()
	slashed := path.Clean(strings.ReplaceAll(name, "\\", "/"))
	if l.Has(slashed) {
		return slashed, true
	}
	if same := l.Fold(slashed); len(same) > 0 {
		return same[0], true
	}
	c := candidatesOf.Of(p)
	files := c.files(p, ext, kind)
	if got, ok := c.words.Nearest(slashed, files.all); ok {
		return got, true
	}
	if same := files.byBase[strings.ToLower(path.Base(slashed))]; len(same) == 1 {
		return same[0], true
	}
	return "", false
}

// candidates are the files that a wrong path may mean, by the ending and the kind
// that are asked for.
type candidates struct {
	of    map[[2]string]*pool
	words near.Budget
}

// pool is some files, and by their names in lower case.
type pool struct {
	all    []string
	byBase map[string][]string
}

var candidatesOf = plugin.NewFact(func(*plugin.Plugin) *candidates {
	return &candidates{of: map[[2]string]*pool{}}
})

func (c *candidates) files(p *plugin.Plugin, ext, kind string) *pool {
	key := [2]string{ext, kind}
	out, known := c.of[key]
	if known {
		return out
	}
	out = &pool{byBase: map[string][]string{}}
	named := map[string]bool{}
	for _, d := range p.Documents() {
		for _, n := range SourceNodes(d) {
			named[plugin.CleanPath(n.Str())] = true
		}
	}
	for _, f := range p.Listing().Files {
		if sameEnding(f, ext) && fits(p, f, kind, named) {
			base := strings.ToLower(path.Base(f))
			out.all, out.byBase[base] = append(out.all, f), append(out.byBase[base], f)
		}
	}
	c.of[key] = out
	return out
}

// fits reports whether a file may be of a kind: a declaration has what the kind
// requires and no key of another kind, a source is not one that a declaration names.
func fits(p *plugin.Plugin, name, kind string, named map[string]bool) bool {
	if schema.Get(kind) == nil {
		return !named[name]
	}
	f, err := p.Read(name)
	if err != nil || len(f.Data) > plugin.MaxYAMLSize {
		return false
	}
	tree := yaml.Parse(f)
	if tree.Root == nil {
		return tree.Err != nil // who knows
	}
	return !slices.ContainsFunc(schema.Validate(kind, tree.Root), func(v schema.Violation) bool {
		return v.Node == tree.Root && v.Keyword == "required" && v.Severity == schema.Error ||
			v.Keyword == "unknown" && v.Node.Parent == tree.Root
	})
}

func sameEnding(name, ext string) bool {
	got := path.Ext(name)
	if ext == ".yaml" {
		return got == ".yaml" || got == ".yml"
	}
	return got == ext
}
