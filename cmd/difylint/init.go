package main

// difylint init

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
	"github.com/difylint/difylint/rules"
	"github.com/difylint/difylint/schema"
	"github.com/spf13/cobra"
)

type initFlags struct {
	force, agents, schemas bool
	profile                string
}

func newInit(e env) *cobra.Command {
	var f initFlags
	cmd := &cobra.Command{
		Use:   "init [FOLDER]",
		Short: "Write a configuration that fits what is there",
		Long: `Write a commented .difylint.yaml that fits the plugins in the folder, and print how to
run difylint before each commit and on each pull request. On a terminal it asks
whether the plugins are to be published; --profile answers that.`,
		Example: `  difylint init
  difylint init --profile marketplace plugins/
  difylint init --agents
  difylint init --schemas plugins/`,
		Args: driver.Args(0, 1, "FOLDER"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.agents && f.schemas {
				return text.Errorf("--agents and --schemas exclude each other")
			}
			if f.schemas {
				return writeModelines(cmd.Context(), e, driver.OrHere(args)[0])
			}
			return initialize(cmd.Context(), e, driver.OrHere(args)[0], f)
		},
	}
	cmd.Flags().BoolVar(&f.force, "force", false, "replace a configuration that is there")
	cmd.Flags().BoolVar(&f.agents, "agents", false, "write the lines for coding agents into AGENTS.md, and no configuration")
	cmd.Flags().BoolVar(&f.schemas, "schemas", false, "write into each YAML file of the plugins the line by which editors find its schema, and no configuration")
	driver.Word(cmd.Flags(), &f.profile, "profile", "", "the `profile`: marketplace (to be published there), official (by Dify itself), private, or none", "marketplace", "official", "private", "none")
	return cmd
}

const offers = `
Before each commit, with pre-commit (.pre-commit-config.yaml):

  repos:
    - repo: https://github.com/difylint/difylint
      rev: v0.1.0
      hooks:
        - id: difylint

On each pull request (.github/workflows/difylint.yml):

  on: pull_request
  jobs:
    difylint:
      runs-on: ubuntu-latest
      steps:
        - uses: actions/checkout@v6
        - uses: difylint/difylint@v0.1.0
`

func initialize(ctx context.Context, e env, dir string, f initFlags) error {
	if f.agents {
		return writeAgents(e, dir)
	}
	name := filepath.Join(dir, config.Name)
	if _, err := os.Lstat(name); err == nil && !f.force {
		return text.Errorf("%s is there already; --force replaces it", filepath.ToSlash(name))
	}
	targets, err := plugin.Discover(ctx, []string{dir}, nil)
	if err != nil {
		return err
	}
	res, err := lint.Run(ctx, targets, lint.Options{Rules: rules.All(), Target: sdk.TargetOf})
	if err != nil {
		return err
	}
	profile, err := f.choose(e, targets)
	if err != nil {
		return err
	}
	var plugins []*plugin.Plugin
	for _, t := range targets {
		plugins = append(plugins, t.Plugin())
	}
	data := config.Init(plugins, profile, res, e.Lang)
	if err := driver.WriteBeside(name, func(w io.Writer) error { _, err := w.Write(data); return err }); err != nil {
		return err
	}
	_, err = fmt.Fprint(e.Stdout, e.Lang.Count(len(targets), "%[2]s is written, for %[1]d plugin.", "%[2]s is written, for %[1]d plugins.", filepath.ToSlash(name)), "\n", e.Lang.Words(offers))
	return err
}

// choose is the profile to write: that of the flag, of the marketplace's own
// repository, or what somebody at a terminal answers; "" for none.
func (f *initFlags) choose(e env, targets []plugin.Target) (string, error) {
	switch {
	case f.profile == "none":
		return "", nil
	case f.profile != "":
		return f.profile, nil
	case len(targets) > 0 && driver.InMarketplace(targets[0].Dir):
		return "marketplace", nil
	}
	if in, ok := e.Stdin.(*os.File); !ok || !terminal.Is(in) {
		return "", nil
	}
	return askProfile(e)
}

