//go:build !(js && wasm)

// Command playground is the checker of the web page in docs/site/playground. It
// is built with GOOS=js GOARCH=wasm and does nothing elsewhere.
package main

import (
	"fmt"
	"os"
)

func main() {
	_, _ = fmt.Fprintln(os.Stderr, "playground: this program runs in a browser; build it with GOOS=js GOARCH=wasm")
	os.Exit(2)
}
