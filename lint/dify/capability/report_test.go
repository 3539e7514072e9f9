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

// TestRequests sends one request, and says where its host comes from.
func TestRequests(t *testing.T) {
	for src, want := range map[string]string{
		"requests.get('https://acme.dev')":                                       "fixed",
		"requests.get('https://acme.dev/a?b')":                                   "fixed",
		"requests.get(f'https://acme.dev/{p}')":                                  "fixed",
		"requests.get(f'https://acme.dev#{p}')":                                  "fixed",
		"requests.get(f'https://acme.{p}')":                                      "run time",
		"requests.get(f'https://{p}/a')":                                         "run time",
		"requests.get('acme.dev/a')":                                             "run time",
		"requests.get(f'')":                                                      "run time",
		"requests.get(f'{p}')":                                                   "run time",
		"requests.get(f'{\"https://acme.dev/\"}{p}')":                            "fixed",
		"u = u\nrequests.get(u)":                                                 "run time",
		"requests.get('https://')":                                               "run time",
		"requests.get('')":                                                       "run time",
		"requests.get('https://acme.dev/' + p)":                                  "fixed",
		"requests.get('https://acme.dev' + p)":                                   "run time",
		"requests.get('https://acme.dev/' % p)":                                  "run time",
		"base = 'https://acme.dev/'\nrequests.get(base)":                         "fixed",
		"base = 'https://acme.dev/'\nrequests.get(base + p)":                     "fixed",
		"base = 'https://acme.dev/'\nrequests.get(f'{base}a')":                   "fixed",
		"base = 'https://a.dev/' if p else 'https://b.dev/'\nrequests.get(base)": "fixed",
		"base = 'https://a.dev/' if p else p\nrequests.get(base)":                "run time",
		"base = p\nrequests.get(base)":                                           "run time",
		"base = f'{base}'\nrequests.get(base)":                                   "run time",
		"requests.get()":                                                         "run time",
		"requests.get(tool_parameters['url'])":                                   "parameter",
		"requests.get(tool_parameters.get('url'))":                               "parameter",
		"requests.get(f\"{tool_parameters['url']}/a\")":                          "parameter",
		"requests.get(self.runtime.credentials['url'] + '/a')":                   "credential",
		"requests.get(url=credentials.get('url').strip())":                       "credential",
		"import urllib.request\nurllib.request.Request('https://a.dev')":         "",
		"import urllib.request\nurllib.request.urlopen('https://a.dev')":         "fixed",
		"if __name__ == '__main__':\n    requests.get('https://a.dev')":          "",
	} {
		r := capability.Of(plugin.Open(fstest.MapFS{"main.py": {Data: []byte("import requests\n" + src + "\n")}}, ".")).Requests
		var got []string
		for word, n := range map[string]int{"fixed": r.Fixed, "parameter": r.FromParameter, "credential": r.FromCredential, "run time": r.AtRunTime} {
			if n > 0 {
				got = append(got, word)
			}
		}
		total := 1
		if want == "" {
			total = 0
		}
		if g := strings.Join(got, " "); g != want || r.Total != total || r.UserDecides.Count != total-r.Fixed {
			t.Errorf("%s: %q, want %q: %+v", src, g, want, r)
		}
	}
}

// TestHosts: hosts that sources name, that forms fill in, and that the manifest declares.
func TestHosts(t *testing.T) {
	p := plugin.Open(fstest.MapFS{
		"manifest.yaml": {Data: []byte("plugins: {tools: [p.yaml]}\nnetwork: {domains: [api.acme.dev, '*.acme.org', ' UP.dev ', '', '*.']}\n")},
		"p.yaml": {Data: []byte("identity: {name: p}\ncredentials_for_provider:\n  url: {default: 'https://Preset.dev/v1', placeholder: https://no.dev}\n  home: {default: 'http://10.0.0.1:80'}\n  local: {default: 'http://127.0.0.1'}\n" +
			"  other: {options: [{value: 'wss://one.dev'}, {value: two.dev}, {value: 'ftp://three.dev'}]}\n  again: {default: 'https://preset.dev'}\n")},
		"main.py": {Data: []byte("a = 'https://api.acme.dev/x'\nb = 'https://www.acme.org'\nc = 'https://notacme.org'\nd = 'https://preset.dev'\n")},
	}, ".")
	var got []string
	for _, h := range capability.Of(p).Hosts {
		s := h.Name
		for _, f := range []struct {
			word string
			is   bool
		}{{"declared", h.Declared}, {"named", h.Named}, {"preset", h.Preset}, {"nowhere", h.At == nil}} {
			if f.is {
				s += " " + f.word
			}
		}
		got = append(got, s)
	}
	if d := cmp.Diff([]string{
		"*. declared nowhere", "api.acme.dev declared named", "notacme.org named", "one.dev preset", "preset.dev named preset", "up.dev declared nowhere", "www.acme.org declared named",
	}, got); d != "" {
		t.Error(d)
	}
}
