package release_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/release"
	"golang.org/x/tools/txtar"
)

func open(archive string) *plugin.Plugin {
	fsys := fstest.MapFS{}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return plugin.Open(fsys, ".")
}

const tool = `-- manifest.yaml --
version: 1.0.0
author: acme
name: demo
plugins: {tools: [provider/demo.yaml]}
-- provider/demo.yaml --
identity: {name: demo, author: acme}
tools: [tools/search.yaml]
CREDENTIALS
-- tools/search.yaml --
identity: {name: search}
parameters:
  - {name: query, type: string, required: true, form: llm}
PARAMETERS
`

func withTool(credentials, parameters string) string {
	return strings.NewReplacer("CREDENTIALS", credentials, "PARAMETERS", parameters).Replace(tool)
}

// TestFields compares one field with another, or with none.
func TestFields(t *testing.T) {
	param := func(s string) string { return withTool("", "  - {name: x, "+s+"}") }
	cred := func(s string) string { return withTool("credentials_for_provider:\n  x: {"+s+"}", "") }
	none := withTool("", "")
	for _, c := range []struct {
		name, old, new string
		want           string
	}{
		{"the same", param("type: string"), param("type: string"), ""},
		{"the same, written otherwise", param("type: string, default: 1"), param("default: 1.0, type: 'string'"), ""},
		{"gone", param("type: string"), none, "parameter-removed tools/demo/search/x"},
		{"new", none, param("type: string"), "parameter-added tools/demo/search/x"},
		{"new and required", none, param("type: string, required: true"), "parameter-required tools/demo/search/x"},
		{"new and required, in YAML 1.1", none, param("type: string, required: yes"), "parameter-required tools/demo/search/x"},
		{"new and required, with a default", none, param("type: string, required: true, default: a"), "parameter-added tools/demo/search/x"},
		{"required", param("type: string"), param("type: string, required: true"), "parameter-required tools/demo/search/x"},
		{"required, with a default", param("type: string, default: a"), param("type: string, default: a, required: true"), "parameter-loosened tools/demo/search/x"},
		{"required, and lost its default", param("type: string, default: a"), param("type: string, required: true"), "parameter-required tools/demo/search/x"},
		{"lost its default", param("type: string, required: true, default: a"), param("type: string, required: true"), "parameter-required tools/demo/search/x/default"},
		{"not required", param("type: string, required: true"), param("type: string"), "parameter-loosened tools/demo/search/x"},
		{"another type", param("type: string"), param("type: number"), "parameter-type tools/demo/search/x"},
		{"a wider type", param("type: select"), param("type: string"), "parameter-loosened tools/demo/search/x"},
		{"any type", param("type: object"), param("type: any"), "parameter-loosened tools/demo/search/x"},
		{"another form", param("type: string, form: llm"), param("type: string, form: form"), "parameter-form tools/demo/search/x"},
		{"several", param("type: file"), param("type: file, multiple: true"), "parameter-form tools/demo/search/x/multiple"},
		{"one", param("type: file, multiple: true"), param("type: file"), "parameter-narrowed tools/demo/search/x"},
		{"less", param("type: number, max: 10"), param("type: number, max: 5"), "parameter-narrowed tools/demo/search/x/max"},
		{"a bound", param("type: number"), param("type: number, min: 1"), "parameter-narrowed tools/demo/search/x/min"},
		{"more", param("type: number, min: 1, max: 10"), param("type: number, max: 20"), "parameter-loosened tools/demo/search/x/max;parameter-loosened tools/demo/search/x/min"},
		{"another default", param("type: number, default: 1"), param("type: number, default: 2"), "default-changed tools/demo/search/x"},
		{"an option gone", param("type: select, options: [{value: a}, {value: b}]"), param("type: select, options: [{value: a}]"), "option-removed tools/demo/search/x=b"},
		{"an option more", param("type: select, options: [{value: a}]"), param("type: select, options: [{value: a}, {value: b}]"), "option-added tools/demo/search/x=b"},
		{"options in another order", param("type: select, options: [{value: a}, {value: b}]"), param("type: select, options: [{value: b}, {value: a}]"), ""},
		{"texts", param("type: string, label: {en_US: X}"), param("type: string, label: {en_US: Y}"), "text-changed tools/demo/search/x/label"},
		{"texts for models", param("type: string, llm_description: a"), param("type: string, llm_description: b"), "prompt-changed tools/demo/search/x/llm_description"},
		{"a credential gone", cred("type: text-input"), none, "credential-removed tools/demo/credentials/x"},
		{"a credential more", none, cred("type: text-input"), "credential-added tools/demo/credentials/x"},
		{"a credential asked for", none, cred("type: text-input, required: true"), "credential-required tools/demo/credentials/x"},
		{"a credential of another type", cred("type: text-input"), cred("type: secret-input"), "credential-type tools/demo/credentials/x"},
	} {
		t.Run(c.name, func(t *testing.T) { same(t, c.old, c.new, c.want) })
	}
}

