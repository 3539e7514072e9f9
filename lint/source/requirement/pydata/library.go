package pydata

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed library.txt
var libraryText string

//go:embed absent.txt
var absentText string

// Absence says why a module of Python's library is not there where plugins run.
type Absence struct {
	// System is the one that has it: "Windows" or "macOS".
	System string
	// Since is the first version of Python without it, "3.12".
	Since string
	// Instead is the module or distribution that takes its place, By the
	// distribution that brings a module of this name; both may be empty.
	Instead, By string
}

var absences = sync.OnceValue(func() map[string]Absence {
	m := map[string]Absence{}
	rows(absentText, func(f []string) {
		var a Absence
		switch {
		case f[1][0] == '3':
			a.Since = f[1]
		case f[1] != "image":
			a.System = f[1]
		}
		if len(f) > 2 {
			a.Instead = f[2]
		}
		if len(f) > 3 {
			a.By = f[3]
		}
		m[f[0]] = a
	})
	return m
})

// Absent is why the Python that runs plugins on Linux has no such top-level
// module, or no such name in a module ("os.startfile"), although some Python has or
// had; ok is false for all others. An Absence
// without a system and a version is of the image.
func Absent(name string) (a Absence, ok bool) {
	a, ok = absences()[name]
	return a, ok
}

// span is the minor versions of Python 3 that have something: from on, and
// before; 0 leaves an end open.
type span struct{ from, before int }

type library struct {
	modules map[string]span
	names   map[string]map[string]span
	order   map[string][]string
}

var libraries = sync.OnceValue(func() *library {
	l := &library{names: map[string]map[string]span{}, order: map[string][]string{}}
	rows(libraryText, func(f []string) {
		names, order := make(map[string]span, len(f)), make([]string, 0, len(f))
		for _, word := range f[1:] {
			name, s := word, span{}
			if i := strings.IndexAny(word, "+-"); i > 0 {
				minor, _ := strconv.Atoi(word[i+1:])
				name = word[:i]
				if word[i] == '+' {
					s.from = minor
				} else {
					s.before = minor
				}
			}
			names[name] = s
			order = append(order, name)
		}
		if f[0] == "modules" {
			l.modules = names
			return
		}
		l.names[f[0]], l.order[f[0]] = names, order
	})
	return l
})

// Presence is whether Python's library has something.
type Presence struct {
	// Known: the table covers it, and what follows can be relied on.
	Known bool
	// There: the version that was asked about has it.
	There bool
	// From is the first minor version of Python 3 that has it, Before the first
	// that has it no more; 0 where neither is one of the table's.
	From, Before int
}

func presence(s span, ok bool, minor int) Presence {
	return Presence{true, ok && minor >= s.from && (s.before == 0 || minor < s.before), s.from, s.before}
}

// LibraryModule is whether Python 3.minor has a module within a package of its
// library, "urllib.parse". Of packages that are not in the table, and of modules
// that begin with an underscore, nothing is known.
func LibraryModule(module string, minor int) Presence {
	top, _, dotted := strings.Cut(module, ".")
	l := libraries()
	if _, ok := l.modules[top]; !ok || !dotted || strings.Contains(module, "._") {
		return Presence{}
	}
	s, ok := l.modules[module]
	if !ok && l.names[module] != nil {
		ok = true // os.path, which no package holds
	}
	return presence(s, ok, minor)
}

// LibraryName is whether a module of Python 3.minor's library has a name that
// does not begin with an underscore, a module within it among them.
func LibraryName(module, name string, minor int) Presence {
	names := libraries().names[module]
	if names == nil || strings.HasPrefix(name, "_") {
		return Presence{}
	}
	s, ok := names[name]
	if !ok {
		s, ok = libraries().modules[module+"."+name]
	}
	return presence(s, ok, minor)
}

// LibraryNames are the names of a module of Python's library, sorted, nil for one
// that is not in the table. The slice is shared.
func LibraryNames(module string) []string { return libraries().order[module] }
