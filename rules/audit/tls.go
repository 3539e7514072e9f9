package audit

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
)

// TLS reports connections whose other end is not checked.
var TLS = &lint.Rule{
	ID: "audit/tls", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "certificates are not checked",
	Why:   "Without the check anyone between the plugin and the service can read the user's credentials and change every answer. The marketplace's reviewers ask about it. Leave the check on; if users run servers with certificates of their own, let them provide a CA bundle (`verify=path`), or a boolean credential that turns the check off and is off by default.",
	Run: func(p *lint.Pass) {
		prog := sources.Program(p.Plugin)
		modules(p.Plugin, func(i int, m *python.Module) {
			for k := range m.Calls {
				e := m.Calls[k].Expr
				s := site{plugin: p.Plugin, prog: prog, i: i, m: m, expr: e}
				for _, v := range prog.Target(i, k) {
					if v.Root == python.ExternalRoot {
						s.name = v.Path
					}
				}
				for _, a := range m.Args(e) {
					if !a.Name.IsEmpty() && tlsOff(s, m.Text(a.Name), m.Exprs[a.Value].Kind) {
						name := m.Text(a.Name)
						p.Reportf(plugin.AtSpan(m.File, a.Name.Span().Union(m.Exprs[a.Value].Span())),
							"%s=False: the server's certificate is not checked, so anyone on the network path can read the credentials; remove it, or accept a CA bundle from the user", name)
					}
				}
				switch s.name {
				case "ssl._create_unverified_context":
					p.Reportf(s.callee(), "this context does not check certificates; use ssl.create_default_context()")
				case "urllib3.disable_warnings", "requests.packages.urllib3.disable_warnings":
					p.Reportf(s.callee(), "this hides the warning that certificates are not checked; check them, and the warning disappears")
				}
			}
			for _, b := range m.Bindings {
				if b.Kind != python.AssignBind || b.Target == 0 || b.Unpacked || m.Exprs[b.Target].Kind != python.Attribute {
					continue
				}
				value, _ := m.Dotted(b.Value)
				_, value = suffixed(value)
				switch m.Ident(b.Target) {
				case "verify_mode":
					if value == "CERT_NONE" {
						p.Reportf(at(m, b.Target), "this context does not check certificates; use ssl.create_default_context() unchanged")
					}
				case "_create_default_https_context":
					if value == "_create_unverified_context" {
						p.Reportf(at(m, b.Target), "this turns the certificate check off for the whole process, every library included; keep the default context")
					}
				case "verify":
					if m.Exprs[b.Value].Kind == python.FalseLit && isSession(prog, i, m.Exprs[b.Target].A) {
						p.Reportf(at(m, b.Target), "no request of this session checks the server's certificate; remove this, or set verify to a CA bundle that the user provides")
					}
				}
			}
		})
	},
}

// tlsOff reports whether a keyword argument with a value of this kind turns the
// check off.
func tlsOff(s site, keyword string, value python.ExprKind) bool {
	if value != python.FalseLit {
		return false
	}
	root, _, _ := strings.Cut(s.name, ".")
	switch keyword {
	case "verify":
		return root != "jwt" && root != "jose" && root != "builtins"
	case "verify_ssl", "verify_certs", "ssl_verify", "tls_verify":
		return true
	case "ssl":
		return root == "aiohttp"
	}
	return false
}

// isSession reports whether an expression may be a session of requests.
func isSession(prog *python.Program, i int, e python.ExprID) bool {
	return slices.ContainsFunc(prog.Resolve(i, e), func(v python.Value) bool {
		return v.Root == python.ExternalRoot && (v.Path == "requests.Session()" || v.Path == "requests.session()")
	})
}
