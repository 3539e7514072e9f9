package rules

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// TestBundles: over a bundle run the rules that say so, and no other.
func TestBundles(t *testing.T) {
	const head = "name: demo\nlabels: {en_US: Demo}\ndescription: {en_US: Demo}\nicon: icon.svg\nversion: 0.1.0\nauthor: acme\ntype: bundle\n"
	icon := &fstest.MapFile{Data: []byte("<svg xmlns=\"http://www.w3.org/2000/svg\"/>")}
	for _, c := range []struct {
		name, manifest string
		want           []string
	}{
		{"clean", head + "dependencies:\n  - {type: marketplace, value: {marketplace_pattern: \"acme/search:1.0.0\"}}\n  - {type: github, value: {repo_pattern: \"acme/demo:^1.0.0/demo.difypkg\"}}\n", nil},
		{"grammar", head + "dependencies:\n  - {type: marketplace, value: {marketplace_pattern: acme/search}}\n", []string{"schema/pattern"}},
		{"another key", head + "dependencies:\n  - {type: github, value: {marketplace_pattern: \"acme/search:1.0.0\"}}\n", []string{"schema/required"}},
		{"no such type", head + "dependencies:\n  - {type: pypi, value: {path: x}}\n", []string{"schema/enum"}},
		{"a plugin of the wrong type", strings.Replace(head, "labels", "label", 1) + "plugins: {tools: [provider/demo.yaml]}\nmeta: {version: 0.0.1, arch: [amd64], runner: {language: python, version: \"3.12\", entrypoint: main}}\nresource: {memory: 1}\ncreated_at: 2026-01-01T00:00:00Z\n",
			[]string{"file/readme", "schema/enum"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			fsys := fstest.MapFS{"manifest.yaml": {Data: []byte(c.manifest)}, "_assets/icon.svg": icon}
			res, err := lint.Run(context.Background(), []plugin.Target{{FS: fsys, Dir: "."}}, lint.Options{Rules: All()})
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]int{}
			for _, f := range res.Findings() {
				got[f.Rule.ID]++
			}
			for _, id := range c.want {
				if got[id] == 0 {
					t.Errorf("%s found nothing", id)
				}
			}
			if c.name != "a plugin of the wrong type" && len(got) != len(c.want) {
				t.Errorf("found %v, want %v", got, c.want)
			}
		})
	}
}
