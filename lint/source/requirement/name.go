package requirement

import "strings"

// NormalizeName is the one spelling under which an index knows a distribution
// (PEP 503): lower case, each run of - _ and . a single hyphen.
func NormalizeName(name string) string {
	clean := true
	for i := range len(name) {
		b := name[i]
		if b >= 'A' && b <= 'Z' || b == '_' || b == '.' || b >= 0x80 ||
			b == '-' && i > 0 && name[i-1] == '-' {
			clean = false
			break
		}
	}
	if clean {
		return name
	}
	b := make([]byte, 0, len(name))
	run := false
	for _, c := range []byte(strings.ToLower(name)) {
		if isSeparator(c) {
			if !run {
				b = append(b, '-')
			}
			run = true
			continue
		}
		run = false
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
