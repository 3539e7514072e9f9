package main

// difylint explain

import (
	"github.com/difylint/difylint/lint/kit/example"
	"github.com/difylint/difylint/lint/kit/ruledoc"
	"github.com/difylint/difylint/rules"
	"github.com/spf13/cobra"
)

func newExplain(e env) *cobra.Command {
	return &cobra.Command{
		Use:   "explain ID",
		Short: "Say what a rule means, with an example and its repair",
		Args:  one("the ID of a rule", "\"difylint rules\" lists them"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return ruleIDs(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			r := rules.ByID(args[0])
			if r == nil {
				return unknown("rule", args[0], ruleIDs())
			}
			page, err := ruledoc.Markdown(r, example.Catalogue(rules.All()))
			if err != nil {
				return err
			}
			_, err = e.stdout.Write(page)
			return err
		},
	}
}

func ruleIDs() []string {
	var ids []string
	for _, r := range rules.All() {
		ids = append(ids, r.ID)
	}
	return ids
}
