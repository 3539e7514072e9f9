package kit

import (
	"bytes"
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/lint/source/text"
	"golang.org/x/tools/txtar"
)

// Page is the rule's page. inputs are handed to the rule, as to lint.Run.
// The error is that of an example that cannot be run.
func Page(r *lint.Rule, inputs ...plugin.Given) ([]byte, error) {
	return PageIn(nil, r, inputs...)
}

// PageIn is Page in a language.
func PageIn(l *lang.Language, r *lint.Rule, inputs ...plugin.Given) ([]byte, error) {
	examples := Examples(r)
	results := map[*Example]*lint.Result{} // of those that fail
	for _, e := range examples {
		if e.Fine() {
			continue
		}
		cfg, err := Config(r, e)
		if err != nil {
			return nil, err
		}
		if results[e], err = e.BadPlugin().RunRule(r, e, cfg, inputs...); err != nil {
			return nil, fmt.Errorf("%s: %w", r.ID, err)
		}
	}
	var b bytes.Buffer
	stop := l.Words(".")
	fmt.Fprintf(&b, "# %s\n\n", r.ID)
	fmt.Fprintf(&b, "%s%s\n\n", upper(l.Words(r.Title)), stop)
	fmt.Fprintf(&b, "%s\n| --- | --- | --- | --- | --- |\n| %s | %s | %s | %s | %s |\n\n",
		l.Say("| gate | severity | since | default | fix |"), r.Gate, r.Severity, r.Since, l.Text(onOff(r)), l.Text(fixes(results)))
	gate := string(r.Gate)
	if l == nil { // elsewhere a sentence may begin with a word of ours as it is
		gate = upper(gate)
	}
	fmt.Fprintf(&b, "%s%s\n\n## %s\n\n%s\n", l.Say("%s: %s", gate, text.Phrase(r.Gate.Refusal())), stop, l.Say("Why"), l.Words(r.Why))
	if said := report.SaidsIn(l, r.ID); len(said) > 0 {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n%s\n", l.Say("You will see"), l.Say("What the platform says of it (`difylint diagnose` reads such messages):"), strings.Join(said, "\n"))
	}
	for i, e := range examples {
		if e.Fine() {
			fine(&b, e, l)
			continue
		}
		title := l.Words(e.Name)
		switch {
		case title == "" && len(results) == 1:
			title = l.Say("Example")
		case title == "":
			title = l.Say("Example %d", i+1)
		default:
			title = l.Say("Example: %s", title)
		}
		fmt.Fprintf(&b, "\n## %s\n", title)
		options(&b, e, l)
		bad := e.BadPlugin()
		if bad.Text != "" {
			fmt.Fprintf(&b, "\n%s\n", l.Words(bad.Text))
		}
		files(&b, bad.Shown)
		var out bytes.Buffer
		if err := report.Write(&out, "text", report.Input{Result: results[e], Options: report.Options{Lang: l}}); err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "\n%s\n\n```text\n%s\n```\n\n%s\n", l.Say("difylint says:"), bytes.TrimRight(out.Bytes(), "\n"), l.Say("The repair:"))
		archive(&b, e.Good, l)
	}
	if len(r.Options) > 0 {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n| --- | --- | --- | --- |\n", l.Say("Options"), l.Say("| option | type | default | meaning |"))
		for _, o := range r.Options {
			fmt.Fprintf(&b, "| `%s` | %s | `%v` | %s |\n", o.Name, o.Type, o.Default, l.Words(o.Doc))
		}
	}
	if len(r.Sources) > 0 {
		fmt.Fprintf(&b, "\n## %s\n\n", l.Say("Where the platform says so"))
		for _, s := range r.Sources {
			fmt.Fprintf(&b, "- %s\n", s)
		}
	}
	if r.Unignorable {
		b.WriteString("\n" + l.Say("Findings of this rule cannot be ignored by a comment.") + "\n")
	}
	return b.Bytes(), nil
}

