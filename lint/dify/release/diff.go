package release

// What changed between two plugins.

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/schema"
)

// Change is one change that a user of the plugin can see.
type Change struct {
	Kind Kind
	// Key names what changed: tools/google/search/query. With the kind it tells
	// the change from every other.
	Key string
	// Message is a sentence without a full stop.
	Message text.Message
	// Old is the place in the release; its File is nil where there is none.
	Old plugin.Place
	// New is the place in the new plugin: what changed, or where something is gone, what held it.
	New plugin.Place
	// Gone is true where New only stands for what held the thing that is gone.
	Gone bool
	// Accepted is the reason for which the change does not count, or "".
	Accepted string
}

// ID names the change for who accepts it: "parameter-removed tools/google/search/query".
func (c *Change) ID() string { return string(c.Kind) + " " + c.Key }

// Diff compares two releases of a plugin. The changes are in the order of the
// new plugin's documents, the gravest first in each.
func Diff(old, cur *plugin.Plugin) []Change {
	d := &differ{old: read(old), cur: read(cur)}
	d.manifest()
	d.providers()
	return mergeTexts(d.out)
}

// mergeTexts tells the texts of one file that changed together: a translation
// that was added changes every one of them.
func mergeTexts(changes []Change) []Change {
	type key struct {
		kind Kind
		path string
	}
	count, first := map[key]int{}, map[key]int{}
	out := changes[:0]
	for _, c := range changes {
		if c.Kind != TextChanged && c.Kind != PromptChanged {
			out = append(out, c)
			continue
		}
		k := key{c.Kind, c.New.Path}
		if count[k]++; count[k] == 1 {
			first[k] = len(out)
			out = append(out, c)
		}
	}
	for k, n := range count {
		if n == 1 {
			continue
		}
		c := &out[first[k]]
		c.Message = text.Msg("%d entries of the file have texts that changed", n)
		if k.kind == PromptChanged {
			c.Message = text.Msg("%d entries of the file have texts that models read that changed", n)
		}
		c.Key = k.path
	}
	return out
}

type differ struct {
	old, cur *api
	out      []Change
}

func (d *differ) add(k Kind, key string, old, cur plugin.Place, gone bool, m text.Message) {
	d.out = append(d.out, Change{Kind: k, Key: key, Old: old, New: cur, Gone: gone, Message: m})
}

// words is something's name in messages.
type words struct{ text.Message }

// msg is a message about it: its name is the first argument.
func (w words) msg(format string, more ...any) text.Message {
	return text.Msg(format, append([]any{w.Message}, more...)...)
}

var nowhere = plugin.Place{}

// at is a node's place, or the place of its key where it is a collection.
func at(d *plugin.Document, n *yaml.Node) plugin.Place {
	if n == nil {
		return plugin.AtTop(d)
	}
	if n.IsScalar() {
		return plugin.At(d, n)
	}
	return plugin.AtHead(d, n)
}

// manifest compares what stands in the manifests.
func (d *differ) manifest() {
	om, nm := d.old.plugin.Manifest(), d.cur.plugin.Manifest()
	o, n := om.Root, nm.Root
	for _, key := range []string{"author", "name"} {
		a, b := o.Get(key), n.Get(key)
		if a.Str() != "" && b.Str() != "" && a.Str() != b.Str() {
			d.add(PluginRenamed, key, at(om, a), at(nm, b), false,
				text.Msg("the plugin's %s changed from %q to %q: users of the old plugin are not offered this one", key, a.Str(), b.Str()))
		}
	}
	if a, b := category(o), category(n); a != b && o.Get("plugins") != nil && n.Get("plugins") != nil {
		d.add(CategoryChanged, "category", at(om, o.Get("plugins")), at(nm, n.Get("plugins")), false,
			text.Msg("the category of the plugin changed from %s to %s: the marketplace refuses that as an update", a, b))
	}
	d.permissions(om, nm)
	d.scopes(om, nm)
	d.host(om, nm)
	d.texts(om, nm, o, n, "manifest", words{text.Msg("the plugin")}, []string{"label", "description", "icon", "icon_dark", "tags", "verified", "privacy", "repo", "contact"}, nil)
}

