package main

// difylint compare

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/release"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/rules"
	"github.com/spf13/cobra"
)

type compareFlags struct {
	driver.Check
	since sinceFlags
	all   bool
}

// sinceFlags say what plugins are compared with, and how.
type sinceFlags struct {
	since, zerover string
	accept         []string
}

func (f *sinceFlags) register(cmd *cobra.Command) {
	fl := cmd.Flags()
	driver.Text(fl, &f.since, "since", "", "compare with this `release`, too: a Git revision, a folder or a .difypkg")
	f.registerHow(cmd)
}

func (f *sinceFlags) registerHow(cmd *cobra.Command) {
	fl := cmd.Flags()
	driver.Word(fl, &f.zerover, "zerover", "", "`how` versions before 1.0.0 are judged: strict (a breaking change asks for the minor) or shift (at 0.0.x any raise will do) (default as configured, else strict)", "strict", "shift")
	driver.Texts(fl, &f.accept, "accept", "", "let a `change` not count, given as \"KIND KEY: reason\"; may be repeated")
}

// input is what the rules about releases work on; nothing without --since.
func (f *sinceFlags) input(ctx context.Context, targets []plugin.Target, only []string) ([]plugin.Given, error) {
	if f.since == "" {
		for _, id := range only {
			if strings.HasPrefix(id, "release/") {
				return nil, text.Errorf("--rule %s needs --since: a release to compare with", id)
			}
		}
		if f.zerover != "" || len(f.accept) > 0 {
			return nil, text.Errorf("--zerover and --accept need --since: a release to compare with")
		}
		return nil, nil
	}
	b, err := openBaseline(ctx, f.since, targets, f.zerover, f.accept)
	if err != nil {
		return nil, text.Errorf("--since: %w", err)
	}
	return []plugin.Given{release.Since.With(&b.Baseline)}, nil
}

func newCompare(e env) *cobra.Command {
	f := compareFlags{Check: driver.Check{Env: e, Rules: rules.All()}}
	cmd := &cobra.Command{
		Use:   "compare [flags] OLD [NEW]",
		Short: "Tell what changed since a release, and which version that asks for",
		Long: `Compare plugins with a release of them, as their users see them: tools, models,
endpoints, strategies, datasources and events, parameters, credentials, outputs,
permissions, and what they ask of their host. Each change is breaking, added or a
fix, and the version says which it holds: a breaking change asks for the next
major, what was added for the next minor, all else for the next patch. Before
1.0.0, a breaking change asks for the minor and all else for the patch.

OLD is a folder, a .difypkg or a revision of the Git repository that NEW lies in;
of a name that is both, ./NAME is the folder and NAME^0 the revision. NEW is a
folder, a file of a plugin or a .difypkg, and the current folder where it is left
out.

The name in brackets behind each change is what --accept takes.

Exit status: 0 the versions are raised as the changes ask, 1 they are not (or
findings at or above --fail-on), 2 something could not be compared.`,
		Example: `  difylint compare v1.2.0
  difylint compare origin/main plugins/
  difylint compare --format markdown old.difypkg new.difypkg
  difylint compare --accept "option-removed tools/demo/search/region=moon: nobody lives there" HEAD~1 .`,
		Args: driver.Args(1, 2, "OLD"),
		RunE: func(cmd *cobra.Command, args []string) error { return compareCommand(cmd.Context(), e, &f, args) },
	}
	fl := cmd.Flags()
	f.RegisterReport(fl)
	f.RegisterRun(fl, "warning")
	f.since.registerHow(cmd)
	fl.BoolVar(&f.all, "all", false, "show the plugins that did not change, too")
	return cmd
}

