package bundle

import (
	"io/fs"
	"path"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Package reports packages that a bundle names and does not hold.
var Package = &lint.Rule{
	ID: "bundle/package", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", Bundles: true,
	Title:   "a package of the bundle is missing or cannot be opened",
	Why:     "A dependency of the type `package` names a file under `_assets` by its path there; letter case counts. On upload the daemon fetches it from the bundle, opens it as a plugin's package and prepares it; if one fails, the whole bundle is refused (\"failed to fetch package from bundle\", \"failed to create package decoder\"). The command line names such a file by its checksum, without an extension.",
	Sources: []string{"dify-plugin-daemon: internal/service/plugin_decoder.go (UploadPluginBundle)", "dify-plugin-daemon: pkg/bundle_packager/generic.go"},
	Run: only(func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		for _, d := range dependencies(p) {
			if d.kind != "package" || d.value.Str() == "" {
				continue // schema/required and schema/type say so
			}
			written := d.value.Str()
			f := lint.Finding{Place: plugin.At(m, d.value)}
			name := assets + "/" + written
			switch {
			case !fs.ValidPath(name):
				f.Message = lint.Msg("%q is not a path below %s", written, assets)
			case !p.Plugin.Listing().Has(name):
				f.Message = lint.Msg("there is no %q under %s", written, assets)
				if got := meant(p, written); got != "" {
					f.Message = lint.Msg("there is no %q under %s; did you mean %q?", written, assets, got)
					f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", got), yamledit.ReplaceValue(m.Tree, d.value, got))
				}
			default:
				why := opens(p, name)
				if why.Format == "" {
					continue
				}
				f.Message = lint.Msg("the daemon cannot open %s as a package: %s", name, why)
			}
			p.Report(f)
		}
	}),
}

// meant is the file under _assets that a path most likely means, or "".
func meant(p *lint.Pass, written string) string {
	clean := strings.TrimPrefix(strings.TrimPrefix(path.Clean(strings.ReplaceAll(written, "\\", "/")), "/"), assets+"/")
	var names []string
	for _, f := range p.Plugin.Listing().Files {
		if name, ok := strings.CutPrefix(f, assets+"/"); ok {
			if name == clean || strings.EqualFold(name, clean) {
				return name
			}
			names = append(names, name)
		}
	}
	got, _ := near.Nearest(clean, names)
	return got
}

// opens says why a file is no package, or "".
func opens(p *lint.Pass, name string) lint.Message {
	f, err := p.Plugin.Read(name)
	if err != nil {
		return lint.Msg("it cannot be read")
	}
	if len(f.Data) == 0 {
		return lint.Msg("it is empty")
	}
	archive, err := pkg.OpenBytes(f.Data, pkg.Limits{})
	if err != nil {
		return lint.Msg("%s", err)
	}
	if _, err := fs.Stat(archive, "manifest.yaml"); err != nil {
		return lint.Msg("it has no manifest.yaml")
	}
	return lint.Message{}
}
