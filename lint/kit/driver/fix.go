package driver

// check --fix, --unsafe-fixes, --interactive and --diff

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/fix"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
	"github.com/spf13/pflag"
)

type fixFlags struct{ safe, unsafe, diff, interactive bool }

func (f *fixFlags) register(fs *pflag.FlagSet) {
	fs.BoolVar(&f.safe, "fix", false, "make the safe fixes, list them, and report what is left")
	fs.BoolVar(&f.unsafe, "unsafe-fixes", false, "make the fixes that need a look, too")
	fs.BoolVar(&f.diff, "diff", false, "print what --fix would change, as a unified diff; exit status 1 where there is something to do")
	fs.BoolVar(&f.interactive, "interactive", false, "show each fix as a diff and ask whether to make it; needs a terminal")
}

func (f *fixFlags) any() bool { return f.safe || f.unsafe || f.diff || f.interactive }

// fixed sums up what became of the fixes of a run.
type fixed struct {
	made           []string // a line each
	findings       int
	files, refused int
	unsafe         int
	packages       []string
}

// apply makes the fixes and puts what is left into res. With --diff nothing is
// written and nothing is reported: done is then how the command ends. A file that
// cannot be written is reported, and the others are: unwritten says so.
func (f *fixFlags) apply(ctx context.Context, e Env, color bool, targets []plugin.Target, opts lint.Options, res *lint.Result) (done error, unwritten bool, err error) {
	options := fix.Options{Unsafe: f.unsafe}
	if f.interactive {
		if f.diff {
			return nil, false, text.Errorf("--interactive and --diff exclude each other: --interactive shows each fix as a diff")
		}
		file, ok := e.Stdin.(*os.File)
		if !ok || !terminal.Is(file) {
			return nil, false, text.Errorf("--interactive asks on a terminal, and standard input is not one")
		}
		if options.Choose, err = ask(e, color, res); err != nil {
			return nil, false, err
		}
	}
	byDir := map[string]plugin.Target{}
	for _, t := range targets {
		byDir[t.Dir] = t
	}
	var sum fixed
	changed := false
	for i := range res.Plugins {
		t := byDir[res.Plugins[i].Dir]
		if t.Packaged {
			if fixable(&res.Plugins[i]) {
				sum.packages = append(sum.packages, strings.TrimSuffix(t.Dir, "!"))
			}
			continue
		}
		out, err := fix.Plugin(ctx, t, &res.Plugins[i], fix.With(opts), options)
		if err != nil {
			return nil, false, err
		}
		changed = changed || len(out.Files) > 0
		sum.add(e, out)
		if f.diff {
			diff := out.Diff()
			if color {
				diff = colored(diff)
			} else if _, _, ok := e.Screen(); ok { // elsewhere it is a patch, byte by byte
				diff = terminal.Printable(diff)
			}
			if _, err := io.WriteString(e.Stdout, diff); err != nil {
				return nil, false, err
			}
			continue
		}
		folder, ok := t.FS.(interface{ OSPath() string })
		if !ok {
			return nil, false, text.Errorf("standard input cannot be fixed; use --diff, or fix the file")
		}
		if err := out.Write(folder.OSPath()); err != nil {
			unwritten = true
			missed, err := notWritten(e, folder.OSPath(), err)
			if err != nil {
				return nil, false, err
			}
			sum.files -= missed
			t.FS = plugin.Dir(folder.OSPath())
			if out.Result, err = fix.With(opts)(ctx, t); err != nil { // as it is on the disk
				return nil, false, err
			}
		}
		res.Plugins[i] = *out.Result
	}
	sum.tell(e, f.diff, unwritten)
	switch {
	case !f.diff:
		return nil, unwritten, nil
	case changed:
		return StatusError(Findings), false, nil
	}
	return StatusError(Clean), false, nil
}

func fixable(p *lint.PluginResult) bool {
	return slices.ContainsFunc(p.Findings, func(f lint.Finding) bool { return f.IgnoredBy == lint.NotIgnored && len(f.Fixes) > 0 })
}

func (s *fixed) add(e Env, out *fix.Outcome) {
	s.files += len(out.Files)
	s.refused += len(out.Refused)
	s.unsafe += out.Unsafe
	for i := range out.Made {
		c := &out.Made[i]
		s.findings++
		s.made = append(s.made, fmt.Sprintf("  %s: %s [%s]", place(&c.Finding), e.Lang.Text(c.Fix.Title), c.Finding.Rule.ID))
	}
}

// place is path:line:column of a finding, or its path alone.
func place(f *lint.Finding) string {
	if f.File == nil {
		return f.Label()
	}
	p := f.Position()
	return fmt.Sprintf("%s:%d:%d", f.Label(), p.Line, p.Column)
}

