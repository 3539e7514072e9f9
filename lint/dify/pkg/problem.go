// What can be wrong with a package, as data.

package pkg

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/difylint/difylint/lint/source/text"
)

// Code names a kind of problem. It never changes once released.
type Code string

// The container.
const (
	CodePrefix      Code = "data-before-start"
	CodeTrailing    Code = "data-after-end"
	CodeGap         Code = "data-between-entries"
	CodeZip64       Code = "zip64"
	CodeFormat      Code = "not-a-zip"
	CodeDirectory   Code = "directory-damaged"
	CodeFileSize    Code = "package-too-large"
	CodeTotalSize   Code = "contents-too-large"
	CodeEntryCount  Code = "too-many-entries"
	CodeBigIndex    Code = "directory-too-large"
	CodeManyFolders Code = "too-many-folders"
)

// An entry's name.
const (
	CodeNameEmpty    Code = "name-empty"
	CodeNameAbsolute Code = "name-absolute"
	CodeNameParent   Code = "name-parent"
	CodeNameUnclean  Code = "name-unclean"
	CodeNameBack     Code = "name-backslash"
	CodeNameDrive    Code = "name-drive-letter"
	CodeNameControl  Code = "name-control-character"
	CodeNameUTF8     Code = "name-not-utf8"
	CodeNameLong     Code = "name-too-long"
	CodeDuplicate    Code = "name-duplicate"
	CodeCase         Code = "name-differs-by-case"
	CodeFileAndDir   Code = "name-file-and-folder"
)

// An entry's nature and layout.
const (
	CodeFolder      Code = "folder-entry"
	CodeLink        Code = "symbolic-link"
	CodeSpecial     Code = "special-file"
	CodeEncrypted   Code = "encrypted"
	CodeMethod      Code = "unknown-compression"
	CodeRatio       Code = "compression-bomb"
	CodeOverlap     Code = "entries-overlap"
	CodeNoHeader    Code = "local-header-missing"
	CodeHeaderNames Code = "local-header-differs"
)

// An entry's content, known only after Scan.
const (
	CodeCorrupt   Code = "content-corrupt"
	CodeTruncated Code = "content-truncated"
	CodeSize      Code = "content-size-differs"
	CodeCRC       Code = "content-crc-differs"
	CodeNoCRC     Code = "content-crc-absent"
	CodeLimit     Code = "content-over-limit"
)

// Problem is one thing that is odd about a package.
type Problem struct {
	Code Code
	// Entry is the stored name of the entry, "" for the container itself. It
	// is as hostile as the package: print it quoted.
	Entry string
	// Index is the entry's place in Entries, -1 for the container.
	Index int
	// Format and Args are the message, apart so that it can be translated.
	Format string
	Args   []any
	// Refused says that a daemon with default settings certainly refuses the
	// package for this: on upload, or when it unpacks the package to start the
	// plugin. Source: langgenius/dify-plugin-daemon,
	// internal/service/plugin_decoder.go, pkg/plugin_packager/decoder/zip.go.
	Refused bool
}

// Message is the problem in English, one sentence without its entry's name.
func (p Problem) Message() string { return fmt.Sprintf(p.Format, p.Args...) }

// maxPerCode bounds how many problems of one kind are kept: a hostile package
// can have as many as it has entries.
const maxPerCode = 50

// problems collects problems, bounded per code.
type problems struct {
	all    []Problem
	counts map[Code]int
}

func (ps *problems) add(p Problem) {
	if ps.counts == nil {
		ps.counts = map[Code]int{}
	}
	ps.counts[p.Code]++
	if ps.counts[p.Code] <= maxPerCode {
		ps.all = append(ps.all, p)
	}
}

// container adds a problem of the container.
func (ps *problems) container(code Code, refused bool, format string, args ...any) {
	ps.add(Problem{Code: code, Index: -1, Format: format, Args: args, Refused: refused})
}

// entry adds a problem of one entry.
func (ps *problems) entry(e *Entry, index int, code Code, refused bool, format string, args ...any) {
	ps.add(Problem{Code: code, Entry: e.Name, Index: index, Format: format, Args: args, Refused: refused})
}

// list is the problems by entry, the container's first; a kind that was cut
// off ends in one problem that says how many more there are.
func (ps *problems) list() []Problem {
	out := slices.Clone(ps.all)
	slices.SortStableFunc(out, func(a, b Problem) int {
		return cmp.Or(a.Index-b.Index, cmp.Compare(a.Code, b.Code))
	})
	for _, code := range slices.Sorted(maps.Keys(ps.counts)) {
		if more := ps.counts[code] - maxPerCode; more > 0 {
			out = append(out, Problem{Code: code, Index: -1, Format: "%d more entries have the same problem", Args: []any{more}})
		}
	}
	return out
}

// FormatError says why bytes are no package at all.
type FormatError struct {
	// Reason is one clear sentence without a full stop.
	Reason text.Message
}

func (e *FormatError) Error() string { return e.Said().String() }

// Said is the error as a message.
func (e *FormatError) Said() text.Message { return text.Msg("not a readable .difypkg: %s", e.Reason) }

// LimitError is returned by a read that met one of the Limits.
type LimitError struct {
	// Path is the entry that was being read.
	Path string
	// Limit is the number of bytes that was allowed, for the entry or in total.
	Limit int64
	// Total is set where the limit over all entries was met.
	Total bool
}

func (e *LimitError) Error() string { return e.Said().String() }

// Said is the error as a message.
func (e *LimitError) Said() text.Message {
	if e.Total {
		return text.Msg("%q: the package holds more than %d bytes, the limit for one run", e.Path, e.Limit)
	}
	return text.Msg("%q: holds more than %d bytes, the limit for one file", e.Path, e.Limit)
}

// short is a hostile name fit for a message: bounded in length.
func short(name string) string {
	const most = 120
	if len(name) <= most {
		return name
	}
	return name[:most] + "…"
}
