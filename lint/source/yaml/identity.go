package yaml

// What a node is called, whatever stands before it.

import (
	"strings"
	"unicode/utf8"
)

// maxIdentity bounds the text that names one list item, in bytes.
const maxIdentity = 80

// Identity is the way from the root as Path gives it, but with a list's items
// named by what they call themselves, so that it stays when items come, go or
// change places: parameters[name=query].type, tags[search]. An item that has no
// name of its own is [].
func (n *Node) Identity() string {
	var parts []string
	for p := n; p.Parent != nil; p = p.Parent {
		switch {
		case p.Key != nil:
			parts = append(parts, "."+p.Key.Value)
		case p.isKey:
			parts = append(parts, ".?"+p.Value)
		default:
			parts = append(parts, "["+p.itemName()+"]")
		}
	}
	var b strings.Builder
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteString(parts[i])
	}
	return strings.TrimPrefix(b.String(), ".")
}

// itemName is what a list's item calls itself.
func (n *Node) itemName() string {
	if n.IsScalar() {
		return clip(n.Text())
	}
	for _, key := range [...]string{"name", "identity", "value", "key"} {
		v := n.Get(key)
		if key == "identity" {
			v = v.Get("name")
		}
		if v != nil && v.IsScalar() && v.Text() != "" {
			return key + "=" + clip(v.Text())
		}
	}
	return ""
}

func clip(s string) string {
	if len(s) <= maxIdentity {
		return s
	}
	i := maxIdentity
	for i > 0 && !utf8.RuneStart(s[i]) {
		i--
	}
	return s[:i]
}
