package schema

// Whether gopkg.in/yaml.v3 v3.0.1 could decode a file into the daemon's Go
// structs, and at which node it would refuse. The walk follows the rules of
// that module's decode.go and resolve.go; what the fields are is said by x-go.

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// decoder walks nodes beside subschemas. Like yaml.v3 it counts what it decodes
// and gives up where aliases make up nearly all of it.
type decoder struct {
	set     *set
	out     []Violation
	alike   map[decoded]int
	via     *yaml.Node // the outermost alias that is being followed
	active  map[*yaml.Node]bool
	count   int // the document is one
	aliased int
	depth   int
	stopped bool
	// asText says that the daemon turns the keys of mappings into text.
	asText bool
	scope  releases.Set // the releases of the daemon that read what is being decoded
}

// decoded is a kind of violation.
type decoded struct {
	keyword string
	scope   releases.Set
}

// keep adds a violation, while there are not too many of its kind; behind an alias
// it is reported there.
func (d *decoder) keep(v Violation) {
	v.Refuses = d.refuses()
	if d.via != nil {
		v.Span, v.Anchor = d.via.Span, v.Node
	}
	if d.alike == nil {
		d.alike = map[decoded]int{}
	}
	k := decoded{v.Keyword, d.scope}
	if d.alike[k]++; d.alike[k] <= MaxAlike {
		d.out = append(d.out, v)
	}
}

func (d *decoder) add(n *yaml.Node, sub *Sub, keyword, format string, args ...any) {
	v := Violation{Node: n, Span: place(n), Keyword: keyword, Gate: Package, Severity: Error, Sub: sub, Message: text.Msg(format, args...)}
	if keyword == "x-json" {
		v.Gate = Install
	}
	d.keep(v)
}

// decoder is a decoder that every release of the daemon reads with.
func (s *set) decoder() decoder {
	return decoder{set: s, count: 1, scope: releases.All(releases.Daemon)}
}

func (d *decoder) refuses() releases.Scope { return releases.ScopeOf(releases.Daemon, d.scope) }

// within narrows the scope to the releases that read a value of the subschema,
// and reports whether there are any. The caller restores the scope.
func (d *decoder) within(s *Sub) bool {
	d.scope = d.scope.Minus(s.times.outside[releases.Daemon])
	if k, ok := s.times.keyword["x-go"]; ok {
		d.scope = d.scope.And(k)
	}
	return !d.scope.IsEmpty()
}

// ratio is yaml.v3's limit on how much of what is decoded may come from aliases.
func ratio(count int) float64 {
	const low, high = 400_000, 4_000_000
	switch {
	case count <= low:
		return 0.99
	case count >= high:
		return 0.10
	}
	return 0.99 - 0.89*(float64(count-low)/(high-low))
}

func (d *decoder) decode(n *yaml.Node, s *Sub) {
	goes := s.in.goes
	if goes == nil || goes.Go == "none" {
		return
	}
	outer := d.scope
	defer func() { d.scope = outer }()
	if !d.within(s) || goes != s && !d.within(goes) || !d.tick(n, s) {
		return
	}
	if n.Kind == yaml.Alias {
		if raw(goes.Go) {
			d.special(n, s, goes.Go)
			return
		}
		d.follow(n, func(target *yaml.Node) { d.decode(target, s) })
		return
	}
	d.depth++
	defer func() { d.depth-- }()
	if d.depth > 10_000 {
		return
	}
	if raw(goes.Go) {
		d.special(n, s, goes.Go)
		return
	}
	if isGoNull(n) {
		return
	}
	switch n.Kind {
	case yaml.Scalar:
		d.scalar(n, s, goes)
	case yaml.Sequence:
		d.sequence(n, s, goes.Go)
	case yaml.Mapping:
		d.mapping(n, s, goes.Go)
	}
}

// tick counts a decoded node, and stops the walk where yaml.v3 would. That asks for
// 1,000 nodes first, and fewer never reach the ratio.
func (d *decoder) tick(n *yaml.Node, s *Sub) bool {
	if d.stopped {
		return false
	}
	d.count++
	if d.via != nil {
		d.aliased++
	}
	if float64(d.aliased)/float64(d.count) > ratio(d.count) {
		d.add(n, s, "alias", "nearly all of this file comes from expanded aliases; the daemon's YAML reader refuses it")
		d.stopped = true
		return false
	}
	return true
}

func (d *decoder) follow(n *yaml.Node, f func(*yaml.Node)) {
	if d.active[n] {
		d.add(n, nil, "alias", "the anchor &%s contains itself", n.Value)
		d.stopped = true
		return
	}
	if d.active == nil {
		d.active = map[*yaml.Node]bool{}
	}
	d.active[n] = true
	outer := d.via
	if d.via == nil {
		d.via = n
	}
	f(n.Target)
	d.via = outer
	delete(d.active, n)
}

