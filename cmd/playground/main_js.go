//go:build js && wasm

// Command playground is the checker of the web page in docs/site/playground: one
// function, difylint, that takes a request and gives an answer.
package main

import (
	"context"
	"runtime/debug"
	"syscall/js"
)

func main() {
	debug.SetGCPercent(200)
	debug.SetMemoryLimit(1 << 30) // soft: a browser gives a page some 4 GiB
	s := &session{}
	js.Global().Set("difylint", js.FuncOf(func(_ js.Value, args []js.Value) any {
		blobs := make([][]byte, args[1].Length())
		for i := range blobs {
			array := args[1].Index(i)
			blobs[i] = make([]byte, array.Length())
			js.CopyBytesToGo(blobs[i], array)
		}
		answer, said, blob := s.serve(context.Background(), []byte(args[0].String()), blobs)
		array := js.Global().Get("Uint8Array").New(len(blob))
		js.CopyBytesToJS(array, blob)
		return js.ValueOf([]any{string(answer), array, string(said)})
	}))
	js.Global().Call("difylintReady")
	select {}
}
