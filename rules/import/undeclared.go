package importing

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/pydeps/pydata"
	"github.com/difylint/difylint/lint/pysrc"
	"github.com/difylint/difylint/lint/sdk"
)

// Undeclared is told of imports that nothing installs.
var Undeclared = &lint.Rule{
	ID: "import/undeclared", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title: "a module is imported and no dependency brings it in",
	Why: "The daemon installs what pyproject.toml (with uv.lock) or requirements.txt declares, and nothing else: what happens " +
		"to be installed on the author's machine is not there. An import of a module that nothing brings in ends with " +
		"ModuleNotFoundError, at the top of a source when the plugin starts, inside a function when it gets there. It is an " +
		"error where all that is installed is known and the module's package too, information where some package may bring it in, else a warning.",
	Sources: []string{"dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go"},
	Examples: []lint.Example{{
		Bad:  "-- requirements.txt --\ndify_plugin>=0.9.0,<1.0.0\n-- tools/search.py --\nfrom bs4 import BeautifulSoup # want\nfrom dify_plugin import Tool\n\n\nclass SearchTool(Tool):\n    def _invoke(self, tool_parameters):\n        yield self.create_text_message(BeautifulSoup(\"\").text)\n",
		Good: "-- requirements.txt --\ndify_plugin>=0.9.0,<1.0.0\nbeautifulsoup4>=4.12,<5\n",
	}},
	Run: func(p *lint.Pass) {
		in := installedOf.Of(p.Plugin)
		if in.blind || !in.all["dify-plugin"] {
			return // without the SDK it is another matter
		}
		reach := sdk.ReachOf(p.Plugin)
		done := map[string]bool{}
		for _, im := range needed(p.Plugin) {
			top, _, _ := strings.Cut(im.module, ".")
			dist, _, ok := in.has(im.module)
			if ok || done[top] || in.blind {
				continue
			}
			done[top] = true
			f := lint.Finding{
				Place: im.at, Key: top,
				Message: lint.Msg("nothing that %s declares brings in the module %s: add %s", in.file.Path, top, dist),
				Related: []lint.Related{{Place: lint.AtSpan(in.file, firstOf(in)), Message: lint.Msg("the dependencies are declared here")}},
			}
			if !in.closed {
				f.Message = lint.Msg("%s does not declare %s, and nothing is known to bring in the module %s", in.file.Path, dist, top)
			}
			_, known := pydata.Distribution(im.module)
			sure := in.closed && !in.old && (known || pydata.IsPopular(dist)) && reach.AtStart[im.i] && im.guard == 0 && im.scope == 0
			if !sure {
				f.Severity = lint.Warning
				if !in.closed {
					f.Severity = lint.Info
				}
				if im.scope != 0 || im.guard&pysrc.ConditionGuard != 0 || !reach.AtStart[im.i] {
					f.Gate = lint.Call
				}
			}
			p.Report(f)
		}
	},
}
