package declaration

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/schema"
)

// ShowOn reports conditions of show_on that never hold, or that nobody reads.
var ShowOn = &lint.Rule{
	ID: "declaration/show-on", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "a condition under show_on that has no effect, or never holds",
	Why: "A field or option with `show_on` is shown where each variable that is named there has the value that is named there. With " +
		"a variable that the form does not have, or a value that the variable cannot have, users never see it, and cannot fill it in. " +
		"Besides the form's own variables a form of models has `__model_type` and `__model_name`. Parameters of tools have no " +
		"such conditions: the daemon drops them, and the parameter is always shown.",
	Sources: []string{
		"dify-plugin-daemon: pkg/entities/plugin_entities/model_declaration.go", "dify-plugin-daemon: pkg/entities/plugin_entities/tool_declaration.go",
		"dify-plugin-sdks: src/dify_plugin/entities/model/provider.py",
	},
	Run: lint.EachDocument(func(d *plugin.Document, report func(lint.Finding)) {
		for _, l := range parameterLists(d) {
			switch d.Kind {
			case plugin.Tool:
				eachShowOn(l.node, func(_, n *yaml.Node) {
					if len(n.Items()) > 0 {
						report(lint.Finding{Place: plugin.AtKey(d, n), Message: lint.Msg("Dify does not read show_on of a tool's parameter, so the parameter is always shown; remove it")})
					}
				})
			case plugin.ModelProvider:
				f := formOf(l.node)
				eachShowOn(l.node, func(item, n *yaml.Node) { f.conditions(d, report, item, n) })
			}
		}
	}),
}

// eachShowOn calls look for each show_on of a form, with the field that it, or
// its option, belongs to.
func eachShowOn(list *yaml.Node, look func(item, showOn *yaml.Node)) {
	for _, item := range yaml.Once(list.Items()) {
		if n := item.Get("show_on"); n != nil {
			look(item, n)
		}
		for _, o := range item.Get("options").Items() {
			if n := o.Get("show_on"); n != nil {
				look(item, n)
			}
		}
	}
}

// form is the values of each variable of a form; nil where any text can be one.
type form struct {
	names  []string
	values map[string][]string
}

func formOf(list *yaml.Node) form {
	f := form{values: map[string][]string{}}
	add := func(name string, values []string) {
		if _, twice := f.values[name]; twice {
			values = append(values, f.values[name]...)
		}
		f.names, f.values[name] = append(f.names, name), values
	}
	for _, item := range list.Items() {
		var values []string
		switch item.Get("type").Str() {
		case "select", "radio":
			for _, o := range item.Get("options").Items() {
				values = append(values, o.Get("value").Text())
			}
		case "switch":
			values = []string{"true", "false"}
		}
		add(item.Get("variable").Str(), values)
	}
	if list.Parent != nil && list.Parent.Key != nil && list.Parent.Key.Text() == "model_credential_schema" {
		var types []string
		for _, t := range plugin.ModelTypes() {
			types = append(types, strings.ReplaceAll(t, "_", "-"))
		}
		add("__model_type", types)
		add("__model_name", nil)
	}
	return f
}

// conditions reports what is wrong with the conditions of one field.
func (f form) conditions(d *plugin.Document, report func(lint.Finding), item, showOn *yaml.Node) {
	wanted := map[string]*yaml.Node{}
	for _, c := range showOn.Items() {
		variable, value := c.Get("variable"), c.Get("value")
		name := variable.Str()
		if name == "" || !value.IsScalar() {
			continue // the schema's to report
		}
		values, known := f.values[name]
		found := lint.Finding{Place: plugin.At(d, variable), Key: name}
		switch before := wanted[name]; {
		case !known:
			found.Message = lint.Msg("the form has no variable %q, so this is never shown", name)
			if meant, ok := schema.Meant(name, f.names); ok {
				found.Message = lint.Msg("the form has no variable %q, so this is never shown; did you mean %q?", name, meant)
			}
		case name == item.Get("variable").Str() && showOn.Parent == item:
			found.Message = lint.Msg("the field %q waits for its own value, so it is never shown; name another variable", name)
		case before != nil && before.Text() != value.Text():
			found.Message = lint.Msg("%q cannot be %q and %q at the same time, so this is never shown", name, before.Text(), value.Text())
		case values != nil && !slices.Contains(values, value.Text()):
			found.Place = plugin.At(d, value)
			found.Message = lint.Msg("%q never has the value %q, so this is never shown", name, value.Text())
			if meant, ok := schema.Meant(value.Text(), values); ok {
				found.Message = lint.Msg("%q never has the value %q, so this is never shown; did you mean %q?", name, value.Text(), meant)
			}
		default:
			wanted[name] = value
			continue
		}
		report(found)
	}
}
