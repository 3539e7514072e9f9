package kit

// The least that each kind of declaration needs, and the files around it.

import (
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
)

var skeletons = map[plugin.Kind]string{
	plugin.Manifest: `version: 0.1.0
type: plugin
author: acme
name: demo
label:
  en_US: Demo
description:
  en_US: Looks things up
icon: icon.svg
created_at: 2026-01-01T00:00:00Z
resource:
  memory: 268435456
plugins:
  tools:
    - provider/demo.yaml
meta:
  version: 0.1.0
  arch:
    - amd64
    - arm64
  runner:
    language: python
    version: "3.12"
    entrypoint: main
  minimum_dify_version: 1.10.0
privacy: PRIVACY.md
repo: https://github.com/acme/demo
contact: support@acme.example
`,
	plugin.Bundle: `version: 0.1.0
type: bundle
author: acme
name: demo-bundle
labels:
  en_US: Demo
description:
  en_US: Plugins that look things up
icon: icon.svg
dependencies:
  - type: marketplace
    value:
      marketplace_pattern: acme/demo:0.1.0
`,
	plugin.ToolProvider: `identity:
  author: acme
  name: demo
  label:
    en_US: Demo
  description:
    en_US: Looks things up
  icon: icon.svg
tools:
  - tools/search.yaml
extra:
  python:
    source: provider/demo.py
`,
	plugin.Tool: `identity:
  name: search
  author: acme
  label:
    en_US: Search
description:
  human:
    en_US: Looks for a text
  llm: Looks for a text and returns what was found
parameters:
  - name: query
    type: string
    required: true
    form: llm
    label:
      en_US: Query
    human_description:
      en_US: What to look for
    llm_description: What to look for
extra:
  python:
    source: tools/search.py
`,
	plugin.ModelProvider: `provider: demo
label:
  en_US: Demo
description:
  en_US: Models of Demo
icon_small:
  en_US: icon.svg
icon_large:
  en_US: icon.svg
supported_model_types:
  - llm
configurate_methods:
  - predefined-model
models:
  llm:
    predefined:
      - models/llm/*.yaml
extra:
  python:
    provider_source: provider/demo.py
    model_sources:
      - models/llm/llm.py
`,
	plugin.Model: `model: demo-1
label:
  en_US: Demo 1
model_type: llm
model_properties:
  mode: chat
  context_size: 8192
`,
	plugin.Position: "- demo-1\n",
	plugin.EndpointProvider: `settings: []
endpoints:
  - endpoints/hook.yaml
`,
	plugin.Endpoint: `path: /hook
method: POST
extra:
  python:
    source: endpoints/hook.py
`,
	plugin.AgentStrategyProvider: `identity:
  author: acme
  name: demo
  label:
    en_US: Demo
  description:
    en_US: Strategies of Demo
  icon: icon.svg
strategies:
  - strategies/plan.yaml
`,
	plugin.AgentStrategy: `identity:
  name: plan
  author: acme
  label:
    en_US: Plan
description:
  en_US: Plans before it acts
parameters:
  - name: query
    type: string
    required: true
    label:
      en_US: Query
extra:
  python:
    source: strategies/plan.py
`,
	plugin.DatasourceProvider: `identity:
  author: acme
  name: demo
  label:
    en_US: Demo
  description:
    en_US: Documents of Demo
  icon: icon.svg
provider_type: online_document
credentials_schema: []
datasources:
  - datasources/pages.yaml
extra:
  python:
    source: provider/demo.py
`,
	plugin.Datasource: `identity:
  name: pages
  author: acme
  label:
    en_US: Pages
description:
  en_US: The pages of a site
parameters: []
extra:
  python:
    source: datasources/pages.py
`,
	plugin.TriggerProvider: `identity:
  author: acme
  name: demo
  label:
    en_US: Demo
  description:
    en_US: Events of Demo
  icon: icon.svg
subscription_schema: []
events:
  - events/created.yaml
extra:
  python:
    source: provider/demo.py
`,
	plugin.Event: `identity:
  name: created
  author: acme
  label:
    en_US: Created
description:
  en_US: Something was created
parameters: []
extra:
  python:
    source: events/created.py
`,
}

