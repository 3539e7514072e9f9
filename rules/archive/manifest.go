package archive

import (
	"errors"
	"io/fs"
	"path"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// Manifest reports packages that have no manifest at their root.
var Manifest = &lint.Rule{
	ID: "archive/manifest", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", RunsBroken: true, Bundles: true,
	Title:   "the package has no manifest.yaml at its root",
	Why:     "The daemon first reads `manifest.yaml` at the root of the package; without it the upload fails with \"file does not exist\". The usual cause is that the folder was packed instead of its contents, so that all paths begin with the folder's name. No other rule can check such a package.",
	Sources: append([]string{"dify-plugin-daemon: pkg/plugin_packager/decoder/helper.go (Manifest)"}, sources...),
	Run: func(p *lint.Pass) {
		archive, ok := pkg.Of(p.Plugin)
		if !ok || archive.Err() != nil || !errors.Is(p.Plugin.Manifest().Err, fs.ErrNotExist) {
			return
		}
		for _, e := range archive.Entries() {
			if strings.EqualFold(path.Base(e.Path), plugin.ManifestName) && strings.Count(e.Path, "/") < 2 {
				p.Reportf(plugin.Place{}, "the package has no %s at its root, only %q: the daemon reads only %s, without a folder in front of it", plugin.ManifestName, short(e.Name), plugin.ManifestName)
				return
			}
		}
		if len(archive.Entries()) == 0 {
			p.Reportf(plugin.Place{}, "the package has no entries: there is no %s and no plugin", plugin.ManifestName)
			return
		}
		p.Reportf(plugin.Place{}, "the package has no %s at its root: the daemon cannot read it as a plugin", plugin.ManifestName)
	},
}
