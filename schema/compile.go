package schema

// Subschemas as this package's own walkers see them: linked, with their
// annotations, and able to say whether a value is valid.

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/releases"
)

// Annotations names every annotation that the schemas use, and what it says.
// A keyword that is neither here nor one of JSON Schema is a fault.
var annotations = map[string]string{
	"x-gate":       "who enforces the keywords here and below, or by keyword: {\"*\": gate, keyword: gate}",
	"x-reader":     "which program enforces the keywords here and below, where the gate does not say it (time.go); the same shapes as x-gate",
	"x-since":      "from which release on it holds (time.go)",
	"x-until":      "the first release for which it no longer holds (time.go)",
	"x-past":       "subschemas that hold no more (time.go)",
	"x-severity":   "how grave a violation is; the same shapes as x-gate",
	"x-says":       "words for \"it must be …\", by keyword; \"*\" for all that judge the value",
	"x-go":         "into what the daemon decodes the value; absent: the daemon does not read it",
	"x-go-enum":    "the only texts that the daemon's decoding accepts",
	"x-sdk":        "false: the SDK does not read the value",
	"x-unread":     "neither side makes use of the value, though the key is known",
	"x-enterprise": "a key of enterprise catalogues, which the platform does not read",
	"x-open":       "any key is allowed here",
	"x-keys":       "\"string\": the SDK refuses keys that are not text",
	"x-role":       "what the value stands for: path:KIND, glob:KIND, asset, identifier, module, scope, template, privacy, json-schema, words (a text by language)",
	"x-aliases":    "other names under which the platform looks for the key",
	"x-date":       "a date without quotes is allowed here",
	"x-view":       "at the root: judge the daemon's validator over the values that the daemon decodes (both: beside the SDK's; daemon: alone)",
}

// Key is one known key of a mapping.
type Key struct {
	Name     string
	Sub      *Sub
	Required bool
}

// Sub is one subschema. Its fields must not be changed.
type Sub struct {
	// Location is the file and the JSON pointer of the subschema.
	Location    string
	Title       string
	Description string
	Default     any
	HasDefault  bool
	Examples    []any

	// Types are the JSON types allowed; empty allows all.
	Types []string
	// Enum are the values allowed; nil allows all. A const is an enum of one.
	Enum []any
	// Role is x-role.
	Role string
	// Open, Unread, Enterprise and Date are the annotations of those names.
	Open, Unread, Enterprise, Date bool
	// NoSDK is set where the SDK does not read the value.
	NoSDK bool
	// Go is x-go; "" or "none" where the daemon does not read the value.
	Go string
	// Aliases are other names of the key.
	Aliases []string
	// Items is the schema of a list's items, Values that of a mapping's values
	// whose keys are not named; nil where any may stand.
	Items, Values *Sub

	keys       []Key
	byName     map[string]*Sub
	required   []string
	patterns   []patternKey
	allOf      []*Sub
	ref        *Sub
	refTo      string
	ifs        *Sub
	then       *Sub
	els        *Sub
	not        *Sub
	names      *Sub // propertyNames
	goEnum     []string
	stringKeys bool
	view       string
	pattern    *regexp.Regexp
	uri        bool
	minimum    *float64
	maximum    *float64
	minLength  int
	maxLength  int // -1: none
	says       map[string]string
	gate       map[string]Gate
	reader     map[string]string
	times      times
	past       []*Sub
	demands    [keywordCount]demand
	dated      bool                      // whether anything here or below is read by some releases only
	sees       int                       // how many levels of a value the condition looks at
	asks       [releases.Nobody + 1]bool // which readers ask for anything here or below
	severity   map[string]Severity
	types      typeSet
	in         *inPlace
}

type patternKey struct {
	re  *regexp.Regexp
	sub *Sub
}

// Says is the words that complete "it must be …" for a keyword, or "".
func (s *Sub) Says(keyword string) string {
	if w := s.says[keyword]; w != "" {
		return w
	}
	switch keyword {
	case "required", "x-go":
		return ""
	}
	return s.says["*"]
}

// Gate is who enforces a keyword of the subschema.
func (s *Sub) Gate(keyword string) Gate {
	if g, ok := s.gate[keyword]; ok {
		return g
	}
	return s.gate["*"]
}

// Severity is how grave a violation of a keyword is.
func (s *Sub) Severity(keyword string) Severity {
	if v, ok := s.severity[keyword]; ok {
		return v
	}
	if v, ok := s.severity["*"]; ok {
		return v
	}
	switch s.Gate(keyword) {
	case Package, Install, Start:
		return Error
	}
	return Warning
}

type reader struct {
	o   *ordered
	at  string
	err error
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%s: %s", r.at, fmt.Sprintf(format, args...))
	}
}

func get[T any](r *reader, key string) (T, bool) {
	var zero T
	v, ok := r.o.values[key]
	if !ok {
		return zero, false
	}
	t, ok := v.(T)
	if !ok {
		r.fail("%s is a %T", key, v)
	}
	return t, ok
}