const mainPy = `from dify_plugin import DifyPluginEnv, Plugin

plugin = Plugin(DifyPluginEnv(MAX_REQUEST_TIMEOUT=120))

if __name__ == "__main__":
    plugin.run()
`

const readme = `# Demo

A plugin that looks things up.

## Features

Search for a text and get what was found.

## Setup

Install the plugin from the marketplace; there is nothing to configure.

## Usage

Add the Search tool to a workflow and give it a query.

## Source and contact

Repository: https://github.com/acme/demo - questions: support@acme.example
`

const privacy = `# Privacy

This plugin handles the query that is given to it and stores nothing. No personal data is collected, and
nothing is sent to third parties.
`

const requirements = "dify_plugin>=0.9.0,<1.0.0\n"

const iconSVG = `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64"><circle cx="32" cy="32" r="24" fill="#2a6"/></svg>
`

type sourceFile struct{ path, body string }

// sources are the Python files that a plugin's declarations name, each with the
// class that the SDK looks for.
func sources(p *plugin.Plugin) []sourceFile {
	var out []sourceFile
	for _, d := range p.Documents() {
		if d.Root == nil {
			continue
		}
		py := d.Root.At("extra", "python")
		if s := py.Get("source").Str(); s != "" {
			class := classes[d.Kind]
			if d.Kind == plugin.Datasource {
				class = datasourceClasses[d.Provider.Root.Get("provider_type").Str()]
			}
			out = append(out, sourceFile{plugin.CleanPath(s), class})
		}
		if s := py.Get("provider_source").Str(); s != "" {
			out = append(out, sourceFile{plugin.CleanPath(s), modelProviderPy})
		}
		types := d.Root.Get("supported_model_types").Items()
		for i, n := range py.Get("model_sources").Items() {
			typ := "llm"
			if i < len(types) {
				typ = types[i].Str()
			}
			out = append(out, sourceFile{plugin.CleanPath(n.Str()), modelClasses[strings.ReplaceAll(typ, "-", "_")]})
		}
	}
	return out
}

// classes are the sources of declarations, by their kinds.
var classes = map[plugin.Kind]string{
	plugin.ToolProvider:       "from typing import Any\n\nfrom dify_plugin import ToolProvider\n\n\nclass DemoProvider(ToolProvider):\n    def _validate_credentials(self, credentials: dict[str, Any]) -> None:\n        pass\n",
	plugin.Tool:               "from collections.abc import Generator\nfrom typing import Any\n\nfrom dify_plugin import Tool\nfrom dify_plugin.entities.tool import ToolInvokeMessage\n\n\nclass SearchTool(Tool):\n    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage, None, None]:\n        yield self.create_text_message(tool_parameters.get(\"query\", \"\"))\n",
	plugin.Endpoint:           "from collections.abc import Mapping\n\nfrom dify_plugin import Endpoint\nfrom werkzeug import Request, Response\n\n\nclass HookEndpoint(Endpoint):\n    def _invoke(self, r: Request, values: Mapping, settings: Mapping) -> Response:\n        return Response(\"ok\")\n",
	plugin.AgentStrategy:      "from collections.abc import Generator\nfrom typing import Any\n\nfrom dify_plugin.entities.agent import AgentInvokeMessage\nfrom dify_plugin.interfaces.agent import AgentStrategy\n\n\nclass PlanStrategy(AgentStrategy):\n    def _invoke(self, parameters: dict[str, Any]) -> Generator[AgentInvokeMessage, None, None]:\n        yield self.create_text_message(\"done\")\n",
	plugin.DatasourceProvider: "from collections.abc import Mapping\nfrom typing import Any\n\nfrom dify_plugin.interfaces.datasource import DatasourceProvider\n\n\nclass DemoDatasourceProvider(DatasourceProvider):\n    def _validate_credentials(self, credentials: Mapping[str, Any]) -> None:\n        pass\n",
	plugin.TriggerProvider:    triggerPy,
	plugin.Event:              "from collections.abc import Mapping\nfrom typing import Any\n\nfrom dify_plugin.entities.trigger import Variables\nfrom dify_plugin.interfaces.trigger import Event\nfrom werkzeug import Request\n\n\nclass CreatedEvent(Event):\n    def _on_event(self, request: Request, parameters: Mapping[str, Any], payload: Mapping[str, Any]) -> Variables:\n        return Variables(variables={})\n",
}

