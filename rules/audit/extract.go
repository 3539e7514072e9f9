package audit

import (
	_ "embed" // the examples
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/sources"
)

//go:embed extract.txtar
var extractExamples string

// Extract reports tar archives that are unpacked without a filter.
var Extract = &lint.Rule{
	ID: "audit/extract", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:    "a tar archive is unpacked without a filter",
	Why:      "A tar archive may name files outside the folder it is unpacked to, links and devices. Before Python 3.14 `extractall` and `extract` do not check them: the person who made the archive can overwrite files of this plugin, or of others in the same container. With `filter=\"data\"` Python refuses these.",
	Sources:  []string{"Python: tarfile, extraction filters (PEP 706)", "dify-plugin-daemon: internal/core/local_runtime/environment_python.go"},
	Examples: extractExamples,
	Run: func(p *lint.Pass) {
		if sources.RunnerMinor(p.Plugin) >= 14 {
			return
		}
		outside(p.Plugin, func(s site) {
			before, last := suffixed(s.name)
			place := map[string]int{"extractall": -1, "extract": -1}[last]
			if place == 0 || !strings.HasPrefix(before, "tarfile.") || s.main() {
				return
			}
			if filter, hidden := s.argument("filter", place); filter != 0 || hidden {
				return
			}
			if members, _ := s.argument("members", 1); members != 0 && last == "extractall" {
				return // chosen by the code
			}
			p.Reportf(s.callee(), "%s without a filter lets the archive write outside the folder; pass filter=\"data\"", s.written())
		})
	},
}
