package secret

// One pass over a file's bytes for what could be a secret. A candidate is a run
// of the characters that tokens are made of, long enough and with digits in it;
// only then is anything compared.

import (
	"bytes"
	"math"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/source/text"
)

// minRun is the length of the shortest candidate, in bytes.
const minRun = 15

// inFile finds what a file holds, in order.
var inFile = text.NewFact(scan)

const (
	wordChar = 1 << iota // letters, digits, _ and -
	joinChar             // + / .
	digit
)

var class = func() (t [256]uint8) {
	for c := '0'; c <= '9'; c++ {
		t[c] = wordChar | digit
	}
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = wordChar, wordChar
	}
	t['_'], t['-'] = wordChar, wordChar
	t['+'], t['/'], t['.'] = joinChar, joinChar, joinChar
	return t
}()

func scan(f *text.File) []found {
	s := &scanner{file: f, data: f.Data, code: isCode(f.Path)}
	for i := 0; i < len(f.Data); i++ {
		start, digits := i, 0
		for i < len(f.Data) && class[f.Data[i]] != 0 {
			digits += int(class[f.Data[i]] >> 2)
			i++
		}
		if i-start >= minRun {
			s.candidate(start, i, digits)
		}
	}
	s.keys()
	s.addresses()
	s.logins()
	s.joined()
	return s.out
}

type scanner struct {
	file *text.File
	data []byte
	// code is true for sources, where a value without quotes is an expression.
	code bool
	out  []found

	quoted [2][]int // see quotes
}

func (s *scanner) add(k kind, start, end int, what string, blocked bool) {
	s.out = append(s.out, found{kind: k, file: s.file, span: text.Span{Start: start, End: end}, what: what, blocked: blocked})
}

// candidate judges a run of token characters.
func (s *scanner) candidate(start, end, digits int) {
	for end > start && s.data[end-1] == '.' {
		end--
	}
	if s.tokens(start, end, digits) || digits < 2 || end-start > maxValue {
		return
	}
	s.literal(start, end)
}

// maxValue bounds the length of a literal, in bytes: what is longer is data.
const maxValue = 200

// tokens looks for the shapes of known services in a run.
func (s *scanner) tokens(start, end, digits int) bool {
	hit := false
	for i := start; i < end; i++ {
		if i > start && alnum(s.data[i-1]) {
			continue
		}
		run := s.data[i:end]
		for _, v := range byFirst[s.data[i]] {
			if !bytes.HasPrefix(run, v.prefix) {
				continue
			}
			m := v.shape().Find(run)
			if m == nil || i+len(m) < end && class[s.data[i+len(m)]]&wordChar != 0 {
				continue
			}
			rest := m[len(v.prefix):]
			blocked := checked().Match(m)
			switch {
			case digits > 0 && !isPlaceholder(string(rest)) && v.real(rest):
				s.add(token, i, i+len(m), v.name.Format, blocked || s.refused(i, i+len(m)))
			case blocked:
				s.add(placeholder, i, i+len(m), v.name.Format, true)
			default:
				continue
			}
			hit = true
			i += len(m) - 1
			break
		}
	}
	return hit
}

// keys looks for private keys: a header, and behind it the key itself.
func (s *scanner) keys() {
	const mark = "PRIVATE KEY-----"
	eachMark(s.data, mark, func(i int) {
		end := i + len(mark)
		head := s.data[max(0, i-40):end]
		begin := bytes.LastIndex(head[:len(head)-len(mark)], []byte("-----BEGIN "))
		if begin < 0 || !keyHeader().Match(head[begin:]) {
			return
		}
		sort := placeholder
		if m := keyBody().FindSubmatch(s.data[end:min(len(s.data), end+400)]); m != nil && !isPlaceholder(string(m[1])) && entropy(string(m[1])) > 4 {
			sort = privateKey
		}
		s.add(sort, end-len(head)+begin, end, thePrivateKey.Format, true)
	})
}

var (
	keyHeader = text.Regexp(`^-----BEGIN [A-Z ]*PRIVATE KEY-----$`)
	// keyBody is what a key consists of, behind line breaks, written out or not,
	// the headers that an encrypted key has, and the beginning that all keys of
	// OpenSSH have.
	keyBody = text.Regexp(`^(?:\\r|\\n|[\s"'+,\\]|[A-Z][A-Za-z-]+: [^\n\\]*|b3BlbnNzaC1rZXktdjE[A-Za-z0-9+/]*)*([A-Za-z0-9+/]{40,})`)
)

