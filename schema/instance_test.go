package schema

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestInstance: the value that PyYAML makes of a file, and where it gives up.
func TestInstance(t *testing.T) {
	for _, tt := range []struct {
		name, doc string
		want      []string
	}{
		{"scalars", "[a, 1, 1.5, true, null, ~, '1', 0x10, 1_000, 1:30]", []string{`["a",1,1.5,true,null,null,"1",16,1000,90]`}},
		{"the last of equal keys", "{a: 1, b: 2, a: 3}", []string{`{"a":3,"b":2}`}},
		{"keys that are not text", "{1: a, true: b, b: c}", []string{`{"\u0000":null,"b":"c"}`}},
		{"only such keys", "{1: a, 2: b}", []string{`{"\u0000":null}`}},
		{"a key of one sign", "{=: a}", []string{`{"=":"a"}`}},
		{"a key that is a date", "{2024-02-30: a}", []string{
			`{"\u0000":null}`,
			`1 %q looks like a date, but there is no such date or time; put it in quotes if it is text`,
		}},
		{"a key that is a list", "{[a]: b, c: d}", []string{
			`{"\u0000":null,"c":"d"}`,
			`1 a key is %s; the SDK's YAML reader accepts only simple values as keys`,
		}},
		{"a key behind an alias", "{a: &k key, *k : b}", []string{`{"a":"key","key":"b"}`}},
		{"keys in quotes", "{'1': a, \"true\": b, '': c}", []string{`{"":"c","1":"a","true":"b"}`}},
		{"keys with tags", "{!!str 1: a, !!int '2': b, !!int x: c}", []string{
			`{"1":"a"}`,
			`33 %q looks like a number, but Python cannot read it; put it in quotes if it is text`,
		}},
		{"an alias", "{a: &x [1], b: *x, c: [*x, *x]}", []string{`{"a":[1],"b":[1],"c":[[1],[1]]}`}},
		{"a merge", "{<<: {a: 1, b: 2}, b: 3}", []string{`{"a":1,"b":3}`}},
		{"merges in a list", "{<<: [{a: 1, b: 2}, {b: 3, c: 4}], c: 5}", []string{`{"a":1,"b":2,"c":5}`}},
		{"a merged alias", "{x: &x {a: 1}, y: {<<: *x, b: 2}, z: {<<: [*x, {a: 2}]}}", []string{`{"x":{"a":1},"y":{"a":1,"b":2},"z":{"a":1}}`}},
		{"what cannot be merged", "{<<: a, b: {<<: [c, {d: 1}]}}", []string{
			`{"b":{"d":1}}`,
			`5 %s cannot be merged with <<: only mappings can`,
			`17 %s cannot be merged with <<: only mappings can`,
		}},
		{"a list in itself", "a: &x [1, *x]", []string{
			`{"a":[1,[1,null]]}`,
			`too much`,
		}},
		{"an anchor twice is not in itself", "{a: &x [1], b: [*x, *x], c: &y [*x], d: *y}", []string{`{"a":[1],"b":[[1],[1]],"c":[[1]],"d":[[1]]}`}},
		{"faults behind an alias, once", "{a: &x [2024-02-30, !t b, !t [c], {[d]: e, =: f, 2024-02-31: g}], b: *x}", []string{
			`{"a":[null,null,["c"],{"\u0000":null,"=":"f"}],"b":[null,null,["c"],{"\u0000":null,"=":"f"}]}`,
			`8 %q looks like a date, but there is no such date or time; put it in quotes if it is text`,
			`23 the SDK's YAML reader does not know the tag %s`,
			`29 the SDK's YAML reader does not know the tag %s`,
			`35 a key is %s; the SDK's YAML reader accepts only simple values as keys`,
			`49 %q looks like a date, but there is no such date or time; put it in quotes if it is text`,
		}},
		{"sets", "!!set {a, b}", []string{`{"$binary":true}`}},
		{"pairs", "[!!omap [a: 1], !!pairs [a: 1], !!seq [1], !!map {a: 1}, !t [1], !u {a: 1}, ! [2]]", []string{
			`[[{"a":1}],[{"a":1}],[1],{"a":1},[1],{"a":1},[2]]`,
			`60 the SDK's YAML reader does not know the tag %s`,
			`68 the SDK's YAML reader does not know the tag %s`,
		}},
		{"bytes", "[!!binary aGk=, !!binary ////, !!binary a]", []string{
			`["hi",{"$binary":true},null]`,
			`40 %q is tagged as binary, but is not base64`,
		}},
		{"empty", "{a: , b: [], c: {}}", []string{`{"a":null,"b":[],"c":{}}`}},
	} {
		b := instance{}
		data, err := json.Marshal(b.value(root(t, tt.doc), 0))
		if err != nil {
			t.Fatal(err)
		}
		got := []string{string(data)}
		for _, f := range b.faults {
			got = append(got, fmt.Sprintf("%d %s", f.node.Span.Start, f.why))
		}
		if b.tooMuch {
			got = append(got, "too much")
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s:\n%s", tt.name, d)
		}
	}
}

