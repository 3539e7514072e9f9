package schema

// Violations and their words.

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// Violation is one cause for which a file does not meet its schema.
type Violation struct {
	// Node is the value that is wrong; for "required" the mapping that lacks the
	// key. It is nil where the file is empty.
	Node *yaml.Node
	// Span is the place to point at: a value, a key, or an alias.
	Span text.Span
	// Anchor is set where Span is an alias: the node in the anchor's value.
	Anchor *yaml.Node
	// First is the earlier key of a duplicate.
	First *yaml.Node
	// Misspelt is the unknown key that is probably meant to be the missing Key: of
	// another spelling, or in another mapping.
	Misspelt *yaml.Node
	// Belongs is the mapping in which an unknown key is read, where there is one.
	Belongs *yaml.Node
	// given are the values that a condition of the schema looked at.
	given []*yaml.Node

	// Keyword is the keyword of JSON Schema that is not met, or
	// "x-go" (the daemon cannot decode the value), "x-json" (JSON, as which the
	// daemon stores the declaration, cannot hold it), "duplicate" (a key stands
	// twice), "alias" (aliases that cannot be expanded), "x-yaml" (PyYAML
	// refuses the scalar), "x-keys" (a key is not text), "unknown" (a key that
	// neither side reads) or "empty" (the file is).
	Keyword  string
	Gate     Gate
	Severity Severity
	// Refuses is the releases of each reader that refuse the file for it; empty
	// where nobody does.
	Refuses releases.Scope
	// Other is what another gate says of the same cause, nil where none does:
	// it holds where the releases in Own, those of this gate, do not count.
	Other *Violation
	Own   releases.Scope
	// Sub is the subschema that is not met; it may be nil.
	Sub *Sub
	// Key is the missing, unknown or duplicate key.
	Key string
	// Want are the values that may stand there; nil unless they are listed.
	Want []string
	// Nearest is the allowed value or key that is probably meant, or "".
	Nearest string

	Message text.Message
}

// Route is the way from the file's root to Node: keys and 0-based indices.
func (v Violation) Route() []any {
	if v.Node == nil {
		return nil
	}
	return v.Node.Route()
}

// place is where to point for a complaint about a value: the value itself, or
// what heads it where it fills lines.
func place(n *yaml.Node) text.Span {
	if (n.Kind == yaml.Mapping || n.Kind == yaml.Sequence) && n.Style == yaml.Block {
		return n.HeadSpan()
	}
	return n.PlaceSpan()
}

// maxShown is the most characters of a value that a message repeats.
const maxShown = 40

// quoted is a text in quotes, shortened.
func quoted(s string) string {
	if utf8.RuneCountInString(s) > maxShown {
		r := []rune(s)
		s = string(r[:maxShown-1]) + "…"
	}
	return strconv.Quote(s)
}

// shown is a text as it is, shortened, on one line.
func shown(s string) string {
	q := quoted(s)
	return q[1 : len(q)-1]
}

// stands says what stands at a node.
func stands(n *yaml.Node) any {
	n = n.Resolve()
	switch {
	case n == nil || n.IsNull():
		return text.Msg("empty")
	case n.Kind == yaml.Mapping:
		return text.Msg("a mapping")
	case n.Kind == yaml.Sequence:
		return text.Msg("a list")
	}
	v, why := pyScalar(n)
	if why != "" {
		return shown(n.Value)
	}
	switch v := v.(type) {
	case string:
		return quoted(v)
	case bool:
		return text.Msg("%s (a boolean)", shown(n.Value))
	case map[string]any:
		if _, bytes := v[binaryKey]; bytes {
			return text.Msg("%s (bytes)", shown(n.Value))
		}
		return text.Msg("%s (a date)", shown(n.Value))
	case nil:
		return text.Msg("empty")
	}
	return text.Msg("%s (a number)", shown(n.Value))
}

func isDate(n *yaml.Node) bool {
	if n = n.Resolve(); n == nil || n.Kind != yaml.Scalar {
		return false
	}
	v, _ := pyScalar(n)
	m, ok := v.(map[string]any)
	return ok && foreign(m)
}

// name names a node in a message: by its key, or by its list's name and index.
func name(n *yaml.Node) any {
	if n.IsKey() {
		return text.Msg("the key %s", quoted(n.Value))
	}
	return nameOf(n)
}

func nameOf(n *yaml.Node) any {
	tail := ""
	for n.Key == nil {
		switch root := n.Parent; {
		case root == nil:
			return text.Msg("the file")
		case root.Key == nil && root.Parent == nil:
			return text.Msg("item %s", strconv.Itoa(n.Index)+tail)
		}
		tail = "[" + strconv.Itoa(n.Index) + "]" + tail
		n = n.Parent
	}
	return shown(n.Key.Value) + tail
}

