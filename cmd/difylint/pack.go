package main

// difylint pack --dry-run: what packaging takes in and what it leaves out.

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/spf13/cobra"
)

func newPack(e env) *cobra.Command {
	var dry, asJSON bool
	cmd := &cobra.Command{
		Use:   "pack --dry-run [PATH]",
		Short: "List what packaging takes in, what it leaves out, and why",
		Long: `List what "dify plugin package" takes into the package of the plugin at PATH and
what it leaves out, by which line of .difyignore or, where there is none, of
.gitignore; with sizes, their share of the 50 MiB that the platform takes, and the
checksum that the daemon computes of the package.

Nothing is written: difylint makes no packages. Use "dify plugin package PATH".

Exit status: 0 it can be packed, 1 it cannot, 2 could not run.`,
		Example: `  difylint pack --dry-run .
  difylint pack --dry-run --json plugins/search`,
		Args: driver.Args(0, 1, "PATH"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !dry {
				return text.Errorf("difylint writes no packages: add --dry-run to see what packaging takes in, or use \"dify plugin package\"")
			}
			return pack(cmd.Context(), e, driver.OrHere(args)[0], asJSON)
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "list only; required, since difylint writes no packages")
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return cmd
}

// packed is what the command tells, as JSON.
type packed struct {
	IgnoreFile string        `json:"ignore_file"` // "" for none
	Files      []packedFile  `json:"files"`
	LeftOut    []packedLeft  `json:"left_out"`
	Idle       []packedIdle  `json:"patterns_without_effect"`
	Generated  []string      `json:"generated"`
	Trouble    []packedError `json:"trouble"`
	Total      int64         `json:"total_bytes"`
	Limit      int64         `json:"limit_bytes"`
	Checksum   string        `json:"checksum,omitempty"`
	Why        *text.Message `json:"no_checksum_because,omitempty"`
	Packable   bool          `json:"packable"`
}

type packedFile struct {
	Path  string `json:"path"`
	Bytes int64  `json:"bytes"`
	Link  bool   `json:"link,omitempty"`
}

type packedLeft struct {
	Path    string `json:"path"`
	Folder  bool   `json:"folder,omitempty"`
	Bytes   int64  `json:"bytes"` // of a folder, 0
	Pattern string `json:"pattern"`
	Line    int    `json:"line"` // 1-based
}

type packedIdle struct {
	Pattern string       `json:"pattern"`
	Line    int          `json:"line"`
	Why     text.Message `json:"why"`
}

type packedError struct {
	Path string       `json:"path"`
	Why  text.Message `json:"why"`
}

func pack(ctx context.Context, e env, dir string, asJSON bool) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return text.Errorf("%s: no such file or folder", dir)
	case err != nil:
		return err
	case !info.IsDir() && plugin.IsPackage(dir):
		return text.Errorf("%s: it is a package already; the folder is needed", dir)
	case !info.IsDir():
		dir = filepath.Dir(dir)
	}
	if _, err := os.Stat(filepath.Join(dir, plugin.ManifestName)); err != nil {
		return text.Errorf("%s: %w: there is no %s in it", dir, plugin.ErrNoPlugin, plugin.ManifestName)
	}
	// Links out of the folder are followed, as packaging does; what they lead to
	// is not shown.
	fsys := text.Folder(dir)
	l, err := pkg.Pack(ctx, fsys, pkg.PackOptions{WalkGit: true})
	if err != nil {
		return err
	}
	p, err := describe(ctx, fsys, l)
	if err != nil {
		return err
	}
	if asJSON {
		err = e.JSON(p)
	} else {
		err = p.write(e)
	}
	if err == nil && !p.Packable {
		err = driver.StatusError(exitFindings)
	}
	return err
}

