package publish

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Contact reports a contact that is no e-mail address.
var Contact = &lint.Rule{
	ID: "publish/contact", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0",
	Title: "the contact is not an e-mail address",
	Why: "The marketplace's checks accept only an e-mail address for `contact`: no URL, no name in front of it, no angle " +
		"brackets (\"contact must be a valid email address\").",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/manifest.py"},
	Run: submitted(func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		n := m.Root.Get("contact")
		if missing(n) || !n.IsScalar() || email().MatchString(strings.TrimSpace(n.Str())) {
			return
		}
		f := lint.Finding{Place: plugin.At(m, n), Message: lint.Msg("the contact %q is not an e-mail address; the marketplace does not accept anything else", shown(n.Str()))}
		if got := emailInside().FindString(n.Str()); got != "" {
			f.Message = lint.Msg("the contact must be only an e-mail address; write %q", got)
			f.Fixes = lint.SafeFix(lint.Msg("Write %s", got), yamledit.ReplaceValue(m.Tree, n, got))
		}
		refuse(p, f)
	}),
}

const address = "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+"

var (
	email       = text.Regexp(`^` + address + `$`)
	emailInside = text.Regexp(`[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`)
)
