package schema

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestKeys: keys that nobody reads, what they are meant to be, and where they belong.
func TestKeys(t *testing.T) {
	for _, tt := range []struct {
		name, kind, old, new string
		want                 []string
	}{
		{"two misspelt", "tool", "  author: acme\n  name: search\n", "  authorr: acme\n  naem: search\n", []string{
			`2:3 start required: author is missing; authorr here is probably a misspelling of it`,
			`3:3 start required: name is missing; naem here is probably a misspelling of it`,
		}},
		{"a misspelling of two", "tool", "  author: acme\n  name: search\n", "  authorr: acme\n  authr: acme\n  name: search\n", []string{
			`2:3 start required: author is missing; authorr here is probably a misspelling of it`,
			`3:3 none/warning unknown: the platform does not read the key authr; did you mean author?`,
		}},
		{"a misspelling beside the key", "tool", "  author: acme\n", "  author: acme\n  authorr: acme\n", []string{`3:3 none/warning unknown: the platform does not read the key authorr`}},
		{"a misspelling of a key whose values are of another kind", "tool", "    required: true\n", "    requird: [a]\n", []string{`11:5 none/warning unknown: the platform does not read the key requird`}},
		{"of a number as text", "tool", "    required: true\n", "    mim: '1'\n    mxa: one\n", []string{
			`11:5 none/warning unknown: the platform does not read the key mim; did you mean min?`,
			`12:5 none/warning unknown: the platform does not read the key mxa`,
		}},
		{"of a key that nobody reads", "manifest", "tags: [search]\n", "tols: {}\n", []string{`29:1 none/warning unknown: the platform does not read the key tols`}},
		{"without a value", "tool", "    required: true\n", "    requird:\n", []string{`11:5 none/warning unknown: the platform does not read the key requird; did you mean required?`}},
		{"a date", "tool", "    required: true\n", "    defalt: 2024-01-01\n", []string{`11:5 none/warning unknown: the platform does not read the key defalt; did you mean default?`}},
		{"in another case", "manifest", "label:\n  en_US: Search\n", "label:\n  en_US: Search\n  ZH_hans: x\n", []string{`7:3 none/warning unknown: the platform does not read the key ZH_hans; did you mean zh_Hans?`}},
		{"a language that nobody reads", "manifest", "label:\n  en_US: Search\n", "label:\n  en_US: Search\n  de_DE: x\n", []string{}},
		{"at the top of the file", "tool", "extra:\n  python:\n    source: tools/search.py\n", "python:\n  source: tools/search.py\n", []string{
			`1:1 start required: extra is missing`,
			`17:1 none/warning unknown: the platform does not read the key python here; it belongs under extra`,
		}},
		{"of the top, inside", "tool", "  type: object\nextra:\n", "  type: object\nidentity2:\n  parameters: []\nextra:\n", []string{`17:1 none/warning unknown: the platform does not read the key identity2`}},
		{"of the top, in a mapping", "tool", "description:\n", "  description: x\ndescription:\n", []string{`5:3 none/warning unknown: the platform does not read the key description`}},
		{"inside, at the top", "manifest", "tags: [search]\n", "memory: 1\n", []string{`29:1 none/warning unknown: the platform does not read the key memory here, and resource has it already; remove this one`}},
		{"inside, at the top, where it stands", "manifest", "tags: [search]\n", "runner: {}\n", []string{`29:1 none/warning unknown: the platform does not read the key runner here, and meta has it already; remove this one`}},
		{"known in two places", "manifest", "tags: [search]\n", "enabled: true\n", []string{`29:1 none/warning unknown: the platform does not read the key enabled`}},
		{"too far in", "tool", "description:\n  human: {en_US: Looks for a text}\n  llm: Looks for a text\n", "  description:\n    human: {en_US: Looks for a text}\n    llm: Looks for a text\n", []string{`5:3 start required: description is missing from the file; here it is indented too far: indent it less`}},
		{"not far enough in", "tool", "  llm: Looks for a text\n", "llm: Looks for a text\n", []string{`7:1 start required: llm is missing from description; here it is not indented enough: it belongs inside`}},
		{"behind an anchor", "tool", "identity:\n  author: acme\n", "x: &x {author: acme, naem: a}\nidentity:\n  <<: *x\n", []string{`1:1 none/warning unknown: the platform does not read the key x`}},
		{"a key without its blank", "tool", "    required: true\n", "    required:true: x\n", []string{`11:5 none/warning unknown: the platform does not read the key required:true`}},
		{"a key that looks like another", "tool", "    required: true\n", "    rеquired: true\n", []string{`11:5 none/warning unknown: the platform does not read the key rеquired; did you mean required?`}},
		{"a hard blank before a key", "tool", "extra:\n  python:\n    source: tools/search.py\n", "extra:\n  python:\n\u00a0\u00a0source: tools/search.py\n", []string{`19:1 start type: python is empty: the no-break space U+00A0 is no blank in YAML; write a space`}},
		{"keys that are not text", "tool", "    required: true\n", "    1: a\n    ~: b\n    2024-01-01: c\n    [d]: e\n    on: f\n", []string{
			`11:5 start x-keys: the SDK's YAML reader does not read the key 1 as text; put it in quotes`,
			`12:5 start x-keys: the SDK's YAML reader does not read the key ~ as text; put it in quotes`,
			`13:5 start x-keys: the SDK's YAML reader does not read the key 2024-01-01 as text; put it in quotes`,
			`14:5 package x-go: a key must be text`,
			`15:5 start x-keys: the SDK's YAML reader does not read the key on as text; put it in quotes`,
		}},
		{"such keys where the SDK refuses them", "tool-provider", "  key:\n", "  1: {type: text-input}\n  ~: {}\n  [a]: {}\n  2024-02-30: {}\n  key:\n", []string{
			`8:3 start x-keys: the SDK's YAML reader does not read the key 1 as text; put it in quotes`,
			`9:3 start x-keys: the SDK's YAML reader does not read the key ~ as text; put it in quotes`,
			`10:3 start x-yaml: a key is a list; the SDK's YAML reader accepts only simple values as keys`,
			`11:3 start x-yaml: "2024-02-30" looks like a date, but there is no such date or time; put it in quotes if it is text`,
		}},
		{"a key behind an alias", "tool", "  author: acme\n", "  &k author: acme\n  zz: &z {a: *k}\n", []string{`3:3 none/warning unknown: the platform does not read the key zz`}},
		{"a long key", "tool", "    required: true\n", "    " + strings.Repeat("k", 60) + ": x\n", []string{`11:5 none/warning unknown: the platform does not read the key kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…`}},
		{"a list where a mapping is expected", "tool", "identity:\n  author: acme\n  name: search\n  label: {en_US: Search}\n", "identity:\n  - author: acme\n", []string{`1:1 package x-go: identity is a list; it must be a mapping`}},
	} {
		doc := strings.Replace(good[tt.kind], tt.old, tt.new, 1)
		if doc == good[tt.kind] {
			t.Errorf("%s: %q does not stand there", tt.name, tt.old)
			continue
		}
		if d := cmp.Diff(tt.want, told(t, tt.kind, doc)); d != "" {
			t.Errorf("%s:\n%s", tt.name, d)
		}
	}
}

