//go:build unix

package fix

import (
	"io/fs"
	"syscall"
)

// replaceable reports whether a new file can take the place of an old one: that
// has no other name, and both have the same owner.
func replaceable(old, made fs.FileInfo) bool {
	a, ok := old.Sys().(*syscall.Stat_t)
	b, okMade := made.Sys().(*syscall.Stat_t)
	return !ok || !okMade || a.Nlink == 1 && a.Uid == b.Uid && a.Gid == b.Gid
}
