package lsp_test

// What a session is made of besides its features: documents kept in step,
// requests that are taken back, folders and files that come and go.

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/lsp"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/google/go-cmp/cmp"
)

// echo tells what the server has as the text of README.md.
var echo = &lint.Rule{
	ID: "test/echo", Title: "the text", Gate: lint.None, Severity: lint.Info, RunsBroken: true,
	Run: func(p *lint.Pass) {
		if f, err := p.Plugin.Read("README.md"); err == nil {
			p.Reportf(plugin.AtSpan(f, text.Span{}), "%s", f.Data)
		}
	},
}

func TestIncrementalSync(t *testing.T) {
	at := func(line, from, to int) *rng { return &rng{pos{line, from}, pos{line, to}} }
	type change struct {
		at   *rng
		with string
	}
	for _, tt := range []struct {
		name, encoding, before string
		changes                []change
		want                   string
	}{
		{"insert", "utf-16", "abc\n", []change{{at(0, 1, 1), "X"}}, "aXbc\n"},
		{"delete", "utf-16", "abc\ndef\n", []change{{&rng{pos{0, 1}, pos{1, 1}}, ""}}, "aef\n"},
		{"everything", "utf-16", "abc\n", []change{{nil, "new"}}, "new"},
		{"one after the other", "utf-16", "abc\n", []change{{at(0, 0, 1), "XY"}, {at(0, 2, 3), "Z"}, {nil, "q"}, {at(0, 1, 1), "r"}}, "qr"},
		{"behind Chinese, UTF-16", "utf-16", "查询😀x\n", []change{{at(0, 4, 5), "y"}}, "查询😀y\n"},
		{"behind Chinese, UTF-8", "utf-8", "查询😀x\n", []change{{at(0, 10, 11), "y"}}, "查询😀y\n"},
		{"behind Chinese, UTF-32", "utf-32", "查询😀x\n", []change{{at(0, 3, 4), "y"}}, "查询😀y\n"},
		{"behind a line of CRLF", "utf-16", "a\r\nb\r\n", []change{{at(1, 0, 1), "c"}}, "a\r\nc\r\n"},
		{"past the line's end", "utf-16", "ab\ncd\n", []change{{at(0, 99, 99), "!"}}, "ab!\ncd\n"},
		{"past the last line", "utf-16", "ab\n", []change{{at(9, 0, 0), "!"}}, "ab\n!"},
		{"the ends the wrong way round", "utf-16", "abc\n", []change{{at(0, 2, 1), ""}}, "ac\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			can := everything()
			can["general"] = obj{"positionEncodings": []string{tt.encoding}}
			c := start(t, write(t, ""), can, nil, echo)
			c.open("README.md", tt.before)
			var changes []obj
			for _, ch := range tt.changes {
				o := obj{"text": ch.with}
				if ch.at != nil {
					o["range"] = ch.at
				}
				changes = append(changes, o)
			}
			c.versions["README.md"] = 2
			c.notify("textDocument/didChange", obj{"textDocument": obj{"uri": c.uri("README.md"), "version": 2}, "contentChanges": changes})
			if got := find(t, c.settled("README.md"), "test/echo").Message; got != tt.want {
				t.Errorf("the server has %q, want %q", got, tt.want)
			}
		})
	}
}

// TestDiagnosticParts: a client is told what it can show, and no more.
func TestDiagnosticParts(t *testing.T) {
	parts := &lint.Rule{Page: lint.RulePage("test/parts"),
		ID: "test/parts", Title: "parts", Gate: lint.Install, Severity: lint.Warning,
		Run: func(p *lint.Pass) {
			m := p.Plugin.Manifest()
			tool := p.Plugin.Documents()[2]
			p.Report(lint.Finding{
				Place: plugin.At(m, m.Root.Get("version")), Message: lint.Msg("too much"), Unneeded: true,
				Related: []lint.Related{{Place: plugin.At(tool, tool.Root.At("identity", "name")), Message: lint.Msg("because of this")}},
			})
		},
	}
	for _, tt := range []struct {
		name             string
		can              obj
		tags, related    int
		href, severities any
	}{
		{"all", everything(), 1, 1, "https://difylint.github.io/difylint/latest/rules/test/parts/", 2},
		{"nothing", obj{}, 0, 0, nil, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := start(t, write(t, tool), tt.can, nil, parts)
			c.open("manifest.yaml")
			d := find(t, c.settled("manifest.yaml"), "test/parts")
			if len(d.Tags) != tt.tags || len(d.RelatedInformation) != tt.related || d.CodeDescription["href"] != tt.href || d.Severity != tt.severities || d.Message != "too much [install]" {
				t.Errorf("%+v", d)
			}
			if tt.related > 0 {
				want := loc{c.uri("tools/search.yaml"), rng{pos{1, 8}, pos{1, 14}}}
				if diff := cmp.Diff(want, d.RelatedInformation[0].Location); diff != "" || d.RelatedInformation[0].Message != "because of this" {
					t.Errorf("%s %+v", diff, d.RelatedInformation)
				}
			}
		})
	}
}

