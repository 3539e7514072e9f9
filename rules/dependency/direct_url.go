package dependency

import (
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/market"
	"github.com/difylint/difylint/lint/dify/packing"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// DirectURL reports requirements that come from elsewhere than an index.
var DirectURL = &lint.Rule{
	ID: "dependency/direct-url", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0",
	Title: "a requirement from a URL, a repository or a path",
	Why: "What a URL or a branch holds can change or vanish without a new version, and a daemon without a way out, or with a " +
		"mirror, cannot fetch it. The marketplace's checks refuse URLs and repositories, and ask a reviewer's approval for paths " +
		"and editable installs. A path that is not in the plugin stops the installation.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/dependencies.py", "dify-plugins: docs/plugin-review-guidelines.md"},
	Run: func(p *lint.Pass) {
		f := filesOf.Of(p.Plugin)
		if r := f.requirements; r != nil {
			r.Walk(func(r *requirement.Requirements, e *requirement.Entry) {
				switch e.Kind {
				case requirement.Direct, requirement.Local, requirement.Editable:
					if f.project == nil && !e.Valid() {
						return // dependency/invalid-line reports it
					}
					target(p, r.File, e.TargetSpan, e.Target, e.Kind == requirement.Editable, f.project == nil && !e.Variables)
				}
			})
		}
		for _, l := range linesOf.Of(p.Plugin) {
			if l.URL != "" && l.role != build && (!l.read || l.Valid() && len(l.ByUV()) == 0) {
				target(p, l.file, l.URLSpan, l.URL, false, l.read && l.role == runtime && l.Marker == nil)
			}
		}
		if f.project != nil {
			// The marketplace reads Poetry's tables, uv does not.
			for _, s := range f.project.Poetry {
				to := s.Target.Text
				if s.Kind == "git" {
					to = "git+" + to
				}
				offIndex(p, f.project.File, s.NameSpan, to, false)
			}
		}
		if f.project != nil && f.project.UV != nil {
			for _, s := range f.project.UV.Sources {
				certain := holds(p.Plugin, s.Marker) && asked(p.Plugin, s.Name, f.frozen())
				switch {
				case s.Kind == "index":
					continue
				case s.Kind == "workspace":
					if certain && f.project.UV.Workspace.IsEmpty() && !f.frozen() {
						p.Report(lint.Finding{
							Place: plugin.AtSpan(f.project.File, s.NameSpan), Gate: lint.Start, Key: s.Name,
							Message: lint.Msg("%q comes from a workspace, and there is no [tool.uv.workspace], so nothing is installed", short(s.Name)),
						})
					}
					continue
				case s.Kind == "path" && outside(p.Plugin, s.Target.Text) && certain:
					p.Report(lint.Finding{
						Place: plugin.AtSpan(f.project.File, s.Target.Span), Gate: lint.Start, Key: s.Name,
						Message: lint.Msg("%q comes from %s, which is not in the plugin's package, so nothing is installed", short(s.Name), short(s.Target.Text)),
					})
					continue
				}
				p.Report(lint.Finding{
					Place: plugin.AtSpan(f.project.File, s.NameSpan), Severity: lint.Warning, Key: s.Name, Mask: secret(s.Target.Text),
					Message: lint.Msg("%q comes from a %s here, not from an index: the person who installs the plugin must be able to reach it", short(s.Name), s.Kind),
				})
			}
		}
	},
}

// holds reports whether a marker, or none, holds wherever the daemon installs.
func holds(p *plugin.Plugin, marker requirement.Value) bool {
	if !marker.IsSet() {
		return true
	}
	m, problems := requirement.ParseMarker(marker.Text)
	return m != nil && len(problems) == 0 && m.Over(environments.Of(p)) == requirement.Always
}

// outside reports whether a path in pyproject.toml certainly leads to
// nothing in the plugin.
func outside(p *plugin.Plugin, to string) bool {
	return absolute(to) || missingPath(p, projectName, to)
}

// asked reports whether the daemon's uv looks for a package: for a project that
// has no lock, in all of its groups.
func asked(p *plugin.Plugin, name string, frozen bool) bool {
	return slices.ContainsFunc(linesOf.Of(p), func(l line) bool {
		return l.entry == nil && l.Key() == requirement.NormalizeName(name) && l.Valid() && l.Marker == nil &&
			(l.role == runtime || !frozen && (l.role == dev || l.role == extra))
	})
}

