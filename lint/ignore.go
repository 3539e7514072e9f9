package lint

// Comments that ask for findings to be left alone:
//
//	# difylint: ignore[family/name, family/*, until=2027-01-31] reason
//	# difylint: ignore-file[family/name] reason
//	<!-- difylint: ignore[family/name] reason --> in Markdown
//
// The first speaks of the findings on its own line, of those on the next line
// where it stands alone on its own, and of those whose primary or related span
// has that line within it. The second speaks of the whole file. An ignore holds
// through the day that until names, in UTC.

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/comment"
	"github.com/difylint/difylint/lint/source/text"
)

// ignoreMark is what every such comment holds.
const ignoreMark = "difylint:"

// Ignore is one comment that asks for findings to be left alone.
type Ignore struct {
	File *text.File
	// Span is the comment from its "#" to the end of the line, or all of a
	// comment of Markdown.
	Span text.Span
	// WholeFile is true for ignore-file.
	WholeFile bool
	// Rules are those it names, in order.
	Rules []IgnoredRule
	// Until is the last day on which it holds; zero for always.
	Until     time.Time
	UntilSpan text.Span
	Reason    string
	// Malformed says what is wrong with the comment, at MalformedSpan; its
	// Format is "" where nothing is. Then Rules may be empty.
	Malformed     Message
	MalformedSpan text.Span

	line, target int // the target is the next line that is no comment
	items        []text.Span
	expired      bool
	around       *comment.Comments
}

// IgnoredRule is a rule that an ignore names.
type IgnoredRule struct {
	// ID is a rule's ID or family/*, as written.
	ID   string
	Span text.Span
	// Used is true once a finding was ignored by it.
	Used bool

	item int // among what stands between the brackets
}

// Expired reports whether its last day is over.
func (g *Ignore) Expired() bool { return g.expired }

// mentions reports whether a file holds ignoreMark.
var mentions = text.NewFact(func(f *text.File) bool { return bytes.Contains(f.Data, []byte(ignoreMark)) })

// Ignores reads the ignores of a file, in order. A file that does not mention
// difylint costs one search through its bytes.
func Ignores(f *text.File) []*Ignore {
	if f == nil || comment.SyntaxOf(f.Path) == comment.None || !mentions.Of(f) {
		return nil
	}
	around := comment.Of(f)
	var out []*Ignore
	for _, c := range around.Spans {
		if g := parseIgnore(f, c); g != nil {
			g.around = around
			out = append(out, g)
		}
	}
	if len(out) > 0 {
		place(f, around.Spans, out)
	}
	return out
}

// place finds the line that each ignore speaks of besides its own: below one
// that stands alone, the first line that is not a comment.
func place(f *text.File, comments []text.Span, ignores []*Ignore) {
	alone := map[int]bool{}
	for _, c := range comments {
		if f.StartsLine(c.Start) && onlyComment(f, c) {
			alone[f.LineAt(c.Start)] = true
		}
	}
	targets := map[int]int{} // of the lines of comments: those in a row share one
	for _, g := range slices.Backward(ignores) {
		g.line = f.LineAt(g.Span.Start)
		if !alone[g.line] {
			continue
		}
		target := g.line + 1
		for alone[target] && targets[target] == 0 {
			target++
		}
		if t := targets[target]; t > 0 {
			target = t
		}
		targets[g.line] = target
		if s := f.LineSpan(target); target <= f.LineCount() && len(bytes.TrimSpace(f.Data[s.Start:s.End])) > 0 {
			g.target = target
		}
	}
}

// onlyComment reports whether nothing follows a comment on its line.
func onlyComment(f *text.File, c text.Span) bool {
	return len(bytes.TrimSpace(f.Data[c.End:f.LineSpan(f.LineAt(c.Start)).End])) == 0
}