// gate is a rule that stands still until it is opened.
func gate() (r *lint.Rule, entered chan string, open func()) {
	entered, hold := make(chan string, 100), make(chan struct{})
	r = &lint.Rule{
		ID: "test/gate", Title: "gate", Gate: lint.None, Severity: lint.Info, RunsBroken: true,
		Run: func(p *lint.Pass) {
			f, err := p.Plugin.Read("README.md")
			if err == nil {
				entered <- string(f.Data)
			}
			<-hold
		},
	}
	return r, entered, func() { close(hold) }
}

// TestCancelled: a request that waits is answered when it is cancelled, though
// what it waits for never comes.
func TestCancelled(t *testing.T) {
	r, entered, open := gate()
	c := start(t, write(t, ""), everything(), nil, r)
	c.open("README.md")
	<-entered
	for _, method := range []string{"textDocument/codeAction", "textDocument/hover", "textDocument/diagnostic", "workspace/diagnostic"} {
		id := c.begin(method, obj{"textDocument": c.id("README.md"), "position": pos{}, "range": rng{}, "context": obj{"diagnostics": []any{}}})
		c.notify("$/cancelRequest", obj{"id": json.RawMessage(id)})
		if m := c.end(id); m.Error == nil || m.Error.Code != -32800 {
			t.Errorf("%s: %+v", method, m)
		}
	}
	open()
	c.settled("README.md")
}

