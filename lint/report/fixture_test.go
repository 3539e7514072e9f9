package report

// The result that every format's golden file is made from: each kind of place,
// text and state that a format can get wrong, once.

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var (
	ruleValue = &lint.Rule{ID: "schema/value", Title: "a value that the platform does not know", Why: "The daemon reads `type` as one of a few words.\nOthers stop packaging.",
		Gate: lint.Package, Severity: lint.Error}
	ruleMissing = &lint.Rule{ID: "file/missing", Title: "a file that is named does not exist", Why: "The daemon opens every file that is named.", Gate: lint.Install, Severity: lint.Error}
	ruleStyle   = &lint.Rule{ID: "text/length", Title: "a text that is cut", Why: "The interface cuts it.", Gate: lint.None, Severity: lint.Info}
	ruleDouble  = &lint.Rule{ID: "name/double", Title: "two things have one name", Why: "The second hides the first.", Gate: lint.Start, Severity: lint.Warning}
	ruleOff     = &lint.Rule{ID: "text/off", Title: "nobody asks for this", Why: "No.", Gate: lint.None, Severity: lint.Info}
	ruleBroken  = &lint.Rule{ID: "call/broken", Title: "a rule that panics", Why: "It does.", Gate: lint.Call, Severity: lint.Error}
)

// spot is the place of the n-th (0-based) occurrence of needle.
func spot(f *text.File, needle string, n int) plugin.Place {
	at := 0
	for range n + 1 {
		i := bytes.Index(f.Data[at:], []byte(needle))
		if i < 0 {
			panic("fixture: " + f.Path + " does not hold " + needle)
		}
		at += i + len(needle)
	}
	return plugin.AtSpan(f, text.Span{Start: at - len(needle), End: at})
}

func statuses(states map[*lint.Rule]lint.Status) []lint.Status {
	var out []lint.Status
	for _, r := range []*lint.Rule{ruleValue, ruleMissing, ruleStyle, ruleDouble, ruleOff, ruleBroken} {
		r.Page = lint.RulePage(r.ID)
		st, ok := states[r]
		if !ok {
			st.State = lint.Ran
		}
		st.Rule = r
		out = append(out, st)
	}
	return out
}

const weatherYAML = "identity:\n" +
	"  name: weather\n" +
	"  label: {en_US: Weather, zh_Hans: 天气👩‍💻查询, type: strng}\n" +
	"parameters:\n" +
	"  - name: città\n" +
	"    type: string\n" +
	"  - name: città\n" +
	"    type: number\n"

