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
	for _, format := range formats {
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

// TestInstallationOfConfiguration: the configuration names the installation where the
// command line does not, and the command line wins.
func TestInstallationOfConfiguration(t *testing.T) {
	dir := t.TempDir()
	write := func(name, s string) {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	manifest, err := os.ReadFile(filepath.Join(root(t), "testdata/plugins/tool/manifest.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{"a", "b"} {
		write(p+"/manifest.yaml", string(manifest))
		write(p+"/requirements.txt", "torch==2.4.0\n")
	}
	write(".difylint.yaml", "target:\n  installation: short\n")
	write("short/.env", "PLUGIN_PYTHON_ENV_INIT_TIMEOUT=60\n")
	write("long/.env", "PLUGIN_PYTHON_ENV_INIT_TIMEOUT=900\n")
	const rule = "installation/plugin-timeout"
	run := func(args ...string) (int, bool, string) {
		code, out, stderr := difylint(t, dir, "", append([]string{"check", "--rule", rule}, args...)...)
		return code, strings.Contains(out, rule), stderr
	}
	if code, found, stderr := run("a", "b"); code != exitClean || !found {
		t.Errorf("exit status %d, found %v: %s", code, found, stderr)
	}
	for _, args := range [][]string{{"--installation", "long", "a"}, {"--no-config", "a"}} {
		if code, found, stderr := run(args...); code != exitClean || found {
			t.Errorf("%v: exit status %d, found %v: %s", args, code, found, stderr)
		}
	}
	write("b/.difylint.yaml", "target:\n  installation: ../long\n")
	if code, _, stderr := run("a", "b"); code != exitError || !strings.Contains(stderr, "in two runs") {
		t.Errorf("two installations: exit status %d: %s", code, stderr)
	}
	write("b/.difylint.yaml", "target:\n  installation: ../nowhere\n")
	if code, _, stderr := run("b"); code != exitError || !strings.Contains(stderr, "target.installation") {
		t.Errorf("no installation: exit status %d: %s", code, stderr)
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
