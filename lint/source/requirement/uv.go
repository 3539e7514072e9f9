package requirement

// What uv, with which the daemon installs, refuses and packaging takes. Source:
// astral-sh/uv, crates/uv-pep508, uv-pep440, uv-pypi-types and uv-requirements-txt;
// the vectors in testdata/uv.txt were tried with uv 0.4.0 and 0.13.9.

import (
	"net/netip"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/text"
)

// ByUV lists what uv refuses of a requirement that is valid otherwise.
func (r *Requirement) ByUV() []Problem {
	if !r.Valid() {
		return nil
	}
	var out []Problem
	refuse := func(code Code, span text.Span, format string, args ...any) {
		out = append(out, Problem{Code: code, Span: span, Format: format, Args: args, ByUV: true})
	}
	if strings.HasSuffix(r.Name, "_") {
		refuse(CodeName, r.NameSpan, "uv refuses the name %q: it must end with a letter or a digit", clip(r.Name))
	}
	for _, e := range r.Extras {
		if strings.HasSuffix(e.Name, "_") {
			refuse(CodeExtras, e.Span, "uv refuses the extra %q: it must end with a letter or a digit", clip(e.Name))
		}
	}
	for _, c := range r.Specifiers {
		if _, ok := ParseVersion(c.Text); c.Op == Arbitrary && !ok {
			refuse(CodeVersion, c.Span, "behind === uv accepts only a version, not %q", clip(c.Text))
		}
	}
	if r.URL != "" {
		if p := targetByUV(r.URL, r.URLSpan); p != nil {
			out = append(out, *p)
		}
	}
	return out
}

// archives are the ends of the files that uv installs from.
var archives = []string{".whl", ".tar.gz", ".zip", ".tar.bz2", ".tar.lz", ".tar.lzma", ".tar.xz", ".tar.zst", ".tar", ".tbz", ".tgz", ".tlz", ".txz"}

// targetByUV is why uv refuses a URL; nil for paths, for what it takes, and where a
// variable decides.
func targetByUV(to string, span text.Span) *Problem {
	refuse := func(format string, args ...any) *Problem {
		return &Problem{Code: CodeURL, Span: span, Format: format, Args: args, ByUV: true}
	}
	if !scheme().MatchString(to) || strings.Contains(to, "${") {
		return nil
	}
	before, rest, _ := strings.Cut(to, ":")
	kind, over, vcs := strings.Cut(before, "+")
	switch {
	case vcs && !strings.EqualFold(kind, "git"):
		return refuse("uv cannot install from a repository of %s, only of git", strings.ToLower(kind))
	case vcs && (kind != "git" || !slices.Contains([]string{"https", "http", "ssh", "file", "git"}, strings.ToLower(over))):
		return refuse("uv does not know %q; write git+https://", clip(before))
	case over == "file", before == "file":
		return nil
	case !vcs && before != "http" && before != "https":
		return refuse("uv does not know URLs that begin with %q, and looks for a folder of that name", clip(before+":"))
	}
	// As browsers read it: any number of slashes before the host, and \ for /.
	rest = strings.TrimLeft(strings.ReplaceAll(rest, `\`, "/"), "/")
	name, _, _ := strings.Cut(rest, "#")
	name, _, _ = strings.Cut(name, "?")
	host, name, _ := strings.Cut(name, "/")
	host = host[strings.LastIndexByte(host, '@')+1:]
	port := ""
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') && (host[0] != '[' || strings.Contains(host, "]")) {
		host, port = host[:i], host[i+1:]
	}
	if host == "" {
		return refuse("this URL names no host")
	}
	if !isHost(host) {
		return refuse("%q is not the name of a host, so uv refuses the URL", clip(host))
	}
	if _, err := strconv.ParseUint(port, 10, 16); port != "" && err != nil {
		return refuse("%q is not the number of a port, so uv refuses the URL", clip(port))
	}
	if vcs {
		return nil
	}
	name = strings.TrimRight(name, "/")
	if i := strings.LastIndexByte(name, '['); i >= 0 && strings.HasSuffix(name, "]") {
		name = name[:i] // extras
	}
	if base := path.Base(name); !slices.ContainsFunc(archives, func(end string) bool { return strings.HasSuffix(base, end) }) {
		return refuse("uv cannot tell what this URL holds: its path must end with .whl, .tar.gz or .zip")
	}
	return nil
}

func isHost(s string) bool {
	if inside, ok := strings.CutPrefix(s, "["); ok {
		_, err := netip.ParseAddr(strings.TrimSuffix(inside, "]"))
		return err == nil && strings.HasSuffix(s, "]")
	}
	return !strings.ContainsAny(s, " <>[]^|")
}

// byUV adds to a valid line of a requirements file what uv alone refuses of it: body is
// the offset where the requirement's options begin, or its end. Spans are offsets in the joined text.
func (l *line) byUV(body int) {
	e := &l.entry
	if !e.Valid() || e.Requirement != nil && !e.Requirement.Valid() {
		return
	}
	refuse := func(code Code, format string, args ...any) {
		at := e.TargetSpan
		if e.Requirement != nil || at.IsEmpty() {
			at = e.Span
		}
		e.Problems = append(e.Problems, Problem{Code: code, Span: at, Format: format, Args: args, ByUV: true})
	}
	// uv goes on in the next line before the first word and before a hash, and ends the line at a comment.
	for _, joint := range l.joints {
		at := min(joint, len(l.text)) // blanks at the end are gone
		glued := at == joint && at > 0 && l.text[at-1] != ' ' && l.text[at-1] != '\t'
		if at > body && body < len(l.text) || trimSpace(l.text[:at]) == "" || glued && e.Kind != Named {
			continue // there, the \ may be one of the URL
		}
		rest := trimSpace(l.text[at:])
		if !strings.HasPrefix(rest, "--") && (rest != "" || !l.commented) {
			refuse(CodeTrailing, "uv refuses the \\ at the end of this line: it reads one only before --hash, so write the requirement on one line")
			return
		}
	}
	switch e.Kind {
	case Direct:
		if p := targetByUV(e.Target, e.TargetSpan); p != nil {
			e.Problems = append(e.Problems, *p)
		}
	case Editable:
		if t := ParseTarget(e.Target); !t.Local && !e.Variables {
			refuse(CodeURL, "uv takes only a folder of the plugin behind %s, not a URL", e.Options[0].Written)
		}
	case Local:
		switch {
		case strings.HasPrefix(e.Target, "${") && !strings.ContainsAny(e.Target, `/\`) && !archive().MatchString(e.Target):
			refuse(CodeName, "uv puts variables into URLs and paths only, and refuses a requirement that begins with one")
		case !isAlnum(e.Target[0]) && !strings.ContainsRune("./$", rune(e.Target[0])):
			r, _ := utf8.DecodeRuneInString(e.Target)
			refuse(CodeName, "uv refuses a line that begins with %q", string(r))
		}
	case Named, Include, Constrain, OptionLine:
	}
}

// blank is why uv refuses a line that holds only blanks which it does not know.
func (l *line) blank(other string) Problem {
	r, n := utf8.DecodeRuneInString(other)
	at := strings.Index(l.text, other)
	return Problem{
		Code: CodeEmpty, Span: l.origin.Span(text.Span{Start: at, End: at + n}), ByUV: true,
		Format: "this line is not empty: it holds %U, which only looks like a blank, and uv refuses it", Args: []any{r},
		Edit: &Edit{Span: l.origin.Span(text.Span{Start: at, End: at + len(other)})},
	}
}
