package main

// What lets a project live with its findings: ignoring.

import (
	"cmp"
	"context"
	"io"
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/rules"
	"github.com/spf13/cobra"
)

func newIgnore(e env) *cobra.Command {
	var reason string
	var dry bool
	c := driver.Check{Env: e, Rules: rules.All()}
	cmd := &cobra.Command{
		Use:   "ignore PATH...",
		Short: "Write comments that ignore what stands there now",
		Long: `Write a comment "# difylint: ignore[id] reason" for every finding in the plugins.
Findings in files without comments, and of rules that cannot be ignored, are left,
and so are those that do not count. Where the configuration asks ignores for a
reason, --reason is needed.`,
		Example: `  difylint ignore --rule audit/timeout --reason "the service answers at once" .
  difylint ignore --dry-run --reason "waits for 2.0" plugins/`,
		Args: driver.Args(1, -1, "PATH"),
		RunE: func(cmd *cobra.Command, args []string) error { return ignore(cmd.Context(), &c, args, reason, dry) },
	}
	driver.Text(cmd.Flags(), &reason, "reason", "", "the `reason` to write behind each")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "print the changes as a diff and write nothing")
	c.RegisterOnly(cmd.Flags(), "findings of this rule only, by `id` or family/*; may be repeated")
	return cmd
}

// noPackage is for a command that writes: nothing is written into a package.
func noPackage(name string) (plugin.Target, error) {
	return plugin.Target{}, text.Errorf("%s is a package, which is not changed; name the folder that it was made from", name)
}

func ignore(ctx context.Context, c *driver.Check, args []string, reason string, dry bool) error {
	opts, err := c.Options()
	if err != nil {
		return err
	}
	targets, left, err := c.Rest(plugin.Discover(ctx, args, noPackage))
	if err != nil {
		return err
	}
	res, err := lint.Run(ctx, targets, opts)
	if err != nil {
		return err
	}
	written, kept, refused := 0, 0, 0
	for i := range res.Plugins {
		p := &res.Plugins[i]
		findings := slices.DeleteFunc(slices.Clone(p.Findings), func(f lint.Finding) bool { return f.Uncounted || f.IgnoredBy != lint.NotIgnored })
		if len(findings) > 0 && reason == "" && p.Config.Enabled(rules.ByID("ignore/no-reason")) {
			return text.Errorf("%s asks ignores for a reason; give it with --reason", cmp.Or(p.Config.Path, p.Dir))
		}
		edits, not := lint.IgnoreEdits(findings, reason)
		kept += len(not)
		written += len(findings) - len(not)
		for k := range findings {
			if f := &findings[k]; f.Severity == lint.Error && f.Gate != lint.None && !f.Rule.Unignorable {
				refused++
			}
		}
		t := targets[slices.IndexFunc(targets, func(t plugin.Target) bool { return t.Dir == p.Dir })]
		out, err := editsIn(t.Plugin(), edits)
		if err != nil {
			return err
		}
		if dry {
			_, err = io.WriteString(c.Stdout, out.Diff())
		} else {
			err = writeOutcome(t.FS, out)
		}
		if err != nil {
			return err
		}
	}
	if refused > 0 {
		_, _ = c.Fprintf(c.Stderr, "difylint: errors among these: %d; the platform refuses the plugin for them, ignored or not\n", refused)
	}
	if dry {
		_, err = c.Fprintf(c.Stdout, "%s\n", text.Count(written, "%d finding would be ignored, %d left", "%d findings would be ignored, %d left", kept))
	} else {
		_, err = c.Fprintf(c.Stdout, "%s\n", text.Count(written, "%d finding is ignored, %d left", "%d findings are ignored, %d left", kept))
	}
	if err == nil && left {
		err = driver.StatusError(exitError)
	}
	return err
}
