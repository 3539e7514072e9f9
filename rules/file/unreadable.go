package file

import (
	"errors"
	"io/fs"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/packing"
	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// Unreadable reports files without which nothing can be judged: a manifest that
// cannot be read, and files that packaging cannot read either.
var Unreadable = &lint.Rule{
	ID: "file/unreadable", Gate: lint.Package, Severity: lint.Error, Since: "0.1.0", RunsBroken: true, Bundles: true, Unignorable: true,
	Title: "a file cannot be read",
	Why: "Packaging reads `manifest.yaml`, by this name, and every other file of the folder that `.difyignore` (else `.gitignore`) " +
		"does not name. One that may not be read stops it. Without the manifest no rule can judge the plugin: that nothing is " +
		"found says nothing then.",
	Sources: []string{"dify-plugin-daemon: pkg/plugin_packager/decoder/fs.go (ReadFile, Walk)", "dify-plugin-daemon: pkg/plugin_packager/packager/packager.go (collectFiles)"},
	Run: func(p *lint.Pass) {
		unreadManifest(p)
		if p.Plugin.Packaged {
			return // the rules of archives read every entry
		}
		read := map[string]bool{plugin.ManifestName: true}
		for _, f := range p.Plugin.Opened() {
			read[f.Path] = true
		}
		for _, name := range packing.Of(p.Plugin).Files {
			if read[name] {
				continue
			}
			f, err := p.Plugin.FS.Open(name)
			if err == nil {
				_ = f.Close()
				continue
			}
			if errors.Is(err, fs.ErrPermission) {
				p.Report(lint.Finding{Place: plugin.Place{Path: name}, Key: name, Message: lint.Msg("the file may not be read, and packaging stops at it")})
			}
		}
	},
}

// unreadManifest reports a manifest that cannot be read.
func unreadManifest(p *lint.Pass) {
	err := p.Plugin.Manifest().Err
	if err == nil {
		return
	}
	f := lint.Finding{Place: plugin.Place{Path: plugin.ManifestName}}
	archive, packaged := pkg.Of(p.Plugin)
	if packaged {
		f.Gate = lint.Install
	}
	limit := (*pkg.LimitError)(nil)
	switch {
	case packaged && (archive.Err() != nil || errors.Is(err, fs.ErrNotExist)):
		return // archive/damaged and archive/manifest say so
	case errors.Is(err, text.ErrTooLarge), errors.As(err, &limit):
		f.Gate = lint.None
		f.Message = lint.Msg("the manifest is too large to be checked: no rule has judged the plugin")
	case errors.Is(err, plugin.ErrIsDir):
		f.Message = lint.Msg("manifest.yaml is a folder; the manifest must be a file")
	case errors.Is(err, fs.ErrNotExist):
		if target, linked := readLink(p.Plugin.FS, plugin.ManifestName); linked {
			f.Message = lint.Msg("manifest.yaml is a link to %q, which does not exist", target)
			break
		}
		name := plugin.OtherManifest(p.Plugin.FS)
		if name == "" {
			f.Place, f.Message = plugin.Place{}, lint.Msg("there is no manifest.yaml in the folder")
			break
		}
		f.Path, f.Message = name, lint.Msg("the manifest is named %s, and the platform reads manifest.yaml alone; rename it", name)
	default:
		if target, linked := readLink(p.Plugin.FS, plugin.ManifestName); linked && leaves(plugin.ManifestName, target) {
			f.Message = lint.Msg("manifest.yaml is a link to a place outside of the plugin, which is not read; put the file itself there")
			break
		}
		f.Message = lint.Msg("the manifest cannot be read: %s", reason(err))
	}
	p.Report(f)
}
