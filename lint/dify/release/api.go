package release

// A plugin as its users see it.

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/schema"
)

// maxOutputs bounds how many properties of one output schema are compared, and
// maxNesting how deep.
const (
	maxOutputs = 2000
	maxNesting = 12
)

// api is one plugin's.
type api struct {
	plugin    *plugin.Plugin
	providers []*provider
}

type provider struct {
	doc *plugin.Document
	fam *plugin.Family
	// name is "" for a group of endpoints.
	name  string
	node  *yaml.Node
	lists []*list
	items []*item
}

// item is a tool, model, endpoint, strategy, datasource or event.
type item struct {
	doc  *plugin.Document
	kind plugin.Kind
	// id tells it from its neighbours: its name, for a model type and name, for
	// an endpoint method and path.
	id, name string
	node     *yaml.Node
	params   *list
	outputs  []output
}

// role says what a field is for.
type role string

const (
	parameter      role = "parameter"
	modelParameter role = "model parameter"
	credential     role = "credential"
	setting        role = "setting"
)

// list is fields that belong together.
type list struct {
	role role
	// key tells it from the other lists of its owner; of is how messages call
	// its fields' place, "" where the owner says enough.
	key string
	of  text.Message
	// there is whether the list stands in the file; choice is whether it is one
	// of several ways, so that nobody had to fill in a new one.
	there, choice bool
	at            plugin.Place
	fields        []*field
}

// field is a parameter, a credential or a setting.
type field struct {
	doc  *plugin.Document
	node *yaml.Node

	name, typ, form, scope string
	required, multiple     bool
	def                    string
	hasDefault             bool
	min, max               float64 // infinite where there is none
	options                []option
	showOn                 []condition
}

type option struct {
	value string
	node  *yaml.Node
}

type condition struct{ field, value string }

type output struct {
	path, typ string
	node      *yaml.Node
}

// read reads a plugin.
func read(p *plugin.Plugin) *api {
	a := &api{plugin: p}
	seen := map[*plugin.Document]bool{}
	for _, d := range p.Providers() {
		if d.Root == nil || seen[d] {
			continue
		}
		seen[d] = true
		pr := &provider{doc: d, fam: d.Family}
		switch d.Kind {
		case plugin.ModelProvider:
			pr.node = d.Root.Get("provider")
		case plugin.EndpointProvider:
		default:
			pr.node = d.Root.At("identity", "name")
		}
		pr.name = pr.node.Str()
		pr.lists = providerLists(d)
		ids := map[string]bool{}
		for _, it := range d.Items {
			if i := readItem(it); i != nil && !ids[i.id] {
				ids[i.id] = true
				pr.items = append(pr.items, i)
			}
		}
		a.providers = append(a.providers, pr)
	}
	return a
}

func readItem(d *plugin.Document) *item {
	if d.Root == nil {
		return nil
	}
	i := &item{doc: d, kind: d.Kind}
	switch d.Kind {
	case plugin.Position:
		return nil
	case plugin.Model:
		i.node = d.Root.Get("model")
		i.name = i.node.Str()
		typ := d.Root.Get("model_type").Str()
		if typ == "" {
			typ = strings.ReplaceAll(d.ModelType, "_", "-")
		}
		i.id = typ + "/" + i.name
		i.params = fields(d, d.Root.Get("parameter_rules"), modelParameter, "parameters", text.Message{})
	case plugin.Endpoint:
		i.node = d.Root.Get("path")
		i.name = strings.ToUpper(d.Root.Get("method").Str()) + " " + i.node.Str()
		i.id = i.name
		if i.node.Str() == "" {
			return nil
		}
		return i
	default:
		i.node = d.Root.At("identity", "name")
		i.name = i.node.Str()
		i.id = i.name
		i.params = fields(d, d.Root.Get("parameters"), parameter, "parameters", text.Message{})
		i.outputs = outputs(d.Root.Get("output_schema"))
	}
	if i.name == "" {
		return nil
	}
	return i
}

