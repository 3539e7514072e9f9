// Package yaml holds the rules about YAML itself: what the two parsers of the
// platform refuse, and what they read differently.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package yaml

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/text"
)

// Syntax reports files that are not YAML.
var Syntax = &lint.Rule{
	ID: "yaml/syntax", Gate: lint.Package, Severity: lint.Error, Refuses: releases.Every(releases.Daemon, releases.SDK), Since: "0.1.0", Bundles: true,
	Title:      "a declaration file is not valid YAML",
	Why:        "The daemon decodes the manifest and every file it names before it packages or installs a plugin, and stops at the first file that its YAML parser cannot read. Its message has at best a line number, often of the line above; difylint reports the place where the text must change.",
	Sources:    []string{"dify-plugin-daemon: pkg/plugin_packager/decoder/helper.go"},
	RunsBroken: true,
	Run: func(p *lint.Pass) {
		for _, d := range p.Plugin.Documents() {
			if d.Tree == nil || d.Tree.Err == nil || d.Inline {
				continue
			}
			e := d.Tree.Err
			f := lint.Finding{Place: plugin.AtSpan(d.File, e.Span), Message: lint.Msg(e.Format, e.Args...)}
			if !e.Opened.IsEmpty() && e.Opened != e.Span {
				says := e.OpenedSays
				if says.Format == "" {
					says = lint.Msg("the error belongs to what begins here")
				}
				f.Related = []lint.Related{{Place: plugin.AtSpan(d.File, e.Opened), Message: says}}
			}
			if e.Raw == "utf-16" || !d.Daemon {
				f.Gate = lint.Start // yaml.v3 reads UTF-16, Python's open(encoding="utf-8") does not
			}
			if e.Instead != "" {
				f.Fixes = lint.SafeFix(lint.Msg("Replace the tab"), text.ReplaceText(d.File, e.Span, e.Instead))
			}
			p.Report(f)
		}
	},
}
