package identity

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// placeholders are authors that stand in templates, folded.
var placeholders = map[string]bool{
	"yourname": true, "yourauthor": true, "yourauthorname": true, "yourcompany": true, "yourgithubname": true,
	"youraccount": true, "authorname": true, "author": true, "todo": true, "exampleauthor": true,
}

// Byline reports an author in a declaration that is a slip or a placeholder.
var Byline = &lint.Rule{
	ID: "identity/byline", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "the author of a declaration is a misspelling of the plugin's author, or a placeholder",
	Why:     "Each provider and item names an author of its own, and Dify shows it. It may differ from the manifest's author, and often does; but a name that differs by one letter is a typing error, and `your-name` is left over from a template. Set `every` if all declarations must name the plugin's author.",
	Options: []lint.Option{{Name: "every", Type: "boolean", Default: false, Doc: "Report every author that differs from the manifest's."}},
	Run: func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		author := m.Root.Get("author").Str()
		if author == "" {
			return
		}
		every := lint.OptionOf[bool](p, "every")
		for _, d := range p.Plugin.Documents() {
			n := d.Root.At("identity", "author")
			s := n.Str()
			if d == m || s == "" || s == author {
				continue
			}
			f := lint.Finding{Place: plugin.At(d, n), Key: s, Related: []lint.Related{{Place: plugin.At(m, m.Root.Get("author")), Message: lint.Msg("the plugin's author")}}}
			a, b := folded(author), folded(s)
			dist := near.Distance(a, b)
			switch {
			case placeholders[b] && a != b:
				f.Message = lint.Msg("the author %q is a placeholder; write %q", shown(s), author)
			case a != b && dist <= 2 && min(len(a), len(b)) >= 4*dist:
				f.Message = lint.Msg("the author %q is almost the plugin's author %q; write the same name", shown(s), author)
			case every:
				f.Message = lint.Msg("the author %q is not the plugin's author %q", shown(s), author)
				f.Severity = lint.Info
			default:
				continue
			}
			f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", author), yamledit.ReplaceValue(d.Tree, n, strings.TrimSpace(author)))
			p.Report(f)
		}
	},
}
