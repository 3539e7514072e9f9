package identity

import (
	_ "embed" // the examples
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

//go:embed byline.txtar
var bylineExamples string

// Byline is told of an author in a declaration that is a slip or a placeholder.
var Byline = &lint.Rule{
	ID: "identity/byline", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "the author of a declaration is a slip of the plugin's author, or a placeholder",
	Why: "Each provider and item names an author of its own, and Dify shows it beside them. It may credit somebody else " +
		"than the manifest's author, and often does; but one that is a letter away from it is a slip, and `your-name` was " +
		"left over from a template. Turn `every` on where all declarations are to name the plugin's author.",
	Options:  []lint.Option{{Name: "every", Type: "boolean", Default: false, Doc: "Tell of every author that is not the manifest's."}},
	Examples: bylineExamples,
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
				f.Message = lint.Msg("the author %q is not quite the plugin's author %q", shown(s), author)
			case every:
				f.Message = lint.Msg("the author %q is not the plugin's author %q", shown(s), author)
				f.Severity = lint.Info
			default:
				continue
			}
			f.Fixes = lint.UnsafeFix("Write "+author, yamledit.ReplaceValue(d.Tree, n, strings.TrimSpace(author)))
			p.Report(f)
		}
	},
}
