package driver

// A part of the plugins, for runs that are spread over machines.

import (
	"crypto/sha256"
	"encoding/binary"
	"io"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// maxShards bounds the number of parts.
const maxShards = 10000

// shard is the part i of n, from 1; the zero value is the whole.
type shard struct{ i, n int }

func (s *shard) Type() string { return "string" }

func (s *shard) String() string {
	if s.n == 0 {
		return ""
	}
	return strconv.Itoa(s.i) + "/" + strconv.Itoa(s.n)
}

func (s *shard) Set(v string) error {
	got, ok := parseShard(v)
	if !ok {
		return text.Errorf("invalid value %q; use i/n, as 1/4 for the first of four parts, with at most %d parts", v, maxShards)
	}
	*s = got
	return nil
}

func parseShard(v string) (shard, bool) {
	a, b, _ := strings.Cut(v, "/")
	i, errI := strconv.Atoi(a)
	n, errN := strconv.Atoi(b)
	s := shard{i, n}
	return s, errI == nil && errN == nil && i >= 1 && i <= n && n <= maxShards && s.String() == v
}

// of are the targets of the part.
func (s *shard) of(targets []plugin.Target) []plugin.Target {
	if s.n < 2 {
		return targets
	}
	var out []plugin.Target
	for _, t := range targets {
		if partOf(identityOf(t), s.n) == s.i {
			out = append(out, t)
		}
	}
	return out
}

// identityOf is author/name of a target, so that all versions of a plugin come to
// one part; its label where it has none.
func identityOf(t plugin.Target) string {
	p := t.Plugin()
	if c, ok := p.FS.(io.Closer); ok && t.Open != nil {
		defer func() { _ = c.Close() }() // only read from
	}
	if t.Subject != "" || p.Author() == "" || p.Name() == "" {
		return t.Dir
	}
	return p.Author() + "/" + p.Name()
}

// partOf is the part to which an identity belongs: the first eight bytes of its
// SHA-256, as a big-endian number, modulo the number of parts, and 1. It never changes: other
// programs can compute it.
func partOf(identity string, parts int) int {
	sum := sha256.Sum256([]byte(identity))
	return int(binary.BigEndian.Uint64(sum[:8])%uint64(parts)) + 1
}
