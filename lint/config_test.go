package lint_test

import (
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
)

func TestGlobs(t *testing.T) {
	for _, tt := range []struct {
		patterns, base, name string
		want                 bool
	}{
		{"", "", "a.py", false},
		{"*.py", "", "a.py", true},
		{"*.py", "", "tools/deep/a.py", true},
		{"*.py", "", "a.yaml", false},
		{"tools/*.py", "", "tools/a.py", true},
		{"tools/*.py", "", "tools/deep/a.py", false},
		{"tools/**", "", "tools/deep/a.py", true},
		{"tools", "", "tools/deep/a.py", true},
		{"tools/", "", "tools/a.py", true},
		{"tools/deep", "", "tools/deep/a.py", true},
		{"/a.py", "", "a.py", true},
		{"deep", "", "tools/deep/a.py", true},
		{"eep", "", "tools/deep/a.py", false},
		{"x/a.py a.yaml", "", "b/a.yaml", true},
		{"plugins/x/*.py", "plugins/x", "a.py", true},
		{"*.py", "plugins/x", "a.py", true},
		{"plugins", "plugins/x", "a.py", true},
		{"x/*.py", "plugins/x", "a.py", false},
	} {
		if got := (lint.Globs{Patterns: strings.Fields(tt.patterns), Base: tt.base}).Match(tt.name); got != tt.want {
			t.Errorf("%q of %q in %q: %v", tt.patterns, tt.name, tt.base, got)
		}
	}
}

