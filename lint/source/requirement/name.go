package requirement

import "strings"

// NormalizeName is the one spelling under which an index knows a distribution
// (PEP 503): lower case, each run of - _ and . a single hyphen.
func NormalizeName(name string) string {
	lower := strings.ToLower(name)
	if lower == name && !strings.ContainsAny(name, "_.") && !strings.Contains(name, "--") {
		return name
	}
	b := make([]byte, 0, len(name))
	for _, c := range []byte(lower) {
		if isSeparator(c) {
			if c = '-'; len(b) > 0 && b[len(b)-1] == c {
				continue
			}
		}
		b = append(b, c)
	}
	return string(b)
}

// IsName reports whether s is a name that a distribution, or an extra, may
// have: ASCII letters, digits, - _ and ., a letter or digit at either end
// (PEP 508).
func IsName(s string) bool {
	if s == "" || !isAlnum(s[0]) || !isAlnum(s[len(s)-1]) {
		return false
	}
	for i := range len(s) {
		if !isAlnum(s[i]) && !isSeparator(s[i]) {
			return false
		}
	}
	return true
}
