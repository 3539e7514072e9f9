package lsp

// The base protocol and places by themselves, where a session would be too slow
// or is on another system.

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/text"
)

// stuck is a client that reads nothing.
type stuck struct{ closed chan struct{} }

func (s stuck) Read([]byte) (int, error) { <-s.closed; return 0, io.EOF }
func (s stuck) Write([]byte) (int, error) {
	<-s.closed
	return 0, io.ErrClosedPipe
}
func (s stuck) Close() error { close(s.closed); return nil }

// TestStalledClient: writing never waits, what waits to be written is bounded,
// and the end does not wait for long.
func TestStalledClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire(stuck{make(chan struct{})})
		w.limit = 1000
		var err error
		n := 0
		for ; err == nil && n < 1000; n++ {
			err = w.WriteObject(strings.Repeat("x", 50))
			synctest.Wait()
		}
		if !errors.Is(err, errStalled) || n < 10 || n > 20 {
			t.Errorf("after %d messages: %v", n, err)
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
		synctest.Wait()
		if err := w.WriteObject("x"); err == nil {
			t.Error("a closed stream takes messages")
		}
	})
}

func TestFileURIs(t *testing.T) {
	for _, tt := range []struct {
		uri     string
		windows bool
		want    string // or "" where it is no file
	}{
		{"file:///home/a%20b/%E6%9F%A5.yaml", false, "/home/a b/查.yaml"},
		{"file://localhost/a", false, "/a"},
		{"file:///a/../b", false, "/b"},
		{"file://host/a", false, ""},
		{"file:///a%00b", false, ""},
		{"file:", false, ""},
		{"untitled:x", false, ""},
		{"http://a/b", false, ""},
		{"file://%zz", false, ""},
		{"file:///c%3A/Users/x.yaml", true, `C:\Users\x.yaml`},
		{"file:///C:/Users/x.yaml", true, `C:\Users\x.yaml`},
		{"file://host/share/x.yaml", true, `\\host\share\x.yaml`},
	} {
		got, ok := fileNameOn(tt.uri, tt.windows)
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("%s: %q, %t", tt.uri, got, ok)
		}
	}
	for name, want := range map[string]string{
		"/home/a b/查.yaml":    "file:///home/a%20b/%E6%9F%A5.yaml",
		"C:/Users/x.yaml":     "file:///C:/Users/x.yaml",
		"//host/share/x.yaml": "file://host/share/x.yaml",
	} {
		if got := fileURI(name); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestPlaces: every place of a text goes out and comes back the same, in every
// unit; what is no place is brought to the nearest before it.
func TestPlaces(t *testing.T) {
	f := text.NewFile("a.yaml", []byte("\ufeffa: 查询😀\r\nb: e\u0301\n\nlast"))
	for _, e := range []encoding{utf8Columns, utf16Columns, utf32Columns} {
		for off := f.BOMLen(); off <= len(f.Data); off++ {
			if off < len(f.Data) && (!utf8.RuneStart(f.Data[off]) || f.Data[off] == '\n' && f.Data[off-1] == '\r') {
				continue // no place for a cursor
			}
			p := e.position(f, off)
			if back := e.offset(f, p); back != off {
				t.Errorf("%s: offset %d is %+v, which is offset %d", e, off, p, back)
			}
		}
		for _, p := range []position{{-1, -1}, {0, -5}, {0, 1 << 40}, {1 << 40, 0}} {
			if off := e.offset(f, p); off < 0 || off > len(f.Data) {
				t.Errorf("%s: %+v is offset %d", e, p, off)
			}
		}
	}
	if off := utf8Columns.offset(f, position{0, 4}); string(f.Data[off:off+3]) != "查" {
		t.Errorf("within a character: %q", f.Data[off:])
	}
	for _, tt := range []struct {
		offered []encoding
		want    encoding
	}{{nil, utf16Columns}, {[]encoding{"utf-7"}, utf16Columns}, {[]encoding{"utf-7", utf8Columns, utf16Columns}, utf8Columns}} {
		if got := agree(tt.offered); got != tt.want {
			t.Errorf("%v: %s", tt.offered, got)
		}
	}
}

// FuzzJudge: a message is taken only where it is one that can be handled.
func FuzzJudge(f *testing.F) {
	for _, s := range []string{`{"id":1,"method":"x"}`, `{"id":null,"result":1}`, `[]`, `{"method":1}`, `{"id":"a","error":{"code":1,"message":"m"}}`, "\xff", `{"id":1e9,"method":"x"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		id, code, why := judge(body)
		if !json.Valid(id) || (code == 0) != (why == "") {
			t.Errorf("%q: id %q, code %d, %q", body, id, code, why)
		}
	})
}
