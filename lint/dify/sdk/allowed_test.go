package sdk_test

import (
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/dify/sdk"
)

// TestDependency says which SDK is installed, and which of the table it may be.
func TestDependency(t *testing.T) {
	newest := releases.Newest(releases.SDK).Version
	lock := "version = 1\n[[package]]\nname = \"dify-plugin\"\nversion = \"0.6.2\"\nsource = { registry = \"https://pypi.org/simple\" }\n"
	project := "[project]\nname = \"x\"\nversion = \"1\"\ndependencies = [\"dify-plugin~=0.5.0\"]\n"
	for name, tt := range map[string]struct {
		files           map[string]string
		installed, says string
		releases        string
	}{
		"a pin":                {map[string]string{"requirements.txt": "dify_plugin==0.4.2\n"}, "0.4.2", "requirements.txt pins dify_plugin 0.4.2", "0.4.2"},
		"a range":              {map[string]string{"requirements.txt": "dify_plugin>=0.2.0,<0.5\n"}, "0.4.5", "requirements.txt allows at most dify_plugin 0.4.5", "0.4.5"},
		"no upper bound":       {map[string]string{"requirements.txt": "dify_plugin>=0.2.0\n"}, newest, "requirements.txt allows at most dify_plugin " + newest, newest},
		"no bound":             {map[string]string{"requirements.txt": "dify_plugin\n"}, "", "", ""},
		"nothing":              {nil, "", "", ""},
		"a beta":               {map[string]string{"requirements.txt": "dify_plugin==0.5.0b15\n"}, "0.5.0b15", "requirements.txt pins dify_plugin 0.5.0b15", "0.4.5 to 0.5.0"},
		"a beta of before":     {map[string]string{"requirements.txt": "dify_plugin~=0.0.1b70\n"}, "0.0.1b77", "requirements.txt allows at most dify_plugin 0.0.1b77", "0.1.0"},
		"a release unknown":    {map[string]string{"requirements.txt": "dify_plugin==99.0.0\n"}, "", "", ""},
		"the project's":        {map[string]string{"pyproject.toml": project, "requirements.txt": "dify_plugin==0.1.0\n"}, "0.5.1", "pyproject.toml allows at most dify_plugin 0.5.1", "0.5.1"},
		"the lock":             {map[string]string{"pyproject.toml": project, "uv.lock": lock}, "0.6.2", "uv.lock locks dify_plugin 0.6.2", "0.6.2"},
		"a lock without using": {map[string]string{"uv.lock": lock, "requirements.txt": "dify_plugin==0.1.0\n"}, "0.1.0", "requirements.txt pins dify_plugin 0.1.0", "0.1.0"},
	} {
		files := fstest.MapFS{"manifest.yaml": {Data: []byte("author: acme\n")}}
		for name, data := range tt.files {
			files[name] = &fstest.MapFile{Data: []byte(data)}
		}
		d := sdk.DependencyOf(plugin.Open(files, "p"))
		installed, says := "", ""
		if d.Installed.IsValid() {
			installed, says = d.Installed.String(), d.Chosen().String()
		}
		if got := d.Releases().Span(releases.SDK).String(); installed != tt.installed || says != tt.says || got != tt.releases {
			t.Errorf("%s: %q, %q, %q; want %q, %q, %q", name, installed, says, got, tt.installed, tt.says, tt.releases)
		}
	}
}

// TestOneTable holds what is known of the SDK's releases to the table of releases.
func TestOneTable(t *testing.T) {
	published := map[string]bool{}
	for _, r := range sdk.Published() {
		published[r.Version.String()] = true
	}
	for _, v := range sdk.Releases() {
		if !published[v.String()] {
			t.Errorf("what %s asks for is not known", v)
		}
	}
}
