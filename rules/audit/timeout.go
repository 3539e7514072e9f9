package audit

import (
	"bytes"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/python"
)

// Timeout reports requests that may wait for ever.
var Timeout = &lint.Rule{
	ID: "audit/timeout", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a request has no timeout",
	Why:     "`requests`, `urllib` and Python's own modules for mail, FTP and sockets wait for ever if the server does not answer: without a timeout one hanging connection blocks a thread of the plugin for ever, and the workflow until the platform gives up. The marketplace requires timeouts from plugins with sensitive capabilities. Pass `timeout=(5, 60)` (seconds to connect and between two bytes). `httpx` has a default timeout of 5 seconds, so there the rule reports only `timeout=None`. Each file gets one finding at its first request, with the others as related places.",
	Sources: []string{"dify-plugins: docs/plugin-submission-requirements.md"},
	Run: func(p *lint.Pass) {
		found := map[*python.Module]*lint.Finding{}
		var order []*python.Module
		mounted := map[*python.Module]bool{}
		defaulted := false // every socket of the process has a timeout
		outside(p.Plugin, func(s site) {
			mounted[s.m] = mounted[s.m] || strings.HasSuffix(s.name, "ession().mount")
			defaulted = defaulted || s.name == "socket.setdefaulttimeout"
		})
		outside(p.Plugin, func(s site) {
			if !s.sure || s.main() {
				return
			}
			place, none := timeoutPlace(s.name)
			if place == noTimeout || mounted[s.m] && strings.HasPrefix(s.name, "requests.") && strings.Contains(s.name, "()") {
				return
			}
			value, hidden := s.argument("timeout", place)
			root, _, _ := strings.Cut(s.name, ".")
			library := bySocket[root] || strings.HasPrefix(s.name, "http.client.") || root == "urllib"
			plain := s.name == "socket.socket().connect"
			if (defaulted && library || plain && bytes.Contains(s.m.File.Data, []byte(".settimeout("))) && value == 0 {
				return
			}
			switch {
			case value != 0 && s.m.Exprs[value].Kind != python.NoneLit, value == 0 && (hidden || !none):
				return
			}
			f := found[s.m]
			if f == nil {
				f = &lint.Finding{Place: s.callee(), Message: lint.Msg("%s has no timeout: a server that does not answer blocks the plugin for ever; pass a timeout, such as timeout=(5, 60)", s.written())}
				if plain {
					f.Message = lint.Msg("%s has no timeout: a server that does not answer blocks the plugin for ever; call settimeout(60) before, or use socket.create_connection with a timeout", s.written())
				} else if library {
					f.Message = lint.Msg("%s has no timeout: a server that does not answer blocks the plugin for ever; pass a timeout, such as timeout=60", s.written())
				}
				if value != 0 {
					f.Place = at(s.m, value)
					f.Message = lint.Msg("timeout=None: a server that does not answer blocks the plugin for ever; pass a number of seconds")
				}
				found[s.m] = f
				order = append(order, s.m)
				return
			}
			if len(f.Related) < 10 {
				f.Related = append(f.Related, lint.Related{Place: s.callee(), Message: lint.Msg("here too")})
			}
		})
		for _, m := range order {
			p.Report(*found[m])
		}
	},
}

// bySocket are libraries that wait for a socket, without a timeout of their own.
var bySocket = map[string]bool{"smtplib": true, "ftplib": true, "imaplib": true, "poplib": true, "socket": true, "websocket": true}

// noTimeout is the place of a timeout in calls that take none.
const noTimeout = -2

// timeoutPlace is the 0-based place of the timeout among the arguments of a
// call, -1 where it is a keyword only, and whether there is no timeout without it.
func timeoutPlace(name string) (place int, none bool) {
	before, last := suffixed(name)
	switch before {
	case "requests", "requests.Session()", "requests.session()", "requests.api":
		switch last {
		case "get", "post", "put", "patch", "delete", "head", "options", "request":
			return -1, true
		}
	case "urllib.request":
		if last == "urlopen" {
			return 2, true
		}
	case "urllib.request.build_opener()", "urllib.request.OpenerDirector()":
		if last == "open" {
			return 2, true
		}
	case "httpx":
		switch last {
		case "get", "post", "put", "patch", "delete", "head", "options", "request", "stream", "Client", "AsyncClient":
			return -1, false
		case "Timeout":
			return 0, false
		}
	case "smtplib":
		switch last {
		case "SMTP":
			return 3, true
		case "SMTP_SSL":
			return -1, true
		}
	case "ftplib":
		switch last {
		case "FTP":
			return 4, true
		case "FTP_TLS":
			return -1, true
		}
	case "imaplib", "poplib":
		switch last {
		case "IMAP4", "POP3":
			return 2, true
		case "IMAP4_SSL", "POP3_SSL":
			return -1, true
		}
	case "http.client":
		switch last {
		case "HTTPConnection":
			return 2, true
		case "HTTPSConnection":
			return -1, true
		}
	case "socket.socket()":
		if last == "connect" {
			return -1, true
		}
	case "socket", "websocket":
		if last == "create_connection" {
			return 1, true
		}
	case "httpx.Client()", "httpx.AsyncClient()":
		switch last {
		case "get", "post", "put", "patch", "delete", "head", "options", "request", "stream":
			return -1, false
		}
	}
	return noTimeout, false
}
