// Package lsp is the face for editors: a language server (LSP 3.17) that tells
// findings while the author types, offers their fixes, explains and completes.
//
// Notifications change the server's state one after the other, in the order in
// which they come. A request sees the state as it was when it came, through a
// view, and is answered in a goroutine of its own.
//
// A plugin with an open document is a project: a plugin.Snapshot and one
// goroutine that lints it. A newer version cancels the run of an older one, so
// that no timer is needed; what the cancelled run has computed of files that
// did not change stays with them.
//
// Stable: see docs/stability.md.
package lsp

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/lang"
	"github.com/sourcegraph/jsonrpc2"
)

// Options are what a server works with.
type Options struct {
	// Rules are those that run: the whole catalogue, rules.All().
	Rules []*lint.Rule
	// Inputs are handed to every run.
	Inputs []plugin.Given
	// Lang, where set, is the tag of the language that is asked for: it counts more
	// than what a configuration or the client's locale says, and less than the
	// setting. Locale is that of the machine, for a client that names none.
	Lang, Locale string
	// Version of the program, told to the client.
	Version string
	// Log takes what goes wrong within the server; nil discards it.
	Log io.Writer
	// Now, where set, is the day to judge by.
	Now func() time.Time
	// Idle, where set, is called when the server has had nothing to do for a
	// while after work: a program may give memory back then.
	Idle func()
}

// ErrNoShutdown is the error where the client left without a good-bye: the
// stream ended, or exit came before shutdown.
var ErrNoShutdown = errors.New("the client left without shutting the server down")

