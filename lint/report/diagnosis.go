package report

// What the messages in a text come from, in the forms of difylint diagnose.

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/messages"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
)

// Diagnosis is what a text comes from.
type Diagnosis struct {
	Answers []messages.Answer
	// Plugin is the plugin that the answers' places are in, or nil.
	Plugin *plugin.Plugin
}

// Diagnose reads what the platform said. p is the plugin at hand and found what
// the rules find in it; both may be absent.
func Diagnose(said []byte, p *plugin.Plugin, found []lint.Finding) *Diagnosis {
	var cands []messages.Candidate
	for i := range found {
		f := &found[i]
		if p == nil || f.Plugin != p.Dir {
			continue
		}
		cands = append(cands, messages.Candidate{
			Rule: f.Rule.ID, Gate: string(f.Gate), Message: f.Message.String(), Said: f.Message, Path: f.Path, Route: f.Route,
			File: f.File, Span: f.Span, Error: f.Severity == lint.Error, Mask: f.Mask,
		})
	}
	return &Diagnosis{Answers: messages.Diagnose(said, p, cands), Plugin: p}
}

// place is where an answer points: the label and the position, whose line is 0
// where the file is not there.
func (d *Diagnosis) place(a *messages.Answer) (label string, at text.Position) {
	if a.Path == "" || d.Plugin == nil {
		return "", text.Position{}
	}
	label = d.Plugin.Label(a.Path)
	if a.File != nil {
		at = a.File.Position(a.Span.Start)
	}
	return label, at
}

var diagnosisFormats = []format[func(io.Writer, *Diagnosis, Options) error]{{"text", diagnosisText}, {"json", diagnosisJSON}, {"markdown", diagnosisMarkdown}}

// WriteDiagnosis prints a diagnosis in a form. The error is the writer's, or
// says that there is no such form.
func WriteDiagnosis(w io.Writer, name string, d *Diagnosis, opts Options) error {
	write, err := writerOf(diagnosisFormats, name)
	if err != nil {
		return err
	}
	return write(w, d, opts)
}

// DiagnosisAnswer is an answer as JSON has it.
type DiagnosisAnswer struct {
	Said  string           `json:"said"`
	Line  int              `json:"line"`
	By    messages.Speaker `json:"by"`
	Since string           `json:"since,omitempty"`
	Until string           `json:"until,omitempty"`
	Gate  string           `json:"gate"`
	Means string           `json:"means"`
	// Fault is plugin, installation, or who else is at fault.
	Fault    string       `json:"fault"`
	Rule     string       `json:"rule,omitempty"`
	URL      string       `json:"url,omitempty"`
	Path     string       `json:"path,omitempty"`
	Start    *DiagnosisAt `json:"start,omitempty"`
	Message  string       `json:"message"`
	Settings []string     `json:"settings"`
	Todo     string       `json:"todo"`
}

// DiagnosisAt is a place: 1-based, the column in code points.
type DiagnosisAt struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// List is the diagnosis as JSON has it.
func (d *Diagnosis) List() []DiagnosisAnswer {
	out := []DiagnosisAnswer{}
	for i := range d.Answers {
		a := &d.Answers[i]
		o := DiagnosisAnswer{
			Said: a.Said, Line: a.Line, By: a.By, Gate: a.Gate, Means: a.Means, Fault: cmp.Or(string(a.Fault), "plugin"),
			Rule: a.Rule, Message: messages.Mask(a.Text), Settings: append([]string{}, a.Settings...), Todo: a.Todo,
		}
		o.Since, o.Until = a.Releases()
		if a.Rule != "" {
			o.URL = lint.RulePage(a.Rule)
		}
		if label, at := d.place(a); label != "" {
			o.Path = label
			if at.Line > 0 {
				o.Start = &DiagnosisAt{at.Line, at.Column}
			}
		}
		out = append(out, o)
	}
	return out
}

func diagnosisJSON(w io.Writer, d *Diagnosis, _ Options) error {
	list := d.List()
	return newDocument(w, struct {
		Answers []DiagnosisAnswer `json:"answers"`
		Unknown bool              `json:"unknown"`
		Looked  string            `json:"looked,omitempty"`
	}{list, len(list) == 0, looked(d).String()}).close()
}

// looked says what was looked for where nothing is known.
func looked(d *Diagnosis) text.Message {
	if len(d.Answers) > 0 {
		return text.Message{}
	}
	return text.Msg("%d messages of the daemon, its command line, the SDK, Dify's API, uv, pip, the marketplace and what lies around; where the log goes on before this, paste the first error of the plugin", len(messages.All()))
}

// groups are the answers of each message, in order.
func (d *Diagnosis) groups() [][]*messages.Answer {
	var out [][]*messages.Answer
	at := map[*messages.Match]int{}
	for i := range d.Answers {
		a := &d.Answers[i]
		n, ok := at[a.Match]
		if !ok {
			n = len(out)
			at[a.Match] = n
			out = append(out, nil)
		}
		out[n] = append(out[n], a)
	}
	return out
}

// speakers names the programs for people.
var speakers = map[messages.Speaker]text.Message{
	messages.Daemon: text.Msg("the daemon"), messages.API: text.Msg("Dify's API"), messages.SDK: text.Msg("the plugin's process (SDK)"), messages.UV: text.Msg("uv"), messages.Pip: text.Msg("pip"),
	messages.CLI: text.Msg("the command line"), messages.Marketplace: text.Msg("the marketplace"), messages.Installation: text.Msg("the installation"),
}

