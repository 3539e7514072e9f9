package lint_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/google/go-cmp/cmp"
)

// atTop is a rule that reports one finding at the top of a manifest.
func atTop(id string, gate lint.Gate, severity lint.Severity, edit func(*lint.Rule)) *lint.Rule {
	r := &lint.Rule{ID: id, Gate: gate, Severity: severity}
	r.Run = func(p *lint.Pass) { p.Reportf(plugin.AtTop(p.Plugin.Manifest()), "%s speaks", id) }
	if edit != nil {
		edit(r)
	}
	return r
}

func in(manifest string) fs.FS { return fstest.MapFS{"manifest.yaml": {Data: []byte(manifest)}} }

// given is an input that a rule may need.
var given = plugin.NewInput[string]()

// TestStatuses: which rules run over what, and why others do not.
func TestStatuses(t *testing.T) {
	rules := []*lint.Rule{
		atTop("a/plain", lint.None, lint.Warning, nil),
		atTop("a/off", lint.None, lint.Warning, func(r *lint.Rule) { r.Off = true }),
		atTop("a/broken", lint.None, lint.Warning, func(r *lint.Rule) { r.RunsBroken = true }),
		atTop("a/bundles", lint.None, lint.Warning, func(r *lint.Rule) { r.Bundles = true }),
		atTop("a/needs", lint.None, lint.Warning, func(r *lint.Rule) { r.Needs = given }),
		atTop("a/other", lint.None, lint.Warning, func(r *lint.Rule) { r.Subject = "installation" }),
		atTop("a/any", lint.None, lint.Warning, func(r *lint.Rule) { r.Subject = lint.AnyTarget }),
		atTop("a/skips", lint.None, lint.Warning, func(r *lint.Rule) { r.Run = func(p *lint.Pass) { p.Skip("no %s", "key") } }),
		atTop("a/turned-off", lint.None, lint.Warning, func(r *lint.Rule) { r.Run = func(p *lint.Pass) { p.TurnOff() } }),
		atTop("a/panics", lint.None, lint.Warning, func(r *lint.Rule) { r.Run = func(*lint.Pass) { panic("oh") } }),
		atTop("a/panics-last", lint.None, lint.Warning, func(r *lint.Rule) { r.Run = func(p *lint.Pass) { p.Finally(func() { panic("oh") }) } }),
	}
	for _, tt := range []struct {
		name, subject, manifest string
		inputs                  []plugin.Given
		want                    string
		unjudged                string
	}{
		{"a plugin", "", "name: a\n", nil, "plain ran, off off, broken ran, bundles ran, needs off, other off, any ran, skips skipped no key, turned-off off, panics failed, panics-last failed", "p: the rule a/panics failed, which is a defect of difylint"},
		{"with an input", "", "name: a\n", []plugin.Given{given.With("x")}, "plain ran, off off, broken ran, bundles ran, needs ran, other off, any ran, skips skipped no key, turned-off off, panics failed, panics-last failed", "p: the rule a/panics failed, which is a defect of difylint"},
		{"a manifest that is not YAML", "", "a: [\n", nil, "plain skipped manifest.yaml could not be read, off off, broken ran, bundles skipped manifest.yaml could not be read, needs off, other off, any skipped manifest.yaml could not be read, skips skipped manifest.yaml could not be read, turned-off skipped manifest.yaml could not be read, panics skipped manifest.yaml could not be read, panics-last skipped manifest.yaml could not be read", "p: manifest.yaml could not be read: no rule has judged the plugin"},
		{"a bundle", "", "type: bundle\n", nil, "plain off, off off, broken off, bundles ran, needs off, other off, any off, skips off, turned-off off, panics off, panics-last off", ""},
		{"another target", "installation", "name: a\n", nil, "plain off, off off, broken off, bundles off, needs off, other ran, any ran, skips off, turned-off off, panics off, panics-last off", ""},
	} {
		res, err := lint.Run(t.Context(), []plugin.Target{{FS: in(tt.manifest), Dir: "p", Subject: tt.subject}}, lint.Options{Rules: rules, Inputs: tt.inputs})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		ran := 0
		for _, st := range res.Plugins[0].Statuses {
			s := st.Rule.Name() + " " + string(st.State)
			if st.State == lint.Skipped {
				s += " " + st.Why
				if st.Said().String() != st.Why {
					t.Errorf("%s: %q is said as %q", tt.name, st.Why, st.Said())
				}
			}
			if st.State == lint.Failed && (!strings.HasPrefix(st.Why, "oh\n") || !strings.HasPrefix(st.Said().String(), "oh\n")) {
				t.Errorf("%s: failed for %q", tt.name, st.Why)
			}
			if st.State == lint.Ran {
				ran++
			}
			got = append(got, s)
		}
		if s := strings.Join(got, ", "); s != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, s, tt.want)
		}
		if n := len(res.Findings()); n != ran {
			t.Errorf("%s: %d findings of %d rules", tt.name, n, ran)
		}
		unjudged := ""
		if errs := res.Unjudged(); len(errs) > 0 {
			unjudged = errs[0].Error()
		}
		if unjudged != tt.unjudged {
			t.Errorf("%s: unjudged: %q, want %q", tt.name, unjudged, tt.unjudged)
		}
	}
}

