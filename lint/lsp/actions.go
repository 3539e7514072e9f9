package lsp

// Code actions: each finding's fixes, all safe fixes at once, and ignoring.

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	udiff "github.com/aymanbagabas/go-udiff"
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/fix"
	said "github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/sourcegraph/jsonrpc2"
)

// The kinds of code actions.
const (
	kindQuickFix = "quickfix"
	// kindFixAll makes the safe fixes of one file.
	kindFixAll = "source.fixAll.difylint"
	// kindFixPlugin makes the safe fixes of the whole plugin. It is not below
	// source.fixAll, so that saving one file does not change others.
	kindFixPlugin = "source.fixPlugin.difylint"
)

// The commands of the server.
const (
	// commandIgnore writes an ignore: its argument is an ignoreArgs.
	commandIgnore = "difylint.ignore"
	// commandCheck reads everything from the disk again and checks it.
	commandCheck = "difylint.check"
	// commandDiagnose reads what the platform said and answers where it comes from.
	commandDiagnose = "difylint.diagnose"
	// commandAskReason is the client's own: it asks for a reason and calls
	// commandIgnore.
	commandAskReason = "difylint.askReason"
)

type actionParams struct {
	Range   lspRange `json:"range"`
	Context struct {
		Diagnostics []diagnostic `json:"diagnostics"`
		Only        []string     `json:"only"`
	} `json:"context"`
}

type action struct {
	Title       string         `json:"title"`
	Kind        string         `json:"kind"`
	Diagnostics []diagnostic   `json:"diagnostics,omitempty"`
	IsPreferred bool           `json:"isPreferred,omitempty"`
	Edit        *workspaceEdit `json:"edit,omitempty"`
	Command     *command       `json:"command,omitempty"`
	Data        *actionData    `json:"data,omitempty"`
}

type command struct {
	Title     string `json:"title"`
	Command   string `json:"command"`
	Arguments []any  `json:"arguments,omitempty"`
}

// actionData names an action whose edit is made when it is chosen.
type actionData struct {
	URI  string `json:"uri"`
	Kind string `json:"kind"`
}

type ignoreArgs struct {
	URI         string `json:"uri"`
	Fingerprint string `json:"fingerprint"`
	Reason      string `json:"reason"`
}

// wants reports whether a kind is among those that the client asks for.
func wants(only []string, kind string) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(o string) bool { return o == "" || kind == o || strings.HasPrefix(kind, o+".") })
}

func codeAction(ctx context.Context, v *view, pl *plugin.Plugin, p *actionParams) (any, error) {
	var out list[action]
	o, err := v.outcome(ctx)
	if err != nil {
		return nil, err
	}
	findings := v.findingsAt(o, p)
	if wants(p.Context.Only, kindQuickFix) {
		for _, f := range findings {
			_, d := v.s.diagnostic(v.project.root, f)
			out = append(out, v.fixes(f, d)...)
		}
		if !v.project.installation {
			out = append(out, v.creations(pl, o, p)...)
		}
		for _, f := range findings {
			_, d := v.s.diagnostic(v.project.root, f)
			if a, ok := v.ignore(f, d); ok {
				out = append(out, a)
			}
		}
	}
	for _, all := range []struct {
		kind  string
		title text.Message
		in    func(f *lint.Finding) bool
	}{
		{kindFixAll, text.Msg("Make all safe fixes in this file"), func(f *lint.Finding) bool { return f.Path == v.rel }},
		{kindFixPlugin, text.Msg("Make all safe fixes in this plugin"), func(*lint.Finding) bool { return true }},
	} {
		if v.project.installation && all.kind == kindFixPlugin || !wants(p.Context.Only, all.kind) || !slices.ContainsFunc(o.result.Findings, func(f lint.Finding) bool { return all.in(&f) && safe(&f) >= 0 }) {
			continue
		}
		a := action{Title: v.s.lang().Text(all.title), Kind: all.kind, Data: &actionData{v.doc.uri, all.kind}}
		if !slices.Contains(v.client.TextDocument.CodeAction.ResolveSupport.Properties, "edit") || !v.client.TextDocument.CodeAction.DataSupport {
			if a.Edit, err = v.fixAll(ctx, o, all.kind); err != nil {
				return nil, err
			}
			a.Data = nil
		}
		out = append(out, a)
	}
	return out, nil
}

