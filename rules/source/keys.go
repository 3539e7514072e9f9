package source

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/yaml"
)

// The mappings that the SDK hands to a plugin's code, and the names that the
// declarations give them.

// keyWord names one of a mapping's entries, and says where all are declared.
type keyWord struct{ one, here lint.Message }

var (
	parameterWord  = keyWord{lint.Msg("parameter"), lint.Msg("the parameters are declared here")}
	settingWord    = keyWord{lint.Msg("setting"), lint.Msg("the settings are declared here")}
	credentialWord = keyWord{lint.Msg("credential"), lint.Msg("the credentials are declared here")}
)

// mapping is one that the code is handed: a tool's parameters, credentials.
type mapping struct {
	word keyWord
	keys []string
	// open: it may hold more than is declared.
	open bool
	doc  *plugin.Document
	node *yaml.Node
}

func (t *mapping) merge(o *mapping) {
	t.open = t.open || o.open
	for _, k := range o.keys {
		if !slices.Contains(t.keys, k) {
			t.keys = append(t.keys, k)
		}
	}
}

// param is a parameter of a function of the program.
type param struct {
	f     python.FuncRef
	index int32
}

// mappings are those of a plugin, by what the code has them in.
type mappings struct {
	params map[param]*mapping
	// credentials are those in self.runtime.credentials, by the class of self.
	credentials map[python.ClassRef]*mapping
}

// put adds a mapping to what the code has in one place.
func put[K comparable](in map[K]*mapping, at K, t *mapping) {
	if old := in[at]; old != nil {
		old.merge(t)
		return
	}
	n := *t
	n.keys = slices.Clone(t.keys)
	in[at] = &n
}

// mappingsOf finds the mappings that the classes of the named sources are handed.
func mappingsOf(p *plugin.Plugin) *mappings {
	prog := sources.Program(p)
	ms := &mappings{map[param]*mapping{}, map[python.ClassRef]*mapping{}}
	for _, s := range sdk.Sources(p) {
		i, ok := namedModule(p, s)
		if !ok {
			continue
		}
		found, _ := candidates(prog, i, s.Class)
		for _, c := range found {
			if c.local {
				ms.add(prog, c.class, s.Doc)
			}
		}
	}
	return ms
}

func (ms *mappings) add(prog *python.Program, class python.ClassRef, d *plugin.Document) {
	method := func(name string, index int32, t *mapping) {
		if f, ok := prog.Method(class, name); ok && t != nil && len(prog.Function(f).Params) > int(index) {
			put(ms.params, param{f, index}, t)
		}
	}
	switch d.Kind {
	case plugin.Tool:
		t := namesIn(parameterWord, d, d.Root.Get("parameters"))
		if _, ok := prog.Method(class, "_get_runtime_parameters"); ok || d.Root.Get("has_runtime_parameters").Text() == "true" {
			t.open = true
		}
		method("_invoke", 1, t)
		ms.runtime(prog, class, credentialsOf(d.Provider))
	case plugin.ToolProvider, plugin.DatasourceProvider:
		method("_validate_credentials", 1, credentialsOf(d))
	case plugin.Datasource:
		t := namesIn(parameterWord, d, d.Root.Get("parameters"))
		method("_get_website_crawl", 1, t)
		ms.runtime(prog, class, credentialsOf(d.Provider))
	case plugin.Endpoint:
		if d.Provider != nil {
			method("_invoke", 3, namesIn(settingWord, d.Provider, d.Provider.Root.Get("settings")))
		}
	case plugin.AgentStrategy:
		method("_invoke", 1, namesIn(parameterWord, d, d.Root.Get("parameters")))
	case plugin.Event:
		method("_on_event", 2, namesIn(parameterWord, d, d.Root.Get("parameters")))
	}
}

// runtime notes what self.runtime.credentials is in a class and its bases.
func (ms *mappings) runtime(prog *python.Program, class python.ClassRef, t *mapping) {
	if t == nil {
		return
	}
	for _, c := range withBases(prog, class) {
		put(ms.credentials, c, t)
	}
}

// namesIn are the names that a list, or a mapping by name, declares.
func namesIn(word keyWord, d *plugin.Document, list *yaml.Node) *mapping {
	t := &mapping{word: word, doc: d, node: list}
	t.addNames(list)
	return t
}

func (t *mapping) addNames(list *yaml.Node) {
	switch {
	case list.IsNull():
	case list.IsSequence():
		for _, n := range list.Items() {
			if name := n.Get("name").Str(); name != "" {
				t.keys = append(t.keys, name)
			} else {
				t.open = true
			}
		}
	case list.IsMapping():
		for _, n := range list.Entries() {
			if n.Key != nil {
				t.keys = append(t.keys, n.Key.Value)
			}
		}
	default:
		t.open = true
	}
}

// credentialsOf are the credentials that a provider declares, those of OAuth
// too; it is open where OAuth's code adds to them in ways that are not seen.
func credentialsOf(d *plugin.Document) *mapping {
	if d == nil || d.Root == nil {
		return nil
	}
	t := &mapping{word: credentialWord, doc: d}
	for _, key := range []string{"credentials_for_provider", "credentials_schema"} {
		if n := d.Root.Get(key); n != nil {
			if t.node == nil {
				t.node = n
			}
			t.addNames(n)
		}
	}
	t.open = t.open || d.Root.Get("oauth_schema") != nil
	return t
}

