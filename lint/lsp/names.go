package lsp

// What a plugin gives a name to (tools, parameters, credentials), where that name
// is used, and what else names a file: for renaming, highlighting and references.

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
	"github.com/difylint/difylint/schema"
	"github.com/sourcegraph/jsonrpc2"
)

// named is a thing that a declaration gives a name to.
type named struct {
	// word says what it is: "tool", "parameter", "credential".
	word string
	name string
	doc  *plugin.Document
	// node is the name: a value, or the key of an entry.
	node *yaml.Node
	// item is the mapping that describes the thing.
	item *yaml.Node
}

// namesOf are the things that a plugin's declarations give names to.
func namesOf(pl *plugin.Plugin) []named {
	var out []named
	for _, d := range pl.Documents() {
		if d.Root == nil {
			continue
		}
		if d.Family != nil && d.Kind == d.Family.Item && d.Kind != plugin.Model {
			if n := d.Root.At("identity", "name"); n.IsScalar() && n.Str() != "" {
				out = append(out, named{d.Family.Word, n.Str(), d, n, d.Root})
			}
		}
		for _, p := range d.Root.Get("parameters").Items() {
			if n := p.Get("name"); n.IsScalar() && n.Str() != "" {
				out = append(out, named{"parameter", n.Str(), d, n, p})
			}
		}
		for _, c := range plugin.Credentials(d) {
			word := "credential"
			if d.Kind == plugin.EndpointProvider {
				word = "setting"
			}
			out = append(out, named{word, c.Name, d, c.NameNode, c.Node})
		}
	}
	return out
}

// use is a place that has a name.
type use struct {
	file *text.File
	span text.Span
	// edits replace the name by another.
	edits func(name string) []text.Edit
	// declares: this is where the thing gets its name.
	declares bool
}

// inner is a scalar's text without its quotes.
func inner(f *text.File, n *yaml.Node) text.Span {
	s := n.Span
	if (n.Style == yaml.DoubleQuoted || n.Style == yaml.SingleQuoted) && s.Len() >= 2 && s.End <= len(f.Data) && f.Data[s.End-1] == f.Data[s.Start] {
		return text.Span{Start: s.Start + 1, End: s.End - 1}
	}
	return s
}

// uses are the places that have the name of a thing, its declaration first.
func (t *named) uses(pl *plugin.Plugin, all []named) []use {
	out := []use{t.declaration()}
	t.doc.Root.Walk(func(n *yaml.Node) bool {
		if n.Key != nil && n.Key.Value == "variable" && n != t.node && n.IsScalar() && n.Str() == t.name && t.word != "tool" && within(n, "show_on") {
			out = append(out, use{t.doc.File, inner(t.doc.File, n), func(name string) []text.Edit { return yamledit.ReplaceValue(t.doc.Tree, n, name) }, false})
		}
		return true
	})
	if t.word == "parameter" || t.word == "credential" || t.word == "setting" {
		for _, r := range readsOf(pl) {
			if r.key == t.name && slices.Contains(r.docs, t.doc) && r.word == t.word {
				s := r.span
				out = append(out, use{r.file, s, func(name string) []text.Edit { return text.ReplaceText(r.file, s, name) }, false})
			}
		}
	}
	if slices.ContainsFunc(all, func(o named) bool { return o.name == t.name && o.node != t.node }) {
		return out // the page may mean the other one
	}
	for _, name := range pl.Listing().Files {
		if base := strings.ToLower(path.Base(name)); !strings.HasPrefix(base, "readme") || path.Ext(base) != ".md" {
			continue
		}
		if f, err := pl.Read(name); err == nil {
			for _, s := range mentions(f, t.name) {
				out = append(out, use{f, s, func(name string) []text.Edit { return text.ReplaceText(f, s, name) }, false})
			}
		}
	}
	return out
}

func (t *named) declaration() use {
	return use{t.doc.File, inner(t.doc.File, t.node), func(name string) []text.Edit {
		if t.node.IsKey() {
			return yamledit.RenameKey(t.doc.Tree, entryOf(t.node), name)
		}
		return yamledit.ReplaceValue(t.doc.Tree, t.node, name)
	}, true}
}

