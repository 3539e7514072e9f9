// The zip's directory: found from the end of the file, read entry by entry
// under a bound, with archive/zip's reading of every doubtful case.

package pkg

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/difylint/difylint/lint/source/text"
)

const (
	sigLocal       = 0x04034b50
	sigDirectory   = 0x02014b50
	sigEnd         = 0x06054b50
	sigEnd64       = 0x06064b50
	sigEnd64Locate = 0x07064b50
	sigDescriptor  = 0x08074b50

	lenLocal       = 30
	lenDirectory   = 46
	lenEnd         = 22
	lenEnd64       = 56
	lenEnd64Locate = 20

	flagEncrypted  = 0x1
	flagDescriptor = 0x8

	extraZip64 = 1
)

// end is the record that closes a zip.
type end struct {
	at      int64 // offset of the classic record
	dirEnd  int64 // offset of the record that closes the directory: this one or the ZIP64 one
	next    int64 // offset behind its comment
	records uint64
	size    uint64
	offset  uint64
	comment string
	zip64   bool
}

func (p *Package) readAt(b []byte, off int64) error {
	if off < 0 || off > p.size-int64(len(b)) {
		return io.ErrUnexpectedEOF
	}
	_, err := p.r.ReadAt(b, off)
	if errors.Is(err, io.EOF) {
		err = nil // a reader may say so at the very end
	}
	return err
}

// readDirectory finds the directory and reads its entries.
func (p *Package) readDirectory() error {
	e, err := p.findEnd()
	if err != nil {
		return err
	}
	p.comment = e.comment

	// The directory ends where its closing record begins. A package with data
	// in front has offsets that mostly start behind that data.
	base := e.dirEnd - int64(e.size) - int64(e.offset)
	start := base + int64(e.offset)
	if start < 0 || start >= p.size {
		return &FormatError{text.Msg("its directory is said to lie outside the file; the file is damaged or cut off")}
	}
	if base > 0 {
		if _, err := readEntry(bufio.NewReaderSize(io.NewSectionReader(p.r, int64(e.offset), p.size-int64(e.offset)), 1024)); err == nil {
			base, start = 0, int64(e.offset)
			p.found.container(CodeDirectory, false,
				"the directory is said to be %d bytes and is %d; tools that trust the number fail", e.size, e.dirEnd-start)
		}
	}

	rest := p.size - start
	bounded := rest > p.limits.Directory
	buf := bufio.NewReader(io.NewSectionReader(p.r, start, min(rest, p.limits.Directory)))
	var stop error
	for len(p.entries) <= p.limits.Entries {
		entry, err := readEntry(buf)
		if err != nil {
			stop = err
			break
		}
		entry.header += base
		p.entries = append(p.entries, entry)
	}
	var readErr *entryError
	switch {
	case stop == nil:
		p.entries = p.entries[:p.limits.Entries]
		p.found.container(CodeEntryCount, false,
			"the package has more than %d entries; the rest is not checked", p.limits.Entries)
	case bounded && !errors.As(stop, &readErr):
		p.found.container(CodeBigIndex, false,
			"the package's directory is larger than %d bytes; the rest is not checked", p.limits.Directory)
	case uint16(len(p.entries)) != uint16(e.records) || errors.Is(stop, io.EOF):
		p.found.container(CodeDirectory, true,
			"the directory announces %d entries and %d can be read; the platform cannot open such a package",
			e.records, len(p.entries))
	}
	p.dirStart, p.truncated = start, stop == nil || bounded
	if n := p.size - e.next; n > 0 {
		p.found.container(CodeTrailing, false,
			"%d bytes stand behind the package's end; no checksum and no signature covers them", n)
	}
	if e.zip64 || slices.ContainsFunc(p.entries, func(e Entry) bool { return e.zip64 }) {
		p.found.container(CodeZip64, false,
			"the package is a ZIP64 archive, which nothing below 4 GiB needs and some tools read differently")
	}
	return nil
}

