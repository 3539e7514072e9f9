package dependency

import (
	"net/url"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// LockSource reports a lock that takes packages from a mirror or another index.
var LockSource = &lint.Rule{
	ID: "dependency/lock-source", Gate: lint.Start, Severity: lint.Warning, Since: "0.1.0",
	Title: "uv.lock takes packages from a mirror",
	Why: "`uv.lock` holds the address of each file, and `uv sync --frozen` fetches from just there. A lock that was made with a " +
		"mirror or a company's index works near its author and nowhere else: the installation waits, fails, and the plugin does " +
		"not start. Make the lock without the mirror (`uv lock --default-index https://pypi.org/simple`).",
	Sources: []string{"dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go (prepareSyncArgs)"},
	Run: func(p *lint.Pass) {
		f := filesOf.Of(p.Plugin)
		if !f.frozen() {
			return
		}
		type foreign struct {
			at    plugin.Place
			url   string
			count int
			name  string
		}
		var order []string
		hosts := map[string]*foreign{}
		for i := range f.lock.Packages {
			pkg := &f.lock.Packages[i]
			if pkg.Source.Kind != "registry" {
				continue
			}
			v := pkg.Source.Target
			if isPyPI(v.Text) {
				var other bool
				if v, other = f.lock.Foreign(pkg, "https://files.pythonhosted.org/", "https://pypi.org/"); !other {
					continue
				}
			}
			host := v.Text
			if u, err := url.Parse(v.Text); err == nil && u.Host != "" {
				host = u.Hostname()
			}
			if hosts[host] == nil {
				hosts[host] = &foreign{at: plugin.AtSpan(f.lock.File, v.Span), url: v.Text, name: pkg.Name.Text}
				order = append(order, host)
			}
			hosts[host].count++
		}
		for _, host := range order {
			h := hosts[host]
			msg := lint.Msg("%q is downloaded from %s, not from the usual index: where that host cannot be reached, nothing installs", short(h.name), short(host))
			if h.count > 1 {
				msg = lint.Msg("%d packages are downloaded from %s, not from the usual index: where that host cannot be reached, nothing installs", h.count, short(host))
			}
			p.Report(lint.Finding{Place: h.at, Key: host, Mask: secret(h.url), Message: msg})
			if len(order) > 20 {
				break
			}
		}
	},
}
