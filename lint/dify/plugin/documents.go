package plugin

// The declaration files: which file is read as what, and who names it.

import (
	"path"
	"strings"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// Kind is the kind of a declaration, and the name of its schema.
type Kind string

// The kinds of declarations.
const (
	Manifest              Kind = "manifest"
	ToolProvider          Kind = "tool-provider"
	Tool                  Kind = "tool"
	ModelProvider         Kind = "model-provider"
	Model                 Kind = "model"
	Position              Kind = "position"
	EndpointProvider      Kind = "endpoint-provider"
	Endpoint              Kind = "endpoint"
	AgentStrategyProvider Kind = "agent-strategy-provider"
	AgentStrategy         Kind = "agent-strategy"
	DatasourceProvider    Kind = "datasource-provider"
	Datasource            Kind = "datasource"
	TriggerProvider       Kind = "trigger-provider"
	Event                 Kind = "event"
	Bundle                Kind = "bundle"
)

// Words name a file of the kind in messages.
func (k Kind) Words() text.Message { return kindWords[k] }

var kindWords = map[Kind]text.Message{
	Manifest: text.Msg("manifest"), Bundle: text.Msg("bundle"),
	ToolProvider: text.Msg("tool provider"), Tool: text.Msg("tool"),
	ModelProvider: text.Msg("model provider"), Model: text.Msg("model"), Position: text.Msg("position"),
	EndpointProvider: text.Msg("endpoint provider"), Endpoint: text.Msg("endpoint"),
	AgentStrategyProvider: text.Msg("agent strategy provider"), AgentStrategy: text.Msg("agent strategy"),
	DatasourceProvider: text.Msg("datasource provider"), Datasource: text.Msg("datasource"),
	TriggerProvider: text.Msg("trigger provider"), Event: text.Msg("event"),
}

// Family is one of the six families that a manifest names under "plugins".
type Family struct {
	// Key is the key under "plugins" of the manifest.
	Key string
	// Inline is the manifest's own key under which the daemon also takes a provider.
	Inline string
	// Provider and Item are the kinds of its files.
	Provider, Item Kind
	// List is the provider's key that lists the items.
	List string
	// Word names one item in messages.
	Word string
}

var families = [...]Family{
	{"tools", "tool", ToolProvider, Tool, "tools", "tool"},
	{"models", "model", ModelProvider, Model, "models", "model"},
	{"endpoints", "endpoint", EndpointProvider, Endpoint, "endpoints", "endpoint"},
	{"agent_strategies", "agent_strategy", AgentStrategyProvider, AgentStrategy, "strategies", "strategy"},
	{"datasources", "datasource", DatasourceProvider, Datasource, "datasources", "datasource"},
	{"triggers", "trigger", TriggerProvider, Event, "events", "event"},
}

// Families lists the six families in the daemon's order of reading.
func Families() []Family { return families[:] }

// Document is one declaration: a YAML file read as a kind, or a declaration
// that stands inline in its provider.
type Document struct {
	Plugin *Plugin
	Kind   Kind
	// Path is the file's path below the plugin's root.
	Path string
	File *text.File
	Tree *yaml.Tree
	// Root is the declaration's node: the file's root, or the inline node. It is
	// nil where the file is empty or not YAML.
	Root *yaml.Node
	// Inline is true where the declaration stands in its provider's file.
	Inline bool
	// From is what names the document; nil for the manifest.
	From *Reference
	// Provider is the provider that names an item; nil otherwise.
	Provider *Document
	// Family is nil for the manifest.
	Family *Family
	// Items are a provider's declarations, in order.
	Items []*Document
	// ModelType is the key under "models" for a model or position, else "".
	ModelType string
	// Err is why the file could not be read; File may then be nil.
	Err error
	// Daemon and SDK say which side of the platform reads the file. They differ
	// for position lists: the daemon reads those that the provider names, the
	// SDK those that a pattern of models matches.
	Daemon, SDK bool
}

// Memo is the file's Memo for what follows from one document with a root alone:
// compute must look at nothing but Kind, Path, File, Tree and Root.
func (d *Document) Memo(key any, compute func() any) any {
	at := -1
	if d.Inline { // several may stand in one file
		at = d.Root.Span.Start
	}
	return d.File.MemoOf(key, string(d.Kind), at, compute)
}

// Reference is a place in a declaration that names a file of the plugin.
type Reference struct {
	Doc  *Document
	Node *yaml.Node
	// Written is the path as the author wrote it, Path the same cleaned.
	Written, Path string
	// Kind is what the file is read as; "" for a glob.
	Kind Kind
	// Glob is true where Written is a pattern of models.
	Glob bool
	// Matches are the files that a glob matches, positions included.
	Matches []string
	// Target is the document, with Err set where it could not be read; nil for globs.
	Target *Document
}

type docKey struct {
	path string
	kind Kind
}

// Manifest is the manifest, with Err set where it cannot be read. Its kind is
// Bundle where it says so and declares no plugins; only the daemon reads it then.
func (p *Plugin) Manifest() *Document {
	if p.manifest == nil {
		d := p.document(ManifestName, Manifest, nil)
		d.Daemon, d.SDK = true, true
		if d.Root.Get("type").Str() == string(Bundle) && d.Root.Get("plugins") == nil {
			d.Kind, d.SDK = Bundle, false
		}
		p.manifest = d
	}
	return p.manifest
}

// IsBundle reports whether this is a bundle, a list of plugins to install
// together, rather than a plugin.
func (p *Plugin) IsBundle() bool { return p.Manifest().Kind == Bundle }

// Documents lists the manifest and every declaration it leads to, each once for
// each kind it is read as, in the order in which the daemon reads them.
func (p *Plugin) Documents() []*Document {
	p.load()
	return p.docs
}

// References lists every place that names a declaration file.
func (p *Plugin) References() []*Reference {
	p.load()
	return p.refs
}

// Providers lists the providers' documents, readable or not.
func (p *Plugin) Providers() []*Document {
	p.load()
	return p.Manifest().Items
}

func (p *Plugin) document(name string, kind Kind, from *Reference) *Document {
	key := docKey{name, kind}
	if d, ok := p.byKey[key]; ok {
		return d
	}
	d := &Document{Plugin: p, Kind: kind, Path: name, From: from}
	p.byKey[key] = d
	d.Tree, d.File, d.Err = p.parse(name)
	if d.Tree != nil {
		d.Root = d.Tree.Root
	}
	p.docs = append(p.docs, d)
	return d
}

// CleanPath is a written path as the daemon joins it to the plugin's folder. A
// path that leaves the plugin keeps its leading ".." and can never be read.
func CleanPath(written string) string {
	return path.Clean(strings.TrimLeft(written, "/"))
}

func (p *Plugin) load() {
	if p.ready {
		return
	}
	p.ready = true
	m := p.Manifest()
	if m.Root == nil || p.IsBundle() {
		return
	}
	for i := range families {
		fam := &families[i]
		named := m.Root.At("plugins", fam.Key).Items()
		p.ahead(paths(named))
		for _, n := range named {
			if !n.IsScalar() || n.IsNull() {
				continue // yaml.v3 leaves nulls out of a list of texts
			}
			prov := p.refer(m, n, n.Str(), fam.Provider).Target
			prov.Family = fam
			m.Items = append(m.Items, prov)
			p.items(prov)
		}
	}
}

// refer notes that a node names a file, by what the daemon takes for its path,
// and reads it.
func (p *Plugin) refer(doc *Document, n *yaml.Node, written string, kind Kind) *Reference {
	r := &Reference{Doc: doc, Node: n, Written: written, Path: CleanPath(written), Kind: kind}
	p.refs = append(p.refs, r)
	r.Target = p.document(r.Path, kind, r)
	r.Target.Daemon = true
	if kind != Position {
		r.Target.SDK = true
	}
	return r
}

func (p *Plugin) items(prov *Document) {
	if prov.Root == nil || len(prov.Items) > 0 {
		return // not readable, or named twice
	}
	fam := prov.Family
	add := func(d *Document) {
		d.Family, d.Provider = fam, prov
		prov.Items = append(prov.Items, d)
	}
	list := prov.Root.Get(fam.List)
	if fam.Provider == ModelProvider && list.IsMapping() {
		p.models(prov, list, add)
		return
	}
	if fam.Provider != ModelProvider {
		p.ahead(paths(list.Items()))
	}
	for _, n := range list.Items() {
		switch {
		case n.IsMapping():
			d := &Document{Plugin: p, Kind: fam.Item, Path: prov.Path, File: prov.File, Tree: prov.Tree, Root: n.Resolve(), Inline: true, Daemon: true}
			p.docs = append(p.docs, d)
			add(d)
		case n.IsScalar() && fam.Provider != ModelProvider:
			// The daemon takes the item's text, be it "null".
			add(p.refer(prov, n, n.Text(), fam.Item).Target)
		}
	}
}

// ModelTypes are the keys under "models" of a model provider that either side
// of the platform reads.
func ModelTypes() []string {
	return []string{"llm", "text_embedding", "rerank", "tts", "speech2text", "moderation"}
}

func (p *Plugin) models(prov *Document, list *yaml.Node, add func(*Document)) {
	for _, typ := range ModelTypes() {
		group := list.Get(typ)
		if pos := group.Get("position"); pos != nil {
			d := p.refer(prov, pos, pos.Text(), Position).Target
			d.ModelType = typ
			add(d)
		}
		for _, n := range group.Get("predefined").Items() {
			if !n.IsScalar() || n.Str() == "" {
				continue
			}
			r := &Reference{Doc: prov, Node: n, Written: n.Str(), Path: n.Str(), Glob: true}
			p.refs = append(p.refs, r)
			r.Matches = p.glob(n.Str())
			p.ahead(r.Matches)
			for _, name := range r.Matches {
				kind := Model
				if strings.HasSuffix(name, PositionSuffix) {
					kind = Position
				}
				d := p.document(name, kind, &Reference{Doc: prov, Node: n, Written: n.Str(), Path: name, Kind: kind})
				d.SDK = true
				d.Daemon = d.Daemon || kind == Model
				if d.ModelType == "" {
					d.ModelType = typ
					add(d)
				}
			}
		}
	}
}

// paths are the files that nodes name.
func paths(list []*yaml.Node) []string {
	var out []string
	for _, n := range list {
		if n.IsScalar() {
			out = append(out, CleanPath(n.Text()))
		}
	}
	return out
}

// PositionSuffix ends the names of files that list models in order rather than
// declare one (dify-plugin-daemon, pkg/plugin_packager/decoder/helper.go).
const PositionSuffix = "_position.yaml"

// glob lists the files that a pattern of models matches, as filepath.Match does
// over the whole path: a "*" stops at a slash. The pattern may be malformed.
func (p *Plugin) glob(pattern string) []string {
	meta := strings.IndexAny(pattern, "*?[\\")
	if meta < 0 {
		if p.Exists(pattern) {
			return []string{pattern}
		}
		return nil
	}
	var out []string
	for _, f := range p.Listing().Files {
		if !strings.HasPrefix(f, pattern[:meta]) {
			continue // most files, and much quicker seen
		}
		if ok, err := path.Match(pattern, f); err == nil && ok {
			out = append(out, f)
		}
	}
	return out
}

// Name and its fellows read the manifest; they are "" where it does not say.
func (p *Plugin) Name() string { return p.manifestText("name") }

// Author is the manifest's author.
func (p *Plugin) Author() string { return p.manifestText("author") }

// Version is the manifest's version, as it is written.
func (p *Plugin) Version() string { return p.manifestText("version") }

func (p *Plugin) manifestText(key string) string {
	return p.Manifest().Root.Get(key).Str()
}
