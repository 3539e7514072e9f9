package lint

// A baseline: what was found on some day and left for later. It is a file to be
// read in a review, sorted, a finding an entry, without line numbers:
//
//	version: 1
//	plugins:
//	  tools/search:
//	    manifest.yaml:
//	      - rule: schema/unknown-key
//	        at: resource.memry
//	        says: there is no key "memry"; did you mean "memory"?
//	        id: 0b5c5f8a4c0f1d2e3a4b5c6d
//	        reason: waits for the next release
//
// The id is the finding's fingerprint and what counts; at and says are for the
// reader, and reason may be added by hand. Plugins are named by their folder as
// seen from the baseline's.

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// BaselineName is the usual name of a baseline.
const BaselineName = ".difylint-baseline.yaml"

// maxBaseline bounds a baseline's file, in bytes.
const maxBaseline = 16 << 20

// BaselineEntry is one finding that was left for later.
type BaselineEntry struct {
	// Plugin is the plugin's folder as seen from the baseline's, with slashes.
	Plugin string
	// Path is the file below the plugin's root.
	Path string
	// Rule is the rule's ID.
	Rule string
	// Route and Message are as they were when the entry was written.
	Route, Message string
	Fingerprint    string
	Reason         string
}

// Baseline is a set of findings that were left for later. Options.Baseline
// marks them in a run. It is not changed by that.
type Baseline struct {
	// Entries are in the order of plugin, path, rule, route and fingerprint.
	Entries []BaselineEntry

	from func(dir string) string
}

// For is the baseline itself, for Options.Baseline: one for all plugins.
func (b *Baseline) For(string) *Baseline { return b }

// BaselineFrom is how plugins are named in a baseline in a folder of the
// machine: by the way from there.
func BaselineFrom(folder string) func(dir string) string {
	base, baseErr := filepath.Abs(folder)
	return func(dir string) string {
		if full, err := filepath.Abs(filepath.FromSlash(dir)); err == nil && baseErr == nil {
			if rel, err := filepath.Rel(base, full); err == nil {
				return filepath.ToSlash(rel)
			}
		}
		return dir
	}
}

// NewBaseline is one without entries. from names plugins, given their label
// (see BaselineFrom); nil takes the label.
func NewBaseline(from func(dir string) string) *Baseline {
	if from == nil {
		from = func(dir string) string { return dir }
	}
	return &Baseline{from: from}
}

// ReadBaseline reads a baseline's file. The error says which line is wrong, or
// is the machine's: fs.ErrNotExist where there is no file.
func ReadBaseline(name string) (*Baseline, error) {
	data, err := text.ReadFile(name, maxBaseline)
	if errors.Is(err, text.ErrTooLarge) {
		return nil, text.Errorf("%s: the baseline is larger than %d bytes", name, maxBaseline)
	}
	if err != nil {
		return nil, err
	}
	return ParseBaseline(text.NewFile(filepath.ToSlash(name), data), BaselineFrom(filepath.Dir(name)))
}

// ParseBaseline reads a baseline from its text.
func ParseBaseline(f *text.File, from func(dir string) string) (*Baseline, error) {
	b := NewBaseline(from)
	bad := func(at text.Span, format string, args ...any) error {
		return text.Errorf("%s:%d: %s", f.Path, f.Position(at.Start).Line, text.Msg(format, args...))
	}
	t := yaml.Parse(f)
	if t.Err != nil {
		return nil, bad(t.Err.Span, t.Err.Format, t.Err.Args...)
	}
	if v := t.Root.Get("version"); v == nil || v.Text() != "1" {
		return nil, errors.New(f.Path + ": not a baseline of version 1")
	}
	for _, e := range t.Root.Entries() {
		switch e.Key.Value {
		case "version":
		case "plugins":
			if !e.IsMapping() && !e.IsNull() {
				return nil, bad(e.KeySpan(), "plugins must be a mapping of folders")
			}
		default:
			return nil, bad(e.KeySpan(), "unknown key %q in a baseline", e.Key.Value)
		}
	}
	for _, p := range t.Root.Get("plugins").Entries() {
		if !p.IsMapping() && !p.IsNull() {
			return nil, bad(p.KeySpan(), "%s must be a mapping of files", p.Key.Value)
		}
		for _, file := range p.Entries() {
			if !file.IsSequence() && !file.IsNull() {
				return nil, bad(file.KeySpan(), "%s must be a list of findings", file.Key.Value)
			}
			for _, item := range file.Items() {
				entry := BaselineEntry{Plugin: p.Key.Value, Path: file.Key.Value}
				if err := entry.read(item, bad); err != nil {
					return nil, err
				}
				b.Entries = append(b.Entries, entry)
			}
		}
	}
	b.sort()
	return b, nil
}

func (e *BaselineEntry) read(n *yaml.Node, bad func(text.Span, string, ...any) error) error {
	if !n.IsMapping() {
		return bad(n.Span, "a finding of the baseline must be a mapping")
	}
	for _, v := range n.Entries() {
		if !v.IsScalar() {
			return bad(v.KeySpan(), "%s must be a text", v.Key.Value)
		}
		switch v.Key.Value {
		case "rule":
			e.Rule = v.Str()
		case "at":
			e.Route = v.Str()
		case "says":
			e.Message = v.Str()
		case "id":
			e.Fingerprint = v.Str()
		case "reason":
			e.Reason = v.Str()
		default:
			return bad(v.KeySpan(), "unknown key %q in a finding of a baseline", v.Key.Value)
		}
	}
	if e.Rule == "" || e.Fingerprint == "" {
		return bad(n.Span, "a finding of the baseline needs rule and id")
	}
	return nil
}

