package lsp

// Workspace folders, plugins without an open file, and files that change on the
// disk.

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// watched are the files whose change on the disk matters.
const watched = "**/{*.yaml,*.yml,*.py,*.toml,*.txt,*.lock,*.md,*.svg,*.png,*.jpg,*.jpeg,*.gif,*.webp,.difyignore,.gitignore,.env}"

type folder struct {
	URI string `json:"uri"`
}

func (s *server) addFolder(uri string) {
	if name, ok := fileName(uri); ok && !slices.Contains(s.folders, name) {
		s.folders = append(s.folders, name)
	}
}

type foldersParams struct {
	Event struct {
		Added   []folder `json:"added"`
		Removed []folder `json:"removed"`
	} `json:"event"`
}

func (s *server) didChangeFolders(p *foldersParams) error {
	for _, f := range p.Event.Removed {
		name, ok := fileName(f.URI)
		if !ok {
			continue
		}
		s.folders = slices.DeleteFunc(s.folders, func(f string) bool { return f == name })
		for root := range s.cold.roots {
			if _, in := below(name, root); in && !s.within(root) {
				delete(s.cold.roots, root)
				if s.projects[root] == nil {
					s.tell(root, nil, nil)
				}
			}
		}
	}
	for _, f := range p.Event.Added {
		before := len(s.folders)
		s.addFolder(f.URI)
		if len(s.folders) > before {
			s.checkFolder(s.folders[before])
		}
	}
	return nil
}

// within reports whether a file lies in a workspace folder.
func (s *server) within(name string) bool {
	return slices.ContainsFunc(s.folders, func(dir string) bool { _, ok := below(dir, name); return ok })
}

// coldQueue are plugins without an open file that are to be checked, one after
// the other. What is read for it is not kept.
type coldQueue struct {
	queued  map[string]bool
	order   []string
	running bool
	// roots are the plugins that were checked so.
	roots map[string]bool
}

// checkFolder finds the plugins of a folder and checks them.
func (s *server) checkFolder(dir string) {
	if !s.settings.Workspace {
		return
	}
	s.background("discover", func() {
		targets, _ := plugin.Discover(s.ctx, []string{dir}, nil) // there may be no plugin, or not yet
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, t := range targets {
			if root, err := filepath.Abs(filepath.FromSlash(t.Dir)); err == nil {
				s.checkCold(root)
			}
		}
	})
}

// checkCold queues a plugin without an open file.
func (s *server) checkCold(root string) {
	if s.cold.queued[root] {
		return
	}
	s.cold.queued[root] = true
	s.cold.order = append(s.cold.order, root)
	if !s.cold.running {
		s.cold.running = true
		s.background("check", s.checkQueued)
	}
}

func (s *server) checkQueued() {
	var bar *progress
	defer func() { bar.end() }()
	s.status(false)
	defer s.status(true)
	done := 0
	for s.ctx.Err() == nil {
		s.mu.Lock()
		if len(s.cold.order) == 0 {
			s.cold.running = false
			s.mu.Unlock()
			return
		}
		root := s.cold.order[0]
		s.cold.order = s.cold.order[1:]
		delete(s.cold.queued, root)
		left := len(s.cold.order)
		if s.projects[root] != nil {
			s.mu.Unlock()
			continue // its own goroutine does it
		}
		opts := s.runOptions(root, &lasting{})
		least := s.settings.least()
		s.mu.Unlock()
		if bar == nil && left > 0 {
			bar = s.progress(s.lang().Say("Checking Dify plugins"))
		}
		files := map[string][]diagnostic{}
		if _, there := plugin.Climb(filepath.Join(root, plugin.ManifestName)); there {
			s.didWork()
			res, err := lint.Run(s.ctx, []plugin.Target{targetOf(root, plugin.Dir(root))}, opts)
			if err != nil {
				return
			}
			s.failures(root, &res.Plugins[0])
			files = s.diagnose(root, &res.Plugins[0], least)
		}
		done++
		bar.report(done, done+left, filepath.Base(root))
		s.mu.Lock()
		if s.projects[root] == nil {
			s.cold.roots[root] = true
			s.tell(root, files, nil)
		}
		s.mu.Unlock()
	}
}

type filesParams struct {
	Changes []struct {
		URI  string `json:"uri"`
		Type int    `json:"type"` // 1 created, 2 changed, 3 deleted
	} `json:"changes"`
}

func (s *server) didChangeFiles(p *filesParams) error {
	changed := map[*project][]string{}
	moved := false
	for _, c := range p.Changes {
		name, ok := fileName(c.URI)
		if !ok {
			continue
		}
		if c.Type != 2 && filepath.Base(name) == plugin.ManifestName {
			moved = true
		}
		s.configChanged(name)
		found := false
		for _, pr := range s.projects {
			if rel, ok := below(pr.root, name); ok {
				changed[pr] = append(changed[pr], rel)
				found = found || !pr.installation
			}
		}
		if found || !s.settings.Workspace || !s.within(name) {
			continue
		}
		if root, ok := plugin.Climb(name); ok {
			if abs, err := filepath.Abs(root); err == nil {
				s.checkCold(abs)
			}
		} else if dir := filepath.Dir(name); filepath.Base(name) == plugin.ManifestName && s.cold.roots[dir] {
			s.checkCold(dir) // it was one
		}
	}
	for pr, files := range changed {
		pr.snap = pr.snap.Reload(files...)
		pr.changed()
	}
	if moved {
		s.reattach()
	}
	return nil
}

// reattach finds the plugins of all open documents anew, where a manifest came
// or went.
func (s *server) reattach() {
	for _, d := range s.docs {
		if d.name == "" {
			continue
		}
		h, ok := s.homeOf(d)
		if d.project != nil && (!ok || h != d.project.home) {
			s.forget(d)
			s.remember(d)
		}
		if d.project == nil {
			s.attach(d)
		}
	}
}

// configChanged notes that a file has changed, which may be a configuration.
func (s *server) configChanged(name string) {
	for _, p := range s.projects {
		if l := &p.lasting; l.files != nil && l.files.looksFor(name) {
			l.resolver = nil
			p.changed()
		}
	}
	if strings.HasPrefix(filepath.Base(name), ".difylint") {
		for root := range s.cold.roots {
			if _, ok := below(filepath.Dir(name), root); ok && s.projects[root] == nil {
				s.checkCold(root)
			}
		}
	}
}

// settle waits until every project is linted as it is now.
func (s *server) settle(ctx context.Context) error {
	s.mu.Lock()
	views := make([]*view, 0, len(s.projects))
	for _, pr := range s.projects {
		v := &view{s: s}
		v.on(pr)
		views = append(views, v)
	}
	s.mu.Unlock()
	for _, v := range views {
		if _, err := v.outcome(ctx); err != nil && ctx.Err() != nil {
			return err
		}
	}
	return nil
}
