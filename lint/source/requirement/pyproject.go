package requirement

import (
	"slices"

	"github.com/difylint/difylint/lint/source/internal/draft"
	"github.com/difylint/difylint/lint/source/text"
)

// PyProject is what a pyproject.toml says of its project and dependencies
// (PEP 518, 621 and 735, and the tables of uv).
type PyProject struct {
	File *text.File
	tables
	// Broken is the syntax error of a draft that was read without the lines in
	// Mended; it is not among Problems.
	Broken *Problem
	Mended []text.Span

	Project        text.Span // the header; empty where there is no [project]
	Name           Value
	Version        Value
	RequiresPython SpecifiersValue
	Dynamic        []Value
	Dependencies   []*Dependency
	Extras         []*Group // project.optional-dependencies
	Groups         []*Group // dependency-groups
	BuildSystem    *BuildSystem
	UV             *UV // nil where there is no [tool.uv]
	// Poetry is what Poetry's own tables take from elsewhere than an index. uv
	// does not read them.
	Poetry []Source
	tools  []string
}

// mendTOML reads a draft without the lines that break it; all places are those of
// the file.
func mendTOML(file *text.File, doc *tomlDoc) (*tomlDoc, []text.Span) {
	breaks := func(doc *tomlDoc) int {
		if doc.problem == nil {
			return draft.Whole
		}
		return doc.problem.Span.Start
	}
	return draft.Mend(file, doc, breaks, func(f *text.File) *tomlDoc { return readTOML(f, false) }, "")
}

// Configures reports whether one of these tools has a table below [tool].
func (p *PyProject) Configures(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return slices.Contains(p.tools, name) })
}

// Value is a text with its places.
type Value struct {
	Text string
	Span text.Span // inside the quotation marks
	Key  text.Span // of its key, or of the whole where it has none
}

// IsSet reports whether the value is there.
func (v Value) IsSet() bool { return v.Span != text.Span{} || v.Key != text.Span{} }

// SpecifiersValue is a text that holds version clauses.
type SpecifiersValue struct {
	Value
	Specifiers Specifiers
	Problems   []Problem
}

// Dependency is a requirement of a list.
type Dependency struct {
	*Requirement
	// List is where it stands: "project.dependencies", "dependency-groups.dev",
	// "tool.uv.constraint-dependencies", ...
	List string
}

// Group is a named list of requirements.
type Group struct {
	Name         string
	NameSpan     text.Span
	Dependencies []*Dependency
	Includes     []Value // of other groups
}

// BuildSystem is the table of that name.
type BuildSystem struct {
	Span     text.Span
	Requires []*Dependency
	Backend  Value
}

// UV is the table tool.uv.
type UV struct {
	Sources                []Source
	Indexes                []Value // addresses: tool.uv.index, index-url and extra-index-url
	FindLinks              []Value
	DevDependencies        []*Dependency
	ConstraintDependencies []*Dependency
	OverrideDependencies   []*Dependency
	BuildConstraints       []*Dependency
	Environments           []Value // markers
	Package                *bool
	PackageSpan            text.Span
	Workspace              text.Span // of tool.uv.workspace, empty where there is none
	// Conflicts: some extras or groups are declared not to go together.
	Conflicts bool
	// BuildBackend: it configures uv's own build tool.
	BuildBackend bool
}

// Source is where uv takes a dependency from instead of an index.
type Source struct {
	Name     string
	NameSpan text.Span
	Kind     string // "git", "url", "path", "workspace", "index"
	Target   Value
	Marker   Value
}

// ParsePyProject reads a pyproject.toml. It never returns nil; what is wrong is
// in the Problems. The result is shared, and must not be
// changed.
func ParsePyProject(file *text.File) *PyProject {
	p, _ := file.Once(projectOf{}, func() any { return parsePyProject(file) }).(*PyProject)
	return p
}

type projectOf struct{}

func parsePyProject(file *text.File) *PyProject {
	p := &PyProject{File: file}
	if len(file.Data) > maxFile {
		p.Problems = []Problem{{
			Code: CodeTooLarge, Span: text.Span{Start: 0, End: len(file.Data)},
			Format: "a file of %d bytes: at most %d are read", Args: []any{len(file.Data), maxFile},
		}}
		return p
	}
	doc := readTOML(file, false)
	if doc.problem != nil && file.Draft() {
		p.Broken = doc.problem
		if doc, p.Mended = mendTOML(file, doc); doc.problem != nil {
			p.Broken, p.Mended = nil, nil
		}
	}
	if doc.problem != nil {
		p.Problems = append(p.Problems, *doc.problem)
	}
	if n := p.table(doc.root, "project"); n != nil {
		p.project(n)
	}
	if n := p.table(doc.root, "dependency-groups"); n != nil {
		p.Groups = p.groups(n, "dependency-groups.", true)
		p.checkGroups()
	}
	if n := p.table(doc.root, "build-system"); n != nil {
		p.BuildSystem = &BuildSystem{
			Span: n.span, Requires: p.list(n, "requires", "build-system.requires"), Backend: p.text(n, "build-backend"),
		}
		if n.get("requires") == nil {
			p.problem(CodeMissing, n.span, "[build-system] has no requires")
		}
	}
	if tool := p.table(doc.root, "tool"); tool != nil {
		for _, pair := range tool.pairs {
			p.tools = append(p.tools, pair.key)
		}
		if n := p.table(tool, "uv"); n != nil {
			p.uv(n)
		}
		p.poetry(tool.get("poetry"))
	}
	return p
}

