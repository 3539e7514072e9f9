package yaml

// In a browser Go's calls are on the stack of JavaScript, too, which is small and
// ends the program when it is full. A goroutine that lets others run leaves that
// stack, and begins anew on it.

import (
	"errors"
	"runtime"
	"unicode/utf8"

	yaml4 "go.yaml.in/yaml/v4"
)

// yaml/v4 takes the text as a whole, and calls itself for each bracket: deepest is how
// many may be open then. most is one more than the parsers take.
const deepest, most = 1000, 10001

// unmarshal4 says of what is deeper where it is too deep, or nothing.
func unmarshal4(data []byte, n *yaml4.Node) error {
	open, deep, line, start := 0, false, 1, 0
	for i, c := range data {
		switch c {
		case '\n':
			line, start = line+1, i+1
		case '[', '{':
			open++
		case ']', '}':
			open--
		}
		deep = deep || open > deepest
		if open == most {
			return &yaml4.LoadError{Mark: yaml4.Mark{Line: line, Column: 1 + utf8.RuneCount(data[start:i])}}
		}
	}
	if deep {
		return errors.New("nested too deeply")
	}
	return yaml4.Unmarshal(data, n)
}

// unwind leaves the stack at each 128th n: a depth, or a count of calls.
func unwind(n int) {
	if n%128 == 0 {
		runtime.Gosched()
	}
}
