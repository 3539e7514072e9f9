package dependency

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// Marker reports conditions that never hold where plugins run.
var Marker = &lint.Rule{
	ID: "dependency/marker", Gate: lint.Start, Severity: lint.Warning, Since: "0.1.0",
	Title: "a condition that never holds where the plugin runs",
	Why: "A requirement with a condition behind `;` is installed only where that holds. Plugins run on Linux, with CPython 3.12, " +
		"whatever the manifest names. A condition about another version, or `platform_system == \"linux\"`, whose value is " +
		"written `Linux`, never holds there, and the package is missing at the first import. Conditions about other systems, " +
		"for developing on them, are not told.",
	Sources: []string{"PEP 508: environment markers", "dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go"},
	Run: func(p *lint.Pass) {
		byKey := map[string]int{}
		for _, l := range installed(p.Plugin) {
			byKey[l.Key()]++
		}
		for _, l := range installed(p.Plugin) {
			if l.Marker == nil || applies(p.Plugin, l.Requirement) != requirement.Never {
				continue
			}
			slipped := false
			l.Marker.Walk(func(n *requirement.Marker) {
				value := n.Right
				if value.Variable != "" {
					value = n.Left
				}
				right, ok := spelled[n.Asks()+" "+strings.ToLower(value.Text)]
				if !ok || right == value.Text || value.Variable != "" || n.Op != "==" {
					return
				}
				slipped = true
				f := lint.Finding{Place: l.at(value.Span), Key: l.Key(),
					Message: lint.Msg("%s is never %q: letter case counts; write %q", n.Asks(), short(value.Text), right)}
				if l.entry == nil || editableEntry(l) {
					f.Fixes = lint.SafeFix(lint.Msg("Write %s", right), requote(l, value, right))
				}
				p.Report(f)
			})
			if slipped || byKey[l.Key()] > 1 { // other lines are for other versions
				continue
			}
			var anySystem []requirement.Environment
			for _, e := range environments.Of(p.Plugin) {
				anySystem = append(anySystem, e.With(requirement.Environment{"os_name": "", "sys_platform": "", "platform_system": "", "platform_machine": ""}))
			}
			if l.Marker.Over(anySystem) == requirement.Never && strings.Contains(l.Marker.String(), "python") {
				p.Report(lint.Finding{Place: l.at(l.MarkerSpan), Key: l.Key(),
					Message: lint.Msg("%q is never installed: the plugin runs with Python %s, but this requires another", short(l.Name), daemonPython)})
			}
		}
	},
}

// spelled are the values whose letter case is often wrong, by the variable and
// the value in lower case.
var spelled = map[string]string{
	"sys_platform linux": "linux", "platform_system linux": "Linux", "os_name posix": "posix",
	"platform_python_implementation cpython": "CPython", "implementation_name cpython": "cpython",
}

func editableEntry(l line) bool { return strings.Contains(string(l.file.Data), l.Text) }

// requote writes a value of a marker, its quotation marks kept.
func requote(l line, v requirement.MarkerValue, right string) []text.Edit {
	old := l.file.Slice(v.Span)
	if !strings.Contains(old, v.Text) {
		return nil
	}
	return text.ReplaceText(l.file, v.Span, strings.Replace(old, v.Text, right, 1))
}
