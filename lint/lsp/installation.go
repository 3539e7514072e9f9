package lsp

// The files of an installation of Dify: what a setting is.

import (
	"cmp"
	"strings"

	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

var settingName = text.Regexp(`[A-Za-z_][A-Za-z0-9_]*`)

// describeSetting says what the setting under the cursor is: who reads it, and
// what its container gets here.
func (v *view) describeSetting(pl *plugin.Plugin, off int) (string, text.Span) {
	line := v.file.LineSpan(v.file.LineAt(off))
	for _, m := range settingName().FindAllIndex(v.file.Data[line.Start:line.End], -1) {
		span := text.Span{Start: line.Start + m[0], End: line.Start + m[1]}
		if !holds(span, off) {
			continue
		}
		if about := v.ofSetting(pl, v.file.Slice(span)); about != "" {
			return about, span
		}
	}
	return "", text.Span{}
}

// settingKinds are the Go types of the daemon's settings in words.
var settingKinds = map[string]string{
	"bool": "true or false", "int": "whole number", "int64": "whole number", "uint16": "whole number", "float64": "number",
	"string": "text", "[]string": "texts with commas between them", "time.Duration": "time with its unit, such as 30s",
}

// ofSetting describes a setting by a name on the host or in the container.
func (v *view) ofSetting(pl *plugin.Plugin, name string) string {
	l := v.s.lang()
	h := v.project.home
	target := h.target(pl.FS)
	in := installation.Of(target.Plugin())
	set := cmp.Or(installation.OfHost(name), installation.OfDaemon(name))
	var parts []string
	if set != nil {
		first := l.Say("Read by plugin_daemon since %s.", set.Since)
		if set.Name != name {
			first = l.Say("Read by plugin_daemon since %s, as %s in its container.", set.Since, code(set.Name))
		} else if set.Host != name && set.Host != "" {
			first = l.Say("Read by plugin_daemon since %s; in Dify's .env its name is %s.", set.Since, code(set.Host))
		}
		if set.Until != "" {
			first += " " + l.Say("Not read any more since %s.", set.Until)
		} else if !set.Used {
			first += " " + l.Say("No code makes use of it.")
		}
		parts = append(parts, first)
		if _, words, ok := strings.Cut(set.Demand, "oneof="); ok {
			parts = append(parts, l.Say("One of %s.", "`"+strings.Join(strings.Fields(words), "`, `")+"`"))
		} else if strings.Contains(set.Demand, "required") && set.Default == "" {
			parts = append(parts, l.Say("It must be set."))
		}
		if set.Default != "" && !installation.Secret(set.Name) {
			parts = append(parts, l.Say("Default: %s", code(set.Default)))
		}
		if d := in.Daemon(); d != nil && !in.Alone {
			if got := d.Env[set.Name]; got != nil {
				parts = append(parts, l.Say("plugin_daemon gets %s here.", code(got.Shown())))
			} else {
				parts = append(parts, l.Say("plugin_daemon gets nothing here: the default holds."))
			}
		}
	}
	if d := installation.OfDify(name); d != nil && (set == nil || set.Host == name) {
		words := l.Say("Read by Dify's containers since %s.", d.Since)
		if d.Until != "" {
			words += " " + l.Say("Not read any more since %s.", d.Until)
		}
		parts = append(parts, words)
	}
	if installation.OfSDK(name) != nil && set == nil {
		parts = append(parts, l.Say("Read by a plugin under remote debugging, on its author's machine: it belongs into the .env of the plugin."))
	}
	if len(parts) == 0 {
		return ""
	}
	head := "**" + code(name) + "**"
	if set != nil && settingKinds[set.Kind] != "" {
		head += l.Say(": ") + l.Words(settingKinds[set.Kind])
	}
	return head + "\n\n" + strings.Join(parts, "\n\n")
}