// literal judges a run that is no known token by what it is assigned to.
func (s *scanner) literal(start, end int) {
	value := string(s.data[start:end])
	for n := 0; n < 2 && end < len(s.data) && s.data[end] == '='; n++ {
		end++ // the padding of base64
	}
	if !looksSecret(value) {
		return
	}
	if name, host := s.parameter(start); name != "" {
		// A key in an address.
		blocked := s.refused(start, end)
		switch {
		case name != "key" && name != "sig" && !isCredential(name) && (name != "appid" || !hexOnly().MatchString(value) || len(value) < 32) || hooked(s.data[max(0, start-200):end]):
		case exampleHost(host) || strings.HasSuffix(s.file.Path, ".json"): // data, of addresses that anybody may open
			if blocked {
				s.add(placeholder, start, end, name, true)
			}
		case blocked || !s.inExample(start):
			s.add(literal, start, end, name, blocked)
		}
		return
	}
	name, _, ok := s.assigned(start, end)
	if !ok || !isCredential(name) {
		return
	}
	if blocked := s.refused(start, end); blocked || !s.inExample(start) {
		s.add(literal, start, end, name, blocked)
	}
}

// refused reports whether the marketplace's check refuses a value because of
// what it is assigned to.
func (s *scanner) refused(start, end int) bool {
	name, plainKey, ok := s.assigned(start, end)
	return ok && plainKey && checkedName().MatchString(name) && checkedValue(string(s.data[start:end]))
}

// parameter is the name of the parameter of an address whose value begins at a
// place, and the host of the address; "" where it is none.
func (s *scanner) parameter(start int) (name, host string) {
	line := s.file.LineSpan(s.file.LineAt(start))
	m := query().FindSubmatch(s.data[max(line.Start, start-maxAddress):start])
	if m == nil {
		return "", ""
	}
	return string(m[2]), string(m[1])
}

// maxAddress bounds how long an address before its secret may be, in bytes.
const maxAddress = 300

var query = text.Regexp(`://([^/\s?#"']*)[^\s"'<>#]*[?&]([A-Za-z][\w.-]*)=$`)

// exampleHost reports whether a host is one of examples, or of the reader's own.
func exampleHost(host string) bool {
	host, _, _ = strings.Cut(strings.ToLower(host[strings.LastIndexByte(host, '@')+1:]), ":")
	if !strings.Contains(host, ".") || strings.Trim(host, "0123456789.") == "" {
		return true
	}
	ends := []string{".example", ".test", ".local", ".localhost", ".invalid", ".internal", "example.com", "example.org", "example.net"}
	return slices.ContainsFunc(ends, func(w string) bool { return strings.HasSuffix(host, w) }) ||
		strings.Contains(host, "your") || strings.Contains(host, "domain.") || strings.Contains(host, "{")
}

// thePrivateKey, theUser and theLogin name what has no name of its own.
var (
	thePrivateKey = text.Msg("private key")
	theUser       = text.Msg("the user of this address")
	theLogin      = text.Msg("the user of this login")
)

// hook is the address of a webhook: who has one can post. The secret is the last
// group of its shape.
type hook struct {
	name text.Message
	// mark is a part of the address that is looked for first.
	mark  string
	shape func() *regexp.Regexp
}

var hooks = []hook{
	{text.Msg("Slack webhook"), "hooks.slack.com/", text.Regexp(`^hooks\.slack\.com/(?:services|workflows|triggers)/([A-Za-z0-9]{6,}/[A-Za-z0-9]{6,}(?:/[A-Za-z0-9]{16,})?)`)},
	{text.Msg("Discord webhook"), "/api/webhooks/", text.Regexp(`^/api/webhooks/([0-9]{15,}/[A-Za-z0-9_-]{40,})`)},
	{text.Msg("Teams webhook"), ".webhook.office.com/", text.Regexp(`^\.webhook\.office\.com/webhookb2/([0-9a-f-]{36}@[0-9a-f-]{36}/IncomingWebhook/[0-9a-f]{32}/[0-9a-f-]{36})`)},
	{text.Msg("Feishu webhook"), "/open-apis/bot/v2/hook/", text.Regexp(`^/open-apis/bot/v2/hook/([0-9a-f]{8}-[0-9a-f-]{27})`)},
	{text.Msg("DingTalk webhook"), "oapi.dingtalk.com/robot/send?", text.Regexp(`^oapi\.dingtalk\.com/robot/send\?access_token=([0-9a-f]{64})`)},
	{text.Msg("WeCom webhook"), "qyapi.weixin.qq.com/cgi-bin/webhook/send?", text.Regexp(`^qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=([0-9a-f]{8}-[0-9a-f-]{27})`)},
	{text.Msg("Telegram bot token"), "api.telegram.org/bot", text.Regexp(`^api\.telegram\.org/bot([0-9]{8,10}:[A-Za-z0-9_-]{35})`)},
	{text.Msg("Zapier webhook"), "hooks.zapier.com/hooks/catch/", text.Regexp(`^hooks\.zapier\.com/hooks/catch/([0-9]{5,}/[a-z0-9]{6,})`)},
}