func compareCommand(ctx context.Context, e env, f *compareFlags, args []string) error {
	outs, err := f.Documents()
	if err != nil {
		return err
	}
	f.FailsOn("warning")
	targets, err := plugin.Discover(ctx, driver.OrHere(args[1:]), openPackage)
	if err != nil {
		return err
	}
	base, err := openBaseline(ctx, args[0], targets, f.since.zerover, f.since.accept)
	if err != nil {
		return err
	}
	opts, err := f.Options()
	if err != nil {
		return err
	}
	doc, res, err := report.Compare(ctx, targets, base.Baseline, opts)
	if err != nil {
		return err
	}
	doc.Version, doc.Lang = lint.Version(), f.Lang
	failed := false
	for i := range res.Plugins {
		o := &doc.Plugins[i]
		failed = failed || o.Report == nil && !o.Fresh || o.Report != nil && o.Report.Verdict.State == release.Unreadable || crashed(&res.Plugins[i])
	}
	doc.Gone = base.gone()
	for _, o := range outs {
		if err := f.compared(o, doc, res); err != nil {
			return err
		}
	}
	if !f.Quiet() {
		_, _ = fmt.Fprintln(e.Stderr, doc.Summary())
	}
	for _, id := range unused(f.since.accept, doc) {
		_, _ = e.Fprintf(e.Stderr, "difylint: --accept %s: there is no such change\n", oneLine(id))
	}
	switch {
	case failed:
		return driver.StatusError(exitError)
	case f.Fails(res):
		return driver.StatusError(exitFindings)
	}
	return nil
}

// compared writes one report of a comparison.
func (f *compareFlags) compared(d driver.Document, doc *report.Comparison, res *lint.Result) error {
	switch d.Format {
	case "text":
		return f.Save(d, func(w io.Writer) error { return doc.WriteText(w, f.all) })
	case "json":
		return f.Save(d, doc.WriteJSON)
	case "markdown":
		return f.Save(d, doc.WriteMarkdown)
	}
	return f.Write(d, res)
}

func crashed(p *lint.PluginResult) bool {
	return slices.ContainsFunc(p.Statuses, func(st lint.Status) bool { return st.State == lint.Failed })
}

// unused are the accepted changes that did not happen.
func unused(accept []string, doc *report.Comparison) []string {
	happened := map[string]bool{}
	for i := range doc.Plugins {
		if r := doc.Plugins[i].Report; r != nil {
			for k := range r.Changes {
				happened[r.Changes[k].ID()] = true
			}
		}
	}
	var out []string
	for _, a := range accept {
		if id, _, _ := strings.Cut(a, ": "); !happened[strings.TrimSpace(id)] {
			out = append(out, strings.TrimSpace(id))
		}
	}
	return out
}

// baseline is a release, and where its plugins lie.
type baseline struct {
	release.Baseline
	tree  *release.Tree
	below []string
}

