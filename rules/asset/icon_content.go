package asset

import (
	"bytes"
	"io"
	"path"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// IconContent reports icons that hold something else than their names say.
var IconContent = &lint.Rule{
	ID: "asset/icon-content", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "an icon's content does not match its file name",
	Why:     "The daemon checks only an icon's name, and Dify sends the file with the type of its extension. Browsers do not show an SVG named `icon.png`, a text, an empty file or a Git LFS pointer. Browsers do show a bitmap with the extension of another bitmap format, but stricter tools refuse it.",
	Sources: []string{"dify: api/services/plugin/plugin_service.py (get_asset)"},
	Run: func(p *lint.Pass) {
		for _, ic := range images.Of(p.Plugin) {
			file := ic.File()
			f := lint.Finding{Place: plugin.At(ic.Doc, ic.Node), Key: file}
			want, known := formats[strings.ToLower(path.Ext(file))]
			got := imageFormat(ic.data)
			switch {
			case len(ic.data) == 0:
				f.Message = lint.Msg("the icon %s is an empty file", file)
			case bytes.HasPrefix(ic.data, []byte("version https://git-lfs")):
				f.Message = lint.Msg("the icon %s is a Git LFS pointer, not the image; run \"git lfs pull\"", file)
			case got == "":
				f.Message = lint.Msg("the icon %s is not an image that browsers can show", file)
			case !known:
				f.Message = lint.Msg("the icon %s is %s, but its name has another extension; use the extension %s", file, got, endings[got])
			case got == want:
				continue
			case got == svg || want == svg:
				f.Message = lint.Msg("the icon %s is %s, which browsers do not show under this name; use the extension %s", file, got, endings[got])
			default:
				f.Severity = lint.Info
				f.Message = lint.Msg("the icon %s is %s, not what its extension says; use the extension %s", file, got, endings[got])
			}
			p.Report(f)
		}
	},
}

const svg = "SVG"

var (
	formats = map[string]string{
		".svg": svg, ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".webp": "WebP", ".ico": "ICO", ".avif": "AVIF", ".bmp": "BMP",
	}
	endings = map[string]string{
		svg: ".svg", "PNG": ".png", "JPEG": ".jpg", "GIF": ".gif", "WebP": ".webp", "ICO": ".ico", "AVIF": ".avif", "BMP": ".bmp",
	}
)

// imageFormat says which format the first bytes are of, or "".
func imageFormat(b []byte) string {
	has := func(at int, s string) bool { return len(b) >= at+len(s) && string(b[at:at+len(s)]) == s }
	switch {
	case has(0, "\x89PNG\r\n\x1a\n"):
		return "PNG"
	case has(0, "\xff\xd8\xff"):
		return "JPEG"
	case has(0, "GIF87a"), has(0, "GIF89a"):
		return "GIF"
	case has(0, "RIFF") && has(8, "WEBP"):
		return "WebP"
	case has(0, "\x00\x00\x01\x00"):
		return "ICO"
	case has(4, "ftypavi"):
		return "AVIF"
	case has(0, "BM") && len(b) > 14:
		return "BMP"
	case bytes.Contains(b[:min(len(b), maxProlog)], []byte("<svg")), bytes.Contains(b[:min(len(b), maxProlog)], []byte(":svg")):
		return svg
	}
	return ""
}

// maxProlog bounds what may stand before a drawing, in bytes.
const maxProlog = 16 << 10

// image is an icon that is named and there.
type image struct {
	plugin.Icon
	// data is the whole of an SVG, and the beginning of other files.
	data []byte
}

// images reads each icon once.
var images = plugin.NewFact(func(p *plugin.Plugin) []image {
	var out []image
	seen := map[string]bool{}
	for _, n := range plugin.Icons(p) {
		if file := n.File(); !seen[file] && p.Listing().Has(file) {
			seen[file] = true
			if data, ok := begin(p, file); ok {
				out = append(out, image{n, data})
			}
		}
	}
	return out
})

// maxSVG bounds what is read of one drawing, in bytes.
const maxSVG = 4 << 20

// begin reads a drawing whole, and of other files what tells their format.
func begin(p *plugin.Plugin, name string) ([]byte, bool) {
	if strings.HasSuffix(strings.ToLower(name), ".svg") && p.Size(name) <= maxSVG {
		f, err := p.Read(name)
		if err != nil {
			return nil, false
		}
		return f.Data, true
	}
	f, err := p.FS.Open(name)
	if err != nil {
		return nil, false
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, 512))
	return data, err == nil
}
