package main

// Edits in a plugin's folder.

import (
	"maps"
	"path/filepath"
	"slices"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/fix"
	"github.com/difylint/difylint/lint/source/text"
)

// writeEdits makes edits in a plugin's folder, by the file.
func writeEdits(t plugin.Target, edits []text.Edit) error {
	out, err := editsIn(t, edits)
	if err != nil {
		return err
	}
	return writeOutcome(t, out)
}

// editsIn makes edits of a plugin's files in memory.
func editsIn(t plugin.Target, edits []text.Edit) (*fix.Outcome, error) {
	p := t.Plugin()
	byPath := map[string][]text.Edit{}
	for _, ed := range edits {
		byPath[ed.Path] = append(byPath[ed.Path], ed)
	}
	out := &fix.Outcome{Dir: t.Dir}
	for _, name := range slices.Sorted(maps.Keys(byPath)) {
		f, err := p.Read(name)
		if err != nil {
			return nil, text.Errorf("%s: %w", t.Dir, err)
		}
		after, err := fix.Apply(f, byPath[name])
		if err != nil {
			return nil, text.Errorf("%s: %w", p.Label(name), err)
		}
		out.Files = append(out.Files, fix.File{Path: name, Before: f.Data, After: after})
	}
	return out, nil
}

// writeOutcome writes what was edited, where the target is a folder.
func writeOutcome(t plugin.Target, out *fix.Outcome) error {
	folder, ok := t.FS.(interface{ OSPath() string })
	if !ok || len(out.Files) == 0 {
		return nil
	}
	if err := out.Write(folder.OSPath()); err != nil {
		return text.Errorf("in %s: %w", filepath.ToSlash(folder.OSPath()), err)
	}
	return nil
}

// openAll opens the plugins of targets.
func openAll(targets []plugin.Target) []*plugin.Plugin {
	out := make([]*plugin.Plugin, 0, len(targets))
	for _, t := range targets {
		out = append(out, t.Plugin())
	}
	return out
}
