//go:build !js

package text

import "syscall"

// nonblock opens a pipe without waiting for who writes into it.
const nonblock = syscall.O_NONBLOCK
