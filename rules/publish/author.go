package publish

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/market"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// Author reports an author whose name the marketplace keeps for itself.
var Author = &lint.Rule{
	ID: "publish/author", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0",
	Title:   "the author contains a name that is reserved for the platform",
	Why:     "The marketplace reserves the names `langgenius` and `dify` for the platform's own plugins, and its checks refuse every author that contains these letters anywhere: `modify-lab` is refused too. Choose an author without them, such as the name of your GitHub account.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/manifest.py"},
	Run: submitted(func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		n := m.Root.Get("author")
		author := n.Str()
		for _, name := range [...]string{market.OfficialAuthor, "dify"} {
			i := strings.Index(author, name)
			if i < 0 {
				continue
			}
			f := lint.Finding{Place: plugin.At(m, n), Key: name, Message: lint.Msg("the marketplace reserves %q for the platform's own plugins: it refuses the author %q", name, shown(author))}
			if !isWord(author, i, i+len(name)) {
				f.Message = lint.Msg("the marketplace refuses every author that contains %q, also inside a word: %q", name, shown(author))
			}
			refuse(p, f)
			return
		}
	}),
}

// isWord reports whether s[start:end] has no letter or digit beside it.
func isWord(s string, start, end int) bool {
	letter := func(c byte) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
	}
	return (start == 0 || !letter(s[start-1])) && (end == len(s) || !letter(s[end]))
}

// maxShown bounds what a message repeats of a value, in bytes.
const maxShown = 80

func shown(s string) string { return text.Short(s, maxShown) }
