package main

import (
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/dify/messages"
	"github.com/difylint/difylint/rules"
)

// The catalogue of messages names rules by their IDs.
func TestMessagesNameRules(t *testing.T) {
	for _, m := range messages.All() {
		for _, c := range m.Causes {
			for _, id := range c.Rules {
				if rules.ByID(id) == nil {
					t.Errorf("%s names the rule %s, which is not there", m.ID, id)
				}
			}
		}
	}
}

func TestDiagnoseErrors(t *testing.T) {
	for _, c := range []struct {
		said string
		args []string
		want string
	}{
		{"", nil, "there is no message"},
		{"x", []string{"--format", "xml"}, "use text, json or markdown"},
		{"x", []string{"a", "b"}, "one PATH is expected"},
		{"x", []string{"--error", "nowhere.log"}, "nowhere.log"},
		{"x", []string{"--error", "."}, "a folder"},
	} {
		code, _, stderr := difylint(t, t.TempDir(), c.said, append([]string{"diagnose"}, c.args...)...)
		if code != exitError || !strings.Contains(stderr, c.want) {
			t.Errorf("%q %v: status %d, %s", c.said, c.args, code, stderr)
		}
	}
}

// Who said a message and who is at fault are two things.
func TestDiagnoseBy(t *testing.T) {
	for said, want := range map[string]string{
		"failed to launch plugin: has a bad signature":     `"by": "daemon"`,
		"Failed to request plugin daemon, url: plugin/1/x": `"by": "api"`,
		"Missing subclass of Tool in tools/search.py":      `"by": "sdk"`,
		"dify: 413 Request Entity Too Large":               `"by": "installation"`,
	} {
		if _, stdout, _ := difylint(t, t.TempDir(), said, "diagnose", "--format", "json"); !strings.Contains(stdout, want) {
			t.Errorf("%s: no %s in %s", said, want, stdout)
		}
	}
	_, stdout, _ := difylint(t, t.TempDir(), "failed to launch plugin: has a bad signature", "diagnose", "--format", "json")
	if !strings.Contains(stdout, `"fault": "installation"`) {
		t.Errorf("the installation is at fault: %s", stdout)
	}
}

// Secrets are in messages, and answers are pasted into issues.
func TestDiagnoseMasks(t *testing.T) {
	said := "Invalid file URL '/files/1/file-preview?timestamp=1&nonce=abcdef0123&sign=Zm9vYmFyYmF6': Request URL is missing\nfailed to launch plugin: error sending request for url (https://me:hunter2@index.example.com/simple/)"
	_, stdout, _ := difylint(t, t.TempDir(), said, "diagnose", "--format", "json")
	for _, secret := range []string{"abcdef0123", "Zm9vYmFyYmF6", "hunter2"} {
		if strings.Contains(stdout, secret) {
			t.Errorf("%s is printed: %s", secret, stdout)
		}
	}
}
