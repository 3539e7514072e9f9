// Package permission holds the rules about resource.permission: what the code
// calls back into Dify against what the manifest grants.
package permission

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/plugin"
	"github.com/difylint/difylint/lint/pyfacts"
	"github.com/difylint/difylint/lint/pysrc"
	"github.com/difylint/difylint/lint/sdk"
	"github.com/difylint/difylint/lint/text"
	"github.com/difylint/difylint/lint/yamltree"
)

// use is one call back into Dify.
type use struct {
	sdk.Callback
	at lint.Place
	// dead: nothing that the SDK loads imports the module.
	dead bool
}

// uses are the calls back into Dify outside tests, those of modules that are
// loaded first.
var uses = lint.NewFact(func(p *plugin.Plugin) []use {
	prog := pyfacts.Program(p)
	var live, dead []use
	for _, c := range sdk.Callbacks(prog) {
		m := prog.Modules[c.Module]
		ever := sdk.ReachOf(p).Ever[c.Module]
		if sdk.IsTest(m.File.Path) && !ever {
			continue
		}
		callee := m.Exprs[m.Exprs[m.Calls[c.Call].Expr].A]
		u := use{Callback: c, at: lint.AtSpan(m.File, callee.Span()), dead: !ever}
		if u.dead {
			dead = append(dead, u)
		} else {
			live = append(live, u)
		}
	}
	return append(live, dead...)
})

// granted is resource.permission of a manifest.
func granted(p *plugin.Plugin) *yamltree.Node { return p.Manifest().Root.At("resource", "permission") }

// isTrue reports whether the daemon reads a node as true.
func isTrue(n *yamltree.Node) bool {
	if !n.IsScalar() {
		return false
	}
	switch n.Text() {
	case "true", "True", "TRUE":
		return true
	case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON":
		// yaml.v3 takes these for a bool where one is wanted.
		return true
	}
	return false
}

// grants reports whether the manifest grants a permission.
func grants(p *plugin.Plugin, need sdk.Permission) bool {
	g := granted(p).Get(need.Key)
	if !isTrue(g.Get("enabled")) {
		return false
	}
	return need.Kind == "" || isTrue(g.Get(need.Kind))
}

// defaultStorage is the size of a granted storage where a fix must write one, in
// bytes: what the SDK takes where none is written.
const defaultStorage = "1048576"

// grant are the edits that grant a permission, nil where it takes more than edits.
func grant(p *plugin.Plugin, need sdk.Permission) []lint.Edit {
	m := p.Manifest()
	body := "enabled: true\n"
	switch {
	case need.Kind != "":
		body = "enabled: true\n" + need.Kind + ": true"
	case need.Key == "storage":
		body = "enabled: true\nsize: " + defaultStorage
	}
	// insert writes a block, or between brackets where the mapping has these.
	insert := func(in *yamltree.Node, key, block string) []lint.Edit {
		if e := lint.InsertEntry(m, in, key, block); e != nil {
			return e
		}
		return lint.InsertEntry(m, in, key, "{"+strings.ReplaceAll(strings.TrimSuffix(block, "\n"), "\n", ", ")+"}")
	}
	resource := m.Root.Get("resource")
	if !resource.IsMapping() {
		return nil
	}
	perm := resource.Get("permission")
	if perm == nil {
		return lint.InsertEntry(m, resource, "permission", need.Key+":\n  "+strings.ReplaceAll(strings.TrimSuffix(body, "\n"), "\n", "\n  "))
	}
	entry := perm.Get(need.Key)
	if entry == nil || entry.IsNull() {
		if entry.IsNull() {
			return nil
		}
		return insert(perm, need.Key, body)
	}
	if !entry.IsMapping() {
		return nil
	}
	var edits []lint.Edit
	missing := 0
	for _, flag := range []string{"enabled", need.Kind} {
		n := entry.Get(flag)
		switch {
		case flag == "" || isTrue(n):
		case n == nil:
			missing++
			edits = append(edits, lint.InsertEntry(m, entry, flag, "true")...)
		default:
			edits = append(edits, lint.ReplaceWith(m, n, "true")...)
		}
	}
	if missing > 1 {
		return nil
	}
	return edits
}

