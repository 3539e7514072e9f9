package lsp_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/lsp"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/rules"
	"github.com/google/go-cmp/cmp"
)

func frame(body string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body) }

func TestMalformed(t *testing.T) {
	for _, tt := range []struct {
		name, raw string
		code      int    // of the error that is expected, or 0
		id        string // that it answers
	}{
		{"not JSON", frame(`{"a":`), -32700, "null"},
		{"not UTF-8", frame("\xff\xfe\x00\x01"), -32700, "null"},
		{"nothing", frame(""), -32700, "null"},
		{"a number", frame("42"), -32600, "null"},
		{"a batch", frame("[]"), -32600, "null"},
		{"no method", frame(`{"id":7}`), -32600, "7"},
		{"a method that is no text", frame(`{"id":8,"method":1}`), -32600, "8"},
		{"an id that is none", frame(`{"id":{},"method":"x"}`), -32600, "null"},
		{"a negative id", frame(`{"id":-1,"method":"x"}`), -32600, "null"},
		{"request and response", frame(`{"id":9,"method":"x","result":true}`), -32600, "9"},
		{"an error that is none", frame(`{"id":3,"error":[]}`), -32600, "3"},
		{"deeper than is read", frame(strings.Repeat("[", 20000)), -32700, "null"},
		{"a response to nobody", frame(`{"id":12345,"result":{}}`), 0, ""},
		{"garbage", "\x00\x01garbage\n\n\n", 0, ""},
		{"a very long line", strings.Repeat("x", 200000) + "\r\n\r\n", 0, ""},
		{"bare line breaks", "content-length:2\n\n42", -32600, "null"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := start(t, t.TempDir(), everything(), nil)
			c.raw(tt.raw)
			if tt.code != 0 {
				m := c.end(tt.id)
				if m.Error == nil || m.Error.Code != tt.code {
					t.Errorf("%+v", m)
				}
			}
			if m := c.end(c.begin("textDocument/unheardOf", nil)); m.Error == nil || m.Error.Code != -32601 {
				t.Errorf("the session does not go on: %+v", m)
			}
		})
	}
}

// TestFraming: where a header does not say how long its message is, the next one
// cannot be found. The client gets an answer, and the session ends.
func TestFraming(t *testing.T) {
	for name, raw := range map[string]string{
		"no length":               "Content-Type: text\r\n\r\n{}",
		"a length that is none":   "Content-Length: many\r\n\r\n{}",
		"a negative length":       "Content-Length: -4\r\n\r\n{}",
		"more than is read":       "Content-Length: 9000000000\r\n\r\n{}",
		"more than any number":    "Content-Length: 99999999999999999999\r\n\r\n{}",
		"a header without an end": strings.Repeat("A", 200000) + ": x\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t, t.TempDir(), everything(), nil)
			c.raw(raw)
			if m := c.end("null"); m.Error == nil || m.Error.Code != -32700 {
				t.Errorf("%+v", m)
			}
			if err := c.leave(); err == nil || errors.Is(err, lsp.ErrNoShutdown) {
				t.Errorf("the session ends with %v", err)
			}
		})
	}
}

// TestHostileParameters: whatever stands in the parameters of whatever method,
// the server answers and lives.
func TestHostileParameters(t *testing.T) {
	dir := write(t, tool)
	c := start(t, dir, everything(), nil)
	c.open("tools/search.yaml")
	c.settled("tools/search.yaml")
	doc := c.id("tools/search.yaml")
	far := pos{1 << 30, 1 << 30}
	for _, params := range []any{
		nil, obj{}, []int{}, "text", 7, obj{"textDocument": nil}, obj{"textDocument": obj{"uri": 3}}, obj{"textDocument": obj{"uri": "file://%zz"}},
		obj{"textDocument": doc, "position": far, "range": rng{far, pos{}}, "context": obj{"diagnostics": []obj{{}}}},
		obj{"textDocument": doc, "position": pos{-1, -1}, "range": rng{pos{-5, -5}, pos{-1, 1 << 40}}, "contentChanges": []obj{{"range": rng{pos{3, 900}, pos{1, -2}}, "text": "\u0000"}}},
		obj{"command": "difylint.ignore", "arguments": []any{1}}, obj{"command": "rm"}, obj{"changes": []obj{{"uri": "x", "type": 9}}}, obj{"event": obj{"added": []obj{{"uri": "untitled:x"}}}},
		obj{"kind": 3}, obj{"kind": "../" + strings.Repeat("a", 1<<16)}, obj{"textDocument": obj{"uri": strings.Repeat("file:///../", 1<<12)}},
		obj{"settings": obj{"difylint": obj{"severity": 3, "workspace": "yes", "configFile": "/nowhere/at/all"}}},
	} {
		for _, of := range slices.Sorted(maps.Keys(methodsOf)) {
			for _, method := range methodsOf[of] {
				c.end(c.begin(method, params))
			}
		}
		for _, method := range []string{
			"textDocument/didChange", "textDocument/didSave", "workspace/didChangeConfiguration", "workspace/didChangeWatchedFiles",
			"workspace/didChangeWorkspaceFolders", "$/cancelRequest", "$/setTrace", "initialized",
		} {
			c.notify(method, params)
		}
	}
	c.call("textDocument/documentSymbol", obj{"textDocument": doc}, nil)
}

