package release

import (
	"cmp"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// Options say how to judge. The zero value judges strictly, by the kinds' own
// bumps.
type Options struct {
	// Zerover is Strict where it is empty.
	Zerover Zerover
	// Bump gives the bump that counts for a change; nil means the kind's own.
	Bump func(*Change) Bump
	// Accept gives the reason for which a change does not count, or "".
	Accept func(*Change) string
}

// Report is the comparison of two releases of one plugin.
type Report struct {
	Old, New *plugin.Plugin
	Changes  []Change
	// Files are all that differ, declarations included.
	Files   []FileChange
	Verdict Verdict
	// Unread is a file of the old plugin that is there and cannot be read, or "":
	// what it declared would count as new.
	Unread string

	opts Options
}

// Compare compares a plugin with a release of it. Where a file cannot be read
// as YAML in one of the two, what it declares counts as not there; Readable
// tells beforehand.
func Compare(old, cur *plugin.Plugin, opts Options) *Report {
	opts.Zerover = cmp.Or(opts.Zerover, Strict)
	if opts.Bump == nil {
		opts.Bump = func(c *Change) Bump { return c.Kind.Bump() }
	}
	old.Share(cur) // most files did not change
	r := &Report{Old: old, New: cur, Changes: Diff(old, cur), Files: Files(old, cur), opts: opts}
	if slices.ContainsFunc(r.Files, func(f FileChange) bool { return !f.Was || strings.HasSuffix(f.Path, ".py") }) {
		r.Changes = append(r.Changes, reach(old, cur)...)
	}
	r.Unread = old.Unread()
	if len(r.Files) > 0 {
		r.Changes = append(r.Changes, Change{Kind: FilesChanged, Key: "files", New: plugin.AtTop(cur.Manifest()), Gone: true, Message: fileWords(r.Files)})
	}
	if opts.Accept != nil {
		for i := range r.Changes {
			r.Changes[i].Accepted = opts.Accept(&r.Changes[i])
		}
	}
	r.Verdict = Judge(old.Version(), cur.Version(), r.Changes, len(r.Files) > 0, opts.Zerover, opts.Bump)
	return r
}

// Bump is the bump that counts for a change.
func (r *Report) Bump(c *Change) Bump { return r.opts.Bump(c) }

// Zerover is how versions before 1.0.0 were judged.
func (r *Report) Zerover() Zerover { return r.opts.Zerover }

// Covered reports whether the version was raised enough for a change.
func (r *Report) Covered(c *Change) bool {
	return c.Accepted != "" || r.Verdict.Covers(r.Bump(c), r.opts.Zerover)
}

// Gravest are the changes that ask for the most, in order, those accepted left
// out.
func (r *Report) Gravest() []*Change {
	var out []*Change
	for i := range r.Changes {
		if c := &r.Changes[i]; c.Accepted == "" && r.Bump(c) == r.Verdict.Class {
			out = append(out, c)
		}
	}
	return out
}

const maxListed = 4

func fileWords(files []FileChange) text.Message {
	var listed []any
	for _, f := range files[:min(len(files), maxListed)] {
		switch {
		case !f.Is:
			listed = append(listed, text.Msg("%s (gone)", f.Path))
		case !f.Was:
			listed = append(listed, text.Msg("%s (new)", f.Path))
		default:
			listed = append(listed, f.Path)
		}
	}
	if more := len(files) - len(listed); more > 0 {
		listed = append(listed, text.Msg("and %d more", more))
	}
	if len(files) == 1 {
		return text.Msg("one file changed: %s", listed[0])
	}
	return text.Msg("%d files changed: %s", len(files), text.Join(listed))
}

// Readable says why a plugin cannot be compared, or "".
func Readable(p *plugin.Plugin) (why text.Message) {
	m := p.Manifest()
	switch {
	case m.Err != nil:
		return text.Msg("%s cannot be read", plugin.ManifestName)
	case m.Root == nil || !m.Root.IsMapping():
		return text.Msg("%s is not YAML with keys", plugin.ManifestName)
	}
	for _, d := range p.Documents() {
		if d.Tree != nil && d.Tree.Err != nil {
			return text.Msg("%s is not YAML", d.Path)
		}
	}
	return why
}

// Since is the input that has the release to compare with.
var Since = plugin.NewInput[*Baseline]()

// Baseline is the release that the plugins of a run are compared with. The
// rules of the family release take it as an input of the run.
type Baseline struct {
	// Label names it: a revision, a folder, a package.
	Label string
	// Find is the release of a plugin; nil where there is none.
	Find func(*plugin.Plugin) (*plugin.Plugin, error)
	// Zerover, where set, goes before the configuration.
	Zerover Zerover
	// Accept holds further accepted changes, as "ID: reason".
	Accept []string
	// All asks for every change, those that the version covers too.
	All bool
	// Seen, where set, gets every comparison. It may be called from several
	// goroutines at once.
	Seen func(*Report)
}

// Accepting reads accepted changes, each "KIND KEY: reason", and gives the
// function for Options. The error names the first that has no reason or names
// no kind.
func Accepting(list []string) (func(*Change) string, error) {
	reasons := map[string]string{}
	for _, entry := range list {
		id, reason, ok := strings.Cut(entry, ": ")
		kind, key, found := strings.Cut(strings.TrimSpace(id), " ")
		switch {
		case !ok || strings.TrimSpace(reason) == "":
			return nil, text.Errorf("%q has no reason; write KIND KEY: reason", entry)
		case !found || !slices.Contains(Kinds(), Kind(kind)):
			return nil, text.Errorf("%q does not begin with a kind of change and what changed, as in parameter-removed tools/demo/search/query: reason", entry)
		}
		reasons[kind+" "+strings.TrimSpace(key)] = strings.TrimSpace(reason)
	}
	return func(c *Change) string { return reasons[c.ID()] }, nil
}