// providerLists are a provider's credentials and settings, in every form that
// the platform reads.
func providerLists(d *plugin.Document) []*list {
	var out []*list
	add := func(n *yaml.Node, r role, key string, of text.Message) {
		l := fields(d, n, r, key, of)
		l.there = !n.IsNull()
		l.choice = key != "credentials" && key != "settings" && key != "subscription"
		out = append(out, l)
	}
	r := d.Root
	oauth := func(n *yaml.Node, key string, client, of text.Message) {
		add(n.Get("client_schema"), credential, key+"/client", client)
		add(n.Get("credentials_schema"), credential, key+"/credentials", of)
	}
	switch d.Kind {
	case plugin.ToolProvider, plugin.DatasourceProvider:
		creds := r.Get("credentials_schema")
		if len(creds.Items()) == 0 && len(creds.Entries()) == 0 && d.Kind == plugin.ToolProvider {
			creds = r.Get("credentials_for_provider")
		}
		add(creds, credential, "credentials", text.Message{})
		oauth(r.Get("oauth_schema"), "oauth", text.Msg("the OAuth client"), text.Msg("OAuth"))
	case plugin.ModelProvider:
		add(r.At("provider_credential_schema", "credential_form_schemas"), credential, "credentials", text.Message{})
		add(r.At("model_credential_schema", "credential_form_schemas"), credential, "model-credentials", text.Msg("a model of one's own"))
	case plugin.EndpointProvider:
		add(r.Get("settings"), setting, "settings", text.Message{})
	case plugin.TriggerProvider:
		add(r.Get("subscription_schema"), credential, "subscription", text.Msg("the subscription"))
		c := r.Get("subscription_constructor")
		add(c.Get("parameters"), parameter, "constructor/parameters", text.Msg("the subscription's constructor"))
		add(c.Get("credentials_schema"), credential, "constructor/credentials", text.Msg("the subscription's constructor"))
		oauth(c.Get("oauth_schema"), "constructor/oauth", text.Msg("the OAuth client of the subscription's constructor"), text.Msg("OAuth of the subscription's constructor"))
	}
	return out
}

// fields reads a list of fields, or a mapping of fields by name.
func fields(d *plugin.Document, n *yaml.Node, r role, key string, of text.Message) *list {
	l := &list{role: r, key: key, of: of, at: plugin.AtTop(d)}
	if n != nil {
		l.at = plugin.AtHead(d, n)
	}
	seen := map[string]bool{}
	add := func(f *field) {
		if f.name != "" && !seen[f.name] {
			seen[f.name] = true
			l.fields = append(l.fields, f)
		}
	}
	for _, m := range n.Items() {
		name := m.Get("name")
		if name == nil {
			name = m.Get("variable") // credentials of models
		}
		if m.IsMapping() && name.IsScalar() {
			add(readField(d, m, name.Str(), r))
		}
	}
	for _, m := range n.Entries() {
		if m.IsMapping() && !m.IsMerge() {
			add(readField(d, m, m.Key.Value, r))
		}
	}
	return l
}

func readField(d *plugin.Document, m *yaml.Node, name string, r role) *field {
	f := &field{doc: d, node: m, name: name, min: math.Inf(-1), max: math.Inf(1)}
	f.typ = m.Get("type").Str()
	f.form = m.Get("form").Str()
	f.scope = m.Get("scope").Str()
	f.required = truth(m.Get("required"))
	f.multiple = truth(m.Get("multiple"))
	if n := m.Get("default"); !n.IsNull() {
		f.def, f.hasDefault = canon(n), true
	}
	if v, ok := number(m.Get("min")); ok {
		f.min = v
	}
	if v, ok := number(m.Get("max")); ok {
		f.max = v
	}
	for _, o := range m.Get("options").Items() {
		v := o
		if o.IsMapping() {
			v = o.Get("value")
		}
		if v.IsScalar() && v.Text() != "" {
			f.options = append(f.options, option{v.Text(), v})
		}
	}
	for _, c := range m.Get("show_on").Items() {
		f.showOn = append(f.showOn, condition{c.Get("variable").Str(), c.Get("value").Text()})
	}
	if r == modelParameter {
		template(f, m.Get("use_template").Str())
	}
	return f
}

// template fills in what a model's parameter takes from a template of the
// platform (dify-plugin-sdks, src/dify_plugin/entities/model/schema.py; the
// daemon has the same).
func template(f *field, name string) {
	t, ok := templates[name]
	if !ok {
		return
	}
	if f.typ == "" {
		f.typ = t.typ
	}
	if !f.hasDefault && t.def != "" {
		f.def, f.hasDefault = t.def, true
	}
	if math.IsInf(f.min, -1) {
		f.min = t.min
	}
	if math.IsInf(f.max, 1) {
		f.max = t.max
	}
	if len(f.options) == 0 {
		for _, o := range t.options {
			f.options = append(f.options, option{o, nil})
		}
	}
}

