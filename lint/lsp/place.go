package lsp

// From the bytes within to the lines and columns of the protocol and back, and
// from URIs to file names.

import (
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/text"
)

// encoding is the unit in which columns count.
type encoding string

const (
	utf8Columns  encoding = "utf-8"
	utf16Columns encoding = "utf-16"
	utf32Columns encoding = "utf-32"
)

// agree picks the encoding: the first that the client names and we know. The
// protocol's default is UTF-16.
func agree(offered []encoding) encoding {
	known := []encoding{utf8Columns, utf16Columns, utf32Columns}
	for _, e := range offered {
		if slices.Contains(known, e) {
			return e
		}
	}
	return utf16Columns
}

// position is where a byte offset stands.
func (e encoding) position(f *text.File, off int) position {
	if f == nil {
		return position{}
	}
	p := f.Position(off)
	out := position{Line: p.Line - 1}
	switch e {
	case utf8Columns:
		out.Character = p.Offset - f.TextStart(p.Offset)
	case utf32Columns:
		out.Character = p.Column - 1
	default:
		out.Character = p.UTF16
	}
	return out
}

func (e encoding) rangeOf(f *text.File, s text.Span) lspRange {
	return lspRange{Start: e.position(f, s.Start), End: e.position(f, max(s.Start, s.End))}
}

// offset is the byte offset of a position, clamped to its line and the file.
func (e encoding) offset(f *text.File, p position) int {
	if p.Line < 0 {
		return 0
	}
	if p.Line >= f.LineCount() {
		return len(f.Data)
	}
	if p.Character < 0 {
		p.Character = 0
	}
	switch e {
	case utf8Columns:
		line := f.LineSpan(p.Line + 1)
		start := f.TextStart(line.End)
		off := min(line.End, start+min(p.Character, len(f.Data)))
		for off > start && off < line.End && !utf8.RuneStart(f.Data[off]) {
			off-- // within a character
		}
		return off
	case utf32Columns:
		return f.OffsetRunes(p.Line+1, min(p.Character, len(f.Data))+1)
	default:
		return f.OffsetUTF16(p.Line, p.Character)
	}
}

func (e encoding) span(f *text.File, r lspRange) text.Span {
	s := text.Span{Start: e.offset(f, r.Start), End: e.offset(f, r.End)}
	if s.End < s.Start {
		s.Start, s.End = s.End, s.Start
	}
	return s
}

// fileName is the absolute file name of a file URI.
func fileName(uri string) (string, bool) { return fileNameOn(uri, filepath.Separator == '\\') }

func fileNameOn(uri string, windows bool) (string, bool) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || u.Path == "" {
		return "", false
	}
	p := u.Path
	if windows {
		switch {
		case u.Host != "":
			p = "//" + u.Host + p
		case len(p) > 2 && p[0] == '/' && p[2] == ':':
			p = strings.ToUpper(p[1:2]) + p[2:]
		}
		p = strings.ReplaceAll(p, "/", `\`)
	} else if u.Host != "" && u.Host != "localhost" {
		return "", false
	}
	if strings.ContainsRune(p, 0) {
		return "", false
	}
	return filepath.Clean(p), true
}

// fileURI is the URI of an absolute file name.
func fileURI(name string) string {
	p := filepath.ToSlash(name)
	u := url.URL{Scheme: "file"}
	switch {
	case strings.HasPrefix(p, "//"): // a share
		host, rest, _ := strings.Cut(p[2:], "/")
		u.Host, u.Path = host, "/"+rest
	case !strings.HasPrefix(p, "/"): // a drive
		u.Path = "/" + p
	default:
		u.Path = p
	}
	return u.String()
}

// below is a file's slash-separated path below a folder.
func below(dir, name string) (string, bool) {
	rel, err := filepath.Rel(dir, name)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) || filepath.IsAbs(rel) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}
