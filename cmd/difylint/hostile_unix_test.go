//go:build unix

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

const smallManifest = "name: n\nauthor: acme\nversion: 0.1.0\nplugins: {tools: []}\n"

// TestSpecialFiles: a pipe in place of any file that is read neither holds a run
// up nor passes in silence.
func TestSpecialFiles(t *testing.T) {
	for _, tt := range []struct {
		pipe string
		args []string
		code int // -1: any
	}{
		{"p/manifest.yaml", []string{"check", "p"}, exitFindings},
		{"p/manifest.yaml", []string{"check", "."}, exitFindings},
		{"p/tools/search.yaml", []string{"check", "p"}, exitFindings},
		{"p/tools/search.py", []string{"check", "p"}, exitFindings},
		{"p/requirements.txt", []string{"check", "p"}, exitFindings},
		{"p/README.md", []string{"check", "p"}, exitFindings},
		{"p/.difyignore", []string{"check", "p"}, exitFindings},
		{"p/.difyignore", []string{"pack", "--dry-run", "p"}, exitFindings},
		{"p/extra.bin", []string{"pack", "--dry-run", "p"}, exitFindings},
		{"p/.difylint.yaml", []string{"check", "p"}, exitFindings},
		{"p/.gitignore", []string{"check", "."}, -1},
		{"x.difypkg", []string{"check", "x.difypkg"}, exitError},
		{"x.difypkg", []string{"compare", "x.difypkg", "p"}, exitError},
		{"config.yaml", []string{"check", "--config", "config.yaml", "p"}, exitError},
		{"baseline", []string{"check", "--baseline", "baseline", "p"}, exitError},
		{"key.pem", []string{"check", "--public-key", "key.pem", "p"}, exitError},
		{"advisories.zip", []string{"check", "--advisories", "advisories.zip", "p"}, exitError},
		{"advisories/one.json", []string{"check", "--advisories", "advisories", "p"}, exitError},
		{"i/docker-compose.yaml", []string{"check", "--installation", "i"}, exitFindings},
		{"i/docker-compose.yaml", []string{"check", "--installation", "i", "p"}, exitError},
		{"i/.env", []string{"check", "--installation", "i"}, exitFindings},
		{"i/.env", []string{"check", "--installation", "i", "p"}, exitError},
		{"i/.env", []string{"check", "--installation", "i/.env", "p"}, exitError},
		{"list", []string{"check", "--files0-from", "list"}, exitError},
		{"p/manifest.yaml", []string{"requires", "p"}, exitError},
		{"p/manifest.yaml", []string{"requires", "--check", "p"}, exitError},
		{"p/manifest.yaml", []string{"risk", "p"}, exitError},
		{"p/manifest.yaml", []string{"capabilities", "p"}, exitError},
	} {
		t.Run(tt.pipe+" "+tt.args[0], func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(filepath.Join(dir, "p"), os.DirFS(filepath.Join(testdata(t), "tool"))); err != nil {
				t.Fatal(err)
			}
			name := filepath.Join(dir, filepath.FromSlash(tt.pipe))
			_ = os.Remove(name)
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := syscall.Mkfifo(name, 0o600); err != nil {
				t.Fatal(err)
			}
			code, stdout, stderr := difylint(t, dir, "", tt.args...)
			if code != tt.code && tt.code >= 0 {
				t.Errorf("exit status %d, want %d\n%s%s", code, tt.code, stdout, stderr)
			}
		})
	}
}

