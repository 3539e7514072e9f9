package publish

import (
	"path"
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
			for _, d := range closed {
				if strings.HasPrefix(name, d+"/") {
					return true
				}
			}
			return false
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

func refused(line string, what lint.Message, dir bool) unwanted {
	return unwanted{line: line, what: what, dir: dir, severity: lint.Error, gate: lint.Publish}
}

func doubted(line string, what lint.Message, dir bool) unwanted {
	return unwanted{line: line, what: what, dir: dir, severity: lint.Warning, gate: lint.Publish}
}

func reviewed(line string, what lint.Message, dir bool) unwanted {
	return unwanted{line: line, what: what, dir: dir, severity: lint.Info, gate: lint.Publish}
}

func unwantedDir(p *plugin.Plugin, name string) (unwanted, bool) {
	base := path.Base(name)
	if what, ok := market.RefusedDirs[base]; ok {
		u := refused(base+"/", what, true)
		if base == "env" && p.Listing().Skipped[name] == "" {
			u.byName = true
		}
		return u, true
	}
	if what, ok := market.UnwantedDirs[base]; ok {
		return doubted(base+"/", what, true), true
	}
	if p.Listing().Skipped[name] == "virtual environment" || strings.Contains(base, "env") && p.Exists(name+"/pyvenv.cfg") {
		return refused(base+"/", market.VirtualEnv, true), true // its programs are refused, whatever its name
	}
	if strings.HasSuffix(base, ".egg-info") {
		return doubted("*.egg-info/", market.BuildOutput, true), true
	}
	if what, ok := market.ReviewedDirs[base]; ok {
		return reviewed(base+"/", what, true), true
	}
	return unwanted{}, false
}

func unwantedFile(base string) (unwanted, bool) {
	suffix := lower(suffixOf(base))
	if what, ok := market.RefusedFiles[base]; ok {
		return refused(base, what, false), true
	}
	if base == ".env" || strings.HasPrefix(base, ".env.") && !market.AllowedEnv[base] {
		return refused(base, market.Environment, false), true
	}
	if what, ok := market.RefusedSuffixes[suffix]; ok {
		return refused("*"+suffixOf(base), what, false), true
	}
	if what, ok := market.UnwantedFiles[base]; ok {
		return doubted(base, what, false), true
	}
	if what, ok := market.UnwantedSuffixes[suffix]; ok {
		return doubted("*"+suffixOf(base), what, false), true
	}
	if what, ok := market.ReviewedSuffixes[suffix]; ok {
		return reviewed("*"+suffixOf(base), what, false), true
	}
	if what, ok := market.StraySuffixes[suffix]; ok {
		return unwanted{line: "*" + suffixOf(base), what: what, severity: lint.Info, gate: lint.None}, true
	}
	for begin, what := range market.StrayFiles {
		if strings.HasPrefix(base, begin) {
			u := reviewed(begin+"*", what, false)
			u.versioned = true
			return u, true
		}
	}
	return unwanted{}, false
}

// suffixOf is the last ending of a name with its dot; a name that begins with
// its only dot has none, as in Python's pathlib.
func suffixOf(base string) string {
	i := strings.LastIndexByte(base, '.')
	if i <= 0 || i == len(base)-1 || strings.Trim(base[:i], ".") == "" {
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
