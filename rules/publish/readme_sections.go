package publish

import (
	"bytes"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/market"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// ReadmeSections reports a README.md that leaves out what users need.
var ReadmeSections = &lint.Rule{
	ID: "publish/readme-sections", Gate: lint.Publish, Severity: lint.Info, Since: "0.1.0",
	Title:   "README.md does not say how to set up or use the plugin",
	Why:     "The marketplace requires README.md to describe setup steps, usage, the APIs and credentials that are needed and how to connect. Its checks look for words of each kind and ask a reviewer if there are none. This rule asks for credentials only if the plugin declares some, and for the connection only if it declares an address.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/readme.py", "dify-plugins: docs/plugin-submission-requirements.md"},
	Run: submitted(func(p *lint.Pass) {
		f := readme(p.Plugin)
		if f == nil {
			return
		}
		low := bytes.ToLower(f.Data)
		credentials, addresses := asked(p.Plugin)
		var lacking []lint.Message
		for _, part := range market.ReadmeParts {
			if name := part.Name.Format; name == "credentials" && !credentials || name == "connection" && !addresses {
				continue
			}
			if !slices.ContainsFunc(part.Words, func(w string) bool { return bytes.Contains(low, []byte(w)) }) {
				lacking = append(lacking, part.Name)
			}
		}
		if len(lacking) > 0 {
			p.Reportf(plugin.AtSpan(f, firstLine(f)), "README.md seems to lack a section: %s", text.Join(lacking))
		}
	}),
}

// asked says whether users are asked for credentials, and for an address.
func asked(p *plugin.Plugin) (credentials, addresses bool) {
	for _, d := range p.Providers() {
		for _, c := range plugin.Credentials(d) {
			credentials = true
			name := lower(c.Name)
			for _, word := range [...]string{"url", "host", "endpoint", "base", "server", "domain", "port"} {
				addresses = addresses || strings.Contains(name, word)
			}
		}
	}
	return credentials, addresses
}