// TestNothingJudged: what keeps rules from judging a plugin is an error.
func TestNothingJudged(t *testing.T) {
	link := func(to string) func(string) error {
		return func(name string) error { return os.Symlink(to, name) }
	}
	for says, make := range map[string]func(name string) error{
		"outside of the plugin":            link("/etc/hostname"),
		"which does not exist":             link("gone.yaml"),
		"the manifest cannot be read: too": link("manifest.yaml"),
		"it is a named pipe":               func(name string) error { return syscall.Mkfifo(name, 0o600) },
		"too large to be checked": func(name string) error {
			return os.WriteFile(name, []byte(smallManifest+strings.Repeat("# x\n", 3<<20)), 0o600)
		},
		"is named manifest.yml": func(name string) error {
			return os.WriteFile(strings.TrimSuffix(name, "aml")+"ml", []byte(smallManifest), 0o600)
		},
		"is named Manifest.yaml": func(name string) error {
			return os.WriteFile(filepath.Join(filepath.Dir(name), "Manifest.yaml"), []byte(smallManifest), 0o600)
		},
	} {
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, "p"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := make(filepath.Join(dir, "p", "manifest.yaml")); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"p", "."} {
			if code, stdout, stderr := difylint(t, dir, "", "check", "-f", "concise", path); code != exitFindings || !strings.Contains(stdout, says) || !strings.Contains(stdout, "[file/unreadable]") {
				t.Errorf("%s, %s: exit status %d\n%s%s", says, path, code, stdout, stderr)
			}
		}
	}
}

// TestNothingLookedAt: where no rule could judge a plugin, leaving out the rule
// that says so does not make it clean.
func TestNothingLookedAt(t *testing.T) {
	for _, tt := range []struct {
		manifest, args string
		code           int
	}{
		{"a: [\n", "check p", exitFindings},
		{"a: [\n", "check --rule permission/* p", exitError},
		{"a: [\n", "check --skip yaml/* --skip file/* p", exitError},
		{"a: [\n", "check --gate publish p", exitError},
		{"a: [\n", "check --fail-on never --rule schema/type p", exitError},
		{"a: [\n", "check --rule yaml/syntax p", exitFindings},
		{"", "check --rule permission/* p", exitError},
		{smallManifest, "check --rule permission/* p", exitClean},
		{smallManifest, "check --gate call p", exitClean},
	} {
		dir := t.TempDir()
		write(t, dir, "-- p/manifest.yaml --\n"+tt.manifest)
		code, stdout, stderr := difylint(t, dir, "", strings.Fields(tt.args)...)
		if code != tt.code || (code == exitError) != strings.Contains(stderr, "difylint: p: manifest.yaml could not be read: no rule has judged the plugin\n") {
			t.Errorf("%s of %q: exit status %d, want %d\n%s%s", tt.args, tt.manifest, code, tt.code, stdout, stderr)
		}
	}
	dir := t.TempDir()
	write(t, dir, "-- p/manifest.yaml --\na: [\n-- p/.difylint.yaml --\nrules: {yaml/syntax: off}\n")
	if code, stdout, stderr := difylint(t, dir, "", "check", "p"); code != exitError {
		t.Errorf("a configuration: exit status %d\n%s%s", code, stdout, stderr)
	}
}

// TestSignalWithinARule: a signal ends a check that judges, too.
func TestSignalWithinARule(t *testing.T) {
	dir := t.TempDir()
	var source strings.Builder // some half a second of work
	for i := range 2000 {
		fmt.Fprintf(&source, "def g%d(a):\n    if a: return g%d(a)\n    if a: return g%d(a)\n    return a\ng%d(1).x()\n", i, i+1, i+2, i)
	}
	for i := range 100 {
		p := filepath.Join(dir, fmt.Sprintf("p%d", i))
		if err := os.CopyFS(p, os.DirFS(filepath.Join(testdata(t), "tool"))); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(p, "lib.py"), []byte(source.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for sig, want := range map[syscall.Signal]int{syscall.SIGTERM: 143, syscall.SIGINT: 130} {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "check", "--dify", "99.0.0", ".")
		cmd.Dir, cmd.Env = dir, append(os.Environ(), asProgram+"=")
		stderr, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(stderr, make([]byte, 1)); err != nil { // "Dify 99.0.0 is not known yet": the plugins are next
			t.Fatal(err)
		}
		if err := cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, stderr)
		var ended *exec.ExitError
		if err := cmd.Wait(); !errors.As(err, &ended) || ended.ExitCode() != want {
			t.Errorf("%v: %v, want exit status %d", sig, err, want)
		}
	}
}

