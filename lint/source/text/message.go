package text

import (
	"fmt"
	"slices"
	"strings"
)

// Message is an English format string and its arguments. The format is a constant
// of the program, so that a catalogue can translate it: what varies is an
// argument, a clause among them a Message itself, or a further part.
type Message struct {
	Format string
	Args   []any
	// More are further parts, printed behind the first; each begins with its own
	// punctuation. See And.
	More []Message
}

// Msg makes a message.
func Msg(format string, args ...any) Message { return Message{Format: format, Args: args} }

// And is the message with a further part: "; write %q", " (and %d more)".
func (m Message) And(format string, args ...any) Message {
	m.More = append(slices.Clip(m.More), Msg(format, args...))
	return m
}

// Values are the arguments of all parts, in order.
func (m Message) Values() []any {
	out := m.Args
	for _, part := range m.More {
		out = append(slices.Clip(out), part.Values()...)
	}
	return out
}

// String is the message in English.
func (m Message) String() string {
	s := m.Format
	if len(m.Args) > 0 {
		s = fmt.Sprintf(m.Format, m.Args...)
	}
	if len(m.More) == 0 {
		return s
	}
	var b strings.Builder
	b.WriteString(s)
	for _, part := range m.More {
		b.WriteString(part.String())
	}
	return b.String()
}
