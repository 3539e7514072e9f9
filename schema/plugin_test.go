package schema

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/google/go-cmp/cmp"
)

// scopeWords writes which releases of each reader are in a scope.
func scopeWords(s releases.Scope) string {
	var out []string
	for _, r := range releases.Readers {
		if !s[r].IsEmpty() {
			out = append(out, fmt.Sprintf("%s %s", r, s[r].Words(r)))
		}
	}
	return strings.Join(out, ", ")
}

// TestOfPlugin: what the releases of the platform refuse and pass over in a plugin,
// and which are left.
func TestOfPlugin(t *testing.T) {
	whole := map[string]string{
		"manifest.yaml": good["manifest"], "provider/search.yaml": good["tool-provider"], "tools/search.yaml": good["tool"],
	}
	for _, tt := range []struct {
		name  string
		edits map[string][2]string // what of a file is replaced, and by what; "" adds the file
		want  []string
	}{
		{"nothing", nil, []string{
			`manifest.yaml:22 start required [sdk 0.2.0] minimum_dify_version is missing from meta, for dify_plugin 0.2.0`,
			`left: daemon since 0.0.1, api since 1.0.0, sdk before 0.2.0, since 0.2.1`,
		}},
		{"a family that older releases do not know", map[string][2]string{
			"manifest.yaml":          {"  tools:\n    - provider/search.yaml\n", "  datasources: [provider/drive.yaml]\n"},
			"provider/drive.yaml":    {"", good["datasource-provider"]},
			"datasources/drive.yaml": {"", good["datasource"]},
		}, []string{
			`manifest.yaml:21 start required [sdk 0.2.0] minimum_dify_version is missing from meta, for dify_plugin 0.2.0`,
			`manifest.yaml:20 install family [daemon before 0.3.0, api before 1.9.0] datasources are known since Dify 1.9.0 and daemon 0.3.0`,
			`provider/drive.yaml:1 install family [daemon before 0.3.0, api before 1.9.0] datasources are known since Dify 1.9.0 and daemon 0.3.0`,
			`datasources/drive.yaml:1 install family [daemon before 0.3.0, api before 1.9.0] datasources are known since Dify 1.9.0 and daemon 0.3.0`,
			`manifest.yaml:20 unread datasources [daemon before 0.3.0, api before 1.9.0, sdk before 0.5.0]`,
			`left: daemon since 0.3.0, api since 1.9.0, sdk since 0.5.0`,
		}},
		{"such a family beside another", map[string][2]string{
			"manifest.yaml":          {"  tools:\n", "  datasources: [provider/drive.yaml]\n  tools:\n"},
			"provider/drive.yaml":    {"", good["datasource-provider"]},
			"datasources/drive.yaml": {"", good["datasource"]},
		}, []string{
			`manifest.yaml:23 start required [sdk 0.2.0] minimum_dify_version is missing from meta, for dify_plugin 0.2.0`,
			`manifest.yaml:20 install family [api before 1.9.0] datasources are known since Dify 1.9.0 and daemon 0.3.0`,
			`provider/drive.yaml:1 install family [api before 1.9.0] datasources are known since Dify 1.9.0 and daemon 0.3.0`,
			`datasources/drive.yaml:1 install family [api before 1.9.0] datasources are known since Dify 1.9.0 and daemon 0.3.0`,
			`manifest.yaml:20 unread datasources [daemon before 0.3.0, api before 1.9.0, sdk before 0.5.0]`,
			`left: daemon since 0.3.0, api since 1.9.0, sdk since 0.5.0`,
		}},
		{"an empty list of a family", map[string][2]string{"manifest.yaml": {"  tools:\n", "  triggers: []\n  tools:\n"}}, []string{
			`manifest.yaml:23 start required [sdk 0.2.0] minimum_dify_version is missing from meta, for dify_plugin 0.2.0`,
			`left: daemon since 0.0.1, api since 1.0.0, sdk before 0.2.0, since 0.2.1`,
		}},
		{"tags that the manifest lends", map[string][2]string{"manifest.yaml": {"tags: [search]", "tags: [agent, rag, ~, [x], nothing]"}}, []string{
			`manifest.yaml:22 start required [sdk 0.2.0] minimum_dify_version is missing from meta, for dify_plugin 0.2.0`,
			`manifest.yaml:29 package enum [daemon before 0.3.0, api before 1.9.0] tags[1] is "rag", which the daemon before 0.3.0 does not know`,
			`manifest.yaml:29 package x-go [daemon since 0.0.1] tags[3] is a list; it must be text`,
			`manifest.yaml:29 package enum [daemon since 0.0.1, api since 1.0.0] tags[4] is "nothing"; it must be one of search, image, videos, weather, finance, design, travel, social, news, medical, productivity, education, business, entertainment, utilities, agent, rag, other, trigger`,
			`manifest.yaml:29 install enum [api since 1.0.0] tags[0] is "agent"; it must be one of search, image, videos, weather, finance, design, travel, social, news, medical, productivity, education, business, entertainment, utilities, rag, other; Dify's API refuses this one`,
			`left: sdk before 0.2.0, since 0.2.1`,
		}},
		{"tags of its own", map[string][2]string{"manifest.yaml": {"tags: [search]", "tags: [rag]"}, "provider/search.yaml": {"  icon: icon.svg\n", "  icon: icon.svg\n  tags: [search]\n"}}, []string{
			`manifest.yaml:22 start required [sdk 0.2.0] minimum_dify_version is missing from meta, for dify_plugin 0.2.0`,
			`manifest.yaml:29 package enum [daemon before 0.3.0] tags[0] is "rag", which the daemon before 0.3.0 does not know`,
			`left: daemon since 0.3.0, api since 1.0.0, sdk before 0.2.0, since 0.2.1`,
		}},
		{"what older releases do not read", map[string][2]string{
			"tools/search.yaml":    {"    form: llm\n", "    form: llm\n  - name: when\n    type: date\n    form: form\n    label: {en_US: When}\n    human_description: {en_US: When}\n"},
			"provider/search.yaml": {"extra:\n", "oauth_schema:\n  client_schema: [{name: id, type: text-input, label: {en_US: Id}}]\n  credentials_schema: []\nextra:\n"},
		}, []string{
			`manifest.yaml:22 start required [sdk 0.2.0] minimum_dify_version is missing from meta, for dify_plugin 0.2.0`,
			`tools/search.yaml:16 install enum [api since 1.0.0, sdk before 0.10.1] type is "date"; it must be one of string, number, boolean, select, secret-input, file, files, model-selector, app-selector, checkbox, any, object, array, dynamic-select, system-files; Dify's API refuses this one`,
			`provider/search.yaml:14 unread oauth_schema [daemon before 0.0.10, api before 1.7.0, sdk before 0.3.1]`,
			`left: daemon since 0.0.10, sdk since 0.10.1`,
		}},
		{"values that say nothing", map[string][2]string{
			"tools/search.yaml":    {"    form: llm\n", "    form: llm\n    multiple: false\n"},
			"provider/search.yaml": {"  icon: icon.svg\n", "  icon: icon.svg\n  icon_dark: dark.svg\n"},
		}, []string{
			`manifest.yaml:22 start required [sdk 0.2.0] minimum_dify_version is missing from meta, for dify_plugin 0.2.0`,
			`left: daemon since 0.0.1, api since 1.0.0, sdk before 0.2.0, since 0.2.1`,
		}},
		{"a value that says something", map[string][2]string{"tools/search.yaml": {"    type: string\n", "    type: select\n    options: [{value: a, label: {en_US: A}}]\n    multiple: true\n"}}, []string{
			`manifest.yaml:22 start required [sdk 0.2.0] minimum_dify_version is missing from meta, for dify_plugin 0.2.0`,
			`tools/search.yaml:12 unread multiple [daemon before 0.5.0, sdk before 0.10.0]`,
			`left: daemon since 0.5.0, api since 1.0.0, sdk since 0.10.0`,
		}},
		{"a bundle", map[string][2]string{"manifest.yaml": {good["manifest"], good["bundle"]}}, []string{`left: daemon since 0.0.1, api since 1.0.0, sdk since 0.1.0`}},
		{"a file that is not YAML", map[string][2]string{"tools/search.yaml": {"identity:", "identity: ["}}, []string{
			`manifest.yaml:22 start required [sdk 0.2.0] minimum_dify_version is missing from meta, for dify_plugin 0.2.0`,
			`left: daemon since 0.0.1, api since 1.0.0, sdk before 0.2.0, since 0.2.1`,
		}},
	} {
		files := fstest.MapFS{}
		for name, data := range whole {
			files[name] = &fstest.MapFile{Data: []byte(data)}
		}
		for name, e := range tt.edits {
			if e[0] == "" {
				files[name] = &fstest.MapFile{Data: []byte(e[1])}
				continue
			}
			data := strings.Replace(string(files[name].Data), e[0], e[1], 1)
			if data == string(files[name].Data) {
				t.Fatalf("%s: %q does not stand there", tt.name, e[0])
			}
			files[name] = &fstest.MapFile{Data: []byte(data)}
		}
		p := plugin.Open(files, "")
		var got []string
		for _, h := range Of(p) {
			pos := h.Doc.File.Position(h.Span.Start)
			got = append(got, fmt.Sprintf("%s:%d %s %s [%s] %s", h.Doc.Path, pos.Line, h.Gate, h.Keyword, scopeWords(h.Refuses), h.Message))
		}
		for _, u := range UnreadOf(p) {
			got = append(got, fmt.Sprintf("%s:%d unread %s [%s]", u.Doc.Path, u.Doc.File.Position(u.Node.KeySpan().Start).Line, u.Name, scopeWords(u.By)))
		}
		got = append(got, "left: "+scopeWords(Serves(p)))
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s:\n%s", tt.name, d)
		}
	}
}

// TestMessageFor: a message that names the releases of one reader, for another.
func TestMessageFor(t *testing.T) {
	s, err := schemaOf(t, `{"x-gate": "start", "enum": ["a", "b"], "x-since": {"enum": {"b": "0.4.0"}}}`)
	if err != nil {
		t.Fatal(err)
	}
	v := s.ValidateFor(root(t, "b"), Both)[0]
	for r, want := range map[releases.Reader]string{
		releases.SDK:    `the file is "b", which dify_plugin before 0.4.0 does not know`,
		releases.Daemon: `the file is "b", which the daemon before 0.3.0 does not know`,
	} {
		old, err := releases.Between(releases.Daemon, "", "0.3.0")
		if err != nil {
			t.Fatal(err)
		}
		refuses := v.Refuses.Or(releases.ScopeOf(releases.Daemon, old))
		if got := MessageFor(r, refuses, v.Message).String(); got != want {
			t.Errorf("%s: %s, want %s", r, got, want)
		}
	}
	if v.Message.String() != `the file is "b", which dify_plugin before 0.4.0 does not know` {
		t.Error("the message itself has changed:", v.Message)
	}
}
