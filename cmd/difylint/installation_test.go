package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/report"
)

// docker makes an installation in a new folder.
func docker(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, s := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestSecrets: whatever is printed of an installation, no secret is in it.
func TestSecrets(t *testing.T) {
	const secret = "s3cr3t"
	dir := docker(t, map[string]string{
		".env": "PLUGIN_DAEMON_KEY=" + secret + "1\nPLUGIN_DAEMON_KEY=" + secret + "2\nADMIN_API_KEY=" + secret + "3\nREDIS_PASSWORD=\"" + secret + "4\n" +
			"5\"\nPLUGIN_SENTRY_DSN=" + secret + "\nHTTPS_PROXY=http://user:" + secret + "@localhost:3128\nPLUGIN_AWS_SECRET_KEY=" + secret + "\nPLUGIN_SECRT_KEY=" + secret + "\nUV_INDEX_URL=http://a:" + secret + "@b\n",
		"docker-compose.yaml": `services:
  api:
    image: langgenius/dify-api:1.13.3
    environment:
      MODE: api
      PLUGIN_DAEMON_KEY: ${PLUGIN_DAEMON_KEY}
      PLUGIN_DAEMON_URL: http://plugin_daemon:5002
      INNER_API_KEY_FOR_PLUGIN: s3cr3t-a
  plugin_daemon:
    image: langgenius/dify-plugin-daemon:0.5.3-local
    env_file: ./.env
    environment:
      SERVER_KEY: s3cr3t-b
      DIFY_INNER_API_KEY: s3cr3t-c
      DIFY_INNER_API_URL: http://api:5001
      SERVER_PORT: abc
      ADMIN_API_KEY: ""
      PIP_MIRROR_URL: http://u:s3cr3t@localhost/simple
`,
	})
	for _, format := range report.Formats() {
		code, out, stderr := difylint(t, dir, "", "check", "--no-config", "--format", format, "--fail-on", "never", "--installation", ".")
		if code != exitClean || !strings.Contains(out, "installation/key-mismatch") {
			t.Fatalf("%s: exit status %d: %s%s", format, code, out, stderr)
		}
		for line := range strings.Lines(out + stderr) {
			if strings.Contains(line, secret) {
				t.Errorf("%s: %s", format, line)
			}
		}
	}
	for _, format := range riskFormats {
		code, out, stderr := difylint(t, dir, "", "installation", "--format", format, ".")
		if code != exitClean {
			t.Fatalf("%s: exit status %d: %s", format, code, stderr)
		}
		for line := range strings.Lines(out) {
			if strings.Contains(line, secret) {
				t.Errorf("%s: %s", format, line)
			}
		}
	}
}

// TestInstallationRelease: an installation that names a release gives the verdicts of
// --dify for that release.
func TestInstallationRelease(t *testing.T) {
	dir := root(t)
	for _, release := range []string{"1.1.3", "1.9.1", "1.15.0"} {
		in := docker(t, map[string]string{"docker-compose.yaml": "services:\n  api:\n    image: langgenius/dify-api:" + release + "\n    environment:\n      MODE: api\n"})
		for _, p := range []string{"testdata/plugins/datasource", "testdata/plugins/trigger", "testdata/plugins/tool"} {
			a, one, _ := difylint(t, dir, "", "check", "--no-config", "--format", "concise", "--skip", "installation/*", "--dify", release, p)
			b, other, _ := difylint(t, dir, "", "check", "--no-config", "--format", "concise", "--skip", "installation/*", "--installation", in, p)
			if a != b || one != other {
				t.Errorf("%s, %s: %d %s\nwith the installation: %d %s", release, p, a, one, b, other)
			}
		}
	}
}

func TestInstallationErrors(t *testing.T) {
	dir := docker(t, map[string]string{"nothing.txt": "x"})
	for _, args := range [][]string{{"check", "--installation", "."}, {"check", "--installation", "nowhere"}, {"installation", "."}, {"installation", "--format", "jsn", "."}} {
		if code, _, stderr := difylint(t, dir, "", args...); code != exitError || stderr == "" {
			t.Errorf("%v: exit status %d: %s", args, code, stderr)
		}
	}
}
