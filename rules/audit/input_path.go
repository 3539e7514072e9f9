package audit

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// InputPath reports files that are opened by a name from outside.
var InputPath = &lint.Rule{
	ID: "audit/input-path", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a parameter decides which file is opened",
	Why:     "Parameters come from users and from the model. A path from them can open any file of the container: `/proc/self/environ` with the daemon's secrets, the sources and data of other plugins, or `../../…` from the intended folder. Users' files are not on that disk anyway: use a parameter of type `file` and its `blob`. If a name must come from outside, use `os.path.basename` of it, or compare it with a list.",
	Sources: []string{"dify-plugins: docs/plugin-submission-requirements.md"},
	Run: func(p *lint.Pass) {
		guards := map[*python.Function]bool{}
		outside(p.Plugin, func(s site) {
			switch s.name {
			case "builtins.open", "os.remove", "os.unlink", "os.listdir", "shutil.rmtree":
			default:
				return
			}
			target := s.m.Positional(s.expr, 0)
			if s.main() || target == 0 || !fromInput(p.Plugin, s.i, target, 10) || guarded(s, guards) {
				return
			}
			p.Reportf(at(s.m, target), "the path comes from a parameter, so any file of the container can be opened; use a parameter of type file and its blob, or os.path.basename of the name")
		})
	},
}

// fileParameters are the names of parameters that hold files, of which the SDK
// makes objects.
var fileParameters = plugin.NewFact(func(p *plugin.Plugin) map[string]bool {
	out := map[string]bool{}
	for _, d := range p.Documents() {
		for _, n := range d.Root.Get("parameters").Items() {
			if t := n.Get("type").Str(); t == "file" || t == "files" {
				out[n.Get("name").Str()] = true
			}
		}
	}
	return out
})

// fromInput reports whether a path is a parameter's value, or has one in it as it is.
func fromInput(p *plugin.Plugin, i int, e python.ExprID, depth int) bool {
	if depth <= 0 || e == 0 {
		return false
	}
	m := sources.Program(p).Modules[i]
	holds := func(of ...python.ExprID) bool {
		return slices.ContainsFunc(of[:min(len(of), 8)], func(e python.ExprID) bool { return fromInput(p, i, e, depth-2) })
	}
	switch x := m.Exprs[e]; x.Kind {
	case python.NameExpr:
		// The last value before the place counts.
		var last *python.Binding
		for _, b := range sources.Bindings(p, i, e) {
			if last == nil || m.Exprs[b.Value].Start < x.Start {
				last = b
			}
		}
		return last != nil && !last.Unpacked && (last.Kind == python.AssignBind || last.Kind == python.AnnBind) && holds(last.Value)
	case python.Subscript:
		if of := m.Ident(x.A); of != "tool_parameters" && of != "datasource_parameters" {
			return false
		}
		name, _ := m.String(x.B)
		return !fileParameters.Of(p)[name]
	case python.BinaryOp:
		return holds(x.A, x.B)
	case python.StringLit:
		for _, part := range m.Parts(e) {
			if part.Kind == python.FieldPart {
				return holds(part.Expr)
			}
		}
	case python.CallExpr:
		switch name, _ := m.Dotted(x.A); name {
		case "tool_parameters.get", "datasource_parameters.get":
			name, _ := m.String(m.Positional(e, 0))
			return !fileParameters.Of(p)[name]
		case "str", "Path", "pathlib.Path", "os.path.join", "os.path.abspath", "os.path.expanduser":
			var args []python.ExprID
			for _, a := range m.Args(e) {
				args = append(args, a.Value)
			}
			return holds(args...)
		}
		if f := m.Exprs[x.A]; f.Kind == python.Attribute {
			switch m.Ident(x.A) {
			case "strip", "rstrip", "lstrip", "replace":
				return holds(f.A)
			}
		}
	}
	return false
}

// pathChecks are the traces of a function that compares or cuts paths.
var pathChecks = text.Regexp(`secure_filename|realpath|commonpath|commonprefix|is_relative_to|relative_to\(|\.resolve\(|sanitize`)

// guarded reports whether the function of a site compares or cuts paths; known
// are those that were looked at.
func guarded(s site, known map[*python.Function]bool) bool {
	scope := s.m.Scopes[s.m.ScopeOf(s.expr)]
	if scope.Kind != python.FunctionScope {
		return false
	}
	f := &s.m.Functions[scope.Index]
	checks, ok := known[f]
	if !ok {
		body := f.Span
		body.End = min(body.End, body.Start+1<<16)
		checks = pathChecks().MatchString(s.m.File.Slice(body))
		known[f] = checks
	}
	return checks
}
