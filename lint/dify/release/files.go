package release

// Which files of the package differ.

import (
	"bytes"
	"crypto/sha1" // Git's own hash, not a defence
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/packing"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// FileChange is one file that differs.
type FileChange struct {
	Path string
	// Was and Is say whether the file is in the old and in the new plugin.
	Was, Is bool
}

// Hasher is implemented by file systems that know the Git blob hash of a file
// without reading it, in lower-case hexadecimal.
type Hasher interface {
	BlobHash(name string) (string, bool)
}

// Files lists the files that differ between two plugins, in order. It leaves
// out what packaging leaves out, and what tools drop into a folder.
func Files(old, cur *plugin.Plugin) []FileChange {
	before, after := packed(old), packed(cur)
	var out []FileChange
	for i, j := 0, 0; i < len(before) || j < len(after); {
		switch {
		case j == len(after) || i < len(before) && before[i] < after[j]:
			out = append(out, FileChange{before[i], true, false})
			i++
		case i == len(before) || after[j] < before[i]:
			out = append(out, FileChange{after[j], false, true})
			j++
		default:
			if !sameFile(old.FS, cur.FS, before[i]) {
				out = append(out, FileChange{before[i], true, true})
			}
			i, j = i+1, j+1
		}
	}
	return out
}

// leftovers are what tools, not authors, put into a plugin's folder, by base
// name of a file or folder.
var leftovers = map[string]bool{
	"__pycache__": true, ".DS_Store": true, "Thumbs.db": true, ".idea": true, ".vscode": true, ".pytest_cache": true,
	".ruff_cache": true, ".mypy_cache": true, ".venv": true, "venv": true, ".env": true, ".git": true,
}

// packed are the paths of a plugin's files that packaging takes, in order. A
// .gitignore beside a .difyignore counts here too, since Git does not keep what
// it names.
func packed(p *plugin.Plugin) []string {
	c := packing.Of(p)
	var git *packing.Ignore
	if c.Ignore != nil && c.Ignore.File.Path != ".gitignore" {
		if f, err := p.Read(".gitignore"); err == nil {
			git = packing.ParseIgnore(f)
		}
	}
	left := map[string]bool{}
	var leftover func(dir string) bool
	leftover = func(dir string) bool {
		if dir == "." {
			return false
		}
		got, ok := left[dir]
		if !ok {
			got = leftovers[path.Base(dir)] || leftover(path.Dir(dir))
			left[dir] = got
		}
		return got
	}
	var out []string
	for _, f := range c.Files {
		base := path.Base(f)
		if !leftovers[base] && !strings.HasSuffix(base, ".pyc") && !strings.HasSuffix(base, ".difypkg") && !leftover(path.Dir(f)) && git.LeftBy(f, false) < 0 {
			out = append(out, f)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// sameFile compares a file's bytes in two file systems, by Git's hash where one
// of them knows it: then the other's bytes alone are read. A checkout that made
// CRLF of LF is no change.
func sameFile(a, b fs.FS, name string) bool {
	h, okA := blobHash(a, name)
	g, okB := blobHash(b, name)
	switch {
	case okA && okB:
		return h == g
	case okA:
		return hashes(b, name, h)
	case okB:
		return hashes(a, name, g)
	}
	f, err := a.Open(name)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	other, err := b.Open(name)
	if err != nil {
		return false
	}
	defer func() { _ = other.Close() }()
	if x, err := f.Stat(); err == nil {
		if y, err := other.Stat(); err == nil && x.Size() != y.Size() {
			return false
		}
	}
	return sameBytes(io.LimitReader(f, plugin.MaxFileSize+1), io.LimitReader(other, plugin.MaxFileSize+1))
}

func blobHash(fsys fs.FS, name string) (string, bool) {
	if h, ok := fsys.(Hasher); ok {
		return h.BlobHash(name)
	}
	return "", false
}

// hashes reports whether a file has a Git hash, as it is or with LF for CRLF.
func hashes(fsys fs.FS, name, want string) bool {
	data, err := text.ReadIn(fsys, name, plugin.MaxFileSize)
	if err != nil {
		return false
	}
	sum := func(data []byte) string {
		h := sha1.New()
		if len(want) == sha256.Size*2 {
			h = sha256.New()
		}
		_, _ = fmt.Fprintf(h, "blob %d\x00", len(data))
		_, _ = h.Write(data)
		return hex.EncodeToString(h.Sum(nil))
	}
	if sum(data) == want {
		return true
	}
	return bytes.Contains(data, []byte("\r\n")) && !bytes.ContainsRune(data, 0) && sum(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))) == want
}

const chunk = 64 << 10

// sameBytes compares without holding a file whole.
func sameBytes(a, b io.Reader) bool {
	x, y := make([]byte, chunk), make([]byte, chunk)
	for {
		n, errA := io.ReadFull(a, x)
		m, errB := io.ReadFull(b, y)
		if n != m || !bytes.Equal(x[:n], y[:m]) {
			return false
		}
		if errA != nil || errB != nil {
			ended := func(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }
			return ended(errA) && ended(errB)
		}
	}
}
