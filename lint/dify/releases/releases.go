// Package releases holds the one table of the releases of the platform's
// readers, with their dates and commits, and sets of them: what a constraint,
// a key or a word says about time is a Set.
//
// The table is releases.tsv. `go run ./lint/internal/tool/refresh` adds to it.
//
// Stable: see docs/stability.md.
package releases

import (
	_ "embed"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint/source/text"
)

// Reader is a program of the platform that reads a plugin and may refuse it.
type Reader uint8

// The readers, in the order in which a plugin meets them.
const (
	// Daemon decodes and validates the declarations when the plugin is packaged
	// and uploaded (dify-plugin-daemon).
	Daemon Reader = iota
	// API parses what the daemon answers with models of its own (dify,
	// api/core). Its releases are those of Dify.
	API
	// SDK loads the declarations when the plugin's process starts
	// (dify-plugin-sdks).
	SDK
	// Nobody is the reader of what is only advice.
	Nobody
)

// Readers are those that have releases.
var Readers = []Reader{Daemon, API, SDK}

// String is the word for the reader in annotations and reports.
func (r Reader) String() string { return [...]string{"daemon", "api", "sdk", "nobody"}[r] }

// ParseReader is the reader of that word.
func ParseReader(s string) (Reader, bool) {
	if i := slices.IndexFunc(Readers, func(r Reader) bool { return r.String() == s }); i >= 0 {
		return Readers[i], true
	}
	return Nobody, false
}

// Release is one release of a reader.
type Release struct {
	Version string
	Date    string // YYYY-MM-DD, or YYYY-MM where the day is not known
	Commit  string // of the public repository, "" where it is not known
	// Daemon is the release of the daemon that a release of Dify ships.
	Daemon string
}

//go:embed releases.tsv
var data string

var table = read(data)

func read(data string) [3][]Release {
	var out [3][]Release
	for line := range strings.Lines(data) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if strings.HasPrefix(line, "#") || len(f) < 4 {
			continue
		}
		r := Release{Version: f[1], Date: f[2], Commit: strings.TrimPrefix(f[3], "-")}
		reader := SDK
		switch f[0] {
		case "daemon":
			reader = Daemon
		case "dify":
			reader = API
			r.Daemon = f[4]
		}
		out[reader] = append(out[reader], r)
	}
	return out
}

// Of is the releases of a reader, the oldest first.
func Of(r Reader) []Release {
	if int(r) < len(table) {
		return table[r]
	}
	return nil
}

// Newest is the newest known release of a reader.
func Newest(r Reader) Release { return table[r][len(table[r])-1] }

// Index is the place of a version among the releases of a reader, or -1.
func Index(r Reader, version string) int {
	return slices.IndexFunc(Of(r), func(x Release) bool { return x.Version == version })
}

// Compare orders two versions of three numbers.
func Compare(a, b string) int {
	for a != "" || b != "" {
		var x, y string
		x, a, _ = strings.Cut(a, ".")
		y, b, _ = strings.Cut(b, ".")
		m, _ := strconv.Atoi(x)
		n, _ := strconv.Atoi(y)
		if m != n {
			return m - n
		}
	}
	return 0
}

// Set is releases of one reader: a bit for each, the oldest first. A reader
// may have 128 releases.
type Set struct{ bits [2]uint64 }

// All is every release of a reader.
func All(r Reader) Set { return below(len(Of(r))) }

func below(n int) (s Set) {
	for i := range s.bits {
		switch k := n - 64*i; {
		case k >= 64:
			s.bits[i] = ^uint64(0)
		case k > 0:
			s.bits[i] = 1<<k - 1
		}
	}
	return s
}

// Between is the releases of a reader from since on and before until; either
// may be "" for no bound. Both must be in the table.
func Between(r Reader, since, until string) (Set, error) {
	from, to := 0, len(Of(r))
	if since != "" {
		if from = Index(r, since); from < 0 {
			return Set{}, text.Errorf("%s has no release %q", r, since)
		}
	}
	if until != "" {
		if to = Index(r, until); to < 0 {
			return Set{}, text.Errorf("%s has no release %q", r, until)
		}
	}
	return below(to).Minus(below(from)), nil
}

// Only is one release, by its index.
func Only(i int) (s Set) {
	s.bits[i/64] = 1 << (i % 64)
	return s
}

// IsEmpty reports whether no release is in the set.
func (s Set) IsEmpty() bool { return s == Set{} }

// Has reports whether the release at an index is in the set.
func (s Set) Has(i int) bool { return s.bits[i/64]&(1<<(i%64)) != 0 }