// TestUnjudged: what leaves a plugin unjudged, unless an error says so already.
func TestUnjudged(t *testing.T) {
	skips := atTop("a/skips", lint.None, lint.Warning, func(r *lint.Rule) { r.Run = func(p *lint.Pass) { p.Skip("no key") } })
	needs := atTop("a/needs", lint.None, lint.Warning, func(r *lint.Rule) { r.Needs, r.Run = given, skips.Run })
	together := &lint.Rule{ID: "a/all", Needs: given, RunAll: func(p *lint.GroupPass) { p.Skip("the %s is broken", "list") }}
	serious := atTop("a/error", lint.Package, lint.Error, nil)
	for name, tt := range map[string]struct {
		rules []*lint.Rule
		want  string
	}{
		"nothing":                      {[]*lint.Rule{atTop("a/x", lint.None, lint.Error, nil)}, ""},
		"a rule that cannot judge":     {[]*lint.Rule{skips}, ""},
		"one for an input":             {[]*lint.Rule{needs}, "p: a/needs: no key"},
		"one for an input, and errors": {[]*lint.Rule{needs, serious}, ""},
		"one over all plugins":         {[]*lint.Rule{together}, "a/all: the list is broken"},
		"one over all, and errors":     {[]*lint.Rule{together, serious}, "a/all: the list is broken"},
	} {
		res, err := lint.Run(t.Context(), []plugin.Target{{FS: in("name: a\n"), Dir: "p"}, {FS: in("name: b\n"), Dir: "p"}}, lint.Options{Rules: tt.rules, Inputs: []plugin.Given{given.With("x")}})
		if err != nil {
			t.Fatal(err)
		}
		errs := res.Unjudged()
		if got := errors.Join(errs...); len(errs) > 1 || (got == nil) != (tt.want == "") || got != nil && got.Error() != tt.want {
			t.Errorf("%s: %v, want %q once", name, got, tt.want)
		}
	}
}