// hooked reports whether a text holds the address of a webhook.
func hooked(data []byte) bool {
	return slices.ContainsFunc(hooks, func(h hook) bool { return bytes.Contains(data, []byte(h.mark)) })
}

// login is a password in an address: scheme://user:password@host.
var login = text.Regexp(`^://([^\s:/@"'<>{}$%]{0,64}):([^\s/@"'<>{}$%]{8,100})@([A-Za-z0-9.-]+)`)

// addresses looks for webhooks, and for passwords in addresses.
func (s *scanner) addresses() {
	const common = "hook" // most marks hold it: few files need a search for each
	named := bytes.Contains(s.data, []byte(common))
	for _, h := range hooks {
		if !named && strings.Contains(h.mark, common) {
			continue
		}
		eachMark(s.data, h.mark, func(at int) {
			if m := h.shape().FindSubmatchIndex(s.data[at:min(len(s.data), at+maxAddress)]); m != nil {
				if secret := string(s.data[at+m[2] : at+m[3]]); !isPlaceholder(secret) && entropy(secret) >= 3 {
					s.add(token, at+m[2], at+m[3], h.name.Format, false)
				}
			}
		})
	}
	eachMark(s.data, "://", func(at int) {
		address := s.data[at:min(len(s.data), at+maxAddress)]
		if bytes.IndexByte(address, '@') < 0 {
			return
		}
		m := login().FindSubmatchIndex(address)
		if m == nil {
			return
		}
		password, host := string(s.data[at+m[4]:at+m[5]]), string(s.data[at+m[6]:at+m[7]])
		// An address of numbers that other machines have is one of the author's.
		numbers := strings.Trim(host, "0123456789.") == "" && !strings.HasPrefix(host, "127.") && !strings.HasPrefix(host, "0.")
		if exampleHost(host) && !numbers || isPlaceholder(password) || strings.Contains(strings.ToLower(password), "pass") || entropy(password) < 3 || s.inExample(at) {
			return
		}
		if !strings.ContainsAny(password, "0123456789") || strings.Trim(password, "0123456789") == "" {
			return
		}
		s.add(literal, at+m[4], at+m[5], theUser.Format, false)
	})
}

// logins looks for passwords that code hands over beside a user, and for short ones
// that are given to a name.
func (s *scanner) logins() {
	for _, mark := range [...]string{"auth=(", "BasicAuth("} {
		eachMark(s.data, mark, func(at int) {
			at += len(mark)
			if m := pair().FindSubmatchIndex(s.data[at:min(len(s.data), at+maxValue)]); m != nil && madePassword(string(s.data[at+m[2]:at+m[3]])) && !s.inExample(at) {
				s.add(literal, at+m[2], at+m[3], theLogin.Format, false)
			}
		})
	}
	for _, mark := range [...]string{"assword", "ASSWORD", "asswd", "ASSWD"} {
		eachMark(s.data, mark, func(at int) {
			at += len(mark)
			m := short().FindSubmatchIndex(s.data[at:min(len(s.data), at+maxValue)])
			if m == nil || !madePassword(string(s.data[at+m[2]:at+m[3]])) || s.inExample(at) {
				return
			}
			if name, _, ok := s.assigned(at+m[2], at+m[3]); ok && isCredential(name) {
				s.add(literal, at+m[2], at+m[3], name, s.refused(at+m[2], at+m[3]))
			}
		})
	}
}

