package installation

import (
	"maps"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
)

// addresses are the settings of the daemon that name where to connect, with what they
// are used for: a switch that is on, or off ("!"), a kind of storage, or always ("").
var addresses = map[string]string{
	"DIFY_INNER_API_URL": "", "DB_HOST": "", "REDIS_HOST": "!REDIS_USE_SENTINEL", "REDIS_SENTINELS": "REDIS_USE_SENTINEL",
	"PIP_MIRROR_URL": "", "PIP_MIRROR_CANDIDATES": "", "HTTP_PROXY": "", "HTTPS_PROXY": "",
	"OTLP_BASE_ENDPOINT": "ENABLE_OTEL", "OTLP_TRACE_ENDPOINT": "ENABLE_OTEL", "OTLP_METRIC_ENDPOINT": "ENABLE_OTEL",
	"SENTRY_DSN": "SENTRY_ENABLED", "DIFY_PLUGIN_SERVERLESS_CONNECTOR_URL": "",
	"S3_ENDPOINT": "aws_s3", "AZURE_BLOB_STORAGE_ACCOUNT_URL": "azure_blob", "ALIYUN_OSS_ENDPOINT": "aliyun_oss", "TENCENT_COS_ENDPOINT": "tencent_cos",
	"HUAWEI_OBS_SERVER": "huawei_obs", "VOLCENGINE_TOS_ENDPOINT": "volcengine_tos", "BAIDU_BOS_ENDPOINT": "baidu_bos",
}

// apiAddresses are those of Dify's API that plugins depend on.
var apiAddresses = []string{"PLUGIN_DAEMON_URL", "MARKETPLACE_API_URL"}

// inUse reports whether the daemon looks at an address.
func (v *view) inUse(name string) bool {
	on, used := addresses[name]
	if on == "" {
		return used
	}
	if storageOf(on) != nil {
		return storageIs(v, on)
	}
	name, not := strings.CutPrefix(on, "!")
	b, _ := v.Bool(name)
	return b != not
}

// hostsOf are the hosts of an address, or of a list of them.
func hostsOf(s string) []string {
	var out []string
	for item := range strings.SplitSeq(s, ",") {
		if h := hostOf(strings.TrimSpace(item)); h != "" {
			out = append(out, h)
		}
	}
	return out
}

// Localhost reports addresses that lead a container to itself.
var Localhost = &lint.Rule{
	ID: "installation/localhost", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", Subject: subject,
	Title: "localhost where another container is meant",
	Why: "In a container localhost is the container itself. A database, an index or an API that runs in another container is reached by the name of its service " +
		"(`http://api:5001`), one on the machine itself by `host.docker.internal`, with `extra_hosts: [\"host.docker.internal:host-gateway\"]` on Linux.",
	Sources: []string{configSource, "docker: networking in compose"},
	Run: withDaemon(func(v *view) {
		check := func(s *installation.Service, of *installation.Value) {
			if of == nil || !ownNetwork(s) {
				return
			}
			for _, h := range hostsOf(of.Text) {
				if !loopback(h) {
					continue
				}
				f := lint.Finding{Message: lint.Msg("%s leads to %s, which in a container is %s itself; name the service, or host.docker.internal for this machine", named(of), h, s.Name)}
				if strings.Contains(of.Name, "OTLP") || of.Name == "SENTRY_DSN" {
					f.Severity = lint.Warning
				}
				v.found(of, f)
				return
			}
		}
		for _, name := range slices.Sorted(maps.Keys(addresses)) {
			if v.inUse(name) {
				check(v.daemon, v.setting(name))
			}
		}
		for _, name := range apiAddresses {
			check(v.api, env(v.api, name))
		}
	}),
}
