// Package report prints the result of a run: for people (text, concise,
// markdown), for programs (json, jsonl, sarif) and for the places where continuous
// integration shows findings (github, gitlab, junit, checkstyle, rdjsonl).
//
// A format is a function over a result; it writes nothing but its document, and
// the same result gives the same bytes. Columns are counted as each format's
// readers count them: code points in json and text, UTF-16 code units in sarif,
// bytes in rdjsonl, and the carets of text stand by terminal cells.
//
// # Ignored findings
//
// A finding that a comment ignores is left out unless Options.ShowIgnored is
// set. One that the baseline holds stays in json and sarif, marked, because who
// compares two reports would otherwise take it for mended; it is left out of
// the others. Formats that cannot mark a finding as ignored (github, gitlab,
// checkstyle, rdjsonl) never hold one. Nothing ignored counts as an error,
// a warning or info in a summary; it is counted by itself.
//
// # The JSON form
//
// One object; schema/files/report.schema.json describes every member:
//
//	version   1; raised only where a reader would have to change
//	tool      {name, version}
//	summary   {plugins, affected, error, warning, info, ignored, baseline, fixable, unsafe}
//	plugins   [{path, author, name, version, the same counts, rules}]
//	findings  [{rule, severity, gate, path, start, end, message, plugin, …}]
//
// The rules of a plugin are those that did not judge it, each with its state
// (skipped or failed) and why; all others did. A finding has besides:
//
//	route        the way to the YAML node, as parameters[0].name, where it has one
//	related      [{path, start, end, message}]: other places that explain it
//	fixes        [{title, safe, edits: [{path, start, end, text}]}], the best first
//	unneeded     true where the place can simply be taken out
//	ignored      {by: "comment" or "baseline", reason}, where it is ignored
//	fingerprint  stable under edits elsewhere; unique within a plugin
//	url          the rule's page
//
// Paths have slashes and are relative to the working directory; a file in a
// package is package.difypkg!/path. start and end are {line, column, offset}:
// line and column are 1-based, columns in code points, and offset is the
// 0-based byte. The end is exclusive. What stands in no text (a missing file,
// an image) is at line 1, column 1, offset 0. The edits of one fix belong
// together, and their places are those of the files as they were checked; a
// fix that edits a file which no finding shows is left out.
//
// The document has a plugin and a finding a line, so that line tools can be
// used on it: grep '"gate":"install"' counts what the daemon refuses.
//
// Not stable: see docs/stability.md. What the formats promise stands there too.
package report

import (
	"cmp"
	"io"
	"os"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
)

// Options say how to print. The zero value is valid.
type Options struct {
	// Color marks parts of text and concise by ANSI sequences; see UseColor.
	Color bool
	// Width is the number of terminal cells that text may use for a line; 0 means
	// 100. Messages are wrapped at words where Wrap is set.
	Width int
	Wrap  bool
	// Height, where set, is the number of lines of a screen: text that does not
	// fit on it begins with the verdicts, besides ending with them.
	Height int
	// Verdicts adds to text a line for each plugin: at which gates it passes. It
	// is meant for runs of all rules.
	Verdicts bool
	// Sort is the order of text and concise: "gate" (the first refusal first, the
	// default of text) or "path" (the default of concise).
	Sort string
	// MaxFindings, where set, is how many findings text and concise show.
	MaxFindings int
	// Lang is the language; nil is English. JSON is the same in every language.
	Lang *lang.Language
	// Program is the name of the program in text's help; "" means difylint.
	Program string
	// Version is difylint's own, for the documents that name their tool.
	Version string
	// Rules, where set, are the IDs of the rules of a run that was not of all of
	// the program's: what json and jsonl say is then no verdict on a plugin.
	Rules []string
	// Shard, where set, says which part of all plugins jsonl holds: "1/4".
	Shard string
	// ShowIgnored adds the findings that a comment or the baseline ignores to
	// the formats that can mark them.
	ShowIgnored bool
}

// Input is what to print.
type Input struct {
	Result  *lint.Result
	Options Options
}

// format is a format, and how it is written.
type format[F any] struct {
	name  string
	write F
}

var formats = []format[func(io.Writer, *view) error]{
	{"text", writeText},
	{"concise", writeConcise},
	{"json", writeJSON},
	{"jsonl", writeJSONL},
	{"sarif", writeSARIF},
	{"github", writeGitHub},
	{"gitlab", writeGitLab},
	{"junit", writeJUnit},
	{"checkstyle", writeCheckstyle},
	{"rdjsonl", writeRDJSONL},
	{"markdown", writeMarkdown},
}

// Formats lists the names of the formats, the default first.
func Formats() []string { return namesOf(formats) }

func namesOf[F any](of []format[F]) []string {
	names := make([]string, len(of))
	for i := range of {
		names[i] = of[i].name
	}
	return names
}

// writerOf is how a format is written. The error says that there is no such
// format.
func writerOf[F any](of []format[F], name string) (write F, err error) {
	for _, f := range of {
		if f.name == name {
			return f.write, nil
		}
	}
	names := namesOf(of)
	if n, ok := near.Nearest(name, names); ok {
		return write, text.Errorf("%q is not a format; did you mean %q?", name, n)
	}
	return write, text.Errorf("%q is not a format; one of %s", name, strings.Join(names, ", "))
}

// Write prints the result in a format. The error is the writer's, or says that
// there is no such format.
func Write(w io.Writer, name string, in Input) error {
	write, err := writerOf(formats, name)
	if err != nil {
		return err
	}
	return write(w, &view{cmp.Or(in.Result, &lint.Result{}), in.Options})
}

// UseColor decides whether to colour what is written to f. NO_COLOR, where set,
// says no; CLICOLOR_FORCE and FORCE_COLOR, where set and not 0, say yes;
// otherwise a terminal that is not TERM=dumb is coloured.
func UseColor(f *os.File, getenv func(string) string) bool {
	if getenv == nil {
		getenv = func(string) string { return "" }
	}
	if getenv("NO_COLOR") != "" {
		return false
	}
	for _, name := range []string{"CLICOLOR_FORCE", "FORCE_COLOR"} {
		if v := getenv(name); v != "" && v != "0" {
			return true
		}
	}
	if f == nil || getenv("TERM") == "dumb" || getenv("CLICOLOR") == "0" {
		return false
	}
	return terminal.Is(f) && terminal.Sequences(f)
}
