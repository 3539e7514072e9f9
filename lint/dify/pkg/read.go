// Entries are decompressed here, and nowhere else: every byte is counted
// against the limits, whatever the directory declared.

package pkg

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"sync"

	"github.com/difylint/difylint/lint/source/text"
)

const (
	methodStore   = 0
	methodDeflate = 8
)

var (
	errNotFolder = text.Errorf("not a folder")
	errFolder    = text.Errorf("is a folder")
)

// damage is why an entry's content cannot be had; the platform fails on it too.
type damage struct {
	code   Code
	format string
	args   []any
}

func (d *damage) Error() string { return fmt.Sprintf(d.format, d.args...) }

// inflaters are used for one entry after the other: each holds 40 KB.
var inflaters = sync.Pool{New: func() any { return flate.NewReader(nil) }}

// content reads one entry, checks what archive/zip checks and counts.
type content struct {
	p     *Package
	index int
	src   io.Reader
	crc   hash.Hash32
	n     int64
	err   error
}

// open prepares to read the entry of that index.
func (p *Package) open(index int) (*content, error) {
	e := &p.entries[index]
	if e.body < 0 {
		return nil, &damage{code: CodeNoHeader, format: "its data cannot be found: no entry begins at offset %d", args: []any{e.header}}
	}
	if !p.charge(index, 0) { // a reader would make room first, and then fail
		return nil, &LimitError{Path: short(e.Name), Limit: p.limits.Total, Total: true}
	}
	raw := io.NewSectionReader(p.r, e.body, int64(e.Compressed))
	c := &content{p: p, index: index, crc: crc32.NewIEEE()}
	switch e.Method {
	case methodStore:
		c.src = raw
	case methodDeflate:
		c.src, _ = inflaters.Get().(io.Reader)
		if err := c.src.(flate.Resetter).Reset(raw, nil); err != nil {
			return nil, err
		}
	default:
		return nil, &damage{code: CodeMethod, format: "it is compressed by method %d (%s); the platform reads only stored (0) and deflated (8) entries",
			args: []any{e.Method, methodName(e.Method)}}
	}
	return c, nil
}

// close gives the inflater to another entry; nothing more is read of this one.
func (c *content) close() {
	if r, ok := c.src.(flate.Resetter); ok && r.Reset(bytes.NewReader(nil), nil) == nil {
		inflaters.Put(r)
	}
	c.src, c.err = nil, fs.ErrClosed
}

func (c *content) Read(b []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	e := &c.p.entries[c.index]
	n, err := c.src.Read(b)
	c.crc.Write(b[:n])
	c.n += int64(n)
	switch {
	case uint64(c.n) > e.Size:
		c.err = &damage{code: CodeSize, format: "it declares %d bytes and holds more", args: []any{e.Size}}
		n = 0
	case c.n > c.p.limits.Entry:
		c.err = &LimitError{Path: short(e.Name), Limit: c.p.limits.Entry}
		n = 0
	case !c.p.charge(c.index, c.n):
		c.err = &LimitError{Path: short(e.Name), Limit: c.p.limits.Total, Total: true}
		n = 0
	case errors.Is(err, io.EOF):
		c.err = c.finish(e)
	case err != nil:
		var corrupt flate.CorruptInputError
		if errors.As(err, &corrupt) {
			err = &damage{code: CodeCorrupt, format: "its compressed data is damaged at byte %d", args: []any{int64(corrupt)}}
		} else if errors.Is(err, io.ErrUnexpectedEOF) {
			err = c.short(e)
		}
		c.err = err
	}
	if c.err != nil && !errors.Is(c.err, io.EOF) {
		n = 0
	}
	return n, c.err
}

// finish judges an entry whose data has ended.
func (c *content) finish(e *Entry) error {
	if uint64(c.n) != e.Size {
		return c.short(e)
	}
	sum := c.crc.Sum32()
	mismatch := &damage{code: CodeCRC, format: "its bytes have the CRC-32 %08x and %08x is recorded: it was changed or damaged", args: []any{sum, e.CRC32}}
	if e.Flags&flagDescriptor == 0 {
		if e.CRC32 != 0 && sum != e.CRC32 {
			return mismatch
		}
		return io.EOF
	}
	recorded, ok := c.p.descriptor(e)
	if !ok {
		return &damage{code: CodeTruncated, format: "the record behind its data, which the flags announce, is missing", args: nil}
	}
	if recorded != e.CRC32 {
		return &damage{code: CodeCRC, format: "the directory records the CRC-32 %08x and the record behind the data %08x", args: []any{e.CRC32, recorded}}
	}
	if sum != e.CRC32 {
		return mismatch
	}
	return io.EOF
}