// entryOf is the entry that has a key.
func entryOf(key *yaml.Node) *yaml.Node {
	return key.Parent.Content[slices.IndexFunc(key.Parent.Content, func(c *yaml.Node) bool { return c.Key == key })]
}

// within reports whether a node lies below a key.
func within(n *yaml.Node, key string) bool {
	for ; n != nil; n = n.Parent {
		if n.Key != nil && n.Key.Value == key {
			return true
		}
	}
	return false
}

// mentions are the cells of a page's tables, and its pieces of code, that are a
// name and nothing else.
func mentions(f *text.File, name string) []text.Span {
	var out []text.Span
	data := string(f.Data)
	for from := 0; ; {
		i := strings.Index(data[from:], name)
		if i < 0 {
			return out
		}
		i += from
		end := i + len(name)
		from = end
		before, after := strings.TrimRight(data[:i], " *"), strings.TrimLeft(data[end:], " *")
		code := strings.HasSuffix(data[:i], "`") && strings.HasPrefix(data[end:], "`")
		cell := strings.HasSuffix(before, "|") && strings.HasPrefix(after, "|")
		if code || cell {
			out = append(out, text.Span{Start: i, End: end})
		}
	}
}

// keyRead is a place in Python that asks for a parameter or a credential.
type keyRead struct {
	file *text.File
	// span is the key without its quotes.
	span text.Span
	key  string
	word string
	// docs are the declarations that the key may be declared in.
	docs []*plugin.Document
}

// handed are the mappings that the SDK hands to a plugin's code, by their last
// name (dify-plugin-sdks: src/dify_plugin/core/plugin_executor.py).
var handed = map[string]string{"tool_parameters": "parameter", "parameters": "parameter", "credentials": "credential", "settings": "setting"}

// readsOf are the places in a plugin's sources that ask for a key by its name.
func readsOf(pl *plugin.Plugin) []keyRead {
	var out []keyRead
	for _, m := range sources.Program(pl).Modules {
		var docs []*plugin.Document
		for k := range m.Exprs {
			object, key := readAt(m, python.ExprID(k))
			if key == 0 {
				continue
			}
			word, ok := handed[lastName(m, object)]
			name, isText := m.String(key)
			parts := m.Parts(key)
			if !ok || !isText || len(parts) != 1 || parts[0].Kind != python.PlainPart {
				continue
			}
			if docs == nil {
				docs = docsOf(pl, m.File.Path)
			}
			out = append(out, keyRead{m.File, text.Span{Start: int(parts[0].Start), End: int(parts[0].End)}, name, word, docs})
		}
	}
	return out
}

// readAt is the mapping that an expression reads and the key, 0 where it is no
// such read.
func readAt(m *python.Module, e python.ExprID) (object, key python.ExprID) {
	switch x := m.Exprs[e]; {
	case x.Kind == python.Subscript && m.Exprs[x.B].Kind == python.StringLit:
		return x.A, x.B
	case x.Kind == python.CallExpr && m.Exprs[x.A].Kind == python.Attribute && slices.Contains([]string{"get", "pop", "setdefault"}, m.Ident(x.A)):
		if key = m.Positional(e, 0); key != 0 && m.Exprs[key].Kind == python.StringLit {
			return m.Exprs[x.A].A, key
		}
	}
	return 0, 0
}

func lastName(m *python.Module, e python.ExprID) string {
	switch m.Exprs[e].Kind {
	case python.NameExpr, python.Attribute:
		return m.Ident(e)
	}
	return ""
}