// parseIgnore reads one comment; it is nil where the comment is about
// something else.
func parseIgnore(f *text.File, c text.Span) *Ignore {
	s := f.Slice(c)
	at := strings.Index(s, ignoreMark)
	if at < 0 {
		return nil
	}
	before, begins := strings.TrimRight(s[:at], " \t"), "#"
	if strings.HasPrefix(s, comment.MarkdownStart) {
		begins = comment.MarkdownStart
		s = strings.TrimSuffix(s, comment.MarkdownEnd)
	}
	if !strings.HasSuffix(before, begins) {
		return nil // a mention in prose
	}
	g := &Ignore{File: f, Span: text.Span{Start: c.Start + len(before) - len(begins), End: c.End}}
	i := at + len(ignoreMark)
	i += len(s[i:]) - len(strings.TrimLeft(s[i:], " \t"))
	word := s[i:]
	if end := strings.IndexFunc(word, func(r rune) bool { return (r < 'a' || r > 'z') && r != '-' }); end > 0 {
		word = word[:end]
	}
	bad := func(from, to int, format string, args ...any) {
		if g.Malformed.Format == "" {
			g.Malformed, g.MalformedSpan = Msg(format, args...), text.Span{Start: c.Start + from, End: c.Start + to}
		}
	}
	switch word {
	case "ignore":
	case "ignore-file":
		g.WholeFile = true
	default:
		bad(i, i+len(word), "%q asks nothing of difylint; write ignore[family/name] or ignore-file[family/name]", word)
		return g
	}
	i += len(word)
	if i >= len(s) || s[i] != '[' {
		bad(i-len(word), i, "name what to ignore in brackets: %s[family/name]", word)
		return g
	}
	end := strings.IndexByte(s[i:], ']')
	if end < 0 {
		bad(i, len(s), "the closing %s is missing", `"]"`)
		return g
	}
	end += i
	for from := i + 1; from <= end; {
		to := end
		if comma := strings.IndexByte(s[from:end], ','); comma >= 0 {
			to = from + comma
		}
		g.item(c.Start, s, from, to, bad)
		from = to + 1
	}
	if len(g.Rules) == 0 {
		bad(i, end+1, "name what to ignore in brackets: %s[family/name]", word)
	}
	g.Reason = strings.Trim(s[end+1:], " \t:")
	return g
}

// item reads one of the things between the brackets.
func (g *Ignore) item(base int, s string, from, to int, bad func(from, to int, format string, args ...any)) {
	from = to - len(strings.TrimLeft(s[from:to], " \t"))
	to = from + len(strings.TrimRight(s[from:to], " \t"))
	if from == to {
		return
	}
	span := text.Span{Start: base + from, End: base + to}
	g.items = append(g.items, span)
	date, isUntil := strings.CutPrefix(s[from:to], "until=")
	if !isUntil {
		g.Rules = append(g.Rules, IgnoredRule{ID: s[from:to], Span: span, item: len(g.items) - 1})
		return
	}
	day, err := time.Parse(time.DateOnly, date)
	if err != nil || !g.Until.IsZero() {
		bad(from, to, "%s names no day; write until=2027-01-31", s[from:to])
		return
	}
	g.Until, g.UntilSpan = day, span
}

// Remove takes the comment out: its line where it stands alone, else the
// blanks before it too.
func (g *Ignore) Remove() []text.Edit {
	if g.File.StartsLine(g.Span.Start) && onlyComment(g.File, g.Span) {
		return text.RemoveLines(g.File, g.Span)
	}
	s := g.Span
	s.Start = len(bytes.TrimRight(g.File.Data[:s.Start], " \t"))
	return text.ReplaceText(g.File, s, "")
}

// RemoveRule takes the i-th of Rules out, and the comment where it names no other.
func (g *Ignore) RemoveRule(i int) []text.Edit {
	if len(g.Rules) == 1 {
		return g.Remove()
	}
	switch j := g.Rules[i].item; {
	case j+1 < len(g.items):
		return text.ReplaceText(g.File, text.Span{Start: g.items[j].Start, End: g.items[j+1].Start}, "")
	case j > 0:
		return text.ReplaceText(g.File, text.Span{Start: g.items[j-1].End, End: g.items[j].End}, "")
	}
	return nil
}

// Covers reports whether the ignore asks to leave a finding alone on a day.
func (g *Ignore) Covers(f *Finding, now time.Time) bool {
	patterns := f.Rule.patterns()
	return !f.Rule.Unignorable && !g.over(now) && g.speaksOf(f) &&
		slices.ContainsFunc(g.Rules, func(r IgnoredRule) bool { return slices.Contains(patterns[:], r.ID) })
}

// over reports whether its last day is over at a time.
func (g *Ignore) over(now time.Time) bool {
	return !g.Until.IsZero() && !now.Before(g.Until.AddDate(0, 0, 1))
}

// speaksOf reports whether a finding is where the ignore looks.
func (g *Ignore) speaksOf(f *Finding) bool {
	if g.WholeFile {
		return f.Path == g.File.Path
	}
	if f.Path == g.File.Path && f.File != nil && g.within(f.Span) {
		return true
	}
	return slices.ContainsFunc(f.Related, func(r Related) bool {
		return r.Plugin == "" && r.Path == g.File.Path && r.File != nil && g.within(r.Span)
	})
}

func (g *Ignore) within(s text.Span) bool {
	first, last := g.around.Extent(g.File, s)
	return first <= g.line && g.line <= last || g.target > 0 && first <= g.target && g.target <= last
}

// marker finds the ignores that speak of a finding without looking at each.
type marker struct {
	ignores []*Ignore
	// whole are the rules named for a whole file, lines those named for a line,
	// in order of the lines.
	whole, lines map[ignored][]naming
}

