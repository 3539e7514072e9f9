package source

// What the rules about messages share: the calls by which a tool, an agent's
// strategy or a datasource makes what it sends.

import (
	"strings"

	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/requirement/pydata"
	"github.com/difylint/difylint/lint/source/text"
)

// message is the SDK's name of a function that makes a message.
var message = text.Regexp(`^create_[a-z_]+_message$`)

// makesMessage reports whether an expression is self.create_text_message(…) or
// one of its like.
func makesMessage(m *python.Module, e python.ExprID) bool {
	if e == 0 || m.Exprs[e].Kind != python.CallExpr {
		return false
	}
	callee := m.Exprs[e].A
	return m.Exprs[callee].Kind == python.Attribute && m.Ident(m.Exprs[callee].A) == "self" && m.Exprs[m.Exprs[callee].A].Kind == python.NameExpr &&
		message().MatchString(m.Ident(callee))
}

// methodAround is the function that a block belongs to, and the class whose
// method it is or stands in, -1 for none.
func methodAround(m *python.Module, b python.BlockID) (function, class int32) {
	function = -1
	for ; b != 0; b = m.Blocks[b].Parent {
		stmt := m.Blocks[b].Stmt
		if stmt < 0 || m.Stmts[stmt].Kind != python.DefStmt {
			continue
		}
		index := m.Stmts[stmt].Index
		if function < 0 {
			function = index
		}
		if class, kind := m.MethodOf(index); class >= 0 {
			if kind != python.InstanceMethod {
				return function, -1
			}
			return function, class
		}
	}
	return function, -1
}

// messenger is the class of the SDK from which a class has a maker of messages,
// nil where it may have it from elsewhere.
func messenger(prog *python.Program, ref python.ClassRef, maker string) *sdk.Class {
	if _, own := prog.Method(ref, maker); own {
		return nil
	}
	var of *sdk.Class
	bases, _ := prog.Ancestors(ref)
	for _, b := range bases {
		switch b.Value.Root {
		case python.ClassRoot:
		case python.ExternalRoot:
			if c, known := sdk.External(b.Value.Path); known == sdk.InTable {
				of = c
			} else if top, _, _ := strings.Cut(b.Value.Path, "."); !pydata.InStdlib(top, "") {
				return nil
			}
		default:
			return nil
		}
	}
	return of
}
