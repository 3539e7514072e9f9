package audit

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// ReadmeParameter reports parameters that only the README knows.
var ReadmeParameter = &lint.Rule{
	ID: "audit/readme-parameter", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "the README describes a parameter that is not declared",
	Why:     "Users who follow the README do not find the parameter, and a model that was given the example passes a name that the tool never receives. The rule reads lists, tables and JSON or YAML examples of the README and its translations, if most names in them are parameters of the same declaration; it reports a name that no declaration has. Lists of output values are left out.",
	Sources: []string{"dify-plugins: docs/plugin-submission-requirements.md"},
	Run: func(p *lint.Pass) {
		var declared []parameters
		known := map[string]bool{}
		for _, d := range p.Plugin.Documents() {
			if names := parametersOf(d); len(names) > 1 {
				declared = append(declared, parameters{d, names})
			}
		}
		if len(declared) == 0 {
			return
		}
		for _, d := range p.Plugin.Documents() {
			words(d.Root, known, 0)
		}
		var spelling near.Budget
		for _, name := range readmes(p.Plugin) {
			f, err := p.Plugin.Read(name)
			if err != nil || len(f.Data) > maxReadme {
				continue
			}
			for _, g := range readmeGroups(f) {
				strangers(p, f, g, declared, known, &spelling)
			}
		}
	},
}

const (
	// maxReadme bounds the bytes that are read of one README.
	maxReadme = 1 << 20
	// maxNames bounds the parameters and the names of a group that are compared.
	maxNames = 200
)

type parameters struct {
	doc   *plugin.Document
	names []string
}

func parametersOf(d *plugin.Document) []string {
	var out []string
	for _, n := range d.Root.Get("parameters").Items() {
		if name := n.Get("name").Str(); name != "" && len(out) < maxNames {
			out = append(out, name)
		}
	}
	return out
}

// words notes each key and each short text of a declaration.
func words(n *yaml.Node, known map[string]bool, depth int) {
	if n == nil || depth > 50 {
		return
	}
	if n.Key != nil {
		known[n.Key.Value] = true
	}
	if n.IsScalar() && len(n.Value) < 100 {
		known[n.Value] = true
	}
	for _, c := range n.Content {
		words(c, known, depth+1)
	}
}

func readmes(p *plugin.Plugin) []string {
	out := []string{"README.md"}
	for _, name := range p.Listing().Files {
		if ok, _ := path.Match("readme/README_*.md", name); ok && len(out) < 30 {
			out = append(out, name)
		}
	}
	return out
}

// named is a name that a README writes down.
type named struct {
	name string
	at   text.Span
}

var (
	item   = text.Regexp("^(?:[-*+] +|\\| *)(?:\\*\\*)?`([A-Za-z_][A-Za-z0-9_]*)`")
	cell   = text.Regexp(`^\| *([a-z][a-z0-9]*(?:_[a-z0-9]+)*) *\|`)
	ruled  = text.Regexp(`^\|[-:| ]+$`)
	fence  = text.Regexp("^(```+|~~~+) *([A-Za-z]*)")
	output = text.Regexp(`(?i)output|return|respon|result|输出|返回|结果|響應|响应|戻り|出力|レスポンス|saída|retorn|respost`)
)

