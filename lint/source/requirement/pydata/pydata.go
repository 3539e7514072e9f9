// Package pydata holds what is known of Python's modules and distributions:
// the standard library, modules whose distribution has another name, much used
// distributions, and tools for development. Each table is a text file beside
// this one, with its date, source and way to refresh at its head.
//
// Not stable: see docs/stability.md.
package pydata

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/difylint/difylint/lint/near"
)

//go:embed stdlib.txt
var stdlibText string

//go:embed imports.txt
var importsText string

//go:embed popular.txt
var popularText string

//go:embed devtools.txt
var devtoolsText string

// rows calls f for the fields of every line that is no comment.
func rows(s string, f func([]string)) {
	for line := range strings.Lines(s) {
		if fields := strings.Fields(line); len(fields) > 0 && fields[0] != "#" {
			f(fields)
		}
	}
}

// Oldest is the oldest Python that the standard library's table knows.
const Oldest = "3.12"

var stdlib = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	rows(stdlibText, func(f []string) { m[f[0]] = f[1:] })
	return m
})

// InStdlib reports whether a top-level module belongs to the standard library of
// a Python version like "3.12"; of any known one where the version is empty or
// not known.
func InStdlib(module, python string) bool {
	versions, ok := stdlib()[module]
	if !ok || len(versions) == 0 {
		return ok
	}
	switch python {
	case "3.12", "3.13", "3.14":
		return slices.Contains(versions, python)
	}
	return true
}

// Published is what an index has under the name of a module.
type Published uint8

// Nothing, another project (or an empty one), or the same project.
const (
	Nothing Published = iota
	Another
	Same
)

type distribution struct {
	name      string
	published Published
	// newest is the newest version of another project that brings this one, or "".
	newest string
	// too: the distribution has a module of its own name besides.
	too bool
}

var imports = sync.OnceValue(func() map[string]distribution {
	m := map[string]distribution{}
	rows(importsText, func(f []string) {
		d := distribution{name: f[1], too: len(f) > 3 && f[3] == "too"}
		switch f[2] {
		case "none":
		case "same":
			d.published = Same
		case "other":
			d.published = Another
		default:
			d.published, d.newest = Another, f[2]
		}
		m[f[0]] = d
	})
	return m
})

// byName is imports by the normalised name of the module.
var byName = sync.OnceValue(func() map[string]distribution {
	m := map[string]distribution{}
	for module, d := range imports() {
		if !strings.ContainsAny(module, ".") {
			m[normal(module)] = d
		}
	}
	return m
})

var dashes = strings.NewReplacer("_", "-", ".", "-")

// normal is the normalised name, for the plain names of these tables.
func normal(s string) string {
	return strings.ToLower(dashes.Replace(s))
}

// Distribution is what to install for a module, dotted or not: that of the
// longest part of it that has an unlike name, else ok is false and the
// distribution is most likely named like the module.
func Distribution(module string) (name string, ok bool) {
	for {
		if d, ok := imports()[module]; ok {
			return d.name, true
		}
		dot := strings.LastIndexByte(module, '.')
		if dot < 0 {
			return "", false
		}
		module = module[:dot]
	}
}

// modules is the module of each distribution of the table that has none of its
// own name.
var modules = sync.OnceValue(func() map[string]string {
	m, too := map[string]string{}, map[string]bool{}
	for module, d := range imports() {
		name := normal(d.name)
		too[name] = too[name] || d.too || normal(module) == name
		if old, ok := m[name]; !ok || module < old {
			m[name] = module
		}
	}
	for name := range too {
		if too[name] {
			delete(m, name)
		}
	}
	return m
})

// ModuleOf is the module that a distribution brings in the place of one of its
// own name: yaml for pyyaml. The name is normalised.
func ModuleOf(name string) (module string, ok bool) {
	module, ok = modules()[name]
	return module, ok
}

// OtherModule reports whether a distribution brings no module of its own name.
func OtherModule(name string) bool {
	_, ok := ModuleOf(name)
	return ok
}

// MeantBy is the distribution that is meant where the name of its module is
// installed (yaml for PyYAML), and what is installed then. ok is false where the
// name is fine. The name is normalised.
func MeantBy(name string) (right string, got Published, ok bool) {
	d, found := byName()[name]
	if !found || d.published == Same {
		return "", 0, false
	}
	return d.name, d.published, true
}

// Brings is the newest version of what is installed under the name of a module
// where that is an empty project that asks for the right distribution, else "".
// The name is normalised.
func Brings(name string) (version string) { return byName()[name].newest }

// targets is how many of the most downloaded names are worth a word about a
// slip.
const targets = 1000

var popular = sync.OnceValue(func() (p struct {
	rank map[string]int
	// first are the targets, byLength the same by their length.
	byLength map[int][]string
}) {
	p.rank, p.byLength = map[string]int{}, map[int][]string{}
	rows(popularText, func(f []string) {
		rank := len(p.rank)
		p.rank[f[0]] = rank
		if n := len(f[0]); rank < targets && n > 3 {
			p.byLength[n] = append(p.byLength[n], f[0])
		}
	})
	return p
})

// IsPopular reports whether a normalised name is one of some thousand much used
// distributions.
func IsPopular(name string) bool {
	_, ok := popular().rank[name]
	return ok
}

// Popular are much used distributions whose names begin with a text, at most n,
// the most used first.
func Popular(prefix string, n int) []string {
	prefix = strings.ReplaceAll(strings.ToLower(prefix), "_", "-")
	p := popular()
	var out []string
	for name := range p.rank {
		if strings.HasPrefix(name, prefix) {
			out = append(out, name)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return p.rank[a] - p.rank[b] })
	return out[:min(n, len(out))]
}

// SlipOf is the much used distribution from which a normalised name is one slip
// away: a letter more, less or another, or two swapped. A much used name, the
// name of a module, and names of fewer than four letters are no slips.
func SlipOf(name string) (meant string, ok bool) {
	p := popular()
	if len(name) < 4 || len(name) > 100 || IsPopular(name) || InStdlib(name, "") {
		return "", false
	}
	best := targets
	for n := len(name) - 1; n <= len(name)+1; n++ {
		for _, known := range p.byLength[n] {
			if rank := p.rank[known]; rank < best && oneSlip(name, known) {
				best, meant, ok = rank, known, true
			}
		}
	}
	return meant, ok
}

func oneSlip(a, b string) bool {
	// Most differ at either end already.
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	x, y := a[i:], b[i:]
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	if len(x) > 2 || len(y) > 2 {
		return false
	}
	return near.Distance(x, y) == 1
}

var devtools = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	rows(devtoolsText, func(f []string) { m[f[0]] = f[1] })
	return m
})

// Purposes are what tools for development are for, sorted.
func Purposes() []string {
	out := slices.AppendSeq([]string{"types"}, maps.Values(devtools()))
	slices.Sort(out)
	return slices.Compact(out)
}

// DevTool tells what a distribution that only helps to develop is for: "test",
// "lint", "types", "build", "release", "docs", "debug" or "hooks". The name is
// normalised.
func DevTool(name string) (purpose string, ok bool) {
	purpose, ok = devtools()[name]
	if !ok && strings.HasPrefix(name, "types-") {
		return "types", true
	}
	return purpose, ok
}