// TestInstanceBounds: how deep a file may be, and how much its aliases may add.
func TestInstanceBounds(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for _, tt := range []struct {
		name, doc string
		tooMuch   bool
	}{
		{"as deep as may be", deep(maxDepth + 1), false},
		{"deeper", deep(maxDepth + 2), true},
		{"deep by aliases", "{a: &a " + deep(maxDepth/2) + ", b: " + strings.Repeat("[", maxDepth/2) + "*a" + strings.Repeat("]", maxDepth/2) + "}", true},
		{"as large as may be", "{a: &a [" + strings.Repeat("x,", 1999) + "], b: [" + strings.Repeat("*a,", maxExpansion/2000) + "]}", false},
		{"larger", "{a: &a [" + strings.Repeat("x,", 1999) + "], b: [" + strings.Repeat("*a,", maxExpansion/2000) + "*a]}", true},
	} {
		b := instance{}
		b.value(root(t, tt.doc), 0)
		if b.tooMuch != tt.tooMuch {
			t.Errorf("%s: %v", tt.name, b.tooMuch)
		}
	}
}

// TestDaemonView: the value that the daemon decodes from a file.
func TestDaemonView(t *testing.T) {
	for _, tt := range []struct {
		name, kind, doc string
		want            []string
	}{
		{"fields", "tool", "identity: {author: a, name: 5, unknown: x, label: {en_US: L, ja_JP: }}\nparameters: [{name: a, required: yes, min: 1, precision: 2.9, default: 2024-01-01, max: 0b11}]", []string{`{"identity":{"author":"a","label":{"en_US":"L"},"name":"5"},"parameters":[{"default":"2024-01-01","max":3,"min":1,"name":"a","precision":2,"required":true}]}`}},
		{"what cannot be decoded", "tool", "identity: [a]\nparameters: {a: b}\nhas_runtime_parameters: maybe\ndescription: {human: text, llm: [x]}", []string{`{"description":{}}`}},
		{"items that are left out", "tool", "parameters: [~, {name: a}, text, {name: b}]", []string{
			`{"parameters":[{"name":"a"},{"name":"b"}]}`,
			`12 [1 3]`,
		}},
		{"a binary text", "tool", "identity: {name: !!binary aGk=, author: !!binary a}", []string{`{"identity":{"name":"hi"}}`}},
		{"any", "tool", "parameters: [{default: [1, true, yes, ~, '1', 0x10, {a: 1, [b]: c, 2: d}, 2024-01-01, 1.5]}]", []string{`{"parameters":[{"default":[1,true,"yes",null,"1",16,{"2":"d","a":1},"2024-01-01",1.5]}]}`}},
		{"aliases", "tool", "identity: &i {author: a, name: b}\nx: *i\nparameters: [{name: &n p, llm_description: *n}]", []string{`{"identity":{"author":"a","name":"b"},"parameters":[{"llm_description":"p","name":"p"}]}`}},
		{"credentials by name", "tool-provider", "credentials_for_provider: {a: {type: secret-input, required: true}, 1: {type: x}, b: text, [c]: {}}", []string{`{"credentials_for_provider":{"1":{"type":"x"},"a":{"required":true,"type":"secret-input"}}}`}},
		{"credentials as a list", "tool-provider", "credentials_schema: [{name: a, type: secret-input}, text]", []string{
			`{"credentials_schema":[{"name":"a","type":"secret-input"}]}`,
			`20 [0]`,
		}},
		{"a constructor", "trigger-provider", "subscription_constructor: {parameters: [{name: a}], credentials_schema: [{name: b}]}", []string{`{"subscription_constructor":{"credentials_schema":[{"name":"b"}],"parameters":[{"name":"a"}]}}`}},
		{"a constructor that is text", "trigger-provider", "subscription_constructor: text", []string{`{}`}},
		{"a dependency", "bundle", "dependencies: [{type: package, value: {path: a}}, {type: x, value: y, z: }, text]", []string{
			`{"dependencies":[{"type":"package","value":{"path":"a"}},{"type":"x"}]}`,
			`14 [0 1]`,
		}},
		{"a date and a number", "manifest", "created_at: 2024-01-01\nresource: {memory: 1.5, permission: {storage: {size: -1, enabled: 1}}}\nplugins: {tools: [a, 1, [b]]}", []string{
			`{"created_at":{"$date":"2024-01-01"},"plugins":{"tools":["a","1"]},"resource":{"memory":1,"permission":{"storage":{}}}}`,
			`111 [0 1]`,
		}},
		{"an inner declaration", "manifest", "tool: {identity: {name: a}}\nmodel: text", []string{`{"tool":{"identity":{"name":"a"}}}`}},
	} {
		s := Get(tt.kind)
		d := daemonView{set: s.set}
		v, ok := d.value(root(t, tt.doc), s.Root, 0)
		data, err := json.Marshal(v)
		if err != nil || !ok {
			t.Fatal(err)
		}
		got := []string{string(data)}
		for n, kept := range d.kept {
			got = append(got, fmt.Sprintf("%d %v", n.Span.Start, kept))
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s:\n%s", tt.name, d)
		}
	}
}