func (c *content) short(e *Entry) error {
	if int64(e.Compressed) < 0 || e.body > c.p.size-int64(e.Compressed) {
		return &damage{code: CodeTruncated, format: "its data runs past the end of the package", args: nil}
	}
	return &damage{code: CodeSize, format: "it declares %d bytes and holds %d", args: []any{e.Size, c.n}}
}

// descriptor is the CRC-32 in the record behind an entry's data.
func (p *Package) descriptor(e *Entry) (uint32, bool) {
	at := e.body + int64(e.Compressed)
	var b [12]byte
	if p.readAt(b[:4], at) != nil {
		return 0, false
	}
	le := binary.LittleEndian
	if le.Uint32(b[:]) == sigDescriptor {
		at += 4
	}
	if p.readAt(b[:], at) != nil {
		return 0, false
	}
	return le.Uint32(b[:]), true
}

// charge counts the bytes of an entry against the total. It reports whether the
// total is kept; once it is not, only what was read before can be read again.
func (p *Package) charge(index int, n int64) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch known := p.charged[index]; {
	case known > 0 && n <= known:
		return true
	case p.used > p.limits.Total:
		return false
	default:
		p.used += n - known
		p.charged[index] = n
	}
	return p.used <= p.limits.Total
}

// ReadFile decompresses a file. The error is an *fs.PathError around what is
// wrong with the entry, or around a *LimitError.
func (p *Package) ReadFile(name string) ([]byte, error) {
	n, err := p.lookup("open", name)
	if err != nil {
		return nil, err
	}
	if n.dir {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errFolder}
	}
	c, err := p.open(n.entry)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	defer c.close()
	// Room is made for what is declared only as far as the compressed size
	// could make it true.
	e := &p.entries[n.entry]
	room := min(e.Size, uint64(p.limits.Entry), min(e.Compressed, uint64(p.size))*1032+64)
	buf := bytes.NewBuffer(make([]byte, 0, min(room, 1<<20)+bytes.MinRead))
	if _, err := buf.ReadFrom(c); err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return buf.Bytes(), nil
}

// Open opens a file or folder of the package.
func (p *Package) Open(name string) (fs.File, error) {
	n, err := p.lookup("open", name)
	if err != nil {
		return nil, err
	}
	f := &file{p: p, n: n}
	if !n.dir {
		c, err := p.open(n.entry)
		if err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
		f.content = c
	}
	return f, nil
}

// file is an open file or folder.
type file struct {
	p       *Package
	n       *node
	content *content
	offset  int
	closed  bool
}

func (f *file) Stat() (fs.FileInfo, error) { return f.p.info(f.n), nil }

func (f *file) Close() error {
	if f.closed {
		return fs.ErrClosed
	}
	f.closed = true
	if f.content != nil {
		f.content.close()
	}
	f.content = nil
	return nil
}

func (f *file) Read(b []byte) (int, error) {
	switch {
	case f.closed:
		return 0, fs.ErrClosed
	case f.n.dir:
		return 0, &fs.PathError{Op: "read", Path: f.n.path, Err: errFolder}
	}
	n, err := f.content.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		err = &fs.PathError{Op: "read", Path: f.n.path, Err: err}
	}
	return n, err
}

func (f *file) ReadDir(count int) ([]fs.DirEntry, error) {
	switch {
	case f.closed:
		return nil, fs.ErrClosed
	case !f.n.dir:
		return nil, &fs.PathError{Op: "readdir", Path: f.n.path, Err: errNotFolder}
	}
	all := f.p.dirEntries(f.n)[f.offset:]
	if count > 0 {
		if len(all) == 0 {
			return nil, io.EOF
		}
		all = all[:min(count, len(all))]
	}
	f.offset += len(all)
	return all, nil
}

// methodNames are what compression methods are called.
var methodNames = map[uint16]string{
	1: "an obsolete one", 2: "an obsolete one", 3: "an obsolete one", 4: "an obsolete one", 5: "an obsolete one", 6: "an obsolete one",
	9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "xz", 98: "PPMd", 99: "AES encryption",
}

func methodName(method uint16) string { return cmp.Or(methodNames[method], "unknown") }
