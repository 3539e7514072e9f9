package messages

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// Candidate is something that was found in the plugin at hand.
type Candidate struct {
	Rule, Gate, Message string
	// Said is Message before it was said in English.
	Said text.Message
	// Path is the file below the plugin's root, Route the way to the node as
	// lint.Place has it.
	Path, Route string
	File        *text.File
	Span        text.Span
	// Error is true for a refusal, Mask where what stands there is secret.
	Error, Mask bool
}

// Answer is one reason for a message, with its place where it is known.
type Answer struct {
	*Match
	*Cause
	// Rule finds the cause; "" where none does.
	Rule string
	// Text says what is wrong: the finding's message, or the cause's.
	Text string
	said text.Message
	// Path is "" where there is no place; File is nil where the file is not there.
	Path string
	File *text.File
	Span text.Span
	Mask bool

	score int
}

// Diagnose says what the messages in a text come from. p is the plugin at hand
// and found what a linter finds in it; both may be absent.
func Diagnose(data []byte, p *plugin.Plugin, found []Candidate) []Answer {
	matches := Read(data)
	if slices.ContainsFunc(matches, func(m Match) bool { return m.Weight > wrapper && m.trusted }) {
		matches = slices.DeleteFunc(matches, func(m Match) bool { return m.Weight == wrapper })
	}
	var first, later []Answer
	for i := range matches {
		as := answers(&matches[i], p, found)
		if len(as) == 0 {
			continue
		}
		first = append(first, as[0])
		later = append(later, as[1:]...)
	}
	slices.SortStableFunc(first, func(a, b Answer) int { return cmp.Compare(b.Weight, a.Weight) })
	type place struct {
		rule, path string
		at         int
		why        string
	}
	seen := map[place]bool{}
	return slices.DeleteFunc(append(first, later...), func(a Answer) bool {
		// Two rules that say the same of one place are one reason.
		said := place{"", a.Path, a.Span.Start, a.ID + a.Text}
		if seen[said] {
			return true
		}
		seen[said] = true
		k := place{a.Rule, a.Path, a.Span.Start, ""}
		if a.Path == "" {
			k.why = a.Why
		}
		was := seen[k]
		seen[k] = true
		return was
	})
}

// enough is the score from which a finding is taken for a message's reason.
const enough = 40

// answers are the reasons for one message, the likeliest first.
func answers(m *Match, p *plugin.Plugin, found []Candidate) []Answer {
	var h *hint
	if p != nil {
		h = look(m, p)
	}
	var out []Answer
	shown := false // the plugin has what the message names
	for i := range m.Causes {
		c := &m.Causes[i]
		if !c.fits(m.Parts) {
			continue
		}
		a := Answer{Match: m, Cause: c, Text: fill(c.Why, m.Parts, "it")}
		if len(c.Rules) > 0 {
			a.Rule = c.Rules[0]
		}
		if h != nil {
			best, score, named := -1, 0, false
			for j := range found {
				s, n := h.score(m, c, &found[j])
				if s > score {
					best, score, named = j, s, n
				}
			}
			switch {
			case best >= 0 && score >= enough && slices.Contains(c.Rules, found[best].Rule) && (m.trusted || named):
				f := &found[best]
				a.Rule, a.Text, a.said, a.Path, a.File, a.Span, a.Mask, a.score = f.Rule, f.Message, f.Said, f.Path, f.File, f.Span, f.Mask, score
				shown = shown || named
			case len(c.Rules) > 0 || c.File != "":
				if h.place(&a, c) {
					a.score = enough / 2
					shown = shown || h.named
				}
			}
		}
		out = append(out, a)
	}
	if !m.trusted && !shown {
		return nil
	}
	// What the plugin shows comes before what may be.
	slices.SortStableFunc(out, func(a, b Answer) int { return cmp.Compare(b.score, a.score) })
	return out
}

func (c *Cause) fits(parts map[string]string) bool {
	for name, expr := range c.When {
		if !regexp.MustCompile(`(?s)^(?:` + expr + `)$`).MatchString(parts[name]) {
			return false
		}
	}
	return true
}

var slot = text.Regexp(`\{\w+\}`)

// fill puts the named parts into a sentence.
func fill(s string, parts map[string]string, it string) string {
	return slot().ReplaceAllStringFunc(s, func(w string) string {
		if v := parts[w[1:len(w)-1]]; v != "" {
			return say(v)
		}
		return it
	})
}

// In is Text in a language.
func (a *Answer) In(l interface {
	Words(english string) string
	Text(m text.Message) string
}) string {
	if a.said.Format != "" {
		return l.Text(a.said)
	}
	return fill(l.Words(a.Why), a.Parts, l.Words("it"))
}