// target reports where a requirement comes from; read: the daemon looks there.
func target(p *lint.Pass, f *text.File, at text.Span, to string, isEditable, read bool) {
	if t := requirement.ParseTarget(to); t.VCS == "" && t.Local && (absolute(to) || missingPath(p.Plugin, f.Path, to)) {
		found := lint.Finding{
			Place: plugin.AtSpan(f, at), Gate: lint.Start, Severity: lint.Error, Mask: secret(to),
			Message: lint.Msg("the plugin has no file or folder %q", short(to)),
		}
		if !read {
			found.Severity = lint.Warning
		}
		p.Report(found)
		return
	}
	offIndex(p, f, at, to, isEditable)
}

// offIndex reports a target for the marketplace, which does not look for it.
func offIndex(p *lint.Pass, f *text.File, at text.Span, to string, isEditable bool) {
	t := requirement.ParseTarget(to)
	found := lint.Finding{Place: plugin.AtSpan(f, at), Key: t.VCS, Mask: secret(to)}
	switch {
	case t.VCS != "":
		found.Message = lint.Msg("a %s repository in place of a package of the index: the marketplace refuses it; publish the package, or put its source into the plugin", t.VCS)
	case t.Local:
		found.Severity = lint.Warning
		found.Message = lint.Msg("a path in place of a package of the index: the marketplace's reviewers must approve it")
	default:
		found.Message = lint.Msg("a URL in place of a package of the index: the marketplace refuses it; name the package and its version")
	}
	if isEditable {
		found.Severity = lint.Warning
	}
	switch market.ProfileOf(p.Plugin, p.Profile()) {
	case market.Private:
		found.Severity, found.Gate = lint.Info, lint.None
		found.Message = lint.Msg("this does not come from an index: the person who installs the plugin must be able to reach it, and it can change without a version")
	case market.Official:
		found.Severity = lint.Warning
	}
	p.Report(found)
}

// missingPath reports whether a relative path certainly leads to nothing in the
// plugin's package.
func missingPath(p *plugin.Plugin, from, to string) bool {
	l := p.Listing()
	return relative(to) != "" && !l.Truncated && len(l.Skipped) == 0 && !inPlugin(p, from, to)
}

// absolute reports whether a path or file: URL names a place of the machine on
// which it was written, not one in the plugin.
func absolute(to string) bool {
	if len(to) > 2 && to[1] == ':' && (to[2] == '/' || to[2] == '\\') {
		return true // C:\wheels
	}
	rest, isURL := strings.CutPrefix(strings.ToLower(to), "file:")
	return path.IsAbs(rest) && !strings.ContainsAny(to, "$%") && (!isURL || strings.HasPrefix(rest, "///") || !strings.HasPrefix(rest, "//"))
}

// relative is a path that is written relative to where it stands, or "".
func relative(to string) string {
	to, _, _ = strings.Cut(to, "#")
	to, _, _ = strings.Cut(to, "[")
	to = strings.TrimSpace(strings.ReplaceAll(to, `\`, "/"))
	to = strings.TrimPrefix(to, "file:") // file:../words
	if to == "" || strings.Contains(to, ":") || path.IsAbs(to) || strings.ContainsAny(to, "$~%") {
		return ""
	}
	return path.Clean(to)
}

// inPlugin reports whether a path leads to a file or folder of the plugin's package.
// Installers take some paths from the folder in which they run, the plugin's,
// and some from that of the file.
func inPlugin(p *plugin.Plugin, from, to string) bool {
	to = relative(to)
	if to == "" {
		return false
	}
	files := packing.Of(p).Files
	for _, name := range [...]string{to, path.Join(path.Dir(from), to)} {
		if _, isFile := slices.BinarySearch(files, name); isFile || name == "." {
			return true
		}
		if i, _ := slices.BinarySearch(files, name+"/"); i < len(files) && strings.HasPrefix(files[i], name+"/") {
			return true
		}
	}
	return false
}

// secret reports whether a URL carries a name or a token before its host.
func secret(url string) bool {
	_, rest, ok := strings.Cut(url, "://")
	host, _, _ := strings.Cut(rest, "/")
	return ok && strings.Contains(host, "@") && !strings.HasPrefix(host, "git@")
}