var templates = map[string]struct {
	typ, def string
	min, max float64
	options  []string
}{
	"temperature":       {"float", "0", 0, 1, nil},
	"top_p":             {"float", "1", 0, 1, nil},
	"top_k":             {"int", "50", 1, 100, nil},
	"presence_penalty":  {"float", "0", 0, 1, nil},
	"frequency_penalty": {"float", "0", 0, 1, nil},
	"max_tokens":        {"int", "64", 1, 2048, nil},
	"response_format":   {"string", "", math.Inf(-1), math.Inf(1), []string{"JSON", "XML"}},
	"json_schema":       {"text", "", math.Inf(-1), math.Inf(1), nil},
}

// outputs flattens an output schema: a.b for a property, a[] for the items of a
// list. A schema's properties stand under "properties".
func outputs(schema *yaml.Node) []output {
	var out []output
	var walk func(n *yaml.Node, path string, depth int)
	walk = func(n *yaml.Node, path string, depth int) {
		if depth > maxNesting || len(out) >= maxOutputs {
			return
		}
		for _, p := range n.Get("properties").Entries() {
			if !p.IsMapping() || p.IsMerge() || len(out) >= maxOutputs {
				continue
			}
			name := p.Key.Value
			if path != "" {
				name = path + "." + name
			}
			out = append(out, output{name, p.Get("type").Str(), p})
			walk(p, name, depth+1)
		}
		if items := n.Get("items"); items.IsMapping() && path != "" {
			if t := items.Get("type").Str(); t != "" {
				out = append(out, output{path + "[]", t, items})
			}
			walk(items, path+"[]", depth+1)
		}
	}
	walk(schema, "", 0)
	return out
}

// truth is a boolean as PyYAML and the SDK read it.
func truth(n *yaml.Node) bool {
	switch strings.ToLower(n.Str()) {
	case "true", "yes", "on", "1", "y", "t":
		return true
	}
	return false
}

// number is the value of a number as the daemon reads it, or that of a text that
// holds one.
func number(n *yaml.Node) (float64, bool) {
	if v, ok := schema.Number(n); ok {
		return v, !math.IsNaN(v)
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(n.Str(), "_", ""), 64)
	return v, err == nil && !math.IsNaN(v)
}

// canon writes a value so that equal values have equal texts: keys in order,
// numbers by value, nothing of layout and quotes.
func canon(n *yaml.Node) string {
	var b strings.Builder
	writeCanon(&b, n, 0)
	return b.String()
}

// maxCanon bounds a canonical text, in bytes.
const maxCanon = 1 << 16

func writeCanon(b *strings.Builder, n *yaml.Node, depth int) {
	if n = n.Resolve(); n == nil || depth > maxNesting || b.Len() > maxCanon {
		return
	}
	switch n.Kind {
	case yaml.Scalar:
		if v, ok := number(n); ok && (n.Tag == "!!int" || n.Tag == "!!float") {
			b.WriteString(plainNumber(v))
			return
		}
		if n.Tag == "!!bool" {
			b.WriteString(strconv.FormatBool(truth(n)))
			return
		}
		b.WriteString(n.Str())
	case yaml.Sequence:
		b.WriteByte('[')
		for i, c := range n.Content {
			if i > 0 {
				b.WriteString(", ")
			}
			writeCanon(b, c, depth+1)
		}
		b.WriteByte(']')
	case yaml.Mapping:
		b.WriteByte('{')
		for i, c := range sortedEntries(n) {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(c.Key.Value + ": ")
			writeCanon(b, c, depth+1)
		}
		b.WriteByte('}')
	}
}

// plainNumber writes a number without an exponent, unless it is huge.
func plainNumber(v float64) string {
	if math.Abs(v) < 1e15 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

func sortedEntries(n *yaml.Node) []*yaml.Node {
	return slices.SortedStableFunc(slices.Values(n.Merged()), func(a, b *yaml.Node) int { return cmp.Compare(a.Key.Value, b.Key.Value) })
}
