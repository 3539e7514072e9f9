package release

// The plugin's version where it stands besides the manifest: pyproject.toml and
// the project's own entry in uv.lock. A fix changes them together.

import (
	"path"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Written is a version in a TOML file.
type Written struct {
	File *text.File
	// Span is the string with its quotes.
	Span text.Span
	// Text is the version, or "" where the file gives none.
	Text string
}

// written is a value of a TOML file with its quotes, nothing where it is not there.
func written(f *text.File, v requirement.Value) Written {
	if !v.IsSet() {
		return Written{}
	}
	s := v.Span
	for s.Start > 0 && s.End < len(f.Data) && f.Data[s.Start-1] == f.Data[s.End] && strings.IndexByte(`"'`, f.Data[s.End]) >= 0 {
		s.Start, s.End = s.Start-1, s.End+1
	}
	return Written{f, s, v.Text}
}

// ProjectVersion returns the version in pyproject.toml.
func ProjectVersion(p *plugin.Plugin) Written {
	f, err := p.Read("pyproject.toml")
	if err != nil {
		return Written{}
	}
	return written(f, requirement.ParsePyProject(f).Version)
}

// LockedVersion returns the project's own version in uv.lock.
func LockedVersion(p *plugin.Plugin) Written {
	f, err := p.Read("uv.lock")
	if err != nil {
		return Written{}
	}
	for _, pkg := range requirement.ParseLock(f).Packages {
		if (pkg.Source.Kind == "virtual" || pkg.Source.Kind == "editable") && path.Clean(pkg.Source.Target.Text) == "." && pkg.Version.Text != "" {
			return written(f, pkg.Version)
		}
	}
	return Written{}
}

// SameVersion reports whether two texts are one version, however Written.
func SameVersion(a, b string) bool {
	if a == b {
		return true
	}
	x, ok := requirement.ParseVersion(a)
	y, also := requirement.ParseVersion(b)
	return ok && also && x.Equal(y)
}

// SetVersion returns the edits that give the plugin another version: in the
// manifest at n, and in pyproject.toml and uv.lock where these give the same
// version as the manifest does. The places of those two come beside.
func SetVersion(p *plugin.Plugin, n *yaml.Node, version string) (edits [][]text.Edit, also []plugin.Place) {
	edits = [][]text.Edit{yamledit.ReplaceValue(p.Manifest().Tree, n, version)}
	set := func(w Written, than string) bool {
		if w.Text == "" || !SameVersion(w.Text, than) {
			return false
		}
		also = append(also, plugin.AtSpan(w.File, w.Span))
		if w.Text != version {
			edits = append(edits, text.ReplaceText(w.File, w.Span, `"`+version+`"`))
		}
		return true
	}
	if pr := ProjectVersion(p); set(pr, n.Str()) {
		set(LockedVersion(p), pr.Text)
	}
	return edits, also
}
