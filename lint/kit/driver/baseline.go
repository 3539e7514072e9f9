package driver

// Which baseline holds for a plugin, and writing it anew; counts by rule.

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// baselines are the baselines of a run: one file may hold for many plugins.
type baselines struct {
	byDir  map[string]string         // the file, by the plugin's label
	byFile map[string]*lint.Baseline // nil for a file that is written first now
}

// baselines finds and reads what holds for each target: --baseline, else what
// the configuration names, else the nearest file of the usual name upwards, which
// is looked for as the configuration is. With --update-baseline there is always
// one: beside the configuration or, without any, in the folder of the plugins.
func (c *Check) baselines(opts *lint.Options, targets []plugin.Target) (*baselines, error) {
	b := &baselines{byDir: map[string]string{}, byFile: map[string]*lint.Baseline{}}
	near := config.Nearby()
	for _, t := range targets {
		if t.Subject != "" {
			continue
		}
		name, err := c.baselineOf(opts, near, t, targets)
		if err != nil {
			return nil, err
		}
		if name == "" {
			continue
		}
		b.byDir[t.Dir] = name
		if _, seen := b.byFile[name]; seen {
			continue
		}
		read, err := lint.ReadBaseline(name)
		switch {
		case errors.Is(err, fs.ErrNotExist) && c.updateBase:
			read = lint.NewBaseline(lint.BaselineFrom(filepath.Dir(name)))
		case errors.Is(err, fs.ErrNotExist):
			return nil, text.Errorf("there is no baseline %s; --update-baseline writes it", filepath.ToSlash(name))
		case err != nil:
			return nil, err
		}
		b.byFile[name] = read
	}
	opts.Baseline = func(dir string) *lint.Baseline { return b.byFile[b.byDir[dir]] }
	return b, nil
}

// Baselines puts the baselines of the targets into the options of a run.
func (c *Check) Baselines(opts *lint.Options, targets []plugin.Target) error {
	_, err := c.baselines(opts, targets)
	return err
}

func (c *Check) baselineOf(opts *lint.Options, near func(dir, name string) string, t plugin.Target, all []plugin.Target) (string, error) {
	if c.baseline != "" {
		return c.baseline, nil
	}
	dir := ""
	if opts.Config != nil {
		conf := opts.Config(t.Dir)
		name := near(t.Dir, lint.BaselineName)
		if conf != nil && conf.Baseline != "" {
			name = filepath.FromSlash(conf.Baseline)
		}
		if name != "" {
			// A plugin's own files may be a stranger's: no link leads out of the folder
			// what is read or written.
			if leaves(name) {
				return "", text.Errorf("%s is a link out of its folder, which is not followed; name the file with --baseline", filepath.ToSlash(name))
			}
			return name, nil
		}
		if conf != nil && conf.Path != "" {
			dir = path.Dir(conf.Path)
		}
	}
	if !c.updateBase {
		return "", nil
	}
	if dir == "" {
		dir = commonFolder(all)
	}
	return filepath.Join(filepath.FromSlash(dir), lint.BaselineName), nil
}

// leaves reports whether a file is a link that leads out of the folder that it
// stands in, or nowhere.
func leaves(name string) bool {
	folder, to, is := text.Link(name)
	if !is || to == "" {
		return is
	}
	rel, err := filepath.Rel(folder, to)
	return err != nil || !filepath.IsLocal(rel)
}

// commonFolder is the deepest folder that all targets lie in: the plugin's own
// for a single one.
func commonFolder(targets []plugin.Target) string {
	return plugin.CommonFolder(targets, func(t plugin.Target) string {
		if name, ok := strings.CutSuffix(t.Dir, "!"); ok {
			return path.Dir(name)
		}
		return t.Dir
	})
}

// update writes the baselines anew, and marks in res what they now hold.
func (b *baselines) update(res *lint.Result) error {
	for name, base := range b.byFile {
		part := &lint.Result{}
		for i := range res.Plugins {
			if b.byDir[res.Plugins[i].Dir] == name {
				part.Plugins = append(part.Plugins, res.Plugins[i])
			}
		}
		err := WriteFile(name, func(w io.Writer) error {
			_, err := w.Write(base.Update(part).Format())
			return err
		})
		if err != nil {
			return err
		}
	}
	// What was just written down is known: the report says so.
	for i := range res.Plugins {
		for j := range res.Plugins[i].Findings {
			if f := &res.Plugins[i].Findings[j]; f.IgnoredBy == lint.NotIgnored && !f.Rule.Unignorable {
				f.IgnoredBy = lint.ByBaseline
			}
		}
		res.Plugins[i].Gone = nil
	}
	return nil
}

// statistics counts the findings by rule, the most frequent first.
func statistics(w io.Writer, res *lint.Result) {
	counts := map[*lint.Rule]int{}
	for i := range res.Plugins {
		for j := range res.Plugins[i].Findings {
			if f := &res.Plugins[i].Findings[j]; f.IgnoredBy == lint.NotIgnored {
				counts[f.Rule]++
			}
		}
	}
	list := slices.SortedFunc(maps.Keys(counts), func(a, b *lint.Rule) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a.ID, b.ID))
	})
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, r := range list {
		_, _ = fmt.Fprintf(t, "%d\t  %s\t\n", counts[r], r.ID)
	}
	_ = t.Flush()
}
