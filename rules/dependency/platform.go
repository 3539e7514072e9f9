package dependency

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// otherSystems are packages for Windows or macOS alone. sure are those of which
// the index has no file that installs on Linux. As of 2026-11-24, from the files
// that uv.lock lists of them, and their projects' pages. To refresh: lock each
// alone, and look for a source archive or a Linux wheel.
var otherSystems = map[string]struct {
	system string
	sure   bool
}{
	"pywin32": {"Windows", true}, "pypiwin32": {"Windows", true}, "windows-curses": {"Windows", true},
	"pywinauto": {"Windows", false}, "pywinpty": {"Windows", false}, "wmi": {"Windows", false}, "comtypes": {"Windows", false},
	"winshell": {"Windows", false}, "win32-setctime": {"Windows", false}, "pywin32-ctypes": {"Windows", false},
	"pyobjc": {"macOS", false}, "pyobjc-core": {"macOS", false}, "appscript": {"macOS", false}, "macholib": {"macOS", false},
	"appnope": {"macOS", false},
}

var condition = map[string]string{"Windows": `sys_platform == "win32"`, "macOS": `sys_platform == "darwin"`}

// Platform reports packages for another system than plugins run on.
var Platform = &lint.Rule{
	ID: "dependency/platform", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title: "a package for Windows or macOS among the requirements",
	Why: "Plugins run on Linux. `pip freeze` on Windows writes down `pywin32` and others that come with tools there; of some the " +
		"index has no file for Linux, so that nothing installs and the plugin does not start. Remove the line, or put the " +
		"condition `; sys_platform == \"win32\"` behind it.",
	Sources: []string{"dify-plugin-daemon: docker/local.dockerfile"},
	Run: func(p *lint.Pass) {
		f := filesOf.Of(p.Plugin)
		for _, l := range installed(p.Plugin) {
			of, ok := otherSystems[l.Key()]
			applied := applies(p.Plugin, l.Requirement)
			if !ok || applied == requirement.Never {
				continue
			}
			found := lint.Finding{Place: l.at(l.NameSpan), Key: l.Key(),
				Message: lint.Msg("%q is for %s, but plugins run on Linux: the installation fails", short(l.Name), of.system)}
			if !of.sure {
				found.Severity, found.Gate = lint.Info, lint.None
				found.Message = lint.Msg("%q is for %s, but plugins run on Linux: it is useless there", short(l.Name), of.system)
			} else if f.frozen() || applied != requirement.Always || l.URL != "" {
				found.Severity = lint.Warning
			}
			if l.Marker == nil && l.entry != nil && l.URL == "" {
				end := max(after(l).End, l.SpecifiersSpan.End)
				found.Fixes = lint.UnsafeFix(lint.Msg("Install it on %s only", of.system),
					[]text.Edit{{Path: l.file.Path, Span: text.Span{Start: end, End: end}, New: "; " + condition[of.system]}})
			}
			p.Report(found)
		}
	},
}