// hint is what the named parts say of the place.
type hint struct {
	plugin *plugin.Plugin
	// path is a file of the plugin; named is true where it, or another part, is
	// the plugin's own.
	path  string
	named bool
	line  int
	// way is the way to the node: keys in lower case without underscores, and
	// indices; docs are the declarations that it may lead through.
	way  []string
	docs []*plugin.Document
	// led is true where the way itself says which declarations, items lists the
	// files of a provider's items.
	led    bool
	items  []string
	values []string
}

func look(m *Match, p *plugin.Plugin) *hint {
	h := &hint{plugin: p}
	if f := m.Parts["file"]; f != "" {
		if h.path = ownPath(p, f); h.path != "" {
			h.named = true
		} else {
			h.values = append(h.values, path.Base(f), f)
		}
	}
	h.line, _ = strconv.Atoi(m.Parts["line"])
	for _, name := range []string{"key", "value", "name", "module", "package", "icon", "permission", "locale", "other", "input"} {
		if v := strings.Trim(m.Parts[name], "\"'` "); len(v) > 1 && len(v) < 200 {
			h.values = append(h.values, v)
			if s := strings.ToLower(strings.TrimLeft(v, "+-")); name == "value" && (s == "nan" || s == "inf") {
				h.values = append(h.values, "."+s) // as YAML writes it
			}
			if name == "module" {
				top, _, _ := strings.Cut(v, ".")
				h.values = append(h.values, top)
			}
		}
	}
	docs := p.Documents()
	if f := m.Parts["field"]; f != "" {
		h.byField(f, p)
	}
	if l := m.Parts["loc"]; l != "" {
		h.byLoc(l, m.Parts["model"], p)
	}
	if len(h.docs) == 0 {
		h.docs = docs
	}
	if h.path == "" {
		return h
	}
	var own []*plugin.Document
	for _, d := range docs {
		if d.Path != h.path {
			continue
		}
		// A provider's file stands for its items where the class is an item's.
		if kind := kindOf(m.Parts["model"]); d.Items != nil && kind != "" && kind != d.Kind {
			own = append(own, d.Items...)
		} else {
			own = append(own, d)
		}
		for _, item := range d.Items {
			h.items = append(h.items, item.Path)
		}
	}
	if len(own) > 0 && m.Parts["field"] == "" && !h.led {
		h.docs = own
	}
	return h
}

// typeName is what pydantic puts behind the way where a value may be of several
// kinds.
var typeName = text.Regexp(`^(?:int|float|str|bool|dict|none|list.*|strenum.*|function.*|constrained.*|nullable|\[key\]|key)$`)

// byLoc reads the way of pydantic, as data.manifest.tool.tools.0.label.
func (h *hint) byLoc(l, model string, p *plugin.Plugin) {
	way := split(l)
	for len(way) > 1 && (way[0] == "data" || way[0] == "manifest" || way[0] == "declaration" || number(way[0])) {
		way = way[1:]
	}
	for len(way) > 1 && typeName().MatchString(way[len(way)-1]) {
		way = way[:len(way)-1]
	}
	if len(way) == 3 && way[0] == "position" {
		for _, d := range p.Documents() {
			if d.Kind == plugin.Position && squash(d.ModelType) == way[1] {
				h.docs = append(h.docs, d)
			}
		}
		h.way, h.led = way[2:], true
		return
	}
	if docs, rest := descend(way, p); docs != nil {
		h.docs, h.way, h.led = docs, rest, true
		return
	}
	h.way = way
	kind := kindOf(model)
	for _, d := range p.Documents() {
		if kind != "" && d.Kind == kind {
			h.docs = append(h.docs, d)
		}
	}
}

// descend follows the first steps of a way from the manifest into a provider,
// and from there into an item; nil where it does not lead into one.
func descend(way []string, p *plugin.Plugin) (docs []*plugin.Document, rest []string) {
	providers := p.Providers()
	rest = way
	if len(way) > 1 {
		var in []*plugin.Document
		for _, d := range providers {
			if d.Family != nil && strings.TrimSuffix(squash(string(d.Family.Provider)), "provider") == way[0] {
				in = append(in, d)
			}
		}
		if in != nil {
			docs, providers, rest = in, in, way[1:]
		}
	}
	if len(rest) > 1 && number(rest[1]) {
		n, _ := strconv.Atoi(rest[1])
		var items []*plugin.Document
		for _, d := range providers {
			if d.Family == nil || squash(d.Family.List) != rest[0] {
				continue
			}
			list := d.Items
			if d.Kind == plugin.ModelProvider {
				list = slices.DeleteFunc(slices.Clone(list), func(i *plugin.Document) bool { return i.Kind != plugin.Model })
			}
			if n < len(list) {
				items = append(items, list[n])
			}
		}
		if items != nil && len(rest) > 2 {
			return items, rest[2:]
		}
	}
	return docs, rest
}

