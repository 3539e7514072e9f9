// Package permission holds the rules about resource.permission: what the code
// calls back into Dify against what the manifest grants.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package permission

import (
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/capability"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// defaultStorage is the size of a granted storage where a fix must write one, in
// bytes: what the SDK takes where none is written.
const defaultStorage = "1048576"

// grant are the edits that grant a permission, nil where it takes more than edits.
func grant(p *plugin.Plugin, need sdk.Permission) []text.Edit {
	m := p.Manifest()
	body := "enabled: true\n"
	switch {
	case need.Kind != "":
		body = "enabled: true\n" + need.Kind + ": true"
	case need.Key == "storage":
		body = "enabled: true\nsize: " + defaultStorage
	}
	// insert writes a block, or between brackets where the mapping has these.
	insert := func(in *yaml.Node, key, block string) []text.Edit {
		if e := yamledit.InsertEntry(m.Tree, in, key, block); e != nil {
			return e
		}
		return yamledit.InsertEntry(m.Tree, in, key, "{"+strings.ReplaceAll(strings.TrimSuffix(block, "\n"), "\n", ", ")+"}")
	}
	resource := m.Root.Get("resource")
	if !resource.IsMapping() {
		return nil
	}
	perm := resource.Get("permission")
	if perm == nil {
		return yamledit.InsertEntry(m.Tree, resource, "permission", need.Key+":\n  "+strings.ReplaceAll(strings.TrimSuffix(body, "\n"), "\n", "\n  "))
	}
	entry := perm.Get(need.Key)
	if entry == nil {
		return insert(perm, need.Key, body)
	}
	if !entry.IsMapping() {
		return nil
	}
	var edits []text.Edit
	missing := 0
	for _, flag := range []string{"enabled", need.Kind} {
		n := entry.Get(flag)
		switch {
		case flag == "" || capability.IsTrue(n):
		case n == nil:
			missing++
			edits = append(edits, yamledit.InsertEntry(m.Tree, entry, flag, "true")...)
		default:
			edits = append(edits, yamledit.ReplaceWith(m.Tree, n, "true")...)
		}
	}
	if missing > 1 {
		return nil
	}
	return edits
}

// manifestPlace is the place of the manifest that a missing permission is about:
// the nearest that is there.
func manifestPlace(p *plugin.Plugin, need sdk.Permission) plugin.Place {
	m := p.Manifest()
	at := plugin.AtTop(m)
	n := m.Root
	for _, key := range []string{"resource", "permission", need.Key, "enabled"} {
		if n = n.Get(key); n == nil {
			break
		}
		at = plugin.AtKey(m, n)
	}
	return at
}

// misplaced is a grant that stands where nobody reads it: under permission or
// permissions at the top, or under resource.permissions.
func misplaced(p *plugin.Plugin, key string) *yaml.Node {
	root := p.Manifest().Root
	for _, n := range []*yaml.Node{root.Get("permission"), root.Get("permissions"), root.At("resource", "permissions"), root.Get("resource")} {
		if e := n.Get(key); e.IsMapping() && capability.IsTrue(e.Get("enabled")) {
			return e
		}
	}
	return nil
}

// maxRelated bounds the further calls that a finding shows.
const maxRelated = 10

// denied reports the calls that lack one permission as one finding, at the first.
func denied(p *lint.Pass, need sdk.Permission, calls []capability.Callback, because lint.Message) {
	first := calls[0]
	f := lint.Finding{Place: plugin.AtSpan(first.File, first.Span), Key: need.String(), Message: because}
	if first.Dead {
		f.Severity = lint.Warning
	}
	for _, c := range calls[1:min(len(calls), maxRelated)] {
		f.Related = append(f.Related, lint.Related{Place: plugin.AtSpan(c.File, c.Span), Message: lint.Msg("session.%s is called here too", c.Method)})
	}
	if n := misplaced(p.Plugin, need.Key); n != nil {
		f.Related = append(f.Related, lint.Related{
			Place:   plugin.AtKey(p.Plugin.Manifest(), n),
			Message: lint.Msg("this grant has no effect: the platform reads resource.permission.%s", need.Key),
		})
	}
	f.Related = append(f.Related, lint.Related{Place: manifestPlace(p.Plugin, need), Message: lint.Msg("resource.permission.%s is not granted here", need)})
	f.Fixes = lint.UnsafeFix(lint.Msg("Grant resource.permission.%s", need.String()), grant(p.Plugin, need))
	p.Report(f)
}

// lacking groups the calls whose permission is missing, in the order of the
// first of each.
func lacking(p *plugin.Plugin, match func(sdk.Permission) bool) (needs []sdk.Permission, calls map[sdk.Permission][]capability.Callback) {
	calls = map[sdk.Permission][]capability.Callback{}
	if onlyModels(p) {
		return nil, calls // see permission/model-session
	}
	for _, u := range capability.Callbacks(p) {
		if u.Key == "" || capability.Grants(p, u.Permission) || !match(u.Permission) {
			continue
		}
		if calls[u.Permission] == nil {
			needs = append(needs, u.Permission)
		}
		calls[u.Permission] = append(calls[u.Permission], u)
	}
	return needs, calls
}
