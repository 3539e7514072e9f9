package requirement

import "github.com/difylint/difylint/lint/source/text"

// tables reads the values under the keys of TOML's tables, and tells where one is of
// another kind than the format wants.
type tables struct {
	// Problems are those of the file: its syntax, kinds of values, groups. Each
	// requirement has its own.
	Problems []Problem
}

func (t *tables) problem(code Code, span text.Span, format string, args ...any) {
	if len(t.Problems) < maxClauses {
		t.Problems = append(t.Problems, Problem{Code: code, Span: span, Format: format, Args: args})
	}
}

// want is the value under a key, nil where there is none or, which the format says,
// it is of another kind.
func (t *tables) want(kind tomlKind, n *tomlNode, key, format string, args ...any) *tomlNode {
	v := n.get(key)
	if v != nil && v.kind != kind {
		t.problem(CodeType, v.span, format, args...)
		return nil
	}
	return v
}

// table is the table under a key, nil where there is none.
func (t *tables) table(n *tomlNode, key string) *tomlNode {
	return t.want(tomlTable, n, key, "%s is a table", key)
}

// flag is the truth value under a key, nil where there is none.
func (t *tables) flag(n *tomlNode, key string) *tomlNode {
	return t.want(tomlBool, n, key, "%s is true or false", key)
}

// text is the string under a key.
func (t *tables) text(n *tomlNode, key string) Value {
	v := t.want(tomlString, n, key, "%s is a text in quotes", key)
	if v == nil {
		return Value{}
	}
	return Value{Text: v.text, Span: v.inner(), Key: n.pair(key).span}
}

// array is the list under a key.
func (t *tables) array(n *tomlNode, key string) []*tomlNode {
	if v := t.want(tomlArray, n, key, "%s is a list", key); v != nil {
		return v.items
	}
	return nil
}

// texts is the list of strings under a key.
func (t *tables) texts(n *tomlNode, key string) []Value {
	var list []Value
	for _, v := range t.array(n, key) {
		if v.kind != tomlString {
			t.problem(CodeType, v.span, "%s is a list of texts in quotes", key)
			continue
		}
		list = append(list, Value{Text: v.text, Span: v.inner(), Key: v.span})
	}
	return list
}

// onlyTables are the tables of a list; the format says what the others are not.
func (t *tables) onlyTables(items []*tomlNode, format string, args ...any) []*tomlNode {
	var list []*tomlNode
	for _, v := range items {
		if v.kind == tomlTable {
			list = append(list, v)
		} else {
			t.problem(CodeType, v.span, format, args...)
		}
	}
	return list
}