func (r *reader) strings(key string) []string {
	list, _ := get[[]any](r, key)
	out := make([]string, 0, len(list))
	for _, v := range list {
		s, ok := v.(string)
		if !ok {
			r.fail("%s holds a %T", key, v)
		}
		out = append(out, s)
	}
	return out
}

func (r *reader) pattern(p string) *regexp.Regexp {
	re, err := regexp.Compile(p)
	if err != nil {
		r.fail("%v", err)
	}
	return re
}

// byKeyword reads x-gate and its fellows: one word for all, or one a keyword.
func byKeyword[T ~string](r *reader, key string, inherited map[string]T) map[string]T {
	switch v := r.o.values[key].(type) {
	case nil:
		return inherited
	case string:
		return map[string]T{"*": T(v)}
	case *ordered:
		m := map[string]T{}
		if d, ok := inherited["*"]; ok {
			m["*"] = d
		}
		for k, x := range v.values {
			s, ok := x.(string)
			if !ok {
				r.fail("%s of %s is a %T", key, k, x)
			}
			m[k] = T(s)
		}
		return m
	default:
		r.fail("%s is a %T", key, v)
		return inherited
	}
}

func (s *set) build(kind string, doc any) error {
	_, err := s.sub(kind+suffix, "", doc, nil)
	return err
}

// sub reads the subschema at a pointer of a file.
func (s *set) sub(file, ptr string, doc any, parent *Sub) (*Sub, error) {
	o, ok := doc.(*ordered)
	if !ok {
		return nil, fmt.Errorf("%s#%s is a %T", file, ptr, doc)
	}
	r := &reader{o: o, at: file + "#" + ptr}
	out := &Sub{Location: r.at, maxLength: -1}
	s.subs[r.at] = out
	var gate map[string]Gate
	var severity map[string]Severity
	var who map[string]string
	if parent != nil {
		gate, severity, who = star(parent.gate), star(parent.severity), star(parent.reader)
	}
	out.gate = byKeyword(r, "x-gate", gate)
	out.severity = byKeyword(r, "x-severity", severity)
	out.reader = byKeyword(r, "x-reader", who)
	out.says = byKeyword[string](r, "x-says", nil)
	if out.gate == nil && parent == nil {
		r.fail("the root has no x-gate")
	}
	r.annotations(out)
	r.keywords(out)
	r.time(out)

	child := func(v any, tokens ...string) *Sub {
		for i, t := range tokens {
			tokens[i] = escapeToken(t)
		}
		c, err := s.sub(file, ptr+"/"+strings.Join(tokens, "/"), v, out)
		if err != nil && r.err == nil {
			r.err = err
		}
		return c
	}
	one := func(key string) *Sub {
		v, ok := o.values[key]
		if !ok {
			return nil
		}
		return child(v, key)
	}
	named := func(key string, each func(name string, c *Sub)) {
		if props, ok := get[*ordered](r, key); ok {
			for _, name := range props.keys {
				each(name, child(props.values[name], key, name))
			}
		}
	}
	list := func(key string) (subs []*Sub) {
		values, _ := get[[]any](r, key)
		for i, v := range values {
			subs = append(subs, child(v, key, fmt.Sprint(i)))
		}
		return subs
	}
	out.byName = map[string]*Sub{}
	named("properties", func(name string, c *Sub) {
		out.byName[name] = c
		out.keys = append(out.keys, Key{name, c, slices.Contains(out.required, name)})
	})
	named("patternProperties", func(p string, c *Sub) { out.patterns = append(out.patterns, patternKey{r.pattern(p), c}) })
	named("$defs", func(string, *Sub) {})
	out.allOf, out.past = list("allOf"), list("x-past")
	out.Items, out.Values, out.names = one("items"), one("additionalProperties"), one("propertyNames")
	out.ifs, out.then, out.els, out.not = one("if"), one("then"), one("else"), one("not")
	if ref, ok := get[string](r, "$ref"); ok {
		if strings.HasPrefix(ref, "#") {
			ref = file + ref
		}
		if !strings.Contains(ref, "#") {
			ref += "#"
		}
		out.refTo = ref
	}
	return out, r.err
}

// star is what subschemas inherit: the word for all keywords, not those for one.
func star[T ~string](m map[string]T) map[string]T {
	if v, ok := m["*"]; ok {
		return map[string]T{"*": v}
	}
	return nil
}

