package installation

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// TestOwner: of folders that are there, owner and mode are compared with the
// container's user.
func TestOwner(t *testing.T) {
	me := os.Getuid()
	other := me + 1
	const daemon = "services:\n  plugin_daemon:\n    image: langgenius/dify-plugin-daemon:0.5.3-local\n    environment: {PLUGIN_WORKING_PATH: /app/storage/cwd}\n    volumes: ['./volumes/plugin_daemon:/app/storage']\n"
	const api = "services:\n  api:\n    image: langgenius/dify-api:%s\n    environment: {MODE: api}\n    volumes: ['./volumes/app/storage:/app/api/storage']\n"
	of := func(more ...string) string { return daemon + strings.Join(more, "") }
	for _, c := range []struct {
		name, compose, folder string
		mode                  os.FileMode
		want                  string // a part of the message; "" for silence
	}{
		{"the image's user is root", of(), "volumes/plugin_daemon", 0o500, ""},
		{"the folder is the user's", of(fmt.Sprintf("    user: '%d'\n", me)), "volumes/plugin_daemon", 0o700, ""},
		{"the folder is another's", of(fmt.Sprintf("    user: '%d:%d'\n", other, other)), "volumes/plugin_daemon", 0o755, fmt.Sprintf("belongs to user %d (mode 0755)", me)},
		{"all may write", of(fmt.Sprintf("    user: '%d'\n", other)), "volumes/plugin_daemon", 0o777, ""},
		{"the group may write", of(fmt.Sprintf("    user: '%d:%d'\n", other, os.Getgid())), "volumes/plugin_daemon", 0o770, ""},
		{"another group may not", of(fmt.Sprintf("    user: '%d:%d'\n", other, os.Getgid()+1)), "volumes/plugin_daemon", 0o770, "who cannot write there"},
		{"some group may write, and the user's is not known", of(fmt.Sprintf("    user: '%d'\n", other)), "volumes/plugin_daemon", 0o770, ""},
		{"the user may have a further group", of(fmt.Sprintf("    user: '%d:%d'\n    group_add: ['%d']\n", other, other, os.Getgid())), "volumes/plugin_daemon", 0o770, ""},
		{"the user's own folder, without the right to write", of(fmt.Sprintf("    user: '%d'\n    cap_drop: [ALL]\n", me)), "volumes/plugin_daemon", 0o577, "who cannot write there"},
		{"a folder within is another's", of(fmt.Sprintf("    user: '%d:%d'\n", other, other)), "volumes/plugin_daemon/cwd", 0o755, "volumes/plugin_daemon/cwd belongs"},
		{"packages are another's", of(fmt.Sprintf("    user: '%d:%d'\n", other, other)), "volumes/plugin_daemon/plugin_packages", 0o755, "plugin_packages belongs"},
		{"root without its right to write everywhere", of("    cap_drop: [ALL]\n"), "volumes/plugin_daemon", 0o555, "runs as user 0, who cannot write there"},
		{"root with it added again", of("    cap_drop: [ALL]\n    cap_add: [CAP_DAC_OVERRIDE]\n"), "volumes/plugin_daemon", 0o555, ""},
		{"a privileged root", of("    cap_drop: [ALL]\n    privileged: true\n"), "volumes/plugin_daemon", 0o555, ""},
		{"another container gives it away", of(fmt.Sprintf("    user: '%d:%d'\n  init:\n    image: busybox\n    command: chown -R %d /s\n    volumes: ['./volumes/plugin_daemon:/s']\n", other, other, other)), "volumes/plugin_daemon", 0o755, ""},
		{"a user by its name", of("    user: plugin\n"), "volumes/plugin_daemon", 0o500, ""},
		{"an image that somebody made", strings.Replace(daemon, "langgenius/dify-plugin-daemon:0.5.3-local", "acme/daemon:1", 1), "volumes/plugin_daemon", 0o500, ""},
		{"the API before it had a user of its own", fmt.Sprintf(api, "1.10.0"), "volumes/app/storage", 0o500, ""},
		{"the API with its own user", fmt.Sprintf(api, "1.11.1"), "volumes/app/storage", 0o755, "api runs as user 1001, who cannot write there"},
		{"the API, where files lie elsewhere", strings.Replace(fmt.Sprintf(api, "1.11.1"), "MODE: api", "MODE: api, STORAGE_TYPE: s3", 1), "volumes/app/storage", 0o755, ""},
		{"the API's storage by its older setting", strings.Replace(fmt.Sprintf(api, "1.11.1"), "MODE: api", "MODE: api, STORAGE_TYPE: local, STORAGE_LOCAL_PATH: storage", 1), "volumes/app/storage", 0o755, "api runs as user 1001, who cannot write there"},
		{"the API, where files lie in another folder", strings.Replace(fmt.Sprintf(api, "1.11.1"), "MODE: api", "MODE: api, OPENDAL_FS_ROOT: /elsewhere", 1), "volumes/app/storage", 0o755, ""},
		{"the API, where files lie in another scheme", strings.Replace(fmt.Sprintf(api, "1.11.1"), "MODE: api", "MODE: api, OPENDAL_SCHEME: s3", 1), "volumes/app/storage", 0o755, ""},
		{"a folder that is not there and nobody's choice", fmt.Sprintf(api, "1.11.1"), "elsewhere", 0o755, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			folder := filepath.Join(dir, filepath.FromSlash(c.folder))
			if err := os.MkdirAll(folder, 0o777); err != nil {
				t.Fatal(err)
			}
			for up := filepath.Dir(folder); up != dir; up = filepath.Dir(up) {
				if err := os.Chmod(up, 0o777); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Chmod(folder, c.mode); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = os.Chmod(folder, 0o700) })
			if err := os.WriteFile(filepath.Join(dir, "docker-compose.yaml"), []byte(c.compose), 0o600); err != nil {
				t.Fatal(err)
			}
			target, err := installation.Target(dir)
			if err != nil {
				t.Fatal(err)
			}
			res, err := lint.Run(t.Context(), []plugin.Target{target}, lint.Options{Rules: []*lint.Rule{Owner}})
			if err != nil {
				t.Fatal(err)
			}
			var said []string
			for _, f := range res.Findings() {
				said = append(said, f.Message.String())
			}
			got := strings.Join(said, "\n")
			if c.want == "" && got != "" || !strings.Contains(got, c.want) || strings.Count(got, "\n") > 0 {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
