package config

// One file: its keys, their places, and what is wrong with them.

import (
	"bytes"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// invalid is the rule whose findings the problems are.
const invalid = "config/invalid"

// severities are what a rule can be set to: on means at its own severity.
var severities = []string{"error", "warning", "info", "off", "on"}

// failOn are the words of fail-on.
var failOn = []string{"error", "warning", "info", "never"}

// profiles are the words of target.profile.
var profiles = []string{"marketplace", "private", "official"}

var difyVersion = text.Regexp(`^(?:>=\s*)?[0-9]{1,4}(?:\.[0-9]{1,4}){1,2}(?:\.\.(?:[0-9]{1,4}(?:\.[0-9]{1,4}){1,2})?)?$`)

// known is what a configuration may name.
type known struct {
	rules    map[string]*lint.Rule
	patterns []string
	list     []*lint.Rule
	invalid  *lint.Rule
}

func newKnown(rules []*lint.Rule) *known {
	k := &known{list: rules, rules: map[string]*lint.Rule{}, patterns: lint.Patterns(rules)}
	for _, r := range rules {
		k.rules[r.ID] = r
	}
	if k.invalid = k.rules[invalid]; k.invalid == nil {
		k.invalid = &lint.Rule{ID: invalid, Severity: lint.Error, Gate: lint.None}
	}
	return k
}

// value is one word of a file and its place.
type value struct {
	text string
	at   plugin.Place
}

// ruleSetting is what is said of one rule, each part with its place.
type ruleSetting struct {
	severity value // "" where nothing is said
	options  map[string]optionValue
}

type optionValue struct {
	value any
	at    plugin.Place
}

// with lays another setting over this one.
func (s ruleSetting) with(over ruleSetting) ruleSetting {
	out := ruleSetting{severity: s.severity, options: map[string]optionValue{}}
	if over.severity.text != "" {
		out.severity = over.severity
	}
	maps.Copy(out.options, s.options)
	maps.Copy(out.options, over.options)
	return out
}

func (s ruleSetting) setting() lint.Setting {
	var out lint.Setting
	switch s.severity.text {
	case "":
	case "off":
		out.Off = true
	case "on":
		out.On = true
	default:
		out.Severity, _ = lint.ParseSeverity(s.severity.text)
	}
	if len(s.options) > 0 {
		out.Options = map[string]any{}
		for name, v := range s.options {
			out.Options[name] = v.value
		}
	}
	return out
}

// override is a part that holds for some files.
type override struct {
	files []string
	rules map[string]ruleSetting
	at    plugin.Place
}

// source is one file as it was read. What is wrong with it is left out of it.
type source struct {
	name      string // absolute
	file      *text.File
	doc       *plugin.Document
	known     *known
	extends   []value
	values    map[string]value
	exclude   []value
	rules     map[string]ruleSetting
	overrides []override
	problems  []lint.Finding
}

// toml reports whether the file is a pyproject.toml.
func (s *source) toml() bool { return s.file.Path == projectName }

// meant reports whether a pyproject.toml has our table, or a mistake that hides it.
func (s *source) meant() bool {
	return s.doc != nil && (s.doc.Root != nil || s.doc.Tree.Err != nil && bytes.Contains(s.file.Data, []byte("tool."+toolName)))
}

// table is the place of the table in a pyproject.toml.
func (s *source) table() plugin.Place {
	if s.doc == nil || s.doc.Root == nil {
		return plugin.AtSpan(s.file, text.Span{})
	}
	return plugin.At(s.doc, s.doc.Root)
}

// rename writes another key.
func (s *source) rename(e *yaml.Node, key string) []text.Edit {
	if !s.toml() {
		return yamledit.RenameKey(s.doc.Tree, e, key)
	}
	if strings.Trim(key, "abcdefghijklmnopqrstuvwxyz0123456789_-") != "" {
		key = strconv.Quote(key)
	}
	return text.ReplaceText(s.file, e.Key.Span, key)
}

// replace writes another word as the value.
func (s *source) replace(n *yaml.Node, word string) []text.Edit {
	if !s.toml() {
		return yamledit.ReplaceValue(s.doc.Tree, n, word)
	}
	return text.ReplaceText(s.file, n.Span, strconv.Quote(word))
}

// source reads a file, once.
func (r *Resolver) source(name string) *source {
	if s, ok := r.files[name]; ok {
		return s
	}
	s := &source{name: name, known: r.known, values: map[string]value{}, rules: map[string]ruleSetting{}}
	r.files[name] = s
	data, err := r.read(name)
	base := name[strings.LastIndexAny(name, `/\`)+1:]
	s.file = text.NewFile(base, data)
	if r.drafts {
		s.file = text.NewDraft(base, data)
	}
	switch {
	case err != nil:
		s.problem(plugin.AtSpan(s.file, text.Span{}), "the file cannot be read: %s", reason(err))
	case len(data) > MaxSize:
		s.file = text.NewFile(base, nil)
		s.problem(plugin.AtSpan(s.file, text.Span{}), "the file is larger than %d bytes", MaxSize)
	default:
		s.parse()
	}
	return s
}

// reason is an error's text without the path, which the report prints.
func reason(err error) string {
	s := err.Error()
	return s[strings.LastIndex(s, ": ")+1:]
}

// problem is what config/invalid reports.
func problem(at plugin.Place, format string, args ...any) lint.Finding {
	return lint.Finding{Place: at, Message: lint.Msg(format, args...), Severity: lint.Error}
}

func (s *source) problem(at plugin.Place, format string, args ...any) *lint.Finding {
	s.problems = append(s.problems, problem(at, format, args...))
	return &s.problems[len(s.problems)-1]
}

func (s *source) parse() {
	tree := s.tree()
	s.doc = &plugin.Document{Path: s.file.Path, File: s.file, Tree: tree, Root: tree.Root}
	if e := tree.Err; e != nil {
		s.problem(plugin.AtSpan(s.file, e.Span), e.Format, e.Args...)
	}
	if !tree.Second.IsEmpty() {
		s.problem(plugin.AtSpan(s.file, tree.Second), "a second document begins here; only the first is read")
	}
	if tree.Root == nil || tree.Root.IsNull() {
		return
	}
	s.keys(tree.Root, text.Msg("the configuration"), map[string]func(*yaml.Node){
		"extends":   s.readExtends,
		"rules":     func(n *yaml.Node) { s.rules = s.readRules(n, true) },
		"exclude":   func(n *yaml.Node) { s.exclude = s.globs(n) },
		"overrides": s.readOverrides,
		"baseline":  s.readBaseline,
		"fail-on":   func(n *yaml.Node) { s.word(n, "fail-on", failOn) },
		"lang":      func(n *yaml.Node) { s.word(n, "lang", lang.Tags()) },
		"target":    s.readTarget,
		"ignores":   s.readIgnores,
	})
}

// tree reads the file's keys and values, of a pyproject.toml those of our table.
func (s *source) tree() *yaml.Tree {
	if !s.toml() {
		return yaml.Parse(s.file)
	}
	root, problem := requirement.Tool(s.file, toolName)
	tree := &yaml.Tree{File: s.file, Root: root}
	switch {
	case problem != nil:
		tree.Err = &yaml.SyntaxError{Span: problem.Span, Format: problem.Format, Args: problem.Args}
	case root == nil:
		s.problem(plugin.AtSpan(s.file, text.Span{}), "there is no table [tool.%s] in this file", toolName)
	}
	return tree
}

// keys calls the reader of each key of a mapping, and tells of those that have
// none.
func (s *source) keys(n *yaml.Node, what any, read map[string]func(*yaml.Node)) {
	if !n.IsMapping() {
		s.problem(plugin.At(s.doc, n), "%s is %s and must be a mapping", what, n.Resolve().Kind)
		return
	}
	names := slices.Sorted(maps.Keys(read))
	for _, e := range s.entries(n) {
		if f := read[e.Key.Value]; f != nil {
			f(e)
			continue
		}
		s.unknownKey(e, what, names)
	}
}

// unknownKey reports a key that the configuration does not have.
func (s *source) unknownKey(e *yaml.Node, what any, names []string) {
	at := plugin.AtKey(s.doc, e)
	if meant, ok := near.Nearest(e.Key.Value, names); ok {
		f := s.problem(at, "unknown key %q in %s; did you mean %q?", e.Key.Value, what, meant)
		f.Fixes = lint.SafeFix(lint.Msg("Write %s", meant), s.rename(e, meant))
		return
	}
	s.problem(at, "unknown key %q in %s; the keys are %s", e.Key.Value, what, text.Join(names))
}

// entries is a mapping's entries with scalar keys, each key once.
func (s *source) entries(n *yaml.Node) []*yaml.Node {
	var out []*yaml.Node
	seen := map[string]bool{}
	for _, e := range n.Entries() {
		switch {
		case e.IsMerge():
			s.problem(plugin.AtKey(s.doc, e), "merge keys (<<) have no effect in this file; write the entries themselves")
		case e.Key.Kind != yaml.Scalar:
			s.problem(plugin.AtKey(s.doc, e), "this key is %s and must be a word", e.Key.Kind)
		case seen[e.Key.Value]:
			s.problem(plugin.AtKey(s.doc, e), "%q stands twice in one mapping", e.Key.Value)
		default:
			seen[e.Key.Value] = true
			out = append(out, e)
		}
	}
	return out
}

// scalar is the text of a value that must be one.
func (s *source) scalar(n *yaml.Node, what string) (value, bool) {
	if !n.IsScalar() || n.IsNull() {
		var kind yaml.Kind // nothing
		if !n.IsNull() {
			kind = n.Resolve().Kind
		}
		s.problem(plugin.At(s.doc, n), "%s must have a value, not %s", what, kind)
		return value{}, false
	}
	return value{text: n.Text(), at: plugin.At(s.doc, n)}, true
}

// word reads a value that is one of some words.
func (s *source) word(n *yaml.Node, key string, words []string) {
	if v, ok := s.scalar(n, key); ok && s.oneOf(n, v.text, key, words) {
		s.values[key] = v
	}
}

func (s *source) oneOf(n *yaml.Node, got string, what any, words []string) bool {
	if slices.Contains(words, got) {
		return true
	}
	if meant, ok := near.Nearest(got, words); ok {
		f := s.problem(plugin.At(s.doc, n), "%s cannot be %q; did you mean %q?", what, got, meant)
		f.Fixes = lint.SafeFix(lint.Msg("Write %s", meant), s.replace(n, meant))
		return false
	}
	s.problem(plugin.At(s.doc, n), "%s cannot be %q; it is one of %s", what, got, text.Join(words))
	return false
}

func (s *source) readExtends(n *yaml.Node) {
	for _, item := range oneOrMore(n) {
		if v, ok := s.scalar(item, "extends"); ok {
			s.extends = append(s.extends, v)
		}
	}
}

// oneOrMore is a list's items, or the value alone.
func oneOrMore(n *yaml.Node) []*yaml.Node {
	if n.IsSequence() {
		return n.Items()
	}
	return []*yaml.Node{n}
}

func (s *source) globs(n *yaml.Node) []value {
	var out []value
	for _, item := range oneOrMore(n) {
		v, ok := s.scalar(item, "a pattern of paths")
		switch {
		case !ok:
		case strings.Contains(v.text, `\`):
			s.problem(v.at, "%q has a backslash; paths are written with slashes", v.text)
		case v.text == "" || !doublestar.ValidatePattern(v.text):
			s.problem(v.at, "%q is no valid pattern: a bracket or brace is not closed", v.text)
		default:
			out = append(out, v)
		}
	}
	return out
}

func (s *source) readTarget(n *yaml.Node) {
	s.keys(n, "target", map[string]func(*yaml.Node){
		"profile": func(n *yaml.Node) { s.word(n, "target.profile", profiles) },
		"dify": func(n *yaml.Node) {
			v, ok := s.scalar(n, "target.dify")
			if !ok {
				return
			}
			if _, _, err := releases.ParseTarget(v.text); err != nil {
				s.problem(v.at, "target.dify: %s; write 1.9.0, 1.6.0..1.9.2 or \">=1.6.0\"", err)
				return
			}
			s.values["target.dify"] = v
		},
		"installation": s.readInstallation,
		"review-date": func(n *yaml.Node) {
			v, ok := s.scalar(n, "target.review-date")
			if !ok {
				return
			}
			if _, err := time.Parse(time.DateOnly, v.text); err != nil {
				s.problem(v.at, "%q is no date; write it as 2026-05-01", v.text)
				return
			}
			s.values["target.review-date"] = v
		},
	})
}

// readInstallation reads the path of an installation. It is relative, as the file may
// be a stranger's and the installation's lines are printed.
func (s *source) readInstallation(n *yaml.Node) {
	v, ok := s.scalar(n, "target.installation")
	switch {
	case !ok:
	case strings.Contains(v.text, `\`):
		s.problem(v.at, "%q has a backslash; paths are written with slashes", v.text)
	case v.text == "" || path.IsAbs(v.text) || filepath.IsAbs(v.text) || strings.Contains(v.text, "://"):
		s.problem(v.at, "%q is not a relative path; write the installation's path from the folder of this file", v.text)
	default:
		s.values["target.installation"] = v
	}
}

// readBaseline reads the path of a baseline. It lies in this folder or below it:
// the file may be a stranger's, and the baseline is written.
func (s *source) readBaseline(n *yaml.Node) {
	v, ok := s.scalar(n, "baseline")
	switch {
	case !ok:
	case strings.Contains(v.text, `\`):
		s.problem(v.at, "%q has a backslash; paths are written with slashes", v.text)
	case !filepath.IsLocal(filepath.FromSlash(v.text)):
		s.problem(v.at, "%q does not lie in the folder of this file; write the path of the baseline from here", v.text)
	default:
		s.values["baseline"] = v
	}
}

func (s *source) readIgnores(n *yaml.Node) {
	s.keys(n, "ignores", map[string]func(*yaml.Node){
		"require-reason": func(n *yaml.Node) {
			v, ok := s.scalar(n, "ignores.require-reason")
			if ok && n.Resolve().Tag != "!!bool" {
				s.problem(v.at, "ignores.require-reason is true or false, not %q", v.text)
			} else if ok {
				v.text = strings.ToLower(v.text)
				s.values["ignores.require-reason"] = v
			}
		},
	})
}

func (s *source) readOverrides(n *yaml.Node) {
	if !n.IsSequence() {
		if !n.IsNull() {
			s.problem(plugin.At(s.doc, n), "overrides is %s and must be a list", n.Resolve().Kind)
		}
		return
	}
	for _, item := range n.Items() {
		o := override{at: plugin.AtHead(s.doc, item)}
		before := len(s.problems)
		s.keys(item, text.Msg("an override"), map[string]func(*yaml.Node){
			"files": func(n *yaml.Node) {
				for _, v := range s.globs(n) {
					o.files = append(o.files, v.text)
				}
			},
			"rules": func(n *yaml.Node) { o.rules = s.readRules(n, false) },
		})
		if len(o.files) == 0 && len(s.problems) == before {
			s.problem(o.at, "this override names no files, so it never holds")
		}
		s.overrides = append(s.overrides, o)
	}
}

// readRules reads severities, and options where they may be set.
func (s *source) readRules(n *yaml.Node, options bool) map[string]ruleSetting {
	out := map[string]ruleSetting{}
	if n.IsNull() {
		return out
	}
	if !n.IsMapping() {
		s.problem(plugin.At(s.doc, n), "rules is %s and must be a mapping of rules to severities", n.Resolve().Kind)
		return out
	}
	for _, e := range s.entries(n) {
		id := e.Key.Value
		rule := s.known.rules[id]
		switch {
		case !slices.Contains(s.known.patterns, id):
			f := s.problem(plugin.AtKey(s.doc, e), "there is no rule %q", id)
			if meant, ok := near.Nearest(id, s.known.patterns); ok {
				f.Message = lint.Msg("there is no rule %q; did you mean %q?", id, meant)
				f.Fixes = lint.SafeFix(lint.Msg("Write %s", meant), s.rename(e, meant))
			}
		case e.IsMapping():
			out[id] = s.readRule(e, rule, options)
		default:
			if v, ok := s.scalar(e, id); ok && s.severity(e, v.text, id) {
				out[id] = ruleSetting{severity: v}
			}
		}
	}
	return out
}

func (s *source) severity(n *yaml.Node, got, id string) bool {
	if id == invalid && got == "off" {
		s.problem(plugin.At(s.doc, n), "%s cannot be turned off: what is wrong here must be seen", id)
		return false
	}
	return s.oneOf(n, got, text.Msg("the severity of %s", id), severities)
}

// readRule reads a mapping of one rule's severity and options.
func (s *source) readRule(n *yaml.Node, rule *lint.Rule, options bool) ruleSetting {
	id := n.Key.Value
	out := ruleSetting{options: map[string]optionValue{}}
	names := []string{"severity"}
	if rule != nil {
		for _, o := range rule.Options {
			names = append(names, o.Name)
		}
	}
	for _, e := range s.entries(n) {
		key := e.Key.Value
		if key == "severity" {
			if v, ok := s.scalar(e, key); ok && s.severity(e, v.text, id) {
				out.severity = v
			}
			continue
		}
		i := -1
		if rule != nil {
			i = slices.IndexFunc(rule.Options, func(o lint.Option) bool { return o.Name == key })
		}
		switch {
		case i < 0 && rule == nil:
			s.problem(plugin.AtKey(s.doc, e), "options belong to single rules; %s takes a severity only", id)
		case i < 0:
			s.unknownKey(e, id, names)
		case !options:
			s.problem(plugin.AtKey(s.doc, e), "an option holds for the whole plugin; set it under rules, not in an override")
		default:
			if v, ok := s.option(e, &rule.Options[i]); ok {
				out.options[key] = optionValue{v, plugin.At(s.doc, e)}
			}
		}
	}
	return out
}

// option reads an option's value as its type has it.
func (s *source) option(n *yaml.Node, o *lint.Option) (any, bool) {
	if o.Type == "strings" {
		list := []string{}
		for _, item := range oneOrMore(n) {
			v, ok := s.scalar(item, o.Name)
			if !ok {
				return nil, false
			}
			if len(o.Enum) > 0 && !s.oneOf(item, v.text, o.Name, o.Enum) {
				return nil, false
			}
			list = append(list, v.text)
		}
		return list, true
	}
	v, ok := s.scalar(n, o.Name)
	if !ok {
		return nil, false
	}
	tag := n.Resolve().Tag
	switch o.Type {
	case "string":
		if len(o.Enum) > 0 && !s.oneOf(n, v.text, o.Name, o.Enum) {
			return nil, false
		}
		return v.text, true
	case "boolean":
		if tag == "!!bool" {
			return strings.EqualFold(v.text, "true"), true
		}
	case "integer":
		if i, err := strconv.Atoi(strings.ReplaceAll(v.text, "_", "")); err == nil && tag == "!!int" {
			return i, true
		}
	case "number":
		if f, err := strconv.ParseFloat(v.text, 64); err == nil && (tag == "!!int" || tag == "!!float") {
			return f, true
		}
	}
	s.problem(v.at, "%s must be %s, not %q", o.Name, article(o.Type), v.text)
	return nil, false
}

func article(typ string) text.Message {
	switch typ {
	case "integer":
		return text.Msg("a whole number")
	case "number":
		return text.Msg("a number")
	case "boolean":
		return text.Msg("true or false")
	}
	return text.Msg("a %s", typ)
}
