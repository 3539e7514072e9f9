package requirement

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/pelletier/go-toml/v2"
)

func readFile(tb testing.TB, name string) *text.File {
	tb.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		tb.Fatal(err)
	}
	return text.NewFile(name, data)
}

func TestPyProject(t *testing.T) {
	f := readFile(t, "testdata/projects/pyproject.toml")
	p := ParsePyProject(f)
	for _, x := range p.Problems {
		t.Errorf("%s %q", x.Message(), f.Slice(x.Span))
	}
	at := func(what, want string, span text.Span) {
		t.Helper()
		if got := f.Slice(span); got != want {
			t.Errorf("%s at %q, want %q", what, got, want)
		}
	}
	at("name", "example-plugin", p.Name.Span)
	at("version", "0.1.0", p.Version.Span)
	at("project", "[project]", p.Project)
	at("requires-python clause", "<3.14", p.RequiresPython.Specifiers[1].Span)
	d := p.Dependencies
	if len(d) != 5 || d[1].Key() != "numpy" || d[2].Name != "cafeine" || codes(d[4].Problems) != "operator" {
		t.Fatalf("dependencies %v", d)
	}
	at("extra", "core", d[1].Extras[0].Span)
	at("marker", `sys_platform == "linux"`, d[1].MarkerSpan)
	at("escaped name", `caf\u0065ine`, d[2].NameSpan)
	at("escaped operator", `\u003e=`, d[2].Specifiers[0].OpSpan)
	at("version behind escapes", "1.0", d[2].Specifiers[0].VersionSpan)
	at("in a long string", ">= 2.31", d[3].Specifiers[0].Span)
	at("problem", "=", d[4].Problems[0].Span)
	if !d[3].Valid() || d[3].Name != "requests" {
		t.Errorf("long string: %q %v", d[3].Text, d[3].Problems)
	}
	if len(p.Extras) != 2 || p.Extras[1].Name != "odd name" || p.Extras[0].Dependencies[0].List != "project.optional-dependencies.http" {
		t.Errorf("extras %v", p.Extras)
	}
	at("build", "hatchling", p.BuildSystem.Requires[0].NameSpan)
	u := p.UV
	if u.Package == nil || *u.Package || len(u.Sources) != 3 || len(u.Indexes) != 2 || len(u.Environments) != 1 {
		t.Fatalf("uv %+v", u)
	}
	at("source", "https://example.com/httpx.git", u.Sources[0].Target.Span)
	at("source of two", "./numpy", u.Sources[2].Target.Span)
	at("index", "https://example.com/simple", u.Indexes[0].Span)
	at("override", "werkzeug", u.OverrideDependencies[0].NameSpan)
	if u.Sources[0].Kind != "git" || u.Sources[1].Kind != "index" {
		t.Errorf("uv %+v", u)
	}
}

