package lsp

// What stands beside the text: how often a thing is used, what loads a file,
// which releases take the plugin, which SDK it is judged by.

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/dify/sdk"
	said "github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

type lens struct {
	Range   lspRange `json:"range"`
	Command *command `json:"command"`
}

// commandOpen asks the client to show a place: its argument is a location.
const commandOpen = "difylint.open"

func codeLens(ctx context.Context, v *view, pl *plugin.Plugin, _ *struct{}) (any, error) {
	var out list[lens]
	d := v.document(pl)
	if d == nil || d.Root == nil {
		return out, nil
	}
	add := func(at text.Span, to *location, format string, args ...any) {
		c := &command{Title: v.s.lang().Say(format, args...)}
		if to != nil && v.client.Window.ShowDocument.Support {
			c.Command, c.Arguments = commandOpen, []any{*to}
		}
		r := v.encoding.rangeOf(v.file, at)
		r.End = r.Start
		out = append(out, lens{r, c})
	}
	top := text.Span{Start: d.Root.Span.Start}
	if v.rel == plugin.ManifestName {
		if oldest := v.oldestDify(ctx, pl); oldest != "" {
			add(top, nil, "needs Dify %s or newer", oldest)
		}
	}
	if d.From != nil && d.From.Doc != nil && d.From.Node != nil {
		to := v.locate(d.From.Doc.File, d.From.Node.PlaceSpan())
		add(top, &to, "loaded by %s", d.From.Doc.Path)
	}
	all := namesOf(pl)
	for i := range all {
		t := &all[i]
		if t.doc.Path != v.rel || t.item == t.doc.Root {
			continue
		}
		uses := t.uses(pl, all)
		var to *location
		if len(uses) > 1 {
			first := v.locate(uses[1].file, uses[1].span)
			to = &first
		}
		switch n := len(uses) - 1; n {
		case 0:
			add(t.node.Span, nil, "no references")
		case 1:
			add(t.node.Span, to, "1 reference")
		default:
			add(t.node.Span, to, "%d references", n)
		}
	}
	return out, nil
}

// oldestDify is the oldest Dify that takes the plugin, "" where any does.
func (v *view) oldestDify(ctx context.Context, pl *plugin.Plugin) string {
	opts := said.RequirementOptions(v.s.opts.Rules)
	opts.Jobs, opts.Now = 1, v.s.now()
	res, err := lint.Run(ctx, []plugin.Target{targetOf(v.project.root, v.snap)}, opts)
	if err != nil {
		return ""
	}
	needs := said.Requirements(res, func(string) *plugin.Plugin { return pl })[0]
	if needs.Dify() == releases.All(releases.API) {
		return ""
	}
	return needs.Minimum(releases.API)
}

type hint struct {
	Position    position `json:"position"`
	Label       string   `json:"label"`
	Tooltip     string   `json:"tooltip,omitempty"`
	PaddingLeft bool     `json:"paddingLeft"`
}

type hintParams struct {
	Range lspRange `json:"range"`
}

// inlayHint says behind the SDK's requirement which release a plugin is judged
// by, and behind a pattern how many files it matches.
func inlayHint(_ context.Context, v *view, pl *plugin.Plugin, p *hintParams) (any, error) {
	var out list[hint]
	asked := v.encoding.span(v.file, p.Range)
	add := func(at int, tip, format string, args ...any) {
		if asked.Start <= at && at <= asked.End {
			out = append(out, hint{v.encoding.position(v.file, at), v.s.lang().Say(format, args...), tip, true})
		}
	}
	dep := sdk.DependencyOf(pl)
	for _, r := range v.requirements() {
		if r.Key() != sdkName || !dep.Installed.IsValid() {
			continue
		}
		end := v.file.LineSpan(v.file.LineAt(r.Span.End)).End
		if path.Ext(v.rel) == ".toml" {
			end = r.Span.End + 1 // behind the quote
		}
		add(end, v.s.lang().Text(dep.Chosen()), "judged by SDK %s", dep.Installed.String())
	}
	for _, r := range pl.References() {
		if r.Glob && r.Doc.Path == v.rel {
			add(r.Node.Span.End, strings.Join(matched(r), "\n"), "%d files", len(matched(r)))
		}
	}
	if d := v.document(pl); d != nil && v.rel == plugin.ManifestName && d.Root != nil {
		if n := d.Root.At("meta", "minimum_dify_version"); n.IsScalar() && n.Str() != "" {
			set, newer, err := releases.ParseTarget(n.Str() + "..")
			if err == nil && !newer && !set.IsEmpty() {
				add(n.Span.End, "", "taken by Dify %s", v.s.lang().Text(set.Span(releases.API)))
			}
		}
	}
	return out, nil
}

// sdkName is the SDK's distribution.
const sdkName = "dify-plugin"

// requirements are the requirements that the document holds.
func (v *view) requirements() []*requirement.Requirement {
	var out []*requirement.Requirement
	switch path.Ext(v.rel) {
	case ".toml":
		for _, d := range dependencies(requirement.ParsePyProject(v.file)) {
			if d.Requirement != nil && d.Name != "" {
				out = append(out, d.Requirement)
			}
		}
	case ".txt":
		for _, e := range requirement.ParseRequirements(v.file, nil).Entries {
			if e.Requirement != nil && e.Requirement.Name != "" {
				out = append(out, e.Requirement)
			}
		}
	}
	return out
}

// openPlace asks the client to show a place.
func (s *server) openPlace(l location) error {
	var answer struct {
		Success bool `json:"success"`
	}
	err := s.ask("window/showDocument", object{"uri": l.URI, "takeFocus": true, "selection": l.Range}, &answer)
	if err == nil && !answer.Success {
		err = fmt.Errorf("the client did not show %s", l.URI)
	}
	return err
}

// shows reports whether the client can be asked to show a place.
func (s *server) shows() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.client.Window.ShowDocument.Support
}
