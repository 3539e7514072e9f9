package declaration

import (
	"cmp"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// OutputSchema reports output schemas from which Dify reads no variables.
var OutputSchema = &lint.Rule{
	ID: "declaration/output-schema", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "Dify does not read the variables of this output_schema",
	Why:     "Dify reads the variables of a node from `properties` of `output_schema`, a mapping of names to types, as in JSON Schema. Variables beside `type` instead of under `properties`, or in a list, never appear in a workflow, and with a type that JSON Schema does not have a variable cannot be used anywhere.",
	Sources: []string{"langgenius/dify: issues 16150 and 29035", "dify-plugin-sdks: src/dify_plugin/entities/tool.py (output_schema)"},
	Run: lint.EachDocument(func(d *plugin.Document, report func(lint.Finding)) {
		n := d.Root.Get("output_schema")
		if !n.IsMapping() || len(n.Entries()) == 0 {
			return
		}
		properties := n.Get("properties")
		if properties == nil && n.Get("$ref") == nil {
			if t := n.Get("type").Str(); t != "" && t != "object" || slices.ContainsFunc(n.Entries(), (*yaml.Node).IsMapping) {
				report(lint.Finding{Place: plugin.AtKey(d, n), Key: "properties",
					Message: lint.Msg("Dify reads the variables only under properties, and there are none: write type: object, and move the variables under properties")})
				return
			}
		}
		outputTypes(d, n, report, 16)
	}),
}

// outputTypes judges the types of a schema and of what it holds.
func outputTypes(d *plugin.Document, schema *yaml.Node, report func(lint.Finding), depth int) {
	if depth == 0 || !schema.IsMapping() {
		return
	}
	if n := schema.Get("type"); n.IsScalar() && !n.IsNull() {
		outputType(d, n, report)
	} else {
		for _, item := range n.Items() {
			outputType(d, item, report)
		}
	}
	if properties := schema.Get("properties"); properties.IsMapping() {
		for _, p := range properties.Entries() {
			if word := p.Str(); word != "" && !p.IsMerge() {
				report(lint.Finding{Place: plugin.At(d, p), Key: word, Message: lint.Msg("%s must be a schema, not a word; write {type: %s}", p.Key.Text(), cmp.Or(jsonType[strings.ToLower(word)], word)),
					Fixes: lint.UnsafeFix(lint.Msg("Write a schema"), yamledit.ReplaceWith(d.Tree, p, "{type: "+cmp.Or(jsonType[strings.ToLower(word)], word)+"}"))})
				continue
			}
			outputTypes(d, p, report, depth-1)
		}
	} else if !properties.IsNull() {
		report(lint.Finding{Place: plugin.At(d, properties), Key: "properties", Message: lint.Msg("properties must be a mapping of names to their schemas, as in \"found: {type: string}\"")})
	}
	outputTypes(d, schema.Get("items"), report, depth-1)
}

// jsonTypes are the types of JSON Schema.
var jsonTypes = []string{"string", "number", "integer", "boolean", "object", "array", "null"}

// jsonType is the type of JSON Schema for a word of another language.
var jsonType = map[string]string{
	"str": "string", "text": "string", "int": "integer", "float": "number", "double": "number", "bool": "boolean", "dict": "object", "map": "object", "json": "object",
	"list": "array", "none": "null", "datetime": "string", "date": "string",
}

func outputType(d *plugin.Document, n *yaml.Node, report func(lint.Finding)) {
	written := n.Str()
	word := strings.ToLower(written)
	// Dify's own: array[string], file, and what later releases may have.
	if slices.Contains(jsonTypes, written) || written == "" || strings.HasPrefix(word, "array[") || word == "file" || word == "secret" || word == "any" {
		return
	}
	meant, ok := jsonType[word]
	if !ok {
		meant, ok = near.Nearest(word, jsonTypes)
	}
	f := lint.Finding{Place: plugin.At(d, n), Key: written, Message: lint.Msg("unknown type %q (known types: %s)", written, text.Join(jsonTypes))}
	if ok {
		f.Message = lint.Msg("unknown type %q: use %q", written, meant)
		f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", meant), yamledit.ReplaceValue(d.Tree, n, meant))
	}
	report(f)
}
