package advisory

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// Limits of what is read.
const (
	// MaxRecord is the largest record that is read, in bytes.
	MaxRecord = 16 << 20
	// MaxRecords is how many records are read.
	MaxRecords = 2_000_000
)

// Known is the input that has the known vulnerabilities.
var Known = plugin.NewInput[*Source]()

// Source is a folder or a zip of records. It is safe for concurrent use.
type Source struct {
	// Label is the path, as messages name it.
	Label string
	// list calls yield with each record, until it returns false. What it gave is
	// readable until end is called.
	list func(yield func(open func() (io.ReadCloser, error)) bool) (end func(), err error)
}

// Open opens a folder, or a zip. The error is that of the file system, or says
// that it is neither.
func Open(name string) (*Source, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		s := FS(text.Folder(name))
		s.Label = filepath.ToSlash(name)
		return s, nil
	}
	_, end, err := openZip(name)
	if err != nil {
		return nil, text.Errorf("%s: advisories are a folder or a zip of OSV records: %w", name, err)
	}
	end()
	return &Source{Label: filepath.ToSlash(name), list: func(yield func(func() (io.ReadCloser, error)) bool) (func(), error) {
		r, end, err := openZip(name)
		if err != nil {
			return func() {}, err
		}
		for _, f := range r.File {
			if isRecord(f.Name) && !yield(f.Open) {
				break
			}
		}
		return end, nil
	}}, nil
}

// openZip opens a zip; end closes it.
func openZip(name string) (r *zip.Reader, end func(), err error) {
	f, err := text.Open(name)
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err == nil {
		r, err = zip.NewReader(f, info.Size())
	}
	if err != nil {
		_ = f.Close()
		return nil, nil, err
	}
	return r, func() { _ = f.Close() }, nil
}

// FS is the records of a file system.
func FS(fsys fs.FS) *Source {
	return &Source{Label: ".", list: func(yield func(func() (io.ReadCloser, error)) bool) (func(), error) {
		err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if !d.IsDir() && isRecord(name) && !yield(func() (io.ReadCloser, error) { return fsys.Open(name) }) {
				return fs.SkipAll
			}
			return nil
		})
		return func() {}, err
	}}
}

func isRecord(name string) bool { return strings.EqualFold(path.Ext(name), ".json") }

// Result is what a source says of some packages.
type Result struct {
	// Advisories by normalised name, in the order of their IDs.
	Advisories map[string][]*Advisory
	// Records is how many there were, Unread how many of them were no records of
	// OSV, or too large.
	Records, Unread int
}

// For reads the source once, for the packages of these normalised names. The
// error is the context's, or that of the file system.
func (s *Source) For(ctx context.Context, names map[string]bool) (*Result, error) {
	out := &Result{Advisories: map[string][]*Advisory{}}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var (
		mu    sync.Mutex
		wait  sync.WaitGroup
		first error
	)
	work := make(chan func() (io.ReadCloser, error), 64)
	for range runtime.GOMAXPROCS(0) {
		wait.Add(1)
		go func() {
			defer wait.Done()
			var buffer bytes.Buffer
			for open := range work {
				found, unread, err := one(open, &buffer, names)
				mu.Lock()
				out.Records++
				if unread {
					out.Unread++
				}
				if err != nil && first == nil {
					first = err
					cancel()
				}
				for _, a := range found {
					out.Advisories[a.Package] = append(out.Advisories[a.Package], a)
				}
				mu.Unlock()
			}
		}()
	}
	n := 0
	end, err := s.list(func(open func() (io.ReadCloser, error)) bool {
		if n++; n > MaxRecords {
			return false
		}
		select {
		case work <- open:
			return true
		case <-ctx.Done():
			return false
		}
	})
	close(work)
	wait.Wait()
	end()
	for _, list := range out.Advisories {
		slices.SortFunc(list, func(a, b *Advisory) int { return strings.Compare(a.ID, b.ID) })
	}
	if err = errors.Join(first, err); err == nil && n <= MaxRecords {
		err = context.Cause(ctx)
	}
	return out, err
}

// one reads one record; buffer is used again.
func one(open func() (io.ReadCloser, error), buffer *bytes.Buffer, names map[string]bool) (found []*Advisory, unread bool, err error) {
	f, err := open()
	if err != nil {
		return nil, false, err
	}
	defer func() { _ = f.Close() }()
	buffer.Reset()
	n, err := buffer.ReadFrom(io.LimitReader(f, MaxRecord+1))
	if err != nil || n > MaxRecord {
		return nil, true, nil // a damaged entry says nothing of the others
	}
	data := buffer.Bytes()
	if !concerns(data, names) {
		return nil, !whole(data), nil
	}
	found, err = decode(data, names)
	return found, err != nil, nil
}

// whole reports whether a text looks like a JSON object from its first to its last
// character. A record of another package is not looked into further.
func whole(data []byte) bool {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	return len(data) > 1 && data[0] == '{' && data[len(data)-1] == '}'
}
