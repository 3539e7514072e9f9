package main

// check --hook: the paths are what a commit hook hands over, not what somebody
// asks for. Most belong to no plugin, some are gone, and a long list comes in
// pieces, each to a process of its own.

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/plugin"
)

// hookTargets finds the plugins that paths belong to, each once. What belongs
// to none, or is gone, is passed over. Plugins that an earlier process of the
// same run of pre-commit took are left to it.
func hookTargets(ctx context.Context, e env, flags string, paths []string) ([]lint.Target, error) {
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
	return lint.Discover(ctx, mine, openPackage)
}

// climber finds the plugin's folder of many files, looking at each folder once.
type climber map[string]string

// anchor is the path that stands for a file's plugin: its manifest, the package
// itself, or "" where the file belongs to none.
func (c climber) anchor(p string) string {
	info, err := os.Stat(p)
	if err != nil {
		return ""
	}
	if info.IsDir() {
		p = filepath.Join(p, plugin.ManifestName) // a submodule, for one
	} else if lint.IsPackage(p) {
		return p
	}
	dir := filepath.Dir(p)
	known, ok := c[dir]
	if !ok {
		if root, found := lint.Climb(p); found {
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
	if e.getenv("PRE_COMMIT") != "1" {
		return hookRun{}
	}
	parent := os.Getppid()
	started, ok := processStart(ctx, parent)
	if !ok {
		return hookRun{}
	}
	gitDir, err := git(ctx, ".", "rev-parse", "--absolute-git-dir")
	if err != nil {
		return hookRun{}
	}
	all := filepath.Join(strings.TrimRight(gitDir, "\r\n"), "difylint-hook")
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
