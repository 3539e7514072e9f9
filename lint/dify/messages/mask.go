package messages

import (
	"regexp"

	"github.com/difylint/difylint/lint/source/text"
)

// masks find what must not be printed: a message is pasted into an issue.
var masks = []struct {
	re   func() *regexp.Regexp
	with string
}{
	{text.Regexp(`(?is)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)`), "***"},
	{text.Regexp(`(?i)\b([a-z][a-z0-9+.-]*://[^\s/:@]*):[^\s/@]+@`), "$1:***@"},
	{text.Regexp(`(?i)\b(authorization["']?\s*[:=]\s*["']?(?:bearer|basic|token)\s+)[^\s"',]+`), "$1***"},
	{text.Regexp(`(?i)\b(bearer\s+)[A-Za-z0-9._~+/=-]{12,}`), "$1***"},
	{text.Regexp(`(?i)([\w.-]*(?:api[_-]?key|server_key|daemon_key|install_key|secret|passw(?:or)?d|access[_-]?key|private[_-]?key|auth[_-]?token|access[_-]?token|refresh[_-]?token|client[_-]?secret|x-api-key|signature_key)[\w-]*["']?\s*[:=]\s*["']?)([^\s"',&}\[\]]{4,})`), "$1***"},
	{text.Regexp(`(?i)([?&](?:sign|signature|nonce|token|key|x-amz-[a-z]+|auth_key|sig)=)[^\s&"'\\]+`), "$1***"},
	{text.Regexp(`\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{16,}|\b(?:gh[pousr]_|github_pat_|glpat-|hf_|npm_|pypi-|xox[baprs]-|dop_v1_|shpat_|sq0[a-z]{3}-|SG\.)[A-Za-z0-9_.-]{10,}|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{30,}|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*`), "***"},
}

// Mask takes secrets out of a text: keys, passwords, signatures of addresses.
func Mask(s string) string {
	for _, m := range masks {
		s = m.re().ReplaceAllString(s, m.with)
	}
	return s
}
