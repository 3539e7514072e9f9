package installation

import (
	"io/fs"
	"syscall"
)

// ownerOf is the user and the group that a file belongs to. ok is false where
// the file system does not say.
func ownerOf(info fs.FileInfo) (uid, gid int, ok bool) {
	if st, is := info.Sys().(*syscall.Stat_t); is {
		return int(st.Uid), int(st.Gid), true
	}
	return 0, 0, false
}
