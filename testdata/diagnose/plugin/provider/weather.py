from dify_plugin import ToolProvider


class Weather(ToolProvider):
    def _validate_credentials(self, credentials):
        pass