func TestCancel(t *testing.T) {
	c := start(t, write(t, tool), everything(), nil)
	c.open("tools/search.yaml")
	// Each change makes the request before it wait for a result that never comes
	// or be cancelled; each is answered.
	for range 50 {
		id := c.begin("textDocument/codeAction", obj{"textDocument": c.id("tools/search.yaml"), "range": rng{}, "context": obj{"diagnostics": []any{}}})
		c.notify("$/cancelRequest", obj{"id": json.RawMessage(id)})
		c.change("tools/search.yaml", &rng{}, " ")
		if m := c.end(id); m.Error != nil && m.Error.Code != -32800 && m.Error.Code != -32801 {
			t.Fatalf("%+v", m)
		}
	}
}

// TestClientDies: the stream ends in the middle of everything.
func TestClientDies(t *testing.T) {
	for _, last := range []string{"", "Content-Length: 100\r\n\r\n{\"jsonrpc\"", "Content-Len"} {
		c := start(t, write(t, tool), everything(), nil)
		c.open("tools/search.yaml")
		c.begin("textDocument/codeAction", obj{"textDocument": c.id("tools/search.yaml"), "range": rng{}, "context": obj{"diagnostics": []any{}}})
		c.raw(last)
		_ = c.out.Close()
		if c.leave() == nil {
			t.Error("the client left without a word")
		}
	}
}

// editor is a client's own idea of its open files.
type editor struct {
	*client
	random *rand.Rand
	texts  map[string]string
	names  []string
	// original are the texts at the start.
	original map[string]string
}

var snippets = []string{
	"x", " ", "\n", "\r\n", ":", ": ", "- ", "\n  ", "\"", "'", "#", "[", "]", "{", "}", "&a ", "*a", "|\n", ">-\n", "\t", "查询", "😀", "\u0085", "e\u0301", "name", "tools/search.yaml", "- 1",
	"label:\n  en_US: X\n", "# difylint: ignore[schema/*] why\n", "import os\n", "requests>=2,<3\n", "true",
}

// edit makes one to three random changes of a random file, as one notification.
func (e *editor) edit() {
	rel := e.names[e.random.IntN(len(e.names))]
	var changes []obj
	for range 1 + e.random.IntN(3) {
		text := e.texts[rel]
		from := e.boundary(text, e.random.IntN(len(text)+1))
		to := from
		with := ""
		switch e.random.IntN(3) {
		case 0:
			with = snippets[e.random.IntN(len(snippets))]
		case 1:
			to = e.boundary(text, min(len(text), from+e.random.IntN(12)))
		default:
			to = e.boundary(text, min(len(text), from+e.random.IntN(6)))
			with = snippets[e.random.IntN(len(snippets))]
		}
		changes = append(changes, obj{"range": rng{place(text, from), place(text, to)}, "text": with})
		e.texts[rel] = text[:from] + with + text[to:]
	}
	e.versions[rel]++
	e.notify("textDocument/didChange", obj{"textDocument": obj{"uri": e.uri(rel), "version": e.versions[rel]}, "contentChanges": changes})
}

// boundary is an offset at or before off that is between characters, and not
// between the two of a CRLF.
func (e *editor) boundary(s string, off int) int {
	for off > 0 && off < len(s) && (!utf8.RuneStart(s[off]) || s[off] == '\n' && s[off-1] == '\r') {
		off--
	}
	return off
}

// place is a position in UTF-16, counted here once more: lines end at CRLF, LF
// and CR.
func place(s string, off int) pos {
	p := pos{}
	start := 0
	for i := range off {
		if s[i] == '\n' || s[i] == '\r' && (i+1 >= len(s) || s[i+1] != '\n') {
			p.Line++
			start = i + 1
		}
	}
	p.Character = len(utf16.Encode([]rune(s[start:off])))
	return p
}

