// Package python reads facts from Python 3.12 to 3.14 sources without running
// them: imports, classes, functions, calls, assignments, strings, comments and
// the syntax error that keeps a module from loading, each with its place.
//
// Parse reads one file. It never fails and never panics: what can be read of a
// broken file is there beside its Module.Err. NewProgram joins the modules of
// a plugin and says what a call's name stands for.
//
// Facts stand in flat slices and refer to each other by index, so that a file
// costs a handful of allocations whatever its size.
//
// Not stable: see docs/stability.md.
package python

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/difylint/difylint/lint/source/text"
)

// MaxSize is the largest file that is read, in bytes. A larger one gets an Err
// and no facts.
const MaxSize = 1 << 28

// Module is what one source file says.
type Module struct {
	File *text.File
	// Encoding is the name of the source's encoding, normalised: "utf-8" unless
	// a cookie in the first two lines says otherwise. Names and strings are
	// decoded for utf-8, ascii and latin-1 only.
	Encoding string
	// Err is the first syntax error, or nil. A module with one does not load.
	Err *SyntaxError
	// Broken is the first syntax error of a draft that was read without the
	// lines in Mended; Err is nil then.
	Broken *SyntaxError
	Mended []text.Span
	// Incomplete says that the file nests deeper than is followed (and deeper
	// than any sane source): facts are missing from it.
	Incomplete bool
	// Features are uses of syntax that is younger than Python 3.12.
	Features []Feature
	// Undecodable is the first byte in a comment that is not UTF-8, which Python
	// 3.14 refuses.
	Undecodable text.Span
	// Comments are the spans of all comments, from the # to the end of the line.
	Comments []text.Span
	// Doc is the module's docstring, or 0.
	Doc ExprID

	// Exprs holds every expression. Operands stand before the expression that
	// uses them. Index 0 is no expression.
	Exprs []Expr
	// Stmts holds every statement in the order of the source, those of nested
	// blocks behind the one that holds them. elif, else, except, finally and
	// case count as statements of their own.
	Stmts []Stmt
	// Blocks[0] is the module's own block.
	Blocks []Block
	// Scopes[0] is the module's own scope.
	Scopes    []Scope
	Imports   []Import
	Classes   []Class
	Functions []Function
	// Calls holds every call in the order in which they end.
	Calls    []Call
	Bindings []Binding

	args   []Arg
	params []Param
	parts  []StringPart
	kids   []ExprID
	src    string
	latin1 bool
	// lambdas are the scopes of lambdas.
	lambdas []ScopeID
}

// Indices into the slices of a Module.
type (
	// ExprID is an index into Module.Exprs; 0 is none.
	ExprID int32
	// BlockID is an index into Module.Blocks; 0 is the module.
	BlockID int32
	// ScopeID is an index into Module.Scopes; 0 is the module.
	ScopeID int32
)

// SyntaxError is why a module does not load. Format is English, its arguments
// apart, so that it can be translated.
type SyntaxError struct {
	Span   text.Span
	Format string
	Args   []any
}

func (e *SyntaxError) Error() string { return fmt.Sprintf(e.Format, e.Args...) }

// Feature is a use of syntax that Python 3.12 lacks.
type Feature struct {
	Span text.Span
	// Minor is the first Python 3 that takes it: 13 or 14.
	Minor int
	// Name says what it is, with its article: "a template string".
	Name text.Message
}

// ExprKind is the kind of an expression.
type ExprKind uint8

// The kinds of expression, and what A, B and N of an Expr mean for each.
const (
	NoExpr    ExprKind = iota
	NameExpr           // a name
	NumberLit          // a number as written
	StringLit          // one or more adjacent literals: see Module.Parts; A is 1 where one is an f-string
	TrueLit
	FalseLit
	NoneLit
	EllipsisLit
	Attribute    // A.name; B is the offset of the name
	CallExpr     // A(arguments): see Module.Args
	Subscript    // A[B]
	SliceExpr    // children: those of lower, upper, step that are there
	Await        // await A
	UnaryOp      // op A
	BinaryOp     // A op B, also and, or; a chain leans to the left
	Compare      // A op B; a chain leans to the left
	Conditional  // children: body, test, otherwise
	Lambda       // A is the body; B is the index of its Function
	Walrus       // A := B
	Starred      // *A, or **A in a dict display
	TupleExpr    // children
	ListExpr     // children
	SetExpr      // children
	DictExpr     // children: key, value, key, value ...; key 0 with **value
	GeneratorExp // children: element, then the iterables, targets and conditions
	ListComp     // as GeneratorExp
	SetComp      // as GeneratorExp
	DictComp     // children: key, value, then as GeneratorExp
	Yield        // yield A; A may be 0
	YieldFrom    // yield from A
)

