package plugin

// From what stands on a command line to the plugins that are meant.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// Target is a plugin to check.
type Target struct {
	// FS is rooted at the folder that holds the manifest.
	FS fs.FS
	// Dir is what the paths in findings begin with: slash-separated, relative
	// to the working directory; "." or "" for none.
	Dir string
	// Packaged is true where FS is a package.
	Packaged bool
	// Package is the opened package, where Packaged.
	Package any
	// Subject is what the target is, where it is not a plugin: the subject of the
	// rules that judge it.
	Subject string
	// Entry is the file that was named, where a target of another subject can be
	// read from several; "" for the folder.
	Entry string
}

// Plugin opens the target. Nothing is read yet.
func (t Target) Plugin() *Plugin {
	p := Open(t.FS, t.Dir)
	p.Packaged, p.Package, p.Subject, p.Entry = t.Packaged, t.Package, t.Subject, t.Entry
	return p
}

// Label is a path as reports print it: relative to the working directory where
// it lies below it, with slashes.
func Label(p string) string {
	cwd, _ := os.Getwd()
	d := discovery{cwd: cwd}
	return d.label(p)
}

// ErrNoPlugin is the error where a path leads to no
var ErrNoPlugin = errors.New("no plugin found")

// Discover finds the plugins that paths mean: a folder means every plugin in
// it and below it, a file means the plugin that it belongs to (the nearest
// manifest.yaml upwards), a .difypkg is one itself. Each plugin is found once,
// whatever number of paths leads to it. Version control, virtual environments
// and node_modules are not entered.
//
// open opens a package by its path; nil refuses packages. The error names the
// path that cannot be read or leads to no
func Discover(ctx context.Context, paths []string, open func(path string) (Target, error)) ([]Target, error) {
	d := discovery{seen: map[string]bool{}, open: open}
	d.cwd, _ = os.Getwd()
	for _, p := range paths {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := d.path(ctx, p); err != nil {
			return nil, err
		}
	}
	sort.SliceStable(d.out, func(i, j int) bool { return d.out[i].Dir < d.out[j].Dir })
	return d.out, nil
}

type discovery struct {
	cwd  string
	seen map[string]bool
	out  []Target
	open func(string) (Target, error)
}

func (d *discovery) path(ctx context.Context, p string) error {
	info, err := os.Stat(p)
	if err != nil {
		return pathError(p, err)
	}
	if info.IsDir() {
		before := len(d.out)
		found := false
		if err := d.walk(ctx, p, 0, &found); err != nil {
			return err
		}
		if len(d.out) == before && !found {
			return fmt.Errorf("%s: %w: there is no %s in it or below it", p, ErrNoPlugin, ManifestName)
		}
		return nil
	}
	if IsPackage(p) {
		if d.open == nil {
			return fmt.Errorf("%s: packages cannot be read here", p)
		}
		if d.seen[d.abs(p)] {
			return nil
		}
		d.seen[d.abs(p)] = true
		t, err := d.open(p)
		if err != nil {
			return err
		}
		if t.Dir == "" {
			t.Dir = d.label(p) + "!"
		}
		d.out = append(d.out, t)
		return nil
	}
	root, ok := Climb(p)
	if !ok {
		return fmt.Errorf("%s: %w: it lies below no folder with a %s", p, ErrNoPlugin, ManifestName)
	}
	d.add(root)
	return nil
}

// IsPackage reports whether a path has the name of a packed plugin or bundle.
func IsPackage(p string) bool {
	ext := strings.ToLower(filepath.Ext(p))
	return ext == ".difypkg" || ext == ".difybndl"
}

// Climb finds the folder of the nearest plugin's manifest at or above a path,
// which need not exist.
func Climb(p string) (string, bool) {
	abs, err := filepath.Abs(p)
	if err != nil {
		return "", false
	}
	for dir := filepath.Dir(abs); ; dir = filepath.Dir(dir) {
		if isPlugin(dir) {
			return relative(dir), true
		}
		if dir == filepath.Dir(dir) {
			return "", false
		}
	}
}

// relative is a path seen from the working directory where it lies below it.
func relative(p string) string {
	cwd, err := os.Getwd()
	if err != nil {
		return p
	}
	if rel, err := filepath.Rel(cwd, p); err == nil && !strings.HasPrefix(rel, "..") {
		return rel
	}
	return p
}

func pathError(p string, err error) error {
	var pe *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: no such file or folder", p)
	case errors.As(err, &pe):
		return fmt.Errorf("%s: %w", p, pe.Err)
	}
	return fmt.Errorf("%s: %w", p, err)
}

func (d *discovery) abs(p string) string {
	if a, err := filepath.Abs(p); err == nil {
		if r, err := filepath.EvalSymlinks(a); err == nil {
			return r
		}
		return a
	}
	return p
}

// label is a path as reports print it: relative to the working directory where
// it lies below it, with slashes.
func (d *discovery) label(p string) string {
	a, err := filepath.Abs(p)
	if err != nil {
		return filepath.ToSlash(p)
	}
	if rel, err := filepath.Rel(d.cwd, a); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(a)
}

func (d *discovery) add(dir string) {
	key := d.abs(dir)
	if d.seen[key] {
		return
	}
	d.seen[key] = true
	d.out = append(d.out, Target{FS: Dir(dir), Dir: d.label(dir)})
}

const maxWalkDepth = 32

func (d *discovery) walk(ctx context.Context, dir string, depth int, found *bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		if depth == 0 {
			return pathError(dir, err)
		}
		return nil // an unreadable folder below: what can be read is still checked
	}
	for _, e := range entries {
		if e.Name() == ManifestName && (depth == 0 && !e.IsDir() || isPlugin(dir)) {
			*found = true
			d.add(dir)
		}
	}
	if depth >= maxWalkDepth {
		return nil
	}
	for _, e := range entries {
		if !e.IsDir() || e.Name() == ".git" || e.Name() == "node_modules" || e.Name() == "__pycache__" {
			continue
		}
		sub := filepath.Join(dir, e.Name())
		if strings.Contains(e.Name(), "env") {
			if _, err := os.Stat(filepath.Join(sub, "pyvenv.cfg")); err == nil {
				continue
			}
		}
		if err := d.walk(ctx, sub, depth+1, found); err != nil {
			return err
		}
	}
	return nil
}

// manifestMarks are keys that a plugin's manifest has at its top and manifests
// of other tools do not have together. One line that begins with one of them is
// enough: a broken manifest must be found too.
var manifestMarks = [][]byte{[]byte("plugins:"), []byte("type: plugin"), []byte("type: bundle"), []byte("minimum_dify_version:")}

// isPlugin reports whether a folder holds a manifest.yaml that means a Dify
func isPlugin(dir string) bool {
	f, err := os.Open(filepath.Join(dir, ManifestName))
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return false
	}
	head, err := io.ReadAll(io.LimitReader(f, manifestHead))
	return err == nil && IsManifest(head)
}

// manifestHead is how much of a manifest.yaml is looked at, in bytes.
const manifestHead = 64 << 10

// IsManifest reports whether the text of a manifest.yaml means a Dify plugin,
// by its first 65536 bytes. It need not be YAML: a broken manifest is one too.
func IsManifest(head []byte) bool {
	head = head[:min(len(head), manifestHead)]
	for _, mark := range manifestMarks {
		if bytes.HasPrefix(head, mark) || bytes.Contains(head, append([]byte("\n"), mark...)) {
			return true
		}
	}
	return bytes.Contains(head, []byte("\nauthor:")) && bytes.Contains(head, []byte("\nresource:"))
}
