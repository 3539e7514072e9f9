package schema

import (
	"fmt"
	"math"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/google/go-cmp/cmp"
	yamlv3 "gopkg.in/yaml.v3"
)

// goTypes are Go types into which yaml.v3 decodes as into the daemon's fields.
var goTypes = map[string]func() any{
	"string": func() any { return new(string) }, "bool": func() any { return new(bool) }, "int": func() any { return new(int) },
	"int64": func() any { return new(int64) }, "uint64": func() any { return new(uint64) }, "float64": func() any { return new(float64) },
	"any": func() any { return new(any) }, "time": func() any { return new(time.Time) }, "map": func() any { return new(map[string]any) }, "text-map": func() any { return new(map[string]any) },
	"list": func() any { return new([]string) }, "struct": func() any { return new(struct{ A string }) },
}

// accepts is yaml.v3's own verdict.
func accepts(data string, out any) bool {
	var n yamlv3.Node
	return yamlv3.Unmarshal([]byte(data), &n) == nil && decodes(&n, out)
}

func decodes(n *yamlv3.Node, out any) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	return n.Decode(out) == nil
}

func root(tb testing.TB, data string) *yaml.Node {
	tb.Helper()
	tree := yaml.Parse(text.NewFile("t.yaml", []byte(data)))
	if tree.Err != nil {
		tb.Fatalf("%s in %q", tree.Err.Raw, data)
	}
	return tree.Root
}

// goScalars are scalars at the edges of what yaml.v3 reads, each plain, in quotes,
// and with each of goTags.
var (
	goScalars = strings.Fields(`0 -0 +1 017 0b101 -0b101 +0b101 0b 0b2 -0b 0o17 -0o17 0o8 -0o8 0b-101 0b+1 -0b-101 0o-17 -0o+17 0b1_0 0x1_F 0x1F -0x1F 1_000 1_000.5 .5 +.5 -.5 ..5 .5e1 .x 1. 1.e3 1e 1e400 -1e400
		9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809 18446744073709551615 18446744073709551616 -18446744073709551615
		0x7fffffffffffffff 0x8000000000000000 0xffffffffffffffff 0x10000000000000000 -0x8000000000000000 9.3e18 1.9e19 -9.3e18 -1.5 1.5
		.inf .Inf .INF +.inf +.Inf +.INF -.inf -.Inf -.INF .nan .NaN .NAN -.nan
		y Y yes Yes YES on On ON n N no No NO off Off OFF true True TRUE false False FALSE tRUE null Null NULL nULL ~ aGk= aGk
		2024-1-2 2024-01-02 2024-13-02 2024-1-2T3:4:5Z 2024-1-2t3:4:5+01:00 2024-01-02T03:04:05.123456789Z 2024-01-02T03:04:05 2024-01-02T03:04:05Z 20x4-01-02 2024:01-02 20240-1-2 2024- 2024-1 :024-1-2 /024-1-2`)
	goTags = []string{"!!str", "!!bool", "!!int", "!!float", "!!null", "!!timestamp", "!!binary"}
)

