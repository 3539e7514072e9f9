package capability

// What the code calls back into Dify, and what the manifest grants.

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// Callback is a call back into Dify.
type Callback struct {
	sdk.Callback
	File *text.File
	// Span is what is called.
	Span text.Span
	// Dead: nothing that the SDK loads imports the source.
	Dead bool
}

// Callbacks are the calls back into Dify of the sources that run within the
// plugin (see sdk.Reach.Meant), those of sources that are loaded first. The slice
// is shared.
func Callbacks(p *plugin.Plugin) []Callback { return callbacks.Of(p) }

var callbacks = plugin.NewFact(func(p *plugin.Plugin) []Callback {
	prog := sources.Program(p)
	var live, dead []Callback
	for _, c := range sdk.Callbacks(prog) {
		m := prog.Modules[c.Module]
		ever := sdk.ReachOf(p).Ever[c.Module]
		if notMeant(p, c.Module) {
			continue
		}
		u := Callback{c, m.File, m.Exprs[m.Exprs[m.Calls[c.Call].Expr].A].Span(), !ever}
		if u.Dead {
			dead = append(dead, u)
		} else {
			live = append(live, u)
		}
	}
	return append(live, dead...)
})

// notMeant reports whether a module is not meant to run within the plugin. One that
// cannot be read counts as meant to.
func notMeant(p *plugin.Plugin, i int) bool {
	return !sdk.ReachOf(p).Meant[i] && sources.Program(p).Modules[i].Err == nil
}

// Granted is resource.permission of a manifest, or nil.
func Granted(p *plugin.Plugin) *yaml.Node { return p.Manifest().Root.At("resource", "permission") }

// IsTrue reports whether the daemon reads a node as true, where a bool is
// wanted: yaml.v3 takes YAML 1.1's words for it then.
func IsTrue(n *yaml.Node) bool {
	if !n.IsScalar() {
		return false
	}
	switch n.Text() {
	case "true", "True", "TRUE", "y", "Y", "yes", "Yes", "YES", "on", "On", "ON":
		return true
	}
	return false
}

// Grants reports whether the manifest grants a permission.
func Grants(p *plugin.Plugin, need sdk.Permission) bool {
	g := Granted(p).Get(need.Key)
	return IsTrue(g.Get("enabled")) && (need.Kind == "" || IsTrue(g.Get(need.Kind)))
}

// Escape is a place at which a session leaves what can be followed.
type Escape struct {
	File *text.File
	Span text.Span
	// Why is a sentence without its full stop.
	Why text.Message
}

// Escapes are the places at which the code may call back in ways that are not
// seen. The slice is shared.
func Escapes(p *plugin.Plugin) []Escape { return escapes.Of(p) }

var escapes = plugin.NewFact(func(p *plugin.Plugin) []Escape {
	prog := sources.Program(p)
	var out []Escape
	ofSession := func(v python.Value) bool {
		chain, ok := sdk.OnSession(prog, v)
		return ok && sdk.OfSession(chain)
	}
	session := sdk.HasSession(prog)
	for i, m := range prog.Modules {
		if notMeant(p, i) {
			continue
		}
		if m.Err != nil || m.Incomplete {
			out = append(out, Escape{m.File, text.Span{}, text.Msg("the source cannot be read")})
			continue
		}
		if !session {
			continue
		}
		for k := range m.Calls {
			e := m.Calls[k].Expr
			if m.Ident(m.Exprs[e].A) != "getattr" {
				continue
			}
			if _, ok := m.String(m.Positional(e, 1)); !ok && slices.ContainsFunc(prog.Resolve(i, m.Positional(e, 0)), ofSession) {
				out = append(out, Escape{m.File, m.Exprs[e].Span(), text.Msg("a part of the session is chosen at run time")})
			}
		}
		for _, e := range prog.Escapes(i, ofSession) {
			if e.Call != 0 && len(e.To) > 0 && !slices.ContainsFunc(e.To, func(v python.Value) bool { return !keeps(prog, v) }) {
				continue
			}
			why := text.Msg("the session is put where it is not followed")
			if e.Call != 0 {
				why = text.Msg("the session is handed to %s, which is not followed", short(m.File.Slice(m.Exprs[m.Exprs[e.Call].A].Span())))
			}
			out = append(out, Escape{m.File, m.Exprs[e.Expr].Span(), why})
		}
	}
	return out
})

// keeps reports whether what is called is the SDK's: it keeps a session, whose
// calls are seen where they are made.
func keeps(prog *python.Program, v python.Value) bool {
	switch v.Root {
	case python.ExternalRoot:
		return strings.HasPrefix(v.Path, "dify_plugin.")
	case python.InstanceRoot: // super().__init__
		l := sdk.LineageOf(prog, v.Class())
		return v.Path == ".__init__" && l.Known && !l.Foreign && len(l.Classes) > 0
	}
	return false
}

// maxShort bounds a piece of a source in a sentence, in bytes.
const maxShort = 60

// short is a piece of a source, where it fits into a sentence.
func short(s string) string {
	if len(s) > maxShort || strings.ContainsAny(s, "\n\r") {
		return "a call"
	}
	return s
}
