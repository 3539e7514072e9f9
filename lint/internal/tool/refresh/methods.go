package main

// What the classes of the Python SDK hold in each of its releases, and how the SDK
// calls what a plugin may override (lint/dify/sdk/methods.txt). Read are the files
// of dify_plugin/interfaces and dify_plugin/core/plugin_executor.py, and the
// pydantic models of the whole of dify_plugin.

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"log"
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// release is what one release holds: a set of facts, each a line without its span.
type release struct {
	name  string
	facts map[string]bool
}

func methods(string) string {
	tags := strings.Fields(sdks.git("tag"))
	var releases []release
	for _, v := range sdk.Releases() {
		if !slices.Contains(tags, "v"+v.String()) {
			continue // published without a tag
		}
		r, err := read(v.String())
		if err != nil {
			log.Fatalf("%s: %v", v, err)
		}
		releases = append(releases, r)
	}
	facts := map[string]bool{}
	for _, r := range releases {
		for f := range r.facts {
			facts[f] = true
		}
	}
	var lines []string
	for f := range facts {
		class, rest, _ := strings.Cut(f, " ")
		for i, r := range releases {
			if !r.facts[f] || i > 0 && releases[i-1].facts[f] {
				continue
			}
			last := i
			for last+1 < len(releases) && releases[last+1].facts[f] {
				last++
			}
			first, end := r.name, releases[last].name
			if i == 0 {
				first = "0"
			}
			if last == len(releases)-1 {
				end = ""
			}
			lines = append(lines, class+" "+first+".."+end+" "+rest)
		}
	}
	slices.Sort(lines)
	return fmt.Sprintf(`# The classes of the SDK's interfaces, by release: the tags of langgenius/dify-plugin-sdks from %s to %s
# (dify_plugin/interfaces and dify_plugin/core/plugin_executor.py), and the pydantic models of dify_plugin.
# Made by lint/internal/tool/refresh.
#   CLASS SPAN base NAME...          what it derives from, of these classes
#   CLASS SPAN has NAME              a name in its body, or an attribute that its methods set
#   CLASS SPAN method NAME HOW PARAMETERS   HOW is abstract, raises (it only raises NotImplementedError) or written
#   CLASS SPAN call NAME FROM SHAPE  the SDK calls the method so: the number of positional arguments and the names of
#                                    the others; FROM is the method that calls it, executor for the SDK's core
#   CLASS SPAN field NAME TYPE=      a model's field: what it may be (any for what is not told apart), with = where it has
#                                    a default. Models whose arguments are changed before they are validated are left out.
# A span is FIRST..LAST; FIRST is 0 where the first of these has it, LAST is empty where the newest has. What one release
# lacks between two that have it stands twice.
`, releases[0].name, releases[len(releases)-1].name) + strings.Join(lines, "\n") + "\n"
}

func read(version string) (release, error) {
	r := release{version, map[string]bool{}}
	var modules, all []*python.Module
	var executor *python.Module
	for files := tar.NewReader(strings.NewReader(sdks.git("archive", "v"+version))); ; {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return r, err
		}
		name := h.Name
		if !strings.Contains(name, "dify_plugin/") || !strings.HasSuffix(name, ".py") || strings.Contains(name, "test") || strings.Contains(name, "/cli/") || strings.Contains(name, "/commands/") {
			continue
		}
		data, err := io.ReadAll(files)
		if err != nil {
			return r, err
		}
		m := python.Parse(text.NewFile(path.Base(name), data))
		if m.Err != nil {
			return r, fmt.Errorf("%s: %w", name, m.Err)
		}
		all = append(all, m)
		switch {
		case strings.HasSuffix(name, "dify_plugin/core/plugin_executor.py"):
			executor = m
		case strings.Contains(name, "dify_plugin/interfaces/"):
			modules = append(modules, m)
		}
	}
	known := map[string]map[string]method{}
	for again := true; again; {
		again = false
		for _, m := range modules {
			for i := range m.Classes {
				c := &m.Classes[i]
				if known[c.Name] == nil && (sdk.Lookup(c.Name) != nil || c.Name == "AIModel") {
					known[c.Name], again = map[string]method{}, true
				}
				for _, b := range bases(m, c) {
					if known[c.Name] != nil && known[b] == nil && declared(modules, b) {
						known[b], again = map[string]method{}, true
					}
				}
			}
		}
	}
	for _, m := range modules {
		r.module(m, known)
	}
	for _, m := range modules {
		r.calls(m, known)
	}
	if executor != nil {
		r.executor(executor, known)
	}
	r.models(all)
	return r, nil
}

// method is what a method of the SDK takes: how many positional arguments, those
// that must be given, and the names of all.
type method struct {
	most, needed int
	names        []string
}

// takes reports whether a method takes a call: whether the call can be meant for it.
func (m method) takes(positional int, names []string) bool {
	return positional <= m.most && positional+len(names) >= m.needed &&
		!slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(m.names, n) })
}

func bases(m *python.Module, c *python.Class) []string {
	var out []string
	for _, b := range c.Bases() {
		for m.Exprs[b].Kind == python.Subscript {
			b = m.Exprs[b].A
		}
		out = append(out, m.Ident(b))
	}
	return out
}

func declared(modules []*python.Module, name string) bool {
	return slices.ContainsFunc(modules, func(m *python.Module) bool {
		return slices.ContainsFunc(m.Classes, func(c python.Class) bool { return c.Name == name })
	})
}

func (r *release) add(format string, args ...any) { r.facts[fmt.Sprintf(format, args...)] = true }