// TestFind follows the way of a violation to its node.
func TestFind(t *testing.T) {
	doc := "a: &a {b: [x, y], c: d}\nl: [*a, {<<: *a, e: f}]\nm: {<<: [*a, {g: h}], i: j}\nk: *a\nk: z\n"
	for _, tt := range []struct {
		name, way string
		want      []string
	}{
		{"the root", "", []string{"a: &a {b: [x, y], c: d}\nl: [*a, {<<: *a, e: f}]\nm: {<<: [*a, {g: h}], i: j}\nk: *a\nk: z"}},
		{"a key and an index", "a b 1", []string{`y`}},
		{"an index too large", "a b 2", []string{`nothing`}},
		{"an index below zero", "a b -1", []string{`nothing`}},
		{"no index", "a b x", []string{`nothing`}},
		{"no such key", "a z", []string{`nothing`}},
		{"below a scalar", "a c d", []string{`nothing`}},
		{"an alias", "l 0 c", []string{
			`d`,
			`by *a`,
		}},
		{"a merged key", "l 1 c", []string{
			`d`,
			`by <<: *a`,
		}},
		{"a key beside a merge", "l 1 e", []string{`f`}},
		{"a key of a merged list", "m b 0", []string{
			`x`,
			`by <<: [*a, {g: h}]`,
		}},
		{"a key of its second", "m g", []string{
			`h`,
			`by <<: [*a, {g: h}]`,
		}},
		{"the last of two", "k", []string{`z`}},
	} {
		n := root(t, doc)
		f, ok := find(n, strings.Fields(tt.way), nil)
		got := []string{"nothing"}
		if ok {
			got = []string{doc[f.node.Span.Start:f.node.Span.End]}
			if f.via != nil {
				got = append(got, "by "+doc[f.via.KeySpan().Start:f.via.Span.End])
			}
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s:\n%s", tt.name, d)
		}
	}
}
