package requirement

import (
	"bytes"
	"encoding/binary"
	"iter"

	"github.com/difylint/difylint/lint/source/text"
)

// Lock is a uv.lock, as far as dependencies go. The lists of built files are read
// only when asked for (Files).
type Lock struct {
	File           *text.File
	RequiresPython SpecifiersValue
	Packages       []LockPackage // in the order of the file
	tables

	byName map[string][]int
}

// LockPackage is one package as it was locked.
type LockPackage struct {
	Name    Value
	Version Value // empty where the version is dynamic
	Source  LockSource
	Span    text.Span // the header

	Dependencies []LockDependency
	Extras       []LockGroup // optional-dependencies

	// RequiresDist is what the package's own metadata asks for: of those only that
	// are not from an index, the project itself among them.
	RequiresDist []LockDependency

	Sdist, Wheels text.Span // the values, empty where there are none
}

// LockSource is where a package comes from.
type LockSource struct {
	Kind   string // "registry", "git", "url", "path", "editable", "virtual", "directory"
	Target Value
}

// LockDependency is an edge to a package, or a requirement of the metadata.
type LockDependency struct {
	Name      Value
	Version   Value // where the lock has several of that name
	Extras    []Value
	Marker    Value
	Specifier Value // of the metadata only
}

// LockGroup is a named list of them.
type LockGroup struct {
	Name         string
	Dependencies []LockDependency
}

// MaxLock bounds the bytes of a lock that are read: some 100 times what large
// plugins have. Its facts take about ten times its text.
const MaxLock = 16 << 20

// ParseLock reads a uv.lock. It never returns nil; what is wrong is in the
// Problems. The result is shared, and must not be changed.
func ParseLock(file *text.File) *Lock {
	l, _ := file.Once(lockOf{}, func() any { return parseLock(file) }).(*Lock)
	return l
}

type lockOf struct{}

func parseLock(file *text.File) *Lock {
	l := &Lock{File: file}
	if len(file.Data) > MaxLock {
		l.Problems = []Problem{{
			Code: CodeTooLarge, Span: text.Span{Start: 0, End: len(file.Data)},
			Format: "a file of %d bytes: at most %d are read", Args: []any{len(file.Data), MaxLock},
		}}
		return l
	}
	doc := readTOML(file, true)
	if doc.problem != nil {
		l.Problems = append(l.Problems, *doc.problem)
	}
	root := doc.root
	if root.get("version") == nil && doc.problem == nil {
		l.problem(CodeMissing, text.Span{}, "a lock begins with its version")
	}
	// Of these the kind matters alone.
	l.want(tomlInteger, root, "version", "%s is a number", "version")
	l.want(tomlInteger, root, "revision", "%s is a number", "revision")
	l.texts(root, "resolution-markers")
	l.RequiresPython = readSpecifiers(l.text(root, "requires-python"), root.get("requires-python"))
	packages := l.array(root, "package")
	l.Packages = make([]LockPackage, 0, len(packages))
	l.byName = make(map[string][]int, len(packages))
	for _, n := range l.onlyTables(packages, "a package is a table") {
		l.pack(n)
	}
	return l
}

func (l *Lock) pack(n *tomlNode) {
	p := LockPackage{Name: l.text(n, "name"), Version: l.text(n, "version"), Span: n.span}
	if !p.Name.IsSet() {
		l.problem(CodeMissing, n.span, "a package has no name")
	}
	if v := l.want(tomlTable, n, "source", "a source is a table"); v != nil {
		p.Source = l.source(v)
	} else if n.get("source") == nil {
		l.problem(CodeMissing, n.span, "the package %s has no source", clip(p.Name.Text))
	}
	p.Dependencies = l.dependencies(n, "dependencies")
	p.Extras = l.groups(n, "optional-dependencies")
	l.groups(n, "dev-dependencies") // their kinds are checked
	if v := n.get("sdist"); v != nil {
		p.Sdist = v.span
	}
	if v := n.get("wheels"); v != nil {
		p.Wheels = v.span
	}
	if m := n.get("metadata"); m != nil && m.kind == tomlTable {
		p.RequiresDist = l.dependencies(m, "requires-dist")
		l.groups(m, "requires-dev")
	}
	key := NormalizeName(p.Name.Text)
	l.byName[key] = append(l.byName[key], len(l.Packages))
	l.Packages = append(l.Packages, p)
}

var lockSources = []string{"registry", "git", "url", "path", "editable", "virtual", "directory"}

func (l *Lock) source(n *tomlNode) LockSource {
	s := LockSource{}
	for _, kind := range lockSources {
		if n.pair(kind) != nil {
			s.Kind, s.Target = kind, l.text(n, kind)
			break
		}
	}
	return s
}

func (l *Lock) dependencies(n *tomlNode, key string) []LockDependency {
	items := l.onlyTables(l.array(n, key), "%s is a list of tables", key)
	list := make([]LockDependency, 0, len(items))
	for _, v := range items {
		d := LockDependency{Name: l.text(v, "name"), Version: l.text(v, "version"), Marker: l.text(v, "marker"), Specifier: l.text(v, "specifier")}
		d.Extras = l.texts(v, "extra")
		if d.Extras == nil {
			d.Extras = l.texts(v, "extras")
		}
		l.want(tomlTable, v, "source", "a source is a table")
		list = append(list, d)
	}
	return list
}

func (l *Lock) groups(n *tomlNode, key string) []LockGroup {
	v := l.table(n, key)
	if v == nil {
		return nil
	}
	list := make([]LockGroup, 0, len(v.pairs))
	for _, p := range v.pairs {
		list = append(list, LockGroup{Name: p.key, Dependencies: l.dependencies(v, p.key)})
	}
	return list
}

