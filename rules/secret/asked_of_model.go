package secret

import (
	_ "embed" // the examples
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

//go:embed asked_of_model.txtar
var askedOfModelExamples string

// AskedOfModel reports parameters that a language model would have to fill with a secret.
var AskedOfModel = &lint.Rule{
	ID: "secret/asked-of-model", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:    "a language model must fill in a secret",
	Why:      "A parameter with `form: llm` is filled in by the language model. The model does not know the user's password, so it invents one, or the user writes it into the chat, where it is stored with the conversation. Ask for it once as a credential of the provider (`secret-input`), or with `form: form`.",
	Sources:  []string{"dify-plugin-sdks: src/dify_plugin/entities/tool.py (ToolParameter.ToolParameterForm)"},
	Examples: askedOfModelExamples,
	Run: lint.EachDocument(func(d *plugin.Document, report func(lint.Finding)) {
		if d.Kind != plugin.Tool {
			return
		}
		for _, n := range d.Root.Get("parameters").Items() {
			name := n.Get("name")
			if n.Get("form").Str() != "llm" || n.Get("type").Str() != "secret-input" && !isPassword(name.Str()) {
				continue
			}
			f := lint.Finding{Place: plugin.At(d, name), Key: name.Str(),
				Message: lint.Msg("the language model fills in %q but cannot know it; ask for it as a credential (secret-input), or write form: form", name.Str())}
			if n.Get("type").Str() != "secret-input" && strings.Contains(strings.ToLower(name.Str()), "passw") {
				f.Severity = lint.Info // it may be one that the call sets
			}
			report(f)
		}
	}),
}

var password = text.Regexp(`(?:^|_)(?:api_?key|password|passwd|private_key|secret_access_key|secret_key|api_secret|access_token|client_secret|app_secret)$`)

// isPassword reports whether the name of a parameter says that its value is secret.
func isPassword(name string) bool {
	low := strings.ToLower(camel().ReplaceAllString(name, "${1}_$2"))
	return password().MatchString(strings.NewReplacer("-", "_", " ", "_").Replace(low))
}
