package publish

import (
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/market"
	"github.com/difylint/difylint/lint/dify/packing"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// UnwantedFile reports what should not be in a package.
var UnwantedFile = &lint.Rule{
	ID: "publish/unwanted-file", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0",
	Title: "the package contains files that do not belong in it",
	Why:   "A package contains the whole folder: version control with every secret that was ever committed, virtual environments, caches, `.env`, keys, logs and editors' settings are packed, unless `.difyignore` names them (or `.gitignore` if there is no `.difyignore`). The marketplace's checks refuse such files by their names only: a folder named `env` is refused whatever it contains. For archives, `build` and `dist` a reviewer takes a look.",
	Sources: []string{
		"dify-marketplace-toolkit: toolkit/checks/contents.py",
		"dify-plugins: docs/plugin-submission-requirements.md",
		"dify-plugin-daemon: pkg/plugin_packager/decoder/fs.go",
	},
	Run: published(func(p *lint.Pass) {
		c := packing.Of(p.Plugin)
		t := tally{entries: map[string]*unwanted{}}
		var closed []string // folders that were told of as a whole
		inside := func(name string) bool {
			return slices.ContainsFunc(closed, func(d string) bool { return strings.HasPrefix(name, d+"/") })
		}
		for _, d := range c.Dirs {
			if inside(d) {
				continue
			}
			if u, ok := unwantedDir(p.Plugin, d); ok {
				t.add(u, d)
				if u.severity != lint.Info {
					closed = append(closed, d)
				}
			}
		}
		for _, f := range c.Files {
			u, ok := unwantedFile(path.Base(f))
			if u.versioned && c.Ignore == nil && !p.Plugin.Packaged {
				continue // nothing is left out here: who packs did not come to that yet
			}
			if ok && !inside(f) {
				t.add(u, f)
			}
		}
		for _, u := range t.order {
			t.report(p, c, u)
		}
	}),
}

// unwanted is one kind of thing that should not be packed.
type unwanted struct {
	// line is what an ignore file names it by, what it is in words.
	line     string
	what     lint.Message
	severity lint.Severity
	gate     lint.Gate
	dir      bool
	// byName is why the checks refuse it where its name alone is wrong.
	byName bool
	// versioned: Git must keep it, so that .gitignore cannot name it.
	versioned bool
	paths     []string
}

// known is one list of names, what of a name is looked up there, and the line that
// would leave it out.
type known struct {
	severity  lint.Severity
	gate      lint.Gate
	names     map[string]lint.Message
	key, line string
}

// kindOf is the first list that has the name.
func kindOf(lists []known) (unwanted, bool) {
	for _, l := range lists {
		if what, ok := l.names[l.key]; ok {
			return unwanted{line: l.line, what: what, severity: l.severity, gate: l.gate}, true
		}
	}
	return unwanted{}, false
}

// when is a list of one name, or of none.
func when(holds bool, name string, what lint.Message) map[string]lint.Message {
	if !holds {
		return nil
	}
	return map[string]lint.Message{name: what}
}

func unwantedDir(p *plugin.Plugin, name string) (unwanted, bool) {
	base := path.Base(name)
	why := p.Listing().Skipped[name]
	environment := why == "virtual environment" || strings.Contains(base, "env") && p.Exists(name+"/pyvenv.cfg")
	u, ok := kindOf([]known{
		{lint.Error, lint.Publish, market.RefusedDirs, base, base + "/"},
		{lint.Warning, lint.Publish, market.UnwantedDirs, base, base + "/"},
		{lint.Error, lint.Publish, when(environment, base, market.VirtualEnv), base, base + "/"}, // its programs are refused, whatever its name
		{lint.Warning, lint.Publish, when(strings.HasSuffix(base, ".egg-info"), base, market.BuildOutput), base, "*.egg-info/"},
		{lint.Info, lint.Publish, market.ReviewedDirs, base, base + "/"},
	})
	u.dir, u.byName = true, base == "env" && why == ""
	return u, ok
}

func unwantedFile(base string) (unwanted, bool) {
	ending := "*" + suffixOf(base)
	suffix := lower(suffixOf(base))
	environment := base == ".env" || strings.HasPrefix(base, ".env.") && !market.AllowedEnv[base]
	u, ok := kindOf([]known{
		{lint.Error, lint.Publish, market.RefusedFiles, base, base},
		{lint.Error, lint.Publish, when(environment, base, market.Environment), base, base},
		{lint.Error, lint.Publish, market.RefusedSuffixes, suffix, ending},
		{lint.Warning, lint.Publish, market.UnwantedFiles, base, base},
		{lint.Warning, lint.Publish, market.UnwantedSuffixes, suffix, ending},
		{lint.Info, lint.Publish, market.ReviewedSuffixes, suffix, ending},
		{lint.Info, lint.None, market.StraySuffixes, suffix, ending},
	})
	for begin, what := range market.StrayFiles {
		if !ok && strings.HasPrefix(base, begin) {
			return unwanted{line: begin + "*", what: what, severity: lint.Info, gate: lint.Publish, versioned: true}, true
		}
	}
	return u, ok
}

// suffixOf is the last ending of a name with its dot; a name that begins with
// its only dot has none, as in Python's pathlib.
func suffixOf(base string) string {
	i := strings.LastIndexByte(base, '.')
	if i <= 0 || strings.Trim(base[:i], ".") == "" {
		return ""
	}
	return base[i:]
}

// tally gathers what one line of an ignore file would leave out.
type tally struct {
	entries map[string]*unwanted
	order   []*unwanted
}

func (t *tally) add(u unwanted, name string) {
	got := t.entries[u.line]
	if got == nil {
		got = &u
		t.entries[u.line] = got
		t.order = append(t.order, got)
	}
	got.paths = append(got.paths, name)
}

func (t *tally) report(p *lint.Pass, c *packing.Contents, u *unwanted) {
	name := u.paths[0]
	m := lint.Msg("the package contains the file %s (%s)", name, u.what)
	if u.dir {
		name += "/"
		m = lint.Msg("the package contains the folder %s (%s)", name, u.what)
	}
	if u.byName {
		m = lint.Msg("the package contains the folder %s; the marketplace refuses every folder of that name, because it could be a virtual environment", name)
	}
	if n := len(u.paths) - 1; n > 0 {
		m = m.And(", and %d more of its kind", n)
	}
	f := lint.Finding{Place: plugin.Place{Path: u.paths[0]}, Key: u.line, Severity: u.severity, Gate: u.gate}
	switch {
	case u.byName:
		m = m.And("; choose another name")
	case u.versioned && c.Ignore != nil && c.Ignore.File.Path != ".difyignore":
		m = m.And("; copy %s to .difyignore and add %s there, since Git must keep the file", c.Ignore.File.Path, u.line)
	default:
		m = m.And("; %s", advice(p.Plugin, c, u.line))
		f.Fixes, f.Related = leaveOut(c, u.line)
	}
	f.Message = m
	refuse(p, f)
}
