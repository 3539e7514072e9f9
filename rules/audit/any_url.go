package audit

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/text"
)

// AnyURL reports requests to wherever a parameter says.
var AnyURL = &lint.Rule{
	ID: "audit/any-url", Gate: lint.None, Severity: lint.Info, Since: "0.1.0",
	Title:   "a parameter decides where a request goes",
	Why:     "Parameters come from users and from the model, which may repeat what it read on a web page. The plugin runs inside the installation's network and bypasses the proxy that keeps Dify's own nodes out of it: `http://169.254.169.254/` or the name of a database's container are within reach, and an answer of any size is read into memory. Refuse addresses that are not global (`ipaddress.ip_address(…).is_global`, after the name is resolved), accept only `https`, pass `stream=True` and stop reading at a size limit. The marketplace classes such a plugin as high risk and requires it to say so.",
	Sources: []string{"dify-plugins: docs/plugin-submission-requirements.md"},
	Run: func(p *lint.Pass) {
		outside(p.Plugin, func(s site) {
			method, url := sources.Request(s.m, s.expr, s.name)
			if method == "" || url == 0 || s.main() || sources.OriginOf(p.Plugin, s.i, url) != sources.FromParameter || urlChecks().Match(s.m.File.Data) {
				return
			}
			if stream, _ := s.argument("stream", -1); stream != 0 || strings.HasSuffix(s.name, ".stream") {
				p.Reportf(at(s.m, url), "a parameter decides where this request goes, which can be the installation's own network; refuse addresses that are not global, and limit the size of the answer")
				return
			}
			p.Reportf(at(s.m, url), "a parameter decides where this request goes, which can be the installation's own network, and the whole answer is read into memory; refuse addresses that are not global, stream the answer, and limit its size")
		})
	},
}

// urlChecks are the traces of a module that looks at hosts.
var urlChecks = text.Regexp(`(?i)ipaddress|is_private|is_global|allow(?:ed|list)|whitelist|blacklist|denylist|ssrf|startswith\(f?["']https?://\w|\.hostname|\.netloc`)
