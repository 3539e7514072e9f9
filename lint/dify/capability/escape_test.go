package capability_test

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/difylint/difylint/lint/dify/capability"
	"github.com/difylint/difylint/lint/dify/plugin"
)

func TestEscapes(t *testing.T) {
	const src = `import registry
from dify_plugin import Tool
from dify_plugin.invocations.app.chat import ChatAppInvocation

class T(Tool):
    def __init__(self, runtime, session):
        super().__init__(runtime, session)
        super(T, self).__init__(runtime, session)
        Tool.__init__(self, runtime, session)
    def _invoke(self, p):
        ChatAppInvocation(self.session).invoke()
        registry.run(self.session)
        other.kept = self.session

class F(registry.Base):
    def __init__(self, session):
        super().__init__(session)
`
	p := plugin.Open(fstest.MapFS{"main.py": {Data: []byte(src)}}, ".")
	var got []string
	for _, e := range capability.Escapes(p) {
		got = append(got, e.Why.String())
	}
	want := []string{
		"the session is handed to registry.run, which is not followed",
		"the session is put where it is not followed",
		"the session is handed to super().__init__, which is not followed",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
