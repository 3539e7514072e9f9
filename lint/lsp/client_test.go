package lsp_test

// A client for the tests: it speaks with a server over pipes and waits for what
// it expects, never for time to pass.

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/lint/lsp"
	"github.com/difylint/difylint/rules"
)

// patience is how long a test waits for what must come.
const patience = 60 * time.Second

type obj = map[string]any

// message is any message of the server.
type message struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
}

type diag struct {
	Range              rng    `json:"range"`
	Severity           int    `json:"severity"`
	Code               string `json:"code"`
	Message            string `json:"message"`
	Tags               []int  `json:"tags"`
	CodeDescription    obj    `json:"codeDescription"`
	RelatedInformation []struct {
		Location loc    `json:"location"`
		Message  string `json:"message"`
	} `json:"relatedInformation"`
	Data json.RawMessage `json:"data"`
}

type pos struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

type rng struct {
	Start pos `json:"start"`
	End   pos `json:"end"`
}

type loc struct {
	URI   string `json:"uri"`
	Range rng    `json:"range"`
}

type published struct {
	URI         string `json:"uri"`
	Version     *int   `json:"version"`
	Diagnostics []diag `json:"diagnostics"`
}

type client struct {
	t    *testing.T
	dir  string
	out  io.WriteCloser
	done chan error
	log  *syncBuffer

	mu      sync.Mutex
	changed *sync.Cond
	ended   bool
	next    int
	methods map[string]string // of the requests so far
	answers map[string]message
	// diags are the diagnostics published last, by URI; told counts them.
	diags map[string]published
	told  map[string]int
	// asked are the requests and other notifications of the server.
	asked []message
	// reply answers a request of the server; nil answers null.
	reply func(message) any
	// files are the documents that are open, as the client has them.
	versions map[string]int
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

type pipe struct {
	io.Reader
	io.Writer
	close func()
}

func (p pipe) Close() error { p.close(); return nil }

// connect starts a server and a client that is not initialized yet. The rules
// are those of the catalogue and more.
func connect(t *testing.T, dir string, more ...*lint.Rule) *client {
	t.Helper()
	return connectTo(t, dir, lsp.Options{Rules: append(rules.All(), more...)})
}

func connectTo(t *testing.T, dir string, opts lsp.Options) *client {
	t.Helper()
	toServer, fromClient := io.Pipe()
	toClient, fromServer := io.Pipe()
	c := &client{
		t: t, dir: dir, out: fromClient, done: make(chan error, 1), log: &syncBuffer{},
		methods: map[string]string{}, answers: map[string]message{}, diags: map[string]published{}, told: map[string]int{}, versions: map[string]int{},
	}
	c.changed = sync.NewCond(&c.mu)
	go func() {
		opts.Version, opts.Log, opts.Now = "test", c.log, func() time.Time { return now }
		c.done <- lsp.Serve(context.Background(), pipe{toServer, fromServer, func() { _ = toServer.Close(); _ = fromServer.Close() }}, opts)
	}()
	go c.read(bufio.NewReader(toClient))
	t.Cleanup(func() {
		_ = fromClient.Close()
		_ = c.leave()
		if strings.Contains(c.log.String(), ": panic: ") {
			t.Errorf("the server panicked:\n%s", c.log)
		}
	})
	return c
}

// leave waits until the server has ended.
func (c *client) leave() error {
	select {
	case err := <-c.done:
		c.done <- err
		return err
	case <-time.After(patience):
		c.t.Error("the server does not end")
		return nil
	}
}

func (c *client) read(r *bufio.Reader) {
	defer func() {
		c.mu.Lock()
		c.ended = true
		c.changed.Broadcast()
		c.mu.Unlock()
	}()
	for {
		length := 0
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				return
			}
			if line = strings.TrimSpace(line); line == "" {
				break
			}
			if v, ok := strings.CutPrefix(line, "Content-Length: "); ok {
				length, _ = strconv.Atoi(v)
			}
		}
		body := make([]byte, length)
		if _, err := io.ReadFull(r, body); err != nil {
			return
		}
		var m message
		var whole obj
		if err := errors.Join(json.Unmarshal(body, &m), json.Unmarshal(body, &whole)); err != nil {
			c.t.Errorf("the server sends %s: %v", body, err)
			return
		}
		if key := nullIn(whole); key != "" {
			c.t.Errorf("%s is null in %s", key, body)
		}
		c.take(m)
	}
}