// category is where the platform puts a plugin, by the first of these families
// that it has (dify-plugin-daemon, pkg/entities/plugin_entities/
// plugin_declaration.go, Category).
func category(manifest *yaml.Node) string {
	for _, c := range [...]struct{ family, name string }{
		{"tools", "tool"}, {"models", "model"}, {"datasources", "datasource"}, {"agent_strategies", "agent-strategy"}, {"triggers", "trigger"},
	} {
		if len(manifest.At("plugins", c.family).Items()) > 0 {
			return c.name
		}
	}
	return "extension"
}

// grants are the permissions that a manifest asks for.
func grants(m *plugin.Document) map[string]*yaml.Node {
	out := map[string]*yaml.Node{}
	for _, p := range m.Root.At("resource", "permission").Entries() {
		if !truth(p.Get("enabled")) {
			continue
		}
		name := p.Key.Value
		out[name] = p.Get("enabled")
		if name == "model" {
			delete(out, name)
			for _, kind := range p.Entries() {
				if kind.Key.Value != "enabled" && truth(kind) {
					out[name+"."+kind.Key.Value] = kind
				}
			}
		}
	}
	return out
}

const defaultStorage = 1 << 20 // bytes, where storage is enabled without a size (the SDK's default)

func storageSize(m *plugin.Document) (float64, *yaml.Node) {
	s := m.Root.At("resource", "permission", "storage")
	if !truth(s.Get("enabled")) {
		return 0, nil
	}
	if v, ok := number(s.Get("size")); ok {
		return v, s.Get("size")
	}
	return defaultStorage, s.Get("enabled")
}

