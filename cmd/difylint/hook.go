package main

// check --hook and --files0-from: the paths are what a commit hook hands over, not what somebody
// asks for. Most belong to no plugin, some are gone, and a long list comes in
// pieces, each to a process of its own.

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/spf13/cobra"
)

type hookFlags struct {
	on   bool
	from string
}

func (f *hookFlags) register(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.BoolVar(&f.on, "hook", false, "the paths come from a commit hook: pass over those that belong to no plugin")
	driver.Text(fl, &f.from, "files0-from", "", "take paths from `file`, too, each ended by a NUL, as git diff -z writes them; - is standard input")
}

func (f *hookFlags) any() bool { return f.on || f.from != "" }

// maxPathList bounds a list of paths, in bytes.
const maxPathList = 64 << 20

// paths are the arguments and what --files0-from holds.
func (f *hookFlags) paths(e env, args []string) ([]string, error) {
	if f.from == "" {
		return args, nil
	}
	in := e.Stdin
	if f.from != "-" {
		file, err := os.OpenFile(f.from, os.O_RDONLY|syscall.O_NONBLOCK, 0) // a pipe that nobody writes to is empty
		if err != nil {
			return nil, text.Errorf("--files0-from: %w", err)
		}
		defer func() { _ = file.Close() }()
		in = file
	}
	data, err := io.ReadAll(io.LimitReader(in, maxPathList+1))
	if err == nil && len(data) > maxPathList {
		err = text.Errorf("the list is longer than 64 MiB")
	}
	if err != nil {
		return nil, text.Errorf("--files0-from: %w", err)
	}
	out := slices.Clone(args)
	for p := range strings.SplitSeq(string(data), "\x00") {
		if p != "" {
			out = append(out, p)
		}
	}
	if len(out) == 0 && !f.on {
		return nil, text.Errorf("--files0-from: there is no path in the list")
	}
	return out, nil
}

// hookTargets finds the plugins that paths belong to, each once. What belongs
// to none is passed over; what is gone belongs to the plugin that it lay in.
// Plugins that an earlier process of the
// same run of pre-commit took are left to it.
func hookTargets(ctx context.Context, e env, flags string, paths []string) ([]plugin.Target, error) {
	r := climber{}
	seen := map[string]bool{}
	var keep []string
	for _, p := range paths {
		if p = r.anchor(p); p != "" && !seen[p] {
			seen[p] = true
			keep = append(keep, p)
		}
	}
	if len(keep) == 0 {
		return nil, nil
	}
	run := openHookRun(ctx, e, flags)
	var mine []string
	for _, p := range keep {
		if run.take(p) {
			mine = append(mine, p)
		}
	}
	return plugin.Discover(ctx, mine, driver.OpenPackage)
}

// climber finds the plugin's folder of many files, looking at each folder once.
type climber map[string]string

// anchor is the path that stands for a file's plugin: its manifest, the package
// itself, or "" where the file belongs to none.
func (c climber) anchor(p string) string {
	info, err := os.Stat(p)
	switch {
	case p == "":
		return ""
	case err == nil && info.IsDir():
		p = filepath.Join(p, plugin.ManifestName) // a submodule, for one
	case err == nil && plugin.IsPackage(p):
		return p
	}
	dir := filepath.Dir(p)
	known, ok := c[dir]
	if !ok {
		if root, found := plugin.Climb(p); found {
			known = filepath.Join(root, plugin.ManifestName)
		}
		c[dir] = known
	}
	return known
}

// hookRun is what the processes of one run of pre-commit share: a folder in
// Git's own, with an empty file for each plugin that one of them took. pre-commit
// cuts a list of more than 128 KiB (32 on Windows) into pieces after shuffling
// it, so that nearly every plugin lies in several. The zero hookRun takes all.
type hookRun struct{ dir, flags string }

// openHookRun finds the folder of this run, which the parent process and the
// time it started at name. Wherever that is not certain, nothing is shared:
// a plugin is rather checked twice than not at all.
func openHookRun(ctx context.Context, e env, flags string) hookRun {
	if e.Getenv("PRE_COMMIT") != "1" {
		return hookRun{}
	}
	parent := os.Getppid()
	started, ok := processStart(ctx, parent)
	if !ok {
		return hookRun{}
	}
	repo, err := gitAbove(".")
	if err != nil {
		return hookRun{}
	}
	all := filepath.Join(repo.dir, "difylint-hook")
	dir := filepath.Join(all, digest(strconv.Itoa(parent), started))
	if os.MkdirAll(dir, 0o700) != nil {
		return hookRun{}
	}
	sweep(all, time.Now().Add(-time.Hour))
	return hookRun{dir: dir, flags: flags}
}

// take reports whether a plugin is this process's to check.
func (r hookRun) take(path string) bool {
	if r.dir == "" {
		return true
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return true
	}
	f, err := os.OpenFile(filepath.Join(r.dir, digest(abs, r.flags)), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return !os.IsExist(err)
	}
	_ = f.Close()
	return true
}

// sweep removes the folders of runs that began before a time.
func sweep(dir string, before time.Time) {
	entries, _ := os.ReadDir(dir)
	for _, d := range entries {
		if info, err := d.Info(); err == nil && info.ModTime().Before(before) {
			_ = os.RemoveAll(filepath.Join(dir, d.Name()))
		}
	}
}

func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// processStart tells when a process started, in words that no other process
// with its number has. It is not known on Windows, nor of a parent that ended.
func processStart(ctx context.Context, pid int) (string, bool) {
	if pid <= 1 {
		return "", false
	}
	if runtime.GOOS != "linux" {
		out, err := exec.CommandContext(ctx, "ps", "-o", "lstart=", "-p", strconv.Itoa(pid)).Output()
		s := strings.TrimSpace(string(out))
		return s, err == nil && s != "" && runtime.GOOS != "windows"
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	boot, bootErr := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil || bootErr != nil {
		return "", false
	}
	// proc(5): the name stands in parentheses and may hold anything; the 20th
	// field behind it is the start, in clock ticks since the boot.
	f := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(f) < 20 {
		return "", false
	}
	return string(boot) + f[19], true
}