// same compares the changes' IDs with those wanted, separated by semicolons.
func same(t *testing.T, old, cur, want string) {
	t.Helper()
	changes := release.Diff(open(old), open(cur))
	var got []string
	for i := range changes {
		c := &changes[i]
		got = append(got, c.ID())
		if c.New.File == nil {
			t.Errorf("%s has no place in the new plugin", c.ID())
		}
		if m := c.Message.String(); m == "" || strings.Contains(m, "%!") {
			t.Errorf("%s: message %q", c.ID(), m)
		}
	}
	slices.Sort(got)
	if g := strings.Join(got, ";"); g != want {
		t.Errorf("got  %s\nwant %s", g, want)
	}
}

const model = `-- manifest.yaml --
version: 1.0.0
author: acme
name: demo
plugins: {models: [provider/demo.yaml]}
-- provider/demo.yaml --
provider: demo
models: {llm: {predefined: [models/llm/*.yaml]}}
PROVIDER
-- models/llm/demo.yaml --
model: demo
model_type: llm
MODEL
`

func TestModels(t *testing.T) {
	with := func(provider, body string) string {
		return strings.NewReplacer("PROVIDER", provider, "MODEL", body).Replace(model)
	}
	body := func(s string) string { return with("", s) }
	form := func(s string) string {
		return with("provider_credential_schema:\n  credential_form_schemas:\n"+s, "")
	}
	const method = "  - {variable: method, type: select, options: [{value: key}]}\n"
	for _, c := range []struct{ name, old, new, want string }{
		{"context shrinks", body("model_properties: {context_size: 8192}"), body("model_properties: {context_size: 4096}"), "model-reduced models/demo/llm/demo/context_size"},
		{"context grows", body("model_properties: {context_size: 4096}"), body("model_properties: {context_size: 8192}"), "model-extended models/demo/llm/demo/context_size"},
		{"mode", body("model_properties: {mode: chat}"), body("model_properties: {mode: completion}"), "model-reduced models/demo/llm/demo/mode"},
		{"a voice gone", body("model_properties: {voices: [{mode: a}, {mode: b}]}"), body("model_properties: {voices: [{mode: a}]}"), "model-reduced models/demo/llm/demo/voices"},
		{"a voice has another name", body("model_properties: {voices: [{mode: a, name: A}]}"), body("model_properties: {voices: [{mode: a, name: B}]}"), "model-extended models/demo/llm/demo/voices"},
		{"a feature gone", body("features: [vision, tool-call]"), body("features: [vision]"), "model-reduced models/demo/llm/demo/tool-call"},
		{"a feature more", body("features: [vision]"), body("features: [vision, tool-call]"), "model-extended models/demo/llm/demo/tool-call"},
		{"deprecated", body(""), body("deprecated: true"), "model-deprecated models/demo/llm/demo/deprecated"},
		{"price", body("pricing: {input: '1'}"), body("pricing: {input: '2'}"), "text-changed models/demo/llm/demo/pricing"},
		{"a parameter gone", body("parameter_rules: [{name: seed, type: int}]"), body(""), "model-parameter-removed models/demo/llm/demo/seed"},
		{"a template written out", body("parameter_rules: [{name: t, use_template: temperature}]"), body("parameter_rules: [{name: t, type: float, min: 0, max: 1, default: 0}]"), ""},
		{"a template's bound narrowed", body("parameter_rules: [{name: t, use_template: temperature}]"), body("parameter_rules: [{name: t, use_template: temperature, max: 0.5}]"), "parameter-narrowed models/demo/llm/demo/t/max"},
		{"a type of models gone", with("supported_model_types: [llm, tts]", ""), with("supported_model_types: [llm]", ""), "model-removed models/demo/tts"},
		{"a way to configure", with("", ""), with("model_credential_schema:\n  credential_form_schemas:\n  - {variable: key, type: secret-input, required: true}", ""), "credential-added models/demo/model-credentials/key"},
		{"asked for with a new option", form(method), form("  - {variable: method, type: select, options: [{value: key}, {value: login}]}\n  - {variable: user, type: text-input, required: true, show_on: [{variable: method, value: login}]}\n"),
			"credential-added models/demo/credentials/user;option-added models/demo/credentials/method=login"},
		{"asked for with an old option", form(method), form(method + "  - {variable: user, type: text-input, required: true, show_on: [{variable: method, value: key}]}\n"),
			"credential-required models/demo/credentials/user"},
	} {
		t.Run(c.name, func(t *testing.T) { same(t, c.old, c.new, c.want) })
	}
}

