// Command faults makes small mistakes in plugins, starts each with the SDK, and
// holds what difylint says against that.
//
//	go run ./lint/internal/tool/faults -python PYTHON [-n N] [-seed S] FOLDER...
//
// PYTHON is that of an environment with dify_plugin and with all that the plugins
// import: what is installed there takes the place of what they require. A folder
// that does not start as it is, or has an error already, is left out and named. It
// runs their code: give it only plugins that you trust. A plugin has started when
// its first heartbeat comes. A line a disagreement: "missed" where the SDK refuses
// and difylint has no error up to the start, "false" where difylint has an error of
// the start and the SDK starts, "slow" where the time ended first, which says nothing.
package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing/fstest"
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/rules"
)

func main() {
	python := flag.String("python", "python3", "the Python that has the SDK")
	n := flag.Int("n", 200, "faults to make")
	seed := flag.Uint64("seed", 1, "seed of the choices")
	limit := flag.Duration("limit", 60*time.Second, "how long to wait for a start")
	flag.Parse()
	bad, err := run(context.Background(), flag.Args(), *python, *n, *seed, *limit)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if bad > 0 {
		os.Exit(1)
	}
}

func run(ctx context.Context, folders []string, python string, n int, seed uint64, limit time.Duration) (bad int, err error) {
	if len(folders) == 0 {
		return 0, errors.New("faults: name the folders of plugins")
	}
	installed, err := exec.CommandContext(ctx, python, "-c", list).Output()
	if err != nil {
		return 0, fmt.Errorf("faults: what is installed: %w", err)
	}
	r := rand.New(rand.NewPCG(seed, 0))
	var plugins []map[string][]byte
	var names []string
	for _, folder := range folders {
		files, err := read(folder)
		if err != nil {
			return 0, err
		}
		delete(files, "uv.lock")
		delete(files, "pyproject.toml")
		files["requirements.txt"] = installed
		refused, why, err := start(ctx, files, python, limit)
		if err != nil {
			return 0, err
		}
		said, _, err := judge(ctx, files)
		if err != nil {
			return 0, err
		}
		if refused || said != "" || why == slow {
			fmt.Printf("left out: %s: %s%s\n", folder, why, said)
			continue
		}
		plugins, names = append(plugins, files), append(names, folder)
	}
	if len(plugins) == 0 {
		return 0, errors.New("faults: no plugin starts")
	}
	count := map[string]int{}
	for made := 0; made < n; {
		i := r.IntN(len(plugins))
		files, what := fault(r, plugins[i])
		if files == nil {
			continue
		}
		made++
		refused, why, err := start(ctx, files, python, limit)
		if err != nil {
			return 0, err
		}
		said, atStart, err := judge(ctx, files)
		if err != nil {
			return 0, err
		}
		if refused {
			count["refused"]++
		}
		verdict := "agreed"
		switch {
		case why == slow:
			verdict = slow
		case refused && said == "":
			verdict = "missed"
		case !refused && atStart != "":
			verdict, why = "false", atStart
		}
		count[verdict]++
		if verdict == "missed" || verdict == "false" {
			bad++
		}
		if verdict != "agreed" {
			fmt.Printf("%s: %s: %s: %s\n", verdict, names[i], what, why)
		}
	}
	fmt.Printf("faults=%d refused=%d agreed=%d missed=%d false=%d slow=%d\n", n, count["refused"], count["agreed"], count["missed"], count["false"], count[slow])
	return bad, nil
}

// list is a program that prints what is installed as requirements.
const list = `import importlib.metadata as m
for d in m.distributions():
    print(d.metadata["Name"] + "==" + d.version)`

func read(folder string) (map[string][]byte, error) {
	out := map[string][]byte{}
	files := os.DirFS(folder)
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			out[name], err = fs.ReadFile(files, name)
		}
		return err
	})
	return out, err
}

// words are what stands in place of a value, and marks what is inserted.
var (
	words = []string{"~", "[]", "{}", "1", "true", "x", `"1.5"`, "[1, 2]", "{a: b}", "3.7", "2024-01-01", "yes", "012", ".nan", "string", "text-input", "select", "a b"}
	marks = []string{"\t", `"`, "'", ":", "[", "{", "@", "%", "&a ", "*b", "!x ", "|", ">", "\uff1a", "#", "- ", "? ", "`", "(", ")", "="}
)

