package schema

// What the readers say of a whole plugin.

import (
	"slices"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// Held is a violation in one of a plugin's files.
type Held struct {
	Doc *plugin.Document
	Violation
}

// heldFor holds one document against its schema, for the sides that read it. They
// are the key under which the file keeps it.
func heldFor(sides Sides, d *plugin.Document) []Held {
	// Not with the document: the file would keep the plugin that it was read for.
	found, _ := d.Memo(sides, func() any { return Get(string(d.Kind)).ValidateFor(d.Root, sides) }).([]Violation)
	out := make([]Held, len(found))
	for i, v := range found {
		out[i] = Held{d, v}
	}
	return out
}

// ofPlugin holds every document against its schema, once a plugin.
var ofPlugin = plugin.NewFact(func(p *plugin.Plugin) []Held {
	docs := p.Documents()
	of := make([][]Held, len(docs))
	text.Parallel(len(docs), func(i int) {
		d := docs[i]
		if d.Root == nil || p.Context.Err() != nil { // nobody reads what is said of an ended run
			return
		}
		var sides Sides
		if d.Daemon {
			sides |= Daemon
		}
		if d.SDK {
			sides |= SDK
		}
		of[i] = heldFor(sides, d)
	})
	out := slices.Concat(of...)
	out = append(out, unknownFamilies(p)...)
	for _, v := range lentTags(p) {
		same := func(h Held) bool { return h.Node == v.Node && h.Keyword == v.Keyword }
		if i := slices.IndexFunc(out, same); i >= 0 {
			out[i].Violation = joined(out[i].Violation, v.Violation)
		} else {
			out = append(out, v)
		}
	}
	return out
})

// Of is what is wrong with the files of a plugin, for any release of a reader.
func Of(p *plugin.Plugin) []Held { return ofPlugin.Of(p) }

// unknownFamilies is the families that older releases do not know: the daemon
// refuses a plugin that has no other, the API a plugin that has one.
func unknownFamilies(p *plugin.Plugin) []Held {
	m := p.Manifest()
	none := releases.All(releases.Daemon)
	var present []plugin.Family
	for _, fam := range plugin.Families() {
		if len(m.Root.At("plugins", fam.Key).Items()) > 0 {
			present = append(present, fam)
			none = none.Minus(Read(string(fam.Provider))[releases.Daemon])
		}
	}
	var out []Held
	for _, fam := range present {
		n := m.Root.At("plugins", fam.Key)
		v := Violation{Node: n, Span: n.KeySpan(), Keyword: "family", Gate: Install, Severity: Error, Key: fam.Key}
		known := Read(string(fam.Provider))
		v.Message = text.Msg("%s are known since Dify %s and daemon %s", fam.Key, known[releases.API].Versions(releases.API)[0], known[releases.Daemon].Versions(releases.Daemon)[0])
		v.Refuses[releases.Daemon] = none
		v.Refuses[releases.API] = releases.All(releases.API).Minus(Read(string(fam.Provider))[releases.API])
		if v.Refuses.IsEmpty() {
			continue
		}
		out = append(out, Held{m, v})
		for _, d := range p.Documents() {
			if d.Root != nil && family(d) == fam.Provider {
				v.Node, v.Span, v.Key = nil, d.Root.HeadSpan(), ""
				out = append(out, Held{d, v})
			}
		}
	}
	return out
}

// family is the kind of provider that a declaration belongs to.
func family(d *plugin.Document) plugin.Kind {
	for d.From != nil && d.From.Doc != nil && d.From.Doc.Kind != plugin.Manifest {
		d = d.From.Doc
	}
	return d.Kind
}

// lentTags is the tags of the manifest that the daemon lends to a tool provider
// without tags (plugin_declaration.go, FillInDefaultValues), and that the API
// then refuses.
func lentTags(p *plugin.Plugin) []Held {
	m := p.Manifest()
	tags := Get("tool-provider").set.subs[common+suffix+"#/$defs/tool-provider-identity/properties/tags/items"]
	lent := false
	for _, d := range p.Documents() {
		if d.Kind == plugin.ToolProvider && d.Root != nil {
			lent = len(d.Root.At("identity", "tags").Items()) == 0 // the last provider counts
		}
	}
	if !lent {
		return nil
	}
	var out []Held
	for _, n := range m.Root.Get("tags").Items() {
		if len(out) >= MaxAlike {
			break
		}
		if !n.IsScalar() || n.IsNull() {
			continue
		}
		j := judge{reader: releases.API, list: true}
		j.value(tags, n.Text(), everything)
		for _, f := range j.failures {
			if v, ok := f.violation(n, nil); ok {
				out = append(out, Held{m, v})
			}
		}
	}
	return out
}

// Unread is a value that some releases pass over in silence.
type Unread struct {
	Doc  *plugin.Document
	Node *yaml.Node
	// Name is what is passed over: a key, or a family of the manifest.
	Name string
	// By is the releases that do.
	By releases.Scope
}

// UnreadOf returns the values of a plugin that releases before a certain one do not
// read, with those that say nothing (null, false, the default) left out.
func UnreadOf(p *plugin.Plugin) []Unread {
	var out []Unread
	m := p.Manifest()
	for _, fam := range plugin.Families() {
		n := m.Root.At("plugins", fam.Key)
		by := outside(Read(string(fam.Provider)))
		if len(n.Items()) > 0 && !by.IsEmpty() {
			out = append(out, Unread{m, n, fam.Key, by})
		}
	}
	for _, d := range p.Documents() {
		if s := Get(string(d.Kind)); s != nil && d.Root != nil && d.Kind != plugin.Manifest {
			w := unreadWalk{doc: d, left: maxUnread, out: &out}
			w.walk(d.Root, s.Root.Under(d.Root), outside(Read(string(d.Kind))), 0)
		}
	}
	return out
}

// Serves is the releases of each reader that take the declarations of a plugin
// and read all of them.
func Serves(p *plugin.Plugin) releases.Scope {
	out := releases.Every(releases.Readers...)
	less := func(s releases.Scope) {
		for r := range out {
			out[r] = out[r].Minus(s[r])
		}
	}
	for _, h := range Of(p) {
		less(h.Refuses)
	}
	for _, u := range UnreadOf(p) {
		less(u.By)
	}
	return out
}

// outside is the releases that are not in a scope.
func outside(s releases.Scope) releases.Scope {
	for _, r := range releases.Readers {
		s[r] = releases.All(r).Minus(s[r])
	}
	return s
}

// maxUnread bounds the values that are looked at in one file: aliases repeat
// them.
const maxUnread = 100_000

type unreadWalk struct {
	doc  *plugin.Document
	left int
	out  *[]Unread
}

// walk looks at a node to which subs apply. The releases in known pass over all
// of it.
func (w *unreadWalk) walk(n *yaml.Node, subs []*Sub, known releases.Scope, depth int) {
	n = n.Resolve()
	if w.left--; n == nil || depth > maxDepth || w.left < 0 || !slices.ContainsFunc(subs, func(s *Sub) bool { return s.dated }) {
		return
	}
	child := func(c *yaml.Node, name string, of func(*Sub) *Sub) {
		if !slices.ContainsFunc(subs, func(s *Sub) bool { sub := of(s); return sub != nil && sub.dated }) {
			w.left--
			return
		}
		var below []*Sub
		by := known
		for _, s := range subs {
			if sub := of(s); sub != nil {
				below = append(below, sub.Under(c)...)
			}
		}
		for _, s := range below {
			// Of a mapping in a list, this dates a check among its keys.
			if c.Key != nil || c.IsScalar() {
				by = by.Or(s.times.outside)
			}
		}
		if by != known && says(c, below) {
			*w.out = append(*w.out, Unread{w.doc, c, name, by})
		}
		w.walk(c, below, by, depth+1)
	}
	for _, c := range n.Content {
		switch {
		case n.IsSequence():
			name := c.Text()
			if n.Key != nil {
				name = n.Key.Text() + ": " + name
			}
			child(c, name, func(s *Sub) *Sub { return s.Items })
		case n.IsMapping() && c.Key.Kind == yaml.Scalar:
			child(c, c.Key.Value, func(s *Sub) *Sub { return s.valueOf(c.Key.Value) })
		}
	}
}

// says reports whether a value makes a difference to what a plugin does: not a
// text for people, an icon, or what is the default anyway.
func says(n *yaml.Node, subs []*Sub) bool {
	n = n.Resolve()
	if role := Role(subs); n == nil || role == "asset" || role == "words" {
		return false
	}
	if n.Kind == yaml.Scalar && n.Key != nil {
		b, _ := goBool(n)
		return b
	}
	return n.Kind == yaml.Scalar || len(n.Content) > 0
}
