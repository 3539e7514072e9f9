// Package releases holds the one table of the releases of the platform's
// readers, with their dates and commits, and sets of them: what a constraint,
// a key or a word says about time is a Set.
//
// The table is releases.tsv. `go run ./lint/internal/tool/releases` adds to it.
//
// Stable: see docs/stability.md.
package releases

import (
	_ "embed"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
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
	for _, r := range Readers {
		if r.String() == s {
			return r, true
		}
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
	for i, x := range Of(r) {
		if x.Version == version {
			return i
		}
	}
	return -1
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
			return Set{}, fmt.Errorf("%s has no release %q", r, since)
		}
	}
	if until != "" {
		if to = Index(r, until); to < 0 {
			return Set{}, fmt.Errorf("%s has no release %q", r, until)
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
