package lsp

// A plugin that is being edited: its files, and the goroutine that lints them.

import (
	"context"
	"io/fs"
	"path/filepath"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/schema"
)

// project is a plugin with open documents. Its fields are guarded by the
// server's lock, but for root, which does not change.
type project struct {
	s    *server
	root string // absolute
	docs int    // open documents
	snap *plugin.Snapshot
	// version counts the changes of snap.
	version int64
	// edited are the documents that changed since diagnostics were told.
	edited map[*document]bool
	// stop cancels the run under way.
	stop context.CancelFunc
	wake chan struct{}
	gone bool
	// runs counts those since snap was read anew.
	runs int
	// last is the result of the last run, settled is closed when there is a newer.
	last    *outcome
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
	options lint.Options
	// files are the diagnostics by absolute file name.
	files map[string][]diagnostic
}

func (s *server) newProject(root string) *project {
	p := &project{
		s: s, root: root, snap: plugin.NewSnapshot(plugin.Dir(root)),
		edited: map[*document]bool{}, wake: make(chan struct{}, 1), settled: make(chan struct{}), kinds: map[string]plugin.Kind{},
	}
	s.projects[root] = p
	s.start(p.loop)
	return p
}

// edit lays a document's text over the plugin.
func (p *project) edit(d *document, rel string) {
	p.snap = p.snap.With(map[string][]byte{rel: d.file.Data})
	p.snap.Forget(rel)
	p.edited[d] = true
	p.changed()
}

// changed cancels the run under way and starts another.
func (p *project) changed() {
	p.version++
	if p.stop != nil {
		p.stop()
	}
	select {
	case p.wake <- struct{}{}:
	default:
	}
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
	o := &outcome{version: p.version, snap: p.snap}
	o.options = s.runOptions(p.root, &p.lasting)
	least := s.settings.least()
	s.mu.Unlock()

	defer s.didWork()
	res, err := lint.Run(ctx, []plugin.Target{targetOf(p.root, o.snap)}, o.options)
	if err != nil {
		return
	}
	o.result = &res.Plugins[0]
	o.files = s.diagnose(p.root, o.result, least)
	kinds := map[string]plugin.Kind{}
	pl := plugin.Open(o.snap, ".")
	for _, d := range pl.Documents() {
		if _, ok := kinds[d.Path]; !ok && !d.Inline {
			kinds[d.Path] = d.Kind
		}
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	if p.gone || o.version != p.version {
		return // what came since has woken the loop again
	}
	p.last = o
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
	s.tell(p.root, o.files, edited)
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
		for _, d := range s.docs {
			if rel, ok := below(p.root, d.name); ok && d.project == p {
				buffers[rel] = d.file.Data
			}
		}
		p.snap = plugin.NewSnapshot(plugin.Dir(p.root)).With(buffers)
		p.runs, p.last = 0, nil
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
	return opts
}

// configure looks for the configuration and the baseline. What cannot be read is
// logged and left out.
func (s *server) configure(root string, l *lasting) {
	buffers := map[string][]byte{}
	for _, d := range s.docs {
		if d.name != "" {
			buffers[d.name] = d.file.Data
		}
	}
	opts := config.Options{FS: buffered{buffers}, Dir: root, File: s.setPath(s.settings.ConfigFile)}
	var err error
	if l.resolver, err = config.New(s.opts.Rules, opts); err != nil {
		s.log.Printf("configuration: %v", err)
		opts.File = ""
		if l.resolver, err = config.New(s.opts.Rules, opts); err != nil {
			s.log.Printf("configuration: %v", err)
		}
	}
	l.baseline = nil
	if name := s.setPath(s.settings.Baseline); name != "" {
		if l.baseline, err = lint.ReadBaseline(name); err != nil {
			s.log.Printf("baseline: %v", err)
		}
	}
}

// setPath is a path of the settings: relative to the first workspace folder.
func (s *server) setPath(name string) string {
	if name == "" || filepath.IsAbs(name) || len(s.folders) == 0 {
		return name
	}
	return filepath.Join(s.folders[0], name)
}

// targetOf is the plugin in a folder. Its label is the folder's absolute name.
func targetOf(root string, fsys fs.FS) plugin.Target {
	return plugin.Target{FS: fsys, Dir: filepath.ToSlash(root)}
}
