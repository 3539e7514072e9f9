package installation

import (
	"net/url"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
)

// urls are the settings that are URLs, in the daemon and in Dify's API.
var urls = []string{"DIFY_INNER_API_URL", "PIP_MIRROR_URL", "PIP_MIRROR_CANDIDATES", "S3_ENDPOINT", "AZURE_BLOB_STORAGE_ACCOUNT_URL", "DIFY_PLUGIN_SERVERLESS_CONNECTOR_URL"}

var apiURLs = []string{"PLUGIN_DAEMON_URL", "FILES_URL", "INTERNAL_FILES_URL", "MARKETPLACE_API_URL", "MARKETPLACE_URL", "ENDPOINT_URL_TEMPLATE", "CONSOLE_API_URL"}

// URL reports addresses that cannot be one.
var URL = &lint.Rule{
	ID: "installation/url", Gate: lint.Start, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "an address is not a URL",
	Why: "These settings are URLs and are used as they are: with a scheme (`http://minio:9000`), without blanks, and without quotation marks, which become a part of the value " +
		"where `environment` is written as a list (`- NAME=\"value\"`). An index of packages ends in `/simple`.",
	Sources: []string{configSource, composeSource},
	Run: withDaemon(func(v *view) {
		for _, name := range urls {
			if v.inUse(name) {
				v.url(v.setting(name))
			}
		}
		for _, name := range apiURLs {
			v.url(env(v.api, name))
		}
	}),
}

func (v *view) url(of *installation.Value) {
	if of == nil {
		return
	}
	for item := range strings.SplitSeq(of.Text, ",") {
		s := strings.TrimSpace(item)
		u, err := url.Parse(strings.ReplaceAll(s, "{hook_id}", "x"))
		scheme, _, _ := strings.Cut(s, "://")
		switch {
		case s == "", scheme == "file" && strings.HasPrefix(of.Name, "PIP_MIRROR"):
			continue
		case strings.ContainsAny(s[:1], "\"'") || strings.HasSuffix(s, "\"") || strings.HasSuffix(s, "'"):
			v.foundf(of, "%s has quotation marks in its value: in a list of environment they are a part of it; leave them out", named(of))
		case !strings.Contains(s, "://"):
			v.foundf(of, "%s is %q, without a scheme: write http:// or https:// before it", named(of), installation.Clean(s))
		case err != nil || u.Host == "" || strings.ContainsAny(s, " \t"):
			v.foundf(of, "%s is %q, which is not a URL", named(of), installation.Clean(s))
		case !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https"):
			v.foundf(of, "%s is %q: the scheme must be http or https", named(of), installation.Clean(s))
		case strings.HasPrefix(of.Name, "PIP_MIRROR") && strings.Trim(u.Path, "/") == "":
			v.foundf(of, "%s is %q, the front page of a site: an index of packages ends in /simple", named(of), installation.Clean(s))
		case strings.Contains(s, "<") || strings.Contains(u.Host, "your-") || strings.Contains(u.Host, "your_"):
			v.foundf(of, "%s is %q: the example's text was left in it", named(of), installation.Clean(s))
		default:
			continue
		}
		return
	}
}
