package python

import (
	"slices"
	"strings"
)

// Values: what an expression may stand for, as the resolver tells it.

// Root is what the path of a Value begins at.
type Root uint8

// The roots of a Value, and what Module, Index and Path mean for each.
const (
	// UnknownRoot: Path is as much as can be said, with ? for what cannot.
	UnknownRoot Root = iota
	// ExternalRoot: Path is a dotted name from outside the program:
	// "requests.get", "httpx.Client().post", "builtins.open".
	ExternalRoot
	// ModuleRoot: a module of the program, Module.
	ModuleRoot
	// PackageRoot: a package without a module; Path is its dotted name.
	PackageRoot
	// ClassRoot: the class Index of Module; Path is what hangs on it: ".name".
	ClassRoot
	// InstanceRoot: an instance of the class Index of Module; Path is what
	// hangs on it and comes from outside the program: ".session.storage".
	InstanceRoot
	// FunctionRoot: the function Index of Module.
	FunctionRoot
	// ParamRoot: the parameter Param of the function Index of Module, whose
	// arguments are not known; Path is what hangs on it.
	ParamRoot
	// LiteralRoot: the literal expression Index of Module; Path is what hangs on it.
	LiteralRoot
)

// Value is one thing that an expression may stand for.
type Value struct {
	Root   Root
	Super  bool // of an InstanceRoot: reached by super()
	Param  int32
	Module int32
	Index  int32
	// Path is a chain: ".name" for an attribute, "()" for the result of a call,
	// ["key"] for an element with a literal key, "[]" for any other, ".*" for
	// an attribute whose name is made at run time.
	Path string
}

// Dynamic reports whether an attribute in the path is chosen at run time.
func (v Value) Dynamic() bool { return strings.Contains(v.Path, ".*") }

// Class is the class of a ClassRoot or InstanceRoot.
func (v Value) Class() ClassRef { return ClassRef{v.Module, v.Index} }

// Function is the function of a FunctionRoot or ParamRoot.
func (v Value) Function() FuncRef { return FuncRef{v.Module, v.Index} }

// Text is the value as a dotted name: "self.session.storage.get" for what
// hangs on an instance, "session.storage.get" on a parameter,
// "tools.search.Search" for what the program holds.
func (p *Program) Text(v Value) string {
	m := func() *Module { return p.Modules[v.Module] }
	switch v.Root {
	case ModuleRoot:
		return p.names[v.Module] + v.Path
	case ClassRoot:
		return p.QualName(v.Class()) + v.Path
	case InstanceRoot:
		return "self" + v.Path
	case FunctionRoot:
		f := &m().Functions[v.Index]
		if f.Stmt < 0 {
			return "<lambda>" + v.Path
		}
		if class, _ := m().MethodOf(v.Index); class >= 0 {
			return p.QualName(ClassRef{v.Module, class}) + "." + f.Name + v.Path
		}
		return p.names[v.Module] + "." + f.Name + v.Path
	case ParamRoot:
		return m().Text(m().Functions[v.Index].Params[v.Param].Name) + v.Path
	case LiteralRoot:
		return "?" + v.Path
	}
	return v.Path
}

// QualName is the dotted name of a class: "tools.search.Search".
func (p *Program) QualName(c ClassRef) string {
	m := p.Modules[c.Module]
	class := &m.Classes[c.Class]
	name := class.Name
	for s := class.Parent; s != 0; s = m.Scopes[s].Parent {
		switch sc := m.Scopes[s]; sc.Kind {
		case ClassScope:
			name = m.Classes[sc.Index].Name + "." + name
		case FunctionScope:
			name = m.Functions[sc.Index].Name + ".<locals>." + name
		}
	}
	if p.names[c.Module] == "" {
		return name
	}
	return p.names[c.Module] + "." + name
}

// set is an ordered set of values.
type set []Value

func (s *set) add(vs ...Value) {
	if len(vs) == 1 && *s == nil && len(vs[0].Path) <= maxPath {
		*s = vs[:1:1] // shared: nobody changes a value that is in a set
		return
	}
	for _, v := range vs {
		if len(*s) >= maxValues {
			return
		}
		if len(v.Path) > maxPath {
			v = Value{Path: "?"}
		}
		if !slices.Contains(*s, v) {
			*s = append(*s, v)
		}
	}
}