// TestWords: what a message says of a value and of what is expected.
func TestWords(t *testing.T) {
	for _, tt := range []struct {
		name, schema, doc string
		want              []string
	}{
		{"what stands there", `{"x-gate": "start", "items": {"const": "x"}}`, "[~, {a: b}, [a], 1, true, yes, 2024-01-01, a, 'b', =, 0x1F, !!binary ////, '" + strings.Repeat("é", 41) + "', '" + strings.Repeat("é", 40) + "']", []string{
			`1:2 start enum sdk since 0.1.0: item 0 is empty; it must be x`,
			`1:5 start enum sdk since 0.1.0: item 1 is a mapping; it must be x`,
			`1:13 start enum sdk since 0.1.0: item 2 is a list; it must be x`,
			`1:18 start enum sdk since 0.1.0: item 3 is 1 (a number); it must be x`,
			`1:21 start enum sdk since 0.1.0: item 4 is true (a boolean); it must be x`,
			`1:27 start enum sdk since 0.1.0: item 5 is yes (a boolean); it must be x`,
			`1:32 start enum sdk since 0.1.0: item 6 is 2024-01-01 (a date); it must be x`,
			`1:44 start enum sdk since 0.1.0: item 7 is "a"; it must be x`,
			`1:47 start enum sdk since 0.1.0: item 8 is "b"; it must be x`,
			`1:52 start x-yaml sdk since 0.1.0: = without quotes is a special value of YAML 1.1, which the SDK's YAML reader refuses; put it in quotes`,
			`1:55 start enum sdk since 0.1.0: item 10 is 0x1F (a number); it must be x`,
			`1:70 start enum sdk since 0.1.0: item 11 is //// (bytes); it must be x`,
			`1:76 start enum sdk since 0.1.0: item 12 is "ééééééééééééééééééééééééééééééééééééééé…"; it must be x`,
			`1:121 start enum sdk since 0.1.0: item 13 is "éééééééééééééééééééééééééééééééééééééééé"; it must be x`,
		}},
		{"types", `{"x-gate": "start", "items": {"type": ["integer", "number", "null", "boolean"]}}`, "[a, [b]]", []string{
			`1:2 start type sdk since 0.1.0: item 0 is "a"; it must be a number or true or false`,
			`1:5 start type sdk since 0.1.0: item 1 is a list; it must be a number or true or false`,
		}},
		{"null alone", `{"x-gate": "start", "type": "null"}`, "a", []string{`1:1 start type sdk since 0.1.0: the file is "a"; it must be empty`}},
		{"quotes", `{"x-gate": "start", "properties": {"a": {"type": "string"}, "b": {"type": ["string", "integer"]}, "c": {"type": ["string", "array"]}}}`, "{a: 1, b: 1.5, c: 1}", []string{
			`1:5 start type sdk since 0.1.0: a is 1 (a number); it must be text: put it in quotes`,
			`1:11 start type sdk since 0.1.0: b is 1.5 (a number); it must be text or a whole number`,
			`1:19 start type sdk since 0.1.0: c is 1 (a number); it must be text or a list: put it in quotes`,
		}},
		{"quotes of a date", `{"x-gate": "start", "properties": {"a": {"type": ["string", "boolean"]}, "b": {"type": ["string", "integer"]}}}`, "{a: 2024-01-01, b: 2024-01-01}", []string{
			`1:5 start type sdk since 0.1.0: a is 2024-01-01 (a date); it must be text or true or false: put it in quotes`,
			`1:20 start type sdk since 0.1.0: b is 2024-01-01 (a date); it must be text or a whole number: put it in quotes`,
		}},
		{"no quotes", `{"x-gate": "start", "properties": {"a": {"type": "string"}, "b": {"type": "string"}, "c": {"type": "string"}}}`, "{a: [x], b: !!int '1', c: }", []string{
			`1:5 start type sdk since 0.1.0: a is a list; it must be text`,
			`1:19 start type sdk since 0.1.0: b is 1 (a number); it must be text`,
			`1:24 start type sdk since 0.1.0: c is empty; it must be text`,
		}},
		{"text that looks like a mapping", `{"x-gate": "start", "properties": {"a": {"type": "object"}, "b": {"type": "array"}, "c": {"type": "integer"}}}`, "a:\n  b：c\nb: -\u00a0c\nc: d：e\n", []string{
			`2:3 start type sdk since 0.1.0: a is text and not a mapping: the full-width colon "：" (U+FF1A) ends no key in YAML; write ":" and a space (：, U+FF1A, only looks like :)`,
			`3:4 start type sdk since 0.1.0: b is text and not a list: the no-break space U+00A0 is no blank in YAML; write a space (U+00A0 only looks like a space)`,
			`4:4 start type sdk since 0.1.0: c is "d：e"; it must be a whole number (：, U+FF1A, only looks like :)`,
		}},
		{"said otherwise", `{"x-gate": "start", "x-says": {"*": "a good value", "maximum": "small"}, "items": {"x-says": {"*": "a good value", "maximum": "small"}, "minimum": 2, "maximum": 3, "type": ["integer", "string"], "pattern": "^a", "maxLength": 2, "enum": ["a", "ab", "abcd", 1, 4, 2]}}`, "[1, 4, b, abcd, [a], ab]", []string{
			`1:2 start minimum sdk since 0.1.0: item 0 is 1 (a number); it must be a good value`,
			`1:5 start maximum sdk since 0.1.0: item 1 is 4 (a number); it must be small`,
			`1:8 start enum sdk since 0.1.0: item 2 is "b"; it must be a good value`,
			`1:11 start maxLength sdk since 0.1.0: item 3 is "abcd"; it must be a good value`,
			`1:17 start type sdk since 0.1.0: item 4 is a list; it must be a good value`,
		}},
		{"limits", `{"x-gate": "start", "items": {"minimum": 0.5, "maximum": 1000000, "minLength": 2, "maxLength": 3, "not": {"const": "no"}, "pattern": "^n"}}`, "[0.25, 1000001, '', n, nnnn, 'no', bb]", []string{
			`1:2 start minimum sdk since 0.1.0: item 0 is 0.25 (a number); it must be at least 0.5`,
			`1:8 start maximum sdk since 0.1.0: item 1 is 1000001 (a number); it must be at most 1000000`,
			`1:17 start pattern sdk since 0.1.0: item 2 is ""; it must be text that matches ^n`,
			`1:21 start minLength sdk since 0.1.0: item 3 is "n"; it must be at least 2 characters long`,
			`1:24 start maxLength sdk since 0.1.0: item 4 has 4 characters; at most 3 are allowed`,
			`1:30 start not sdk since 0.1.0: item 5 is "no"; it must be another value`,
			`1:36 start pattern sdk since 0.1.0: item 6 is "bb"; it must be text that matches ^n`,
		}},
		{"one of many", `{"x-gate": "start", "enum": ["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "b1", "b2", "b3", "b4", "b5", "b6", "b7", "b8", "b9", "c1", "c2", "c3"]}`, "zzzz", []string{`1:1 start enum sdk since 0.1.0: the file is "zzzz"; it must be one of a1, a2, a3, a4, a5, a6, a7, a8, a9, b1, b2, b3, b4, b5, b6, b7, b8, b9, c1, c2 … (21 in all)`}},
		{"one of twenty", `{"x-gate": "start", "enum": ["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "b1", "b2", "b3", "b4", "b5", "b6", "b7", "b8", "b9", "c1", "c2"]}`, "zzzz", []string{`1:1 start enum sdk since 0.1.0: the file is "zzzz"; it must be one of a1, a2, a3, a4, a5, a6, a7, a8, a9, b1, b2, b3, b4, b5, b6, b7, b8, b9, c1, c2`}},
		{"the nearest", `{"x-gate": "start", "items": {"enum": ["string", "number", "select"]}}`, "[strin, text-input, selct, enum, zzz, [string]]", []string{
			`1:2 start enum sdk since 0.1.0: item 0 is "strin"; it must be one of string, number, select. Did you mean "string"?`,
			`1:9 start enum sdk since 0.1.0: item 1 is "text-input"; it must be one of string, number, select. Did you mean "string"?`,
			`1:21 start enum sdk since 0.1.0: item 2 is "selct"; it must be one of string, number, select. Did you mean "select"?`,
			`1:28 start enum sdk since 0.1.0: item 3 is "enum"; it must be one of string, number, select. Did you mean "select"?`,
			`1:34 start enum sdk since 0.1.0: item 4 is "zzz"; it must be one of string, number, select`,
			`1:39 start enum sdk since 0.1.0: item 5 is a list; it must be one of string, number, select`,
		}},
		{"one alone", `{"x-gate": "start", "const": "plugin"}`, "plugn", []string{`1:1 start enum sdk since 0.1.0: the file is "plugn"; it must be plugin`}},
		{"a key of a few", `{"x-gate": "start", "propertyNames": {"enum": ["mode", "context_size"]}}`, "{mdoe: 1, zzz: 2}", []string{
			`1:2 start enum sdk since 0.1.0: the key "mdoe" is unknown; it must be one of mode, context_size. Did you mean "mode"?`,
			`1:11 start enum sdk since 0.1.0: the key "zzz" is unknown; it must be one of mode, context_size`,
		}},
		{"required", `{"x-gate": "start", "required": ["a"], "properties": {"a": {"type": "string"}, "b": {"required": ["c"], "properties": {"c": true1}}}}`, "{b: {}}", []string{
			`1:1 start required sdk since 0.1.0: a is missing`,
			`1:2 start required sdk since 0.1.0: c is missing from b`,
		}},
		{"missing", `{"x-gate": "start", "required": ["a", "d"], "properties": {"a": {"type": "string"}, "d": {"type": "string"}, "b": {"required": ["c", "e"], "items": {"required": ["c"]}}}}`, "{d: , b: {c: }}", []string{
			`1:1 start required sdk since 0.1.0: a is missing`,
			`1:2 start type sdk since 0.1.0: d is empty; it must be text`,
			`1:7 start required sdk since 0.1.0: e is missing from b`,
		}},
		{"missing in a list", `{"x-gate": "start", "items": {"items": {"required": ["c"]}}}`, "[[{}, {}], [{c: 1}, {}]]", []string{
			`1:3 start required sdk since 0.1.0: c is missing from item 0[0]`,
			`1:7 start required sdk since 0.1.0: c is missing from item 0[1]`,
			`1:21 start required sdk since 0.1.0: c is missing from item 1[1]`,
		}},
		{"one cause", `{"x-gate": "start", "items": {"type": "string", "enum": ["a"], "pattern": "^a", "allOf": [{"x-gate": "none", "maxLength": 0}]}}`, "[1, b]", []string{
			`1:2 start type sdk since 0.1.0: item 0 is 1 (a number); it must be text: put it in quotes`,
			`1:5 start enum sdk since 0.1.0: item 1 is "b"; it must be a`,
		}},
		{"two gates of one cause", `{"x-gate": "start", "x-go": "list", "items": {"x-go": "int", "type": "string"}}`, "[[a], a, 1]", []string{
			`1:2 package x-go daemon since 0.0.1 sdk since 0.1.0: item 0 is a list; it must be a whole number`,
			`1:7 package x-go daemon since 0.0.1: item 1 is "a"; it must be a whole number`,
			`1:10 start type sdk since 0.1.0: item 2 is 1 (a number); it must be text: put it in quotes`,
		}},
		{"what follows from a wrong value", `{"x-gate": "start", "properties": {"t": {"enum": ["a"]}}, "if": {"properties": {"t": {"const": "a"}}}, "else": {"properties": {"v": {"type": "integer"}}}}`, "{t: b, v: x}", []string{`1:5 start enum sdk since 0.1.0: t is "b"; it must be a`}},
		{"what follows from a right one", `{"x-gate": "start", "properties": {"t": {"enum": ["a", "b"]}}, "if": {"properties": {"t": {"const": "a"}}}, "else": {"properties": {"v": {"type": "integer"}}}}`, "{t: b, v: x}", []string{`1:11 start type sdk since 0.1.0: v is "x"; it must be a whole number`}},
		{"behind an alias", `{"x-gate": "start", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}, "x": true1}}`, "x: &x [1]\na: *x\nb: &y text\n", []string{
			`2:4 start type sdk since 0.1.0: x is a list; it must be text`,
			`3:7 start type sdk since 0.1.0: b is "text"; it must be a whole number`,
		}},
		{"a mapping on lines", `{"x-gate": "start", "properties": {"a": {"type": "string"}, "b": {"type": "string"}, "c": {"type": "string"}}}`, "a:\n  x: 1\n  y: 2\nb:\n- 1\n- 2\nc: {x: 1}\n", []string{
			`1:1 start type sdk since 0.1.0: a is a mapping; it must be text`,
			`4:1 start type sdk since 0.1.0: b is a list; it must be text`,
			`7:4 start type sdk since 0.1.0: c is a mapping; it must be text`,
		}},
	} {
		tt.schema = strings.ReplaceAll(tt.schema, "true1", `{"type": ["string", "array"]}`)
		s, err := schemaOf(t, tt.schema)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if d := cmp.Diff(tt.want, refusals(t, s, tt.doc)); d != "" {
			t.Errorf("%s:\n%s", tt.name, d)
		}
	}
}
