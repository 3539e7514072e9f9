package terminal

import (
	"os"

	"golang.org/x/term"
)

// Is reports whether a file is a terminal.
func Is(f *os.File) bool { return f != nil && term.IsTerminal(int(f.Fd())) }

// Size is the number of cells of a terminal's line and the number of its lines;
// it is not ok where f is no terminal or does not know.
func Size(f *os.File) (width, height int, ok bool) {
	if f == nil {
		return 0, 0, false
	}
	width, height, err := term.GetSize(int(f.Fd()))
	return width, height, err == nil && width > 0 && height > 0
}
