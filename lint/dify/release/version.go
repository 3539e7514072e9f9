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
	"github.com/pelletier/go-toml/v2/unstable"
)

// Written is a version in a TOML file.
type Written struct {
	File *text.File
	// Span is the string with its quotes.
	Span text.Span
	// Text is the version, or "" where the file gives none.
	Text string
}

var projectVersion = plugin.NewFact(func(p *plugin.Plugin) Written {
	f, err := p.Read("pyproject.toml")
	if err != nil || len(f.Data) > plugin.MaxYAMLSize {
		return Written{}
	}
	var out Written
	walkTOML(f, func(key string, _ int, n *unstable.Node) bool {
		if key == "project.version" && n.Kind == unstable.String {
			out = Written{f, spanOf(n), string(n.Data)}
			return false
		}
		return true
	})
	return out
})

// ProjectVersion returns the version in pyproject.toml.
func ProjectVersion(p *plugin.Plugin) Written { return projectVersion.Of(p) }

// LockedVersion returns the project's own version in uv.lock.
func LockedVersion(p *plugin.Plugin) Written {
	f, err := p.Read("uv.lock")
	if err != nil || len(f.Data) > plugin.MaxYAMLSize {
		return Written{}
	}
	var version, found Written
	current, own := -1, false
	walkTOML(f, func(key string, table int, n *unstable.Node) bool {
		if table != current {
			if own {
				return false
			}
			current, version, own = table, Written{}, false
		}
		switch key {
		case "package.version":
			if n.Kind == unstable.String {
				version = Written{f, spanOf(n), string(n.Data)}
			}
		case "package.source":
			for it := n.Children(); n.Kind == unstable.InlineTable && it.Next(); {
				kv := it.Node()
				v := kv.Value()
				if k := keyOf(kv); (k == "virtual" || k == "editable") && v.Kind == unstable.String && path.Clean(string(v.Data)) == "." {
					own = true
				}
			}
		}
		if own && version.Text != "" {
			found = version
		}
		return true
	})
	return found
}

// walkTOML calls f with each value, its whole key and the number of its table,
// until f returns false or the file is no TOML any more.
func walkTOML(f *text.File, visit func(key string, table int, value *unstable.Node) bool) {
	var p unstable.Parser
	p.Reset(f.Data[f.BOMLen():])
	table, number := "", 0
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = keyOf(e) + "."
			number++
		case unstable.KeyValue:
			if !visit(table+keyOf(e), number, e.Value()) {
				return
			}
		}
	}
}

func keyOf(e *unstable.Node) string {
	var b strings.Builder
	for it := e.Key(); it.Next(); {
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.Write(it.Node().Data)
	}
	return b.String()
}

func spanOf(n *unstable.Node) text.Span {
	return text.Span{Start: int(n.Raw.Offset), End: int(n.Raw.Offset + n.Raw.Length)}
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
