package dependency

// Which release brought what, as far as declarations show it: derived from what
// the schemas say about time.

import (
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/schema"
)

// use is something that a declaration uses and that was not there from the
// beginning.
type use struct {
	name string
	// sdk and dify are the first releases that have it, "" for all.
	sdk, dify string
	// refused: an older SDK refuses the declaration, and the plugin does not
	// start; else it knows nothing of it.
	refused bool
	doc     *plugin.Document
	node    *yaml.Node
}

// usesOf are the features that a plugin's declarations use.
func usesOf(p *plugin.Plugin) []use {
	var out []use
	add := func(u use, older releases.Scope) {
		u.sdk = floor(releases.SDK, older[releases.SDK])
		takes := releases.Every(releases.Readers...)
		for r := range takes {
			takes[r] = takes[r].Minus(older[r])
		}
		u.dify = floor(releases.API, releases.All(releases.API).Minus(releases.Dify(takes)))
		if u.sdk != "" || u.dify != "" {
			out = append(out, u)
		}
	}
	for _, h := range schema.Of(p) {
		if h.Node == nil || h.Refuses.IsEmpty() || h.Refuses.Newest() {
			continue
		}
		name := h.Node.Path()
		switch {
		case h.Keyword == "family":
			name = h.Key
		case h.Node.IsScalar() && h.Node.Key != nil:
			name = h.Node.Key.Text() + ": " + shown(h.Node.Text())
		case h.Node.IsScalar() && h.Node.Parent != nil && h.Node.Parent.Key != nil:
			name = h.Node.Parent.Key.Text() + ": " + shown(h.Node.Text())
		}
		add(use{name: name, refused: true, doc: h.Doc, node: h.Node}, h.Refuses)
	}
	for _, u := range schema.UnreadOf(p) {
		add(use{name: u.Name, doc: u.Doc, node: u.Node}, u.By)
	}
	return out
}

// floor is the first release that is not in a set that begins with the oldest.
func floor(r releases.Reader, older releases.Set) string {
	if !older.Has(0) {
		return ""
	}
	for i, x := range releases.Of(r) {
		if !older.Has(i) {
			return x.Version
		}
	}
	return ""
}

// shown is a text of a declaration in at most 40 characters.
func shown(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return s
}
