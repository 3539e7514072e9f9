package lsp_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// installationFiles are a small installation of Dify.
const installationFiles = `-- docker/docker-compose.yaml --
services:
  api:
    image: langgenius/dify-api:1.13.3
    environment:
      MODE: api
      PLUGIN_DAEMON_URL: http://plugin_daemon:5002
      PLUGIN_DAEMON_KEY: ${PLUGIN_DAEMON_KEY}
  plugin_daemon:
    image: langgenius/dify-plugin-daemon:0.5.3-local
    restart: always
    environment:
      SERVER_KEY: ${PLUGIN_DAEMON_KEY}
      PYTHON_ENV_INIT_TIMEOUT: ${PLUGIN_PYTHON_ENV_INIT_TIMEOUT:-120}
      FORCE_VERIFYING_SIGNATURE: ${FORCE_VERIFYING_SIGNATURE:-true}
    volumes:
      - ./volumes/plugin_daemon:/app/storage
-- docker/.env --
PLUGIN_DAEMON_KEY=abcdefghijklmnopqrstuvwxyz012345
PLUGIN_PYTHON_ENV_INIT_TIMEOUT=600
FORCE_VERIFYING_SIGNATURE=true
`

func writeFiles(t *testing.T, archive string) string {
	t.Helper()
	dir := t.TempDir()
	for _, part := range strings.Split(archive, "-- ")[1:] {
		name, content, _ := strings.Cut(part, " --\n")
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestInstallation: the files of an installation are judged as they are written.
func TestInstallation(t *testing.T) {
	dir := writeFiles(t, installationFiles)
	c := start(t, dir, everything(), nil)
	const env, compose = "docker/.env", "docker/docker-compose.yaml"
	c.open(env)
	if list := c.settled(env); slices.Contains(codes(list), "installation/signature-off") {
		t.Fatalf("%v", codes(list))
	}
	c.change(env, &rng{pos{2, 26}, pos{2, 30}}, "false")
	d := find(t, c.settled(env), "installation/signature-off")
	if d.Range.Start.Line != 2 || d.Severity != 3 {
		t.Errorf("%+v", d)
	}
	// The compose file's buffer counts as the file of .env does.
	c.open(compose)
	c.settled(compose)
	var fixes []struct{ Title string }
	c.call("textDocument/codeAction", obj{"textDocument": c.id(env), "range": d.Range, "context": obj{"diagnostics": []any{}}}, &fixes)
	if len(fixes) == 0 {
		t.Error("no action for the finding")
	}
	for _, f := range fixes {
		if strings.Contains(f.Title, "plugin") {
			t.Errorf("%q is about a plugin", f.Title)
		}
	}
	hovered := func(rel string, at pos) string {
		var out struct{ Contents struct{ Value string } }
		c.call("textDocument/hover", obj{"textDocument": c.id(rel), "position": at}, &out)
		return out.Contents.Value
	}
	for _, h := range []struct {
		rel  string
		at   pos
		want []string
	}{
		{env, pos{1, 5}, []string{"**`PLUGIN_PYTHON_ENV_INIT_TIMEOUT`**: whole number", "as `PYTHON_ENV_INIT_TIMEOUT` in its container", "Default: `120`", "plugin_daemon gets `600` here."}},
		{env, pos{0, 3}, []string{"as `SERVER_KEY` in its container", "plugin_daemon gets `***` here.", "Read by Dify's containers"}},
		{compose, pos{12, 12}, []string{"**`PYTHON_ENV_INIT_TIMEOUT`**: whole number", "in Dify's .env its name is `PLUGIN_PYTHON_ENV_INIT_TIMEOUT`"}},
		{compose, pos{13, 45}, []string{"**`FORCE_VERIFYING_SIGNATURE`**: true or false", "plugin_daemon gets `false` here."}},
	} {
		got := hovered(h.rel, h.at)
		for _, w := range h.want {
			if !strings.Contains(got, w) {
				t.Errorf("%s %v: no %q in %q", h.rel, h.at, w, got)
			}
		}
		if strings.Contains(got, "abcdefgh") {
			t.Errorf("a secret in %q", got)
		}
	}
	// What is about plugins is not answered in these files.
	var got completed
	c.call("textDocument/completion", obj{"textDocument": c.id(compose), "position": pos{9, 4}}, &got)
	if len(got.Items) > 0 {
		t.Errorf("%v", got.labels())
	}
	// What is closed says nothing any more.
	c.notify("textDocument/didClose", obj{"textDocument": c.id(compose)})
	c.notify("textDocument/didClose", obj{"textDocument": c.id(env)})
	c.wait("no diagnostics", func() bool { return len(c.diags[c.uri(env)].Diagnostics) == 0 })
}

// TestOthersCompose: files of the same names that are not Dify's are left alone.
func TestOthersCompose(t *testing.T) {
	for name, files := range map[string]string{
		"a shop": "-- docker-compose.yaml --\nservices:\n  api:\n    image: shop:latest\n    environment: {SECRET_KEY: abc, DB_HOST: localhost, LOG_LEVEL: WARNING}\n  plugin_daemon:\n    image: shop-plugins:latest\n" +
			"-- .env --\nLOG_LEVEL=WARNING\nDB_HOST=localhost\nDB_PORT=x\nREDIS_HOST=localhost\nS3_USE_AWS=no\n",
		"an .env alone":  "-- .env --\nSECRET_KEY=abc\nDB_HOST=localhost\nLOG_LEVEL=WARNING\nREDIS_USE_SSL=no\n",
		"a plugin's own": "-- .env --\nINSTALL_METHOD=remote\nREMOTE_INSTALL_URL=localhost:5003\nREMOTE_INSTALL_KEY=x\n",
		"a plugin with one beside it": "-- manifest.yaml --\nversion: 0.0.1\ntype: plugin\nauthor: a\nname: b\nplugins: {tools: [a.yaml]}\n" +
			"-- dev/compose.yaml --\nservices:\n  db:\n    image: postgres\n",
		"no YAML": "-- docker-compose.yaml --\n\t{\n",
	} {
		t.Run(name, func(t *testing.T) {
			dir := writeFiles(t, files)
			c := start(t, dir, everything(), nil)
			for _, part := range strings.Split(files, "-- ")[1:] {
				rel, _, _ := strings.Cut(part, " --\n")
				c.open(rel)
				c.notify("textDocument/didSave", obj{"textDocument": c.id(rel)})
			}
			var hover any
			for _, part := range strings.Split(files, "-- ")[1:] {
				rel, _, _ := strings.Cut(part, " --\n")
				c.call("textDocument/hover", obj{"textDocument": c.id(rel), "position": pos{1, 3}}, &hover)
				for _, d := range c.diagnostics(rel) {
					if strings.HasPrefix(d.Code, "installation/") {
						t.Errorf("%s: %s", rel, d.Code)
					}
				}
			}
		})
	}
}

// TestMiddleware: a compose file that compose does not take by itself is judged
// with its own .env.
func TestMiddleware(t *testing.T) {
	dir := writeFiles(t, "-- docker-compose.middleware.yaml --\nservices:\n  plugin_daemon:\n    image: langgenius/dify-plugin-daemon:0.5.3-local\n    environment:\n      SERVER_KEY: ${PLUGIN_DAEMON_KEY}\n      PYTHON_ENV_INIT_TIMEOUT: ${PLUGIN_PYTHON_ENV_INIT_TIMEOUT:-120}\n"+
		"-- middleware.env --\nPLUGIN_DAEMON_KEY=x\nPLUGIN_PYTHON_ENV_INIT_TIMEOUT=600.0\n-- docker-compose.yaml --\nservices: {}\n-- .env --\nA=1\n")
	c := start(t, dir, everything(), nil)
	c.open("middleware.env")
	find(t, c.settled("middleware.env"), "installation/value-type")
	c.open("docker-compose.middleware.yaml")
	c.settled("docker-compose.middleware.yaml")
}