func (r *release) module(m *python.Module, known map[string]map[string]method) {
	for i := range m.Classes {
		c := &m.Classes[i]
		for _, b := range bases(m, c) {
			if known[c.Name] != nil && known[b] != nil {
				r.add("%s base %s", c.Name, b)
			}
		}
	}
	for i := range m.Functions {
		f := &m.Functions[i]
		class, _ := m.MethodOf(int32(i))
		if class < 0 {
			continue
		}
		name := m.Classes[class].Name
		if known[name] == nil {
			continue
		}
		how := "written"
		switch {
		case m.IsAbstract(int32(i)):
			how = "abstract"
		case raises(m, f):
			how = "raises"
		}
		var params []string
		var takes method
		for _, p := range f.Params[min(1, len(f.Params)):] {
			word := m.Text(p.Name)
			switch p.Kind {
			case python.VarPositional:
				word = "*" + word
			case python.VarKeyword:
				word = "**" + word
			case python.KeywordOnly:
				word = "/" + word
			}
			if p.Kind <= python.Positional {
				takes.most++
			}
			if p.Default != 0 {
				word += "="
			} else if p.Kind <= python.Positional || p.Kind == python.KeywordOnly {
				takes.needed++
			}
			takes.names = append(takes.names, m.Text(p.Name))
			params = append(params, word)
		}
		known[name][f.Name] = takes
		r.add("%s method %s %s (%s)", name, f.Name, how, strings.Join(params, ","))
	}
	for i := range m.Bindings {
		b := &m.Bindings[i]
		if b.Target == 0 {
			continue
		}
		switch t := m.Exprs[b.Target]; t.Kind {
		case python.NameExpr:
			if s := m.Scopes[b.Scope]; s.Kind == python.ClassScope && known[m.Classes[s.Index].Name] != nil {
				r.add("%s has %s", m.Classes[s.Index].Name, m.Ident(b.Target))
			}
		case python.Attribute:
			if _, class := around(m, b.Scope); known[class] != nil && m.Ident(t.A) == "self" {
				r.add("%s has %s", class, m.Ident(b.Target))
			}
		}
	}
}

// calls reads how the classes call their own methods.
func (r *release) calls(m *python.Module, known map[string]map[string]method) {
	for _, c := range m.Calls {
		callee := m.Exprs[c.Expr].A
		if m.Exprs[callee].Kind != python.Attribute || m.Ident(m.Exprs[callee].A) != "self" {
			continue
		}
		from, class := around(m, c.Scope)
		if s, _, _, ok := shape(m, c.Expr); ok && known[class] != nil {
			r.add("%s call %s %s %s", class, m.Ident(callee), from, s)
		}
	}
}

// executor reads how the core calls the instances that it makes: of which class
// they are says isinstance, or which class takes the call.
func (r *release) executor(m *python.Module, known map[string]map[string]method) {
	sure := map[string]bool{} // methods that are called on what isinstance names
	for _, second := range []bool{false, true} {
		for _, c := range m.Calls {
			callee := m.Exprs[c.Expr].A
			name := m.Ident(callee)
			if m.Exprs[callee].Kind != python.Attribute || m.Ident(m.Exprs[callee].A) == "self" {
				continue
			}
			function, _ := around(m, c.Scope)
			s, n, names, ok := shape(m, c.Expr)
			if !ok || function == "" {
				continue
			}
			of := instances(m, function, known)
			for class, methods := range known {
				is, has := methods[name]
				named := slices.Contains(of, class)
				if !has || !is.takes(n, names) || (len(of) > 0) == second || second && sure[name] || !second && !named {
					continue
				}
				sure[name] = sure[name] || !second
				r.add("%s call %s executor %s", class, name, s)
			}
		}
	}
}

// instances are the classes that a function asks isinstance for.
func instances(m *python.Module, function string, known map[string]map[string]method) []string {
	var out []string
	for _, c := range m.Calls {
		if f, _ := around(m, c.Scope); f == function && m.Ident(m.Exprs[c.Expr].A) == "isinstance" {
			if class := m.Ident(m.Positional(c.Expr, 1)); known[class] != nil {
				out = append(out, class)
			}
		}
	}
	return out
}

// around is the method that a scope is in, the outermost one, and its class.
func around(m *python.Module, scope python.ScopeID) (function, class string) {
	for s := scope; s != 0; s = m.Scopes[s].Parent {
		if sc := m.Scopes[s]; sc.Kind == python.FunctionScope {
			function = m.Functions[sc.Index].Name
			if k, _ := m.MethodOf(sc.Index); k >= 0 {
				return function, m.Classes[k].Name
			}
		}
	}
	return function, ""
}

// raises reports whether a function does nothing but raise NotImplementedError.
func raises(m *python.Module, f *python.Function) bool {
	raised := false
	for i := range m.Stmts {
		st := &m.Stmts[i]
		if st.Block != f.Body {
			continue
		}
		switch {
		case st.Kind == python.RaiseStmt:
			e := st.A
			if m.Exprs[e].Kind == python.CallExpr {
				e = m.Exprs[e].A
			}
			raised = m.Ident(e) == "NotImplementedError"
		case st.Kind == python.AssignStmt || st.Kind == python.DelStmt || st.Kind == python.PassStmt || st.Kind == python.ExprStmt && m.Exprs[st.A].Kind == python.StringLit:
		default:
			return false
		}
	}
	return raised
}

// shape is how a call hands over its arguments: "2,user,input_type".
func shape(m *python.Module, call python.ExprID) (s string, n int, names []string, ok bool) {
	for _, a := range m.Args(call) {
		switch {
		case a.Star > 0:
			return "", 0, nil, false
		case a.Name.IsEmpty():
			n++
		default:
			names = append(names, m.Text(a.Name))
		}
	}
	slices.Sort(names)
	return strings.Join(append([]string{fmt.Sprint(n)}, names...), ","), n, names, true
}
