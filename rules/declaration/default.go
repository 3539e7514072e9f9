package declaration

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
	"github.com/difylint/difylint/schema"
)

// Default reports defaults that a parameter's own form would not accept.
var Default = &lint.Rule{
	ID: "declaration/default", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "a default is not among the options, or not of the parameter's type",
	Why:   "Dify fills the form with the default. If the default is not one of the options, the form shows an empty choice, and the value is missing or refused when the tool runs; a text in place of a number or a boolean reaches the code as text.",
	Run: lint.EachDocument(func(d *plugin.Document, report func(lint.Finding)) {
		for _, item := range parameters(d) {
			def := item.Get("default")
			if def.IsNull() {
				continue
			}
			typ := item.Get("type").Str()
			if options, readable := optionValues(item.Get("options")); !readable {
				continue // see schema/type
			} else if len(options) > 0 && (typ == "select" || typ == "radio" || d.Kind == plugin.Model) {
				defaultInOptions(report, d, def, options)
				continue
			}
			if !defaultOfType(report, d, def, typ) && d.Kind == plugin.Tool && typ == "boolean" && strings.EqualFold(def.Str(), "off") {
				// langgenius/dify: api/core/plugin/entities/parameters.py, cast_parameter_value
				report(lint.Finding{Place: plugin.At(d, def), Message: lint.Msg("Dify reads the default %q of a boolean as true; write false", def.Str()),
					Fixes: lint.SafeFix(lint.Msg("Write false"), yamledit.ReplaceWith(d.Tree, def, "false"))})
			}
		}
		quotedBooleans(report, d)
	}),
}

// quotedBooleans reports settings, credentials and parameters of models of the
// type boolean whose default is text: it goes into the form as it is, and is
// refused as no boolean when the form is saved (dify-plugin-daemon:
// pkg/entities/plugin_entities/config.go, ValidateProviderConfigs) or the model is
// called (dify-plugin-sdks: interfaces/model/large_language_model.py).
func quotedBooleans(report func(lint.Finding), d *plugin.Document) {
	if !configs[d.Kind] {
		return
	}
	for _, item := range parameters(d) {
		def := item.Get("default")
		if item.Get("type").Str() != "boolean" || !def.IsScalar() || def.IsNull() || def.Resolve().Tag == "!!bool" {
			continue
		}
		f := lint.Finding{Place: plugin.At(d, def), Message: lint.Msg("the default is %s; a boolean is written without quotes, as true or false", describe(def))}
		switch strings.ToLower(def.Text()) {
		case "true", "yes", "on", "1":
			f.Fixes = lint.SafeFix(lint.Msg("Write true"), yamledit.ReplaceWith(d.Tree, def, "true"))
		case "false", "no", "off", "0":
			f.Fixes = lint.SafeFix(lint.Msg("Write false"), yamledit.ReplaceWith(d.Tree, def, "false"))
		default:
			continue // told above
		}
		report(f)
	}
}

// configs are the kinds of declarations whose defaults are taken as they are.
var configs = map[plugin.Kind]bool{plugin.Model: true, plugin.EndpointProvider: true, plugin.ToolProvider: true, plugin.DatasourceProvider: true, plugin.TriggerProvider: true}

// optionValues are the values that a list of options offers, and whether each
// can be read.
func optionValues(n *yaml.Node) (out []string, readable bool) {
	readable = true
	for _, o := range n.Items() {
		v := o
		if o.IsMapping() {
			v = o.Get("value")
		}
		if v.IsScalar() {
			out = append(out, v.Text())
		} else {
			readable = false
		}
	}
	return out, readable
}

func defaultInOptions(report func(lint.Finding), d *plugin.Document, def *yaml.Node, options []string) {
	var words near.Budget
	offered := make(map[string]bool, len(options))
	for _, o := range options {
		offered[o] = true
	}
	values := []*yaml.Node{def}
	if def.IsSequence() {
		values = def.Items()
	}
	for _, v := range values {
		if v.Str() == "" || offered[v.Text()] {
			continue
		}
		f := lint.Finding{Place: plugin.At(d, v), Message: lint.Msg("the default %q is not among the options: %s", v.Text(), list(options))}
		if meant, ok := words.Nearest(v.Text(), options); ok {
			f.Message = lint.Msg("the default %q is not among the options; did you mean %q?", v.Text(), meant)
			f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", meant), yamledit.ReplaceValue(d.Tree, v, meant))
		}
		report(f)
	}
}

// list writes at most eight values.
func list(values []string) lint.Message {
	const most = 8
	if len(values) > most {
		return lint.Msg("%s, …", text.Join(values[:most]))
	}
	return text.Join(values)
}

// defaultOfType reports whether a default is not of its parameter's type, and says so.
func defaultOfType(report func(lint.Finding), d *plugin.Document, def *yaml.Node, typ string) (found bool) {
	bad := func(want lint.Message) {
		found = true
		report(lint.Finding{Place: plugin.At(d, def), Message: lint.Msg("the default is %s; a parameter of type %s needs %s", describe(def), typ, want)})
	}
	switch typ {
	case "number", "int", "float":
		if _, ok := schema.Number(def); !ok && !numeric(def.Str()) {
			bad(lint.Msg("a number"))
		} else if !ok && d.Kind == plugin.Model {
			bad(lint.Msg("a number without quotes")) // the SDK looks at the type
		}
	case "boolean", "switch", "checkbox":
		if def.Resolve().Tag != "!!bool" && !booleanText(def.Str()) {
			bad(lint.Msg("true or false"))
		}
	}
	return found
}

// numeric reports whether a quoted default reads as a number: Dify's form does.
func numeric(s string) bool {
	_, ok := schema.Number(&yaml.Node{Kind: yaml.Scalar, Tag: "!!float", Value: s})
	return ok
}

func booleanText(s string) bool {
	return slices.Contains([]string{"true", "false", "0", "1", "yes", "no", "on", "off", ""}, strings.ToLower(s))
}

func describe(n *yaml.Node) any {
	if n.IsScalar() {
		return "\"" + n.Text() + "\""
	}
	return n.Resolve().Kind.Said()
}