func askProfile(e env) (string, error) {
	in := bufio.NewReader(e.Stdin)
	for {
		if _, err := e.Fprintf(e.Stdout, "Where are the plugins to be published? m (Dify's marketplace), o (by Dify itself), p (nowhere: private), Enter (not decided): "); err != nil {
			return "", err
		}
		line, err := in.ReadString('\n')
		switch strings.ToLower(strings.TrimSpace(line)) {
		case "m", "marketplace":
			return "marketplace", nil
		case "o", "official":
			return "official", nil
		case "p", "private":
			return "private", nil
		case "":
			return "", nil
		}
		if err != nil {
			return "", nil //nolint:nilerr // the end of the input decides nothing
		}
	}
}

const agentsName = "AGENTS.md"

// agents are the lines for coding agents.
const agents = `## Dify plugins

- Check after each change: ` + "`difylint check --format concise .`" + `. Exit status 0: nothing found, 1: findings, 2: could not run.
- Errors first: each names the gate (package, install, start, call) at which Dify refuses the plugin.
- Make the safe fixes: ` + "`difylint check --fix .`" + `; look at the others first: ` + "`difylint check --unsafe-fixes --diff .`" + `.
- What a rule means, with an example and its repair: ` + "`difylint explain family/name`" + `.
- What Dify itself said (a log, a traceback): ` + "`difylint diagnose --error log.txt .`" + `.
- Which Dify and SDK the plugin needs: ` + "`difylint requires .`" + `.
- Ignore a finding only with a reason, where it is: ` + "`# difylint: ignore[family/name] reason`" + `.
- The same as tools of the Model Context Protocol: ` + "`difylint mcp`" + ` on standard input and output.
`

// maxAgents bounds an AGENTS.md that is added to, in bytes.
const maxAgents = 1 << 20

// writeAgents adds the lines for coding agents to AGENTS.md.
func writeAgents(e env, dir string) error {
	name := filepath.Join(dir, agentsName)
	before, err := text.ReadFile(name, maxAgents)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case strings.Contains(string(before), "difylint check"):
		_, err := e.Fprintf(e.Stdout, "%s names difylint already; nothing is written.\n", filepath.ToSlash(name))
		return err
	}
	if len(before) > 0 {
		before = []byte(strings.TrimRight(string(before), "\n") + "\n\n")
	}
	if err := driver.WriteBeside(name, func(w io.Writer) error { _, err := io.WriteString(w, string(before)+e.Lang.Words(agents)); return err }); err != nil {
		return err
	}
	_, err = e.Fprintf(e.Stdout, "The lines about difylint are written to %s.\n", filepath.ToSlash(name))
	return err
}

// modeline is the comment by which YAML servers of editors find a schema.
var modeline = text.Regexp(`(?m)^[ \t]*#[ \t]*yaml-language-server[ \t]*:[ \t]*\$schema[ \t]*=`)

// writeModelines writes into each file of the plugins that has a schema where
// that is. What names a schema already stays as it is.
func writeModelines(ctx context.Context, e env, dir string) error {
	targets, err := plugin.Discover(ctx, []string{dir}, nil)
	if err != nil {
		return err
	}
	written, named := 0, 0
	for _, t := range targets {
		if plugin.IsPackage(t.Dir) {
			continue
		}
		var edits []text.Edit
		p := plugin.Open(t.FS, t.Dir)
		for _, d := range p.Documents() {
			switch {
			case d.Root == nil || !slices.Contains(schema.Kinds(), string(d.Kind)):
			case modeline().Match(d.File.Data[d.File.BOMLen():]):
				named++
			default:
				at := d.File.BOMLen()
				edits = append(edits, text.Edit{
					Path: d.File.Path, Span: text.Span{Start: at, End: at},
					New: "# yaml-language-server: $schema=" + schema.Address(string(d.Kind)) + d.File.NewlineAt(at),
				})
			}
		}
		if err := writeEdits(p, edits); err != nil {
			return err
		}
		written += len(edits)
	}
	_, err = fmt.Fprintln(e.Stdout, e.Lang.Count(written, "%d file has the address of the schema now; %d had one.", "%d files have the address of the schema now; %d had one.", named))
	return err
}