// fixture is a run over four plugins: one with all kinds of findings, one
// without any, a package, and one whose manifest is not YAML.
func fixture() *lint.Result {
	manifest := text.NewFile("manifest.yaml", []byte("\xef\xbb\xbfversion: 1.10\r\nauthor:\tdemo\r\nicon: icon.svg\r\n"))
	tool := text.NewFile("tools/wetter heute.yaml", []byte(weatherYAML))
	other := text.NewFile("tools/other.yaml", []byte("identity:\n  name: weather\n"))
	hostile := text.NewFile("tools/a|b,c:d%\x1b.yaml", []byte("description: \x1b[31mred\u202egnp.exe\x07 \x9b <b>`x`</b>\n"))
	long := text.NewFile("tools/long.yaml", []byte("text: \""+strings.Repeat("字a", 60)+"HERE"+strings.Repeat("b", 200)+"\"\n"))
	inner := text.NewFile("tools/a.yaml", []byte("type: strng\n"))
	broken := text.NewFile("manifest.yaml", []byte("a: [\n"))

	rename := lint.Fix{Title: lint.Msg(`Write "string"`), Safe: true, Edits: []text.Edit{{Path: tool.Path, Span: spot(tool, "strng", 0).Span, New: "string"}}}
	both := lint.Fix{Title: lint.Msg("Rename both"), Edits: []text.Edit{
		{Path: tool.Path, Span: spot(tool, "città", 1).Span, New: "città2"},
		{Path: other.Path, Span: spot(other, "weather", 0).Span, New: "weather2"},
	}}
	elsewhere := lint.Fix{Title: lint.Msg("Edit a file that no finding shows"), Safe: true, Edits: []text.Edit{{Path: "tools/unseen.yaml", New: "x"}}}
	remove := lint.Fix{Title: lint.Msg("Remove the parameter"), Edits: []text.Edit{{Path: tool.Path, Span: text.Span{Start: tool.LineStart(7), End: tool.LineStart(9)}}}}

	at := spot(tool, "strng", 0)
	at.Route = "identity.label.type"
	whole := plugin.AtSpan(tool, text.Span{Start: spot(tool, "name: città", 1).Span.Start, End: len(tool.Data)})
	point := plugin.AtSpan(manifest, text.Span{Start: spot(manifest, "icon.svg", 0).Span.End, End: spot(manifest, "icon.svg", 0).Span.End})

	weather := lint.PluginResult{Dir: "plugins/weather", Author: "demo", Name: "weather", Version: "1.10", Findings: []lint.Finding{
		{Rule: ruleValue, Severity: lint.Warning, Gate: lint.Start, Message: lint.Msg("the version is the number %v, not the string %q", 1.1, "1.10"), Place: spot(manifest, "1.10", 0)},
		{Rule: ruleStyle, Message: lint.Msg("behind a tab"), Place: spot(manifest, "demo", 0)},
		{Rule: ruleValue, Message: lint.Msg("something is missing here"), Place: point},
		{Rule: ruleMissing, Message: lint.Msg("README.md does not exist"), Place: plugin.Place{Path: "README.md"}},
		{Rule: ruleMissing, Gate: lint.Publish, Severity: lint.Info, Message: lint.Msg("the folder holds no icon"), Place: plugin.Place{}},
		{Rule: ruleStyle, Message: lint.Msg("hostile \x1b[2J::error::text | <script> [a](b) @you\r\n%%0A ]]> & \u202e"), Place: spot(hostile, "\u202egnp.exe\x07 \x9b <b>", 0)},
		{Rule: ruleStyle, Message: lint.Msg("far to the right"), Place: spot(long, "HERE", 0)},
		{Rule: ruleValue, Message: lint.Msg("%q is not a type; did you mean %q?", "strng", "string"), Place: at, Fixes: []lint.Fix{rename, elsewhere}},
		{Rule: ruleDouble, Message: lint.Msg("two parameters are named %q", "città"), Place: whole, Unneeded: true, Fixes: []lint.Fix{both, remove}, Related: []lint.Related{
			{Place: spot(tool, "città", 0), Message: lint.Msg("the first [1]")},
			{Place: spot(other, "weather", 0), Message: lint.Msg("its provider")},
			{Place: plugin.Place{Path: "manifest.yaml"}, Message: lint.Msg("another plugin's"), Plugin: "plugins/clean"},
		}},
		{Rule: ruleDouble, Message: lint.Msg("ignored on purpose"), Place: spot(tool, "weather", 0), IgnoredBy: lint.ByComment, Ignored: "we know"},
		{Rule: ruleDouble, Message: lint.Msg("old debt"), Place: spot(tool, "Weather", 0), IgnoredBy: lint.ByBaseline},
	}, Statuses: statuses(map[*lint.Rule]lint.Status{
		ruleOff:    {State: lint.Off},
		ruleBroken: {State: lint.Failed, Why: "index out of range"},
	})}
	clean := lint.PluginResult{Dir: "plugins/clean", Author: "demo", Name: "clean", Version: "0.0.1",
		Statuses: statuses(map[*lint.Rule]lint.Status{ruleOff: {State: lint.Off}})}
	packed := lint.PluginResult{Dir: "dist/demo 1.difypkg!", Author: "demo", Name: "demo", Version: "1.0.0", Findings: []lint.Finding{
		{Rule: ruleValue, Message: lint.Msg("%q is not a type", "strng"), Place: spot(inner, "strng", 0)},
		{Rule: ruleMissing, Message: lint.Msg("the package has no manifest"), Place: plugin.Place{}},
	}, Statuses: statuses(nil)}
	syntax := lint.PluginResult{Dir: ".", Findings: []lint.Finding{
		{Rule: ruleValue, Message: lint.Msg("the list is not closed"), Place: spot(broken, "[", 0)},
	}, Statuses: statuses(map[*lint.Rule]lint.Status{
		ruleMissing: {State: lint.Skipped, Why: "manifest.yaml could not be read"},
		ruleOff:     {State: lint.Off},
	})}
	res := &lint.Result{Plugins: []lint.PluginResult{syntax, packed, clean, weather}}
	for i := range res.Plugins {
		p := &res.Plugins[i]
		for k := range p.Findings {
			f := &p.Findings[k]
			f.Plugin = p.Dir
			f.Fingerprint = strings.Repeat("0", 20) + string(rune('a'+i)) + string(rune('a'+k))
			if f.Severity == lint.Inherit {
				f.Severity = f.Rule.Severity
			}
			if f.Gate == "" {
				f.Gate = f.Rule.Gate
			}
		}
	}
	return res
}

// empty is a run that found nothing.
func empty() *lint.Result {
	return &lint.Result{Plugins: []lint.PluginResult{{Dir: "plugins/clean", Author: "demo", Name: "clean", Version: "0.0.1", Statuses: statuses(nil)}}}
}

func render(tb testing.TB, format string, in Input) string {
	tb.Helper()
	var b bytes.Buffer
	if err := Write(&b, format, in); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// golden holds a document against its file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s differs (go test ./lint/report -update rewrites it):\n%s", file, d)
	}
}

// The golden files, and their formats' options.
var goldens = []struct {
	file, format string
	opts         Options
}{
	{"text.txt", "text", Options{}},
	{"text-ignored.txt", "text", Options{ShowIgnored: true, Width: 60}},
	{"text-color.txt", "text", Options{Color: true}},
	{"concise.txt", "concise", Options{}},
	{"report.json", "json", Options{Version: "1.2.3"}},
	{"report.sarif", "sarif", Options{Version: "1.2.3", ShowIgnored: true}},
	{"github.txt", "github", Options{}},
	{"gitlab.json", "gitlab", Options{}},
	{"junit.xml", "junit", Options{ShowIgnored: true}},
	{"checkstyle.xml", "checkstyle", Options{}},
	{"reviewdog.jsonl", "rdjsonl", Options{}},
	{"markdown.md", "markdown", Options{ShowIgnored: true}},
}

func TestGolden(t *testing.T) {
	for _, g := range goldens {
		t.Run(g.file, func(t *testing.T) {
			in := Input{Result: fixture(), Options: g.opts}
			got := render(t, g.format, in)
			golden(t, g.file, got)
			if again := render(t, g.format, in); again != got {
				t.Error("the second document differs from the first")
			}
		})
	}
}