// TestDecodeScalars decodes each of thousands of scalars, plain and in quotes,
// into each kind of field, beside yaml.v3; and what number or truth value it is.
func TestDecodeScalars(t *testing.T) {
	subs := map[string]*Sub{}
	for kind := range goTypes {
		s := &Sub{Go: kind}
		s.join()
		subs[kind] = s
	}
	n := 0
	edges := []vector{{text: "2024-1-2 3:4:5"}, {text: "", tag: "!!null"}, {text: "", tag: "!!int"}, {text: "", tag: "!!float"}}
	for _, v := range goScalars {
		edges = append(edges, vector{text: v})
		for _, tag := range goTags {
			edges = append(edges, vector{text: v, tag: tag})
		}
	}
	for i, v := range append(vectors(t), edges...) {
		if v.kind == "str" && i%4 != 0 {
			continue // most are alike
		}
		docs := []string{}
		switch {
		case v.tag == "!":
			continue
		case v.tag != "":
			docs = append(docs, v.tag+" '"+v.text+"'")
		case !strings.ContainsAny(v.text, "\t") && strings.TrimSpace(v.text) == v.text && v.text != "<<":
			docs = append(docs, v.text, "'"+v.text+"'")
		}
		for _, doc := range docs {
			tree := yaml.Parse(text.NewFile("t.yaml", []byte("v: "+doc+"\n")))
			if tree.Err != nil || tree.Root == nil || !tree.Root.IsMapping() {
				continue
			}
			node := tree.Root.Get("v")
			if node == nil || node.Kind != yaml.Scalar {
				continue
			}
			var parsed yamlv3.Node
			if err := yamlv3.Unmarshal([]byte(doc), &parsed); err != nil {
				t.Fatal(err)
			}
			for kind, fresh := range goTypes {
				d := Get("tool").set.decoder()
				d.decode(node, subs[kind])
				d.out = slices.DeleteFunc(d.out, func(v Violation) bool { return v.Keyword == "x-json" }) // decoded all the same
				if got, want := len(d.out) == 0, decodes(&parsed, fresh()); got != want {
					t.Errorf("%q into %s: %v, yaml.v3 says %v", doc, kind, got, want)
				}
				n++
			}
			var f float64
			if got, ok := Number(node); ok && !badTag(node) && (parsed.Decode(&f) != nil || got != f && !(math.IsNaN(got) && math.IsNaN(f))) {
				t.Errorf("%q is the number %v, yaml.v3 says %v", doc, got, f)
			} else if !ok && (node.Tag == "!!int" || node.Tag == "!!float") && decodes(&parsed, &f) {
				t.Errorf("%q is no number, yaml.v3 says %v", doc, f)
			}
			var b bool
			if got, ok := goBool(node); ok && !badTag(node) && (parsed.Decode(&b) != nil || got != b) {
				t.Errorf("%q is %v, yaml.v3 says %v", doc, got, b)
			}
		}
	}
	if n < 30_000 {
		t.Errorf("only %d decodings", n)
	}
}

// mirror is a tool as the daemon's structs have it, and beside it a provider
// with the parts that keep YAML nodes.
type mirror struct {
	Identity struct {
		Author, Name string
		Label        mirrorText
	}
	Description struct {
		Human mirrorText
		LLM   string `yaml:"llm"`
	}
	Parameters []struct {
		Name             string
		Label            mirrorText
		HumanDescription mirrorText `yaml:"human_description"`
		Type             string
		Form             string
		Required         bool
		Multiple         bool
		Default          any
		Min, Max         *float64
		Precision        *int
		Scope            *string
		Template         *struct{ Enabled bool }
		AutoGenerate     *struct{ Type string } `yaml:"auto_generate"`
		LLMDescription   string                 `yaml:"llm_description"`
		Options          []struct {
			Value string
			Label mirrorText
			Icon  string
		}
	}
	OutputSchema map[string]any `yaml:"output_schema"`
	Runtime      bool           `yaml:"has_runtime_parameters"`
}

type mirrorText struct {
	EnUS   string `yaml:"en_US"`
	ZhHans string `yaml:"zh_Hans"`
	JaJP   string `yaml:"ja_JP"`
	PtBR   string `yaml:"pt_BR"`
}

// TestDecodeTrees decodes documents made of a tool's keys and of any values,
// with anchors, merges and duplicate keys, beside yaml.v3.
func TestDecodeTrees(t *testing.T) {
	rng := rand.New(rand.NewSource(7))
	refused := 0
	const rounds = 400
	for range rounds {
		g := generator{rng: rng}
		doc := g.mapping(Get("tool").Root, 0)
		tree := yaml.Parse(text.NewFile("t.yaml", []byte(doc)))
		if tree.Err != nil {
			continue
		}
		d := Get("tool").set.decoder()
		d.decode(tree.Root, Get("tool").Root)
		got, want := len(d.out) == 0, accepts(doc, new(mirror))
		if !want {
			refused++
		}
		if got != want {
			t.Fatalf("decoding %q: %v, yaml.v3 says %v (%v)", doc, got, want, yamlv3.Unmarshal([]byte(doc), new(mirror)))
		}
	}
	if refused < rounds/10 || refused > rounds*9/10 {
		t.Errorf("%d of %d documents were refused: a poor sample", refused, rounds)
	}
}