// read is a place at which the code asks a mapping for a key.
type read struct {
	module int
	expr   python.ExprID // the key's literal
	key    string
	// hard: a missing key is an error there.
	hard bool
	to   []*mapping
}

// reads are the places at which the code asks the mappings for a literal key.
func reads(p *plugin.Plugin, ms *mappings) []read {
	prog := sources.Program(p)
	var out []read
	for i, m := range prog.Modules {
		if sdk.IsTest(m.File.Path) {
			continue
		}
		asked, instead := askedFor(m), ms.alternatives(prog, i)
		stored := map[python.ExprID]bool{}
		for k := range m.Bindings {
			stored[m.Bindings[k].Target] = true
		}
		for k := range m.Exprs {
			e := python.ExprID(k)
			x := m.Exprs[e]
			object, key := readOf(m, e)
			if key == 0 {
				continue
			}
			hard := x.Kind == python.Subscript && !stored[e]
			name, ok := m.String(key)
			if !ok {
				continue
			}
			to := ms.of(prog.Resolve(i, object))
			if to == nil {
				continue
			}
			if stored[e] || x.Kind == python.CallExpr && m.Ident(x.A) == "setdefault" {
				for _, t := range to {
					t.merge(&mapping{keys: []string{name}})
				}
				continue
			}
			if instead[e] && !hard {
				continue
			}
			out = append(out, read{i, key, name, hard && !asked[name], to})
		}
	}
	return out
}

// alternatives are the reads that stand beside a read of a declared name of the
// same mapping, as in get("key") or get("api_key"), and in get("key", get("api_key")):
// other spellings, asked for in case.
func (ms *mappings) alternatives(prog *python.Program, i int) map[python.ExprID]bool {
	m := prog.Modules[i]
	out := map[python.ExprID]bool{}
	declared := func(e python.ExprID) bool {
		object, key := readOf(m, e)
		name, ok := m.String(key)
		if !ok {
			return false
		}
		return slices.ContainsFunc(ms.of(prog.Resolve(i, object)), func(t *mapping) bool { return slices.Contains(t.keys, name) })
	}
	either := func(e python.ExprID) bool {
		return m.Exprs[e].Kind == python.BinaryOp && m.Operator(e) == "or"
	}
	orElse := func(e python.ExprID) bool {
		return m.Exprs[e].Kind == python.CallExpr && m.Ident(m.Exprs[e].A) == "get" && m.Positional(e, 1) != 0
	}
	// within are the operands of another expression: they stand in its list.
	within := map[python.ExprID]bool{}
	operands := func(e python.ExprID) (list []python.ExprID) {
		for todo := []python.ExprID{e}; len(todo) > 0; {
			e, todo = todo[len(todo)-1], todo[:len(todo)-1]
			switch {
			case either(e):
				todo = append(todo, m.Exprs[e].A, m.Exprs[e].B)
			case orElse(e):
				list, todo = append(list, e), append(todo, m.Positional(e, 1))
			default:
				list = append(list, e)
			}
			within[e] = true
		}
		return list
	}
	for k := len(m.Exprs) - 1; k >= 0; k-- {
		e := python.ExprID(k)
		if within[e] || !either(e) && !orElse(e) {
			continue
		}
		if list := operands(e); len(list) > 1 && slices.ContainsFunc(list, declared) {
			for _, o := range list {
				out[o] = true
			}
		}
	}
	return out
}

// readOf is the object of a read, and the key that it asks for: object[key] or
// object.get(key); 0 for what is none.
func readOf(m *python.Module, e python.ExprID) (object, key python.ExprID) {
	switch x := m.Exprs[e]; {
	case x.Kind == python.Subscript && m.Exprs[x.B].Kind == python.StringLit:
		object, key = x.A, x.B
	case x.Kind == python.CallExpr && m.Exprs[x.A].Kind == python.Attribute:
		switch m.Ident(x.A) {
		case "get", "pop", "setdefault":
			object, key = m.Exprs[x.A].A, m.Positional(e, 0)
		}
	}
	if key == 0 || m.Exprs[object].Kind != python.NameExpr && m.Exprs[object].Kind != python.Attribute {
		return 0, 0
	}
	return object, key
}

// askedFor are the literals that a module asks for with in before it reads them.
func askedFor(m *python.Module) map[string]bool {
	out := map[string]bool{}
	for k := range m.Exprs {
		if e := python.ExprID(k); m.Exprs[e].Kind == python.Compare && m.Operator(e) == "in" {
			if s, ok := m.String(m.Exprs[e].A); ok {
				out[s] = true
			}
		}
	}
	return out
}

// of are the mappings that an object may be, nil where it may be something else.
func (ms *mappings) of(values []python.Value) []*mapping {
	var out []*mapping
	for _, v := range values {
		var t *mapping
		switch {
		case v.Root == python.ParamRoot && v.Path == "":
			t = ms.params[param{v.Function(), v.Param}]
		case v.Root == python.InstanceRoot && v.Path == ".runtime.credentials":
			t = ms.credentials[v.Class()]
		}
		if t == nil || t.open {
			return nil
		}
		out = append(out, t)
	}
	return out
}

// place is where a mapping's names are declared.
func (t *mapping) place() plugin.Place {
	if t.node == nil {
		return plugin.AtTop(t.doc)
	}
	return plugin.AtKey(t.doc, t.node)
}
