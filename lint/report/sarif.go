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
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	home        = "https://github.com/difylint/difylint"
	// maxSnippet bounds the text of a region, in bytes.
	maxSnippet = 512
	// maxDescription is how much of a description GitHub takes, in code points.
	maxDescription = 1024
)

type (
	sarifLog struct {
		Schema  string      `json:"$schema"`
		Version string      `json:"version"`
		Runs    [1]sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool          `json:"tool"`
		Language    string             `json:"language,omitempty"`
		ColumnKind  string             `json:"columnKind"`
		Invocations [1]sarifInvocation `json:"invocations"`
		Results     []sarifResult      `json:"results"`
		Artifacts   []sarifArtifact    `json:"artifacts"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version,omitempty"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID                   string      `json:"id"`
		Name                 string      `json:"name"`
		ShortDescription     sarifText   `json:"shortDescription"`
		FullDescription      sarifText   `json:"fullDescription"`
		Help                 sarifText   `json:"help"`
		HelpURI              string      `json:"helpUri,omitempty"`
		DefaultConfiguration sarifConfig `json:"defaultConfiguration"`
		Properties           sarifBag    `json:"properties"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifConfig struct {
		Level string `json:"level"`
	}
	// sarifBag are the properties of our own, and GitHub's, of any object.
	sarifBag struct {
		Tags            []string  `json:"tags,omitempty"`
		Gate            lint.Gate `json:"gate,omitempty"`
		Precision       string    `json:"precision,omitempty"`
		ProblemSeverity string    `json:"problem.severity,omitempty"`
		Plugin          string    `json:"plugin,omitempty"`
		Plugins         []string  `json:"plugins,omitempty"`
		Safe            *bool     `json:"safe,omitempty"`
		Counted         *bool     `json:"counted,omitempty"` // false, or not given
	}
	sarifInvocation struct {
		ExecutionSuccessful bool           `json:"executionSuccessful"`
		Notifications       []*sarifNotice `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotice struct {
		Level          string       `json:"level"`
		Message        sarifText    `json:"message"`
		AssociatedRule sarifRuleRef `json:"associatedRule"`
		Properties     sarifBag     `json:"properties"`
	}
	sarifRuleRef struct {
		ID    string `json:"id"`
		Index int    `json:"index"`
	}
	sarifResult struct {
		RuleID        string             `json:"ruleId"`
		RuleIndex     int                `json:"ruleIndex"`
		Level         string             `json:"level"`
		Message       sarifText          `json:"message"`
		Locations     []sarifPlace       `json:"locations"`
		Related       []sarifPlace       `json:"relatedLocations,omitempty"`
		Fingerprints  sarifFingerprint   `json:"partialFingerprints,omitzero"`
		BaselineState string             `json:"baselineState,omitempty"`
		Suppressions  []sarifSuppression `json:"suppressions,omitempty"`
		Fixes         []sarifFix         `json:"fixes,omitempty"`
		Properties    sarifBag           `json:"properties"`
	}
	sarifPlace struct {
		ID       int           `json:"id,omitempty"`
		Physical sarifPhysical `json:"physicalLocation"`
		Logical  []sarifMember `json:"logicalLocations,omitempty"`
		Message  *sarifText    `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifURI  `json:"artifactLocation"`
		Region   sarifArea `json:"region"`
	}
	sarifURI struct {
		URI   string `json:"uri"`
		Index *int   `json:"index,omitempty"`
	}
	sarifMember struct {
		Name string `json:"fullyQualifiedName"`
		Kind string `json:"kind"`
	}
	sarifArea struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
		*sarifBytes
		Snippet *sarifText `json:"snippet,omitempty"`
	}
	sarifBytes struct {
		ByteOffset int `json:"byteOffset"`
		ByteLength int `json:"byteLength"`
	}
	// sarifFingerprint is under the name of the way in which lint makes it.
	sarifFingerprint struct {
		V1 string `json:"difylint/v1"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Justification string `json:"justification,omitempty"`
	}
	sarifFix struct {
		Description sarifText     `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
		Properties  sarifBag      `json:"properties"`
	}
	sarifChange struct {
		Artifact     sarifURI           `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifArea `json:"deletedRegion"`
		Inserted sarifText `json:"insertedContent"` // even if empty: reviewdog fails without it
	}
	sarifArtifact struct {
		Location sarifURI `json:"location"`
		Parent   *int     `json:"parentIndex,omitempty"`
	}
)

// sarif is what a document keeps while it is written.
type sarif struct {
	*view
	rules []*lint.Rule
	index map[*lint.Rule]int
	// artifacts are the files in packages, behind their packages.
	artifacts []sarifArtifact
	nested    map[string]int
	compares  bool // some finding is in a baseline
}

func writeSARIF(w io.Writer, v *view) error {
	s := &sarif{view: v, index: map[*lint.Rule]int{}, nested: map[string]int{}}
	s.collect()
	d := newDocument(w, sarifLog{sarifSchema, "2.1.0", [1]sarifRun{{
		Tool:     sarifTool{sarifDriver{"difylint", v.opts.Version, home, []sarifRule{}}},
		Language: language(v.opts.Lang), ColumnKind: "utf16CodeUnits", Invocations: [1]sarifInvocation{s.invocation()}, Results: []sarifResult{}, Artifacts: []sarifArtifact{},
	}}})
	d.list("rules", func(put func(any)) {
		for _, r := range s.rules {
			put(ruleOf(r, v.opts.Lang))
		}
	})
	d.list("results", func(put func(any)) {
		s.each(programs, func(fs *files, f *lint.Finding) { put(s.result(fs, f)) })
	})
	if len(s.artifacts) == 0 {
		d.omit("artifacts")
		return d.close()
	}
	d.list("artifacts", func(put func(any)) {
		for _, a := range s.artifacts {
			put(a)
		}
	})
	return d.close()
}

// language is the language of a document, "" for English, which SARIF takes for granted.
func language(l *lang.Language) string {
	if l == nil {
		return ""
	}
	return l.Tag
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
	s.each(programs, func(_ *files, f *lint.Finding) {
		add(f.Rule)
		s.compares = s.compares || f.IgnoredBy == lint.ByBaseline
	})
	t := total(s.res)
	for _, r := range t.failed {
		add(r)
	}
	for _, r := range t.skipped {
		add(r)
	}
}

func ruleOf(r *lint.Rule, l *lang.Language) *sarifRule {
	title := sentence(l.Words(r.Title))
	full := cmp.Or(l.Words(r.Why), title)
	why := full
	if r.Gate != lint.None && r.Gate != "" {
		why += "\n\n" + l.Say("Gate: %s (%s).", string(r.Gate), text.Phrase(r.Gate.Refusal()))
	}
	if said := SaidsIn(l, r.ID); len(said) > 0 {
		why += "\n\n" + l.Say("You will see:") + "\n\n" + strings.Join(said, "\n")
	}
	help := sarifText{title + "\n\n" + why, "## " + title + "\n\n" + why}
	if url := r.URL(); url != "" {
		help.Text += "\n\n" + url
		help.Markdown += "\n\n[" + r.ID + "](" + url + ")"
	}
	is := called[r.Severity]
	return &sarifRule{
		ID: r.ID, Name: pascal(r.ID), ShortDescription: sarifText{Text: title}, FullDescription: sarifText{Text: cut(full, maxDescription)},
		Help: help, HelpURI: r.URL(), DefaultConfiguration: sarifConfig{is.sarif},
		Properties: sarifBag{Tags: []string{"dify", r.Family(), "gate-" + string(r.Gate)}, Gate: r.Gate, Precision: is.sarifPrecision, ProblemSeverity: is.sarifProblem},
	}
}

// pascal is an id as one word: file/path-form is FilePathForm.
func pascal(id string) string {
	var b strings.Builder
	for word := range strings.FieldsFuncSeq(id, func(r rune) bool { return r == '/' || r == '-' }) {
		b.WriteString(upper(word))
	}
	return b.String()
}

// cut ends a text behind a word where it has more than n code points.
func cut(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	s = string(runes[:n-1])
	if end := strings.LastIndexAny(s, " \n"); end >= 0 {
		s = s[:end]
	}
	return strings.TrimRight(s, " \n") + "…"
}

// sentence is a title with a capital and a full stop.
func sentence(title string) string {
	if title == "" {
		return "difylint."
	}
	title = upper(title)
	if strings.HasSuffix(title, ".") {
		return title
	}
	if last, _ := utf8.DecodeLastRuneInString(title); unicode.Is(unicode.Han, last) {
		return title + "。"
	}
	return title + "."
}

// invocation says which rules did not judge, one notice for each reason.
func (s *sarif) invocation() sarifInvocation {
	type key struct {
		rule *lint.Rule
		why  string
	}
	out := sarifInvocation{ExecutionSuccessful: true}
	byKey := map[key]*sarifNotice{}
	for i := range s.res.Plugins {
		p := &s.res.Plugins[i]
		for _, st := range p.Statuses {
			if st.State == lint.Ran || st.State == lint.Off {
				continue
			}
			n := byKey[key{st.Rule, st.Why}]
			if n == nil {
				n = &sarifNotice{Level: "note", Message: sarifText{Text: st.Rule.ID + " " + string(st.State) + ": " + s.opts.Lang.Text(st.Said())}, AssociatedRule: sarifRuleRef{st.Rule.ID, s.index[st.Rule]}}
				if st.State == lint.Failed {
					n.Level, out.ExecutionSuccessful = "error", false
				}
				byKey[key{st.Rule, st.Why}] = n
				out.Notifications = append(out.Notifications, n)
			}
			n.Properties.Plugins = append(n.Properties.Plugins, labelOf(p.Dir))
		}
	}
	return out
}

func (s *sarif) result(fs *files, f *lint.Finding) *sarifResult {
	at := sarifPlace{Physical: s.physical(f.Label(), &f.Place, f.Mask)}
	if f.Route != "" {
		at.Logical = []sarifMember{{f.Route, "member"}}
	}
	out := &sarifResult{
		RuleID: f.Rule.ID, RuleIndex: s.index[f.Rule], Level: called[f.Severity].sarif, Message: sarifText{Text: s.linked(f)}, Locations: []sarifPlace{at},
		Fingerprints: sarifFingerprint{f.Fingerprint}, Fixes: s.fixes(fs, f), Properties: sarifBag{Gate: f.Gate, Plugin: labelOf(f.Plugin)},
	}
	for i := range f.Related {
		r := &f.Related[i]
		out.Related = append(out.Related, sarifPlace{ID: i + 1, Physical: s.physical(f.LabelOf(r), &r.Place, f.Mask), Message: &sarifText{Text: s.relatedText(r)}})
	}
	if f.Uncounted {
		out.Properties.Counted = new(bool)
	}
	baseline := f.IgnoredBy == lint.ByBaseline
	switch {
	case s.compares && baseline:
		out.BaselineState = "unchanged"
	case s.compares:
		out.BaselineState = "new"
	}
	switch {
	case baseline:
		out.Suppressions = []sarifSuppression{{"external", f.Ignored}}
	case f.IgnoredBy != lint.NotIgnored:
		out.Suppressions = []sarifSuppression{{"inSource", f.Ignored}}
	}
	return out
}

// linked is the message with a link to each related location behind it.
func (s *sarif) linked(f *lint.Finding) string {
	m := s.messageOf(f)
	if m == "" {
		m = s.opts.Lang.Words(f.Rule.Title)
	}
	m = strings.ReplaceAll(m, "](", `\](`) // would be a link
	if len(f.Related) == 0 {
		return m
	}
	links := make([]string, len(f.Related))
	for i := range f.Related {
		links[i] = "[" + linkText.Replace(s.relatedText(&f.Related[i])) + "](" + strconv.Itoa(i+1) + ")"
	}
	return m + s.say(" (see: %s)", strings.Join(links, "; "))
}

var linkText = strings.NewReplacer(`\`, `\\`, `[`, `\[`, `]`, `\]`)

func (s *sarif) relatedText(r *lint.Related) string {
	if m := terminal.Visible(s.opts.Lang.Text(r.Message)); m != "" {
		return m
	}
	return s.say("here")
}

func (s *sarif) physical(label string, p *plugin.Place, mask bool) sarifPhysical {
	start, end := s.span(p)
	return sarifPhysical{s.artifactLocation(label), regionOf(p.File, start, end, mask)}
}

// regionOf is a place with its end, in columns of UTF-16 code units, and its
// bytes. Where there is no text it is the first line: GitHub requires a region,
// and reviewdog fails without one.
func regionOf(f *text.File, start, end text.Position, mask bool) sarifArea {
	out := sarifArea{StartLine: start.Line, StartColumn: start.UTF16 + 1, EndLine: end.Line, EndColumn: end.UTF16 + 1}
	if f == nil {
		return out
	}
	n := end.Offset - start.Offset
	out.sarifBytes = &sarifBytes{start.Offset, n}
	if n > 0 && n <= maxSnippet && !mask && f.Whole() {
		out.Snippet = &sarifText{Text: f.Slice(text.Span{Start: start.Offset, End: end.Offset})}
	}
	return out
}

// fixes has an artifactChange a file. Its regions need no snippet.
func (s *sarif) fixes(fs *files, f *lint.Finding) []sarifFix {
	var out []sarifFix
	for i := range f.Fixes {
		edits, ok := s.edits(fs, f, &f.Fixes[i])
		if !ok {
			continue
		}
		fix := sarifFix{Description: sarifText{Text: s.opts.Lang.Text(f.Fixes[i].Title)}, Properties: sarifBag{Safe: &f.Fixes[i].Safe}}
		at := map[string]int{}
		for _, e := range edits {
			n, ok := at[e.Label]
			if !ok {
				n = len(fix.Changes)
				at[e.Label] = n
				fix.Changes = append(fix.Changes, sarifChange{Artifact: s.artifactLocation(e.Label)})
			}
			fix.Changes[n].Replacements = append(fix.Changes[n].Replacements, sarifReplacement{regionOf(e.File, e.Start, e.End, true), sarifText{Text: e.New}})
		}
		out = append(out, fix)
	}
	return out
}

// packageMark ends the label of a package; what follows lies in it.
const packageMark = ".difypkg!"

func (s *sarif) artifactLocation(label string) sarifURI {
	i := strings.Index(label, packageMark)
	if i < 0 {
		return sarifURI{URI: fileURI(labelOf(label))}
	}
	outer, inner := fileURI(label[:i+len(packageMark)-1]), strings.TrimLeft(label[i+len(packageMark):], "/")
	container := s.artifact(outer, nil)
	if inner == "" {
		return sarifURI{outer, &container}
	}
	// A path in its container begins with a slash (SARIF 2.1.0, 3.24.3).
	inner = uri("/" + inner)
	n := s.artifact(inner, &container)
	return sarifURI{inner, &n}
}

// artifact is the index of a package, or of a file in one.
func (s *sarif) artifact(uri string, parent *int) int {
	key := uri
	if parent != nil {
		key = strconv.Itoa(*parent) + " " + uri
	}
	i, ok := s.nested[key]
	if !ok {
		i = len(s.artifacts)
		s.nested[key] = i
		s.artifacts = append(s.artifacts, sarifArtifact{sarifURI{URI: uri}, parent})
	}
	return i
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
	b := make([]byte, 0, len(path)+16)
	for i := range len(path) {
		if c := path[i]; uriSafe(c) {
			b = append(b, c)
		} else {
			b = fmt.Appendf(b, "%%%02X", c)
		}
	}
	return string(b)
}

func uriSafe(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		strings.IndexByte("/-._~!$&'()*+,;=@", c) >= 0
}