// fault makes one mistake in one file of a plugin: nil where there was nothing to
// make it in.
func fault(r *rand.Rand, files map[string][]byte) (map[string][]byte, string) {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(files)), func(name string) bool {
		return !slices.Contains([]string{".yaml", ".yml", ".py"}, filepath.Ext(name))
	})
	if len(names) == 0 {
		return nil, ""
	}
	name := names[r.IntN(len(names))]
	lines := strings.SplitAfter(string(files[name]), "\n")
	k := r.IntN(len(lines))
	key, _, keyed := strings.Cut(lines[k], ":")
	kind := r.IntN(7)
	switch {
	case kind == 0:
		lines = slices.Delete(lines, k, k+1)
	case kind == 1:
		lines = slices.Insert(lines, k, lines[k])
	case kind == 2 && keyed && len(key) > 2:
		lines[k] = key[:len(key)-2] + key[len(key)-1:] + lines[k][len(key):]
	case kind == 3 && keyed && filepath.Ext(name) != ".py":
		lines[k] = key + ": " + words[r.IntN(len(words))] + "\n"
	case kind == 4:
		lines[k] = "  " + lines[k]
	case kind == 5:
		at := r.IntN(len(lines[k]) + 1)
		lines[k] = lines[k][:at] + marks[r.IntN(len(marks))] + lines[k][at:]
	case kind == 6 && name != "manifest.yaml" && name != "main.py":
		lines = nil
	default:
		return nil, ""
	}
	out := maps.Clone(files)
	out[name] = []byte(strings.Join(lines, ""))
	if lines == nil {
		delete(out, name)
	}
	if bytes.Equal(out[name], files[name]) {
		return nil, ""
	}
	return out, fmt.Sprintf("%s:%d, kind %d", name, k+1, kind)
}

// slow is in place of a plugin's last words where the time ended before it started.
const slow = "slow"

// start reports whether a plugin ends before its first heartbeat, and its last words.
func start(ctx context.Context, files map[string][]byte, python string, limit time.Duration) (refused bool, why string, err error) {
	dir, err := os.MkdirTemp("", "faults-")
	if err != nil {
		return false, "", err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := os.CopyFS(dir, inMemory(files)); err != nil {
		return false, "", err
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	waited := ctx
	cmd := exec.CommandContext(ctx, python, "-m", "main")
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "INSTALL_METHOD=local", "PYTHONDONTWRITEBYTECODE=1")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return false, "", err
	}
	if err := cmd.Start(); err != nil {
		return false, "", err
	}
	started := false
	defer func() {
		if !started && err == nil && errors.Is(waited.Err(), context.DeadlineExceeded) {
			refused, why = false, slow
		}
	}()
	lines := bufio.NewReader(out)
	for !started {
		line, err := lines.ReadString('\n')
		started = strings.Contains(line, `"event":"heartbeat"`)
		if err != nil {
			break
		}
	}
	cancel()
	_, _ = io.Copy(io.Discard, lines)
	_ = cmd.Wait()
	words := strings.Split(strings.TrimSpace(said.String()), "\n")
	return !started, words[len(words)-1], nil
}

func inMemory(files map[string][]byte) fs.FS {
	memory := fstest.MapFS{}
	for name, data := range files {
		memory[name] = &fstest.MapFile{Data: data, Mode: 0o644}
	}
	return memory
}

// judge is an error up to the start, and one of the start, that difylint has.
func judge(ctx context.Context, files map[string][]byte) (said, atStart string, err error) {
	res, err := lint.Run(ctx, []plugin.Target{{FS: inMemory(files), Dir: "."}}, lint.Options{Rules: rules.All()})
	if err != nil {
		return "", "", err
	}
	for _, f := range res.Findings() {
		if f.Severity != lint.Error || f.Rule.Family() == "dependency" {
			continue
		}
		line := fmt.Sprintf("%s:%d: %s [%s]", f.Path, f.Position().Line, f.Message, f.Rule.ID)
		switch f.Gate {
		case lint.Start:
			said, atStart = line, line
		case lint.Package, lint.Install:
			said = line
		}
	}
	return said, atStart, nil
}