// describe makes the listing's account.
func describe(ctx context.Context, fsys fs.FS, l *pkg.Listing) (*packed, error) {
	p := &packed{
		IgnoreFile: l.IgnoreFile, Files: []packedFile{}, LeftOut: []packedLeft{}, Idle: []packedIdle{},
		Generated: append([]string{}, l.Generated...), Trouble: []packedError{}, Total: l.Total, Limit: pkg.MaxPackageSize,
	}
	for _, f := range l.Files {
		p.Files = append(p.Files, packedFile{f.Path, f.Size, f.Link})
	}
	line := func(int) int { return 0 }
	if f, err := plugin.Open(fsys, ".").Read(l.IgnoreFile); err == nil {
		line = func(offset int) int { return f.Position(offset).Line }
	}
	for _, f := range l.LeftOut {
		at := l.Patterns[f.Pattern]
		p.LeftOut = append(p.LeftOut, packedLeft{f.Path, f.Dir, f.Size, at.Text, line(at.Span.Start)})
	}
	for _, at := range l.Patterns {
		var why text.Message
		switch {
		case at.Negated:
			why = text.Msg("packaging never takes back what another line leaves out")
		case at.Bad:
			why = text.Msg("it can match nothing")
		default:
			continue
		}
		p.Idle = append(p.Idle, packedIdle{at.Text, line(at.Span.Start), why})
	}
	for _, t := range l.Trouble {
		p.Trouble = append(p.Trouble, packedError{t.Path, text.Msg("%v", t.Err)})
	}
	sum, err := l.Checksum(ctx)
	if cerr := ctx.Err(); cerr != nil {
		return nil, cerr
	}
	p.Packable = err == nil
	switch {
	case err != nil:
		why := text.Msg("%v", err)
		p.Why = &why
	case len(l.Generated) > 0:
		why := text.Msg("packaging adds %s, which uv makes, and it counts", l.Generated[0])
		p.Why = &why
	default:
		p.Checksum = sum
	}
	return p, nil
}

func (p *packed) write(e env) error {
	w := tabwriter.NewWriter(e.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(size, name string, why text.Message) {
		if why.Format != "" {
			name = e.Lang.Say("%s  (%s)", name, why)
		}
		_, _ = fmt.Fprintf(w, "%s\t  %s\n", size, oneLine(name))
	}
	head := func(format string) { _, _ = fmt.Fprintln(w, e.Lang.Text(text.Msg(format))) }
	head("Taken in:")
	var git, gitBytes int64
	for _, f := range p.Files {
		var why text.Message
		switch base := path.Base(f.Path); {
		case f.Link:
			why = text.Msg("what the link leads to")
		case base == config.Name || base == lint.BaselineName:
			why = text.Msg("of difylint; a line in .difyignore leaves it out")
		}
		if strings.HasPrefix(f.Path, ".git/") { // which can be thousands
			git, gitBytes = git+1, gitBytes+f.Bytes
			continue
		}
		row(strconv.FormatInt(f.Bytes, 10), f.Path, why)
	}
	if git > 0 {
		row(strconv.FormatInt(gitBytes, 10), ".git/", text.Count(int(git), "%d file, since no line leaves it out", "%d files, since no line leaves it out"))
	}
	for _, name := range p.Generated {
		row("?", name, text.Msg("made by packaging, with uv"))
	}
	if len(p.LeftOut) > 0 {
		head("Left out:")
		for _, f := range p.LeftOut {
			size, name := strconv.FormatInt(f.Bytes, 10), f.Path
			if f.Folder {
				size, name = "-", name+"/"
			}
			row(size, name, text.Msg("%s:%d: %s", p.IgnoreFile, f.Line, f.Pattern))
		}
	}
	if len(p.Idle) > 0 {
		head("Lines without effect:")
		for _, i := range p.Idle {
			row(strconv.Itoa(i.Line), i.Pattern, i.Why)
		}
	}
	if len(p.Trouble) > 0 {
		head("Packaging stops at:")
		for _, t := range p.Trouble {
			row("!", t.Path, t.Why)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := e.Fprintf(e.Stdout, "\n%s\n", text.Count(len(p.Files), "%d file, %d bytes: %.1f%% of the %d that the platform takes", "%d files, %d bytes: %.1f%% of the %d that the platform takes",
		p.Total, 100*float64(p.Total)/float64(p.Limit), p.Limit))
	switch {
	case err != nil:
	case p.Checksum != "":
		_, err = e.Fprintf(e.Stdout, "checksum %s\n", p.Checksum)
	case p.Packable:
		_, err = e.Fprintf(e.Stdout, "no checksum: %s\n", oneLine(e.Lang.Text(*p.Why)))
	default:
		_, err = e.Fprintf(e.Stdout, "cannot be packed: %s\n", oneLine(e.Lang.Text(*p.Why)))
	}
	return err
}
