from collections.abc import Generator
from typing import Any

from dify_plugin.interfaces.datasource.online_document import OnlineDocumentDatasource


class PagesDatasource(OnlineDocumentDatasource):
    def _get_pages(self, datasource_parameters: dict[str, Any]):
        return None

    def _get_content(self, page) -> Generator:
        yield None