// TestWalk: which folders of plugins a walk finds.
func TestWalk(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "-- .gitignore --\nbuild/\n/top\n*.cache\n!keep.cache\n-- in/.gitignore --\nhere\n"+
		"-- a/manifest.yaml --\n"+smallManifest+"-- build/a/manifest.yaml --\n"+smallManifest+"-- top/manifest.yaml --\n"+smallManifest+"-- in/top/manifest.yaml --\n"+smallManifest+
		"-- in/here/manifest.yaml --\n"+smallManifest+"-- x.cache/manifest.yaml --\n"+smallManifest+"-- keep.cache/manifest.yaml --\n"+smallManifest+
		"-- box/pyvenv.cfg --\n-- box/lib/manifest.yaml --\n"+smallManifest+"-- chart/manifest.yaml --\nkind: List\n-- node_modules/a/manifest.yaml --\n"+smallManifest)
	if err := os.Mkdir(filepath.Join(dir, ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args, want string
	}{
		{".", "a in/top keep.cache"},
		{"--no-ignore .", "a build/a in/here in/top keep.cache top x.cache"},
		{"in", "in/top"},
		{"top build", "build/a top"}, // what is named is looked into
		{"a gone chart", "a chart"},
	} {
		code, stdout, stderr := difylint(t, dir, "", append([]string{"capabilities", "-f", "json"}, strings.Fields(strings.TrimPrefix(tt.args, "--no-ignore "))...)...)
		if strings.HasPrefix(tt.args, "--no-ignore") {
			code, stdout, stderr = difylint(t, dir, "", "check", "--no-ignore", "-f", "json", ".")
		}
		var got []string
		for _, want := range strings.Fields("a build/a in/here in/top keep.cache top x.cache box/lib chart node_modules/a") {
			if strings.Contains(stdout, `"`+want+`"`) {
				got = append(got, want)
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %v, want %s\n%s", tt.args, got, tt.want, stderr)
		}
		if tt.args == "a gone chart" && (code != exitError || strings.Count(stderr, "difylint: ") != 1 || !strings.Contains(stderr, "gone: no such file or folder")) {
			t.Errorf("%s: exit status %d\n%s", tt.args, code, stderr)
		}
	}
}

// TestWritten: links stay, the reports of one run do not overwrite each other,
// and what a killed run left is removed.
func TestWritten(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "-- p/manifest.yaml --\n"+smallManifest)
	at := func(name string) string { return filepath.Join(dir, name) }
	for link, to := range map[string]string{"report.json": "real.json", "base.yaml": "real.yaml"} {
		if err := os.Symlink(to, at(link)); err != nil {
			t.Fatal(err)
		}
	}
	old, fresh := at(".difylint-0123456789abcdef.tmp"), at(".difylint-fedcba9876543210.tmp")
	for _, name := range []string{old, fresh} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	day := time.Now().Add(-24 * time.Hour)
	if err := os.Chtimes(old, day, day); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := difylint(t, dir, "", "check", "--fail-on", "never", "-f", "json", "-o", "report.json", "--baseline", "base.yaml", "--update-baseline", "p"); code != exitClean {
		t.Fatalf("exit status %d: %s", code, stderr)
	}
	for link, to := range map[string]string{"report.json": "real.json", "base.yaml": "real.yaml"} {
		if got, err := os.Readlink(at(link)); err != nil || got != to {
			t.Errorf("%s is no link any more: %v", link, err)
		}
		if data, err := os.ReadFile(at(to)); err != nil || len(data) == 0 {
			t.Errorf("%s: %q, %v", to, data, err)
		}
	}
	if _, err := os.Stat(old); err == nil {
		t.Error("an old temporary file stays")
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Error("the temporary file of another run is gone")
	}
	if err := os.Symlink("p", at("folder")); err != nil {
		t.Fatal(err)
	}
	for _, outputs := range [][]string{{"a", "a"}, {"a", "./p/../a"}, {"report.json", "real.json"}, {"folder/a", "p/a"}} {
		if code, _, stderr := difylint(t, dir, "", "check", "-f", "json", "-o", outputs[0], "-f", "sarif", "-o", outputs[1], "p"); code != exitError || !strings.Contains(stderr, "two reports cannot go to one file") {
			t.Errorf("%q: exit status %d: %s", outputs, code, stderr)
		}
	}
	if code, _, stderr := difylint(t, dir, "", "check", "--fail-on", "never", "-f", "json", "-o", os.DevNull, "-f", "sarif", "-o", os.DevNull, "p"); code != exitClean {
		t.Errorf("exit status %d: %s", code, stderr)
	}
}