// generator writes YAML in flow style that has a schema's keys, mostly with
// values of the right kind.
type generator struct {
	rng     *rand.Rand
	anchors []string
	count   int
}

func (g *generator) pick(list ...string) string { return list[g.rng.Intn(len(list))] }

func (g *generator) scalar() string {
	return g.pick("x", "1", "1.5", "true", "yes", "'yes'", "\"1\"", "null", "~", "2024-01-01", "''", "!!str 5", "[]", "{}", "[a, 1]", "{a: 1}", "{1: 2}", "{a: 1, a: 2}", "{? [x] : y}", "-1", "0x1F", ".inf", "1e3", "{null: 1}")
}

func (g *generator) value(s *Sub, depth int) string {
	if depth > 4 || g.rng.Intn(12) == 0 {
		return g.scalar()
	}
	if len(g.anchors) > 0 && g.rng.Intn(15) == 0 {
		return "*" + g.pick(g.anchors...)
	}
	var v string
	switch {
	case len(s.in.keys) > 0:
		v = g.mapping(s, depth)
	case s.in.items != nil:
		var items []string
		for range g.rng.Intn(3) {
			items = append(items, g.value(s.in.items, depth+1))
		}
		v = "[" + strings.Join(items, ", ") + "]"
	case s.in.goes != nil && s.in.goes.Go == "bool":
		v = g.pick("true", "no", "y")
	case s.in.goes != nil && (s.in.goes.Go == "map" || s.in.goes.Go == "text-map"):
		v = g.pick("{}", "{a: [b]}", "{a: {b: 1}}")
	case s.in.goes != nil && (s.in.goes.Go == "float64" || s.in.goes.Go == "int"):
		v = g.pick("1", "2.5", "-3")
	default:
		v = g.pick("a", "b c", "'d'")
	}
	if g.rng.Intn(20) == 0 {
		g.count++
		name := fmt.Sprintf("n%d", g.count)
		v = "&" + name + " " + v
		g.anchors = append(g.anchors, name)
	}
	return v
}

func (g *generator) mapping(s *Sub, depth int) string {
	var entries []string
	for _, k := range s.in.keys {
		n := 1
		switch g.rng.Intn(20) {
		case 0:
			n = 0
		case 1:
			if g.rng.Intn(6) == 0 {
				n = 2
			}
		}
		for range n {
			entries = append(entries, k.Name+": "+g.value(k.Sub, depth+1))
		}
	}
	if g.rng.Intn(12) == 0 && len(g.anchors) > 0 {
		entries = append(entries, "<<: "+g.pick("*"+g.pick(g.anchors...), "{zz: 1}", "[{zz: 1}]", "{en_US: 1}"))
	}
	if g.rng.Intn(15) == 0 {
		entries = append(entries, g.pick("zz: 1", "1: 2", "null: 3", "zz: {a: 1, a: 2}"))
	}
	g.rng.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	return "{" + strings.Join(entries, ", ") + "}"
}

func TestDecodeDecimals(t *testing.T) {
	for v, want := range map[string]bool{
		"0": true, "-1.50": true, "+2": true, ".5": true, "5.": true, "1e3": true, "1E-7": true, "123456789012345678901234567890.5": true,
		"": false, "x": false, "1.2.3": false, "1_000": false, "0x10": false, "inf": false, "1e": false, "1e99999999999": false, "-": false, "1e-2147483648": true, "0.1e-2147483648": false, "1e2147483647": true, "1e2147483648": false, "12345678901234567890x": false,
		strings.Repeat("9", 100_000): true, strings.Repeat("9", 100_001): false,
	} {
		if got := goDecimal(v); got != want {
			t.Errorf("%q: %v, want %v", v, got, want)
		}
	}
}

