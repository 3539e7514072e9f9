package lsp

// Open documents: opened, changed piece by piece, saved, closed.

import (
	"path/filepath"

	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// document is one open document.
type document struct {
	// uri is as the client writes it.
	uri     string
	version int
	// name is the absolute file name, or "" for what is not a file.
	name string
	// file is the text as the client has it.
	file *text.File
	// project is the plugin that the file belongs to; it may be nil. rel is the file's
	// path in it.
	project *project
	rel     string
	// told is the id of the diagnostics that the client asked for last.
	told string
}

type openParams struct {
	TextDocument struct {
		URI     string `json:"uri"`
		Version int    `json:"version"`
		Text    string `json:"text"`
	} `json:"textDocument"`
}

func (s *server) didOpen(p *openParams) error {
	d := &document{uri: p.TextDocument.URI, version: p.TextDocument.Version}
	d.name, _ = fileName(d.uri)
	if old := s.docs[d.uri]; old != nil {
		s.forget(old) // a second opening is a mistake of the client; the last counts
	}
	d.file = text.NewFile(filepath.ToSlash(d.name), []byte(p.TextDocument.Text))
	s.remember(d)
	s.attach(d)
	if d.name != "" && s.pulls() {
		s.publishFile(d.name) // from now on it is asked for
	}
	return nil
}

// remember takes a document among the open ones.
func (s *server) remember(d *document) {
	s.docs[d.uri] = d
	if d.name != "" {
		s.names[d.name] = d
		s.buffers.set(d.name, d.file.Data)
	}
}

// attach finds the plugin, or the installation, of a document and lays its text
// over it.
func (s *server) attach(d *document) {
	if d.name == "" {
		return
	}
	s.configChanged(d.name)
	h, ok := s.homeOf(d)
	if !ok {
		return
	}
	rel, ok := below(h.root, d.name)
	if !ok {
		return
	}
	pr := s.projects[h.key()]
	if pr == nil {
		pr = s.newProject(h)
	} else if !s.client.Workspace.DidChangeWatchedFiles.DynamicRegistration {
		pr.snap = pr.snap.Reload() // the client does not tell what changes on the disk
	}
	d.project, d.rel = pr, rel
	pr.docs[d] = true
	pr.edit(d)
}

// homeOf is where a document belongs. The files of an installation of Dify are
// known by what they say: those of other programs have the same names.
func (s *server) homeOf(d *document) (home, bool) {
	root, ok := s.rootOf(d)
	dir, base := filepath.Split(d.name)
	if dir = filepath.Clean(dir); ok && root == dir {
		return home{root: root}, true
	}
	snap := plugin.NewSnapshot(plugin.Dir(dir)).WithDrafts(map[string][]byte{base: d.file.Data})
	if entry, named := installation.EntryOf(snap, base); named {
		h := home{root: dir, installation: true, entry: entry}
		if installation.Of(h.target(snap).Plugin()).OfDify() {
			return h, true
		}
	}
	return home{root: root}, ok
}

// rootOf is the folder of the plugin that a document belongs to.
func (s *server) rootOf(d *document) (string, bool) {
	if filepath.Base(d.name) == plugin.ManifestName && plugin.IsManifest(d.file.Data) {
		return filepath.Dir(d.name), true
	}
	root, ok := plugin.Climb(d.name)
	if !ok {
		// The manifest may be a buffer that was never saved.
		for dir := filepath.Dir(d.name); ; dir = filepath.Dir(dir) {
			if m := s.names[filepath.Join(dir, plugin.ManifestName)]; m != nil && m.project != nil && m.project.root == dir {
				return dir, true
			}
			if dir == filepath.Dir(dir) {
				return "", false
			}
		}
	}
	abs, err := filepath.Abs(root)
	return abs, err == nil
}

type changeParams struct {
	TextDocument struct {
		URI     string `json:"uri"`
		Version int    `json:"version"`
	} `json:"textDocument"`
	ContentChanges []contentChange `json:"contentChanges"`
}

type contentChange struct {
	// Range is nil where Text is the whole document.
	Range *lspRange `json:"range"`
	Text  string    `json:"text"`
}

func (s *server) didChange(p *changeParams) error {
	d := s.docs[p.TextDocument.URI]
	if d == nil {
		return invalidParams("%s is not open", p.TextDocument.URI)
	}
	for _, c := range p.ContentChanges {
		d.file = text.NewFile(d.file.Path, apply(s.encoding, d.file, c))
	}
	if d.name != "" {
		s.buffers.set(d.name, d.file.Data)
	}
	d.version = p.TextDocument.Version
	if d.project == nil {
		if filepath.Base(d.name) == plugin.ManifestName {
			s.attach(d) // it may have become a plugin's
		}
		s.configChanged(d.name)
		return nil
	}
	s.configChanged(d.name)
	d.project.edit(d)
	return nil
}

// apply makes one change.
func apply(e encoding, f *text.File, c contentChange) []byte {
	if c.Range == nil {
		return []byte(c.Text)
	}
	at := e.span(f, *c.Range)
	out := make([]byte, 0, len(f.Data)-at.Len()+len(c.Text))
	out = append(out, f.Data[:at.Start]...)
	out = append(out, c.Text...)
	return append(out, f.Data[at.End:]...)
}

func (s *server) didSave(p *documentParams) error {
	d := s.docs[p.TextDocument.URI]
	if d == nil || d.name == "" {
		return nil
	}
	s.epoch++
	if d.project == nil {
		s.attach(d)
		return nil
	}
	if s.client.Workspace.DidChangeWatchedFiles.DynamicRegistration {
		d.project.snap = d.project.snap.Reload(d.rel)
	} else {
		d.project.snap = d.project.snap.Reload()
	}
	d.project.changed()
	return nil
}

func (s *server) didClose(p *documentParams) error {
	if d := s.docs[p.TextDocument.URI]; d != nil {
		s.forget(d)
		if d.name != "" {
			s.configChanged(d.name)
			s.publishFile(d.name)
		}
	}
	return nil
}

// forget drops an open document: the file on the disk counts again.
func (s *server) forget(d *document) {
	delete(s.docs, d.uri)
	if s.names[d.name] == d {
		delete(s.names, d.name)
		s.buffers.set(d.name, nil)
	}
	pr := d.project
	if pr == nil {
		return
	}
	d.project = nil
	delete(pr.docs, d)
	pr.snap = pr.snap.Without(d.rel).Reload(d.rel)
	if len(pr.docs) > 0 {
		pr.changed()
		return
	}
	pr.halt()
	delete(s.projects, pr.key())
	if pr.installation {
		s.tell(pr.key(), nil, nil)
		return
	}
	s.checkCold(pr.root)
}

// uriOf is the URI of a file: the client's own where the file is open.
func (s *server) uriOf(name string) string {
	if d := s.names[name]; d != nil {
		return d.uri
	}
	return fileURI(name)
}