// raw reports whether the field keeps the YAML node, to be looked at by an
// UnmarshalYAML method that sees aliases as aliases.
func raw(kind string) bool {
	switch kind {
	case "configs", "configs-strict", "models", "constructor", "dependency":
		return true
	}
	return strings.HasPrefix(kind, "files:") || strings.HasPrefix(kind, "files-lenient:")
}

func isGoNull(n *yaml.Node) bool {
	return n.Kind == yaml.Scalar && n.Tag == "!!null" && !badTag(n)
}

var goKinds = map[string]text.Message{
	"string": text.Msg("text"), "bool": text.Msg("true or false"), "int": text.Msg("a whole number"), "int64": text.Msg("a whole number"),
	"uint64": text.Msg("a whole number, not below 0"), "float64": text.Msg("a number"), "decimal": text.Msg("a decimal number such as 0.001"),
	"time": text.Msg("a date and time, such as 2024-07-12T08:03:44Z"), "struct": text.Msg("a mapping"), "map": text.Msg("a mapping"), "text-map": text.Msg("a mapping"), "list": text.Msg("a list"),
}

func (d *decoder) refuse(n *yaml.Node, s *Sub, kind string) {
	if strings.HasPrefix(kind, "kind:") {
		kind = "struct"
	}
	want := goKinds[kind]
	if w := s.in.goes.Says("type"); w != "" {
		want = text.Phrase(w)
	} else if w := s.Says("type"); w != "" {
		want = text.Phrase(w)
	}
	switch kind {
	case "struct", "map", "text-map", "list":
		if c := yaml.LooksLikeKey(n); c.Format != "" {
			d.add(n, s, "x-go", "%s is text and not %s: %s", name(n), want, c)
			return
		}
	case "time":
	default:
		if n.Kind == yaml.Scalar && n.Style != yaml.Plain {
			d.add(n, s, "x-go", "%s is %s in quotes; it must be %s, without quotes", name(n), quoted(n.Value), want)
			return
		}
	}
	d.add(n, s, "x-go", "%s is %s; it must be %s", name(n), stands(n), want)
}

func (d *decoder) badTag(n *yaml.Node, s *Sub) {
	d.add(n, s, "x-go", "the tag %s is not allowed before %s", n.Tag, quoted(n.Value))
}

func (d *decoder) scalar(n *yaml.Node, s, goes *Sub) {
	kind := goes.Go
	if badTag(n) {
		d.badTag(n, s)
		return
	}
	ok := true
	switch kind {
	case "string":
		if goes.goEnum != nil && !slices.Contains(goes.goEnum, n.Value) {
			v := Violation{Node: n, Span: n.PlaceSpan(), Keyword: "enum", Gate: Package, Severity: Error, Sub: goes}
			want(&v, goes.goEnum[1:], n.Value)
			enumMessage(&v, name(n), stands(n), goes)
			d.keep(v)
		}
	case "any":
		d.finite(n, s)
	case "bool":
		_, ok = goBool(n)
	case "int", "int64", "uint64", "float64":
		_, ok = goNumber(n)
		ok = ok && goFits(n, kind)
		if ok && kind == "float64" {
			d.finite(n, s)
		}
	case "time":
		ok = goTime(n)
	case "decimal":
		ok = goDecimal(n.Value)
	default:
		ok = false
	}
	if !ok {
		d.refuse(n, s, kind)
	}
}

func (d *decoder) sequence(n *yaml.Node, s *Sub, kind string) {
	switch kind {
	case "list":
		if item := s.in.items; item != nil {
			for _, c := range n.Content {
				d.decode(c, item)
			}
		}
	case "any":
		for _, c := range n.Content {
			d.anything(c, s)
		}
	default:
		d.refuse(n, s, kind)
	}
}

// anything decodes into an interface, where only duplicate keys, keys that are
// collections, merges and bad tags are refused.
func (d *decoder) anything(n *yaml.Node, s *Sub) {
	if !d.tick(n, s) {
		return
	}
	d.depth++
	defer func() { d.depth-- }()
	if d.depth > 10_000 {
		return
	}
	switch n.Kind {
	case yaml.Alias:
		d.follow(n, func(target *yaml.Node) { d.anything(target, s) })
	case yaml.Scalar:
		if badTag(n) {
			d.badTag(n, s)
		}
		d.finite(n, s)
	case yaml.Sequence:
		for _, c := range n.Content {
			d.anything(c, s)
		}
	case yaml.Mapping:
		d.mapping(n, s, "any")
	}
}

