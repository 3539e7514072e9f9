package plugin

import (
	"fmt"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/google/go-cmp/cmp"
)

// TestReferences: which declarations a manifest leads to, who names and who reads each.
func TestReferences(t *testing.T) {
	p := Open(mapFS(map[string]string{
		"manifest.yaml":         "author: acme\nname: search\nversion: 0.1\nplugins:\n  tools: [/t.yaml, ~, [x], t.yaml, ./none.yaml]\n  models: [m.yaml, m2.yaml]\n  endpoints: [e.yaml]\n  agent_strategies: a.yaml\n  other: [x.yaml]\n",
		"t.yaml":                "tools: [tools/a.yaml, ~, {identity: {name: b}}, [x]]\n",
		"tools/a.yaml":          "identity: {name: a}\n",
		"m.yaml":                "models:\n  llm: {position: models/_position.yaml, predefined: [models/*.yaml, models/b.yaml, '', [x]]}\n  tts: {predefined: [models/b.yaml, 'models/none.yaml']}\n  other: {predefined: [x.yaml]}\n",
		"m2.yaml":               "models: [{model: inline}, text.yaml]\n",
		"models/_position.yaml": "- b\n", "models/b.yaml": "model: b\n", "models/deep/c.yaml": "model: c\n", "models/c.yml": "model: c\n",
		"e.yaml": "endpoints: {a: {path: x}}\n",
	}), "p")
	var docs []string
	for _, d := range p.Documents() {
		s := string(d.Kind) + " " + d.Path
		if d.Inline {
			s += " inline"
		}
		if d.Daemon {
			s += " daemon"
		}
		if d.SDK {
			s += " sdk"
		}
		if d.ModelType != "" {
			s += " " + d.ModelType
		}
		if d.Provider != nil {
			s += " of " + d.Provider.Path
		}
		if d.Err != nil {
			s += " missing"
		}
		docs = append(docs, s)
	}
	if d := cmp.Diff([]string{
		"manifest manifest.yaml daemon sdk", "tool-provider t.yaml daemon sdk", "tool tools/a.yaml daemon sdk of t.yaml", "tool ~ daemon sdk of t.yaml missing", "tool t.yaml inline daemon of t.yaml", "tool-provider none.yaml daemon sdk missing",
		"model-provider m.yaml daemon sdk", "position models/_position.yaml daemon sdk llm of m.yaml", "model models/b.yaml daemon sdk llm of m.yaml", "model-provider m2.yaml daemon sdk", "model m2.yaml inline daemon of m2.yaml",
		"endpoint-provider e.yaml daemon sdk",
	}, docs); d != "" {
		t.Error(d)
	}
	var refs []string
	for _, r := range p.References() {
		s := fmt.Sprintf("%s %q %s", r.Doc.Path, r.Written, r.Path)
		if r.Glob {
			s += " matches " + strings.Join(r.Matches, ",")
		}
		refs = append(refs, s)
	}
	if d := cmp.Diff([]string{
		`manifest.yaml "/t.yaml" t.yaml`, `t.yaml "tools/a.yaml" tools/a.yaml`, `t.yaml "~" ~`, `manifest.yaml "t.yaml" t.yaml`, `manifest.yaml "./none.yaml" none.yaml`, `manifest.yaml "m.yaml" m.yaml`,
		`m.yaml "models/_position.yaml" models/_position.yaml`, `m.yaml "models/*.yaml" models/*.yaml matches models/_position.yaml,models/b.yaml`, `m.yaml "models/b.yaml" models/b.yaml matches models/b.yaml`,
		`m.yaml "models/b.yaml" models/b.yaml matches models/b.yaml`, `m.yaml "models/none.yaml" models/none.yaml matches `, `manifest.yaml "m2.yaml" m2.yaml`, `manifest.yaml "e.yaml" e.yaml`,
	}, refs); d != "" {
		t.Error(d)
	}
	if len(p.Providers()) != 6 || p.Author() != "acme" || p.Name() != "search" || p.Version() != "0.1" || p.IsBundle() {
		t.Error(len(p.Providers()), p.Author(), p.Name(), p.Version())
	}
	bundle := Open(mapFS(map[string]string{"manifest.yaml": "type: bundle\n"}), "p")
	if !bundle.IsBundle() || bundle.Manifest().SDK || len(bundle.Documents()) != 1 {
		t.Error("a bundle is read as something else")
	}
	if Open(mapFS(map[string]string{"manifest.yaml": "type: bundle\nplugins: {tools: []}\n"}), "p").IsBundle() {
		t.Error("what declares plugins is no bundle")
	}
	if Open(mapFS(map[string]string{"manifest.yaml": "type: plugin\n"}), "p").IsBundle() || Open(mapFS(map[string]string{"manifest.yaml": "name: a\n"}), "p").IsBundle() {
		t.Error("what does not say that it is a bundle is none")
	}
	mapping := Open(mapFS(map[string]string{"manifest.yaml": "plugins: {tools: [t.yaml]}\n", "t.yaml": "tools: {llm: {predefined: ['*.yaml']}}\n"}), "p")
	if len(mapping.Documents()) != 2 || len(mapping.Providers()[0].Items) != 0 {
		t.Error("a mapping of models is read where tools are listed")
	}
	if none := Open(mapFS(nil), "p"); none.Author() != "" || none.Manifest().Err == nil || len(none.Providers()) != 0 {
		t.Error("a plugin without a manifest")
	}
}

