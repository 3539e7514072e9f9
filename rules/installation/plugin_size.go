package installation

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/dify/packing"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// PluginSize reports plugins that are larger than an installation takes.
var PluginSize = &lint.Rule{
	ID: "installation/plugin-size", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", RunsBroken: true, Needs: needed,
	Title: "the plugin is larger than this installation takes",
	Why: "With `--installation` a plugin is held to the limits that the installation sets: `PLUGIN_MAX_PACKAGE_SIZE` for its files together, as the daemon adds them up, and nginx's " +
		"`NGINX_CLIENT_MAX_BODY_SIZE` for the uploaded file.",
	Sources: []string{"dify-plugin-daemon: pkg/plugin_packager/decoder/zip.go", composeSource},
	Run: func(p *lint.Pass) {
		in, _ := installation.Place.Of(p.Plugin)
		if in.Daemon() == nil {
			return
		}
		var total, file int64
		if archive, ok := pkg.Of(p.Plugin); ok {
			file = archive.Size()
			for _, e := range archive.Entries() {
				total += int64(e.Size)
			}
		} else {
			for _, f := range packing.Of(p.Plugin).Files {
				total += p.Plugin.Size(f)
			}
		}
		limit, of, ok := in.Number("MAX_PLUGIN_PACKAGE_SIZE")
		if ok && limit != pkg.MaxPackageSize && max(total, file) > limit {
			p.Report(lint.Finding{
				Place: placeOf(p.Plugin), Key: "daemon", Related: setAt(in, of, lint.Msg("the limit")),
				Message: lint.Msg("the plugin has %d bytes, and this installation takes %d (%s)", max(total, file), limit, "PLUGIN_MAX_PACKAGE_SIZE"),
			})
		}
		of = env(in.Nginx(), "NGINX_CLIENT_MAX_BODY_SIZE")
		if body, ok := nginxSize(of.Or("")); ok && body > 0 && file > body {
			p.Report(lint.Finding{
				Place: placeOf(p.Plugin), Key: "nginx", Related: setAt(in, of, lint.Msg("the limit")),
				Message: lint.Msg("the package has %d bytes, and nginx of this installation takes requests up to %s (NGINX_CLIENT_MAX_BODY_SIZE): the upload ends with 413", file, of.Shown()),
			})
		}
	},
}