func TestPyProjectProblems(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"[project]\nname = 'x'\nversion='1'\n[project]\n", "toml:project"},
		{"[project]\nname = 'x'\nname = 'y'\n", "toml:name missing:[project]"},
		{"[project]\nname = \"x\nversion = '1'\n", "toml:\" missing:[project]"},
		{"[project\nname = 'x'", "toml:"},
		{"<<<<<<< HEAD\n[project]\nname = 'x'\nversion = '1'\n", "toml:<"},
		{"[project]\nversion = '1'\n", "missing:[project]"},
		{"[project]\nname = 'x'\n", "missing:[project]"},
		{"[project]\nname = 'x'\ndynamic = ['version', 'dependencies']\ndependencies = []", "dynamic:dependencies"},
		{"[project]\nname = 'x-'\nversion = '1.x'", "name:x- version:1.x"},
		{"[project]\nname = 1\nversion = '1'\ndependencies = 'requests'", "type:1 type:'requests'"},
		{"[project]\nname = 'x'\nversion = '1'\ndependencies = ['a', 1]\noptional-dependencies = []", "type:1 type:[]"},
		{"[project]\nname = 'x'\nversion = '1'\n[project.optional-dependencies]\na = 'x'", "type:'x'"},
		{"[dependency-groups]\na = [{include-group = 'b'}, {x = 1}, {include-group = 'a'}]\nA = []", "dependency-group:{x = 1} dependency-group:A dependency-group:b dependency-group:a"},
		{"[dependency-groups]\na = [{include-group = 'b'}]\nb = [{include-group = 'A'}]", "dependency-group:A"},
		{"[build-system]\n", "missing:[build-system]"},
		{"tool = 1\nproject = []", "type:[] type:1"},
		{"[tool.uv]\nsources = {a = 'x', b = {rev = '1'}}\nindex = ['x']\npackage = 'no'", "type:'no' type:'x' type:'x' missing:{rev = '1'}"},
		{"a = " + strings.Repeat("[", 200) + strings.Repeat("]", 200), ""},
		{"a = " + strings.Repeat("[", 20000), "toml:"},
		{"é = 1", "toml:é"},
		{"x = 'ö' ö", "toml:ö"},
	} {
		f := text.NewFile("pyproject.toml", []byte(c.in))
		var got []string
		for _, p := range ParsePyProject(f).Problems {
			got = append(got, string(p.Code)+":"+strings.TrimSpace(f.Slice(p.Span)))
		}
		if s := strings.ReplaceAll(strings.Join(got, " "), "\ufffd", "?"); s != c.want {
			if c.want != "toml:" || !strings.HasPrefix(s, "toml:") {
				t.Errorf("%.60q:\n  got  %s\n  want %s", c.in, s, c.want)
			}
		}
	}
	if list, problems := DiagnoseSpecifiers(">=3.12 <4"); codes(problems) != "comma" || len(list) != 2 {
		t.Errorf("%v %v", list, problems)
	}
	for _, s := range []string{"3.12", "=>3.12", "^3.12", ">=3.12,", "python>3", "≥3"} {
		if _, problems := DiagnoseSpecifiers(s); len(problems) == 0 && s != ">=3.12," {
			t.Errorf("%q has no problem", s)
		}
	}
}

func TestLock(t *testing.T) {
	f := readFile(t, "testdata/projects/uv.lock")
	l := ParseLock(f)
	if len(l.Problems) > 0 || len(l.Packages) != 4 {
		t.Fatalf("%v %d", l.Problems, len(l.Packages))
	}
	at := func(what, want string, span text.Span) {
		t.Helper()
		if got := f.Slice(span); got != want {
			t.Errorf("%s at %q, want %q", what, got, want)
		}
	}
	at("requires-python", ">=3.12", l.RequiresPython.Specifiers[0].Span)
	root := l.Root()
	if root == nil || root.Name.Text != "example-plugin" || root.Source.Kind != "virtual" {
		t.Fatalf("root %v", root)
	}
	at("version", "0.1.0", root.Version.Span)
	at("extra", "socks", root.Dependencies[0].Extras[0].Span)
	at("marker", "python_full_version < '3.13'", root.Dependencies[1].Marker.Span)
	at("specifier", ">=2.31,<3", root.RequiresDist[1].Specifier.Span)
	if root.Extras[0].Name != "http" || root.RequiresDist[2].Name.Text == "" {
		t.Errorf("groups %+v", root)
	}
	if n := l.Find("NumPy"); len(n) != 2 || n[1].Source.Target.Text != "https://mirror.example.org/simple/" {
		t.Errorf("find %v", n)
	}
	c := l.Find("certifi")[0]
	files := slices.Collect(l.Files(c))
	if len(files) != 3 || files[2] != "https://mirror.example.org/certifi-2025.1.31-py2-none-any.whl" {
		t.Fatalf("files %+v", files)
	}
	if v, ok := l.Foreign(c, "https://files.example.com/"); !ok || v.Text != files[2] || f.Slice(v.Span) != v.Text {
		t.Errorf("foreign %v", v)
	}
	if _, ok := l.Foreign(c, "https://files.example.com/", "https://mirror.example.org/"); ok {
		t.Error("nothing is foreign")
	}
}

