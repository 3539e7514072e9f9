package model

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
	"github.com/difylint/difylint/schema"
)

// Property reports properties of models that Dify cannot use as they are written.
var Property = &lint.Rule{
	ID: "model/property", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a property of a model is missing or has the wrong type",
	Why:     "Dify reads `model_properties` when a model is put into a workflow, when tokens are counted and when texts are split. An LLM without `mode`, which is `chat` or `completion`, cannot be chosen in a workflow; sizes and limits must be whole numbers, or Dify fails when it calculates with them.",
	Sources: []string{"langgenius/dify: api/core/workflow/nodes/llm (model.mode)", "dify-plugin-sdks: src/dify_plugin/entities/model/__init__.py (ModelPropertyKey), src/dify_plugin/entities/model/llm.py (LLMMode)"},
	Run: lint.EachDocument(func(d *plugin.Document, report func(lint.Finding)) {
		properties := d.Root.Get("model_properties")
		if d.Kind != plugin.Model || !properties.IsMapping() {
			return
		}
		if d.Root.Get("model_type").Str() == "llm" {
			mode(d, properties, report)
		}
		for _, key := range whole {
			n := properties.Get(key)
			if n == nil || n.Resolve().Tag == "!!int" {
				continue
			}
			if v, ok := schema.Number(n); ok && (math.IsInf(v, 0) || math.IsNaN(v)) {
				continue // schema/yaml-value: the upload is refused
			}
			f := lint.Finding{Place: plugin.At(d, n), Key: key, Message: lint.Msg("%s must be a whole number", key)}
			if _, err := strconv.Atoi(n.Str()); err == nil {
				f.Message = lint.Msg("%s is a text in quotes; it must be a whole number", key)
				f.Fixes = lint.UnsafeFix(lint.Msg("Write it without quotes"), yamledit.ReplaceWith(d.Tree, n, n.Str()))
			}
			report(f)
		}
	}),
}

// whole are the properties that Dify calculates with.
var whole = []string{"context_size", "max_chunks", "file_upload_limit", "max_characters_per_chunk", "word_limit", "max_workers"}

// modes are those of an LLM.
var modes = []string{"chat", "completion"}

func mode(d *plugin.Document, properties *yaml.Node, report func(lint.Finding)) {
	n := properties.Get("mode")
	switch {
	case n == nil:
		report(lint.Finding{Place: plugin.AtKey(d, properties), Key: "mode", Message: lint.Msg("mode is missing: Dify needs chat or completion to put the model into a workflow")})
	case !slices.Contains(modes, n.Str()):
		f := lint.Finding{Place: plugin.At(d, n), Key: "mode", Message: lint.Msg("mode must be %s", text.Or(modes))}
		if word, ok := near.Nearest(strings.ToLower(n.Str()), modes); ok {
			f.Message = lint.Msg("mode must be %s, not %q; did you mean %s?", text.Or(modes), n.Str(), word)
			f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", word), yamledit.ReplaceValue(d.Tree, n, word))
		}
		report(f)
	}
}
