package schema

// The verdict of every release in one walk. The walk carries the releases for
// which what it meets still counts; what a constraint refuses is a set of them.
// A value that all take, as most are, costs one walk and no list.

import (
	"fmt"
	"slices"

	"github.com/difylint/difylint/lint/dify/releases"
)

// The keywords that judge a value.
const (
	kType = iota
	kEnum
	kPattern
	kFormat
	kMinimum
	kMaximum
	kMinLength
	kMaxLength
	kNot
	kRequired
	keywordCount
)

var keywordNames = [keywordCount]string{"type", "enum", "pattern", "format", "minimum", "maximum", "minLength", "maxLength", "not", "required"}

// demand is who holds a value against a keyword, and which releases do.
type demand struct {
	reader releases.Reader
	set    releases.Set
}

// everything is the set of what has no releases: advice.
var everything = releases.Set{}.Not()

// demands notes for each keyword of the subschema who demands it.
func (s *Sub) demand() {
	is := [keywordCount]bool{
		kType: s.types != 0, kEnum: s.Enum != nil, kPattern: s.pattern != nil, kFormat: s.uri,
		kMinimum: s.minimum != nil, kMaximum: s.maximum != nil, kMinLength: s.minLength > 0, kMaxLength: s.maxLength >= 0,
		kNot: s.not != nil, kRequired: len(s.required) > 0,
	}
	for k, there := range is {
		if !there {
			continue
		}
		r := s.Reader(keywordNames[k])
		d := demand{r, everything}
		if r != releases.Nobody {
			d.set = s.Holds(keywordNames[k])
		}
		s.demands[k] = d
		s.asks[r] = true
	}
}

// spread tells every subschema which readers ask for anything below it.
func (s *set) spread() {
	for _, sub := range s.subs {
		sub.demand()
		sub.dated = !sub.times.outside.IsEmpty()
		if sub.ifs != nil {
			sub.sees = sub.ifs.levels(0)
		}
	}
	for changed := true; changed; {
		changed = false
		for _, sub := range s.subs {
			before, dated := sub.asks, sub.dated
			sub.each(func(c *Sub) {
				sub.dated = sub.dated || c.dated
				for r, asks := range c.asks {
					sub.asks[r] = sub.asks[r] || asks
				}
			})
			changed = changed || before != sub.asks || dated != sub.dated
		}
	}
}

// levels is how many levels below a value valid looks at: 1 is its own keys or items.
func (s *Sub) levels(depth int) int {
	if s == nil {
		return 0
	}
	if depth > 8 { // a schema that refers to itself
		return maxDepth
	}
	n := 1
	below := func(c *Sub) { n = max(n, 1+c.levels(depth+1)) }
	for _, k := range s.keys {
		below(k.Sub)
	}
	for _, p := range s.patterns {
		below(p.sub)
	}
	below(s.Items)
	below(s.Values)
	for _, c := range append([]*Sub{s.ref, s.not, s.ifs, s.then, s.els}, s.allOf...) {
		n = max(n, c.levels(depth+1))
	}
	return n
}

// each calls f for every subschema that judges the same value or one below it.
func (s *Sub) each(f func(*Sub)) {
	one := func(c *Sub) {
		if c != nil {
			f(c)
		}
	}
	for _, k := range s.keys {
		f(k.Sub)
	}
	for _, p := range s.patterns {
		f(p.sub)
	}
	for _, c := range s.allOf {
		f(c)
	}
	for _, c := range s.past {
		f(c)
	}
	for _, c := range []*Sub{s.Items, s.Values, s.names, s.ref, s.then, s.els} {
		one(c)
	}
}

// judge holds a value against the demands of one reader.
type judge struct {
	reader releases.Reader
	// advice: what nobody enforces is looked at too.
	advice bool
	unread int // how many values around do not count for the SDK
	// list: failures are collected, each with its place.
	list     bool
	way      []string
	premises []premise
	failures []failure
	alike    map[kindOfFailure]int
}

// MaxAlike is how many violations of one demand a file's verdict lists. A rule
// lists fewer, and says that there are more.
const MaxAlike = 2100

type kindOfFailure struct {
	sub     *Sub
	keyword int
	set     releases.Set
}

// premise is an "if" of a schema, and the way to the value that it looks at.
type premise struct {
	sub *Sub
	way []string
}

// failure is one keyword that is not met.
type failure struct {
	sub     *Sub
	keyword int
	way     []string
	key     string // of a property name that is refused, or that is missing
	isKey   bool
	reader  releases.Reader
	set     releases.Set
	// premises are the conditions under which the keyword holds.
	premises []premise
}

