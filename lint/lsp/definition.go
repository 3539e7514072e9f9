package lsp

// From a manifest to its providers, from these to tools and to the classes
// behind them, and back.

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/schema"
)

// baseClasses are the SDK's classes that the source of a declaration has a
// subclass of (dify-plugin-sdks, src/dify_plugin/core/plugin_registration.py).
var baseClasses = map[plugin.Kind][]string{
	plugin.ToolProvider:       {"ToolProvider"},
	plugin.Tool:               {"Tool"},
	plugin.ModelProvider:      {"ModelProvider", "LargeLanguageModel", "TextEmbeddingModel", "RerankModel", "TTSModel", "Speech2TextModel", "ModerationModel", "OAICompatLargeLanguageModel", "OAICompatEmbeddingModel", "OAICompatRerankModel", "OAICompatText2SpeechModel", "OAICompatSpeech2TextModel"},
	plugin.Endpoint:           {"Endpoint"},
	plugin.AgentStrategy:      {"AgentStrategy"},
	plugin.DatasourceProvider: {"DatasourceProvider"},
	plugin.Datasource:         {"WebsiteCrawlDatasource", "OnlineDocumentDatasource", "OnlineDriveDatasource"},
	plugin.TriggerProvider:    {"Trigger", "TriggerSubscriptionConstructor"},
	plugin.Event:              {"Event"},
}

func definition(_ context.Context, v *view, pl *plugin.Plugin, p *positionParams) (any, error) {
	out := []location{}
	off := v.encoding.offset(v.file, p.Position)
	if t, uses, _ := v.namedAt(pl, off); t != nil && (t.doc.Path != v.rel || !holds(uses[0].span, off)) {
		return append(out, v.locate(uses[0].file, uses[0].span)), nil
	}
	if strings.HasSuffix(v.rel, ".py") {
		return v.declarationsOf(pl, off), nil
	}
	d := v.document(pl)
	if d == nil || d.Root == nil {
		return out, nil
	}
	n := scalarAt(d, off)
	if n == nil {
		return out, nil
	}
	for _, r := range pl.References() {
		if r.Doc != d || r.Node != n {
			continue
		}
		if r.Glob {
			for _, name := range matched(r) {
				out = v.toFile(out, pl, name)
			}
			continue
		}
		if r.Target != nil && r.Target.File != nil {
			out = append(out, v.locate(r.Target.File, headOf(r.Target)))
		}
	}
	if len(out) > 0 {
		return out, nil
	}
	switch role := schema.Role(schema.At(string(d.Kind), d.Root, n)); role {
	case "path:source":
		if f, err := pl.Read(plugin.CleanPath(n.Str())); err == nil {
			for _, s := range classesOf(f, d.Kind) {
				out = append(out, v.locate(f, s))
			}
			if len(out) == 0 {
				out = append(out, v.locate(f, text.Span{}))
			}
		}
	case "asset":
		out = v.toFile(out, pl, path.Join("_assets", n.Str()))
	case "privacy":
		out = v.toFile(out, pl, plugin.CleanPath(n.Str()))
	case "module":
		out = v.toFile(out, pl, strings.ReplaceAll(n.Str(), ".", "/")+".py")
	}
	return out, nil
}

// matched are the files that a pattern stands for: those of positions, which it
// may match too, are read as something else.
func matched(r *plugin.Reference) []string {
	return slices.DeleteFunc(slices.Clone(r.Matches), func(name string) bool { return strings.HasSuffix(name, plugin.PositionSuffix) })
}

// toFile adds the location of a whole file, where it exists.
func (v *view) toFile(out []location, pl *plugin.Plugin, name string) []location {
	if !pl.Exists(name) {
		return out
	}
	return append(out, location{URI: v.uri(name)})
}

// scalarAt is the scalar value at an offset of a declaration, or nil.
func scalarAt(d *plugin.Document, off int) *yaml.Node {
	n := d.Tree.NodeAt(off)
	if n == nil || n.IsKey() || n.Kind != yaml.Scalar || !holds(n.Span, off) {
		return nil
	}
	return n
}

// headOf is where a declaration says what it is.
func headOf(d *plugin.Document) text.Span {
	if d.Root == nil {
		return text.Span{}
	}
	for _, way := range [][]any{{"identity", "name"}, {"provider"}, {"model"}, {"path"}, {"name"}} {
		if n := d.Root.At(way...); n.IsScalar() {
			return n.PlaceSpan()
		}
	}
	return d.Root.HeadSpan()
}