// And is the releases in both.
func (s Set) And(o Set) Set { return Set{[2]uint64{s.bits[0] & o.bits[0], s.bits[1] & o.bits[1]}} }

// Or is the releases in either.
func (s Set) Or(o Set) Set { return Set{[2]uint64{s.bits[0] | o.bits[0], s.bits[1] | o.bits[1]}} }

// Not is every release that is not in s, also those that are still to come.
func (s Set) Not() Set { return Set{[2]uint64{^s.bits[0], ^s.bits[1]}} }

// Newest reports whether the newest known release of a reader is in the set.
func (s Set) Newest(r Reader) bool { return s.Has(len(Of(r)) - 1) }

// Minus is the releases of s that are not in o.
func (s Set) Minus(o Set) Set { return Set{[2]uint64{s.bits[0] &^ o.bits[0], s.bits[1] &^ o.bits[1]}} }

// Len is how many releases are in the set.
func (s Set) Len() int { return bits.OnesCount64(s.bits[0]) + bits.OnesCount64(s.bits[1]) }

// Versions lists the set's releases of a reader, the oldest first.
func (s Set) Versions(r Reader) []string {
	out := make([]string, 0, s.Len())
	for i, x := range Of(r) {
		if s.Has(i) {
			out = append(out, x.Version)
		}
	}
	return out
}

// runs joins what say answers for each run of neighbours among a reader's releases,
// given the indices of its first and last one; a release alone is its version.
func (s Set) runs(r Reader, say func(from, to int) text.Message) text.Message {
	list := Of(r)
	var out []text.Message
	for i := 0; i < len(list); i++ {
		if !s.Has(i) {
			continue
		}
		from := i
		for i+1 < len(list) && s.Has(i+1) {
			i++
		}
		m := text.Join([]string{list[i].Version})
		if said := say(from, i); said.Format != "" {
			m = said
		}
		out = append(out, m)
	}
	return text.Join(out)
}

// Words says which releases of a reader are in the set: "before 0.6.0", "0.2.0",
// "from 0.3.0 to 0.4.1", several joined by commas.
func (s Set) Words(r Reader) text.Message {
	list := Of(r)
	return s.runs(r, func(from, to int) (m text.Message) {
		switch {
		case from == 0 && to+1 < len(list):
			m = text.Msg("before %s", list[to+1].Version)
		case from == to:
		case to+1 == len(list):
			m = text.Msg("since %s", list[from].Version)
		default:
			m = text.Msg("from %s to %s", list[from].Version, list[to].Version)
		}
		return m
	})
}

// Span says which releases of a reader are in the set, by their numbers: "1.6.0", "1.6.0 to
// 1.9.2", several joined by commas.
func (s Set) Span(r Reader) text.Message {
	list := Of(r)
	return s.runs(r, func(from, to int) (m text.Message) {
		if from < to {
			m = text.Msg("%s to %s", list[from].Version, list[to].Version)
		}
		return m
	})
}

// Scope is releases of every reader, by reader.
type Scope [3]Set

// ScopeOf is releases of one reader, and none of the others. What nobody
// refuses has no scope.
func ScopeOf(r Reader, s Set) (out Scope) {
	if r != Nobody {
		out[r] = s
	}
	return out
}

// Every is every release of some readers.
func Every(of ...Reader) (out Scope) {
	for _, r := range of {
		out[r] = All(r)
	}
	return out
}

// IsEmpty reports whether no release is in the scope.
func (s Scope) IsEmpty() bool { return s == Scope{} }

// Or is the releases in either.
func (s Scope) Or(o Scope) Scope {
	for r := range s {
		s[r] = s[r].Or(o[r])
	}
	return s
}

// And is the releases in both.
func (s Scope) And(o Scope) Scope {
	for r := range s {
		s[r] = s[r].And(o[r])
	}
	return s
}

// Newest reports whether the newest known release of some reader is in it.
func (s Scope) Newest() bool {
	return slices.ContainsFunc(Readers, func(r Reader) bool { return s[r].Newest(r) })
}

// Dify is the releases of Dify of a scope: those whose API is in it and that
// ship a daemon that is.
func Dify(s Scope) Set { return s[API].And(shipping(s[Daemon])) }

// RefusedBy is the releases of Dify whose API or whose daemon is in a scope.
func RefusedBy(s Scope) Set { return s[API].Or(shipping(s[Daemon])) }

// shipping is the releases of Dify that ship one of some daemons.
func shipping(daemons Set) (out Set) {
	for i, r := range Of(API) {
		if daemons.Has(Index(Daemon, r.Daemon)) {
			out = out.Or(Only(i))
		}
	}
	return out
}