// TestOutputSpares: a report does not take the place of what the check reads.
func TestOutputSpares(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "p"), os.DirFS(filepath.Join(testdata(t), "tool"))); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("p", filepath.Join(dir, "folder")); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "-- p/.difylint.yaml --\nfail-on: error\n-- base.yaml --\n-- p/report.json --\n-- x.difypkg --\nno package\n")
	for _, tt := range []struct {
		output, args string
		spared       bool
	}{
		{"p/manifest.yaml", "p", true},
		{"folder/manifest.yaml", "p", true},
		{"p/manifest.yaml", "folder", true},
		{"p/tools/search.py", "p", true},
		{"p/requirements.txt", ".", true},
		{"p/.difylint.yaml", "p", true},
		{"x.difypkg", "x.difypkg", true},
		{"new.yaml", "--baseline new.yaml --update-baseline p", true},
		{"p/report.json", "p", false},
		{"p/new.json", "p", false},
		{"x.difypkg", "p", false},
	} {
		for _, format := range []string{"json", "jsonl"} {
			before, _ := os.ReadFile(filepath.Join(dir, tt.output))
			code, _, stderr := difylint(t, dir, "", append([]string{"check", "--fail-on", "never", "-f", format, "-o", tt.output}, strings.Fields(tt.args)...)...)
			after, _ := os.ReadFile(filepath.Join(dir, tt.output))
			if spared := code == exitError && strings.Contains(stderr, "the check reads this file"); spared != tt.spared || spared != (string(before) == string(after)) {
				t.Errorf("%s on %s: exit status %d: %s", tt.output, tt.args, code, stderr)
			}
		}
	}
}

// TestInitFollowsNoLink: a link that a plugin's folder has under the name of a file
// that init writes leads nothing out of it.
func TestInitFollowsNoLink(t *testing.T) {
	for _, tt := range []struct{ name, args string }{
		{".difylint.yaml", "init p"},
		{".difylint.yaml", "init --force p"},
		{"AGENTS.md", "init --agents p"},
	} {
		for _, to := range []string{"../victim", "../new"} {
			dir := t.TempDir()
			write(t, dir, "-- victim --\nmine\n-- p/manifest.yaml --\n"+smallManifest)
			if err := os.Symlink(to, filepath.Join(dir, "p", tt.name)); err != nil {
				t.Fatal(err)
			}
			code, _, stderr := difylint(t, dir, "", strings.Fields(tt.args)...)
			data, _ := os.ReadFile(filepath.Join(dir, "victim"))
			if _, err := os.Stat(filepath.Join(dir, "new")); code != exitError || string(data) != "mine\n" || err == nil {
				t.Errorf("%s, %s: exit status %d: %s: %q, %v", tt.args, to, code, stderr, data, err)
			}
		}
	}
}

