package lsp

// A plugin that is being edited: its files, and the goroutine that lints them.

import (
	"cmp"
	"context"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/schema"
)

// project is a plugin, or an installation of Dify, with open documents. Its
// fields are guarded by the server's lock, but for home, which does not change.
type project struct {
	s *server
	home
	docs map[*document]bool // open
	snap *plugin.Snapshot
	// version counts the changes of snap.
	version int64
	// edited are the documents that changed since diagnostics were told.
	edited map[*document]bool
	// stop cancels the run under way.
	stop context.CancelFunc
	wake chan struct{}
	gone bool
	// runs counts those since snap was read anew; ran says that there was one.
	runs int
	ran  bool
	// last is the result of the last run, settled is closed when there is a newer.
	last *outcome
	// sound is the last one in which no file was broken.
	sound   *outcome
	settled chan struct{}
	// kinds are those that files were read as when the manifest could be read last.
	kinds map[string]plugin.Kind
	// ready says that the schemas of these have been prepared.
	ready bool

	lasting lasting
}

// outcome is what one run found.
type outcome struct {
	version int64
	snap    *plugin.Snapshot
	result  *lint.PluginResult
	// open are the files that are open.
	open    map[string]bool
	options lint.Options
	// files are the diagnostics by absolute file name.
	files map[string][]diagnostic
}

func (s *server) newProject(h home) *project {
	p := &project{
		s: s, home: h, docs: map[*document]bool{}, snap: plugin.NewSnapshot(plugin.Dir(h.root)),
		edited: map[*document]bool{}, wake: make(chan struct{}, 1), settled: make(chan struct{}), kinds: map[string]plugin.Kind{},
	}
	s.projects[h.key()] = p
	s.start(p.loop)
	return p
}

// edit lays a document's text over the plugin.
func (p *project) edit(d *document) {
	p.snap = p.snap.WithDrafts(map[string][]byte{d.rel: d.file.Data})
	p.snap.Forget(d.rel)
	p.edited[d] = true
	p.changed()
}

// changed cancels the run under way and starts another.
func (p *project) changed() {
	p.version++
	if p.stop != nil {
		p.stop()
	}
	signal(p.wake)
}

// halt ends the project.
func (p *project) halt() {
	if p.gone {
		return
	}
	p.gone = true
	if p.stop != nil {
		p.stop()
	}
	close(p.wake)
	close(p.settled)
}

func (p *project) loop() {
	for {
		select {
		case <-p.s.ctx.Done():
			return
		case _, ok := <-p.wake:
			if !ok {
				return
			}
		}
		_, _ = p.s.protected("lint", func() (any, error) { p.run(); return nil, nil })
	}
}

// run lints the plugin as it is now, unless it changes meanwhile.
func (p *project) run() {
	s := p.s
	s.mu.Lock()
	if p.gone {
		s.mu.Unlock()
		return
	}
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	p.stop = cancel
	o := &outcome{version: p.version, snap: p.snap, open: map[string]bool{}}
	o.options = s.runOptions(p.root, &p.lasting)
	least := s.settings.least()
	sound, was := p.sound, p.kinds
	for d := range p.docs {
		o.open[d.rel] = true
	}
	s.mu.Unlock()

	defer s.didWork()
	if !p.ran {
		// Where hundreds of plugins are opened at once, they are linted a few at a
		// time; an edit in one does not wait for the others.
		select {
		case s.turns <- struct{}{}:
			defer func() { <-s.turns }()
		case <-ctx.Done():
			return
		}
	}
	res, err := lint.Run(ctx, []plugin.Target{p.target(o.snap)}, o.options)
	if err != nil {
		return
	}
	o.result = &res.Plugins[0]
	s.failures(p.root, o.result)
	broken := o.settle(sound)
	kinds := map[string]plugin.Kind{}
	pl := plugin.Open(o.snap, ".")
	for _, d := range pl.Documents() {
		if _, ok := kinds[d.Path]; !ok && !d.Inline {
			kinds[d.Path] = d.Kind
		}
	}
	if broken {
		for name, kind := range was {
			if _, ok := kinds[name]; !ok && pl.Exists(name) {
				kinds[name] = kind // nothing names it for a moment
			}
		}
	}
	o.files = s.diagnose(p.root, o.result, least)

	s.mu.Lock()
	defer s.mu.Unlock()
	if p.gone || o.version != p.version {
		return // what came since has woken the loop again
	}
	if p.last = o; !broken {
		p.sound = o
	}
	p.ran = true
	p.runs++
	if pl.Manifest().Root != nil {
		p.kinds = kinds
		if !p.ready {
			p.ready = true
			s.background("schemas", func() { s.prepare() })
		}
	}
	close(p.settled)
	p.settled = make(chan struct{})
	edited := p.edited
	p.edited = map[*document]bool{}
	s.tell(p.key(), o.files, edited)
}