// ownPath is the plugin's file that a path of somewhere else names, or "".
func ownPath(p *plugin.Plugin, name string) string {
	name = strings.ReplaceAll(strings.Trim(name, "\"'`"), `\`, "/")
	parts := strings.Split(strings.TrimPrefix(path.Clean("/"+name), "/"), "/")
	for i := range parts {
		if strings.Contains(strings.Join(parts[i:], "/"), "site-packages/") {
			continue
		}
		if s := strings.Join(parts[i:], "/"); p.Exists(s) {
			return s
		}
	}
	return ""
}

// byField reads the way of Go's validator, as PluginDeclaration.Tool.Tools[0].Label.
func (h *hint) byField(f string, p *plugin.Plugin) {
	way := split(f)
	way = way[min(1, len(way)):] // without the type
	h.docs, h.way = []*plugin.Document{p.Manifest()}, way
	if len(way) > 0 && way[0] == "plugindeclarationwithoutadvancedfields" {
		h.way = way[1:]
	} else if docs, rest := descend(way, p); docs != nil {
		h.docs, h.way = docs, rest
	}
	h.led = true
	if len(h.docs) == 1 {
		h.path = h.docs[0].Path
	}
}

// split takes a way apart: a.B_c[0].d and a.b.0.d alike.
func split(way string) []string {
	return strings.FieldsFunc(squash(strings.NewReplacer("[", ".", "]", "").Replace(way)), func(r rune) bool { return r == '.' })
}

func squash(s string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(s))
}

func number(s string) bool {
	_, err := strconv.Atoi(s)
	return err == nil
}

// kindOf says which declarations a class of the SDK or the API reads; "" where it
// may be any.
func kindOf(model string) plugin.Kind {
	model = strings.ToLower(model)
	for _, r := range readers {
		if strings.HasPrefix(model, r.class) {
			return r.of
		}
	}
	return ""
}

// readers are the beginnings of classes in lower case, and the declarations that such
// a class reads: "" where it may be any.
var readers = []struct {
	class string
	of    plugin.Kind
}{
	{"plugindaemon", ""}, {"i18n", ""},
	{"plugin", plugin.Manifest}, {"meta", plugin.Manifest}, {"resource", plugin.Manifest},
	{"toolprovider", plugin.ToolProvider}, {"tool", plugin.Tool},
	{"endpointprovider", plugin.EndpointProvider}, {"endpoint", plugin.Endpoint},
	{"agentstrategyprovider", plugin.AgentStrategyProvider}, {"agent", plugin.AgentStrategy},
	{"datasourceprovider", plugin.DatasourceProvider}, {"datasource", plugin.Datasource},
	{"trigger", plugin.TriggerProvider}, {"subscription", plugin.TriggerProvider},
	{"event", plugin.Event},
	{"modelprovider", plugin.ModelProvider}, {"providerentity", plugin.ModelProvider},
	{"aimodel", plugin.Model}, {"parameterrule", plugin.Model}, {"price", plugin.Model}, {"pricing", plugin.Model},
}

// alike counts how many of the last steps of two ways are the same, and says
// whether all are.
func alike(a, b []string) (n int, all bool) {
	for n < len(a) && n < len(b) {
		x, y := a[len(a)-1-n], b[len(b)-1-n]
		if x != y && number(x) == number(y) {
			break
		}
		n++
	}
	return n, n == len(a) && n == len(b)
}

// score says how well a finding fits a message and one of its causes, and
// whether a named part of the message is in it.
func (h *hint) score(m *Match, c *Cause, f *Candidate) (score int, named bool) {
	switch i := slices.Index(c.Rules, f.Rule); {
	case i >= 0:
		score += 40 - 3*min(i, 5)
	default:
		score -= 20
	}
	if f.Error {
		score += 6
	}
	if f.Gate == m.Gate {
		score += 6
	}
	if h.path != "" {
		switch {
		case f.Path == h.path:
			score, named = score+25, true
		case slices.Contains(h.items, f.Path):
			score, named = score+10, true
		default:
			score -= 25
		}
		if h.led && slices.ContainsFunc(h.docs, func(d *plugin.Document) bool { return d.Path == f.Path }) {
			score += 20
		}
	} else if slices.ContainsFunc(h.docs, func(d *plugin.Document) bool { return d.Path == f.Path }) {
		score += 6
	}
	if h.line > 0 && f.File != nil && (h.path == "" || h.path == f.Path) {
		switch d := f.File.LineAt(f.Span.Start) - h.line; {
		case d == 0:
			score += 30
		case d == 1 || d == -1:
			score += 12
		case d >= -3 && d <= 3:
			score += 4
		default:
			score -= 10
		}
	}
	if len(h.way) > 0 {
		route := split(f.Route)
		n, all := alike(h.way, route)
		up, allUp := alike(h.way[:len(h.way)-1], route)
		score += 10 * min(max(n, up), 4)
		if all || allUp {
			score += 12
		}
		if n == 0 && up == 0 && !allUp {
			score -= 25
		}
		if last := h.way[len(h.way)-1]; !number(last) && strings.Contains(squash(f.Message), last) {
			score += 10
		}
	}
	for _, v := range h.values {
		if strings.Contains(f.Message, v) || f.File != nil && strings.Contains(f.File.Slice(f.Span), v) {
			score, named = score+14, true
			break
		}
	}
	return score, named
}

// place fills in the place that the parts name by themselves.
func (h *hint) place(a *Answer, c *Cause) bool {
	p := h.plugin
	if len(h.way) > 0 {
		var best *yaml.Node
		var in *plugin.Document
		left := len(h.way) + 1
		for _, d := range h.docs {
			if d.Root == nil {
				continue
			}
			n, rest := walk(d.Root, h.way)
			if rest < left {
				best, in, left = n, d, rest
			}
		}
		if left == len(h.way) {
			for _, d := range h.docs {
				if n := within(d.Root, h.way, a.Said); n != nil {
					best, in, left = n, d, 0
					break
				}
			}
		}
		if best != nil && left < len(h.way) || best != nil && len(h.docs) == 1 {
			a.Path, a.File, a.Span = in.Path, in.File, best.HeadSpan()
			if left == 0 {
				a.Span = best.PlaceSpan()
			}
			h.named = true
			return true
		}
	}
	name := h.path
	if name == "" {
		for _, d := range h.docs {
			for _, v := range h.values {
				if i := strings.Index(textOf(d), v); i >= 0 {
					a.Path, a.File, a.Span = d.Path, d.File, text.Span{Start: i, End: i + len(v)}
					h.named = true
					return true
				}
			}
		}
	}
	if name == "" && c.File != "" && p.Exists(c.File) {
		name = c.File
	}
	if name == "" && h.line > 0 && a.Parts["yaml"] != "" {
		name = plugin.ManifestName
	}
	if name == "" {
		return false
	}
	f, err := p.Read(name)
	if err != nil {
		return false
	}
	a.Path, a.File = name, f
	if h.line > 0 && h.line <= f.LineCount() {
		a.Span = f.LineSpan(h.line)
		return true
	}
	for _, v := range h.values {
		if i := strings.Index(string(f.Data), v); i >= 0 {
			a.Span = text.Span{Start: i, End: i + len(v)}
			h.named = true
			return true
		}
	}
	return true
}

// walk follows a way as far as it leads, and says how many steps are left.
func walk(n *yaml.Node, way []string) (*yaml.Node, int) {
	for i, step := range way {
		var next *yaml.Node
		if at, err := strconv.Atoi(step); err == nil {
			if items := n.Items(); at < len(items) {
				next = items[at]
			} else if entries := n.Entries(); items == nil && at < len(entries) {
				next = entries[at]
			}
		} else {
			for _, e := range n.Entries() {
				if squash(e.Key.Text()) == step {
					next = e
				}
			}
		}
		if next == nil {
			return n, len(way) - i
		}
		n = next
	}
	return n, 0
}

// within finds, somewhere in a declaration, a way that begins at a part of it:
// best a value that the message does not name among those that are taken.
func within(root *yaml.Node, way []string, said string) *yaml.Node {
	var first, best *yaml.Node
	if root == nil {
		return nil
	}
	root.Walk(func(n *yaml.Node) bool {
		if n.IsKey() || best != nil {
			return true
		}
		if k, _ := alike(way, split(n.Path())); k == len(way) {
			if first == nil {
				first = n
			}
			if n.IsScalar() && !strings.Contains(said, "'"+n.Text()+"'") {
				best = n
			}
		}
		return true
	})
	return cmp.Or(best, first)
}

func textOf(d *plugin.Document) string {
	if d.File == nil {
		return ""
	}
	return string(d.File.Data)
}