// TestMarks: what counts, what is kept, and what is told twice.
func TestMarks(t *testing.T) {
	rules := []*lint.Rule{
		atTop("a/publish", lint.Publish, lint.Error, nil),
		atTop("a/asked", lint.Publish, lint.Warning, func(r *lint.Rule) { r.Needs = given }),
		atTop("a/none", lint.None, lint.Info, nil),
		{ID: "a/twice", Severity: lint.Info, Gate: lint.None, Run: func(p *lint.Pass) {
			m := p.Plugin.Manifest()
			for _, say := range []string{"x", "y", "x"} {
				p.Reportf(plugin.AtTop(m), "%s", say)
			}
			p.Reportf(plugin.At(m, m.Root.Get("name")), "x")
		}},
		{ID: "a/outside", Severity: lint.Info, Gate: lint.None, Run: func(p *lint.Pass) {
			p.Report(lint.Finding{Plugin: "shared", Place: plugin.AtSpan(text.NewFile("c.yaml", []byte("a")), text.Span{End: 1}), Message: lint.Msg("outside")})
		}},
	}
	run := func(o lint.Options) (string, *lint.Result) {
		o.Rules, o.Inputs = rules, []plugin.Given{given.With("x")}
		res, err := lint.Run(t.Context(), []plugin.Target{{FS: in("version: 1\nname: b\n"), Dir: "b"}, {FS: in("version: 1\nname: a\n"), Dir: "a"}}, o)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, f := range res.Findings() {
			s := f.Plugin + ":" + f.Rule.Name()
			if f.Rule.Name() == "twice" {
				s += f.Message.String()
			}
			if f.Uncounted {
				s += "-"
			}
			out = append(out, s)
		}
		return strings.Join(out, " "), res
	}
	const both = "a:publish a:asked shared:outside a:none a:twicex a:twicey a:twicex b:publish b:asked b:none b:twicex b:twicey b:twicex"
	sorted := func(s string) string {
		words := strings.Fields(s)
		slices.Sort(words)
		return strings.Join(words, " ")
	}
	got, res := run(lint.Options{})
	if sorted(got) != sorted(both) || res.Worst() != lint.Error || res.Plugins[0].Dir != "a" {
		t.Errorf("%s, worst %s", got, res.Worst())
	}
	got, res = run(lint.Options{Published: func(dir string) bool { return dir == "b" }})
	if sorted(got) != sorted(strings.Replace(both, "a:publish", "a:publish-", 1)) || res.Plugins[0].Worst() != lint.Warning || res.Plugins[1].Worst() != lint.Error {
		t.Errorf("%s, worst %s and %s", got, res.Plugins[0].Worst(), res.Plugins[1].Worst())
	}
	got, res = run(lint.Options{Keep: func(f *lint.Finding) bool { return f.Severity == lint.Info }})
	if strings.Contains(got, "publish") || !strings.Contains(got, "a:none") || res.Worst() != lint.Info {
		t.Error(got)
	}
	done := 0
	if _, res = run(lint.Options{Jobs: 1, Done: func(*lint.PluginResult) { done++ }}); done != 2 || len(res.Plugins) != 2 {
		t.Errorf("%d done", done)
	}
}

// TestRunEnds: a run whose context has ended says so, and says nothing else.
func TestRunEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	rule := atTop("a/x", lint.None, lint.Warning, func(r *lint.Rule) { r.Run = func(*lint.Pass) { cancel() } })
	for name, each := range map[string]func(*lint.PluginResult) error{"kept": nil, "handed over": func(*lint.PluginResult) error { return nil }} {
		res, err := lint.Run(ctx, []plugin.Target{{FS: in("name: a\n")}, {FS: in("name: b\n")}}, lint.Options{Rules: []*lint.Rule{rule}, Each: each, Jobs: 1})
		if !errors.Is(err, context.Canceled) || res != nil && len(res.Plugins) > 0 {
			t.Errorf("%s: %v %v", name, res, err)
		}
	}
}