// oneOrMore is a string or a list of them.
func (p *PyProject) oneOrMore(n *tomlNode, key string) []Value {
	if v := n.get(key); v != nil && v.kind == tomlString {
		return []Value{p.text(n, key)}
	}
	return p.texts(n, key)
}

// list is the list of requirements under a key.
func (p *PyProject) list(n *tomlNode, key, name string) []*Dependency {
	v := p.want(tomlArray, n, key, "%s is a list of requirements", key)
	if v == nil {
		return nil
	}
	var list []*Dependency
	for _, item := range v.items {
		if d := p.dependency(item, name); d != nil {
			list = append(list, d)
		}
	}
	return list
}

func (p *PyProject) dependency(n *tomlNode, list string) *Dependency {
	if n.kind != tomlString {
		p.problem(CodeType, n.span, "%s holds requirements as texts in quotes", list)
		return nil
	}
	return &Dependency{Requirement: ParseRequirementAt(n.text, n.from()), List: list}
}

func (p *PyProject) project(n *tomlNode) {
	p.Project = n.span
	p.Name = p.text(n, "name")
	p.Version = p.text(n, "version")
	p.Dynamic = p.texts(n, "dynamic")
	p.RequiresPython = readSpecifiers(p.text(n, "requires-python"), n.get("requires-python"))
	p.Dependencies = p.list(n, "dependencies", "project.dependencies")
	if extras := p.table(n, "optional-dependencies"); extras != nil {
		p.Extras = p.groups(extras, "project.optional-dependencies.", false)
	}
	dynamic := func(key string) bool {
		return slices.ContainsFunc(p.Dynamic, func(v Value) bool { return v.Text == key })
	}
	for _, d := range p.Dynamic {
		switch pair := n.pair(d.Text); {
		case d.Text == "name":
			p.problem(CodeDynamic, d.Span, "name may not be dynamic")
		case pair != nil:
			p.problem(CodeDynamic, d.Span, "%s is dynamic, and yet it is given", d.Text)
		}
	}
	if !p.Name.IsSet() && n.get("name") == nil {
		p.problem(CodeMissing, n.span, "[project] has no name")
	} else if p.Name.IsSet() && !IsName(p.Name.Text) {
		p.problem(CodeName, p.Name.Span, "%q is not a name: ASCII letters, digits, - _ and . make one, with a letter or digit at either end", clip(p.Name.Text))
	}
	if n.get("version") == nil && !dynamic("version") {
		p.problem(CodeMissing, n.span, "[project] has no version, and does not call it dynamic")
	}
	if p.Version.IsSet() {
		if _, ok := ParseVersion(p.Version.Text); !ok {
			p.problem(CodeVersion, p.Version.Span, "%q is not a version", clip(p.Version.Text))
		}
	}
}

// readSpecifiers reads clauses that stand alone, as in requires-python.
func readSpecifiers(v Value, n *tomlNode) SpecifiersValue {
	out := SpecifiersValue{Value: v}
	if n == nil || n.kind != tomlString {
		return out
	}
	out.Specifiers, out.Problems = DiagnoseSpecifiers(n.text)
	out.Specifiers.place(n.from())
	placeProblems(out.Problems, n.from())
	return out
}

// DiagnoseSpecifiers is ParseSpecifiers that tells what is wrong. Where
// something is, it gives the clauses that could be read.
func DiagnoseSpecifiers(s string) (Specifiers, []Problem) {
	if list, ok := ParseSpecifiers(s); ok {
		return list, nil
	}
	r := &Requirement{Text: s, Span: blankSpan(s)}
	if entity().MatchString(s) {
		// Behind a name it is read as a requirement is.
		r = parseRequirement("n"+s, 0)
		r.place(&Origin{runs: []run{{0, 1, 0, 0}, {1, len(s), 0, len(s)}}})
		untangle(r.Problems)
		return r.Specifiers, r.Problems
	}
	d := diagnosis{parser: parser{src: s}, r: r, level: maxCorrections}
	d.i = r.Span.Start
	d.clauses()
	if r.Valid() {
		d.report(CodeSyntax, r.Span, "%q is not a list of version clauses", clip(s))
	}
	untangle(r.Problems)
	return r.Specifiers, r.Problems
}

func (p *PyProject) groups(n *tomlNode, prefix string, includes bool) []*Group {
	var groups []*Group
	for _, pair := range n.pairs {
		g := &Group{Name: pair.key, NameSpan: pair.span}
		groups = append(groups, g)
		list := p.want(tomlArray, n, pair.key, "%s is a list of requirements", clip(pair.key))
		if list == nil {
			continue
		}
		for _, item := range list.items {
			if includes && item.kind == tomlTable {
				v := p.text(item, "include-group")
				if !v.IsSet() || len(item.pairs) != 1 {
					p.problem(CodeGroup, item.span, "a table in a group has the one key include-group")
					continue
				}
				g.Includes = append(g.Includes, v)
				continue
			}
			if d := p.dependency(item, prefix+g.Name); d != nil {
				g.Dependencies = append(g.Dependencies, d)
			}
		}
	}
	return groups
}