// TestRandomEdits makes 10,000 random edits and then holds what was published
// against a check of the same files from nothing. In between files are reset,
// closed, opened, saved. Memory does not grow with the edits.
func TestRandomEdits(t *testing.T) {
	const edits = 10000
	dir := write(t, tool+"-- requirements.txt --\nrequests>=2.25.1,<3\n-- .difylint.yaml --\nrules:\n  schema/unknown-key: info\n")
	c := start(t, dir, everything(), nil)
	e := &editor{client: c, random: rand.New(rand.NewPCG(7, 7)), texts: map[string]string{}}
	e.names = []string{"manifest.yaml", "provider/demo.yaml", "tools/search.yaml", "tools/search.py", "provider/demo.py", "requirements.txt", "pyproject.toml", "README.md", ".difylint.yaml"}
	e.names = slices.DeleteFunc(e.names, func(n string) bool { _, err := os.Stat(c.name(n)); return err != nil })
	original := map[string]string{}
	e.original = original
	for _, n := range e.names {
		data, err := os.ReadFile(c.name(n))
		if err != nil {
			t.Fatal(err)
		}
		original[n], e.texts[n] = string(data), string(data)
		c.open(n)
	}
	reset := func(n string) {
		e.texts[n] = original[n]
		c.change(n, nil, original[n])
	}
	heap := func() uint64 {
		for _, n := range e.names {
			reset(n)
		}
		for _, n := range e.names {
			c.settled(n)
		}
		debug.FreeOSMemory()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	var early uint64
	for i := range edits {
		e.edit()
		switch {
		case i == 100:
			early = heap()
		case i%37 == 0: // else everything is soon noise
			reset(e.names[e.random.IntN(len(e.names))])
		case i%211 == 0:
			n := e.names[e.random.IntN(len(e.names))]
			c.notify("textDocument/didClose", obj{"textDocument": c.id(n)})
			c.open(n, e.texts[n])
		case i%101 == 0:
			c.notify("textDocument/didSave", obj{"textDocument": c.id(e.names[e.random.IntN(len(e.names))])})
		}
		if i%50 == 0 {
			c.settled(e.names[e.random.IntN(len(e.names))])
		}
		if i%1000 == 999 {
			e.hold(t)
		}
	}
	if late := heap(); late > early+early/4 {
		t.Errorf("memory grew from %d to %d bytes", early, late)
	}
}

// hold compares what the server says now with a check from nothing.
func (e *editor) hold(t *testing.T) {
	t.Helper()
	// What the server makes of a file that is broken is for other tests.
	for _, n := range e.names {
		f := text.NewFile(n, []byte(e.texts[n]))
		if strings.HasSuffix(n, ".yaml") && yaml.Parse(f).Err != nil || strings.HasSuffix(n, ".py") && python.Parse(f).Err != nil ||
			strings.HasSuffix(n, ".toml") && len(requirement.ParsePyProject(f).Problems) > 0 {
			e.texts[n] = e.original[n]
			e.change(n, nil, e.original[n])
		}
	}
	// A marker in a file that is not linted: its version is told last.
	for _, n := range e.names {
		e.change(n, &rng{}, "")
	}
	for _, n := range e.names {
		e.settled(n)
	}
	files := map[string][]byte{}
	for n, text := range e.texts {
		files[n] = []byte(text)
	}
	d := e.client
	res, err := lint.Run(context.Background(), []plugin.Target{{FS: plugin.Overlay(plugin.Dir(d.dir), files), Dir: "."}}, configured(t, d.dir, files))
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, f := range res.Findings() {
		if f.IgnoredBy == lint.NotIgnored {
			at := pos{}
			if f.File != nil {
				at = place(string(f.File.Data), f.Span.Start)
			}
			message := f.Message.String()
			if f.Gate != lint.None {
				message += " [" + string(f.Gate) + "]"
			}
			if f.File == nil { // told at the manifest
				message = f.Path + ": " + message
			}
			want = append(want, fmt.Sprintf("%s %d:%d %s", f.Rule.ID, at.Line, at.Character, message))
		}
	}
	var got []string
	e.mu.Lock()
	for _, p := range e.diags {
		for _, x := range p.Diagnostics {
			got = append(got, fmt.Sprintf("%s %d:%d %s", x.Code, x.Range.Start.Line, x.Range.Start.Character, x.Message))
		}
	}
	e.mu.Unlock()
	slices.Sort(want)
	slices.Sort(got)
	if d := cmp.Diff(want, got); d != "" {
		t.Fatalf("after many edits the server says something else than a check:\n%s", d)
	}
}

func configured(t *testing.T, dir string, files map[string][]byte) lint.Options {
	t.Helper()
	return lint.Options{Rules: rules.All(), Now: now, Config: configOf(t, dir, files)}
}
