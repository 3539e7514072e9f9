//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peak is the most memory, in bytes, that a process had.
func peak(s *os.ProcessState) int64 {
	use, ok := s.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int64(use.Maxrss) //nolint:unconvert // 32 bits on some systems
	}
	return int64(use.Maxrss) << 10 //nolint:unconvert // as above
}
