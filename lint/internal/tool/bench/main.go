//go:build unix

// Command bench times whole checks of folders of plugins: of the code that lies
// here and of a commit, in turns, and beside them the floor, which reads the same
// YAML files and parses them with yaml.v3.
//
//	go run ./lint/internal/tool/bench [-base REVISION] [-runs N] FOLDER…
//
// It prints medians and says where the code that lies here costs more than 5 %
// more. With -page it writes docs/performance.md instead; with -packages it packs
// the plugins under many names and prints the table of docs/scale.md, how a check
// grows with the number of packages.
package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	base := flag.String("base", "", "the commit to compare with; without it main, where that is another one, else the one before this")
	runs := flag.Int("runs", 7, "runs of each program")
	page := flag.String("page", "", "write the page about performance to this file; FOLDER is one collection")
	packages := flag.Int("packages", 0, "check up to so many packages of the plugins in FOLDER")
	least := flag.Bool("floor", false, "only read the YAML files and parse them, as the floor does")
	flag.Parse()
	var err error
	if *least {
		err = floor(flag.Args())
	} else {
		err = run(*base, *runs, *packages, *page, flag.Args())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(base string, runs, packages int, page string, folders []string) error {
	if len(folders) == 0 || page != "" && len(folders) != 1 {
		return errors.New("name the folders with the plugins; with -page one")
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	b := bench{dir: dir, runs: runs, floor: append([]string{self, "-floor"}, folders...)}
	if err := b.build(".", "change"); err != nil {
		return err
	}
	switch {
	case packages > 0:
		return b.packages(folders, packages)
	case page != "":
		text, err := b.page(folders[0])
		if err != nil {
			return err
		}
		return os.WriteFile(page, []byte(text), 0o644)
	}
	return b.compare(base, folders)
}

type bench struct {
	dir   string // of what is built
	runs  int
	floor []string // the command line
}

// build builds difylint as a release is built: for what the profile of the tree
// shows, where that has one.
func (b *bench) build(from, name string) error {
	args := []string{"build", "-o", b.program(name)}
	const profile = ".ci/release/profile.pgo"
	if _, err := os.Stat(filepath.Join(from, profile)); err == nil {
		args = append(args, "-pgo", profile)
	}
	cmd := exec.CommandContext(context.Background(), "go", append(args, "./cmd/difylint")...) //nolint:gosec // the tree is the user's own
	cmd.Dir, cmd.Stderr = from, os.Stderr
	return cmd.Run()
}

func (b *bench) program(name string) string { return filepath.Join(b.dir, name) }

// check is a command line that checks folders and keeps the report.
func (b *bench) check(name string, folders ...string) []string {
	return append([]string{b.program(name), "check", "--no-config", "--quiet", "--fail-on", "never",
		"--format", "jsonl", "--output", b.report(name)}, folders...)
}

func (b *bench) report(name string) string { return filepath.Join(b.dir, name+".jsonl") }

// cost is what a process took.
type cost struct {
	wall, processor time.Duration
	peak            float64 // MiB
}

// measure runs each command in turn, and gives the medians. A first round is not
// counted: it brings the files into memory.
func (b *bench) measure(commands ...[]string) ([]cost, error) {
	all := make([][]cost, len(commands))
	for round := range b.runs + 1 {
		for i, args := range commands {
			cmd := exec.CommandContext(context.Background(), args[0], args[1:]...)
			start := time.Now()
			if out, err := cmd.CombinedOutput(); err != nil {
				return nil, fmt.Errorf("%s: %w\n%s", filepath.Base(args[0]), err, out)
			}
			wall := time.Since(start)
			if round == 0 {
				continue
			}
			state := cmd.ProcessState
			c := cost{wall: wall, processor: state.UserTime() + state.SystemTime()}
			if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
				c.peak = float64(usage.Maxrss) / 1024
				if runtime.GOOS == "darwin" { // in bytes there
					c.peak /= 1024
				}
			}
			all[i] = append(all[i], c)
		}
	}
	out := make([]cost, len(all))
	for i, cs := range all {
		out[i] = cost{
			wall:      median(cs, func(c cost) time.Duration { return c.wall }),
			processor: median(cs, func(c cost) time.Duration { return c.processor }),
			peak:      median(cs, func(c cost) float64 { return c.peak }),
		}
	}
	return out, nil
}

func median[T cmp.Ordered](cs []cost, of func(cost) T) T {
	vs := make([]T, len(cs))
	for i, c := range cs {
		vs[i] = of(c)
	}
	slices.Sort(vs)
	return vs[len(vs)/2]
}

// worse is how much more than before is worth a word.
const worse = 1.05

func (b *bench) compare(base string, folders []string) error {
	rev, err := b.checkout(base)
	if err != nil {
		return err
	}
	costs, err := b.measure(b.floor, b.check("base", folders...), b.check("change", folders...))
	if err != nil {
		return err
	}
	fmt.Printf("%-14s %10s %10s %10s\n", "", "wall", "processor", "peak")
	for i, name := range []string{"floor", rev, "the change"} {
		c := costs[i]
		fmt.Printf("%-14s %8.2f s %8.2f s %6.0f MiB\n", name, c.wall.Seconds(), c.processor.Seconds(), c.peak)
	}
	floor, before, now := costs[0], costs[1], costs[2]
	wall, processor, peak := now.wall.Seconds()/before.wall.Seconds(), now.processor.Seconds()/before.processor.Seconds(), now.peak/before.peak
	fmt.Printf("%-14s %10.2f %10.2f %10.2f\n", "to "+rev, wall, processor, peak)
	fmt.Printf("%-14s %10.2f %10.2f %10.2f\n", "to the floor", now.wall.Seconds()/floor.wall.Seconds(), now.processor.Seconds()/floor.processor.Seconds(), now.peak/floor.peak)
	for _, r := range []struct {
		what  string
		ratio float64
	}{{"wall time", wall}, {"processor time", processor}, {"memory", peak}} {
		if r.ratio > worse {
			fmt.Printf("the change costs %.0f %% more %s than %s\n", 100*(r.ratio-1), r.what, rev)
		}
	}
	one, err := os.ReadFile(b.report("base"))
	if err != nil {
		return err
	}
	other, err := os.ReadFile(b.report("change"))
	if err == nil && !bytes.Equal(one, other) {
		fmt.Println("the reports differ")
	}
	return err
}

// checkout builds the commit to compare with, and returns its short name.
func (b *bench) checkout(base string) (string, error) {
	git := func(args ...string) (string, error) {
		out, err := exec.CommandContext(context.Background(), "git", args...).Output()
		return strings.TrimSpace(string(out)), err
	}
	if base == "" {
		head, _ := git("rev-parse", "HEAD")
		if main, err := git("rev-parse", "--verify", "--quiet", "main"); err == nil && main != head {
			base = main
		} else {
			base = "HEAD^"
		}
	}
	rev, err := git("rev-parse", "--short", base)
	if err != nil {
		return "", fmt.Errorf("there is no commit %s to compare with", base)
	}
	tree := filepath.Join(b.dir, "tree")
	if _, err := git("worktree", "add", "--detach", tree, rev); err != nil {
		return "", err
	}
	defer func() { _, _ = git("worktree", "remove", "--force", tree) }()
	return rev, b.build(tree, "base")
}