// mayBeNull are the keys whose value the protocol allows to be null. A list is
// none of them.
var mayBeNull = []string{"id", "result", "version", "kind"}

// nothing are the methods that may answer null: the others answer lists, or what
// there always is.
var nothing = []string{"textDocument/hover", "textDocument/prepareRename", "textDocument/rename", "workspace/willRenameFiles", "workspace/executeCommand", "shutdown"}

// nullIn is a key that is null where the protocol does not allow it, or "".
func nullIn(v any) string {
	switch v := v.(type) {
	case obj:
		for key, x := range v {
			if x == nil && !slices.Contains(mayBeNull, key) {
				return key
			}
			if inner := nullIn(x); inner != "" {
				return inner
			}
		}
	case []any:
		for _, x := range v {
			if x == nil {
				return "an item"
			}
			if inner := nullIn(x); inner != "" {
				return inner
			}
		}
	}
	return ""
}

func (c *client) take(m message) {
	c.mu.Lock()
	defer c.mu.Unlock()
	defer c.changed.Broadcast()
	switch m.Method {
	case "":
		if method := c.methods[string(m.ID)]; m.Error == nil && string(m.Result) == "null" && !slices.Contains(nothing, method) {
			c.t.Errorf("%s answers null", method)
		}
		c.answers[string(m.ID)] = m
	case "textDocument/publishDiagnostics":
		var p published
		if err := json.Unmarshal(m.Params, &p); err != nil {
			c.t.Errorf("publishDiagnostics: %v", err)
		}
		c.diags[p.URI] = p
		c.told[p.URI]++
	default:
		c.asked = append(c.asked, m)
		if m.ID != nil {
			var result any
			if c.reply != nil {
				result = c.reply(m)
			}
			go c.send(obj{"jsonrpc": "2.0", "id": m.ID, "result": result})
		}
	}
}

// send sends one message; the server may have gone.
func (c *client) send(v any) {
	body, err := json.Marshal(v)
	if err != nil {
		c.t.Error(err)
	}
	c.raw(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body))
}

func (c *client) raw(s string) { _, _ = io.WriteString(c.out, s) }

func (c *client) notify(method string, params any) {
	c.send(obj{"jsonrpc": "2.0", "method": method, "params": params})
}

// wait waits until a condition holds.
func (c *client) wait(what string, holds func() bool) {
	c.t.Helper()
	late := time.AfterFunc(patience, func() {
		c.mu.Lock()
		c.ended = true
		c.changed.Broadcast()
		c.mu.Unlock()
	})
	defer late.Stop()
	c.mu.Lock()
	defer c.mu.Unlock()
	for !holds() {
		if c.ended {
			c.t.Fatalf("waited in vain for %s; the server's log:\n%s", what, c.log)
		}
		c.changed.Wait()
	}
}

// begin sends a request and returns its id.
func (c *client) begin(method string, params any) string {
	c.mu.Lock()
	c.next++
	id := strconv.Itoa(c.next)
	c.methods[id] = method
	c.mu.Unlock()
	m := obj{"jsonrpc": "2.0", "id": json.RawMessage(id), "method": method}
	if params != nil {
		m["params"] = params
	}
	c.send(m)
	return id
}

func (c *client) end(id string) message {
	c.t.Helper()
	var m message
	c.wait("the answer to request "+id, func() bool {
		var ok bool
		m, ok = c.answers[id]
		return ok
	})
	return m
}

// call sends a request and decodes its answer.
func (c *client) call(method string, params, result any) {
	c.t.Helper()
	m := c.end(c.begin(method, params))
	if m.Error != nil {
		c.t.Fatalf("%s: %d %s", method, m.Error.Code, m.Error.Message)
	}
	if result != nil {
		if err := json.Unmarshal(m.Result, result); err != nil {
			c.t.Fatalf("%s: %v in %s", method, err, m.Result)
		}
	}
}