var typeWords = map[string]text.Message{
	"string": text.Msg("text"), "integer": text.Msg("a whole number"), "number": text.Msg("a number"), "boolean": text.Msg("true or false"),
	"array": text.Msg("a list"), "object": text.Msg("a mapping"), "null": text.Msg("empty"),
}

// wanted says which types may stand there.
func wanted(types []string) text.Message {
	words := make([]text.Message, 0, len(types))
	for _, t := range types {
		if t == "integer" && slices.Contains(types, "number") || t == "null" && len(types) > 1 {
			continue
		}
		words = append(words, typeWords[t])
	}
	return text.Or(words)
}

// oneOf lists values that are allowed.
func oneOf(words []string) text.Message {
	const most = 20
	switch {
	case len(words) == 1:
		return text.Join(words)
	case len(words) > most:
		return text.Msg("one of %s … (%d in all)", text.Join(words[:most]), len(words))
	}
	return text.Msg("one of %s", text.Join(words))
}

// want notes the values allowed, and the one that is probably meant.
func want(v *Violation, words []string, got string) {
	v.Want = words
	if n, ok := near.Nearest(got, words); ok {
		v.Nearest = n
	}
	if n := synonym(got, words); n != "" && near.Distance(strings.ToLower(got), strings.ToLower(v.Nearest)) > 1 {
		v.Nearest = n
	}
}

func enumMessage(v *Violation, name, got any, s *Sub) {
	must := text.Phrase(s.Says("enum"))
	if must.Format == "" {
		must = oneOf(v.Want)
	}
	v.Message = text.Msg("%s is %s; it must be %s", name, got, must)
	if v.Nearest != "" && len(v.Want) > 1 {
		v.Message = v.Message.And(". Did you mean %q?", v.Nearest)
	}
}

// enumWords are the values of an enum as one writes them; null is left out.
func (s *Sub) enumWords() []string {
	words := make([]string, 0, len(s.Enum))
	for _, e := range s.Enum {
		switch e := e.(type) {
		case string:
			words = append(words, e)
		case bool, float64:
			words = append(words, fmt.Sprint(e))
		}
	}
	return words
}

// say fills in the message of a value that does not meet a keyword.
func say(v *Violation, n *yaml.Node) {
	sayPlainly(v, n)
	if n.IsScalar() {
		v.Message = v.Message.Plus(text.Strange(n.Text()))
	}
}

func sayPlainly(v *Violation, n *yaml.Node) {
	s := v.Sub
	must, got, who := text.Phrase(s.Says(v.Keyword)), stands(n), name(n)
	if n.IsKey() {
		got = text.Msg("unknown")
	}
	switch v.Keyword {
	case "enum", "const":
		want(v, s.enumWords(), n.Text())
		if n.IsKey() {
			v.Message = text.Msg("%s is unknown; it must be %s", who, oneOf(v.Want))
			if v.Nearest != "" {
				v.Message = v.Message.And(". Did you mean %q?", v.Nearest)
			}
			return
		}
		enumMessage(v, who, got, s)
		return
	case "type":
		if must.Format == "" {
			must = wanted(s.Types)
		}
		if c := yaml.LooksLikeKey(n.Resolve()); c.Format != "" && s.types&(typeObject|typeArray) != 0 {
			v.Message = text.Msg("%s is text and not %s: %s", who, must, c)
			return
		}
		if s.types&typeString != 0 && n.Resolve().Style == yaml.Plain && (s.types&(typeInteger|typeNumber|typeBoolean) == 0 && n.IsScalar() && !n.IsNull() || isDate(n)) {
			v.Message = text.Msg("%s is %s; it must be %s: put it in quotes", who, got, must)
			return
		}
	case "minLength":
		if n.Text() == "" {
			v.Message = text.Msg("%s is empty; it must be set", who)
			return
		}
		must = text.Msg("at least %d characters long", s.minLength)
	case "maxLength":
		if must.Format == "" {
			v.Message = text.Msg("%s has %d characters; at most %d are allowed", who, utf8.RuneCountInString(n.Text()), s.maxLength)
			return
		}
	case "minimum", "maximum":
		if must.Format == "" && v.Keyword == "minimum" {
			must = text.Msg("at least %s", strconv.FormatFloat(*s.minimum, 'f', -1, 64))
		} else if must.Format == "" {
			must = text.Msg("at most %s", strconv.FormatFloat(*s.maximum, 'f', -1, 64))
		}
	case "pattern":
		if must.Format == "" {
			must = text.Msg("text that matches %s", s.pattern.String())
		}
	case "not":
		if must.Format == "" {
			must = text.Msg("another value")
		}
	}
	v.Message = text.Msg("%s is %s; it must be %s", who, got, must)
}

