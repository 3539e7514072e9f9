package main

// Edits in a plugin's folder.

import (
	"io/fs"
	"maps"
	"path/filepath"
	"slices"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/fix"
	"github.com/difylint/difylint/lint/source/text"
)

// writeEdits makes edits in a plugin's folder, by the file.
func writeEdits(p *plugin.Plugin, edits []text.Edit) error {
	out, err := editsIn(p, edits)
	if err != nil {
		return err
	}
	return writeOutcome(p.FS, out)
}

// editsIn makes edits of a plugin's files in memory.
func editsIn(p *plugin.Plugin, edits []text.Edit) (*fix.Outcome, error) {
	byPath := map[string][]text.Edit{}
	for _, ed := range edits {
		byPath[ed.Path] = append(byPath[ed.Path], ed)
	}
	out := &fix.Outcome{Dir: p.Dir}
	for _, name := range slices.Sorted(maps.Keys(byPath)) {
		f, err := p.Read(name)
		if err != nil {
			return nil, text.Errorf("%s: %w", p.Dir, err)
		}
		after, err := fix.Apply(f, byPath[name])
		if err != nil {
			return nil, text.Errorf("%s: %w", p.Label(name), err)
		}
		out.Files = append(out.Files, fix.File{Path: name, Before: f.Data, After: after})
	}
	return out, nil
}

// writeOutcome writes what was edited, where the files are those of a folder.
func writeOutcome(files fs.FS, out *fix.Outcome) error {
	folder, ok := files.(interface{ OSPath() string })
	if !ok || len(out.Files) == 0 {
		return nil
	}
	if err := out.Write(folder.OSPath()); err != nil {
		return text.Errorf("in %s: %w", filepath.ToSlash(folder.OSPath()), err)
	}
	return nil
}