func TestLockProblems(t *testing.T) {
	good := string(readFile(t, "testdata/projects/uv.lock").Data)
	for _, c := range []struct{ old, new, want string }{
		{"version = 1\n", "", "missing:"},
		{"version = 1\n", "version = 'x'\n", "type:'x'"},
		{"    { name = \"certifi\" },\n]", "<<<<<<< HEAD\n]", "toml:<"},
		{"\"sha256:bb\", size = 166393 },", "\"sha256:bb\", size = 166393", "toml:{"},
		{"\"sha256:bb\"", "\"sha256:bb", "toml:\""},
		{"name = \"certifi\"\nversion", "version", "missing:[[package]]"},
		{"source = { virtual = \".\" }\n", "", "missing:[[package]]"},
		{"source = { virtual = \".\" }", "source = 1", "type:1"},
		{"[package.metadata]", "[package.metadata", "toml:"},
		{"\"2.1.0\"", "\"2.\\u0031.0\"", ""},
		{"size = 167577,", "size = 1e5,", ""},
		{"\"sha256:aa\"", "\"sha256:\x01a\"", "toml:\x01"},
		{"\"sha256:aa\"", "\"sha256:\xffa\"", "encoding:\xff"},
	} {
		s := strings.Replace(good, c.old, c.new, 1)
		if s == good {
			t.Fatalf("%q is not there", c.old)
		}
		f := text.NewFile("uv.lock", []byte(s))
		var got []string
		for _, p := range ParseLock(f).Problems {
			got = append(got, string(p.Code)+":"+f.Slice(p.Span))
		}
		if g := strings.Join(got, " "); g != c.want && (c.want != "toml:" || !strings.HasPrefix(g, "toml:")) {
			t.Errorf("%q for %q: %q, want %q", c.new, c.old, g, c.want)
		}
	}
}

// A list of files is read alike in uv's form and in any other, and a lock whose
// lists are in uv's form as go-toml reads it.
func TestLockFiles(t *testing.T) {
	for _, c := range []struct {
		list string
		uv   bool
	}{
		{"[\n    { url = \"https://a/b.whl\", hash = \"sha256:aa\", size = 12, upload-time = \"2025-01-31T02:16:45Z\" },\n    { url = \"c\" },\n]", true},
		{"{ url = \"https://a/b.tar.gz\", hash = \"sha256:aa\" }", true},
		{"[\n]", true},
		{"[\n    { url = \"a\", size = 1_0 },\n]", false},
		{"[\n    { url = \"a\\u0041\" },\n]", false},
		{"[\n    { url = \"é\" },\n]", false},
		{"[\n    { path = \"a\" },\n]", false},
		{"[\n    { url = \"a\" }, # mine\n]", false},
		{"[{ url = \"a\" }]", false},
	} {
		s := "version = 1\nrequires-python = '>=3.12'\n[[package]]\nname = \"a\"\nsource = { virtual = \".\" }\nwheels = " + c.list + "\nversion = \"1\"\n"
		l := ParseLock(text.NewFile("uv.lock", []byte(s)))
		if len(l.Problems) > 0 || len(l.Packages) != 1 || l.Packages[0].Version.Text != "1" {
			t.Fatalf("%s: %+v", c.list, l)
		}
		p := &l.Packages[0]
		if got := l.File.Slice(p.Wheels); got != c.list {
			t.Errorf("%q is taken for the list %q", got, c.list)
		}
		if size, ok := eachFile([]byte(c.list), nil); ok != c.uv || ok && size != len(c.list) {
			t.Errorf("%s: %d %v", c.list, size, ok)
		}
		if got, want := slices.Collect(l.Files(p)), l.readFiles(p.Wheels); !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n%+v\n%+v", c.list, got, want)
		}
	}
	if _, ok := eachFile([]byte("{ url = \"a\", size = 01 }"), nil); ok {
		t.Error("01 is no number of TOML")
	}
	quoted := "x = \"\"\"\nwheels = [\n]\n\"\"\"\n[[package]]\nname = \"a\"\nsource = { virtual = \".\" }\nwheels = [\n]\n"
	if l := ParseLock(text.NewFile("uv.lock", []byte("version = 1\n"+quoted))); len(l.Problems) > 0 || len(l.Packages) != 1 {
		t.Errorf("a list in a text: %+v", l)
	}
	twice := "version = 1\n[[package]]\nname = \"a\"\nsource = { virtual = \".\" }\nwheels = [\n]\nwheels = [\n]\n"
	if l := ParseLock(text.NewFile("uv.lock", []byte(twice))); len(l.Problems) != 1 {
		t.Errorf("a key that is written twice: %+v", l.Problems)
	}
}

