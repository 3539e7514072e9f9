package publish

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// NetworkDomains reports hosts that a plugin calls and does not declare.
var NetworkDomains = &lint.Rule{
	ID: "publish/network-domains", Gate: lint.Publish, Severity: lint.Warning, Since: "0.1.0",
	Title:   "the plugin calls a host that network.domains does not name",
	Why:     "A manifest may declare under `network.domains` which hosts the plugin calls; `*.acme.example` stands for a domain and all below it. The marketplace shows the list beside what its scan finds in strings of the code and in the declarations. Declaring is optional, and nothing in the platform enforces it: a plugin that declares nothing is not reported.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/domains.py", "dify-marketplace-toolkit: toolkit/scan/hosts.py"},
	Run: published(func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		list := m.Root.At("network", "domains")
		if list == nil {
			return
		}
		var declared []string
		for _, n := range list.Items() {
			s := strings.TrimSpace(n.Str())
			if !hostName().MatchString(lower(s)) {
				f := lint.Finding{Place: plugin.At(m, n), Key: s, Message: lint.Msg("%q is not a host name; write it as api.example.com or *.example.com", shown(s))}
				if host := hostOf(s); hostName().MatchString(host) {
					f.Message = lint.Msg("declare a host only by its name; write %s", host)
					f.Fixes = lint.SafeFix(lint.Msg("Write %s", host), yamledit.ReplaceValue(m.Tree, n, host))
					declared = append(declared, host)
				}
				p.Report(f)
				continue
			}
			declared = append(declared, lower(s))
		}
		var hosts []string
		f := lint.Finding{Place: plugin.AtKey(m, list), Key: "undeclared"}
		for _, c := range called(p.Plugin) {
			if !slices.Contains(hosts, c.host) && !slices.ContainsFunc(declared, func(d string) bool { return covers(d, c.host) }) {
				hosts = append(hosts, c.host)
				f.Related = append(f.Related, lint.Related{Place: c.at, Message: lint.Msg("%s is called here", c.host)})
			}
		}
		if len(hosts) == 0 {
			return
		}
		slices.Sort(hosts)
		f.Message = lint.Msg("network.domains does not name %s", text.Join(hosts[:min(len(hosts), 6)]))
		p.Report(f)
	}),
}

// covers reports whether a declared host stands for another.
func covers(declared, host string) bool {
	if rest, ok := strings.CutPrefix(declared, "*."); ok {
		return host == rest || strings.HasSuffix(host, "."+rest)
	}
	return declared == host
}

var (
	hostName = text.Regexp(`^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$`)
	urlStart = text.Regexp("(?i)\\bhttps?://([^\\s/?#\"'`<>)\\]}\\\\,;*]+)")
)

// call is a place that names a host.
type call struct {
	host string
	at   plugin.Place
}

// maxCalls bounds the places that are gathered.
const maxCalls = 500

// called lists the hosts in strings of the code, docstrings left out, and in
// the declarations, links for people left out.
func called(p *plugin.Plugin) []call {
	var out []call
	look := func(f *text.File, s text.Span) {
		for _, m := range urlStart().FindAllSubmatchIndex(f.Data[s.Start:s.End], maxCalls) {
			at := text.Span{Start: s.Start + m[2], End: s.Start + m[3]}
			if host := hostOf(f.Slice(at)); len(out) < maxCalls && hostName().MatchString(host) && !forPeople(host) {
				out = append(out, call{host, plugin.AtSpan(f, at)})
			}
		}
	}
	for _, m := range sources.Program(p).Modules {
		docs := m.Docstrings()
		for i, e := range m.Exprs {
			if e.Kind == python.StringLit && !docs[python.ExprID(i)] {
				look(m.File, e.Span())
			}
		}
	}
	for _, d := range p.Documents() {
		if d.Inline {
			continue
		}
		d.Root.Walk(func(n *yaml.Node) bool {
			if n.Key != nil && links[lower(n.Key.Value)] {
				return false
			}
			if n.Kind == yaml.Scalar && !n.IsKey() {
				look(d.File, n.Span)
			}
			return true
		})
	}
	return out
}

// links are the keys whose values are for people to follow.
var links = map[string]bool{
	"url": true, "help": true, "privacy": true, "repo": true, "documentation": true, "doc_url": true, "document_url": true,
	"docs": true, "icon": true, "website": true, "homepage": true, "source": true, "oauth_schema": true, "description": true,
	"human_description": true, "llm_description": true, "placeholder": true, "label": true, "contact": true,
}

// hostOf is the host of an address, with or without the rest of a URL.
func hostOf(s string) string {
	s = lower(strings.TrimSpace(s))
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	if i := strings.IndexAny(s, "/?#"); i >= 0 {
		s = s[:i]
	}
	host, _, _ := strings.Cut(s[strings.LastIndexByte(s, '@')+1:], ":")
	if _, err := netip.ParseAddr(host); err == nil {
		return ""
	}
	return strings.Trim(host, ".")
}

// forPeople are hosts that code names without calling them.
func forPeople(host string) bool {
	if slices.Contains([]string{
		"github.com", "www.github.com", "w3.org", "www.w3.org", "json-schema.org", "schema.org", "spdx.org", "opensource.org",
		"schemas.openxmlformats.org", "purl.org", "stackoverflow.com", "wikipedia.org", "en.wikipedia.org", "pypi.org",
		"example.com", "example.org", "example.net", "host.docker.internal",
	}, host) {
		return true
	}
	first, _, _ := strings.Cut(host, ".")
	ends := []string{".readthedocs.io", ".github.io", ".example", ".example.com", ".test", ".invalid", ".localhost", ".local"}
	return slices.Contains([]string{"docs", "doc", "developer", "learn"}, first) ||
		slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(host, end) })
}