// docsOf are the declarations that a source belongs to, their providers, and what
// these name: a helper beside them may read any of their keys.
func docsOf(pl *plugin.Plugin, source string) []*plugin.Document {
	out := []*plugin.Document{}
	add := func(d *plugin.Document) {
		if d != nil && !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	for _, d := range pl.Documents() {
		for _, n := range sourceNodes(d) {
			if plugin.CleanPath(n.Str()) == source {
				add(d)
				add(d.Provider)
			}
		}
	}
	return out
}

// namedAt is the thing whose name stands at an offset of the document, and the
// span of the name there.
func (v *view) namedAt(pl *plugin.Plugin, off int) (*named, []use, text.Span) {
	all := namesOf(pl)
	for i := range all {
		t := &all[i]
		yamlHere := t.doc.Path == v.rel
		if !yamlHere && declaration(v.rel) {
			continue
		}
		if yamlHere && declaration(v.rel) && !holds(t.doc.Root.Span, off) && !t.doc.Inline {
			continue
		}
		uses := t.uses(pl, all)
		for _, u := range uses {
			if u.file.Path == v.rel && holds(u.span, off) {
				return t, uses, u.span
			}
		}
	}
	return nil, nil, text.Span{}
}

func prepareRename(_ context.Context, v *view, pl *plugin.Plugin, p *positionParams) (any, error) {
	t, _, at := v.namedAt(pl, v.encoding.offset(v.file, p.Position))
	if t == nil {
		return nil, nil
	}
	return object{"range": v.encoding.rangeOf(v.file, at), "placeholder": t.name}, nil
}

type renameParams struct {
	positionParams
	NewName string `json:"newName"`
}

// newName is what a thing may be called: what may stand in a key, a string of
// Python and a page alike.
var newName = text.Regexp(`^[\pL\pN_][\pL\pN_.-]*$`)

func rename(_ context.Context, v *view, pl *plugin.Plugin, p *renameParams) (any, error) {
	t, uses, _ := v.namedAt(pl, v.encoding.offset(v.file, p.Position))
	refuse := func(format string, args ...any) (any, error) {
		return nil, &jsonrpc2.Error{Code: codeRequestFailed, Message: v.s.lang().Say(format, args...)}
	}
	switch {
	case t == nil:
		return refuse("only a tool, a parameter, a credential and the like can be renamed")
	case !newName().MatchString(p.NewName):
		return refuse("%q cannot be a name: write letters, digits and _", p.NewName)
	case p.NewName == t.name:
		return v.workspaceEdit(nil), nil
	}
	for _, o := range namesOf(pl) {
		if o.name == p.NewName && o.word == t.word && (o.doc == t.doc || t.item == t.doc.Root && o.doc.Provider == t.doc.Provider) {
			return refuse("there is a %s %q already", text.Phrase(t.word), p.NewName)
		}
	}
	var edits []text.Edit
	for _, u := range uses {
		made := u.edits(p.NewName)
		if made == nil {
			return refuse("%s cannot be changed there", u.file.Path)
		}
		edits = append(edits, made...)
	}
	edit, ok := v.edit(edits)
	if !ok {
		return nil, errModified
	}
	return edit, nil
}

type highlight struct {
	Range lspRange `json:"range"`
	Kind  int      `json:"kind"`
}

// The kinds of highlights.
const (
	highlightRead  = 2
	highlightWrite = 3
)

// documentHighlight marks what has the same name as what stands under the cursor,
// or leads to the same file, in this document.
func documentHighlight(_ context.Context, v *view, pl *plugin.Plugin, p *positionParams) (any, error) {
	var out list[highlight]
	off := v.encoding.offset(v.file, p.Position)
	if t, uses, _ := v.namedAt(pl, off); t != nil {
		for _, u := range uses {
			if u.file.Path != v.rel {
				continue
			}
			kind := highlightRead
			if u.declares {
				kind = highlightWrite
			}
			out = append(out, highlight{v.encoding.rangeOf(v.file, u.span), kind})
		}
		return out, nil
	}
	d := v.document(pl)
	if d == nil || d.Root == nil {
		return out, nil
	}
	n := d.Tree.NodeAt(off)
	if n == nil || n.IsKey() || n.Kind != yaml.Scalar && n.Kind != yaml.Alias {
		return out, nil
	}
	role := schema.Role(schema.At(string(d.Kind), d.Root, n))
	d.Root.Walk(func(x *yaml.Node) bool {
		same := x == n || n.Kind == yaml.Alias && (x.Anchor == n.Value || x.Kind == yaml.Alias && x.Value == n.Value)
		if !same && role != "" && !x.IsKey() && x.Kind == yaml.Scalar && n.Kind == yaml.Scalar && x.Value == n.Value {
			same = schema.Role(schema.At(string(d.Kind), d.Root, x)) == role
		}
		if same {
			out = append(out, highlight{v.encoding.rangeOf(v.file, x.Span), highlightRead})
		}
		return true
	})
	return out, nil
}