var (
	pair  = text.Regexp(`^\s*["'][^"'\s{}]{1,64}["']\s*,\s*["']([^"'\s{}<>$]{8,100})["']\s*\)`)
	short = text.Regexp(`^["']?\s*[:=]\s*["']([^"'\s{}<>$]{8,14})["']`) // a longer one is a run: see scan
)

// madePassword reports whether a value is made as no person writes, however short.
func madePassword(v string) bool {
	return strings.ContainsAny(v, "0123456789") && strings.ToLower(v) != v && strings.ToUpper(v) != v && entropy(v) >= 3 &&
		!isPlaceholder(v) && !strings.Contains(strings.ToLower(v), "pass") && !wordOrYear().MatchString(v)
}

// joined looks for a value that is written in two parts: "…" + "…".
func (s *scanner) joined() {
	for _, mark := range [...]string{`" + "`, `' + '`} {
		if !s.code {
			return
		}
		eachMark(s.data, mark, func(at int) {
			start, end := at, at+len(mark)
			for start > 0 && class[s.data[start-1]] != 0 {
				start--
			}
			for end < len(s.data) && class[s.data[end]] != 0 {
				end++
			}
			value := string(s.data[start:at]) + string(s.data[at+len(mark):end])
			if at-start >= minRun || len(value) < minRun || !strings.ContainsAny(value, "0123456789") || !looksSecret(value) || s.inExample(at) {
				return // a long first part is a run of its own
			}
			if name, _, ok := s.assigned(start, at); ok && isCredential(name) {
				s.add(literal, start, end, name, false)
			}
		})
	}
}

// eachMark runs f over the places at which a mark begins.
func eachMark(data []byte, mark string, f func(at int)) {
	for from := 0; ; {
		i := bytes.Index(data[from:], []byte(mark))
		if i < 0 {
			return
		}
		f(from + i)
		from += i + len(mark)
	}
}

// inExample reports whether a place is in a text for people: Markdown, a
// comment, a docstring. What looks random there is a sample of an answer.
func (s *scanner) inExample(at int) bool {
	name := strings.ToLower(s.file.Path)
	if strings.HasSuffix(name, ".md") || strings.HasSuffix(name, ".mdx") || strings.HasSuffix(name, ".rst") {
		return true
	}
	line := s.file.LineSpan(s.file.LineAt(at))
	head := bytes.TrimSpace(s.data[line.Start:at])
	if bytes.HasPrefix(head, []byte("#")) || bytes.HasPrefix(head, []byte("//")) || bytes.HasPrefix(head, []byte("*")) {
		return true
	}
	if strings.HasSuffix(name, ".py") {
		return s.quotes(0, `"""`, at)%2 == 1 || s.quotes(1, "'''", at)%2 == 1
	}
	return false
}

// quotes counts the marks of docstrings before a place: mark is the k-th of them.
// Where they end is looked for once a file.
func (s *scanner) quotes(k int, mark string, at int) int {
	if s.quoted[k] == nil {
		s.quoted[k] = []int{}
		eachMark(s.data, mark, func(begin int) { s.quoted[k] = append(s.quoted[k], begin+len(mark)) })
	}
	n, _ := slices.BinarySearch(s.quoted[k], at+1)
	return n
}

