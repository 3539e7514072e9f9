package permission

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/capability"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Unused reports permissions that no call needs.
var Unused = &lint.Rule{
	ID: "permission/unused", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a granted permission is never used",
	Why:     "Dify shows the permissions to the person who installs the plugin, and reviewers ask what each is for. An unused permission makes the plugin look more dangerous than it is, and an attacker who takes it over can use it. The template of new plugins grants several. If the session is passed to code that cannot be analyzed, or a source cannot be read, the rule cannot decide: it then reports that place once, as info.",
	Sources: []string{"dify-plugin-daemon: internal/core/io_tunnel/backwards_invocation/task.go"},
	Run: func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		perm := capability.Granted(p.Plugin)
		if !perm.IsMapping() || len(sources.Program(p.Plugin).Modules) == 0 || allEmpty(p) {
			return
		}
		idle := idle(p.Plugin)
		if blind(p, idle) {
			return
		}
		// Where none is left, the mapping goes with the last: empty, it says nothing.
		unneeded := 0
		for _, need := range idle {
			if need.Kind == "" {
				unneeded++
			}
		}
		remove := func(entry *yaml.Node) []text.Edit {
			if whole := perm.Resolve(); whole == perm && unneeded == len(perm.Content) {
				return yamledit.RemoveEntry(m.Tree, perm)
			}
			return yamledit.RemoveEntry(m.Tree, entry)
		}
		for _, need := range idle {
			if need.Kind == "" {
				entry := perm.Get(need.Key)
				p.Report(lint.Finding{
					Place: plugin.AtKey(m, entry), Key: need.Key, Fold: "unused",
					Message:  lint.Msg("resource.permission.%s is granted, but no code of the plugin calls session.%s", need.Key, member(need.Key)),
					Fixes:    lint.UnsafeFix(lint.Msg("Remove the permission"), remove(entry)),
					Unneeded: true,
				})
				continue
			}
			n := perm.At(need.Key, need.Kind)
			p.Report(lint.Finding{
				Place: plugin.AtKey(m, n), Key: need.String(),
				Message:  lint.Msg("resource.permission.%s is granted, but no code of the plugin calls a model of this kind", need),
				Fixes:    lint.UnsafeFix(lint.Msg("Remove the permission"), yamledit.RemoveEntry(m.Tree, n)),
				Unneeded: true,
			})
		}
	},
}

// idle are the permissions that are granted and that no call needs, nor one that
// fails for another reason: a kind of models where models of other kinds are called.
func idle(p *plugin.Plugin) []sdk.Permission {
	used := map[string]bool{}
	for _, u := range capability.Callbacks(p) {
		used[u.Key], used[u.String()] = true, true
	}
	for _, u := range sdk.Unoffereds(sources.Program(p)) {
		for _, need := range u.Needs() {
			used[need.Key], used[need.String()] = true, true
		}
	}
	var out []sdk.Permission
	for _, key := range sdk.PermissionKeys() {
		switch {
		case key == "endpoint" || !capability.Grants(p, sdk.Permission{Key: key}):
		case key == "model" && len(kindsGranted(p)) == 0: // see permission/no-kind
		case !used[key]:
			out = append(out, sdk.Permission{Key: key})
		case key == "model":
			for _, kind := range kindsGranted(p) {
				if need := (sdk.Permission{Key: key, Kind: kind}); !used[need.String()] {
					out = append(out, need)
				}
			}
		}
	}
	return out
}

// blind reports whether the code may make calls that are not seen, and says of
// all the permissions that no call is seen for, as one finding, why not.
func blind(p *lint.Pass, idle []sdk.Permission) bool {
	left, escapes := sources.Left(p.Plugin), capability.Escapes(p.Plugin)
	if len(left)+len(escapes) == 0 {
		return false
	}
	if len(idle) == 0 {
		return true
	}
	var all []string
	for _, need := range idle {
		all = append(all, "resource.permission."+need.String())
	}
	m := p.Plugin.Manifest()
	entry := capability.Granted(p.Plugin).Get(idle[0].Key)
	if idle[0].Kind != "" {
		entry = entry.Get(idle[0].Kind)
	}
	f := lint.Finding{Place: plugin.AtKey(m, entry), Key: "blind", Severity: lint.Info}
	f.Message = lint.Msg("%s is granted, but no call was found; difylint cannot be certain", all[0])
	if len(all) > 1 {
		f.Message = lint.Msg("%s are granted, but no call was found; difylint cannot be certain", text.Join(all))
	}
	if len(escapes) == 0 {
		f.Message = f.Message.And(", because %s cannot be read", left[0])
		p.Report(f)
		return true
	}
	first := escapes[0]
	f.Message = f.Message.And(": in %s %s", first.File.Path, first.Why)
	for _, e := range escapes[:min(len(escapes), maxRelated)] {
		f.Related = append(f.Related, lint.Related{Place: plugin.AtSpan(e.File, e.Span), Message: e.Why})
	}
	p.Report(f)
	return true
}

// member is the member of a session that a permission is for.
func member(key string) string {
	if key == "node" {
		return "workflow_node"
	}
	return key
}

// allEmpty reports whether no source holds a byte.
func allEmpty(p *lint.Pass) bool {
	for _, m := range sources.Program(p.Plugin).Modules {
		if len(m.File.Data) > 0 {
			return false
		}
	}
	return true
}
