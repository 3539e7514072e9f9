package schema

import (
	"fmt"
	"math/rand"
	"strings"
	"sync"
	"testing"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// good holds a file of each kind that nothing is wrong with.
var good = map[string]string{
	"manifest": `version: 0.0.1
type: plugin
author: acme
name: search
label:
  en_US: Search
description:
  en_US: Looks for a text
icon: icon.svg
created_at: 2024-07-12T08:03:44.658609154Z
resource:
  memory: 268435456
  permission:
    tool:
      enabled: true
    storage:
      enabled: true
      size: 1048576
plugins:
  tools:
    - provider/search.yaml
meta:
  version: 0.0.1
  arch: [amd64, arm64]
  runner:
    language: python
    version: "3.12"
    entrypoint: main
tags: [search]
`,
	"tool-provider": `identity:
  author: acme
  name: search
  label: {en_US: Search}
  description: {en_US: Looks for a text}
  icon: icon.svg
credentials_for_provider:
  key:
    type: secret-input
    required: true
    label: {en_US: Key}
tools:
  - tools/search.yaml
extra:
  python:
    source: provider/search.py
`,
	"tool": `identity:
  author: acme
  name: search
  label: {en_US: Search}
description:
  human: {en_US: Looks for a text}
  llm: Looks for a text
parameters:
  - name: query
    type: string
    required: true
    label: {en_US: Query}
    human_description: {en_US: What to look for}
    form: llm
output_schema:
  type: object
extra:
  python:
    source: tools/search.py
`,
	"model-provider": `provider: acme
label: {en_US: Acme}
supported_model_types: [llm]
configurate_methods: [predefined-model]
provider_credential_schema:
  credential_form_schemas:
    - variable: key
      label: {en_US: Key}
      type: secret-input
      help: {en_US: See your account}
models:
  llm:
    predefined: [models/llm/*.yaml]
    position: models/llm/_position.yaml
extra:
  python:
    provider_source: provider/acme.py
    model_sources: [models/llm/llm.py]
`,
	"model": `model: acme-1
model_type: llm
features: [vision]
model_properties:
  mode: chat
  context_size: 128000
parameter_rules:
  - name: temperature
    use_template: temperature
pricing:
  input: "0.5"
  output: 1.5
  unit: 0.000001
  currency: USD
`,
	"position":                "- acme-1\n- acme-2\n",
	"endpoint-provider":       "settings:\n  - name: secret\n    type: secret-input\n    label: {en_US: Secret}\nendpoints:\n  - endpoints/hook.yaml\n",
	"endpoint":                "path: /hook\nmethod: POST\nextra:\n  python:\n    source: endpoints/hook.py\n",
	"agent-strategy-provider": "identity:\n  author: acme\n  name: agent\n  label: {en_US: Agent}\n  description: {en_US: Acts}\n  icon: icon.svg\nstrategies:\n  - strategies/agent.yaml\n",
	"agent-strategy":          "identity:\n  author: acme\n  name: agent\n  label: {en_US: Agent}\ndescription: {en_US: Acts}\nparameters:\n  - name: tools\n    type: array[tools]\n    label: {en_US: Tools}\nfeatures: [history-messages]\nextra:\n  python:\n    source: strategies/agent.py\n",
	"datasource-provider":     "identity:\n  author: acme\n  name: drive\n  label: {en_US: Drive}\n  description: {en_US: Files}\n  icon: icon.svg\nprovider_type: online_drive\ndatasources:\n  - datasources/drive.yaml\nextra:\n  python:\n    source: provider/drive.py\n",
	"datasource":              "identity:\n  author: acme\n  name: drive\n  label: {en_US: Drive}\ndescription: {en_US: Files}\nparameters:\n  - name: path\n    type: string\n    label: {en_US: Path}\n    description: {en_US: Where to look}\nextra:\n  python:\n    source: datasources/drive.py\n",
	"trigger-provider":        "identity:\n  author: acme\n  name: github\n  label: {en_US: GitHub}\n  description: {en_US: Events}\nsubscription_schema: []\nsubscription_constructor:\n  credentials_schema:\n    token:\n      type: secret-input\n      label: {en_US: Token}\nevents:\n  - events/push.yaml\nextra:\n  python:\n    source: provider/github.py\n",
	"event":                   "identity:\n  author: acme\n  name: push\n  label: {en_US: Push}\ndescription: {en_US: When something is pushed}\nparameters:\n  - name: branch\n    type: string\n    label: {en_US: Branch}\nextra:\n  python:\n    source: events/push.py\n",
	"bundle":                  "name: all\nlabels: {en_US: All}\ndescription: {en_US: Everything}\nicon: icon.svg\nversion: 0.0.1\nauthor: acme\ntype: bundle\ndependencies:\n  - type: marketplace\n    value:\n      marketplace_pattern: acme/search:0.0.1\n",
}

// told writes violations as line:column gate/severity keyword message.
func told(tb testing.TB, kind, doc string) []string {
	tb.Helper()
	tree := yaml.Parse(text.NewFile("t.yaml", []byte(doc)))
	if tree.Err != nil {
		tb.Fatalf("%s in %q", tree.Err.Raw, doc)
	}
	out := []string{}
	for _, v := range Validate(kind, tree.Root) {
		p := tree.File.Position(v.Span.Start)
		who := string(v.Gate)
		if v.Severity != Error {
			who += "/" + string(v.Severity)
		}
		out = append(out, fmt.Sprintf("%d:%d %s %s: %s", p.Line, p.Column, who, v.Keyword, v.Message.String()))
	}
	return out
}

func TestGood(t *testing.T) {
	for _, kind := range kinds {
		if got := told(t, kind, good[kind]); good[kind] == "" || len(got) > 0 {
			t.Errorf("%s: %q", kind, got)
		}
	}
}

// TestValidate edits the good file of a kind (old is replaced by new) and says
// what reports it.
func TestValidate(t *testing.T) {
	for _, tt := range []struct {
		kind, old, new string
		want           []string
	}{
		{"manifest", "version: 0.0.1\ntype", "version: 0.1\ntype", []string{`1:10 package pattern: version is 0.1 (a number); it must be three numbers of at most four digits with dots between them, such as 1.0.0, optionally with "-" and a suffix`}},
		{"manifest", "version: 0.0.1\ntype", "version: 1.2.3-nightly\ntype", []string{`1:10 start pattern: version is "1.2.3-nightly"; it must be a version that Python packaging accepts (PEP 440), such as 1.0.0 or 1.0.0rc1`}},
		{"manifest", "author: acme", "author: Acme", []string{`3:9 install pattern: author is "Acme"; it must be lower-case letters, digits, "-" and "_", 1 to 64 of them`}},
		{"manifest", "author: acme", "author: " + strings.Repeat("a", 65), []string{`3:9 package maxLength: author has 65 characters; at most 64 are allowed`}},
		{"manifest", "author: acme\n", "", []string{`1:1 install required: author is missing`}},
		{"manifest", "author: acme", "author:", []string{`3:1 install required: author is empty; it must be set`}},
		{"manifest", "name: search", "name: ''", []string{`4:7 package minLength: name is empty; it must be set`}},
		{"manifest", "name: search", "naem: search", []string{`4:1 package required: name is missing; naem here is probably a misspelling of it`}},
		{"manifest", "label:\n  en_US: Search", "label:\n  en_Us: Search", []string{`6:3 package required: en_US is missing; en_Us here is probably a misspelling of it`}},
		{"manifest", "label:\n  en_US: Search", "label: Search", []string{`5:8 package x-go: label is "Search"; it must be a mapping of languages, such as en_US: Search`}},
		{"manifest", "memory: 268435456", "memory: 256MB", []string{`12:11 package x-go: memory is "256MB"; it must be a whole number`}},
		{"manifest", "memory: 268435456", "memory: 0", []string{`12:11 package not: memory is 0 (a number); it must be more than 0 bytes`}},
		{"manifest", "memory: 268435456", "memory: '268435456'", []string{`12:11 package x-go: memory is "268435456" in quotes; it must be a whole number, without quotes`}},
		{"manifest", "size: 1048576", "size: 512", []string{`18:13 package minimum: size is 512 (a number); it must be a whole number of bytes, 1024 to 1073741824`}},
		{"manifest", "      size: 1048576\n", "", []string{`16:5 package required: size is missing from storage`}},
		{"manifest", "enabled: true\n    storage", "enabled: \"true\"\n    storage", []string{`15:16 package x-go: enabled is "true" in quotes; it must be true or false, without quotes`}},
		{"manifest", "enabled: true\n    storage", "enabled: yes\n    storage", []string{}},
		{"manifest", "arch: [amd64, arm64]", "arch: [amd64, arm46]", []string{`24:17 package enum: arch[1] is "arm46"; it must be one of amd64, arm64. Did you mean "arm64"?`}},
		{"manifest", "arch: [amd64, arm64]", "arch: amd64", []string{`24:9 package x-go: arch is "amd64"; it must be a list`}},
		{"manifest", "version: \"3.12\"", "version: 3.12", []string{`27:14 start type: version is 3.12 (a number); it must be text: put it in quotes`}},
		{"manifest", "tags: [search]", "tags: [serach, null]", []string{`29:8 package enum: tags[0] is "serach"; it must be one of search, image, videos, weather, finance, design, travel, social, news, medical, productivity, education, business, entertainment, utilities, agent, rag, other, trigger. Did you mean "search"?`}},
		{"manifest", "tags: [search]", "repo: github.com/acme/search", []string{`29:7 package format: repo is "github.com/acme/search"; it must be an absolute URL, such as https://github.com/you/your-plugin`}},
		{"manifest", "created_at: 2024-07-12T08:03:44.658609154Z", "created_at: yesterday", []string{`10:13 package x-go: created_at is "yesterday"; it must be a date and time, such as 2024-07-12T08:03:44Z`}},
		{"manifest", "created_at: 2024-07-12T08:03:44.658609154Z", "created_at: 2024-07-12", []string{}},
		{"manifest", "  tools:\n    - provider/search.yaml", "  tools:", []string{`20:3 start type: tools is empty; it must be a list`}},
		{"manifest", "type: plugin", "type: plugin\ntype: plugin", []string{`3:1 package duplicate: duplicate key type in the same mapping`}},
		{"manifest", "tags: [search]", "colour: red\nidentifier: com.acme.search-v0", []string{`29:1 none/warning unknown: the platform does not read the key colour`}},

		{"tool-provider", "  - tools/search.yaml", "  - identity: {}", []string{`13:5 start type: tools[0] is a mapping; it must be the path of a tool file`}},
		{"tool-provider", "type: secret-input", "type: secret", []string{`9:11 start enum: type is "secret"; it must be one of secret-input, text-input, select, boolean, model-selector, app-selector, array[tools]. Did you mean "secret-input"?`}},
		{"tool-provider", "  key:\n", "  12:\n", []string{`8:3 start x-keys: the SDK's YAML reader does not read the key 12 as text; put it in quotes`}},
		{"tool-provider", "name: search", "name: my search", []string{`3:9 debug/warning pattern: name is "my search"; it must be letters, digits, "-" and "_"`}},
		{"tool-provider", "    source: provider/search.py", "    source: provider/search.py\n    source: provider/other.py", []string{`17:5 none/warning duplicate: duplicate key source in the same mapping; only this value counts`}},

		{"tool", "type: string", "type: sting", []string{`10:11 start enum: type is "sting"; it must be one of string, number, boolean, select, secret-input, file, files, model-selector, app-selector, checkbox, any, object, array, dynamic-select, date, date-range. Did you mean "string"?`}},
		{"tool", "    form: llm\n", "    form: llm\n    multiple: true\n", []string{`15:15 start enum: multiple is true (a boolean); it must be false: only select and dynamic-select take several values`}},
		{"tool", "type: string", "type: select\n    multiple: true\n    default: a", []string{`12:14 start type: default is "a"; it must be a list, since multiple is true`}},
		{"tool", "type: string", "type: select\n    default: [a]", []string{`11:14 start type: default is a list; it must be one value, since multiple is not true`}},
		{"tool", "type: string", "type: string\n    default: 2024-01-01", []string{`11:14 start type: default is 2024-01-01 (a date); it must be true or false, a number, text, a list or a mapping: put it in quotes`}},
		{"tool", "required: true", "requird: true", []string{`11:5 none/warning unknown: the platform does not read the key requird; did you mean required?`}},
		{"tool", "    human_description: {en_US: What to look for}\n", "", []string{`9:5 start required: human_description is missing from parameters[0]`}},
		{"tool", "  type: object\n", "  type: object\n  since: 2024-02-30\n  on: =\n", []string{
			`17:10 start x-yaml: "2024-02-30" looks like a date, but there is no such date or time; put it in quotes if it is text`,
			`18:3 start x-keys: the SDK's YAML reader does not read the key on as text; put it in quotes`,
			`18:7 start x-yaml: = without quotes is a special value of YAML 1.1, which the SDK's YAML reader refuses; put it in quotes`}},
		{"tool", "extra:\n  python:\n    source: tools/search.py\n", "extra:\n", []string{`17:1 start type: extra is empty; it must be a mapping`}},
		{"tool", "parameters:\n", "parameters: null\nparameter:\n", []string{`9:1 none/warning unknown: the platform does not read the key parameter`}},

		{"model-provider", "[predefined-model]", "[predefined]", []string{`4:23 start enum: configurate_methods[0] is "predefined"; it must be one of predefined-model, customizable-model. Did you mean "predefined-model"?`}},
		{"model-provider", "predefined: [models/llm/*.yaml]", "predefined: models/llm/*.yaml", []string{`13:17 start pattern: predefined is "models/llm/*.yaml"; it must be a list of paths or globs`}},
		{"model-provider", "predefined: [models/llm/*.yaml]", "predefined: [/models/llm/*.yaml]", []string{`13:18 start pattern: predefined[0] is "/models/llm/*.yaml"; it must be a path or glob from the plugin's root, without "/" at its start`}},
		{"model", "use_template: temperature", "use_template: temperatur", []string{
			`9:19 package enum: use_template is "temperatur"; it must be one of temperature, top_p, top_k, presence_penalty, frequency_penalty, max_tokens, response_format, json_schema. Did you mean "temperature"?`}},
		{"model", "  context_size: 128000", "  context_sise: 128000", []string{`6:3 start enum: the key "context_sise" is unknown; it must be one of mode, context_size, max_chunks, file_upload_limit, supported_file_extensions, max_characters_per_chunk, default_voice, voices, word_limit, audio_type, max_workers. Did you mean "context_size"?`}},
		{"model", "unit: 0.000001", "unit: 1e-6x", []string{`13:9 package x-go: unit is "1e-6x"; it must be a decimal number such as 0.001`}},
		{"position", "- acme-2", "- 2.5", []string{`2:3 start type: item 1 is 2.5 (a number); it must be text: put it in quotes`}},
		{"position", "- acme-1\n- acme-2\n", "a: b\n", []string{`1:1 package x-go: the file is a mapping; it must be a list`}},
		{"endpoint", "method: POST", "method: PSOT", []string{`2:9 debug/warning enum: method is "PSOT"; it must be one of HEAD, GET, POST, PUT, DELETE, OPTIONS. Did you mean "POST"?`}},
		{"endpoint", "path: /hook", "path: hook", []string{`1:7 start pattern: path is "hook"; it must be a path that begins with "/"`}},
		{"endpoint-provider", "  - endpoints/hook.yaml", "  - {path: /a, method: GET}", []string{`6:5 start required: extra is missing from endpoints[0]`}},
		{"agent-strategy", "[history-messages]", "", []string{`10:1 start type: features is empty; it must be a list`}},
		{"datasource-provider", "provider_type: online_drive", "provider_type: drive", []string{`7:16 start enum: provider_type is "drive"; it must be one of online_document, website_crawl, online_drive`}},
		{"datasource", "    description: {en_US: Where to look}\n", "", []string{`7:5 start required: description is missing from parameters[0]`}},
		{"trigger-provider", "subscription_schema: []", "subscription_schema: {a: {type: text-input, label: {en_US: A}}}", []string{`6:22 start type: subscription_schema is a mapping; it must be a list`}},
		{"trigger-provider", "    token:\n      type: secret-input\n      label: {en_US: Token}\n", "    token: 1\n", []string{`9:12 package x-go: token is 1 (a number); it must be a mapping`}},
		{"event", "type: string", "type: secret-input", []string{`8:11 start enum: type is "secret-input"; it must be one of string, number, boolean, select, checkbox, file, files, model-selector, app-selector, object, array, dynamic-select`}},
		{"bundle", "acme/search:0.0.1", "acme/search", []string{`11:28 none/warning pattern: marketplace_pattern is "acme/search"; it must be author/plugin:version, such as langgenius/openai:0.0.1`}},
	} {
		doc := strings.Replace(good[tt.kind], tt.old, tt.new, 1)
		if doc == good[tt.kind] {
			t.Errorf("%s: %q does not stand there", tt.kind, tt.old)
			continue
		}
		if d := cmp.Diff(tt.want, told(t, tt.kind, doc)); d != "" {
			t.Errorf("%s, %q:\n%s", tt.kind, tt.new, d)
		}
	}
}

// TestEmpty: a file without a value, and one that is not a mapping.
func TestEmpty(t *testing.T) {
	for _, kind := range kinds {
		for _, doc := range []string{"", "# nothing\n", "~\n"} {
			got := told(t, kind, doc)
			if kind == "position" && len(got) != 0 || kind != "position" && (len(got) != 1 || !strings.Contains(got[0], "empty")) {
				t.Errorf("%s, %q: %q", kind, doc, got)
			}
		}
		if got := told(t, kind, "text\n"); len(got) != 1 || !strings.Contains(got[0], "the file is \"text\"") {
			t.Errorf("%s, text: %q", kind, got)
		}
	}
	if got := Validate("nothing", root(t, "a: b")); got != nil {
		t.Errorf("a kind that does not exist: %v", got)
	}
}

func TestSides(t *testing.T) {
	n := root(t, "- [x]\n- 2\n")
	for sides, want := range map[Sides]string{Daemon: "package", SDK: "start", Both: "package"} {
		list := Get("position").ValidateFor(n, sides)
		if len(list) == 0 || string(list[0].Gate) != want || sides == Daemon && len(list) != 1 {
			t.Errorf("%v: %v", sides, messages(list))
		}
	}
}

// TestAliases: an error in an anchor's value is told where the schema looks,
// with the alias in front where it stands there.
func TestAliases(t *testing.T) {
	doc := strings.Replace(good["tool"], "label: {en_US: Query}", "label: &l {en_US: 5}", 1)
	doc = strings.Replace(doc, "human_description: {en_US: What to look for}", "human_description: *l", 1)
	tree := yaml.Parse(text.NewFile("t.yaml", []byte(doc)))
	list := Validate("tool", tree.Root)
	if len(list) != 2 || tree.File.Slice(list[0].Span) != "5" || tree.File.Slice(list[1].Span) != "*l" || list[1].Anchor == nil || list[1].Anchor.Text() != "5" {
		t.Fatalf("%q", told(t, "tool", doc))
	}
	merged := "a: &a {author: acme, name: 5, label: {en_US: x}}\n" + strings.Replace(good["tool"], "  author: acme\n  name: search\n", "  <<: *a\n", 1)
	if got := told(t, "tool", merged); len(got) != 2 || !strings.HasPrefix(got[1], "3:7 start type: name is 5") || !strings.Contains(got[0], "the key a") {
		t.Errorf("merged: %q", got)
	}
}

// TestHostile: no input takes long or much, or ends the program.
func TestHostile(t *testing.T) {
	var b strings.Builder
	b.WriteString("a0: &a0 [" + strings.Repeat("x,", 10) + "]\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d , ", i-1), 10))
	}
	bomb := b.String()
	for name, doc := range map[string]string{
		"bomb where nobody looks":      bomb,
		"bomb where the daemon looks":  bomb + "output_schema: {properties: *a11}\n",
		"bomb as a default":            bomb + "parameters: [{name: x, default: *a11}]\n",
		"a list in itself":             "output_schema: {a: &x [*x]}\nparameters: &y [*y]\n",
		"a mapping merged into itself": "identity: &x {<<: *x, name: y}\n",
		"ten thousand levels":          "output_schema: {a: " + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + "}\n",
		"a long number":                "description: {llm: " + strings.Repeat("9", 100_000) + "}\nparameters: [{min: " + strings.Repeat("7", 5000) + ", max: 1.0e+999999999, precision: 0x" + strings.Repeat("f", 20_000) + "}]\n",
		"a long text":                  "identity: {name: '" + strings.Repeat("é", 100_000) + "'}\n",
		"many keys":                    "output_schema:\n" + strings.Repeat("  ? x\n", 3000),
		"strange keys":                 "? [a]\n: b\n? {c: d}\n: e\n~: f\n1: g\n=: h\n<<: {? [x] : y}\n",
	} {
		for _, kind := range kinds {
			tree := yaml.Parse(text.NewFile("t.yaml", []byte(doc)))
			if tree.Err != nil {
				t.Fatalf("%s: %s", name, tree.Err.Raw)
			}
			for _, v := range Validate(kind, tree.Root) {
				if v.Span.Start < 0 || v.Span.End > len(doc) || v.Message.String() == "" || len(v.Message.String()) > 1000 {
					t.Errorf("%s, %s: %v %q", name, kind, v.Span, v.Message.String())
				}
			}
		}
	}
	got := told(t, "tool", bomb+"output_schema: {properties: *a11}\n")
	if len(got) == 0 || !strings.Contains(strings.Join(got, "\n"), "package alias") {
		t.Errorf("the daemon refuses the bomb: %q", got)
	}
}