// plainValue turns a node into what go-toml makes of it.
func plainValue(n *tomlNode) any {
	switch n.kind {
	case tomlString:
		return n.text
	case tomlInteger:
		v, _ := strconv.ParseInt(n.text, 10, 64)
		return v
	case tomlBool:
		return n.text == "true"
	case tomlArray:
		list := make([]any, 0, len(n.items))
		for _, i := range n.items {
			list = append(list, plainValue(i))
		}
		return list
	case tomlTable:
		m := map[string]any{}
		for _, p := range n.pairs {
			m[p.key] = plainValue(p.value)
		}
		return m
	}
	return nil
}

// What go-toml takes, the reader reads alike; and what it calls regular, go-toml
// takes.
func FuzzTOML(f *testing.F) {
	for _, name := range []string{"testdata/projects/pyproject.toml", "testdata/projects/uv.lock"} {
		f.Add(readFile(f, name).Data)
	}
	for _, s := range []string{
		"a.b = 1\n[a.c]\n[[d]]\n[[d.e]]\nx=1\n[d.e.f]", "a = 1979-05-27 07:32:00Z # x\nb = +1_000\nc = inf\nd=0x1F\ne = -0.1e-3",
		`a = """\"""" + x"`, "a = '''\n''''''", `"a b".'c' = "\t\u00e9\U0001F600\\"`, "a=[1,\n#x\n2,]\r\n\tb={ }\n", "a={b=1,c={d=[{}]}}", "0={0={\n}}", "a={ # x\n b=1,\n}", "a=\"\"\"\r\nx\\  \r\n  y\"\"\"",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if strings.HasPrefix(string(data), "\xef\xbb\xbf") {
			return
		}
		file := text.NewFile("x.toml", data)
		p := newTOMLReader(data, 0, false)
		var want map[string]any
		err := toml.Unmarshal(data, &want)
		if err == nil && p.failed {
			t.Fatal("go-toml takes it, the reader not")
		}
		if err != nil && !p.failed && p.regular {
			t.Fatalf("go-toml refuses what is called regular: %v", err)
		}
		if got := plainValue(p.root); err == nil && p.regular && !reflect.DeepEqual(got, any(want)) {
			t.Fatalf("read as\n%v\nwant\n%v", got, want)
		}
		ParsePyProject(file)
		l := ParseLock(file)
		for i := range l.Packages {
			for range l.Files(&l.Packages[i]) {
				continue
			}
			l.Foreign(&l.Packages[i], "x")
		}
		doc := readTOML(file, false)
		if (doc.problem == nil) != (err == nil) {
			t.Fatalf("%v, but go-toml says %v", doc.problem, err)
		}
		checkNode(t, doc.root, len(data))
	})
}

func checkNode(t *testing.T, n *tomlNode, size int) {
	t.Helper()
	for _, s := range []text.Span{n.span, n.inner()} {
		if s.Start < 0 || s.End < s.Start || s.End > size {
			t.Fatalf("span %v in %d bytes", s, size)
		}
	}
	for _, i := range n.items {
		checkNode(t, i, size)
	}
	for _, p := range n.pairs {
		checkNode(t, p.value, size)
	}
}

// TestManyKeys: go-toml is not asked about a table of very many keys; an error of
// syntax is told all the same.
func TestManyKeys(t *testing.T) {
	var b strings.Builder
	for i := range 8000 {
		fmt.Fprintf(&b, "[tool.x%d]\na.b = 1\n", i)
	}
	for s, want := range map[string]Code{
		b.String():                      CodeTooLarge,
		b.String() + "a = = 1\n":        CodeTOML,
		b.String()[:b.Len()/4]:          "",
		b.String()[:b.Len()/4] + "[a\n": CodeTOML,
	} {
		s = s[:strings.LastIndexByte(s, '\n')+1]
		got := Code("")
		if p := readTOML(text.NewFile("pyproject.toml", []byte(s)), false).problem; p != nil {
			got = p.Code
		}
		if got != want {
			t.Errorf("%d bytes that end in %q: %q, want %q", len(s), s[len(s)-10:], got, want)
		}
	}
}

func TestPlain(t *testing.T) {
	for b := range 256 {
		want := b >= ' ' && b <= '~' && b != '\\'
		for at := range 17 {
			s := []byte("https://a.bc/~ d9")
			s[at] = byte(b)
			if isPlain(s) != want {
				t.Errorf("%#x at %d: %v", b, at, !want)
			}
		}
	}
}
