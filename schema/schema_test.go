package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

func TestCompile(t *testing.T) {
	if err := Compile(); err != nil {
		t.Fatal(err)
	}
	for _, k := range Kinds() {
		s := Get(k)
		if s == nil || s.Kind != k || s.Root.Title == "" || s.Root.Description == "" {
			t.Errorf("%s: %+v", k, s)
		}
	}
	if Get("nothing") != nil {
		t.Error("a kind that does not exist has a schema")
	}
}

// TestMetaschema holds every file and every bundle against draft 2020-12, and
// compiles each bundle alone: nothing outside it may be needed.
func TestMetaschema(t *testing.T) {
	meta := jsonschema.MustCompile("https://json-schema.org/draft/2020-12/schema")
	entries, err := files.ReadDir("files")
	if err != nil || len(entries) <= len(kinds) {
		t.Fatalf("%d files, %v", len(entries), err)
	}
	check := func(name string, data []byte) {
		var doc any
		if err := json.Unmarshal(data, &doc); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := meta.Validate(doc); err != nil {
			t.Errorf("%s: %#v", name, err)
		}
		file := strings.TrimPrefix(name, "bundle of ")
		id := doc.(map[string]any)["$id"]
		if own := slices.Contains(append([]string{common}, kinds...), strings.TrimSuffix(file, suffix)); own && id != base+file {
			t.Errorf("%s: $id is %v", name, id)
		}
	}
	for _, e := range entries {
		data, err := files.ReadFile("files/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		check(e.Name(), data)
	}
	for _, k := range kinds {
		data, err := Bundle(k)
		if err != nil {
			t.Fatal(err)
		}
		check("bundle of "+k+suffix, data)
		c := jsonschema.NewCompiler()
		if err := c.AddResource(base+k+suffix, bytes.NewReader(data)); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Compile(base + k + suffix); err != nil {
			t.Errorf("%s alone: %v", k, err)
		}
		if bytes.Contains(data, []byte(`"$ref": "`+common)) {
			t.Errorf("the bundle of %s refers to another file", k)
		}
	}
	if _, err := Bundle("nothing"); err == nil {
		t.Error("a bundle of nothing")
	}
}

// condition matches where constraints stand that add to a described key.
var condition = regexp.MustCompile(`/(?:allOf/\d+|if|then|else)(?:/|$)`)

// TestAnnotations holds every subschema to the rules of this package: gates
// and severities that exist, words that are used, what the daemon decodes into
// known, and every key described.
func TestAnnotations(t *testing.T) {
	set, err := compile()
	if err != nil {
		t.Fatal(err)
	}
	roles := []string{"asset", "identifier", "module", "scope", "template", "privacy", "json-schema", "position", "words"}
	goes := []string{"string", "bool", "int", "int64", "uint64", "float64", "decimal", "time", "any", "struct", "map", "text-map", "list", "none", "configs", "configs-strict", "models", "constructor", "dependency"}
	isKind := func(k string) bool { return slices.Contains(append([]string{"source"}, kinds...), k) }
	for i, of := range []string{"github", "marketplace", "package"} { // decode.go relies on the order
		s := set.subs[fmt.Sprintf("bundle%s#/properties/dependencies/items/allOf/%d", suffix, i)]
		if s == nil || s.ifs.byName["type"].Enum[0] != of || s.then.byName["value"] == nil {
			t.Errorf("dependency %d of a bundle is not %s", i, of)
		}
	}
	for at, s := range set.subs {
		if s.Gate("*") == "" {
			t.Errorf("%s has no gate", at)
		}
		for k, g := range s.gate {
			if !slices.Contains(gates, g) {
				t.Errorf("%s: x-gate of %s is %q", at, k, g)
			}
		}
		for k, v := range s.severity {
			if !slices.Contains([]Severity{Error, Warning, Info}, v) {
				t.Errorf("%s: x-severity of %s is %q", at, k, v)
			}
		}
		for k, w := range s.says {
			used := map[string]bool{
				"*": true, "type": len(s.Types) > 0 || s.Go != "" || s.ref != nil, "pattern": s.pattern != nil, "not": s.not != nil,
				"enum": s.Enum != nil, "format": s.uri, "minimum": s.minimum != nil, "maximum": s.maximum != nil, "required": len(s.required) > 0,
			}
			if !used[k] || w == "" || strings.HasSuffix(w, ".") {
				t.Errorf("%s: x-says of %s is %q", at, k, w)
			}
		}
		if prefix, of, ok := strings.Cut(s.Go, ":"); ok {
			if !slices.Contains([]string{"kind", "files", "files-lenient"}, prefix) || !isKind(of) {
				t.Errorf("%s: x-go is %q", at, s.Go)
			}
		} else if s.Go != "" && !slices.Contains(goes, s.Go) {
			t.Errorf("%s: x-go is %q", at, s.Go)
		}
		if prefix, of, ok := strings.Cut(s.Role, ":"); ok {
			if !slices.Contains([]string{"path", "glob"}, prefix) || !isKind(of) {
				t.Errorf("%s: x-role is %q", at, s.Role)
			}
		} else if s.Role != "" && !slices.Contains(roles, s.Role) {
			t.Errorf("%s: x-role is %q", at, s.Role)
		}
		for _, k := range s.in.keys {
			if condition.MatchString(at) {
				continue
			}
			if Describe(k.Sub.in.all) == "" && Describe(subsOf(s, k.Name)) == "" {
				t.Errorf("%s: nothing describes %s", at, k.Name)
			}
		}
		for _, x := range []*Sub{s.ifs, s.not} {
			if x != nil && len(x.gate) > 0 && x.gate["*"] != s.gate["*"] {
				t.Errorf("%s: a condition has a gate of its own", at)
			}
		}
		if s.pattern != nil && s.Says("pattern") == "" && !strings.Contains(at, "/if/") {
			t.Errorf("%s: no words for the pattern", at)
		}
		if s.not != nil && s.Says("not") == "" && !strings.Contains(at, "/if/") {
			t.Errorf("%s: no words for not", at)
		}
	}
}

// subsOf is every subschema of a key, in place.
func subsOf(s *Sub, key string) []*Sub {
	var out []*Sub
	for _, x := range s.in.byName[key] {
		out = append(out, x.in.all...)
	}
	return out
}

// TestFaults: a schema that this package does not understand is refused, with its place.
func TestFaults(t *testing.T) {
	for doc, want := range map[string]string{
		`{"type":"object"}`:                                                    "#: the root has no x-gate",
		`{"x-gate":"start","oneOf":[]}`:                                        "#: oneOf is not a keyword that this package understands",
		`{"x-gate":"start","x-gat":"start"}`:                                   "#: x-gat is not a keyword that this package understands",
		`{"x-gate":"start","type":"object","type":"array"}`:                    `duplicate key "type"`,
		`{"x-gate":"start","pattern":"("}`:                                     "#: error parsing regexp: missing closing ): `(`",
		`{"x-gate":"start","patternProperties":{"(":{}}}`:                      "#: error parsing regexp: missing closing ): `(`",
		`{"x-gate":"start","$ref":"#/$defs/none"}`:                             "# refers to x.schema.json#/$defs/none, which is not there",
		`{"x-gate":"start","title":1}`:                                         "#: title is a float64",
		`[]`:                                                                   "# is a []interface {}",
		`{"x-gate":"start","format":"email"}`:                                  "#: format email is not known",
		`{"x-gate":1}`:                                                         "#: x-gate is a float64",
		`{"x-gate":{"type":1}}`:                                                "#: x-gate of type is a float64",
		`{"x-gate":"start","x-aliases":[1]}`:                                   "#: x-aliases holds a float64",
		`{"x-gate":"start","properties":{"a/b":{"items":{"title":1}}}}`:        "#/properties/a~1b/items: title is a float64",
		`{"x-gate":"start","properties":{"a":true}}`:                           "#/properties/a is a bool",
		`{"x-gate":"start","minLength":1,"x-reader":"client"}`:                 `#: x-reader is "client"`,
		`{"x-gate":"start","pattern":"a","x-since":{"pattern":1}}`:             "#: x-since holds a float64",
		`{"x-gate":"start","pattern":"a","x-since":{"pattern":"9.9.9"}}`:       `9.9.9`,
		`{"x-gate":"start","pattern":"a","x-until":{"sdk":"9.9.9"}}`:           `9.9.9`,
		`{"x-gate":"none","pattern":"a","x-since":{"pattern":"0.4.0"}}`:        "#: x-since of pattern, which no reader enforces",
		`{"x-gate":"start","pattern":"a","x-until":{"pattern":{"a":"0.4.0"}}}`: "#: x-until of pattern is by word, which only enum, type and required have",
		`{"x-gate":"start","x-gat":1,"properties":{"a":{"title":1}}}`:          "#: x-gat is not a keyword that this package understands",
		`{"x-gate":"start"} {}`:                                                "text behind the document",
		`{"x-gate":["start"`:                                                   "EOF",
		`{"x-gate" "start"}`:                                                   "invalid character",
	} {
		if _, err := schemaOf(t, doc); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", doc, err, want)
		}
	}
}

