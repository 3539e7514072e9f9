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
			takes, ok := timeouts[s.name]
			if !ok || mounted[s.m] && strings.HasPrefix(s.name, "requests.") && strings.Contains(s.name, "()") {
				return
			}
			value, hidden := s.argument("timeout", takes.place)
			root, _, _ := strings.Cut(s.name, ".")
			library := bySocket[root] || strings.HasPrefix(s.name, "http.client.") || root == "urllib"
			plain := s.name == "socket.socket().connect"
			if (defaulted && library || plain && bytes.Contains(s.m.File.Data, []byte(".settimeout("))) && value == 0 {
				return
			}
			switch {
			case value != 0 && s.m.Exprs[value].Kind != python.NoneLit, value == 0 && (hidden || !takes.none):
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

// timeout is where a call takes one: its 0-based place among the arguments, -1
// where it is a keyword only.
type timeout struct {
	place int
	// none: without it there is no timeout.
	none bool
}

// timeouts are those of the calls that take one.
var timeouts = func() map[string]timeout {
	all := map[string]timeout{
		"urllib.request.urlopen": {2, true}, "urllib.request.build_opener().open": {2, true}, "urllib.request.OpenerDirector().open": {2, true},
		"httpx.stream": {-1, false}, "httpx.Client": {-1, false}, "httpx.AsyncClient": {-1, false}, "httpx.Timeout": {0, false},
		"httpx.Client().stream": {-1, false}, "httpx.AsyncClient().stream": {-1, false},
		"smtplib.SMTP": {3, true}, "smtplib.SMTP_SSL": {-1, true}, "ftplib.FTP": {4, true}, "ftplib.FTP_TLS": {-1, true},
		"imaplib.IMAP4": {2, true}, "imaplib.IMAP4_SSL": {-1, true}, "poplib.POP3": {2, true}, "poplib.POP3_SSL": {-1, true},
		"http.client.HTTPConnection": {2, true}, "http.client.HTTPSConnection": {-1, true},
		"socket.socket().connect": {-1, true}, "socket.create_connection": {1, true}, "websocket.create_connection": {1, true},
	}
	for method := range strings.FieldsSeq("get post put patch delete head options request") {
		for _, of := range []string{"requests.", "requests.api.", "requests.Session().", "requests.session()."} {
			all[of+method] = timeout{-1, true}
		}
		for _, of := range []string{"httpx.", "httpx.Client().", "httpx.AsyncClient()."} {
			all[of+method] = timeout{-1, false}
		}
	}
	return all
}()
