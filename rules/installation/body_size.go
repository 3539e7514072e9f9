package installation

import (
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint"
)

// BodySize reports limits of size that contradict one another.
var BodySize = &lint.Rule{
	ID: "installation/body-size", Gate: lint.Install, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "limits of size that contradict one another",
	Why: "A package passes three limits on its way: nginx's `NGINX_CLIENT_MAX_BODY_SIZE`, the API's and the daemon's (both `PLUGIN_MAX_PACKAGE_SIZE` in .env). The smallest " +
		"counts. Where nginx's is below the daemon's, an upload ends with \"413 Request Entity Too Large\" though the daemon would take the package.",
	Sources: []string{composeSource, configSource},
	Run: withDaemon(func(v *view) {
		limit, of, ok := v.Number("MAX_PLUGIN_PACKAGE_SIZE")
		if !ok {
			return
		}
		mine := "MAX_PLUGIN_PACKAGE_SIZE"
		if of != nil {
			mine = of.Label()
			if limit > 0 && limit < small {
				v.found(of, lint.Finding{Key: "unit", Message: lint.Msg("packages can have only %d bytes (%s), less than most plugins: the unit is bytes", limit, mine)})
			}
		}
		nginx := env(v.Nginx(), "NGINX_CLIENT_MAX_BODY_SIZE")
		if v.Alone {
			nginx = env(v.api, "NGINX_CLIENT_MAX_BODY_SIZE")
		}
		if nginx != nil && nginx.Text != "" {
			body, ok := nginxSize(nginx.Text)
			switch {
			case !ok:
				v.found(nginx, lint.Finding{Severity: lint.Error, Message: lint.Msg("%s is %q, which nginx cannot read (a number with k, m or g): nginx does not start", nginx.Label(), nginx.Shown())})
			case body > 0 && body < limit:
				v.foundOf(of, nginx, lint.Finding{Key: "nginx", Message: lint.Msg("packages can have %d bytes (%s), but nginx accepts requests up to %s (%s): larger uploads end with 413", limit, mine, nginx.Shown(), nginx.Label())})
			}
		}
		api := env(v.api, "PLUGIN_MAX_PACKAGE_SIZE")
		if n, err := strconv.ParseInt(api.Or("x"), 10, 64); err == nil && n != limit && of != nil {
			v.foundOf(of, api, lint.Finding{Key: "api", Message: lint.Msg("the daemon accepts packages up to %d bytes (%s) and the API up to %d (PLUGIN_MAX_PACKAGE_SIZE): the smaller limit counts", limit, named(of), n)})
		}
		if bundle, b, ok := v.Number("MAX_BUNDLE_PACKAGE_SIZE"); ok && b != nil && bundle < limit {
			v.foundf(b, "%s is %d, less than one package may have (%s, %d): a bundle holds packages", named(b), bundle, mine, limit)
		}
	}),
}

// small is less than most plugins have, in bytes: an icon and a lock alone may be larger.
const small = 256 << 10

// nginxSize is a size as nginx reads it, in bytes; 0 is no limit.
func nginxSize(s string) (int64, bool) {
	return scaled(strings.ToLower(s), map[string]int64{"k": 1 << 10, "m": 1 << 20, "g": 1 << 30})
}
