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

// pictured are the words of the pictures of a language: the sessions' descriptions, for
// who cannot see them.
var pictured = map[string]struct{ suffix, session, check, clean, fresh string }{
	"en": {
		"",
		"A plugin is checked: seven findings, each with its place, what refuses it and a fix. The fixes are shown, made, and what is left explained and mended.",
		"The findings of difylint check in a terminal: path, line and column, severity, message, rule and gate, the source line with carets under the place, and the fix.",
		"A plugin in which nothing is found: one line says that it packages, installs, starts and calls.",
		"A plugin as dify plugin init of 0.6.10 writes it: it does not start, since its pyproject.toml has &lt; for <.",
	},
	"zh-Hans": {
		"-zh",
		"检查一个插件：七个问题，各有位置、拒绝它的关卡和修复。先显示修复的改动，再执行修复，然后说明剩下的问题并修复它们。",
		"终端中 difylint check 的输出：路径、行号和列号、严重程度、消息、规则和关卡，源码行下方标出位置，接着是修复。",
		"没有问题的插件：只有一行，说明它可以打包、安装、启动和调用。",
		"由 0.6.10 的 dify plugin init 写出的插件：pyproject.toml 中的 &lt; 应为 <，插件因此不能启动。",
	},
}

func TestMedia(t *testing.T) {
	screen = columns
	defer func() { screen, language = 0, "" }()
	dir := filepath.Join(root(t), "docs", "media")
	plugin, whole, written := filepath.Join(testdata(t), "broken"), filepath.Join(testdata(t), "tool"), filepath.Join(root(t), "testdata", "fresh")
	known := map[string]bool{}
	for tag, in := range pictured {
		language = tag
		one := func(plugin, words string) *recording.Session {
			return record(t, plugin, recording.Session{Title: "difylint check", Description: words, Columns: columns, Rows: 1}, "difylint check my-plugin")
		}
		session := record(t, plugin, recording.Session{Title: "difylint", Description: in.session, Columns: columns, Rows: 32},
			"difylint check my-plugin",
			"difylint check --fix --diff my-plugin",
			"difylint check --fix my-plugin",
			"difylint explain file/source | head -n 13",
			"difylint check --unsafe-fixes my-plugin",
		)
		if tag == "en" {
			cast, err := session.Cast()
			if err != nil {
				t.Fatal(err)
			}
			hold(t, filepath.Join(dir, "session.cast"), cast)
		}
		for name, draw := range map[string]func(recording.Palette) ([]byte, error){
			"session": session.Animation, "check": one(plugin, in.check).Still, "clean": one(whole, in.clean).Still, "fresh": one(written, in.fresh).Still,
		} {
			for theme, palette := range map[string]recording.Palette{"dark": recording.Dark, "light": recording.Light} {
				data, err := draw(palette)
				if err != nil {
					t.Fatal(err)
				}
				file := filepath.Join(dir, name+in.suffix+"-"+theme+".svg")
				hold(t, file, data)
				known[file] = true
			}
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
