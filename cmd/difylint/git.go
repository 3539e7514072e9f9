package main

// The one place where Git is asked.
//
// Git's own plumbing reads the objects, not go-git, although that is in go.mod:
// of what Git can store, go-git reads neither SHA-256 nor reftables, its object
// package brings OpenPGP and its own readers of packs and configurations, and
// what the plumbing can be made to run is less: with the settings below,
// rev-parse and cat-file run nothing, whatever a configuration names. Three
// things are kept from a repository that somebody else may have filled:
//
//   - which repository it is: it is looked for by the name .git alone, from where
//     the user stands, and named to Git. Files of a commit that look like a bare
//     repository (HEAD, config, objects, refs) are never taken for one.
//   - what runs: no command that shows, compares, signs, checks out or fetches.
//     A missing object of a partial clone is missing: every protocol is refused,
//     which holds for versions of Git that do not know GIT_NO_LAZY_FETCH.
//   - what is read: replacements and grafts do not count, and neither does what
//     the environment says of repositories, indexes and configurations.

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/difylint/difylint/lint/source/text"
)

// gitRepo is a repository with a work tree.
type gitRepo struct {
	top string // the work tree
	dir string // the git directory of this work tree
	all string // the git directory that all its work trees share
}

// errNoGit is the error where a folder lies in no repository.
var errNoGit = text.Errorf("it lies in no Git repository")

// findGit finds the repository that a folder or file counts to: the one that
// the user stands in, where that holds it, so that nothing in a checked folder
// decides; a submodule of that one, which Git itself keeps in the other's git
// directory; else the nearest upwards.
func findGit(name string) (*gitRepo, error) {
	near, err := gitAbove(name)
	here, hereErr := gitAbove(".")
	if hereErr != nil || !here.holds(name) || err == nil && below(here.all, near.dir) {
		return near, err
	}
	return here, nil
}

func (r *gitRepo) holds(name string) bool {
	abs, err := realPath(name)
	return err == nil && below(r.top, abs)
}

// below reports whether a path is a folder or lies in it.
func below(dir, name string) bool {
	rel, err := filepath.Rel(dir, name)
	return err == nil && filepath.IsLocal(rel)
}

// realPath is the absolute path of what a name leads to.
func realPath(name string) (string, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

// gitAbove finds the nearest .git at or above a folder. As for Git, the search
// does not enter the folders of GIT_CEILING_DIRECTORIES.
func gitAbove(name string) (*gitRepo, error) {
	dir, err := realPath(name)
	if err != nil {
		return nil, err
	}
	ceilings := filepath.SplitList(os.Getenv("GIT_CEILING_DIRECTORIES"))
	for {
		r, err := openGit(dir)
		if err != nil {
			return nil, err
		}
		if r != nil {
			return r, nil
		}
		up := filepath.Dir(dir)
		if up == dir || slices.Contains(ceilings, up) {
			return nil, errNoGit
		}
		dir = up
	}
}

// openGit opens the repository whose work tree a folder is the top of; it is nil
// where there is no .git in the folder.
func openGit(top string) (*gitRepo, error) {
	r := &gitRepo{top: top, dir: filepath.Join(top, ".git")}
	info, err := os.Stat(r.dir)
	if err != nil {
		return nil, nil //nolint:nilerr // there is none, or none that leads anywhere
	}
	if !info.IsDir() { // of a submodule or a second work tree: where it is
		at, err := pointer(r.dir, "gitdir: ")
		if err != nil {
			return nil, text.Errorf("%s cannot be read: %w", r.dir, err)
		}
		r.dir = resolved(top, at)
	}
	r.all = r.dir
	if at, err := pointer(filepath.Join(r.dir, "commondir"), ""); err == nil {
		r.all = resolved(r.dir, at)
	}
	if !r.valid() {
		if info.IsDir() {
			return nil, nil // a folder of this name, as for Git
		}
		return nil, text.Errorf("%s leads to no repository", filepath.Join(top, ".git"))
	}
	return r, r.plain()
}

// plain is an error where Git, which opens its files without asking what they
// are, would wait: for a pipe or a device where it keeps a file.
func (r *gitRepo) plain() error {
	for _, dir := range []string{r.dir, r.all, filepath.Join(r.all, "objects", "info"), filepath.Join(r.all, "objects", "pack")} {
		entries, _ := os.ReadDir(dir)
		for _, e := range entries {
			name := filepath.Join(dir, e.Name())
			if info, err := os.Stat(name); err == nil && info.Mode()&(fs.ModeNamedPipe|fs.ModeDevice) != 0 {
				return text.Errorf("%s: %w", name, text.Regular(info.Mode()))
			}
		}
	}
	return nil
}

func (r *gitRepo) valid() bool {
	_, err := os.Lstat(filepath.Join(r.dir, "HEAD"))
	objects, errObjects := os.Stat(filepath.Join(r.all, "objects"))
	refs, errRefs := os.Stat(filepath.Join(r.all, "refs"))
	return err == nil && errObjects == nil && objects.IsDir() && errRefs == nil && refs.IsDir()
}

// pointer reads a file of one line that names a folder.
func pointer(name, prefix string) (string, error) {
	data, err := text.ReadFile(name, 1<<14)
	if err != nil {
		return "", err
	}
	at, ok := strings.CutPrefix(strings.TrimRight(string(data), "\r\n"), prefix)
	if !ok || at == "" {
		return "", text.Errorf("it names no folder")
	}
	return filepath.FromSlash(at), nil
}

// resolved is a path seen from a folder, with links followed where it leads
// somewhere.
func resolved(dir, name string) string {
	if !filepath.IsAbs(name) {
		name = filepath.Join(dir, name)
	}
	if real, err := filepath.EvalSymlinks(name); err == nil {
		return real
	}
	return filepath.Clean(name)
}

// gitWait bounds how long Git may take for one answer. It takes milliseconds; a
// pipe that a configuration includes would take for ever.
const gitWait = 10 * time.Second

// command is a plumbing command on the repository.
func (r *gitRepo) command(ctx context.Context, args ...string) *exec.Cmd {
	settings := []string{
		"--no-pager", "--no-replace-objects", "--literal-pathspecs",
		"-c", "protocol.allow=never", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=" + os.DevNull, "-c", "safe.bareRepository=explicit",
		"--git-dir=" + r.dir, "--work-tree=" + r.top,
	}
	cmd := exec.CommandContext(ctx, "git", append(settings, args...)...)
	cmd.WaitDelay = time.Second
	cmd.Dir = r.dir // not the plugin's folder: no relative path leads into it
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); !strings.HasPrefix(strings.ToUpper(name), "GIT_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(cmd.Env, "LC_ALL=C",
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_SYSTEM="+os.DevNull, "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_ATTR_NOSYSTEM=1",
		"GIT_CEILING_DIRECTORIES="+filepath.Dir(r.top), "GIT_GRAFT_FILE="+os.DevNull,
		"GIT_ALLOW_PROTOCOL=", "GIT_NO_LAZY_FETCH=1", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0")
	return cmd
}

// resolve is the object name of the commit that a revision means.
func (r *gitRepo) resolve(ctx context.Context, rev string) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, gitWait, text.Errorf("%s cannot be looked up: git gives no answer within %s", rev, gitWait))
	defer cancel()
	cmd := r.command(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	switch name := strings.TrimSpace(string(out)); {
	case errors.Is(err, exec.ErrNotFound):
		return "", text.Errorf("git is not installed")
	case ctx.Err() != nil:
		return "", context.Cause(ctx)
	case err == nil && objectName(name):
		return name, nil
	}
	if line, ok := strings.CutPrefix(strings.TrimSpace(stderr.String()), "fatal: "); ok && !strings.HasPrefix(line, "Needed a single revision") {
		line, _, _ = strings.Cut(line, "\n")
		return "", text.Errorf("%s cannot be looked up: git says: %s", rev, line)
	}
	return "", text.Errorf("%s is neither a file or folder nor a revision of the repository %s", rev, r.top)
}