func TestOutputs(t *testing.T) {
	with := func(schema string) string {
		return strings.Replace(withTool("", ""), "parameters:", "output_schema: "+schema+"\nparameters:", 1)
	}
	for _, c := range []struct{ name, old, new, want string }{
		{"gone", with("{properties: {a: {type: string}, b: {type: string}}}"), with("{properties: {a: {type: string}}}"), "output-removed tools/demo/search/b"},
		{"gone with what it holds", with("{properties: {a: {type: object, properties: {b: {type: string}, c: {type: string}}}}}"), with("{properties: {}}"), "output-removed tools/demo/search/a"},
		{"within a list", with("{properties: {a: {type: array, items: {type: object, properties: {b: {type: string}}}}}}"), with("{properties: {a: {type: array, items: {type: object, properties: {}}}}}"), "output-removed tools/demo/search/a[].b"},
		{"another type", with("{properties: {a: {type: string}}}"), with("{properties: {a: {type: object}}}"), "output-removed tools/demo/search/a"},
		{"whole numbers alone", with("{properties: {a: {type: number}}}"), with("{properties: {a: {type: integer}}}"), ""},
		{"more", with("{properties: {}}"), with("{properties: {a: {type: object, properties: {b: {type: string}}}}}"), "output-added tools/demo/search/a"},
	} {
		t.Run(c.name, func(t *testing.T) { same(t, c.old, c.new, c.want) })
	}
}

