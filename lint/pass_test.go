package lint_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// TestMaxFindings: of very many findings the first are listed, and one says that
// there are more; what is graver is listed still.
func TestMaxFindings(t *testing.T) {
	report := func(p *lint.Pass) {
		for i := range lint.MaxFindings + 50 {
			p.Report(lint.Finding{Place: plugin.AtTop(p.Plugin.Manifest()), Message: lint.Msg("finding %d", i), Key: fmt.Sprint(i)})
		}
		p.Report(lint.Finding{Place: plugin.AtTop(p.Plugin.Manifest()), Message: lint.Msg("an error"), Severity: lint.Error})
	}
	document := lint.EachDocument(func(d *plugin.Document, report func(lint.Finding)) {
		for i := range lint.MaxFindings + 50 {
			report(lint.Finding{Place: plugin.AtTop(d), Message: lint.Msg("finding %d", i), Key: fmt.Sprint(i)})
		}
		report(lint.Finding{Place: plugin.AtTop(d), Message: lint.Msg("an error"), Severity: lint.Error})
	})
	gather := func(p *lint.Pass) any { return p.Keep(plugin.AtTop(p.Plugin.Manifest())) }
	group := func(p *lint.GroupPass) {
		top, _ := p.Plugins[0].Gathered.(plugin.Place)
		for i := range lint.MaxFindings + 50 {
			p.Report(p.Plugins[0], lint.Finding{Place: top, Message: lint.Msg("finding %d", i), Key: fmt.Sprint(i)})
		}
		p.Report(p.Plugins[0], lint.Finding{Place: top, Message: lint.Msg("an error"), Severity: lint.Error})
	}
	excluded := func(p *lint.Pass) {
		for i := range lint.MaxFindings + 50 {
			p.Report(lint.Finding{Place: plugin.Place{Path: "left/out.py"}, Message: lint.Msg("finding %d", i), Key: fmt.Sprint(i)})
		}
		report(p)
	}
	cfg := &lint.Config{Exclude: lint.Globs{Patterns: []string{"left/**"}}}
	for name, rule := range map[string]*lint.Rule{
		"left out":    {Run: excluded},
		"a plugin":    {Run: report},
		"a document":  {Run: document},
		"all plugins": {Gather: gather, RunAll: group},
	} {
		t.Run(name, func(t *testing.T) {
			rule.ID, rule.Gate, rule.Severity = "a/x", lint.None, lint.Warning
			res, err := lint.Run(t.Context(), []plugin.Target{{FS: fstest.MapFS{"manifest.yaml": {Data: []byte("name: a\n")}}}}, lint.Options{Rules: []*lint.Rule{rule}, Config: func(string) *lint.Config { return cfg }})
			if err != nil {
				t.Fatal(err)
			}
			more, errors := 0, 0
			for _, f := range res.Findings() {
				if strings.HasPrefix(f.Message.String(), "more findings of this rule") {
					more++
				}
				if f.Severity == lint.Error {
					errors++
				}
			}
			if n := len(res.Findings()); n != lint.MaxFindings+2 || more != 1 || errors != 1 {
				t.Errorf("%d findings, %d of them say that there are more, %d are errors", n, more, errors)
			}
		})
	}
}

// TestIsMore: only what the engine put in place of others says that there are more.
func TestIsMore(t *testing.T) {
	for _, tt := range []struct {
		f    lint.Finding
		want bool
	}{{lint.Finding{Key: "more"}, true}, {lint.Finding{Key: "more", Fixes: []lint.Fix{{}}}, false}, {lint.Finding{Key: "other"}, false}, {lint.Finding{}, false}} {
		if got := tt.f.IsMore(); got != tt.want {
			t.Errorf("%q with %d fixes: %v", tt.f.Key, len(tt.f.Fixes), got)
		}
	}
}
