package main

// difylint check --watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/fsnotify/fsnotify"
)

// settle is how long nothing must have changed before the next check: an editor
// and git write several files in a row.
const settle = 100 * time.Millisecond

// watcher checks again whenever a file of the plugins, their configuration or their
// baseline changes. What git ignores does not count.
type watcher struct {
	*fsnotify.Watcher
	f    *checkFlags
	args []string
	// more are the configurations and baselines of the checks so far.
	more map[string]bool
}

func watch(ctx context.Context, e env, f *checkFlags, args []string) error {
	docs, err := f.Documents()
	if err != nil {
		return err
	}
	if slices.Contains(args, "-") || f.Written() || f.Fixes() {
		return text.Errorf("--watch prints to the terminal: it cannot be used with standard input, --output or --fix")
	}
	for _, d := range docs {
		if d.Format != "text" && d.Format != "concise" {
			return text.Errorf("--watch prints for people: use --format text or concise, not %s", d.Format)
		}
	}
	changes, err := fsnotify.NewWatcher()
	if err != nil {
		return text.Errorf("--watch: %w", err)
	}
	defer func() { _ = changes.Close() }()
	w := &watcher{Watcher: changes, f: f, args: args, more: map[string]bool{}}
	configure := f.Configure
	f.Configure = func(ctx context.Context, targets []plugin.Target, opts *lint.Options) error {
		w.learn(targets, opts)
		return configure(ctx, targets, opts)
	}
	for ctx.Err() == nil {
		now, err := w.look(ctx)
		if err != nil {
			return err
		}
		if _, _, terminal := e.Screen(); terminal {
			_, _ = fmt.Fprint(e.Stdout, "\x1b[2J\x1b[H")
		}
		_, _ = e.Fprintf(e.Stdout, "%s\n\n", time.Now().Format(time.TimeOnly))
		var status driver.StatusError
		if err := f.Run(ctx, args); err != nil && !errors.As(err, &status) {
			e.Tell(err)
		}
		if err := w.wait(ctx, now); err != nil {
			return err
		}
	}
	return nil
}

// learn keeps which configurations and baselines a check reads.
func (w *watcher) learn(targets []plugin.Target, opts *lint.Options) {
	find, err := config.New(w.f.Rules, config.Options{})
	if err != nil {
		return
	}
	for _, t := range targets {
		files := append(slices.Clone(find.Explain(t.Dir).Files), find.Baseline(t.Dir))
		if opts.Config != nil {
			if c := opts.Config(t.Dir); c != nil {
				files = append(files, c.Path, c.Baseline)
			}
		}
		for _, name := range files {
			if name != "" {
				w.more[filepath.FromSlash(name)] = true
			}
		}
	}
}

// look is the state of every file that counts, by its name, and watches their
// folders. The error says that a folder cannot be watched.
func (w *watcher) look(ctx context.Context) (map[string]string, error) {
	state := map[string]string{}
	var bad error
	see := func(name string, info fs.FileInfo) {
		folder := name
		if !info.IsDir() {
			folder = filepath.Dir(name)
			state[name] = fmt.Sprint(info.Size(), info.ModTime().UnixNano(), info.Mode())
		}
		if err := w.Add(folder); err != nil && bad == nil {
			bad = text.Errorf("--watch: %s cannot be watched: %w; check without --watch", filepath.ToSlash(folder), err)
		}
	}
	finder := plugin.Finder{NoIgnore: w.f.noIgnore, Seen: func(name string, e fs.DirEntry) {
		if info, err := e.Info(); err == nil {
			see(name, info)
		}
	}}
	var folders []string
	for _, name := range append(slices.Clone(w.args), slices.Collect(maps.Keys(w.more))...) {
		if root, ok := plugin.Climb(name); ok && !plugin.IsPackage(name) && slices.Contains(w.args, name) {
			name = root
		}
		info, err := os.Stat(name)
		switch {
		case err != nil: // the check says so
		case info.IsDir():
			folders = append(folders, name)
		default:
			see(name, info)
		}
	}
	_, _ = finder.Discover(ctx, folders) // what leads to no plugin is the check's to say
	return state, errors.Join(bad, ctx.Err())
}

// wait returns when the files are no longer as they were, or the context ends.
func (w *watcher) wait(ctx context.Context, was map[string]string) error {
	quiet := time.NewTimer(time.Hour)
	defer quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case _, ok := <-w.Errors:
			if !ok {
				return nil
			}
			quiet.Reset(settle) // events may be lost: look
		case _, ok := <-w.Events:
			if !ok {
				return nil
			}
			quiet.Reset(settle)
		case <-quiet.C:
			now, err := w.look(ctx)
			if ctx.Err() != nil {
				return nil
			}
			if err != nil {
				return err
			}
			if !maps.Equal(was, now) {
				return nil
			}
			quiet.Reset(time.Hour)
		}
	}
}
