// Package archive holds the rules about the zip that a package is.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package archive

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// What all rules of the family rest on.
var sources = []string{
	"dify-plugin-daemon: pkg/plugin_packager/decoder/zip.go (NewZipPluginDecoderWithSizeLimit, ReadFile, ExtractTo)",
	"dify-plugin-daemon: internal/service/plugin_decoder.go (UploadPluginPkg)",
}

// problems are what is odd about a plugin's package, nothing for a folder.
var problems = plugin.NewFact(func(p *plugin.Plugin) []pkg.Problem {
	archive, ok := pkg.Of(p)
	if !ok {
		return nil
	}
	out := archive.Problems()
	if s, err := archive.Scan(p.Context); err == nil {
		out = append(out, s.Problems...)
	}
	return out
})

// most is how many findings of one kind are told of one package: a package that
// was made by a wrong tool has one for each of its entries.
const most = 5

// judge makes a rule's Run that reports the problems of these codes.
func judge(codes ...pkg.Code) func(*lint.Pass) {
	return func(p *lint.Pass) {
		count := map[pkg.Code]int{}
		for _, pr := range problems.Of(p.Plugin) {
			if !slices.Contains(codes, pr.Code) || pr.Code == pkg.CodeDuplicate && pr.Entry == pkg.VerificationFile {
				continue // of a second verification file, signature/verification tells
			}
			if count[pr.Code]++; count[pr.Code] <= most {
				report(p, pr)
			}
		}
		for _, code := range codes {
			if n := count[code] - most; n > 0 {
				p.Report(lint.Finding{
					Severity: lint.Info, Gate: lint.None, Key: "more " + string(code),
					Message: lint.Msg("%d more entries of the package have the same problem (%s)", n, code),
				})
			}
		}
	}
}

func report(p *lint.Pass, pr pkg.Problem) {
	f := lint.Finding{Key: string(pr.Code), Message: lint.Msg(pr.Format, pr.Args...)}
	if !pr.Refused || p.Plugin.IsBundle() { // of a bundle, only what it names is read
		f.Severity, f.Gate = lint.Warning, lint.None
	}
	if pr.Index >= 0 {
		name := pr.Entry
		if fits(p.Plugin, pr) {
			f.Path = name
		} else {
			f.Key += " " + short(name)
		}
		f.Message = lint.Msg("the entry %q: %s", short(name), lint.Msg(pr.Format, pr.Args...))
	}
	p.Report(f)
}

// fits reports whether an entry's name can stand as a path in a report: one
// that leads elsewhere, or that does not show as it is, is only quoted.
func fits(p *plugin.Plugin, pr pkg.Problem) bool {
	archive, ok := pkg.Of(p)
	if !ok || pr.Index >= len(archive.Entries()) {
		return false
	}
	e := archive.Entries()[pr.Index]
	return e.Path == e.Name && len(e.Name) <= 255 && utf8.ValidString(e.Name) &&
		strings.IndexFunc(e.Name, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}

// maxShown bounds what a message repeats of a name, which may be hostile, in bytes.
const maxShown = 123

func short(name string) string { return text.Short(name, maxShown) }
