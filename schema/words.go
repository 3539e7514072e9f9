package schema

// The platform has several vocabularies for one thing: a text is "string" to a
// tool's parameter and "text-input" to a credential, true and false are
// "boolean", "checkbox" or "switch" (dify-plugin-sdks: src/dify_plugin/entities,
// the types of parameters, credentials, model forms and model rules).

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/near"
)

// synonyms are words that mean the same, those of the platform first.
var synonyms = [][]string{
	{"string", "text-input", "text", "str", "input", "textarea", "text-area", "paragraph", "varchar"},
	{"secret-input", "password", "secret", "secret-text", "api-key", "token"},
	{"int", "integer", "long"},
	{"float", "number", "double", "decimal", "numeric", "num"},
	{"number", "float", "int", "integer", "double", "decimal", "num", "numeric", "long"},
	{"boolean", "switch", "checkbox", "bool", "toggle", "flag"},
	{"select", "radio", "dropdown", "enum", "choice", "options", "combobox", "list-box"},
	{"files", "file-list", "array[file]", "list[file]", "file[]", "attachments", "images", "documents"},
	{"file", "image", "document", "attachment", "upload", "audio", "video"},
	{"object", "dict", "json", "map", "mapping", "struct"},
	{"array", "list", "tuple", "array[string]", "array[number]", "array[object]"},
	{"date-range", "date-picker", "daterange", "period"},
	{"date", "datetime", "date-time", "timestamp", "time"},
	{"model-selector", "model", "model-config", "llm"},
	{"app-selector", "app"},
	{"array[tools]", "tools", "tool-selector", "tools-selector"},
	{"dynamic-select", "dynamic", "remote-select"},
	{"text-embedding", "embedding", "embeddings", "text-embeddings"},
	{"rerank", "reranker", "reranking"},
	{"speech2text", "speech-to-text", "stt", "asr", "transcription"},
	{"tts", "text-to-speech", "text2speech", "speech"},
	{"llm", "chat", "completion", "text-generation", "large-language-model", "language-model"},
	{"predefined-model", "predefined"},
	{"customizable-model", "customizable", "custom", "custom-model"},
}

// synonym is the word among those allowed that means what got means, or "".
func synonym(got string, allowed []string) string {
	got = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(got)), "_", "-")
	for _, group := range synonyms {
		if !slices.Contains(group, got) {
			continue
		}
		for _, word := range group {
			if word != got && slices.Contains(allowed, word) {
				return word
			}
		}
	}
	return ""
}

// Meant is the word among those known that got stands for: one of the same
// meaning in another vocabulary of the platform, or a similar one. It reports
// whether there is one.
func Meant(got string, known []string) (string, bool) {
	if word := synonym(got, known); word != "" {
		return word, true
	}
	return near.Nearest(got, known)
}
