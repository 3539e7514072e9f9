package dependency

// Which release brought what, as far as declarations show it. As of 2026-11-24,
// read from the tags of langgenius/dify-plugin-sdks (0.0.1b45 to 0.10.1),
// langgenius/dify-plugin-daemon (0.0.8 to 0.6.10) and langgenius/dify (1.0.0 to
// 1.15.0), api/core and docker/docker-compose.yaml, which names the daemon of each
// release. A floor is a final release; "" is for one that is not known, or not of
// interest. To refresh: look for the first tag that has the name in question in
// the file named beside it.

import (
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yaml"
)

// feature is something that a declaration can use.
type feature struct {
	name string
	// sdk and dify are the first releases that have it.
	sdk, dify string
	// refused: an older SDK refuses the declaration, and the plugin does not
	// start; else it knows nothing of it.
	refused bool
	// source is where the first release was read.
	source string
}

var families = map[plugin.Kind]feature{
	plugin.DatasourceProvider: {"datasources", "0.5.0", "1.9.0", false, "dify-plugin-sdks: interfaces/datasource; dify: api/core/plugin/entities/plugin.py"},
	plugin.TriggerProvider:    {"triggers", "0.6.0", "1.10.0", false, "dify-plugin-sdks: interfaces/trigger; dify: api/core/plugin/entities/plugin.py"},
}

// toolTypes are the types of a tool's parameter that were not there from the
// beginning.
var toolTypes = map[string]feature{
	"any":            {"the parameter type any", "0.2.2", "1.7.0", true, "dify-plugin-sdks: entities/tool.py"},
	"array":          {"the parameter type array", "0.3.4", "1.6.0", true, "dify-plugin-sdks: entities/tool.py"},
	"object":         {"the parameter type object", "0.3.4", "1.6.0", true, "dify-plugin-sdks: entities/tool.py"},
	"dynamic-select": {"the parameter type dynamic-select", "0.4.0", "1.6.0", true, "dify-plugin-sdks: entities/tool.py; dify 1.5.1 has it, its daemon 0.1.2 not"},
	"checkbox":       {"the parameter type checkbox", "0.6.0", "1.10.0", true, "dify-plugin-sdks: entities/tool.py"},
	"date":           {"the parameter type date", "0.10.1", "", true, "dify-plugin-sdks: entities/tool.py"},
	"date-range":     {"the parameter type date-range", "0.10.2", "", true, "dify-plugin-sdks: entities/tool.py"},
}

var modelFeatures = map[string]feature{
	"structured-output": {"the model feature structured-output", "0.2.0", "1.3.0", true, "dify-plugin-sdks: entities/model/__init__.py"},
	"polling":           {"the model feature polling", "0.9.0", "1.15.0", true, "dify-plugin-sdks: entities/model/schema.py; dify-official-plugins: #3356"},
}

var (
	oauth         = feature{"OAuth (oauth_schema)", "0.4.2", "1.7.0", false, "dify-plugin-sdks: entities/oauth.py; dify: api/core/tools/entities"}
	ragTag        = feature{"the tag rag", "0.5.0", "1.9.0", true, "dify-plugin-sdks: entities/tool.py (ToolLabelEnum)"}
	multiple      = feature{"several choices (multiple) of a tool's parameter", "0.10.0", "1.16.0", false, "dify-plugin-sdks: entities/tool.py"}
	history       = feature{"the strategy feature history-messages", "0.1.0", "1.2.0", true, "dify-plugin-sdks: entities/agent.py"}
	multimodal    = feature{"images in embeddings and reranking (feature vision)", "0.7.0", "1.11.0", false, "dify-plugin-sdks: interfaces/model"}
	multipleInput = feature{"several choices (multiple) in a form of credentials", "0.6.0", "1.10.0", false, "dify-plugin-sdks: entities/provider_config.py"}
)

// use is a feature at its place.
type use struct {
	feature
	doc  *plugin.Document
	node *yaml.Node
}

// usesOf are the features that a plugin's declarations use.
func usesOf(p *plugin.Plugin) []use {
	var out []use
	for _, d := range p.Documents() {
		if d.Root == nil {
			continue
		}
		add := func(f feature, n *yaml.Node) { out = append(out, use{f, d, n}) }
		if f, ok := families[d.Kind]; ok && d.From != nil {
			out = append(out, use{f, d.From.Doc, d.From.Node})
		}
		switch d.Kind {
		case plugin.Tool:
			for _, n := range d.Root.Get("parameters").Items() {
				if t := n.Get("type"); t.IsScalar() {
					if f, ok := toolTypes[t.Str()]; ok {
						add(f, t)
					}
				}
				if m := n.Get("multiple"); m.IsScalar() && m.Str() == "true" {
					add(multiple, m)
				}
			}
		case plugin.ToolProvider:
			if n := d.Root.Get("oauth_schema"); n.IsMapping() {
				add(oauth, n)
			}
			for _, n := range d.Root.At("identity", "tags").Items() {
				if n.Str() == "rag" {
					add(ragTag, n)
				}
			}
			for _, n := range credentials(d.Root) {
				if m := n.Get("multiple"); m.IsScalar() && m.Str() == "true" {
					add(multipleInput, m)
				}
			}
		case plugin.AgentStrategy:
			for _, n := range d.Root.Get("features").Items() {
				if n.Str() == "history-messages" {
					add(history, n)
				}
			}
		case plugin.Model:
			kind := d.Root.Get("model_type").Str()
			for _, n := range d.Root.Get("features").Items() {
				if f, ok := modelFeatures[n.Str()]; ok {
					add(f, n)
				}
				if n.Str() == "vision" && (kind == "text-embedding" || kind == "rerank") {
					add(multimodal, n)
				}
			}
		}
	}
	return out
}

func credentials(root *yaml.Node) []*yaml.Node {
	n := root.Get("credentials_for_provider")
	if n == nil {
		n = root.Get("credentials_schema")
	}
	if n.IsMapping() {
		return n.Entries()
	}
	return n.Items()
}
