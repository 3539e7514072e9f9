package report

// Reading reports: results that other runs wrote as json or jsonl, to make one
// report of them. A report comes from anywhere: its sizes are bounded, and what
// is not of the form is an error.

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

const (
	// maxReport bounds a report and longestLine a line of one, in bytes.
	maxReport   = 512 << 20
	longestLine = 8 << 20
)

// Past is what a report says of a run.
type Past struct {
	// Plugins are what was found in each, without the texts of their files.
	Plugins []lint.PluginResult
	// Rules are the rules of a run that was not of all of the program's.
	Rules []string
	// Shard is the part of the plugins that was checked, "1/4", or "".
	Shard string
	// Unended is true where the run did not come to its end: plugins are missing.
	Unended bool
}

// Read reads a report of the form json or jsonl. rules is the catalogue. The error
// says what is wrong with the report, and in which line where there are lines.
func Read(r io.Reader, rules []*lint.Rule) (*Past, error) {
	b := bufio.NewReaderSize(&bounded{r: r, left: maxReport}, 1<<16)
	p := &reader{byID: map[string]*lint.Rule{}, seen: map[string]bool{}, catalogue: rules, out: &Past{}}
	for _, rule := range rules {
		p.byID[rule.ID] = rule
	}
	first, err := nextLine(b)
	if len(bytes.TrimSpace(first)) == 0 && errors.Is(err, io.EOF) {
		p.out.Unended = true
		return p.out, nil
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	var head jsonlRun
	if json.Unmarshal(first, &head) == nil && head.Line == lineRun {
		return p.out, p.lines(&head, b)
	}
	if len(first) > 0 && !bytes.HasPrefix(bytes.TrimSpace(first), []byte("{")) {
		return nil, errForm
	}
	if began := []byte(`{"line":`); bytes.HasPrefix(first, began) || bytes.HasPrefix(began, first) { // the first line was cut
		p.out.Unended = true
		return p.out, nil
	}
	return p.out, p.document(io.MultiReader(bytes.NewReader(first), b))
}

var (
	errForm  = text.Errorf("it is not a report of difylint in the form json or jsonl")
	errLarge = text.Errorf("it is larger than %d MiB", maxReport>>20)
	errLine  = text.Errorf("a line is longer than %d MiB", longestLine>>20)
)

// bounded is a reader that fails where there is too much.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errLarge
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}

// nextLine is a line with its end; the last one may have none.
func nextLine(b *bufio.Reader) ([]byte, error) {
	var out []byte
	for {
		part, err := b.ReadSlice('\n')
		out = append(out, part...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull) && len(out) < longestLine:
		case errors.Is(err, bufio.ErrBufferFull):
			return nil, errLine
		default:
			return out, err
		}
	}
}

// reader makes results of what it reads.
type reader struct {
	byID      map[string]*lint.Rule
	catalogue []*lint.Rule
	ran       []*lint.Rule
	seen      map[string]bool // the plugins, by path
	out       *Past
}

// head takes over what a report says of its run.
func (p *reader) head(version int, tool, part string, rules []string) error {
	switch {
	case tool != "difylint":
		return errForm
	case version != jsonVersion:
		return text.Errorf("it has version %d of the form; this program reads version %d", version, jsonVersion)
	}
	p.out.Rules, p.out.Shard, p.ran = rules, part, p.catalogue
	if rules != nil {
		p.ran = nil
		for _, id := range rules {
			r, err := p.rule(id, lint.None, lint.Info)
			if err != nil {
				return err
			}
			p.ran = append(p.ran, r)
		}
	}
	return nil
}

// rule is the rule of an id; one that this program does not have is made up.
func (p *reader) rule(id string, gate lint.Gate, s lint.Severity) (*lint.Rule, error) {
	if r := p.byID[id]; r != nil {
		return r, nil
	}
	family, name, ok := strings.Cut(id, "/")
	if !ok || !wordOfID(family) || !wordOfID(name) {
		return nil, text.Errorf("%q is not the id of a rule", short(id))
	}
	r := &lint.Rule{ID: id, Title: id, Gate: gate, Severity: s}
	p.byID[id] = r
	return r, nil
}