func TestPluginsAndItems(t *testing.T) {
	base := withTool("", "")
	manifest := func(s string) string { return strings.Replace(base, "name: demo\n", "name: demo\n"+s+"\n", 1) }
	endpoint := "-- manifest.yaml --\nname: demo\nplugins: {endpoints: [g.yaml]}\n-- g.yaml --\nendpoints: [e.yaml]\n-- e.yaml --\npath: PATH\nmethod: GET\n"
	permission := func(s string) string { return manifest("resource: {permission: {" + s + "}}") }
	for _, c := range []struct{ name, old, new, want string }{
		{"another author", base, strings.Replace(base, "author: acme\nname", "author: other\nname", 1), "plugin-renamed author"},
		{"a tool beside an endpoint", strings.Replace(endpoint, "PATH", "/a", 1), strings.Replace(strings.Replace(endpoint, "PATH", "/a", 1), "plugins: {", "plugins: {tools: [t.yaml], ", 1) + "-- t.yaml --\nidentity: {name: t}\n", "category-changed category;provider-added tools/t"},
		{"a provider under another name", base, strings.Replace(base, "identity: {name: demo", "identity: {name: web", 1), "provider-removed tools/demo"},
		{"a provider in another file", base, strings.ReplaceAll(base, "provider/demo.yaml", "provider/web.yaml"), ""},
		{"a tool under another name", base, strings.Replace(base, "{name: search}", "{name: find}", 1), "item-removed tools/demo/search"},
		{"a tool in another file", base, strings.ReplaceAll(base, "tools/search.yaml", "tools/find.yaml"), ""},
		{"a tool inline", base, strings.Replace(base, "tools: [tools/search.yaml]", "tools: [{identity: {name: search}, parameters: [{name: query, type: string, required: true, form: llm}]}]", 1), ""},
		{"another path", strings.Replace(endpoint, "PATH", "/a", 1), strings.Replace(endpoint, "PATH", "/b", 1), "item-removed endpoints/GET /a"},
		{"a permission more", permission("tool: {enabled: true}"), permission("tool: {enabled: true}, app: {enabled: true}"), "permission-widened permission/app"},
		{"a permission less", permission("tool: {enabled: true}"), permission("tool: {enabled: false}"), "host-eased permission/tool"},
		{"a kind of models more", permission("model: {enabled: true, llm: true}"), permission("model: {enabled: true, llm: true, tts: true}"), "permission-widened permission/model.tts"},
		{"more storage", permission("storage: {enabled: true, size: 1024}"), permission("storage: {enabled: true, size: 2048}"), "permission-widened permission/storage.size"},
		{"the default storage", permission("storage: {enabled: true}"), permission("storage: {enabled: true, size: 1048576}"), ""},
		{"a scope more", manifest("permissions: [env:get]"), manifest("permissions: [env:get, net:outbound]"), "scope-widened scope/net:outbound"},
		{"a host more", manifest("network: {domains: [a.example]}"), manifest("network: {domains: [a.example, b.example]}"), "scope-widened host/b.example"},
		{"an architecture less", manifest("meta: {arch: [amd64, arm64]}"), manifest("meta: {arch: [amd64]}"), "arch-removed arch/arm64"},
		{"a newer Dify", manifest("meta: {minimum_dify_version: 1.9.0}"), manifest("meta: {minimum_dify_version: 1.10.0}"), "host-raised minimum_dify_version"},
		{"an older Dify", manifest("meta: {minimum_dify_version: 1.10.0}"), manifest("meta: {minimum_dify_version: 1.9.0}"), "host-eased minimum_dify_version"},
		{"more memory", manifest("resource: {memory: 1024}"), manifest("resource: {memory: 2048}"), "host-raised memory"},
		{"the version alone", base, strings.Replace(base, "1.0.0", "1.0.1", 1), ""},
	} {
		t.Run(c.name, func(t *testing.T) { same(t, c.old, c.new, c.want) })
	}
}

