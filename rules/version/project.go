package version

// The plugin's version where it stands besides the manifest: pyproject.toml and
// the project's own entry in uv.lock. A fix changes them together.

import (
	"path"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
	"github.com/pelletier/go-toml/v2/unstable"
)

// written is a version in a TOML file.
type written struct {
	file *text.File
	// span is the string with its quotes.
	span text.Span
	text string
}

// project is the version of pyproject.toml, its text "" where it says none.
var project = plugin.NewFact(func(p *plugin.Plugin) written {
	f, err := p.Read("pyproject.toml")
	if err != nil || len(f.Data) > plugin.MaxYAMLSize {
		return written{}
	}
	var out written
	walkTOML(f, func(key string, _ int, n *unstable.Node) bool {
		if key == "project.version" && n.Kind == unstable.String {
			out = written{f, spanOf(n), string(n.Data)}
			return false
		}
		return true
	})
	return out
})

// locked is the project's own version in uv.lock.
func locked(p *plugin.Plugin) written {
	f, err := p.Read("uv.lock")
	if err != nil || len(f.Data) > plugin.MaxYAMLSize {
		return written{}
	}
	var version, found written
	current, own := -1, false
	walkTOML(f, func(key string, table int, n *unstable.Node) bool {
		if table != current {
			if own {
				return false
			}
			current, version, own = table, written{}, false
		}
		switch key {
		case "package.version":
			if n.Kind == unstable.String {
				version = written{f, spanOf(n), string(n.Data)}
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
		if own && version.text != "" {
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

// same reports whether two texts are one version, however written.
func same(a, b string) bool {
	if a == b {
		return true
	}
	x, ok := requirement.ParseVersion(a)
	y, also := requirement.ParseVersion(b)
	return ok && also && x.Equal(y)
}

// Set is the fix that gives the plugin another version: in the manifest at n,
// and in pyproject.toml and uv.lock where these say the same as the manifest
// does. The places of those two come as related ones.
func Set(p *plugin.Plugin, n *yaml.Node, version string, sure bool) ([]lint.Fix, []lint.Related) {
	edits := [][]text.Edit{yamledit.ReplaceValue(p.Manifest().Tree, n, version)}
	var related []lint.Related
	also := func(w written, than string) bool {
		if w.text == "" || !same(w.text, than) {
			return false
		}
		related = append(related, lint.Related{Place: plugin.AtSpan(w.file, w.span), Message: lint.Msg("the version stands here too")})
		if w.text != version {
			edits = append(edits, text.ReplaceText(w.file, w.span, `"`+version+`"`))
		}
		return true
	}
	if pr := project.Of(p); also(pr, n.Str()) {
		also(locked(p), pr.text)
	}
	title := "Set the version to " + version
	if len(edits) > 1 {
		title += " in every file"
	}
	if sure {
		return lint.SafeFix(title, edits...), related
	}
	return lint.UnsafeFix(title, edits...), related
}
