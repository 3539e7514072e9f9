package pkg

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func open(t *testing.T, data []byte) *Package {
	t.Helper()
	p, err := OpenBytes(data, Limits{})
	if err != nil {
		t.Fatalf("OpenBytes: %v", err)
	}
	return p
}

func scan(t *testing.T, p *Package) *Scan {
	t.Helper()
	s, err := p.Scan(context.Background())
	if err != nil {
		t.Fatalf("Scan: %v", err)
	}
	return s
}

// allProblems is every problem of a package as "entry: code" or, refused,
// "entry: code!".
func allProblems(t *testing.T, p *Package) []string {
	t.Helper()
	var out []string
	for _, pr := range append(p.Problems(), scan(t, p).Problems...) {
		s := pr.Entry + ": " + string(pr.Code)
		if pr.Refused {
			s += "!"
		}
		if strings.Contains(pr.Message(), "%!") {
			t.Errorf("badly formatted message: %s", pr.Message())
		}
		out = append(out, s)
	}
	return out
}

func TestNormalPackage(t *testing.T) {
	data := rawZip{entries: goodEntries(), comment: "hello"}.bytes()
	p := open(t, data)
	if got := allProblems(t, p); len(got) != 0 {
		t.Errorf("problems: %q", got)
	}
	if !scan(t, p).Complete {
		t.Error("the scan is not complete")
	}
	if p.Comment() != "hello" || p.Size() != int64(len(data)) {
		t.Errorf("comment %q, size %d", p.Comment(), p.Size())
	}
	var names []string
	for _, e := range p.Entries() {
		names = append(names, e.Name)
		want, err := fs.ReadFile(mustZip(t, data), e.Name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := fs.ReadFile(p, e.Name)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %q, %v; want %q", e.Name, got, err, want)
		}
	}
	if err := fstest.TestFS(p, names...); err != nil {
		t.Error(err)
	}
}