func (j *judge) step(token string, s *Sub, v any, m releases.Set) releases.Set {
	if !j.list {
		return j.value(s, v, m)
	}
	j.way = append(j.way, token)
	bad := j.value(s, v, m)
	j.way = j.way[:len(j.way)-1]
	return bad
}

// fail notes that a keyword is not met, for those of the releases in m that
// demand it; but is the releases that take the value nevertheless.
func (j *judge) fail(s *Sub, keyword int, key string, m, but releases.Set) releases.Set {
	d := s.demands[keyword]
	if d.reader != j.reader && (!j.advice || d.reader != releases.Nobody) || d.reader == releases.SDK && j.unread > 0 {
		return releases.Set{}
	}
	bad := m.And(d.set).Minus(but)
	if j.list && !bad.IsEmpty() && j.admits(kindOfFailure{s, keyword, bad}) {
		j.failures = append(j.failures, failure{sub: s, keyword: keyword, way: slices.Clone(j.way), key: key, reader: d.reader, set: bad, premises: slices.Clone(j.premises)})
	}
	return bad
}

func (j *judge) admits(k kindOfFailure) bool {
	if j.alike == nil {
		j.alike = map[kindOfFailure]int{}
	}
	j.alike[k]++
	return j.alike[k] <= MaxAlike
}

// value is the releases among m that refuse a value.
func (j *judge) value(s *Sub, v any, m releases.Set) (bad releases.Set) {
	if !s.asks[j.reader] && (!j.advice || !s.asks[releases.Nobody]) {
		return bad
	}
	if s.NoSDK && j.reader == releases.SDK {
		if !j.advice {
			return bad
		}
		j.unread++
		defer func() { j.unread-- }()
	}
	if m = m.Minus(s.times.outside[j.reader]); m.IsEmpty() {
		return bad
	}
	add := func(set releases.Set) { bad = bad.Or(set) }
	if s.types != 0 {
		add(j.typed(s, v, m))
	}
	if s.Enum != nil {
		if s.inEnum(v) {
			if words := s.times.words["enum"]; words != nil {
				if since, ok := words[word(v)]; ok {
					add(j.fail(s, kEnum, "", m, since))
				}
			}
		} else {
			add(j.fail(s, kEnum, "", m, s.times.words["enum"][word(v)]))
		}
	}
	s.unmet(v, func(keyword int) { add(j.fail(s, keyword, "", m, releases.Set{})) })
	if o, ok := v.(map[string]any); ok {
		add(j.required(s, o, m))
	}
	s.parts(v, func(token string, sub *Sub, part any) bool {
		from := len(j.failures)
		add(j.step(token, sub, part, m))
		for i := from; sub == s.names && i < len(j.failures); i++ {
			j.failures[i].isKey = true
		}
		return true
	})
	if s.ref != nil {
		add(j.value(s.ref, v, m))
	}
	for _, x := range s.allOf {
		add(j.value(x, v, m))
	}
	for _, x := range s.past {
		add(j.value(x, v, m))
	}
	if s.not != nil && s.not.valid(v) {
		add(j.fail(s, kNot, "", m, releases.Set{}))
	}
	if s.ifs != nil {
		next := s.els
		if s.ifs.valid(v) {
			next = s.then
		}
		if next != nil {
			if j.list {
				j.premises = append(j.premises, premise{s.ifs, slices.Clone(j.way)})
				defer func() { j.premises = j.premises[:len(j.premises)-1] }()
			}
			add(j.value(next, v, m))
		}
	}
	return bad
}

// word is a value as the annotations name it.
func word(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return fmt.Sprint(v)
}

var typeNames = []string{"null", "boolean", "integer", "number", "string", "array", "object"}

func (j *judge) typed(s *Sub, v any, m releases.Set) releases.Set {
	t := s.typeOf(v)
	words := s.times.words["type"]
	if words == nil {
		if s.types&t == 0 {
			return j.fail(s, kType, "", m, releases.Set{})
		}
		return releases.Set{}
	}
	var takes releases.Set
	for _, name := range typeNames {
		if typesByName[name]&t == 0 {
			continue
		}
		if since, ok := words[name]; ok {
			takes = takes.Or(since)
		} else if slices.Contains(s.Types, name) {
			takes = everything
		}
	}
	if m.Minus(takes).IsEmpty() {
		return releases.Set{}
	}
	return j.fail(s, kType, "", m, takes)
}

func (j *judge) required(s *Sub, o map[string]any, m releases.Set) (bad releases.Set) {
	words := s.times.words["required"]
	for _, k := range s.required {
		if _, ok := o[k]; ok {
			continue
		}
		all := m
		if since, ok := words[k]; ok {
			all = m.And(since)
		}
		bad = bad.Or(j.fail(s, kRequired, k, all, releases.Set{}))
	}
	return bad
}
