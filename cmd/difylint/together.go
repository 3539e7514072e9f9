package main

// difylint check --together, and --advisories

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/lint/dify/advisory"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
	"github.com/difylint/difylint/rules/dependency"
	"github.com/spf13/cobra"
)

// togetherFlags are what a check knows besides the plugins: that they are to go
// together, and which vulnerabilities are known.
type togetherFlags struct {
	together   bool
	advisories string
}

func (f *togetherFlags) register(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.BoolVar(&f.together, "together", false, "the plugins are to be installed together: report the packages of which no version satisfies all, with a table of who wants what")
	driver.Text(fl, &f.advisories, "advisories", "", "known vulnerabilities: the `path` of a folder or zip of OSV records, as osv.dev's dump of PyPI")
}

// configure adds to the options of a run what the flags ask for.
func (f *togetherFlags) configure(opts *lint.Options) error {
	if f.advisories != "" {
		source, err := advisory.Open(f.advisories)
		if err != nil {
			return text.Errorf("--advisories: %w", err)
		}
		opts.Inputs = append(opts.Inputs, advisory.Known.With(source))
	}
	if f.together {
		opts.Config = config.Changed(opts.Config, func(c *lint.Config) {
			id := dependency.Together.ID
			if set := c.Rules[id]; !set.Off {
				rules := map[string]lint.Setting{}
				maps.Copy(rules, c.Rules)
				set.On = true
				rules[id] = set
				c.Rules = rules
			}
		})
	}
	return nil
}

// table prints who wants which version of the packages of which there is none for
// all, and which plugins there are twice.
func (f *togetherFlags) table(e env, res *lint.Result) error {
	if !f.together {
		return nil
	}
	who := map[string]string{}
	twice := map[string][][]string{}
	for i := range res.Plugins {
		p := &res.Plugins[i]
		id := p.Author + "/" + p.Name
		who[p.Dir] = id + " " + p.Version
		if p.Name != "" {
			twice[id] = append(twice[id], []string{"", oneLine(p.Version), oneLine(p.Dir)})
		}
	}
	var wanted [][]string
	for _, fd := range res.Findings() {
		if fd.Rule != dependency.Together || fd.Ignored != "" {
			continue
		}
		row := func(pkg string, p plugin.Place, label, dir string) {
			at := fmt.Sprintf("%s:%d", oneLine(label), p.File.LineAt(p.Span.Start))
			wanted = append(wanted, []string{pkg, oneLine(p.File.Slice(p.Span)), oneLine(who[dir]), at})
		}
		row(fd.Key, fd.Place, fd.Label(), fd.Plugin)
		for k := range fd.Related {
			r := &fd.Related[k]
			row("", r.Place, fd.LabelOf(r), cmp.Or(r.Plugin, fd.Plugin))
		}
	}
	if wanted != nil {
		wanted = slices.Insert(wanted, 0, []string{e.Lang.Words("PACKAGE"), e.Lang.Words("WANTED"), e.Lang.Words("BY"), e.Lang.Words("AT")})
	}
	var several [][]string
	for _, id := range slices.Sorted(maps.Keys(twice)) {
		if all := twice[id]; len(all) > 1 {
			all[0][0] = oneLine(id)
			several = append(several, all...)
		}
	}
	if several != nil {
		several = slices.Insert(several, 0, []string{e.Lang.Words("PLUGIN"), e.Lang.Words("VERSION"), e.Lang.Words("IN")})
	}
	_, err := io.WriteString(e.Stdout, terminal.Table(wanted)+terminal.Table(several))
	return err
}