// ignored is a pattern that ignores of a file name.
type ignored struct{ path, pattern string }

// naming is one rule that an ignore names, for a line.
type naming struct {
	line, ignore, rule int
	// begin and end count the findings whose lines begin and end here.
	begin, end int
}

func newMarker(ignores []*Ignore) *marker {
	m := &marker{ignores: ignores, whole: map[ignored][]naming{}, lines: map[ignored][]naming{}}
	for i, g := range ignores {
		if g.expired {
			continue
		}
		for j := range g.Rules {
			key := ignored{g.File.Path, g.Rules[j].ID}
			if g.WholeFile {
				m.whole[key] = append(m.whole[key], naming{ignore: i, rule: j})
				continue
			}
			m.lines[key] = append(m.lines[key], naming{line: g.line, ignore: i, rule: j})
			if g.target > 0 {
				m.lines[key] = append(m.lines[key], naming{line: g.target, ignore: i, rule: j})
			}
		}
	}
	for _, list := range m.lines {
		slices.SortStableFunc(list, func(a, b naming) int { return cmp.Compare(a.line, b.line) })
	}
	return m
}

// use notes that what is named in list[from:to] is used, and gives the first ignore
// among it, or first.
func (m *marker) use(list []naming, from, to, first int) int {
	if from >= to {
		return first
	}
	list[from].begin++
	list[to-1].end++
	return min(first, list[from].ignore)
}

// used marks what use has noted.
func (m *marker) used() {
	for _, of := range []map[ignored][]naming{m.whole, m.lines} {
		for _, list := range of {
			open := 0
			for _, n := range list {
				if open += n.begin; open > 0 {
					m.ignores[n.ignore].Rules[n.rule].Used = true
				}
				open -= n.end
			}
		}
	}
}

// mark marks the findings that ignores speak of.
func (m *marker) mark(findings []Finding) {
	for i := range findings {
		f := &findings[i]
		if f.Rule.Unignorable {
			continue
		}
		none := len(m.ignores)
		first := none
		for _, pattern := range f.Rule.patterns() {
			list := m.whole[ignored{f.Path, pattern}]
			first = m.use(list, 0, len(list), first)
			first = m.at(&f.Place, pattern, first)
			for j := range f.Related {
				if r := &f.Related[j]; r.Plugin == "" {
					first = m.at(&r.Place, pattern, first)
				}
			}
		}
		if first < none && f.IgnoredBy == NotIgnored {
			f.IgnoredBy, f.Ignored = ByComment, m.ignores[first].Reason
		}
	}
	m.used()
}

// at uses what is named for the lines of a place.
func (m *marker) at(p *plugin.Place, pattern string, first int) int {
	list := m.lines[ignored{p.Path, pattern}]
	if len(list) == 0 || p.File == nil {
		return first
	}
	from, to := m.ignores[list[0].ignore].around.Extent(p.File, p.Span)
	byLine := func(n naming, line int) int { return cmp.Compare(n.line, line) }
	i, _ := slices.BinarySearchFunc(list, from, byLine)
	j, _ := slices.BinarySearchFunc(list, to+1, byLine)
	return m.use(list, i, j, first)
}

// IgnorePass is a rule's view of a plugin's ignores after everything was found.
type IgnorePass struct {
	Rule *Rule
	// Config may be nil.
	Config *Config
	// Ignores are those of all the plugin's files, by path and place.
	Ignores []*Ignore

	run *run
	res *PluginResult
	// byPattern are the rules that each ID and family/* names, in the order of
	// patterns.
	byPattern map[string][]*Rule
	patterns  []string
	ran       map[*Rule]bool
	// left are the lines of the findings that no ignore covers, among the first
	// judged ones, in order.
	left   map[ignored][]int
	judged int
	listed tally
}

func (r *run) ignorePass(res *PluginResult, ignores []*Ignore) *IgnorePass {
	p := &IgnorePass{Config: res.Config, Ignores: ignores, run: r, res: res, byPattern: map[string][]*Rule{}, ran: map[*Rule]bool{}, judged: len(res.Findings)}
	catalogue := r.catalogue()
	p.patterns = Patterns(catalogue)
	for _, rule := range catalogue {
		for _, pattern := range rule.patterns() {
			p.byPattern[pattern] = append(p.byPattern[pattern], rule)
		}
	}
	for i := range res.Statuses {
		p.ran[res.Statuses[i].Rule] = res.Statuses[i].State == Ran
	}
	return p
}

// Report adds a finding to the plugin.
func (p *IgnorePass) Report(f Finding) {
	f.Rule, f.Plugin = p.Rule, p.res.Dir
	complete(&f)
	if p.Config.apply(&f) && p.listed.admit(&f) {
		p.res.Findings = append(p.res.Findings, f)
	}
}