// TestQuick holds the quick verdict against the validator's, and the whole
// against itself: the same list each time.
func TestQuick(t *testing.T) {
	rng := rand.New(rand.NewSource(3))
	yes, no := 0, 0
	libraries := map[string]*jsonschema.Schema{}
	for _, kind := range kinds {
		library, err := judgeOf(kind)
		if err != nil {
			t.Fatal(err)
		}
		libraries[kind] = library
	}
	for range 120 {
		for _, kind := range []string{"manifest", "tool", "model", "model-provider", "tool-provider", "trigger-provider", "event"} {
			s := Get(kind)
			g := generator{rng: rng}
			doc := g.mapping(s.Root, 0)
			if rng.Intn(3) == 0 {
				doc = good[kind]
			}
			tree := yaml.Parse(text.NewFile("t.yaml", []byte(doc)))
			if tree.Err != nil || tree.Root == nil {
				continue
			}
			b := instance{}
			v := b.value(tree.Root, 0)
			want := libraries[kind].Validate(v) == nil
			if got := s.Root.valid(v); got != want {
				t.Fatalf("%s %q: quick %v, library %v", kind, doc, got, want)
			}
			if want {
				yes++
			} else {
				no++
			}
			if d := cmp.Diff(messages(Validate(kind, tree.Root)), messages(Validate(kind, tree.Root))); d != "" {
				t.Fatal(d)
			}
		}
	}
	if yes < 100 || no < 100 {
		t.Errorf("%d valid, %d not: a poor sample", yes, no)
	}
}