func (r *reader) annotations(out *Sub) {
	out.Title, _ = get[string](r, "title")
	out.Description, _ = get[string](r, "description")
	out.Default, out.HasDefault = r.o.values["default"]
	out.Examples, _ = get[[]any](r, "examples")
	out.Role, _ = get[string](r, "x-role")
	out.Go, _ = get[string](r, "x-go")
	out.view, _ = get[string](r, "x-view")
	out.Open, _ = get[bool](r, "x-open")
	out.Unread, _ = get[bool](r, "x-unread")
	out.Enterprise, _ = get[bool](r, "x-enterprise")
	out.Date, _ = get[bool](r, "x-date")
	if sdk, ok := get[bool](r, "x-sdk"); ok {
		out.NoSDK = !sdk
	}
	keys, _ := get[string](r, "x-keys")
	out.stringKeys = keys == "string"
	out.Aliases = r.strings("x-aliases")
	if _, ok := r.o.values["x-go-enum"]; ok {
		out.goEnum = r.strings("x-go-enum")
	}
}

// understood are the keywords of JSON Schema that the walkers know. A schema
// that uses another one must teach it to them first.
var understood = []string{
	"$schema", "$id", "$ref", "$defs", "title", "description", "default", "examples",
	"type", "enum", "const", "pattern", "format", "minimum", "maximum", "minLength", "maxLength",
	"properties", "patternProperties", "additionalProperties", "propertyNames", "required", "items",
	"allOf", "if", "then", "else", "not",
}

func (r *reader) keywords(out *Sub) {
	for _, k := range r.o.keys {
		if _, known := annotations[k]; !known && !slices.Contains(understood, k) {
			r.fail("%s is not a keyword that this package understands", k)
		}
	}
	switch t := r.o.values["type"].(type) {
	case nil:
	case string:
		out.Types = []string{t}
	default:
		out.Types = r.strings("type")
	}
	out.types = typesOf(out.Types)
	if list, ok := get[[]any](r, "enum"); ok {
		for _, v := range list {
			out.Enum = append(out.Enum, plain(v))
		}
	}
	if c, ok := r.o.values["const"]; ok {
		out.Enum = []any{plain(c)}
	}
	out.required = r.strings("required")
	if p, ok := get[string](r, "pattern"); ok {
		out.pattern = r.pattern(p)
	}
	if f, ok := get[string](r, "format"); ok {
		out.uri = f == "uri"
		if !out.uri {
			r.fail("format %s is not known", f)
		}
	}
	number := func(key string) *float64 {
		if f, ok := get[float64](r, key); ok {
			return &f
		}
		return nil
	}
	out.minimum, out.maximum = number("minimum"), number("maximum")
	if n := number("minLength"); n != nil {
		out.minLength = int(*n)
	}
	if n := number("maxLength"); n != nil {
		out.maxLength = int(*n)
	}
}

// link resolves every $ref and joins what applies in place.
func (s *set) link() error {
	for _, at := range slices.Sorted(maps.Keys(s.subs)) {
		sub := s.subs[at]
		if sub.refTo == "" {
			continue
		}
		if sub.ref = s.subs[sub.refTo]; sub.ref == nil {
			return fmt.Errorf("%s refers to %s, which is not there", at, sub.refTo)
		}
	}
	for _, sub := range s.subs {
		sub.join()
	}
	s.spread()
	return nil
}

// inPlace is everything that applies to the same value as a subschema, whether
// or not a condition holds: what is known of it, not what is demanded.
type inPlace struct {
	all    []*Sub // the subschema first
	keys   []Key
	byName map[string][]*Sub
	goes   *Sub // the first that says what the daemon decodes
	items  *Sub // of a list
	values *Sub // of a mapping whose keys are not named
	open   bool
	strict bool // the SDK refuses keys that are not text
}

func (s *Sub) join() {
	in := &inPlace{byName: map[string][]*Sub{}}
	seen := map[*Sub]bool{}
	var visit func(x *Sub)
	visit = func(x *Sub) {
		if x == nil || seen[x] {
			return
		}
		seen[x] = true
		in.all = append(in.all, x)
		if in.goes == nil && x.Go != "" {
			in.goes = x
		}
		if in.items == nil {
			in.items = x.Items
		}
		if in.values == nil {
			in.values = x.Values
		}
		in.open = in.open || x.Open
		in.strict = in.strict || x.stringKeys
		for _, k := range x.keys {
			if _, ok := in.byName[k.Name]; !ok {
				in.keys = append(in.keys, k)
			}
			in.byName[k.Name] = append(in.byName[k.Name], k.Sub)
		}
		visit(x.ref)
		for _, y := range x.allOf {
			visit(y)
		}
		visit(x.then)
		visit(x.els)
	}
	visit(s)
	for i, k := range in.keys {
		in.keys[i].Required = slices.ContainsFunc(in.all, func(x *Sub) bool { return slices.Contains(x.required, k.Name) })
	}
	s.in = in
}

// Keys are the known keys of a mapping under the subschema, those that apply
// only under a condition among them.
func (s *Sub) Keys() []Key { return slices.Clone(s.in.keys) }

// InPlace are the subschemas that apply to the same value, s first.
func (s *Sub) InPlace() []*Sub { return slices.Clone(s.in.all) }

func escapeToken(t string) string {
	return strings.ReplaceAll(strings.ReplaceAll(t, "~", "~0"), "/", "~1")
}
