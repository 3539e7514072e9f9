package source

// What the value of an expression certainly is, for rules that know what the SDK
// takes.

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/python"
)

// kind is what a value is; unknownKind where it may be several things.
type kind uint8

const (
	unknownKind kind = iota
	noneKind
	textKind
	bytesKind
	numberKind
	boolKind
	listKind
	tupleKind
	setKind
	dictKind
	exceptionKind
	answerKind
)

// kindNames are what messages call the kinds.
var kindNames = [...]lint.Message{
	noneKind: lint.Msg("None"), textKind: lint.Msg("a text"), bytesKind: lint.Msg("bytes"), numberKind: lint.Msg("a number"), boolKind: lint.Msg("a boolean"),
	listKind: lint.Msg("a list"), tupleKind: lint.Msg("a tuple"), setKind: lint.Msg("a set"), dictKind: lint.Msg("a dict"),
	exceptionKind: lint.Msg("an exception"), answerKind: lint.Msg("a response of an HTTP client"),
}

// literalKinds are those of expressions that are written out.
var literalKinds = map[python.ExprKind]kind{
	python.NoneLit: noneKind, python.NumberLit: numberKind, python.TrueLit: boolKind, python.FalseLit: boolKind,
	python.ListExpr: listKind, python.ListComp: listKind, python.TupleExpr: tupleKind, python.SetExpr: setKind, python.SetComp: setKind,
	python.DictExpr: dictKind, python.DictComp: dictKind,
}

// callKinds are what well-known functions give.
var callKinds = map[string]kind{
	"builtins.str()": textKind, "builtins.repr()": textKind, "json.dumps()": textKind, "builtins.dict()": dictKind, "builtins.list()": listKind,
	"requests.get()": answerKind, "requests.post()": answerKind, "requests.put()": answerKind, "requests.patch()": answerKind, "requests.delete()": answerKind, "requests.request()": answerKind,
	"httpx.get()": answerKind, "httpx.post()": answerKind, "httpx.put()": answerKind, "httpx.patch()": answerKind, "httpx.delete()": answerKind, "httpx.request()": answerKind,
}

// kindOfValue is what an expression of module i is in every case.
func kindOfValue(prog *python.Program, i int, e python.ExprID) kind {
	if k := literalKind(prog, i, e); k != unknownKind {
		return k
	}
	var all kind
	for _, v := range prog.Resolve(i, e) {
		k := unknownKind
		switch {
		case isException(prog, v):
			k = exceptionKind
		case v.Root == python.LiteralRoot && v.Path == "":
			k = literalKind(prog, int(v.Module), python.ExprID(v.Index))
		case v.Root == python.ExternalRoot:
			k = callKinds[v.Path]
		}
		if k == unknownKind || all != unknownKind && k != all {
			return unknownKind
		}
		all = k
	}
	return all
}

func literalKind(prog *python.Program, i int, e python.ExprID) kind {
	m := prog.Modules[i]
	if parts := m.Parts(e); len(parts) > 0 && parts[0].Kind == python.BytesPart {
		return bytesKind
	}
	if isText(prog, i, e) {
		return textKind
	}
	return literalKinds[m.Exprs[e].Kind]
}

// isText reports whether an expression is a text in every case.
func isText(prog *python.Program, i int, e python.ExprID) bool {
	m := prog.Modules[i]
	switch x := m.Exprs[e]; x.Kind {
	case python.StringLit:
		return true
	case python.BinaryOp:
		op := m.Operator(e)
		return (op == "+" || op == "%") && isText(prog, i, x.A) || op == "+" && isText(prog, i, x.B)
	case python.CallExpr:
		// "…".format(…), ", ".join(…)
		if callee := m.Exprs[x.A]; callee.Kind == python.Attribute && m.Exprs[callee.A].Kind == python.StringLit {
			return slices.Contains([]string{"format", "join", "strip", "replace"}, m.Ident(x.A))
		}
		values := prog.Resolve(i, e)
		return len(values) == 1 && values[0].Root == python.ExternalRoot && callKinds[values[0].Path] == textKind
	}
	return false
}

// raises reports whether an expression is an exception in every case.
func raises(prog *python.Program, i int, e python.ExprID) bool {
	values := prog.Resolve(i, e)
	return len(values) > 0 && !slices.ContainsFunc(values, func(value python.Value) bool { return !isException(prog, value) })
}

// isException reports whether a value is an exception, made or caught, or a class
// of exceptions.
func isException(prog *python.Program, v python.Value) bool {
	switch v.Root {
	case python.ExternalRoot:
		return exceptional(v.Path)
	case python.InstanceRoot, python.ClassRoot:
		if v.Path != "" {
			return false
		}
		bases, _ := prog.Ancestors(v.Class())
		return slices.ContainsFunc(bases, func(b python.Base) bool { return b.Value.Root == python.ExternalRoot && exceptional(b.Value.Path) })
	}
	return false
}

// exceptional reports whether an outside name is, as all libraries name them, a
// class of exceptions or one that is made of it.
func exceptional(path string) bool {
	path = strings.TrimSuffix(path, "()")
	name := path[strings.LastIndexByte(path, '.')+1:]
	return name != "" && name[0] >= 'A' && name[0] <= 'Z' && (strings.HasSuffix(name, "Error") || strings.HasSuffix(name, "Exception"))
}
