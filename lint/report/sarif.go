package report

// SARIF 2.1.0 (OASIS), as code scanning and editors read it. What their readers
// do with it decided:
//
//   - URIs are relative, percent-encoded and without a base: GitHub ignores
//     originalUriBaseIds and takes them from the repository's root.
//   - GitHub shows a related location only where the message links to it.
//   - The fingerprint has a key of our own: a tool that fills
//     primaryLocationLineHash is warned of.
//   - There are always results, if only [].

import (
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	// fingerprintKey names the way in which lint makes fingerprints.
	fingerprintKey = "difylint/v1"
	home           = "https://github.com/difylint/difylint"
	// maxSnippet bounds the text of a region, in bytes.
	maxSnippet = 512
	// maxDescription is how much of a description GitHub takes, in code points.
	maxDescription = 1024
)

type sarif struct {
	*view
	*jsonWriter
	rules []*lint.Rule
	index map[*lint.Rule]int
	// artifacts are the files in packages, behind their packages.
	artifacts []artifact
	nested    map[string]int
	compares  bool // some finding is in a baseline
}

type artifact struct {
	uri    string
	parent int // index of the package, or -1
}

func writeSARIF(w io.Writer, v *view) error {
	s := &sarif{view: v, jsonWriter: newJSONWriter(w, 5), index: map[*lint.Rule]int{}, nested: map[string]int{}}
	s.collect()
	s.beginObject()
	s.key("$schema").str(sarifSchema)
	s.key("version").str("2.1.0")
	s.key("runs").beginArray()
	s.beginObject()
	s.tool()
	s.key("columnKind").str("utf16CodeUnits")
	s.invocations()
	s.key("results").beginArray()
	for i := range v.res.Plugins {
		p := &v.res.Plugins[i]
		fs := &files{plugin: p}
		for k := range p.Findings {
			if f := &p.Findings[k]; v.shows(f, programs) {
				s.result(fs, f)
			}
		}
	}
	s.endArray()
	s.putArtifacts()
	s.endObject()
	s.endArray()
	s.endObject()
	return s.close()
}

// collect finds the rules that the document speaks of: those that found
// something and those that did not run though they were asked to.
func (s *sarif) collect() {
	add := func(r *lint.Rule) {
		if _, ok := s.index[r]; !ok {
			s.index[r] = len(s.rules)
			s.rules = append(s.rules, r)
		}
	}
	s.each(programs, func(_ *lint.PluginResult, f *lint.Finding) {
		add(f.Rule)
		s.compares = s.compares || f.IgnoredBy == byBaseline
	})
	t := total(s.res)
	for _, r := range t.failed {
		add(r)
	}
	for _, r := range t.skipped {
		add(r)
	}
}

func sarifLevel(s lint.Severity) string {
	switch s {
	case lint.Error:
		return "error"
	case lint.Warning:
		return "warning"
	}
	return "note"
}

// precision is what GitHub calls the confidence of a rule.
func precision(s lint.Severity) string {
	switch s {
	case lint.Error:
		return "very-high"
	case lint.Warning:
		return "high"
	}
	return "medium"
}

func problemSeverity(s lint.Severity) string {
	if s == lint.Info {
		return "recommendation"
	}
	return s.String()
}

func (s *sarif) text(name, txt string) {
	s.key(name).beginObject()
	s.key("text").str(txt)
	s.endObject()
}

func (s *sarif) tool() {
	s.key("tool").beginObject()
	s.key("driver").beginObject()
	s.key("name").str("difylint")
	s.strIf("version", s.opts.Version)
	s.key("informationUri").str(home)
	s.key("rules").beginArray()
	for _, r := range s.rules {
		s.rule(r)
	}
	s.endArray()
	s.endObject()
	s.endObject()
}

