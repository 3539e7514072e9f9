package schema

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAt(t *testing.T) {
	for _, tt := range []struct {
		kind string
		way  []any
		role string
		keys string
		enum string
	}{
		{"manifest", []any{"plugins", "tools", 0}, "path:tool-provider", "", ""},
		{"manifest", []any{"icon"}, "asset", "", ""},
		{"manifest", []any{"meta", "runner"}, "", "language! version! entrypoint!", ""},
		{"manifest", []any{"label"}, "words", "en_US! zh_Hans ja_JP pt_BR", ""},
		{"manifest", []any{"meta", "arch", 0}, "", "", "amd64 arm64"},
		{"tool", []any{"extra", "python", "source"}, "path:source", "", ""},
		{"tool", []any{"parameters", 0, "form"}, "", "", "llm form schema"},
		{"tool", []any{"output_schema"}, "json-schema", "", ""},
		{"model", []any{"parameter_rules", 0, "use_template"}, "template", "", ""},
		{"model-provider", []any{"models", "llm", "predefined", 0}, "glob:model", "", ""},
		{"endpoint-provider", []any{"endpoints", 0}, "path:endpoint", "", ""},
		{"tool-provider", []any{"credentials_for_provider", "key", "type"}, "", "", "secret-input text-input select boolean model-selector app-selector array[tools]"},
	} {
		n := root(t, good[tt.kind])
		node := n.At(tt.way...)
		if node == nil {
			t.Fatalf("%s has no %v", tt.kind, tt.way)
		}
		subs := At(tt.kind, n, node)
		if Describe(subs) == "" && tt.way[len(tt.way)-1] != 0 {
			t.Errorf("%s %v: no description", tt.kind, tt.way)
		}
		var keys []string
		for _, k := range KeysOf(subs) {
			if k.Required {
				k.Name += "!"
			}
			keys = append(keys, k.Name)
		}
		got := []string{Role(subs), strings.Join(keys, " "), strings.Join(Allowed(subs), " ")}
		if d := cmp.Diff([]string{tt.role, tt.keys, tt.enum}, got); d != "" {
			t.Errorf("%s %v:\n%s", tt.kind, tt.way, d)
		}
	}
}

// TestAtConditions: of a condition's two sides the one that the file takes.
func TestAtConditions(t *testing.T) {
	inline := root(t, "endpoints:\n  - path: /a\n")
	subs := At("endpoint-provider", inline, inline.At("endpoints", 0))
	if keys := KeysOf(subs); len(keys) < 4 || keys[0].Name != "path" || !keys[0].Required {
		t.Errorf("an endpoint written inline: %v", keys)
	}
	n := root(t, good["tool"])
	if subs := At("tool", n, n.At("identity", "name").Key); len(KeysOf(subs)) < 3 {
		t.Errorf("a key is looked up in its mapping: %v", KeysOf(subs))
	}
	if At("tool", n, nil) != nil || At("nothing", n, n) != nil || len(At("tool", n, n.At("output_schema", "type"))) == 0 {
		t.Error("places that no schema knows")
	}
}

// TestTogether: what several subschemas say of one value, together.
func TestTogether(t *testing.T) {
	s, err := schemaOf(t, `{"x-gate": "start", "properties": {
		"a": {"type": "string"}, "b": {"description": "B", "x-role": "asset"},
		"c": {"enum": ["a", "b", "c"], "allOf": [{"description": "first", "x-role": "module"}, {"enum": ["c", "x", "b"], "description": "second", "x-role": "asset"}, {"enum": ["b", "c", "d"]}]},
		"d": {"enum": ["a"], "allOf": [{"enum": ["b"]}]}
	}, "allOf": [{"properties": {"e": {"type": "string"}, "a": {"description": "A"}, "b": {"description": "another"}}, "required": ["a", "no"]}]}`)
	if err != nil {
		t.Fatal(err)
	}
	doc := root(t, "{a: x, c: b, d: a}")
	var got []string
	for _, k := range KeysOf(s.At(doc, doc)) {
		name := k.Name
		if k.Required {
			name += "!"
		}
		got = append(got, name+" "+k.Sub.Description)
	}
	if d := cmp.Diff([]string{"a! A", "b B", "c ", "d ", "e "}, got); d != "" {
		t.Error(d)
	}
	at := s.At(doc, doc.Get("c"))
	if d := cmp.Diff([]string{"b c", "first", "module"}, []string{strings.Join(Allowed(at), " "), Describe(at), Role(at)}); d != "" {
		t.Error(d)
	}
	if d := s.At(doc, doc.Get("d")); len(Allowed(d)) > 0 || Describe(d) != "" || Role(d) != "" {
		t.Error("nothing may stand there, and nothing is said of it")
	}
}

// TestConditions: a condition is judged by a value of which no more is built than
// the condition looks at, through aliases and merges too.
func TestConditions(t *testing.T) {
	for _, dependency := range []string{
		"{type: package, value: {path: a.difypkg}}",
		"{<<: *base, value: {path: a.difypkg}}",
		"*whole",
	} {
		n := root(t, "base: &base {type: package}\nwhole: &whole {type: package, value: {path: a.difypkg}}\ndependencies:\n- "+dependency+"\n")
		entry := n.At("dependencies", 0)
		found := false
		for _, s := range At("bundle", n, entry) {
			for _, k := range KeysOf([]*Sub{s}) {
				found = found || k.Name == "value" && k.Sub.Description == "What to install." && len(k.Sub.keys) == 1 && k.Sub.keys[0].Name == "path"
			}
		}
		if !found {
			t.Errorf("%s: the keys of a package are not known", dependency)
		}
	}
}