// Expr is one expression: the bytes [Start, End) of the file and its operands.
type Expr struct {
	Kind ExprKind
	// Paren says that parentheses (which the span leaves out) stand around it.
	Paren bool
	op    kind
	Start int32
	End   int32
	A, B  ExprID
	N     int32
}

// Span is the expression's place.
func (e Expr) Span() text.Span { return span(int(e.Start), int(e.End)) }

// Arg is one argument of a call, or one base or keyword of a class.
type Arg struct {
	Value ExprID
	// Star is 1 for *Value and 2 for **Value, else 0.
	Star uint8
	// Name is the keyword; it is empty for a positional argument.
	Name Name
}

// Name is a place that holds an identifier.
type Name struct{ Start, End int32 }

// Span is the name's place.
func (n Name) Span() text.Span { return span(int(n.Start), int(n.End)) }

// IsEmpty reports whether there is no name.
func (n Name) IsEmpty() bool { return n.End == n.Start }

// StmtKind is the kind of a statement.
type StmtKind uint8

// The kinds of statement, and what A and B of a Stmt mean for each.
const (
	NoStmt        StmtKind = iota
	ExprStmt               // A
	AssignStmt             // A is the value, B the first target; all targets are Bindings
	AugAssignStmt          // B op= A
	AnnAssignStmt          // B: annotation = A; A may be 0
	ReturnStmt             // A may be 0
	RaiseStmt              // raise A from B; both may be 0
	DelStmt                // A
	PassStmt
	BreakStmt
	ContinueStmt
	ImportStmt
	GlobalStmt
	NonlocalStmt
	AssertStmt // assert A, B
	TypeStmt   // type B = A
	IfStmt     // if A; elif is one of these within the block of the first
	ElifStmt   // elif A
	ElseStmt
	ForStmt // for B in A
	WhileStmt
	TryStmt
	ExceptStmt // except A
	FinallyStmt
	WithStmt
	MatchStmt // match A
	CaseStmt  // case ... if A
	DefStmt   // Index is the Function
	ClassStmt // Index is the Class
)

// Stmt is one statement.
type Stmt struct {
	Kind  StmtKind
	Async bool
	Block BlockID
	// Start and End are the bytes of the statement, its block included.
	Start, End int32
	A, B       ExprID
	// Index is the Function or Class that the statement makes; of a TryStmt it
	// is 1 where its handlers are except*; of an ElifStmt it is the if or elif
	// before it.
	Index int32
	// firstExpr is the index of the first expression in it.
	firstExpr ExprID
}

// Span is the statement's place, its block included.
func (s Stmt) Span() text.Span { return span(int(s.Start), int(s.End)) }

// BlockKind says what a block hangs on.
type BlockKind uint8

// The kinds of block.
const (
	ModuleBlock BlockKind = iota
	FunctionBlock
	ClassBlock
	IfBlock
	ElseBlock // of if, for, while or try
	ForBlock
	WhileBlock
	TryBlock
	ExceptBlock
	FinallyBlock
	WithBlock
	CaseBlock
)

// Block is a run of statements that stand together.
type Block struct {
	Kind   BlockKind
	Guard  Guard
	Scope  ScopeID
	Parent BlockID
	// Stmt is the index of the statement whose block it is, -1 for the module.
	Stmt int32
}

// Guard says under what circumstances a block runs. A block inherits those of
// the blocks around it; a function's block, which runs at another time,
// inherits TypeCheckingGuard alone.
type Guard uint8

