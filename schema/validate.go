package schema

// The one place that knows the validator: its verdict, its locations, and what
// they mean in terms of nodes and subschemas.

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// Validate judges the value of a file, which is nil where the file is empty,
// by the schema of a kind. The violations are sorted by place, one a cause. It
// reports nothing for a kind that does not exist.
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

// Validate judges the value of a file that both sides read; see the function
// of that name.
func (s *Schema) Validate(root *yaml.Node) []Violation { return s.ValidateFor(root, Both) }

// ValidateFor judges the value of a file that only some sides read.
func (s *Schema) ValidateFor(root *yaml.Node, sides Sides) []Violation {
	if root.IsNull() {
		return s.empty(root)
	}
	d := decoder{set: s.set}
	if sides&Daemon != 0 {
		d.decode(root, s.Root)
	}
	list := d.out

	inst := instance{}
	value := inst.value(root, 0)
	if sides&SDK == 0 || s.view == "daemon" {
		inst.faults = nil
	}
	for _, f := range inst.faults {
		v := Violation{Node: f.node, Span: f.node.PlaceSpan(), Keyword: "x-yaml", Gate: Start, Severity: Error, Format: string(f.why)}
		switch f.why {
		case pyUnknownTag:
			v.Args = []any{f.node.Tag}
		case pyBadMerge, pyBadKey:
			v.Args = []any{stands(f.node)}
		case pyNoValue:
			v.Args = []any{f.node.Value}
		default:
			v.Args = []any{shown(f.node.Value)}
		}
		list = append(list, v)
	}
	switch {
	case inst.tooMuch && len(d.out) == 0:
		list = append(list, Violation{
			Node: root, Span: root.HeadSpan(), Keyword: "alias", Gate: Start, Severity: Warning,
			Format: "this file is nested so deeply, or its aliases expand to so much, that it is not judged any further",
		})
	case inst.tooMuch:
	case sides&SDK != 0 && s.view != "daemon" && !s.Root.valid(value):
		list = append(list, s.ask(root, value, nil, func(g Gate, by releases.Reader) bool { return g != Package && g != Install || by == releases.API })...)
	}
	if s.view != "" && sides&Daemon != 0 {
		d := daemonView{set: s.set}
		if value, ok := d.value(root, s.Root, 0); ok && !s.Root.valid(value) {
			all := s.view == "daemon"
			list = append(list, s.ask(root, value, d.kept, func(g Gate, by releases.Reader) bool {
				return all || by == releases.Daemon && (g == Package || g == Install)
			})...)
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
	told := map[*yaml.Node]bool{}
	for _, v := range list {
		if v.Keyword == "duplicate" {
			told[v.Node] = true
		}
	}
	root.Walk(func(n *yaml.Node) bool {
		if n.Kind == yaml.Mapping {
			twice(n, func(first, again *yaml.Node) {
				if again.Key.Kind == yaml.Scalar && !told[again] {
					v := duplicate(first, again)
					v.Gate, v.Severity = None, Warning
					v.Format = "%s stands twice in the same mapping; only this value counts"
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
	v := Violation{Keyword: "empty", Gate: Start, Severity: Error, Format: "the file is empty; it must hold the keys of %s", Args: []any{s.Root.Title}, Sub: s.Root}
	switch s.view {
	case "both":
		v.Gate = Package
	case "daemon": // it decodes to nothing, without a word
		v.Gate, v.Severity = None, Warning
	}
	if root != nil {
		v.Node, v.Span = root, root.Span
	}
	return []Violation{v}
}

// ask runs the validator and turns what it says into violations of the gates
// and readers that are asked for.
func (s *Schema) ask(root *yaml.Node, value any, kept map[*yaml.Node][]int, of func(Gate, releases.Reader) bool) []Violation {
	judge, err := s.judge()
	if err != nil {
		panic("schema: the embedded schemas do not compile: " + err.Error())
	}
	err = judge.Validate(value)
	var ve *jsonschema.ValidationError
	if !errors.As(err, &ve) {
		return nil
	}
	var out []Violation
	var leaves func(e *jsonschema.ValidationError)
	leaves = func(e *jsonschema.ValidationError) {
		if len(e.Causes) > 0 {
			for _, c := range e.Causes {
				leaves(c)
			}
			return
		}
		out = append(out, s.leaf(root, value, kept, e, of)...)
	}
	leaves(ve)
	return out
}

// pointer splits a location of the validator into its tokens.
func pointer(p string) []string {
	if p == "" {
		return nil
	}
	tokens := strings.Split(strings.TrimPrefix(p, "/"), "/")
	for i, t := range tokens {
		if u, err := url.PathUnescape(t); err == nil {
			t = u
		}
		tokens[i] = strings.ReplaceAll(strings.ReplaceAll(t, "~1", "/"), "~0", "~")
	}
	return tokens
}

// follow walks the tokens of a keyword's location to its subschema.
// ifs are the conditions on the way, each with the number of the instance's
// tokens that lead to the value it looks at.
func (s *Sub) follow(tokens []string) (sub *Sub, keyword string, unread, key bool, ifs []premise) {
	sub = s
	deep := 0
	for i := 0; i < len(tokens) && sub != nil; i++ {
		unread = unread || sub.NoSDK
		arg := ""
		if i+1 < len(tokens) {
			arg = tokens[i+1]
		}
		switch tokens[i] {
		case "properties":
			sub = sub.byName[arg]
			i++
			deep++
		case "patternProperties":
			next := (*Sub)(nil)
			for _, p := range sub.patterns {
				if p.re.String() == arg {
					next = p.sub
				}
			}
			sub = next
			i++
			deep++
		case "allOf":
			n, err := strconv.Atoi(arg)
			if err != nil || n < 0 || n >= len(sub.allOf) {
				return nil, "", false, false, nil
			}
			sub = sub.allOf[n]
			i++
		case "$ref":
			sub = sub.ref
		case "items":
			sub = sub.Items
			deep++
		case "additionalProperties":
			sub = sub.Values
			deep++
		case "propertyNames":
			sub, key = sub.names, true
		case "then":
			ifs = append(ifs, premise{sub.ifs, deep})
			sub = sub.then
		case "else":
			ifs = append(ifs, premise{sub.ifs, deep})
			sub = sub.els
		default:
			return sub, tokens[i], unread || sub.NoSDK, key, ifs
		}
	}
	return sub, "", unread, key, ifs
}

// premise is an "if" of a schema, and how deep in the instance it looks.
type premise struct {
	sub  *Sub
	deep int
}

// given are the values that conditions looked at, on the way to a location.
func given(root *yaml.Node, way []string, kept map[*yaml.Node][]int, ifs []premise) []*yaml.Node {
	var out []*yaml.Node
	for _, c := range ifs {
		if c.sub == nil || c.deep > len(way) {
			continue
		}
		at, ok := find(root, way[:c.deep], kept)
		if !ok {
			continue
		}
		for _, k := range c.sub.keys {
			if n := at.node.Get(k.Name); n != nil {
				out = append(out, n)
			}
		}
	}
	return out
}

// leaf is the violations of one keyword; "required" may name several keys.
func (s *Schema) leaf(root *yaml.Node, value any, kept map[*yaml.Node][]int, e *jsonschema.ValidationError, of func(Gate, releases.Reader) bool) []Violation {
	sub, keyword, unread, key, ifs := s.Root.follow(pointer(e.KeywordLocation))
	if sub == nil || keyword == "" {
		return nil
	}
	gate, by := sub.Gate(keyword), sub.Reader(keyword)
	if !of(gate, by) || unread && gate == Start {
		return nil
	}
	way := pointer(e.InstanceLocation)
	at, ok := find(root, way, kept)
	if !ok {
		return nil
	}
	v := Violation{Node: at.node, Span: place(at.node), Keyword: keyword, Gate: gate, Severity: sub.Severity(keyword), Sub: sub}
	v.given = given(root, way, kept, ifs)
	if key && at.node.Key != nil {
		v.Node, v.Span = at.node.Key, at.node.Key.Span
	}
	if keyword != "required" {
		say(&v, v.Node)
		if by == releases.API {
			v.Format += "; Dify's API refuses this one"
		}
		alias(&v, at)
		return []Violation{v}
	}
	m, _ := lookup(value, way).(map[string]any)
	var out []Violation
	for _, k := range sub.required {
		if _, ok := m[k]; ok {
			continue
		}
		v := v
		v.Key, v.Span = k, at.node.HeadSpan()
		missing(&v, at.node)
		if by == releases.API {
			if len(out) > 0 { // one slip: an empty mapping
				out[0].Format, out[0].Args = "%s and "+strings.Replace(out[0].Format, " is missing", " are missing", 1), append([]any{k}, out[0].Args...)
				continue
			}
			v.Format += ": the daemon hands on null, and Dify's API, which wants a list, refuses that"
		}
		alias(&v, at)
		out = append(out, v)
	}
	return out
}

// alias moves a violation in an anchor's value to the alias on the way to it.
func alias(v *Violation, at found) {
	if at.via != nil {
		v.Span, v.Anchor = at.via.Span, v.Node
	}
}

// lookup follows a pointer through an instance.
func lookup(v any, tokens []string) any {
	for _, t := range tokens {
		switch x := v.(type) {
		case map[string]any:
			v = x[t]
		case []any:
			i, err := strconv.Atoi(t)
			if err != nil || i < 0 || i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

// dateExtension makes "object" refuse the mappings that stand for dates and
// bytes, except where x-date allows them.
type dateExtension struct{}

func (dateExtension) Compile(_ jsonschema.CompilerContext, m map[string]any) (jsonschema.ExtSchema, error) {
	if _, typed := m["type"]; !typed || m["x-date"] == true {
		return nil, nil
	}
	return noDate{}, nil
}

type noDate struct{}

func (noDate) Validate(ctx jsonschema.ValidationContext, v any) error {
	if m, ok := v.(map[string]any); ok && foreign(m) {
		return ctx.Error("type", "a date is not allowed")
	}
	return nil
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
		if k := c.Key.Resolve(); k != nil && k.Kind == yaml.Scalar {
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
	w.out = append(w.out, Violation{
		Node: c, Span: c.Key.Span, Keyword: "x-keys", Gate: Start, Severity: Error, Key: k.Value,
		Format: "the key %s is not text for the SDK's YAML reader: put it in quotes", Args: []any{shown(k.Value)},
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

// outside finds the violation that a key is missing from a mapping around or
// directly inside of the one in which it stands, or -1.
func outside(list []Violation, m *yaml.Node, key string) int {
	for i := range list {
		v := &list[i]
		if v.Keyword != "required" || v.Key != key || v.Anchor != nil || v.Misspelt != nil || v.Node == m || v.Node.Get(key) != nil {
			continue
		}
		for p := m.Parent; p != nil; p = p.Parent {
			if p == v.Node {
				return i
			}
		}
		if v.Node.Parent == m {
			return i
		}
	}
	return -1
}

// elsewhere says where in the file's schema an unknown key is known, if that is
// in one place only: the keys that lead there, and the mapping, where it stands.
func (w *walker) elsewhere(st stray, c *yaml.Node) (place string, in *yaml.Node) {
	var found [][]string
	var visit func(s *Sub, way []string)
	visit = func(s *Sub, way []string) {
		if s == nil || s.in == nil || len(way) > 6 || len(found) > 1 {
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
	if len(found) != 1 {
		return "", nil
	}
	at := w.top
	for _, k := range found[0] {
		at = at.Get(k)
	}
	if at == st.mapping || at != nil && at.Get(c.Key.Text()) != nil {
		return "", nil
	}
	return strings.Join(found[0], "."), at.Resolve()
}

// fitting are the known keys that an entry may be meant by: those whose values
// are read and may be of its kind.
func (st *stray) fitting(c *yaml.Node) []string {
	var out []string
	kind := kindOf(c)
	for _, k := range st.known {
		if k.Sub.takes(kind) {
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
	for _, st := range w.strays {
		var missing []string
		for _, v := range list {
			if v.Keyword == "required" && v.Node == st.mapping && st.mapping.Get(v.Key) == nil && !contains(missing, v.Key) {
				missing = append(missing, v.Key)
			}
		}
		for _, c := range st.entries {
			key := c.Key.Text()
			if i := outside(list, st.mapping, key); i >= 0 {
				v := &list[i]
				v.Span, v.Misspelt = c.Key.Span, c
				if v.Node.Span.Start < st.mapping.Span.Start {
					v.Format, v.Args = "%s is missing from %s; here it is indented too far: indent it less", []any{key, name(v.Node)}
				} else {
					v.Format, v.Args = "%s is missing from %s; here it is not indented enough: it belongs inside", []any{key, name(v.Node)}
				}
				continue
			}
			if k, ok := near.Nearest(key, missing); ok {
				missing = slices.DeleteFunc(missing, func(m string) bool { return m == k })
				for i := range list {
					if v := &list[i]; v.Keyword == "required" && v.Node == st.mapping && v.Key == k && v.Anchor == nil {
						v.Span, v.Misspelt, v.Nearest = c.Key.Span, c, k
						v.Format, v.Args = "%s is missing; %s here is probably meant", []any{k, shown(key)}
					}
				}
				continue
			}
			v := Violation{Node: c, Span: c.Key.Span, Keyword: "unknown", Gate: None, Severity: Warning, Key: key}
			v.Format, v.Args = "the platform does not read the key %s", []any{shown(key)}
			k, ok := near.Nearest(key, st.fitting(c))
			if place, in := w.elsewhere(st, c); place != "" && (!ok || near.Distance(key, k) > 1 || st.enterprise(k)) {
				v.Belongs = in
				v.Format, v.Args = "the platform does not read the key %s here; it belongs under %s", []any{shown(key), place}
			} else if _, why := yaml.Lookalike(key); why != "" {
				v.Format, v.Args = "the platform does not read the key %s: "+why, []any{quoted(key)}
			} else if ok {
				v.Nearest = k
				v.Format, v.Args = "the platform does not read the key %s; did you mean %s?", []any{shown(key), k}
			}
			list = append(list, v)
		}
	}
	return list
}