// moments says what happens at a gate.
var moments = map[string]text.Message{
	"package": text.Msg(", when it is packed"), "install": text.Msg(", when it is installed"), "start": text.Msg(", when it starts"), "call": text.Msg(", while it runs"), "publish": text.Msg(", when it is submitted"),
}

// who says who said a message, when, and in which releases.
func who(m *messages.Match) text.Message {
	s := speakers[m.By]
	if w, ok := moments[m.Gate]; ok {
		s = s.Plus(w)
	}
	since, until := m.Releases()
	switch {
	case since != "" && until != "":
		s = s.And(" (releases %s to %s)", since, until)
	case since != "":
		s = s.And(" (since %s)", since)
	case until != "":
		s = s.And(" (up to %s)", until)
	}
	return s
}

func diagnosisText(w io.Writer, d *Diagnosis, opts Options) error {
	p := newPrinter(w, opts.Color)
	t := &textReport{view: &view{opts: opts}, printer: p}
	if len(d.Answers) == 0 {
		p.put(t.say("unknown: none of the words are known here.\nLooked for: %s.", looked(d)), "\n")
		return p.Flush()
	}
	for i, group := range d.groups() {
		if i > 0 {
			p.put("\n")
		}
		m := group[0].Match
		p.put(p.in(terminal.Bold, terminal.Visible(m.Said)), "\n  ", t.say("said by %s, line %d of the text", who(m), m.Line), "\n  ", opts.Lang.Words(m.Means), "\n")
		for n, a := range group {
			t.answer(d, a, n, len(group))
		}
	}
	return p.Flush()
}

// answer prints one cause.
func (t *textReport) answer(d *Diagnosis, a *messages.Answer, n, of int) {
	word := t.say("cause")
	if of > 1 {
		word = t.say("cause %d", n+1)
	}
	t.put("\n  ")
	if label, at := d.place(a); label != "" {
		t.put(t.where(label, at), ": ")
	}
	t.put(t.in(terminal.Red, word), t.say(": "), terminal.Visible(messages.Mask(a.In(t.opts.Lang))))
	if a.Rule != "" {
		t.put(t.in(terminal.Dim, " ["+a.Rule+"]"))
	}
	t.put("\n")
	margin := 4
	if a.File != nil && !a.Mask {
		f := &lint.Finding{Severity: lint.Error, Place: plugin.Place{Path: a.Path, File: a.File, Span: a.Span}}
		start, end := t.span(&f.Place)
		margin = t.excerpt(f, start, end)
	}
	t.note(margin, t.say("do"), terminal.Green, t.opts.Lang.Words(a.Todo))
	if len(a.Settings) > 0 {
		t.note(margin, t.say("settings"), terminal.Cyan, t.opts.Lang.Text(text.Join(a.Settings)))
	}
	if a.Rule != "" {
		t.note(margin, t.say("help"), terminal.Cyan, t.say("see: %s explain %s", "difylint", a.Rule))
	}
}

func diagnosisMarkdown(w io.Writer, d *Diagnosis, opts Options) error {
	l := opts.Lang
	var b strings.Builder
	if len(d.Answers) == 0 {
		b.WriteString(l.Say("**Unknown.** Looked for %s.", looked(d)) + "\n")
	}
	for i, group := range d.groups() {
		if i > 0 {
			b.WriteString("\n")
		}
		m := group[0].Match
		fmt.Fprintf(&b, "> %s\n\n%s %s\n", mdText(terminal.Visible(m.Said)), l.Say("Said by %s.", who(m)), l.Words(m.Means))
		for n, a := range group {
			fmt.Fprintf(&b, "\n%d. ", n+1)
			if label, at := d.place(a); label != "" {
				if at.Line > 0 {
					label = fmt.Sprintf("%s:%d:%d", label, at.Line, at.Column)
				}
				fmt.Fprintf(&b, "%s: ", mdText(terminal.Visible(label)))
			}
			b.WriteString(mdText(terminal.Visible(messages.Mask(a.In(l)))))
			if a.Rule != "" {
				fmt.Fprintf(&b, " ([%s](%s))", a.Rule, lint.RulePage(a.Rule))
			}
			fmt.Fprintf(&b, "%s\n   %s\n", l.Words("."), l.Words(a.Todo))
			if len(a.Settings) > 0 {
				b.WriteString("   " + l.Say("Settings: %s", "`"+strings.Join(a.Settings, "`, `")+"`") + "\n")
			}
		}
	}
	_, err := io.WriteString(w, terminal.Printable(b.String()))
	return err
}

// Saids are the words by which the platform refuses what a rule finds, as
// Markdown lines for the rule's page.
func Saids(rule string) []string { return SaidsIn(nil, rule) }

// SaidsIn is Saids with the speakers' names in a language.
func SaidsIn(l *lang.Language, rule string) []string {
	var out []string
	for _, q := range messages.Quotes(rule) {
		if !strings.ContainsFunc(q.Text, unicode.IsLetter) {
			continue // gaps alone say nothing
		}
		out = append(out, l.Say("- %s: %s", speakers[q.By], "`"+strings.ReplaceAll(q.Text, "`", "'")+"`"))
	}
	return out
}
