package audit

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// Localhost reports addresses that mean the plugin's own container.
var Localhost = &lint.Rule{
	ID: "audit/localhost", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "an address points to the plugin's own container",
	Why:   "Plugins run in the daemon's container, or in a function of a cloud. There, `localhost` and `127.0.0.1` are that container, not the computer of the author or the user: the connection is refused, although everything works in remote debugging. Ask the user for the address, without a default or with one that works: the service's public address, the name of a container of the same network, `host.docker.internal` for the computer that runs Docker.",
	Run: func(p *lint.Pass) {
		modules(p.Plugin, func(_ int, m *python.Module) {
			texts(m, func(e python.ExprID, begin string, parents []python.ExprID) {
				host := local(begin)
				if host == "" || redirects(m, e, parents) || debugs(m, e) {
					return
				}
				p.Reportf(at(m, e), "%s is the plugin's own container, and this service does not run there; ask the user for the address", host)
			})
		})
		localDefaults(p)
	},
}

var localDefaults = lint.EachDocument(func(d *plugin.Document, report func(lint.Finding)) {
	if d.Inline {
		return // it stands in its provider's document
	}
	d.Root.Walk(func(n *yaml.Node) bool {
		if n.Key == nil || n.Key.Value != "default" || n.Kind != yaml.Scalar {
			return true
		}
		if host := local(n.Value); host != "" {
			report(lint.Finding{Place: plugin.At(d, n), Message: lint.Msg("the default %q is the plugin's own container, and this service does not run there; write host.docker.internal for the computer that runs Docker, or remove the default", n.Value)})
		}
		return true
	})
})

var localURL = text.Regexp(`^(?i:https?|wss?|redis|mysql|postgres(?:ql)?|mongodb|amqp)(?:\+\w+)?://(?:[^/@\s]*@)?(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?:[:/?#]|$)`)

// local is the host of a URL that is the machine itself, or "".
func local(s string) string {
	if m := localURL().FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return ""
}

// redirects reports whether a URL is for a browser to come back to: nothing
// connects to it.
func redirects(m *python.Module, e python.ExprID, parents []python.ExprID) bool {
	s := strings.ToLower(sources.Source(m, e))
	if strings.Contains(s, "callback") || strings.Contains(s, "redirect") || strings.Contains(s, "oauth") {
		return true
	}
	for p, n := parents[e], 0; p != 0 && n < maxClimb; p, n = parents[p], n+1 {
		if m.Exprs[p].Kind == python.CallExpr {
			args := m.Args(p)
			if slices.ContainsFunc(args[:min(len(args), maxClimb)], func(a python.Arg) bool {
				return a.Value == e && strings.Contains(strings.ToLower(m.Text(a.Name)), "redirect")
			}) {
				return true
			}
		}
	}
	return false
}

// debugs reports whether an expression stands under a condition that asks for
// the author's own machine.
func debugs(m *python.Module, e python.ExprID) bool {
	for b := m.Stmts[max(m.StmtOf(e), 0)].Block; b > 0; b = m.Blocks[b].Parent {
		st := m.Blocks[b].Stmt
		if st < 0 || m.Stmts[st].Kind != python.IfStmt && m.Stmts[st].Kind != python.ElifStmt {
			continue
		}
		asked := strings.ToLower(sources.Source(m, m.Stmts[st].A))
		if strings.Contains(asked, "local") || strings.Contains(asked, "debug") {
			return true
		}
	}
	return false
}
