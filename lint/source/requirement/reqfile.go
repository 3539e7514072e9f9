package requirement

import (
	"errors"
	"path"
	"strings"

	"github.com/difylint/difylint/lint/source/text"
)

// Requirements is a requirements file, as pip and uv read it.
type Requirements struct {
	File *text.File
	// UTF16: the file is in UTF-16, by its byte order mark or by a zero in every
	// other byte.
	UTF16   bool
	Entries []*Entry
	// Problems are those of the file as a whole; each entry has its own.
	Problems []Problem
	// Constraint: the file was named by -c, or by one that was.
	Constraint bool
}

// EntryKind is what a line of a requirements file is.
type EntryKind uint8

// A line that cannot be told is Named if it begins like a name.
const (
	Named      EntryKind = iota // a requirement of PEP 508, name @ URL included
	Direct                      // a bare URL, a repository among them
	Local                       // a path
	Editable                    // -e with a path or a URL
	Include                     // -r
	Constrain                   // -c
	OptionLine                  // other options
)

// Entry is one logical line, comment excluded.
type Entry struct {
	Kind EntryKind
	Text string    // continued lines joined
	Span text.Span // in the file, across continued lines

	Requirement *Requirement // of Named
	// Target is the URL or path of Direct, Local, Editable, Include and
	// Constrain.
	Target     string
	TargetSpan text.Span
	// VCS is "git", "hg", "svn" or "bzr" where the target is a repository.
	VCS string
	// EggName is the name that the target gives itself: #egg=name, or that of
	// a wheel. It may be empty.
	EggName string

	Options []Option
	// Variables: it asks for an environment variable, as ${NAME}.
	Variables bool
	// Nested is the file that Include and Constrain name, where it could be
	// read. A file that is named again is the same *Requirements.
	Nested   *Requirements
	Problems []Problem // the requirement's own included
}

// Valid reports whether pip and uv take the line.
func (e *Entry) Valid() bool { return accepted(e.Problems) }

// Option finds an option of the line by its long name.
func (e *Entry) Option(name string) (Option, bool) {
	for _, o := range e.Options {
		if o.Name == name {
			return o, true
		}
	}
	return Option{}, false
}

const (
	maxIncludeDepth = 10
	maxIncludes     = 100
	maxEntries      = 20000
)

// ParseRequirements reads a requirements file and those that it names with -r
// and -c. Open gets a slash-separated path below the root that file.Path is
// relative to; paths that lead out of it are not opened. A nil open follows
// none.
func ParseRequirements(file *text.File, open func(path string) (*text.File, error)) *Requirements {
	r := &reader{open: open, seen: map[string]*Requirements{}, stack: map[string]bool{}}
	return r.file(file, false, 0)
}

// Walk calls visit for every entry of the file and of those it names, each
// file once, where it is first named.
func (r *Requirements) Walk(visit func(*Requirements, *Entry)) {
	seen := map[*Requirements]bool{}
	var walk func(*Requirements)
	walk = func(r *Requirements) {
		if seen[r] {
			return
		}
		seen[r] = true
		for _, e := range r.Entries {
			visit(r, e)
			if e.Nested != nil {
				walk(e.Nested)
			}
		}
	}
	walk(r)
}

// Requirements are the named requirements of the file and of those that it
// includes, constraints excluded.
func (r *Requirements) Requirements() []*Requirement {
	var list []*Requirement
	r.Walk(func(f *Requirements, e *Entry) {
		if e.Requirement != nil && !f.Constraint {
			list = append(list, e.Requirement)
		}
	})
	return list
}

type reader struct {
	open  func(string) (*text.File, error)
	seen  map[string]*Requirements
	stack map[string]bool
}