// findEnd looks for the record that closes the zip: in the last KiB, then in
// the last 65 KiB, from the back.
func (p *Package) findEnd() (end, error) {
	var e end
	for _, n := range []int64{1 << 10, 65 << 10} {
		n = min(n, p.size)
		buf := make([]byte, n)
		if err := p.readAt(buf, p.size-n); err != nil {
			return e, text.Errorf("difypkg: %w", err)
		}
		i, truncated := lastEnd(buf)
		if truncated {
			return e, &FormatError{text.Msg("it ends inside the comment of the zip; the file is cut off")}
		}
		if i < 0 {
			continue
		}
		b := buf[i:]
		le := binary.LittleEndian
		e.at = p.size - n + int64(i)
		e.dirEnd = e.at
		e.records = uint64(le.Uint16(b[10:]))
		e.size = uint64(le.Uint32(b[12:]))
		e.offset = uint64(le.Uint32(b[16:]))
		comment := b[lenEnd : lenEnd+int(le.Uint16(b[20:]))]
		e.comment = string(comment)
		e.next = e.at + lenEnd + int64(len(comment))
		// 0xffff for a size of 32 bits is archive/zip's own reading.
		if e.records == 0xffff || e.size == 0xffff || e.offset == 0xffffffff {
			if err := p.readEnd64(&e); err != nil {
				return e, err
			}
		}
		if e.size > math.MaxInt64 || e.offset > math.MaxInt64 {
			return e, &FormatError{text.Msg("its directory is said to lie outside the file; the file is damaged")}
		}
		return e, nil
	}
	return e, p.explainNoZip()
}

// lastEnd is the index of the last end record in b, or -1; cut is set where
// the last one's comment would run past the end.
func lastEnd(b []byte) (index int, truncated bool) {
	i := bytes.LastIndex(b[:max(0, len(b)-lenEnd+4)], binary.LittleEndian.AppendUint32(nil, sigEnd))
	if i >= 0 && i+lenEnd+int(binary.LittleEndian.Uint16(b[i+20:])) > len(b) {
		return -1, true
	}
	return i, false
}

// locateEnd64 follows the ZIP64 locator before the end record.
func (p *Package) locateEnd64(at int64) (int64, bool) {
	var b [lenEnd64Locate]byte
	if p.readAt(b[:], at-lenEnd64Locate) != nil {
		return 0, false
	}
	le := binary.LittleEndian
	if le.Uint32(b[:]) != sigEnd64Locate || le.Uint32(b[4:]) != 0 || le.Uint32(b[16:]) != 1 {
		return 0, false
	}
	off := int64(le.Uint64(b[8:]))
	return off, off >= 0
}

func (p *Package) readEnd64(e *end) error {
	off, ok := p.locateEnd64(e.at)
	if !ok {
		return nil
	}
	var b [lenEnd64]byte
	if p.readAt(b[:], off) != nil || binary.LittleEndian.Uint32(b[:]) != sigEnd64 {
		return &FormatError{text.Msg("it is said to be a ZIP64 archive, and its ZIP64 record is not there; the file is damaged")}
	}
	e.records = binary.LittleEndian.Uint64(b[32:])
	e.size = binary.LittleEndian.Uint64(b[40:])
	e.offset = binary.LittleEndian.Uint64(b[48:])
	e.zip64, e.dirEnd = true, off
	return nil
}

// fileForms are what a file may be that is no zip, by the bytes at an offset.
var fileForms = []struct {
	at   int
	mark string
	what text.Message
}{
	{0, "PK\x03\x04", text.Msg("it starts as a zip archive and its directory, which stands at the end, is missing; the file is cut off, or has more than 64 KiB behind its end")},
	{0, "\x1f\x8b", text.Msg("it is a gzip file (a .tar.gz?), not a zip archive")},
	{0, "7z\xbc\xaf\x27\x1c", text.Msg("it is a 7-Zip archive, not a zip archive")},
	{0, "Rar!", text.Msg("it is a RAR archive, not a zip archive")},
	{0, "\xfd7zXZ", text.Msg("it is an xz or bzip2 file, not a zip archive")},
	{0, "BZh", text.Msg("it is an xz or bzip2 file, not a zip archive")},
	{257, "ustar", text.Msg("it is a tar archive, not a zip archive")},
	{0, "version https://git-lfs", text.Msg("it is a Git LFS pointer; the package itself was not fetched")},
}

