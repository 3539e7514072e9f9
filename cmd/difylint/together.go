package main

// difylint check --together, and --advisories

import (
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/advisory"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/rules/dependency"
	"github.com/spf13/cobra"
)

// besideFlags are what a check knows besides the plugins: that they are to go
// together, and which vulnerabilities are known.
type besideFlags struct {
	together   bool
	advisories string
}

func (f *besideFlags) register(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.BoolVar(&f.together, "together", false, "the plugins are to be installed together: report the packages of which no version satisfies all, with a table of who wants what")
	driver.Text(fl, &f.advisories, "advisories", "", "known vulnerabilities: the `path` of a folder or zip of OSV records, as osv.dev's dump of PyPI")
}

// configure adds to the options of a run what the flags ask for.
func (f *besideFlags) configure(opts *lint.Options) error {
	if f.advisories != "" {
		source, err := advisory.Open(f.advisories)
		if err != nil {
			return text.Errorf("--advisories: %w", err)
		}
		opts.Inputs = append(opts.Inputs, advisory.Known.With(source))
	}
	if f.together {
		rest := opts.Config
		opts.Config = func(dir string) *lint.Config {
			c := lint.Config{}
			if rest != nil {
				if r := rest(dir); r != nil {
					c = *r
				}
			}
			id := dependency.Together.ID
			if set := c.Rules[id]; !set.Off {
				c.Rules = maps.Clone(c.Rules)
				if c.Rules == nil {
					c.Rules = map[string]lint.Setting{}
				}
				set.On = true
				c.Rules[id] = set
			}
			return &c
		}
	}
	return nil
}

// table prints who wants which version of the packages of which there is none for
// all, and which plugins there are twice.
func (f *besideFlags) table(w io.Writer, res *lint.Result) error {
	if !f.together {
		return nil
	}
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	who := map[string]string{}
	twice := map[string][]string{}
	for i := range res.Plugins {
		p := &res.Plugins[i]
		id := p.Author + "/" + p.Name
		who[p.Dir] = id + " " + p.Version
		if p.Name != "" {
			twice[id] = append(twice[id], p.Version+"\t"+p.Dir)
		}
	}
	head := true
	for _, fd := range res.Findings() {
		if fd.Rule != dependency.Together || fd.Ignored != "" {
			continue
		}
		if head {
			_, _ = fmt.Fprint(t, "PACKAGE\tWANTED\tBY\tAT\n")
			head = false
		}
		row := func(pkg string, p plugin.Place, label, dir string) {
			line := p.File.LineAt(p.Span.Start)
			_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s:%d\n", pkg, clean(p.File.Slice(p.Span)), clean(who[dir]), label, line)
		}
		row(fd.Key, fd.Place, fd.Label(), fd.Plugin)
		for k := range fd.Related {
			r := &fd.Related[k]
			dir := r.Plugin
			if dir == "" {
				dir = fd.Plugin
			}
			row("", r.Place, fd.LabelOf(r), dir)
		}
	}
	head = true
	for _, id := range slices.Sorted(maps.Keys(twice)) {
		if len(twice[id]) < 2 {
			continue
		}
		if head {
			_, _ = fmt.Fprint(t, "PLUGIN\tVERSION\tIN\n")
			head = false
		}
		for k, v := range twice[id] {
			shown := clean(id)
			if k > 0 {
				shown = ""
			}
			_, _ = fmt.Fprintf(t, "%s\t%s\n", shown, clean2(v))
		}
	}
	return t.Flush()
}

// clean takes out of a text of others what would upset a table or a terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return ' '
		}
		return r
	}, s)
}

// clean2 is clean for a version and a folder.
func clean2(s string) string {
	version, dir, _ := strings.Cut(s, "\t")
	return clean(version) + "\t" + clean(path.Clean(dir))
}
