package dependency

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// Disagree is told where requirements.txt, pyproject.toml and uv.lock differ.
var Disagree = &lint.Rule{
	ID: "dependency/disagree", Gate: lint.Start, Severity: lint.Warning, Since: "0.1.0",
	Title: "requirements.txt, pyproject.toml and uv.lock do not ask for the same",
	Why: "The daemon takes one of the files: what `uv.lock` holds if it stands beside `pyproject.toml` (`uv sync --frozen`, which " +
		"does not compare the two), else `pyproject.toml`, else `requirements.txt`; with a mirror set, `requirements.txt` first. " +
		"The marketplace's checks install from `requirements.txt`. A package that was added to one file alone is missing for " +
		"some, and the plugin fails there at its first import. `uv lock` makes the lock anew.",
	Sources: []string{"dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go", "dify-plugins: .github/workflows/pre-check-plugin.yaml"},
	Run: func(p *lint.Pass) {
		f := filesOf.Of(p.Plugin)
		if f.project == nil && f.lock != nil {
			p.Report(lint.Finding{Place: top(f.lock.File), Message: lint.Msg("%s is not read without a %s beside it", lockName, projectName)})
			return
		}
		if f.project == nil || len(f.project.Problems) > 0 || f.project.Project.IsEmpty() || dynamicDependencies(f.project) {
			return
		}
		inProject, inText := map[string][]line{}, map[string][]line{}
		for _, l := range linesOf.Of(p.Plugin) {
			switch {
			case !l.Valid():
			case l.entry == nil && l.role == runtime:
				inProject[l.Key()] = append(inProject[l.Key()], l)
			case l.entry != nil && l.role == runtime:
				inText[l.Key()] = append(inText[l.Key()], l)
			}
		}
		if f.lock != nil && len(f.lock.Problems) == 0 {
			stale(p, f, inProject)
		}
		if f.requirements == nil || len(f.requirements.Requirements()) == 0 {
			return
		}
		compareFiles(p, f, inProject, inText)
	},
}

// stale holds the project's requirements against the lock.
func stale(p *lint.Pass, f *files, inProject map[string][]line) {
	root := f.lock.Root()
	if root == nil {
		return
	}
	asked := map[string]bool{}
	for _, list := range [][]requirement.LockDependency{root.RequiresDist, root.Dependencies} {
		for _, d := range list {
			asked[requirement.NormalizeName(d.Name.Text)] = true
		}
	}
	for _, d := range f.project.Dependencies {
		if !d.Valid() || d.URL != "" || applies(p.Plugin, d.Requirement) == requirement.Never {
			continue
		}
		found := lint.Finding{Place: plugin.AtSpan(f.project.File, d.NameSpan), Key: "lock " + d.Key()}
		if !asked[d.Key()] && len(f.lock.Find(d.Key())) == 0 {
			found.Message = lint.Msg("%s does not have %q: it is not installed until \"uv lock\" makes the lock anew", lockName, short(d.Name))
			found.Related = []lint.Related{{Place: plugin.AtSpan(f.lock.File, root.Span), Message: lint.Msg("what the lock installs")}}
			p.Report(found)
			continue
		}
		versions := f.lock.Find(d.Key())
		if len(versions) != 1 || sourced(f.project, d.Key()) {
			continue
		}
		v, ok := requirement.ParseVersion(versions[0].Version.Text)
		if ok && len(d.Specifiers) > 0 && !d.Specifiers.Contains(v, requirement.Allow) {
			found.Place = plugin.AtSpan(f.project.File, d.SpecifiersSpan)
			found.Message = lint.Msg("%s has %q in version %s, which is not %s: that version is installed until \"uv lock\" makes the lock anew",
				lockName, short(d.Name), v.String(), short(d.Specifiers.String()))
			found.Related = []lint.Related{{Place: plugin.AtSpan(f.lock.File, versions[0].Version.Span), Message: lint.Msg("the locked version")}}
			p.Report(found)
		}
	}
	for _, d := range root.Dependencies {
		key := requirement.NormalizeName(d.Name.Text)
		if len(inProject[key]) == 0 && !garbled(f.project) {
			p.Report(lint.Finding{Place: plugin.AtSpan(f.lock.File, d.Name.Span), Severity: lint.Info, Gate: lint.None, Key: "lock " + key,
				Message: lint.Msg("%s does not ask for %q any more: \"uv lock\" makes the lock anew", projectName, short(d.Name.Text))})
		}
	}
}

// garbled reports whether a line of the project's list cannot be read, so that nobody
// knows what it names.
func garbled(pr *requirement.PyProject) bool {
	return slices.ContainsFunc(pr.Dependencies, func(d *requirement.Dependency) bool { return !d.Valid() })
}

