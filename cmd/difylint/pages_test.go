package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// page is a format of a command's report, and what must stand in it.
type page struct {
	format string
	want   []string
}

// pages holds a command that reports on plugins to its formats, and to what it
// says of a format and of a folder that are not there.
func pages(t *testing.T, dir, command string, all []page) {
	t.Helper()
	for _, c := range all {
		code, out, stderr := difylint(t, dir, "", command, "--format", c.format, ".")
		if code != exitClean || stderr != "" {
			t.Fatalf("%s: exit status %d: %s", c.format, code, stderr)
		}
		for _, want := range c.want {
			if !strings.Contains(out, want) {
				t.Errorf("%s: %q is missing from\n%s", c.format, want, out)
			}
		}
		if c.format == "json" && !json.Valid([]byte(out)) {
			t.Errorf("not JSON:\n%s", out)
		}
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{command, "--format", "jsn", "."}, `did you mean "json"?`},
		{[]string{command, "nowhere"}, "no such file or folder"},
	} {
		if code, _, stderr := difylint(t, dir, "", c.args...); code != exitError || !strings.Contains(stderr, c.want) {
			t.Errorf("%v: exit status %d: %s", c.args, code, stderr)
		}
	}
}