// TestPlain holds that no annotation is left, and what ajv's strict mode asks.
func TestPlain(t *testing.T) {
	for _, tt := range []struct{ name, data, want string }{
		{"annotations go, names and values stay", `{"$id": "https://difylint.github.io/difylint/schema/a.json", "x-gate": "start", "type": "object", "properties": {"x-y": {"x-go": "string", "enum": ["x-z"]}}, "default": {"x-b": 1}}`,
			`{"$id":"https://difylint.github.io/difylint/schema/plain/a.json","type":"object","properties":{"x-y":{"enum":["x-z"]}},"default":{"x-b":1}}`},
		{"no type", `{"minLength": 1}`, `{"minLength":1,"type":["null","boolean","object","array","number","string"]}`},
		{"a type around", `{"type": "string", "allOf": [{"x-a": 1, "minLength": 1}]}`, `{"type":"string","allOf":[{"minLength":1}]}`},
		{"required", `{"type": "object", "required": ["a"]}`, `{"type":"object","required":["a"],"properties":{"a":true}}`},
		{"required and closed", `{"type": "object", "required": ["a"], "additionalProperties": false}`, `{"type":"object","required":["a"],"additionalProperties":false}`},
		{"a pattern beside a name", `{"type": "object", "properties": {"a.b": {"type": "string"}, "z": true}, "patternProperties": {"^a": {"type": "string", "x-a": 1}, "[": true}}`,
			`{"type":"object","properties":{"a.b":{"allOf":[{"type":"string"},{"type":"string"}]},"z":true},"patternProperties":{"[":true,"^(?!(?:a\\.b)$)(?:^a)":{"type":"string"}}}`},
	} {
		got, err := Plain([]byte(tt.data))
		if s := strings.Join(strings.Fields(string(got)), ""); err != nil || s != tt.want {
			t.Errorf("%s: %v\n%s\n%s", tt.name, err, s, tt.want)
		}
	}
	for _, bad := range []string{"", "[]", "{"} {
		if _, err := Plain([]byte(bad)); err == nil {
			t.Errorf("%q has a plain form", bad)
		}
	}
}