// TestDecodeDocuments decodes documents that TestDecodeTrees draws seldom, beside yaml.v3.
func TestDecodeDocuments(t *testing.T) {
	for _, doc := range []string{
		"identity: {<<: {author: [x]}, author: a}", "identity: {author: a, <<: {author: [x]}}", "identity: {<<: {author: [x]}}",
		"identity: {<<: [{author: a}, {author: [x]}]}", "identity: {<<: [{author: [x]}, {author: a}]}", "identity: {<<: [{name: a}, {author: [x]}]}",
		"identity: {<<: {<<: {author: [x]}}}", "identity: {<<: {<<: {author: [x]}, author: a}}", "identity: {<<: {author: a, author: b}}",
		"identity: {<<: x}", "identity: {<<: [x]}", "identity: {<<: [[{}]]}", "identity: {<<: ~}", "identity: {<<: }", "identity: {<<: []}",
		"a: &a {author: x}\nidentity: {<<: *a}", "a: &a {author: [x]}\nidentity: {<<: *a}", "a: &a {author: [x]}\nidentity: {<<: *a, author: b}",
		"a: &a [{author: x}]\nidentity: {<<: *a}", "a: &a {author: x}\nidentity: {<<: [*a, {name: [x]}]}", "a: &a x\nidentity: {<<: *a}", "a: &a {author: x}\nidentity: {<<: [*a, *a]}",
		"identity: &a {<<: *a}", "identity: &a {label: *a}", "a: &a {b: *a}", "parameters: &a [*a]", "output_schema: {a: &a [*a]}", "output_schema: {a: &a {<<: *a}}", "output_schema: &a {<<: {b: *a}}",
		"identity: {1: a, ~: b, [c]: d}", "identity: {1: a, ~: b}", "identity: {{c: d}: e}", "identity: {? &k author : x, name: *k}", "a: &k author\nidentity: {*k : [x]}", "a: &k [b]\nidentity: {*k : c}", "a: &k ~\nidentity: {*k : c}",
		"output_schema: {1: a, ~: b, 2024-01-01: c}", "output_schema: {[c]: d}", "output_schema: {a: {~: b, [c]: d}}", "output_schema: {a: {~: b}}", "output_schema: {a: {b: 1, b: 2}}", "output_schema: {a: [{b: 1, b: 2}]}",
		"output_schema: {<<: {a: 1}, a: 2}", "output_schema: {<<: x}", "output_schema: {a: {<<: [x]}}", "output_schema: {a: {<<: [{b: 1, b: 2}]}}", "output_schema: {a: !!int x}", "output_schema: {a: [!!bool x]}", "output_schema: {a: {b: !!float x}}", "output_schema: [a]", "output_schema: a",
		"parameters: !!null [a]", "parameters: !!null x", "parameters: !!null", "parameters: {}", "parameters: a", "parameters: [~]", "parameters: [[]]", "parameters: [{options: [~, {value: 1}]}]",
		"identity: !!null {a: b}", "identity: []", "identity: ~", "!!int x", "[a]", "a", "~", "{}", "a: &a {author: x}\nidentity: *a\nidentity: *a", "unknown: {a: 1, a: 2}", "a: &a [x]\nhas_runtime_parameters: *a", "a: &a maybe\nhas_runtime_parameters: *a",
	} {
		d := Get("tool").set.decoder()
		d.decode(root(t, doc), Get("tool").Root)
		d.out = slices.DeleteFunc(d.out, func(v Violation) bool { return v.Keyword == "x-json" })
		if got, want := len(d.out) == 0, accepts(doc, new(mirror)); got != want {
			t.Errorf("%s: %v, yaml.v3 says %v (%v)", doc, got, want, yamlv3.Unmarshal([]byte(doc), new(mirror)))
		}
	}
}

