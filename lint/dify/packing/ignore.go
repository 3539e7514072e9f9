package packing

import (
	"errors"
	"io/fs"
	"path"
	"strings"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// The limits of an ignore file. What is beyond them is not read.
const (
	MaxPatterns   = 10000
	MaxIgnoreSize = 1 << 20 // bytes
)

// Pattern is a line of the ignore file that counts.
type Pattern struct {
	// Span is its place in the ignore file.
	Span text.Span
	Text string
	// Negated is set for a pattern with "!": packaging never takes back what
	// another pattern left out, so such a line does nothing.
	Negated bool
	// Bad is set for a pattern that can match nothing: its brackets do not
	// close, or it has "**" beside other characters.
	Bad bool
}

// Ignore is an ignore file: the patterns of what packaging leaves out. A nil
// Ignore leaves nothing out.
type Ignore struct {
	File     *text.File
	Patterns []Pattern
	// Truncated is true where the file has more than 10000 patterns or more than
	// 1 MiB, the rest of which is not read, or where there are too many patterns
	// for as many files: Match finds nothing then.
	Truncated bool

	// Most patterns are plain names, which are looked up: each has the index of
	// the first pattern that names it, and of the first that does so for more
	// than folders. go-git is asked about the others.
	names        map[string]named
	bases, paths []compiled
	parents      map[string]int // the folders that were asked about
	asked        int            // how often a pattern was held to a path; a look for a piece is a sixteenth
}

// maxAsked bounds how often patterns are held to paths: 100 patterns to each of
// 5000 files.
const maxAsked = 500_000

type named struct{ first, firstForFiles int } // -1 where there is none

type compiled struct {
	index   int
	pattern gitignore.Pattern
	// piece is a text that stands in every path that the pattern matches, "" where
	// none is known: to look for it is cheaper than to hold the pattern to the path.
	piece string
}

func compile(index int, text string) compiled {
	c := compiled{index: index, pattern: gitignore.ParsePattern(text, nil)}
	for part := range strings.SplitSeq(strings.TrimSuffix(text, "/"), "/") {
		if strings.Contains(part, `\`) {
			continue
		}
		if i := strings.LastIndexAny(part, "[]"); i >= 0 { // what is behind brackets stands for itself
			if part[i] == '[' {
				continue
			}
			part = part[i+1:]
		}
		for _, piece := range strings.FieldsFunc(part, func(r rune) bool { return r == '*' || r == '?' }) {
			if len(piece) > len(c.piece) {
				c.piece = piece
			}
		}
	}
	return c
}

// ReadIgnore reads .difyignore, or .gitignore where that cannot be read, from the
// root of a plugin's folder; nil where there is neither. Source:
// dify-plugin-daemon, pkg/plugin_packager/decoder/fs.go.
func ReadIgnore(fsys fs.FS) *Ignore {
	for _, name := range ignoreFiles {
		data, err := text.ReadIn(fsys, name, MaxIgnoreSize)
		switch {
		case errors.Is(err, text.ErrTooLarge):
			return &Ignore{File: text.NewFile(name, nil), Truncated: true}
		case err == nil:
			return ParseIgnore(text.NewFile(name, data))
		}
	}
	return nil
}

// ParseIgnore reads the lines of an ignore file.
func ParseIgnore(f *text.File) *Ignore {
	ig := &Ignore{File: f, names: map[string]named{}, parents: map[string]int{}}
	if len(f.Data) > MaxIgnoreSize {
		ig.Truncated = true
		return ig
	}
	at := 0
	for line := range strings.SplitSeq(string(f.Data), "\n") {
		start := at
		at += len(line) + 1
		trimmed := strings.TrimSpace(line)
		if trimmed == "" || trimmed[0] == '#' {
			continue
		}
		if len(ig.Patterns) == MaxPatterns {
			ig.Truncated = true
			break
		}
		start += strings.Index(line, trimmed)
		ig.add(Pattern{
			Span:    text.Span{Start: start, End: start + len(trimmed)},
			Text:    trimmed,
			Negated: trimmed[0] == '!',
			Bad:     badPattern(strings.TrimPrefix(trimmed, "!")),
		})
	}
	return ig
}

func (ig *Ignore) add(p Pattern) {
	i := len(ig.Patterns)
	ig.Patterns = append(ig.Patterns, p)
	if p.Negated {
		return // each pattern is asked alone, so that it takes nothing back
	}
	plain := strings.TrimSuffix(p.Text, "/")
	switch {
	case strings.Contains(plain, "/"):
		ig.paths = append(ig.paths, compile(i, p.Text))
	case strings.ContainsAny(plain, `*?[\`):
		ig.bases = append(ig.bases, compile(i, p.Text))
	default:
		n, ok := ig.names[plain]
		if !ok {
			n = named{i, -1}
		}
		if plain == p.Text && n.firstForFiles < 0 {
			n.firstForFiles = i
		}
		ig.names[plain] = n
	}
}

func badPattern(pattern string) bool {
	for part := range strings.SplitSeq(pattern, "/") {
		if _, err := path.Match(part, ""); err != nil {
			return true
		}
		if part != "**" && strings.Contains(part, "**") && strings.Contains(strings.TrimSuffix(pattern, "/"), "/") {
			return true
		}
	}
	return false
}

// Match returns the index of the first pattern that names a path itself, or -1.
// It does not look at the folders above the path.
func (ig *Ignore) Match(name string, dir bool) int {
	if ig == nil {
		return -1
	}
	base, first := path.Base(name), -1
	found := func(i int) {
		if i >= 0 && (first < 0 || i < first) {
			first = i
		}
	}
	if n, ok := ig.names[base]; ok && dir {
		found(n.first)
	} else if ok {
		found(n.firstForFiles)
	}
	if ig.asked += (len(ig.bases) + len(ig.paths)) / 16; ig.asked > maxAsked {
		ig.Truncated = true
		return -1
	}
	found(ig.match(ig.bases, base, []string{base}, dir))
	if len(ig.paths) > 0 {
		found(ig.match(ig.paths, name, strings.Split(name, "/"), dir))
	}
	return first
}

func (ig *Ignore) match(patterns []compiled, name string, parts []string, dir bool) int {
	for i := range patterns {
		p := &patterns[i]
		if !strings.Contains(name, p.piece) {
			continue
		}
		if ig.asked++; p.pattern.Match(parts, dir) == gitignore.Exclude {
			return p.index
		}
	}
	return -1
}

// LeftBy returns the index of the pattern that leaves a path out, by itself or
// because it leaves out a folder above it; -1 where none does.
func (ig *Ignore) LeftBy(name string, dir bool) int {
	if ig == nil {
		return -1
	}
	if parent := path.Dir(name); parent != "." {
		i, ok := ig.parents[parent]
		if !ok {
			i = ig.LeftBy(parent, true)
			ig.parents[parent] = i
		}
		if i >= 0 {
			return i
		}
	}
	return ig.Match(name, dir)
}
