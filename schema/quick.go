package schema

// A quick yes: whether a value is valid, without saying why not. Most files
// are, and then the validator proper, which is slow, is not asked. A "no" from
// here is not a verdict: the validator gives that.

import (
	"encoding/json"
	"net/url"
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
		switch n {
		case "null":
			t |= typeNull
		case "boolean":
			t |= typeBoolean
		case "integer":
			t |= typeInteger
		case "number":
			t |= typeNumber | typeInteger
		case "string":
			t |= typeString
		case "array":
			t |= typeArray
		case "object":
			t |= typeObject
		}
	}
	return t
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

func (s *Sub) valid(v any) bool {
	if s.types != 0 && s.types&typeOf(v) == 0 {
		return false
	}
	if s.Enum != nil && !s.inEnum(v) {
		return false
	}
	switch v := v.(type) {
	case string:
		if !s.validString(v) {
			return false
		}
	case int:
		if !s.validNumber(float64(v)) {
			return false
		}
	case float64:
		if !s.validNumber(v) {
			return false
		}
	case json.Number:
		if s.minimum != nil || s.maximum != nil {
			return false // too large for a machine word: let the validator say
		}
	case []any:
		if s.Items != nil {
			for _, item := range v {
				if !s.Items.valid(item) {
					return false
				}
			}
		}
	case map[string]any:
		if !s.validObject(v) {
			return false
		}
	}
	if s.ref != nil && !s.ref.valid(v) {
		return false
	}
	for _, x := range s.allOf {
		if !x.valid(v) {
			return false
		}
	}
	if s.not != nil && s.not.valid(v) {
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

func (s *Sub) validString(v string) bool {
	if s.minLength > 0 && utf8.RuneCountInString(v) < s.minLength {
		return false
	}
	if s.maxLength >= 0 && len(v) > s.maxLength && utf8.RuneCountInString(v) > s.maxLength {
		return false
	}
	if s.pattern != nil && !s.pattern.MatchString(v) {
		return false
	}
	return !s.uri || isURL(v)
}

func (s *Sub) validNumber(v float64) bool {
	return (s.minimum == nil || v >= *s.minimum) && (s.maximum == nil || v <= *s.maximum)
}

func (s *Sub) validObject(m map[string]any) bool {
	if s.types != 0 && !s.Date && foreign(m) {
		return false
	}
	for _, k := range s.required {
		if _, ok := m[k]; !ok {
			return false
		}
	}
	if len(s.byName) == 0 && s.patterns == nil && s.Values == nil && s.names == nil {
		return true
	}
	for k, v := range m {
		if s.names != nil && !s.names.valid(k) {
			return false
		}
		sub, named := s.byName[k]
		if named && !sub.valid(v) {
			return false
		}
		for _, p := range s.patterns {
			if p.re.MatchString(k) {
				named = true
				if !p.sub.valid(v) {
					return false
				}
			}
		}
		if !named && s.Values != nil && !s.Values.valid(v) {
			return false
		}
	}
	return true
}

func (s *Sub) inEnum(v any) bool {
	for _, e := range s.Enum {
		if equal(e, v) {
			return true
		}
	}
	return false
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
func isURL(v any) bool {
	s, ok := v.(string)
	if !ok {
		return true
	}
	s = strings.ToLower(s)
	if s == "" {
		return false
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme == "" {
		return false
	}
	if u.Scheme == "file" {
		return u.Path != "" && u.Path != "/"
	}
	return u.Host != "" || u.Fragment != "" || u.Opaque != ""
}