// classesOf are the names of the classes of a source that a declaration of a
// kind is about: those of the SDK's bases, or all that have bases.
func classesOf(f *text.File, kind plugin.Kind) []text.Span {
	m := python.Parse(f)
	var sure, other []text.Span
	for i := range m.Classes {
		c := &m.Classes[i]
		if c.Parent != 0 {
			continue // within something
		}
		found := false
		for _, b := range c.Bases() {
			dotted, _ := m.Dotted(b)
			name := dotted[strings.LastIndexByte(dotted, '.')+1:]
			found = found || slices.Contains(baseClasses[kind], name)
		}
		if found {
			sure = append(sure, c.NameSpan)
		} else if len(c.Args) > 0 {
			other = append(other, c.NameSpan)
		}
	}
	if len(sure) > 0 {
		return sure
	}
	return other
}

// sourceNodes are the nodes of a declaration that name Python sources.
func sourceNodes(d *plugin.Document) []*yaml.Node {
	var out []*yaml.Node
	if d.Root == nil {
		return nil
	}
	d.Root.Get("extra").Walk(func(n *yaml.Node) bool {
		if n.Kind == yaml.Scalar && !n.IsKey() && schema.Role(schema.At(string(d.Kind), d.Root, n)) == "path:source" {
			out = append(out, n)
		}
		return true
	})
	return out
}

// declarationsOf are the declarations that name the source in which a class
// stands under the cursor.
func (v *view) declarationsOf(pl *plugin.Plugin, off int) []location {
	out := []location{}
	m := python.Parse(v.file)
	for i := range m.Classes {
		if !holds(m.Classes[i].NameSpan, off) {
			continue
		}
		return append(out, v.loading(pl, v.rel)...)
	}
	return out
}

// loading are the places where declarations name a Python source.
func (v *view) loading(pl *plugin.Plugin, source string) []location {
	var out []location
	for _, d := range pl.Documents() {
		for _, n := range sourceNodes(d) {
			if plugin.CleanPath(n.Str()) == source {
				out = append(out, v.locate(d.File, n.PlaceSpan()))
			}
		}
	}
	return out
}

type referenceParams struct {
	positionParams
	Context struct {
		IncludeDeclaration bool `json:"includeDeclaration"`
	} `json:"context"`
}

// references are the uses of the name under the cursor, or what names the file
// that the value under the cursor leads to, else this file.
func references(_ context.Context, v *view, pl *plugin.Plugin, p *referenceParams) (any, error) {
	out := []location{}
	off := v.encoding.offset(v.file, p.Position)
	target := v.rel
	if t, uses, _ := v.namedAt(pl, off); t != nil {
		for _, u := range uses {
			if !u.declares || p.Context.IncludeDeclaration {
				out = append(out, v.locate(u.file, u.span))
			}
		}
		if t.item != t.doc.Root {
			return out, nil
		}
		target = t.doc.Path // what loads the declaration uses the thing, too
	}
	if strings.HasSuffix(v.rel, ".py") && target == v.rel {
		return v.declarationsOf(pl, off), nil
	}
	if d := v.document(pl); d != nil && d.Root != nil {
		if n := scalarAt(d, off); n != nil {
			switch schema.Role(schema.At(string(d.Kind), d.Root, n)) {
			case "asset":
				return v.namesOfAsset(pl, n.Str()), nil
			case "":
			default:
				if name := plugin.CleanPath(n.Str()); pl.Exists(name) {
					target = name
				}
			}
		}
	}
	for _, r := range pl.References() {
		if r.Path == target || r.Glob && slices.Contains(matched(r), target) {
			out = append(out, v.locate(r.Doc.File, r.Node.PlaceSpan()))
		}
	}
	return append(out, v.loading(pl, target)...), nil
}

// namesOfAsset are the places that name an image.
func (v *view) namesOfAsset(pl *plugin.Plugin, name string) []location {
	out := []location{}
	for _, d := range pl.Documents() {
		if d.Root == nil {
			continue
		}
		d.Root.Walk(func(n *yaml.Node) bool {
			if n.Kind == yaml.Scalar && !n.IsKey() && n.Value == name && schema.Role(schema.At(string(d.Kind), d.Root, n)) == "asset" {
				out = append(out, v.locate(d.File, n.PlaceSpan()))
			}
			return true
		})
	}
	return out
}
