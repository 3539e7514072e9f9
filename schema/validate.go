package schema

// What the readers' demands mean in terms of nodes.

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// Validate judges the value of a file, which is nil where the file is empty,
// by the schema of a kind, for the newest releases. The violations are sorted by
// place, one a cause. It reports nothing for a kind that does not exist.
func Validate(kind string, root *yaml.Node) []Violation {
	s := Get(kind)
	if s == nil {
		return nil
	}
	return s.Validate(root)
}

// Sides says which sides of the platform read a file.
type Sides uint8

// The sides. Most files are read by both; a position file is read by the
// daemon where models.<type>.position names it, and by the SDK where a glob
// under models.<type>.predefined matches it.
const (
	Daemon Sides = 1 << iota
	SDK
	Both = Daemon | SDK
)

// Validate judges the value of a file that both sides read, for the newest
// releases; see the function of that name.
func (s *Schema) Validate(root *yaml.Node) []Violation {
	return slices.DeleteFunc(s.ValidateFor(root, Both), func(v Violation) bool { return past(v) > 0 })
}

// ValidateFor judges the value of a file that only some sides read, for every
// release; Refuses says for which each violation holds.
func (s *Schema) ValidateFor(root *yaml.Node, sides Sides) []Violation {
	if root.IsNull() {
		return s.empty(root)
	}
	d := s.set.decoder()
	if sides&Daemon != 0 {
		d.decode(root, s.Root)
	}
	list := d.out

	inst := instance{}
	value := inst.value(root, 0)
	if sides&SDK == 0 || s.view == "daemon" {
		inst.faults = nil
	}
	alike := map[pyError]int{}
	for _, f := range inst.faults {
		if alike[f.why]++; alike[f.why] > MaxAlike {
			continue
		}
		v := Violation{Node: f.node, Span: f.node.PlaceSpan(), Keyword: "x-yaml", Gate: Start, Severity: Error, Message: text.Phrase(string(f.why)), Refuses: releases.Every(releases.SDK)}
		switch f.why {
		case pyUnknownTag:
			v.Message.Args = []any{f.node.Tag}
		case pyBadMerge, pyBadKey:
			v.Message.Args = []any{stands(f.node)}
		case pyNoValue:
			v.Message.Args = []any{f.node.Value}
		default:
			v.Message.Args = []any{shown(f.node.Value)}
		}
		list = append(list, v)
	}
	if inst.tooMuch && len(d.out) == 0 {
		list = append(list, Violation{
			Node: root, Span: root.HeadSpan(), Keyword: "alias", Gate: Start, Severity: Warning,
			Message: text.Msg("this file is nested too deeply, or its aliases expand too much, to be checked any further"),
		})
	}
	if !inst.tooMuch && sides&SDK != 0 && s.view != "daemon" {
		list = append(list, s.ask(releases.SDK, true, root, value, nil)...)
	}
	if !inst.tooMuch && sides&Daemon != 0 {
		d := daemonView{set: s.set}
		if value, ok := d.value(root, s.Root, 0); ok {
			list = append(list, s.ask(releases.Daemon, s.view == "daemon", root, value, d.kept)...)
			list = append(list, s.ask(releases.API, false, root, value, d.kept)...)
		}
	}
	w := walker{root: s.Root, top: root}
	w.walk(root, []*Sub{s.Root}, 0)
	list = append(w.pair(list), w.out...)
	return order(unreadDuplicates(root, list))
}

// unreadDuplicates adds the keys that stand twice where the daemon does not
// look: of the two values only the later counts.
func unreadDuplicates(root *yaml.Node, list []Violation) []Violation {
	reported := map[*yaml.Node]bool{}
	for _, v := range list {
		if v.Keyword == "duplicate" {
			reported[v.Node] = true
		}
	}
	added := len(reported)
	root.Walk(func(n *yaml.Node) bool {
		if n.Kind == yaml.Mapping {
			twice(n, func(first, again *yaml.Node) {
				if again.Key.Kind == yaml.Scalar && !reported[again] && added < MaxAlike {
					added++
					v := duplicate(first, again)
					v.Gate, v.Severity = None, Warning
					v.Message.Format = "duplicate key %s in the same mapping; only this value counts"
					list = append(list, v)
				}
			})
		}
		return true
	})
	return list
}

