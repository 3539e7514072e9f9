package config

// What is in force for a path, and from which file and line.

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
)

// Explanation is what is in force for a path.
type Explanation struct {
	// Plugin is the folder of the plugin, and Path the file below it, or "".
	Plugin, Path string
	// Files are the configuration that holds and those it extends, the latter
	// first; none where the defaults hold.
	Files []string
	// Excluded is the pattern that leaves the path out, or nil.
	Excluded *Value
	// Values are the keys outside rules.
	Values []Value
	// Rules are all rules, in the catalogue's order.
	Rules []RuleValue
	// Problems are what is wrong with the files.
	Problems []lint.Finding
}

// Value is one value in force.
type Value struct {
	Key, Value string
	// From is file:line, or "default".
	From string
}

// RuleValue is what is in force for one rule.
type RuleValue struct {
	Rule *lint.Rule
	// Severity is error, warning, info or off; for a path, after the overrides.
	Severity, From string
	Options        []Value
}

// Explain tells what is in force for a file or folder of a plugin, given its
// name on the machine. A path in no plugin is taken as a folder of one.
func (r *Resolver) Explain(name string) *Explanation {
	r.mu.Lock()
	defer r.mu.Unlock()
	full := r.abs(name)
	folder := full
	if info, err := r.fs.Stat(full); err != nil || !info.IsDir() {
		folder = filepath.Dir(full)
	}
	for root := range upwards(folder) {
		if _, err := r.fs.Stat(filepath.Join(root, plugin.ManifestName)); err == nil {
			folder = root
			break
		}
		if r.isRoot(root) {
			break
		}
	}
	e := &Explanation{Plugin: r.label(folder)}
	if rel, err := filepath.Rel(folder, full); err == nil && rel != "." {
		e.Path = filepath.ToSlash(rel)
	}
	res := r.resolve(e.Plugin)
	if res == nil {
		res = &resolved{config: &lint.Config{}}
	}
	for _, s := range res.files {
		e.Files = append(e.Files, r.label(s.name))
	}
	e.Problems = res.config.Problems
	e.fill(r, res)
	return e
}

// What an explanation says besides words of a configuration.
var (
	byDefault = text.Msg("default").Format
	nothing   = text.Msg("none").Format
	manifests = text.Msg("by the manifest").Format
	nearest   = text.Msg("the nearest").Format
)

func (e *Explanation) fill(r *Resolver, res *resolved) {
	from := func(at plugin.Place) string {
		for _, s := range res.files {
			if s.file == at.File {
				return r.label(s.name) + ":" + strconv.Itoa(at.File.Position(at.Span.Start).Line)
			}
		}
		return byDefault
	}
	for _, k := range [...][2]string{{"fail-on", "error"}, {"lang", text.Msg("by the locale").Format}, {"baseline", nothing}, {"target.profile", manifests}, {"target.dify", manifests}, {"target.installation", nothing}, {"target.review-date", text.Msg("today").Format}, {"ignores.require-reason", "false"}} {
		v := Value{Key: k[0], Value: k[1], From: byDefault}
		if set, ok := res.values[k[0]]; ok {
			v.Value, v.From = set.text, from(set.at)
		} else if k[0] == "baseline" {
			folder, packaged := r.folder(e.Plugin)
			if name := r.find(folder, packaged, lint.BaselineName); name != "" {
				v.Value, v.From = r.label(name), nearest
			}
		}
		e.Values = append(e.Values, v)
	}
	for _, x := range res.exclude {
		v := Value{Key: "exclude", Value: x.text, From: from(x.at)}
		e.Values = append(e.Values, v)
		if e.Path != "" && e.Excluded == nil && (lint.Globs{Patterns: []string{x.text}, Base: res.config.Exclude.Base}).Match(e.Path) {
			e.Excluded = &v
		}
	}
	for _, rule := range r.known.list {
		e.Rules = append(e.Rules, e.rule(res, rule, from))
	}
}

// rule finds the last word on a rule, as lint.Config does.
func (e *Explanation) rule(res *resolved, rule *lint.Rule, from func(plugin.Place) string) RuleValue {
	out := RuleValue{Rule: rule, Severity: rule.Severity.String(), From: byDefault}
	if rule.Off {
		out.Severity = "off"
	}
	say := func(rules map[string]ruleSetting) {
		set, ok := rules[rule.ID]
		if !ok {
			set, ok = rules[rule.Family()+"/*"]
		}
		if !ok || set.severity.text == "" {
			return
		}
		out.From = from(set.severity.at)
		if out.Severity = set.severity.text; out.Severity == "on" {
			out.Severity = rule.Severity.String()
		}
	}
	say(res.rules)
	if v, ok := res.values["ignores.require-reason"]; ok && rule.ID == noReason && v.text == "true" && out.Severity == "off" && out.From == byDefault {
		out.Severity, out.From = rule.Severity.String(), from(v.at)
	}
	for i, o := range res.over {
		if e.Path != "" && res.config.Overrides[i].Files.Match(e.Path) {
			say(o.rules)
		}
	}
	for _, o := range rule.Options {
		v := Value{Key: o.Name, Value: fmt.Sprint(o.Default), From: byDefault}
		if set, ok := res.rules[rule.ID].options[o.Name]; ok {
			v.Value, v.From = fmt.Sprint(set.value), from(set.at)
		}
		out.Options = append(out.Options, v)
	}
	return out
}

// Print writes the explanation as text. Of the rules, those that are not as
// they are by default are listed; all of them with all.
func (e *Explanation) Print(w io.Writer, all bool) error { return e.PrintIn(nil, w, all) }

// PrintIn is Print in a language.
func (e *Explanation) PrintIn(l *lang.Language, w io.Writer, all bool) error {
	var b strings.Builder
	what := e.Plugin
	if e.Path != "" {
		what = strings.TrimPrefix(e.Plugin+"/"+e.Path, "./")
	}
	if len(e.Files) == 0 {
		b.WriteString(l.Say("%s: no %s holds; the defaults do", what, Name) + "\n")
	} else {
		m := text.Msg("%s: %s holds", what, e.Files[len(e.Files)-1])
		if n := len(e.Files) - 1; n > 0 {
			m = m.And(", extending %s", text.Join(e.Files[:n]))
		}
		b.WriteString(l.Text(m) + "\n")
	}
	if e.Excluded != nil {
		b.WriteString(l.Say("findings here are left out by the pattern %q (%s)", e.Excluded.Value, e.Excluded.From) + "\n")
	}
	var rows [][]string
	for _, v := range e.Values {
		value := v.Value
		if v.From == byDefault {
			value = l.Words(value)
		}
		rows = append(rows, []string{v.Key, value, l.Words(v.From)})
	}
	for _, r := range e.Rules {
		set := r.From != byDefault
		for _, o := range r.Options {
			set = set || o.From != byDefault
		}
		if !set && !all {
			continue
		}
		rows = append(rows, []string{r.Rule.ID, r.Severity, l.Words(r.From)})
		for _, o := range r.Options {
			if all || o.From != byDefault {
				rows = append(rows, []string{"  " + o.Key, o.Value, l.Words(o.From)})
			}
		}
	}
	b.WriteString(terminal.Table(rows))
	problems := slices.Clone(e.Problems)
	slices.SortStableFunc(problems, func(a, b lint.Finding) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	for i := range problems {
		f := &problems[i]
		b.WriteString(l.Say("%s:%d: %s", f.Label(), f.File.Position(f.Span.Start).Line, f.Message) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