// Find is the packages of a name, in any spelling: several where the lock forks.
func (l *Lock) Find(name string) []*LockPackage {
	var list []*LockPackage
	for _, i := range l.byName[NormalizeName(name)] {
		list = append(list, &l.Packages[i])
	}
	return list
}

// Root is the package that is the project itself, nil where the lock has none.
func (l *Lock) Root() *LockPackage {
	for i := range l.Packages {
		switch s := &l.Packages[i].Source; s.Kind {
		case "virtual", "editable", "directory":
			if s.Target.Text == "." {
				return &l.Packages[i]
			}
		}
	}
	return nil
}

// Files reads the addresses, or paths, of the source archive and the wheels of a
// package, one after the other.
func (l *Lock) Files(p *LockPackage) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, span := range []text.Span{p.Sdist, p.Wheels} {
			more := true
			s := l.File.Data[span.Start:span.End]
			if _, ok := eachFile(s, nil); ok {
				eachFile(s, func(url text.Span) bool {
					more = yield(string(s[url.Start:url.End]))
					return more
				})
			} else if !span.IsEmpty() {
				for _, file := range l.readFiles(span) {
					if more = yield(file); !more {
						break
					}
				}
			}
			if !more {
				return
			}
		}
	}
}

// readFiles reads what is written in another way than uv's.
func (l *Lock) readFiles(span text.Span) []string {
	s := "x=" + l.File.Slice(span)
	n := newTOMLReader([]byte(s), span.Start-len("x="), false).root.get("x")
	if n == nil {
		return nil
	}
	items := n.items
	if n.kind == tomlTable {
		items = []*tomlNode{n}
	}
	var list []string
	for _, v := range items {
		for _, key := range []string{"url", "path", "filename"} {
			if u := v.get(key); u != nil && u.kind == tomlString {
				list = append(list, u.text)
				break
			}
		}
	}
	return list
}

// eachFile reads what uv writes as a package's files, a table or a list of such,
// a line each, and returns its length; false where it is written in another way.
// Each, of the places of their addresses, may be nil, and ends the reading where it
// returns false.
//
//	[
//	    { url = "https://…", hash = "sha256:…", size = 167577, upload-time = "…" },
//	]
func eachFile(s []byte, each func(url text.Span) bool) (int, bool) {
	c := uvCursor{s: s}
	list := c.over("[\n")
	for list && c.over("    {") || !list && c.over("{") {
		if !c.over(` url = "`) {
			return 0, false
		}
		url := c.text()
		if c.over(`, hash = "`) {
			c.text()
		}
		if c.over(", size = ") {
			c.digits()
		}
		if c.over(`, upload-time = "`) {
			c.text()
		}
		if !c.over(" }") || list && !c.over(",\n") || c.bad {
			return 0, false
		}
		if each != nil && !each(url) {
			return c.at, true
		}
		if !list {
			return c.at, true
		}
	}
	ends := list && c.over("]") && (c.at == len(s) || s[c.at] == '\n')
	return c.at, ends
}

// uvCursor goes through a list of files.
type uvCursor struct {
	s   []byte
	at  int
	bad bool
}

func (c *uvCursor) over(s string) bool {
	if end := c.at + len(s); end > len(c.s) || string(c.s[c.at:end]) != s {
		return false
	}
	c.at += len(s)
	return true
}

// text goes over a text and the quotation mark behind it: plain ASCII, as
// addresses, hashes and times are.
func (c *uvCursor) text() text.Span {
	size := bytes.IndexByte(c.s[c.at:], '"')
	if size < 0 {
		c.bad = true
		return text.Span{}
	}
	span := text.Span{Start: c.at, End: c.at + size}
	c.bad = c.bad || !isPlain(c.s[span.Start:span.End])
	c.at = span.End + 1
	return span
}

// isPlain reports whether a text consists of the visible characters of ASCII and
// blanks, without backslashes. It looks at eight bytes at a time, for such texts are
// most of a lock: a byte's top bit is set where it is not of ASCII, and becomes set
// where what is taken away is more than it was.
func isPlain(s []byte) bool {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	for ; len(s) >= 8; s = s[8:] {
		x := binary.LittleEndian.Uint64(s)
		backslash, del := x^ones*'\\', x^ones*0x7f // 0 where there is one
		if (x|(x-ones*' ')|(backslash-ones)|(del-ones))&tops != 0 {
			return false
		}
	}
	for _, b := range s {
		if b < ' ' || b > '~' || b == '\\' {
			return false
		}
	}
	return true
}

func (c *uvCursor) digits() {
	start := c.at
	for c.at < len(c.s) && isDigit(c.s[c.at]) {
		c.at++
	}
	n := c.at - start
	c.bad = c.bad || n == 0 || n > 18 || n > 1 && c.s[start] == '0'
}

// Foreign is the first address of a package's files that does not begin with
// one of the prefixes. It looks at the text alone, and so is fast.
func (l *Lock) Foreign(p *LockPackage, prefixes ...string) (Value, bool) {
	mark := []byte(`url = "`)
	for _, span := range []text.Span{p.Sdist, p.Wheels} {
		s := l.File.Data[span.Start:span.End]
		at := span.Start
		for {
			i := bytes.Index(s, mark)
			if i < 0 {
				break
			}
			s, at = s[i+len(mark):], at+i+len(mark)
			known := false
			for _, prefix := range prefixes {
				known = known || len(s) >= len(prefix) && string(s[:len(prefix)]) == prefix
			}
			if !known {
				end := bytes.IndexByte(s, '"')
				if end < 0 {
					break
				}
				where := text.Span{Start: at, End: at + end}
				return Value{Text: string(s[:end]), Span: where, Key: where}, true
			}
		}
	}
	return Value{}, false
}