// TestConfig: what a configuration says of a rule, and of its findings in a file.
func TestConfig(t *testing.T) {
	off, on, info, lesser := lint.Setting{Off: true}, lint.Setting{On: true}, lint.Setting{Severity: lint.Info}, lint.Setting{Severity: lint.Warning}
	over := func(files string, id string, s lint.Setting) []lint.Override {
		return []lint.Override{{Files: lint.Globs{Patterns: []string{files}}, Rules: map[string]lint.Setting{id: s}}}
	}
	plain, quiet := &lint.Rule{ID: "a/x", Severity: lint.Error}, &lint.Rule{ID: "a/x", Severity: lint.Error, Off: true}
	for _, tt := range []struct {
		name    string
		config  *lint.Config
		enabled bool
		in      string // the severity in a.py, "" where it is left out
	}{
		{"none", nil, true, "error"},
		{"empty", &lint.Config{}, true, "error"},
		{"off", &lint.Config{Rules: map[string]lint.Setting{"a/x": off}}, false, ""},
		{"its family", &lint.Config{Rules: map[string]lint.Setting{"a/*": off}}, false, ""},
		{"another", &lint.Config{Rules: map[string]lint.Setting{"b/x": off, "a/y": off}}, true, "error"},
		{"before its family", &lint.Config{Rules: map[string]lint.Setting{"a/*": off, "a/x": on}}, true, "error"},
		{"a severity", &lint.Config{Rules: map[string]lint.Setting{"a/x": info}}, true, "info"},
		{"off but for a file", &lint.Config{Rules: map[string]lint.Setting{"a/x": off}, Overrides: over("*.py", "a/x", on)}, true, "error"},
		{"off but for a severity of a file", &lint.Config{Rules: map[string]lint.Setting{"a/x": off}, Overrides: over("*.py", "a/*", info)}, true, "info"},
		{"off but for another file", &lint.Config{Rules: map[string]lint.Setting{"a/x": off}, Overrides: over("*.yaml", "a/x", on)}, true, ""},
		{"off, and an override says nothing", &lint.Config{Rules: map[string]lint.Setting{"a/x": off}, Overrides: over("*.py", "a/x", off)}, false, ""},
		{"off for a file", &lint.Config{Overrides: over("*.py", "a/x", off)}, true, ""},
		{"a severity, then one of a file", &lint.Config{Rules: map[string]lint.Setting{"a/x": info}, Overrides: over("*.py", "a/x", lesser)}, true, "warning"},
		{"left out", &lint.Config{Exclude: lint.Globs{Patterns: []string{"*.py"}}}, true, ""},
	} {
		if got := tt.config.Enabled(plain); got != tt.enabled {
			t.Errorf("%s: enabled %v", tt.name, got)
		}
		s, ok := tt.config.SeverityFor(plain, "a.py", lint.Error)
		if got := s.String(); ok != (tt.in != "") || ok && got != tt.in {
			t.Errorf("%s: %s %v, want %q", tt.name, got, ok, tt.in)
		}
	}
	for _, tt := range []struct {
		name    string
		config  *lint.Config
		enabled bool
		in      bool
	}{
		{"none", nil, false, true}, // it does not run
		{"empty", &lint.Config{}, false, false},
		{"on", &lint.Config{Rules: map[string]lint.Setting{"a/x": on}}, true, true},
		{"a severity", &lint.Config{Rules: map[string]lint.Setting{"a/*": info}}, true, true},
		{"options alone", &lint.Config{Rules: map[string]lint.Setting{"a/x": {Options: map[string]any{"n": 1}}}}, false, false},
		{"on for a file", &lint.Config{Overrides: over("*.py", "a/x", on)}, true, true},
		{"on for another file", &lint.Config{Overrides: over("*.yaml", "a/x", on)}, true, false},
		{"off for a file", &lint.Config{Overrides: over("*.py", "a/x", off)}, false, false},
	} {
		_, ok := tt.config.SeverityFor(quiet, "a.py", lint.Error)
		if got := tt.config.Enabled(quiet); got != tt.enabled || ok != tt.in {
			t.Errorf("off by default, %s: enabled %v, in a file %v", tt.name, got, ok)
		}
	}
	rule := &lint.Rule{ID: "a/x", Options: []lint.Option{{Name: "m", Default: 7}, {Name: "n", Default: 8}}}
	for _, tt := range []struct {
		config *lint.Config
		name   string
		want   any
	}{
		{nil, "n", 8}, {&lint.Config{}, "n", 8}, {nil, "o", nil},
		{&lint.Config{Rules: map[string]lint.Setting{"a/x": {Options: map[string]any{"n": 1}}}}, "n", 1},
		{&lint.Config{Rules: map[string]lint.Setting{"a/x": {Options: map[string]any{"n": 1}}}}, "m", 7},
		{&lint.Config{Rules: map[string]lint.Setting{"a/*": {Options: map[string]any{"n": 2}}}}, "n", 2},
		{&lint.Config{Rules: map[string]lint.Setting{"a/*": {Options: map[string]any{"n": 2}}, "a/x": {Options: map[string]any{"n": 1}}}}, "n", 1},
		{&lint.Config{Rules: map[string]lint.Setting{"a/*": {Options: map[string]any{"n": 2}}, "a/x": {On: true}}}, "n", 2},
	} {
		if got := tt.config.Option(rule, tt.name); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestSeverities(t *testing.T) {
	for word, want := range map[string]lint.Severity{"info": lint.Info, "warning": lint.Warning, "error": lint.Error} {
		if got, err := lint.ParseSeverity(word); err != nil || got != want || got.String() != word {
			t.Errorf("%s: %v %v", word, got, err)
		}
	}
	for _, word := range []string{"inherit", "", "Error", "fatal"} {
		if _, err := lint.ParseSeverity(word); err == nil {
			t.Errorf("%q is a severity", word)
		}
	}
	if lint.Severity(9).String() != "unknown" || lint.Inherit.String() != "inherit" {
		t.Error("severities without a word")
	}
	for i, gate := range lint.Gates() {
		if gate.Order() != i || gate.Refusal() == "" || gate != lint.None && gate.Refusal() == lint.None.Refusal() {
			t.Errorf("%s: %d, %s", gate, gate.Order(), gate.Refusal())
		}
	}
	if lint.Gate("other").Order() <= lint.None.Order() {
		t.Error("an unknown gate comes last")
	}
	if r := (&lint.Rule{ID: "a/b-c"}); r.Family() != "a" || r.Name() != "b-c" {
		t.Error(r.Family(), r.Name())
	}
}
