package lsp

// A session as a stream of bytes:
//
//	go test ./lint/lsp -run '^$' -fuzz FuzzStream

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/difylint/difylint/rules"
)

// script is a client that sends what it has, and keeps what it gets. It stays
// until each request that it waits for has its answer, or the server leaves.
type script struct {
	in      io.Reader
	answers sync.Cond
	mu      sync.Mutex
	waits   map[string]int // ids of requests, and how often each was used
	out     bytes.Buffer
	closed  bool
}

func (s *script) Read(p []byte) (int, error) {
	if n, err := s.in.Read(p); n > 0 || !errors.Is(err, io.EOF) {
		return n, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.waits) > 0 && !s.closed {
		s.answers.Wait()
	}
	return 0, io.EOF
}

func (s *script) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.out.Write(p)
	list, _ := messages(s.out.Bytes())
	left := map[string]int{}
	for id, n := range s.waits {
		left[id] = n
	}
	for _, m := range list {
		if m.Method == "" {
			if left[string(m.ID)]--; left[string(m.ID)] <= 0 {
				delete(left, string(m.ID))
			}
		}
	}
	if len(left) == 0 {
		s.waits = nil
		s.answers.Broadcast()
	}
	return len(p), nil
}

func (s *script) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.answers.Broadcast()
	return nil
}

type sent struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Method  string          `json:"method"`
	Result  json.RawMessage `json:"result"`
	Error   *refusalError   `json:"error"`
}

// messages are what a server wrote; the error says what no client could read.
func messages(out []byte) ([]sent, error) {
	r := bufio.NewReader(bytes.NewReader(out))
	var list []sent
	for {
		header, err := r.ReadString('\n')
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return list, err
		}
		length, ok := strings.CutPrefix(header, "Content-Length: ")
		n, err := strconv.Atoi(strings.TrimSpace(length))
		if blank, _ := r.ReadString('\n'); !ok || err != nil || blank != "\r\n" {
			return list, fmt.Errorf("no header: %q", header)
		}
		body := make([]byte, n)
		if _, err := io.ReadFull(r, body); err != nil {
			return list, err
		}
		var m sent
		if err := json.Unmarshal(body, &m); err != nil || m.Version != "2.0" {
			return list, fmt.Errorf("%q: %w", body, err)
		}
		list = append(list, m)
	}
}

// FuzzStream: whatever a client sends, the session ends with the stream, nothing
// in it panics, and what the server writes can be read. Lines are sent as a
// message each: every request among them is answered, as often as it is sent.
func FuzzStream(f *testing.F) {
	lines := []string{
		`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{"general":{"positionEncodings":["utf-8"]},"textDocument":{"diagnostic":{}}},"rootUri":"file:///nowhere"}}`,
		`{"jsonrpc":"2.0","method":"initialized","params":{}}`,
		`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///nowhere/manifest.yaml","languageId":"yaml","version":1,"text":"version: 0.0.1\ntype: plugin\nauthor: a\nname: b\nplugins: {tools: [x.yaml]}\n"}}}`,
		`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///nowhere/x.py","languageId":"python","version":1,"text":"import y\nclass A(Tool):\n    def _invoke(self): pass\n"}}}`,
		`{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///nowhere/manifest.yaml","version":2},"contentChanges":[{"range":{"start":{"line":0,"character":0},"end":{"line":1,"character":3}},"text":"é"}]}}`,
		`{"jsonrpc":"2.0","id":2,"method":"textDocument/diagnostic","params":{"textDocument":{"uri":"file:///nowhere/manifest.yaml"}}}`,
		`{"jsonrpc":"2.0","id":3,"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///nowhere/manifest.yaml"},"position":{"line":1,"character":2}}}`,
		`{"jsonrpc":"2.0","id":4,"method":"textDocument/completion","params":{"textDocument":{"uri":"file:///nowhere/manifest.yaml"},"position":{"line":1,"character":2}}}`,
		`{"jsonrpc":"2.0","id":"5","method":"textDocument/codeAction","params":{"textDocument":{"uri":"file:///nowhere/manifest.yaml"},"range":{"start":{"line":0,"character":0},"end":{"line":9,"character":0}},"context":{"diagnostics":[]}}}`,
		`{"jsonrpc":"2.0","id":6,"method":"textDocument/definition","params":{"textDocument":{"uri":"file:///nowhere/manifest.yaml"},"position":{"line":4,"character":18}}}`,
		`{"jsonrpc":"2.0","id":7,"method":"textDocument/references","params":{"textDocument":{"uri":"file:///nowhere/manifest.yaml"},"position":{"line":4,"character":18},"context":{}}}`,
		`{"jsonrpc":"2.0","id":8,"method":"textDocument/documentSymbol","params":{"textDocument":{"uri":"file:///nowhere/x.py"}}}`,
		`{"jsonrpc":"2.0","id":9,"method":"workspace/diagnostic","params":{"previousResultIds":[]}}`,
		`{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":9}}`,
		`{"jsonrpc":"2.0","id":10,"method":"workspace/executeCommand","params":{"command":"difylint.ignore","arguments":["x"]}}`,
		`{"jsonrpc":"2.0","method":"workspace/didChangeConfiguration","params":{"settings":{"difylint":{"severity":"error"}}}}`,
		`{"jsonrpc":"2.0","method":"textDocument/didClose","params":{"textDocument":{"uri":"file:///nowhere/manifest.yaml"}}}`,
		`{"jsonrpc":"2.0","id":11,"method":"shutdown"}`,
		`{"jsonrpc":"2.0","method":"exit"}`,
	}
	f.Add([]byte(strings.Join(lines, "\n")), true)
	for i := 2; i < len(lines); i++ {
		f.Add([]byte(lines[0]+"\n"+lines[2]+"\n"+lines[i]), true)
		f.Add([]byte(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(lines[i]), lines[i])), false)
	}
	f.Add([]byte(`{"jsonrpc":"2.0","id":1,"method":"$/cancelRequest","params":{"id":9}}`), true)
	for _, raw := range []string{"Content-Length: -4\r\n\r\n{}", "Content-Type: x\r\n\r\n{}", "\x00\n\n", "content-length:2\n\n42"} {
		f.Add([]byte(raw), false)
	}
	f.Fuzz(func(t *testing.T, data []byte, lines bool) {
		client := &script{in: bytes.NewReader(data)}
		client.answers.L = &client.mu
		if lines {
			var framed bytes.Buffer
			client.waits = map[string]int{}
			for _, line := range bytes.Split(data, []byte("\n")) {
				fmt.Fprintf(&framed, "Content-Length: %d\r\n\r\n%s", len(line), line)
				var m map[string]json.RawMessage
				if id, _, why := judge(line); why == "" && string(id) != "null" && json.Unmarshal(line, &m) == nil && m["method"] != nil {
					client.waits[string(id)]++
				}
			}
			client.in = &framed
		}
		var log bytes.Buffer
		_ = Serve(t.Context(), client, Options{Rules: rules.All(), Version: "test", Log: &log})
		if strings.Contains(log.String(), "panic") {
			t.Error(log.String())
		}
		if _, err := messages(client.out.Bytes()); err != nil {
			t.Error(err)
		}
	})
}
