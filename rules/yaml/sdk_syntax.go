package yaml

import (
	"bytes"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// SDKSyntax reports what the daemon's YAML parser takes and the SDK's refuses.
var SDKSyntax = &lint.Rule{
	ID: "yaml/sdk-syntax", Gate: lint.Start, Severity: lint.Error, Refuses: releases.Every(releases.SDK), Since: "0.2.0",
	Title: "YAML that the daemon reads and the SDK does not",
	Why: "The daemon reads the declarations with yaml.v3, the SDK with PyYAML, and the two do not take the same files. PyYAML " +
		"refuses a tab everywhere but in quotes, in a comment and in the text of a block, an anchor that is defined twice in " +
		"a file, and the escape `\\'` in double quotes. The plugin packages and installs, and its process ends at the start.",
	Sources: []string{"PyYAML: lib/yaml/scanner.py (scan_to_next_token, scan_flow_scalar_non_spaces)", "PyYAML: lib/yaml/composer.py (compose_node)", "dify-plugin-sdks: src/dify_plugin/core/utils/yaml_loader.py"},
	Run: func(p *lint.Pass) {
		for _, d := range p.Plugin.Documents() {
			if d.Tree == nil || d.Tree.Err != nil || d.Inline || !d.SDK {
				continue
			}
			tabs(p, d)
			anchors(p, d)
			escapes(p, d)
		}
	},
}

// tabs reports the blanks with tabs that stand between tokens or inside of plain
// text, and replaces each by one space, or by none at the end of a line.
func tabs(p *lint.Pass, d *plugin.Document) {
	data := d.File.Data
	if bytes.IndexByte(data, '\t') < 0 {
		return
	}
	free := freeOfTabs(d)
	for i := 0; i < len(data); i++ {
		if len(free) > 0 && i >= free[0].End {
			free = free[1:]
			i--
			continue
		}
		if data[i] != '\t' || len(free) > 0 && i >= free[0].Start {
			continue
		}
		run := blanks(data, i)
		line := d.File.LineSpan(d.File.LineAt(i))
		with := " "
		switch {
		case run.End == line.End:
			with = ""
		case run.Start == line.Start: // it indents what goes on from the line above
			with = strings.Repeat(" ", 2*run.Len())
		}
		p.Report(lint.Finding{
			Place:   plugin.AtSpan(d.File, text.Span{Start: i, End: i + 1}),
			Message: lint.Msg("the SDK's YAML reader refuses a tab here; use spaces"),
			Fold:    "tab",
			Fixes:   lint.SafeFix(lint.Msg("Replace the tab"), []text.Edit{{Path: d.Path, Span: run, New: with}}),
		})
		i = run.End - 1
	}
}

// blanks is the run of spaces and tabs around a place.
func blanks(data []byte, at int) text.Span {
	s := text.Span{Start: at, End: at}
	for s.Start > 0 && (data[s.Start-1] == ' ' || data[s.Start-1] == '\t') {
		s.Start--
	}
	for s.End < len(data) && (data[s.End] == ' ' || data[s.End] == '\t') {
		s.End++
	}
	return s
}

// freeOfTabs lists the parts of a file in which PyYAML takes a tab, in order:
// quoted text, comments and the text of blocks.
func freeOfTabs(d *plugin.Document) []text.Span {
	var out []text.Span
	comments := d.Tree.Comments()
	add := func(s text.Span) {
		for len(comments) > 0 && comments[0].Span.Start < s.Start {
			out = append(out, comments[0].Span)
			comments = comments[1:]
		}
		out = append(out, s)
	}
	d.Tree.Root.Walk(func(n *yaml.Node) bool {
		if n.Kind == yaml.Scalar {
			switch n.Style {
			case yaml.SingleQuoted, yaml.DoubleQuoted:
				add(n.Span)
			case yaml.Literal, yaml.Folded:
				header := d.File.LineSpan(d.File.LineAt(n.Span.Start)).End
				add(text.Span{Start: header, End: max(header, n.Span.End)})
			}
		}
		return true
	})
	for _, c := range comments {
		out = append(out, c.Span)
	}
	return out
}

// anchors reports the anchors that are defined a second time.
func anchors(p *lint.Pass, d *plugin.Document) {
	first := map[string]text.Span{}
	d.Tree.Root.Walk(func(n *yaml.Node) bool {
		if n.Anchor == "" || n.Kind == yaml.Alias {
			return true
		}
		at := n.Span
		if i := bytes.LastIndex(d.File.Data[:at.Start], []byte("&"+n.Anchor)); i >= 0 {
			at = text.Span{Start: i, End: i + 1 + len(n.Anchor)}
		}
		before, again := first[n.Anchor]
		if !again {
			first[n.Anchor] = at
			return true
		}
		p.Report(lint.Finding{
			Place:   plugin.AtPart(d, n, at),
			Message: lint.Msg("the anchor &%s is defined twice in this file, which the SDK's YAML reader refuses; name one of the two differently", n.Anchor),
			Key:     n.Anchor,
			Related: []lint.Related{{Place: plugin.AtSpan(d.File, before), Message: lint.Msg("defined first here")}},
		})
		return true
	})
}

// escapes reports the escapes in double quotes that PyYAML does not know.
func escapes(p *lint.Pass, d *plugin.Document) {
	data := d.File.Data
	d.Tree.Root.Walk(func(n *yaml.Node) bool {
		if n.Kind != yaml.Scalar || n.Style != yaml.DoubleQuoted {
			return true
		}
		for i := n.Span.Start; i+1 < n.Span.End; i++ {
			if data[i] != '\\' {
				continue
			}
			if i++; data[i] != '\'' {
				continue
			}
			p.Report(lint.Finding{
				Place:   plugin.AtPart(d, n, text.Span{Start: i - 1, End: i + 1}),
				Message: lint.Msg("the SDK's YAML reader does not know the escape \\'; in double quotes an apostrophe stands as it is"),
				Fold:    "escape",
				Fixes:   lint.SafeFix(lint.Msg("Remove the backslash"), []text.Edit{{Path: d.Path, Span: text.Span{Start: i - 1, End: i}, New: ""}}),
			})
		}
		return true
	})
}
