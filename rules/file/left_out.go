package file

import (
	"path"
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/packing"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/text"
)

// LeftOut reports lines that keep what the plugin needs out of its package.
var LeftOut = &lint.Rule{
	ID: "file/left-out", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0",
	Title: "packaging leaves out a file that the plugin needs",
	Why:   "Packaging leaves out what `.difyignore` names, or `.gitignore` if there is no `.difyignore`. It checks the folder, not the package: packaging succeeds, but the upload fails with \"file does not exist\", or the plugin does not start because a source is missing. A line without a slash applies in every folder, and a line with `!` does not include a file again. Without README.md (a warning) the plugin has no page, and the marketplace's checks refuse it. `difylint pack --dry-run` lists what goes into the package and what is left out.",
	Sources: []string{
		"dify-plugin-daemon: pkg/plugin_packager/decoder/fs.go (Walk)", "dify-plugin-daemon: pkg/plugin_packager/packager/packager.go (Pack)",
		"dify-plugin-daemon: internal/core/plugin_manager/media_transport/assets.go (RemapAssets)",
	},
	Run: func(p *lint.Pass) {
		c := packing.Of(p.Plugin)
		if c.Ignore == nil || c.Truncated || len(c.Files) == len(p.Plugin.Listing().Files) {
			return
		}
		taken := map[string]bool{}
		for _, name := range c.Files {
			taken[name] = true
		}
		byLine := map[text.Span]*leftOut{}
		var order []*leftOut
		for _, n := range slices.Concat(needs(p.Plugin), dependencies(p.Plugin, taken)) {
			if taken[n.file] || !p.Plugin.Listing().Has(n.file) {
				continue
			}
			i := c.Ignore.LeftBy(n.file, false)
			if i < 0 {
				continue
			}
			line, at := c.Ignore.Patterns[i].Text, c.Ignore.Patterns[i].Span
			l := byLine[at]
			if l == nil {
				l = &leftOut{line: line, at: at, need: n}
				byLine[at] = l
				order = append(order, l)
			}
			l.add(n)
		}
		slices.SortFunc(order, func(a, b *leftOut) int { return a.at.Start - b.at.Start })
		for _, l := range order {
			p.Report(l.finding(c.Ignore.File))
		}
	},
}

// need is a file that the plugin cannot do without.
type need struct {
	file string
	gate lint.Gate
	// sure: the platform refuses the plugin without it.
	sure bool
	// at is where it is named; its File is nil where nothing names it.
	at plugin.Place
}

// needs are the files that a package must hold, the gravest first.
func needs(p *plugin.Plugin) []need {
	out := []need{
		{file: plugin.ManifestName, gate: lint.Install, sure: true},
		{file: "README.md"}, // of a package it is read only when it is asked for (internal/service/plugin_readme.go)
	}
	for _, r := range p.References() {
		at := plugin.At(r.Doc, r.Node)
		if !r.Glob {
			if r.Target != nil && r.Target.Err == nil {
				out = append(out, need{r.Path, lint.Install, r.Target.Daemon, at})
			}
			continue
		}
		for _, name := range r.Matches {
			out = append(out, need{name, lint.None, false, at})
		}
	}
	for _, n := range plugin.Icons(p) {
		out = append(out, need{n.File(), lint.Install, n.By != plugin.Nobody, plugin.At(n.Doc, n.Node)})
	}
	prog, reach := sources.Program(p), sdk.ReachOf(p)
	for i, m := range prog.Modules {
		// Without its __init__.py a folder is a package all the same.
		if reach.AtStart[i] && path.Base(m.File.Path) != "__init__.py" {
			out = append(out, need{file: m.File.Path, gate: lint.Start, sure: true})
		}
	}
	return out
}

// dependencies are the files that say what to install, where no one of them goes
// into the package. Of pyproject.toml with uv.lock packaging makes another.
func dependencies(p *plugin.Plugin, taken map[string]bool) []need {
	const project, requirements = "pyproject.toml", "requirements.txt"
	if taken[project] || taken[requirements] || p.Listing().Has("uv.lock") {
		return nil
	}
	return []need{{file: project, gate: lint.Start, sure: true}, {file: requirements, gate: lint.Start, sure: true}}
}

// leftOut is a line of the ignore file with what it leaves out and should not.
type leftOut struct {
	line  string
	at    text.Span
	files []string
	need
	related []lint.Related
}

const maxRelated = 10

func (l *leftOut) add(n need) {
	if slices.Contains(l.files, n.file) {
		return
	}
	l.files = append(l.files, n.file)
	if n.sure && (!l.sure || n.gate.Order() < l.gate.Order()) {
		l.gate, l.sure = n.gate, true
	}
	if n.at.File != nil && len(l.related) < maxRelated {
		l.related = append(l.related, lint.Related{Place: n.at, Message: lint.Msg("%s is named here", n.file)})
	}
}

func (l *leftOut) finding(ignores *text.File) lint.Finding {
	names := text.Join(l.files[:min(len(l.files), 3)])
	f := lint.Finding{
		Place: plugin.AtSpan(ignores, l.at), Key: l.line, Gate: l.gate, Related: l.related,
		Message: lint.Msg("%q leaves %s out of the package, but the plugin needs it", l.line, names),
		Fixes:   lint.UnsafeFix(lint.Msg("Remove the line"), text.RemoveLines(ignores, l.at)),
	}
	switch more := len(l.files) - 3; {
	case more > 0:
		f.Message = lint.Msg("%q leaves %s and %d more out of the package, but the plugin needs them", l.line, names, more)
	case more > -2:
		f.Message = lint.Msg("%q leaves %s out of the package, but the plugin needs them", l.line, names)
	}
	if !l.sure {
		f.Severity, f.Gate = lint.Warning, lint.None
	}
	return f
}
