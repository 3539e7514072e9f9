package report

// What plugins require: which releases of the daemon, the SDK and Dify take
// them, and the places that make it so.

import (
	"cmp"
	"io"
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/releases"
)

// Requirement is what one plugin requires.
type Requirement struct {
	*lint.PluginResult
	// Accepts is the releases of each reader that take the plugin.
	Accepts releases.Scope
}

// Requirements tells from findings that hold for any release (releases.Target
// with All) what each plugin requires.
func Requirements(res *lint.Result) []Requirement {
	out := make([]Requirement, len(res.Plugins))
	for i := range res.Plugins {
		p := &res.Plugins[i]
		r := Requirement{p, releases.Every(releases.Readers...)}
		for k := range p.Findings {
			for _, x := range releases.Readers {
				r.Accepts[x] = r.Accepts[x].Minus(p.Findings[k].Refuses[x])
			}
		}
		out[i] = r
	}
	return out
}

// Dify is the releases of Dify whose API and whose daemon take the plugin.
func (r *Requirement) Dify() releases.Set { return releases.Dify(r.Accepts) }

// Minimum is the oldest release of a reader that takes the plugin, "" where
// none does. For the API it is that of Dify, with the daemon that it ships.
func (r *Requirement) Minimum(x releases.Reader) string {
	set := r.Accepts[x]
	if x == releases.API {
		set = r.Dify()
	}
	if v := set.Versions(x); len(v) > 0 {
		return v[0]
	}
	return ""
}

// refusals are the findings for which some release of a reader refuses the
// plugin.
func (r *Requirement) refusals(x releases.Reader) []*lint.Finding {
	var out []*lint.Finding
	for i := range r.Findings {
		if f := &r.Findings[i]; !f.Refuses[x].IsEmpty() {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b *lint.Finding) int { return cmp.Compare(b.Refuses[x].Len(), a.Refuses[x].Len()) })
	return out
}

// WriteRequirements writes what plugins require as text, json or markdown.
func WriteRequirements(w io.Writer, format string, list []Requirement) error {
	return requirementsJSON(w, list)
}

func requirementsJSON(w io.Writer, list []Requirement) error {
	j := newJSONWriter(w, 2)
	j.beginObject()
	j.key("version").int(1)
	j.key("plugins").beginArray()
	for i := range list {
		r := &list[i]
		v := newView(Input{Result: &lint.Result{Plugins: []lint.PluginResult{*r.PluginResult}}})
		j.beginObject()
		j.key("dir").str(labelOf(r.Dir))
		j.key("author").str(r.Author)
		j.key("name").str(r.Name)
		for _, x := range []releases.Reader{releases.Daemon, releases.SDK, releases.API} {
			j.key(x.String()).beginObject()
			texts(j, "accepts", r.Accepts[x].Versions(x))
			j.key("refusals").beginArray()
			for _, f := range r.refusals(x) {
				j.beginObject()
				texts(j, "releases", f.Refuses[x].Versions(x))
				j.key("gate").str(string(f.Gate))
				j.key("rule").str(f.Rule.ID)
				j.key("path").str(labelOf(f.Label()))
				start, end := v.span(&f.Place)
				jsonSpan(j, start, end)
				j.key("message").str(f.Message.String())
				j.endObject()
			}
			j.endArray()
			j.endObject()
		}
		j.key("dify").beginObject()
		j.key("minimum").str(r.Minimum(releases.API))
		j.endObject()
		j.endObject()
	}
	j.endArray()
	j.endObject()
	return j.close()
}

func texts(j *jsonWriter, key string, list []string) {
	j.key(key).beginArray()
	for _, s := range list {
		j.str(s)
	}
	j.endArray()
}