func (r *reader) file(f *text.File, constraint bool, depth int) *Requirements {
	out := &Requirements{File: f, Constraint: constraint}
	key := path.Clean(f.Path)
	r.seen[key] = out
	r.stack[key] = true
	defer delete(r.stack, key)
	var s string
	var o *Origin
	s, o, out.UTF16, out.Problems = decode(f.Data)
	for at := 0; at < len(s); {
		var l line
		at = l.join(s, o, at)
		l.comment()
		trimmed := trimSpace(l.text)
		if trimmed == "" {
			if other := strings.Trim(l.text, " \t"); other != "" {
				out.Problems = append(out.Problems, l.blank(other))
			}
			continue
		}
		if len(out.Entries) == maxEntries {
			out.Problems = append(out.Problems, Problem{
				Code: CodeTooLarge, Span: o.Span(text.Span{Start: at, End: len(s)}),
				Format: "more than %d lines", Args: []any{maxEntries},
			})
			break
		}
		l.read()
		l.place()
		r.follow(out, &l.entry, depth)
		e := l.entry
		out.Entries = append(out.Entries, &e)
	}
	if n := len(s); n > 0 && s[n-1] == '\\' && commentStart(s[strings.LastIndexAny(s, "\r\n")+1:]) < 0 && (len(out.Entries) == 0 || out.Entries[len(out.Entries)-1].Valid()) {
		out.Problems = append(out.Problems, Problem{
			Code: CodeTrailing, Span: o.Span(text.Span{Start: n - 1, End: n}), ByUV: true,
			Format: "no line follows the \\, so uv refuses the file",
		})
	}
	return out
}

// line is a logical line: continued lines joined.
type line struct {
	text      string
	origin    *Origin
	entry     Entry
	commented bool // there is a comment behind it
	// joints are where lines were joined, as offsets in text.
	joints []int
}

// join takes the logical line that begins at s[at] and gives the offset behind
// it. A line that is only a comment is never continued.
func (l *line) join(s string, o *Origin, at int) int {
	l.origin = &Origin{foreign: o.foreign, base: o.Offset(at)}
	var b strings.Builder
	for first := true; ; first = false {
		end, next := len(s), len(s)
		if i := strings.IndexAny(s[at:], "\r\n"); i >= 0 {
			end, next = at+i, at+i+1
			if s[end] == '\r' && next < len(s) && s[next] == '\n' {
				next++
			}
		}
		piece := s[at:end]
		only := strings.HasPrefix(strings.TrimLeft(piece, " \t"), "#")
		// uv ends the line with its comment, whatever the comment ends in.
		more := strings.HasSuffix(piece, "\\") && commentStart(piece) < 0
		if more {
			piece = piece[:len(piece)-1]
		}
		if only && !first && b.Len() > 0 && !strings.HasPrefix(piece, " ") && !strings.HasPrefix(piece, "\t") {
			// So that the comment is seen as one.
			b.WriteByte(' ')
			where := o.Offset(at)
			l.origin.runs = append(l.origin.runs, run{at: l.origin.length(), size: 1, from: where, too: where})
		}
		b.WriteString(piece)
		l.origin.take(o, at, at+len(piece))
		if more {
			l.joints = append(l.joints, b.Len())
		}
		if !more || next >= len(s) {
			l.text = b.String()
			return next
		}
		at = next
	}
}

// commentStart is the offset of a # that begins a comment, or -1.
func commentStart(s string) int {
	for i := range len(s) {
		if s[i] == '#' && (i == 0 || strings.IndexByte(" \t\v\f", s[i-1]) >= 0) {
			return i
		}
	}
	return -1
}

// comment cuts the comment off.
func (l *line) comment() {
	if i := commentStart(l.text); i >= 0 {
		l.commented, l.text = true, l.text[:i]
	}
}

func (l *line) problem(code Code, span text.Span, format string, args ...any) *Problem {
	l.entry.Problems = append(l.entry.Problems, Problem{Code: code, Span: span, Format: format, Args: args})
	return &l.entry.Problems[len(l.entry.Problems)-1]
}

var (
	variable = text.Regexp(`\$\{[A-Z0-9_]+\}`)
	// A blank and an option end a requirement.
	optionBehind = text.Regexp(`[ \t]--?[A-Za-z]`)
	scheme       = text.Regexp(`^(?i:(?:(git|hg|svn|bzr)\+)?[a-z][a-z0-9.-]*://|(?:(git|hg|svn|bzr)\+)?file:)`)
	drivePath    = text.Regexp(`^[A-Za-z]:[\\/]`)
	archive      = text.Regexp(`(?i)\.(?:whl|tar\.gz|tgz|zip|tar\.bz2|tar\.xz|tar)(?:\[[^\]]*\])?$`)
	eggFragment  = text.Regexp(`[#&]egg=([A-Za-z0-9._-]+)`)
	urlMarker    = text.Regexp(`[ \t];|;[ \t]`)
)

