package identity

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

func manifest(t *testing.T, text string) *plugin.Plugin {
	t.Helper()
	p := plugin.Open(fstest.MapFS{"manifest.yaml": {Data: []byte(text)}}, ".")
	if p.Manifest().Root == nil {
		t.Fatal("the manifest is not YAML")
	}
	return p
}

func TestBundleReferences(t *testing.T) {
	for _, c := range []struct {
		value   string
		id      string
		takes   []string
		refuses []string
	}{
		{"marketplace_pattern: acme/demo:1.0.0", "acme/demo", []string{"1.0.0"}, []string{"1.0.1", "1.0.0-beta"}},
		{"marketplace_pattern: acme/demo:^1.2.0", "acme/demo", []string{"1.2.0", "1.9.0"}, []string{"2.0.0", "1.1.0"}},
		{"marketplace_pattern: acme/demo:~1.2.0", "acme/demo", []string{"1.2.5"}, []string{"1.3.0"}},
		{"marketplace_pattern: acme/demo:1.x.x", "acme/demo", []string{"1.7.2"}, []string{"2.0.0"}},
		{"marketplace_pattern: acme/demo:1.0.0-2.0.0", "acme/demo", []string{"1.5.0", "2.0.0"}, []string{"2.0.1"}},
		{"marketplace_pattern: acme/demo:1.0.0-beta", "acme/demo", []string{"1.0.0-beta"}, []string{"1.0.0"}},
	} {
		p := manifest(t, "type: bundle\ndependencies:\n  - type: x\n    value: {"+c.value+"}\n")
		got := references(p)
		if len(got) != 1 {
			t.Errorf("%s: %d references", c.value, len(got))
			continue
		}
		r := got[0]
		if !r.ok || r.id != c.id {
			t.Errorf("%s: %v %q; want %q", c.value, r.ok, r.id, c.id)
		}
		for _, v := range c.takes {
			if !r.takes(v) {
				t.Errorf("%s does not take %s", c.value, v)
			}
		}
		for _, v := range c.refuses {
			if r.takes(v) {
				t.Errorf("%s takes %s", c.value, v)
			}
		}
	}
	if got := references(manifest(t, "type: bundle\ndependencies:\n  - value: {repo_pattern: \"acme/demo:1.0.0/demo.difypkg\"}\n")); len(got) != 0 {
		t.Errorf("a right repo_pattern: %v", got)
	}
}

func TestReferencesAnywhere(t *testing.T) {
	sum := strings.Repeat("0123456789abcdef", 4)
	for value, want := range map[string]string{
		"acme/demo:1.0.0@" + sum:             "acme/demo",
		"acme/demo:1.0@" + sum[:32]:          "acme/demo",
		"acme/demo:1.0.0@" + sum + "0":       "bad",
		"acme/demo:1.0.0@" + sum[:31]:        "bad",
		"Acme/demo:1.0.0@" + sum:             "bad",
		"com.example.demo@1.0.1":             "com.example.demo",
		"com.example.demo-v2@2.0.1":          "com.example.demo-v2",
		"com.example.demo@1.0":               "bad",
		"john.doe@1and1.com":                 "",
		"support@acme.example":               "",
		"https://github.com/acme/demo":       "",
		"redis://user:pw@host/0":             "",
		"provider/demo.yaml":                 "",
		"ghcr.io/acme/demo:1.0.0@sha256:abc": "",
	} {
		var got string
		switch refs := references(manifest(t, "needs: \""+value+"\"\n")); {
		case len(refs) == 0:
			got = ""
		case !refs[0].ok:
			got = "bad"
		default:
			got = refs[0].id
		}
		if got != want {
			t.Errorf("%s: %q, want %q", value, got, want)
		}
	}
}

func TestRepaired(t *testing.T) {
	for s, want := range map[string]string{
		"com.example.Plugin":           "com.example.plugin",
		"com.example.plugin_v2":        "com.example.plugin-v2",
		"com.example.plugin.v2":        "com.example.plugin-v2",
		"com.example.plugin-V2":        "com.example.plugin-v2",
		"com.example.plugin-version2":  "com.example.plugin-v2",
		"com.example.plugin-2":         "com.example.plugin-2",
		"com.example.plugin-v2.1":      "com.example.plugin-v2",
		"com.example.my plugin":        "com.example.my-plugin",
		"plugin":                       "",
		"com.example":                  "",
		"com..plugin.x":                "",
		"com.example.plugin-v99999999": "com.example.plugin-v99999999",
	} {
		if got := repaired(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func TestSlug(t *testing.T) {
	for s, want := range map[string]string{
		"Acme": "acme", "Acme Corp.": "acme-corp", "Leo.Wang": "leo-wang", "  x ": "x", "佐井": "", "a_b-c": "a_b-c", "!!": "",
	} {
		if got := slug(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// TestGates: the length is the validator's, the characters are ManifestValidate's.
func TestGates(t *testing.T) {
	for text, want := range map[string]lint.Gate{
		"author: Acme":                             lint.Install,
		"author: " + strings.Repeat("a", 65):       lint.Package,
		"author: \"\"":                             lint.Install,
		"author: ~":                                lint.Install,
		"author: 1.5":                              lint.Install,
		"author: -1":                               "",
		"name: My Plugin":                          lint.Install,
		"name: \"\"":                               lint.Package,
		"name: " + strings.Repeat("a", 128):        "",
		"name: " + strings.Repeat("a", 129):        lint.Package,
		"author: 0123456789abcdef0123456789abcdef": lint.Install,
	} {
		res, err := lint.Run(t.Context(), []plugin.Target{{FS: fstest.MapFS{"manifest.yaml": {Data: []byte(text + "\n")}}, Dir: "."}},
			lint.Options{Rules: []*lint.Rule{Author, Name}})
		if err != nil {
			t.Fatal(err)
		}
		got := lint.Gate("")
		for _, f := range res.Findings() {
			got = f.Gate
		}
		if got != want {
			t.Errorf("%.40s: %q, want %q", text, got, want)
		}
	}
}