// gone are the plugins of the release that are no more.
func (b *baseline) gone() []string {
	var out []string
	if b.tree == nil {
		return out
	}
	for _, dir := range b.below {
		out = append(out, b.tree.Gone(dir)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// openBaseline opens what stands for OLD or --since.
func openBaseline(ctx context.Context, old string, targets []plugin.Target, zerover string, accept []string) (*baseline, error) {
	b := &baseline{}
	b.Label, b.Accept = old, accept
	if zerover != "" {
		z, err := release.ParseZerover(zerover)
		if err != nil {
			return nil, text.Errorf("--zerover: %w", err)
		}
		b.Zerover = z
	}
	if _, err := release.Accepting(accept); err != nil {
		return nil, text.Errorf("--accept: %w", err)
	}
	info, err := os.Stat(old)
	there := err == nil
	switch {
	case there && plugin.IsPackage(old) && !info.IsDir():
		b.Find, err = b.pkg(old, len(targets) > 1)
	case there && info.IsDir():
		if b.isRevision(ctx, old, targets) {
			return nil, text.Errorf("%s is a folder and a revision, too; write ./%s for the folder or %s^0 for the revision", old, filepath.ToSlash(old), old)
		}
		b.Find, err = b.folder(ctx, old, targets)
	default:
		b.Find, err = b.revision(ctx, old, targets)
		if err != nil && there {
			err = text.Errorf("%s: neither a folder nor a .difypkg", old)
		}
	}
	if err != nil {
		return nil, err
	}
	return b, nil
}

// isRevision reports whether the name of a folder is a revision's, too: a commit
// can bring a folder main or origin/main along, which must not take the place of
// what is meant. A path that can be nothing else never is one.
func (b *baseline) isRevision(ctx context.Context, name string, targets []plugin.Target) bool {
	slashed := filepath.ToSlash(name)
	if filepath.IsAbs(name) || strings.HasPrefix(slashed, ".") || strings.HasSuffix(slashed, "/") {
		return false
	}
	_, err := b.revision(ctx, name, targets)
	return err == nil
}

// pkg is a package: the release of whatever it is compared with, or of its own
// plugin among several.
func (b *baseline) pkg(name string, several bool) (func(*plugin.Plugin) (*plugin.Plugin, error), error) {
	t, err := openPackage(name)
	if err != nil {
		return nil, err
	}
	t.Dir = filepath.ToSlash(name) + "!"
	return func(cur *plugin.Plugin) (*plugin.Plugin, error) {
		p := t.Plugin()
		if several && (p.Author() != cur.Author() || p.Name() != cur.Name()) {
			return nil, nil
		}
		return p, nil
	}, nil
}

// folder is a folder with one plugin in it, or with many.
func (b *baseline) folder(ctx context.Context, name string, targets []plugin.Target) (func(*plugin.Plugin) (*plugin.Plugin, error), error) {
	if _, err := os.Stat(filepath.Join(name, plugin.ManifestName)); err == nil && len(targets) == 1 {
		return func(*plugin.Plugin) (*plugin.Plugin, error) {
			return plugin.Open(plugin.Dir(name), filepath.ToSlash(name)), nil
		}, nil
	}
	if _, err := plugin.Discover(ctx, []string{name}, openPackage); err != nil {
		return nil, err
	}
	b.tree = release.NewTree(plugin.Dir(name), func(dir string) string { return path.Join(filepath.ToSlash(name), dir) })
	b.below = []string{"."}
	// The plugins lie in OLD as they lie below what is common to all of NEW.
	common := commonDir(targets)
	return func(p *plugin.Plugin) (*plugin.Plugin, error) {
		rel := ""
		if p.Dir == common {
			rel = "."
		} else if rest, ok := strings.CutPrefix(p.Dir, strings.TrimSuffix(common, "/")+"/"); ok {
			rel = rest
		} else if common == "." {
			rel = p.Dir
		}
		return b.tree.Find(p, rel)
	}, nil
}

// commonDir is the deepest folder above all targets.
func commonDir(targets []plugin.Target) string {
	return plugin.CommonFolder(targets, func(t plugin.Target) string { return path.Dir(cmp.Or(t.Dir, ".")) })
}

// revision is a revision of the Git repository that the targets lie in.
func (b *baseline) revision(ctx context.Context, rev string, targets []plugin.Target) (func(*plugin.Plugin) (*plugin.Plugin, error), error) {
	if len(targets) == 0 {
		return nil, text.Errorf("there is nothing to compare")
	}
	t, err := openRevision(ctx, folderOf(targets[0].Dir), rev)
	if err != nil && strings.HasSuffix(targets[0].Dir, "!") {
		t, err = openRevision(ctx, ".", rev) // packages are written anywhere
	}
	if err != nil {
		return nil, err
	}
	top := t.repo.top
	b.tree = release.NewTree(t, func(dir string) string { return rev + ":" + dir })
	inTree := func(dir string) string {
		abs, err := realPath(folderOf(dir))
		if err != nil {
			return ""
		}
		rel, err := filepath.Rel(top, abs)
		if err != nil || !filepath.IsLocal(rel) {
			return ""
		}
		return filepath.ToSlash(rel)
	}
	if common := inTree(commonDir(targets)); len(targets) > 1 && common != "" {
		b.below = []string{common}
	}
	return func(p *plugin.Plugin) (*plugin.Plugin, error) {
		if strings.HasSuffix(p.Dir, "!") {
			return b.tree.Find(p, "") // a package lies where it was written to
		}
		return b.tree.Find(p, inTree(p.Dir))
	}, nil
}