// empty is the verdict on a file without a value.
func (s *Schema) empty(root *yaml.Node) []Violation {
	if s.Root.types&typeNull != 0 {
		return nil
	}
	v := Violation{Keyword: "empty", Gate: Start, Severity: Error, Refuses: releases.Every(releases.SDK), Message: text.Msg("the file is empty; it must have the keys of %s", text.Phrase(s.Root.Title)), Sub: s.Root}
	switch s.view {
	case "both":
		v.Gate, v.Refuses = Package, releases.Every(releases.Daemon, releases.SDK)
	case "daemon": // it decodes to nothing, without a word
		v.Gate, v.Severity, v.Refuses = None, Warning, releases.Scope{}
	}
	if root != nil {
		v.Node, v.Span = root, root.Span
	}
	return []Violation{v}
}

// ask holds a value against what one reader demands.
func (s *Schema) ask(r releases.Reader, advice bool, root *yaml.Node, value any, kept map[*yaml.Node][]int) []Violation {
	j := judge{reader: r, advice: advice}
	if j.value(s.Root, value, everything).IsEmpty() {
		return nil
	}
	j.list = true
	j.value(s.Root, value, everything)
	out := make([]Violation, 0, len(j.failures))
	for _, f := range j.failures {
		if v, ok := f.violation(root, kept); ok {
			out = append(out, v)
		}
	}
	return out
}

// violation finds the place of a failure, and its words.
func (f failure) violation(root *yaml.Node, kept map[*yaml.Node][]int) (Violation, bool) {
	at, ok := find(root, f.way, kept)
	if !ok {
		return Violation{}, false
	}
	keyword := keywordNames[f.keyword]
	v := Violation{
		Node: at.node, Span: place(at.node), Keyword: keyword, Gate: f.sub.Gate(keyword), Severity: f.sub.Severity(keyword), Sub: f.sub,
		Refuses: releases.ScopeOf(f.reader, f.set.And(releases.All(f.reader))),
	}
	switch {
	case f.keyword == kRequired:
		v.Key, v.Span = f.key, at.node.HeadSpan()
		missing(&v, at.node)
	case f.isKey && at.node.Key != nil:
		v.Node, v.Span = at.node.Key, at.node.Key.Span
		say(&v, v.Node)
	default:
		say(&v, v.Node)
	}
	if f.reader == releases.API {
		if f.keyword == kRequired && nullList(v) {
			v.Message = v.Message.And(": the daemon hands on null, and Dify's API, which wants a list, refuses that")
		} else {
			v.Message = v.Message.And("; Dify's API refuses this one")
		}
	}
	for _, p := range f.premises {
		if at, ok := find(root, p.way, kept); ok {
			for _, k := range p.sub.keys {
				if n := at.node.Get(k.Name); n != nil {
					v.given = append(v.given, n)
				}
			}
		}
	}
	alias(&v, at)
	if f.reader != releases.Nobody && !f.set.Newest(f.reader) {
		f.dated(&v)
	}
	return v, true
}

// What a message ends with that holds for some releases: the reader and its
// releases are the arguments.
const (
	unknownTo = ", which %s %s does not know"
	heldBy    = ", for %s %s"
)

var readerWords = map[releases.Reader]any{releases.Daemon: text.Msg("the daemon"), releases.API: "Dify", releases.SDK: "dify_plugin"}

// MessageFor is the message of a violation as it is for one reader, where it
// names the releases of another: refuses says which releases of the reader.
func MessageFor(r releases.Reader, refuses releases.Scope, m text.Message) text.Message {
	for i := range m.More {
		if part := &m.More[i]; part.Format == unknownTo || part.Format == heldBy {
			m.More = slices.Clone(m.More)
			m.More[i].Args = []any{readerWords[r], refuses[r].Words(r)}
			break
		}
	}
	return m
}

// dated says for which releases a violation holds that the newest do not know.
func (f failure) dated(v *Violation) {
	who, when := readerWords[f.reader], f.set.And(releases.All(f.reader)).Words(f.reader)
	if f.keyword == kEnum && v.Want != nil && slices.Contains(f.sub.enumWords(), v.Node.Text()) {
		v.Message = text.Msg("%s is %s", name(v.Node), stands(v.Node)).And(unknownTo, who, when)
		v.Want, v.Nearest = nil, ""
		return
	}
	v.Message = v.Message.And(heldBy, who, when)
}

// alias moves a violation in an anchor's value to the alias on the way to it.
func alias(v *Violation, at found) {
	if at.via != nil {
		v.Span, v.Anchor = at.via.Span, v.Node
	}
}

// walker looks at the keys of mappings: those that neither side reads, and
// those that the SDK refuses because they are not text.
type walker struct {
	root   *Sub
	top    *yaml.Node
	out    []Violation
	strays []stray
}