// tell says what was changed, and what was not and why.
func (s *fixed) tell(e Env, diff, unwritten bool) {
	say := func(m text.Message) { e.say(e.Lang.Text(m) + "\n") }
	if !diff && s.files > 0 {
		files := text.Count(s.files, "%d file", "%d files")
		if unwritten {
			say(text.Msg("fixed %s:", files))
		} else {
			say(text.Msg("fixed %s in %s:", text.Count(s.findings, "%d finding", "%d findings"), files))
		}
		for _, line := range s.made {
			e.say(terminal.Visible(line) + "\n")
		}
	}
	switch {
	case !diff: // the summary says what is left
	case s.unsafe > 0 && s.files == 0 && s.refused == 0:
		say(text.Count(s.unsafe, "there is no safe fix to make; %d more fix with --unsafe-fixes, which needs a look", "there is no safe fix to make; %d more fixes with --unsafe-fixes, which need a look"))
	case s.unsafe > 0:
		say(text.Count(s.unsafe, "%d fix left for --unsafe-fixes, which needs a look", "%d fixes left for --unsafe-fixes, which need a look"))
	}
	if s.refused > 0 {
		say(text.Count(s.refused, "%d fix not made: the file would have changed beyond what was meant, or more errors been left than before", "%d fixes not made: the file would have changed beyond what was meant, or more errors been left than before"))
	}
	for _, name := range s.packages {
		say(text.Msg("%s is a package and is not changed; fix the folder that it was made from", terminal.Visible(name)))
	}
}

// notWritten tells of the files that could not be written, and counts them.
func notWritten(e Env, folder string, err error) (int, error) {
	var several interface{ Unwrap() []error }
	if !errors.As(err, &several) {
		return 0, text.Errorf("%s: %w", filepath.ToSlash(folder), err)
	}
	for _, one := range several.Unwrap() {
		e.Tell(text.Errorf("%s/%w; it is not fixed", filepath.ToSlash(folder), one))
	}
	return len(several.Unwrap()), nil
}

// ask shows the fix of each finding as a diff and asks whether to make it. That all
// which follow are to be made does not mean those that need a look, unless it is said
// of one of them. It returns the choice for a run of fix.Plugin.
func ask(e Env, color bool, res *lint.Result) (func(*lint.Finding) int, error) {
	type key struct{ plugin, fingerprint string }
	chosen := map[key]int{}
	in := bufio.NewReader(e.Stdin)
	safe, unsafe, quit := false, false, false // all that follow are made, or none
	for i := range res.Plugins {
		for j := range res.Plugins[i].Findings {
			f := &res.Plugins[i].Findings[j]
			if f.IgnoredBy != lint.NotIgnored || quit {
				continue
			}
			for k := range f.Fixes {
				x := &f.Fixes[k]
				yes := unsafe || safe && x.Safe
				if !yes {
					answer, err := askOne(e, in, color, f, x)
					if err != nil {
						return nil, err
					}
					yes, quit = answer == 'y' || answer == 'a', answer == 'q'
					safe = safe || answer == 'a'
					unsafe = answer == 'a' && !x.Safe
				}
				if yes {
					chosen[key{f.Plugin, f.Fingerprint}] = k
				}
				if yes || quit {
					break
				}
			}
		}
	}
	return func(f *lint.Finding) int {
		if k, ok := chosen[key{f.Plugin, f.Fingerprint}]; ok {
			return k
		}
		return -1
	}, nil
}

// askOne shows one fix and reads the answer: y, n, a or q. The end of the input
// is q.
func askOne(e Env, in *bufio.Reader, color bool, f *lint.Finding, x *lint.Fix) (byte, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%s: %s [%s]\n", terminal.Visible(place(f)), terminal.Visible(e.Lang.Text(f.Message)), f.Rule.ID)
	title := x.Title
	if !x.Safe {
		title = text.Msg("%s (needs a look)", title)
	}
	fmt.Fprintln(&b, terminal.Visible(e.Lang.Text(title)))
	if f.File != nil && !f.Mask {
		var own fix.Outcome
		edits := slices.DeleteFunc(slices.Clone(x.Edits), func(ed text.Edit) bool { return ed.Path != f.Path })
		if after, err := fix.Apply(f.File, edits); err == nil && len(edits) > 0 {
			own.Dir = f.Plugin
			own.Files = []fix.File{{Path: f.Path, Before: f.File.Data, After: after}}
			diff := own.Diff()
			if color {
				diff = colored(diff)
			}
			b.WriteString(diff)
		}
		if len(edits) < len(x.Edits) {
			b.WriteString(e.Lang.Say("Other files are changed with it.") + "\n")
		}
	}
	if _, err := io.WriteString(e.Stdout, b.String()); err != nil {
		return 0, err
	}
	question := text.Msg("Make this fix? y (yes), n (no), a (all that follow), q (quit):")
	if x.Safe {
		question = text.Msg("Make this fix? y (yes), n (no), a (all safe fixes that follow), q (quit):")
	}
	for {
		if _, err := io.WriteString(e.Stdout, e.Lang.Text(question)+" "); err != nil {
			return 0, err
		}
		line, err := in.ReadString('\n')
		switch answer := strings.ToLower(strings.TrimSpace(line)); answer {
		case "y", "n", "a", "q", "yes", "no", "all", "quit":
			return answer[0], nil
		}
		if err != nil {
			return 'q', nil //nolint:nilerr // the end of the input ends the questions
		}
	}
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