// objectName reports whether a text is an object's name, SHA-1 or SHA-256.
func objectName(s string) bool {
	_, err := hex.DecodeString(s)
	return err == nil && (len(s) == 40 || len(s) == 64)
}

// gitObjects hands out the objects of a repository. It is safe for concurrent use.
type gitObjects struct {
	ctx  context.Context //nolint:containedctx // it bounds the processes, which live as long
	repo *gitRepo

	mu     sync.Mutex
	whole  *gitBatch // answers with contents
	header *gitBatch // answers with sizes
}

// gitBatch is a process that answers object names.
type gitBatch struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

func (o *gitObjects) start(how string) (*gitBatch, error) {
	b := &gitBatch{cmd: o.repo.command(o.ctx, "cat-file", how)}
	var err error
	if b.in, err = b.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := b.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	b.out = bufio.NewReaderSize(out, 1<<16)
	return b, b.cmd.Start() // it ends with its input, or with the context
}

// end ends the process.
func (b *gitBatch) end() {
	_ = b.in.Close()
	_ = b.cmd.Process.Kill()
	_ = b.cmd.Wait()
}

// watch ends the process where it does not answer; stop is called when it has.
func (b *gitBatch) watch() (stop func() bool) {
	return time.AfterFunc(gitWait, func() { _ = b.cmd.Process.Kill() }).Stop
}

// ask asks for one object: its kind and its size in bytes.
func (b *gitBatch) ask(name string) (kind string, size int64, err error) {
	if _, err := io.WriteString(b.in, name+"\n"); err != nil {
		return "", 0, err
	}
	line, err := b.out.ReadString('\n')
	if err != nil {
		return "", 0, err
	}
	f := strings.Fields(line) // name SP kind SP size, or name SP "missing"
	if len(f) != 3 {          // not fs.ErrNotExist: the revision has the file
		return "", 0, text.Errorf("Git does not have the object: the clone is partial or damaged")
	}
	if size, err = strconv.ParseInt(f[2], 10, 64); err != nil || size < 0 {
		return "", 0, text.Errorf("git's answer cannot be read")
	}
	return f[1], size, nil
}

// read is an object of a kind and of at most limit bytes; the error for a larger
// one is text.ErrTooLarge.
func (o *gitObjects) read(name, kind string, limit int64) (_ []byte, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.whole == nil {
		if o.whole, err = o.start("--batch"); err != nil {
			o.whole = nil
			return nil, err
		}
	}
	defer o.whole.watch()()
	got, size, err := o.whole.ask(name)
	if err == nil && (got != kind || size > limit) {
		o.whole.end() // rather than read what nobody wants
		o.whole = nil
		if got != kind {
			return nil, text.Errorf("the object %s is a %s, not a %s", name, got, kind)
		}
		return nil, text.ErrTooLarge
	}
	if err != nil {
		return nil, err
	}
	data := make([]byte, size+1)
	if _, err := io.ReadFull(o.whole.out, data); err != nil {
		return nil, err
	}
	return data[:size], nil
}

// size is the size of an object in bytes.
func (o *gitObjects) size(name string) (_ int64, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.header == nil {
		if o.header, err = o.start("--batch-check"); err != nil {
			o.header = nil
			return 0, err
		}
	}
	defer o.header.watch()()
	_, size, err := o.header.ask(name)
	return size, err
}
