package pkg

// A zip writer that writes what it is told, however wrong.

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/crc32"
)

// rawEntry is an entry to write. What is nil is as it should be.
type rawEntry struct {
	name      string
	localName *string
	data      []byte // content; compressed by method 8
	packed    []byte // the compressed bytes themselves, instead
	method    uint16
	flags     uint16
	size      *uint64
	csize     *uint64
	crc       *uint32
	creator   byte
	attrs     uint32
	extra     []byte
	zip64     bool
	gapBefore []byte
	share     bool   // no data of its own: points to the entry before
	offset    *int64 // where the directory says that it is
	comment   string
}

// rawZip is a zip to write.
type rawZip struct {
	prefix, suffix []byte
	moved          bool // offsets count the prefix
	entries        []rawEntry
	comment        string
	records        *uint16
	dirSize        *uint32
	dirOffset      *uint32
	zip64          bool
	beforeDir      []byte
}

func deflated(data []byte) []byte {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestSpeed)
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Bytes()
}

func ptr[T any](v T) *T { return &v }

func (z rawZip) bytes() []byte {
	var out, dir []byte
	le := binary.LittleEndian
	out = append(out, z.prefix...)
	base := int64(len(z.prefix))
	if z.moved {
		base = 0
	}
	last := int64(0)
	for _, e := range z.entries {
		packed := e.packed
		if packed == nil {
			packed = e.data
			if e.method == 8 {
				packed = deflated(e.data)
			}
		}
		size, csize, crc := uint64(len(e.data)), uint64(len(packed)), crc32.ChecksumIEEE(e.data)
		if e.size != nil {
			size = *e.size
		}
		if e.csize != nil {
			csize = *e.csize
		}
		if e.crc != nil {
			crc = *e.crc
		}
		local := e.name
		if e.localName != nil {
			local = *e.localName
		}
		off := last
		if !e.share {
			out = append(out, e.gapBefore...)
			off = int64(len(out)) - base
			last = off
			out = le.AppendUint32(out, 0x04034b50)
			out = le.AppendUint16(out, 20)
			out = le.AppendUint16(out, e.flags)
			out = le.AppendUint16(out, e.method)
			out = le.AppendUint32(out, 0)
			if e.flags&8 != 0 {
				out = le.AppendUint32(out, 0)
				out = le.AppendUint64(out, 0)
			} else {
				out = le.AppendUint32(out, crc)
				out = le.AppendUint32(out, uint32(csize))
				out = le.AppendUint32(out, uint32(size))
			}
			out = le.AppendUint16(out, uint16(len(local)))
			out = le.AppendUint16(out, 0)
			out = append(out, local...)
			out = append(out, packed...)
			if e.flags&8 != 0 {
				out = le.AppendUint32(out, 0x08074b50)
				out = le.AppendUint32(out, crc)
				out = le.AppendUint32(out, uint32(csize))
				out = le.AppendUint32(out, uint32(size))
			}
		}
		if e.offset != nil {
			off = *e.offset
		}
		extra := e.extra
		dsize, dcsize, doff := uint32(size), uint32(csize), uint32(off)
		if e.zip64 {
			extra = le.AppendUint16(extra, 1)
			extra = le.AppendUint16(extra, 24)
			extra = le.AppendUint64(extra, size)
			extra = le.AppendUint64(extra, csize)
			extra = le.AppendUint64(extra, uint64(off))
			dsize, dcsize, doff = 0xffffffff, 0xffffffff, 0xffffffff
		}
		dir = le.AppendUint32(dir, 0x02014b50)
		dir = append(dir, 20, e.creator)
		dir = le.AppendUint16(dir, 20)
		dir = le.AppendUint16(dir, e.flags)
		dir = le.AppendUint16(dir, e.method)
		dir = le.AppendUint32(dir, 0)
		dir = le.AppendUint32(dir, crc)
		dir = le.AppendUint32(dir, dcsize)
		dir = le.AppendUint32(dir, dsize)
		dir = le.AppendUint16(dir, uint16(len(e.name)))
		dir = le.AppendUint16(dir, uint16(len(extra)))
		dir = le.AppendUint16(dir, uint16(len(e.comment)))
		dir = le.AppendUint32(dir, 0)
		dir = le.AppendUint32(dir, e.attrs)
		dir = le.AppendUint32(dir, doff)
		dir = append(dir, e.name...)
		dir = append(dir, extra...)
		dir = append(dir, e.comment...)
	}
	out = append(out, z.beforeDir...)
	dirOffset, dirSize, records := uint32(int64(len(out))-base), uint32(len(dir)), uint16(len(z.entries))
	out = append(out, dir...)
	if z.zip64 {
		at := len(out)
		out = le.AppendUint32(out, 0x06064b50)
		out = le.AppendUint64(out, 44)
		out = le.AppendUint32(out, 0)
		out = le.AppendUint64(out, 0)
		out = le.AppendUint64(out, uint64(records))
		out = le.AppendUint64(out, uint64(records))
		out = le.AppendUint64(out, uint64(dirSize))
		out = le.AppendUint64(out, uint64(dirOffset))
		out = le.AppendUint32(out, 0x07064b50)
		out = le.AppendUint32(out, 0)
		out = le.AppendUint64(out, uint64(at))
		out = le.AppendUint32(out, 1)
		records, dirSize, dirOffset = 0xffff, 0xffffffff, 0xffffffff
	}
	if z.records != nil {
		records = *z.records
	}
	if z.dirSize != nil {
		dirSize = *z.dirSize
	}
	if z.dirOffset != nil {
		dirOffset = *z.dirOffset
	}
	out = le.AppendUint32(out, 0x06054b50)
	out = le.AppendUint32(out, 0)
	out = le.AppendUint16(out, records)
	out = le.AppendUint16(out, records)
	out = le.AppendUint32(out, dirSize)
	out = le.AppendUint32(out, dirOffset)
	out = le.AppendUint16(out, uint16(len(z.comment)))
	out = append(out, z.comment...)
	return append(out, z.suffix...)
}

// goodEntries is a small plugin as the platform's packager writes one.
func goodEntries() []rawEntry {
	files := []struct{ name, data string }{
		{"README.md", "# A plugin\n"},
		{"_assets/icon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"},
		{"main.py", "import dify_plugin\n"},
		{"manifest.yaml", "version: 0.0.1\ntype: plugin\nauthor: me\nname: one\n"},
		{"provider/one.yaml", "identity:\n  name: one\n"},
		{"requirements.txt", "dify_plugin\n"},
		{"tools/one.py", "print('one')\n"},
		{"tools/one.yaml", "identity:\n  name: one\n"},
	}
	var out []rawEntry
	for _, f := range files {
		out = append(out, rawEntry{name: f.name, data: []byte(f.data), method: 8, flags: 8})
	}
	return out
}