// TestTarget: a finding that only some releases refuse counts where the plugin meets
// one of them, and says which.
func TestTarget(t *testing.T) {
	set := func(r releases.Reader, since, until string) releases.Scope {
		s, err := releases.Between(r, since, until)
		if err != nil {
			t.Fatal(err)
		}
		return releases.ScopeOf(r, s)
	}
	one := func(r releases.Reader, version string) releases.Set { return releases.Only(releases.Index(r, version)) }
	file := text.NewFile("requirements.txt", []byte("dify_plugin==0.4.0\n"))
	promise, _, err := releases.ParseTarget("1.5.0..")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name    string
		refuses releases.Scope
		target  releases.Target
		want    []string
	}{
		{"all", releases.Every(releases.SDK), releases.Target{}, []string{"error x"}},
		{"older ones", set(releases.SDK, "", "0.5.0"), releases.Target{}, nil},
		{"older ones, one of which is installed", set(releases.SDK, "", "0.5.0"), releases.Target{SDK: one(releases.SDK, "0.4.0"), File: file, Span: text.Span{End: 18}, Chosen: text.Msg("it is pinned")}, []string{"error x; it is pinned", "here: the SDK is chosen here"}},
		{"older ones, none of which is installed", set(releases.SDK, "", "0.4.0"), releases.Target{SDK: one(releases.SDK, "0.4.0"), File: file}, nil},
		{"all, and one is installed", releases.Every(releases.SDK), releases.Target{SDK: one(releases.SDK, "0.4.0"), File: file}, []string{"error x"}},
		{"older ones, one of which is chosen nowhere", set(releases.SDK, "", "0.5.0"), releases.Target{SDK: one(releases.SDK, "0.4.0")}, []string{"error x"}},
		{"a Dify that is meant", set(releases.API, "", "1.9.0"), releases.Target{Dify: one(releases.API, "1.5.0")}, []string{"error x"}},
		{"a Dify that is not", set(releases.API, "", "1.5.0"), releases.Target{Dify: one(releases.API, "1.5.0")}, nil},
		{"one that is promised", set(releases.API, "", "1.5.1"), releases.Target{Promised: promise, Minimum: "1.5.0"}, []string{"warning x; Dify 1.5.0 refuses it, and the manifest promises 1.5.0"}},
		{"several that are", set(releases.API, "", "1.6.0"), releases.Target{Promised: promise, Minimum: "1.5.0"}, []string{"warning x; Dify 1.5.0 to 1.5.1 refuse it, and the manifest promises 1.5.0"}},
		{"none that is", set(releases.API, "", "1.5.0"), releases.Target{Promised: promise, Minimum: "1.5.0"}, nil},
		{"older ones and the newest, and an older one is installed", set(releases.SDK, "", "0.5.0").Or(releases.Every(releases.API)), releases.Target{SDK: one(releases.SDK, "0.4.0"), File: file, Chosen: text.Msg("it is pinned")}, []string{"error x"}},
		{"a Dify alone, and an SDK is chosen", set(releases.API, "", "1.9.0"), releases.Target{Dify: one(releases.API, "1.5.0"), SDK: one(releases.SDK, "0.4.0"), File: file, Chosen: text.Msg("it is pinned")}, []string{"error x"}},
		{"older ones, one of which is installed, and a promised Dify", set(releases.SDK, "", "0.5.0").Or(set(releases.API, "", "1.5.1")), releases.Target{SDK: one(releases.SDK, "0.4.0"), File: file, Chosen: text.Msg("it is pinned"), Promised: promise, Minimum: "1.5.0"}, []string{"error x; it is pinned; Dify 1.5.0 refuses it too, and the manifest promises 1.5.0", "here: the SDK is chosen here"}},
		{"every target", set(releases.API, "", "1.5.0"), releases.Target{All: true}, []string{"error x"}},
	} {
		rule := &lint.Rule{ID: "a/x", Gate: lint.Start, Severity: lint.Error, Run: func(p *lint.Pass) {
			p.Report(lint.Finding{Place: plugin.AtTop(p.Plugin.Manifest()), Message: lint.Msg("x"), Refuses: tt.refuses})
			p.Report(lint.Finding{Place: plugin.AtTop(p.Plugin.Manifest()), Message: lint.Msg("advice"), Severity: lint.Info})
		}}
		res, err := lint.Run(t.Context(), []plugin.Target{{FS: in("name: a\n")}}, lint.Options{Rules: []*lint.Rule{rule}, Now: time.Unix(0, 0), Target: func(*plugin.Plugin, releases.Set) releases.Target { return tt.target }})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range res.Findings() {
			if f.Message.String() == "advice" {
				continue
			}
			got = append(got, fmt.Sprintf("%s %s", f.Severity, f.Message))
			for _, r := range f.Related {
				got = append(got, "here: "+r.Message.String())
			}
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s: %s", tt.name, d)
		}
	}
}

