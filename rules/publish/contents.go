package publish

// What packaging takes in: the plugin's files without those that .difyignore,
// else .gitignore, names, asked as the daemon asks.

import (
	"path"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
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
	// Ignores is the file that names what is left out, or nil.
	Ignores *text.File
	// Truncated is true where the folder holds too many files to list.
	Truncated bool
}

// listed is what the contents follow from.
type listed struct {
	listing     *plugin.Listing
	packaged    bool
	dify, plain *text.File
}

var contents = plugin.NewKeptFact(func(p *plugin.Plugin) listed {
	in := listed{listing: p.Listing(), packaged: p.Packaged}
	in.dify, _ = p.Read(".difyignore")
	in.plain, _ = p.Read(".gitignore")
	return in
}, listContents)

// ContentsOf lists what packaging takes in of a plugin. A package is what it is.
func ContentsOf(p *plugin.Plugin) *Contents { return contents.Of(p) }

func listContents(p *plugin.Plugin) *Contents {
	l := p.Listing()
	c := &Contents{Files: l.Files, Dirs: l.Dirs, Links: l.Links, Truncated: l.Truncated}
	if !p.Packaged {
		var ig *ignores
		if ig, c.Ignores = readIgnores(p); ig != nil {
			c.Files = keep(l.Files, false, ig.leaves)
			c.Dirs = keep(l.Dirs, true, ig.leaves)
			c.Links = keep(l.Links, false, ig.leaves)
		}
	}
	for _, d := range c.Dirs {
		if l.Skipped[d] != "" {
			c.Closed = append(c.Closed, d)
		}
	}
	return c
}

func keep(names []string, dir bool, left func(string, bool) bool) []string {
	var out []string
	for _, n := range names {
		if !left(n, dir) {
			out = append(out, n)
		}
	}
	return out
}

// maxPatterns bounds the lines of an ignore file that are read.
const maxPatterns = 10000

// ignores are the patterns of an ignore file. Most are plain names, which are
// looked up; go-git is asked about the others.
type ignores struct {
	// names are patterns without a wildcard or slash; true for folders only.
	names map[string]bool
	// bases match the last part of a path, paths the whole.
	bases, paths []gitignore.Pattern
	dirs         map[string]bool
}

// readIgnores reads .difyignore, else .gitignore, as packaging does
// (dify-plugin-daemon, pkg/plugin_packager/decoder/fs.go).
func readIgnores(p *plugin.Plugin) (*ignores, *text.File) {
	for _, name := range [...]string{".difyignore", ".gitignore"} {
		f, err := p.Read(name)
		if err != nil || len(f.Data) > plugin.MaxYAMLSize {
			continue
		}
		ig := &ignores{names: map[string]bool{}, dirs: map[string]bool{}}
		n := 0
		for line := range strings.SplitSeq(string(f.Data), "\n") {
			if n++; n > maxPatterns {
				break
			}
			ig.add(strings.TrimSpace(line))
		}
		return ig, f
	}
	return nil, nil
}

// LeftBy is the first line of the ignore file that leaves a file out, and its
// place; empty where none does.
func (c *Contents) LeftBy(name string) (line string, at text.Span) {
	if c.Ignores == nil {
		return "", text.Span{}
	}
	for l := 1; l <= min(c.Ignores.LineCount(), maxPatterns); l++ {
		span := c.Ignores.LineSpan(l)
		written := c.Ignores.Slice(span)
		line := strings.TrimSpace(written)
		one := &ignores{names: map[string]bool{}, dirs: map[string]bool{}}
		if one.add(line); one.leaves(name, false) {
			start := span.Start + strings.Index(written, line)
			return line, text.Span{Start: start, End: start + len(line)}
		}
	}
	return "", text.Span{}
}

// add takes in one line. A "!" takes nothing back, for each pattern is asked
// alone.
func (ig *ignores) add(line string) {
	if line == "" || line[0] == '#' || line[0] == '!' {
		return
	}
	plain := strings.TrimSuffix(line, "/")
	switch {
	case strings.Contains(plain, "/"):
		ig.paths = append(ig.paths, gitignore.ParsePattern(line, nil))
	case strings.ContainsAny(plain, `*?[\`):
		ig.bases = append(ig.bases, gitignore.ParsePattern(line, nil))
	default:
		dirOnly := plain != line
		if was, ok := ig.names[plain]; !ok || was {
			ig.names[plain] = dirOnly
		}
	}
}

// leaves reports whether packaging leaves a path out, by itself or because it
// leaves out a folder above it.
func (ig *ignores) leaves(name string, dir bool) bool {
	if parent := path.Dir(name); parent != "." {
		got, ok := ig.dirs[parent]
		if !ok {
			got = ig.leaves(parent, true)
			ig.dirs[parent] = got
		}
		if got {
			return true
		}
	}
	base := path.Base(name)
	if dirOnly, ok := ig.names[base]; ok && (dir || !dirOnly) {
		return true
	}
	return match(ig.bases, []string{base}, dir) || len(ig.paths) > 0 && match(ig.paths, strings.Split(name, "/"), dir)
}

func match(patterns []gitignore.Pattern, parts []string, dir bool) bool {
	for _, p := range patterns {
		if p.Match(parts, dir) == gitignore.Exclude {
			return true
		}
	}
	return false
}

// LeaveOut is the fix that makes packaging leave out what a line of an ignore
// file names, and the place that it edits. Where there is no such file, or the
// plugin is a package, there is no fix.
func (c *Contents) LeaveOut(line string) ([]lint.Fix, []lint.Related) {
	f := c.Ignores
	if f == nil {
		return nil, nil
	}
	at := text.Span{Start: len(f.Data), End: len(f.Data)}
	with := line + eol(f)
	if at.End > 0 && f.Data[at.End-1] != '\n' {
		with = eol(f) + with
	}
	return lint.SafeFix("Add "+line+" to "+f.Path, []text.Edit{{Path: f.Path, Span: at, New: with}}),
		[]lint.Related{{Place: plugin.AtSpan(f, at), Message: lint.Msg("what packaging leaves out stands here")}}
}

// advice says how to keep something out of the package.
func (c *Contents) advice(p *plugin.Plugin, line string) (string, []any) {
	switch {
	case p.Packaged:
		return "pack again without it", nil
	case c.Ignores != nil:
		return "add %s to %s", []any{line, c.Ignores.Path}
	}
	return "write a .difyignore with the line %s", []any{line}
}

// head is the first bytes of a file, at most n, without keeping the rest.
func head(p *plugin.Plugin, name string, n int) ([]byte, error) {
	f, err := p.FS.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	buf := make([]byte, n)
	got, err := f.Read(buf)
	if got > 0 {
		err = nil
	}
	return buf[:max(got, 0)], err
}
