package text

import "strings"

// Words are the words of a text, a table of names written as one, say.
func Words(s string) map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(s) {
		out[word] = true
	}
	return out
}
