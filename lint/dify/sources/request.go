package sources

// Requests that sources send, and where their URLs come from.

import (
	"cmp"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// requesters are what sends requests by its methods.
var requesters = map[string]bool{
	"requests": true, "requests.api": true, "requests.session()": true, "requests.Session()": true,
	"httpx": true, "httpx.Client()": true, "httpx.AsyncClient()": true,
	"aiohttp.ClientSession()": true, "urllib.request": true,
}

// Request is the method of a call that sends a request, in lower case, and the
// expression of its URL, or 0.
func Request(m *python.Module, e python.ExprID, path string) (method string, url python.ExprID) {
	dot := strings.LastIndexByte(path, '.')
	if dot < 0 || !requesters[path[:dot]] {
		return "", 0
	}
	name, place := path[dot+1:], 0
	if (name == "urlopen" || name == "Request" || name == "urlretrieve") != (path[:dot] == "urllib.request") {
		return "", 0
	}
	switch method = name; method {
	case "get", "post", "put", "patch", "delete", "head", "options":
	case "urlopen", "Request", "urlretrieve":
		method = "get"
		if m.Keyword(e, "data") != 0 || m.Positional(e, 1) != 0 && name != "urlretrieve" {
			method = "post"
		}
	case "request", "stream":
		place = 1
		s, ok := m.String(cmp.Or(m.Positional(e, 0), m.Keyword(e, "method")))
		if method = strings.ToLower(s); !ok {
			method = "post" // whatever it is
		}
	default:
		return "", 0
	}
	return method, cmp.Or(m.Positional(e, place), m.Keyword(e, "url"))
}

// Origin is where the host of a URL comes from.
type Origin uint8

// The origins.
const (
	UnknownOrigin  Origin = iota
	FromParameter         // a parameter of a tool or datasource
	FromCredential        // a credential
)

var (
	parameterRead  = text.Regexp(`^\w*(?:tool_parameters|datasource_parameters|parameters)\b(?:\.get\(|\[)`)
	credentialRead = text.Regexp(`\bcredentials\b(?:\.get\(|\[)`)
)

// OriginOf is where the beginning of a URL, an expression of module i, comes from.
func OriginOf(p *plugin.Plugin, i int, e python.ExprID) Origin { return origin(p, i, e, maxOrigin) }

// maxOrigin bounds the steps from a URL to where it comes from; following a name
// counts as four.
const maxOrigin = 12

func origin(p *plugin.Plugin, i int, e python.ExprID, depth int) Origin {
	if depth <= 0 || e == 0 {
		return UnknownOrigin
	}
	m := Program(p).Modules[i]
	x := m.Exprs[e]
	written := Source(m, e)
	switch x.Kind {
	case python.StringLit:
		for _, part := range m.Parts(e) {
			switch {
			case part.Kind == python.FieldPart:
				return origin(p, i, part.Expr, depth-1)
			case m.PartText(part) != "":
				return UnknownOrigin
			}
		}
	case python.BinaryOp:
		if op := m.Operator(e); op == "+" || op == "or" {
			return origin(p, i, x.A, depth-1)
		}
	case python.NameExpr:
		for _, b := range Bindings(p, i, e) {
			if o := origin(p, i, b.Value, depth-4); o != UnknownOrigin {
				return o
			}
		}
	case python.CallExpr, python.Subscript:
		if parameterRead().MatchString(written) {
			return FromParameter
		}
		if credentialRead().MatchString(written) && len(written) < 120 {
			return FromCredential
		}
		if x.Kind == python.CallExpr && m.Exprs[x.A].Kind == python.Attribute {
			switch m.Ident(x.A) {
			case "strip", "rstrip", "lstrip", "lower":
				return origin(p, i, m.Exprs[x.A].A, depth-1)
			}
		}
		if n, _ := m.Dotted(x.A); x.Kind == python.CallExpr && (n == "str" || strings.HasSuffix(n, "urljoin")) {
			return origin(p, i, m.Positional(e, 0), depth-1)
		}
	}
	return UnknownOrigin
}
