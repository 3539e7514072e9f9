package secret

// Where code gives a credential away: to a log, or in an error that users see.

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// leak is a place at which a secret leaves the code.
type leak struct {
	file *text.File
	// span is the secret, what it is called, sink where it goes.
	span text.Span
	what string
	sink text.Message
	// logged tells a log from an error.
	logged bool
}

var leaks = plugin.NewFact(func(p *plugin.Plugin) []leak {
	packed := map[string]bool{}
	for _, name := range files(p) {
		packed[name] = true
	}
	var out []leak
	for _, m := range sources.Program(p).Modules {
		if m.Err != nil || !packed[m.File.Path] || isTest().MatchString(m.File.Path) {
			continue
		}
		x := &exposer{m: m, file: m.File}
		for i := range m.Calls {
			x.call(&m.Calls[i])
		}
		for i := range m.Stmts {
			if s := &m.Stmts[i]; s.Kind == python.RaiseStmt && s.A != 0 && m.Exprs[s.A].Kind == python.CallExpr {
				x.args(s.A, text.Msg("an error"), false)
			}
		}
		out = append(out, x.out...)
	}
	return out
})

// isTest matches the paths of tests, whose credentials are made up.
var isTest = text.Regexp(`(?:^|/)(?:tests?/|test_[^/]*\.py$|conftest\.py$)`)

type exposer struct {
	m    *python.Module
	file *text.File
	out  []leak
}

// call looks at one call for a log, a print, or a message in an except block.
func (x *exposer) call(c *python.Call) {
	fn := x.m.Exprs[c.Expr].A
	switch e := x.m.Exprs[fn]; e.Kind {
	case python.NameExpr:
		if x.m.Ident(fn) == "print" {
			x.args(c.Expr, text.Msg("%s", "print"), true)
		}
	case python.Attribute:
		method := x.m.Ident(fn)
		switch {
		case logMethods[method] && isLogger(x.m.Ident(e.A)):
			x.args(c.Expr, text.Msg("the log"), true)
		case method == "create_text_message" && x.m.GuardOf(c.Block)&python.HandlerGuard != 0:
			x.args(c.Expr, text.Msg("an error message"), false)
		}
	}
}

var logMethods = map[string]bool{
	"debug": true, "info": true, "warning": true, "warn": true, "error": true, "exception": true, "critical": true, "log": true,
}

func isLogger(name string) bool {
	low := strings.ToLower(strings.Trim(name, "_"))
	return low == "logging" || low == "logger" || low == "log" || strings.HasSuffix(low, "logger")
}

// args looks through the arguments of a call.
func (x *exposer) args(call python.ExprID, sink text.Message, logged bool) {
	for _, a := range x.m.Args(call) {
		x.expr(a.Value, sink, logged, maxNesting)
	}
}

// maxNesting bounds how deep an expression is looked into.
const maxNesting = 12

// expr looks for a secret that is part of what an expression gives. A call
// gives something else than its arguments, but for those that write them out.
func (x *exposer) expr(id python.ExprID, sink text.Message, logged bool, depth int) {
	if id == 0 || depth == 0 {
		return
	}
	e := x.m.Exprs[id]
	if what := x.secret(id, logged); what != "" {
		x.out = append(x.out, leak{x.file, e.Span(), what, sink, logged})
		return
	}
	switch e.Kind {
	case python.StringLit:
		for _, part := range x.m.Parts(id) {
			x.expr(part.Expr, sink, logged, depth-1)
		}
	case python.BinaryOp:
		if op := x.m.Operator(id); op == "+" || op == "%" || op == "or" {
			x.expr(e.A, sink, logged, depth-1)
			x.expr(e.B, sink, logged, depth-1)
		}
	case python.TupleExpr, python.ListExpr, python.SetExpr, python.DictExpr:
		for _, kid := range x.m.Kids(id) {
			x.expr(kid, sink, logged, depth-1)
		}
	case python.CallExpr:
		fn := x.m.Exprs[e.A]
		name := x.m.Ident(e.A)
		if fn.Kind == python.NameExpr && (name == "str" || name == "repr" || name == "dict") || fn.Kind == python.Attribute && (name == "format" || name == "dumps" || name == "pformat") {
			for _, a := range x.m.Args(id) {
				x.expr(a.Value, sink, logged, depth-1)
			}
		}
	}
}

// secret is what an expression is called if its value is a credential, or "".
func (x *exposer) secret(id python.ExprID, logged bool) string {
	e := x.m.Exprs[id]
	switch e.Kind {
	case python.NameExpr, python.Attribute:
		name := x.m.Ident(id)
		if secretVariable().MatchString(name) || logged && e.Kind == python.NameExpr && tokenAnswer().MatchString(name) {
			return name
		}
	case python.Subscript:
		if key, ok := x.m.String(e.B); ok && isCredentials(x.m.Ident(e.A)) && namesSecret(key) {
			return key
		}
	case python.CallExpr:
		fn := x.m.Exprs[e.A]
		if fn.Kind == python.Attribute && x.m.Ident(e.A) == "get" && isCredentials(x.m.Ident(fn.A)) {
			if key, ok := x.m.String(x.m.Positional(id, 0)); ok && namesSecret(key) {
				return key
			}
		}
	}
	return ""
}

// secretVariable matches the names of variables that hold one credential or all
// of them; a bare "token" is more often one of a model's.
var secretVariable = text.Regexp(`(?i)^_*(?:credentials|(?:[a-z0-9_]+_)?(?:api_?key|client_secret|app_secret|api_secret|secret_key|private_key|access_token|refresh_token|auth_token|bearer_token|api_token|passw(?:or)?d))$`)

// tokenAnswer matches the names of what a token's endpoint answered. In an error
// that is most often what the endpoint says is wrong, and left alone there.
var tokenAnswer = text.Regexp(`(?i)^_*(?:oauth_)?token_(?:data|json|response|response_json|info|result)$`)

func isCredentials(name string) bool {
	return strings.Contains(strings.ToLower(name), "credential")
}

// tell reports the leaks of one kind.
func tell(p *lint.Pass, logged bool, format string) {
	for _, l := range leaks.Of(p.Plugin) {
		if l.logged == logged {
			p.Report(lint.Finding{Place: plugin.AtSpan(l.file, l.span), Key: l.what, Message: lint.Msg(format, l.what, l.sink)})
		}
	}
}
