package capability_test

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/difylint/difylint/lint/dify/capability"
	"github.com/difylint/difylint/lint/dify/plugin"
)

var update = flag.Bool("update", false, "write what is found into the test data")

// TestReport makes the report of the plugin in testdata.
func TestReport(t *testing.T) {
	const name = "testdata/report.txtar"
	a, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	fsys, want := fstest.MapFS{}, &a.Files[len(a.Files)-1]
	for _, f := range a.Files[:len(a.Files)-1] {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	got, err := json.MarshalIndent(capability.Of(plugin.Open(fsys, "demo")), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if *update {
		want.Data = got
		if err := os.WriteFile(name, txtar.Format(a), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(want.Data), string(got)); diff != "" {
		t.Errorf("want (-) and got (+); go test -update writes what was got:\n%s", diff)
	}
}

// TestScopes reads a file and sends a request, under several lists of scopes.
func TestScopes(t *testing.T) {
	const src = "import requests\n\nopen(\"a\")\nrequests.get(\"https://acme.dev\")\n"
	for list, want := range map[string]string{
		"[]":                     "file:read- net:outbound-",
		"[file:read]":            "file:read+ net:outbound-",
		"['file:*']":             "file:*+ file:read+ net:outbound-",
		"[file:write]":           "file:read- file:write+ net:outbound-",
		"[net:read, file:*]":     "file:*+ file:read+ net:outbound- net:read+",
		"['*']":                  "*+ file:read+ net:outbound+",
		"[{a: b}, net:outbound]": "file:read- net:outbound+",
	} {
		p := plugin.Open(fstest.MapFS{"manifest.yaml": {Data: []byte("permissions: " + list + "\n")}, "main.py": {Data: []byte(src)}}, ".")
		var got []string
		for _, s := range capability.Of(p).Scopes {
			got = append(got, s.Name+map[bool]string{false: "-", true: "+"}[s.Granted])
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("%s: got %s, want %s", list, g, want)
		}
	}
}