// TestPromised: what promised releases refuse is told once a file, however often;
// Config.Dify is what Options.Target is given, and what counts without it.
func TestPromised(t *testing.T) {
	promise, _, err := releases.ParseTarget("1.5.0..")
	if err != nil {
		t.Fatal(err)
	}
	old, _ := releases.Between(releases.API, "", "1.6.0")
	rule := &lint.Rule{ID: "a/x", Gate: lint.Install, Severity: lint.Error, Run: func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		for _, n := range m.Root.Entries() {
			p.Report(lint.Finding{Place: plugin.At(m, n), Message: lint.Msg("x"), Refuses: releases.ScopeOf(releases.API, old)})
		}
	}}
	run := func(target func(*plugin.Plugin, releases.Set) releases.Target, dify releases.Set) (out []string) {
		opts := lint.Options{Rules: []*lint.Rule{rule}, Target: target, Config: func(string) *lint.Config { return &lint.Config{Dify: dify} }}
		res, err := lint.Run(t.Context(), []plugin.Target{{FS: in("a: 1\nb: 2\n")}}, opts)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range res.Findings() {
			out = append(out, fmt.Sprintf("%s %s", f.Severity, f.Message))
		}
		return out
	}
	given := func(_ *plugin.Plugin, dify releases.Set) releases.Target {
		if dify.IsEmpty() {
			return releases.Target{Promised: promise, Minimum: "1.5.0"}
		}
		return releases.Target{Dify: dify}
	}
	folded := []string{"warning x; Dify 1.5.0 to 1.5.1 refuse it, and the manifest promises 1.5.0 (and 1 more like this in the file)"}
	newest := releases.Only(len(releases.Of(releases.API)) - 1)
	for _, tt := range []struct {
		name   string
		target func(*plugin.Plugin, releases.Set) releases.Target
		dify   releases.Set
		want   []string
	}{
		{"promised", given, releases.Set{}, folded},
		{"an old one is configured", given, old, []string{"error x", "error x"}},
		{"the newest is configured", given, newest, nil},
		{"an old one is configured, without a target", nil, old, []string{"error x", "error x"}},
		{"the newest is configured, without a target", nil, newest, nil},
		{"none is, without a target", nil, releases.Set{}, nil},
	} {
		if d := cmp.Diff(tt.want, run(tt.target, tt.dify)); d != "" {
			t.Errorf("%s: %s", tt.name, d)
		}
	}
}

// TestGathered: a plugin that does not concern a rule is not among those that it sees
// together, and plugins of one label stay in their order.
func TestGathered(t *testing.T) {
	var seen []string
	rule := &lint.Rule{ID: "a/x", Severity: lint.Info, Gather: func(p *lint.Pass) any {
		if p.Plugin.Name() == "b" {
			return nil
		}
		return p.Plugin.Name()
	}, RunAll: func(p *lint.GroupPass) {
		for _, m := range p.Plugins {
			seen = append(seen, fmt.Sprint(m.Dir, m.Gathered))
		}
	}}
	all := &lint.Rule{ID: "a/y", Severity: lint.Info, RunAll: func(p *lint.GroupPass) { seen = append(seen, fmt.Sprint(len(p.Plugins))) }}
	targets := []plugin.Target{{FS: in("name: c\n"), Dir: "q"}, {FS: in("name: a\n"), Dir: "p"}, {FS: in("name: b\n"), Dir: "p"}, {FS: in("[\n"), Dir: "p"}, {FS: in("name: d\n"), Dir: "p"}}
	for name, each := range map[string]func(*lint.PluginResult) error{"kept": nil, "handed over": func(*lint.PluginResult) error { return nil }} {
		seen = nil
		res, err := lint.Run(t.Context(), targets, lint.Options{Rules: []*lint.Rule{rule, all}, Each: each})
		want := []string{"qc", "pa", "pd", "4"}
		if each != nil {
			want = []string{"pa", "pd", "qc", "4"}
		}
		if err != nil || cmp.Diff(want, seen) != "" {
			t.Errorf("%s: %v, %v", name, err, seen)
		}
		var order []string
		for _, p := range res.Plugins {
			order = append(order, p.Dir+p.Name)
		}
		if each == nil && cmp.Diff([]string{"pa", "pb", "p", "pd", "qc"}, order) != "" {
			t.Errorf("%s: %v", name, order)
		}
	}
}