// TestIcons: which icons are looked for, by whom, and since when.
func TestIcons(t *testing.T) {
	p := Open(mapFS(map[string]string{
		"manifest.yaml": "icon: m.svg\nicon_dark: md.svg\nplugins:\n  tools: [t0.yaml, t.yaml]\n  models: [m.yaml]\n  endpoints: [e.yaml]\n  agent_strategies: [a.yaml]\n  datasources: [d.yaml]\n  triggers: [g.yaml]\n",
		"t0.yaml":       "identity: {icon: t0.svg}\n",
		"t.yaml":        "identity: {icon: t.svg, icon_dark: td.svg}\ntools: [t1.yaml]\n",
		"t1.yaml":       "identity: {icon: t1.svg}\n",
		"m.yaml":        "icon_small: {en_US: s.svg, de_DE: no.svg, zh_Hans: }\nicon_large: {ja_JP: l.svg}\nicon_small_dark: {pt_BR: sd.svg}\nicon_large_dark: text\n",
		"e.yaml":        "identity: {icon: no.svg}\n",
		"a.yaml":        "identity: {icon: a.svg, icon_dark: [x]}\n",
		"d.yaml":        "identity: {icon: d.svg, icon_dark: no.svg}\ndatasources: [d1.yaml]\n",
		"d1.yaml":       "identity: {icon: d1.svg}\n",
		"g.yaml":        "identity: {icon: g.svg, icon_dark: gd.svg}\nevents: [g1.yaml]\n",
		"g1.yaml":       "identity: {icon: no.svg}\n",
	}), "p")
	var got []string
	for _, n := range Icons(p) {
		got = append(got, fmt.Sprintf("%s %s %s", n.File(), [...]string{"nobody", "packaging", "upload"}[n.By], n.Refuses[releases.Daemon].Words(releases.Daemon)))
	}
	if d := cmp.Diff([]string{
		"_assets/m.svg packaging since 0.0.1", "_assets/md.svg packaging since 0.2.0", "_assets/t0.svg nobody ", "_assets/t.svg packaging since 0.0.1", "_assets/td.svg upload since 0.5.0",
		"_assets/s.svg packaging since 0.0.1", "_assets/l.svg packaging since 0.0.1", "_assets/sd.svg upload since 0.2.0", "_assets/a.svg upload since 0.0.1", "_assets/d.svg packaging since 0.4.0", "_assets/d1.svg upload since 0.4.0",
		"_assets/g.svg packaging since 0.4.0", "_assets/gd.svg upload since 0.5.0",
	}, got); d != "" {
		t.Error(d)
	}
}

// TestCredentials: the fields of each form, by their names.
func TestCredentials(t *testing.T) {
	for doc, want := range map[string]string{
		"credentials_for_provider: {a: {type: x}, b: text, <<: {c: {}}}":              "a",
		"credentials_schema: [{name: a}, {variable: b}, {type: x}, text, {name: ''}]": "a b",
		"credentials_schema: [{name: a, variable: b}]":                                "a",
		"x: &x {name: a}\ncredentials_schema: [*x, &y text, *y]":                      "a",
		"credentials_for_provider: [{name: a}]\ncredentials_schema: {b: {}}":          "a b",
		"oauth_schema: {client_schema: [{name: a}], credentials_schema: [{name: b}]}": "a b",
		"provider_credential_schema: {credential_form_schemas: [{variable: a}]}":      "a",
		"model_credential_schema: {credential_form_schemas: [{variable: a}]}":         "a",
		"subscription_constructor: {oauth_schema: {client_schema: [{name: a}]}}":      "a",
		"settings: [{name: a}]": "a",
		"other: [{name: a}]":    "",
		"":                      "",
	} {
		p := Open(mapFS(map[string]string{"manifest.yaml": doc}), "p")
		var got []string
		for _, c := range Credentials(p.Manifest()) {
			got = append(got, c.Name)
			if c.NameNode.Str() != c.Name || !c.Node.IsMapping() {
				t.Errorf("%s: %s is named at %q", doc, c.Name, c.NameNode.Str())
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %s, want %s", doc, s, want)
		}
	}
}
