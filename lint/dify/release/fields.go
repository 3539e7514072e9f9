package release

// Parameters, credentials and settings.

import (
	"cmp"
	"math"
	"slices"

	"github.com/difylint/difylint/lint/source/text"
)

// roleKinds are the kinds of change of a field by its role.
var roleKinds = map[role]struct{ required, retyped, removed, added Kind }{
	parameter: {ParameterRequired, ParameterType, ParameterRemoved, ParameterAdded},
	// The SDK drops a model's parameter that it does not know (dify-plugin-sdks,
	// src/dify_plugin/interfaces/model/large_language_model.py).
	modelParameter: {ParameterRequired, ParameterType, ModelParameter, ParameterAdded},
	// Where one is removed nobody has to do anything: what was given is no longer read.
	credential: {CredentialNeeded, CredentialType, CredentialRemoved, CredentialAdded},
	setting:    {CredentialNeeded, CredentialType, CredentialRemoved, CredentialAdded},
}

func (f *field) words(l *list, owner words) words {
	word := string(l.role)
	if l.role == modelParameter {
		word = "parameter"
	}
	switch {
	case owner.Format != "":
		return words{text.Msg("the %s %q of %s", text.Phrase(word), f.name, owner.Message)}
	case l.of.Format != "":
		return words{text.Msg("the %s %q of %s", text.Phrase(word), f.name, l.of)}
	}
	return words{text.Msg("the %s %q", text.Phrase(word), f.name)}
}

// fields compares two lists of fields.
func (d *differ) fields(ol, nl *list, key string, owner words) {
	before, after := ol.byName(), nl.byName()
	kinds := roleKinds[nl.role]
	var fresh []*field
	for _, n := range nl.fields {
		if before[n.name] == nil {
			fresh = append(fresh, n)
		}
	}
	for _, o := range ol.fields {
		n := after[o.name]
		if n != nil {
			d.field(o, n, nl, key+"/"+o.name, owner)
			continue
		}
		place, gone, m := nl.at, true, o.words(nl, owner).msg("%s was removed")
		if i := slices.IndexFunc(fresh, func(n *field) bool { return renamed(o, n) }); i >= 0 {
			n := fresh[i]
			place, gone, m = at(n.doc, n.node), false, o.words(nl, owner).msg("%s was removed or renamed to %q", n.name)
		}
		d.add(kinds.removed, key+"/"+o.name, at(o.doc, o.node), place, gone, m)
	}
	for _, n := range fresh {
		w, kind := n.words(nl, owner), kinds.added
		var m text.Message
		switch {
		case !n.required:
			m = w.msg("%s is new and optional")
		case nl.choice && !ol.there:
			m = w.msg("%s is new, together with the whole way to configure it")
		case n.hasDefault:
			m = w.msg("%s is new and has a default")
		case !reachable(before, n):
			m = w.msg("%s is new, and only needed for other additions")
		default:
			kind, m = kinds.required, w.msg("%s is new, required and has no default")
		}
		d.add(kind, key+"/"+n.name, nowhere, at(n.doc, n.node), false, m)
	}
}

func (l *list) byName() map[string]*field {
	out := map[string]*field{}
	for _, f := range l.fields {
		out[f.name] = f
	}
	return out
}

// renamed guesses that a field goes on under another name: users read the same.
func renamed(o, n *field) bool {
	label := o.node.At("label", "en_US").Str()
	return o.typ == n.typ && label != "" && label == n.node.At("label", "en_US").Str()
}

// reachable reports whether a field that is shown on conditions can be shown to
// who had filled in the old ones.
func reachable(before map[string]*field, n *field) bool {
	for _, c := range n.showOn {
		o := before[c.field]
		if c.field == "__model_type" {
			continue // says itself what is configured
		}
		if o == nil {
			return false
		}
		if len(o.options) > 0 && !slices.ContainsFunc(o.options, func(p option) bool { return p.value == c.value }) {
			return false
		}
	}
	return true
}

// looser are types that take everything that another takes, besides any.
var looser = map[string][]string{
	"int":            {"float"},
	"string":         {"text"},
	"text":           {"string"},
	"radio":          {"select", "text-input"},
	"select":         {"radio", "string", "text-input"},
	"dynamic-select": {"string"},
}