// readmeGroups are the names that stand together in a README: the items of a
// list, the first cells of a table, the keys of an example. What comes after a
// heading about results is left out.
func readmeGroups(f *text.File) [][]named {
	var out [][]named
	groups := map[int][]named{} // by indent, while the list goes on
	heading, fenced := "", ""
	above := -1 // the indent of the name in the line above, or -1
	var body text.Span
	end := func(deeper int) {
		for indent, g := range groups {
			if indent > deeper {
				out = append(out, g)
				delete(groups, indent)
			}
		}
	}
	for at := 0; at < len(f.Data); {
		stop := len(f.Data)
		if i := bytes.IndexByte(f.Data[at:], '\n'); i >= 0 {
			stop = at + i
		}
		line := bytes.TrimRight(f.Data[at:stop], "\r \t")
		trimmed := bytes.TrimLeft(line, " \t")
		start, indent := at+len(line)-len(trimmed), len(line)-len(trimmed)
		at = stop + 1
		if m := fence().FindSubmatch(trimmed); m != nil && (fenced == "" || strings.HasPrefix(string(m[1]), fenced)) {
			if fenced == "" {
				fenced = string(m[1])
				body = text.Span{Start: at}
				end(-1)
				continue
			}
			fenced, body.End = "", start
			if !output().MatchString(heading) && body.Start <= body.End {
				out = append(out, keys(f, body))
			}
			continue
		}
		if fenced != "" {
			continue
		}
		m := item().FindSubmatchIndex(trimmed)
		if m == nil {
			m = cell().FindSubmatchIndex(trimmed)
		}
		was := above
		above = -1
		switch {
		case m != nil:
			end(indent)
			if !output().MatchString(heading) && len(groups[indent]) < maxNames {
				groups[indent] = append(groups[indent], named{string(trimmed[m[2]:m[3]]), text.Span{Start: start + m[2], End: start + m[3]}})
				above = indent
			}
		case was >= 0 && ruled().Match(trimmed): // what is above is the table's head
			groups[was] = groups[was][:len(groups[was])-1]
		case len(trimmed) == 0:
		case indent > 0 && len(groups) > 0: // an item goes on
		case trimmed[0] == '|':
		default:
			end(-1)
			heading = string(trimmed[:min(len(trimmed), 200)])
		}
	}
	end(-1)
	out = slices.DeleteFunc(out, func(g []named) bool { return len(g) < 3 }) // two names say little
	slices.SortFunc(out, func(a, b []named) int { return a[0].at.Start - b[0].at.Start })
	return out
}

// keys are the keys of an example in JSON or YAML, those of its outermost object.
func keys(f *text.File, body text.Span) []named {
	code := f.Data[body.Start:body.End]
	lead := bytes.TrimLeft(code, " \t\r\n")
	if len(lead) == 0 || len(code) > 1<<16 || lead[0] != '{' && !yamlKey().Match(lead) {
		return nil
	}
	var out []named
	for _, n := range yaml.Parse(text.NewFile(f.Path, code)).Root.Entries() {
		if len(out) == maxNames {
			break
		}
		if k := n.Key; k != nil && k.IsScalar() {
			at := text.Span{Start: body.Start + k.Span.Start, End: body.Start + k.Span.End}
			if s := f.Data[at.Start:at.End]; len(s) > 1 && (s[0] == '"' || s[0] == '\'') {
				at.Start, at.End = at.Start+1, at.End-1
			}
			out = append(out, named{k.Value, at})
		}
	}
	return out
}

var yamlKey = text.Regexp(`^[A-Za-z_]\w*:(?: |\r?\n)`)

// strangers tells of the names of a group that no declaration has, where most
// of the group are parameters of one declaration.
func strangers(p *lint.Pass, f *text.File, group []named, declared []parameters, known map[string]bool, spelling *near.Budget) {
	var best *parameters
	most := 0
	for i := range declared {
		n := 0
		for _, g := range group {
			if slices.Contains(declared[i].names, g.name) {
				n++
			}
		}
		if n > most {
			best, most = &declared[i], n
		}
	}
	var unknown []named
	for _, g := range group {
		if !known[g.name] {
			unknown = append(unknown, g)
		}
	}
	if most < 2 || most <= len(unknown) {
		return
	}
	var free []string // parameters that the group leaves out
	for _, name := range best.names {
		if !slices.ContainsFunc(group, func(g named) bool { return g.name == name }) {
			free = append(free, name)
		}
	}
	for _, g := range unknown {
		found := lint.Finding{
			Place: plugin.AtSpan(f, g.at), Key: g.name,
			Message: lint.Msg("unknown parameter %q: no declaration has it (%s has %s)", g.name, best.doc.Path, text.Join(best.names[:min(len(best.names), 6)])),
			Related: []lint.Related{{Place: plugin.At(best.doc, best.doc.Root.Get("parameters")), Message: lint.Msg("the parameters are declared here")}},
		}
		if meant, ok := spelling.Nearest(g.name, free); ok {
			found.Message = lint.Msg("unknown parameter %q: no declaration has it; did you mean %q, of %s?", g.name, meant, best.doc.Path)
			found.Fixes = lint.UnsafeFix(lint.Msg("Write %s", meant), text.ReplaceText(f, g.at, meant))
		}
		p.Report(found)
	}
}
