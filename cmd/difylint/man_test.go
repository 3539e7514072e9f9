package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// roffLine is what a line of a man page may be: a macro of ours, or a text in
// which roff acts on nothing but our escapes.
var roffLine = regexp.MustCompile(`^(\.(TH|ad|SH|SS|TP|PP|B|br|nf|fi)( "[^"]*")*|(\\&[.'])?([^.'\\\x80-\xff]|\\[e&-]|\\\[u[0-9A-F]{4,6}\])?([^\\\x80-\xff]|\\[e&-]|\\\[u[0-9A-F]{4,6}\])*)$`)

// TestMan: the man page holds every command and every flag, in either language,
// and only requests that man knows.
func TestMan(t *testing.T) {
	for _, language := range []string{"en", "zh-Hans"} {
		code, out, stderr := difylint(t, t.TempDir(), "", "man", "--lang", language)
		if code != exitClean || stderr != "" {
			t.Fatalf("exit status %d: %s", code, stderr)
		}
		for line := range strings.Lines(out) {
			if !roffLine.MatchString(strings.TrimSuffix(strings.ReplaceAll(line, `\(dq`, "x"), "\n")) {
				t.Errorf("%s: %q", language, line)
			}
		}
		for _, c := range newRoot(env{Name: "difylint", Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{}}).Commands() {
			_, part, found := strings.Cut(out, "\n.SS \"difylint "+strings.ReplaceAll(c.Use, "-", `\-`)+"\"\n")
			if !found {
				t.Errorf("%s: there is no command %s", language, c.Name())
			}
			part, _, _ = strings.Cut(part, "\n.SS ")
			c.LocalFlags().VisitAll(func(f *pflag.Flag) {
				if !f.Hidden && !strings.Contains(part, strings.ReplaceAll("--"+f.Name, "-", `\-`)) {
					t.Errorf("%s: %s has no --%s", language, c.Name(), f.Name)
				}
			})
		}
	}
}
