package text

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

func TestPosition(t *testing.T) {
	f := NewFile("x", []byte("\ufeffa搜b😀c\r\nd\re\n\xfff"))
	for _, tt := range []struct {
		at                  string // the text at the offset
		line, column, utf16 int
	}{
		{"a", 1, 1, 0}, {"搜", 1, 2, 1}, {"b", 1, 3, 2}, {"😀", 1, 4, 3}, {"c", 1, 5, 5}, {"d", 2, 1, 0}, {"e", 3, 1, 0}, {"f", 4, 2, 1},
	} {
		off := indexOf(f.Data, tt.at)
		p := f.Position(off)
		if p.Line != tt.line || p.Column != tt.column || p.UTF16 != tt.utf16 || p.Offset != off {
			t.Errorf("%s: %+v, want %+v", tt.at, p, tt)
		}
		if got := f.OffsetUTF16(p.Line-1, p.UTF16); got != off {
			t.Errorf("%s: back from UTF-16: %d, want %d", tt.at, got, off)
		}
		if got := f.OffsetRunes(p.Line, p.Column); got != off {
			t.Errorf("%s: back from code points: %d, want %d", tt.at, got, off)
		}
	}
	if f.LineCount() != 4 || f.Slice(f.LineSpan(1)) != "\ufeffa搜b😀c" || f.LineEnd(1) != f.LineStart(2) {
		t.Error("lines:", f.LineCount(), f.LineSpan(1), f.LineEnd(1))
	}
	for _, off := range []int{-5, 1000} { // clamped
		f.Position(off)
		f.OffsetUTF16(off, off)
		f.LineSpan(off)
	}
}

// TestPositionOnLongLine: counted from a mark, a place is what it is counted from
// the start of its line.
func TestPositionOnLongLine(t *testing.T) {
	data := []byte("\ufeff" + strings.Repeat("a搜\xff😀", 3000) + "\n" + strings.Repeat("😀搜b\xe6", 3000))
	f := NewFile("x", data)
	for _, start := range []int{3, bytes.IndexByte(data, '\n') + 1} {
		column, units := 1, 0
		for off := start; off < len(data) && data[off] != '\n'; {
			if p := f.Position(off); p.Column != column || p.UTF16 != units {
				t.Fatalf("at %d: %+v, want column %d, %d units", off, p, column, units)
			}
			r, n := utf8.DecodeRune(data[off:])
			column, units, off = column+1, units+utf16.RuneLen(r), off+n
		}
	}
}

func indexOf(data []byte, s string) int {
	for i := range data {
		if len(data)-i >= len(s) && string(data[i:i+len(s)]) == s {
			return i
		}
	}
	return -1
}

func TestSpan(t *testing.T) {
	a, b := Span{2, 5}, Span{4, 9}
	if !a.Overlaps(b) || a.Overlaps(Span{5, 9}) || a.Union(b) != (Span{2, 9}) || !a.Encloses(Span{3, 5}) || a.Encloses(b) {
		t.Error("overlap, union or enclosure is wrong")
	}
	if !a.Contains(2) || a.Contains(5) || !(Span{3, 3}).Contains(3) || a.Len() != 3 || !(Span{3, 3}).IsEmpty() {
		t.Error("contents are wrong")
	}
}

// FuzzPosition: going to a position and back loses nothing at the start of a
// character.
func FuzzPosition(f *testing.F) {
	f.Add([]byte("a\r\n搜😀\xff\n"), 3)
	f.Fuzz(func(t *testing.T, data []byte, off int) {
		file := NewFile("f", data)
		p := file.Position(off)
		if off < 0 || off >= len(data) || off < file.BOMLen() || !utf8.RuneStart(data[off]) || data[off] == '\n' || data[off] == '\r' || !utf8.Valid(data) {
			return
		}
		if got := file.OffsetUTF16(p.Line-1, p.UTF16); got != off {
			t.Fatalf("%q at %d: %+v leads back to %d", data, off, p, got)
		}
	})
}

// TestMemo: a value a key, computed once where the file is kept.
func TestMemo(t *testing.T) {
	type key struct{}
	for _, tt := range []struct {
		file   *File
		counts []int
	}{
		{NewFile("a", nil), []int{1, 2, 3, 4, 5, 6}},
		{NewKept("a", nil), []int{1, 2, 3, 4, 1, 5}},
	} {
		n := 0
		compute := func() any { n++; return n }
		got := []int{
			tt.file.Memo(key{}, compute).(int), tt.file.MemoOf(key{}, "tool", 0, compute).(int), tt.file.MemoOf(key{}, "", 7, compute).(int),
			tt.file.Memo(new(int), compute).(int), tt.file.Memo(key{}, compute).(int), 0,
		}
		tt.file.Forget()
		got[5] = tt.file.Memo(key{}, compute).(int)
		if !slices.Equal(got, tt.counts) {
			t.Errorf("kept %t: %v", tt.file.Kept(), got)
		}
	}
}

// TestMemoConcurrent: all see one value, and one value's computing may ask for
// another.
func TestMemoConcurrent(t *testing.T) {
	f := NewKept("a", nil)
	var wg sync.WaitGroup
	got := make([]any, 20)
	for i := range got {
		wg.Go(func() {
			got[i] = f.Memo("outer", func() any { f.Memo("inner", func() any { return 1 }); return new(int) })
		})
	}
	wg.Wait()
	for _, v := range got {
		if v != got[0] {
			t.Fatal("two values")
		}
	}
}

// TestMessageInJSON: a document has the words, not the parts.
func TestMessageInJSON(t *testing.T) {
	got, err := json.Marshal(map[string]Message{"why": Msg("%d of %s", 2, "three")})
	if want := `{"why":"2 of three"}`; err != nil || string(got) != want {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
}

// TestShort: what is too long ends with an ellipsis, and no character is cut.
func TestShort(t *testing.T) {
	for _, c := range []struct {
		text string
		most int
		want string
	}{
		{"", 3, ""}, {"abcd", 4, "abcd"}, {"abcde", 4, "a…"}, {"aäbcd", 5, "a…"}, {"aäbcd", 6, "aäbcd"}, {"äöüß", 7, "äö…"},
	} {
		if got := Short(c.text, c.most); got != c.want {
			t.Errorf("Short(%q, %d) = %q, want %q", c.text, c.most, got, c.want)
		}
	}
}
