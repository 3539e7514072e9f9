package lsp

// The base protocol: frames of a header and a JSON body. What a client sends
// malformed is answered with an error and passed over; the end of the stream ends
// the session, and so does a header that does not say where its message ends.

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
	"time"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/sourcegraph/jsonrpc2"
)

const (
	// maxFrame bounds one message, in bytes.
	maxFrame = 128 << 20
	// maxQueue bounds what waits to be written to a client that does not read.
	maxQueue = 256 << 20
	// drainTime is how long the last messages may take at the end.
	drainTime = 2 * time.Second
)

var errStalled = errors.New("the client does not read")

// wire is a jsonrpc2.ObjectStream. Writing never waits for the client: a server
// that waits to write while its client waits to write would stand still.
type wire struct {
	in     *bufio.Reader
	rwc    io.ReadWriteCloser
	mu     sync.Mutex
	queue  [][]byte
	queued int
	limit  int // of queued, in bytes
	err    error
	lost   error // a frameError, where one ended the session
	closed bool
	wake   chan struct{}
	done   chan struct{}
	gone   chan struct{} // closed once Close has ended
}

func newWire(rwc io.ReadWriteCloser) *wire {
	w := &wire{in: bufio.NewReaderSize(rwc, 64<<10), rwc: rwc, limit: maxQueue, wake: make(chan struct{}, 1), done: make(chan struct{}), gone: make(chan struct{})}
	go w.pump()
	return w
}

// pump writes what is queued.
func (w *wire) pump() {
	defer close(w.done)
	for range w.wake {
		for {
			w.mu.Lock()
			batch := w.queue
			w.queue, w.queued = nil, 0
			closed := w.closed
			w.mu.Unlock()
			if len(batch) == 0 {
				if closed {
					return
				}
				break
			}
			if _, err := w.rwc.Write(bytes.Join(batch, nil)); err != nil {
				w.mu.Lock()
				w.err, w.queue, w.queued = err, nil, 0
				w.mu.Unlock()
				return
			}
		}
	}
}

// WriteObject queues one message.
func (w *wire) WriteObject(v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	frame := fmt.Appendf(nil, "Content-Length: %d\r\n\r\n%s", len(body), body)
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.err != nil:
		return w.err
	case w.closed:
		return io.ErrClosedPipe
	case w.queued+len(frame) > w.limit:
		return errStalled
	}
	w.queue = append(w.queue, frame)
	w.queued += len(frame)
	signal(w.wake)
	return nil
}

// Close writes what is queued, if the client still reads, and closes the stream.
// It is called once.
func (w *wire) Close() error {
	defer close(w.gone)
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	signal(w.wake)
	t := time.NewTimer(drainTime)
	defer t.Stop()
	select {
	case <-w.done:
	case <-t.C:
	}
	return w.rwc.Close()
}

// ReadObject reads the next message that is one. The error is the stream's.
func (w *wire) ReadObject(v any) error {
	for {
		body, err := w.frame()
		if bad := frameError(""); errors.As(err, &bad) {
			w.mu.Lock()
			w.lost = bad
			w.mu.Unlock()
			_ = w.WriteObject(refusal{"2.0", json.RawMessage("null"), refusalError{jsonrpc2.CodeParseError, bad.Error()}})
		}
		if err != nil {
			return err
		}
		id, code, why := judge(body)
		if why == "" {
			return json.Unmarshal(body, v)
		}
		if err := w.WriteObject(refusal{"2.0", id, refusalError{code, why}}); err != nil {
			return err
		}
	}
}

type refusal struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Error   refusalError    `json:"error"`
}

type refusalError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

// token is a name of a header.
var token = text.Regexp(`^[A-Za-z][A-Za-z0-9-]*$`)

// frameError is why it cannot be told where the next message begins: the
// session ends.
type frameError string

func (e frameError) Error() string { return string(e) }

// frame reads a header and its body. Lines that are no header are passed over;
// a header that does not say how long the body is ends the session.
func (w *wire) frame() ([]byte, error) {
	length, header := int64(-1), false
	for {
		line, err := w.in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			continue // no header is that long
		}
		if err != nil {
			return nil, err
		}
		s := strings.TrimSpace(string(line))
		if s == "" {
			if length >= 0 {
				break
			}
			if header {
				return nil, frameError("a message has no Content-Length")
			}
			continue
		}
		name, value, ok := strings.Cut(s, ":")
		header = header || ok && token().MatchString(name)
		if ok && strings.EqualFold(strings.TrimSpace(name), "Content-Length") {
			n, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64)
			switch {
			case err != nil || n < 0:
				return nil, frameError("the Content-Length of a message is not a number of bytes")
			case n > maxFrame:
				return nil, frameError(fmt.Sprintf("a message is longer than %d bytes", maxFrame))
			}
			length = n
		}
	}
	// The announced length is not believed before the bytes are there.
	var body bytes.Buffer
	if _, err := io.CopyN(&body, w.in, length); err != nil {
		return nil, err
	}
	return body.Bytes(), nil
}

// judge says what is wrong with a message, and the id to answer to.
func judge(body []byte) (id json.RawMessage, code int, why string) {
	id = json.RawMessage("null")
	if !json.Valid(body) {
		return id, jsonrpc2.CodeParseError, "the message is not JSON"
	}
	// Keys are looked up as they are written; Unmarshal into a struct folds case.
	var m map[string]json.RawMessage
	if err := json.Unmarshal(body, &m); err != nil || m == nil {
		return id, jsonrpc2.CodeInvalidRequest, "a message is one JSON object"
	}
	if raw, ok := m["id"]; ok && string(raw) != "null" {
		var text string
		number, err := strconv.ParseInt(string(raw), 10, 64)
		switch {
		case err == nil && number >= 0, json.Unmarshal(raw, &text) == nil:
			id = raw
		default:
			return id, jsonrpc2.CodeInvalidRequest, "id must be text or a whole number that is not negative"
		}
	}
	method, isRequest := m["method"]
	if isRequest {
		var name string
		if json.Unmarshal(method, &name) != nil || string(method) == "null" {
			return id, jsonrpc2.CodeInvalidRequest, "method must be text"
		}
		_, hasResult := m["result"]
		_, hasError := m["error"]
		if hasResult || hasError {
			return id, jsonrpc2.CodeInvalidRequest, "a message is a request or a response, not both"
		}
		return id, 0, ""
	}
	if raw, ok := m["error"]; ok && string(raw) != "null" {
		var e jsonrpc2.Error
		if json.Unmarshal(raw, &e) != nil {
			return id, jsonrpc2.CodeInvalidRequest, "error must be an object with a code and a message"
		}
	} else if _, ok := m["result"]; !ok {
		return id, jsonrpc2.CodeInvalidRequest, "a message has a method, a result or an error"
	}
	if string(id) == "null" {
		return id, jsonrpc2.CodeInvalidRequest, "a response needs the id of its request"
	}
	return id, 0, ""
}
