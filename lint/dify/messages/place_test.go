package messages_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint/dify/messages"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/google/go-cmp/cmp"
)

// placed is a plugin with something of each family.
var placed = map[string]string{
	"manifest.yaml": `version: 0.0.1
type: plugin
author: acme
name: search
label: {en_US: Search}
description: {en_US: Looks for a text}
icon: icon.svg
created_at: 2024-07-12T08:03:44Z
resource: {memory: 1048576, permission: {storage: {enabled: true, size: 100}}}
plugins:
  tools: [provider/search.yaml]
  models: [provider/acme.yaml]
  endpoints: [group/hook.yaml]
  agent_strategies: [provider/agent.yaml]
  datasources: [provider/drive.yaml]
  triggers: [provider/github.yaml]
meta:
  version: 0.0.1
  arch: [amd64, arm46]
  runner: {language: python, version: "3.12", entrypoint: main}
tags: [search, serach]
`,
	"provider/search.yaml": `identity: {author: acme, name: search, label: {en_US: Search}, description: {en_US: Search}, icon: icon.svg}
credentials_for_provider:
  key: {type: secret, label: {en_US: Key}}
tools: [tools/a.yaml, tools/b.yaml]
extra: {python: {source: provider/search.py}}
`,
	"tools/a.yaml": `identity: {author: acme, name: a, label: {en_US: A}}
description: {human: {en_US: A}, llm: A}
parameters:
  - {name: query, type: string, form: llm}
  - {name: limit, type: nubmer, form: form, default: .inf}
`,
	"tools/b.yaml": `identity: {author: acme, name: b, label: {en_US: B}}
description: {human: {en_US: B}, llm: B}
parameters:
  - {name: query, type: sting, form: llm}
`,
	"provider/acme.yaml": `provider: acme
label: {en_US: Acme}
supported_model_types: [llm]
configurate_methods: [predefined-model]
models:
  llm:
    predefined: [models/llm/*.yaml]
    position: models/llm/_position.yaml
`,
	"models/llm/_position.yaml": "- acme-1\n- 2.5\n",
	"models/llm/acme-1.yaml":    "model: acme-1\nmodel_type: llm\nmodel_properties: {mode: chat}\npricing: {input: one}\n",
	"models/llm/acme-2.yaml":    "model: acme-2\nmodel_type: lmm\nparameter_rules:\n  - {name: temperature, use_template: temperatur}\n",
	"group/hook.yaml":           "settings: []\nendpoints: [endpoints/hook.yaml]\n",
	"endpoints/hook.yaml":       "path: hook\nmethod: PSOT\nextra: {python: {source: endpoints/hook.py}}\n",
	"endpoints/hook.py":         "import requsts\n",
	"provider/agent.yaml":       "identity: {author: acme, name: agent, label: {en_US: Agent}}\nstrategies: [strategies/agent.yaml]\n",
	"strategies/agent.yaml":     "identity: {author: acme, name: agent, label: {en_US: Agent}}\nparameters: []\nfeatures: [history]\n",
	"provider/drive.yaml":       "identity: {author: acme, name: drive, label: {en_US: Drive}}\nprovider_type: drive\ndatasources: [datasources/drive.yaml]\n",
	"datasources/drive.yaml":    "identity: {author: acme, name: drive, label: {en_US: Drive}}\nparameters: [{name: path, type: text}]\n",
	"provider/github.yaml":      "identity: {author: acme, name: github, label: {en_US: GitHub}}\nsubscription_schema: {}\nevents: [events/push.yaml]\n",
	"events/push.yaml":          "identity: {author: acme, name: push, label: {en_US: Push}}\nparameters: [{name: branch, type: text}]\n",
	"requirements.txt":          "dify_plugin>=0.4\nrequests==\n",
	"icon.svg":                  "<svg/>",
}

