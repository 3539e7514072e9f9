package requirement

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/difylint/difylint/lint/source/text"
)

var kindNames = map[EntryKind]string{
	Named: "named", Direct: "direct", Local: "local", Editable: "editable",
	Include: "include", Constrain: "constrain", OptionLine: "option",
}

// describe writes what an entry is, with the text at its places in the file.
func describe(f *text.File, e *Entry) string {
	parts := []string{kindNames[e.Kind]}
	add := func(key string, span text.Span) {
		if !span.IsEmpty() {
			parts = append(parts, fmt.Sprintf("%s=%s", key, f.Slice(span)))
		}
	}
	if r := e.Requirement; r != nil {
		add("name", r.NameSpan)
		for _, x := range r.Extras {
			add("extra", x.Span)
		}
		for _, c := range r.Specifiers {
			add(c.Op.String(), c.VersionSpan)
		}
		add("url", r.URLSpan)
		add("marker", r.MarkerSpan)
	}
	if e.VCS != "" {
		parts = append(parts, "vcs="+e.VCS)
	}
	if e.Target != "" {
		add("target", e.TargetSpan)
	}
	if e.EggName != "" {
		parts = append(parts, "egg="+e.EggName)
	}
	for _, o := range e.Options {
		parts = append(parts, o.Name)
		add("", o.ValueSpan)
	}
	if e.Variables {
		parts = append(parts, "$")
	}
	for _, p := range e.Problems {
		parts = append(parts, "!"+string(p.Code))
		add("at", p.Span)
	}
	return strings.Join(parts, " ")
}

func TestRequirementsLines(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"requests>=2,<3", "named name=requests >==2 <=3"},
		{"  requests  # why", "named name=requests"},
		{"requests#why", "named name=requests !trailing at=#why"},
		{"requests==2.31.0#why", "named name=requests ===2.31.0 !trailing at=#why"},
		{"requests==2.31.0 --hash=sha256:" + strings.Repeat("a", 64), "named name=requests ===2.31.0 --hash =sha256:" + strings.Repeat("a", 64)},
		{"requests==2.31.0 --hash sha256:beef", "named name=requests ===2.31.0 --hash =sha256:beef !option-value at=sha256:beef"},
		{"requests \\\n  >=2 \\\r\n  ,<3", "named name=requests >==2 <=3 !trailing at=requests \\\n  >=2 \\\r\n  ,<3"},
		{"requests>=2\\\n.1", "named name=requests >==2\\\n.1 !trailing at=requests>=2\\\n.1"},
		{"requests \\\n# no\n", "named name=requests"},
		{"requests # a \\\nflask", "named name=requests\nnamed name=flask"},
		{"# only \\\nflask", "named name=flask"},
		{"requests=2.31", "named name=requests ===2.31 !operator at=="},
		{"numpy; python_version<'3.9' # x", "named name=numpy marker=python_version<'3.9'"},
		{"name @ git+https://example.com/a.git@v1#egg=name", "named name=name url=git+https://example.com/a.git@v1#egg=name"},
		{"git+https://example.com/a.git@v1#egg=a.b&subdirectory=x", "direct vcs=git target=git+https://example.com/a.git@v1#egg=a.b&subdirectory=x egg=a.b"},
		{"https://example.com/my_pkg-1.0-py3-none-any.whl ; os_name=='nt'", "direct target=https://example.com/my_pkg-1.0-py3-none-any.whl egg=my_pkg"},
		{"file:///a/b", "direct target=file:///a/b"},
		{"./local", "local target=./local"},
		{"wheels/my_pkg-1.0-py3-none-any.whl", "local target=wheels/my_pkg-1.0-py3-none-any.whl egg=my_pkg"},
		{"my.tar.gz", "local target=my.tar.gz"},
		{`C:\x\y`, `local target=C:\x\y`},
		{"-e .", "editable target=. --editable =."},
		{"--editable=git+ssh://git@host/x.git#egg=x", "editable vcs=git target=git+ssh://git@host/x.git#egg=x egg=x --editable =git+ssh://git@host/x.git#egg=x !url at=git+ssh://git@host/x.git#egg=x"},
		{"-i https://example.com/simple", "option --index-url =https://example.com/simple"},
		{"--index-url=https://${USER_1}:x@example.com/simple # c", "option --index-url =https://${USER_1}:x@example.com/simple $"},
		{`--index-url "https://example.com/a b"`, "option --index-url =https://example.com/a b"},
		{"--extra-index-url https://e.com -f ./x", "option --extra-index-url =https://e.com --find-links =./x !option-place at=-f ./x"},
		{"--no-index", "option --no-index"},
		{"--no-index=1", "option --no-index =1 !option-value at=1"},
		{"--trusted-host", "option --trusted-host !option-value at=--trusted-host"},
		{"--find-links", "option --find-links !option-value at=--find-links"},
		{"--index https://e.com", "option --index-url =https://e.com !option at=--index"},
		{"--trusted-hosts e.com", "option --trusted-host =e.com !option at=--trusted-hosts"},
		{"-x", "option -x !option at=-x"},
		{"--hash=sha256:x", "option --hash =sha256:x !option-place at=--hash !option-value at=sha256:x"},
		{"requests --pre", "named name=requests --pre !option-place at=--pre"},
		{"requests --global-option=x --config-settings y=z", "named name=requests --global-option =x --config-settings =y=z"},
		{"-rother.txt", "include target=other.txt --requirement =other.txt !option-value at=-rother.txt !include at=other.txt"},
		{"pip install -U requests", "named name=requests !command at=pip install -U "},
		{"- requests", "named name=requests !name at=- "},
		{`--find-links "open`, `option --find-links ="open !quotes at="open`},
		{"\ufefffoo", "named name=foo"},
		{"foo\rbar", "named name=foo\nnamed name=bar"},
		{"foo\\", "named name=foo !trailing at=foo"},
		{"\\\n\\\nfoo", "named name=foo"},
		{"", ""},
	} {
		f := text.NewFile("requirements.txt", []byte(c.in))
		r := ParseRequirements(f, func(string) (*text.File, error) { return nil, errors.New("none") })
		var got []string
		for _, e := range r.Entries {
			got = append(got, describe(f, e))
		}
		if strings.Join(got, "\n") != c.want {
			t.Errorf("%q:\n  got  %s\n  want %s", c.in, strings.Join(got, "\n       "), c.want)
		}
	}
}

