from dify_plugin import Tool


class Now(Tool):
    def _invoke(self, tool_parameters):
        yield self.create_text_message("sun")
