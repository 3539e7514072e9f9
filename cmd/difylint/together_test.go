package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTogether(t *testing.T) {
	dir := t.TempDir()
	write := func(name, data string) {
		t.Helper()
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range [...]struct{ dir, name, version, httpx string }{{"a", "one", "0.1.0", ">=0.27.0"}, {"b", "two", "0.2.0", "<0.26"}, {"c", "two", "0.3.0", "<0.28"}} {
		write(p.dir+"/manifest.yaml", "type: plugin\nauthor: acme\nname: "+p.name+"\nversion: "+p.version+"\nplugins: {}\n")
		write(p.dir+"/requirements.txt", "dify_plugin>=0.9.0,<1.0.0\nhttpx"+p.httpx+"\n")
	}
	write("osv/X-1.json", `{"id": "X-1", "affected": [{"package": {"ecosystem": "PyPI", "name": "httpx"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "0.30"}]}]}]}`)
	code, out, stderr := difylint(t, dir, "", "check", "--no-config", "--rule", "dependency/*", "--together", "--advisories", "osv", ".")
	if code == exitError {
		t.Fatal(stderr)
	}
	for _, want := range []string{
		`no version of "httpx" satisfies all plugins`,
		"PACKAGE", "acme/one 0.1.0", "acme/two 0.3.0", "b/requirements.txt:2",
		"PLUGIN", "acme/two  0.2.0", "0.3.0",
		`"httpx" <0.28 has a known vulnerability: X-1; fixed in 0.30`,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	// What cannot be read of the advisories is said once, whatever the findings are.
	write("osv/half.json", `{"id": "X-2", "affected": [{"pack`)
	for _, format := range []string{"text", "jsonl"} {
		code, _, stderr = difylint(t, dir, "", "check", "--no-config", "--rule", "dependency/*", "--advisories", "osv", "-f", format, ".")
		if want := "1 of the 2 records of osv cannot be read"; code != exitError || strings.Count(stderr, want) != 1 {
			t.Errorf("%s: status %d, %s", format, code, stderr)
		}
	}
	code, _, stderr = difylint(t, dir, "", "check", "--no-config", "--rule", "dependency/*", "--advisories", "a", ".")
	if code != exitError || !strings.Contains(stderr, "a has no OSV records") {
		t.Errorf("status %d, %s", code, stderr)
	}
	if strings.Contains(out, `"httpx" >=0.27.0 has a known`) {
		t.Error("a range is told that lets a repaired version in")
	}
}