func TestFiles(t *testing.T) {
	old := open("-- manifest.yaml --\nname: demo\n-- a.txt --\na\n-- b.txt --\nb\n-- c/d.txt --\nd\n-- __pycache__/x.pyc --\n1\n-- build/x --\n1\n-- .gitignore --\nbuild/\n")
	cur := open("-- manifest.yaml --\nname: demo\n-- a.txt --\nA\n-- c/d.txt --\nd\n-- e.txt --\ne\n-- __pycache__/x.pyc --\n2\n-- build/x --\n2\n-- .gitignore --\nbuild/\n-- .env --\nX=1\n")
	var got []string
	for _, f := range release.Files(old, cur) {
		got = append(got, fmt.Sprintf("%s %v %v", f.Path, f.Was, f.Is))
	}
	if want := "a.txt true true;b.txt true false;e.txt false true"; strings.Join(got, ";") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTree(t *testing.T) {
	fsys := fstest.MapFS{}
	for dir, text := range map[string]string{"tools/a": "type: plugin\nauthor: acme\nname: a\n", "tools/b": "type: plugin\nauthor: acme\nname: b\n", "c": "type: plugin\nauthor: acme\nname: c\n", "d": "kind: Deployment\n"} {
		fsys[dir+"/manifest.yaml"] = &fstest.MapFile{Data: []byte(text)}
	}
	tree := release.NewTree(fsys, func(dir string) string { return "old:" + dir })
	find := func(name, dir string) string {
		p, err := tree.Find(open("-- manifest.yaml --\nauthor: acme\nname: "+name+"\n"), dir)
		switch {
		case err != nil:
			return err.Error()
		case p == nil:
			return ""
		}
		return p.Dir
	}
	for _, c := range [][3]string{
		{"a", "tools/a", "old:tools/a"},
		{"a", "moved", "old:tools/a"},
		{"a", "", "old:tools/a"},
		{"renamed", "tools/a", "old:tools/a"},
		{"c", "tools/a", "old:c"},
		{"new", "new", ""},
	} {
		if got := find(c[0], c[1]); got != c[2] {
			t.Errorf("%s at %q: %q, want %q", c[0], c[1], got, c[2])
		}
	}
	if got := strings.Join(tree.Gone("tools"), " "); got != "old:tools/b" {
		t.Errorf("gone: %q", got)
	}
	if got := strings.Join(tree.Gone("."), " "); got != "old:tools/b" {
		t.Errorf("gone of all: %q", got)
	}
}

func TestAccepting(t *testing.T) {
	accept, err := release.Accepting([]string{"option-removed tools/demo/search/x=a: nobody used it"})
	if err != nil {
		t.Fatal(err)
	}
	c := release.Change{Kind: release.OptionRemoved, Key: "tools/demo/search/x=a"}
	if got := accept(&c); got != "nobody used it" {
		t.Errorf("reason %q", got)
	}
	c.Key = "tools/demo/search/x=b"
	if got := accept(&c); got != "" {
		t.Errorf("another change is accepted: %q", got)
	}
	for _, bad := range []string{"option-removed x", "option-removed x: ", "nothing x: reason", "option-removed: reason", ""} {
		if _, err := release.Accepting([]string{bad}); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

// TestHostile compares plugins whose declarations were cut and mixed at random:
// no input may make it panic, and a plugin is always equal to itself.
func TestHostile(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	base := withTool("credentials_for_provider:\n  x: {type: text-input, options: [{value: a}]}", "  - &p {name: x, type: select, options: [{value: a}, *p, [], {}], default: {a: [1]}}\n  - *p")
	for range 300 {
		b := []byte(base)
		for range 1 + r.Intn(6) {
			i := r.Intn(len(b))
			switch r.Intn(3) {
			case 0:
				b[i] = "[]{}:-&*!|>\n \t\"'x"[r.Intn(17)]
			case 1:
				b = slices.Delete(b, i, min(len(b), i+r.Intn(20)))
			default:
				b = slices.Insert(b, i, b[:min(len(b), r.Intn(30))]...)
			}
			if len(b) == 0 {
				b = []byte("x")
			}
		}
		release.Compare(open(base), open(string(b)), release.Options{})
		release.Compare(open(string(b)), open(base), release.Options{})
		if got := release.Diff(open(string(b)), open(string(b))); len(got) > 0 {
			t.Fatalf("a plugin differs from itself: %s\n%s", got[0].ID(), b)
		}
	}
}
