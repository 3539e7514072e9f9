package lsp

// Files that are named and not there: a code action writes one to begin with.

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/schema"
)

// creations are the actions that write the missing files which are named in a
// range of the document.
func (v *view) creations(pl *plugin.Plugin, o *outcome, p *actionParams) []action {
	if !slices.Contains(v.client.Workspace.WorkspaceEdit.ResourceOperations, "create") {
		return nil
	}
	var out []action
	seen := map[string]bool{}
	add := func(name, content string, at lspRange) {
		if name == "" || content == "" || seen[name] || pl.Exists(name) || !fs.ValidPath(name) {
			return
		}
		seen[name] = true
		a := action{Title: v.s.lang().Say("Create %s", name), Kind: kindQuickFix, Edit: v.creation(name, content)}
		for _, f := range v.findingsAt(o, p) {
			if _, d := v.s.diagnostic(v.project.root, f); f.File == nil && f.Path == name || f.Path == v.rel && d.Range.touches(at) {
				a.Diagnostics = append(a.Diagnostics, d)
			}
		}
		out = append(out, a)
	}
	if d := v.document(pl); d != nil {
		filesNamed(d, func(n *yaml.Node, name string) {
			if at := v.encoding.rangeOf(v.file, n.Span); at.touches(p.Range) {
				role := schema.Role(schema.At(string(d.Kind), d.Root, n))
				add(name, content(pl, d, role, name), at)
			}
		})
	}
	for _, f := range v.findingsAt(o, p) {
		if f.File == nil && f.Path != v.rel {
			add(f.Path, content(pl, pl.Manifest(), "", f.Path), p.Range)
		}
	}
	return out
}

func (v *view) creation(name, content string) *workspaceEdit {
	uri := fileURI(v.name(name))
	return &workspaceEdit{DocumentChanges: []any{
		object{"kind": "create", "uri": uri, "options": object{"ignoreIfExists": true}},
		documentEdit{versionedID{URI: uri}, []textEdit{{NewText: content}}},
	}}
}

// content is what a file of the plugin begins with, "" where that is not known.
func content(pl *plugin.Plugin, d *plugin.Document, role, name string) string {
	label := cmp.Or(d.Root.At("identity", "label", "en_US").Str(), pl.Manifest().Root.At("label", "en_US").Str())
	switch base := path.Base(name); {
	case role == "path:source":
		return sourceOf(pl, d, name)
	case role == "asset" && path.Ext(name) == ".svg":
		letter := "?"
		if r, n := utf8.DecodeRuneInString(label); n > 0 && !strings.ContainsRune("<>&", r) {
			letter = string(unicode.ToUpper(r))
		}
		return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64">
  <rect width="64" height="64" rx="14" fill="#1c64f2"/>
  <text x="32" y="44" font-family="sans-serif" font-size="34" fill="#fff" text-anchor="middle">%s</text>
</svg>
`, letter)
	case role == "privacy", strings.EqualFold(base, "PRIVACY.md"):
		return "# Privacy\n\nThis says which data of its users " + label + " collects, why, where it sends them and how long it keeps them.\n"
	case base == "README.md":
		about := pl.Manifest().Root.At("description", "en_US").Str()
		return "# " + label + "\n\n" + strings.Join(strings.Fields(about), " ") + "\n\n## Setup\n\n## Usage\n"
	case strings.HasPrefix(role, "path:") && path.Ext(name) == ".yaml":
		if s := schema.Get(strings.TrimPrefix(role, "path:")); s != nil {
			w := &writer{file: name}
			if w.entries(schema.KeysOf(s.Root.Under(nothing)), 0, 0) {
				return w.b.String() + "\n"
			}
		}
	}
	return ""
}

// sourceOf is a source with the class that the SDK looks for.
func sourceOf(pl *plugin.Plugin, d *plugin.Document, name string) string {
	class := ""
	for _, s := range sdk.Sources(pl) {
		if s.Doc == d && (s.Path == name || plugin.CleanPath(s.Node.Str()) == name) {
			class = s.Class
		}
	}
	known := sdk.Lookup(class)
	if known == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "from %s import %s\n\n\nclass %s(%s):\n", sdk.ImportPath(class), class, className(name, class), class)
	release := sdk.DependencyOf(pl).Judging()
	must := known.MustWrite(release)
	for i, method := range must {
		if i > 0 {
			b.WriteString("\n")
		}
		params := []string{"self"}
		if forms := sdk.In(known.Methods(method), release); len(forms) > 0 {
			for _, p := range forms[len(forms)-1].Params {
				if strings.HasSuffix(p, "=") {
					p += "None"
				}
				params = append(params, p)
			}
		}
		fmt.Fprintf(&b, "    def %s(%s):\n        raise NotImplementedError\n", method, strings.Join(params, ", "))
	}
	if len(must) == 0 {
		b.WriteString("    pass\n")
	}
	return b.String()
}

// className is the name of a class after its file: tools/web_search.py has
// WebSearchTool.
func className(file, base string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(strings.TrimSuffix(path.Base(file), ".py"), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		r := []rune(word)
		b.WriteString(string(unicode.ToUpper(r[0])) + string(r[1:]))
	}
	if s := b.String(); s != "" && !unicode.IsDigit(rune(s[0])) {
		return strings.TrimSuffix(s, base) + base
	}
	return "My" + base
}
