package secret

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// AskedOfModel reports parameters that a language model would have to fill with a secret.
var AskedOfModel = &lint.Rule{
	ID: "secret/asked-of-model", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a language model must fill in a secret",
	Why:     "A parameter with `form: llm` is filled in by the language model. The model does not know the user's password, so it invents one, or the user writes it into the chat, where it is stored with the conversation. Ask for it once as a credential of the provider (`secret-input`), or with `form: form`.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/entities/tool.py (ToolParameter.ToolParameterForm)"},
	Run: lint.EachDocument(func(d *plugin.Document, report func(lint.Finding)) {
		if d.Kind != plugin.Tool {
			return
		}
		for _, n := range d.Root.Get("parameters").Items() {
			name := n.Get("name")
			if name.Str() == "" || n.Get("form").Str() != "llm" || n.Get("type").Str() != "secret-input" && !isPassword(name.Str()) {
				continue
			}
			f := lint.Finding{Place: plugin.At(d, name), Key: name.Str(),
				Message: lint.Msg("the language model fills in %q but cannot know it; ask for it as a credential (secret-input), or write form: form", name.Str())}
			if strings.Contains(strings.ToLower(name.Str()), "passw") {
				if isSet(n) {
					continue
				}
				if n.Get("type").Str() != "secret-input" {
					f.Severity = lint.Info // its texts may leave out that the call sets it
				}
			}
			report(f)
		}
	}),
}

// isSet reports whether the texts of a parameter say that the call gives the
// password to something, such as a meeting or a file: the user may choose it.
func isSet(parameter *yaml.Node) bool {
	for _, key := range []string{"label", "human_description", "llm_description"} {
		n := parameter.Get(key)
		if slices.ContainsFunc(append([]*yaml.Node{n}, n.Entries()...), func(said *yaml.Node) bool { return setting().MatchString(said.Str()) }) {
			return true
		}
	}
	return false
}

var setting = text.Regexp(`(?i)\b(?:sets?|new|protect(?:s|ed|ion)?|secures?|(?:en|de)crypt(?:s|ed|ion)?|(?:un)?locks?|assign(?:s|ed)?)\b|设置|设定|設定|新密码|保护|保護|加密|解密`)

var password = text.Regexp(`(?:^|_)(?:api_?key|password|passwd|private_key|secret_access_key|secret_key|api_secret|access_token|client_secret|app_secret)$`)

// isPassword reports whether the name of a parameter says that its value is secret.
func isPassword(name string) bool {
	low := strings.ToLower(camel().ReplaceAllString(name, "${1}_$2"))
	return password().MatchString(strings.NewReplacer("-", "_", " ", "_").Replace(low))
}