func TestConcurrent(t *testing.T) {
	want := told(t, "tool", "identity: 1\n")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if d := cmp.Diff(want, told(t, "tool", "identity: 1\n")); d != "" {
					t.Error(d)
				}
			}
		})
	}
	wg.Wait()
}

func FuzzValidate(f *testing.F) {
	for _, doc := range good {
		f.Add([]byte(doc))
	}
	f.Add([]byte("a: &x {<<: *x}\n? [1]\n: !!int z\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		tree := yaml.Parse(text.NewFile("f.yaml", data))
		if tree.Err != nil {
			return
		}
		for _, kind := range kinds {
			for _, v := range Validate(kind, tree.Root) {
				if v.Span.Start < 0 || v.Span.End > len(data) || v.Span.Start > v.Span.End || v.Message.String() == "" {
					t.Fatalf("%s: %v %q", kind, v.Span, v.Message.String())
				}
				if v.Node != nil {
					At(kind, tree.Root, v.Node)
				}
			}
		}
	})
}

func BenchmarkValidate(b *testing.B) {
	for _, kind := range []string{"manifest", "tool", "model"} {
		b.Run(kind, func(b *testing.B) {
			n := root(b, good[kind])
			b.SetBytes(int64(len(good[kind])))
			b.ReportAllocs()
			for b.Loop() {
				if len(Validate(kind, n)) > 0 {
					b.Fatal("not valid")
				}
			}
		})
	}
}

// TestSynonyms holds the words of one vocabulary against those of another.
func TestSynonyms(t *testing.T) {
	tool := []string{"string", "number", "boolean", "select", "secret-input", "file", "files", "date", "date-range", "array"}
	credential := []string{"secret-input", "text-input", "select", "boolean"}
	rule := []string{"float", "int", "string", "boolean", "text"}
	for _, c := range []struct {
		got     string
		allowed []string
		want    string
	}{
		{"int", tool, "number"}, {"Integer", tool, "number"}, {"text-input", tool, "string"}, {"bool", tool, "boolean"},
		{"file-list", tool, "files"}, {"array[file]", tool, "files"}, {"datetime", tool, "date"}, {"date-picker", tool, "date-range"},
		{"password", credential, "secret-input"}, {"string", credential, "text-input"}, {"checkbox", credential, "boolean"},
		{"number", rule, "float"}, {"integer", rule, "int"}, {"colour", tool, ""},
	} {
		if got := synonym(c.got, c.allowed); got != c.want {
			t.Errorf("%s: %q, want %q", c.got, got, c.want)
		}
	}
}