func (s *sarif) rule(r *lint.Rule) {
	title := sentence(r.Title)
	s.beginObject()
	s.key("id").str(r.ID)
	s.key("name").str(pascal(r.ID))
	s.text("shortDescription", title)
	full := r.Why
	if full == "" {
		full = title
	}
	s.text("fullDescription", cut(full, maxDescription))
	why := full
	if r.Gate != lint.None && r.Gate != "" {
		why += "\n\nGate: " + string(r.Gate) + " (" + r.Gate.Refusal() + ")."
	}
	if said := Saids(r.ID); len(said) > 0 {
		why += "\n\nYou will see:\n\n" + strings.Join(said, "\n")
	}
	s.key("help").beginObject()
	text, md := title+"\n\n"+why, "## "+title+"\n\n"+why
	if url := r.URL(); url != "" {
		text += "\n\n" + url
		md += "\n\n[" + r.ID + "](" + url + ")"
	}
	s.key("text").str(text)
	s.key("markdown").str(md)
	s.endObject()
	if url := r.URL(); url != "" {
		s.key("helpUri").str(url)
	}
	s.key("defaultConfiguration").beginObject()
	s.key("level").str(sarifLevel(r.Severity))
	s.endObject()
	s.key("properties").beginObject()
	s.key("tags").beginArray()
	s.str("dify")
	s.str(r.Family())
	s.str("gate-" + string(r.Gate))
	s.endArray()
	s.key("gate").str(string(r.Gate))
	s.key("precision").str(precision(r.Severity))
	s.key("problem.severity").str(problemSeverity(r.Severity))
	s.endObject()
	s.endObject()
}

// pascal is an id as one word: file/path-form is FilePathForm.
func pascal(id string) string {
	b := make([]byte, 0, len(id))
	up := true
	for i := range len(id) {
		c := id[i]
		switch {
		case c == '/' || c == '-':
			up = true
			continue
		case up && c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
		}
		up = false
		b = append(b, c)
	}
	return string(b)
}

// cut ends a text behind a word where it has more than n code points.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	runes := []rune(s)[:n-1]
	end := len(runes)
	for end > 0 && runes[end-1] != ' ' && runes[end-1] != '\n' {
		end--
	}
	if end == 0 {
		end = len(runes)
	}
	return strings.TrimRight(string(runes[:end]), " \n") + "…"
}

// sentence is a title with a capital and a full stop.
func sentence(title string) string {
	if title == "" {
		return "difylint."
	}
	if c := title[0]; c >= 'a' && c <= 'z' {
		title = string(c-'a'+'A') + title[1:]
	}
	if strings.HasSuffix(title, ".") {
		return title
	}
	return title + "."
}

// invocations tell of the rules that did not judge, one for each reason.
func (s *sarif) invocations() {
	type notice struct {
		rule    *lint.Rule
		state   lint.State
		why     string
		plugins []string
	}
	type key struct {
		rule *lint.Rule
		why  string
	}
	var list []*notice
	byKey := map[key]*notice{}
	successful := true
	for i := range s.res.Plugins {
		p := &s.res.Plugins[i]
		for _, st := range p.Statuses {
			if st.State == lint.Ran || st.Why == turnedOff {
				continue
			}
			successful = successful && st.State != lint.Failed
			k := key{st.Rule, st.Why}
			n := byKey[k]
			if n == nil {
				n = &notice{rule: st.Rule, state: st.State, why: st.Why}
				byKey[k] = n
				list = append(list, n)
			}
			n.plugins = append(n.plugins, labelOf(p.Dir))
		}
	}
	s.key("invocations").beginArray()
	s.beginObject()
	s.key("executionSuccessful").bool(successful)
	if len(list) > 0 {
		s.key("toolExecutionNotifications").beginArray()
		for _, n := range list {
			s.beginObject()
			level := "note"
			if n.state == lint.Failed {
				level = "error"
			}
			s.key("level").str(level)
			s.text("message", n.rule.ID+" "+string(n.state)+": "+n.why)
			s.key("associatedRule").beginObject()
			s.key("id").str(n.rule.ID)
			s.key("index").int(s.index[n.rule])
			s.endObject()
			s.key("properties").beginObject()
			s.key("plugins").beginArray()
			for _, p := range n.plugins {
				s.str(p)
			}
			s.endArray()
			s.endObject()
			s.endObject()
		}
		s.endArray()
	}
	s.endObject()
	s.endArray()
}