// manifestPlace is the place of the manifest that a missing permission is about:
// the nearest that is there.
func manifestPlace(p *plugin.Plugin, need sdk.Permission) lint.Place {
	m := p.Manifest()
	n := m.Root
	for _, key := range []string{"resource", "permission", need.Key, "enabled"} {
		next := n.Get(key)
		if next == nil {
			break
		}
		n = next
	}
	if n.Key == nil {
		return lint.AtTop(m)
	}
	return lint.AtKey(m, n)
}

// misplaced is a grant that stands where nobody reads it: under permission or
// permissions at the top, or under resource.permissions.
func misplaced(p *plugin.Plugin, key string) *yamltree.Node {
	root := p.Manifest().Root
	for _, n := range []*yamltree.Node{root.Get("permission"), root.Get("permissions"), root.At("resource", "permissions"), root.Get("resource")} {
		if e := n.Get(key); e.IsMapping() && isTrue(e.Get("enabled")) {
			return e
		}
	}
	return nil
}

// maxRelated bounds the further calls that a finding shows.
const maxRelated = 10

// denied reports the calls that lack one permission as one finding, at the first.
func denied(p *lint.Pass, need sdk.Permission, calls []use, because lint.Message) {
	first := calls[0]
	f := lint.Finding{Place: first.at, Key: need.String(), Message: because}
	if first.dead {
		f.Severity = lint.Warning
	}
	for _, c := range calls[1:min(len(calls), maxRelated)] {
		f.Related = append(f.Related, lint.Related{Place: c.at, Message: lint.Msg("session.%s is called here too", c.Method)})
	}
	if n := misplaced(p.Plugin, need.Key); n != nil {
		f.Related = append(f.Related, lint.Related{
			Place:   lint.AtKey(p.Plugin.Manifest(), n),
			Message: lint.Msg("this grant has no effect: the platform reads resource.permission.%s", need.Key),
		})
	}
	f.Related = append(f.Related, lint.Related{Place: manifestPlace(p.Plugin, need), Message: lint.Msg("resource.permission.%s is not granted here", need)})
	f.Fixes = lint.UnsafeFix("Grant resource.permission."+need.String(), grant(p.Plugin, need))
	p.Report(f)
}

// lacking groups the calls whose permission is missing, in the order of the
// first of each.
func lacking(p *plugin.Plugin, match func(sdk.Permission) bool) (needs []sdk.Permission, calls map[sdk.Permission][]use) {
	calls = map[sdk.Permission][]use{}
	for _, u := range uses.Of(p) {
		if u.Key == "" || grants(p, u.Permission) || !match(u.Permission) {
			continue
		}
		if calls[u.Permission] == nil {
			needs = append(needs, u.Permission)
		}
		calls[u.Permission] = append(calls[u.Permission], u)
	}
	return needs, calls
}

// escape is a place at which a session leaves what can be followed.
type escape struct {
	at   lint.Place
	what string
}

// unfollowed are the places at which the code may call back in ways that are
// not seen.
var unfollowed = lint.NewFact(func(p *plugin.Plugin) []escape {
	prog := pyfacts.Program(p)
	var out []escape
	for i, m := range prog.Modules {
		if sdk.IsTest(m.File.Path) && !sdk.ReachOf(p).Ever[i] {
			continue
		}
		if m.Err != nil || m.Incomplete {
			out = append(out, escape{lint.AtSpan(m.File, text.Span{}), "this source cannot be read"})
			continue
		}
		ofSession := func(v pysrc.Value) bool {
			chain, ok := sdk.OnSession(prog, v)
			return ok && sdk.OfSession(chain)
		}
		for k := range m.Calls {
			e := m.Calls[k].Expr
			if m.Ident(m.Exprs[e].A) != "getattr" {
				continue
			}
			if _, ok := m.String(m.Positional(e, 1)); !ok && slices.ContainsFunc(prog.Resolve(i, m.Positional(e, 0)), ofSession) {
				out = append(out, escape{lint.AtSpan(m.File, m.Exprs[e].Span()), "a part of the session is chosen at run time"})
			}
		}
		for _, e := range prog.Escapes(i, ofSession) {
			out = append(out, escape{lint.AtSpan(m.File, m.Exprs[e.Expr].Span()), "the session is handed to something that is not followed"})
		}
	}
	return out
})
