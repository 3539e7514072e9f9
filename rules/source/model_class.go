package source

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/yaml"
)

// ModelClass reports types of models that a provider offers without a class.
var ModelClass = &lint.Rule{
	ID: "source/model-class", Gate: lint.Call, Severity: lint.Error, Since: "0.1.0",
	Title:   "a supported model type has no class",
	Why:     "The SDK collects the classes of `extra.python.model_sources`, one for each model type, and uses one when a model of that type is called. Dify offers a type under `supported_model_types` without a class to users, but every call fails with a KeyError (a warning if no model of the type is declared and users cannot add one). Sources that are not in the list are not read.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/core/model_factory.py", "dify-plugin-sdks: src/dify_plugin/core/plugin_registration.py"},
	Run: func(p *lint.Pass) {
		prog := sources.Program(p.Plugin)
		for _, d := range p.Plugin.Providers() {
			if d.Kind != plugin.ModelProvider {
				continue
			}
			have, sure := modelTypes(p.Plugin, prog, d)
			if !sure {
				continue
			}
			for _, n := range d.Root.Get("supported_model_types").Items() {
				typ := strings.ReplaceAll(n.Str(), "_", "-")
				class := classOfType[typ]
				if class == "" || have[class] {
					continue
				}
				f := lint.Finding{
					Place: plugin.At(d, n), Key: typ,
					Message: lint.Msg("%s is in supported_model_types, but no source under extra.python.model_sources has a class derived from %s", typ, class),
					Related: []lint.Related{{Place: plugin.AtKey(d, d.Root.At("extra", "python", "model_sources")), Message: lint.Msg("the sources of the models are named here")}},
				}
				if !callable(d, typ) {
					f.Severity, f.Gate = lint.Warning, lint.None
				}
				p.Report(f)
			}
		}
	},
}

// classOfType is the class of the SDK for a type of models.
var classOfType = map[string]string{
	"llm": "LargeLanguageModel", "text-embedding": "TextEmbeddingModel", "rerank": "RerankModel", "tts": "TTSModel",
	"speech2text": "Speech2TextModel", "moderation": "ModerationModel",
}

// callable reports whether users can come to call a model of a type: one is
// declared, or they may add their own.
func callable(d *plugin.Document, typ string) bool {
	return customizable(d) || slices.ContainsFunc(d.Items, func(item *plugin.Document) bool {
		return item.Kind == plugin.Model && strings.ReplaceAll(item.ModelType, "_", "-") == typ
	})
}

// customizable reports whether users may add models of their own to a provider.
func customizable(d *plugin.Document) bool {
	return slices.ContainsFunc(d.Root.Get("configurate_methods").Items(), func(n *yaml.Node) bool { return n.Str() == "customizable-model" })
}

// modelTypes are the classes of models that a provider's sources certainly hold;
// sure is false where there may be more.
func modelTypes(p *plugin.Plugin, prog *python.Program, d *plugin.Document) (have map[string]bool, sure bool) {
	have = map[string]bool{}
	list := d.Root.At("extra", "python", "model_sources")
	if !list.IsSequence() {
		return nil, false
	}
	named := 0
	for _, s := range sdk.Sources(p) {
		if s.Doc != d || !s.Several {
			continue
		}
		named++
		i, ok := namedModule(p, s)
		if !ok {
			return nil, false
		}
		for _, class := range classOfType {
			found, known := candidates(prog, i, class)
			if !known {
				return nil, false
			}
			have[class] = have[class] || len(found) > 0
		}
	}
	return have, named == len(list.Items())
}