func (s *sarif) result(fs *files, f *lint.Finding) {
	s.beginObject()
	s.key("ruleId").str(f.Rule.ID)
	s.key("ruleIndex").int(s.index[f.Rule])
	s.key("level").str(sarifLevel(f.Severity))
	s.text("message", linked(f))
	s.key("locations").beginArray()
	s.beginObject()
	s.physical(f.Label(), &f.Place, f.Mask)
	if f.Route != "" {
		s.key("logicalLocations").beginArray()
		s.beginObject()
		s.key("fullyQualifiedName").str(f.Route)
		s.key("kind").str("member")
		s.endObject()
		s.endArray()
	}
	s.endObject()
	s.endArray()
	if len(f.Related) > 0 {
		s.key("relatedLocations").beginArray()
		for i := range f.Related {
			r := &f.Related[i]
			s.beginObject()
			s.key("id").int(i + 1)
			s.physical(f.LabelOf(r), &r.Place, f.Mask)
			s.text("message", relatedText(r))
			s.endObject()
		}
		s.endArray()
	}
	if f.Fingerprint != "" {
		s.key("partialFingerprints").beginObject()
		s.key(fingerprintKey).str(f.Fingerprint)
		s.endObject()
	}
	s.suppression(f)
	s.fixes(fs, f)
	s.key("properties").beginObject()
	s.key("gate").str(string(f.Gate))
	s.key("plugin").str(labelOf(f.Plugin))
	s.endObject()
	s.endObject()
}

// linked is the message with a link to each related location behind it.
func linked(f *lint.Finding) string {
	m := messageOf(f)
	if m == "" {
		m = f.Rule.Title
	}
	m = strings.ReplaceAll(m, "](", `\](`) // would be a link
	if len(f.Related) == 0 {
		return m
	}
	var b strings.Builder
	b.WriteString(m)
	for i := range f.Related {
		if i == 0 {
			b.WriteString(" (see: ")
		} else {
			b.WriteString("; ")
		}
		b.WriteByte('[')
		b.WriteString(linkText.Replace(relatedText(&f.Related[i])))
		b.WriteString("](")
		b.WriteString(strconv.Itoa(i + 1))
		b.WriteByte(')')
	}
	b.WriteByte(')')
	return b.String()
}