// TestSuperseded: a newer version ends the run of an older one, whose requests
// are told so; nothing of the older is published.
func TestSuperseded(t *testing.T) {
	r, entered, open := gate()
	behind := make(chan string, 100) // what a rule behind the gate has seen
	later := &lint.Rule{
		ID: "test/later", Title: "later", Gate: lint.None, Severity: lint.Info, RunsBroken: true,
		Run: func(p *lint.Pass) {
			if f, err := p.Plugin.Read("README.md"); err == nil {
				behind <- string(f.Data)
			}
		},
	}
	c := start(t, write(t, ""), everything(), nil, r, later, echo)
	c.open("README.md", "one")
	if got := <-entered; got != "one" {
		t.Fatal(got)
	}
	id := c.begin("textDocument/codeAction", obj{"textDocument": c.id("README.md"), "range": rng{}, "context": obj{"diagnostics": []any{}}})
	c.change("README.md", nil, "two")
	c.change("README.md", nil, "three")
	// The server takes one message after the other: this one's answer says that
	// it has taken those before.
	c.end(c.begin("textDocument/documentSymbol", obj{"textDocument": c.id("README.md")}))
	open()
	if m := c.end(id); m.Error == nil || m.Error.Code != -32801 {
		t.Errorf("%+v", m)
	}
	if got := find(t, c.settled("README.md"), "test/echo").Message; got != "three" {
		t.Error(got)
	}
	if got := <-entered; got != "three" {
		t.Errorf("the version between was linted: %q", got)
	}
	if got := <-behind; got != "three" {
		t.Errorf("the run of %q went on", got)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if n := c.told[c.uri("README.md")]; n != 1 {
		t.Errorf("README.md was told %d times", n)
	}
}

// TestFolders: what lies in a workspace folder is checked while it is one.
func TestFolders(t *testing.T) {
	one, two := write(t, tool), write(t, tool)
	c := connect(t, one)
	c.initialize(obj{"capabilities": everything(), "rootUri": c.uri("")})
	other := &client{dir: two}
	found := func(uri string) func() bool { return func() bool { return len(c.diags[uri].Diagnostics) == 1 } }
	first, second := c.uri("tools/search.yaml"), other.uri("tools/search.yaml")
	c.wait("the root's findings", found(first))
	c.notify("workspace/didChangeWorkspaceFolders", obj{"event": obj{"added": []obj{{"uri": other.uri("")}}, "removed": []obj{}}})
	c.wait("the new folder's findings", found(second))
	c.notify("workspace/didChangeWorkspaceFolders", obj{"event": obj{"added": []obj{}, "removed": []obj{{"uri": c.uri("")}}}})
	c.wait("the old folder's findings to go", func() bool { return len(c.diags[first].Diagnostics) == 0 })
	if !found(second)() {
		t.Error("the other folder's findings must stay")
	}
}

// TestWatchedFiles: plugins and configurations that come and go on the disk.
func TestWatchedFiles(t *testing.T) {
	dir := write(t, tool)
	c := connect(t, dir)
	c.initialize(obj{"capabilities": everything(), "workspaceFolders": []obj{{"uri": c.uri("")}}})
	on := func(rel string, n int) func() bool {
		return func() bool { return len(c.diags[c.uri(rel)].Diagnostics) == n }
	}
	told := func(rel string, kind int) {
		c.notify("workspace/didChangeWatchedFiles", obj{"changes": []obj{{"uri": c.uri(rel), "type": kind}}})
	}
	put := func(rel, text string, kind int) {
		t.Helper()
		if err := os.WriteFile(c.name(rel), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		told(rel, kind)
	}
	const rel = "tools/search.yaml"
	c.wait("the findings", on(rel, 1))
	put(".difylint.yaml", "rules:\n  schema/required: off\n  schema/unknown-key: off\n", 1)
	c.wait("a new configuration", on(rel, 0))
	put(".difylint.yaml", "rules: {}\n", 2)
	c.wait("a changed configuration", on(rel, 1))
	manifest, err := os.ReadFile(c.name("manifest.yaml"))
	if err == nil {
		err = os.Remove(c.name("manifest.yaml"))
	}
	if err != nil {
		t.Fatal(err)
	}
	told("manifest.yaml", 3)
	c.wait("the plugin to go", on(rel, 0))
	put("manifest.yaml", string(manifest), 1)
	c.wait("the plugin to come back", on(rel, 1))
	// The same with a file of it open.
	c.open(rel)
	c.settled(rel)
	if err := os.Remove(c.name("manifest.yaml")); err != nil {
		t.Fatal(err)
	}
	told("manifest.yaml", 3)
	c.wait("the open file's findings to go", on(rel, 0))
	put("manifest.yaml", string(manifest), 1)
	c.wait("the open file's findings to come back", on(rel, 1))
	// A file that is deleted.
	if err := os.Remove(c.name("tools/search.py")); err != nil {
		t.Fatal(err)
	}
	told("tools/search.py", 3)
	c.wait("the missing source", func() bool {
		return slices.ContainsFunc(c.diags[c.uri(rel)].Diagnostics, func(d diag) bool { return d.Code == "file/source" })
	})
}

func TestProgress(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"one", "two", "three"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(write(t, tool))); err != nil {
			t.Fatal(err)
		}
	}
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		t.Fatal(err)
	}
	can := everything()
	can["window"] = obj{"workDoneProgress": true}
	c := connect(t, dir)
	c.initialize(obj{"capabilities": can, "workspaceFolders": []obj{{"uri": c.uri("")}}, "locale": "zh-cn"})
	var kinds []string
	var titles []string
	c.wait("the end", func() bool {
		kinds, titles = nil, nil
		for _, m := range c.asked {
			var p struct {
				Token string `json:"token"`
				Value struct {
					Kind       string `json:"kind"`
					Title      string `json:"title"`
					Percentage int    `json:"percentage"`
				} `json:"value"`
			}
			if json.Unmarshal(m.Params, &p) != nil || p.Token == "" || p.Value.Percentage > 100 {
				t.Errorf("%s", m.Params)
			}
			kinds = append(kinds, strings.TrimPrefix(m.Method, "window/workDoneProgress/")+p.Value.Kind)
			titles = append(titles, p.Value.Title)
		}
		return slices.Contains(kinds, "$/progressend")
	})
	if !han(strings.Join(titles, "")) {
		t.Errorf("the titles are %q in Chinese", titles)
	}
	// The first one is done before there is a bar where the queue is short.
	if kinds[0] != "create" || kinds[1] != "$/progressbegin" || kinds[2] != "$/progressreport" || kinds[len(kinds)-1] != "$/progressend" {
		t.Errorf("%v", kinds)
	}
}

