package kit_test

import (
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/kit"
)

// TestTest: a rule that reports every declaration of a tool, and what Test says of
// its examples.
func TestTest(t *testing.T) {
	const bad = "=== bad\n-- tools/search.yaml --\nidentity: # want\n  name: search\n"
	for _, c := range []struct{ name, examples, want string }{
		{"as it says", bad + "=== good\nwithout: tools/search.yaml\n-- requirements.txt --\ndify_plugin\n", ""},
		{"none", "", "no example of what the rule reports"},
		{"only what is fine", "=== fine\n-- requirements.txt --\ndify_plugin\n", "no example of what the rule reports"},
		{"no mark", "=== bad: unmarked\n-- tools/search.yaml --\nidentity:\n  name: search\n=== good\n-- requirements.txt --\ndify_plugin\n", "unmarked: the failing example marks no line"},
		{"a repair that is none", bad + "=== good\n-- tools/search.yaml --\nidentity:\n  name: other\n", "demo/tool: good:\nunexpected: tools/search.yaml:1: a tool [demo/tool]"},
		{"a mark on another line", "=== bad\n-- tools/search.yaml --\nidentity:\n  name: search # want\n=== good\n-- requirements.txt --\ndify_plugin\n", "demo/tool: bad:\nmissing: tools/search.yaml:2 (1)\nunexpected: tools/search.yaml:1: a tool [demo/tool]"},
	} {
		rule := &lint.Rule{
			ID: "demo/tool", Title: "a tool", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Why: "It is a demo.", Examples: func() string { return c.examples },
			Run: lint.EachDocument(func(d *plugin.Document, report func(lint.Finding)) {
				if d.Kind == plugin.Tool {
					report(lint.Finding{Place: plugin.At(d, d.Root), Message: lint.Msg("a tool")})
				}
			}),
		}
		got := ""
		if err := kit.Test(rule); err != nil {
			got, _, _ = strings.Cut(err.Error(), "\n-- ") // the plugin made whole follows
		}
		if got != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.want)
		}
	}
}