const triggerPy = `from collections.abc import Mapping
from typing import Any

from dify_plugin.entities.trigger import EventDispatch, Subscription, UnsubscribeResult
from dify_plugin.interfaces.trigger import Trigger, TriggerSubscriptionConstructor
from werkzeug import Request, Response


class DemoTrigger(Trigger):
    def _dispatch_event(self, subscription: Subscription, request: Request) -> EventDispatch:
        return EventDispatch(events=["created"], response=Response("ok"))


class DemoConstructor(TriggerSubscriptionConstructor):
    def _create_subscription(self, endpoint: str, parameters: Mapping[str, Any], credentials: Mapping[str, Any], credential_type: Any) -> Subscription:
        raise ValueError("not supported")

    def _delete_subscription(self, subscription: Subscription, credentials: Mapping[str, Any], credential_type: Any) -> UnsubscribeResult:
        return UnsubscribeResult(success=True)

    def _refresh_subscription(self, subscription: Subscription, credentials: Mapping[str, Any], credential_type: Any) -> Subscription:
        return subscription
`

const modelProviderPy = `from collections.abc import Mapping

from dify_plugin import ModelProvider


class DemoModelProvider(ModelProvider):
    def validate_provider_credentials(self, credentials: Mapping) -> None:
        pass
`

var modelClasses = map[string]string{
	"llm": `from dify_plugin import LargeLanguageModel


class DemoLargeLanguageModel(LargeLanguageModel):
    def _invoke(self, model, credentials, prompt_messages, model_parameters, tools=None, stop=None, stream=True, user=None):
        raise NotImplementedError("demo")

    def get_num_tokens(self, model, credentials, prompt_messages, tools=None):
        return 0

    def validate_credentials(self, model, credentials):
        pass

    @property
    def _invoke_error_mapping(self):
        return {}
`,
	"text_embedding": `from dify_plugin import TextEmbeddingModel


class DemoTextEmbeddingModel(TextEmbeddingModel):
    def _invoke(self, model, credentials, texts, user=None, input_type=None):
        raise ValueError("demo")

    def get_num_tokens(self, model, credentials, texts):
        return [0 for _ in texts]

    def validate_credentials(self, model, credentials):
        pass

    @property
    def _invoke_error_mapping(self):
        return {}
`,
}

var datasourceClasses = map[string]string{
	"online_document": `from collections.abc import Generator
from typing import Any

from dify_plugin.interfaces.datasource.online_document import OnlineDocumentDatasource


class PagesDatasource(OnlineDocumentDatasource):
    def _get_pages(self, datasource_parameters: dict[str, Any]):
        return None

    def _get_content(self, page) -> Generator:
        yield None
`,
	"website_crawl": `from collections.abc import Generator, Mapping
from typing import Any

from dify_plugin.interfaces.datasource.website import WebsiteCrawlDatasource


class PagesDatasource(WebsiteCrawlDatasource):
    def _get_website_crawl(self, datasource_parameters: Mapping[str, Any]) -> Generator:
        yield None
`,
	"online_drive": `from collections.abc import Generator

from dify_plugin.interfaces.datasource.online_drive import OnlineDriveDatasource


class PagesDatasource(OnlineDriveDatasource):
    def _browse_files(self, request):
        return None

    def _download_file(self, request) -> Generator:
        yield None
`,
}