func (w *walker) walk(n *yaml.Node, subs []*Sub, depth int) {
	if len(subs) == 0 || depth > maxDepth {
		return
	}
	switch n.Kind {
	case yaml.Sequence:
		items := gather(subs, func(s *Sub) []*Sub {
			if s.in.items == nil {
				return nil
			}
			return []*Sub{s.in.items}
		})
		for _, c := range n.Content {
			w.walk(c, items, depth+1)
		}
	case yaml.Mapping:
		w.mapping(n, subs, depth)
	}
}

func (w *walker) mapping(n *yaml.Node, subs []*Sub, depth int) {
	var values []*Sub
	named, open, strict := false, false, false
	for _, s := range subs {
		named = named || len(s.in.keys) > 0
		open = open || s.in.open
		strict = strict || s.in.strict
		if s.in.values != nil {
			values = append(values, s.in.values)
		}
	}
	type child struct {
		node *yaml.Node
		subs []*Sub
	}
	var deeper []child
	for _, c := range n.Content {
		if c.IsMerge() {
			continue
		}
		key, ok := "", false
		if k := c.Key.Resolve(); k != nil && k.Kind == yaml.Scalar && isPyText(k) {
			key, ok = k.Value, true
		} else if k != nil && k.Kind == yaml.Scalar {
			v, why := pyScalar(k)
			if key, ok = v.(string); !ok && why == "" && strict {
				w.keyIsNotText(c, k)
			}
			if !ok {
				key = k.Value
			}
		} else if strict {
			w.keyIsNotText(c, c.Key)
		}
		next := gather(subs, func(s *Sub) []*Sub { return s.in.byName[key] })
		known := len(next) > 0
		if !known {
			next = values
			known = len(values) > 0 || open || !named || w.silent(subs, key)
		}
		if !known {
			if ok || !strict {
				w.note(n, c, subs)
			}
			continue
		}
		if c.Kind == yaml.Mapping || c.Kind == yaml.Sequence {
			deeper = append(deeper, child{c, next})
		}
	}
	for _, d := range deeper {
		w.walk(d.node, d.subs, depth+1)
	}
}

// gather joins what f gives for each subschema. Of one nothing is copied.
func gather(subs []*Sub, f func(*Sub) []*Sub) []*Sub {
	if len(subs) == 1 {
		return f(subs[0])
	}
	var out []*Sub
	for _, s := range subs {
		out = append(out, f(s)...)
	}
	return out
}

// silent reports whether a pattern names the key as one that is merely unread:
// unless it is a known key in another case.
func (w *walker) silent(subs []*Sub, key string) bool {
	for _, s := range subs {
		for _, k := range s.in.keys {
			if strings.EqualFold(k.Name, key) {
				return false
			}
		}
	}
	for _, s := range subs {
		for _, x := range s.in.all {
			for _, p := range x.patterns {
				if p.re.MatchString(key) {
					return true
				}
			}
		}
	}
	return false
}

func (w *walker) keyIsNotText(c, k *yaml.Node) {
	if len(w.out) >= MaxAlike {
		return
	}
	w.out = append(w.out, Violation{
		Node: c, Span: c.Key.Span, Keyword: "x-keys", Gate: Start, Severity: Error, Key: k.Value, Refuses: releases.Every(releases.SDK),
		Message: text.Msg("the SDK's YAML reader does not read the key %s as text; put it in quotes", shown(k.Value)),
	})
}

// stray is the keys of one mapping that neither side reads.
type stray struct {
	mapping *yaml.Node
	entries []*yaml.Node
	known   []Key // the known keys that do not stand there
}

// enterprise reports whether only enterprise catalogues have a known key.
func (st *stray) enterprise(name string) bool {
	return slices.ContainsFunc(st.known, func(k Key) bool { return k.Name == name && k.Sub.Enterprise })
}

// lacks finds, among violations, those of a key that is missing from a mapping.
type lacks struct {
	of     map[*yaml.Node][]int // by the mapping
	inside map[lack][]int       // by the mapping around it, and the key
}

type lack struct {
	around *yaml.Node
	key    string
}

func lacksOf(list []Violation) lacks {
	l := lacks{map[*yaml.Node][]int{}, map[lack][]int{}}
	for i, v := range list {
		if v.Keyword == "required" {
			l.of[v.Node] = append(l.of[v.Node], i)
			if v.Node.Parent != nil {
				k := lack{v.Node.Parent, v.Key}
				l.inside[k] = append(l.inside[k], i)
			}
		}
	}
	return l
}

