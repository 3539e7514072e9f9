package lang

// The files of a catalogue: gettext's PO, as far as it is needed here.

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Entry is one text of a catalogue.
type Entry struct {
	// ID is the English text.
	ID string
	// Text is the translation, or "".
	Text string
	// Format says that the text has verbs of package fmt.
	Format bool
	// Refs say where the text stands, Note what it is.
	Refs, Note []string
	// Comment is what translators noted.
	Comment []string
}

// Parse reads a file. The error names the line.
func Parse(data []byte) ([]Entry, error) {
	var out []Entry
	var e Entry
	var into *string
	started := false
	flush := func() {
		if started && e.ID != "" {
			out = append(out, e)
		}
		e, into, started = Entry{}, nil, false
	}
	for n, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(line)
		keyword, rest, _ := strings.Cut(line, " ")
		switch {
		case line == "":
			flush()
		case strings.HasPrefix(line, "#"):
			if started && into != nil {
				flush()
			}
			switch keyword {
			case "#:":
				e.Refs = append(e.Refs, strings.Fields(rest)...)
			case "#.":
				e.Note = append(e.Note, rest)
			case "#,":
				e.Format = strings.Contains(rest, "go-format")
			case "#":
				e.Comment = append(e.Comment, rest)
			}
		case keyword == "msgid" || keyword == "msgstr":
			s, err := strconv.Unquote(strings.TrimSpace(rest))
			if err != nil {
				return nil, fmt.Errorf("line %d: %s is not a text in double quotes", n+1, rest)
			}
			if keyword == "msgid" {
				if into != nil {
					flush()
				}
				into = &e.ID
			} else {
				into = &e.Text
			}
			*into, started = s, true
		case strings.HasPrefix(line, `"`) && into != nil:
			s, err := strconv.Unquote(line)
			if err != nil {
				return nil, fmt.Errorf("line %d: %s is not a text in double quotes", n+1, line)
			}
			*into += s
		default:
			return nil, fmt.Errorf("line %d: %q is not known here", n+1, line)
		}
	}
	flush()
	return out, nil
}

// Write is the file of entries.
func Write(tag string, entries []Entry) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "msgid \"\"\nmsgstr \"\"\n\"Language: %s\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n", tag)
	for _, e := range entries {
		b.WriteByte('\n')
		for _, c := range e.Comment {
			fmt.Fprintf(&b, "# %s\n", c)
		}
		for _, c := range e.Note {
			fmt.Fprintf(&b, "#. %s\n", c)
		}
		for _, r := range slices.Compact(slices.Sorted(slices.Values(e.Refs))) {
			fmt.Fprintf(&b, "#: %s\n", r)
		}
		if e.Format {
			b.WriteString("#, go-format\n")
		}
		put(&b, "msgid", e.ID)
		put(&b, "msgstr", e.Text)
	}
	return b.Bytes()
}

// put writes a text, a line of it a line of the file.
func put(b *bytes.Buffer, keyword, s string) {
	lines := strings.SplitAfter(s, "\n")
	if lines[len(lines)-1] == "" && len(lines) > 1 {
		lines = lines[:len(lines)-1]
	}
	if len(lines) == 1 {
		fmt.Fprintf(b, "%s %s\n", keyword, quote(lines[0]))
		return
	}
	fmt.Fprintf(b, "%s \"\"\n", keyword)
	for _, l := range lines {
		b.WriteString(quote(l) + "\n")
	}
}

// quote is gettext's form of a text, which is Go's but for what is not ASCII.
func quote(s string) string {
	r := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", `\r`)
	return `"` + r.Replace(s) + `"`
}