// assigned is the name that a value is given to. plainKey is false where the
// marketplace's check does not see that.
func (s *scanner) assigned(start, end int) (name string, plainKey, ok bool) {
	d := s.data
	i := start - 1
	quote := byte(0)
	switch {
	case i < 0:
		return "", false, false
	case d[i] == '"' || d[i] == '\'' || d[i] == '`':
		if end >= len(d) || d[end] != d[i] {
			return "", false, false
		}
		quote = d[i]
		i--
	case d[i] == ' ' && hasScheme(d[:i]):
		for i >= 0 && d[i] != '"' && d[i] != '\'' {
			i--
		}
		if i < 0 || end >= len(d) || d[end] != d[i] {
			return "", false, false
		}
		quote = d[i]
		i--
	default:
		// Without quotes a value ends with its line.
		if s.code || end < len(d) && strings.IndexByte(" \t\r\n#,;}\"'", d[end]) < 0 {
			return "", false, false
		}
	}
	plainKey = true
	if quote != 0 && i >= 0 && strings.IndexByte("bBfFrRuU", d[i]) >= 0 && (i == 0 || !alnum(d[i-1])) {
		i--
		plainKey = false
	}
	i = blanks(d, i)
	if i < 0 {
		return "", false, false
	}
	if from, to := back(d, i+1); quote != 0 && from > 0 && (string(d[from:to]) == "or" || string(d[from:to]) == "else") {
		// os.environ.get("NAME") or "value", or … else "value"
		line := s.file.LineSpan(s.file.LineAt(start))
		head := d[max(line.Start, i-maxAddress):from]
		if m := asked().FindSubmatch(head); m != nil && isCredential(string(m[1])) {
			return string(m[1]), false, true
		}
		if m := target().FindSubmatch(head); m != nil {
			return string(m[1]), false, true
		}
		return "", false, false
	}
	switch d[i] {
	case '=':
		if i > 0 && strings.IndexByte("=!<>+", d[i-1]) >= 0 {
			return "", false, false
		}
		i--
		if i >= 0 && d[i] == ':' {
			i--
		}
	case ':':
		i--
	case ',':
		// getenv("NAME", "value"), a pair in a call.
		i = blanks(d, i-1)
		if i < 0 || d[i] != '"' && d[i] != '\'' {
			return "", false, false
		}
		nameAt, nameEnd := back(d, i)
		if nameAt < 2 || d[nameAt-1] != d[i] || d[nameAt-2] != '(' {
			return "", false, false
		}
		return string(d[nameAt:nameEnd]), false, true
	default:
		return "", false, false
	}
	i = blanks(d, i)
	if i >= 0 && (d[i] == ']' || d[i] == ')') {
		plainKey = false
		i--
	}
	if i >= 0 && (d[i] == '"' || d[i] == '\'') {
		plainKey = false
	} else {
		i++
	}
	from, to := back(d, i)
	if from == to {
		return "", false, false
	}
	name = string(d[from:to])
	if annotations[name] && from > 0 {
		// api_key: str = "..."
		if j := blanks(d, from-1); j >= 0 && d[j] == ':' {
			from, to = back(d, j)
			name, plainKey = string(d[from:to]), false
		}
	}
	if m := asks().FindSubmatch(d[max(0, from-maxAddress):from]); name == "default" && m != nil {
		return string(m[1]), false, true // os.environ.get("NAME", default="value")
	}
	return name, plainKey, from < to
}

var (
	// asks is the name that a call asks for, before its next argument.
	asks = text.Regexp(`\(\s*["']([\w.-]+)["']\s*,\s*$`)
	// asked is the name that a call or subscript before an "or" asks for.
	asked = text.Regexp(`[(\[]\s*["']([\w.-]+)["']\s*(?:,[^()]*)?[)\]]\s*$`)
	// target is the name that a line assigns to.
	target = text.Regexp(`^\s*(?:self\.)?([A-Za-z_]\w*)\s*(?::[^=]*)?=[^=]`)
)

var annotations = map[string]bool{"str": true, "bytes": true, "string": true, "String": true}

// hasScheme reports whether a scheme of authorization ends here: "Bearer".
func hasScheme(d []byte) bool {
	return slices.ContainsFunc([]string{"Bearer", "bearer", "Basic", "Token", "token"}, func(w string) bool { return bytes.HasSuffix(d, []byte(w)) })
}

// blanks is the last index at or before i that holds no blank of the line.
func blanks(d []byte, i int) int {
	for i >= 0 && (d[i] == ' ' || d[i] == '\t') {
		i--
	}
	return i
}

// back is the name that ends before i.
func back(d []byte, i int) (from, to int) {
	from = i
	for from > 0 && i-from < 80 && (class[d[from-1]]&wordChar != 0 || d[from-1] == '.') {
		from--
	}
	return from, i
}

func alnum(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}

// isCode reports whether a file is a source in which names are values.
func isCode(name string) bool { return code[strings.ToLower(path.Ext(name))] }

var code = map[string]bool{
	".c": true, ".cc": true, ".cpp": true, ".cs": true, ".go": true, ".h": true, ".hpp": true, ".java": true, ".js": true, ".jsx": true,
	".kt": true, ".m": true, ".mjs": true, ".mm": true, ".php": true, ".py": true, ".pyi": true, ".rb": true, ".rs": true,
	".scala": true, ".swift": true, ".ts": true, ".tsx": true,
}

