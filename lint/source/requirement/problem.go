package requirement

import (
	"fmt"
	"slices"

	"github.com/difylint/difylint/lint/source/text"
)

// Code names what is wrong with a requirement or a line.
type Code string

// What may be wrong. Where the meaning is clear, the problem has an edit.
const (
	CodeSyntax          Code = "syntax"           // none of those below
	CodeEmpty           Code = "empty"            // no requirement at all
	CodeName            Code = "name"             // no name, or one that may not be
	CodeExtras          Code = "extras"           // the list in brackets
	CodeOperator        Code = "operator"         // =, =>, ^, ... for ==, >=, ...
	CodeOperatorMissing Code = "operator-missing" // name 1.0
	CodeVersion         Code = "version"          // not a version of PEP 440
	CodeVersionMissing  Code = "version-missing"  // name==
	CodeVersionBlank    Code = "version-blank"    // a version with a blank inside
	CodeWildcard        Code = "wildcard"         // .* behind >= and its like
	CodeLocal           Code = "local"            // +label behind >= and its like
	CodeCompatible      Code = "compatible"       // ~= with one number only
	CodeComma           Code = "comma"            // missing, or twice
	CodeTrailingComma   Code = "trailing-comma"   // accepted, but not by the standard
	CodeParenthesis     Code = "parenthesis"      // not closed
	CodeQuotes          Code = "quotes"           // around a requirement, curly, not closed
	CodeFullWidth       Code = "full-width"       // a full-width form for an ASCII character
	CodeEscaped         Code = "escaped"          // &lt; for <, as HTML writes it
	CodeURL             Code = "url"              // no URL behind @
	CodeMarker          Code = "marker"           // the condition
	CodeMarkerVariable  Code = "marker-variable"  // an unknown name in it
	CodeMarkerOperator  Code = "marker-operator"  // not an operator of markers
	CodeTrailing        Code = "trailing"         // text behind the end
	CodeCommand         Code = "command"          // pip install name
	CodeTooDeep         Code = "too-deep"         // nested beyond a limit
	CodeTooLarge        Code = "too-large"        // beyond a limit of size or number
	CodeOption          Code = "option"           // an option that no installer knows
	CodeOptionValue     Code = "option-value"     // an option's value
	CodeOptionPlace     Code = "option-place"     // an option that may not stand here
	CodeEncoding        Code = "encoding"         // bytes that are no text
	CodeInclude         Code = "include"          // a file that cannot be followed
	CodeIncludeCycle    Code = "include-cycle"    // a file that includes itself
	CodeIncludeEscape   Code = "include-escape"   // a file outside the plugin
	CodeIncludeRemote   Code = "include-remote"   // a file behind a URL
	CodeTOML            Code = "toml"             // not TOML
	CodeType            Code = "type"             // another kind of value than the format wants
	CodeMissing         Code = "missing"          // a key that the format wants
	CodeDynamic         Code = "dynamic"          // declared both static and dynamic
	CodeGroup           Code = "dependency-group" // an include-group that names none, or a cycle
)

// Problem is one thing that is wrong, at its place.
type Problem struct {
	Code Code
	Span text.Span
	// Format and Args are the message in the manner of package fmt.
	Format string
	Args   []any
	// Edit makes right what is meant, where that is clear.
	Edit *Edit
	// Accepted says that pip and uv take it all the same.
	Accepted bool
	// ByUV says that uv refuses it and pip takes it.
	ByUV bool
}

// Edit replaces a span by other text.
type Edit struct {
	Span text.Span
	New  string
}

// accepted reports whether pip and uv take it all the same, in spite of each problem.
func accepted(list []Problem) bool {
	return !slices.ContainsFunc(list, func(p Problem) bool { return !p.Accepted })
}

// Message is what is wrong, in words.
func (p Problem) Message() string { return fmt.Sprintf(p.Format, p.Args...) }

// clip shortens text of others for a message.
func clip(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
