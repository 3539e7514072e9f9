//go:build unix

package main

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// hostile builds repositories. Its tripwire is a program that leaves a trace.
type hostile struct {
	t   *testing.T
	dir string
}

func (h hostile) path(name string) string { return filepath.Join(h.dir, filepath.FromSlash(name)) }

func (h hostile) write(archive string) { write(h.t, h.dir, archive) }

func (h hostile) git(in string, args ...string) string {
	h.t.Helper()
	cmd := exec.CommandContext(h.t.Context(), "git", args...)
	cmd.Dir = h.path(in)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "GIT_") })
	cmd.Env = append(cmd.Env, "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@acme.example", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@acme.example")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		h.t.Fatalf("git %v: %v\n%s", args, err, out.String())
	}
	return strings.TrimSpace(out.String())
}

// commit commits everything in a folder, which becomes a repository where it is
// none.
func (h hostile) commit(in string) {
	h.t.Helper()
	if _, err := os.Stat(h.path(in + "/.git")); err != nil {
		h.git(in, "init", "-q", "-b", "main")
	}
	h.git(in, "add", "-A", "-f")
	h.git(in, "commit", "-q", "-m", "one")
}

// sign makes the head a commit with a signature, which showing it would check.
func (h hostile) sign(in string) {
	h.t.Helper()
	text := h.git(in, "cat-file", "commit", "HEAD")
	head, rest, _ := strings.Cut(text, "\n\n")
	h.write("-- signed --\n" + head + "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ\n -----END PGP SIGNATURE-----\n\n" + rest + "\n")
	h.git(in, "update-ref", "HEAD", h.git(in, "hash-object", "-t", "commit", "-w", h.path("signed")))
}

