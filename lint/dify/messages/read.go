package messages

import (
	"cmp"
	"html"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/difylint/difylint/lint/source/text"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// MaxText is how much of a text is read, in bytes; of more, the end.
const MaxText = 8 << 20

// Match is a message that stands in a text.
type Match struct {
	*Message
	// Said is the text as it was said, on one line, without secrets.
	Said string
	// Parts are the named parts.
	Parts map[string]string
	// Line is the 1-based line of the text.
	Line int

	at, end int
	bare    bool // nothing else was said
	// trusted is false for common words in a text that does not speak of plugins.
	trusted bool
}

// view is one reading of a text: as it is, or with its escapes undone.
type view struct {
	text, lower string
	lines       []int // the original line of each line
}

var (
	ansi = text.Regexp(`\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_]|\[(?:\d{1,2}(?:;\d{1,2})*)m`)
	// prefix is what programs put before a line: services of a compose file,
	// pods, times, the system's log, streams, GitHub's commands, quotes of
	// Markdown, pytest.
	prefix = text.Regexp(`^(?:[\w.-]+[-_]\d+ *\| ?|[\w.-]+ +\| |\[(?:pod|container)/[^\]\s]+\] ?|(?:std(?:out|err)) [FP] |> ?|E {3}|#\d+ \d+\.\d+ |##\[\w+\]|::(?:error|warning|notice|debug)(?: [^:]*)?::|` +
		`(?:[^\t]{1,80}\t[^\t]{1,80}\t)?\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)*(?:Z|[+-]\d\d:?\d\d)?\]? ?|\[\d\d:\d\d:\d\d(?:[.,]\d+)?\] ?|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d [\w.-]+ [\w./-]+(?:\[\d+\])?: )`)
	// breaks are line breaks that are written as words.
	breaks = strings.NewReplacer("<br>", "\n", "<br/>", "\n", "<br />", "\n", "%0A", "\n", "%0D", "")
	same   = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u00a0", " ", "\u200b", "", "\ufeff", "", "：", ":", "“", `"`, "”", `"`, "‘", "'", "’", "'", "，", ",", "（", "(", "）", ")")
)

// maxPrefix is how much of a line is searched for what programs put before it, in
// bytes: a line may be a whole log.
const maxPrefix = 4 << 10

// clean makes a text of what was handed over: any encoding, colours, prefixes.
func clean(data []byte) string {
	if decoded, _, err := transform.Bytes(unicode.BOMOverride(transform.Nop), data); err == nil {
		data = decoded
	}
	if len(data) > MaxText {
		data = data[len(data)-MaxText:]
	}
	s := same.Replace(strings.ToValidUTF8(string(data), "�"))
	s = ansi().ReplaceAllString(s, "")
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		for range 5 {
			n := len(prefix().FindString(l[:min(len(l), maxPrefix)]))
			if n == 0 {
				break
			}
			l = l[n:]
		}
		lines[i] = strings.Map(func(r rune) rune {
			if r < 0x20 || r == 0x7f {
				return ' '
			}
			return r
		}, l)
	}
	return strings.Join(lines, "\n")
}

// unescape undoes one level of the escapes of JSON, Python and Go.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch c := s[i]; c {
		case 'n', 'r':
			b.WriteByte('\n')
		case 't':
			b.WriteByte(' ')
		case 'u':
			if i+4 < len(s) {
				if n, err := strconv.ParseUint(s[i+1:i+5], 16, 32); err == nil && utf8.ValidRune(rune(n)) {
					b.WriteRune(rune(n))
					i += 4
					continue
				}
			}
			b.WriteString(`\u`)
		case '"', '\'', '\\', '/', '`':
			b.WriteByte(c)
		default:
			b.WriteByte('\\')
			b.WriteByte(c)
		}
	}
	return b.String()
}

