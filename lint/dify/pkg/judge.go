// The container and its directory are judged here, without decompressing.

package pkg

import (
	"cmp"
	"encoding/binary"
	"io/fs"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

func (p *Package) judgeSizes() {
	if p.size > MaxPackageSize {
		p.found.container(CodeFileSize, true,
			"the package is %d bytes and the platform takes at most %d", p.size, int64(MaxPackageSize))
	}
	var total uint64
	for i := range p.entries {
		e := &p.entries[i]
		total = min(total+min(e.Size, math.MaxInt64), math.MaxInt64)
		if e.Size > 1<<20 && e.Size/uint64(p.limits.Ratio) > e.Compressed {
			p.found.entry(e, i, CodeRatio, false,
				"it declares %d bytes in %d compressed ones, more than %d times as many", e.Size, e.Compressed, p.limits.Ratio)
		}
	}
	if total > MaxPackageSize {
		p.found.container(CodeTotalSize, true,
			"the files are %d bytes by the package's directory and the platform takes at most %d, uncompressed", total, int64(MaxPackageSize))
	}
}

// judgeNames tells what is wrong with names, alone and among each other. A
// name is refused where the platform, walking to it, gets an error or cannot
// write a file of that name.
func (p *Package) judgeNames() {
	first := make(map[string]int, len(p.entries))
	for i := range p.entries {
		e := &p.entries[i]
		p.judgeName(e, i)
		if e.Path == "" {
			if n := p.nodes[fsName(e.Name)]; n != nil && n.entry >= 0 && len(e.Name) <= maxName {
				p.judgeTaken(e, i, &p.entries[n.entry])
			}
			continue
		}
		key := fold(e.Path)
		if j, ok := first[key]; ok {
			p.found.entry(e, i, CodeCase, false,
				"it differs from %q by upper and lower case alone; on Windows and macOS the one replaces the other", short(p.entries[j].Name))
		} else {
			first[key] = i
		}
	}
	for _, dir := range p.dirs {
		if n := p.nodes[dir]; n.entry >= 0 && !n.dir {
			p.found.entry(&p.entries[n.entry], n.entry, CodeFileAndDir, true,
				"it is a file, and other entries lie in a folder of that name; the package cannot be unpacked")
		}
	}
}

// judgeTaken tells of an entry whose name an earlier one holds.
func (p *Package) judgeTaken(e *Entry, i int, holder *Entry) {
	if e.Dir == holder.Dir {
		p.found.entry(e, i, CodeDuplicate, false,
			"an entry of this name stands before it (%q); the platform reads the first one for both, other tools the last", short(holder.Name))
		return
	}
	p.found.entry(e, i, CodeFileAndDir, p.files[i] < 0, "a file and a folder have this name")
}

func (p *Package) judgeName(e *Entry, i int) {
	name := e.Name
	slashed := strings.ReplaceAll(name, `\`, "/")
	parts := strings.Split(slashed, "/")
	asked := platformName(name)
	refused := p.files[i] < 0
	if len(name) > maxName {
		refused = !fs.ValidPath(asked)
	}
	add := func(code Code, refused bool, format string, args ...any) {
		p.found.entry(e, i, code, refused, format, args...)
	}

	if name == "" {
		add(CodeNameEmpty, refused, "it has no name; the platform cannot open it")
		return
	}
	if !utf8.ValidString(name) {
		add(CodeNameUTF8, refused, "its name is not UTF-8; the platform cannot open it")
	}
	if strings.ContainsRune(name, '\\') {
		add(CodeNameBack, refused, `its name has a backslash where a zip has a slash; the platform cannot find it`)
	}
	if strings.HasPrefix(slashed, "/") {
		add(CodeNameAbsolute, refused, "its name is an absolute path; the platform cannot open it")
	}
	if len(name) >= 2 && name[1] == ':' && (name[0]|0x20 >= 'a' && name[0]|0x20 <= 'z') {
		add(CodeNameDrive, refused, "its name begins with a drive letter; on Windows it leaves the folder that it is unpacked to")
	}
	if slices.Contains(parts, "..") {
		add(CodeNameParent, refused, "its name climbs with \"..\"; tools that trust it write outside the folder that they unpack to")
	} else if inner := strings.Trim(slashed, "/"); !e.Dir && slashed[0] != '/' && (slices.Contains(parts, ".") || strings.Contains(inner, "//")) {
		add(CodeNameUnclean, refused, "its name is not in its shortest form, which is %q", short(fsName(name)))
	}
	if r, ok := controlRune(name); ok {
		add(CodeNameControl, refused || r == 0, "its name has the invisible character U+%04X", r)
	}
	longest := 0
	for part := range strings.SplitSeq(asked, "/") {
		longest = max(longest, len(part))
	}
	switch {
	case longest > maxComponent:
		add(CodeNameLong, true, "a part of its name has %d bytes, and file systems take at most %d; the package cannot be unpacked", longest, maxComponent)
	case len(name) > maxName:
		add(CodeNameLong, refused, "its name has %d bytes, and systems take at most %d in a path", len(name), maxName)
	}
	if e.Dir {
		if refused {
			add(CodeFolder, true, "it stands for a folder; the platform reads each entry as a file and refuses the package (pack with \"dify plugin package\", not with zip)")
		} else {
			add(CodeFolder, false, "it stands for a folder, and a file of that name is before it")
		}
	}
}

// controlRune is the first character of a name that does not show, or that
// changes how the rest is shown.
func controlRune(name string) (rune, bool) {
	for _, r := range name {
		switch {
		case unicode.IsControl(r), r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e,
			r >= 0x2060 && r <= 0x206f, r == 0xfeff, r == 0xad:
			return r, true
		}
	}
	return 0, false
}

// fold maps names that differ only by case to one key.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, s)
}

// judgeLayout finds each entry's data and looks at how they lie.
func (p *Package) judgeLayout() {
	type extent struct {
		start, end int64
		index      int
	}
	extents := make([]extent, 0, len(p.entries))
	for i := range p.entries {
		e := &p.entries[i]
		p.judgeNature(e, i)
		if !p.findBody(e, i) {
			continue
		}
		end := int64(math.MaxInt64)
		if e.Compressed < uint64(math.MaxInt64-e.body) {
			end = e.body + int64(e.Compressed)
		}
		extents = append(extents, extent{e.header, end, i})
	}
	slices.SortStableFunc(extents, func(a, b extent) int { return cmp.Compare(a.start, b.start) })

	// Behind the data of an entry with a descriptor stand 12 to 24 bytes.
	const descriptor = 24
	var gaps, gap int64
	at, owner := int64(0), -1
	room := int64(0)
	for _, x := range extents {
		e := &p.entries[x.index]
		switch {
		case owner < 0:
			if x.start > 0 {
				p.found.container(CodePrefix, false,
					"%d bytes stand before the package's first entry; no checksum and no signature covers them", x.start)
			}
		case x.start < at:
			p.found.entry(e, x.index, CodeOverlap, false,
				"its data overlaps that of %q", short(p.entries[owner].Name))
		case x.start > at+room:
			gaps++
			gap += x.start - at
		}
		if owner < 0 || x.end > at {
			at, owner, room = x.end, x.index, 0
			if e.Flags&flagDescriptor != 0 {
				room = descriptor
			}
		}
		if x.start < p.dirStart && x.end > p.dirStart && x.end <= p.size {
			p.found.entry(e, x.index, CodeOverlap, false, "its data runs into the package's directory")
		}
	}
	if owner < 0 && p.dirStart > 0 && len(p.entries) == 0 {
		p.found.container(CodePrefix, false,
			"%d bytes stand before the package's directory, which has no entries", p.dirStart)
	}
	if owner >= 0 && p.dirStart > at+room {
		gaps++
		gap += p.dirStart - at
	}
	if gaps > 0 && !p.truncated {
		p.found.container(CodeGap, false,
			"%d bytes lie between the entries in %d places and belong to none; no checksum and no signature covers them", gap, gaps)
	}
}

// findBody reads the local header of an entry: where its data begins, and
// whether it tells the same story as the directory.
func (p *Package) findBody(e *Entry, i int) bool {
	e.body = -1
	var b [lenLocal]byte
	le := binary.LittleEndian
	if p.readAt(b[:], e.header) != nil || le.Uint32(b[:]) != sigLocal {
		p.found.entry(e, i, CodeNoHeader, p.reads[i],
			"the package holds no data for it where its directory says (offset %d)", e.header)
		return false
	}
	nameLen, extraLen := int64(le.Uint16(b[26:])), int64(le.Uint16(b[28:]))
	e.body = e.header + lenLocal + nameLen + extraLen
	same := nameLen == int64(len(e.Name))
	if same {
		name := make([]byte, nameLen)
		same = p.readAt(name, e.header+lenLocal) == nil && string(name) == e.Name
	}
	switch {
	case !same:
		p.found.entry(e, i, CodeHeaderNames, false,
			"its name before the data is another than in the directory; tools that read from the front see another file")
	case le.Uint16(b[8:]) != e.Method:
		p.found.entry(e, i, CodeHeaderNames, false,
			"its compression method before the data (%d) is another than in the directory (%d)", le.Uint16(b[8:]), e.Method)
	}
	return true
}

// judgeNature tells of entries that are no plain files.
func (p *Package) judgeNature(e *Entry, i int) {
	if e.Flags&flagEncrypted != 0 {
		p.found.entry(e, i, CodeEncrypted, false,
			"it is marked as encrypted; the platform does not decrypt and takes the bytes as they stand")
	}
	if e.Method != methodStore && e.Method != methodDeflate && !e.Dir {
		p.found.entry(e, i, CodeMethod, p.reads[i],
			"it is compressed by method %d (%s); the platform reads only stored (0) and deflated (8) entries", e.Method, methodName(e.Method))
	}
	switch t := e.Mode.Type(); {
	case t&fs.ModeSymlink != 0:
		p.found.entry(e, i, CodeLink, false,
			"it is a symbolic link; the platform writes a plain file that holds the link's target")
	case t&^fs.ModeDir != 0, e.Mode&(fs.ModeSetuid|fs.ModeSetgid) != 0:
		p.found.entry(e, i, CodeSpecial, false,
			"it is a special file by its attributes (%s); the platform writes a plain file", e.Mode.String())
	case t&fs.ModeDir != 0 && !e.Dir:
		p.found.entry(e, i, CodeSpecial, false,
			"it is a folder by its attributes and a file by its name; the platform writes a file")
	}
}