// field compares a field with what it was.
func (d *differ) field(o, n *field, l *list, key string, owner words) {
	w := n.words(l, owner)
	tell := func(k Kind, what string, nodeKey string, m text.Message) {
		d.add(k, key+what, at(o.doc, cmp.Or(o.node.Get(nodeKey), o.node)), at(n.doc, cmp.Or(n.node.Get(nodeKey), n.node)), false, m)
	}
	if o.typ != n.typ && o.typ != "" && n.typ != "" {
		k := roleKinds[l.role].retyped
		if n.typ == "any" || slices.Contains(looser[o.typ], n.typ) {
			k = ParameterLoosened
		}
		tell(k, "", "type", w.msg("%s changed its type from %s to %s", o.typ, n.typ))
	}
	if !o.required && n.required {
		if n.hasDefault {
			tell(ParameterLoosened, "", "required", w.msg("%s is now required; without it the default is used"))
		} else {
			tell(roleKinds[l.role].required, "", "required", w.msg("%s is now required and has no default"))
		}
	}
	if o.required && !n.required {
		tell(ParameterLoosened, "", "required", w.msg("%s is now optional"))
	}
	if o.form != n.form && o.form != "" && n.form != "" {
		tell(ParameterForm, "", "form", w.msg("%s changed its form from %s to %s: someone else fills it in", o.form, n.form))
	}
	switch {
	case o.multiple && !n.multiple:
		tell(ParameterNarrowed, "", "multiple", w.msg("%s accepts one value instead of several"))
	case !o.multiple && n.multiple:
		tell(ParameterForm, "/multiple", "multiple", w.msg("%s accepts several values instead of one: the source now gets a list"))
	}
	d.bounds(o, n, tell, w)
	d.options(o, n, l, key, w)
	switch {
	case o.hasDefault && n.hasDefault && o.def != n.def:
		tell(DefaultChanged, "", "default", w.msg("%s changed its default from %s to %s", shown(o.def), shown(n.def)))
	case !o.hasDefault && n.hasDefault:
		tell(DefaultChanged, "", "default", w.msg("%s now has the default %s; before it had none", shown(n.def)))
	case o.hasDefault && !n.hasDefault && o.required && n.required:
		tell(roleKinds[l.role].required, "/default", "required", w.msg("%s lost its default and is now required"))
	case o.hasDefault && !n.hasDefault && !n.required:
		tell(DefaultChanged, "", "default", w.msg("%s lost its default %s", shown(o.def)))
	}
	d.fieldTexts(o, n, key, w)
}

// bounds compares the least and the greatest value.
func (d *differ) bounds(o, n *field, tell func(Kind, string, string, text.Message), w words) {
	bound := func(v float64) string {
		if math.IsInf(v, 0) {
			return "none"
		}
		return plainNumber(v)
	}
	kind := func(looser bool) Kind {
		if looser {
			return ParameterLoosened
		}
		return ParameterNarrowed
	}
	if o.min != n.min {
		tell(kind(n.min < o.min), "/min", "min", w.msg("%s: the minimum changed from %s to %s", bound(o.min), bound(n.min)))
	}
	if o.max != n.max {
		tell(kind(n.max > o.max), "/max", "max", w.msg("%s: the maximum changed from %s to %s", bound(o.max), bound(n.max)))
	}
	if o.scope != n.scope {
		tell(kind(n.scope == "" || n.scope == "all"), "/scope", "scope", w.msg("%s: the scope changed from %s to %s", shown(o.scope), shown(n.scope)))
	}
}

// options compares what may be chosen.
func (d *differ) options(o, n *field, l *list, key string, w words) {
	if o.typ != n.typ && len(n.options) == 0 {
		return // the type says it
	}
	has := func(list []option, v string) bool {
		return slices.ContainsFunc(list, func(p option) bool { return p.value == v })
	}
	if len(n.options) == 0 && len(o.options) > 0 {
		d.add(ParameterLoosened, key+"/options", at(o.doc, o.node), at(n.doc, n.node), false, w.msg("%s is no longer limited to options"))
		return
	}
	if len(o.options) == 0 && len(n.options) > 0 && o.typ == n.typ && l.role == modelParameter {
		d.add(ParameterNarrowed, key+"/options", at(o.doc, o.node), at(n.doc, n.node.Get("options")), false, w.msg("%s is now limited to options"))
		return
	}
	for _, p := range o.options {
		if !has(n.options, p.value) {
			d.add(OptionRemoved, key+"="+p.value, at(o.doc, cmp.Or(p.node, o.node)), at(n.doc, cmp.Or(n.node.Get("options"), n.node)), true, w.msg("%s no longer has the option %s", shown(p.value)))
		}
	}
	for _, p := range n.options {
		if !has(o.options, p.value) {
			d.add(OptionAdded, key+"="+p.value, nowhere, at(n.doc, cmp.Or(p.node, n.node)), false, w.msg("%s now also has the option %s", shown(p.value)))
		}
	}
}

// fieldTexts compares what people and models read of a field.
func (d *differ) fieldTexts(o, n *field, key string, w words) {
	d.texts(o.doc, n.doc, o.node, n.node, key, w, []string{"label", "human_description", "description", "help", "placeholder", "url"}, []string{"llm_description"})
}
