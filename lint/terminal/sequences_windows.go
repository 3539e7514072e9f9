package terminal

import (
	"os"

	"golang.org/x/sys/windows"
)

// Sequences reports whether a terminal understands escape sequences, and makes
// it do so where it must be asked. A console of Windows prints them as text
// unless a program turns them on; consoles before Windows 10 do not know them.
func Sequences(f *os.File) bool {
	h := windows.Handle(f.Fd())
	var mode uint32
	if windows.GetConsoleMode(h, &mode) != nil {
		return false
	}
	return mode&windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING != 0 ||
		windows.SetConsoleMode(h, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
