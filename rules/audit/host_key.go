package audit

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/python"
)

//go:embed host_key.txtar
var hostKeyExamples string

// HostKey is told of SSH connections to servers that nobody checked.
var HostKey = &lint.Rule{
	ID: "audit/host-key", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "the SSH server's key is not checked",
	Why: "With `AutoAddPolicy` any server that answers is taken for the right one, each time, as the container forgets the keys: " +
		"whoever answers in its place gets the password and the commands. Let the user give the server's public key or its " +
		"fingerprint as a credential, and refuse others (`RejectPolicy` is what paramiko does by itself).",
	Examples: hostKeyExamples,
	Run: func(p *lint.Pass) {
		outside(p.Plugin, func(s site) {
			switch s.name {
			case "paramiko.AutoAddPolicy", "paramiko.WarningPolicy", "paramiko.client.AutoAddPolicy", "paramiko.client.WarningPolicy":
				p.Reportf(s.callee(), "%s takes any server for the right one, and gives it the password; compare its key with one that the user gives", s.written())
			case "asyncssh.connect":
				if v, _ := s.argument("known_hosts", -1); v != 0 && s.m.Exprs[v].Kind == python.NoneLit {
					p.Reportf(at(s.m, v), "known_hosts=None takes any server for the right one, and gives it the password; compare its key with one that the user gives")
				}
			}
		})
	},
}