func mustZip(t *testing.T, data []byte) *zip.Reader {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestModified(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	when := time.Date(2025, 3, 4, 5, 6, 8, 0, time.UTC)
	f, err := w.CreateHeader(&zip.FileHeader{Name: "a", Modified: when})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = f.Write([]byte("x"))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := open(t, b.Bytes()).Stat("a")
	if err != nil || !info.ModTime().Equal(when) || info.Size() != 1 {
		t.Errorf("%v, %v", info, err)
	}
	plain, err := open(t, rawZip{entries: goodEntries()}.bytes()).Stat("main.py")
	if err != nil || !plain.ModTime().IsZero() {
		t.Errorf("a package without times: %v, %v", plain.ModTime(), err)
	}
}

func TestNotAPackage(t *testing.T) {
	good := rawZip{entries: goodEntries()}.bytes()
	commented := rawZip{entries: goodEntries(), comment: strings.Repeat("c", 200)}.bytes()
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "empty"},
		{"text", []byte("version: 0.0.1\n"), "no zip"},
		{"gzip", []byte("\x1f\x8b\x08aaaaaaaaaaaaaaaaaaaaaaaaaaa"), "gzip"},
		{"7z", []byte("7z\xbc\xaf\x27\x1caaaaaaaaaaaaaaaaaaaaaaaaaa"), "7-Zip"},
		{"tar", append(append(make([]byte, 257), "ustar"...), make([]byte, 300)...), "tar"},
		{"rar", []byte("Rar!\x1a\x07aaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), "RAR"},
		{"xz", []byte("\xfd7zXZ\x00aaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), "xz or bzip2"},
		{"bzip2", []byte("BZh9aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), "xz or bzip2"},
		{"no ZIP64 record", patched("PK\x06\x06", 0, "PK\x06\x00"), "ZIP64 record is not there"},
		{"no ZIP64 locator", patched("PK\x06\x07", 0, "PK\x06\x00"), "outside"},
		{"a ZIP64 locator of another disk", patched("PK\x06\x07", 4, "\x01"), "outside"},
		{"a ZIP64 locator of two disks", patched("PK\x06\x07", 16, "\x02"), "outside"},
		{"a ZIP64 record before the file", patched("PK\x06\x07", 15, "\x80"), "outside"},
		{"a ZIP64 directory without end", patched("PK\x06\x06", 47, "\x80"), "outside"},
		{"a ZIP64 directory behind the file", patched("PK\x06\x06", 55, "\x80"), "outside"},
		{"html", []byte("\n<!DOCTYPE html><html><body>Not found</body></html>"), "HTML"},
		{"lfs", []byte("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n"), "LFS"},
		{"cut", good[:len(good)-30], "cut off"},
		{"cut in the comment", commented[:len(commented)-30], "cut off"},
		{"far behind", append(slices.Clone(good), make([]byte, 70<<10)...), "behind its end"},
		{"outside", rawZip{entries: goodEntries(), dirSize: ptr(uint32(1 << 30))}.bytes(), "outside"},
		{"no zip64 record", rawZip{entries: goodEntries(), records: ptr(uint16(0xffff)),
			beforeDir: nil, suffix: nil, comment: ""}.bytes(), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, zipErr := zip.NewReader(bytes.NewReader(c.data), int64(len(c.data)))
			p, err := OpenBytes(c.data, Limits{})
			if c.want == "" {
				if err != nil || zipErr == nil || !slices.Contains(allProblems(t, p), ": directory-damaged!") {
					t.Errorf("error %v, archive/zip %v", err, zipErr)
				}
				return
			}
			var format *FormatError
			if !errors.As(err, &format) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one about %q", err, c.want)
			}
			if zipErr == nil {
				t.Error("archive/zip reads it")
			}
		})
	}
	if _, err := Open(nil, 3, Limits{}); err == nil {
		t.Error("no reader is no error")
	}
	failing := readerAt(func([]byte, int64) (int, error) { return 0, errors.New("disk on fire") })
	if _, err := Open(failing, 100, Limits{}); err == nil || !strings.Contains(err.Error(), "disk on fire") {
		t.Errorf("a failing reader: %v", err)
	}
}

// patched is the good plugin as a ZIP64 archive, with other bytes behind a record's
// signature.
func patched(signature string, at int, with string) []byte {
	b := rawZip{entries: goodEntries(), zip64: true}.bytes()
	copy(b[bytes.LastIndex(b, []byte(signature))+at:], with)
	return b
}

type readerAt func([]byte, int64) (int, error)

func (f readerAt) ReadAt(b []byte, off int64) (int, error) { return f(b, off) }

// with is the good plugin with more entries at its end.
func with(more ...rawEntry) rawZip { return rawZip{entries: append(goodEntries(), more...)} }

func stored(name, data string) rawEntry { return rawEntry{name: name, data: []byte(data)} }

func TestProblems(t *testing.T) {
	long := strings.Repeat("x", 256)
	deep := strings.Repeat("d/", 2100) + "f"
	for _, c := range []struct {
		name string
		zip  rawZip
		want []string
	}{
		{"nothing", with(), nil},
		{"no entries", rawZip{}, nil},
		{"prefix", rawZip{prefix: []byte("#!/bin/sh\n"), entries: goodEntries()}, []string{": data-before-start"}},
		{"moved prefix", rawZip{prefix: []byte("#!/bin/sh\n"), moved: true, entries: goodEntries()}, []string{": data-before-start"}},
		{"suffix", rawZip{suffix: []byte("more"), entries: goodEntries()}, []string{": data-after-end"}},
		{"gap", with(rawEntry{name: "gap", data: []byte("x"), gapBefore: make([]byte, 100)}), []string{": data-between-entries"}},
		{"gap before the directory", rawZip{entries: goodEntries(), beforeDir: make([]byte, 100)}, []string{": data-between-entries"}},
		{"zip64", rawZip{entries: goodEntries(), zip64: true}, []string{": zip64"}},
		{"zip64 entry", with(rawEntry{name: "a", data: []byte("x"), zip64: true}), []string{": zip64"}},
		{"count", rawZip{entries: goodEntries(), records: ptr(uint16(9))}, []string{": directory-damaged!"}},
		{"declared total", with(rawEntry{name: "a", size: ptr(uint64(60 << 20)), csize: ptr(uint64(1 << 20))}),
			[]string{": contents-too-large!", "a: content-truncated!"}},
		{"empty name", with(stored("", "x")), []string{": name-empty!"}},
		{"absolute", with(stored("/etc/passwd", "x")), []string{"/etc/passwd: name-absolute!"}},
		{"parent", with(stored("../x", "x")), []string{"../x: name-parent!"}},
		{"parent inside", with(stored("a/../x", "x")), []string{"a/../x: name-parent"}},
		{"parent with a backslash", with(stored(`..\x`, "x")), []string{`..\x: name-backslash!`, `..\x: name-parent!`}},
		{"unclean", with(stored("./a//b", "x")), []string{"./a//b: name-unclean"}},
		{"dot", with(stored(".", "x")), []string{".: name-unclean!"}},
		{"backslash", with(stored(`a\b`, "x")), []string{`a\b: name-backslash!`}},
		{"drive", with(stored("C:/x", "x")), []string{"C:/x: name-drive-letter"}},
		{"control", with(stored("a\nb", "x")), []string{"a\nb: name-control-character"}},
		{"bidi", with(stored("a\u202egnp.sh", "x")), []string{"a\u202egnp.sh: name-control-character"}},
		{"nul", with(stored("a\x00b", "x")), []string{"a\x00b: name-control-character!"}},
		{"latin-1", with(stored("caf\xe9.py", "x")), []string{"caf\xe9.py: name-not-utf8!"}},
		{"long part", with(stored("a/"+long, "x")), []string{"a/" + long + ": name-too-long!"}},
		{"long path", with(stored(deep, "x")), []string{deep + ": name-too-long"}},
		{"duplicate", with(stored("main.py", "x")), []string{"main.py: name-duplicate"}},
		{"duplicate by cleaning", with(stored("./main.py", "x")), []string{"./main.py: name-duplicate", "./main.py: name-unclean"}},
		{"case", with(stored("Main.py", "x")), []string{"Main.py: name-differs-by-case"}},
		{"case beyond ASCII", with(stored("é", "x"), stored("É", "x")), []string{"É: name-differs-by-case"}},
		{"case by the Kelvin sign", with(stored("key", "x"), stored("\u212aey", "x")), []string{"\u212aey: name-differs-by-case"}},
		{"directory size", rawZip{entries: goodEntries(), dirSize: ptr(uint32(7))}, []string{": directory-damaged"}},
		{"file and folder", with(stored("tools", "x")), []string{"tools: name-file-and-folder!"}},
		{"file, then folder entry", with(stored("a", "x"), stored("a/", "")), []string{"a/: folder-entry", "a/: name-file-and-folder"}},
		{"folder entry, then file", with(stored("a/", ""), stored("a", "x")), []string{"a/: folder-entry!", "a: name-file-and-folder!"}},
		{"folder", with(stored("tools/", "")), []string{"tools/: folder-entry!"}},
		{"link", with(rawEntry{name: "l", data: []byte("/etc/passwd"), creator: 3, attrs: 0xa1ff << 16}), []string{"l: symbolic-link"}},
		{"device", with(rawEntry{name: "d", creator: 3, attrs: 0x21ff << 16}), []string{"d: special-file"}},
		{"setuid", with(rawEntry{name: "s", creator: 3, attrs: 0x89ff << 16}), []string{"s: special-file"}},
		{"folder by attributes", with(rawEntry{name: "f", creator: 3, attrs: 0x41ed << 16}), []string{"f: special-file"}},
		{"setgid", with(rawEntry{name: "s", creator: 3, attrs: 0x85ff << 16}), []string{"s: special-file"}},
		{"socket", with(rawEntry{name: "s", creator: 19, attrs: 0xc1ff << 16}), []string{"s: special-file"}},
		{"pipe", with(rawEntry{name: "p", creator: 3, attrs: 0x11ff << 16}), []string{"p: special-file"}},
		{"block device", with(rawEntry{name: "d", creator: 3, attrs: 0x61ff << 16}), []string{"d: special-file"}},
		{"folder by attributes of Windows", with(rawEntry{name: "f", creator: 11, attrs: 0x10}), []string{"f: special-file"}},
		{"attributes of another system", with(rawEntry{name: "f", creator: 5, attrs: 0xa1ff<<16 | 0x10}), nil},
		{"ZIP64 field too short", with(rawEntry{name: "z", size: ptr(uint64(0xffffffff)), csize: ptr(uint64(0)), extra: []byte{1, 0, 4, 0, 1, 2, 3, 4}}), []string{": data-between-entries", ": directory-damaged!"}},
		{"ZIP64 field missing", with(rawEntry{name: "z", csize: ptr(uint64(0xffffffff))}), []string{": data-between-entries", ": directory-damaged!"}},
		{"field that is cut off", with(rawEntry{name: "z", extra: []byte{9, 0, 200, 0, 1}}), nil},
		{"other fields", with(rawEntry{name: "z", extra: []byte{9, 0, 1, 0, 1}}), nil},
		{"permissions are fine", with(rawEntry{name: "x.sh", creator: 3, attrs: 0x81ed << 16}), nil},
		{"encrypted", with(rawEntry{name: "e", data: []byte("abcdefghijklmnop"), size: ptr(uint64(4)), flags: 1}),
			[]string{"e: encrypted", "e: content-size-differs!"}},
		{"marked encrypted only", with(rawEntry{name: "e", data: []byte("abc"), flags: 1}), []string{"e: encrypted"}},
		{"zstd", with(rawEntry{name: "z", data: []byte("abc"), method: 93}), []string{"z: unknown-compression!"}},
		{"zstd, never read", with(rawEntry{name: "main.py", data: []byte("abc"), method: 93}),
			[]string{"main.py: name-duplicate", "main.py: unknown-compression"}},
		{"ratio of a small one", with(rawEntry{name: "b", data: make([]byte, 1<<20), method: 8}), nil},
		{"two gaps", with(rawEntry{name: "g", gapBefore: make([]byte, 10)}, rawEntry{name: "h", gapBefore: make([]byte, 20)}), []string{": data-between-entries"}},
		{"data into the directory", with(rawEntry{name: "d", data: []byte("abc"), csize: ptr(uint64(40)), size: ptr(uint64(40))}), []string{"d: entries-overlap", "d: content-crc-differs!"}},
		{"invisible characters", with(stored("a\u200b", "x"), stored("b\u2066", "x"), stored("c\u00ad", "x"), stored("d\ufeff", "x"), stored("e\u2028", "x"), stored("f\u00a0", "x")),
			[]string{"a\u200b: name-control-character", "b\u2066: name-control-character", "c\u00ad: name-control-character", "d\ufeff: name-control-character", "e\u2028: name-control-character"}},
		{"long part of the most", with(stored("a/"+long[:255], "x")), nil},
		{"drive, and none", with(stored("c:x", "x"), stored("1:x", "x"), stored("[:x", "x"), stored("z:", "x")), []string{"c:x: name-drive-letter", "z:: name-drive-letter"}},
		{"ratio", with(rawEntry{name: "b", data: make([]byte, 2<<20), method: 8}), []string{"b: compression-bomb"}},
		{"overlap", with(rawEntry{name: "o", share: true, localName: ptr("tools/one.yaml"), packed: goodEntries()[7].data,
			data: goodEntries()[7].data, method: 8, flags: 8, csize: ptr(uint64(len(deflated(goodEntries()[7].data))))}),
			[]string{"o: entries-overlap", "o: local-header-differs"}},
		{"no local header", with(rawEntry{name: "n", data: []byte("x"), offset: ptr(int64(5))}),
			[]string{": data-between-entries", "n: local-header-missing!"}},
		{"local name", with(rawEntry{name: "n", data: []byte("x"), localName: ptr("other.py")}), []string{"n: local-header-differs"}},
		{"crc", with(rawEntry{name: "c", data: []byte("x"), crc: ptr(uint32(7))}), []string{"c: content-crc-differs!"}},
		{"crc with descriptor", with(rawEntry{name: "c", data: []byte("x"), flags: 8, crc: ptr(uint32(7))}), []string{"c: content-crc-differs!"}},
		{"no crc", with(rawEntry{name: "c", data: []byte("x"), crc: ptr(uint32(0))}), []string{"c: content-crc-absent"}},
		{"declares more", with(rawEntry{name: "s", data: []byte("abc"), method: 8, size: ptr(uint64(9))}), []string{"s: content-size-differs!"}},
		{"declares less", with(rawEntry{name: "s", data: []byte("abc"), method: 8, size: ptr(uint64(1))}), []string{"s: content-size-differs!"}},
		{"corrupt", with(rawEntry{name: "s", data: []byte("abc"), method: 8, packed: []byte{0xff, 0xff, 0xff}}), []string{"s: content-corrupt!"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := c.zip.bytes()
			p := open(t, data)
			got := allProblems(t, p)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			holdAgainstPlatform(t, data)
		})
	}
}

func TestResolvesLikePlatform(t *testing.T) {
	p := open(t, with(stored("main.py", "second"), stored("../up.py", "up"), stored(`win\x.py`, "win")).bytes())
	for name, want := range map[string]string{
		"main.py":  "import dify_plugin\n", // the first of two
		"up.py":    "up",
		"win/x.py": "win",
	} {
		if got, err := p.ReadFile(name); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, want)
		}
	}
	for name, want := range map[string]error{
		"absent": fs.ErrNotExist, "../up.py": fs.ErrInvalid, "/main.py": fs.ErrInvalid, "": fs.ErrInvalid,
	} {
		if _, err := p.ReadFile(name); !errors.Is(err, want) {
			t.Errorf("ReadFile(%q): %v, want %v", name, err, want)
		}
		if _, err := p.Open(name); !errors.Is(err, want) {
			t.Errorf("Open(%q): %v, want %v", name, err, want)
		}
	}
	if _, err := p.ReadFile("tools"); err == nil {
		t.Error("a folder can be read")
	}
	if _, err := p.ReadDir("main.py"); err == nil {
		t.Error("a file can be listed")
	}
}

func TestLimits(t *testing.T) {
	z := with()
	for i := range 30 {
		z.entries = append(z.entries, rawEntry{name: fmt.Sprintf("f%02d", i), data: make([]byte, 1000), method: 8})
	}
	data := z.bytes()
	openWith := func(l Limits) *Package {
		p, err := OpenBytes(data, l)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}

	p := openWith(Limits{Entries: 10})
	if got := allProblems(t, p); !slices.Contains(got, ": too-many-entries") || len(p.Entries()) != 10 {
		t.Errorf("10 entries: %d, %q", len(p.Entries()), got)
	}
	if scan(t, p).Complete {
		t.Error("a package read in part is complete")
	}

	p = openWith(Limits{Directory: 400})
	if got := allProblems(t, p); !slices.Contains(got, ": directory-too-large") || len(p.Entries()) == 0 {
		t.Errorf("400 bytes of directory: %d, %q", len(p.Entries()), got)
	}

	p = openWith(Limits{Entry: 999})
	var limit *LimitError
	if _, err := p.ReadFile("f00"); !errors.As(err, &limit) || limit.Total || limit.Limit != 999 {
		t.Errorf("an entry over the limit: %v", err)
	}
	if want := `"f00": holds more than 999 bytes, the limit for one file`; limit.Error() != want {
		t.Errorf("got %q, want %q", limit, want)
	}
	if _, err := p.ReadFile("main.py"); err != nil {
		t.Errorf("an entry under the limit: %v", err)
	}
	if s := scan(t, p); s.Complete || s.Problems[0].Message() != "it holds more than 999 bytes and was not read to its end" {
		t.Errorf("entries over the limit: %+v", s.Problems)
	}
	if _, err := openWith(Limits{Entry: 1000}).ReadFile("f00"); err != nil {
		t.Errorf("an entry of the limit: %v", err)
	}

	p = openWith(Limits{Total: 5000})
	for range 10 { // again and again: counted once
		if _, err := p.ReadFile("f00"); err != nil {
			t.Fatal(err)
		}
	}
	s := scan(t, p)
	if s.Complete || len(s.Problems) != 1 || s.Problems[0].Code != CodeLimit {
		t.Errorf("5000 bytes in all: %+v", s.Problems)
	}
	if want := "reading stopped here: the package holds more than 5000 bytes"; s.Problems[0].Message() != want {
		t.Errorf("got %q, want %q", s.Problems[0].Message(), want)
	}
	if _, err := p.ReadFile("f29"); !errors.As(err, &limit) || !limit.Total {
		t.Errorf("after the total: %v", err)
	}
	if want := `"f29": the package holds more than 5000 bytes, the limit for one run`; limit.Error() != want {
		t.Errorf("got %q, want %q", limit, want)
	}

	many := rawZip{}
	for i := range 100 {
		many.entries = append(many.entries, stored(fmt.Sprintf("../%d", i), ""))
	}
	problems := open(t, many.bytes()).Problems()
	if len(problems) != maxPerCode+1 || problems[maxPerCode].Message() != "50 more entries have the same problem" {
		t.Errorf("%d problems, the last %q", len(problems), problems[len(problems)-1].Message())
	}

	folders := rawZip{}
	for i := range 40 {
		folders.entries = append(folders.entries, stored(fmt.Sprintf("%d/%sx", i, strings.Repeat("d/", 20)), ""))
	}
	p, err := OpenBytes(folders.bytes(), Limits{Entries: 100})
	if err != nil {
		t.Fatal(err)
	}
	if got := allProblems(t, p); !slices.Contains(got, ": too-many-folders") {
		t.Errorf("800 folders: %q", got)
	}
}

func TestScanObeysContext(t *testing.T) {
	p := open(t, rawZip{entries: goodEntries()}.bytes())
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := p.Scan(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if !scan(t, p).Complete {
		t.Error("a cancelled scan spoils the next")
	}
}

func TestOpenFile(t *testing.T) {
	p := open(t, rawZip{entries: goodEntries()}.bytes())
	f, err := p.Open("main.py")
	if err != nil {
		t.Fatal(err)
	}
	if data, err := io.ReadAll(f); err != nil || string(data) != "import dify_plugin\n" {
		t.Errorf("%q, %v", data, err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if _, err := f.Read(make([]byte, 1)); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("read after close: %v", err)
	}
}

func BenchmarkOpen(b *testing.B) {
	z := rawZip{}
	for i := range 60 {
		z.entries = append(z.entries, rawEntry{name: fmt.Sprintf("models/llm/model-%d.yaml", i),
			data: bytes.Repeat([]byte("model: one\n"), 100), method: 8, flags: 8})
	}
	data := z.bytes()
	b.Run("open", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := OpenBytes(data, Limits{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("open and scan", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p, err := OpenBytes(data, Limits{})
			if err != nil {
				b.Fatal(err)
			}
			if _, err := p.Scan(context.Background()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// TestMessages compares the message of each problem with the expected one, not only its code.
func TestMessages(t *testing.T) {
	methods := map[uint16]string{
		1: "an obsolete one", 6: "an obsolete one", 9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "xz", 98: "PPMd", 99: "AES encryption", 7: "unknown",
	}
	for method, name := range methods {
		want := fmt.Sprintf("it is compressed by method %d (%s); the platform reads only stored (0) and deflated (8) entries", method, name)
		if got := open(t, with(rawEntry{name: "z", data: []byte("abc"), method: method}).bytes()).Problems()[0].Message(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	other := with(rawEntry{name: "z", data: []byte("abc")}).bytes()
	other[bytes.LastIndex(other, []byte("PK\x03\x04"))+8] = 8
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"method before the data", other, "its compression method before the data (8) is another than in the directory (0)"},
		{"gaps", rawZip{entries: []rawEntry{stored("f", "x"), {name: "g", gapBefore: make([]byte, 40)}, {name: "h", gapBefore: make([]byte, 60)}}}.bytes(),
			"100 bytes lie between the entries in 2 places and belong to none; no checksum and no signature covers them"},
		{"a gap before the directory", rawZip{entries: []rawEntry{stored("f", "x")}, beforeDir: make([]byte, 100)}.bytes(),
			"100 bytes lie between the entries in 1 places and belong to none; no checksum and no signature covers them"},
		{"data before", rawZip{entries: goodEntries(), prefix: make([]byte, 9)}.bytes(), "9 bytes stand before the package's first entry; no checksum and no signature covers them"},
		{"data before nothing", rawZip{prefix: make([]byte, 9)}.bytes(), "9 bytes stand before the package's directory, which has no entries"},
		{"data behind", rawZip{entries: goodEntries(), suffix: make([]byte, 9)}.bytes(), "9 bytes stand behind the package's end; no checksum and no signature covers them"},
		{"overlap", with(rawEntry{name: "o", share: true, localName: ptr("o"), csize: ptr(uint64(1))}).bytes(), `its data overlaps that of "tools/one.yaml"`},
		{"a long name", with(stored(strings.Repeat("d/", 200)+"x", "1"), stored(strings.Repeat("d/", 200)+"x", "2")).bytes(),
			`an entry of this name stands before it ("` + strings.Repeat("d/", 60) + `…"); the platform reads the first one for both, other tools the last`},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := open(t, c.data)
			var got []string
			for _, pr := range append(p.Problems(), scan(t, p).Problems...) {
				got = append(got, pr.Message())
			}
			if !slices.Contains(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestModes holds the modes that external attributes ask for.
func TestModes(t *testing.T) {
	for _, c := range []struct {
		creator byte
		attrs   uint32
		name    string
		want    fs.FileMode
	}{
		{3, 0x81ed << 16, "a", 0o755},
		{3, 0x41ed << 16, "a", 0o755 | fs.ModeDir},
		{19, 0xa1ff << 16, "a", 0o777 | fs.ModeSymlink},
		{3, 0x1180 << 16, "a", 0o600 | fs.ModeNamedPipe},
		{3, 0xc180 << 16, "a", 0o600 | fs.ModeSocket},
		{3, 0x2180 << 16, "a", 0o600 | fs.ModeDevice | fs.ModeCharDevice},
		{3, 0x6180 << 16, "a", 0o600 | fs.ModeDevice},
		{3, 0x8980 << 16, "a", 0o600 | fs.ModeSetuid},
		{3, 0x8580 << 16, "a", 0o600 | fs.ModeSetgid},
		{0, 0x10, "a", 0o777 | fs.ModeDir},
		{11, 0x20, "a", 0o666},
		{14, 0, "a/", 0o666 | fs.ModeDir},
		{7, 0xa1ff<<16 | 0x10, "a", 0},
	} {
		if got := open(t, rawZip{entries: []rawEntry{{name: c.name, creator: c.creator, attrs: c.attrs}}}.bytes()).Entries()[0].Mode; got != c.want {
			t.Errorf("%d, %#x, %s: %s, want %s", c.creator, c.attrs, c.name, got, c.want)
		}
	}
}

// TestFiles uses open files and folders as they are not meant to be used.
func TestFiles(t *testing.T) {
	p := open(t, with(rawEntry{name: "damaged", data: []byte("abc"), method: 8, packed: []byte{0xff}}, rawEntry{name: "other", method: 93}).bytes())
	folder, file, damaged := must(p.Open("tools")), must(p.Open("main.py")), must(p.Open("damaged"))
	var path *fs.PathError
	if _, err := folder.Read(make([]byte, 1)); !errors.As(err, &path) || path.Path != "tools" {
		t.Errorf("a folder is read: %v", err)
	}
	if _, err := file.(fs.ReadDirFile).ReadDir(-1); !errors.As(err, &path) || path.Path != "main.py" {
		t.Errorf("a file is listed: %v", err)
	}
	if _, err := damaged.Read(make([]byte, 1)); !errors.As(err, &path) || path.Path != "damaged" {
		t.Errorf("damage has no place: %v", err)
	}
	if _, err := p.Open("other"); !errors.As(err, &path) || path.Path != "other" {
		t.Errorf("an unknown method: %v", err)
	}
	if got, err := folder.(fs.ReadDirFile).ReadDir(1); err != nil || len(got) != 1 || got[0].Name() != "one.py" {
		t.Errorf("the first: %v, %v", got, err)
	}
	if got, err := folder.(fs.ReadDirFile).ReadDir(5); err != nil || len(got) != 1 || got[0].Name() != "one.yaml" {
		t.Errorf("the rest: %v, %v", got, err)
	}
	if _, err := folder.(fs.ReadDirFile).ReadDir(1); !errors.Is(err, io.EOF) {
		t.Errorf("behind the end: %v", err)
	}
	if err := folder.Close(); err != nil {
		t.Error(err)
	}
	if err := folder.Close(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("closed twice: %v", err)
	}
	if _, err := folder.(fs.ReadDirFile).ReadDir(-1); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("listed after it was closed: %v", err)
	}
	for name, want := range map[string]fs.FileMode{"tools": fs.ModeDir | 0o555, "main.py": 0o444} {
		if info, err := p.Stat(name); err != nil || info.Mode() != want || info.IsDir() != want.IsDir() || info.Name() != name {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	if _, err := p.Stat("absent"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an absent file: %v", err)
	}
}

// TestOnDisk opens packages by name.
func TestOnDisk(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "good.difypkg")
	for file, data := range map[string][]byte{name: with().bytes(), filepath.Join(dir, "bad.difypkg"): []byte("no")} {
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p, err := OpenFile(name, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if data, err := p.ReadFile("main.py"); err != nil || string(data) != "import dify_plugin\n" {
		t.Errorf("%q, %v", data, err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	if _, err := p.ReadFile("main.py"); err == nil {
		t.Error("a closed package is read")
	}
	if err := open(t, with().bytes()).Close(); err != nil {
		t.Errorf("bytes: %v", err)
	}
	if _, err := OpenFile(dir, Limits{}); err == nil || !strings.Contains(err.Error(), "it is a folder, not a package") {
		t.Errorf("a folder: %v", err)
	}
	if _, err := Later(dir, Limits{}); err == nil || !strings.Contains(err.Error(), "it is a folder, not a package") {
		t.Errorf("a folder, later: %v", err)
	}
	if _, err := Later(filepath.Join(dir, "absent"), Limits{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an absent file: %v", err)
	}
	for file, want := range map[string]string{name: "", filepath.Join(dir, "bad.difypkg"): "the package cannot be read: it is no zip archive"} {
		later, err := Later(file, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		p := later()
		for _, pr := range p.Problems() {
			got = append(got, pr.Message())
		}
		if g := strings.Join(got, " "); g != want || (p.Err() != nil) != (want != "") {
			t.Errorf("%s: %q, %v", file, g, p.Err())
		}
		_ = p.Close()
	}
	later, err := Later(name, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if p := later(); p.Err() == nil || !strings.Contains(p.Err().Error(), "cannot be opened any more") {
		t.Errorf("a file that is gone: %v", p.Err())
	}
	if _, err := Verify(context.Background(), later(), nil, now); err == nil {
		t.Error("a package that cannot be read is verified")
	}
}

// TestTooLarge opens a package behind so many zeros that it is of the largest
// size, or one byte larger.
func TestTooLarge(t *testing.T) {
	zip := with().bytes()
	for more, want := range map[int64]string{0: "data-before-start", 1: "data-before-start package-too-large"} {
		size := MaxPackageSize + more
		front := size - int64(len(zip))
		p, err := Open(readerAt(func(b []byte, off int64) (int, error) {
			for i := range b {
				if b[i] = 0; off+int64(i) >= front {
					b[i] = zip[off+int64(i)-front]
				}
			}
			return len(b), nil
		}), size, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, pr := range p.Problems() {
			got = append(got, string(pr.Code))
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("%d bytes: %s, want %s", size, g, want)
		}
	}
}