// The guards of a block.
const (
	// TypeCheckingGuard: never at run time, only for type checkers.
	TypeCheckingGuard Guard = 1 << iota
	// TryGuard: within a try that has a handler.
	TryGuard
	// ImportErrorGuard: within a try that catches ImportError (by that name,
	// ModuleNotFoundError, Exception, BaseException, or catching everything).
	ImportErrorGuard
	// HandlerGuard: within an except block.
	HandlerGuard
	// ConditionGuard: under an if, else, while or case, or in a loop.
	ConditionGuard
)

// ScopeKind is the kind of a scope.
type ScopeKind uint8

// The kinds of scope. A comprehension has none of its own: its targets are
// bindings that hold within it only (Binding.Start, Binding.End).
const (
	ModuleScope ScopeKind = iota
	FunctionScope
	ClassScope
	LambdaScope
)

// Scope is where names are bound.
type Scope struct {
	Kind   ScopeKind
	Parent ScopeID
	// Index is the Function or Class whose scope it is.
	Index int32
	// first and last bound the expressions within.
	first, last ExprID
}

// Import is one name that an import statement binds.
type Import struct {
	// Stmt is the span of the whole statement.
	Stmt text.Span
	// Module is the module as written, without the dots of a relative import:
	// "a.b" in `import a.b` and in `from ..a.b import c`, "" in `from . import c`.
	Module     string
	ModuleSpan text.Span
	// Level is the number of leading dots.
	Level int
	// From tells `from Module import Name` from `import Module`.
	From bool
	// Name is the imported name of a from import, or "*".
	Name     string
	NameSpan text.Span
	// As is the name behind as, or "".
	As     string
	AsSpan text.Span
	Scope  ScopeID
	Block  BlockID
}

// Bind is the name that the import binds in its scope: "a" for `import a.b`,
// "" for a star.
func (i *Import) Bind() string {
	switch {
	case i.As != "":
		return i.As
	case i.From && i.Name == "*":
		return ""
	case i.From:
		return i.Name
	}
	name, _, _ := strings.Cut(i.Module, ".")
	return name
}

// Class is a class statement.
type Class struct {
	Name       string
	NameSpan   text.Span
	Span       text.Span // from the first decorator or the keyword to the end
	Decorators []ExprID
	// Args are the bases and keywords: see Bases.
	Args []Arg
	Doc  ExprID
	// Scope is the class's own; Parent and Block are those that it stands in.
	Scope, Parent ScopeID
	Block         BlockID
	// Body is the class's own block.
	Body BlockID
}

// Bases yields the expressions of the positional bases.
func (c *Class) Bases() []ExprID {
	var bases []ExprID
	for _, a := range c.Args {
		if a.Name.IsEmpty() && a.Star == 0 {
			bases = append(bases, a.Value)
		}
	}
	return bases
}

// Function is a def statement or a lambda (whose Name is "").
type Function struct {
	Name       string
	NameSpan   text.Span
	Span       text.Span // from the first decorator or the keyword to the end
	Async      bool
	Generator  bool // it holds a yield
	Raises     bool // its body raises NotImplementedError and does nothing else
	Decorators []ExprID
	Params     []Param
	Returns    ExprID // the annotation, or 0
	Doc        ExprID
	// Scope is the function's own; Parent and Block are those that it stands in.
	Scope, Parent ScopeID
	Block         BlockID
	// Body is the function's own block; a lambda has that which it stands in.
	Body BlockID
	Stmt int32 // -1 for a lambda
}

// ParamKind is how a parameter takes its argument.
type ParamKind uint8

// The kinds of parameter.
const (
	PositionalOnly ParamKind = iota
	Positional               // by position or keyword
	VarPositional            // *args
	KeywordOnly
	VarKeyword // **kwargs
)

// Param is a parameter of a function.
type Param struct {
	Kind       ParamKind
	Name       Name
	Annotation ExprID
	Default    ExprID
}

// Call is a call and where it stands.
type Call struct {
	Expr  ExprID
	Scope ScopeID
	Block BlockID
}

// BindKind is what binds a name.
type BindKind uint8