// missing fills in the message of a required key that is not there.
func missing(v *Violation, n *yaml.Node) {
	if c := n.Get(v.Key); c != nil {
		v.Span = c.PlaceSpan()
		v.Message = text.Msg("%s is empty; it must be set", v.Key)
		return
	}
	if n.Parent == nil {
		v.Message = text.Msg("%s is missing", v.Key)
		return
	}
	v.Message = text.Msg("%s is missing from %s", v.Key, name(n))
}

// order sorts violations by place and drops those that tell of the same cause.
func order(list []Violation) []Violation {
	slices.SortStableFunc(list, func(a, b Violation) int {
		// Most differ in their places; the rest costs more to ask for.
		if c := cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End)); c != 0 {
			return c
		}
		if c := cmp.Or(
			cmp.Compare(start(a), start(b)),
			past(a)-past(b), cmp.Compare(rank(a), rank(b)), cmp.Compare(keywordRank(a.Keyword), keywordRank(b.Keyword)),
			cmp.Compare(a.Key, b.Key), cmp.Compare(a.Keyword, b.Keyword),
		); c != 0 {
			return c
		}
		return cmp.Compare(a.Message.String(), b.Message.String())
	})
	type cause struct {
		node  *yaml.Node
		span  text.Span
		class string
		key   string
	}
	wrong := map[*yaml.Node]bool{}
	for _, v := range list {
		if v.Node != nil && v.Keyword != "required" && v.Severity == Error {
			wrong[v.Node] = true
		}
	}
	seen := make(map[cause]int, len(list))
	out := list[:0]
	for _, v := range list {
		// What only follows from a value that is wrong itself is not told.
		if slices.ContainsFunc(v.given, func(n *yaml.Node) bool { return n != v.Node && wrong[n] }) {
			continue
		}
		c := cause{v.Node, v.Span, "value", ""}
		if v.Node != nil && v.Node.IsKey() {
			c = cause{nil, v.Span, "key", ""}
		}
		switch v.Keyword {
		case "unknown", "x-keys":
			c = cause{nil, v.Span, "key", ""}
		case "required":
			c.class, c.key = "key", v.Key
			if e := v.Node.Get(v.Key); e != nil { // it is there, but empty
				if !e.IsNull() && wrong[e] {
					continue // or of a kind that a reader makes nothing of
				}
				c = cause{e, v.Span, "value", ""}
			}
		case "duplicate":
			c.class, c.key = "duplicate", v.Key
		}
		if first, ok := seen[c]; ok {
			out[first] = joined(out[first], v)
			continue
		}
		seen[c] = len(out)
		out = append(out, v)
	}
	return out
}

// joined is v with what another reader, or another release, says of the same cause.
func joined(v, w Violation) Violation {
	if v.Own.IsEmpty() {
		v.Own = v.Refuses
	}
	switch {
	case w.Gate == v.Gate:
		v.Own = v.Own.Or(w.Refuses)
	case v.Other == nil:
		v.Other = &w
	}
	v.Refuses = v.Refuses.Or(w.Refuses)
	return v
}

// start is where the node itself begins, which an alias hides.
func start(v Violation) int {
	n := v.Node
	if v.Keyword == "required" && n.Get(v.Key) != nil {
		n = n.Get(v.Key)
	}
	if n == nil {
		return 0
	}
	return n.Span.Start
}

// past puts behind what no newest release refuses any more, or not yet.
func past(v Violation) int {
	if v.Refuses.IsEmpty() || v.Refuses.Newest() {
		return 0
	}
	return 1
}

// rank puts errors first, and among them those that the platform meets first.
// Where the API says of a value what another reader says too, the other speaks:
// it is met with any package, the API only by way of a running Dify. A list that
// is null is refused at the upload, whatever stands in the package.
func rank(v Violation) int {
	s := slices.Index([]Severity{Error, Warning, Info}, v.Severity)
	g := slices.Index(gates, v.Gate)
	if !nullList(v) && v.Refuses == releases.ScopeOf(releases.API, v.Refuses[releases.API]) && !v.Refuses.IsEmpty() {
		g = len(gates)
	}
	return s*(len(gates)+1) + g
}

// nullList reports whether a violation is a list that the daemon hands on as null.
func nullList(v Violation) bool {
	return v.Keyword == "required" && v.Sub.Says("required") != ""
}

func keywordRank(k string) int {
	i := slices.Index([]string{"x-yaml", "x-go", "x-json", "type", "enum", "const", "required", "pattern"}, k)
	if i < 0 {
		return 100
	}
	return i
}
