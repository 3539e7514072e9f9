package lsp_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/lsp"
	"github.com/difylint/difylint/rules"
	"github.com/google/go-cmp/cmp"
)

func han(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// session is a session in which everything is said that a server says: the texts by
// what they are, and what programs read of them.
func session(t *testing.T, c *client, locale string, settings obj) (texts map[string][]string, read []any) {
	t.Helper()
	can := everything()
	can["experimental"] = obj{"serverStatusNotification": true}
	params := obj{"capabilities": can, "workspaceFolders": []obj{{"uri": c.uri("")}}, "initializationOptions": settings}
	if locale != "" {
		params["locale"] = locale
	}
	c.initialize(params)
	texts = map[string][]string{}
	say := func(what string, s ...string) { texts[what] = append(texts[what], s...) }
	const rel = "tools/search.yaml"
	c.open("manifest.yaml")
	c.open(rel)
	for _, name := range []string{"manifest.yaml", rel} {
		for _, d := range c.settled(name) {
			say("a diagnostic", d.Message)
			for _, r := range d.RelatedInformation {
				say("a related place", r.Message)
			}
			read = append(read, d.Range, d.Severity, d.Code, d.CodeDescription["href"])
		}
	}
	var hover struct {
		Contents struct {
			Value string `json:"value"`
		} `json:"contents"`
	}
	for what, at := range map[string]pos{"hover over a key": c.at(rel, "form:"), "hover over a finding": {10, 100}} {
		c.call("textDocument/hover", obj{"textDocument": c.id(rel), "position": at}, &hover)
		say(what, hover.Contents.Value)
	}
	var actions []action
	c.call("textDocument/codeAction", obj{"textDocument": c.id(rel), "range": rng{pos{10, 100}, pos{10, 100}}, "context": obj{"diagnostics": []any{}}}, &actions)
	say("a code action", titles(actions)...)
	for _, a := range actions {
		read = append(read, a.Kind, a.IsPreferred)
	}
	var lenses []struct {
		Command *struct{ Title string }
	}
	c.call("textDocument/codeLens", obj{"textDocument": c.id(rel)}, &lenses)
	for _, l := range lenses {
		say("a code lens", l.Command.Title)
	}
	var items struct {
		Items []struct {
			Label, Detail, InsertText string
			Documentation             struct{ Value string }
		}
	}
	c.change("manifest.yaml", nil, "version: 0.1.0\ntype: plugin\n\n")
	c.call("textDocument/completion", obj{"textDocument": c.id("manifest.yaml"), "position": pos{2, 0}}, &items)
	for _, i := range items.Items {
		say("a completion's detail", i.Detail)
		if i.Documentation.Value != "" {
			say("a completion's documentation", i.Documentation.Value)
		}
		read = append(read, i.Label)
	}
	c.wait("a message and a status", func() bool {
		for _, m := range c.asked {
			var p struct{ Message string }
			if err := json.Unmarshal(m.Params, &p); err != nil {
				t.Error(err)
			}
			switch {
			case m.Method == "window/showMessage":
				texts["a message"] = []string{p.Message}
			case m.Method == "experimental/serverStatus" && p.Message != "":
				texts["a status"] = []string{p.Message}
			}
		}
		return texts["a message"] != nil && texts["a status"] != nil
	})
	return texts, read
}

// TestWhichLanguage: the server says everything in the language of the setting, else in
// the one that is asked for, that of the configuration, the editor's, the machine's;
// what programs read stays the same.
func TestWhichLanguage(t *testing.T) {
	crash := &lint.Rule{ID: "test/crash", Title: "crashes", Why: "A test.", Severity: lint.Error, Gate: lint.None, Since: "0.1.0", Run: func(*lint.Pass) { panic("no such thing") }}
	chinese := obj{"language": "zh-Hans"}
	var plain []any
	for _, tt := range []struct {
		name, locale string
		settings     obj
		config       string
		asked        string
		machine      string
		chinese      bool
	}{
		{name: "nothing", chinese: false},
		{name: "en", locale: "en", chinese: false},
		{name: "en-US on a Chinese machine", locale: "en-US", machine: "zh-Hans", chinese: false},
		{name: "a language that there is not", locale: "de", chinese: false},
		{name: "zh-cn", locale: "zh-cn", chinese: true},
		{name: "zh-Hans", locale: "zh-Hans", chinese: true},
		{name: "zh_CN.UTF-8", locale: "zh_CN.UTF-8", chinese: true},
		{name: "zh-TW is answered in Simplified Chinese", locale: "zh-TW", chinese: true},
		{name: "a client without a locale", machine: "zh-Hans", chinese: true},
		{name: "the setting", locale: "en", settings: chinese, chinese: true},
		{name: "the setting in its section", locale: "en", settings: obj{"difylint": chinese}, chinese: true},
		{name: "the setting against the rest", locale: "zh-cn", settings: obj{"language": "en"}, asked: "zh-Hans", config: "lang: zh-Hans\n", chinese: false},
		{name: "the command line", locale: "en", asked: "zh-Hans", config: "lang: en\n", chinese: true},
		{name: "the configuration", locale: "en", config: "lang: zh-Hans\n", chinese: true},
		{name: "the configuration in English", locale: "zh-cn", config: "lang: en\n", chinese: false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := write(t, tool)
			if tt.config != "" {
				dir = write(t, tool+"-- .difylint.yaml --\n"+tt.config)
			}
			c := connectTo(t, dir, lsp.Options{Rules: append(rules.All(), crash), Lang: tt.asked, Locale: tt.machine})
			texts, read := session(t, c, tt.locale, tt.settings)
			for _, what := range slices.Sorted(maps.Keys(texts)) {
				for _, s := range texts[what] {
					if s != "" && han(strings.ReplaceAll(s, "查询", "")) != tt.chinese {
						t.Errorf("%s is not in the language (a text without translation in lint/lang/zh-Hans?): %s", what, s)
					}
				}
			}
			for _, what := range []string{"a diagnostic", "hover over a key", "hover over a finding", "a code action", "a completion's detail", "a completion's documentation", "a code lens"} {
				if len(texts[what]) == 0 {
					t.Errorf("there is not %s", what)
				}
			}
			if plain == nil {
				plain = read
			}
			if d := cmp.Diff(plain, read); d != "" {
				t.Errorf("what programs read:\n%s", d)
			}
		})
	}
}