// TestPlaces reads what the platform says beside a plugin: the place that the
// message names by itself, and the finding that says why.
func TestPlaces(t *testing.T) {
	files := fstest.MapFS{}
	for name, data := range placed {
		files[name] = &fstest.MapFile{Data: []byte(data)}
	}
	p := plugin.Open(files, "")
	var found []messages.Candidate
	for _, c := range []struct {
		rule, gate, path, at, route, message string
		refusal                              bool
	}{
		{"schema/enum", "package", "manifest.yaml", "serach", "tags.1", `tags[1] is "serach"`, true},
		{"schema/enum", "package", "manifest.yaml", "arm46", "meta.arch.1", `arch[1] is "arm46"`, true},
		{"schema/limit", "package", "manifest.yaml", "100", "resource.permission.storage.size", `size is 100`, true},
		{"schema/enum", "start", "tools/a.yaml", "nubmer", "parameters.1.type", `type is "nubmer"`, true},
		{"schema/enum", "start", "tools/b.yaml", "sting", "parameters.0.type", `type is "sting"`, true},
		{"schema/required", "start", "tools/a.yaml", "{name: query", "parameters.0", `human_description is missing from parameters[0]`, true},
		{"schema/required", "start", "tools/b.yaml", "{name: query", "parameters.0", `human_description is missing from parameters[0]`, true},
		{"schema/unknown-key", "none", "tools/a.yaml", "default", "parameters.1.default", `a warning beside it`, false},
		{"schema/enum", "start", "provider/search.yaml", "secret", "credentials_for_provider.key.type", `type is "secret"`, true},
		{"schema/type", "package", "models/llm/acme-1.yaml", "one", "pricing.input", `input is "one"`, true},
		{"schema/enum", "start", "models/llm/acme-2.yaml", "lmm", "model_type", `model_type is "lmm"`, true},
		{"schema/type", "start", "models/llm/_position.yaml", "2.5", "1", `item 1 is 2.5 (a number)`, true},
		{"schema/enum", "debug", "endpoints/hook.yaml", "PSOT", "method", `method is "PSOT"`, false},
		{"import/missing", "start", "endpoints/hook.py", "requsts", "", `no requirement brings the module requsts`, true},
		{"schema/enum", "start", "strategies/agent.yaml", "history", "features.0", `features[0] is "history"`, true},
		{"schema/enum", "start", "provider/drive.yaml", "drive\n", "provider_type", `provider_type is "drive"`, true},
		{"schema/enum", "start", "datasources/drive.yaml", "text", "parameters.0.type", `type is "text"`, true},
		{"schema/type", "start", "provider/github.yaml", "{}", "subscription_schema", `subscription_schema is a mapping`, true},
		{"schema/enum", "start", "events/push.yaml", "text", "parameters.0.type", `type is "text"`, true},
		{"schema/yaml-value", "install", "tools/a.yaml", ".inf", "parameters.1.default", `default is .inf`, true},
		{"schema/type", "package", "tools/a.yaml", "nubmer", "parameters.1.type", `type is text`, true},
		{"declaration/template", "package", "models/llm/acme-2.yaml", "temperatur}", "parameter_rules.0.use_template", `use_template is "temperatur"`, true},
		{"dependency/invalid-line", "install", "requirements.txt", "requests==", "", `requests== is not a requirement`, true},
	} {
		f, err := p.Read(c.path)
		if err != nil {
			t.Fatal(err)
		}
		i := strings.Index(string(f.Data), c.at)
		if i < 0 {
			t.Fatalf("%s has no %s", c.path, c.at)
		}
		m := messages.Candidate{Rule: c.rule, Gate: c.gate, Message: c.message, Path: c.path, Route: c.route, File: f, Error: c.refusal}
		m.Span.Start, m.Span.End = i, i+len(c.at)
		found = append(found, m)
	}
	pydantic := func(model, loc, says string) string {
		return "pydantic_core._pydantic_core.ValidationError: 1 validation error for " + model + "\n" + loc + "\n  " + says
	}
	const missing = "Field required [type=missing, input_value={'name': 'query'}, input_type=dict]"
	enum := func(got string) string {
		return "Input should be 'string', 'number' or 'boolean' [type=enum, input_value='" + got + "', input_type=str]"
	}
	field := func(way, tag string) string {
		return "Key: '" + way + "' Error:Field validation for 'X' failed on the '" + tag + "' tag"
	}
	for _, tt := range []struct {
		name, said string
		want       []string
	}{
		{"a field of the manifest", field("PluginDeclaration.PluginDeclarationWithoutAdvancedFields.Tags[1]", "plugin_tag"), []string{
			`daemon/field schema/enum manifest.yaml:21:16 serach: the value of PluginDeclaration.PluginDeclarationWithoutAdvancedFields.Tags[1] is not one that the daemon takes`,
			`daemon/field schema/enum manifest.yaml:21:16 serach: tags[1] is "serach"`,
		}},
		{"another", field("PluginDeclaration.PluginDeclarationWithoutAdvancedFields.Meta.Arch[1]", "is_available_arch"), []string{
			`daemon/field schema/enum manifest.yaml:19:17 arm46: the value of PluginDeclaration.PluginDeclarationWithoutAdvancedFields.Meta.Arch[1] is not one that the daemon takes`,
			`daemon/field schema/enum manifest.yaml:19:17 arm46: arch[1] is "arm46"`,
		}},
		{"a limit", field("PluginDeclaration.PluginDeclarationWithoutAdvancedFields.Resource.Permission.Storage.Size", "min"), []string{
			`daemon/field schema/limit manifest.yaml:9:73 100: PluginDeclaration.PluginDeclarationWithoutAdvancedFields.Resource.Permission.Storage.Size is smaller than the daemon takes`,
			`daemon/field schema/limit manifest.yaml:9:73 100: size is 100`,
		}},
		{"a field of a tool", field("PluginDeclaration.Tool.Tools[1].Parameters[0].Type", "oneof"), []string{
			`daemon/field schema/enum tools/b.yaml:4:25 sting: the value of PluginDeclaration.Tool.Tools[1].Parameters[0].Type is not one that the daemon takes`,
			`daemon/field schema/enum tools/b.yaml:4:25 sting: type is "sting"`,
		}},
		{"a field of a provider", field("PluginDeclaration.Tool.CredentialsSchema[0].Type", "is_available_type"), []string{
			`daemon/field schema/enum provider/search.yaml:1:1 identity: the value of PluginDeclaration.Tool.CredentialsSchema[0].Type is not one that the daemon takes`,
			`daemon/field schema/enum provider/search.yaml:3:15 secret: type is "secret"`,
		}},
		{"a field of a model", field("PluginDeclaration.Model.Models[1].ModelType", "model_type"), []string{
			`daemon/field schema/enum models/llm/acme-2.yaml:2:13 lmm: the value of PluginDeclaration.Model.Models[1].ModelType is not one that the daemon takes`,
			`daemon/field schema/enum models/llm/acme-2.yaml:2:13 lmm: model_type is "lmm"`,
		}},
		{"a model too many", field("PluginDeclaration.Model.Models[5].ModelType", "model_type"), []string{
			`daemon/field schema/enum provider/acme.yaml:5:1 models: the value of PluginDeclaration.Model.Models[5].ModelType is not one that the daemon takes`,
			`daemon/field schema/enum models/llm/acme-2.yaml:2:13 lmm: model_type is "lmm"`,
		}},
		{"a field of an endpoint", field("PluginDeclaration.Endpoint.Endpoints[0].Method", "is_available_endpoint_method"), []string{
			`daemon/field schema/enum endpoints/hook.yaml:2:9 PSOT: the value of PluginDeclaration.Endpoint.Endpoints[0].Method is not one that the daemon takes`,
			`daemon/field schema/enum endpoints/hook.yaml:2:9 PSOT: method is "PSOT"`,
		}},
		{"the API's way", pydantic("PluginDecodeResponse", "manifest.tool.tools.1.parameters.0.type", enum("sting")), []string{
			`sdk/value schema/enum tools/b.yaml:4:25 sting: the value of manifest.tool.tools.1.parameters.0.type is not one of those that are taken`,
			`sdk/value schema/enum tools/b.yaml:4:25 sting: type is "sting"`,
		}},
		{"the API's way through a list", pydantic("PluginDaemonBasicResponse[list[PluginToolProviderEntity]]", "data.0.declaration.tools.0.parameters.0.human_description", missing), []string{
			`sdk/value schema/required tools/a.yaml:4:5 {name: query, type: string, form: llm}: the key data.0.declaration.tools.0.parameters.0.human_description is missing, or is written in another way`,
			`sdk/value schema/required tools/a.yaml:4:5 {name: query: human_description is missing from parameters[0]`,
		}},
		{"a way with the kind of a value", pydantic("PluginDecodeResponse", "manifest.tool.tools.0.parameters.1.type.str", enum("nubmer")), []string{
			`sdk/value schema/enum tools/a.yaml:5:25 nubmer: the value of manifest.tool.tools.0.parameters.1.type.str is not one of those that are taken`,
			`sdk/value schema/enum tools/a.yaml:5:25 nubmer: type is "nubmer"`,
		}},
		{"the API's manifest", pydantic("PluginDecodeResponse", "manifest.tags.1", enum("serach")), []string{
			`sdk/value schema/enum manifest.yaml:21:16 serach: the value of manifest.tags.1 is not one of those that are taken`,
			`sdk/value schema/enum manifest.yaml:21:16 serach: tags[1] is "serach"`,
		}},
		{"a class of the SDK", pydantic("ToolConfiguration", "parameters.0.human_description", missing), []string{
			`sdk/value schema/required tools/a.yaml:4:5 {name: query, type: string, form: llm}: the key parameters.0.human_description is missing, or is written in another way`,
			`sdk/value schema/required tools/a.yaml:4:5 {name: query: human_description is missing from parameters[0]`,
		}},
		{"its value", pydantic("ToolConfiguration", "parameters.0.type", enum("sting")), []string{
			`sdk/value schema/enum tools/a.yaml:4:25 string: the value of parameters.0.type is not one of those that are taken`,
			`sdk/value schema/enum tools/b.yaml:4:25 sting: type is "sting"`,
		}},
		{"its file", "provider/search.yaml: " + pydantic("ToolConfiguration", "parameters.1.type", enum("nubmer")), []string{
			`sdk/value schema/enum tools/a.yaml:5:25 nubmer: the value of parameters.1.type is not one of those that are taken`,
			`sdk/value schema/enum tools/a.yaml:5:25 nubmer: type is "nubmer"`,
		}},
		{"the file itself", "failed to load tools/b.yaml: " + pydantic("ToolConfiguration", "parameters.0.human_description", missing), []string{
			`sdk/value schema/required tools/b.yaml:4:5 {name: query, type: sting, form: llm}: the key parameters.0.human_description is missing, or is written in another way`,
			`sdk/value schema/required tools/b.yaml:4:5 {name: query: human_description is missing from parameters[0]`,
		}},
		{"a provider's class", pydantic("ToolProviderConfiguration", "credentials_schema.0.type", enum("secret")), []string{
			`sdk/value schema/enum provider/search.yaml:1:1 identity: the value of credentials_schema.0.type is not one of those that are taken`,
			`sdk/value schema/enum provider/search.yaml:3:15 secret: type is "secret"`,
		}},
		{"an agent's", pydantic("AgentStrategyConfiguration", "features.0", enum("history")), []string{
			`sdk/value schema/enum strategies/agent.yaml:3:12 history: the value of features.0 is not one of those that are taken`,
			`sdk/value schema/enum strategies/agent.yaml:3:12 history: features[0] is "history"`,
		}},
		{"a datasource's", pydantic("DatasourceConfiguration", "parameters.0.type", enum("text")), []string{
			`sdk/value schema/enum datasources/drive.yaml:2:33 text: the value of parameters.0.type is not one of those that are taken`,
			`sdk/value schema/enum datasources/drive.yaml:2:33 text: type is "text"`,
		}},
		{"a datasource provider's", pydantic("DatasourceProviderManifest", "provider_type", enum("drive")), []string{
			`sdk/value schema/enum provider/drive.yaml:2:16 drive: the value of provider_type is not one of those that are taken`,
			`sdk/value schema/enum provider/drive.yaml:2:16 drive: provider_type is "drive"`,
		}},
		{"a trigger's", pydantic("TriggerProviderConfiguration", "subscription_schema", "Input should be a valid list [type=list_type, input_value={}, input_type=dict]"), []string{
			`sdk/value schema/type provider/github.yaml:2:22 {}: the value of subscription_schema is of another kind than the platform wants`,
			`sdk/value schema/type provider/github.yaml:2:22 {}: subscription_schema is a mapping`,
		}},
		{"an event's", pydantic("EventConfiguration", "parameters.0.type", enum("text")), []string{
			`sdk/value schema/enum events/push.yaml:2:35 text: the value of parameters.0.type is not one of those that are taken`,
			`sdk/value schema/enum events/push.yaml:2:35 text: type is "text"`,
		}},
		{"an endpoint's", pydantic("EndpointConfiguration", "method", enum("PSOT")), []string{
			`sdk/value schema/enum endpoints/hook.yaml:2:9 PSOT: the value of method is not one of those that are taken`,
			`sdk/value schema/enum endpoints/hook.yaml:2:9 PSOT: method is "PSOT"`,
		}},
		{"a model provider's", pydantic("ModelProviderConfiguration", "position.llm.1", "Input should be a valid string [type=string_type, input_value=2.5, input_type=float]"), []string{
			`sdk/value schema/type models/llm/_position.yaml:2:3 2.5: the value of position.llm.1 is of another kind than the platform wants`,
			`sdk/value schema/type models/llm/_position.yaml:2:3 2.5: item 1 is 2.5 (a number)`,
		}},
		{"a model's", pydantic("AIModelEntity", "model_type", enum("lmm")), []string{
			`sdk/value schema/enum models/llm/acme-1.yaml:2:13 llm: the value of model_type is not one of those that are taken`,
			`sdk/value schema/enum models/llm/acme-2.yaml:2:13 lmm: model_type is "lmm"`,
		}},
		{"a price", pydantic("PriceConfig", "input", "Input should be a valid decimal [type=decimal_parsing, input_value='one', input_type=str]"), []string{
			`sdk/value schema/type models/llm/acme-1.yaml:4:18 one: the value of input is of another kind than the platform wants`,
			`sdk/value schema/type models/llm/acme-1.yaml:4:18 one: input is "one"`,
		}},
		{"a class of the manifest", pydantic("PluginConfiguration", "meta.arch.1", enum("arm46")), []string{
			`sdk/value schema/enum manifest.yaml:19:17 arm46: the value of meta.arch.1 is not one of those that are taken`,
			`sdk/value schema/enum manifest.yaml:19:17 arm46: arch[1] is "arm46"`,
		}},
		{"a number that JSON has not", "PluginDaemonBadRequestError: json: unsupported value: +Inf", []string{
			`daemon/json schema/yaml-value tools/a.yaml:5:54 .inf: a value is .nan or .inf, or a key is no text`,
			`daemon/json schema/yaml-value tools/a.yaml:5:54 .inf: default is .inf`,
		}},
		{"a line", "yaml: unmarshal errors:\n  line 5: cannot unmarshal !!str `nubmer` into int\nfailed to unmarshal tool file: tools/a.yaml", []string{
			`daemon/yaml schema/type tools/a.yaml:5:1   - {name: limit, type: nubmer, form: form, default: .inf}: a value is of another kind than the daemon wants`,
			`daemon/yaml schema/type tools/a.yaml:5:25 nubmer: type is text`,
		}},
		{"a line beside it", "yaml: unmarshal errors:\n  line 4: cannot unmarshal !!str `llm` into int\nfailed to unmarshal tool file: tools/a.yaml", []string{
			`daemon/yaml schema/type tools/a.yaml:4:1   - {name: query, type: string, form: llm}: a value is of another kind than the daemon wants`,
			`daemon/yaml schema/type tools/a.yaml:5:25 nubmer: type is text`,
		}},
		{"a line that is not there", "yaml: unmarshal errors:\n  line 99: cannot unmarshal !!map into string failed to unmarshal tool file: tools/a.yaml", []string{
			`daemon/yaml schema/type tools/a.yaml:1:1 : a value is of another kind than the daemon wants`,
			`daemon/yaml schema/type tools/a.yaml:5:25 nubmer: type is text`,
		}},
		{"a line of the manifest", "failed to unmarshal manifest: yaml: line 9: did not find expected key", []string{
			`daemon/yaml yaml/syntax manifest.yaml:9:1 resource: {memory: 1048576, permission: {storage: {enabled: true, size: 100}}}: the file is not YAML`,
			`daemon/yaml yaml/syntax manifest.yaml:9:1 resource: {memory: 1048576, permission: {storage: {enabled: true, size: 100}}}: the file is not YAML`,
		}},
		{"a file of somewhere else", `yaml: line 4: did not find expected key failed to unmarshal tool file: C:\plugins\search\tools\b.yaml`, []string{
			`daemon/yaml yaml/syntax tools/b.yaml:4:1   - {name: query, type: sting, form: llm}: the file is not YAML`,
			`daemon/yaml yaml/syntax tools/b.yaml:4:1   - {name: query, type: sting, form: llm}: the file is not YAML`,
		}},
		{"a module", "plugin exited: Traceback (most recent call last):\n  File \"/app/storage/cwd/acme/search-0.0.1@0000/endpoints/hook.py\", line 1, in <module>\n    import requsts\nModuleNotFoundError: No module named 'requsts'", []string{
			`sdk/module import/undeclared endpoints/hook.py:1:1 import requsts: no requirement brings requsts`,
			`sdk/module import/missing endpoints/hook.py:1:8 requsts: no requirement brings the module requsts`,
		}},
		{"a template", "PluginDaemonBadRequestError: use_template temperatur not found", []string{
			`daemon/template declaration/template models/llm/acme-2.yaml:4:12 temperatur: there is no template temperatur`,
			`daemon/template declaration/template models/llm/acme-2.yaml:4:39 temperatur}: use_template is "temperatur"`,
		}},
		{"a line of requirements.txt", "failed to install dependencies: exit status 2, output: error: Couldn't parse requirement in `requirements.txt` at position 17", []string{
			`uv/requirement dependency/invalid-line requirements.txt:1:1 : a line of requirements.txt is not a requirement`,
			`uv/requirement dependency/invalid-line requirements.txt:2:1 requests==: requests== is not a requirement`,
		}},
	} {
		var got []string
		for _, list := range [][]messages.Candidate{nil, found} {
			as := messages.Diagnose([]byte(tt.said), p, list)
			if len(as) == 0 {
				got = append(got, "nothing")
				continue
			}
			a := as[0]
			at := ""
			if a.Path != "" {
				at = " " + a.Path
			}
			if a.File != nil {
				pos := a.File.Position(a.Span.Start)
				head, _, _ := strings.Cut(a.File.Slice(a.Span), "\n")
				at += fmt.Sprintf(":%d:%d %s", pos.Line, pos.Column, head)
			}
			got = append(got, a.ID+" "+a.Rule+at+": "+a.Text)
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s:\n%s", tt.name, d)
		}
	}
}
