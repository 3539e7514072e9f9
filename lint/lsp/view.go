package lsp

// What a request sees: the state as it was when the request came.

import (
	"context"
	"encoding/json"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/sourcegraph/jsonrpc2"
)

type view struct {
	s        *server
	encoding encoding
	client   clientCapabilities
	settings settings
	pulls    bool
	// doc is the open document that the request is about, or nil. Of its fields
	// only uri and name may be read.
	doc *document
	// file is its text, and docVersion its version.
	file       *text.File
	docVersion int
	// project is the plugin that it belongs to, or nil.
	project *project
	snap    *plugin.Snapshot
	version int64
	// rel is the document's path below the plugin's root.
	rel   string
	kinds map[string]plugin.Kind
	// versions are those of the plugin's open documents, by path.
	versions map[string]int
}

// viewFor is the view of the document that parameters name. The state is locked.
func (s *server) viewFor(params json.RawMessage) *view {
	v := &view{s: s, encoding: s.encoding, client: s.client, settings: s.settings, pulls: s.pulls()}
	var p documentParams
	if json.Unmarshal(params, &p) == nil {
		v.see(p.TextDocument.URI)
	}
	return v
}

// see sets the document of a view, where it is open. The state is locked.
func (v *view) see(uri string) {
	v.doc = v.s.docs[uri]
	if v.doc == nil {
		return
	}
	v.file, v.docVersion = v.doc.file, v.doc.version
	if pr := v.doc.project; pr != nil {
		v.on(pr)
		v.rel = v.doc.rel
		// The snapshot's text is that of the document, with what is known of it.
		if f, err := plugin.Open(v.snap, ".").Read(v.rel); err == nil {
			v.file = f
		}
	}
}

// on sets the project of a view. The state is locked.
func (v *view) on(pr *project) {
	v.project, v.snap, v.version, v.kinds = pr, pr.snap, pr.version, pr.kinds
	v.versions = map[string]int{}
	for d := range pr.docs {
		v.versions[d.rel] = d.version
	}
}

var errModified = &jsonrpc2.Error{Code: codeContentModified, Message: "the document has changed meanwhile"}

// outcome waits for the result of the version that the request is about. It is
// nil where there is no plugin any more.
func (v *view) outcome(ctx context.Context) (*outcome, error) {
	for {
		v.s.mu.Lock()
		last, settled, gone := v.project.last, v.project.settled, v.project.gone
		v.s.mu.Unlock()
		switch {
		case gone:
			return nil, errModified
		case last != nil && last.version == v.version:
			return last, nil
		case last != nil && last.version > v.version:
			return nil, errModified
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-settled:
		}
	}
}

// plugin is the plugin as it was when the request came.
func (v *view) plugin() *plugin.Plugin { return plugin.Open(v.snap, ".") }

// document is the declaration that the request's document is read as, or nil.
func (v *view) document(p *plugin.Plugin) *plugin.Document {
	for _, d := range p.Documents() {
		if d.Path == v.rel && !d.Inline {
			return d
		}
	}
	return nil
}

// name is the absolute name of a file of the plugin.
func (v *view) name(rel string) string { return filepath.Join(v.project.root, filepath.FromSlash(rel)) }

// uri is the URI of a file of the plugin.
func (v *view) uri(rel string) string {
	v.s.mu.Lock()
	defer v.s.mu.Unlock()
	return v.s.uriOf(v.name(rel))
}

// locate is the location of a span in a file of the plugin.
func (v *view) locate(f *text.File, s text.Span) location {
	return location{URI: v.uri(f.Path), Range: v.encoding.rangeOf(f, s)}
}

// buffers are the texts of the open documents by absolute file name.
type buffers struct {
	mu   sync.RWMutex
	data map[string][]byte
}

func (b *buffers) set(name string, data []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if data == nil {
		delete(b.data, name)
	} else {
		b.data[name] = data
	}
}

func (b *buffers) get(name string) ([]byte, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	data, ok := b.data[name]
	return data, ok
}

// buffered are the machine's files with the buffers over them. It notes which
// files were looked for.
type buffered struct {
	over  *buffers
	mu    sync.Mutex
	asked map[string]bool
}

func (b *buffered) ask(name string) ([]byte, bool) {
	b.mu.Lock()
	b.asked[name] = true
	b.mu.Unlock()
	return b.over.get(name)
}

// looksFor reports whether a file was looked for, there or not.
func (b *buffered) looksFor(name string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.asked[name]
}

func (b *buffered) ReadFile(name string) ([]byte, error) {
	if data, ok := b.ask(name); ok {
		return data, nil
	}
	return config.OS{}.ReadFile(name)
}

// Leaves is of the file on the disk: a buffer leads nowhere.
func (b *buffered) Leaves(name string) bool {
	_, ok := b.ask(name)
	return !ok && config.OS{}.Leaves(name)
}

func (b *buffered) Stat(name string) (fs.FileInfo, error) {
	if data, ok := b.ask(name); ok {
		return bufferInfo{filepath.Base(name), int64(len(data))}, nil
	}
	return config.OS{}.Stat(name)
}

type bufferInfo struct {
	name string
	size int64
}

func (b bufferInfo) Name() string     { return b.name }
func (b bufferInfo) Size() int64      { return b.size }
func (bufferInfo) Mode() fs.FileMode  { return 0o644 }
func (bufferInfo) ModTime() time.Time { return time.Time{} }
func (bufferInfo) IsDir() bool        { return false }
func (bufferInfo) Sys() any           { return nil }

// viewOf is the view of an open document as it is now.
func (s *server) viewOf(uri string) *view {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.viewFor(nil)
	v.see(uri)
	return v
}