// everything is a client that can do all that makes a difference.
func everything() obj {
	return obj{
		"general":   obj{"positionEncodings": []string{"utf-16"}},
		"workspace": obj{"workspaceEdit": obj{"documentChanges": true}},
		"textDocument": obj{
			"publishDiagnostics": obj{"relatedInformation": true, "codeDescriptionSupport": true, "dataSupport": true, "tagSupport": obj{"valueSet": []int{1, 2}}},
			"documentSymbol":     obj{"hierarchicalDocumentSymbolSupport": true},
		},
	}
}

// start initializes a session without workspace folders.
func start(t *testing.T, dir string, capabilities obj, options any, more ...*lint.Rule) *client {
	t.Helper()
	c := connect(t, dir, more...)
	c.initialize(obj{"processId": nil, "rootUri": nil, "capabilities": capabilities, "initializationOptions": options})
	return c
}

func (c *client) initialize(params obj) obj {
	c.t.Helper()
	var result obj
	c.call("initialize", params, &result)
	c.notify("initialized", obj{})
	return result
}

func (c *client) name(rel string) string { return filepath.Join(c.dir, filepath.FromSlash(rel)) }

func (c *client) uri(rel string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(c.name(rel))}).String()
}

func (c *client) id(rel string) obj { return obj{"uri": c.uri(rel)} }

// open opens a file with a text, or as it is on the disk.
func (c *client) open(rel string, content ...string) {
	c.t.Helper()
	var data string
	if len(content) > 0 {
		data = content[0]
	} else {
		b, err := os.ReadFile(c.name(rel))
		if err != nil {
			c.t.Fatal(err)
		}
		data = string(b)
	}
	c.versions[rel] = 1
	c.notify("textDocument/didOpen", obj{"textDocument": obj{"uri": c.uri(rel), "languageId": "yaml", "version": 1, "text": data}})
}

// change replaces a range, or everything where there is none.
func (c *client) change(rel string, at *rng, with string) {
	c.versions[rel]++
	change := obj{"text": with}
	if at != nil {
		change["range"] = at
	}
	c.notify("textDocument/didChange", obj{
		"textDocument": obj{"uri": c.uri(rel), "version": c.versions[rel]}, "contentChanges": []obj{change},
	})
}

// settled waits for the diagnostics of the version that the client has.
func (c *client) settled(rel string) []diag {
	c.t.Helper()
	uri, want := c.uri(rel), c.versions[rel]
	c.wait(fmt.Sprintf("diagnostics of %s, version %d", rel, want), func() bool {
		p, ok := c.diags[uri]
		return ok && p.Version != nil && *p.Version == want
	})
	return c.diagnostics(rel)
}

// diagnostics are those published last.
func (c *client) diagnostics(rel string) []diag {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.diags[c.uri(rel)].Diagnostics
}

// find is the diagnostic of a rule.
func find(t *testing.T, list []diag, rule string) diag {
	t.Helper()
	for _, d := range list {
		if d.Code == rule {
			return d
		}
	}
	t.Fatalf("no %s among %v", rule, codes(list))
	return diag{}
}

func codes(list []diag) []string {
	out := []string{}
	for _, d := range list {
		out = append(out, d.Code)
	}
	return out
}

// now is the day by which tests judge.
var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// configOf is what is in force for the plugin in a folder with files over it.
func configOf(t *testing.T, dir string, files map[string][]byte) func(string) *lint.Config {
	t.Helper()
	r, err := config.New(rules.All(), config.Options{FS: overlay{dir, files}, Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	return r.Config
}

type overlay struct {
	dir   string
	files map[string][]byte
}

func (o overlay) ReadFile(name string) ([]byte, error) {
	if rel, err := filepath.Rel(o.dir, name); err == nil {
		if data, ok := o.files[filepath.ToSlash(rel)]; ok {
			return data, nil
		}
	}
	return config.OS{}.ReadFile(name)
}

func (overlay) Stat(name string) (fs.FileInfo, error) { return config.OS{}.Stat(name) }