// Index is the page that lists rules: by family, in the order in which they are
// given, then by gate. It links to pages beside it, each named by its rule.
func Index(l *lang.Language, list []*lint.Rule) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n\n%s\n", l.Say("Rules"), l.Say("%d rules, by family. Each page says what the rule means, with a failing example, its output and the repair;\n`difylint explain ID` prints the same.", len(list)))
	family := ""
	for _, r := range list {
		if r.Family() != family {
			family = r.Family()
			fmt.Fprintf(&b, "\n## %s\n\n%s\n| --- | --- | --- | --- |\n", family, l.Say("| rule | gate | severity | what |"))
		}
		fmt.Fprintf(&b, "| [%s](%s.md) | %s | %s | %s |\n", r.ID, r.ID, r.Gate, r.Severity, l.Words(r.Title))
	}
	fmt.Fprintf(&b, "\n## %s\n", l.Say("By gate"))
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b *lint.Rule) int { return cmp.Compare(a.Gate.Order(), b.Gate.Order()) })
	gate := lint.Gate("")
	for _, r := range list {
		if r.Gate != gate {
			gate = r.Gate
			fmt.Fprintf(&b, "\n%s\n\n", l.Say("**%s**: %s", gate, text.Phrase(gate.Refusal())))
		}
		fmt.Fprintf(&b, "- [%s](%s.md)\n", r.ID, r.ID)
	}
	return b.Bytes()
}

// fine shows what the rule does not report.
func fine(b *bytes.Buffer, e *Example, l *lang.Language) {
	title := "## " + l.Say("This is fine")
	if e.Name != "" {
		title = "## " + l.Say("This is fine: %s", text.Phrase(e.Name))
	}
	fmt.Fprintf(b, "\n%s\n", title)
	options(b, e, l)
	archive(b, e.Good, l)
}

func options(b *bytes.Buffer, e *Example, l *lang.Language) {
	if e.Options != "" {
		fmt.Fprintf(b, "\n%s\n\n```yaml\n%s\n```\n", l.Say("With the options"), strings.TrimSpace(e.Options))
	}
}

// archive shows the files of an archive with what its comment says.
func archive(b *bytes.Buffer, s string, l *lang.Language) {
	a := txtar.Parse([]byte(s))
	if words := Text(a.Comment); words != "" {
		fmt.Fprintf(b, "\n%s\n", l.Words(words))
	}
	if removed := Removed(a.Comment); len(removed) > 0 {
		fmt.Fprintf(b, "\n%s\n", l.Say("Remove %s.", "`"+strings.Join(removed, "`, `")+"`"))
	}
	files(b, a.Files)
}

func upper(s string) string {
	if s == "" {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func onOff(r *lint.Rule) text.Message {
	if r.Off {
		return text.Msg("off")
	}
	return text.Msg("on")
}

// fixes says what kind of fix the examples' findings carry.
func fixes(results map[*Example]*lint.Result) text.Message {
	best := text.Msg("none")
	for _, res := range results {
		for _, f := range res.Findings() {
			for _, fix := range f.Fixes {
				if fix.Safe {
					return text.Msg("safe")
				}
				best = text.Msg("unsafe")
			}
		}
	}
	return best
}

func files(b *bytes.Buffer, list []txtar.File) {
	for _, f := range list {
		fence := "```"
		for strings.Contains(string(f.Data), fence) {
			fence += "`"
		}
		fmt.Fprintf(b, "\n`%s`\n\n%s%s\n%s\n%s\n", f.Name, fence, language(f.Name), strings.TrimRight(string(f.Data), "\n"), fence)
	}
}

func language(name string) string {
	switch path.Ext(name) {
	case ".yaml", ".yml":
		return "yaml"
	case ".py":
		return "python"
	case ".toml", ".lock":
		return "toml"
	case ".md":
		return "markdown"
	case ".svg":
		return "xml"
	}
	return "text"
}