// TestNothingOfGit: no file of .git is read for one of the plugin, however it is
// named.
func TestNothingOfGit(t *testing.T) {
	for name, build := range map[string]func(dir string) error{
		"declared": func(string) error { return nil },
		"a link": func(dir string) error {
			return errors.Join(os.Mkdir(filepath.Join(dir, "tools"), 0o755), os.Symlink("../.git/config", filepath.Join(dir, "tools", "x.yaml")))
		},
		"a link to a folder": func(dir string) error { return os.Symlink(".git", filepath.Join(dir, "tools")) },
		"requirements":       func(dir string) error { return os.Symlink(".git/config", filepath.Join(dir, "requirements.txt")) },
		"a manifest": func(dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, "manifest.yaml")), os.Symlink(".git/config", filepath.Join(dir, "manifest.yaml")))
		},
	} {
		dir := t.TempDir()
		write(t, dir, "-- manifest.yaml --\n"+smallManifest+"-- .git/config --\n[http]\n\textraheader = password==1\nhunter2 hunter3\n"+
			"-- provider/a.yaml --\nidentity: {name: a}\ntools: [.git/config, tools/x.yaml, tools/config]\n-- manifest.yaml --\n"+strings.Replace(smallManifest, "[]", "[provider/a.yaml, .git/config]", 1))
		if err := build(dir); err != nil {
			t.Fatal(err)
		}
		for _, format := range []string{"text", "json"} {
			if _, stdout, stderr := difylint(t, dir, "", "check", "-f", format, "."); strings.Contains(stdout+stderr, "hunter2") || strings.Contains(stdout+stderr, "password") {
				t.Errorf("%s: %s%s", name, stdout, stderr)
			}
		}
	}
}

// TestUnreadSources: sources that cannot be read are named where what they do
// would be: no word on them would look as if they did nothing.
func TestUnreadSources(t *testing.T) {
	tool := os.DirFS(filepath.Join(testdata(t), "tool"))
	for kind, make := range map[string]func(name string) error{
		"a pipe":             func(name string) error { return syscall.Mkfifo(name, 0o600) },
		"a link out":         func(name string) error { return os.Symlink("/etc/hostname", name) },
		"a link to nowhere":  func(name string) error { return os.Symlink("nowhere.py", name) },
		"one that is broken": func(name string) error { return os.WriteFile(name, []byte("x = (\n"), 0o600) },
	} {
		t.Run(kind, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(filepath.Join(dir, "p"), tool); err != nil {
				t.Fatal(err)
			}
			if err := make(filepath.Join(dir, "p", "hidden.py")); err != nil {
				t.Fatal(err)
			}
			for _, command := range []string{"risk", "capabilities"} {
				for _, format := range []string{"text", "json", "markdown"} {
					if code, stdout, stderr := difylint(t, dir, "", command, "-f", format, "p"); code != exitClean || !strings.Contains(stdout, "hidden.py") {
						t.Errorf("%s, %s as %s: exit status %d\n%s%s", kind, command, format, code, stdout, stderr)
					}
				}
			}
		})
	}
}

// TestOneUnreadable: one bad path, or one plugin that cannot be read, silences no
// other.
func TestOneUnreadable(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "-- good/manifest.yaml --\n"+smallManifest+"-- bad/manifest.yaml --\nplugins: [\n")
	for _, command := range []string{"requires", "risk", "capabilities"} {
		for _, paths := range []string{"good bad", "bad good", "good gone", "."} {
			code, stdout, stderr := difylint(t, dir, "", append([]string{command, "-f", "json"}, strings.Fields(paths)...)...)
			if code != exitError || !strings.Contains(stdout, `"good"`) || strings.Count(stderr, "difylint: ") != 1 {
				t.Errorf("%s %s: exit status %d\n%s%s", command, paths, code, stdout, stderr)
			}
		}
	}
}

