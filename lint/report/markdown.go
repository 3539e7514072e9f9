package report

// GitHub-flavoured Markdown for a job's summary or a comment: a table by gate,
// then a part to unfold for each plugin.

import (
	"io"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/terminal"
)

// maxMarkdown bounds the document, in bytes: GitHub drops a job's summary of
// more than 1 MiB.
const maxMarkdown = 900 << 10

func writeMarkdown(w io.Writer, v *view) error {
	m := &markdown{view: v, writer: newWriter(w)}
	m.put("### difylint\n\n", mdText(sentence(SummaryIn(v.opts.Lang, v.res))), "\n")
	m.gates()
	shown, hidden := 0, 0
	for i := range v.res.Plugins {
		n, h := m.plugin(&v.res.Plugins[i])
		shown, hidden = shown+n, hidden+h
	}
	if hidden > 0 {
		m.put("\n", m.say("%d of %d findings are not shown here.", hidden, shown+hidden), "\n")
	}
	return m.Flush()
}

type markdown struct {
	*view
	writer
	size int // so far
}

func (m *markdown) put(parts ...string) {
	for _, s := range parts {
		m.size += len(s)
	}
	m.writer.put(parts...)
}

// gates is the table of what is found at each gate.
func (m *markdown) gates() {
	byGate := map[lint.Gate]*counts{}
	m.each(unmarked, func(_ *files, f *lint.Finding) {
		if byGate[f.Gate] == nil {
			byGate[f.Gate] = &counts{}
		}
		byGate[f.Gate].add(f)
	})
	if len(byGate) == 0 {
		return
	}
	m.put("\n", m.say("| Gate | What happens there | Errors | Warnings | Info |"), "\n| --- | --- | ---: | ---: | ---: |\n")
	for _, g := range lint.Gates() {
		if c := byGate[g]; c != nil {
			m.put("| ", string(g), " | ", m.opts.Lang.Words(g.Refusal()), " | ", strconv.Itoa(c.Error), " | ", strconv.Itoa(c.Warning), " | ", strconv.Itoa(c.Info), " |\n")
		}
	}
}

// plugin is a table of the plugin's findings. It tells how many it shows, and
// how many the document has no room for.
func (m *markdown) plugin(p *lint.PluginResult) (shown, hidden int) {
	var list []*lint.Finding
	for i := range p.Findings {
		if f := &p.Findings[i]; m.shows(f, people) {
			list = append(list, f)
		}
	}
	if len(list) == 0 {
		return 0, 0
	}
	if m.size >= maxMarkdown {
		return 0, len(list)
	}
	c := countPlugin(p)
	words, _ := countWords(&c)
	open := ""
	if len(m.res.Plugins) == 1 {
		open = " open"
	}
	// What follows is HTML up to the blank line: no markup is read in it.
	m.put("\n<details", open, "><summary><b>", xmlText(nameOf(p)), "</b>: ", m.opts.Lang.Text(words), "</summary>\n\n",
		m.say("| Place | | Finding | Rule |"), "\n| --- | --- | --- | --- |\n")
	for _, f := range list {
		if m.size >= maxMarkdown {
			hidden++
			continue
		}
		shown++
		m.row(f)
	}
	m.put("\n</details>\n")
	return shown, hidden
}

func (m *markdown) row(f *lint.Finding) {
	m.put("| ", m.place(f.Path, &f.Place), " | ", f.Severity.String(), " | ", mdText(m.messageOf(f)))
	for i := range f.Related {
		r := &f.Related[i]
		path := r.Path
		if r.Plugin != "" {
			path = f.LabelOf(r)
		}
		m.put("<br>", m.place(path, &r.Place), ": ", mdText(m.opts.Lang.Text(r.Message)))
	}
	for i := range f.Fixes {
		m.put("<br>", m.say("fix"), m.say(": "), mdText(m.opts.Lang.Text(f.Fixes[i].Title)))
	}
	if f.IgnoredBy != lint.NotIgnored {
		m.put("<br>", mdText(m.ignoredNote(f)))
	}
	if url := f.Rule.URL(); url != "" {
		m.put(" | [", f.Rule.ID, "](", url, ") |\n")
	} else {
		m.put(" | ", f.Rule.ID, " |\n")
	}
}

func (m *markdown) place(path string, p *plugin.Place) string {
	s := mdText(labelOf(path))
	if p.File != nil {
		start, _ := m.span(p)
		s += ":" + strconv.Itoa(start.Line) + ":" + strconv.Itoa(start.Column)
	}
	return "<code>" + s + "</code>"
}

var mdEscapes = strings.NewReplacer("<", "&lt;", ">", "&gt;", "&", "&amp;",
	"@", "@<!-- -->", // mentions are found behind the markup
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "|", `\|`, "~", `\~`, "$", `\$`)

// mdText is text as it is, on one line, in a cell of a table: nothing in it is
// markup, a mention or a break of the cell.
func mdText(s string) string { return mdEscapes.Replace(terminal.Visible(s)) }
