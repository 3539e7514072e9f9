package audit

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/python"
)

// HostKey reports SSH connections to servers that nobody checked.
var HostKey = &lint.Rule{
	ID: "audit/host-key", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "the SSH server's key is not checked",
	Why:   "With `AutoAddPolicy` the plugin trusts any server that answers, every time, because the container does not keep the keys: an attacker who answers instead gets the password and the commands. Let the user give the server's public key or its fingerprint as a credential, and refuse others (`RejectPolicy` is paramiko's default).",
	Run: func(p *lint.Pass) {
		outside(p.Plugin, func(s site) {
			switch s.name {
			case "paramiko.AutoAddPolicy", "paramiko.WarningPolicy", "paramiko.client.AutoAddPolicy", "paramiko.client.WarningPolicy":
				p.Reportf(s.callee(), "%s trusts any server and sends it the password; compare the server's key with one that the user gives", s.written())
			case "asyncssh.connect":
				if v, _ := s.argument("known_hosts", -1); v != 0 && s.m.Exprs[v].Kind == python.NoneLit {
					p.Reportf(at(s.m, v), "known_hosts=None trusts any server and sends it the password; compare the server's key with one that the user gives")
				}
			}
		})
	},
}
