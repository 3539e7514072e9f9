package messages

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/source/text"
)

// A pattern is the text of a message with parts in braces: {name}, or
// {name:expression} with a regular expression of its own, where the name may be
// left out. A blank matches any run of blanks and line breaks, letters match in
// either case.

// parts are the expressions of the names that have one.
var parts = map[string]string{
	"field":      `[A-Za-z_][\w.\[\]]*`,
	"loc":        `[A-Za-z_][\w-]*(?:\.[\w\[\]$-]+)*`,
	"file":       "[^\\s'\"`,;|()]+?",
	"line":       `\d+`,
	"column":     `\d+`,
	"number":     `\d+`,
	"tag":        `[a-z_]\w*`,
	"module":     `\w+(?:\.\w+)*`,
	"name":       `\w+`,
	"model":      `\w+(?:\[[\w\[\], ]*\])?`,
	"package":    `[A-Za-z0-9][\w.-]*(?:\[[\w,.-]*\])?`,
	"version":    `[\w.+!*-]+`,
	"identifier": "[^\\s,\"'`]*",
	"host":       `[\w.-]+\.[A-Za-z]{2,}`,
}

// rest is a part without an expression of its own: what stands on the line.
const rest = `[^\n]{0,400}`

type pattern struct {
	re *regexp.Regexp
	// anchors are pieces in lower case, one of which every match holds.
	anchors []string
}

// piece is a literal or a part of a pattern.
type piece struct {
	literal, name, expr string
}

func pieces(s string) []piece {
	var out []piece
	for s != "" {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			return append(out, piece{literal: s})
		}
		if open > 0 {
			out = append(out, piece{literal: s[:open]})
		}
		depth, end := 0, open
		for ; end < len(s); end++ {
			switch s[end] {
			case '\\':
				end++
			case '{':
				depth++
			case '}':
				depth--
			}
			if depth == 0 {
				break
			}
		}
		name, expr, own := strings.Cut(s[open+1:end], ":")
		if !own {
			expr = parts[name]
		}
		out = append(out, piece{name: name, expr: expr})
		s = s[end+1:]
	}
	return out
}

func compile(s string) pattern {
	var b strings.Builder
	b.WriteString(`(?i)`)
	p := pattern{}
	all := pieces(s)
	named := map[string]bool{}
	for i, pc := range all {
		if pc.literal != "" {
			for j, word := range strings.Split(pc.literal, " ") {
				if j > 0 {
					b.WriteString(`\s+`)
				}
				b.WriteString(regexp.QuoteMeta(word))
			}
			continue
		}
		expr := pc.expr
		if expr == "" {
			expr = rest
			if i < len(all)-1 {
				expr += `?`
			}
		}
		if pc.name == "" || named[pc.name] {
			b.WriteString(`(?:` + expr + `)`)
			continue
		}
		named[pc.name] = true
		b.WriteString(`(?P<` + pc.name + `>` + expr + `)`)
	}
	p.re = regexp.MustCompile(b.String())
	if tree, err := syntax.Parse(b.String(), syntax.Perl); err == nil {
		p.anchors = anchors(tree.Simplify())
	}
	return p
}

// anchors are literals of which every text that an expression matches holds one;
// nil where there are none.
func anchors(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		return []string{strings.ToLower(string(re.Rune))}
	case syntax.OpCapture:
		return anchors(re.Sub[0])
	case syntax.OpPlus:
		return anchors(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return anchors(re.Sub[0])
		}
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if a := anchors(sub); shortest(a) > shortest(best) {
				best = a
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			a := anchors(sub)
			if a == nil {
				return nil
			}
			all = append(all, a...)
		}
		slices.Sort(all)
		return slices.Compact(all)
	}
	return nil
}

func shortest(list []string) int {
	n := 0
	for i, s := range list {
		if i == 0 || len(s) < n {
			n = len(s)
		}
	}
	return n
}

// plainAlternative is an expression that lists words.
var plainAlternative = text.Regexp(`^[\w -]+(\|[\w -]+)*$`)

// show is the text of a pattern for people: parts as …, or as what a cause says
// that they are.
func show(s string, when map[string]string) string {
	var b strings.Builder
	for _, pc := range pieces(s) {
		switch w := when[pc.name]; {
		case pc.literal != "":
			b.WriteString(pc.literal)
		case pc.name == "":
		case w != "" && plainAlternative().MatchString(w):
			word, _, _ := strings.Cut(w, "|")
			b.WriteString(word)
		default:
			b.WriteString("…")
		}
	}
	return gaps().ReplaceAllString(strings.Join(strings.Fields(b.String()), " "), "…")
}

// gaps are parts of a pattern beside one another.
var gaps = text.Regexp(`…(?:[ .]?…)+`)