// read tells what the line is. Spans are offsets in the joined text until place.
func (l *line) read() {
	e := &l.entry
	start := skipSpace(l.text, 0)
	end := len(strings.TrimRightFunc(l.text, isSpace))
	l.text = l.text[:end]
	e.Text, e.Span = l.text[start:], text.Span{Start: start, End: end}
	e.Variables = variable().MatchString(e.Text)
	if e.Text[0] == '-' && (len(e.Text) == 1 || e.Text[1] != ' ' && e.Text[1] != '\t') {
		l.optionLine(start)
		return
	}
	body := l.text
	// The options of a shell command are none of the line's.
	from := start + len(commandLine().FindString(head(body[start:])))
	if m := optionBehind().FindStringIndex(body[from:]); m != nil {
		body = body[:from+m[0]]
		l.options(from+m[0], true)
	}
	l.target(body, start)
}

func (l *line) optionLine(start int) {
	e := &l.entry
	l.options(start, false)
	e.Kind = OptionLine
	for i, o := range e.Options {
		var kind EntryKind
		switch o.Name {
		case "--requirement":
			kind = Include
		case "--constraint":
			kind = Constrain
		case "--editable":
			kind = Editable
		default:
			continue
		}
		if i > 0 || len(e.Options) > 1 {
			l.problem(CodeOptionPlace, o.Span, "%s stands alone on its line", o.Written).Accepted = true
		}
		if e.Kind == OptionLine {
			e.Kind, e.Target, e.TargetSpan = kind, o.Text, o.ValueSpan
		}
	}
	if e.Kind == OptionLine && len(e.Options) > 1 && e.Options[0].Value {
		l.problem(CodeOptionPlace, e.Options[1].Span, "uv takes the whole line for the value of %s: a second option needs a line of its own", e.Options[0].Written).Accepted = true
	}
	if e.Kind == Editable {
		l.repository()
		l.byUV(len(l.text))
	}
}

