package main

// check --fix, --unsafe-fixes and --diff

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/fix"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
	"github.com/spf13/cobra"
)

type fixFlags struct{ safe, unsafe, diff bool }

func (f *fixFlags) register(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.BoolVar(&f.safe, "fix", false, "make the safe fixes and report what is left")
	fl.BoolVar(&f.unsafe, "unsafe-fixes", false, "make the fixes that need a look, too")
	fl.BoolVar(&f.diff, "diff", false, "print what --fix would change, as a unified diff; exit status 1 where there is something to do")
}

func (f *fixFlags) any() bool { return f.safe || f.unsafe || f.diff }

// apply makes the fixes and puts what is left into res. With --diff nothing is
// written and nothing is reported: done is then how the command ends. A file that
// cannot be written is told, and the others are: unwritten says so.
func (f *fixFlags) apply(ctx context.Context, e env, color bool, targets []plugin.Target, opts lint.Options, res *lint.Result) (done error, unwritten bool, err error) {
	byDir := map[string]plugin.Target{}
	for _, t := range targets {
		byDir[t.Dir] = t
	}
	changed, files, refused := false, 0, 0
	for i := range res.Plugins {
		t := byDir[res.Plugins[i].Dir]
		if t.Packaged {
			continue
		}
		out, err := fix.Plugin(ctx, t, &res.Plugins[i], fix.With(opts), fix.Options{Unsafe: f.unsafe})
		if err != nil {
			return nil, false, err
		}
		changed = changed || len(out.Files) > 0
		files += len(out.Files)
		refused += len(out.Refused)
		if f.diff {
			diff := out.Diff()
			if color {
				diff = colored(diff)
			}
			if _, err := io.WriteString(e.stdout, diff); err != nil {
				return nil, false, err
			}
			continue
		}
		folder, ok := t.FS.(interface{ OSPath() string })
		if !ok {
			return nil, false, errors.New("standard input cannot be fixed; use --diff, or fix the file")
		}
		if err := out.Write(folder.OSPath()); err != nil {
			unwritten = true
			missed, err := notWritten(e, folder.OSPath(), err)
			if err != nil {
				return nil, false, err
			}
			files -= missed
			t.FS = plugin.Dir(folder.OSPath())
			if out.Result, err = fix.With(opts)(ctx, t); err != nil { // as it is on the disk
				return nil, false, err
			}
		}
		res.Plugins[i] = *out.Result
	}
	if f.diff {
		if changed {
			return found{exitFindings}, false, nil
		}
		return found{exitClean}, false, nil
	}
	if files > 0 {
		_, _ = fmt.Fprintf(e.stderr, "fixed %d %s\n", files, plural(files, "file", "files"))
	}
	if refused > 0 {
		_, _ = fmt.Fprintf(e.stderr, "%d %s not made: the file would have changed beyond what was meant, or more errors been left than before\n", refused, plural(refused, "fix was", "fixes were"))
	}
	return nil, unwritten, nil
}

// notWritten tells of the files that could not be written, and counts them.
func notWritten(e env, folder string, err error) (int, error) {
	var several interface{ Unwrap() []error }
	if !errors.As(err, &several) {
		return 0, fmt.Errorf("%s: %w", filepath.ToSlash(folder), err)
	}
	for _, one := range several.Unwrap() {
		e.tell(fmt.Errorf("%s/%w; it is not fixed", filepath.ToSlash(folder), one))
	}
	return len(several.Unwrap()), nil
}

// colored is a unified diff as a terminal shows it: with colours, and with
// nothing in it that the terminal would act on.
func colored(diff string) string {
	var b strings.Builder
	for line := range strings.Lines(diff) {
		var s strings.Builder
		for _, c := range terminal.Cells(strings.TrimSuffix(line, "\n"), 0) {
			s.WriteString(c.Text)
		}
		line = s.String()
		switch {
		case strings.HasPrefix(line, "+++ "), strings.HasPrefix(line, "--- "):
			line = terminal.Bold.Of(line)
		case strings.HasPrefix(line, "@@"):
			line = terminal.Cyan.Of(line)
		case strings.HasPrefix(line, "+"):
			line = terminal.Green.Of(line)
		case strings.HasPrefix(line, "-"):
			line = terminal.Removed.Of(line)
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// writeEdits makes edits in a plugin's folder, by the file.
func writeEdits(t plugin.Target, edits []text.Edit) error {
	folder, ok := t.FS.(interface{ OSPath() string })
	if !ok || len(edits) == 0 {
		return nil
	}
	p := plugin.Open(t.FS, t.Dir)
	byPath := map[string][]text.Edit{}
	for _, ed := range edits {
		byPath[ed.Path] = append(byPath[ed.Path], ed)
	}
	var out fix.Outcome
	for name, list := range byPath {
		f, err := p.Read(name)
		if err != nil {
			return fmt.Errorf("%s: %w", t.Dir, err)
		}
		after, err := fix.Apply(f, list)
		if err != nil {
			return fmt.Errorf("%s: %w", p.Label(name), err)
		}
		out.Files = append(out.Files, fix.File{Path: name, Before: f.Data, After: after})
	}
	return out.Write(folder.OSPath())
}

// openAll opens the plugins of targets.
func openAll(targets []plugin.Target) []*plugin.Plugin {
	out := make([]*plugin.Plugin, 0, len(targets))
	for _, t := range targets {
		out = append(out, plugin.Open(t.FS, t.Dir))
	}
	return out
}