// Near is the line of the finding that is nearest to an ignore, among those in
// its file that the pattern names and no ignore covers; 0 where there is none.
// What the rules about ignores report is not among them.
func (p *IgnorePass) Near(pattern string, g *Ignore) int {
	if p.left == nil {
		p.left = map[ignored][]int{}
		for i := range p.res.Findings[:p.judged] {
			if f := &p.res.Findings[i]; f.IgnoredBy == NotIgnored && f.File != nil {
				for _, pattern := range f.Rule.patterns() {
					key := ignored{f.Path, pattern}
					p.left[key] = append(p.left[key], f.File.LineAt(f.Span.Start))
				}
			}
		}
		for _, lines := range p.left {
			slices.Sort(lines)
		}
	}
	lines, line := p.left[ignored{g.File.Path, pattern}], g.File.LineAt(g.Span.Start)
	switch i, _ := slices.BinarySearch(lines, line); {
	case len(lines) == 0:
		return 0
	case i == len(lines) || i > 0 && line-lines[i-1] <= lines[i]-line:
		return lines[i-1]
	default:
		return lines[i]
	}
}

// Named lists the rules that an ID or family/* names, whether they run or not.
// The list is shared.
func (p *IgnorePass) Named(pattern string) []*Rule { return p.byPattern[pattern] }

// Patterns lists what an ignore may name: every ID and every family/*. The list
// is shared.
func (p *IgnorePass) Patterns() []string { return p.patterns }

// Judged reports whether every rule that a pattern names ran over a file, so
// that an ignore that was not used is certainly not needed.
func (p *IgnorePass) Judged(pattern, path string) bool {
	named := p.Named(pattern)
	for _, r := range named {
		if _, kept := p.Config.SeverityFor(r, path, r.Severity); !p.ran[r] || !kept {
			return false
		}
	}
	return len(named) > 0
}

// Patterns lists how rules can be named: every family/* and every ID.
func Patterns(rules []*Rule) []string {
	var out []string
	seen := map[string]bool{}
	for _, r := range rules {
		if f := r.Family() + "/*"; !seen[f] {
			seen[f] = true
			out = append(out, f)
		}
		out = append(out, r.ID)
	}
	return out
}

func (r *run) catalogue() []*Rule {
	if r.opts.Catalogue != nil {
		return r.opts.Catalogue
	}
	return r.opts.Rules
}

// judgesIgnores reports whether some rule that runs looks at ignores: then
// those of every file are read, else only those of files with findings.
func (r *run) judgesIgnores(c *Config) bool {
	return slices.ContainsFunc(r.opts.Rules, func(rule *Rule) bool { return rule.RunIgnores != nil && c.Enabled(rule) })
}

// readIgnores reads the ignores of all of a plugin's files; of a target of another
// kind, of the files that were read.
func readIgnores(p *plugin.Plugin) []*Ignore {
	var out []*Ignore
	if p.Subject != "" {
		for _, f := range p.Opened() {
			out = append(out, Ignores(f)...)
		}
		return out
	}
	for _, name := range p.Listing().Files {
		if comment.SyntaxOf(name) == comment.None || p.Size(name) > plugin.MaxYAMLSize {
			continue
		}
		if f, err := p.Read(name); err == nil {
			out = append(out, Ignores(f)...)
		}
	}
	return out
}

// ignore marks what comments ignore, and runs the rules that look at ignores.
func (r *run) ignore(res *PluginResult) {
	ignores := res.ignores
	judged := r.judgesIgnores(res.Config)
	if !judged {
		ignores = ignoresAt(res.Findings)
	}
	if len(ignores) == 0 {
		return
	}
	for _, g := range ignores {
		g.expired = g.over(r.opts.Now)
	}
	m := newMarker(ignores)
	m.mark(res.Findings)
	if !judged {
		return
	}
	pass := r.ignorePass(res, ignores)
	before := len(res.Findings)
	for i, rule := range r.opts.Rules {
		if rule.RunIgnores == nil || res.Statuses[i].State != Ran {
			continue
		}
		r.protect(&res.Statuses[i], func() {
			pass.Rule, pass.listed = rule, tally{}
			rule.RunIgnores(pass)
		})
	}
	m.mark(res.Findings[before:])
}

// ignoresAt reads the ignores of the files in which something was found.
func ignoresAt(findings []Finding) []*Ignore {
	seen := map[string]bool{}
	var out []*Ignore
	add := func(p *plugin.Place) {
		if p.File != nil && !seen[p.Path] {
			seen[p.Path] = true
			out = append(out, Ignores(p.File)...)
		}
	}
	for i := range findings {
		add(&findings[i].Place)
		for j := range findings[i].Related {
			if rel := &findings[i].Related[j]; rel.Plugin == "" {
				add(&rel.Place)
			}
		}
	}
	return out
}
