// Reading everything once: what is wrong inside the entries, and the digests
// that checksum and signature are made of.

package pkg

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
)

// Scan is what decompressing every entry showed.
type Scan struct {
	// Digests holds the SHA-256 of each entry's content, by the entry's place
	// in Entries. OK says which are there.
	Digests [][sha256.Size]byte
	OK      []bool
	// Sizes is how many bytes were decompressed of each entry.
	Sizes []int64
	// Problems is what is wrong with contents. The entries' names and the
	// container are in Package.Problems.
	Problems []Problem
	// Complete says that the platform, too, can read every entry: only then
	// is there a checksum and a signature to speak of.
	Complete bool
}

// Scan decompresses each entry once, holding none of it, and keeps the result.
// It fails only when the context ends; a later call then starts anew.
func (p *Package) Scan(ctx context.Context) (*Scan, error) {
	p.scanMu.Lock()
	defer p.scanMu.Unlock()
	if p.scan != nil {
		return p.scan, nil
	}
	s, err := p.runScan(ctx)
	if err != nil {
		return nil, err
	}
	p.scan = s
	return s, nil
}

func (p *Package) runScan(ctx context.Context) (*Scan, error) {
	s := &Scan{
		Digests: make([][sha256.Size]byte, len(p.entries)),
		OK:      make([]bool, len(p.entries)),
		Sizes:   make([]int64, len(p.entries)),
	}
	var found problems
	buf := make([]byte, 64<<10)
	digest := sha256.New()
	for i := range p.entries {
		e := &p.entries[i]
		if e.Path == "" || e.Dir {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c, err := p.open(i)
		if err == nil {
			digest.Reset()
			_, err = io.CopyBuffer(digest, until{ctx, c}, buf)
			s.Sizes[i] = c.n
			c.close()
		}
		var d *damage
		var limit *LimitError
		switch {
		case err == nil:
			digest.Sum(s.Digests[i][:0])
			s.OK[i] = true
			if e.CRC32 == 0 && c.n > 0 && e.Flags&flagDescriptor == 0 {
				found.entry(e, i, CodeNoCRC, false, "no CRC-32 is recorded for it, so damage would not be noticed")
			}
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.As(err, &d):
			if d.code != CodeMethod && d.code != CodeNoHeader { // reported already
				found.entry(e, i, d.code, p.reads[i], d.format, d.args...)
			}
		case errors.As(err, &limit) && limit.Total:
			found.entry(e, i, CodeLimit, false,
				"reading stopped here: the package holds more than %d bytes", limit.Limit)
			s.Problems = found.list()
			return s, nil
		case errors.As(err, &limit):
			found.entry(e, i, CodeLimit, false, "it holds more than %d bytes and was not read to its end", limit.Limit)
		default:
			found.entry(e, i, CodeCorrupt, false, "it could not be read: %s", err.Error())
		}
	}
	s.Complete = !p.truncated
	for _, j := range p.files {
		if j < 0 || !s.OK[j] {
			s.Complete = false
		}
	}
	s.Problems = found.list()
	return s, nil
}

// until reads until the context ends.
type until struct {
	ctx context.Context //nolint:containedctx // it is that of one call
	r   io.Reader
}

func (u until) Read(b []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(b)
}
