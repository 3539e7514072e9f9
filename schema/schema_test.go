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

// TestFaults: a schema that this package does not understand is refused.
func TestFaults(t *testing.T) {
	for name, doc := range map[string]string{
		"no gate":         `{"type":"object"}`,
		"unknown keyword": `{"x-gate":"start","oneOf":[]}`,
		"typo in x-":      `{"x-gate":"start","x-gat":"start"}`,
		"twice":           `{"x-gate":"start","type":"object","type":"array"}`,
		"bad pattern":     `{"x-gate":"start","pattern":"("}`,
		"bad reference":   `{"x-gate":"start","$ref":"#/$defs/none"}`,
		"wrong type":      `{"x-gate":"start","title":1}`,
		"not an object":   `[]`,
		"format":          `{"x-gate":"start","format":"email"}`,
	} {
		s := &set{subs: map[string]*Sub{}}
		v, err := decodeOrdered([]byte(doc))
		if err == nil {
			err = s.build("x", v)
		}
		if err == nil {
			err = s.link()
		}
		if err == nil {
			t.Errorf("%s: accepted", name)
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
