package sources_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
)

func opened(entry, version, source string) *plugin.Plugin {
	return plugin.Open(fstest.MapFS{
		"manifest.yaml": {Data: []byte("meta: {runner: {version: " + version + ", entrypoint: " + entry + "}}\n")},
		"tools/a.py":    {Data: []byte(source)},
	}, ".")
}

// TestRequest: which calls send requests, by which method, and to what.
func TestRequest(t *testing.T) {
	for call, want := range map[string]string{
		"requests.get('u')":                        "get 'u'",
		"requests.post(url='u', data=b)":           "post 'u'",
		"requests.put('u')":                        "put 'u'",
		"requests.request('DELETE', 'u')":          "delete 'u'",
		"requests.request(method='Head', url='u')": "head 'u'",
		"requests.request(verb, 'u')":              "post 'u'",
		"requests.get()":                           "get nothing",
		"requests.Session().patch('u')":            "patch 'u'",
		"requests.codes('u')":                      "none",
		"requests.urlopen('u')":                    "none",
		"httpx.stream('GET', 'u')":                 "get 'u'",
		"httpx.Client().options('u')":              "options 'u'",
		"httpx.Timeout(3)":                         "none",
		"aiohttp.ClientSession().head('u')":        "head 'u'",
		"urllib.request.urlopen('u')":              "get 'u'",
		"urllib.request.urlopen('u', b'x')":        "post 'u'",
		"urllib.request.urlopen('u', data=b'x')":   "post 'u'",
		"urllib.request.Request('u')":              "get 'u'",
		"urllib.request.Request('u', b'x')":        "post 'u'",
		"urllib.request.urlretrieve('u', 'file')":  "get 'u'",
		"urllib.request.get('u')":                  "none",
		"boto3.get('u')":                           "none",
		"print('u')":                               "none",
	} {
		p := opened("main", "3.12", "import requests, httpx, aiohttp, urllib.request, boto3\n"+call+"\n")
		m := sources.Program(p).Modules[0]
		got := "none"
		for _, c := range sources.Calls(p) {
			e := m.Calls[c.Index].Expr
			if method, url := sources.Request(m, e, c.Path); method != "" {
				got = method + " nothing"
				if url != 0 {
					got = method + " " + sources.Source(m, url)
				}
			}
		}
		if got != want {
			t.Errorf("%s: %s, want %s", call, got, want)
		}
	}
}

// argument is the first argument of the last call of a source.
func argument(p *plugin.Plugin) python.ExprID {
	m := sources.Program(p).Modules[0]
	var last python.ExprID
	for _, c := range m.Calls {
		if m.Ident(m.Exprs[c.Expr].A) == "send" {
			last = m.Positional(c.Expr, 0)
		}
	}
	return last
}

// TestOrigin: where the host of a URL comes from.
func TestOrigin(t *testing.T) {
	const parameter, credential, unknown = sources.FromParameter, sources.FromCredential, sources.UnknownOrigin
	for source, want := range map[string]sources.Origin{
		"send(tool_parameters['url'])":                         parameter,
		"send(tool_parameters.get('url'))":                     parameter,
		"send(tool_parameters.get('url', '').strip())":         parameter,
		"send(str(parameters['url']).rstrip('/'))":             parameter,
		"send(self.tool_parameters)":                           unknown,
		"send(self.runtime.credentials['url'])":                credential,
		"send(self.runtime.credentials.get('url') + '/v1')":    credential,
		"send('https://a.example/' + tool_parameters['path'])": unknown,
		"send(tool_parameters['host'] + '/v1')":                parameter,
		"send(tool_parameters['host'] or 'https://a.example')": parameter,
		"send(tool_parameters['host'] % 'x')":                  unknown,
		"send(f\"{tool_parameters['host']}/v1\")":              parameter,
		"send(f\"https://{tool_parameters['host']}/v1\")":      unknown,
		"send(f'')":                           unknown,
		"u = tool_parameters['url']\nsend(u)": parameter,
		"u = 'https://a.example'\nu = credentials['url']\nsend(u)":  credential,
		"u = tool_parameters['url']\nv = u.lower()\nw = v\nsend(w)": unknown, // too far
		"u = tool_parameters['url']\nv = u\nsend(v.lstrip())":       parameter,
		"send(urljoin(credentials['url'], 'v1'))":                   credential,
		"send(urllib.parse.urljoin(credentials['url'], 'v1'))":      credential,
		"send(parse(tool_parameters))":                              unknown,
		"send(names['tool_parameters'])":                            unknown,
		"send(load(tool_parameters['url']))":                        unknown,
		"send(str())":                                               unknown,
		"send()":                                                    unknown,
		"u = u\nsend(u)":                                            unknown,
		"send(tool_parameters['url'].upper())":                      parameter,
		"send(credentials['" + strings.Repeat("k", 130) + "'])":     unknown,
	} {
		p := opened("main", "3.12", source+"\n")
		if got := sources.OriginOf(p, 0, argument(p)); got != want {
			t.Errorf("%s: %v, want %v", source, got, want)
		}
	}
}

