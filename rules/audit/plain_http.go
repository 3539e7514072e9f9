package audit

import (
	"net"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// PlainHTTP reports requests that send a credential without encryption.
var PlainHTTP = &lint.Rule{
	ID: "audit/plain-http", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a credential is sent over unencrypted http",
	Why:     "What is sent to an `http://` address is not encrypted: anyone on the network path can read the user's key and use it. Nearly every service that uses keys also supports `https://`.",
	Sources: []string{"dify-plugins: docs/plugin-submission-requirements.md"},
	Run: func(p *lint.Pass) {
		outside(p.Plugin, func(s site) {
			_, url := sources.Request(s.m, s.expr, s.name)
			if url == 0 || s.main() || !sources.Speaks(p.Plugin, s.i, s.expr, credentialWord()) {
				return
			}
			for _, e := range definitions(p.Plugin, s.i, url) {
				start, ok := plainURL(s.m, e)
				if !ok {
					continue
				}
				p.Report(lint.Finding{Place: at(s.m, url), Key: s.name,
					Message: lint.Msg("the credential is sent to this address without encryption, and anyone on the network path can read it; use https://"),
					Fixes:   lint.UnsafeFix(lint.Msg("Write https"), text.ReplaceText(s.m.File, text.Span{Start: start, End: start + len("http")}, "https"))})
				return
			}
		})
	},
}

// credentialWord is in what holds a credential that users gave.
var credentialWord = text.Regexp(`\bcredentials\b`)

var httpHost = text.Regexp(`^http://([A-Za-z0-9.-]+)(?::\d+)?(?:[/?#]|$)`)

// plainURL reports whether a string begins with the http:// address of a host
// that stands in the source and is no machine of the user's own, and where.
func plainURL(m *python.Module, e python.ExprID) (start int, ok bool) {
	parts := m.Parts(e)
	if len(parts) == 0 || parts[0].Kind != python.PlainPart && parts[0].Kind != python.FormatPart {
		return 0, false
	}
	match := httpHost().FindStringSubmatch(m.PartText(parts[0]))
	if match == nil || !strings.Contains(match[1], ".") || net.ParseIP(match[1]) != nil || strings.HasSuffix(match[1], ".local") || strings.HasSuffix(match[1], ".internal") || strings.HasSuffix(match[1], ".localhost") {
		return 0, false
	}
	return int(parts[0].Start), true
}
