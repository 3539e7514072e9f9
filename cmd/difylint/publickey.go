package main

// --public-key: the keys that packages' signatures are checked with.

import (
	"path/filepath"

	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/source/text"
)

// maxKeyFile bounds what is read of a key file, in bytes.
const maxKeyFile = 1 << 20

// keyring reads public keys. The error is about the first file that holds none:
// a run that was to check signatures must not pass without its key.
func keyring(files []string) (*pkg.Keyring, error) {
	ring := &pkg.Keyring{}
	for _, name := range files {
		data, err := text.ReadFile(name, maxKeyFile)
		if err != nil {
			return nil, text.Errorf("--public-key: %w", err)
		}
		k := pkg.ReadKey(filepath.ToSlash(name), data)
		if k.Public == nil {
			why := text.Msg("there is no public key in it")
			if len(k.Problems) > 0 {
				last := k.Problems[len(k.Problems)-1]
				why = text.Msg(last.Format, last.Args...)
			}
			return nil, text.Errorf("--public-key %s: %s", name, why)
		}
		ring.Keys = append(ring.Keys, k)
	}
	return ring, nil
}