// notIndented moves what is wrong with an empty entry to the key behind it, whose
// indentation only looks like blanks, and reports whether there was anything.
func notIndented(list []Violation, m, c *yaml.Node, why text.Message) bool {
	entries := m.Entries()
	i := slices.Index(entries, c)
	if i <= 0 {
		return false
	}
	above := entries[i-1]
	for above.IsMapping() && len(above.Entries()) > 0 {
		above = above.Entries()[len(above.Entries())-1]
	}
	if !above.IsNull() {
		return false
	}
	found := false
	for k := range list {
		v := &list[k]
		if v.Anchor == nil && (v.Node == above || v.Node == above.Parent && v.Key == above.Key.Text()) {
			v.Span, found = c.Key.Span, true
			v.Message = text.Msg("%s is empty: %s", above.Key.Text(), why)
		}
	}
	return found
}

// by finds the violation that a key is missing from a mapping around or directly
// inside of the one in which it stands, or -1.
func (l lacks) by(list []Violation, m *yaml.Node, key string) int {
	found := -1
	look := func(indexes []int) {
		for _, i := range indexes {
			v := &list[i]
			if found >= 0 && i >= found {
				return
			}
			if v.Key != key || v.Anchor != nil || v.Misspelt != nil || v.Node == m || v.Node.Get(key) != nil {
				continue
			}
			// What only older releases ask for does not count.
			if slices.ContainsFunc(releases.Readers, func(r releases.Reader) bool { return v.Refuses[r].Newest(r) }) {
				found = i
			}
		}
	}
	for p := m.Parent; p != nil; p = p.Parent {
		look(l.of[p])
	}
	look(l.inside[lack{m, key}])
	return found
}

// atTop is the place of keys that stand in no other.
const atTop = "."

// elsewhere says where in the file's schema an unknown key is known, if that is
// in one place only: the keys that lead there, and the mapping, where it stands.
// Of a key at the top that this mapping has, too, it gives that one.
func (w *walker) elsewhere(st stray, c *yaml.Node) (place string, in, set *yaml.Node) {
	var found [][]string
	var visit func(s *Sub, way []string)
	visit = func(s *Sub, way []string) {
		if len(way) > 6 || len(found) > 1 {
			return
		}
		for _, k := range s.in.keys {
			if k.Sub.Unread || k.Sub.Enterprise {
				continue
			}
			if k.Name == c.Key.Text() && len(way) > 0 {
				found = append(found, slices.Clone(way))
			}
			visit(k.Sub, append(way[:len(way):len(way)], k.Name))
		}
	}
	visit(w.root, nil)
	if len(found) == 0 && st.mapping != w.top && w.top.Get(c.Key.Text()) == nil {
		for _, k := range w.root.in.keys {
			if k.Name == c.Key.Text() && !k.Sub.Unread && !k.Sub.Enterprise {
				return atTop, w.top, nil
			}
		}
	}
	if len(found) != 1 {
		return "", nil, nil
	}
	at := w.top
	for _, k := range found[0] {
		at = at.Get(k)
	}
	place, set = strings.Join(found[0], "."), at.Get(c.Key.Text())
	switch {
	case at == st.mapping, set != nil && st.mapping != w.top:
		return "", nil, nil
	case set != nil:
		return place, nil, set
	}
	return place, at.Resolve(), nil
}

// ofItems is the list at the top of the file whose items have a key, "" if none
// or several do.
func (w *walker) ofItems(key string) (list string) {
	for _, k := range w.root.in.keys {
		if k.Sub.in.items == nil || k.Sub.Unread || k.Sub.Enterprise {
			continue
		}
		if of := k.Sub.in.items.in.byName[key]; len(of) > 0 && !of[0].Unread {
			if list != "" {
				return ""
			}
			list = k.Name
		}
	}
	return list
}

// fitting are the known keys that an entry may be meant by: those whose values
// are read and may be of its kind.
func (st *stray) fitting(c *yaml.Node) []string {
	var out []string
	kind := kindOf(c)
	for _, k := range st.known {
		if k.Sub.takes(kind) && (kind != typeString || k.Sub.countable(c)) {
			out = append(out, k.Name)
		}
	}
	return out
}

// takes reports whether somebody reads the value and it may be of one of the types.
func (s *Sub) takes(kind typeSet) bool {
	for ; s != nil; s = s.ref {
		if s.Unread || s.types != 0 && s.types&kind == 0 {
			return false
		}
	}
	return true
}

// countable reports whether a text is one of the numbers that a value of numbers
// may be; any text is where texts alone are expected.
func (s *Sub) countable(n *yaml.Node) bool {
	for ; s != nil; s = s.ref {
		if v, fault := pyScalar(n.Resolve()); fault == "" && s.types&typeNumber != 0 && !s.valid(v) {
			return false
		}
	}
	return true
}

