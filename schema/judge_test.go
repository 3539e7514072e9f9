package schema

import (
	"fmt"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// schemaOf compiles a schema of a test.
func schemaOf(tb testing.TB, doc string) (*Schema, error) {
	tb.Helper()
	s := &set{subs: map[string]*Sub{}}
	v, err := decodeOrdered([]byte(doc))
	if err == nil {
		err = s.build("x", v)
	}
	if err == nil {
		err = s.link()
	}
	root := s.subs["x"+suffix+"#"]
	if err != nil {
		return nil, err
	}
	return &Schema{Kind: "x", Root: root, view: root.view, set: s}, nil
}

// refusals writes what any release says of a value: place, gate, keyword, the
// releases, message.
func refusals(tb testing.TB, s *Schema, doc string) []string {
	tb.Helper()
	tree := yaml.Parse(text.NewFile("t.yaml", []byte(doc)))
	if tree.Err != nil {
		tb.Fatalf("%s in %q", tree.Err.Raw, doc)
	}
	out := []string{}
	for _, v := range s.ValidateFor(tree.Root, Both) {
		p := tree.File.Position(v.Span.Start)
		who := ""
		for _, r := range releases.Readers {
			if set := v.Refuses[r]; !set.IsEmpty() {
				who += fmt.Sprintf(" %s %s", r, set.Words(r))
			}
		}
		gate := string(v.Gate)
		if v.Severity != Error {
			gate += "/" + string(v.Severity)
		}
		out = append(out, fmt.Sprintf("%d:%d %s %s%s: %s", p.Line, p.Column, gate, v.Keyword, who, v.Message))
	}
	return out
}

// TestReleases holds values against schemas of which each release asks something
// else, and what is valid for the newest against the JSON Schema library.
func TestReleases(t *testing.T) {
	for _, tt := range []struct {
		name, schema, doc string
		want              []string
	}{
		{"since, by keyword", `{"x-gate": "start", "pattern": "^a", "x-since": {"pattern": "0.4.0"}}`, "b", []string{`1:1 start pattern sdk since 0.4.0: the file is "b"; it must be text that matches ^a`}},
		{"until, by keyword", `{"x-gate": "start", "pattern": "^a", "x-until": {"pattern": "0.4.0"}}`, "b", []string{`1:1 start pattern sdk before 0.4.0: the file is "b"; it must be text that matches ^a, for dify_plugin before 0.4.0`}},
		{"both", `{"x-gate": "start", "pattern": "^a", "x-since": {"pattern": "0.3.0"}, "x-until": {"pattern": "0.4.0"}}`, "b", []string{`1:1 start pattern sdk from 0.3.0 to 0.3.5: the file is "b"; it must be text that matches ^a, for dify_plugin from 0.3.0 to 0.3.5`}},
		{"a keyword that all ask for, beside one", `{"x-gate": "start", "pattern": "^a", "minLength": 3, "x-until": {"pattern": "0.4.0"}}`, "b", []string{`1:1 start minLength sdk since 0.1.0: the file is "b"; it must be at least 3 characters long`}},
		{"since, by reader", `{"x-gate": "start", "pattern": "^a", "x-since": {"sdk": "0.4.0"}}`, "b", []string{`1:1 start pattern sdk since 0.4.0: the file is "b"; it must be text that matches ^a`}},
		{"of another reader", `{"x-gate": "start", "pattern": "^a", "x-since": {"daemon": "0.4.0"}}`, "b", []string{`1:1 start pattern sdk since 0.1.0: the file is "b"; it must be text that matches ^a`}},
		{"of a reader and a keyword", `{"x-gate": "start", "pattern": "^a", "x-since": {"sdk": "0.3.0", "pattern": "0.2.0"}, "x-until": {"pattern": "0.4.0"}}`, "b", []string{`1:1 start pattern sdk from 0.3.0 to 0.3.5: the file is "b"; it must be text that matches ^a, for dify_plugin from 0.3.0 to 0.3.5`}},
		{"a word of an enum since", `{"x-gate": "start", "enum": ["a", "b"], "x-since": {"enum": {"b": "0.4.0"}}}`, "b", []string{`1:1 start enum sdk before 0.4.0: the file is "b", which dify_plugin before 0.4.0 does not know`}},
		{"the other word", `{"x-gate": "start", "enum": ["a", "b"], "x-since": {"enum": {"b": "0.4.0"}}}`, "a", []string{}},
		{"no word", `{"x-gate": "start", "enum": ["a", "b"], "x-since": {"enum": {"b": "0.4.0"}}}`, "c", []string{`1:1 start enum sdk since 0.1.0: the file is "c"; it must be one of a, b`}},
		{"a word of an enum until", `{"x-gate": "start", "enum": ["a"], "x-until": {"enum": {"b": "0.4.0"}}}`, "b", []string{`1:1 start enum sdk since 0.4.0: the file is "b"; it must be a`}},
		{"a word between", `{"x-gate": "start", "enum": ["a"], "x-since": {"enum": {"b": "0.3.0"}}, "x-until": {"enum": {"b": "0.4.0"}}}`, "b", []string{`1:1 start enum sdk before 0.3.0, since 0.4.0: the file is "b"; it must be a`}},
		{"a number of an enum", `{"x-gate": "start", "enum": [1, 2], "x-since": {"enum": {"2": "0.4.0"}}}`, "2", []string{`1:1 start enum sdk before 0.4.0: the file is 2 (a number), which dify_plugin before 0.4.0 does not know`}},
		{"a type since", `{"x-gate": "start", "type": ["string", "array"], "x-since": {"type": {"array": "0.4.0"}}}`, "[a]", []string{`1:1 start type sdk before 0.4.0: the file is a list; it must be text or a list, for dify_plugin before 0.4.0`}},
		{"the other type", `{"x-gate": "start", "type": ["string", "array"], "x-since": {"type": {"array": "0.4.0"}}}`, "a", []string{}},
		{"no type", `{"x-gate": "start", "type": ["string", "array"], "x-since": {"type": {"array": "0.4.0"}}}`, "{a: b}", []string{`1:1 start type sdk since 0.1.0: the file is a mapping; it must be text or a list`}},
		{"a type until", `{"x-gate": "start", "type": "string", "x-until": {"type": {"integer": "0.4.0"}}}`, "1", []string{`1:1 start type sdk since 0.4.0: the file is 1 (a number); it must be text: put it in quotes`}},
		{"number takes whole numbers", `{"x-gate": "start", "type": ["number", "array"], "x-since": {"type": {"array": "0.4.0"}}}`, "1", []string{}},
		{"required since", `{"x-gate": "start", "required": ["a", "b"], "x-since": {"required": {"b": "0.4.0"}}}`, "{c: 1}", []string{
			`1:1 start required sdk since 0.1.0: a is missing`,
			`1:1 start required sdk since 0.4.0: b is missing`,
		}},
		{"the list and a part of it", `{"x-gate": "start", "items": {"type": "string", "x-since": {"type": "0.4.0"}}}`, "[a, 1]", []string{`1:5 start type sdk since 0.4.0: item 1 is 1 (a number); it must be text: put it in quotes`}},
		{"nothing but the past", `{"x-gate": "start", "x-past": [{"pattern": "^a", "x-until": {"pattern": "0.4.0"}}]}`, "b", []string{`1:1 start pattern sdk before 0.4.0: the file is "b"; it must be text that matches ^a, for dify_plugin before 0.4.0`}},
		{"the API beside the SDK", `{"x-gate": "start", "x-go": "string", "allOf": [{"x-gate": "install", "x-reader": "api", "maxLength": 1, "x-since": {"maxLength": "1.9.0"}}], "maxLength": 2}`, "abc", []string{`1:1 start maxLength api since 1.9.0 sdk since 0.1.0: the file has 3 characters; at most 2 are allowed`}},
		{"the API alone", `{"x-gate": "start", "x-go": "string", "allOf": [{"x-gate": "install", "x-reader": "api", "maxLength": 1, "x-until": {"maxLength": "1.9.0"}}], "maxLength": 2}`, "ab", []string{`1:1 install maxLength api before 1.9.0: the file has 2 characters; at most 1 are allowed; Dify's API refuses this one, for Dify before 1.9.0`}},
		{"a gate by keyword", `{"x-gate": {"*": "start", "pattern": "publish"}, "x-severity": {"maxLength": "info"}, "pattern": "^a", "maxLength": 2, "minLength": 9}`, "bcd", []string{`1:1 start minLength sdk since 0.1.0: the file is "bcd"; it must be at least 9 characters long`}},
		{"a severity for all", `{"x-gate": "start", "x-severity": "info", "pattern": "^a"}`, "b", []string{`1:1 start/info pattern sdk since 0.1.0: the file is "b"; it must be text that matches ^a`}},
		{"a reader by keyword", `{"x-gate": "install", "x-view": "daemon", "x-go": "string", "x-reader": {"maxLength": "api"}, "pattern": "^a", "maxLength": 1}`, "bc", []string{`1:1 install pattern daemon since 0.0.1 api since 1.0.0: the file is "bc"; it must be text that matches ^a`}},
		{"what an older daemon decodes", `{"x-gate": "start", "x-go": "struct", "properties": {"a": {"x-go": "int", "x-since": {"daemon": "0.3.0"}}, "b": {"x-go": "int", "x-until": {"x-go": "0.3.0"}}, "c": {"x-go": "int", "x-since": {"daemon": "0.3.0"}, "x-until": {"daemon": "0.3.0"}}}}`, "{a: x, b: x, c: x}", []string{
			`1:5 package x-go daemon since 0.3.0: a is "x"; it must be a whole number`,
			`1:11 package x-go daemon before 0.3.0: b is "x"; it must be a whole number`,
		}},
		{"what the SDK does not read", `{"x-gate": "start", "properties": {"a": {"x-sdk": false, "pattern": "^a", "properties": {"c": {"type": "string"}}}, "b": {"pattern": "^a"}}}`, "{a: b, b: b}", []string{`1:11 start pattern sdk since 0.1.0: b is "b"; it must be text that matches ^a`}},
		{"advice below what the SDK does not read", `{"x-gate": "none", "properties": {"a": {"x-sdk": false, "x-gate": "start", "maxLength": 1, "allOf": [{"x-gate": "none", "pattern": "^a"}]}}}`, "{a: bc}", []string{`1:5 none/warning pattern: a is "bc"; it must be text that matches ^a`}},
		{"limits of numbers", `{"x-gate": "start", "items": {"minimum": 1, "maximum": 3}}`, "[1, 3, 0, 4, 0.5, 3.5, 1.0, 3.0, 99999999999999999999, -99999999999999999999]", []string{
			`1:8 start minimum sdk since 0.1.0: item 2 is 0 (a number); it must be at least 1`,
			`1:11 start maximum sdk since 0.1.0: item 3 is 4 (a number); it must be at most 3`,
			`1:14 start minimum sdk since 0.1.0: item 4 is 0.5 (a number); it must be at least 1`,
			`1:19 start maximum sdk since 0.1.0: item 5 is 3.5 (a number); it must be at most 3`,
			`1:34 start maximum sdk since 0.1.0: item 8 is 99999999999999999999 (a number); it must be at most 3`,
			`1:56 start minimum sdk since 0.1.0: item 9 is -99999999999999999999 (a number); it must be at least 1`,
		}},
		{"limits of texts", `{"x-gate": "start", "items": {"minLength": 2, "maxLength": 3}}`, "[é, éé, ééé, éééé]", []string{
			`1:2 start minLength sdk since 0.1.0: item 0 is "é"; it must be at least 2 characters long`,
			`1:14 start maxLength sdk since 0.1.0: item 3 has 4 characters; at most 3 are allowed`,
		}},
		{"an address", `{"x-gate": "start", "items": {"format": "uri"}}`, "['https://a.example', 'a.example', '', 'file:///a', 'file:///', 'mailto:a', 'x:#f', 'x:', ':']", []string{
			`1:23 start format sdk since 0.1.0: item 1 is "a.example"; it must be `,
			`1:36 start format sdk since 0.1.0: item 2 is ""; it must be `,
			`1:53 start format sdk since 0.1.0: item 4 is "file:///"; it must be `,
			`1:85 start format sdk since 0.1.0: item 7 is "x:"; it must be `,
			`1:91 start format sdk since 0.1.0: item 8 is ":"; it must be `,
		}},
		{"names", `{"x-gate": "start", "propertyNames": {"pattern": "^[a-z]+$"}, "additionalProperties": {"type": "integer"}}`, "{a: 1, B: 2, c: x}", []string{
			`1:8 start pattern sdk since 0.1.0: the key "B" is unknown; it must be text that matches ^[a-z]+$`,
			`1:17 start type sdk since 0.1.0: c is "x"; it must be a whole number`,
		}},
		{"names, patterns and the rest", `{"x-gate": "start", "properties": {"a": {"type": "string"}, "x1": {"type": "string"}}, "patternProperties": {"^x": {"type": "integer"}}, "additionalProperties": {"type": "boolean"}}`, "{a: 1, x1: a, x2: a, b: 1, c: true, x3: 1}", []string{
			`1:5 start type sdk since 0.1.0: a is 1 (a number); it must be text: put it in quotes`,
			`1:12 start type sdk since 0.1.0: x1 is "a"; it must be a whole number`,
			`1:19 start type sdk since 0.1.0: x2 is "a"; it must be a whole number`,
			`1:25 start type sdk since 0.1.0: b is 1 (a number); it must be true or false`,
		}},
		{"patterns alone", `{"x-gate": "start", "items": {"patternProperties": {"^x": {"type": "integer"}}}}`, "[{x: a}, {x: 1}]", []string{`1:6 start type sdk since 0.1.0: x is "a"; it must be a whole number`}},
		{"values alone", `{"x-gate": "start", "items": {"additionalProperties": {"type": "integer"}}}`, "[{x: a}, {x: 1}]", []string{`1:6 start type sdk since 0.1.0: x is "a"; it must be a whole number`}},
		{"names alone", `{"x-gate": "start", "items": {"propertyNames": {"pattern": "^y"}}}`, "[{x: a}, {y: 1}]", []string{`1:3 start pattern sdk since 0.1.0: the key "x" is unknown; it must be text that matches ^y`}},
		{"conditions of patterns, values and names", `{"x-gate": "start", "items": {"if": {"patternProperties": {"^x": {"type": "integer"}}, "additionalProperties": {"type": "string"}, "propertyNames": {"pattern": "^[xy]"}}, "then": {"required": ["no"]}}}`, "[{x: a}, {x: 1}, {y: a}, {y: 1}, {z: a}]", []string{
			`1:10 start required sdk since 0.1.0: no is missing from item 1`,
			`1:18 start required sdk since 0.1.0: no is missing from item 2`,
		}},
		{"not", `{"x-gate": "start", "items": {"not": {"enum": ["a"]}, "x-says": {"not": "another word"}}}`, "[a, b]", []string{`1:2 start not sdk since 0.1.0: item 0 is "a"; it must be another word`}},
		{"a condition", `{"x-gate": "start", "if": {"properties": {"t": {"const": "a"}}, "required": ["t"]}, "then": {"properties": {"v": {"type": "string"}}}, "else": {"properties": {"v": {"type": "integer"}}}}`, "{t: a, v: 1}", []string{
			`1:2 none/warning unknown: the platform does not read the key t`,
			`1:11 start type sdk since 0.1.0: v is 1 (a number); it must be text: put it in quotes`,
		}},
		{"its other side", `{"x-gate": "start", "if": {"properties": {"t": {"const": "a"}}, "required": ["t"]}, "then": {"properties": {"v": {"type": "string"}}}, "else": {"properties": {"v": {"type": "integer"}}}}`, "{v: x}", []string{`1:5 start type sdk since 0.1.0: v is "x"; it must be a whole number`}},
		{"a condition over a wrong value", `{"x-gate": "start", "properties": {"t": {"enum": ["a", "b"]}}, "if": {"properties": {"t": {"const": "a"}}, "required": ["t"]}, "then": {"required": ["v"]}, "else": {"required": ["w"]}}`, "{t: c}", []string{`1:5 start enum sdk since 0.1.0: t is "c"; it must be one of a, b`}},
		{"a reference", `{"x-gate": "start", "properties": {"a": {"$ref": "#/$defs/d"}}, "$defs": {"d": {"type": "integer"}}}`, "a: x", []string{`1:4 start type sdk since 0.1.0: a is "x"; it must be a whole number`}},
		{"dates", `{"x-gate": "start", "properties": {"a": {"type": "object"}, "b": {"type": "object", "x-date": true}, "c": {"type": "string"}}}`, "{a: 2024-01-01, b: 2024-01-01, c: 2024-01-01}", []string{
			`1:5 start type sdk since 0.1.0: a is 2024-01-01 (a date); it must be a mapping`,
			`1:35 start type sdk since 0.1.0: c is 2024-01-01 (a date); it must be text: put it in quotes`,
		}},
		{"values of an enum", `{"x-gate": "start", "items": {"enum": [null, true, 1, 1.5, "a", {}, []]}}`, "[null, true, 1, 1.5, a, {}, [], false, 2, 2.5, b, {a: b}, [a], '1', 1.0]", []string{
			`1:33 start enum sdk since 0.1.0: item 7 is false (a boolean); it must be one of true, 1, 1.5, a`,
			`1:40 start enum sdk since 0.1.0: item 8 is 2 (a number); it must be one of true, 1, 1.5, a`,
			`1:43 start enum sdk since 0.1.0: item 9 is 2.5 (a number); it must be one of true, 1, 1.5, a. Did you mean "1.5"?`,
			`1:48 start enum sdk since 0.1.0: item 10 is "b"; it must be one of true, 1, 1.5, a`,
			`1:51 start enum sdk since 0.1.0: item 11 is a mapping; it must be one of true, 1, 1.5, a`,
			`1:59 start enum sdk since 0.1.0: item 12 is a list; it must be one of true, 1, 1.5, a`,
			`1:64 start enum sdk since 0.1.0: item 13 is "1"; it must be one of true, 1, 1.5, a. Did you mean "1"?`,
		}},
		{"types", `{"x-gate": "start", "properties": {"n": {"type": "null"}, "b": {"type": "boolean"}, "i": {"type": "integer"}, "f": {"type": "number"}, "s": {"type": "string"}, "a": {"type": "array"}, "o": {"type": "object"}}}`, "{n: 1, b: 1, i: 1.5, f: x, s: 1, a: {}, o: []}", []string{
			`1:5 start type sdk since 0.1.0: n is 1 (a number); it must be empty`,
			`1:11 start type sdk since 0.1.0: b is 1 (a number); it must be true or false`,
			`1:17 start type sdk since 0.1.0: i is 1.5 (a number); it must be a whole number`,
			`1:25 start type sdk since 0.1.0: f is "x"; it must be a number`,
			`1:31 start type sdk since 0.1.0: s is 1 (a number); it must be text: put it in quotes`,
			`1:37 start type sdk since 0.1.0: a is a mapping; it must be a list`,
			`1:44 start type sdk since 0.1.0: o is a list; it must be a mapping`,
		}},
		{"types that fit", `{"x-gate": "start", "properties": {"n": {"type": "null"}, "b": {"type": "boolean"}, "i": {"type": "integer"}, "f": {"type": "number"}, "s": {"type": "string"}, "a": {"type": "array"}, "o": {"type": "object"}}}`, "{n: null, b: false, i: 2.0, f: 1, s: x, a: [], o: {}}", []string{}},
	} {
		s, err := schemaOf(t, tt.schema)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		library := jsonschema.NewCompiler()
		extend(library)
		if err := library.AddResource("x", strings.NewReader(tt.schema)); err != nil {
			t.Fatal(err)
		}
		value := new(instance).value(root(t, tt.doc), 0)
		if got, want := s.Root.valid(value), library.MustCompile("x").Validate(value) == nil; got != want {
			t.Errorf("%s: valid: %v, the library says %v", tt.name, got, want)
		}
		if d := cmp.Diff(tt.want, refusals(t, s, tt.doc)); d != "" {
			t.Errorf("%s:\n%s", tt.name, d)
		}
	}
}