// TestDecodeAliases: how much of a file may come from aliases, beside yaml.v3.
func TestDecodeAliases(t *testing.T) {
	whole := &Sub{Go: "any"}
	whole.join()
	verdicts := map[bool]int{}
	for n := 5; n < 45; n++ {
		for _, part := range []string{"[" + strings.Repeat("x, ", 10) + "]", "{a: [" + strings.Repeat("x, ", 8) + "]}"} {
			doc := "- &a " + part + "\n- &b [" + strings.Repeat("*a, ", 20) + "]\n- [" + strings.Repeat("*b, ", n) + "]\n"
			d := Get("tool").set.decoder()
			d.decode(root(t, doc), whole)
			want := accepts(doc, new(any))
			if got := len(d.out) == 0; got != want {
				t.Errorf("%s, %d times: %v, yaml.v3 says %v", part, n, got, want)
			}
			verdicts[want]++
		}
	}
	if verdicts[true] < 10 || verdicts[false] < 10 {
		t.Errorf("a poor sample: %v", verdicts)
	}
	for count, want := range map[int]float64{1: 0.99, 400_000: 0.99, 1_300_000: 0.7675, 2_200_000: 0.545, 4_000_000: 0.10, 5_000_000: 0.10} {
		if got := ratio(count); math.Abs(got-want) > 1e-9 {
			t.Errorf("of %d: %v, want %v", count, got, want)
		}
	}
}

// TestTwice finds the keys that stand before, in small mappings and in large ones.
func TestTwice(t *testing.T) {
	for _, more := range []string{"", ", b: , c: , d: , e: , f: , g: , h: , i: , j: , k: , l: , m: , n: "} {
		doc := "{a: 1, 'a': 2, [x]: 3, {y: z}: 4, [w]: 5, x: 6, a: 7, 1: 8, '1': 9" + more + "}"
		var got []string
		twice(root(t, doc), func(first, again *yaml.Node) { got = append(got, first.Text()+again.Text()) })
		if d := cmp.Diff([]string{"12", "35", "17", "89"}, got); d != "" {
			t.Errorf("%s: %s", doc, d)
		}
	}
}