// The kinds of binding. What Value means stands beside each.
const (
	AssignBind    BindKind = iota // the value
	AugBind                       // the right side
	AnnBind                       // the value, or 0
	WalrusBind                    // the value
	WithBind                      // the context manager
	ForBind                       // the iterable
	CompBind                      // the iterable; holds within Start, End
	ExceptBind                    // the type
	CaseBind                      // the subject of the match
	DeleteBind                    // 0
	TypeBind                      // the value of a type statement
	TypeParamBind                 // the bound
	GlobalBind                    // 0: the name is the module's
	NonlocalBind                  // 0: the name is that of a function around this one
)

// Binding gives a value to a target. Imports, functions, classes and
// parameters bind names too, and are not repeated here.
type Binding struct {
	Kind BindKind
	// Unpacked says that the target is an element of what Kind and Value tell.
	Unpacked bool
	// Target is a name, attribute or subscript; it is 0 where Name is set.
	Target ExprID
	// Name is the bound name where the target is not an expression (except E as
	// name, a capture in a case).
	Name       Name
	Value      ExprID
	Annotation ExprID
	Scope      ScopeID
	Block      BlockID
	// Start and End bound the bytes in which a CompBind holds.
	Start, End int32
}

// StringPart is one literal of a string, or a piece of an f-string.
type StringPart struct {
	Kind PartKind
	// Raw: backslashes stand for themselves.
	Raw bool
	// Start and End are the text without prefix and quotes; of a field, its
	// braces included.
	Start, End int32
	// Expr is the expression of a field.
	Expr ExprID
}

// PartKind is the kind of a StringPart.
type PartKind uint8

// The kinds of part.
const (
	PlainPart     PartKind = iota
	BytesPart              // of a bytes literal
	FormatPart             // literal text of an f-string or t-string
	FieldPart              // a replacement field; its format specification follows
	SpecPart               // literal text of a format specification
	SpecFieldPart          // a replacement field within a format specification
)

func span(start, end int) text.Span { return text.Span{Start: start, End: end} }

// Text is the bytes of a name as an identifier: characters outside ASCII are
// normalised as Python does it (NFKC).
func (m *Module) Text(n Name) string { return m.ident(int(n.Start), int(n.End)) }

func (m *Module) ident(start, end int) string {
	s := m.src[start:end]
	for i := range len(s) {
		if s[i] >= 0x80 {
			if m.latin1 {
				return latin1(s)
			}
			return norm.NFKC.String(s)
		}
	}
	return s
}

// Ident is the identifier of a NameExpr or the last name of an Attribute, else "".
func (m *Module) Ident(e ExprID) string { return m.Text(m.NameOf(e)) }

// NameOf is the place of a NameExpr or of the last name of an Attribute, else empty.
func (m *Module) NameOf(e ExprID) Name {
	x := &m.Exprs[e]
	switch x.Kind {
	case NameExpr:
		return Name{x.Start, x.End}
	case Attribute:
		return Name{int32(x.B), x.End}
	}
	return Name{}
}

// Kids are the children of an expression that has a list of them.
func (m *Module) Kids(e ExprID) []ExprID {
	x := &m.Exprs[e]
	switch x.Kind {
	case SliceExpr, Conditional, TupleExpr, ListExpr, SetExpr, DictExpr, GeneratorExp, ListComp, SetComp, DictComp:
		return m.kids[x.B : int32(x.B)+x.N]
	}
	return nil
}

// Args are the arguments of a CallExpr, in the order of the source.
func (m *Module) Args(e ExprID) []Arg {
	x := &m.Exprs[e]
	if x.Kind != CallExpr {
		return nil
	}
	return m.args[x.B : int32(x.B)+x.N]
}

// Keyword is the value of the keyword argument of a call, or 0.
func (m *Module) Keyword(call ExprID, name string) ExprID {
	for _, a := range m.Args(call) {
		if !a.Name.IsEmpty() && m.Text(a.Name) == name {
			return a.Value
		}
	}
	return 0
}

// Positional is the i-th positional argument of a call, counted from 0, or 0:
// also where a *argument before it hides which one it is.
func (m *Module) Positional(call ExprID, i int) ExprID {
	for _, a := range m.Args(call) {
		switch {
		case a.Star == 1:
			return 0
		case !a.Name.IsEmpty() || a.Star != 0:
			continue
		case i == 0:
			return a.Value
		}
		i--
	}
	return 0
}

