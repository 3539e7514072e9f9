package installation

import (
	"strings"

	"github.com/difylint/difylint/lint"
)

// ImageTag reports images of Dify without a fixed release.
var ImageTag = &lint.Rule{
	ID: "installation/image-tag", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "an image of Dify without a fixed release",
	Why: "With `latest`, `main` or no tag at all, the next `docker compose pull` brings another release: the daemon's and the API's may no longer belong together, and nobody can " +
		"say which plugins the installation takes. The daemon's images end in `-local` for compose.",
	Sources: []string{composeSource},
	Run: judging(func(v *view) {
		for _, name := range v.Names {
			s := v.Services[name]
			img := s.Image()
			if img == nil || !s.Active || img.Name != "dify-api" && img.Name != "dify-plugin-daemon" && img.Name != "dify-web" || strings.Contains(img.Text, "@") {
				continue
			}
			if moving := img.Tag == "" || img.Tag == "latest" || strings.HasPrefix(img.Tag, "latest-") || img.Tag == "main" || strings.HasPrefix(img.Tag, "main-"); moving {
				tag := lint.Msg("%s", img.Tag)
				if img.Tag == "" {
					tag = lint.Msg("no tag, which means latest")
				}
				v.found(img.Value, lint.Finding{Key: name, Message: lint.Msg("the image of %s has %s: name a release, so that it changes only when you mean it", name, tag)})
			}
			if img.Name == "dify-plugin-daemon" && strings.Contains(img.Tag, "serverless") && v.setting("DIFY_PLUGIN_SERVERLESS_CONNECTOR_URL") == nil {
				v.found(img.Value, lint.Finding{Key: "serverless", Severity: lint.Error, Message: lint.Msg("the image of %s is the one for serverless plugins, and DIFY_PLUGIN_SERVERLESS_CONNECTOR_URL is not set: it does not start; compose needs %s", name, strings.Replace(img.Tag, "serverless", "local", 1))})
			}
		}
	}),
}
