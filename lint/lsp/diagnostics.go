package lsp

// From findings to diagnostics, and what of them the client has been told.

import (
	"bytes"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"sort"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// source is the name under which diagnostics come.
const source = "difylint"

type diagnostic struct {
	Range              lspRange         `json:"range"`
	Severity           int              `json:"severity"`
	Code               string           `json:"code"`
	CodeDescription    *codeDescription `json:"codeDescription,omitempty"`
	Source             string           `json:"source"`
	Message            string           `json:"message"`
	Tags               []int            `json:"tags,omitempty"`
	RelatedInformation []relatedPlace   `json:"relatedInformation,omitempty"`
	Data               *diagnosticData  `json:"data,omitempty"`
}

type codeDescription struct {
	Href string `json:"href"`
}

type relatedPlace struct {
	Location location `json:"location"`
	Message  string   `json:"message"`
}

// diagnosticData comes back with a request for code actions.
type diagnosticData struct {
	Fingerprint string `json:"fingerprint"`
}

// unnecessary is the tag of what can be taken out.
const unnecessary = 1

var severityOf = map[lint.Severity]int{lint.Error: 1, lint.Warning: 2, lint.Info: 3}

// diagnose makes diagnostics of what was found in the plugin in a folder, by
// absolute file name.
func (s *server) diagnose(root string, res *lint.PluginResult, least lint.Severity) map[string][]diagnostic {
	out := map[string][]diagnostic{}
	for i := range res.Findings {
		f := &res.Findings[i]
		if f.IgnoredBy != lint.NotIgnored || f.Severity < least {
			continue
		}
		name, d := s.diagnostic(root, f)
		out[name] = append(out[name], d)
	}
	return out
}

func (s *server) diagnostic(root string, f *lint.Finding) (name string, d diagnostic) {
	d = diagnostic{
		Range:    s.encoding.rangeOf(f.File, f.Span),
		Severity: severityOf[f.Severity],
		Code:     f.Rule.ID,
		Source:   source,
		Message:  s.lang().Text(f.Message),
	}
	if f.Gate != lint.None {
		d.Message += " [" + string(f.Gate) + "]"
	}
	can := &s.client.TextDocument.PublishDiagnostics
	if f.Rule.URL() != "" && (can.CodeDescriptionSupport || s.client.TextDocument.Diagnostic != nil) {
		d.CodeDescription = &codeDescription{f.Rule.URL()}
	}
	if can.DataSupport {
		d.Data = &diagnosticData{f.Fingerprint}
	}
	if f.Unneeded && can.TagSupport != nil {
		d.Tags = []int{unnecessary}
	}
	if can.RelatedInformation {
		for i := range f.Related {
			r := &f.Related[i]
			d.RelatedInformation = append(d.RelatedInformation, relatedPlace{
				Location: location{URI: fileURI(absolute(root, f.LabelOf(r))), Range: s.encoding.rangeOf(r.File, r.Span)},
				Message:  s.lang().Text(r.Message),
			})
		}
	}
	name = absolute(root, f.Label())
	if f.File == nil { // there is no such file to show it in
		d.Message = f.Path + ": " + d.Message
		if f.Rule.Subject == "" {
			name = filepath.Join(root, plugin.ManifestName)
		}
	}
	return name, d
}

// absolute is the file name behind a label that is relative to a folder.
func absolute(root, label string) string {
	name := filepath.FromSlash(label)
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(root, name)
}

// board is what was found in each file by each plugin's last run: a
// configuration's file can belong to several.
type board struct {
	files map[string]map[string][]diagnostic // file name, root
	names map[string][]string                // the files of a root
	sent  map[string][]byte                  // what was published, by file name
}

// put notes what a plugin's run found and returns the files that it is about
// now or was about before.
func (b *board) put(root string, files map[string][]diagnostic) []string {
	names := map[string]bool{}
	for _, name := range b.names[root] {
		names[name] = true
		delete(b.files[name], root)
	}
	if delete(b.names, root); len(files) > 0 {
		b.names[root] = slices.Collect(maps.Keys(files))
	}
	for name, list := range files {
		names[name] = true
		if b.files[name] == nil {
			b.files[name] = map[string][]diagnostic{}
		}
		b.files[name][root] = list
	}
	for name := range names {
		if len(b.files[name]) == 0 {
			delete(b.files, name)
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// of is all that was found in a file, in order, each once.
func (b *board) of(name string) []diagnostic {
	by := b.files[name]
	if len(by) == 1 {
		for _, list := range by {
			return list
		}
	}
	out := []diagnostic{}
	type key struct {
		at            lspRange
		code, message string
	}
	seen := map[key]bool{}
	for _, root := range slices.Sorted(maps.Keys(by)) {
		for _, d := range by[root] {
			if k := (key{d.Range, d.Code, d.Message}); !seen[k] {
				seen[k] = true
				out = append(out, d)
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return less(out[i].Range.Start, out[j].Range.Start) })
	return out
}

// tell publishes what a run found. The edited documents are told even where
// nothing changed: the client has moved the marks with the text.
func (s *server) tell(root string, files map[string][]diagnostic, edited map[*document]bool) {
	names := s.board.put(root, files)
	for d := range edited {
		if s.docs[d.uri] == d && !slices.Contains(names, d.name) {
			names = append(names, d.name)
		}
	}
	refresh := false
	for _, name := range names {
		d := s.names[name]
		if d == nil || !s.pulls() {
			s.publish(name, d, d != nil && edited[d])
			continue
		}
		if !edited[d] && d.told != "" && d.told != resultID(s.board.of(name)) {
			refresh = true
		}
	}
	if refresh {
		s.background("refresh", func() { _ = s.ask("workspace/diagnostic/refresh", nil, nil) })
	}
}

type publishParams struct {
	URI         string          `json:"uri"`
	Version     *int            `json:"version,omitempty"`
	Diagnostics json.RawMessage `json:"diagnostics"`
}

// publish sends the diagnostics of a file where they changed, or always.
func (s *server) publish(name string, d *document, always bool) {
	list := s.board.of(name)
	body, err := json.Marshal(list)
	if err != nil {
		s.log.Printf("diagnostics: %v", err)
		return
	}
	before, sent := s.board.sent[name]
	if !always && (sent && bytes.Equal(before, body) || !sent && len(list) == 0) {
		return
	}
	p := publishParams{URI: fileURI(name), Diagnostics: body}
	if d != nil {
		p.URI, p.Version = d.uri, &d.version
	}
	if len(list) > 0 {
		s.board.sent[name] = body
	} else {
		delete(s.board.sent, name)
	}
	s.notify("textDocument/publishDiagnostics", p)
}

// publishFile tells again what is known of a file whose document was opened or
// closed. To a client that asks, an open document is told by its answers alone.
func (s *server) publishFile(name string) {
	d := s.names[name]
	if d == nil || !s.pulls() {
		s.publish(name, d, false)
		return
	}
	if _, sent := s.board.sent[name]; sent {
		delete(s.board.sent, name)
		s.notify("textDocument/publishDiagnostics", publishParams{URI: d.uri, Diagnostics: json.RawMessage("[]")})
	}
}
