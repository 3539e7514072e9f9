package publish

import (
	"cmp"
	"io/fs"
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/market"
	"github.com/difylint/difylint/lint/dify/packing"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// Size reports plugins that are too large to be packed.
var Size = &lint.Rule{
	ID: "publish/size", Gate: lint.Package, Severity: lint.Error, Since: "0.1.0",
	Title:   "the plugin is larger than packaging allows",
	Why:     "`dify plugin package` fails if the files of the package have more than 50 MiB (52428800 bytes) in total, before compression; the daemon and the marketplace have the same limit, and the marketplace accepts at most 5000 files. The largest part is usually a virtual environment, the Git history, or pictures for the README: list them in `.difyignore`.",
	Sources: []string{"dify-plugin-daemon: cmd/commandline/plugin.go, pkg/plugin_packager/packager/packager.go", "dify-marketplace-toolkit: toolkit/checks/contents.py"},
	Options: []lint.Option{
		{Name: "max-bytes", Type: "integer", Default: market.MaxPackage, Doc: "The largest total size of the files, in bytes."},
		{Name: "max-files", Type: "integer", Default: market.MaxFiles, Doc: "The largest number of files that the marketplace accepts."},
	},
	Run: func(p *lint.Pass) {
		c := packing.Of(p.Plugin)
		at := plugin.AtTop(p.Plugin.Manifest())
		if most := lint.OptionOf[int](p, "max-files"); len(c.Files) > most && profileOf(p) == market.Marketplace {
			p.Report(lint.Finding{Place: at, Key: "files", Gate: lint.Publish, Message: lint.Msg("the package has %d files; the marketplace accepts at most %d", len(c.Files), most)})
		}
		if p.Plugin.Packaged {
			return // archive/size adds up what the package says
		}
		if c.Truncated {
			p.Skip("the folder has too many files to list")
			return
		}
		limit := int64(lint.OptionOf[int](p, "max-bytes"))
		type file struct {
			name string
			size int64
		}
		var total int64
		var all []file
		for _, name := range c.Files {
			size := max(0, p.Plugin.Size(name))
			total += size
			all = append(all, file{name, size})
		}
		for _, dir := range c.Closed {
			size := weigh(p.Plugin.FS, dir)
			total += size
			all = append(all, file{dir + "/", size})
		}
		if total > limit {
			slices.SortFunc(all, func(a, b file) int { return cmp.Compare(b.size, a.size) })
			var largest []lint.Message
			for _, f := range all[:min(3, len(all))] {
				largest = append(largest, lint.Msg("%s (%d bytes)", f.name, f.size))
			}
			p.Report(lint.Finding{Place: at, Key: "bytes", Message: lint.Msg("the files that packaging takes in have %d bytes together, and %d are allowed; the largest are %s", total, limit, text.Join(largest))})
		}
	},
}

// weigh is the size in bytes of the files in a folder, of the first maxWeighed.
func weigh(fsys fs.FS, dir string) int64 {
	var total int64
	n := 0
	_ = fs.WalkDir(fsys, dir, func(_ string, e fs.DirEntry, err error) error {
		if n++; n > maxWeighed {
			return fs.SkipAll
		}
		if err != nil || e.IsDir() {
			return nil //nolint:nilerr // what cannot be read weighs nothing
		}
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
			total += info.Size()
		}
		return nil
	})
	return total
}

const maxWeighed = 50000
