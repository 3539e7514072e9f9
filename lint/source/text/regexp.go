package text

import (
	"regexp"
	"sync"
)

// Regexp returns a regular expression that is compiled where it is first asked
// for. A run needs few of them, and compiling all of them takes longer than it
// does to print a version. It panics then where the expression is not valid.
func Regexp(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