// TestSpeaks: an expression speaks of what it, or what its names are given, holds.
func TestSpeaks(t *testing.T) {
	word := regexp.MustCompile(`secret`)
	for source, want := range map[string]bool{
		"send('secret')":                                               true,
		"send('other')":                                                false,
		"a = 'secret'\nsend(a)":                                        true,
		"a = 'other'\nsend(a)":                                         false,
		"a = 'secret'\nb = a\nc = b\nsend(c + 'x')":                    true,
		"a = 'secret'\nb = a\nc = b\nd = c\nsend(d + 'x')":             false, // too far
		"a = 'secret'\nsend(join('x', a))":                             true,
		"a = 'secret'\nsend(a.parent)":                                 true,
		"a = 'secret'\nsend(f'x/{a}')":                                 true,
		"a = 'secret'\nsend(b)":                                        false,
		"a = a\nsend(a)":                                               false,
		"def f():\n    a = 'secret'\na = 'other'\nsend(a)":             false,
		"a = 'secret'\ndef f():\n    send(a)":                          true,
		"a = 'secret'\ndef f():\n    a = 'x'\n    send(a)":             false,
		"a = 'secret'\nsend([a])":                                      false,
		"a = 'secret'\nsend(a())":                                      true,
		"a = 'secret'\nsend(b.join(a))":                                true,
		"a = 'secret'\nsend('x' % a)":                                  true,
		"a = 'secret'\nsend(a % 'x')":                                  true,
		"for a in b:\n    pass\nelse:\n    a = 'secret'\nsend(a)":      true,
		"def f(a='secret'):\n    send(a)":                              false,
		"send('" + strings.Repeat("x", 2000) + "' + 'secret')":         true,
		"send('" + strings.Repeat("x", 2000) + "secret')":              false, // too long
		strings.Repeat("a = 'x'\n", 7) + "a = 'secret'\nsend(a)":       true,
		strings.Repeat("a = 'x'\n", 8) + "a = 'secret'\nsend(a)":       false, // too many
		"send(join(" + strings.Repeat("x, ", 63) + "a))\na = 'secret'": false, // too much
	} {
		p := opened("main", "3.12", source+"\n")
		if got := sources.Speaks(p, 0, argument(p), word); got != want {
			t.Errorf("%s: %v", source, got)
		}
	}
}

// TestRunner: what runs when a plugin starts, and on which Python.
func TestRunner(t *testing.T) {
	for version, want := range map[string]int{`"3.12"`: 12, `"3.13"`: 13, "3.13": 13, `" 3.13.1 "`: 13, `"3.14"`: 14, `"3.14.0"`: 14, `"3.11"`: 12, `"3.130"`: 12, `"3.140"`: 12, `""`: 12} {
		if got := sources.RunnerMinor(opened("main", version, "")); got != want {
			t.Errorf("%s: %d, want %d", version, got, want)
		}
	}
	if got := sources.Entry(opened("app.main", "3.12", "")); got != "app/main" {
		t.Error(got)
	}
	for source, want := range map[string]string{
		"if __name__ == '__main__':\n    import x":                    "main guard",
		"if '__main__' == __name__ and ready:\n    import x":          "main guard",
		"if ready and __name__ == '__main__':\n    import x":          "main guard",
		"if ready and __name__ == '__main__' and more:\n    import x": "main guard",
		"if ready or __name__ == '__main__':\n    import x":           "guard",
		"if __name__ == 'other':\n    import x":                       "guard",
		"if name == '__main__':\n    import x":                        "guard",
		"if ready and __name__ == 'other':\n    import x":             "guard",
		"if ready and name == '__main__':\n    import x":              "guard",
		"if ready and '__main__':\n    import x":                      "guard",
		"if __name__ != '__main__':\n    import x":                    "guard",
		"if __name__ == '__main__' or ready:\n    import x":           "guard",
		"while __name__ == '__main__':\n    import x":                 "guard",
		"if __name__ == '__main__':\n    if ready:\n        import x": "main guard",
		"if ready:\n    if __name__ == '__main__':\n        import x": "main guard",
		"if ready:\n    import x":                                     "guard",
		"import x":                                                    "",
	} {
		for entry, starts := range map[string]bool{"main": false, "tools.a": true} {
			p := opened(entry, "3.12", source+"\n")
			m := sources.Program(p).Modules[0]
			b := m.Imports[0].Block
			got := ""
			if sources.UnderMain(p, m, b) {
				got = "main "
			}
			if sources.GuardOf(p, m, b) != 0 {
				got += "guard"
			}
			wanted := want
			if starts { // by the daemon, with the name __main__
				wanted = strings.TrimPrefix(want, "main ")
				if want == "main guard" && strings.Count(source, "\n") == 1 {
					wanted = ""
				}
			}
			if got != wanted {
				t.Errorf("%s, of the module that %s: %q, want %q", source, fmt.Sprint(entry), got, wanted)
			}
		}
	}
}
