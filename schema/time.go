package schema

// Time in the schemas. The plain keywords of a schema say what the newest
// releases of the readers demand. Four annotations beside them say the rest:
//
//   - x-reader: which program enforces the keywords here and below, where the
//     gate does not say it: package and install mean the daemon, start means the
//     SDK; what Dify's API refuses at install carries "x-reader": "api". One
//     word for all, or one a keyword, as x-gate.
//   - x-since: from which release on. Either one a reader for all keywords here
//     and below, {"sdk": "0.5.0", "api": "1.9.0"}: an older release does not read
//     the value; or one a keyword, {"pattern": "0.4.5"}, of the reader who
//     enforces it; or, for "enum", "type" and "required", one a word,
//     {"enum": {"checkbox": "0.6.0"}}: the reader takes that value, or demands that
//     key, from then on.
//   - x-until: the first release for which it no longer holds, in the same
//     shapes. A word of an enum that only x-until names was taken once.
//   - x-past: a list of subschemas that no reader holds a value against any
//     more, each with x-until. No other program reads them.
//
// Two readers with different words each have an enum of their own, the second
// under allOf. A release must be in the table of lint/dify/releases; the release
// of the API is Dify's.

import (
	"github.com/difylint/difylint/lint/dify/releases"
)

// times is what the annotations of a subschema say about time.
type times struct {
	// outside is the releases of each reader for which nothing here holds.
	outside releases.Scope
	// keyword narrows it further for one keyword.
	keyword map[string]releases.Set
	// words is since when a word of enum or type is taken, or a key demanded.
	words map[string]map[string]releases.Set
}

// readerOf is the reader that a gate implies.
func readerOf(g Gate) releases.Reader {
	switch g {
	case Package, Install:
		return releases.Daemon
	case Start:
		return releases.SDK
	}
	return releases.Nobody
}

// Reader is the program that enforces a keyword of the subschema.
func (s *Sub) Reader(keyword string) releases.Reader {
	if keyword == "x-go" || keyword == "duplicate" {
		return releases.Daemon
	}
	w := s.reader[keyword]
	if w == "" {
		w = s.reader["*"]
	}
	if r, ok := releases.ParseReader(w); ok {
		return r
	}
	return readerOf(s.Gate(keyword))
}

// Holds is the releases of the keyword's reader for which a keyword of the
// subschema holds, as far as the subschema itself says.
func (s *Sub) Holds(keyword string) releases.Set {
	r := s.Reader(keyword)
	if r == releases.Nobody {
		return releases.Set{}
	}
	set := releases.All(r).Minus(s.times.outside[r])
	if k, ok := s.times.keyword[keyword]; ok {
		set = set.And(k)
	}
	return set
}

// Read is the releases of each reader that read files of a kind at all.
func Read(kind string) releases.Scope {
	scope := releases.Every(releases.Readers...)
	if s := Get(kind); s != nil {
		for _, r := range releases.Readers {
			scope[r] = scope[r].Minus(s.Root.times.outside[r])
		}
	}
	return scope
}

// time reads x-since and x-until.
func (r *reader) time(out *Sub) {
	t := &out.times
	narrow := func(set releases.Set, x releases.Reader, annotation string, v any) releases.Set {
		version, ok := v.(string)
		if !ok {
			r.fail("%s holds a %T", annotation, v)
			return set
		}
		var s releases.Set
		var err error
		if annotation == "x-since" {
			s, err = releases.Between(x, version, "")
		} else {
			s, err = releases.Between(x, "", version)
		}
		if err != nil {
			r.fail("%s: %v", annotation, err)
		}
		return set.And(s)
	}
	holds := func(sets map[string]releases.Set, key string, x releases.Reader, annotation string, v any) {
		set, ok := sets[key]
		if !ok {
			set = releases.All(x)
		}
		sets[key] = narrow(set, x, annotation, v)
	}
	for _, annotation := range []string{"x-since", "x-until"} {
		o, ok := get[*ordered](r, annotation)
		if !ok {
			continue
		}
		for _, key := range o.keys {
			v := o.values[key]
			if x, ok := releases.ParseReader(key); ok {
				t.outside[x] = t.outside[x].Or(releases.All(x).Minus(narrow(releases.All(x), x, annotation, v)))
				continue
			}
			x := out.Reader(key)
			if x == releases.Nobody {
				r.fail("%s of %s, which no reader enforces", annotation, key)
				continue
			}
			words, ok := v.(*ordered)
			if !ok {
				if t.keyword == nil {
					t.keyword = map[string]releases.Set{}
				}
				holds(t.keyword, key, x, annotation, v)
				continue
			}
			if key != "enum" && key != "type" && key != "required" {
				r.fail("%s of %s is by word, which only enum, type and required have", annotation, key)
			}
			if t.words == nil {
				t.words = map[string]map[string]releases.Set{}
			}
			if t.words[key] == nil {
				t.words[key] = map[string]releases.Set{}
			}
			for _, w := range words.keys {
				holds(t.words[key], w, x, annotation, words.values[w])
			}
		}
	}
	for _, w := range out.reader {
		if _, ok := releases.ParseReader(w); !ok {
			r.fail("x-reader is %q", w)
		}
	}
}