func (h hostile) config(name, text string) {
	h.t.Helper()
	f, err := os.OpenFile(h.path(name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		h.t.Fatal(err)
	}
	_, _ = f.WriteString(strings.ReplaceAll(text, "EVIL", h.path("evil")))
	if err := f.Close(); err != nil {
		h.t.Fatal(err)
	}
}

// embed makes a bare repository of the files of a folder: what is committed in
// from looks like the folder's own repository.
func (h hostile) embed(in, from string) {
	h.t.Helper()
	for _, name := range []string{"objects", "refs"} {
		if err := os.CopyFS(h.path(in+"/"+name), os.DirFS(h.path(from+"/.git/"+name))); err != nil {
			h.t.Fatal(err)
		}
	}
	h.write("-- " + in + "/HEAD --\nref: refs/heads/main\n")
	h.config(in+"/config", "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n"+showSignature)
}

const (
	showSignature = "[log]\n\tshowSignature = true\n[gpg]\n\tprogram = EVIL\n[gpg \"ssh\"]\n\tprogram = EVIL\n"
	everyProgram  = `[core]
	fsmonitor = EVIL
	hooksPath = EVIL
	pager = EVIL
	sshCommand = EVIL
	editor = EVIL
	gitProxy = EVIL
	alternateRefsCommand = EVIL
	askPass = EVIL
[pager]
	rev-parse = EVIL
	cat-file = EVIL
[diff]
	external = EVIL
[diff "x"]
	textconv = EVIL
[filter "x"]
	smudge = EVIL
	clean = EVIL
	process = EVIL
[alias]
	rev-parse = !EVIL
	cat-file = !EVIL
[credential]
	helper = !EVIL
[uploadpack]
	packObjectsHook = EVIL
`
	base = "-- r/p/manifest.yaml --\nversion: 0.1.0\nauthor: acme\nname: a\ntype: plugin\nplugins: {tools: [provider/a.yaml]}\n-- r/p/provider/a.yaml --\nidentity: {name: a}\ntools: [tools/x.yaml]\n-- r/p/tools/x.yaml --\nidentity: {name: x}\n"
	same = "1 plugin compared with main: 1 the same"
)

// partial makes of r a partial clone whose files are to be fetched.
func partial(remote string) func(h hostile) {
	return func(h hostile) {
		h.commit("r")
		h.config("r/.git/config", "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n[remote \"origin\"]\n\tpromisor = true\n\tpartialCloneFilter = blob:none\n"+remote+everyProgram+"[protocol]\n\tallow = always\n[protocol \"ext\"]\n\tallow = always\n")
		blob := h.git("r", "rev-parse", "HEAD:p/manifest.yaml")
		if err := os.Remove(h.path("r/.git/objects/" + blob[:2] + "/" + blob[2:])); err != nil {
			h.t.Fatal(err)
		}
	}
}

// TestGitRunsNothing: whatever a repository, a folder or the environment names,
// no program runs, and the comparison is with the repository that the user
// stands in.
func TestGitRunsNothing(t *testing.T) {
	for _, tt := range []struct {
		name   string
		build  func(h hostile)
		env    []string
		code   int
		stderr string
	}{
		{"good", func(h hostile) { h.commit("r") }, nil, exitClean, same},
		{"programs for signatures", func(h hostile) {
			h.commit("r")
			h.sign("r")
			h.config("r/.git/config", showSignature)
		}, nil, exitClean, same},
		{"every program", func(h hostile) {
			h.write("-- r/.gitattributes --\n* diff=x filter=x\n")
			h.commit("r")
			h.config("r/.git/config", everyProgram)
		}, nil, exitClean, same},
		{"included configuration", func(h hostile) {
			h.commit("r")
			h.sign("r")
			h.config("r/more", showSignature+everyProgram)
			h.config("r/.git/config", "[include]\n\tpath = ../more\n[includeIf \"gitdir:**\"]\n\tpath = ../more\n")
		}, nil, exitClean, same},
		{"configuration of the work tree", func(h hostile) {
			h.commit("r")
			h.sign("r")
			h.config("r/.git/config", "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tworktreeConfig = true\n")
			h.config("r/.git/config.worktree", showSignature+everyProgram)
		}, nil, exitClean, same},
		{"hooks", func(h hostile) {
			h.commit("r")
			for _, hook := range []string{"reference-transaction", "post-checkout", "pre-commit", "fsmonitor-watchman", "post-index-change"} {
				if err := os.Symlink(h.path("evil"), h.path("r/.git/hooks/"+hook)); err != nil {
					h.t.Fatal(err)
				}
			}
		}, nil, exitClean, same},
		{"a work tree elsewhere", func(h hostile) {
			h.commit("r")
			h.write("-- else/p/manifest.yaml --\ntype: plugin\nauthor: acme\nname: a\nversion: 7.7.7\n")
			h.config("r/.git/config", "[core]\n\tworktree = "+h.path("else")+"\n")
		}, nil, exitClean, same},
		{"a bare repository in the plugin", func(h hostile) {
			h.write("-- in/p/manifest.yaml --\ntype: plugin\nauthor: acme\nname: a\nversion: 7.7.7\n")
			h.commit("in")
			h.sign("in")
			h.embed("r/p", "in")
			h.commit("r")
		}, nil, exitClean, same},
		{"a .git file in the plugin that leads to a bare repository", func(h hostile) {
			h.commit("r")
			h.write("-- in/manifest.yaml --\ntype: plugin\nauthor: acme\nname: a\nversion: 7.7.7\n")
			h.commit("in")
			h.sign("in")
			h.embed("r/p/bare", "in")
			h.write("-- r/p/.git --\ngitdir: bare\n")
		}, nil, exitFindings, "1 changed without a new version"}, // the files of bare
		{"a repository in the plugin", func(h hostile) {
			h.commit("r")
			h.commit("r/p")
			h.sign("r/p")
			h.config("r/p/.git/config", showSignature+everyProgram)
		}, nil, exitClean, same},
		{"a bare repository above", func(h hostile) {
			h.commit("r")
			h.embed("", "r")
			if err := os.RemoveAll(h.path("r/.git")); err != nil {
				h.t.Fatal(err)
			}
		}, nil, exitError, "lies in no Git repository"},
		{"a missing object, a remote that is a command", partial("\turl = ext::EVIL\n"), nil, exitError, "1 not compared"},
		{"a missing object, a remote by ssh", partial("\turl = ssh://acme.example/x\n"), nil, exitError, "1 not compared"},
		{"a missing object, a remote folder", partial("\turl = .\n\tuploadpack = EVIL\n"), nil, exitError, "1 not compared"},
		{"a missing object, a remote with a helper", partial("\turl = x\n\tvcs = evil\n"), nil, exitError, "1 not compared"},
		{"a missing object, a remote that is another", partial("\turl = https://acme.example/x\n[url \"ext::EVIL \"]\n\tinsteadOf = https://\n"), nil, exitError, "1 not compared"},
		{"a replaced commit", func(h hostile) {
			h.commit("r")
			was := h.git("r", "rev-parse", "HEAD")
			h.write("-- r/p/README.md --\nmore\n")
			h.commit("r")
			h.git("r", "replace", "HEAD", was)
		}, nil, exitClean, same},
		{"a graft", func(h hostile) {
			h.commit("r")
			was := h.git("r", "rev-parse", "HEAD")
			h.write("-- r/p/README.md --\nmore\n")
			h.commit("r")
			h.config("r/.git/info/grafts", was+" "+h.git("r", "rev-parse", "HEAD")+"\n")
			h.git("r", "checkout", "-q", was)
			h.git("r", "branch", "-f", "main", was)
		}, nil, exitClean, same},
		{"an environment of another repository", func(h hostile) {
			h.commit("r")
			h.write("-- other/p/manifest.yaml --\ntype: plugin\nauthor: acme\nname: a\nversion: 7.7.7\n")
			h.commit("other")
		}, []string{
			"GIT_DIR=DIR/other/.git", "GIT_WORK_TREE=DIR/other", "GIT_INDEX_FILE=DIR/other/.git/index", "GIT_OBJECT_DIRECTORY=DIR/other/.git/objects",
			"GIT_COMMON_DIR=DIR/other/.git", "GIT_NAMESPACE=x", "GIT_REPLACE_REF_BASE=refs/heads",
		}, exitClean, same},
		{"an environment of programs", func(h hostile) {
			h.commit("r")
			h.sign("r")
			h.write("-- lib/git-rev-parse --\n")
			if err := os.Remove(h.path("lib/git-rev-parse")); err != nil {
				h.t.Fatal(err)
			}
			for _, name := range []string{"git-rev-parse", "git-cat-file", "git"} {
				if err := os.Symlink(h.path("evil"), h.path("lib/"+name)); err != nil {
					h.t.Fatal(err)
				}
			}
		}, []string{
			"GIT_EXEC_PATH=DIR/lib", "GIT_PAGER=EVIL", "GIT_EXTERNAL_DIFF=EVIL", "GIT_SSH_COMMAND=EVIL", "GIT_ASKPASS=EVIL", "GIT_PROXY_COMMAND=EVIL",
			"GIT_CONFIG_COUNT=2", "GIT_CONFIG_KEY_0=log.showSignature", "GIT_CONFIG_VALUE_0=true", "GIT_CONFIG_KEY_1=gpg.program", "GIT_CONFIG_VALUE_1=EVIL",
			"GIT_TRACE2_EVENT=DIR/RAN", "GIT_TRACE=DIR/RAN", "GIT_TRACE_SETUP=DIR/RAN",
		}, exitClean, same},
		{"a symbolic reference", func(h hostile) {
			h.commit("r")
			h.git("r", "symbolic-ref", "refs/heads/other", "refs/heads/main")
			h.git("r", "checkout", "-q", "other")
		}, nil, exitClean, same},
		{"objects of another repository", func(h hostile) {
			h.commit("r")
			if err := os.Rename(h.path("r"), h.path("from")); err != nil {
				h.t.Fatal(err)
			}
			h.git("", "clone", "-q", "-s", "from", "r")
		}, nil, exitClean, same},
		{"a second work tree", func(h hostile) {
			h.commit("r")
			if err := os.Rename(h.path("r"), h.path("from")); err != nil {
				h.t.Fatal(err)
			}
			h.git("from", "worktree", "add", "-q", "-b", "second", h.path("r"))
		}, nil, exitClean, same},
		{"a submodule", func(h hostile) {
			h.commit("r")
			if err := os.Rename(h.path("r/p"), h.path("sub")); err != nil {
				h.t.Fatal(err)
			}
			h.commit("sub")
			if err := os.RemoveAll(h.path("r")); err != nil {
				h.t.Fatal(err)
			}
			h.write("-- r/x --\n")
			h.commit("r")
			h.git("r", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", h.path("sub"), "p")
		}, nil, exitClean, same},
		{"SHA-256", func(h hostile) {
			h.git("r", "init", "-q", "-b", "main", "--object-format=sha256")
			h.commit("r")
		}, nil, exitClean, same},
		{"packed", func(h hostile) {
			h.commit("r")
			h.git("r", "gc", "-q")
		}, nil, exitClean, same},
		{"an index that is none", func(h hostile) {
			h.commit("r")
			h.write("-- r/.git/index --\nDIRC\n-- r/.git/sharedindex.0 --\n")
		}, nil, exitClean, same},
		{"an index with a cache of untracked files", func(h hostile) {
			h.commit("r")
			h.config("r/.git/config", everyProgram+"[index]\n\tsparse = true\n[core]\n\tuntrackedCache = true\n\tsplitIndex = true\n\tsparseCheckout = true\n")
		}, nil, exitClean, same},
		{"alternates that lead nowhere", func(h hostile) {
			h.commit("r")
			h.write("-- r/.git/objects/info/alternates --\n../../../nowhere\n/dev/zero\n")
			h.write("-- r/.git/objects/info/http-alternates --\nhttps://acme.example/x\n")
		}, nil, exitClean, same},
		{"a .git file in the plugin that leads to itself", func(h hostile) {
			h.commit("r")
			h.write("-- r/p/.git --\ngitdir: .git\n")
		}, nil, exitClean, same},
		{"a common folder elsewhere", func(h hostile) {
			h.commit("r")
			h.write("-- other/p/manifest.yaml --\ntype: plugin\nauthor: acme\nname: a\nversion: 7.7.7\n")
			h.commit("other")
			h.sign("other")
			h.config("other/.git/config", showSignature+everyProgram)
			h.write("-- r/.git/commondir --\n../../other/.git\n")
		}, nil, exitFindings, "1 plugin compared with main"}, // its contents decide, and run nothing
		{"a pipe for a configuration", func(h hostile) {
			h.commit("r")
			if err := os.Remove(h.path("r/.git/config")); err != nil {
				h.t.Fatal(err)
			}
			if err := syscall.Mkfifo(h.path("r/.git/config"), 0o600); err != nil {
				h.t.Fatal(err)
			}
		}, nil, exitError, "config: it is a named pipe"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir, err := filepath.EvalSymlinks(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			h := hostile{t, dir}
			h.write(base)
			evil := fmt.Sprintf("#!/bin/sh\necho \"$0 $*\" >> '%s'\n", h.path("RAN"))
			if err := os.WriteFile(h.path("evil"), []byte(evil), 0o700); err != nil { //nolint:gosec // it must run where Git runs it
				t.Fatal(err)
			}
			tt.build(h)
			t.Setenv("GIT_CEILING_DIRECTORIES", dir)
			for _, v := range tt.env {
				name, value, _ := strings.Cut(strings.NewReplacer("EVIL", h.path("evil"), "DIR", dir).Replace(v), "=")
				t.Setenv(name, value)
			}
			code, stdout, stderr := difylint(t, h.path("r"), "", "compare", "main", "p")
			if code != tt.code || !strings.Contains(stderr, tt.stderr) {
				t.Errorf("exit status %d, want %d with %q\n%s%s", code, tt.code, tt.stderr, stdout, stderr)
			}
			if code, _, stderr = difylint(t, h.path("r"), "", "check", "--since", "main", "--fail-on", "never", "p"); code != exitClean && tt.code != exitError {
				t.Errorf("check: exit status %d\n%s", code, stderr)
			}
			if ran, err := os.ReadFile(h.path("RAN")); err == nil {
				t.Errorf("this ran: %s", ran)
			}
		})
	}
}

// TestTreeBomb: a commit that holds, in few objects, more files than there is
// memory for is compared within bounds, whether they lie beside the plugin or in it.
func TestTreeBomb(t *testing.T) {
	for where, in := range map[string]bool{"beside the plugin": false, "in the plugin": true} {
		t.Run(where, func(t *testing.T) {
			h := hostile{t, t.TempDir()}
			h.write(base)
			h.commit("r")
			t.Setenv("GIT_CEILING_DIRECTORIES", h.dir)
			h.write("-- x --\nx\n")
			entry := func(mode, hash, name string) string {
				raw, err := hex.DecodeString(hash)
				if err != nil {
					t.Fatal(err)
				}
				return mode + " " + name + "\x00" + string(raw)
			}
			tree := func(entries string) string {
				if err := os.WriteFile(h.path("tree"), []byte(entries), 0o600); err != nil {
					t.Fatal(err)
				}
				return h.git("r", "hash-object", "-t", "tree", "-w", h.path("tree"))
			}
			mode, hash := "100644", h.git("r", "hash-object", "-w", h.path("x"))
			for range 10 {
				var b strings.Builder
				for i := range 30 {
					b.WriteString(entry(mode, hash, fmt.Sprintf("n%02d", i)))
				}
				mode, hash = "40000", tree(b.String())
			}
			plugin := h.git("r", "rev-parse", "HEAD:p")
			top := ""
			if in {
				plugin = tree(entry("100644", h.git("r", "rev-parse", "HEAD:p/manifest.yaml"), "manifest.yaml") + entry("40000", h.git("r", "rev-parse", "HEAD:p/provider"), "provider") +
					entry("40000", h.git("r", "rev-parse", "HEAD:p/tools"), "tools") + entry(mode, hash, "z"))
			}
			top += entry("40000", plugin, "p")
			if !in {
				top += entry(mode, hash, "z")
			}
			h.git("r", "update-ref", "HEAD", h.git("r", "commit-tree", tree(top), "-m", "two"))
			code, stdout, stderr := difylint(t, h.path("r"), "", "compare", "main", "p")
			if !in && (code != exitClean || !strings.Contains(stderr, same)) {
				t.Errorf("exit status %d\n%s%s", code, stdout, stderr)
			}
			if code, _, stderr := difylint(t, h.path("r"), "", "check", "--since", "main", "--fail-on", "never", "p"); code != exitClean {
				t.Errorf("check: exit status %d\n%s", code, stderr)
			}
		})
	}
}

// TestRevisionOrFolder: what a commit brings along does not take the place of the
// revision that is meant.
func TestRevisionOrFolder(t *testing.T) {
	h := hostile{t, t.TempDir()}
	h.write(base)
	h.commit("r")
	h.git("r", "update-ref", "refs/remotes/origin/main", "HEAD")
	h.git("r", "branch", "file")
	h.write("-- r/p/tools/x.yaml --\nidentity: {name: y}\n-- r/file --\n")
	for _, to := range []string{"r/main/p", "r/origin/main/p"} {
		if err := os.CopyFS(h.path(to), os.DirFS(h.path("r/p"))); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("GIT_CEILING_DIRECTORIES", h.dir)
	for _, tt := range []struct {
		rev    string
		code   int
		stderr string
	}{
		{"main", exitError, "main is a folder and a revision, too; write ./main for the folder or main^0 for the revision"},
		{"origin/main", exitError, "write ./origin/main for the folder"},
		{"./main", exitClean, "1 the same"},
		{"main/", exitClean, "1 the same"},
		{h.path("r/main"), exitClean, "1 the same"},
		{"main^0", exitFindings, "1 changed"},
		{"HEAD", exitFindings, "1 changed"},
		{"file", exitFindings, "1 changed"}, // a file is nothing to compare with
	} {
		code, stdout, stderr := difylint(t, h.path("r"), "", "compare", tt.rev, "p")
		if code != tt.code || !strings.Contains(stderr, tt.stderr) {
			t.Errorf("%s: exit status %d\n%s%s", tt.rev, code, stdout, stderr)
		}
		if code, _, stderr := difylint(t, h.path("r"), "", "check", "--fail-on", "never", "--since", tt.rev, "p"); (code == exitError) != (tt.code == exitError) {
			t.Errorf("check --since %s: exit status %d\n%s", tt.rev, code, stderr)
		}
	}
}

// TestPartialClone: objects that are missing, or damaged, do not count as files
// that the release has not got.
func TestPartialClone(t *testing.T) {
	for _, tt := range []struct {
		object string
		empty  bool
	}{
		{"HEAD:p", false}, {"HEAD:p/manifest.yaml", false}, {"HEAD:p/provider", false}, {"HEAD:p/provider/a.yaml", false},
		{"HEAD:p/tools", false}, {"HEAD:p/tools/x.yaml", false}, {"HEAD:p/tools/x.yaml", true}, {"HEAD:p/tools/x.py", false},
	} {
		h := hostile{t, t.TempDir()}
		h.write(base + "-- r/p/tools/x.py --\nimport os\n\nos.system('ls')\n")
		h.commit("r")
		h.write("-- r/p/tools/x.py --\nimport os\n\nos.system('ls -l')\n-- r/p/tools/x.yaml --\nidentity: {name: x}\ndescription: {llm: x}\n")
		t.Setenv("GIT_CEILING_DIRECTORIES", h.dir)
		id := h.git("r", "rev-parse", tt.object)
		name := h.path("r/.git/objects/" + id[:2] + "/" + id[2:])
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
		if tt.empty {
			if err := os.WriteFile(name, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		code, stdout, stderr := difylint(t, h.path("r"), "", "compare", "main", "p")
		if code != exitError || !strings.Contains(stdout, "cannot be read") || strings.Contains(stdout, "new") {
			t.Errorf("%+v: exit status %d\n%s%s", tt, code, stdout, stderr)
		}
		code, _, stderr = difylint(t, h.path("r"), "", "check", "--since", "main", "--rule", "release/*", "p")
		if code != exitError || !strings.Contains(stderr, "cannot be read") {
			t.Errorf("%+v: check: exit status %d\n%s", tt, code, stderr)
		}
	}
}

// TestLinksOfARevision: a link in a revision reads as what it leads to, within the
// plugin, as on the disk.
func TestLinksOfARevision(t *testing.T) {
	h := hostile{t, t.TempDir()}
	h.write(base + "-- r/other.yaml --\nidentity: {name: z}\n")
	for link, to := range map[string]string{"r/p/tools/y.yaml": "x.yaml", "r/p/tools/a.yaml": "b.yaml", "r/p/tools/b.yaml": "../provider/../tools/x.yaml", "r/p/tools/out.yaml": "../../other.yaml", "r/p/tools/loop.yaml": "loop.yaml"} {
		if err := os.Symlink(to, h.path(link)); err != nil {
			t.Fatal(err)
		}
	}
	h.write("-- r/p/provider/a.yaml --\nidentity: {name: a}\ntools: [tools/x.yaml, tools/y.yaml, tools/a.yaml]\n")
	h.commit("r")
	t.Setenv("GIT_CEILING_DIRECTORIES", h.dir)
	if code, stdout, stderr := difylint(t, h.path("r"), "", "compare", "main", "p"); code != exitClean || !strings.Contains(stderr, same) {
		t.Errorf("exit status %d\n%s%s", code, stdout, stderr)
	}
	for _, name := range []string{"out", "loop"} {
		h.write("-- r/p/provider/a.yaml --\nidentity: {name: a}\ntools: [tools/" + name + ".yaml]\n")
		h.commit("r")
		if code, stdout, stderr := difylint(t, h.path("r"), "", "compare", "main", "p"); code == exitClean && !strings.Contains(stderr, same) || strings.Contains(stdout, `"z"`) {
			t.Errorf("%s: exit status %d\n%s%s", name, code, stdout, stderr)
		}
	}
}