func (d *differ) permissions(om, nm *plugin.Document) {
	before, after := grants(om), grants(nm)
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if before[name] == nil {
			d.add(PermissionWidened, "permission/"+name, nowhere, at(nm, after[name]), false, text.Msg("the plugin requests the new permission %s", name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if after[name] == nil {
			d.add(HostEased, "permission/"+name, at(om, before[name]), d.held(nm, "resource", "permission"), true, text.Msg("the plugin no longer requests the permission %s", name))
		}
	}
	a, an := storageSize(om)
	b, bn := storageSize(nm)
	switch {
	case a == 0 || b == 0 || a == b:
	case b > a:
		d.add(PermissionWidened, "permission/storage.size", at(om, an), at(nm, bn), false, text.Msg("the storage grew from %s to %s bytes", plainNumber(a), plainNumber(b)))
	default:
		d.add(HostEased, "permission/storage.size", at(om, an), at(nm, bn), false, text.Msg("the storage shrank from %s to %s bytes", plainNumber(a), plainNumber(b)))
	}
}

// held is the place of what is still there of a path in the manifest.
func (d *differ) held(m *plugin.Document, path ...any) plugin.Place {
	for i := len(path); i > 0; i-- {
		if n := m.Root.At(path[:i]...); n != nil {
			return plugin.AtHead(m, n)
		}
	}
	return plugin.AtTop(m)
}

// lists compares two lists of texts: onlyA is called with what only the first has,
// then onlyB with what only the other has.
func lists(a, b []*yaml.Node, onlyA, onlyB func(*yaml.Node)) {
	only := func(list, other []*yaml.Node, tell func(*yaml.Node)) {
		for _, n := range list {
			if !slices.ContainsFunc(other, func(o *yaml.Node) bool { return o.Str() == n.Str() }) {
				tell(n)
			}
		}
	}
	only(a, b, onlyA)
	only(b, a, onlyB)
}

// scopes compares what manifests declare in lists: scopes of an organisation's
// own (permissions: [net:outbound]) and hosts (network.domains).
func (d *differ) scopes(om, nm *plugin.Document) {
	for _, s := range []struct {
		path []any
		word string
	}{
		{[]any{"permissions"}, "scope"},
		{[]any{"network", "domains"}, "host"},
	} {
		lists(texts(nm.Root.At(s.path...)), texts(om.Root.At(s.path...)), func(n *yaml.Node) {
			d.add(ScopeWidened, s.word+"/"+n.Str(), nowhere, at(nm, n), false, text.Msg("the plugin declares the new %s %q", s.word, n.Str()))
		}, func(o *yaml.Node) {
			d.add(HostEased, s.word+"/"+o.Str(), at(om, o), d.held(nm, s.path...), true, text.Msg("the plugin no longer declares the %s %q", s.word, o.Str()))
		})
	}
}

// texts are the scalars of a list.
func texts(n *yaml.Node) []*yaml.Node {
	var out []*yaml.Node
	for _, i := range n.Items() {
		if i.Str() != "" {
			out = append(out, i)
		}
	}
	return out
}

// host compares what the plugin asks of where it runs.
func (d *differ) host(om, nm *plugin.Document) {
	if before, after := texts(om.Root.At("meta", "arch")), texts(nm.Root.At("meta", "arch")); len(before) > 0 && len(after) > 0 {
		lists(before, after, func(o *yaml.Node) {
			d.add(ArchRemoved, "arch/"+o.Str(), at(om, o), d.held(nm, "meta", "arch"), true, text.Msg("the plugin no longer runs on %s", o.Str()))
		}, func(n *yaml.Node) {
			d.add(HostEased, "arch/"+n.Str(), nowhere, at(nm, n), false, text.Msg("the plugin now also runs on %s", n.Str()))
		})
	}
	if a, b := om.Root.At("meta", "minimum_dify_version"), nm.Root.At("meta", "minimum_dify_version"); a.Str() != b.Str() {
		c, ok := Order(orZero(a.Str()), orZero(b.Str()))
		switch {
		case b.Str() == "":
			d.add(HostEased, "minimum_dify_version", at(om, a), d.held(nm, "meta"), true, text.Msg("the plugin no longer names the oldest Dify version (%s)", a.Str()))
		case ok && c < 0 && a.Str() == "":
			d.add(HostRaised, "minimum_dify_version", nowhere, at(nm, b), false, text.Msg("the plugin now requires Dify %s or newer; before it named no version", b.Str()))
		case ok && c < 0:
			d.add(HostRaised, "minimum_dify_version", at(om, a), at(nm, b), false, text.Msg("the plugin now requires Dify %s or newer instead of %s", b.Str(), a.Str()))
		case ok && c > 0:
			d.add(HostEased, "minimum_dify_version", at(om, a), at(nm, b), false, text.Msg("the plugin now requires only Dify %s instead of %s", b.Str(), a.Str()))
		}
	}
	d.requires(nm)
	for _, key := range []string{"language", "version"} {
		a, b := om.Root.At("meta", "runner", key), nm.Root.At("meta", "runner", key)
		if a.Str() == "" || b.Str() == "" || a.Str() == b.Str() {
			continue
		}
		kind := HostRaised
		if c, ok := Order(a.Str(), b.Str()); ok && c > 0 {
			kind = HostEased
		}
		d.add(kind, "runner."+key, at(om, a), at(nm, b), false, text.Msg("the runner's %s changed from %s to %s", key, a.Str(), b.Str()))
	}
	a, ok := number(om.Root.At("resource", "memory"))
	b, also := number(nm.Root.At("resource", "memory"))
	if ok && also && a != b {
		kind, message := HostRaised, text.Msg("the memory grew from %s to %s bytes", plainNumber(a), plainNumber(b))
		if b < a {
			kind, message = HostEased, text.Msg("the memory shrank from %s to %s bytes", plainNumber(a), plainNumber(b))
		}
		d.add(kind, "memory", at(om, om.Root.At("resource", "memory")), at(nm, nm.Root.At("resource", "memory")), false, message)
	}
}

// requires compares the oldest Dify that takes the plugin. Where the manifest
// names it in place of an older one, that tells it already.
func (d *differ) requires(nm *plugin.Document) {
	oldest := func(p *plugin.Plugin) string {
		if v := releases.Dify(schema.Serves(p)).Versions(releases.API); len(v) > 0 {
			return v[0]
		}
		return ""
	}
	was, is := oldest(d.old.plugin), oldest(d.cur.plugin)
	if was == "" || is == "" || releases.Compare(was, is) >= 0 {
		return
	}
	if slices.ContainsFunc(d.out, func(c Change) bool { return c.Key == "minimum_dify_version" && c.Kind == HostRaised }) {
		if c, ok := Order(nm.Root.At("meta", "minimum_dify_version").Str(), is); ok && c >= 0 {
			return
		}
	}
	before := releases.Index(releases.API, is) - 1
	place := plugin.AtTop(nm)
	cause := func(doc *plugin.Document, n *yaml.Node, by releases.Scope) bool {
		if n == nil || !releases.RefusedBy(by).Has(before) {
			return false
		}
		place = at(doc, n)
		return true
	}
	if !slices.ContainsFunc(schema.Of(d.cur.plugin), func(h schema.Held) bool { return cause(h.Doc, h.Node, h.Refuses) }) {
		_ = slices.ContainsFunc(schema.UnreadOf(d.cur.plugin), func(u schema.Unread) bool { return cause(u.Doc, u.Node, u.By) })
	}
	d.add(HostRaised, "dify", nowhere, place, false, text.Msg("the plugin needs Dify %s or newer for this; the release before needed %s", is, was))
}

func orZero(v string) string {
	if v == "" {
		return "0"
	}
	return v
}

// providers matches the providers of each family by name, then what is left by
// file: a provider that kept its file was renamed.
func (d *differ) providers() {
	left := slices.Clone(d.old.providers)
	match := make(map[*provider]*provider)
	for _, by := range []func(o, n *provider) bool{
		func(o, n *provider) bool { return o.name == n.name && o.doc.Path == n.doc.Path },
		func(o, n *provider) bool { return o.name == n.name },
		func(o, n *provider) bool { return o.doc.Path == n.doc.Path },
		func(o, n *provider) bool { return alone(d.old, o.fam) && alone(d.cur, n.fam) },
	} {
		for _, n := range d.cur.providers {
			if match[n] != nil {
				continue
			}
			if i := slices.IndexFunc(left, func(o *provider) bool { return o.fam.Key == n.fam.Key && by(o, n) }); i >= 0 {
				match[n] = left[i]
				left = slices.Delete(left, i, i+1)
			}
		}
	}
	for _, o := range left {
		d.add(ProviderRemoved, o.key(), at(o.doc, o.node), d.held(d.cur.plugin.Manifest(), "plugins", o.fam.Key), true, o.words().msg("%s was removed"))
	}
	for _, n := range d.cur.providers {
		o := match[n]
		if o == nil {
			d.add(ProviderAdded, n.key(), nowhere, at(n.doc, n.node), false, n.words().msg("%s is new"))
			continue
		}
		d.provider(o, n)
	}
}

func alone(a *api, fam *plugin.Family) bool {
	count := 0
	for _, p := range a.providers {
		if p.fam.Key == fam.Key {
			count++
		}
	}
	return count == 1
}

func (p *provider) key() string {
	if p.name == "" {
		return p.fam.Key
	}
	return p.fam.Key + "/" + p.name
}

func (p *provider) words() words {
	if p.name == "" {
		return words{text.Msg("the group of endpoints")}
	}
	if p.fam.Provider == plugin.ModelProvider {
		return words{text.Msg("the provider %q of models", p.name)}
	}
	return words{text.Msg("the provider %q of %s", p.name, p.fam.List)}
}

func (d *differ) provider(o, n *provider) {
	if o.name != n.name {
		d.add(ProviderRemoved, o.key(), at(o.doc, o.node), at(n.doc, n.node), false, o.words().msg("%s was renamed to %q: references to it no longer work", n.name))
	}
	switch n.doc.Kind {
	case plugin.DatasourceProvider:
		a, b := o.doc.Root.Get("provider_type"), n.doc.Root.Get("provider_type")
		if a.Str() != "" && b.Str() != "" && a.Str() != b.Str() {
			d.add(ProviderType, n.key()+"/provider_type", at(o.doc, a), at(n.doc, b), false, text.Msg("the datasources' provider_type changed from %q to %q", a.Str(), b.Str()))
		}
	case plugin.ModelProvider:
		d.supported(o, n)
	}
	for i, l := range n.lists {
		d.fields(o.lists[i], l, n.key()+"/"+l.key, words{})
	}
	text, prompt := []string{"label", "description", "help", "background", "icon_small", "icon_large", "icon_small_dark", "icon_large_dark"}, []string(nil)
	if n.doc.Kind != plugin.ModelProvider {
		d.texts(o.doc, n.doc, o.doc.Root.Get("identity"), n.doc.Root.Get("identity"), n.key(), n.words(), []string{"author", "label", "description", "icon", "icon_dark", "tags"}, nil)
		text = []string{"help"}
	}
	d.texts(o.doc, n.doc, o.doc.Root, n.doc.Root, n.key(), n.words(), text, prompt)
	d.items(o, n)
}

// supported compares the types of models and the ways to configure them.
func (d *differ) supported(o, n *provider) {
	for _, s := range []struct {
		key  string
		what func(string) text.Message
	}{
		{"supported_model_types", func(v string) text.Message { return text.Msg("models of the type %q", v) }},
		{"configurate_methods", func(v string) text.Message { return text.Msg("the method %q", v) }},
	} {
		list := n.doc.Root.Get(s.key)
		lists(texts(o.doc.Root.Get(s.key)), texts(list), func(a *yaml.Node) {
			d.add(ModelRemoved, n.key()+"/"+a.Str(), at(o.doc, a), at(n.doc, cmp.Or(list, n.doc.Root)), true, n.words().msg("%s no longer supports %s", s.what(a.Str())))
		}, func(b *yaml.Node) {
			d.add(ModelAdded, n.key()+"/"+b.Str(), nowhere, at(n.doc, b), false, n.words().msg("%s supports %s", s.what(b.Str())))
		})
	}
}

func (i *item) words() words {
	switch i.kind {
	case plugin.Model:
		return words{text.Msg("the model %q", i.name)}
	case plugin.Endpoint:
		return words{text.Msg("the endpoint %q", i.name)}
	}
	return words{text.Msg("the %s %q", text.Phrase(i.doc.Family.Word), i.name)}
}

// kinds are the kinds of change for a whole item.
func (i *item) kinds() (removed, added Kind) {
	if i.kind == plugin.Model {
		return ModelRemoved, ModelAdded
	}
	return ItemRemoved, ItemAdded
}

// items matches a provider's items by their ids, then what is left by file.
func (d *differ) items(op, np *provider) {
	byID := map[string]*item{}
	for _, o := range op.items {
		byID[o.id] = o
	}
	taken := map[*item]bool{}
	match := map[*item]*item{}
	for _, n := range np.items {
		if o := byID[n.id]; o != nil {
			match[n], taken[o] = o, true
		}
	}
	byFile := map[string]*item{}
	for _, o := range op.items {
		if !taken[o] && !o.doc.Inline {
			byFile[o.doc.Path] = o
		}
	}
	renamed := map[*item]*item{}
	for _, n := range np.items {
		if o := byFile[n.doc.Path]; match[n] == nil && o != nil && !n.doc.Inline && n.kind != plugin.Model {
			renamed[n], taken[o] = o, true
		}
	}
	for _, o := range op.items {
		if !taken[o] {
			removed, _ := o.kinds()
			d.add(removed, np.key()+"/"+o.id, at(o.doc, o.node), at(np.doc, cmp.Or(np.doc.Root.Get(np.fam.List), np.doc.Root)), true, o.words().msg("%s was removed"))
		}
	}
	for _, n := range np.items {
		key := np.key() + "/" + n.id
		o := match[n]
		switch {
		case o == nil && renamed[n] == nil:
			_, added := n.kinds()
			d.add(added, key, nowhere, at(n.doc, n.node), false, n.words().msg("%s is new"))
			continue
		case o == nil:
			o = renamed[n]
			removed, _ := o.kinds()
			d.add(removed, np.key()+"/"+o.id, at(o.doc, o.node), at(n.doc, n.node), false, o.words().msg("%s was renamed to %q: references to it no longer work", n.name))
		}
		d.item(o, n, key)
	}
}

func (d *differ) item(o, n *item, key string) {
	or, nr := o.doc.Root, n.doc.Root
	if n.params != nil && o.params != nil {
		d.fields(o.params, n.params, key, n.words())
	}
	switch n.kind {
	case plugin.Model:
		d.model(o, n, key)
		d.texts(o.doc, n.doc, or, nr, key, n.words(), []string{"label", "pricing"}, nil)
	case plugin.Endpoint:
	case plugin.Tool:
		d.outputs(o, n, key)
		d.texts(o.doc, n.doc, or, nr, key, n.words(), []string{"identity.label", "identity.author", "identity.icon", "description.human"}, []string{"description.llm"})
	default:
		d.outputs(o, n, key)
		d.features(o, n, key)
		d.texts(o.doc, n.doc, or, nr, key, n.words(), []string{"identity.label", "identity.author", "identity.icon", "description"}, nil)
	}
}

// features compares what a model or strategy says that it can do.
func (d *differ) features(o, n *item, key string) {
	list := n.doc.Root.Get("features")
	lists(texts(o.doc.Root.Get("features")), texts(list), func(a *yaml.Node) {
		d.add(ModelReduced, key+"/"+a.Str(), at(o.doc, a), at(n.doc, cmp.Or(list, n.doc.Root)), true, n.words().msg("%s no longer has the feature %s", a.Str()))
	}, func(b *yaml.Node) {
		d.add(ModelExtended, key+"/"+b.Str(), nowhere, at(n.doc, b), false, n.words().msg("%s now has the feature %s", b.Str()))
	})
}

// model compares a model's properties.
func (d *differ) model(o, n *item, key string) {
	d.features(o, n, key)
	or, nr := o.doc.Root, n.doc.Root
	if a, b := truth(or.Get("deprecated")), truth(nr.Get("deprecated")); a != b {
		if b {
			d.add(ModelDeprecated, key+"/deprecated", nowhere, at(n.doc, nr.Get("deprecated")), false, n.words().msg("%s is deprecated: it is no longer offered, but keeps working where it is used"))
		} else {
			d.add(ModelExtended, key+"/deprecated", at(o.doc, or.Get("deprecated")), at(n.doc, cmp.Or(nr.Get("deprecated"), nr)), false, n.words().msg("%s is no longer deprecated"))
		}
	}
	op, np := or.Get("model_properties"), nr.Get("model_properties")
	names := map[string]bool{}
	for _, e := range slices.Concat(op.Merged(), np.Merged()) {
		names[e.Key.Value] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		a, b := op.Get(name), np.Get(name)
		from, to := canon(a), canon(b)
		if from == to {
			continue
		}
		place := at(n.doc, cmp.Or(b, np, nr))
		x, isNumber := number(a)
		y, also := number(b)
		msg := n.words().msg("%s: %s changed from %s to %s", name, shown(from), shown(to))
		switch {
		case a == nil:
			d.add(ModelExtended, key+"/"+name, nowhere, place, false, n.words().msg("%s now has %s %s", name, shown(to)))
		case b == nil:
			d.add(ModelExtended, key+"/"+name, at(o.doc, a), place, true, n.words().msg("%s no longer has %s", name))
		case name == "mode", // completion and chat are called differently
			limits[name] && isNumber && also && y < x, lost(a, b):
			d.add(ModelReduced, key+"/"+name, at(o.doc, a), place, false, msg)
		default:
			d.add(ModelExtended, key+"/"+name, at(o.doc, a), place, false, msg)
		}
	}
}

// lost reports whether a list no longer has what it had.
func lost(a, b *yaml.Node) bool {
	var after []string
	for _, n := range b.Items() {
		after = append(after, nameOf(n))
	}
	return slices.ContainsFunc(a.Items(), func(n *yaml.Node) bool { return !slices.Contains(after, nameOf(n)) })
}

// nameOf is what an entry of a model's list is chosen by: a voice by its mode.
func nameOf(n *yaml.Node) string {
	if mode := n.Get("mode"); mode != nil {
		return mode.Str()
	}
	return canon(n)
}

// limits are the properties of a model of which less is less.
var limits = map[string]bool{"context_size": true, "max_chunks": true, "file_upload_limit": true, "word_limit": true, "max_characters_per_chunk": true}

// outputs compares output schemas. Of what went together with what holds it,
// only the holder is told.
func (d *differ) outputs(o, n *item, key string) {
	byPath := func(list []output) map[string]output {
		out := map[string]output{}
		for _, p := range list {
			out[p.path] = p
		}
		return out
	}
	before, after := byPath(o.outputs), byPath(n.outputs)
	schema := n.doc.Root.Get("output_schema")
	gone := ""
	for _, p := range o.outputs {
		q, ok := after[p.path]
		switch {
		case gone != "" && within(p.path, gone):
		case !ok:
			gone = p.path
			d.add(OutputRemoved, key+"/"+p.path, at(o.doc, p.node), at(n.doc, cmp.Or(schema, n.doc.Root)), true, n.words().msg("%s no longer returns %q", p.path))
		case p.typ != "" && q.typ != "" && p.typ != q.typ:
			gone = p.path
			m := n.words().msg("%s returns %q as %s instead of %s", p.path, q.typ, p.typ)
			switch {
			case p.typ == "number" && q.typ == "integer": // code that accepts any number accepts integers
				continue
			case p.typ == "integer" && q.typ == "number":
				m = n.words().msg("%s returns %q as any number instead of an integer", p.path)
			}
			d.add(OutputRemoved, key+"/"+p.path, at(o.doc, p.node.Get("type")), at(n.doc, q.node.Get("type")), false, m)
		}
	}
	fresh := ""
	for _, q := range n.outputs {
		if _, ok := before[q.path]; ok || fresh != "" && within(q.path, fresh) {
			continue
		}
		fresh = q.path
		d.add(OutputAdded, key+"/"+q.path, nowhere, at(n.doc, q.node), false, n.words().msg("%s now returns %q", q.path))
	}
}

// within reports whether an output lies in another.
func within(path, outer string) bool {
	return strings.HasPrefix(path, outer+".") || strings.HasPrefix(path, outer+"[]")
}

// texts tells of texts that changed: all of one thing together, those that
// people read and those that a model reads apart.
func (d *differ) texts(od, nd *plugin.Document, o, n *yaml.Node, key string, w words, human, prompt []string) {
	for _, set := range []struct {
		kind  Kind
		names []string
	}{{TextChanged, human}, {PromptChanged, prompt}} {
		var changed []string
		var a, b *yaml.Node
		for _, name := range set.names {
			x, y := find(o, name), find(n, name)
			if canon(x) == canon(y) {
				continue
			}
			if len(changed) == 0 {
				a, b = x, y
			}
			changed = append(changed, name)
		}
		if len(changed) == 0 {
			continue
		}
		old := nowhere
		if a != nil {
			old = at(od, a)
		}
		message := w.msg("%s: %s changed", text.Join(changed))
		if set.kind == PromptChanged {
			message = w.msg("%s: %s that models read changed", text.Join(changed))
		}
		d.add(set.kind, key+"/"+strings.Join(changed, "+"), old, at(nd, cmp.Or(b, nd.Root)), b == nil, message)
	}
}

// find follows a dotted path of keys.
func find(n *yaml.Node, path string) *yaml.Node {
	for key := range strings.SplitSeq(path, ".") {
		n = n.Get(key)
	}
	return n
}

// maxShown bounds what a message repeats of a value, in bytes.
const maxShown = 60

func shown(s string) string {
	if len(s) > maxShown {
		s = strings.ToValidUTF8(s[:maxShown-3], "") + "…"
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return s
	}
	return strconv.Quote(s)
}