func TestSettings(t *testing.T) {
	dir := write(t, "-- manifest.yaml --\nversion: 0.1.0\nlabell: x\n-- strict.yaml --\nrules:\n  schema/unknown-key: error\n")
	can := everything()
	can["workspace"].(obj)["configuration"] = true
	c := connect(t, dir)
	answer := obj{"workspace": false}
	c.reply = func(m message) any {
		if m.Method == "workspace/configuration" {
			return []any{answer}
		}
		return nil
	}
	c.initialize(obj{"capabilities": can, "workspaceFolders": []obj{{"uri": c.uri("")}}, "initializationOptions": obj{"difylint": obj{"severity": "nonsense", "workspace": "nonsense"}}})
	c.open("manifest.yaml")
	severity := func() int { return find(t, c.settled("manifest.yaml"), "schema/unknown-key").Severity }
	if n := severity(); n != 2 {
		t.Errorf("severity %d", n)
	}
	for _, set := range []struct {
		to   obj
		want func(list []diag) bool
	}{
		{obj{"configFile": "strict.yaml"}, func(l []diag) bool {
			return slices.ContainsFunc(l, func(d diag) bool { return d.Code == "schema/unknown-key" && d.Severity == 1 })
		}},
		{obj{"configFile": "", "severity": "error"}, func(l []diag) bool {
			return !slices.ContainsFunc(l, func(d diag) bool { return d.Code == "schema/unknown-key" || d.Severity > 1 })
		}},
		{obj{"severity": "info"}, func(l []diag) bool {
			return slices.ContainsFunc(l, func(d diag) bool { return d.Code == "schema/unknown-key" && d.Severity == 2 })
		}},
	} {
		c.mu.Lock()
		answer = set.to
		c.mu.Unlock()
		c.notify("workspace/didChangeConfiguration", obj{"settings": nil})
		c.wait("what the settings ask for", func() bool { return set.want(c.diags[c.uri("manifest.yaml")].Diagnostics) })
	}
}

// TestTargets: what the plugin is judged for is set at the start or while the server
// runs, and what is not understood changes nothing.
func TestTargets(t *testing.T) {
	target := &lint.Rule{
		ID: "test/target", Title: "target", Gate: lint.None, Severity: lint.Info, RunsBroken: true,
		Run: func(p *lint.Pass) {
			m := p.Plugin.Manifest()
			p.Report(lint.Finding{Place: plugin.At(m, m.Root.Get("version")), Message: lint.Msg("%s", strings.Join(append(p.Target().Dify.Versions(releases.API), p.Profile()), " "))})
		},
	}
	for _, way := range []string{"at the start", "while it runs"} {
		for _, tt := range []struct {
			name string
			set  obj
			want string
		}{
			{"a release", obj{"dify": "1.9.0"}, "1.9.0 "},
			{"a range", obj{"dify": "1.9.0..1.9.2"}, "1.9.0 1.9.1 1.9.2 "},
			{"a profile", obj{"dify": "1.9.0", "profile": "marketplace"}, "1.9.0 marketplace"},
			{"no release", obj{"dify": "tomorrow"}, ""},
			{"no profile", obj{"dify": "1.9.0", "profile": "everyone"}, "1.9.0 "},
		} {
			t.Run(way+" "+tt.name, func(t *testing.T) {
				c := connect(t, write(t, tool), target)
				params := obj{"capabilities": everything()}
				if way == "at the start" {
					params["initializationOptions"] = tt.set
				}
				c.initialize(params)
				c.open("manifest.yaml")
				now := func() string { return find(t, c.settled("manifest.yaml"), "test/target").Message }
				first := now()
				if way == "at the start" {
					if tt.want != "" && first != tt.want {
						t.Errorf("%q, want %q", first, tt.want)
					}
					return
				}
				c.notify("workspace/didChangeConfiguration", obj{"settings": obj{"difylint": tt.set}})
				want := tt.want
				if want == "" {
					want = first
				}
				c.wait(want, func() bool {
					return slices.ContainsFunc(c.diags[c.uri("manifest.yaml")].Diagnostics, func(d diag) bool { return d.Message == want })
				})
			})
		}
	}
}