// isCredential reports whether a name says that its value is secret.
func isCredential(name string) bool {
	low := strings.NewReplacer("-", "_", ".", "_").Replace(strings.ToLower(name))
	says := func(word string) bool { return strings.Contains(low, word) }
	return !slices.ContainsFunc(notSecret, says) && slices.ContainsFunc(secretWords, says) &&
		!strings.HasSuffix(low, "_id") && !strings.HasSuffix(name, "Id")
}

var (
	secretWords = []string{
		"apikey", "api_key", "secret", "password", "passwd", "token", "access_key", "accesskey", "auth_key", "authkey", "private_key",
		"privatekey", "credential", "authorization", "app_key", "appkey", "signing_key", "encryption_key", "client_key",
	}
	notSecret = []string{
		"public", "url", "uri", "endpoint", "tokenizer", "tiktoken", "_name", "path", "file", "type", "prefix", "suffix", "hash", "digest", "checksum",
		"version", "expire", "limit", "count", "max_", "placeholder", "example", "help", "model", "label", "description", "test_case", "next_token",
		"page_token", "sync_token", "continuation", "csrf", "integrity", "regex", "pattern", "format", "cursor",
	}
)

var (
	uuid       = text.Regexp(`(?i)^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	hexOnly    = text.Regexp(`^[0-9a-fA-F]+$`)
	wordOrYear = text.Regexp(`^(?:[A-Z]?[a-z]+|[A-Z]+|[a-zA-Z]{0,3}[0-9]{1,8}[a-z]{0,2}|[A-Za-z]+[0-9]{1,4})$`)
)

// looksSecret reports whether a value is made as no person writes.
func looksSecret(v string) bool {
	if uuid().MatchString(v) || isPlaceholder(v) || strings.HasPrefix(v, "/") || strings.HasPrefix(v, "./") || strings.HasPrefix(v, "../") {
		return false
	}
	if hexOnly().MatchString(v) {
		return len(v) >= 20 && entropy(v) >= 3
	}
	letters := 0
	for i := range len(v) {
		if c := v[i]; c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			letters++
		}
	}
	if letters < 6 || entropy(v) < 3.4 {
		return false
	}
	// Words and numbers joined together are a name: claude-3-5-sonnet-20241022.
	words := strings.FieldsFunc(v, func(r rune) bool { return r == '-' || r == '_' || r == '.' || r == '/' || r == '+' })
	return slices.ContainsFunc(words, func(w string) bool { return !wordOrYear().MatchString(w) })
}

// standIns are what people write in place of a secret.
var standIns = []string{
	"your", "example", "sample", "placeholder", "changeme", "change_me", "change-me", "replace", "dummy", "redacted", "insert", "xxxx",
	"****", "....", "1234567", "abcdef", "abc123", "0123456", "-here", "_here", "fake", "mock", "demo", "lorem", "goes-", "todo", "secret_key_", "my-", "my_",
	"test-", "test_", "-test", "_test", "eyjzdwiioiixmjm0nty3odkw", // the last: the example of jwt.io
}

// isPlaceholder reports whether a value stands in for a secret.
func isPlaceholder(v string) bool {
	low := strings.ToLower(v)
	if slices.ContainsFunc(standIns, func(w string) bool { return strings.Contains(low, w) }) {
		return true
	}
	run := 1
	for i := 1; i < len(low); i++ {
		if low[i] != low[i-1] {
			run = 1
		} else if run++; run >= 6 {
			return true
		}
	}
	return false
}

// entropy is Shannon's, in bits a character.
func entropy(s string) float64 {
	var n [256]int
	for i := range len(s) {
		n[s[i]]++
	}
	h := 0.0
	for _, c := range n {
		if c > 0 {
			p := float64(c) / float64(len(s))
			h -= p * math.Log2(p)
		}
	}
	return h
}

// What the marketplace's check refuses (dify-marketplace-toolkit,
// toolkit/checks/secrets.py, as of 2026-08-21).
var (
	checked     = text.Regexp(`^(?:sk-[A-Za-z0-9_-]{20,}|gh[pousr]_[A-Za-z0-9_]{20,}|xox[baprs]-[A-Za-z0-9-]{10,}|AKIA[0-9A-Z]{16}$|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,})`)
	checkedName = text.Regexp(`(?i)api_key|apikey|access_key|access_token|auth_token|client_secret|password|private_key|secret|token`)
)

func checkedValue(v string) bool {
	return hexOnly().MatchString(v) && entropy(v) >= 3 || entropy(v) >= 4.5
}
