package python

import "github.com/difylint/difylint/lint/source/text"

// The vocabulary of the tokenizer: kinds of tokens, keywords, operators and the
// character classes that the main loop switches on.

// kind is the kind of a token. Operators and keywords have one each, so that
// the parser compares a byte and never a string.
type kind uint8

const (
	tBad kind = iota // not in the token list: the parser's state after an error
	tEOF
	tNewline
	tIndent
	tDedent
	tName
	tNumber
	tString
	tFStart  // prefix and opening quote of an f-string or t-string
	tFMiddle // literal text of an f-string
	tFEnd    // closing quote of an f-string

	tLParen
	tRParen
	tLBracket
	tRBracket
	tLBrace
	tRBrace
	tColon
	tComma
	tSemi
	tDot
	tEllipsis
	tArrow
	tBang // the ! of a conversion in an f-string
	tAssign
	tWalrus
	tAugAssign // any of += -= ... the operator is told from the text
	tPlus
	tMinus
	tStar
	tDoubleStar
	tSlash
	tDoubleSlash
	tPercent
	tAt
	tAmp
	tPipe
	tCaret
	tTilde
	tShl
	tShr
	tLess
	tGreater
	tEqual
	tNotEqual
	tLessEqual
	tGreaterEqual

	kwFalse
	kwNone
	kwTrue
	kwAnd
	kwAs
	kwAssert
	kwAsync
	kwAwait
	kwBreak
	kwClass
	kwContinue
	kwDef
	kwDel
	kwElif
	kwElse
	kwExcept
	kwFinally
	kwFor
	kwFrom
	kwGlobal
	kwIf
	kwImport
	kwIn
	kwIs
	kwLambda
	kwNonlocal
	kwNot
	kwOr
	kwPass
	kwRaise
	kwReturn
	kwTry
	kwWhile
	kwWith
	kwYield

	kindCount
)

func (k kind) isKeyword() bool { return k >= kwFalse }

// neverInBrackets are the keywords that begin a statement and stand in no
// expression.
var neverInBrackets = [kindCount]bool{
	kwAssert: true, kwBreak: true, kwClass: true, kwContinue: true, kwDef: true, kwDel: true,
	kwExcept: true, kwFinally: true, kwGlobal: true, kwImport: true, kwNonlocal: true, kwPass: true,
	kwRaise: true, kwReturn: true, kwTry: true, kwWhile: true, kwWith: true,
}

// token is one token: its kind and its bytes [start, end). Tokens that stand
// for layout (indent, dedent, the newline at the end of the file) are empty.
type token struct {
	kind       kind
	start, end int32
}

func (t token) span() text.Span { return span(int(t.start), int(t.end)) }

var keywords = map[string]kind{
	"False": kwFalse, "None": kwNone, "True": kwTrue, "and": kwAnd, "as": kwAs,
	"assert": kwAssert, "async": kwAsync, "await": kwAwait, "break": kwBreak,
	"class": kwClass, "continue": kwContinue, "def": kwDef, "del": kwDel,
	"elif": kwElif, "else": kwElse, "except": kwExcept, "finally": kwFinally,
	"for": kwFor, "from": kwFrom, "global": kwGlobal, "if": kwIf,
	"import": kwImport, "in": kwIn, "is": kwIs, "lambda": kwLambda,
	"nonlocal": kwNonlocal, "not": kwNot, "or": kwOr, "pass": kwPass,
	"raise": kwRaise, "return": kwReturn, "try": kwTry, "while": kwWhile,
	"with": kwWith, "yield": kwYield,
}

// keyword is the keyword's kind, or tName.
func keyword(s string) kind {
	if k, ok := keywords[s]; ok {
		return k
	}
	return tName
}

type operator struct {
	text string
	kind kind
}

// operators are the operators by their first character, longer ones first.
var operators = func() (t [256][]operator) {
	for _, o := range [...]operator{
		{"...", tEllipsis}, {"**=", tAugAssign}, {"//=", tAugAssign}, {"<<=", tAugAssign}, {">>=", tAugAssign},
		{"+=", tAugAssign}, {"-=", tAugAssign}, {"*=", tAugAssign}, {"/=", tAugAssign}, {"%=", tAugAssign},
		{"@=", tAugAssign}, {"&=", tAugAssign}, {"|=", tAugAssign}, {"^=", tAugAssign},
		{":=", tWalrus}, {"->", tArrow}, {"**", tDoubleStar}, {"//", tDoubleSlash}, {"<<", tShl}, {">>", tShr},
		{"==", tEqual}, {"!=", tNotEqual}, {"<=", tLessEqual}, {">=", tGreaterEqual},
		{"(", tLParen}, {"[", tLBracket}, {"{", tLBrace}, {":", tColon}, {",", tComma}, {";", tSemi}, {".", tDot},
		{"!", tBang}, {"=", tAssign}, {"+", tPlus}, {"-", tMinus}, {"*", tStar}, {"/", tSlash}, {"%", tPercent},
		{"@", tAt}, {"&", tAmp}, {"|", tPipe}, {"^", tCaret}, {"~", tTilde}, {"<", tLess}, {">", tGreater},
	} {
		t[o.text[0]] = append(t[o.text[0]], o)
	}
	return t
}()

// The classes of a byte at the start of a token.
const (
	cBad uint8 = iota
	cIdent
	cDigit
	cSpace
	cNewline
	cQuote
	cHash
	cBackslash
	cZero
	cOp
)

var byteClass = func() (t [256]uint8) {
	for c := range 256 {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_', c >= 0x80:
			t[c] = cIdent
		case c >= '0' && c <= '9':
			t[c] = cDigit
		}
	}
	for _, c := range " \t\f" {
		t[c] = cSpace
	}
	for _, c := range "()[]{}:,;.+-*/%@&|^~<>=!" {
		t[c] = cOp
	}
	t['\n'], t['\r'] = cNewline, cNewline
	t['"'], t['\''] = cQuote, cQuote
	t['#'], t['\\'], t[0] = cHash, cBackslash, cZero
	return t
}()

// identByte marks the bytes that go on with an identifier.
var identByte = func() (t [256]bool) {
	for c := range t {
		t[c] = byteClass[c] == cIdent || byteClass[c] == cDigit
	}
	return t
}()

// Binding power of the binary operators; 0 is no operator.
const (
	precOr uint8 = iota + 1
	precAnd
	precNot
	precCompare
	precBitOr
	precBitXor
	precBitAnd
	precShift
	precSum
	precTerm
)

var binaryPrec = [kindCount]uint8{
	kwOr: precOr, kwAnd: precAnd,
	kwIn: precCompare, kwIs: precCompare, kwNot: precCompare,
	tLess: precCompare, tGreater: precCompare, tEqual: precCompare,
	tNotEqual: precCompare, tLessEqual: precCompare, tGreaterEqual: precCompare,
	tPipe: precBitOr, tCaret: precBitXor, tAmp: precBitAnd,
	tShl: precShift, tShr: precShift, tPlus: precSum, tMinus: precSum,
	tStar: precTerm, tSlash: precTerm, tDoubleSlash: precTerm,
	tPercent: precTerm, tAt: precTerm,
}
