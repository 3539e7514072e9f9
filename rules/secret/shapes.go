package secret

// The shapes of tokens that services give out. As of 2026-11, from the pages on
// which the services document them; a shape is listed only where its prefix
// tells it from any other text. To refresh: look whether a service changed its
// prefix, and add those that plugins began to call.

import (
	"bytes"
	"regexp"

	"github.com/difylint/difylint/lint/source/text"
)

// shape is what the tokens of one service look like.
type shape struct {
	name   text.Message
	prefix []byte
	// shape matches the token at the beginning of a text.
	shape func() *regexp.Regexp
	// loose: the length says little, and what is behind the prefix has digits.
	loose bool
}

// real reports whether what stands behind the prefix is random.
func (s *shape) real(rest []byte) bool {
	if s.loose {
		return bytes.ContainsAny(rest, "0123456789") && entropy(string(rest)) >= 3.3
	}
	return entropy(string(rest)) >= 3
}

func of(format, prefix, rest string) *shape {
	return &shape{name: text.Msg(format), prefix: []byte(prefix), shape: text.Regexp("^" + regexp.QuoteMeta(prefix) + rest)}
}

func loose(format, prefix, rest string) *shape {
	s := of(format, prefix, rest)
	s.loose = true
	return s
}

// shapes, the longer prefix before the shorter.
var shapes = []*shape{
	loose("Anthropic API key", "sk-ant-", `[A-Za-z0-9_-]{32,}`),
	loose("OpenRouter API key", "sk-or-v1-", `[0-9a-f]{32,}`),
	loose("OpenAI-style API key", "sk-", `[A-Za-z0-9_-]{20,}`),
	loose("Stripe secret key", "sk_live_", `[A-Za-z0-9]{20,}`),
	loose("Stripe secret key", "sk_test_", `[A-Za-z0-9]{20,}`),
	loose("Stripe restricted key", "rk_live_", `[A-Za-z0-9]{20,}`),
	of("GitHub token", "github_pat_", `[A-Za-z0-9_]{40,}`),
	loose("GitHub token", "ghp_", `[A-Za-z0-9_]{20,}`),
	loose("GitHub token", "gho_", `[A-Za-z0-9_]{20,}`),
	loose("GitHub token", "ghu_", `[A-Za-z0-9_]{20,}`),
	loose("GitHub token", "ghs_", `[A-Za-z0-9_]{20,}`),
	loose("GitHub token", "ghr_", `[A-Za-z0-9_]{20,}`),
	loose("GitLab token", "glpat-", `[A-Za-z0-9_-]{20,}`),
	loose("Slack token", "xoxb-", `[A-Za-z0-9-]{10,}`),
	loose("Slack token", "xoxa-", `[A-Za-z0-9-]{10,}`),
	loose("Slack token", "xoxp-", `[A-Za-z0-9-]{10,}`),
	loose("Slack token", "xoxr-", `[A-Za-z0-9-]{10,}`),
	loose("Slack token", "xoxs-", `[A-Za-z0-9-]{10,}`),
	loose("Slack app token", "xapp-", `[A-Za-z0-9-]{30,}`),
	of("AWS access key", "AKIA", `[0-9A-Z]{16}`),
	of("AWS access key", "ASIA", `[0-9A-Z]{16}`),
	of("Alibaba Cloud access key", "LTAI", `[A-Za-z0-9]{12,26}`),
	of("Tencent Cloud secret ID", "AKID", `[A-Za-z0-9]{32}`),
	of("Google API key", "AIza", `[0-9A-Za-z_-]{35}`),
	of("Google OAuth secret", "GOCSPX-", `[0-9A-Za-z_-]{28}`),
	of("Hugging Face token", "hf_", `[A-Za-z0-9]{34,}`),
	of("Groq API key", "gsk_", `[A-Za-z0-9]{40,}`),
	of("xAI API key", "xai-", `[A-Za-z0-9]{60,}`),
	of("NVIDIA API key", "nvapi-", `[A-Za-z0-9_-]{60,}`),
	of("Replicate token", "r8_", `[A-Za-z0-9]{36,}`),
	of("Perplexity API key", "pplx-", `[A-Za-z0-9]{40,}`),
	loose("Tavily API key", "tvly-", `[A-Za-z0-9-]{24,}`),
	of("Firecrawl API key", "fc-", `[0-9a-f]{32}`),
	of("Jina API key", "jina_", `[A-Za-z0-9_-]{50,}`),
	loose("Dify app key", "app-", `[A-Za-z0-9]{24}`),
	loose("Dify dataset key", "dataset-", `[A-Za-z0-9]{24}`),
	of("Notion secret", "secret_", `[A-Za-z0-9]{43}`),
	of("Notion token", "ntn_", `[A-Za-z0-9]{40,}`),
	of("Linear API key", "lin_api_", `[A-Za-z0-9]{40}`),
	of("npm token", "npm_", `[A-Za-z0-9]{36}`),
	of("PyPI token", "pypi-AgEI", `[A-Za-z0-9_-]{50,}`),
	of("SendGrid API key", "SG.", `[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}`),
	of("Shopify token", "shpat_", `[0-9a-fA-F]{32}`),
	of("DigitalOcean token", "dop_v1_", `[0-9a-f]{64}`),
	of("Databricks token", "dapi", `[0-9a-f]{32}`),
	of("Supabase token", "sbp_", `[0-9a-f]{40}`),
	of("Atlassian token", "ATATT3x", `[A-Za-z0-9_=-]{60,}`),
	of("Postman API key", "PMAK-", `[0-9a-f]{24}-[0-9a-f]{34}`),
	loose("JSON Web Token", "eyJ", `[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}`),
}

var byFirst = func() (t [256][]*shape) {
	for _, s := range shapes {
		t[s.prefix[0]] = append(t[s.prefix[0]], s)
	}
	return t
}()