// Serve speaks with one client until it leaves, the stream ends or ctx is done.
// It closes rwc.
func Serve(ctx context.Context, rwc io.ReadWriteCloser, opts Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &server{
		opts:     opts,
		log:      log.New(cmp.Or(opts.Log, io.Discard), "difylint lsp: ", log.LstdFlags),
		ctx:      ctx,
		leave:    cancel,
		requests: map[jsonrpc2.ID]context.CancelFunc{},
		docs:     map[string]*document{},
		projects: map[string]*project{},
		board:    &board{files: map[string]map[string][]diagnostic{}, names: map[string][]string{}, sent: map[string][]byte{}},
		settings: defaultSettings(),
		encoding: utf16Columns,
		ready:    make(chan struct{}),
		worked:   make(chan struct{}, 1),
		turns:    make(chan struct{}, runtime.GOMAXPROCS(0)),
		names:    map[string]*document{},
		failed:   map[string]bool{},
	}
	s.buffers.data = map[string][]byte{}
	s.cold.queued, s.cold.roots = map[string]bool{}, map[string]bool{}
	s.methods = s.table()
	if opts.Idle != nil {
		s.start(s.rest)
	}
	stream := newWire(rwc)
	s.conn = jsonrpc2.NewConn(ctx, stream, s, jsonrpc2.SetLogger(s.log))
	close(s.ready)
	select {
	case <-s.conn.DisconnectNotify():
	case <-ctx.Done():
		_ = s.conn.Close()
		<-s.conn.DisconnectNotify()
	}
	cancel()
	s.workMu.Lock()
	s.closing = true
	s.workMu.Unlock()
	s.work.Wait()
	<-stream.gone // what was last written is out, or the client does not read
	stream.mu.Lock()
	lost := stream.lost
	stream.mu.Unlock()
	if lost != nil {
		return lost
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.phase < shutDown {
		return ErrNoShutdown
	}
	return nil
}

type phase uint8

const (
	fresh phase = iota
	running
	shutDown
)

type server struct {
	opts    Options
	log     *log.Logger
	conn    *jsonrpc2.Conn
	ctx     context.Context // ends with the session
	leave   context.CancelFunc
	methods map[string]method
	worked  chan struct{} // a run has ended
	ready   chan struct{} // closed once conn is set
	turns   chan struct{} // one for each plugin that is linted for the first time
	buffers buffers
	speaks  atomic.Pointer[lang.Language]

	workMu  sync.Mutex
	work    sync.WaitGroup
	closing bool

	mu       sync.Mutex
	phase    phase
	locale   string // the client's
	requests map[jsonrpc2.ID]context.CancelFunc
	client   clientCapabilities
	encoding encoding
	settings settings
	folders  []string             // absolute
	docs     map[string]*document // by URI
	names    map[string]*document // by file name, those of files
	projects map[string]*project
	board    *board
	cold     coldQueue
	tokens   int             // of progress so far
	failed   map[string]bool // rules that failed, as the client was told
	epoch    int             // counts what may have changed a configuration
}

// method is what the server does for one method of the protocol: a request is
// answered, a notification is not.
type method struct {
	// notify changes the state; it is called with the state locked.
	notify func(params json.RawMessage) error
	// request answers, given the view of the document that it is about.
	request func(ctx context.Context, v *view, params json.RawMessage) (any, error)
	// early methods are taken before initialize, late ones after shutdown.
	early, late bool
	// installations says that a request is answered for their files too: what
	// the others answer is about plugins.
	installations bool
}

// notification makes a method of a function over decoded parameters.
func notification[P any](f func(*P) error) method {
	return method{notify: func(raw json.RawMessage) error {
		var p P
		if err := decode(raw, &p); err != nil {
			return err
		}
		return f(&p)
	}}
}

// answering makes a method of a function over decoded parameters and a view.
func answering[P any](f func(context.Context, *view, *P) (any, error)) method {
	return method{request: func(ctx context.Context, v *view, raw json.RawMessage) (any, error) {
		var p P
		if err := decode(raw, &p); err != nil {
			return nil, err
		}
		return f(ctx, v, &p)
	}}
}

// inPlugin makes a method of a function over the plugin that the document belongs
// to, and of what it answers where there is none.
func inPlugin[P any](none any, f func(context.Context, *view, *plugin.Plugin, *P) (any, error)) method {
	return answering(func(ctx context.Context, v *view, p *P) (any, error) {
		if v.project == nil {
			return none, nil
		}
		return f(ctx, v, v.plugin(), p)
	})
}

// everywhere is a method that is answered for the files of installations too.
func everywhere(m method) method {
	m.installations = true
	return m
}

func decode(raw json.RawMessage, into any) error {
	if len(raw) == 0 {
		return nil
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return invalidParams("%s", err)
	}
	return nil
}

func (s *server) table() map[string]method {
	initialize := method{request: s.initialize, early: true}
	exit := notification(s.exit)
	exit.early, exit.late = true, true
	return map[string]method{
		"initialize":                          initialize,
		"initialized":                         notification(s.initialized),
		"shutdown":                            {request: s.shutdown},
		"exit":                                exit,
		"$/setTrace":                          notification(func(*struct{}) error { return nil }),
		"textDocument/didOpen":                notification(s.didOpen),
		"textDocument/didChange":              notification(s.didChange),
		"textDocument/didSave":                notification(s.didSave),
		"textDocument/didClose":               notification(s.didClose),
		"workspace/didChangeConfiguration":    notification(s.didChangeConfiguration),
		"workspace/didChangeWorkspaceFolders": notification(s.didChangeFolders),
		"workspace/didChangeWatchedFiles":     notification(s.didChangeFiles),
		"textDocument/diagnostic":             everywhere(answering(documentDiagnostic)),
		"workspace/diagnostic":                answering(s.workspaceDiagnostic),
		"textDocument/codeAction":             everywhere(inPlugin(list[action]{}, codeAction)),
		"codeAction/resolve":                  answering(s.resolveAction),
		"workspace/executeCommand":            answering(s.executeCommand),
		"textDocument/hover":                  everywhere(inPlugin(nil, hover)),
		"textDocument/completion":             inPlugin(completionList{}, completion),
		"textDocument/definition":             inPlugin([]location{}, definition),
		"textDocument/references":             inPlugin([]location{}, references),
		"textDocument/documentSymbol":         answering(documentSymbol),
		"textDocument/documentHighlight":      inPlugin(list[highlight]{}, documentHighlight),
		"textDocument/documentLink":           inPlugin(list[link]{}, documentLink),
		"textDocument/foldingRange":           answering(foldingRange),
		"textDocument/selectionRange":         answering(selectionRange),
		"textDocument/prepareRename":          inPlugin(nil, prepareRename),
		"textDocument/rename":                 inPlugin(nil, rename),
		"textDocument/codeLens":               inPlugin(list[lens]{}, codeLens),
		"textDocument/inlayHint":              inPlugin(list[hint]{}, inlayHint),
		"workspace/symbol":                    answering(s.workspaceSymbols),
		"workspace/willRenameFiles":           answering(s.willRenameFiles),
		"difylint/kind":                       answering(documentKind),
		"difylint/schema":                     answering(schemaOf),
	}
}

// Handle takes one message. It is called with one after the other.
func (s *server) Handle(_ context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) {
	<-s.ready
	var params json.RawMessage
	if req.Params != nil {
		params = *req.Params
	}
	m, known := s.methods[req.Method]
	if req.Notif {
		if req.Method == "$/cancelRequest" {
			s.cancel(params)
			return
		}
		if known && m.notify != nil {
			s.notified(req.Method, m, params)
		}
		return // unknown notifications are passed over
	}
	s.mu.Lock()
	if err := s.refuses(req.Method, m, known); err != nil {
		s.mu.Unlock()
		s.reply(conn, req.ID, nil, err)
		return
	}
	ctx, cancel := context.WithCancel(s.ctx)
	s.requests[req.ID] = cancel
	v := s.viewFor(params)
	if v.project != nil && v.project.installation && !m.installations {
		v.project = nil
	}
	s.mu.Unlock()
	answer := func() {
		result, err := s.protected(req.Method, func() (any, error) { return m.request(ctx, v, params) })
		if ctx.Err() != nil {
			err = &jsonrpc2.Error{Code: codeCancelled, Message: "cancelled"}
		}
		s.mu.Lock()
		delete(s.requests, req.ID)
		s.mu.Unlock()
		cancel()
		s.reply(conn, req.ID, result, err)
	}
	if m.early || req.Method == "shutdown" {
		answer() // what follows must see its effect
		return
	}
	s.start(answer)
}

// refuses says why a request cannot be taken now, if it cannot.
func (s *server) refuses(name string, m method, known bool) error {
	switch {
	case s.phase == fresh && !m.early:
		return &jsonrpc2.Error{Code: codeNotInitialized, Message: "the server is not initialized"}
	case s.phase != fresh && name == "initialize", s.phase >= shutDown && !m.late:
		return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidRequest, Message: "not now"}
	case !known || m.request == nil:
		return &jsonrpc2.Error{Code: jsonrpc2.CodeMethodNotFound, Message: fmt.Sprintf("%q is not a method of this server", name)}
	}
	return nil
}