func wordOfID(s string) bool {
	return s != "" && len(s) <= 100 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// short is the beginning of a text of others.
func short(s string) string {
	if len(s) > 40 {
		return strings.ToValidUTF8(s[:40], "") + "…"
	}
	return s
}

// lines reads the form jsonl behind its first line.
func (p *reader) lines(head *jsonlRun, b *bufio.Reader) error {
	if err := p.head(head.Version, head.Tool.Name, head.Shard, head.Rules); err != nil {
		return err
	}
	var found []jsonFinding
	p.out.Unended = true
	for n := 2; ; n++ {
		data, err := nextLine(b)
		if errors.Is(err, io.EOF) { // a last line without its end was cut
			return nil
		}
		if err == nil && !p.out.Unended {
			err = text.Errorf("something follows the last line")
		}
		var kind struct {
			Line string `json:"line"`
		}
		if err == nil {
			err = plainJSON(json.Unmarshal(data, &kind))
		}
		if err == nil {
			switch kind.Line {
			case lineFinding:
				found = append(found, jsonFinding{})
				err = plainJSON(json.Unmarshal(data, &found[len(found)-1]))
			case linePlugin:
				var v jsonPlugin
				line := jsonlPlugin{jsonPlugin: &v}
				if err = plainJSON(json.Unmarshal(data, &line)); err == nil {
					if line.Findings != len(found) {
						err = text.Errorf("%d findings are announced, and %d were read", line.Findings, len(found))
					} else {
						err = p.plugin(&v, found)
					}
					found = nil
				}
			case lineEnd:
				var v jsonlEnd
				if err = plainJSON(json.Unmarshal(data, &v)); err == nil {
					p.out.Unended = false
					if v.Plugins != len(p.out.Plugins) || found != nil {
						err = text.Errorf("the last line says another number of plugins than was read")
					}
				}
			default:
				err = text.Errorf("%q is not a kind of line", short(kind.Line))
			}
		}
		if err != nil {
			return text.Errorf("line %d: %w", n, err)
		}
	}
}

// document reads the form json.
func (p *reader) document(r io.Reader) error {
	var doc jsonReport
	d := json.NewDecoder(r)
	if err := d.Decode(&doc); err != nil {
		if errors.Is(err, errLarge) {
			return errLarge
		}
		return plainJSON(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return text.Errorf("something follows the report")
	}
	if err := p.head(doc.Version, doc.Tool.Name, "", doc.Rules); err != nil {
		return err
	}
	if len(doc.Plugins) != doc.Summary.Plugins {
		return text.Errorf("the summary says another number of plugins than there are")
	}
	of := map[string][]jsonFinding{}
	known := map[string]bool{}
	for i := range doc.Plugins {
		known[doc.Plugins[i].Path] = true
	}
	last := ""
	for i := range doc.Findings {
		// What stands outside its plugin, in a configuration, goes with the one before.
		if f := &doc.Findings[i]; known[f.Plugin] || last == "" {
			last = f.Plugin
		}
		of[last] = append(of[last], doc.Findings[i])
	}
	for i := range doc.Plugins {
		if err := p.plugin(&doc.Plugins[i], of[doc.Plugins[i].Path]); err != nil {
			return err
		}
	}
	return nil
}

// plainJSON is an error of encoding/json in plain words.
func plainJSON(err error) error {
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &kind):
		return text.Errorf("%q has a value of the wrong kind", kind.Field)
	case errors.Is(err, io.ErrUnexpectedEOF), strings.Contains(err.Error(), "unexpected end"):
		return text.Errorf("the JSON is cut off")
	}
	return text.Errorf("it is not JSON")
}

// plugin takes over one plugin and its findings.
func (p *reader) plugin(v *jsonPlugin, found []jsonFinding) error {
	if v.Path == "" || p.seen[v.Path] {
		return text.Errorf("a plugin has no path, or is there twice")
	}
	p.seen[v.Path] = true
	res := lint.PluginResult{Dir: v.Path, Author: v.Author, Name: v.Name, Version: v.Version}
	if v.FailOn != "" {
		s, err := lint.ParseSeverity(v.FailOn)
		if err != nil && v.FailOn != never {
			return text.Errorf("%q is not a severity", short(v.FailOn))
		}
		res.Config = &lint.Config{FailOn: s, FailNever: v.FailOn == never}
	}
	statuses := map[*lint.Rule]lint.Status{}
	var beyond []*lint.Rule // rules that are not of this program
	for _, st := range v.Rules {
		r, err := p.rule(st.Rule, lint.None, lint.Info)
		if err != nil {
			return err
		}
		if st.State != lint.Skipped && st.State != lint.Failed {
			return text.Errorf("%q is not the state of a rule", short(string(st.State)))
		}
		if !slices.Contains(p.ran, r) {
			beyond = append(beyond, r)
		}
		if st.State == lint.Skipped && st.Why == turnedOff {
			st.State, st.Why = lint.Off, ""
		}
		statuses[r] = lint.Status{Rule: r, State: st.State, Why: st.Why}
	}
	for _, r := range slices.Concat(p.ran, beyond) {
		st, ok := statuses[r]
		if !ok {
			st = lint.Status{Rule: r, State: lint.Ran}
		}
		res.Statuses = append(res.Statuses, st)
	}
	texts := map[string]*text.File{}
	for i := range found {
		f, err := p.finding(&found[i], texts)
		if err != nil {
			return err
		}
		res.Findings = append(res.Findings, f)
	}
	p.out.Plugins = append(p.out.Plugins, res)
	return nil
}