// views are the readings of a text, the text itself first.
func views(s string) []view {
	lines := strings.Split(s, "\n")
	at := make([]int, len(lines))
	for i := range at {
		at[i] = i + 1
	}
	out := []view{{s, lower(s), at}}
	for range 4 {
		var text []string
		var from []int
		changed := false
		for i, l := range lines {
			u := unescape(l)
			if strings.Contains(u, "&") {
				u = html.UnescapeString(u)
			}
			u = breaks.Replace(u)
			changed = changed || u != l
			for _, part := range strings.Split(u, "\n") {
				text = append(text, part)
				from = append(from, at[i])
			}
		}
		if !changed {
			break
		}
		lines, at = text, from
		joined := strings.Join(lines, "\n")
		out = append(out, view{joined, lower(joined), at})
	}
	return out
}

// lower is the text in lower case, byte for byte.
func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// about reports whether a text in lower case has words that only somebody who
// speaks of Dify's plugins says.
func about(lower string) bool {
	for from := 0; ; {
		i := strings.Index(lower[from:], "dify")
		if i < 0 {
			break
		}
		if i += from; i == 0 || lower[i-1] < 'a' || lower[i-1] > 'z' { // not as in modify
			return true
		}
		from = i + 1
	}
	return slices.ContainsFunc(aboutWords, func(w string) bool { return strings.Contains(lower, w) }) ||
		strings.Contains(lower, "]") && aboutLogger().MatchString(lower) || strings.Contains(lower, "plugin ") && aboutPlugin().MatchString(lower)
}

var (
	// aboutLogger matches a line of the daemon's logger, aboutPlugin a plugin with its version.
	aboutLogger = text.Regexp(`\w\.go:\d+: \[(?:info|warn|error)\]\w|\[panic\]\w`)
	aboutPlugin = text.Regexp(`\bplugin [\w-]+/[\w-]+:\d+\.\d+\.\d+`)
)

var aboutWords = []string{
	"plugin_daemon", "plugin daemon", "plugin-daemon", "plugindaemon", "plugininvokeerror", "plugin_unique_identifier",
	"failed to launch plugin", "failed to init environment", "init environment f", "/app/storage/cwd", "file-preview",
	"langgenius", "plugin_entities", "core.plugin.", "pluginnotfounderror", "pluginuniqueidentifiererror", "pluginpermissiondeniederror",
	"[info]plugin ", "[error]plugin ", "[warn]plugin ", "[panic]plugin ", "please contact the author of", "本地插件",
	// The daemon before uv's words, and the marketplace's table.
	"failed to install dependencies: failed to install", "failed to install dependencies: exit status", "failed to install dependencies: signal", "failed to install dependencies: error", "| required action |", "`pr content language`",
	// Folders and addresses of the API.
	"/app/api/core/", "/app/api/services/", "/app/api/controllers/", "/app/storage/plugin", "core.model_runtime.",
	"/console/api/", "helper/marketplace.py", "credentialsvalidatefailed", "during credentials validation", "credentials validation failed with",
}

type compiled struct {
	*Message
	patterns []pattern
}

var compileAll = sync.OnceValue(func() []compiled {
	var out []compiled
	for _, m := range catalogue {
		c := compiled{Message: m}
		for _, s := range m.Says {
			c.patterns = append(c.patterns, compile(s))
		}
		out = append(out, c)
	}
	return out
})

const (
	// maxTimes is how often one pattern is looked for.
	maxTimes = 200
	// before and behind are how far a match may reach from its anchor, in bytes.
	before, behind = 1024, 3072
	// window is how far a pattern is looked for at once, in bytes.
	window = 16 << 10
	// maxSaid is how much of a message is repeated, in code points.
	maxSaid = 400
)

// Read finds the messages in a text: those that say most come first, and of
// those that say as much the first.
func Read(data []byte) []Match {
	var out []Match
	type once struct{ id, parts string }
	seen := map[once]bool{}
	all := views(clean(data))
	// The name of a service before a line, which clean takes away, says whose log it is.
	context := about(lower(string(data))) || slices.ContainsFunc(all, func(v view) bool { return about(v.lower) })
	for _, v := range all {
		var found []Match
		for _, c := range compileAll() {
			for i := range c.patterns {
				found = append(found, v.find(c.Message, &c.patterns[i])...)
			}
		}
		for i := range found {
			v.enrich(&found[i])
		}
		found = slices.DeleteFunc(found, func(m Match) bool { return !m.known(v) })
		for _, m := range apart(found) {
			key := once{m.ID, partsKey(m.Parts)}
			if seen[key] {
				continue
			}
			seen[key] = true
			m.trusted = context || !m.Everyday && (m.bare || !m.Common)
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.common(), b.common()), cmp.Compare(a.Line, b.Line))
	})
	return out
}

