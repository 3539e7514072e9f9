package driver

// The commands rules, explain, config and help.

import (
	"encoding/json"
	"io"
	"os"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/kit"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
	"github.com/spf13/cobra"
)

// NewRules is the command rules.
func NewRules(e Env, rules []*lint.Rule) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "rules [ID...]",
		Short: "List the rules",
		Long:  `List the rules: all, or those named by id, family or family/*.`,
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return patterns(rules), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			list := rules
			if len(args) > 0 {
				list = nil
				for _, a := range args {
					some, err := named(rules, a)
					if err != nil {
						return err
					}
					list = append(list, some...)
				}
			}
			if asJSON {
				return rulesJSON(e, list)
			}
			return rulesText(e, list)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return cmd
}

func rulesText(e Env, rules []*lint.Rule) error {
	var rows [][]string
	for _, r := range rules {
		severity := r.Severity.String()
		if r.Off {
			severity += " (off)"
		}
		rows = append(rows, []string{r.ID, string(r.Gate), severity, e.Lang.Words(r.Title)})
	}
	_, err := io.WriteString(e.Stdout, terminal.Table(rows))
	return err
}

func rulesJSON(e Env, rules []*lint.Rule) error {
	type option struct {
		Name    string   `json:"name"`
		Type    string   `json:"type"`
		Default any      `json:"default"`
		Enum    []string `json:"enum,omitempty"`
		Doc     string   `json:"doc"`
	}
	type rule struct {
		ID       string   `json:"id"`
		Title    string   `json:"title"`
		Why      string   `json:"why"`
		Gate     string   `json:"gate"`
		Severity string   `json:"severity"`
		Since    string   `json:"since"`
		Off      bool     `json:"off"`
		URL      string   `json:"url"`
		Options  []option `json:"options"`
	}
	out := []rule{}
	for _, r := range rules {
		j := rule{r.ID, r.Title, r.Why, string(r.Gate), r.Severity.String(), r.Since, r.Off, r.URL(), []option{}}
		for _, o := range r.Options {
			j.Options = append(j.Options, option{o.Name, o.Type, o.Default, o.Enum, o.Doc})
		}
		out = append(out, j)
	}
	return e.JSON(out)
}

// JSON prints a value as JSON on standard output.
func (e Env) JSON(v any) error {
	enc := json.NewEncoder(e.Stdout)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// named are the rules that a word means: an id, a family, or the name alone
// where one rule has it.
func named(rules []*lint.Rule, what string) ([]*lint.Rule, error) {
	var family, name []*lint.Rule
	var ids []string
	for _, r := range rules {
		switch {
		case r.ID == what:
			return []*lint.Rule{r}, nil
		case r.Family() == strings.TrimSuffix(what, "/*"):
			family = append(family, r)
		case r.Name() == what:
			name = append(name, r)
			ids = append(ids, r.ID)
		}
	}
	switch {
	case len(family) > 0:
		return family, nil
	case len(name) == 1:
		return name, nil
	case len(name) > 1:
		return nil, text.Errorf("%q is the name of several rules: %s", what, text.Join(ids))
	}
	known := patterns(rules)
	for _, r := range rules {
		known = append(known, r.Name())
	}
	if _, ok := nearest(what, known); !ok {
		return nil, text.Errorf("unknown rule %q; the command rules lists them", what)
	}
	return nil, Unknown("rule", what, known)
}

// NewExplain is the command explain.
func NewExplain(e Env, rules []*lint.Rule) *cobra.Command {
	return &cobra.Command{
		Use:   "explain ID",
		Short: "Say what a rule means, with an example and its repair",
		Long: `Print a rule's page: what it means, why it matters, an example and its repair. ID
is a rule's id, its name alone where no other rule has it, or a family, whose rules
are listed.`,
		Args: Args(1, 1, "ID"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return patterns(rules), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			list, err := named(rules, args[0])
			if err != nil {
				return err
			}
			if len(list) > 1 || strings.TrimSuffix(args[0], "/*") == list[0].Family() {
				return rulesText(e, list)
			}
			page, err := kit.PageIn(e.Lang, list[0], kit.Catalogue(rules))
			if err != nil {
				return err
			}
			_, err = e.Stdout.Write(page)
			return err
		},
	}
}

// NewConfig is the command config.
func NewConfig(e Env, rules []*lint.Rule) *cobra.Command {
	var all bool
	var file string
	cmd := &cobra.Command{
		Use:   "config [PATH]",
		Short: "Print what is in force for a path, and from where",
		Args:  Args(0, 1, "PATH"),
		RunE: func(_ *cobra.Command, args []string) error {
			path := OrHere(args)[0]
			if _, err := os.Stat(path); err != nil {
				return err
			}
			r, err := config.New(rules, config.Options{File: file})
			if err != nil {
				return text.Errorf("--config %w", err)
			}
			if plugin.IsPackage(path) {
				path += "!" // only what lies beside a package holds for it
			}
			x := r.Explain(path)
			if err := x.PrintIn(e.Lang, e.Stdout, all); err != nil {
				return err
			}
			if len(x.Problems) > 0 {
				return StatusError(Findings)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "rules that are as they are by default, too")
	Text(cmd.Flags(), &file, "config", "", "the configuration `file`, instead of the nearest")
	return cmd
}

// newHelp is the command help: about a command, or about a rule.
func newHelp(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND|RULE]",
		Short: "Print the help of a command, or the page of a rule",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return root.Help()
			}
			for _, c := range root.Commands() {
				if c.Name() != args[0] {
					continue
				}
				if len(args) > 1 {
					return text.Errorf("%s has no commands below it", c.CommandPath())
				}
				c.InitDefaultHelpFlag()
				return c.Help()
			}
			if explain, _, err := root.Find([]string{"explain"}); err == nil && explain != root {
				if explain.RunE(explain, args[:1]) == nil {
					return nil
				}
			}
			return unknownCommand(root, args[0])
		},
	}
}
