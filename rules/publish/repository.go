package publish

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/market"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Repository reports a repo that the marketplace does not take.
var Repository = &lint.Rule{
	ID: "publish/repository", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0",
	Title:   "the source repository is not at a host that the marketplace accepts",
	Why:     "The marketplace's checks accept `repo` only as the http(s) URL of a repository at one of a few hosts: GitHub, GitLab, Bitbucket, Gitee, Codeberg, SourceHut, and hosts that were added to the toolkit's list by pull request. A path must follow the host; `git@…`, `ssh://` and a port are refused.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/source_hosts.py"},
	Run: submitted(func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		n := m.Root.Get("repo")
		if missing(n) || !n.IsScalar() {
			return
		}
		s := strings.TrimSpace(n.Str())
		if repositoryWhole().MatchString(s) {
			return
		}
		f := lint.Finding{Place: plugin.At(m, n)}
		u, err := url.Parse(s)
		switch meant := meantRepository(s); {
		case meant != "":
			f.Message = lint.Msg("the marketplace does not accept this form of the URL; write %q", meant)
			f.Fixes = lint.SafeFix(lint.Msg("Write %s", meant), yamledit.ReplaceValue(m.Tree, n, meant))
		case err != nil || u.Host == "":
			f.Message = lint.Msg("%q is not the URL of a repository; write it as https://github.com/you/your-plugin", shown(s))
		case isSourceHost(u.Hostname()):
			f.Message = lint.Msg("%q names no repository; write the owner and the name after the host", shown(s))
		default:
			f.Message = lint.Msg("the marketplace does not accept repositories at %s (accepted hosts: %s)", u.Hostname(), text.Join(market.SourceHosts))
		}
		refuse(p, f)
	}),
}

var (
	hosts = func() string {
		quoted := make([]string, len(market.SourceHosts))
		for i, h := range market.SourceHosts {
			quoted[i] = regexp.QuoteMeta(h)
		}
		return `(?:www\.)?(?:` + strings.Join(quoted, "|") + `)`
	}()
	repositoryWhole = text.Regexp(`(?i)^https?://` + hosts + `/[^\s)>"]+$`)
	repositoryLink  = text.Regexp(`(?i)https?://` + hosts + `/[^\s)>"]+`)
	repositoryRoot  = text.Regexp(`https://` + hosts + `/[A-Za-z0-9_.-]+/[A-Za-z0-9_-]+`)
	remote          = text.Regexp(`(?i)^(?:git\+)?(?:ssh://|https?://)?(?:git@)?(` + hosts + `)(?::[0-9]+)?[:/]([^\s)>"/]+/[^\s)>"]+?)(?:\.git)?/?$`)
)

func isSourceHost(host string) bool {
	return slices.Contains(market.SourceHosts, strings.TrimPrefix(lower(host), "www."))
}

// meantRepository is the URL that a Git remote stands for, or "".
func meantRepository(s string) string {
	g := remote().FindStringSubmatch(s)
	if g == nil {
		return ""
	}
	return "https://" + lower(g[1]) + "/" + g[2]
}

func lower(s string) string { return strings.ToLower(s) }

func blank(s string) bool { return strings.TrimSpace(s) == "" }