// Parts are the pieces of a StringLit.
func (m *Module) Parts(e ExprID) []StringPart {
	x := &m.Exprs[e]
	if x.Kind != StringLit {
		return nil
	}
	return m.parts[x.B : int32(x.B)+x.N]
}

// Operator is the operator of a UnaryOp, BinaryOp or Compare as one word
// ("not", "+", "and", "is"; "not in" and "is not" are "not" and "is").
func (m *Module) Operator(e ExprID) string {
	return operatorNames[m.Exprs[e].op]
}

var operatorNames = [kindCount]string{
	kwOr: "or", kwAnd: "and", kwNot: "not", kwIn: "in", kwIs: "is",
	tLess: "<", tGreater: ">", tEqual: "==", tNotEqual: "!=", tLessEqual: "<=", tGreaterEqual: ">=",
	tPipe: "|", tCaret: "^", tAmp: "&", tShl: "<<", tShr: ">>", tPlus: "+", tMinus: "-", tStar: "*",
	tSlash: "/", tDoubleSlash: "//", tPercent: "%", tAt: "@", tDoubleStar: "**", tTilde: "~",
}

// Dotted is the text of a chain of names, "a.b.c", and whether e is one.
func (m *Module) Dotted(e ExprID) (string, bool) {
	var most [17]string
	names := most[:0]
	for m.Exprs[e].Kind == Attribute && len(names) < len(most)-1 {
		names = append(names, m.Ident(e))
		e = m.Exprs[e].A
	}
	if m.Exprs[e].Kind != NameExpr {
		return "", false
	}
	names = append(names, m.Ident(e))
	slices.Reverse(names)
	return strings.Join(names, "."), true
}

// StmtOf is the index of the statement that holds an expression, the innermost
// one, or -1.
func (m *Module) StmtOf(e ExprID) int {
	return sort.Search(len(m.Stmts), func(i int) bool { return m.Stmts[i].firstExpr > e }) - 1
}

// ScopeOf is the scope that an expression stands in.
func (m *Module) ScopeOf(e ExprID) ScopeID {
	scope, first := ScopeID(0), ExprID(0)
	if i := m.StmtOf(e); i >= 0 {
		scope, first = m.Blocks[m.Stmts[i].Block].Scope, m.Stmts[i].firstExpr
	}
	// The innermost lambda around it is the last one that begins before it and
	// ends behind it.
	k, _ := slices.BinarySearchFunc(m.lambdas, e+1, func(s ScopeID, e ExprID) int { return int(m.Scopes[s].first - e) })
	for k--; k >= 0; k-- {
		s := &m.Scopes[m.lambdas[k]]
		if s.first < first {
			break
		}
		if e < s.last {
			return m.lambdas[k]
		}
	}
	return scope
}

// GuardOf is the guard of a block.
func (m *Module) GuardOf(b BlockID) Guard { return m.Blocks[b].Guard }

// IsFormat reports whether a string literal has a part that is an f-string or
// t-string, even one without replacement fields.
func (m *Module) IsFormat(e ExprID) bool { return m.Exprs[e].Kind == StringLit && m.Exprs[e].A != 0 }

// IsGroup reports whether the try statement with this index has except* handlers.
func (m *Module) IsGroup(stmt int) bool { return m.Stmts[stmt].Index == 1 }

// Docstrings are the expressions that document the module, its classes and its
// functions; 0, for those without, is among them.
func (m *Module) Docstrings() map[ExprID]bool {
	docs := map[ExprID]bool{m.Doc: true}
	for i := range m.Classes {
		docs[m.Classes[i].Doc] = true
	}
	for i := range m.Functions {
		docs[m.Functions[i].Doc] = true
	}
	return docs
}

// RunsAtOnce reports whether a scope's statements run when the module is loaded:
// they stand in it, or in classes.
func (m *Module) RunsAtOnce(s ScopeID) bool {
	for ; s != 0; s = m.Scopes[s].Parent {
		if m.Scopes[s].Kind != ClassScope {
			return false
		}
	}
	return true
}
