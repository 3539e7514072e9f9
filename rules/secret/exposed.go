package secret

// Where code gives a credential away: to a log, or in an error that users see.

import (
	"regexp"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/plugin"
	"github.com/difylint/difylint/lint/pysrc"
	"github.com/difylint/difylint/lint/text"
)

// leak is a place at which a secret leaves the code.
type leak struct {
	file *text.File
	// span is the secret, what it is called, sink where it goes.
	span       text.Span
	what, sink string
	// logged tells a log from an error.
	logged bool
}

var leaks = lint.NewFact(func(p *plugin.Plugin) []leak {
	var out []leak
	for _, name := range files(p) {
		if !strings.HasSuffix(name, ".py") || isTest.MatchString(name) {
			continue
		}
		f, err := p.Read(name)
		if err == nil && len(f.Data) <= maxFile {
			out = append(out, leaksIn.Of(f)...)
		}
	}
	return out
})

var leaksIn = lint.NewFileFact(func(f *text.File) []leak {
	if !worthParsing.Match(f.Data) {
		return nil
	}
	m := pysrc.Parse(f)
	if m.Err != nil {
		return nil
	}
	x := &exposer{m: m, file: f}
	for i := range m.Calls {
		x.call(&m.Calls[i])
	}
	for i := range m.Stmts {
		if s := &m.Stmts[i]; s.Kind == pysrc.RaiseStmt && s.A != 0 && m.Exprs[s.A].Kind == pysrc.CallExpr {
			x.args(s.A, "an error", false)
		}
	}
	return x.out
})

// isTest matches the paths of tests, whose credentials are made up.
var isTest = regexp.MustCompile(`(?:^|/)(?:tests?/|test_[^/]*\.py$|conftest\.py$)`)

// worthParsing is a look at the bytes before a file is parsed: a log, a print
// or a raise, and a name of a secret.
var worthParsing = regexp.MustCompile(`(?s)(?:log|print|raise).*(?:key|secret|token|passw|credential)|(?:key|secret|token|passw|credential).*(?:log|print|raise)`)

type exposer struct {
	m    *pysrc.Module
	file *text.File
	out  []leak
}

// call looks at one call for a log, a print, or a message in an except block.
func (x *exposer) call(c *pysrc.Call) {
	fn := x.m.Exprs[c.Expr].A
	switch e := x.m.Exprs[fn]; e.Kind {
	case pysrc.NameExpr:
		if x.m.Ident(fn) == "print" {
			x.args(c.Expr, "print", true)
		}
	case pysrc.Attribute:
		method := x.m.Ident(fn)
		switch {
		case logMethods[method] && isLogger(x.m.Ident(e.A)):
			x.args(c.Expr, "the log", true)
		case method == "create_text_message" && x.m.GuardOf(c.Block)&pysrc.HandlerGuard != 0:
			x.args(c.Expr, "an error message", false)
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
func (x *exposer) args(call pysrc.ExprID, sink string, logged bool) {
	for _, a := range x.m.Args(call) {
		x.expr(a.Value, sink, logged, maxNesting)
	}
}

// maxNesting bounds how deep an expression is looked into.
const maxNesting = 12

// expr looks for a secret that is part of what an expression gives. A call
// gives something else than its arguments, but for those that write them out.
func (x *exposer) expr(id pysrc.ExprID, sink string, logged bool, depth int) {
	if id == 0 || depth == 0 {
		return
	}
	e := x.m.Exprs[id]
	if what := x.secret(id); what != "" {
		x.out = append(x.out, leak{x.file, e.Span(), what, sink, logged})
		return
	}
	switch e.Kind {
	case pysrc.StringLit:
		for _, part := range x.m.Parts(id) {
			x.expr(part.Expr, sink, logged, depth-1)
		}
	case pysrc.BinaryOp:
		if op := x.m.Operator(id); op == "+" || op == "%" || op == "or" {
			x.expr(e.A, sink, logged, depth-1)
			x.expr(e.B, sink, logged, depth-1)
		}
	case pysrc.TupleExpr, pysrc.ListExpr, pysrc.SetExpr, pysrc.DictExpr:
		for _, kid := range x.m.Kids(id) {
			x.expr(kid, sink, logged, depth-1)
		}
	case pysrc.CallExpr:
		fn := x.m.Exprs[e.A]
		name := x.m.Ident(e.A)
		if fn.Kind == pysrc.NameExpr && (name == "str" || name == "repr" || name == "dict") || fn.Kind == pysrc.Attribute && (name == "format" || name == "dumps" || name == "pformat") {
			for _, a := range x.m.Args(id) {
				x.expr(a.Value, sink, logged, depth-1)
			}
		}
	}
}

// secret is what an expression is called if its value is a credential, or "".
func (x *exposer) secret(id pysrc.ExprID) string {
	e := x.m.Exprs[id]
	switch e.Kind {
	case pysrc.NameExpr, pysrc.Attribute:
		name := x.m.Ident(id)
		if secretVariable.MatchString(name) {
			return name
		}
	case pysrc.Subscript:
		if key, ok := x.m.String(e.B); ok && isCredentials(x.m.Ident(e.A)) && namesSecret(key) {
			return key
		}
	case pysrc.CallExpr:
		fn := x.m.Exprs[e.A]
		if fn.Kind == pysrc.Attribute && x.m.Ident(e.A) == "get" && isCredentials(x.m.Ident(fn.A)) {
			if key, ok := x.m.String(x.m.Positional(id, 0)); ok && namesSecret(key) {
				return key
			}
		}
	}
	return ""
}

// secretVariable matches the names of variables that hold one credential or all
// of them; a bare "token" is more often one of a model's.
var secretVariable = regexp.MustCompile(`(?i)^_*(?:credentials|(?:[a-z0-9_]+_)?(?:api_?key|client_secret|app_secret|api_secret|secret_key|private_key|access_token|refresh_token|auth_token|bearer_token|api_token|passw(?:or)?d))$`)

func isCredentials(name string) bool {
	return strings.Contains(strings.ToLower(name), "credential")
}

// tell reports the leaks of one kind.
func tell(p *lint.Pass, logged bool, format string) {
	for _, l := range leaks.Of(p.Plugin) {
		if l.logged == logged {
			p.Report(lint.Finding{Place: lint.AtSpan(l.file, l.span), Key: l.what, Message: lint.Msg(format, l.what, l.sink)})
		}
	}
}
