package audit

import (
	_ "embed" // the examples
	"regexp"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/sources"
)

//go:embed any_url.txtar
var anyUrlExamples string

// AnyURL is told of requests to wherever a parameter says.
var AnyURL = &lint.Rule{
	ID: "audit/any-url", Gate: lint.None, Severity: lint.Info, Since: "0.1.0",
	Title: "a request goes to whatever address a parameter holds",
	Why: "Parameters are written by users and by the model, which repeats what it read on some page. The plugin runs within the " +
		"network of the installation, past the proxy that keeps Dify's own nodes out of it: `http://169.254.169.254/` or the " +
		"name of a database's container are within reach, and an answer of any size is read into memory. Refuse addresses that " +
		"are not global (`ipaddress.ip_address(…).is_global`, after the name is resolved), take `https` only, pass " +
		"`stream=True` and stop at a size. For the marketplace such a plugin is of high risk and must say so.",
	Sources:  []string{"dify-plugins: docs/plugin-submission-requirements.md"},
	Examples: anyUrlExamples,
	Run: func(p *lint.Pass) {
		outside(p.Plugin, func(s site) {
			method, url := sources.Request(s.m, s.expr, s.name)
			if method == "" || url == 0 || s.main() || sources.OriginOf(p.Plugin, s.i, url) != sources.FromParameter || urlChecks.Match(s.m.File.Data) {
				return
			}
			if stream, _ := s.argument("stream", -1); stream != 0 || strings.HasSuffix(s.name, ".stream") {
				p.Reportf(at(s.m, url), "a parameter says where this request goes, into the installation's own network too; refuse addresses that are not global, and stop reading at a size")
				return
			}
			p.Reportf(at(s.m, url), "a parameter says where this request goes, into the installation's own network too, and what comes back is read into memory, whatever its size; refuse addresses that are not global, stream, and stop at a size")
		})
	},
}

// urlChecks are the traces of a module that looks at hosts.
var urlChecks = regexp.MustCompile(`(?i)ipaddress|is_private|is_global|allow(?:ed|list)|whitelist|blacklist|denylist|ssrf|startswith\(f?["']https?://\w|\.hostname|\.netloc`)
