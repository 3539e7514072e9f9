package scope

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Form reports scopes that are not written as resource:action.
var Form = &lint.Rule{
	ID: "scope/form", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "a scope is not written as resource:action",
	Why:   "Each scope of the list `permissions` is one string: a resource, a colon, an action, in lower case, such as `file:read` or `net:outbound`; `net:*` grants all actions of a resource. Anything else grants nothing, and the call fails with \"Plugin lacks required net:outbound permission\" where the list is enforced. In YAML `net: outbound`, with a space, is a mapping, not a string.",
	Run: func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		for _, n := range list(p.Plugin).Items() {
			s := n.Str()
			if _, _, ok := parse(s); ok {
				continue
			}
			f := lint.Finding{Place: plugin.AtHead(m, n), Key: s}
			if entries := n.Entries(); n.IsMapping() && len(entries) == 1 && entries[0].Key != nil && entries[0].IsScalar() {
				meant := entries[0].Key.Value + ":" + entries[0].Text()
				f.Key = meant
				f.Message = lint.Msg("a scope is one string; write %s without a space", meant)
				if _, _, ok := parse(meant); ok {
					f.Fixes = lint.SafeFix(lint.Msg("Write %s", meant), yamledit.ReplaceWith(m.Tree, n, meant))
				}
				p.Report(f)
				continue
			}
			if s == "" {
				f.Message = lint.Msg("a scope must be a string such as net:outbound")
				p.Report(f)
				continue
			}
			f.Place = plugin.At(m, n)
			meant := strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(s, ".", ":")), ""))
			f.Message = lint.Msg("invalid scope %q; write resource:action, such as net:outbound", s)
			if _, _, ok := parse(meant); ok {
				f.Message = lint.Msg("invalid scope %q; write %s", s, meant)
				f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", meant), yamledit.ReplaceValue(m.Tree, n, meant))
			}
			p.Report(f)
		}
	},
}
