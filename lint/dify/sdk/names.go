package sdk

// Which names the modules of the SDK hold, and in which of its releases.

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/requirement"
)

//go:embed names.txt
var namesText string

// Lifetime is the releases that have something. Releases between the two have
// it, too, as far as is known.
type Lifetime struct {
	// First and Last are versions; First is "0" for the betas before 0.1.0, and
	// Last "" where the newest release of the table has it.
	First, Last string
}

// Has reports whether a release has it; ones behind the table's count as the
// newest in it.
func (l Lifetime) Has(v requirement.Version) bool {
	if first, ok := requirement.ParseVersion(l.First); !ok || l.First != "0" && v.Compare(first) < 0 {
		return false
	}
	if l.Last == "" {
		return true
	}
	last, ok := requirement.ParseVersion(l.Last)
	if l.Last == "0" {
		last, ok = requirement.ParseVersion("0.1.0.dev0")
	}
	return ok && v.Compare(last) <= 0
}

// lifetime reads "FIRST..LAST".
func lifetime(s string) Lifetime {
	first, last, _ := strings.Cut(s, "..")
	return Lifetime{first, last}
}

type moduleNames struct {
	Lifetime
	names map[string]Lifetime
}

var nameTables = sync.OnceValue(func() map[string]moduleNames {
	out := map[string]moduleNames{}
	for line := range strings.Lines(namesText) {
		f := strings.Fields(line)
		if len(f) < 2 || f[0][0] == '#' {
			continue
		}
		m := moduleNames{lifetime(f[1]), make(map[string]Lifetime, len(f)-2)}
		for _, word := range f[2:] {
			name, span, ok := strings.Cut(word, "=")
			m.names[name] = m.Lifetime
			if ok {
				m.names[name] = lifetime(span)
			}
		}
		out[f[0]] = m
	}
	return out
})

// Releases are the final releases of the SDK that are known, oldest first. The
// slice is shared.
var Releases = sync.OnceValue(func() []requirement.Version {
	var out []requirement.Version
	for _, r := range releases.Of(releases.SDK) {
		v, _ := requirement.ParseVersion(r.Version)
		out = append(out, v)
	}
	return out
})

// Modules are the dotted names of the SDK's modules of any release, sorted. The
// slice is shared.
var Modules = sync.OnceValue(func() []string { return slices.Sorted(maps.Keys(nameTables())) })

// ModuleLife is the releases that have a module of the SDK, false for one that
// none has.
func ModuleLife(module string) (Lifetime, bool) {
	m, ok := nameTables()[module]
	return m.Lifetime, ok
}

// NameLife is the releases in which a module of the SDK has a name, a module
// within it among them, false where none has.
func NameLife(module, name string) (Lifetime, bool) {
	l, ok := nameTables()[module].names[name]
	return l, ok
}

// Names are the names that a module of the SDK has or had, sorted.
func Names(module string) []string {
	return slices.Sorted(maps.Keys(nameTables()[module].names))
}