var linkText = strings.NewReplacer(`\`, `\\`, `[`, `\[`, `]`, `\]`)

func relatedText(r *lint.Related) string {
	if m := terminal.Visible(r.Message.String()); m != "" {
		return m
	}
	return "here"
}

func (s *sarif) suppression(f *lint.Finding) {
	if s.compares {
		state := "new"
		if f.IgnoredBy == byBaseline {
			state = "unchanged"
		}
		s.key("baselineState").str(state)
	}
	if f.IgnoredBy == "" {
		return
	}
	kind := "inSource"
	if f.IgnoredBy == byBaseline {
		kind = "external"
	}
	s.key("suppressions").beginArray()
	s.beginObject()
	s.key("kind").str(kind)
	s.strIf("justification", f.Ignored)
	s.endObject()
	s.endArray()
}

func (s *sarif) physical(label string, p *plugin.Place, mask bool) {
	s.key("physicalLocation").beginObject()
	s.artifactLocation(label)
	start, end := s.span(p)
	s.key("region")
	s.region(p.File, start, end, mask)
	s.endObject()
}

// region has its end, in columns of UTF-16 code units, and its bytes. Where
// there is no text it is the first line: GitHub requires a region, and
// reviewdog fails without one.
func (s *sarif) region(f *text.File, start, end text.Position, mask bool) {
	s.beginObject()
	s.key("startLine").int(start.Line)
	s.key("startColumn").int(start.UTF16 + 1)
	s.key("endLine").int(end.Line)
	s.key("endColumn").int(end.UTF16 + 1)
	if f == nil {
		s.endObject()
		return
	}
	s.key("byteOffset").int(start.Offset)
	s.key("byteLength").int(end.Offset - start.Offset)
	if n := end.Offset - start.Offset; n > 0 && n <= maxSnippet && !mask {
		s.text("snippet", f.Slice(text.Span{Start: start.Offset, End: end.Offset}))
	}
	s.endObject()
}

// fixes has an artifactChange a file. Its regions need no snippet.
func (s *sarif) fixes(fs *files, f *lint.Finding) {
	begun := false
	for i := range f.Fixes {
		fix := &f.Fixes[i]
		edits, ok := s.edits(fs, f, fix)
		if !ok {
			continue
		}
		if !begun {
			begun = true
			s.key("fixes").beginArray()
		}
		s.beginObject()
		s.text("description", fix.Title)
		s.key("artifactChanges").beginArray()
		for len(edits) > 0 {
			label := edits[0].Label
			s.beginObject()
			s.artifactLocation(label)
			s.key("replacements").beginArray()
			rest := edits[:0:0]
			for k := range edits {
				if edits[k].Label != label {
					rest = append(rest, edits[k])
					continue
				}
				s.replacement(&edits[k])
			}
			s.endArray()
			s.endObject()
			edits = rest
		}
		s.endArray()
		s.key("properties").beginObject()
		s.key("safe").bool(fix.Safe)
		s.endObject()
		s.endObject()
	}
	if begun {
		s.endArray()
	}
}

func (s *sarif) replacement(e *placedEdit) {
	s.beginObject()
	s.key("deletedRegion").beginObject()
	s.key("startLine").int(e.Start.Line)
	s.key("startColumn").int(e.Start.UTF16 + 1)
	s.key("endLine").int(e.End.Line)
	s.key("endColumn").int(e.End.UTF16 + 1)
	s.key("byteOffset").int(e.Span.Start)
	s.key("byteLength").int(e.Span.Len())
	s.endObject()
	s.text("insertedContent", e.New) // even if empty: reviewdog fails without it
	s.endObject()
}

// packageMark ends the label of a package; what follows lies in it.
const packageMark = ".difypkg!"

func (s *sarif) artifactLocation(label string) {
	s.key("artifactLocation").beginObject()
	if i := strings.Index(label, packageMark); i >= 0 {
		outer, inner := label[:i+len(packageMark)-1], label[i+len(packageMark):]
		if inner == "" || inner == "/" {
			s.key("uri").str(fileURI(outer))
			s.key("index").int(s.artifact(fileURI(outer), -1))
		} else {
			// A path in its container begins with a slash (SARIF 2.1.0, 3.24.3).
			inner = uri("/" + strings.TrimLeft(inner, "/"))
			s.key("uri").str(inner)
			s.key("index").int(s.artifact(inner, s.artifact(fileURI(outer), -1)))
		}
	} else {
		s.key("uri").str(fileURI(labelOf(label)))
	}
	s.endObject()
}

// artifact is the index of a package, or of a file in one.
func (s *sarif) artifact(uri string, parent int) int {
	key := strconv.Itoa(parent) + " " + uri
	i, ok := s.nested[key]
	if !ok {
		i = len(s.artifacts)
		s.nested[key] = i
		s.artifacts = append(s.artifacts, artifact{uri, parent})
	}
	return i
}

func (s *sarif) putArtifacts() {
	if len(s.artifacts) == 0 {
		return
	}
	s.key("artifacts").beginArray()
	for _, a := range s.artifacts {
		s.beginObject()
		s.key("location").beginObject()
		s.key("uri").str(a.uri)
		s.endObject()
		if a.parent >= 0 {
			s.key("parentIndex").int(a.parent)
		}
		s.endObject()
	}
	s.endArray()
}

// fileURI is a label as a URI reference: relative, or of the scheme file where
// the path is absolute.
func fileURI(label string) string {
	switch {
	case strings.HasPrefix(label, "//"): // a host and a share
		return "file:" + uri(label)
	case strings.HasPrefix(label, "/"):
		return "file://" + uri(label)
	case len(label) > 2 && label[1] == ':' && label[2] == '/': // a drive
		return "file:///" + label[:2] + uri(label[2:])
	}
	return uri(label)
}

// uri percent-encodes every byte of a path that is not allowed in a URI's, and
// colons, which could be taken for a scheme's.
func uri(path string) string {
	safe := true
	for i := 0; i < len(path) && safe; i++ {
		safe = uriSafe(path[i])
	}
	if safe {
		return path
	}
	const upper = "0123456789ABCDEF"
	b := make([]byte, 0, len(path)+16)
	for i := range len(path) {
		if c := path[i]; uriSafe(c) {
			b = append(b, c)
		} else {
			b = append(b, '%', upper[c>>4], upper[c&15])
		}
	}
	return string(b)
}

func uriSafe(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		strings.IndexByte("/-._~!$&'()*+,;=@", c) >= 0
}