func (b *Baseline) sort() {
	slices.SortStableFunc(b.Entries, func(a, b BaselineEntry) int {
		return cmp.Or(strings.Compare(a.Plugin, b.Plugin), strings.Compare(a.Path, b.Path), strings.Compare(a.Rule, b.Rule), strings.Compare(a.Route, b.Route), strings.Compare(a.Fingerprint, b.Fingerprint))
	})
}

// Format is the baseline's file.
func (b *Baseline) Format() []byte {
	var out bytes.Buffer
	out.WriteString("# What difylint found and was left for later. An entry that is deleted is reported\n# again; a reason may be added to each.\nversion: 1\nplugins:")
	if len(b.Entries) == 0 {
		out.WriteString(" {}\n")
		return out.Bytes()
	}
	out.WriteByte('\n')
	var last BaselineEntry
	for i := range b.Entries {
		e := &b.Entries[i]
		if i == 0 || e.Plugin != last.Plugin {
			fmt.Fprintf(&out, "  %s:\n", yamledit.String(e.Plugin))
		}
		if i == 0 || e.Plugin != last.Plugin || e.Path != last.Path {
			fmt.Fprintf(&out, "    %s:\n", yamledit.String(e.Path))
		}
		fmt.Fprintf(&out, "      - rule: %s\n", yamledit.String(e.Rule))
		for _, kv := range [...][2]string{{"at", e.Route}, {"says", e.Message}, {"id", e.Fingerprint}, {"reason", e.Reason}} {
			if kv[1] != "" {
				fmt.Fprintf(&out, "        %s: %s\n", kv[0], yamledit.Scalar(strings.ToValidUTF8(kv[1], "\ufffd"), yaml.Plain, false))
			}
		}
		last = *e
	}
	return out.Bytes()
}

type baselineKey struct{ path, rule, fingerprint string }

func (e *BaselineEntry) key() baselineKey { return baselineKey{e.Path, e.Rule, e.Fingerprint} }

// mark marks a plugin's findings that the baseline holds and returns the
// entries that no longer occur, of rules that ran or are in no catalogue.
func (b *Baseline) mark(res *PluginResult, catalogue []*Rule) []BaselineEntry {
	folder := b.from(res.Dir)
	first := sort.Search(len(b.Entries), func(i int) bool { return b.Entries[i].Plugin >= folder })
	held := map[baselineKey]int{}
	last := first
	for ; last < len(b.Entries) && b.Entries[last].Plugin == folder; last++ {
		e := &b.Entries[last]
		held[e.key()] = last
	}
	if first == last {
		return nil
	}
	found := map[int]bool{}
	for i := range res.Findings {
		f := &res.Findings[i]
		if f.Rule.Unignorable || f.Plugin != res.Dir {
			continue
		}
		if j, ok := held[baselineKey{f.Path, f.Rule.ID, f.Fingerprint}]; ok {
			found[j] = true
			if f.IgnoredBy == NotIgnored {
				f.IgnoredBy, f.Ignored = ByBaseline, b.Entries[j].Reason
			}
		}
	}
	var gone []BaselineEntry
	for j := first; j < last; j++ {
		e := &b.Entries[j]
		known := slices.ContainsFunc(catalogue, func(r *Rule) bool { return r.ID == e.Rule })
		if !found[j] && (!known || res.judged(e.Rule, e.Path)) {
			gone = append(gone, *e)
		}
	}
	return gone
}

// judged reports whether a rule ran over a file.
func (res *PluginResult) judged(rule, path string) bool {
	for i := range res.Statuses {
		if st := &res.Statuses[i]; st.Rule.ID == rule {
			_, kept := res.Config.SeverityFor(st.Rule, path, st.Rule.Severity)
			return st.State == Ran && kept
		}
	}
	return false
}

// Update is the baseline after a run with it: without the entries that no
// longer occur, and with every finding that nothing ignores. Entries of other
// plugins, and of rules that did not run, stay; so do reasons. Findings that
// cannot be ignored are not taken in.
func (b *Baseline) Update(res *Result) *Baseline {
	next := NewBaseline(b.from)
	type key struct {
		plugin string
		baselineKey
	}
	drop := map[key]bool{}
	have := map[key]*BaselineEntry{}
	for i := range b.Entries {
		e := &b.Entries[i]
		have[key{e.Plugin, e.key()}] = e
	}
	for i := range res.Plugins {
		p := &res.Plugins[i]
		for _, e := range p.Gone {
			drop[key{e.Plugin, e.key()}] = true
		}
		for j := range p.Findings {
			f := &p.Findings[j]
			k := key{b.from(p.Dir), baselineKey{f.Path, f.Rule.ID, f.Fingerprint}}
			old := have[k]
			drop[k] = true // it is written anew, or ignored otherwise
			if f.IgnoredBy == ByComment || f.Rule.Unignorable || f.Plugin != p.Dir {
				continue
			}
			e := BaselineEntry{Plugin: k.plugin, Path: f.Path, Rule: f.Rule.ID, Route: f.Route, Message: f.Message.String(), Fingerprint: f.Fingerprint}
			if f.Identity != "" {
				e.Route = f.Identity
			}
			if old != nil {
				e.Reason = old.Reason
			}
			next.Entries = append(next.Entries, e)
		}
	}
	for k, e := range have {
		if !drop[k] {
			next.Entries = append(next.Entries, *e)
		}
	}
	next.sort()
	return next
}
