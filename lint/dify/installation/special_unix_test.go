//go:build unix

package installation

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestSpecialFiles: a pipe, a folder or a link out of the folder, under a name
// that compose reads, is a problem: it is neither waited for nor passed over.
func TestSpecialFiles(t *testing.T) {
	const compose = "services:\n  api:\n    image: langgenius/dify-api:1.10.0\n    env_file: [{path: x.env, required: false}]\n"
	pipe := func(name string) error { return syscall.Mkfifo(name, 0o600) }
	folder := func(name string) error { return os.Mkdir(name, 0o700) }
	link := func(name string) error { return os.Symlink("/dev/zero", name) }
	for _, name := range []string{".env", "docker-compose.yaml", "docker-compose.override.yaml", "x.env"} {
		for kind, make := range map[string]func(string) error{"pipe": pipe, "folder": folder, "link": link} {
			t.Run(name+" "+kind, func(t *testing.T) {
				dir := t.TempDir()
				for other, text := range map[string]string{"docker-compose.yaml": compose, ".env": "A=1\n"} {
					if other != name {
						if err := os.WriteFile(filepath.Join(dir, other), []byte(text), 0o600); err != nil {
							t.Fatal(err)
						}
					}
				}
				if err := make(filepath.Join(dir, name)); err != nil {
					t.Fatal(err)
				}
				target, err := Target(dir)
				if err != nil {
					t.Fatal(err)
				}
				in := Of(target.Plugin())
				if err := in.Unread(); err == nil || !strings.Contains(err.Error(), name) {
					t.Errorf("what cannot be read: %v", err)
				}
				if len(in.Problems) != 1 || in.Problems[0].Place.Path != name {
					t.Errorf("%+v", in.Problems)
				}
			})
		}
	}
}