// TestLanguage: messages come in the language that is set, at any time, and else in
// the client's.
func TestLanguage(t *testing.T) {
	c := connect(t, write(t, "-- manifest.yaml --\nversion: 0.1.0\nlabell: x\n"))
	c.initialize(obj{"capabilities": everything(), "locale": "zh-CN", "initializationOptions": obj{"language": "en"}})
	c.open("manifest.yaml")
	english := find(t, c.settled("manifest.yaml"), "schema/unknown-key").Message
	chinese := ""
	for _, tt := range []struct {
		set  string
		want func(message string) bool
	}{
		{"zh-Hans", func(m string) bool { chinese = m; return m != english }},
		{"en", func(m string) bool { return m == english }},
		{"", func(m string) bool { return m == chinese }},
		{"en-GB", func(m string) bool { return m == english }},
		{"tlh", func(m string) bool { return m == chinese }},
	} {
		c.notify("workspace/didChangeConfiguration", obj{"settings": obj{"difylint": obj{"language": tt.set}}})
		c.wait("the language "+tt.set, func() bool {
			list := c.diags[c.uri("manifest.yaml")].Diagnostics
			i := slices.IndexFunc(list, func(d diag) bool { return d.Code == "schema/unknown-key" })
			return i >= 0 && tt.want(list[i].Message)
		})
		c.call("workspace/executeCommand", obj{"command": "difylint.check"}, nil)
	}
	if chinese == english {
		t.Errorf("%s", chinese)
	}
}

// TestClientGone: a client whose process has ended, though the stream has not.
func TestClientGone(t *testing.T) {
	gone, err := os.StartProcess(os.Args[0], []string{os.Args[0], "-test.run=^$"}, &os.ProcAttr{})
	if err == nil {
		_, err = gone.Wait()
	}
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) { // ten seconds of its clock, none of ours
		c := connectTo(t, dir, lsp.Options{})
		c.initialize(obj{"processId": gone.Pid, "capabilities": everything()})
		time.Sleep(time.Minute)
		select {
		case err := <-c.done:
			c.done <- err
			if err == nil {
				t.Error("that was no orderly end")
			}
		default:
			t.Error("the server goes on without its client")
		}
	})
}

// TestIdle: after work, and not before, the program may give memory back.
func TestIdle(t *testing.T) {
	dir := write(t, tool)
	synctest.Test(t, func(t *testing.T) {
		idle := 0
		c := connectTo(t, dir, lsp.Options{Rules: []*lint.Rule{echo}, Idle: func() { idle++ }})
		c.initialize(obj{"capabilities": everything()})
		time.Sleep(time.Minute)
		synctest.Wait()
		if idle != 0 {
			t.Errorf("idle %d times before any work", idle)
		}
		for i := range 3 {
			if i == 0 {
				c.open("README.md", "one")
			} else {
				c.change("README.md", nil, strings.Repeat("x", i))
			}
			c.settled("README.md")
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if idle != 1 {
			t.Errorf("idle %d times after one stretch of work", idle)
		}
	})
}

// TestRenewed: what was linted a thousand times is read anew when nobody waits,
// with what stands in buffers, and told as it was.
func TestRenewed(t *testing.T) {
	dir := write(t, tool)
	synctest.Test(t, func(t *testing.T) {
		idle := 0
		c := connectTo(t, dir, lsp.Options{Rules: []*lint.Rule{echo}, Idle: func() { idle++ }})
		c.initialize(obj{"capabilities": everything()})
		c.open("README.md", "x")
		for i := range 1100 {
			c.change("README.md", nil, "text "+strconv.Itoa(i))
			c.settled("README.md")
		}
		before := c.diags[c.uri("README.md")]
		time.Sleep(time.Minute)
		synctest.Wait()
		if idle != 2 {
			t.Errorf("idle %d times: want once before and once after the run", idle)
		}
		if d := cmp.Diff(before, c.diags[c.uri("README.md")]); d != "" {
			t.Errorf("told anew: %s", d)
		}
		c.change("README.md", nil, "the last")
		c.settled("README.md")
		if d := cmp.Diff(before, c.diags[c.uri("README.md")]); d == "" {
			t.Error("the next change was not seen")
		}
	})
}
