package schema

// Whether a value is valid, without saying why not, for the newest releases: what
// conditions ask.

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The values of an instance are those of encoding/json, with int for small
// whole numbers and json.Number for the rest, plus two of ours, each a mapping
// of one key, since PyYAML reads values that JSON has not.
const (
	dateKey   = "$date"   // a date or date and time without quotes
	binaryKey = "$binary" // bytes that are not text, and sets
)

// foreign reports whether a mapping stands for a value that JSON has not.
func foreign(m map[string]any) bool {
	if len(m) != 1 {
		return false
	}
	_, date := m[dateKey]
	_, bytes := m[binaryKey]
	return date || bytes
}

type typeSet uint8

const (
	typeNull typeSet = 1 << iota
	typeBoolean
	typeInteger
	typeNumber
	typeString
	typeArray
	typeObject
)

func typesOf(names []string) typeSet {
	var t typeSet
	for _, n := range names {
		t |= typesByName[n]
	}
	return t
}

var typesByName = map[string]typeSet{
	"null": typeNull, "boolean": typeBoolean, "integer": typeInteger, "number": typeNumber | typeInteger, "string": typeString, "array": typeArray, "object": typeObject,
}

func typeOf(v any) typeSet {
	switch v := v.(type) {
	case nil:
		return typeNull
	case bool:
		return typeBoolean
	case int:
		return typeInteger
	case float64:
		if v == float64(int64(v)) {
			return typeInteger
		}
		return typeNumber
	case json.Number:
		if strings.IndexByte(string(v), '.') < 0 {
			return typeInteger
		}
		return typeNumber
	case string:
		return typeString
	case []any:
		return typeArray
	case map[string]any:
		return typeObject
	}
	return 0
}

// typeOf is the type of a value where the subschema stands: none for one that JSON
// has not.
func (s *Sub) typeOf(v any) typeSet {
	if m, ok := v.(map[string]any); ok && !s.Date && foreign(m) {
		return 0
	}
	return typeOf(v)
}

func (s *Sub) valid(v any) bool {
	if s.types != 0 && s.types&s.typeOf(v) == 0 {
		return false
	}
	if s.Enum != nil && !s.inEnum(v) {
		return false
	}
	met := true
	s.unmet(v, func(int) { met = false })
	if !met {
		return false
	}
	if m, ok := v.(map[string]any); ok {
		for _, k := range s.required {
			if _, ok := m[k]; !ok {
				return false
			}
		}
	}
	if !s.parts(v, func(_ string, sub *Sub, part any) bool { return sub.valid(part) }) ||
		s.ref != nil && !s.ref.valid(v) || s.not != nil && s.not.valid(v) ||
		slices.ContainsFunc(s.allOf, func(x *Sub) bool { return !x.valid(v) }) {
		return false
	}
	if s.ifs != nil {
		if s.ifs.valid(v) {
			return s.then == nil || s.then.valid(v)
		}
		return s.els == nil || s.els.valid(v)
	}
	return true
}

// unmet reports the keywords about texts and numbers that a value does not meet.
func (s *Sub) unmet(v any, report func(keyword int)) {
	var number float64
	switch v := v.(type) {
	case string:
		if length := utf8.RuneCountInString(v); length < s.minLength {
			report(kMinLength)
		} else if s.maxLength >= 0 && length > s.maxLength {
			report(kMaxLength)
		}
		if s.pattern != nil && !s.pattern.MatchString(v) {
			report(kPattern)
		}
		if s.uri && !isURL(v) {
			report(kFormat)
		}
		return
	case int:
		number = float64(v)
	case float64:
		number = v
	case json.Number:
		number, _ = strconv.ParseFloat(string(v), 64) // out of range is infinite, with the sign
	default:
		return
	}
	if s.minimum != nil && number < *s.minimum {
		report(kMinimum)
	}
	if s.maximum != nil && number > *s.maximum {
		report(kMaximum)
	}
}

// parts calls f with each part of a value that a subschema of its own judges, and the
// token of a JSON pointer that leads there, until f returns false; what names judges
// are the keys themselves. It reports whether f never did.
func (s *Sub) parts(v any, f func(token string, sub *Sub, part any) bool) bool {
	if list, ok := v.([]any); ok && s.Items != nil {
		for i, item := range list {
			if !f(strconv.Itoa(i), s.Items, item) {
				return false
			}
		}
	}
	m, _ := v.(map[string]any)
	if len(s.byName) == 0 && s.patterns == nil && s.Values == nil && s.names == nil {
		return true
	}
	for k, part := range m {
		if s.names != nil && !f(k, s.names, k) {
			return false
		}
		sub, named := s.byName[k]
		if named && !f(k, sub, part) {
			return false
		}
		for _, p := range s.patterns {
			if p.re.MatchString(k) {
				named = true
				if !f(k, p.sub, part) {
					return false
				}
			}
		}
		if !named && s.Values != nil && !f(k, s.Values, part) {
			return false
		}
	}
	return true
}

func (s *Sub) inEnum(v any) bool {
	return slices.ContainsFunc(s.Enum, func(e any) bool { return equal(e, v) })
}

// equal compares a value of a schema with one of an instance.
func equal(e, v any) bool {
	switch e := e.(type) {
	case nil:
		return v == nil
	case string:
		s, ok := v.(string)
		return ok && s == e
	case bool:
		b, ok := v.(bool)
		return ok && b == e
	case float64:
		switch v := v.(type) {
		case int:
			return float64(v) == e
		case float64:
			return v == e
		}
	case map[string]any:
		m, ok := v.(map[string]any)
		return ok && len(m) == 0 && len(e) == 0
	case []any:
		l, ok := v.([]any)
		return ok && len(l) == 0 && len(e) == 0
	}
	return false
}

// isURL is the daemon's "url" tag (go-playground/validator): a scheme, and a
// host, a fragment or an opaque part. A file URL needs no more than a path.
func isURL(s string) bool {
	u, err := url.Parse(s)
	if err != nil || u.Scheme == "" {
		return false
	}
	if u.Scheme == "file" {
		return u.Path != "" && u.Path != "/"
	}
	return u.Host != "" || u.Fragment != "" || u.Opaque != ""
}
