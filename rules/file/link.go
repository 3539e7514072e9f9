package file

import (
	"io/fs"
	"path"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/packing"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// Link reports symbolic links that packaging cannot read.
var Link = &lint.Rule{
	ID: "file/link", Gate: lint.Package, Severity: lint.Error, Since: "0.1.0",
	Title:   "a symbolic link cannot be packed",
	Why:     "Packaging reads every entry of the folder as a file, unless `.difyignore` (else `.gitignore`) names it. A link to a file becomes a copy of that file. A link to a folder, or to nothing, stops it (\"is a directory\", \"no such file or directory\"), wherever the link is; a virtual environment has such links. A link that points outside the plugin packs the file that this machine has there.",
	Sources: []string{"dify-plugin-daemon: pkg/plugin_packager/decoder/fs.go (Walk)", "dify-plugin-daemon: pkg/plugin_packager/packager/packager.go (collectFiles)"},
	Run: func(p *lint.Pass) {
		c := packing.Of(p.Plugin)
		for _, name := range c.Links {
			info, err := fs.Stat(p.Plugin.FS, name)
			if err == nil && info.Mode().IsRegular() {
				continue
			}
			f := lint.Finding{Place: plugin.Place{Path: name}, Key: name}
			target, readable := readLink(p.Plugin.FS, name)
			switch {
			case err == nil && info.IsDir():
				f.Message = lint.Msg("%s is a link to a folder, but packaging reads every link as a file; add it to .difyignore, or replace it with the folder", name)
			case err == nil:
				f.Message = lint.Msg("packaging reads every entry as a file, but %s is not a file: %s", name, text.Regular(info.Mode()))
			case readable && leaves(name, target):
				f.Message = lint.Msg("%s is a link to a place outside the plugin; packaging packs the file that this machine has there, and fails if there is none", name)
				f.Severity = lint.Info
			case readable:
				f.Message = lint.Msg("%s is a link to %q, which does not exist: packaging fails", name, target)
			default:
				f.Message = lint.Msg("%s is a link that cannot be followed", name)
				f.Severity = lint.Warning
			}
			if f.Gate == "" {
				if edits, at := c.LeaveOut("/" + name); edits != nil {
					f.Fixes = lint.UnsafeFix(lint.Msg("Add /%s to %s", name, at.Path), edits) // the plugin may need what it leads to
					f.Related = []lint.Related{{Place: at, Message: lint.Msg("this file lists what packaging leaves out")}}
				}
			}
			p.Report(f)
		}
	},
}

// readLink is what a link points at, where the file system can tell.
func readLink(fsys fs.FS, name string) (string, bool) {
	target, err := fs.ReadLink(fsys, name)
	return target, err == nil
}

// leaves reports whether the target of the link at name is outside.
func leaves(name, target string) bool {
	if path.IsAbs(target) || strings.HasPrefix(target, "\\") || len(target) > 1 && target[1] == ':' {
		return true
	}
	to := path.Join(path.Dir(name), strings.ReplaceAll(target, "\\", "/"))
	return to == ".." || strings.HasPrefix(to, "../")
}