// safe is the index of a finding's first safe fix, or -1.
func safe(f *lint.Finding) int {
	if f.IgnoredBy != lint.NotIgnored {
		return -1
	}
	return slices.IndexFunc(f.Fixes, func(x lint.Fix) bool { return x.Safe })
}

// findingsAt are the findings that a request for actions is about: those that
// the client names, or else those that touch the range.
func (v *view) findingsAt(o *outcome, p *actionParams) []*lint.Finding {
	named := map[string]bool{}
	for _, d := range p.Context.Diagnostics {
		if d.Source == source && d.Data != nil {
			named[d.Data.Fingerprint] = true
		}
	}
	var out []*lint.Finding
	for i := range o.result.Findings {
		f := &o.result.Findings[i]
		if f.IgnoredBy != lint.NotIgnored || f.Plugin != o.result.Dir {
			continue
		}
		at := f.Path == v.rel && f.File != nil && v.encoding.rangeOf(f.File, f.Span).touches(p.Range)
		if len(named) > 0 && named[f.Fingerprint] || len(named) == 0 && at {
			out = append(out, f)
		}
	}
	return out
}

// fixes are the actions for each fix of a finding.
func (v *view) fixes(f *lint.Finding, d diagnostic) []action {
	var out []action
	preferred := safe(f)
	for i, x := range f.Fixes {
		edit, ok := v.edit(x.Edits)
		if !ok {
			continue
		}
		out = append(out, action{
			Title: v.s.lang().Text(x.Title), Kind: kindQuickFix, Diagnostics: []diagnostic{d}, IsPreferred: i == preferred, Edit: edit,
		})
	}
	return out
}

// ignore is the action that ignores a finding. The client may ask for a reason.
func (v *view) ignore(f *lint.Finding, d diagnostic) (action, bool) {
	edits, left := lint.IgnoreEdits([]lint.Finding{*f}, v.s.lang().Words(v.settings.IgnoreReason))
	if len(left) > 0 || len(edits) == 0 {
		return action{}, false
	}
	a := action{Title: v.s.lang().Say("Ignore %s here", f.Rule.ID), Kind: kindQuickFix, Diagnostics: []diagnostic{d}}
	if v.settings.AskReason {
		a.Title += " …"
		a.Command = &command{Title: a.Title, Command: commandAskReason, Arguments: []any{ignoreArgs{URI: v.doc.uri, Fingerprint: f.Fingerprint}}}
		return a, true
	}
	edit, ok := v.edit(edits)
	a.Edit = edit
	return a, ok
}

// edit is edits of the plugin's files as the protocol has them.
func (v *view) edit(edits []text.Edit) (*workspaceEdit, bool) {
	byFile := map[string][]textEdit{}
	p := plugin.Open(v.snap, ".")
	for _, e := range edits {
		f, err := p.Read(e.Path)
		if err != nil || e.Span.End > len(f.Data) {
			return nil, false
		}
		byFile[e.Path] = append(byFile[e.Path], textEdit{Range: v.encoding.rangeOf(f, e.Span), NewText: e.New})
	}
	return v.workspaceEdit(byFile), len(edits) > 0
}

func (v *view) workspaceEdit(byFile map[string][]textEdit) *workspaceEdit {
	w := &workspaceEdit{}
	v.s.mu.Lock()
	defer v.s.mu.Unlock()
	for _, rel := range slices.Sorted(maps.Keys(byFile)) {
		uri := v.s.uriOf(v.name(rel))
		if !v.client.Workspace.WorkspaceEdit.DocumentChanges {
			if w.Changes == nil {
				w.Changes = map[string][]textEdit{}
			}
			w.Changes[uri] = byFile[rel]
			continue
		}
		id := versionedID{URI: uri}
		if n, ok := v.versions[rel]; ok {
			id.Version = &n
		}
		w.DocumentChanges = append(w.DocumentChanges, documentEdit{id, byFile[rel]})
	}
	return w
}