// TestHostileWords: nothing that a plugin or a path says steers a terminal, or is
// a command to the runner of a workflow, in what any command prints for people.
func TestHostileWords(t *testing.T) {
	const evil = "\u009b\u202e\x1b[31m"
	dir := copyOf(t)
	plugin := func(name, from, to string) {
		t.Helper()
		text := read(t, dir, name)
		if !strings.Contains(text, from) {
			t.Fatalf("%s: no %q", name, from)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.Replace(text, from, to, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	plugin("manifest.yaml", "desciption:", "# \u202e\n\"::error::\\e[31mx\\u202e\": 1\ndesciption:")
	plugin("tools/search.yaml", "newst", "\"::error::\\n::error::\\e[31m\\u009b\"")
	plugin("tools/search.py", "\n\nclass ", "\nimport os, subprocess\nsubprocess.run(\"::error::\\x1b[31m\", shell=True)\nopen(\"/etc/::error::\")\n\n\nclass ")
	if err := os.WriteFile(filepath.Join(dir, "::error::"+evil+".py"), []byte("import os\nos.system('ls')\n("), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "::error::"+evil+"link")); err != nil {
		t.Fatal(err)
	}
	defer func(w int) { screen = w }(screen)
	screen = 100 // a terminal, also where --color never leaves it plain
	for _, args := range [][]string{
		{"check", "a" + evil + "b"},
		{"check", "::error::" + evil},
		{"check", "."}, {"check", "--color", "never", "."}, {"check", "-f", "concise", "."}, {"check", "--statistics", "."},
		{"check", "--fix", "--diff", "--color", "never", "."}, {"check", "--diff", "--unsafe-fixes", "--color", "never", "."},
		{"risk", "."}, {"risk", evil}, {"capabilities", "."}, {"requires", "."}, {"pack", "--dry-run", "."}, {"compare", ".", "."}, {"compare", evil, "."},
		{"diagnose", "--error", "-", "."}, {"explain", evil}, {"config", evil}, {"check", "--config", evil, "."}, {"check", "--dify", evil, "."}, {evil}, {"check", "--" + evil},
		{"ignore", "--rule", "::error::" + evil, "--reason", "x", "."}, {"merge", evil}, {"schema", evil}, {"installation", evil}, {"init", evil},
	} {
		_, out, stderr := difylint(t, dir, "KeyError: '"+evil+"'\n::error::"+evil+"\n", args...)
		if out+stderr == "" {
			t.Errorf("%q prints nothing", args)
		}
		for line := range strings.Lines(out + "\n" + stderr) {
			if strings.ContainsAny(line, "\u009b\u202e\x1b\r\a") || strings.HasPrefix(strings.TrimSpace(line), "::") {
				t.Errorf("%q: %q", args, line)
			}
		}
	}
}

// TestSignals: a signal ends a run with the status that shells give it, and two
// end one that waits for the machine.
func TestSignals(t *testing.T) {
	for _, tt := range []struct {
		signals []syscall.Signal
		code    int
	}{
		{[]syscall.Signal{syscall.SIGTERM}, 143},
		{[]syscall.Signal{syscall.SIGINT}, 130},
		{[]syscall.Signal{syscall.SIGINT, syscall.SIGTERM}, 130},
	} {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "lsp")
		cmd.Env = append(os.Environ(), asProgram+"=")
		in, err := cmd.StdinPipe() // it stays open: the server waits for more
		if err != nil {
			t.Fatal(err)
		}
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		const ask = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}`
		if _, err := fmt.Fprintf(in, "Content-Length: %d\r\n\r\n%s", len(ask), ask); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(out, make([]byte, 16)); err != nil { // it answers, so it listens to signals
			t.Fatal(err)
		}
		go func() { _, _ = io.Copy(io.Discard, out) }()
		for _, s := range tt.signals {
			if err := cmd.Process.Signal(s); err != nil {
				t.Fatal(err)
			}
		}
		var ended *exec.ExitError
		if err := cmd.Wait(); !errors.As(err, &ended) || ended.ExitCode() != tt.code {
			t.Errorf("%v: %v, want exit status %d", tt.signals, err, tt.code)
		}
	}
}