// notified takes a notification. What is wrong with one is only logged: there
// is nobody to answer.
func (s *server) notified(name string, m method, params json.RawMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.phase == fresh && !m.early || s.phase >= shutDown && !m.late {
		return
	}
	if _, err := s.protected(name, func() (any, error) { return nil, m.notify(params) }); err != nil {
		s.log.Printf("%s: %v", name, err)
	}
}

// protected calls f; a panic is an error like another, and logged.
func (s *server) protected(what string, f func() (any, error)) (result any, err error) {
	defer func() {
		if r := recover(); r != nil {
			s.log.Printf("%s: panic: %v\n%s", what, r, debug.Stack())
			err = &jsonrpc2.Error{Code: jsonrpc2.CodeInternalError, Message: fmt.Sprintf("%s failed: %v", what, r)}
		}
	}()
	return f()
}

func (s *server) reply(conn *jsonrpc2.Conn, id jsonrpc2.ID, result any, err error) {
	if err != nil {
		var e *jsonrpc2.Error
		if !errors.As(err, &e) {
			e = &jsonrpc2.Error{Code: codeRequestFailed, Message: err.Error()}
		}
		err = conn.ReplyWithError(s.ctx, id, e)
	} else {
		err = conn.Reply(s.ctx, id, result)
	}
	if err != nil && !errors.Is(err, jsonrpc2.ErrClosed) {
		s.log.Printf("reply: %v", err)
	}
}

func (s *server) cancel(params json.RawMessage) {
	var p struct {
		ID jsonrpc2.ID `json:"id"`
	}
	if json.Unmarshal(params, &p) != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if stop := s.requests[p.ID]; stop != nil {
		stop()
	}
}

// notify sends a notification to the client.
func (s *server) notify(name string, params any) {
	if err := s.conn.Notify(s.ctx, name, params); err != nil && !errors.Is(err, jsonrpc2.ErrClosed) {
		s.log.Printf("%s: %v", name, err)
	}
}

// ask sends a request to the client and waits for its answer. It must not be
// called while the state is locked, nor where a message is handled.
func (s *server) ask(name string, params, result any) error {
	return s.conn.Call(s.ctx, name, params, result)
}

// background runs f beside the session.
func (s *server) background(what string, f func()) {
	s.start(func() {
		_, _ = s.protected(what, func() (any, error) { f(); return nil, nil })
	})
}

// start runs f in a goroutine that the end of the session waits for.
func (s *server) start(f func()) {
	s.workMu.Lock()
	defer s.workMu.Unlock()
	if !s.closing {
		s.work.Go(f)
	}
}

// idleAfter is how long the server rests before it calls Options.Idle.
const idleAfter = 2 * time.Second

// rest calls Idle once after each stretch of work.
func (s *server) rest() {
	idle := time.NewTimer(idleAfter)
	idle.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-s.worked:
			idle.Reset(idleAfter)
		case <-idle.C:
			renewed := s.renew()
			s.opts.Idle()
			s.wake(renewed)
		}
	}
}

// didWork notes that a run has ended.
func (s *server) didWork() { signal(s.worked) }

// signal wakes who waits on a channel, now or the next time that it does.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// lang is the language of messages; nil is English.
func (s *server) lang() *lang.Language { return s.speaks.Load() }

func (s *server) now() time.Time {
	if s.opts.Now != nil {
		return s.opts.Now()
	}
	return time.Now()
}

// alive reports whether a process of this machine still runs.
func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	return !errors.Is(p.Signal(syscall.Signal(0)), os.ErrProcessDone)
}