func (p *reader) finding(v *jsonFinding, texts map[string]*text.File) (lint.Finding, error) {
	f := lint.Finding{Plugin: v.Plugin, Gate: v.Gate, Message: worded(v.Message), Fingerprint: v.Fingerprint, Unneeded: v.Unneeded, Uncounted: v.Counted != nil && !*v.Counted}
	var err error
	if f.Severity, err = lint.ParseSeverity(v.Severity); err != nil || f.Severity == lint.Inherit {
		return f, text.Errorf("%q is not a severity", short(v.Severity))
	}
	if !slices.Contains(lint.Gates(), v.Gate) {
		return f, text.Errorf("%q is not a gate", short(string(v.Gate)))
	}
	if f.Rule, err = p.rule(v.Rule, v.Gate, f.Severity); err != nil {
		return f, err
	}
	if v.Message == "" || v.Plugin == "" || v.Fingerprint == "" {
		return f, text.Errorf("a finding has no message, plugin or fingerprint")
	}
	if f.Place, _, err = placed(v.Plugin, &v.jsonSpan, texts); err != nil {
		return f, err
	}
	f.Route = v.Route
	if v.Ignored != nil {
		if v.Ignored.By != lint.ByComment && v.Ignored.By != lint.ByBaseline {
			return f, text.Errorf("%q does not ignore findings", short(string(v.Ignored.By)))
		}
		f.IgnoredBy, f.Ignored = v.Ignored.By, v.Ignored.Reason
	}
	for i := range v.Related {
		r := lint.Related{Message: worded(v.Related[i].Message)}
		var own bool
		if r.Place, own, err = placed(v.Plugin, &v.Related[i].jsonSpan, texts); err != nil {
			return f, err
		}
		if !own {
			r.Plugin = "."
		}
		f.Related = append(f.Related, r)
	}
	for _, x := range slices.Concat(v.Fixes, v.Unplaced) {
		fix := lint.Fix{Title: worded(x.Title), Safe: x.Safe}
		for k := range x.Edits {
			e := &x.Edits[k]
			at, own, err := placed(v.Plugin, &e.jsonSpan, texts)
			if err != nil {
				return f, err
			}
			if !own || at.File == nil {
				return f, text.Errorf("an edit leads out of its plugin")
			}
			fix.Edits = append(fix.Edits, text.Edit{Path: at.Path, Span: at.Span, New: e.Text})
		}
		f.Fixes = append(f.Fixes, fix)
	}
	return f, nil
}

// worded is a message of which only the words are known.
func worded(s string) lint.Message { return lint.Msg("%s", s) }

// placed is a place of a report; own says that it lies in that plugin. A place at
// the very beginning of a file may be none in its text: it has no file.
func placed(dir string, v *jsonSpan, texts map[string]*text.File) (at plugin.Place, own bool, err error) {
	if v.Path == "" {
		return at, false, text.Errorf("a place has no path")
	}
	for _, p := range []*jsonPosition{&v.Start, &v.End} {
		if p.Line < 1 || p.Column < 1 || p.Offset < 0 || p.UTF16 < 0 || p.Byte < 0 || p.inLine() > p.Offset+1 {
			return at, false, text.Errorf("a place has a line, a column or an offset that no file has")
		}
	}
	if v.End.Offset < v.Start.Offset {
		return at, false, text.Errorf("a place ends before it begins")
	}
	at.Path, own = within(dir, v.Path)
	if v.Start == v.End && v.Start == (jsonPosition{Line: 1, Column: 1}) {
		return at, own, nil
	}
	f := texts[v.Path]
	if f == nil {
		f = text.Outline(at.Path)
		texts[v.Path] = f
	}
	for _, p := range []*jsonPosition{&v.Start, &v.End} {
		pos := text.Position{Line: p.Line, Column: p.Column, UTF16: p.Column - 1, Offset: p.Offset}
		if p.UTF16 > 0 {
			pos.UTF16 = p.UTF16 - 1
		}
		f.Know(pos, p.Offset-p.inLine()+1)
	}
	at.File, at.Span = f, text.Span{Start: v.Start.Offset, End: v.End.Offset}
	return at, own, nil
}

// inLine is the column in bytes.
func (p *jsonPosition) inLine() int { return cmp.Or(p.Byte, p.Column) }

// within is a label as a path below a plugin's label, where it lies there.
func within(dir, label string) (string, bool) {
	if dir == "." || dir == "" {
		return label, true
	}
	if label == dir {
		return "", true
	}
	if rest, ok := strings.CutPrefix(label, strings.TrimSuffix(dir, "/")+"/"); ok {
		return rest, true
	}
	return label, false
}
