package audit

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
)

// Extract reports tar archives that are unpacked without a filter.
var Extract = &lint.Rule{
	ID: "audit/extract", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a tar archive is unpacked without a filter",
	Why:     "A tar archive may name files outside the folder it is unpacked to, links and devices. Before Python 3.14 `extractall` and `extract` do not check them: the person who made the archive can overwrite files of this plugin, or of others in the same container. With `filter=\"data\"` Python refuses these.",
	Sources: []string{"Python: tarfile, extraction filters (PEP 706)", "dify-plugin-daemon: internal/core/local_runtime/environment_python.go"},
	Run: func(p *lint.Pass) {
		if sources.RunnerMinor(p.Plugin) >= 14 {
			return
		}
		outside(p.Plugin, func(s site) {
			if s.name == "shutil.unpack_archive" {
				name, _ := s.argument("filename", 0)
				written, _ := s.m.String(name)
				format, _ := s.argument("format", 2)
				kind, _ := s.m.String(format)
				tar := strings.Contains(written, ".tar") || strings.HasSuffix(written, ".tgz") || strings.Contains(kind, "tar")
				if filter, hidden := s.argument("filter", -1); tar && !hidden && lets(s.m, filter) && !s.main() {
					p.Reportf(s.callee(), "%s without a filter lets the archive write outside the folder; pass filter=\"data\"", s.written())
				}
				return
			}
			before, last := suffixed(s.name)
			place := map[string]int{"extractall": -1, "extract": -1}[last]
			if place == 0 || !strings.HasPrefix(before, "tarfile.") || s.main() {
				return
			}
			if filter, hidden := s.argument("filter", place); !lets(s.m, filter) || hidden || s.filters() {
				return
			}
			if members, _ := s.argument("members", 1); members != 0 && last == "extractall" {
				return // chosen by the code
			}
			p.Reportf(s.callee(), "%s without a filter lets the archive write outside the folder; pass filter=\"data\"", s.written())
		})
	},
}

// lets reports whether the value of filter, 0 for none, lets an archive do all.
func lets(m *python.Module, filter python.ExprID) bool {
	named, _ := m.String(filter)
	return filter == 0 || m.Exprs[filter].Kind == python.NoneLit || named == "fully_trusted"
}

// filters reports whether the source of the call gives archives a filter of their own.
func (s site) filters() bool {
	return slices.ContainsFunc(s.m.Bindings, func(b python.Binding) bool { return s.m.Ident(b.Target) == "extraction_filter" })
}