// fixAll makes the safe fixes of the document or the plugin.
func (v *view) fixAll(ctx context.Context, o *outcome, kind string) (*workspaceEdit, error) {
	var opts fix.Options
	if kind == kindFixAll {
		opts.Choose = func(f *lint.Finding) int {
			i := safe(f)
			if f.Path != v.rel || i < 0 || slices.ContainsFunc(f.Fixes[i].Edits, func(e text.Edit) bool { return e.Path != v.rel }) {
				return -1
			}
			return i
		}
	}
	made, err := fix.Plugin(ctx, v.project.target(o.snap), o.result, fix.With(o.options), opts)
	if err != nil {
		return nil, err
	}
	byFile := map[string][]textEdit{}
	for _, f := range made.Files {
		file := text.NewFile(f.Path, f.Before)
		for _, e := range udiff.Bytes(f.Before, f.After) {
			byFile[f.Path] = append(byFile[f.Path], textEdit{
				Range: v.encoding.rangeOf(file, text.Span{Start: e.Start, End: e.End}), NewText: e.New,
			})
		}
	}
	return v.workspaceEdit(byFile), nil
}

// resolveAction makes the edit of an action that was chosen.
func (s *server) resolveAction(ctx context.Context, _ *view, a *action) (any, error) {
	if a.Data == nil || a.Edit != nil {
		return a, nil
	}
	v := s.viewOf(a.Data.URI)
	if v.project == nil {
		return nil, errModified
	}
	o, err := v.outcome(ctx)
	if err != nil {
		return nil, err
	}
	a.Edit, err = v.fixAll(ctx, o, a.Data.Kind)
	return a, err
}

type commandParams struct {
	Command   string            `json:"command"`
	Arguments []json.RawMessage `json:"arguments"`
}

func (s *server) executeCommand(ctx context.Context, _ *view, p *commandParams) (any, error) {
	switch p.Command {
	case commandIgnore:
		args, ok := argument[ignoreArgs](p)
		if !ok {
			return nil, invalidParams("%s takes {uri, fingerprint, reason}", p.Command)
		}
		return nil, s.ignoreFinding(ctx, args)
	case commandDiagnose:
		args, ok := argument[diagnoseArgs](p)
		if !ok || strings.TrimSpace(args.Text) == "" {
			return nil, invalidParams("%s takes {text, uri}", p.Command)
		}
		return s.readSaid(ctx, args)
	case commandOpen:
		at, ok := argument[location](p)
		if !ok || at.URI == "" {
			return nil, invalidParams("%s takes {uri, range}", p.Command)
		}
		if !s.shows() {
			return nil, &jsonrpc2.Error{Code: codeRequestFailed, Message: "the client cannot show a place (window/showDocument)"}
		}
		return nil, s.openPlace(at)
	case commandCheck:
		s.mu.Lock()
		s.epoch++
		for _, pr := range s.projects {
			pr.snap = pr.snap.Reload()
			pr.changed()
		}
		for _, f := range s.folders {
			s.checkFolder(f)
		}
		s.mu.Unlock()
		return nil, s.settle(ctx)
	}
	return nil, invalidParams("%q is not a command of this server", p.Command)
}

// argument is the one argument of a command.
func argument[T any](p *commandParams) (out T, ok bool) {
	return out, len(p.Arguments) == 1 && json.Unmarshal(p.Arguments[0], &out) == nil
}

func invalidParams(format string, args ...any) error {
	return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: fmt.Sprintf(format, args...)}
}

