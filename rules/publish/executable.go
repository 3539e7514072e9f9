package publish

import (
	"bytes"
	"encoding/binary"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/market"
	"github.com/difylint/difylint/lint/dify/packing"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// Executable reports programs and native libraries in a package.
var Executable = &lint.Rule{
	ID: "publish/executable", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0",
	Title: "the package contains a program or a native library",
	Why: "The marketplace's checks refuse native code, by the file's extension and its first bytes, and the " +
		"daemon's own command line (`dify-plugin-linux-…`) by its name. Such a file also runs on one system and processor " +
		"only. Use packages from PyPI, which have a library for each system. Scripts make a reviewer ask what they are for.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/binaries.py", "dify-plugins: docs/plugin-submission-requirements.md"},
	Run: published(func(p *lint.Pass) {
		c := packing.Of(p.Plugin)
		for _, name := range c.Files {
			base := path.Base(name)
			suffix := lower(suffixOf(base))
			f := lint.Finding{Place: plugin.Place{Path: name}, Key: name}
			line := base
			native, isNative := market.ExecutableSuffixes[suffix]
			script, isScript := market.ScriptSuffixes[suffix]
			switch what := nativeCode(p.Plugin, name, suffix); {
			case isDaemon(base):
				f.Message = lint.Msg("the package contains the platform's own command line, %s", name)
			case isNative:
				f.Message = lint.Msg("the package contains %s, %s; the marketplace does not accept native code", native, name)
			case what.Format != "":
				f.Message = lint.Msg("the package contains %s, %s; the marketplace does not accept native code", what, name)
			case isScript:
				f.Severity = lint.Info
				f.Message = lint.Msg("the package contains %s, %s; reviewers ask what it is for", script, name)
			default:
				continue
			}
			if f.Severity == lint.Inherit && inWheel(name) {
				f.Severity = lint.Warning
			}
			f.Message = f.Message.And("; %s", advice(p.Plugin, c, line))
			f.Fixes, f.Related = leaveOut(c, line)
			for i := range f.Fixes {
				f.Fixes[i].Safe = false // the plugin may need it
			}
			refuse(p, f)
		}
	}),
}

func isDaemon(base string) bool {
	return daemonName().MatchString(lower(base))
}

var daemonName = text.Regexp(`^dify-plugin-(?:(?:linux|darwin)-.|windows-.+\.exe$)`)

// inWheel reports whether a part of the path is an unpacked wheel.
func inWheel(name string) bool {
	return slices.ContainsFunc(strings.Split(path.Dir(name), "/"), func(part string) bool { return strings.HasSuffix(lower(part), ".whl") })
}

// nativeCode says what a file is by its first bytes, or "". What another rule
// reads as text anyway is not opened twice.
func nativeCode(p *plugin.Plugin, name, suffix string) (what lint.Message) {
	var first []byte
	if !readAsText[suffix] {
		first = head(p, name, 8)
	} else if f, err := p.Read(name); err == nil {
		first = f.Data[:min(8, len(f.Data))]
	}
	switch {
	case bytes.HasPrefix(first, []byte("\x7fELF")):
		return lint.Msg("a program or library for Linux")
	case bytes.HasPrefix(first, []byte("MZ")):
		if suffix == ".md" || suffix == ".txt" || suffix == ".py" {
			return lint.Msg("a file that begins with MZ, like programs for Windows")
		}
		return lint.Msg("a program or library for Windows")
	case len(first) < 4:
		return what
	}
	switch binary.BigEndian.Uint32(first) {
	case 0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe, 0xcafebabf:
		return lint.Msg("a program or library for macOS")
	case 0xcafebabe:
		if suffix == ".class" {
			return lint.Msg("compiled Java, which the checks mistake for a program for macOS")
		}
		return lint.Msg("a program or library for macOS")
	}
	return what
}

// readAsText are the endings of files that the rules about secrets read whole.
var readAsText = map[string]bool{".py": true, ".yaml": true, ".yml": true}

// head is the first bytes of a file, at most n, without keeping the rest. What
// cannot be read has none.
func head(p *plugin.Plugin, name string, n int64) []byte {
	f, err := p.FS.Open(name)
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }()
	first, _ := io.ReadAll(io.LimitReader(f, n))
	return first
}
