package lsp

// Files that are moved: what names them follows.

import (
	"context"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
)

type renameFilesParams struct {
	Files []struct {
		OldURI string `json:"oldUri"`
		NewURI string `json:"newUri"`
	} `json:"files"`
}

// willRenameFiles edits the declarations that name what is about to be moved, a
// file or a folder, within its plugin.
func (s *server) willRenameFiles(_ context.Context, _ *view, p *renameFilesParams) (any, error) {
	moved := map[string]map[string]string{} // by root
	for _, f := range p.Files {
		from, ok := fileName(f.OldURI)
		to, okTo := fileName(f.NewURI)
		if !ok || !okTo {
			continue
		}
		root, ok := s.pluginOf(from)
		if !ok {
			continue
		}
		old, in := below(root, from)
		now, inTo := below(root, to)
		if !in || !inTo || old == "." {
			continue
		}
		if moved[root] == nil {
			moved[root] = map[string]string{}
		}
		moved[root][old] = now
	}
	whole := &workspaceEdit{Changes: map[string][]textEdit{}}
	for root, files := range moved {
		v := s.viewOn(root)
		edit, ok := v.edit(follow(v.plugin(), files))
		if !ok {
			continue
		}
		whole.DocumentChanges = append(whole.DocumentChanges, edit.DocumentChanges...)
		maps.Copy(whole.Changes, edit.Changes)
	}
	if len(whole.Changes) == 0 && whole.DocumentChanges == nil {
		return nil, nil
	}
	return whole, nil
}

// follow are the edits with which a plugin's declarations name files that move:
// files are those, or their folders, with where they move to.
func follow(pl *plugin.Plugin, files map[string]string) []text.Edit {
	// to is where a file lies afterwards.
	to := func(name string) (string, bool) {
		for dir, rest := name, ""; ; dir, rest = path.Dir(dir), path.Join(path.Base(dir), rest) {
			if now, ok := files[dir]; ok {
				return path.Join(now, rest), true
			}
			if dir == "." || dir == "/" || !strings.Contains(dir, "/") {
				return "", false
			}
		}
	}
	var edits []text.Edit
	seen := map[*yaml.Node]bool{}
	for _, d := range pl.Documents() {
		if d.Root == nil {
			continue
		}
		filesNamed(d, func(n *yaml.Node, name string) {
			now, ok := to(name)
			if !ok || seen[n] {
				return
			}
			seen[n] = true
			write := now
			switch {
			case strings.HasPrefix(name, "_assets/") && path.Join("_assets", n.Str()) == name:
				inside, ok := strings.CutPrefix(now, "_assets/")
				if !ok {
					return // an icon is looked for in that folder alone
				}
				write = inside
			case plugin.CleanPath(n.Str()) != name: // a module
				write = strings.ReplaceAll(strings.TrimSuffix(now, ".py"), "/", ".")
			case strings.HasPrefix(n.Str(), "./"):
				write = "./" + now
			case strings.HasPrefix(n.Str(), "/"):
				write = "/" + now
			}
			edits = append(edits, yamledit.ReplaceValue(d.Tree, n, write)...)
		})
	}
	for _, r := range pl.References() {
		dir, pattern := path.Split(r.Written)
		if !r.Glob || seen[r.Node] {
			continue
		}
		if now, ok := files[strings.TrimSuffix(dir, "/")]; ok {
			seen[r.Node] = true
			edits = append(edits, yamledit.ReplaceValue(r.Doc.Tree, r.Node, path.Join(now, pattern))...)
		}
	}
	return edits
}

// pluginOf is the folder of the plugin that a file belongs to.
func (s *server) pluginOf(name string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, pr := range s.projects {
		if _, ok := below(pr.root, name); ok && !pr.installation {
			return pr.root, true
		}
	}
	root, ok := plugin.Climb(filepath.Join(name, "x"))
	if !ok {
		if root, ok = plugin.Climb(name); !ok {
			return "", false
		}
	}
	abs, err := filepath.Abs(root)
	return abs, err == nil
}

// viewOn is a view of the plugin in a folder, with open files or without.
func (s *server) viewOn(root string) *view {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.viewFor(nil)
	if pr := s.projects[root]; pr != nil {
		v.on(pr)
		return v
	}
	v.project = &project{s: s, home: home{root: root}}
	v.snap = plugin.NewSnapshot(plugin.Dir(root))
	return v
}

// roots are the folders of the plugins that are open or lie in the workspace.
func (s *server) roots() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	roots := maps.Clone(s.cold.roots)
	for root, pr := range s.projects {
		if !pr.installation {
			roots[root] = true
		}
	}
	return slices.Sorted(maps.Keys(roots))
}

type workspaceSymbolParams struct {
	Query string `json:"query"`
}

// workspaceSymbols are the tools, parameters, credentials and models of the
// plugins that are open or lie in the workspace, by a part of their names.
func (s *server) workspaceSymbols(ctx context.Context, _ *view, p *workspaceSymbolParams) (any, error) {
	out := list[flatSymbol]{}
	for _, root := range s.roots() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if len(out) >= maxItems {
			break
		}
		out = append(out, s.symbolsOf(root, p.Query)...)
	}
	return out[:min(len(out), maxItems)], nil
}

// Kinds of symbols that the outline does not have.
const (
	symbolModule   = 2
	symbolClass    = 5
	symbolField    = 8
	symbolFunction = 12
)

func (s *server) symbolsOf(root, query string) []flatSymbol {
	v := s.viewOn(root)
	pl := v.plugin()
	var out []flatSymbol
	add := func(name string, kind int, in string, d *plugin.Document, at text.Span) {
		if isWithin(query, name) {
			out = append(out, flatSymbol{name, kind, v.locate(d.File, at), in})
		}
	}
	for _, d := range pl.Documents() {
		if d.Root == nil || d.File == nil || d.Inline {
			continue
		}
		kind := symbolClass
		if d.Kind == plugin.Manifest || d.Kind == plugin.Bundle {
			kind = symbolModule
		}
		at := headOf(d)
		if name := strings.TrimSpace(string(d.File.Data[at.Start:min(at.End, len(d.File.Data))])); name != "" && d.Kind != plugin.Position {
			add(strings.Trim(name, `"'`), kind, string(d.Kind), d, at)
		}
	}
	for _, t := range namesOf(pl) {
		switch {
		case t.item != t.doc.Root:
			add(t.name, symbolField, t.word+" of "+t.doc.Path, t.doc, t.node.Span)
		case t.doc.Inline:
			add(t.name, symbolFunction, t.doc.Path, t.doc, t.node.Span)
		}
	}
	return out
}

// isWithin reports whether the letters of a query stand in a name, in order.
func isWithin(query, name string) bool {
	rest := strings.ToLower(name)
	for _, r := range strings.ToLower(query) {
		i := strings.IndexRune(rest, r)
		if i < 0 {
			return false
		}
		rest = rest[i+len(string(r)):]
	}
	return true
}
