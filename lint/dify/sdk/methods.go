package sdk

// What the SDK's classes hold in each release, and how the SDK calls what a
// plugin overrides.

import (
	"cmp"
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/difylint/difylint/lint/source/requirement"
)

//go:embed methods.txt
var methodsText string

// Method is a method of a class of the SDK, as some releases have it.
type Method struct {
	Lifetime
	// How is abstract, raises (it does nothing but raise NotImplementedError) or written.
	How string
	// Params are the names of the parameters behind self.
	Params []string
}

// MethodCall is how the SDK calls a method in some releases.
type MethodCall struct {
	Lifetime
	// From is the method that calls it, or "executor" for the SDK's core.
	From string
	// Positional is the number of positional arguments, Names are those of the others.
	Positional int
	Names      []string
}

// Field is a field of a pydantic model of the SDK, as some releases have it.
type Field struct {
	Lifetime
	Name string
	// Types are what it may be: str, int, float, bool, bytes, list, list[str], dict, none,
	// model (an object of another model, or a dict), object (one of a class that is no
	// model), any.
	Types []string
	// Needed says that it has no default.
	Needed bool
}

type classTable struct {
	bases   []string
	has     map[string]bool
	methods map[string][]Method
	calls   map[string][]MethodCall
	fields  []Field
}

var classTables = sync.OnceValue(func() map[string]*classTable {
	out := map[string]*classTable{}
	for line := range strings.Lines(methodsText) {
		f := strings.Fields(line)
		if len(f) < 4 || f[0] == "#" {
			continue
		}
		t := out[f[0]]
		if t == nil {
			t = &classTable{has: map[string]bool{}, methods: map[string][]Method{}, calls: map[string][]MethodCall{}}
			out[f[0]] = t
		}
		life, name := lifetime(f[1]), f[3]
		switch f[2] {
		case "base":
			t.bases = append(t.bases, name)
		case "has":
			t.has[name] = true
		case "method":
			m := Method{Lifetime: life, How: f[4]}
			for p := range strings.SplitSeq(strings.Trim(f[5], "()"), ",") {
				if p = strings.Trim(p, "/*="); p != "" {
					m.Params = append(m.Params, p)
				}
			}
			t.has[name] = true
			t.methods[name] = append(t.methods[name], m)
		case "call":
			shape := strings.Split(f[5], ",")
			n, _ := strconv.Atoi(shape[0])
			t.calls[name] = append(t.calls[name], MethodCall{life, f[4], n, shape[1:]})
		case "field":
			types, optional := strings.CutSuffix(f[4], "=")
			t.fields = append(t.fields, Field{life, name, strings.Split(types, "|"), !optional})
		}
	}
	return out
})

// tableOf is what is known of a class by its name; nothing where none has it.
func tableOf(name string) *classTable { return cmp.Or(classTables()[name], &classTable{}) }

// tables are those of the class and of what it derives from, nearest first.
func (c *Class) tables() []*classTable {
	var out []*classTable
	names := []string{c.Name}
	for k := 0; k < len(names); k++ {
		t := tableOf(names[k])
		out, names = append(out, t), append(names, t.bases...)
	}
	return out
}

// Methods are what the class, or the nearest of its bases that has it, has by a
// name, one for each form that it had; none where no release has it.
func (c *Class) Methods(name string) []Method {
	for _, t := range c.tables() {
		if m := t.methods[name]; m != nil {
			return m
		}
	}
	return nil
}

// Calls are the calls that the SDK makes of a method of its instances.
func (c *Class) Calls(name string) []MethodCall {
	var out []MethodCall
	for _, t := range c.tables() {
		out = append(out, t.calls[name]...)
	}
	return out
}

// Called are the names of the methods that the SDK calls, sorted.
func (c *Class) Called() []string {
	var out []string
	for _, t := range c.tables() {
		for name := range t.calls {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Fields are those of a pydantic model of the SDK in a release, sorted by name; none
// where no model of that name is known.
func Fields(model string, v requirement.Version) []Field {
	return In(tableOf(model).fields, v)
}

// Has reports whether any release gives instances of the class a name.
func (c *Class) Has(name string) bool {
	return slices.ContainsFunc(c.tables(), func(t *classTable) bool { return t.has[name] })
}

// In are the calls, or methods, of one release.
func In[T interface {
	Has(requirement.Version) bool
}](all []T, v requirement.Version) []T {
	var out []T
	for _, x := range all {
		if x.Has(v) {
			out = append(out, x)
		}
	}
	return out
}
