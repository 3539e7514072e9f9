// Package pkg reads a .difypkg, the zip that carries a Dify plugin, without
// unpacking it: as an fs.FS in memory, with everything that is odd about the
// container reported as a Problem. It also computes what the platform computes of
// a package or of a folder: the checksum, the list of files that packaging
// takes in, and the signature's verdict.
//
// The platform reads packages with Go's archive/zip
// (langgenius/dify-plugin-daemon, pkg/plugin_packager/decoder/zip.go), and this
// package resolves names, duplicates and damage exactly as that reader does, so
// that what is linted is what would run. It has a reader of its own because a
// package is hostile until shown otherwise: archive/zip reads the whole
// directory before anything can be bounded, and says nothing of overlaps,
// duplicates or what lies between the entries.
//
// Stable: see docs/stability.md.
package pkg

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"path"
	"sync"
	"time"

	"github.com/difylint/difylint/lint/source/text"
)

// MaxPackageSize is the platform's limit in bytes, both for the package file
// and for the sum of its uncompressed sizes: 50 MiB. Source:
// langgenius/dify-plugin-daemon, internal/types/app/default.go
// (MaxPluginPackageSize) and cmd/commandline/plugin.go (--max-size).
const MaxPackageSize = 52428800

// Limits bounds what reading a package may cost. A field that is zero or
// negative takes the default. No limit is judged by what the package declares:
// bytes are counted as they are decompressed.
type Limits struct {
	// Entries is how many entries of the directory are read. Default 10000.
	Entries int
	// Directory is how many bytes of the directory are read, names and extra
	// fields included. Default 8 MiB.
	Directory int64
	// Total is how many bytes may be decompressed over all entries; reading an
	// entry again costs nothing. Default 64 MiB, more than the platform takes.
	Total int64
	// Entry is how many bytes of one entry may be decompressed. Default
	// MaxPackageSize.
	Entry int64
	// Ratio is how many times its compressed size an entry may declare before
	// it is called a bomb; entries below 1 MiB never are. Default 200.
	Ratio int64
}

func (l Limits) withDefaults() Limits {
	l.Entries = cmp.Or(max(l.Entries, 0), 10000)
	l.Directory = cmp.Or(max(l.Directory, 0), 8<<20)
	l.Total = cmp.Or(max(l.Total, 0), 64<<20)
	l.Entry = cmp.Or(max(l.Entry, 0), MaxPackageSize)
	l.Ratio = cmp.Or(max(l.Ratio, 0), 200)
	return l
}

// Entry is one record of the zip's directory, as it stands there. Nothing of
// it can be trusted before the entry was read.
type Entry struct {
	// Name is the name as stored, which may be any bytes.
	Name string
	// Path is the name under which the package's file system answers for this
	// entry, or "" where it cannot: the name does not fit, or another entry
	// holds it.
	Path string
	// Dir is set where the name ends in a slash.
	Dir bool
	// Size and Compressed are the declared sizes in bytes.
	Size, Compressed uint64
	// CRC32 is the declared checksum (IEEE).
	CRC32 uint32
	// Method is the compression method: 0 stored, 8 deflated.
	Method uint16
	// Flags is the general purpose bit flag.
	Flags uint16
	// Mode is the type and permissions by the external attributes. The
	// platform ignores them.
	Mode fs.FileMode
	// Modified is the MS-DOS time, zero where there is none. The platform's
	// own packages carry none.
	Modified time.Time

	zip64  bool
	header int64 // offset of the local header; hostile, may be negative
	body   int64 // offset of the data; -1 where the local header is missing
}

// Package is an opened .difypkg. It is an fs.FS, fs.ReadDirFS, fs.ReadFileFS
// and fs.StatFS over the entries, and may be used by several goroutines.
type Package struct {
	r       io.ReaderAt
	size    int64
	limits  Limits
	comment string
	entries []Entry

	dirStart  int64 // offset of the directory
	truncated bool  // the directory was not read to its end

	found problems

	nodes map[string]*node
	files []int    // per entry: the entry that the platform reads under its name, or -1
	reads []bool   // per entry: whether the platform reads it at all
	dirs  []string // the folders that the paths imply

	mu      sync.Mutex
	used    int64
	charged []int64

	scanMu sync.Mutex
	scan   *Scan

	unreadable error // a *FormatError
}

