package main

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/dify/pkg/signtest"
)

// files are a folder's files, by path.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(name)
		out[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestPublicKey: signed, verified, one byte changed, refused.
func TestPublicKey(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	content := files(t, filepath.Join(testdata(t), "tool"))
	pkg, err := signtest.Pack(content)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signtest.Sign(pkg, key, "community", 1772323200)
	if err != nil {
		t.Fatal(err)
	}
	// The same signature over other files: those of a plugin whose README has
	// one byte more.
	content["README.md"] += "\n"
	content[".verification.dify.json"] = `{"authorized_category":"community"}`
	other, err := signtest.Pack(content)
	if err != nil {
		t.Fatal(err)
	}
	i := strings.LastIndex(string(signed), `{"signature":`)
	comment := signed[i:]
	other[len(other)-2], other[len(other)-1] = byte(len(comment)), byte(len(comment)>>8)
	other = append(other, comment...)

	dir := t.TempDir()
	for name, data := range map[string][]byte{
		"plain.difypkg": pkg, "signed.difypkg": signed, "changed.difypkg": other,
		"own.pem":     signtest.PublicPEM(&key.PublicKey),
		"private.pem": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("x")}),
		"none.pem":    []byte("nothing\n"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name string
		args []string
		code int
		want string // in what is printed; "" for nothing about signatures
	}{
		{"verified", []string{"--public-key", "own.pem", "signed.difypkg"}, exitClean, ""},
		{"not signed", []string{"--public-key", "own.pem", "plain.difypkg"}, exitFindings, "[signature/absent]"},
		{"not signed, no key", []string{"plain.difypkg"}, exitClean, ""},
		{"changed", []string{"--public-key", "own.pem", "changed.difypkg"}, exitFindings, "[signature/changed]"},
		{"unknown key", []string{"signed.difypkg"}, exitFindings, "[signature/foreign]"},
		{"a private key", []string{"--public-key", "private.pem", "signed.difypkg"}, exitError, "private key"},
		{"no key in it", []string{"--public-key", "none.pem", "signed.difypkg"}, exitError, "no PEM block"},
		{"no such file", []string{"--public-key", "gone.pem", "signed.difypkg"}, exitError, "gone.pem"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			args := append([]string{"check", "--no-config", "--fail-on", "warning", "--rule", "signature/*", "-q"}, tt.args...)
			code, stdout, stderr := difylint(t, dir, "", args...)
			out := stdout + stderr
			if code != tt.code || !strings.Contains(out, tt.want) || tt.want == "" && strings.Contains(out, "warning") {
				t.Errorf("exit status %d, output %q", code, out)
			}
		})
	}
}
