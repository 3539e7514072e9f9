package main

// The pictures of docs/media: a session that is run here, and drawn. Like all of
// the documentation they are held against what the program prints now.

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/difylint/difylint/cmd/difylint/internal/recording"
)

const columns = 80

// record runs commands as a person would, one after the other in one folder with
// a plugin, on a terminal with colours.
func record(t *testing.T, plugin string, s recording.Session, commands ...string) *recording.Session {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "my-plugin"), os.DirFS(plugin)); err != nil {
		t.Fatal(err)
	}
	for _, c := range commands {
		s.Steps = append(s.Steps, recording.Step{Command: c, Output: perform(t, dir, strings.Replace(c, "difylint check ", "difylint check --color always ", 1))})
	}
	return &s
}

func TestMedia(t *testing.T) {
	screen = columns
	defer func() { screen = 0 }()
	dir := filepath.Join(root(t), "docs", "media")
	plugin, whole, written := filepath.Join(testdata(t), "broken"), filepath.Join(testdata(t), "tool"), filepath.Join(root(t), "testdata", "fresh")
	session := record(t, plugin, recording.Session{
		Title:       "difylint",
		Description: "A plugin is checked: seven findings, each with its place, what refuses it and a fix. The fixes are shown, made, and what is left explained and mended.",
		Columns:     columns, Rows: 32,
	},
		"difylint check my-plugin",
		"difylint check --fix --diff my-plugin",
		"difylint check --fix my-plugin",
		"difylint explain file/source | head -n 13",
		"difylint check --unsafe-fixes my-plugin",
	)
	check := record(t, plugin, recording.Session{
		Title:       "difylint check",
		Description: "The findings of difylint check in a terminal: path, line and column, severity, message, rule and gate, the source line with carets under the place, and the fix.",
		Columns:     columns, Rows: 1,
	}, "difylint check my-plugin")
	clean := record(t, whole, recording.Session{
		Title:       "difylint check",
		Description: "A plugin in which nothing is found: one line says that it packages, installs, starts and calls.",
		Columns:     columns, Rows: 1,
	}, "difylint check my-plugin")
	fresh := record(t, written, recording.Session{
		Title:       "difylint check",
		Description: "A plugin as dify plugin init of 0.6.10 writes it: it does not start, since its pyproject.toml has &lt; for <.",
		Columns:     columns, Rows: 1,
	}, "difylint check my-plugin")
	cast, err := session.Cast()
	if err != nil {
		t.Fatal(err)
	}
	hold(t, filepath.Join(dir, "session.cast"), cast)
	known := map[string]bool{}
	for name, draw := range map[string]func(recording.Palette) ([]byte, error){"session": session.Animation, "check": check.Still, "clean": clean.Still, "fresh": fresh.Still} {
		for theme, in := range map[string]recording.Palette{"dark": recording.Dark, "light": recording.Light} {
			data, err := draw(in)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(dir, name+"-"+theme+".svg")
			hold(t, file, data)
			known[file] = true
		}
	}
	drawn, err := filepath.Glob(filepath.Join(dir, "*.svg"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range drawn {
		if !known[file] {
			t.Errorf("%s is drawn by nothing", file)
		}
	}
}