// kind is the schema of the declaration that an x-go of "kind:NAME" names.
func (s *set) kind(x string) *Sub {
	if name, ok := strings.CutPrefix(x, "kind:"); ok {
		return s.subs[name+suffix+"#"]
	}
	return nil
}

func (d *decoder) mapping(n *yaml.Node, s *Sub, kind string) {
	if target := d.set.kind(kind); target != nil {
		d.mapping(n, target, "struct")
		return
	}
	if d.duplicates(n, s) {
		return
	}
	switch kind {
	case "struct":
		d.fields(n, s)
	case "map", "text-map":
		d.asText = kind == "text-map"
		defer func() { d.asText = false }()
		value := s.in.values
		d.entries(n, s, true, nil, func(c *yaml.Node) {
			sub := value
			if c.Key.Kind == yaml.Scalar {
				if subs := s.in.byName[c.Key.Value]; len(subs) > 0 {
					sub = subs[0]
				}
			}
			if sub == nil || sub.in.goes == nil {
				d.anything(c, s)
				return
			}
			d.decode(c, sub)
		})
	case "any":
		d.entries(n, s, false, nil, func(c *yaml.Node) {
			d.textKey(c, s)
			d.anything(c, s)
		})
	case "decimal":
		// A struct without fields of its own: yaml.v3 takes the mapping and
		// sets nothing.
		d.fields(n, s)
	default:
		d.refuse(n, s, kind)
	}
}

// finite reports a number that JSON has not. The daemon stores the declaration
// as JSON (internal/core/plugin_manager, PersistPackage).
func (d *decoder) finite(n *yaml.Node, s *Sub) {
	if n.Tag != "!!float" {
		return
	}
	if f, ok := goNumber(n); ok && (math.IsInf(f, 0) || math.IsNaN(f)) {
		d.add(n, s, "x-json", "%s is %s; the upload stores the declaration as JSON, which has no such number", name(n), shown(n.Value))
	}
}

// textKey reports a key, in a value that the daemon keeps as it is, of which
// JSON makes no key.
func (d *decoder) textKey(c *yaml.Node, s *Sub) {
	if k := c.Key.Resolve(); !d.asText && k.Tag != "!!str" && k.Tag != "!!binary" {
		d.add(c.Key, s, "x-json", "the key %s is not text; the upload stores the declaration as JSON, whose keys are text: put it in quotes", shown(k.Value))
	}
}

// duplicates reports keys that stand twice. yaml.v3 then leaves the mapping.
func (d *decoder) duplicates(n *yaml.Node, s *Sub) bool {
	found := false
	twice(n, func(first, again *yaml.Node) {
		found = true
		v := duplicate(first, again)
		v.Sub = s
		d.keep(v)
	})
	return found
}

func duplicate(first, again *yaml.Node) Violation {
	v := Violation{
		Node: again, Span: again.Key.Span, Keyword: "duplicate", Gate: Package, Severity: Error, Key: again.Key.Value, First: first.Key,
		Message: text.Msg("duplicate key %s in the same mapping", shown(again.Key.Value)),
	}
	if again.Key.Kind == yaml.Mapping || again.Key.Kind == yaml.Sequence {
		v.Message = text.Msg("two keys of this mapping are collections, which the daemon's YAML reader treats as the same key")
	}
	return v
}

// twice finds the keys of a mapping that stand there before. They are compared
// as they are written, as yaml.v3 does: collections all count as equal.
func twice(n *yaml.Node, report func(first, again *yaml.Node)) {
	type id struct {
		kind  yaml.Kind
		value string
	}
	seen := make(map[id]*yaml.Node, len(n.Content))
	for _, c := range n.Content {
		k := id{c.Key.Kind, c.Key.Value}
		if first, ok := seen[k]; ok {
			report(first, c)
		} else {
			seen[k] = c
		}
	}
}

// fields decodes a mapping into a struct.
func (d *decoder) fields(n *yaml.Node, s *Sub) {
	d.entries(n, s, true, nil, func(c *yaml.Node) {
		subs := s.in.byName[c.Key.Resolve().Value]
		if len(subs) == 0 || shadowed(c.Parent, c, subs[0]) {
			return
		}
		if i := slices.IndexFunc(subs, func(sub *Sub) bool { return sub.in.goes != nil }); i >= 0 {
			d.decode(c, subs[i])
		}
	})
}