// diagnoseArgs are what commandDiagnose takes: a text, and any file of the
// plugin that it is about, which may be left out.
type diagnoseArgs struct {
	Text string `json:"text"`
	URI  string `json:"uri"`
	// Open asks the client to show the likeliest place, where it can.
	Open bool `json:"open"`
}

// diagnosed is an answer of commandDiagnose: that of the command line, with the
// place as the protocol writes places.
type diagnosed struct {
	said.DiagnosisAnswer
	URI   string    `json:"uri,omitempty"`
	Range *lspRange `json:"range,omitempty"`
}

// nearest is a view of the plugin of a file, open or not, and what is found in it.
// A file of no plugin leads to the only one that there is; the view is nil where
// there are several.
func (s *server) nearest(ctx context.Context, uri string) (*view, []lint.Finding, error) {
	name, ok := fileName(uri)
	root := ""
	if ok {
		root, ok = s.pluginOf(name)
	}
	if !ok {
		roots := s.roots()
		if len(roots) != 1 {
			return nil, nil, nil
		}
		root = roots[0]
	}
	v := s.viewOn(root)
	if v.project.docs != nil {
		o, err := v.outcome(ctx)
		if err != nil {
			return nil, nil, err
		}
		v.snap = o.snap
		return v, slices.Clone(o.result.Findings), nil
	}
	s.mu.Lock()
	opts := s.runOptions(root, &lasting{})
	s.mu.Unlock()
	res, err := lint.Run(ctx, []plugin.Target{targetOf(root, v.snap)}, opts)
	if err != nil {
		return nil, nil, err
	}
	return v, res.Plugins[0].Findings, nil
}

// readSaid answers what a text comes from, the likeliest first.
func (s *server) readSaid(ctx context.Context, args diagnoseArgs) (any, error) {
	var in *plugin.Plugin
	v, found, err := s.nearest(ctx, args.URI)
	if err != nil {
		return nil, err
	}
	if v != nil {
		in = v.plugin()
		for i := range found {
			found[i].Plugin = "."
		}
	}
	d := said.Diagnose([]byte(args.Text), in, found)
	out := []diagnosed{}
	for i, a := range d.List() {
		o := diagnosed{DiagnosisAnswer: a}
		if place := &d.Answers[i]; in != nil && place.Path != "" {
			at := s.encoding.rangeOf(place.File, place.Span)
			if place.File == nil {
				at = lspRange{}
			}
			o.URI, o.Range = v.uri(place.Path), &at
		}
		out = append(out, o)
	}
	if args.Open && s.shows() {
		if i := slices.IndexFunc(out, func(o diagnosed) bool { return o.Range != nil }); i >= 0 {
			if err := s.openPlace(location{out[i].URI, *out[i].Range}); err != nil {
				s.log.Printf("%s: %v", commandDiagnose, err)
			}
		}
	}
	return object{"answers": out, "unknown": len(out) == 0}, nil
}

// ignoreFinding asks the client to write an ignore.
func (s *server) ignoreFinding(ctx context.Context, args ignoreArgs) error {
	v := s.viewOf(args.URI)
	if v.project == nil {
		return errModified
	}
	o, err := v.outcome(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(o.result.Findings, func(f lint.Finding) bool { return f.Fingerprint == args.Fingerprint })
	if i < 0 {
		return errModified
	}
	edits, left := lint.IgnoreEdits(o.result.Findings[i:i+1], args.Reason)
	edit, ok := v.edit(edits)
	if len(left) > 0 || !ok {
		return &jsonrpc2.Error{Code: codeRequestFailed, Message: s.lang().Say("a comment cannot ignore this finding")}
	}
	var answer struct {
		Applied       bool   `json:"applied"`
		FailureReason string `json:"failureReason"`
	}
	err = s.ask("workspace/applyEdit", object{"label": s.lang().Say("Ignore %s", o.result.Findings[i].Rule.ID), "edit": edit}, &answer)
	if err == nil && !answer.Applied {
		err = fmt.Errorf("the edit was not made: %s", answer.FailureReason)
	}
	return err
}
