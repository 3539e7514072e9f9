// The checksum that is part of a plugin's unique identity.

package pkg

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"

	"github.com/difylint/difylint/lint/source/text"
)

// ErrIncomplete is returned where a checksum or a package is asked of contents
// that cannot all be read, or were not all looked at.
var ErrIncomplete = text.Errorf("not every file can be read")

// digests maps a path to the SHA-256 of its file.
type digests map[string][sha256.Size]byte

// checksum is the SHA-256, in lower-case hexadecimal, over the SHA-256 of each
// path and that of its content, by path in byte order. Source:
// langgenius/dify-plugin-daemon, pkg/plugin_packager/decoder/checksum.go.
func (d digests) checksum() string {
	all := sha256.New()
	for _, p := range slices.Sorted(maps.Keys(d)) {
		name, content := sha256.Sum256([]byte(p)), d[p]
		all.Write(name[:])
		all.Write(content[:])
	}
	return hex.EncodeToString(all.Sum(nil))
}

// Checksum is the checksum that the platform computes of the package, 64
// hexadecimal digits. The verification file counts; the signature does not. The
// error is ErrIncomplete where the platform would find none.
func (p *Package) Checksum(ctx context.Context) (string, error) {
	s, err := p.Scan(ctx)
	if err != nil {
		return "", err
	}
	if !s.Complete {
		return "", ErrIncomplete
	}
	all := digests{}
	for i, j := range p.files {
		all[platformName(p.entries[i].Name)] = s.Digests[j]
	}
	return all.checksum(), nil
}