// sourced reports whether uv takes a package from elsewhere than the index.
func sourced(pr *requirement.PyProject, key string) bool {
	return pr.UV != nil && (slices.ContainsFunc(pr.UV.Sources, func(s requirement.Source) bool { return requirement.NormalizeName(s.Name) == key }) ||
		slices.ContainsFunc(pr.UV.OverrideDependencies, func(d *requirement.Dependency) bool { return d.Key() == key }))
}

// compareFiles holds requirements.txt against pyproject.toml and the lock.
func compareFiles(p *lint.Pass, f *files, inProject, inText map[string][]line) {
	at := func(file *text.File, s text.Span, what lint.Message) []lint.Related {
		return []lint.Related{{Place: plugin.AtSpan(file, s), Message: what}}
	}
	for _, l := range linesOf.Of(p.Plugin) {
		if !l.Valid() || l.role != runtime || applies(p.Plugin, l.Requirement) == requirement.Never {
			continue
		}
		key := l.Key()
		switch {
		case l.entry == nil && len(inText[key]) == 0 && !unclearText(f.requirements):
			p.Report(lint.Finding{Place: l.at(l.NameSpan), Key: key,
				Message: lint.Msg("%s does not have %q: it is missing where that file is used, for example with a mirror", requirementsName, short(l.Name)),
				Related: at(f.requirements.File, f.requirements.File.LineSpan(1), lint.Msg("the other file"))})
		case l.entry != nil && len(inProject[key]) == 0:
			if f.lock != nil && len(f.lock.Find(key)) > 0 || namedAnywhere(p.Plugin, key) {
				continue
			}
			if f.lock == nil && pinsAll(f.requirements) {
				continue // a list of everything that is installed, made by a tool
			}
			p.Report(lint.Finding{Place: l.at(l.NameSpan), Key: key,
				Message: lint.Msg("%s does not have %q, but the daemon uses that file: it is not installed", projectName, short(l.Name)),
				Related: at(f.project.File, f.project.Project, lint.Msg("the file that the daemon uses"))})
		case l.entry != nil && len(inProject[key]) == 1 && len(inText[key]) == 1:
			other := inProject[key][0]
			if l.URL != "" || other.URL != "" || l.Specifiers.Set().IsEmpty() || other.Specifiers.Set().IsEmpty() {
				continue
			}
			if !l.Specifiers.Set().Overlaps(other.Specifiers.Set()) {
				p.Report(lint.Finding{Place: l.at(l.SpecifiersSpan), Key: key,
					Message: lint.Msg("no version of %q is both %s, as here, and %s, as %s says", short(l.Name), short(l.Specifiers.String()), short(other.Specifiers.String()), projectName),
					Related: at(other.file, other.SpecifiersSpan, lint.Msg("the other range"))})
				continue
			}
			if v, ok := f.locked(key); ok && len(l.Specifiers) > 0 && !l.Specifiers.Contains(v, requirement.Allow) && other.Specifiers.Contains(v, requirement.Allow) {
				lock := f.lock.Find(key)[0]
				p.Report(lint.Finding{Place: l.at(l.SpecifiersSpan), Key: key, Severity: lint.Info, Gate: lint.None,
					Message: lint.Msg("%s has %q in version %s, which is not %s", lockName, short(l.Name), v.String(), short(l.Specifiers.String())),
					Related: at(f.lock.File, lock.Version.Span, lint.Msg("the locked version"))})
			}
		}
	}
}

// unclearText reports whether requirements.txt may install more than it names.
func unclearText(r *requirement.Requirements) bool {
	unclear := false
	r.Walk(func(_ *requirement.Requirements, e *requirement.Entry) {
		unclear = unclear || !e.Valid() || e.Kind == requirement.Direct || e.Kind == requirement.Local || e.Kind == requirement.Editable || e.Kind == requirement.Include && e.Nested == nil
	})
	return unclear
}

// namedAnywhere reports whether pyproject.toml has a name in any of its lists.
func namedAnywhere(p *plugin.Plugin, key string) bool {
	return slices.ContainsFunc(linesOf.Of(p), func(l line) bool { return l.entry == nil && l.Key() == key })
}

// pinsAll reports whether each of many lines is a pin, as tools write them.
func pinsAll(r *requirement.Requirements) bool {
	all := r.Requirements()
	return len(all) > 15 && !slices.ContainsFunc(all, func(r *requirement.Requirement) bool {
		_, pinned := r.Specifiers.Pin()
		return !pinned
	})
}
