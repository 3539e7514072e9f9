package pkg

// Hostile packages by the hundred, each held against what the platform's own
// reader would do with it.

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// platformUpload is what the platform does with a package on upload, as far as
// the container goes: sizes by the directory, then every entry read by name.
func platformUpload(data []byte) error {
	if len(data) > MaxPackageSize {
		return errors.New("package too large")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	var total int64
	for _, f := range z.File {
		if total += int64(f.UncompressedSize64); total > MaxPackageSize {
			return errors.New("contents too large")
		}
	}
	for _, f := range z.File {
		r, err := z.Open(path.Join(path.Split(f.Name)))
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, r)
		if cerr := r.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// platformUnpack is what it does to start the plugin.
func platformUnpack(data []byte, dir string) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	for _, f := range z.File {
		name := path.Join(path.Split(f.Name))
		content, err := fs.ReadFile(z, name)
		if err != nil {
			return err
		}
		if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
			return err
		}
		if err := root.WriteFile(filepath.FromSlash(name), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// onUnpacking are the problems for which a package is refused when it is
// unpacked, not on upload.
var onUnpacking = []Code{CodeNameControl, CodeNameLong, CodeFileAndDir}

// holdAgainstPlatform fails where a package that is refused here is not refused
// there, or the reverse. It returns the package, nil where it is none.
func holdAgainstPlatform(t *testing.T, data []byte) *Package {
	t.Helper()
	there := platformUpload(data)
	p, err := OpenBytes(data, Limits{})
	if err != nil {
		var format *FormatError
		if !errors.As(err, &format) {
			t.Errorf("an error of an unknown kind: %v", err)
		}
		if there == nil {
			t.Errorf("unreadable here (%v), fine there", err)
		}
		return nil
	}
	// Thousands of files or of levels on a disk are slow to make.
	unpack := there == nil && !p.truncated && len(p.dirs)+len(p.entries) < 2000 &&
		!slices.ContainsFunc(p.entries, func(e Entry) bool { return len(e.Name) > maxName })
	if unpack {
		there = platformUnpack(data, t.TempDir())
	}
	compareRefusals(t, p, there, unpack)
	return p
}

func compareRefusals(t *testing.T, p *Package, there error, unpacked bool) {
	t.Helper()
	var here []string
	limited := p.truncated
	for _, pr := range append(p.Problems(), scan(t, p).Problems...) {
		limited = limited || pr.Code == CodeLimit || pr.Code == CodeNameLong
		if pr.Refused && (unpacked || there != nil || !slices.Contains(onUnpacking, pr.Code)) {
			here = append(here, fmt.Sprintf("%.100q: %s", pr.Entry, pr.Message()))
		}
	}
	switch {
	case len(here) > 0 && there == nil:
		t.Errorf("refused here (%q), fine there", here)
	case len(here) == 0 && there != nil && !limited:
		t.Errorf("fine here, refused there: %v", there)
	}
}

// hostility turns a good package into a bad one: the zip before it is written,
// or its bytes. A heavy one takes long to read.
type hostility struct {
	name  string
	heavy bool
	zip   func(*rand.Rand, *rawZip)
	bytes func(*rand.Rand, []byte) []byte
}

// zeros is a deflated stream of n MiB of zeros.
func zeros(mib int) []byte { return deflated(make([]byte, mib<<20)) }

func hostilities() []hostility {
	bomb := zeros(8)
	pick := func(r *rand.Rand, z *rawZip) *rawEntry { return &z.entries[r.IntN(len(z.entries))] }
	add := func(z *rawZip, e rawEntry) { z.entries = append(z.entries, e) }
	name := func(label string, names ...string) hostility {
		return hostility{name: label, zip: func(r *rand.Rand, z *rawZip) {
			e := rawEntry{name: names[r.IntN(len(names))], data: []byte("x"), method: uint16(8 * r.IntN(2))}
			if strings.HasSuffix(e.name, "/") {
				e.data = nil
			}
			z.entries = slices.Insert(z.entries, r.IntN(len(z.entries)+1), e)
		}}
	}
	return []hostility{
		name("parent", "../../etc/passwd", "a/../../b", "..", "../", "tools/../../x", "....//x", "a/../b"),
		name("absolute", "/etc/passwd", "//host/share", "/", `\windows`),
		name("backslash", `tools\one.py`, `..\..\x`, `a\`, `C:\x`),
		name("drive", "C:/Windows/x.dll", "c:x", "Z:"),
		name("control", "a\x00b", "a\nb", "\x1b[31m", "a\u202eb", "\ufeffmain.py", "a\x7f"),
		name("not utf8", "\xff", "caf\xe9", "a/\x80/b", "\xed\xa0\x80"),
		name("empty or unclean", "", ".", "./", "./main.py", "a//b", "a/./b", "tools/."),
		name("long", strings.Repeat("n", 300), strings.Repeat("d/", 3000)+"x", strings.Repeat("é", 30000), strings.Repeat("a/b/", 60)+strings.Repeat("z", 256)),
		name("duplicate", "main.py", "manifest.yaml", "./README.md", "tools/../main.py"),
		name("case", "MANIFEST.yaml", "Tools/One.py", "README.MD", "TOOLS/one.yaml"),
		name("file and folder", "tools", "tools/", "main.py/", "main.py/x", "_assets", "provider/one.yaml/x/y"),
		{name: "link", zip: func(r *rand.Rand, z *rawZip) {
			e := pick(r, z)
			e.creator = []byte{3, 19}[r.IntN(2)]
			e.attrs = []uint32{0xa1ff, 0x21ff, 0x61ff, 0x11ff, 0xc1ff, 0x89ff, 0x85ff, 0x41ff}[r.IntN(8)] << 16
		}},
		{name: "encrypted", zip: func(r *rand.Rand, z *rawZip) {
			e := pick(r, z)
			e.flags |= 1
			if r.IntN(2) == 0 {
				e.packed = make([]byte, 12+len(e.data))
				for i := range e.packed {
					e.packed[i] = byte(r.Uint32())
				}
			}
		}},
		{name: "zip64", zip: func(r *rand.Rand, z *rawZip) {
			z.zip64 = r.IntN(2) == 0
			pick(r, z).zip64 = !z.zip64 || r.IntN(2) == 0
		}},
		{name: "zip64 lies", zip: func(r *rand.Rand, z *rawZip) {
			e := pick(r, z)
			e.zip64 = true
			switch v := []uint64{1<<63 + 5, 1 << 62, 1<<64 - 1, 60 << 20}[r.IntN(4)]; r.IntN(3) {
			case 0:
				e.size = &v
			case 1:
				e.csize = &v
			case 2:
				e.offset = ptr(int64(v))
			}
		}},
		{name: "method", zip: func(r *rand.Rand, z *rawZip) {
			e := pick(r, z)
			e.packed = slices.Clone(e.data)
			e.method = []uint16{1, 6, 9, 12, 14, 93, 95, 98, 99, 65535}[r.IntN(10)]
		}},
		{name: "prefix", zip: func(r *rand.Rand, z *rawZip) {
			z.prefix = make([]byte, 1+r.IntN(5000))
			z.moved = r.IntN(2) == 0
		}},
		{name: "suffix", zip: func(r *rand.Rand, z *rawZip) { z.suffix = make([]byte, 1+r.IntN(80000)) }},
		{name: "gap", zip: func(r *rand.Rand, z *rawZip) { pick(r, z).gapBefore = make([]byte, 30+r.IntN(3000)) }},
		{name: "overlap", zip: func(r *rand.Rand, z *rawZip) {
			for i := range 1 + r.IntN(20) {
				add(z, rawEntry{name: fmt.Sprint("o", i), share: true, data: []byte("?"), csize: ptr(uint64(r.IntN(200)))})
			}
		}},
		{name: "overlapping bomb", heavy: true, zip: func(_ *rand.Rand, z *rawZip) {
			add(z, rawEntry{name: "k", packed: bomb, size: ptr(uint64(8 << 20)), crc: ptr(uint32(0)), method: 8})
			for i := range 50 {
				add(z, rawEntry{name: fmt.Sprint("k", i), share: true, size: ptr(uint64(8 << 20)), crc: ptr(uint32(0)), csize: ptr(uint64(len(bomb))), method: 8})
			}
		}},
		{name: "bomb", zip: func(_ *rand.Rand, z *rawZip) {
			add(z, rawEntry{name: "b", packed: bomb, size: ptr(uint64(8 << 20)), crc: ptr(uint32(0)), method: 8})
		}},
		{name: "lying bomb", zip: func(r *rand.Rand, z *rawZip) {
			for i := range 5 {
				add(z, rawEntry{name: fmt.Sprint("b", i), packed: bomb, size: ptr(uint64(r.IntN(1 << 20))), method: 8})
			}
		}},
		{name: "size lies", zip: func(r *rand.Rand, z *rawZip) {
			e := pick(r, z)
			e.size = ptr([]uint64{0, 1, uint64(len(e.data)) + 1, 1 << 20, 60 << 20, 1<<32 - 1, 1<<32 - 2}[r.IntN(7)])
		}},
		{name: "compressed size lies", zip: func(r *rand.Rand, z *rawZip) {
			pick(r, z).csize = ptr([]uint64{0, 1, 7, 5000, 1<<32 - 2}[r.IntN(5)])
		}},
		{name: "crc", zip: func(r *rand.Rand, z *rawZip) { pick(r, z).crc = ptr(r.Uint32()) }},
		{name: "no crc", zip: func(r *rand.Rand, z *rawZip) { e := pick(r, z); e.crc, e.flags = ptr(uint32(0)), 0 }},
		{name: "local name", zip: func(r *rand.Rand, z *rawZip) { pick(r, z).localName = ptr("evil.py") }},
		{name: "offset", zip: func(r *rand.Rand, z *rawZip) {
			pick(r, z).offset = ptr([]int64{1, 1 << 31, 1<<32 - 2, -1}[r.IntN(4)])
		}},
		{name: "count", zip: func(r *rand.Rand, z *rawZip) { z.records = ptr(uint16(r.IntN(1 << 16))) }},
		{name: "directory size", zip: func(r *rand.Rand, z *rawZip) { z.dirSize = ptr(r.Uint32N(1 << r.IntN(32))) }},
		{name: "directory offset", zip: func(r *rand.Rand, z *rawZip) { z.dirOffset = ptr(r.Uint32N(1 << r.IntN(32))) }},
		{name: "many entries", heavy: true, zip: func(r *rand.Rand, z *rawZip) {
			for i := range 10001 + r.IntN(2000) {
				z.entries = append(z.entries, rawEntry{name: fmt.Sprintf("%x", i)})
			}
			z.records = ptr(uint16(len(z.entries)))
		}},
		{name: "many folders", heavy: true, zip: func(_ *rand.Rand, z *rawZip) {
			for i := range 400 {
				add(z, rawEntry{name: fmt.Sprintf("%d/%sx", i, strings.Repeat("d/", 120))})
			}
		}},
		{name: "fat directory", heavy: true, zip: func(_ *rand.Rand, z *rawZip) {
			for i := range 80 {
				add(z, rawEntry{name: fmt.Sprint("f", i), extra: make([]byte, 60000), comment: strings.Repeat("c", 60000)})
			}
		}},
		{name: "end in a comment", zip: func(r *rand.Rand, z *rawZip) {
			inner := rawZip{entries: []rawEntry{stored("inner.py", "x")}}.bytes()
			if r.IntN(2) == 0 {
				z.comment = string(inner)
			} else {
				z.entries[len(z.entries)-1].comment = string(inner)
			}
			z.suffix = []byte("x")
		}},
		{name: "cut", bytes: func(r *rand.Rand, b []byte) []byte { return b[:r.IntN(len(b))] }},
		{name: "noise", bytes: func(r *rand.Rand, b []byte) []byte {
			for range 1 + r.IntN(8) {
				b[r.IntN(len(b))] ^= byte(1 + r.IntN(255))
			}
			return b
		}},
		{name: "spliced", bytes: func(r *rand.Rand, b []byte) []byte {
			i := r.IntN(len(b))
			j := (i + 1 + r.IntN(len(b)-1)) % len(b)
			return slices.Concat(b[:max(i, j)], b[min(i, j):])
		}},
	}
}

// Hostile is a package that was made to harm. Noise says that it may be harmless.
type Hostile struct {
	Data  []byte
	Noise bool
}

// HostilePackages yields more than 300 packages: seven of each kind (two of a heavy
// one), and a hundred that mix three kinds. Noise can fall where nobody looks: it
// may change a time of day.
func HostilePackages(yield func(string, Hostile) bool) {
	kinds := hostilities()
	build := func(seed uint64, chosen ...hostility) bool {
		r := rand.New(rand.NewPCG(seed, 9))
		z := rawZip{entries: goodEntries()}
		name, noise := "", false
		for _, h := range chosen {
			if h.zip != nil {
				h.zip(r, &z)
			}
			name, noise = name+h.name+" + ", noise || h.name == "noise"
		}
		data := z.bytes()
		for _, h := range chosen {
			if h.bytes != nil && len(data) > 0 {
				data = h.bytes(r, data)
			}
		}
		return yield(fmt.Sprint(name, seed), Hostile{data, noise})
	}
	for _, h := range kinds {
		seeds := uint64(7)
		if h.heavy {
			seeds = 2
		}
		for seed := range seeds {
			if !build(seed, h) {
				return
			}
		}
	}
	light := slices.DeleteFunc(slices.Clone(kinds), func(h hostility) bool { return h.heavy })
	r := rand.New(rand.NewPCG(1, 2))
	for seed := range uint64(100) {
		a, b, c := light[r.IntN(len(light))], light[r.IntN(len(light))], light[r.IntN(len(light))]
		if seed%10 == 0 {
			a = kinds[r.IntN(len(kinds))]
		}
		if !build(seed, a, b, c) {
			return
		}
	}
}

// TestHostilePackages: each must end in a problem or a clear error, agree with the
// platform on whether it is refused, and allocate less than 256 MB in all.
func TestHostilePackages(t *testing.T) {
	for name, h := range HostilePackages {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			said := true
			if p, err := OpenBytes(h.Data, Limits{}); err == nil {
				said = len(p.Problems())+len(scan(t, p).Problems) > 0
			}
			runtime.ReadMemStats(&after)
			if used := after.TotalAlloc - before.TotalAlloc; used > 256_000_000 {
				t.Errorf("%d bytes were allocated", used)
			}
			if !said && !h.Noise {
				t.Errorf("nothing is said of it")
			}
			p := holdAgainstPlatform(t, h.Data)
			if p == nil {
				return
			}
			// Whole files in hand are bounded too, one at a time.
			for i := range p.entries {
				if name := p.entries[i].Path; name != "" {
					if content, err := p.ReadFile(name); err == nil && len(content) > MaxPackageSize {
						t.Errorf("%q: %d bytes were read", name, len(content))
					}
				}
			}
		})
	}
}

func FuzzOpen(f *testing.F) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, h := range hostilities() {
		z := rawZip{entries: goodEntries()}
		if h.zip != nil {
			h.zip(r, &z)
		}
		if data := z.bytes(); len(data) < 1<<14 && !strings.Contains(h.name, "bomb") { // small and quick
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		there := platformUpload(data)
		p, err := OpenBytes(data, Limits{Total: 8 << 20, Entry: 4 << 20})
		if err != nil {
			if there == nil {
				t.Errorf("unreadable here (%v), fine there", err)
			}
			return
		}
		compareRefusals(t, p, there, false)
	})
}
