package risk

// The text for the form.

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Disclosure is the text of the sections "Risk level" and "Security and privacy
// notes" of the marketplace's pull request template (langgenius/dify-plugins,
// .github/pull_request_template.md), in Markdown. What only the author knows
// stands in it as TODO.
func (a *Assessment) Disclosure() string {
	var b strings.Builder
	b.WriteString("## Risk level\n\n")
	for l := Low; l <= High; l++ {
		mark := " "
		if l == a.Level {
			mark = "x"
		}
		word := l.String()
		fmt.Fprintf(&b, "- [%s] %s risk\n", mark, strings.ToUpper(word[:1])+word[1:])
	}
	b.WriteString("\n## Security and privacy notes\n\n")
	if a.Level == Low && len(a.Personal) == 0 && len(a.Libraries) == 0 && len(a.Unread) == 0 {
		if len(a.Hosts) == 0 {
			b.WriteString("None: the plugin connects to no service.\n")
		} else {
			fmt.Fprintf(&b, "None: the plugin only reads from fixed services (%s).\n", strings.Join(names(a.Hosts), ", "))
		}
		return b.String()
	}
	for _, r := range a.Reasons {
		fmt.Fprintf(&b, "- The plugin %s: %s. TODO: say %s.\n", r.Title, places(r), r.Ask)
	}
	if len(a.Hosts) > 0 {
		fmt.Fprintf(&b, "- Fixed hosts that it connects to: %s.\n", strings.Join(names(a.Hosts), ", "))
	}
	if len(a.Libraries) > 0 {
		fmt.Fprintf(&b, "- Libraries that may connect to a service: %s. TODO: say to which, and what they send.\n", strings.Join(names(a.Libraries), ", "))
	}
	if len(a.Personal) > 0 {
		fmt.Fprintf(&b, "- Personal data: TODO: say whether the plugin handles health, financial, biometric, children's, location or other sensitive data (its parameters speak of %s).\n", strings.Join(a.words(), ", "))
	}
	if len(a.Unread) > 0 {
		var quoted []string
		for _, name := range a.Unread {
			quoted = append(quoted, strconv.Quote(name))
		}
		fmt.Fprintf(&b, "- Sources that were not read: %s. TODO: say what they do.\n", strings.Join(quoted, ", "))
	}
	if a.Level == High {
		b.WriteString("- Limits: TODO: say how input is validated and restricted, and where the security boundary is.\n")
	}
	return b.String()
}

// maxPlaces bounds the places named for one capability in a text.
const maxPlaces = 3

// places names where a capability shows.
func places(r Reason) string {
	var out []string
	for _, e := range r.Evidence[:min(len(r.Evidence), maxPlaces)] {
		out = append(out, "`"+e.label()+"`")
	}
	s := strings.Join(out, ", ")
	if more := r.More + len(r.Evidence) - len(out); more > 0 {
		s += fmt.Sprintf(" and %d more", more)
	}
	return s
}

// label is the place as path:line.
func (e Evidence) label() string {
	name := clean(e.Path)
	if l := e.Line(); l > 0 {
		return fmt.Sprintf("%s:%d", name, l)
	}
	return name
}

// clean takes out of a name what would end a line or a code span.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '`' {
			return '?'
		}
		return r
	}, s)
}

func names(hosts []Host) []string {
	var out []string
	for _, h := range hosts {
		out = append(out, h.Name)
	}
	return out
}

// words are the words of Personal, each once.
func (a *Assessment) words() []string {
	var out []string
	for _, e := range a.Personal {
		if word := e.What.String(); !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return out
}
