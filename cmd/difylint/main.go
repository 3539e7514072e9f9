// Command difylint checks Dify plugins: it says what the platform will refuse,
// where, and why, before it does.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

func main() {
	if os.Getenv("GOGC") == "" {
		// A check lives a fraction of a second: a few megabytes more are
		// cheaper than collecting them.
		debug.SetGCPercent(400)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(256 << 20) // soft: beyond it collecting is worth its time
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], env{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv})
	stop()
	exit(code)
}

// exit ends the program; tests put their own in.
var exit = os.Exit