// draft is what could not be read of a file that is being written.
type draft struct {
	// broken is where the file is broken, and mended the lines that are read as
	// if they were finished, or not at all.
	broken text.Span
	mended []text.Span
	// known says that the rest of the file is read as it is.
	known bool
}

// draftOf is what could not be read of a file, or nil.
func draftOf(f *text.File) *draft {
	if f == nil || !f.Draft() {
		return nil
	}
	switch path.Ext(f.Path) {
	case ".yaml", ".yml":
		if t := yaml.Parse(f); t.Err != nil {
			return &draft{t.Err.Span, t.Mended, true}
		}
	case ".py":
		if m := python.Parse(f); m.Broken != nil {
			return &draft{m.Broken.Span, m.Mended, false}
		}
	case ".toml":
		if p := requirement.ParsePyProject(f); p.Broken != nil {
			return &draft{p.Broken.Span, p.Mended, false}
		}
	}
	return nil
}

// unfinished reports whether a finding is about a line that is being written:
// nobody knows yet how it ends.
func (d *draft) unfinished(f *lint.Finding) bool {
	on := func(s text.Span) bool {
		return slices.ContainsFunc(d.mended, func(m text.Span) bool { return s.Start <= m.End && m.Start <= s.End })
	}
	if f.Span == d.broken {
		return false
	}
	return on(f.Span) || slices.ContainsFunc(f.Related, func(r lint.Related) bool { return r.File == f.File && on(r.Span) })
}

// shift moves a finding to where its text stands in a newer version of its file.
// It is false where the text was changed.
func shift(f *lint.Finding, now *text.File) bool {
	then := f.File
	head := 0
	for head < min(len(then.Data), len(now.Data)) && then.Data[head] == now.Data[head] {
		head++
	}
	tail := 0
	for tail < min(len(then.Data), len(now.Data))-head && then.Data[len(then.Data)-1-tail] == now.Data[len(now.Data)-1-tail] {
		tail++
	}
	switch by := len(now.Data) - len(then.Data); {
	case f.Span.End < head:
	case f.Span.Start > len(then.Data)-tail:
		f.Span = text.Span{Start: f.Span.Start + by, End: f.Span.End + by}
	default:
		return false
	}
	f.File, f.Related, f.Fixes = now, nil, nil
	return true
}

// settle leaves to the broken files what is certain, and to those that did not
// change since nothing was broken what was found in them then. It reports whether
// a file is broken.
func (o *outcome) settle(sound *outcome) bool {
	drafts := map[string]*draft{}
	now := plugin.Open(o.snap, ".")
	for name := range o.open {
		if f, err := now.Read(name); err == nil {
			if d := draftOf(f); d != nil {
				drafts[name] = d
			}
		}
	}
	if sound != nil && len(drafts) > 0 {
		then := plugin.Open(sound.snap, ".")
		same := map[string]bool{}
		unchanged := func(name string) bool {
			if _, known := same[name]; !known {
				a, errA := now.Read(name)
				b, errB := then.Read(name)
				same[name] = a == b && (errA == nil) == (errB == nil)
			}
			return same[name]
		}
		before, still := map[string]bool{}, map[string]bool{}
		for i := range o.result.Findings {
			still[o.result.Findings[i].Fingerprint] = true
		}
		var kept []lint.Finding
		for _, f := range sound.result.Findings {
			before[f.Fingerprint] = true
			switch d := drafts[f.Path]; {
			case unchanged(f.Path):
				kept = append(kept, f)
			case d != nil && !d.known && !still[f.Fingerprint] && f.File != nil:
				if file, err := now.Read(f.Path); err == nil && shift(&f, file) {
					kept = append(kept, f)
				}
			}
		}
		for _, f := range o.result.Findings {
			d := drafts[f.Path]
			if !unchanged(f.Path) && (d == nil || d.known || before[f.Fingerprint] || f.Span == d.broken) {
				kept = append(kept, f)
			}
		}
		o.result.Findings = kept
		lint.Sort(o.result.Findings)
	}
	worst := map[string]lint.Severity{} // of what is found where a file is broken
	for _, f := range o.result.Findings {
		if d := drafts[f.Path]; d != nil && f.Span == d.broken {
			worst[f.Path] = max(worst[f.Path], f.Severity)
		}
	}
	o.result.Findings = slices.DeleteFunc(o.result.Findings, func(f lint.Finding) bool {
		d := drafts[f.Path]
		if d == nil && f.File != nil { // a configuration's
			d = draftOf(f.File)
		}
		return d != nil && (d.unfinished(&f) || f.Span == d.broken && f.Severity < worst[f.Path])
	})
	return len(drafts) > 0
}

