// Command difylint checks Dify plugins: it says what the platform will refuse,
// where, and why, before it does.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/difylint/difylint/lint"
)

func main() {
	// A flag alone, --version or --help, checks nothing, and ends sooner without.
	checks := len(os.Args) > 2 || len(os.Args) == 2 && !strings.HasPrefix(os.Args[1], "-")
	if checks && os.Getenv("GOGC") == "" {
		// A check lives a fraction of a second: a few megabytes more are cheaper
		// than collecting them. These count as in use, so that garbage is first
		// collected when there is much of it; nobody writes to them, so that they
		// take no memory of the machine. The larger they are and the smaller the
		// percent, the less depends on what is in use at once, which one large
		// plugin can double.
		ballast = make([]byte, 320<<20)
		debug.SetGCPercent(10)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(512 << 20) // soft, ballast included: beyond it collecting is worth its time
	}
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	var status atomic.Int32 // of the signal that asked for the end, as shells tell it
	go func() {
		if n, ok := (<-signals).(syscall.Signal); ok {
			status.Store(128 + int32(n))
		}
		cancel()
		select {
		case <-signals:
		case <-time.After(grace):
		}
		_, _ = fmt.Fprintln(os.Stderr, interrupted)
		exit(int(status.Load()))
	}()
	code := run(ctx, os.Args[1:], env{Name: "difylint", Version: lint.Version(), Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv})
	runtime.KeepAlive(ballast)
	if s := int(status.Load()); s != 0 {
		code = s
	}
	exit(code)
}

// ballast is counted by the collector of garbage, and not used. A server, which
// lives long, lets go of it.
var ballast []byte

// grace is how long a run may take to end after a signal. What waits for the
// machine, a pipe that nobody reads, say, does not see the context.
const grace = 700 * time.Millisecond

// exit ends the program; tests put their own in.
var exit = os.Exit