// shadowed reports whether the daemon looks at another name of the key
// instead: of credentials_schema and credentials_for_provider it decodes the
// latter only where the former holds nothing, and then not the former.
func shadowed(n, c *yaml.Node, sub *Sub) bool {
	if sub.Go != "configs" || len(sub.Aliases) == 0 {
		return false
	}
	main := c
	if c.Key.Value != "credentials_schema" {
		main = n.Get("credentials_schema")
		return main != nil && len(main.Content) > 0
	}
	return len(main.Content) == 0
}

// entries calls f with each entry of a mapping and of those that are merged into it,
// but for null keys where textKeys is set. taken holds the keys that an outer mapping,
// into which this one is merged, has set already.
func (d *decoder) entries(n *yaml.Node, s *Sub, textKeys bool, taken map[string]bool, f func(*yaml.Node)) {
	var merge *yaml.Node
	for _, c := range n.Content {
		if c.IsMerge() {
			merge = c
			continue
		}
		if !d.tick(c.Key, s) {
			return
		}
		key := c.Key.Resolve()
		switch {
		case textKeys && isGoNull(key):
		case key.Kind != yaml.Scalar:
			d.add(key, s, "x-go", "a key must be text")
		case taken == nil:
			f(c)
		case !taken[key.Value]:
			taken[key.Value] = true
			f(c)
		}
	}
	if merge != nil {
		d.merge(n, merge, s, taken, func(m *yaml.Node, taken map[string]bool) {
			if !d.duplicates(m, s) {
				d.entries(m, s, textKeys, taken, f)
			}
		})
	}
}

func (d *decoder) merge(n, merge *yaml.Node, s *Sub, taken map[string]bool, f func(*yaml.Node, map[string]bool)) {
	if taken == nil {
		taken = map[string]bool{}
		for _, c := range n.Content {
			taken[c.Key.Resolve().Value] = true
		}
	}
	one := func(m *yaml.Node) {
		if !d.tick(m, s) {
			return
		}
		if !m.IsMapping() {
			d.add(m, s, "x-go", "%s cannot be merged with <<: only mappings can", stands(m))
			return
		}
		if m.Kind == yaml.Alias {
			d.follow(m, func(target *yaml.Node) { f(target, taken) })
			return
		}
		f(m, taken)
	}
	if merge.Kind == yaml.Sequence {
		for _, m := range merge.Content {
			one(m)
		}
		return
	}
	one(merge)
}

// special follows the daemon's UnmarshalYAML methods that keep a node and look
// at its kind. They see an alias as neither a mapping nor a list.
func (d *decoder) special(n *yaml.Node, s *Sub, kind string) {
	name, of, _ := strings.Cut(kind, ":")
	switch name {
	case "configs", "configs-strict":
		if n.Kind != yaml.Mapping {
			d.list(n, s, d.set.config)
			return
		}
		strict := name == "configs-strict"
		for _, c := range n.Content {
			switch {
			case strict && c.Key.Kind != yaml.Scalar:
				d.add(c.Key, s, "x-go", "a key must be text")
			case c.Kind == yaml.Mapping:
				d.struct_(c, d.set.named)
			case strict:
				d.add(c, s, "x-go", "%s is %s; it must be a mapping", nameOf(c), stands(c))
			}
		}
	case "files":
		if n.Kind != yaml.Sequence {
			return
		}
		for _, c := range n.Content {
			if c.Kind == yaml.Mapping {
				d.struct_(c, d.set.subs[of+suffix+"#"])
			}
		}
	case "files-lenient": // errors in here are swallowed
	case "models":
		if n.Kind == yaml.Sequence {
			d.list(n, s, d.set.subs["model"+suffix+"#"])
		}
	case "constructor":
		if n.Kind == yaml.Mapping {
			d.mapping(n, s, "struct")
		}
	case "dependency":
		d.dependency(n)
	}
}

func (d *decoder) struct_(n *yaml.Node, s *Sub) {
	if d.tick(n, s) {
		d.mapping(n, s, "struct")
	}
}

// list decodes a node into a slice of item.
func (d *decoder) list(n *yaml.Node, s, item *Sub) {
	switch {
	case n.Kind == yaml.Alias:
		d.follow(n, func(target *yaml.Node) { d.list(target, s, item) })
	case isGoNull(n):
	case n.Kind == yaml.Sequence:
		for _, c := range n.Content {
			d.decode(c, item)
		}
	default:
		d.refuse(n, s, "list")
	}
}

// dependency decodes a bundle's dependency by the type that stands beside it.
func (d *decoder) dependency(n *yaml.Node) {
	for i, t := range []string{"github", "marketplace", "package"} {
		if n.Parent.Get("type").Text() == t {
			d.decode(n, d.set.subs["bundle"+suffix+"#/properties/dependencies/items/allOf/"+strconv.Itoa(i)+"/then/properties/value"])
		}
	}
}