// declaration reports whether a file is YAML by its name.
func declaration(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

// renewAfter is how many runs a snapshot serves. What runs keep of it comes to
// lie scattered over half-empty pages, which a fresh one leaves behind.
const renewAfter = 1000

// renew drops what is kept of plugins that were linted often, for a time when
// nobody waits: their files are read and linted anew once they are woken.
func (s *server) renew() []*project {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []*project
	for _, p := range s.projects {
		if p.runs < renewAfter {
			continue
		}
		buffers := map[string][]byte{}
		for d := range p.docs {
			buffers[d.rel] = d.file.Data
		}
		p.snap = plugin.NewSnapshot(plugin.Dir(p.root)).WithDrafts(buffers)
		p.runs, p.last, p.sound = 0, nil, nil
		p.version++ // a request that comes meanwhile waits for the next run
		out = append(out, p)
	}
	return out
}

// wake lints plugins as they are now.
func (s *server) wake(projects []*project) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range projects {
		if !p.gone {
			p.changed()
		}
	}
}

// prepare compiles the schemas of declarations, so that the keystroke that first
// breaks one need not wait for it.
func (s *server) prepare() {
	if err := schema.Compile(); err != nil {
		s.log.Printf("schemas: %v", err)
	}
}

// lasting is what runs over one plugin share until a configuration may have
// changed.
type lasting struct {
	epoch    int
	files    *buffered
	resolver *config.Resolver
	baseline *lint.Baseline
}

// runOptions are those of a run over the plugin in a folder.
func (s *server) runOptions(root string, l *lasting) lint.Options {
	if l.resolver == nil || l.epoch != s.epoch {
		l.epoch = s.epoch
		s.configure(root, l)
	}
	opts := lint.Options{Rules: s.opts.Rules, Target: sdk.TargetOf, Inputs: s.opts.Inputs, Baseline: l.baseline.For, Now: s.now(), Jobs: 1}
	if l.resolver != nil {
		opts.Config = l.resolver.Config
	}
	if profile := s.settings.Profile; profile != "" {
		opts.Config = config.WithProfile(opts.Config, profile)
	}
	if dify, _, err := releases.ParseTarget(s.settings.Dify); err == nil && s.settings.Dify != "" {
		opts.Target = func(p *plugin.Plugin, _ releases.Set) releases.Target { return sdk.TargetOf(p, dify) }
	}
	return opts
}

// configure looks for the configuration and the baseline. What cannot be read is
// logged and left out.
func (s *server) configure(root string, l *lasting) {
	l.files = &buffered{over: &s.buffers, asked: map[string]bool{}}
	opts := config.Options{FS: l.files, Dir: root, File: s.setPath(root, s.settings.ConfigFile), Drafts: true}
	var err error
	if l.resolver, err = config.New(s.opts.Rules, opts); err != nil {
		s.log.Printf("configuration: %v", err)
		opts.File = ""
		if l.resolver, err = config.New(s.opts.Rules, opts); err != nil {
			s.log.Printf("configuration: %v", err)
		}
	}
	l.baseline = nil
	name := s.setPath(root, s.settings.Baseline)
	if name == "" && l.resolver != nil {
		name = l.resolver.Baseline(root)
	}
	if name != "" {
		l.files.asked[name] = true
		if l.baseline, err = lint.ReadBaseline(name); err != nil {
			s.log.Printf("baseline: %v", err)
		}
	}
}

// setPath is a path of the settings: relative to the workspace folder that holds
// the plugin, or else to the first.
func (s *server) setPath(root, name string) string {
	if name == "" || filepath.IsAbs(name) || len(s.folders) == 0 {
		return name
	}
	for _, f := range s.folders {
		if _, in := below(f, root); in {
			return filepath.Join(f, name)
		}
	}
	return filepath.Join(s.folders[0], name)
}

// home is the folder of a plugin or of an installation.
type home struct {
	root string // absolute
	// installation says which of the two; entry is its compose file where that is
	// not the one that compose takes by itself.
	installation bool
	entry        string
}

// key is a name that no other plugin and no other installation has.
func (h home) key() string {
	if !h.installation {
		return h.root
	}
	return filepath.Join(h.root, cmp.Or(h.entry, ".env"))
}

// target is what is linted.
func (h home) target(fsys fs.FS) plugin.Target {
	t := targetOf(h.root, fsys)
	if h.installation {
		t.Subject, t.Entry = installation.Subject, h.entry
	}
	return t
}

// targetOf is the plugin in a folder. Its label is the folder's absolute name.
func targetOf(root string, fsys fs.FS) plugin.Target {
	return plugin.Target{FS: fsys, Dir: filepath.ToSlash(root)}
}