// kindOf are the types of JSON that a node's value may be meant as.
func kindOf(n *yaml.Node) typeSet {
	n = n.Resolve()
	switch {
	case n.IsNull():
		return ^typeSet(0)
	case n.Kind == yaml.Mapping:
		return typeObject
	case n.Kind == yaml.Sequence:
		return typeArray
	}
	switch v, _ := pyScalar(n); v.(type) {
	case string:
		return typeString
	case bool:
		return typeBoolean | typeString // it lacks its quotes
	case map[string]any:
		return typeString | typeObject // a date
	}
	return typeInteger | typeNumber | typeString
}

func (w *walker) note(n, c *yaml.Node, subs []*Sub) {
	if len(w.strays) == 0 || w.strays[len(w.strays)-1].mapping != n {
		st := stray{mapping: n}
		here := map[string]bool{}
		for _, c := range n.Content {
			here[c.Key.Text()] = true
		}
		for _, s := range subs {
			for _, k := range s.in.keys {
				if !here[k.Name] {
					here[k.Name] = true
					st.known = append(st.known, k)
				}
			}
		}
		w.strays = append(w.strays, st)
	}
	st := &w.strays[len(w.strays)-1]
	st.entries = append(st.entries, c)
}

// pair joins the missing keys of list with the unknown ones that are meant to
// be them, one violation for both, and adds the other unknown keys.
func (w *walker) pair(list []Violation) []Violation {
	lacks, unknown := lacksOf(list), 0
	for _, st := range w.strays {
		var missing []string
		for _, i := range lacks.of[st.mapping] {
			if v := list[i]; st.mapping.Get(v.Key) == nil && !slices.Contains(missing, v.Key) {
				missing = append(missing, v.Key)
			}
		}
		for _, c := range st.entries {
			key := c.Key.Text()
			if i := lacks.by(list, st.mapping, key); i >= 0 {
				v := &list[i]
				v.Span, v.Misspelt = c.Key.Span, c
				if v.Node.Span.Start < st.mapping.Span.Start {
					v.Message = text.Msg("%s is missing from %s; here it is indented too far: indent it less", key, name(v.Node))
				} else {
					v.Message = text.Msg("%s is missing from %s; here it is not indented enough: it belongs inside", key, name(v.Node))
				}
				continue
			}
			if k, ok := near.Nearest(key, missing); ok {
				missing = slices.DeleteFunc(missing, func(m string) bool { return m == k })
				for _, i := range lacks.of[st.mapping] {
					if v := &list[i]; v.Key == k && v.Anchor == nil {
						v.Span, v.Misspelt, v.Nearest = c.Key.Span, c, k
						v.Message = text.Msg("%s is missing; %s here is probably a misspelling of it", k, shown(key)).Plus(text.Strange(key))
					}
				}
				continue
			}
			if unknown++; unknown > MaxAlike {
				continue
			}
			_, lookalike := yaml.Lookalike(key)
			if lookalike.Format != "" && notIndented(list, st.mapping, c, lookalike) {
				continue
			}
			v := Violation{Node: c, Span: c.Key.Span, Keyword: "unknown", Gate: None, Severity: Warning, Key: key}
			v.Message = text.Msg("the platform does not read the key %s", shown(key))
			k, ok := near.Nearest(key, st.fitting(c))
			place, in, set := w.elsewhere(st, c)
			switch {
			case set != nil:
				v.First = set
				v.Message = text.Msg("the platform does not read the key %s here, and %s has it already; remove this one", shown(key), place)
			case place != "" && (!ok || near.Distance(key, k) > 1 || st.enterprise(k)):
				v.Belongs = in
				v.Message = text.Msg("the platform does not read the key %s here; it belongs under %s", shown(key), place)
				if place == atTop {
					v.Message = text.Msg("the platform does not read the key %s here; it belongs at the top level of the file", shown(key))
				}
			case lookalike.Format != "":
				v.Message = text.Msg("the platform does not read the key %s: %s", quoted(key), lookalike)
			case ok:
				v.Nearest = k
				v.Message = text.Msg("the platform does not read the key %s; did you mean %s?", shown(key), k)
			case st.mapping == w.top:
				if list := w.ofItems(key); list != "" {
					v.Message = text.Msg("the platform does not read the key %s here; it belongs to an item of `%s`", shown(key), list)
				}
			}
			list = append(list, v)
		}
	}
	return list
}