// common is 0 for words that the platform alone says, and more the more others
// say them.
func (m *Message) common() int {
	switch {
	case m.Everyday:
		return 2
	case m.Common:
		return 1
	}
	return 0
}

func partsKey(parts map[string]string) string {
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(parts)) {
		b.WriteString(k + "\x00" + strings.Join(strings.Fields(parts[k]), " ") + "\x00")
	}
	return b.String()
}

// find looks for one pattern around its anchor.
func (v *view) find(m *Message, p *pattern) []Match {
	var out []Match
	for _, anchor := range p.anchors {
		from, last := 0, 0
		lo, hi := 0, 0 // what the expression was held to, so that near anchors share it
		var locs [][]int
		for range maxTimes {
			i := strings.Index(v.lower[from:], anchor)
			if i < 0 {
				break
			}
			i += from
			from = i + len(anchor)
			if i < last {
				continue
			}
			if end := min(len(v.text), from+behind); end > hi {
				lo, hi = max(last, i-before, 0), min(len(v.text), from+window+behind)
				locs = p.re.FindAllStringSubmatchIndex(v.text[lo:hi], -1)
			}
			for len(locs) > 0 && lo+locs[0][1] <= i {
				locs = locs[1:]
			}
			if len(locs) > 0 && lo+locs[0][0] <= i {
				out = append(out, v.match(m, p, locs[0], lo))
				last = lo + locs[0][1]
			}
		}
	}
	return out
}

// alone is what may stand before a message that is all that was said: a class,
// a level, a word and a colon.
var alone = text.Regexp(`^\W*(?:[\w. ]{0,40}(?:error|exception|failed|failure|panic|fatal|warning|message|msg)["']?\W*)?$`)

func (v *view) match(m *Message, p *pattern, loc []int, lo int) Match {
	out := Match{Message: m, Parts: map[string]string{}, at: lo + loc[0], end: lo + loc[1]}
	for i, name := range p.re.SubexpNames() {
		if name != "" && loc[2*i] >= 0 {
			if s := strings.TrimSpace(v.text[lo+loc[2*i] : lo+loc[2*i+1]]); s != "" {
				out.Parts[name] = s
			}
		}
	}
	line := strings.Count(v.text[:out.at], "\n")
	out.Line = v.lines[min(line, len(v.lines)-1)]
	out.bare = out.at < before && alone().MatchString(v.lower[:out.at]) && strings.Count(strings.TrimSpace(v.text[out.at:]), "\n") < 3
	out.Said = say(v.text[out.at:out.end])
	return out
}

func say(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) > maxSaid {
		s = string([]rune(s)[:maxSaid]) + "…"
	}
	return Mask(s)
}

// apart leaves out what overlaps with something that says more.
func apart(found []Match) []Match {
	order := slices.Clone(found)
	slices.SortStableFunc(order, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(b.end-b.at, a.end-a.at))
	})
	var kept []Match
	for _, m := range order {
		if !slices.ContainsFunc(kept, func(k Match) bool { return m.at < k.end && k.at < m.end }) {
			kept = append(kept, m)
		}
	}
	slices.SortStableFunc(kept, func(a, b Match) int { return cmp.Compare(a.at, b.at) })
	return kept
}

var (
	// namedAfter is how the daemon names the file of what it could not decode; a
	// pattern may end with its first words.
	namedAfter = text.Regexp(`(?i)^(?:[^\n]{0,200}\s*failed to)? ?(?:unmarshal|read) [\w ]*file: ([^\s"',;]+)`)
	// namedBefore finds the last file on the line before.
	namedBefore = text.Regexp(`(?:^|[\s"'(=/])((?:[\w.@:-]+/)*[\w.@-]+\.(?:ya?ml|py|toml|txt|md|lock))["']?(?:, line \d+)?(?: sources)?(?::|$|\s)`)
	modelBefore = text.Regexp(`validation errors? for\s+(\w+)`)
)

