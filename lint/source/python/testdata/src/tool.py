"""A tool as plugins have them."""
import json
import logging
from collections.abc import Generator
from typing import Any, Optional

import httpx
import requests
from dify_plugin import Tool
from dify_plugin.entities.model.llm import LLMModelConfig
from dify_plugin.entities.tool import ToolInvokeMessage

logger = logging.getLogger(__name__)
BASE_URL = "https://api.example.com/v1"


class ExampleTool(Tool):
    """Asks a service."""

    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage, None, None]:
        query = tool_parameters.get("query", "")
        api_key = self.runtime.credentials["api_key"]
        if not query:
            yield self.create_text_message("no query")
            return
        session = self.session
        storage = session.storage
        cached = storage.get(f"cache-{query}") if storage.exist(f"cache-{query}") else None
        if cached:
            yield self.create_json_message(json.loads(cached.decode("utf-8")))
            return
        try:
            with httpx.Client(timeout=30, headers={"Authorization": f"Bearer {api_key}"}) as client:
                response = client.post(f"{BASE_URL}/search", json={"q": query, "n": int(tool_parameters.get("n") or 10)})
                response.raise_for_status()
        except httpx.HTTPStatusError as e:
            logger.exception("failed: %s", e)
            raise RuntimeError(f"status {e.response.status_code}") from e
        except (httpx.TimeoutException, OSError):
            response = requests.get(BASE_URL, params=dict(q=query), timeout=(3.05, 27))
        results = [self._item(i) for i in response.json().get("items", []) if i is not None]
        answer = self.session.model.llm.invoke(
            model_config=LLMModelConfig(provider="p", model="m", mode="chat", completion_params={}),
            prompt_messages=[],
            stream=False,
        )
        storage.set("cache-" + query, json.dumps(results).encode())
        for result in results:
            yield self.create_variable_message("result", result)
        yield self.create_text_message(answer.message.content)

    @staticmethod
    def _item(item: dict) -> Optional[dict]:
        return {k: v for k, v in item.items() if k in {"title", "url"}} or None
