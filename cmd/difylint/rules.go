package main

// difylint rules

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"github.com/difylint/difylint/rules"
	"github.com/spf13/cobra"
)

func newRules(e env) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the rules",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if asJSON {
				return rulesJSON(e)
			}
			w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
			for _, r := range rules.All() {
				severity := r.Severity.String()
				if r.Off {
					severity += " (off)"
				}
				_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.ID, r.Gate, severity, r.Title)
			}
			return w.Flush()
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return cmd
}

func rulesJSON(e env) error {
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
	for _, r := range rules.All() {
		j := rule{r.ID, r.Title, r.Why, string(r.Gate), r.Severity.String(), r.Since, r.Off, r.URL(), []option{}}
		for _, o := range r.Options {
			j.Options = append(j.Options, option{o.Name, o.Type, o.Default, o.Enum, o.Doc})
		}
		out = append(out, j)
	}
	enc := json.NewEncoder(e.stdout)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}
