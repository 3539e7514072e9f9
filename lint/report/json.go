package report

// The JSON form, version 1. Its schema is schema/files/report.schema.json; the
// package's comment describes it.

import (
	"io"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/text"
)

// jsonVersion is raised where a reader of the form would have to change. New
// members are no such change.
const jsonVersion = 1

// writeJSON streams the document: one plugin and one finding a line.
func writeJSON(w io.Writer, v *view) error {
	j := newJSONWriter(w, 2)
	j.beginObject()
	j.key("version").int(jsonVersion)
	j.key("tool").beginObject()
	j.key("name").str("difylint")
	j.strIf("version", v.opts.Version)
	j.endObject()

	t := total(v.res)
	j.key("summary").beginObject()
	j.key("plugins").int(t.plugins)
	j.key("affected").int(t.affected)
	jsonCounts(j, &t.counts)
	j.endObject()

	j.key("plugins").beginArray()
	for i := range v.res.Plugins {
		jsonPlugin(j, &v.res.Plugins[i])
	}
	j.endArray()

	j.key("findings").beginArray()
	for i := range v.res.Plugins {
		p := &v.res.Plugins[i]
		fs := &files{plugin: p}
		for k := range p.Findings {
			if f := &p.Findings[k]; v.shows(f, programs) {
				v.jsonFinding(j, fs, f)
			}
		}
	}
	j.endArray()
	j.endObject()
	return j.close()
}

func jsonCounts(j *jsonWriter, c *counts) {
	j.key("error").int(c.error)
	j.key("warning").int(c.warning)
	j.key("info").int(c.info)
	j.key("ignored").int(c.ignored)
	j.key("baseline").int(c.baseline)
	j.key("fixable").int(c.fixable)
	j.key("unsafe").int(c.unsafe)
}

func jsonPlugin(j *jsonWriter, p *lint.PluginResult) {
	j.beginObject()
	j.key("path").str(labelOf(p.Dir))
	j.key("author").str(p.Author)
	j.key("name").str(p.Name)
	j.key("version").str(p.Version)
	c := countPlugin(p)
	jsonCounts(j, &c)
	j.key("rules").beginArray()
	for _, st := range p.Statuses {
		if st.State == lint.Ran {
			continue
		}
		j.beginObject()
		j.key("rule").str(st.Rule.ID)
		j.key("state").str(string(st.State))
		j.key("why").str(st.Why)
		j.endObject()
	}
	j.endArray()
	j.endObject()
}

func jsonSpan(j *jsonWriter, start, end text.Position) {
	jsonPosition(j.key("start"), start)
	jsonPosition(j.key("end"), end)
}

func jsonPosition(j *jsonWriter, p text.Position) {
	j.beginObject()
	j.key("line").int(p.Line)
	j.key("column").int(p.Column)
	j.key("offset").int(p.Offset)
	j.endObject()
}

func (v *view) jsonFinding(j *jsonWriter, fs *files, f *lint.Finding) {
	j.beginObject()
	j.key("rule").str(f.Rule.ID)
	j.key("severity").str(f.Severity.String())
	j.key("gate").str(string(f.Gate))
	j.key("path").str(labelOf(f.Label()))
	start, end := v.span(&f.Place)
	jsonSpan(j, start, end)
	j.key("message").str(f.Message.String())
	j.key("plugin").str(labelOf(f.Plugin))
	j.strIf("route", f.Route)
	j.key("related").beginArray()
	for i := range f.Related {
		r := &f.Related[i]
		j.beginObject()
		j.key("path").str(labelOf(f.LabelOf(r)))
		start, end := v.span(&r.Place)
		jsonSpan(j, start, end)
		j.key("message").str(r.Message.String())
		j.endObject()
	}
	j.endArray()
	j.key("fixes").beginArray()
	for i := range f.Fixes {
		v.jsonFix(j, fs, f, &f.Fixes[i])
	}
	j.endArray()
	if f.Unneeded {
		j.key("unneeded").bool(true)
	}
	if f.IgnoredBy != "" {
		j.key("ignored").beginObject()
		j.key("by").str(f.IgnoredBy)
		j.key("reason").str(f.Ignored)
		j.endObject()
	}
	j.key("fingerprint").str(f.Fingerprint)
	if url := f.Rule.URL(); url != "" {
		j.key("url").str(url)
	}
	j.endObject()
}

func (v *view) jsonFix(j *jsonWriter, fs *files, f *lint.Finding, fix *lint.Fix) {
	edits, ok := v.edits(fs, f, fix)
	if !ok {
		return
	}
	j.beginObject()
	j.key("title").str(fix.Title)
	j.key("safe").bool(fix.Safe)
	j.key("edits").beginArray()
	for i := range edits {
		e := &edits[i]
		j.beginObject()
		j.key("path").str(labelOf(e.Label))
		jsonSpan(j, e.Start, e.End)
		j.key("text").str(e.New)
		j.endObject()
	}
	j.endArray()
	j.endObject()
}