// target tells a URL or a path from a named requirement.
func (l *line) target(body string, start int) {
	e := &l.entry
	text508 := strings.TrimRightFunc(body[start:], isSpace)
	first := text508
	if i := strings.IndexAny(first, " \t;"); i >= 0 && !scheme().MatchString(first) {
		first = first[:i]
	}
	switch {
	case scheme().MatchString(text508):
		e.Kind = Direct
	case drivePath().MatchString(first), strings.HasPrefix(first, "./"), strings.HasPrefix(first, "../"), strings.HasPrefix(first, `.\`),
		strings.HasPrefix(first, ".") && !strings.ContainsAny(text508, "=<>~^"), strings.HasPrefix(first, "/"), strings.HasPrefix(first, "~/"),
		strings.HasPrefix(first, "${"), strings.IndexByte(first, '@') < 0 && strings.ContainsAny(first, `/\`) && !strings.ContainsAny(first, "=<>"),
		strings.IndexByte(first, '@') < 0 && archive().MatchString(first):
		e.Kind = Local
	default:
		e.Kind = Named
		r := ParseRequirement(text508)
		r.place(At(start))
		e.Requirement = r
		l.hash(r, text508, start)
		l.byUV(len(body))
		e.Problems = append(e.Problems, r.ByUV()...)
		e.Problems = append(e.Problems, r.Problems...) // the last ones: see place
		return
	}
	end := len(text508)
	if m := urlMarker().FindStringIndex(text508); m != nil {
		end = m[0]
	}
	e.Target, e.TargetSpan = text508[:end], text.Span{Start: start, End: start + end}
	l.repository()
	l.byUV(len(body))
}

// hash: name==1.0#comment, where the comment has no blank before it.
func (l *line) hash(r *Requirement, s string, start int) {
	i := strings.IndexByte(s, '#')
	if i < 0 || r.Valid() || !ParseRequirement(s[:i]).Valid() {
		return
	}
	better := ParseRequirement(s[:i])
	better.place(At(start))
	better.Text, better.Span = r.Text, r.Span
	at := start + i
	better.Problems = append(better.Problems, Problem{
		Code: CodeTrailing, Span: text.Span{Start: at, End: start + len(s)},
		Format: "a comment needs a blank before its #",
		Edit:   &Edit{Span: text.Span{Start: at, End: at}, New: "  "},
	})
	*r = *better
}

// repository tells what a URL or path says of itself.
func (l *line) repository() {
	e := &l.entry
	if m := scheme().FindStringSubmatch(e.Target); m != nil {
		e.VCS = strings.ToLower(m[1] + m[2])
	}
	if m := eggFragment().FindStringSubmatch(e.Target); m != nil {
		e.EggName = m[1]
		return
	}
	name, _, _ := strings.Cut(e.Target, "#")
	name, _, _ = strings.Cut(name, "?")
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	if dash := strings.IndexByte(name, '-'); dash > 0 && strings.HasSuffix(strings.ToLower(name), ".whl") {
		e.EggName = name[:dash]
	}
}

// place moves all spans of the line into the file.
func (l *line) place() {
	o, e := l.origin, &l.entry
	e.Span, e.TargetSpan = o.Span(e.Span), o.part(e.TargetSpan)
	for i := range e.Options {
		p := &e.Options[i]
		p.Span, p.NameSpan, p.ValueSpan = o.Span(p.Span), o.Span(p.NameSpan), o.part(p.ValueSpan)
	}
	own := len(e.Problems)
	if e.Requirement != nil {
		// The requirement's problems are the last ones, and the same values.
		own -= len(e.Requirement.Problems)
		e.Requirement.place(o)
		copy(e.Problems[own:], e.Requirement.Problems)
	}
	placeProblems(e.Problems[:own], o)
}

// follow reads the file that -r or -c names.
func (r *reader) follow(from *Requirements, e *Entry, depth int) {
	if e.Kind != Include && e.Kind != Constrain || e.Target == "" {
		return
	}
	fail := func(code Code, format string, args ...any) {
		e.Problems = append(e.Problems, Problem{Code: code, Span: e.TargetSpan, Format: format, Args: args})
	}
	target := strings.ReplaceAll(e.Target, `\`, "/")
	switch {
	case scheme().MatchString(target):
		fail(CodeIncludeRemote, "%s is not a file of the plugin", clip(e.Target))
		return
	case e.Variables:
		return // which file it is shows only where it is installed
	case path.IsAbs(target) || drivePath().MatchString(target) || strings.HasPrefix(target, "~"):
		fail(CodeIncludeEscape, "%s leads out of the plugin", clip(e.Target))
		return
	}
	key := path.Join(path.Dir(path.Clean(from.File.Path)), target)
	if key == ".." || strings.HasPrefix(key, "../") {
		fail(CodeIncludeEscape, "%s leads out of the plugin", clip(e.Target))
		return
	}
	if r.stack[key] {
		fail(CodeIncludeCycle, "%s includes itself", clip(e.Target))
		return
	}
	if seen := r.seen[key]; seen != nil {
		e.Nested = seen
		if seen.Constraint && !from.Constraint && e.Kind == Include {
			seen.Constraint = false // named both ways, it is a requirement
		}
		return
	}
	if r.open == nil {
		return
	}
	if depth >= maxIncludeDepth || len(r.seen) >= maxIncludes {
		fail(CodeTooDeep, "more than %d files inside each other, or %d in all", maxIncludeDepth, maxIncludes)
		return
	}
	f, err := r.open(key)
	if err == nil && f == nil {
		err = errors.New("no such file")
	}
	if err != nil {
		fail(CodeInclude, "%s cannot be read: %v", clip(e.Target), err)
		return
	}
	if path.Clean(f.Path) != key {
		// The stack and the table go by the path asked for.
		f = text.NewFile(key, f.Data)
	}
	e.Nested = r.file(f, from.Constraint || e.Kind == Constrain, depth+1)
}