// checkGroups reports includes of groups that do not exist, and cycles, and
// names that are the same when normalised.
func (p *PyProject) checkGroups() {
	byName := map[string]*Group{}
	for _, g := range p.Groups {
		key := NormalizeName(g.Name)
		if byName[key] != nil {
			p.problem(CodeGroup, g.NameSpan, "the group %s is there twice", g.Name)
			continue
		}
		byName[key] = g
	}
	const open, done, maxGroups = 1, 2, 100 // groups in one another
	state := map[*Group]int{}
	var visit func(*Group, int)
	visit = func(g *Group, depth int) {
		state[g] = open
		for _, inc := range g.Includes {
			other := byName[NormalizeName(inc.Text)]
			switch {
			case other == nil:
				p.problem(CodeGroup, inc.Span, "there is no group %s", clip(inc.Text))
			case state[other] == open:
				p.problem(CodeGroup, inc.Span, "the group %s includes itself", clip(inc.Text))
			case state[other] == 0 && depth < maxGroups:
				visit(other, depth+1)
			}
		}
		state[g] = done
	}
	for _, g := range p.Groups {
		if state[g] == 0 {
			visit(g, 0)
		}
	}
}

func (p *PyProject) uv(n *tomlNode) {
	u := &UV{}
	p.UV = u
	const at = "tool.uv."
	u.DevDependencies = p.list(n, "dev-dependencies", at+"dev-dependencies")
	u.ConstraintDependencies = p.list(n, "constraint-dependencies", at+"constraint-dependencies")
	u.OverrideDependencies = p.list(n, "override-dependencies", at+"override-dependencies")
	u.BuildConstraints = p.list(n, "build-constraint-dependencies", at+"build-constraint-dependencies")
	u.Environments = p.oneOrMore(n, "environments")
	u.FindLinks = p.texts(n, "find-links")
	// Of these the kind matters alone.
	p.oneOrMore(n, "required-environments")
	p.flag(n, "no-index")
	p.text(n, "prerelease")
	p.text(n, "index-strategy")
	if v := p.flag(n, "package"); v != nil {
		value := v.isTrue()
		u.Package, u.PackageSpan = &value, v.span
	}
	if w := p.table(n, "workspace"); w != nil {
		u.Workspace = w.span
	}
	u.Conflicts, u.BuildBackend = n.get("conflicts") != nil, n.get("build-backend") != nil
	for _, v := range p.onlyTables(p.array(n, "index"), "an index is a table") {
		u.Indexes = append(u.Indexes, p.text(v, "url"))
		p.text(v, "name")
		p.flag(v, "default")
		p.flag(v, "explicit")
	}
	if v := p.text(n, "index-url"); v.IsSet() {
		u.Indexes = append(u.Indexes, v)
	}
	u.Indexes = append(u.Indexes, p.texts(n, "extra-index-url")...)
	if sources := p.table(n, "sources"); sources != nil {
		for _, pair := range sources.pairs {
			list := []*tomlNode{pair.value}
			if pair.value.kind == tomlArray {
				list = pair.value.items
			}
			for _, v := range p.onlyTables(list, "a source is a table") {
				u.Sources = append(u.Sources, p.source(pair, v))
			}
		}
	}
}

// poetry reads the lists of dependencies below tool.poetry.
func (p *PyProject) poetry(n *tomlNode) {
	lists := []*tomlNode{n.get("dependencies"), n.get("dev-dependencies")}
	if groups := n.get("group"); groups != nil {
		for _, g := range groups.pairs {
			lists = append(lists, g.value.get("dependencies"))
		}
	}
	for _, list := range lists {
		if list == nil {
			continue
		}
		for _, pair := range list.pairs {
			for _, v := range append(pair.value.items, pair.value) {
				for _, kind := range []string{"git", "url", "path"} {
					if t := v.get(kind); t != nil && t.kind == tomlString {
						p.Poetry = append(p.Poetry, Source{Name: pair.key, NameSpan: pair.span, Kind: kind, Target: p.text(v, kind)})
					}
				}
			}
		}
	}
}

func (p *PyProject) source(pair tomlPair, v *tomlNode) Source {
	s := Source{Name: pair.key, NameSpan: pair.span, Marker: p.text(v, "marker")}
	p.flag(v, "editable")
	for _, kind := range []string{"git", "url", "path", "index"} {
		if t := p.text(v, kind); t.IsSet() {
			s.Kind, s.Target = kind, t
			break
		}
	}
	if s.Kind == "" {
		if w := p.flag(v, "workspace"); w.isTrue() {
			s.Kind, s.Target = "workspace", Value{Span: w.span, Key: w.span}
		} else {
			p.problem(CodeMissing, v.span, "a source names one of git, url, path, index, workspace")
		}
	}
	return s
}