var (
	_ fs.ReadDirFS  = (*Package)(nil)
	_ fs.ReadFileFS = (*Package)(nil)
	_ fs.StatFS     = (*Package)(nil)
)

// Open reads the directory of the zip in r, which is size bytes long and must
// not change while the Package is in use. No entry is decompressed yet.
//
// It fails, with a *FormatError, only where there is no zip directory to read.
// Whatever else is wrong is in Problems, and the entries that could be read
// are there.
func Open(r io.ReaderAt, size int64, limits Limits) (*Package, error) {
	if r == nil || size < 0 {
		return nil, text.Errorf("difypkg: no reader, or a negative size")
	}
	p := &Package{r: r, size: size, limits: limits.withDefaults()}
	if err := p.readDirectory(); err != nil {
		return nil, err
	}
	p.charged = make([]int64, len(p.entries))
	p.buildTree()
	p.judgeSizes()
	p.judgeNames()
	p.judgeLayout()
	return p, nil
}

// OpenFile is Open over a file, which stays open as long as the package is in
// use: entries are decompressed when they are read.
func OpenFile(name string, limits Limits) (*Package, error) {
	f, err := text.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = text.Errorf("it is a folder, not a package")
	}
	var p *Package
	if err == nil {
		p, err = Open(f, info.Size(), limits)
	}
	if err != nil {
		_ = f.Close()
		return nil, text.Errorf("%s: %w", name, err)
	}
	return p, nil
}

// Later is OpenFile for when the package's turn comes. The error says that there
// is no such file; what is wrong with its bytes, open answers with a package whose
// only problem is the reason.
func Later(name string, limits Limits) (open func() *Package, _ error) {
	f, err := text.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	_ = f.Close()
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, text.Errorf("%s: it is a folder, not a package", name)
	}
	return func() *Package {
		p, err := OrUnreadable(OpenFile(name, limits))
		if err != nil { // gone or changed since
			p, _ = OrUnreadable(nil, &FormatError{Reason: text.Msg("it cannot be opened any more")})
		}
		return p
	}, nil
}

// Close closes the file of a package that OpenFile opened; nothing more can be read.
func (p *Package) Close() error {
	if c, ok := p.r.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

// OrUnreadable makes of what Open answers for bytes that are no package one
// without entries, whose only problem is the reason, so that a report can tell
// of them as of any other package. Other errors stay: the file is not there.
func OrUnreadable(p *Package, err error) (*Package, error) {
	var why *FormatError
	if !errors.As(err, &why) {
		return p, err
	}
	p = &Package{r: bytes.NewReader(nil), limits: Limits{}.withDefaults(), unreadable: why}
	p.found.container(CodeFormat, true, "the package cannot be read: %s", why.Reason)
	p.buildTree()
	return p, nil
}

// Err is why there is nothing to be read of the package, a *FormatError, or nil.
func (p *Package) Err() error { return p.unreadable }

// OpenBytes is Open over bytes that must not be changed afterwards.
func OpenBytes(data []byte, limits Limits) (*Package, error) {
	return Open(bytes.NewReader(data), int64(len(data)), limits)
}

// Entries are the entries in the order of the zip's directory, which is the
// order that a signature covers. The slice must not be changed.
func (p *Package) Entries() []Entry { return p.entries }

// Comment is the zip's comment, where a signature would be: at most 65535 bytes.
func (p *Package) Comment() string { return p.comment }

// Size is the size of the package file in bytes.
func (p *Package) Size() int64 { return p.size }

// Problems is what is odd about the container and its directory, in a fixed
// order. What shows only when the entries are decompressed is in Scan.
func (p *Package) Problems() []Problem { return p.found.list() }

// platformName is the path that the platform makes of an entry's name before
// it asks the zip for it.
func platformName(name string) string { return path.Join(path.Split(name)) }