func encode16(s string, big, mark bool) []byte {
	var out []byte
	put := func(u uint16) {
		if big {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	if mark {
		put(0xfeff)
	}
	for _, u := range utf16.Encode([]rune(s)) {
		put(u)
	}
	return out
}

func TestRequirementsEncodings(t *testing.T) {
	const body = "# ü 😀\nrequests>=2 \\\r\n <3 # ende ö\n"
	for _, c := range []struct {
		name      string
		data      []byte
		wide, big bool
		problem   string
	}{
		{"utf-16 le", encode16(body, false, true), true, false, ""},
		{"utf-16 be", encode16(body, true, true), true, true, ""},
		{"utf-16 le without a mark", encode16(body, false, false), true, false, "encoding"},
		{"utf-16 be without a mark", encode16(body, true, false), true, true, "encoding"},
		{"utf-8", []byte(body), false, false, ""},
		{"utf-8 with a mark", []byte("\ufeff" + body), false, false, ""},
		{"latin-1", []byte("# \xfc\nrequests>=2 \\\n <3"), false, false, "encoding"},
	} {
		f := text.NewFile("requirements.txt", c.data)
		r := ParseRequirements(f, nil)
		if r.UTF16 != c.wide || codes(r.Problems) != c.problem {
			t.Errorf("%s: %v, %s", c.name, r.UTF16, codes(r.Problems))
		}
		if len(r.Entries) != 1 || codes(r.Entries[0].Problems) != "comma" {
			t.Fatalf("%s: %d entries", c.name, len(r.Entries))
		}
		plain := func(span text.Span) string {
			data := c.data[span.Start:span.End]
			if c.wide {
				s, _ := decode16(data, 0, c.big)
				return s
			}
			return string(data)
		}
		q := r.Entries[0].Requirement
		if plain(q.NameSpan) != "requests" || plain(q.Specifiers[1].Span) != "<3" || plain(q.Specifiers[0].VersionSpan) != "2" {
			t.Errorf("%s: %q %q", c.name, plain(q.NameSpan), plain(q.Specifiers[1].Span))
		}
		if p := r.Entries[0].Problems[0]; (p.Edit == nil) != c.wide {
			t.Errorf("%s: edit %v", c.name, p.Edit)
		}
	}
}

func TestIncludes(t *testing.T) {
	files := map[string]string{
		"requirements.txt":     "-r sub/a.txt\n-c c.txt\n-r missing.txt\n-r ../out.txt\n-r /etc/passwd\n-r https://e.com/r.txt\n-r sub/../sub/a.txt\n-r ${X}.txt\n-r \"quoted name.txt\"\nroot\n",
		"sub/a.txt":            "-r b.txt\na\n-r ../requirements.txt\n-r ../../x.txt",
		"sub/b.txt":            "b\n",
		"c.txt":                "c==1\n-r sub/d.txt\n",
		"sub/d.txt":            "d==1\n",
		"quoted name.txt":      "q\n",
		"deep/0/r.txt":         "-r ../1/r.txt",
		"deep/self.txt":        "-r ./self.txt",
		"deep/1/r.txt":         "-r ../2/r.txt",
		"etc":                  "",
		"deep/2/r.txt":         "-r ../3/r.txt",
		"unused/../../etc/pwd": "x",
	}
	opened := map[string]int{}
	open := func(p string) (*text.File, error) {
		opened[p]++
		s, ok := files[p]
		if !ok {
			return nil, errors.New("no such file")
		}
		return text.NewFile(p, []byte(s)), nil
	}
	root, _ := open("requirements.txt")
	r := ParseRequirements(root, open)
	var names []string
	for _, q := range r.Requirements() {
		names = append(names, q.Name)
	}
	if got := strings.Join(names, " "); got != "b a q root" {
		t.Errorf("requirements %s", got)
	}
	var problems, constraints []string
	r.Walk(func(f *Requirements, e *Entry) {
		for _, p := range e.Problems {
			problems = append(problems, f.File.Path+":"+string(p.Code)+":"+f.File.Slice(p.Span))
		}
		if f.Constraint && e.Requirement != nil {
			constraints = append(constraints, e.Requirement.Name)
		}
	})
	want := "sub/a.txt:include-cycle:../requirements.txt sub/a.txt:include-escape:../../x.txt " +
		"requirements.txt:include:missing.txt requirements.txt:include-escape:../out.txt requirements.txt:include-escape:/etc/passwd " +
		"requirements.txt:include-remote:https://e.com/r.txt"
	if got := strings.Join(problems, " "); got != want {
		t.Errorf("problems %s\nwant %s", got, want)
	}
	if got := strings.Join(constraints, " "); got != "c d" {
		t.Errorf("constraints %s", got)
	}
	for p, n := range opened {
		if n > 1 || strings.Contains(p, "..") || strings.HasPrefix(p, "/") {
			t.Errorf("%s opened %d times", p, n)
		}
	}
	// A chain without end, each file new.
	n := 0
	endless := func(p string) (*text.File, error) {
		n++
		return text.NewFile(p, fmt.Appendf(nil, "-r %d/r.txt\n-r x%d.txt", n, n)), nil
	}
	ParseRequirements(text.NewFile("requirements.txt", []byte("-r 0.txt")), endless)
	if n > maxIncludes {
		t.Errorf("%d files opened", n)
	}
}

func FuzzRequirementsFile(f *testing.F) {
	f.Add([]byte("-r a.txt\nrequests>=2 \\\n <3 # x\n--hash\n"))
	f.Add(encode16("a==1 \\\r\n# b\n-e ./ü😀", false, true))
	f.Add([]byte("\xef\xbb\xbfa\r\nb --hash=sha256:x \\\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file := text.NewFile("r.txt", data)
		r := ParseRequirements(file, func(p string) (*text.File, error) { return text.NewFile(p, data), nil })
		within := func(s text.Span) {
			if s.Start < 0 || s.End < s.Start || s.End > len(data) {
				t.Fatalf("span %v in %d bytes", s, len(data))
			}
		}
		last := 0
		for _, e := range r.Entries {
			within(e.Span)
			if e.Span.Start < last {
				t.Fatalf("entry at %v behind %d", e.Span, last)
			}
			last = e.Span.End
			within(e.TargetSpan)
			for _, o := range e.Options {
				within(o.Span)
				within(o.NameSpan)
				within(o.ValueSpan)
			}
			for _, p := range e.Problems {
				within(p.Span)
				if p.Edit != nil {
					within(p.Edit.Span)
				}
			}
			if q := e.Requirement; q != nil {
				within(q.Span)
				within(q.NameSpan)
				for _, c := range q.Specifiers {
					within(c.Span)
					within(c.VersionSpan)
				}
			}
		}
	})
}
