package rules

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/kit"
	"github.com/google/go-cmp/cmp"
)

// TestFresh: plugins with what `dify plugin init` of the daemon's repository leaves
// in each kind (cmd/commandline/plugin/templates at 0.6), and all that is said of
// them but advice. The command, its packaging and the SDK were asked, too: those
// for endpoints, tools, strategies and triggers pack and start once pyproject.toml
// has its "<"; those for models have icons and a source that do not exist.
func TestFresh(t *testing.T) {
	// Of all kinds.
	always := []string{
		"manifest.yaml:1 publish/required", "manifest.yaml:1 publish/required", "PRIVACY.md:3 publish/privacy-text",
		"README.md:1 publish/readme-repository", "pyproject.toml:5 dependency/invalid-line",
	}
	model := [][2]string{
		{"  en_US: icon.svg\nicon_large:\n  en_US: icon.svg", "  en_US: icon_s_en.svg\nicon_large:\n  en_US: icon_l_en.svg"},
		{"provider_source: provider/demo.py", "provider_source: provider/openai.py"},
	}
	for _, tt := range []struct {
		kind, name string
		// change replaces text of the provider's file.
		change [][2]string
		want   []string
	}{
		{kind: "tool"},
		{kind: "endpoint", want: []string{"manifest.yaml:3 permission/endpoint"}},
		{kind: "agent-strategy", change: [][2]string{{"strategies:", "extra: {python: {source: provider/demo.py}}\nstrategies:"}}},
		{kind: "datasource"},
		{kind: "trigger"},
		{kind: "model", name: "with a source", change: model, want: []string{
			"provider/demo.yaml:12 asset/icon", "provider/demo.yaml:14 asset/icon", "provider/demo.yaml:28 file/source",
		}},
		{kind: "model", name: "without models", change: append([][2]string{
			{"models:\n  llm:\n    position: models/llm/_position.yaml\n    predefined:\n      - models/llm/*.yaml\n", "models:\n"},
			{"model_sources:\n      - models/llm/llm.py", "model_sources:"},
		}, model...), want: []string{
			"provider/demo.yaml:1 schema/type", "provider/demo.yaml:8 asset/icon", "provider/demo.yaml:10 asset/icon",
			"provider/demo.yaml:24 file/source", "provider/demo.yaml:25 schema/type",
		}},
	} {
		t.Run(strings.TrimSpace(tt.kind+" "+tt.name), func(t *testing.T) {
			files := fresh(t, "../testdata/plugins/"+tt.kind, tt.change)
			want := append(slices.Clone(always), tt.want...)
			if diff := cmp.Diff(inOrder(want), warned(t, files)); diff != "" {
				t.Errorf("expected (-), found (+):\n%s", diff)
			}
		})
	}
}

func inOrder(list []string) []string {
	slices.Sort(list)
	return list
}

// warned is what is said of a plugin's files, but advice.
func warned(t *testing.T, files fs.FS) (out []string) {
	t.Helper()
	res, err := lint.Run(t.Context(), []plugin.Target{{FS: files, Dir: "p"}}, lint.Options{Rules: All(), Jobs: 1, Now: kit.Now()})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range res.Findings() {
		if f.Severity != lint.Info {
			out = append(out, fmt.Sprintf("%s:%d %s", strings.TrimPrefix(f.Path, "p/"), f.Position().Line, f.Rule.ID))
		}
	}
	return inOrder(out)
}

// fresh is a plugin of testdata as the command leaves a new one.
func fresh(t *testing.T, dir string, change [][2]string) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(dir + "/" + path)
		out[path] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	edit := func(path string, change ...[2]string) {
		text := string(out[path].Data)
		for _, c := range change {
			if !strings.Contains(text, c[0]) {
				t.Fatalf("%s has no %q", path, c[0])
			}
			text = strings.Replace(text, c[0], c[1], 1)
		}
		out[path] = &fstest.MapFile{Data: []byte(text)}
	}
	manifest := string(out["manifest.yaml"].Data)
	_, repo, _ := strings.Cut(manifest, "repo: ")
	repo = "repo: " + repo
	edit("manifest.yaml", [2]string{repo, "verified: false\n"}, [2]string{"minimum_dify_version: 1.10.0", "minimum_dify_version: null"},
		[2]string{"  memory: 268435456\n", "  memory: 268435456\n  permission: {}\n"})
	out["README.md"] = &fstest.MapFile{Data: []byte("## demo\n\n**Author:** acme\n**Version:** 0.1.0\n**Type:** demo\n\n### Description\n\nLooks things up.\n\n### Setup\n\nSay how.\n\n### Usage\n\nSay how.\n")}
	out["PRIVACY.md"] = &fstest.MapFile{Data: []byte("## Privacy\n\n!!! Please fill in the privacy policy of the plugin.\n")}
	out["requirements.txt"] = &fstest.MapFile{Data: []byte("dify_plugin>=0.9.0,<0.10.0\n")}
	out["pyproject.toml"] = &fstest.MapFile{Data: []byte("[project]\nname = \"demo\"\nversion = \"0.1.0\"\nrequires-python = \">=3.11\"\ndependencies = [\"dify-plugin>=0.9.0,&lt;0.10.0\"]\n")}
	for _, c := range change {
		edit("provider/demo.yaml", c)
	}
	return out
}
