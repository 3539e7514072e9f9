package audit

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// SQL reports statements into which values are written.
var SQL = &lint.Rule{
	ID: "audit/sql", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a value is written into an SQL statement",
	Why:     "A value with a quote in it breaks the statement, and an attacker can change what the statement does: text from the model or the user becomes commands to the database. Pass values separately from the statement: `cursor.execute(\"… WHERE id = %s\", (id,))` (the placeholder depends on the driver: `%s`, `?` or `:name`). Names of tables and columns cannot be passed this way: compare them with those of the database, and quote them.",
	Sources: []string{"dify-plugins: docs/plugin-submission-requirements.md"},
	Run: func(p *lint.Pass) {
		prog := sources.Program(p.Plugin)
		modules(p.Plugin, func(i int, m *python.Module) {
			seen := map[python.ExprID]bool{}
			for k, c := range m.Calls {
				statement := m.Positional(c.Expr, 0)
				if statement == 0 || !takesSQL(prog, i, k) {
					continue
				}
				for _, e := range definitions(p.Plugin, i, statement) {
					for _, value := range first(inserted(m, e)) {
						if !seen[e] && !harmless(p.Plugin, i, value, 3) {
							seen[e] = true
							p.Reportf(at(m, e), "%s is inserted into the SQL text, where a quote in it ends the value; pass values as parameters, and check table names against a list",
								short(m, value))
						}
					}
				}
			}
		})
	},
}

// first bounds the values of a statement that are looked at.
func first(values []python.ExprID) []python.ExprID { return values[:min(len(values), 64)] }

// short is an expression on one line, shortened where it is long.
func short(m *python.Module, e python.ExprID) string {
	s := []rune(strings.Join(strings.Fields(sources.Source(m, e)), " "))
	if len(s) > 60 {
		s = append(s[:59], '…')
	}
	return string(s)
}

// takesSQL reports whether a call takes a statement as its first argument.
func takesSQL(prog *python.Program, i, call int) bool {
	m := prog.Modules[i]
	switch m.Ident(m.Exprs[m.Calls[call].Expr].A) {
	case "execute", "executemany", "executescript", "read_sql", "read_sql_query":
		return true
	case "text":
		return slices.ContainsFunc(prog.Target(i, call), func(v python.Value) bool {
			return v.Root == python.ExternalRoot && strings.HasPrefix(v.Path, "sqlalchemy.")
		})
	}
	return false
}

var statement = text.Regexp(`(?i)^\s*(?:select|insert\s+into|update|delete\s+from|drop|alter|create|replace\s+into|merge|truncate|with|call|exec|show|describe|use|set|pragma|grant)\s`)

// inserted are the values that are written into an SQL statement.
func inserted(m *python.Module, e python.ExprID) []python.ExprID {
	begins := func(e python.ExprID) bool {
		s, _ := m.Prefix(e)
		return m.Exprs[e].Kind == python.StringLit && statement().MatchString(s)
	}
	var out []python.ExprID
	switch x := m.Exprs[e]; x.Kind {
	case python.StringLit:
		if begins(e) {
			for _, part := range m.Parts(e) {
				if part.Kind == python.FieldPart && part.Expr != 0 {
					out = append(out, part.Expr)
				}
			}
		}
	case python.BinaryOp:
		switch m.Operator(e) {
		case "+":
			for m.Exprs[e].Kind == python.BinaryOp && m.Operator(e) == "+" {
				if right := m.Exprs[e].B; m.Exprs[right].Kind != python.StringLit {
					out = append(out, right)
				}
				e = m.Exprs[e].A
			}
			if !begins(e) {
				return nil
			}
		case "%":
			if begins(x.A) {
				if m.Exprs[x.B].Kind == python.TupleExpr {
					return m.Kids(x.B)
				}
				return []python.ExprID{x.B}
			}
		}
	case python.CallExpr:
		if f := m.Exprs[x.A]; f.Kind == python.Attribute && m.Ident(x.A) == "format" && begins(f.A) {
			for _, a := range m.Args(e) {
				out = append(out, a.Value)
			}
		}
	}
	return out
}

// harmless reports whether a value cannot change a statement: a number, a
// constant, marks for values, or a name that was quoted.
func harmless(p *plugin.Plugin, i int, e python.ExprID, depth int) bool {
	prog := sources.Program(p)
	m := prog.Modules[i]
	lower := strings.ToLower(sources.Source(m, e))
	quoted := []string{"placeholder", "quote", "escape", "ident", "safe", "sanit", "valid", "allowed"}
	if slices.ContainsFunc(quoted, func(word string) bool { return strings.Contains(lower, word) }) {
		return true
	}
	switch m.Exprs[e].Kind {
	case python.NumberLit, python.TrueLit, python.FalseLit, python.NoneLit:
		return true
	case python.CallExpr:
		switch m.Ident(m.Exprs[e].A) {
		case "int", "float", "len", "join", "min", "max", "round", "bool":
			return true
		}
	case python.NameExpr, python.Attribute:
		if name := m.Ident(e); name == strings.ToUpper(name) {
			return true
		}
	}
	if fixed(prog, i, e) {
		return true
	}
	if m.Exprs[e].Kind != python.NameExpr || depth == 0 {
		return false
	}
	values := definitions(p, i, e)
	for _, v := range values {
		if m.Exprs[v].Kind != python.StringLit && !harmless(p, i, v, depth-1) {
			return false
		}
		parts := m.Parts(v)
		if slices.ContainsFunc(parts[:min(len(parts), 16)], func(part python.StringPart) bool {
			return part.Kind == python.FieldPart && !harmless(p, i, part.Expr, depth-1)
		}) {
			return false
		}
	}
	return len(values) > 0
}