// TestDecodeMethods: what the daemon's UnmarshalYAML methods see and pass over.
func TestDecodeMethods(t *testing.T) {
	for _, tt := range []struct {
		name, kind, doc string
		want            []string
	}{
		{"credentials by name", "tool-provider", "credentials_for_provider: {key: {type: [], label: {en_US: x}}}", []string{`[] package x-go: type is a list; it must be text`}},
		{"credentials as a list", "tool-provider", "credentials_schema: [{required: maybe}]", []string{`maybe package x-go: required is "maybe"; it must be true or false`}},
		{"the other name is passed over", "tool-provider", "credentials_schema: [{name: x}]\ncredentials_for_provider: {k: {required: maybe}}", []string{}},
		{"an empty one is not", "tool-provider", "credentials_schema: []\ncredentials_for_provider: {k: {required: maybe}}", []string{`maybe package x-go: required is "maybe"; it must be true or false`}},
		{"an empty one is passed over", "tool-provider", "credentials_schema: text\ncredentials_for_provider: {k: {}}", []string{}},
		{"scalars among credentials", "tool-provider", "credentials_for_provider: {k: 1, l: [1], [m]: {required: maybe}}", []string{`maybe package x-go: required is "maybe"; it must be true or false`}},
		{"duplicate credentials", "tool-provider", "credentials_for_provider: {k: {name: x}, k: {name: y}}", []string{}},
		{"credentials behind an alias", "tool-provider", "x: &x [{required: maybe}]\ncredentials_schema: *x", []string{}},
		{"credentials by name behind an alias", "tool-provider", "x: &x {k: {required: maybe}}\ncredentials_schema: *x", []string{}},
		{"strict credentials behind an alias", "datasource-provider", "x: &x [{required: maybe}]\ncredentials_schema: *x", []string{`*x package x-go: required is "maybe"; it must be true or false`}},
		{"strict credentials without a value", "datasource-provider", "credentials_schema: ~", []string{}},
		{"credentials without a value", "datasource-provider", "credentials_schema: ~", []string{}},
		{"datasource credentials as text", "datasource-provider", "credentials_schema: text", []string{`text package x-go: credentials_schema is "text"; it must be a list`}},
		{"inline tool", "tool-provider", "tools: [{identity: x}]", []string{`x package x-go: identity is "x"; it must be a mapping`}},
		{"tools that are no list", "tool-provider", "tools: text", []string{}},
		{"tools that are a mapping", "tool-provider", "tools: {a: {identity: x}}", []string{}},
		{"a tool behind an alias", "tool-provider", "x: &x {identity: x}\ntools: [*x]", []string{}},
		{"inline endpoint", "endpoint-provider", "endpoints: [{path: [x]}]", []string{}},
		{"subscription scalars", "trigger-provider", "subscription_schema: {k: 1, l: {required: maybe}, [m]: {}}", []string{
			`1 package x-go: k is 1 (a number); it must be a mapping`,
			`maybe package x-go: required is "maybe"; it must be true or false`,
			`[m] package x-go: a key must be text`,
		}},
		{"constructor", "trigger-provider", "subscription_constructor: {parameters: {a: 1}}", []string{`{a: 1} package x-go: parameters is a mapping; it must be a list`}},
		{"constructor as text", "trigger-provider", "subscription_constructor: text", []string{}},
		{"constructor as a list", "trigger-provider", "subscription_constructor: [{parameters: {a: 1}}]", []string{}},
		{"models as a list", "model-provider", "models: [{model: [x]}]", []string{`[x] package x-go: model is a list; it must be text`}},
		{"models as text", "model-provider", "models: text", []string{}},
		{"template that is not there", "model", "parameter_rules: [{name: x, use_template: temperatur}]", []string{`temperatur package enum: use_template is "temperatur"; it must be one of temperature, top_p, top_k, presence_penalty, frequency_penalty, max_tokens, response_format, json_schema. Did you mean "temperature"?`}},
		{"template behind an alias", "model", "x: &x temperatur\nparameter_rules: [{name: x, use_template: *x}]", []string{`*x package enum: x is "temperatur"; it must be one of temperature, top_p, top_k, presence_penalty, frequency_penalty, max_tokens, response_format, json_schema. Did you mean "temperature"?`}},
		{"empty template", "model", "parameter_rules: [{name: x, use_template: ''}]", []string{}},
		{"price", "model", "pricing: {input: one, unit: 1}", []string{`one package x-go: input is "one"; it must be a decimal number such as 0.001`}},
		{"a mapping as a price", "model", "pricing: {input: {a: 1, b: [2]}, output: {a: 1, a: 2}, unit: [1]}", []string{
			`a package duplicate: duplicate key a in the same mapping`,
			`[1] package x-go: unit is a list; it must be a decimal number such as 0.001`,
		}},
		{"manifest's own tool", "manifest", "tool: {identity: x}", []string{`x package x-go: identity is "x"; it must be a mapping`}},
		{"manifest's own tool as text", "manifest", "tool: text", []string{`text package x-go: tool is "text"; it must be a mapping`}},
		{"manifest's own tool, twice", "manifest", "tool: {identity: {name: x, name: y}}", []string{`name package duplicate: duplicate key name in the same mapping`}},
		{"date", "manifest", "created_at: yesterday", []string{`yesterday package x-go: created_at is "yesterday"; it must be a date and time, such as 2024-07-12T08:03:44Z`}},
		{"date in quotes", "manifest", "created_at: '2024'", []string{`'2024' package x-go: created_at is "2024"; it must be a date and time, such as 2024-07-12T08:03:44Z`}},
		{"a list of a number", "manifest", "resource: {memory: [1]}", []string{`[1] package x-go: memory is a list; it must be a whole number`}},
		{"a mapping that is text", "tool", "identity: 'name:search'\nparameters: '-name'\noutput_schema: a:b", []string{
			`'name:search' package x-go: identity is "name:search"; it must be a mapping`,
			`'-name' package x-go: parameters is "-name"; it must be a list`,
			`a:b package x-go: output_schema is "a:b"; it must be a mapping`,
		}},
		{"a key of no use to JSON", "tool", "parameters: [{default: {1: a, ~: b, 'c': c, true: d, !!binary aGk=: e}}]\noutput_schema: {1: {2: b}}", []string{
			`1 install x-json: the key 1 is not text; the upload stores the declaration as JSON, whose keys are text: put it in quotes`,
			`~ install x-json: the key ~ is not text; the upload stores the declaration as JSON, whose keys are text: put it in quotes`,
			`true install x-json: the key true is not text; the upload stores the declaration as JSON, whose keys are text: put it in quotes`,
			`2 install x-json: the key 2 is not text; the upload stores the declaration as JSON, whose keys are text: put it in quotes`,
		}},
		{"a number of no use to JSON", "tool", "parameters: [{default: .inf, min: .nan, max: -.inf, precision: 1}]\noutput_schema: {a: [.inf, '.inf']}", []string{
			`.inf install x-json: default is .inf; the upload stores the declaration as JSON, which has no such number`,
			`.nan install x-json: min is .nan; the upload stores the declaration as JSON, which has no such number`,
			`-.inf install x-json: max is -.inf; the upload stores the declaration as JSON, which has no such number`,
			`.inf install x-json: a[0] is .inf; the upload stores the declaration as JSON, which has no such number`,
		}},
		{"an alias of such a number", "tool", "x: &x .inf\nparameters: [{default: *x}]", []string{`*x install x-json: x is .inf; the upload stores the declaration as JSON, which has no such number`}},
		{"keys", "tool", "identity: {[a]: b, {c: d}: e}\nparameters: [{default: {[a]: b}}]", []string{
			`[a] package x-go: a key must be text`,
			`{c: d} package x-go: a key must be text`,
			`[a] package x-go: a key must be text`,
		}},
		{"duplicates behind an alias", "tool", "x: &x {name: a, name: b}\nidentity: *x", []string{`*x package duplicate: duplicate key name in the same mapping`}},
		{"duplicate collections", "tool", "identity: {[a]: b, [c]: d}", []string{`[c] package duplicate: two keys of this mapping are collections, which the daemon's YAML reader treats as the same key`}},
		{"tags", "tool", "identity: {name: !!int x}\nparameters: [{default: !!float y, required: !!bool z, min: !!null a}]", []string{
			`x package x-go: the tag !!int is not allowed before "x"`,
			`y package x-go: the tag !!float is not allowed before "y"`,
			`z package x-go: the tag !!bool is not allowed before "z"`,
			`a package x-go: the tag !!null is not allowed before "a"`,
		}},
		{"merged", "tool", "identity: {<<: x, name: y}\ndescription: {<<: [a, {b: c}]}", []string{
			`x package x-go: "x" cannot be merged with <<: only mappings can`,
			`a package x-go: "a" cannot be merged with <<: only mappings can`,
		}},
		{"in itself", "tool", "parameters: &p [*p]", []string{`*p package x-go: parameters is a list; it must be a mapping`}},
		{"dependency", "bundle", "dependencies: [{type: package, value: x}, {type: other, value: x}, {type: github, value: {repo_pattern: [x]}}, {type: marketplace, value: {marketplace_pattern: [x]}}]", []string{
			`x package x-go: value is "x"; it must be a mapping`,
			`[x] package x-go: repo_pattern is a list; it must be text`,
			`[x] package x-go: marketplace_pattern is a list; it must be text`,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := Get(tt.kind)
			d := s.set.decoder()
			n := root(t, tt.doc)
			d.decode(n, s.Root)
			got := []string{}
			for _, v := range d.out {
				got = append(got, fmt.Sprintf("%s %s %s: %s", tt.doc[v.Span.Start:v.Span.End], v.Gate, v.Keyword, v.Message))
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func messages(list []Violation) []string {
	out := make([]string, 0, len(list))
	for _, v := range list {
		out = append(out, v.Message.String())
	}
	return out
}
