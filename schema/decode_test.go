package schema

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
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
func accepts(data string, out any) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	return yamlv3.Unmarshal([]byte(data), out) == nil
}

func root(tb testing.TB, data string) *yaml.Node {
	tb.Helper()
	tree := yaml.Parse(text.NewFile("t.yaml", []byte(data)))
	if tree.Err != nil {
		tb.Fatalf("%s in %q", tree.Err.Raw, data)
	}
	return tree.Root
}

// TestDecodeScalars decodes each of thousands of scalars, plain and in quotes,
// into each kind of field, beside yaml.v3.
func TestDecodeScalars(t *testing.T) {
	subs := map[string]*Sub{}
	for kind := range goTypes {
		s := &Sub{Go: kind}
		s.join()
		subs[kind] = s
	}
	n := 0
	for i, v := range vectors(t) {
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
			for kind, fresh := range goTypes {
				d := Get("tool").set.decoder()
				d.decode(node, subs[kind])
				d.out = slices.DeleteFunc(d.out, func(v Violation) bool { return v.Keyword == "x-json" }) // decoded all the same
				if got, want := len(d.out) == 0, accepts(doc, fresh()); got != want {
					t.Errorf("%q into %s: %v, yaml.v3 says %v", doc, kind, got, want)
				}
				n++
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
		"": false, "x": false, "1.2.3": false, "1_000": false, "0x10": false, "inf": false, "1e": false, "1e99999999999": false, "-": false, "1e-2147483648": true, "0.1e-2147483648": false,
	} {
		if got := goDecimal(v); got != want {
			t.Errorf("%q: %v, want %v", v, got, want)
		}
	}
}

// TestDecodeMethods: what the daemon's UnmarshalYAML methods see and pass over.
func TestDecodeMethods(t *testing.T) {
	for _, tt := range []struct {
		name, kind, doc string
		want            int
	}{
		{"credentials by name", "tool-provider", "credentials_for_provider: {key: {type: [], label: {en_US: x}}}", 1},
		{"credentials as a list", "tool-provider", "credentials_schema: [{required: maybe}]", 1},
		{"the other name is passed over", "tool-provider", "credentials_schema: [{name: x}]\ncredentials_for_provider: {k: {required: maybe}}", 0},
		{"an empty one is not", "tool-provider", "credentials_schema: []\ncredentials_for_provider: {k: {required: maybe}}", 1},
		{"scalars among credentials", "tool-provider", "credentials_for_provider: {k: 1, l: [1]}", 0},
		{"duplicate credentials", "tool-provider", "credentials_for_provider: {k: {name: x}, k: {name: y}}", 0},
		{"datasource credentials as text", "datasource-provider", "credentials_schema: text", 1},
		{"inline tool", "tool-provider", "tools: [{identity: x}]", 1},
		{"tools that are no list", "tool-provider", "tools: text", 0},
		{"inline endpoint", "endpoint-provider", "endpoints: [{path: [x]}]", 0},
		{"subscription scalars", "trigger-provider", "subscription_schema: {k: 1}", 1},
		{"constructor", "trigger-provider", "subscription_constructor: {parameters: {a: 1}}", 1},
		{"constructor as text", "trigger-provider", "subscription_constructor: text", 0},
		{"models as a list", "model-provider", "models: [{model: [x]}]", 1},
		{"models as text", "model-provider", "models: text", 0},
		{"template that is not there", "model", "parameter_rules: [{name: x, use_template: temperatur}]", 1},
		{"empty template", "model", "parameter_rules: [{name: x, use_template: ''}]", 0},
		{"price", "model", "pricing: {input: one, unit: 1}", 1},
		{"manifest's own tool", "manifest", "tool: {identity: x}", 1},
		{"date", "manifest", "created_at: yesterday", 1},
		{"dependency", "bundle", "dependencies: [{type: package, value: x}, {type: other, value: x}, {type: github, value: {repo_pattern: [x]}}]", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := Get(tt.kind)
			d := s.set.decoder()
			d.decode(root(t, tt.doc), s.Root)
			if len(d.out) != tt.want {
				t.Errorf("%d violations, want %d: %v", len(d.out), tt.want, messages(d.out))
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