// enrich adds the parts that stand beside a message: the file that it is about,
// and the class whose fields pydantic names.
func (v *view) enrich(m *Match) {
	if m.Weight != exact && m.Weight != plain {
		return
	}
	head := v.text[max(0, m.at-2000):m.at]
	if m.Parts["file"] == "" {
		if f := namedAfter().FindStringSubmatch(v.text[m.end:min(len(v.text), m.end+600)]); f != nil {
			m.Parts["file"] = f[1]
		} else {
			line := head[strings.LastIndexByte(head, '\n')+1:]
			if all := namedBefore().FindAllStringSubmatch(line, -1); all != nil {
				m.Parts["file"] = all[len(all)-1][1]
			}
		}
	}
	if m.Parts["loc"] != "" && m.Parts["model"] == "" {
		if all := modelBefore().FindAllStringSubmatch(head, -1); all != nil {
			m.Parts["model"] = all[len(all)-1][1]
		}
	}
	if msg := m.Parts["msg"]; strings.Contains(strings.ToLower(msg), "error, ") {
		// The pattern takes as little as it can of what the platform says itself.
		rest, _, _ := strings.Cut(v.text[m.end:min(len(v.text), m.end+maxSaid)], "\n")
		rest, _, _ = strings.Cut(rest, " [type=")
		m.Parts["msg"] = msg + rest
	}
	if m.Parts["type"] == "" && m.Parts["msg"] != "" {
		for _, k := range kinds {
			if k.re().MatchString(m.Parts["msg"]) {
				m.Parts["type"] = k.kind
				break
			}
		}
	}
}

// kinds are pydantic's names for its sentences.
var kinds = []struct {
	re   func() *regexp.Regexp
	kind string
}{
	{text.Regexp(`(?i)^field required|^f(?:i(?:e(?:l(?:d(?: r\w*)?)?)?)?)?$`), "missing"},
	{text.Regexp(`(?i)^input should be (?:a valid|an instance|a string|a number|a tuple|none)`), "type"},
	{text.Regexp(`(?i)^input should be (?:greater|less)`), "limit"},
	{text.Regexp(`(?i)^input should be '`), "enum"},
	{text.Regexp(`(?i)^string should match`), "string_pattern_mismatch"},
	{text.Regexp(`(?i)^(?:string|list|value|bytes) should have`), "limit"},
	{text.Regexp(`(?i)^(?:value|assertion) error`), "value_error"},
	{text.Regexp(`(?i)^extra inputs`), "extra_forbidden"},
	{text.Regexp(`.`), "type"},
}

// known leaves out what only looks like a message: words that other programs
// say, with what these say before or with classes that are not the platform's.
func (m *Match) known(v view) bool {
	head := v.text[:m.at]
	head = head[strings.LastIndexByte(head, '\n')+1:]
	if m.By == Marketplace && strings.Contains(head, "✅") { // a row that says that all is well
		return false
	}
	if model := m.Parts["model"]; model != "" && m.Parts["loc"] != "" && !platformModel().MatchString(model) {
		return false
	}
	if s := m.Parts["yaml"]; s != "" && !ownYAML().MatchString(head) && !about(lower(head)) {
		return false
	}
	return true
}

var (
	// platformModel matches the classes by which the SDK and the API read
	// declarations and answers.
	platformModel = text.Regexp(`^(?:Plugin|Tool|Provider|Model|AIModel|Agent|Datasource|DataSource|Trigger|Event|Endpoint|Subscription|OAuth|I18n|Python|Parameter|Pricing|Price|Field|Form|Option|Config|Common|Credential|Entity|Extra|Resource|Permission|Online|Website|Basic|Version|Meta|Storage|Runner)\w*|^(?:Meta|Extra|Python|Help|PluginDaemonBasicResponse)`)
	// ownYAML matches what may stand before yaml.v3's words where the daemon or
	// the command line say them.
	ownYAML = text.Regexp(`(?i)^[\W]*$|(?:plugin|manifest|package|decod|bundle|difypkg|declaration|schema|unmarshal|subscription|(?:^|\W)(?:open|error|err|message|msg|install|failed to read file)["']?[ :=\\"'+]*$)|\.ya?ml\W*$`)
)
