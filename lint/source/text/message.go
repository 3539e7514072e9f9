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
	return m.Plus(Msg(format, args...))
}

// Plus is the message with a further part, as And makes it; an empty one adds nothing.
func (m Message) Plus(part Message) Message {
	if part.Format == "" {
		return m
	}
	m.More = append(slices.Clip(m.More), part)
	return m
}

// Phrase is a message without arguments that comes from a table: a title, a
// sentence of a schema. The test of the catalogue knows the tables.
func Phrase(format string) Message { return Message{Format: format} }

// Count is a message about a number of things, the first argument: one for 1, else
// many.
func Count(n int, one, many string, more ...any) Message {
	format := many
	if n == 1 {
		format = one
	}
	return Message{Format: format, Args: append([]any{n}, more...)}
}

// Join lists items with commas.
func Join[T any](items []T) Message {
	if len(items) == 0 {
		return Message{}
	}
	m := asMessage(items[0])
	for _, item := range items[1:] {
		m = Msg("%s, %s", m, item)
	}
	return m
}

// Or lists items of which one is meant: "a, b or c".
func Or[T any](items []T) Message {
	if len(items) < 2 {
		return Join(items)
	}
	return Msg("%s or %s", Join(items[:len(items)-1]), items[len(items)-1])
}

// And lists items that are all meant: "a, b and c".
func And[T any](items []T) Message {
	if len(items) < 2 {
		return Join(items)
	}
	return Msg("%s and %s", Join(items[:len(items)-1]), items[len(items)-1])
}

func asMessage(item any) Message {
	if m, ok := item.(Message); ok {
		return m
	}
	return Message{Format: "%v", Args: []any{item}}
}

// Values are the arguments of all parts, in order.
func (m Message) Values() []any {
	out := m.Args
	for _, part := range m.More {
		out = append(slices.Clip(out), part.Values()...)
	}
	return out
}

// MarshalText is String: a document for programs has the English words.
func (m Message) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (m *Message) UnmarshalText(words []byte) error {
	*m = Msg("%s", string(words))
	return nil
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

// Errorf is fmt.Errorf, whose error keeps the message: see Message.
func Errorf(format string, args ...any) error {
	return &messageError{fmt.Errorf(format, args...), Message{Format: format, Args: args}}
}

// messageError is an error that can be said in another language.
type messageError struct {
	error
	said Message
}

// Said is the error as a message; %w in its format stands for an error.
func (e *messageError) Said() Message { return e.said }

func (e *messageError) Unwrap() error { return e.error }