// explainNoZip says what the file is instead, where its first bytes tell.
func (p *Package) explainNoZip() error {
	if p.size == 0 {
		return &FormatError{text.Msg("the file is empty")}
	}
	b := make([]byte, min(512, p.size))
	if err := p.readAt(b, 0); err != nil {
		return text.Errorf("difypkg: %w", err)
	}
	what := text.Msg("it is no zip archive")
	for _, f := range fileForms {
		if strings.HasPrefix(string(b[min(f.at, len(b)):]), f.mark) {
			what = f.what
		}
	}
	if page := bytes.ToLower(bytes.TrimSpace(b)); bytes.HasPrefix(page, []byte("<!doctype")) || bytes.HasPrefix(page, []byte("<html")) {
		what = text.Msg("it is an HTML page, not a zip archive; was a web page saved instead of the package?")
	}
	return &FormatError{what}
}

// entryError says that the bytes at hand are no directory record.
type entryError struct{ why string }

func (e *entryError) Error() string { return e.why }

// readEntry reads one record of the directory, as archive/zip reads it. The
// error is a *entryError, or an I/O error at the end of the input.
func readEntry(r io.Reader) (Entry, error) {
	var e Entry
	var b [lenDirectory]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return e, err
	}
	le := binary.LittleEndian
	if le.Uint32(b[:]) != sigDirectory {
		return e, &entryError{"no directory record"}
	}
	e.Flags = le.Uint16(b[8:])
	e.Method = le.Uint16(b[10:])
	e.Modified = dosTime(le.Uint16(b[14:]), le.Uint16(b[12:]))
	e.CRC32 = le.Uint32(b[16:])
	compressed, size := le.Uint32(b[20:]), le.Uint32(b[24:])
	e.Compressed, e.Size = uint64(compressed), uint64(size)
	nameLen, extraLen, commentLen := int(le.Uint16(b[28:])), int(le.Uint16(b[30:])), int(le.Uint16(b[32:]))
	header := le.Uint32(b[42:])
	e.header = int64(header)

	d := make([]byte, nameLen+extraLen+commentLen)
	if _, err := io.ReadFull(r, d); err != nil {
		return e, err
	}
	e.Name = string(d[:nameLen])
	e.Dir = strings.HasSuffix(e.Name, "/")
	h := zip.FileHeader{Name: e.Name, CreatorVersion: le.Uint16(b[4:]), ExternalAttrs: le.Uint32(b[38:])}
	e.Mode = h.Mode()

	needSize, needCompressed, needHeader := size == math.MaxUint32, compressed == math.MaxUint32, header == math.MaxUint32
	for extra := d[nameLen : nameLen+extraLen]; len(extra) >= 4; {
		tag, n := le.Uint16(extra), int(le.Uint16(extra[2:]))
		extra = extra[4:]
		if len(extra) < n {
			break
		}
		field := extra[:n]
		extra = extra[n:]
		if tag != extraZip64 {
			continue
		}
		e.zip64 = true
		for _, v := range []struct {
			need *bool
			set  func(uint64)
		}{
			{&needSize, func(v uint64) { e.Size = v }},
			{&needCompressed, func(v uint64) { e.Compressed = v }},
			{&needHeader, func(v uint64) { e.header = int64(v) }},
		} {
			if !*v.need {
				continue
			}
			*v.need = false
			if len(field) < 8 {
				return e, &entryError{"a ZIP64 field that is too short"}
			}
			v.set(le.Uint64(field))
			field = field[8:]
		}
	}
	if needCompressed || needHeader {
		return e, &entryError{"a ZIP64 entry without its ZIP64 field"}
	}
	return e, nil
}

// dosTime is an MS-DOS date and time, in UTC; zero where the date is no date.
func dosTime(date, clock uint16) time.Time {
	year, month, day := int(date>>9)+1980, time.Month(date>>5&0xf), int(date&0x1f)
	if month < 1 || month > 12 || day < 1 {
		return time.Time{}
	}
	return time.Date(year, month, day, int(clock>>11), int(clock>>5&0x3f), int(clock&0x1f)*2, 0, time.UTC)
}
