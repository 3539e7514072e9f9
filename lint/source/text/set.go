package text

import "strings"

// Set is the set of the words of a text, which are apart by blanks.
func Set(s string) map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(s) {
		out[word] = true
	}
	return out
}
