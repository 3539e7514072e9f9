package terminal

// Style is how text looks: an ANSI sequence (SGR) without its ends.
type Style string

// Errors are red, warnings yellow, what is added or can be done green.
const (
	Bold   Style = "1"
	Dim    Style = "2"
	Red    Style = "1;31"
	Yellow Style = "1;33"
	Blue   Style = "1;34"
	Green  Style = "32"
	Cyan   Style = "36"
	// Removed is what a diff takes out; what it puts in is Green.
	Removed Style = "31"
)

// Of is a text in this style. The text must be clean already; see Visible.
func (s Style) Of(text string) string { return "\x1b[" + string(s) + "m" + text + "\x1b[0m" }
