package text

import "fmt"

// Message is an English format string and its arguments, kept apart until a
// face prints them, so that a catalogue can translate by the format.
type Message struct {
	Format string
	Args   []any
}

// Msg makes a message.
func Msg(format string, args ...any) Message { return Message{format, args} }

// String is the message in English.
func (m Message) String() string {
	if len(m.Args) == 0 {
		return m.Format
	}
	return fmt.Sprintf(m.Format, m.Args...)
}
