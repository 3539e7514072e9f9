package main

// Requests and answers: JSON, with the bytes of files beside it.

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/lint/dify/capability"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/release"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/dify/risk"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/fix"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/rules"
)

// request is what the page asks.
type request struct {
	Do string `json:"do"`

	// Lang is the reader's language; "" is English.
	Lang string `json:"lang"`

	// Names are the paths of the blobs and Dirs those of folders without files, for
	// open and compare.
	Names []string `json:"names"`
	Dirs  []string `json:"dirs"`

	// Files are the texts to write before anything else is done; null removes one.
	Files map[string]*string `json:"files"`

	// Profile and Dify are as the flags of difylint check.
	Profile string `json:"profile"`
	Dify    string `json:"dify"`
	// Format is that of a report.
	Format string `json:"format"`

	// Path names a file to read, Text is a message to diagnose.
	Path string `json:"path"`
	Text string `json:"text"`

	// Plugin and Fingerprint name a finding, Fix one of its fixes. Without them fix
	// makes the safe fixes of all findings or, with Unsafe, all.
	Plugin      string `json:"plugin"`
	Fingerprint string `json:"fingerprint"`
	Fix         int    `json:"fix"`
	Unsafe      bool   `json:"unsafe"`
}

// session is what one page works on.
type session struct {
	open *workspace
	last *lint.Result // of the last check
	// words are those of the request that is answered.
	words words
}

// serve answers a request. What goes wrong is told in the answer's error. said is
// what the answer's texts are in the reader's language, by the English: a JSON object.
func (s *session) serve(ctx context.Context, raw []byte, blobs [][]byte) (answer, said, blob []byte) {
	s.words = words{said: map[string]string{}}
	result, blob, err := s.do(ctx, raw, blobs)
	if err == nil {
		answer, err = json.Marshal(result)
	}
	if err != nil {
		answer, _ = json.Marshal(map[string]string{"error": s.plain(err)}) // a string can be written
		blob = nil
	}
	said, _ = json.Marshal(s.words.of(answer))
	return answer, said, blob
}

// plain is an error in plain words, in the reader's language.
func (s *session) plain(err error) string {
	if s.words.lang == nil {
		return driver.Plain(err)
	}
	return s.words.lang.Error(err)
}

func (s *session) do(ctx context.Context, raw []byte, blobs [][]byte) (result any, blob []byte, err error) {
	defer func() {
		if v := recover(); v != nil {
			result, blob, err = nil, nil, text.Errorf("difylint failed, which is a defect of it: %v", v)
		}
	}()
	var r request
	if err := json.Unmarshal(raw, &r); err != nil {
		return nil, nil, err
	}
	s.words.lang, _ = lang.Of(r.Lang)
	if r.Do == "about" {
		return about(), nil, nil
	}
	if r.Do == "open" {
		w, err := open(ctx, r.Names, r.Dirs, blobs)
		if err != nil {
			return nil, nil, err
		}
		s.open, s.last = w, nil
		return w.listing(), nil, nil
	}
	if s.open == nil {
		return nil, nil, text.Errorf("nothing is open")
	}
	if err := s.open.write(ctx, r.Files); err != nil {
		return nil, nil, err
	}
	switch r.Do {
	case "list":
		return s.open.listing(), nil, nil
	case "read":
		return s.open.read(r.Path), nil, nil
	case "unpack":
		w, err := s.open.unpack(ctx)
		if err != nil {
			return nil, nil, err
		}
		s.open, s.last = w, nil
		return w.listing(), nil, nil
	case "zip":
		blob, err := s.open.zip()
		return struct{}{}, blob, err
	case "check":
		result, err = s.check(ctx, &r)
	case "fix":
		result, err = s.fix(ctx, &r)
	case "diagnose":
		result, err = s.diagnose(ctx, &r)
	case "requires":
		result, err = s.requires(ctx, &r)
	case "capabilities":
		result, err = s.capabilities(&r)
	case "risk":
		result, err = s.risk(&r)
	case "compare":
		result, err = s.compare(ctx, &r, blobs)
	default:
		err = text.Errorf("%q is not a request", r.Do)
	}
	return result, nil, err
}

// about is what the page needs to know beforehand.
func about() any {
	type rule struct {
		ID    string    `json:"id"`
		Title string    `json:"title"`
		Why   string    `json:"why"`
		Gate  lint.Gate `json:"gate"`
		URL   string    `json:"url"`
	}
	out := struct {
		Version string   `json:"version"`
		Dify    []string `json:"dify"`
		Rules   []rule   `json:"rules"`
	}{Version: lint.Version(), Dify: releases.All(releases.API).Versions(releases.API)}
	slices.Reverse(out.Dify)
	for _, r := range rules.All() {
		out.Rules = append(out.Rules, rule{r.ID, r.Title, r.Why, r.Gate, r.URL()})
	}
	return out
}

// options are those of difylint check with the flags of the request.
func (s *session) options(r *request) (lint.Options, error) {
	opts := lint.Options{Rules: rules.All(), Target: sdk.TargetOf}
	resolver, err := config.New(opts.Rules, config.Options{FS: config.Sub(s.open.fs, "/"), Dir: "/"})
	if err != nil {
		return opts, err
	}
	opts.Config = resolver.Config
	if r.Profile != "" {
		opts.Config = config.WithProfile(opts.Config, r.Profile)
	}
	opts.Published = config.Published(opts.Config, func(dir string) bool {
		return resolver.Nearest(strings.TrimSuffix(dir, "!"), driver.ChecksOfMarketplace) != ""
	})
	if r.Dify != "" {
		dify, _, err := releases.ParseTarget(r.Dify)
		if err != nil {
			return opts, err
		}
		opts.Target = func(p *plugin.Plugin, _ releases.Set) releases.Target { return sdk.TargetOf(p, dify) }
	}
	return opts, s.baselines(&opts, resolver)
}

// baselines reads the baselines that lie among the files.
func (s *session) baselines(opts *lint.Options, resolver *config.Resolver) error {
	byDir := map[string]*lint.Baseline{}
	for _, t := range s.open.targets {
		name := resolver.Nearest(t.Dir, lint.BaselineName)
		if c := opts.Config(t.Dir); c != nil && c.Baseline != "" {
			name = c.Baseline
		}
		if name == "" {
			continue
		}
		data, err := s.open.file(name)
		if err != nil {
			return err
		}
		folder := path.Dir(name)
		b, err := lint.ParseBaseline(text.NewFile(name, data), func(dir string) string {
			if folder == "." {
				return dir
			}
			if dir == folder {
				return "."
			}
			return strings.TrimPrefix(dir, folder+"/")
		})
		if err != nil {
			return err
		}
		byDir[t.Dir] = b
	}
	opts.Baseline = func(dir string) *lint.Baseline { return byDir[dir] }
	return nil
}

// formatted is a report in the format of a request: JSON as it is, which is the usual
// one, any other as a content.
func formatted(r *request, write func(w io.Writer, format string) error) (any, error) {
	var b bytes.Buffer
	format := cmp.Or(r.Format, "json")
	if err := write(&b, format); err != nil {
		return nil, err
	}
	if format == "json" {
		return json.RawMessage(b.Bytes()), nil
	}
	return content{b.String()}, nil
}

type verdict struct {
	Path      string               `json:"path"`
	Name      string               `json:"name"`
	Gates     []report.GateVerdict `json:"gates"`
	Todo      int                  `json:"todo"`
	Uncounted int                  `json:"uncounted"`
}

type checked struct {
	Report   any       `json:"report"`
	Verdicts []verdict `json:"verdicts"`
	// Unjudged says what could not be judged though nothing was found.
	Unjudged []string `json:"unjudged"`
}

func (s *session) run(ctx context.Context, r *request) (lint.Options, error) {
	opts, err := s.options(r)
	if err != nil {
		return opts, err
	}
	s.last, err = lint.Run(ctx, s.open.targets, opts)
	if err == nil {
		s.words.findings(s.last.Findings())
	}
	return opts, err
}

func (s *session) check(ctx context.Context, r *request) (any, error) {
	if _, err := s.run(ctx, r); err != nil {
		return nil, err
	}
	out := checked{Verdicts: []verdict{}, Unjudged: []string{}}
	for i := range s.last.Plugins {
		p := &s.last.Plugins[i]
		v := verdict{Path: p.Dir, Name: strings.TrimPrefix(p.Author+"/"+p.Name, "/") + " " + cmp.Or(p.Version, "?")}
		v.Gates, v.Todo, v.Uncounted = report.Verdicts(p)
		out.Verdicts = append(out.Verdicts, v)
	}
	for _, err := range s.last.Unjudged() {
		out.Unjudged = append(out.Unjudged, s.plain(err))
	}
	var err error
	out.Report, err = formatted(r, func(w io.Writer, format string) error {
		return report.Write(w, format, report.Input{Result: s.last, Options: report.Options{Version: lint.Version(), Verdicts: true, Lang: s.words.lang}})
	})
	return out, err
}

type fixed struct {
	// Files are the new texts.
	Files   map[string]string `json:"files"`
	Made    int               `json:"made"`
	Refused []string          `json:"refused"`
}

// fix makes one fix, or all that difylint check --fix makes.
func (s *session) fix(ctx context.Context, r *request) (any, error) {
	opts, err := s.run(ctx, r)
	if err != nil {
		return nil, err
	}
	out := fixed{Files: map[string]string{}, Refused: []string{}}
	how := fix.Options{Unsafe: r.Unsafe}
	if r.Fingerprint != "" {
		how.Unsafe, how.Rounds = true, 1
		how.Choose = func(f *lint.Finding) int {
			if f.Fingerprint == r.Fingerprint && r.Fix >= 0 && r.Fix < len(f.Fixes) {
				return r.Fix
			}
			return -1
		}
	}
	edits := map[string]*string{}
	for _, t := range s.open.targets {
		if r.Fingerprint != "" && t.Dir != r.Plugin {
			continue
		}
		done, err := fix.Plugin(ctx, t, nil, fix.With(opts), how)
		if err != nil {
			return nil, err
		}
		for _, f := range done.Files {
			name, after := path.Join(t.Dir, f.Path), string(f.After)
			edits[name], out.Files[name] = &after, after
		}
		out.Made += len(done.Made)
		for _, c := range done.Refused {
			out.Refused = append(out.Refused, c.Why)
		}
	}
	return out, s.open.write(ctx, edits)
}

func (s *session) diagnose(ctx context.Context, r *request) (any, error) {
	if strings.TrimSpace(r.Text) == "" {
		return nil, text.Errorf("there is no message")
	}
	var p *plugin.Plugin
	var found []lint.Finding
	if len(s.open.targets) == 1 {
		res, err := lint.Run(ctx, s.open.targets, lint.Options{Rules: rules.All(), Target: sdk.TargetOf})
		if err != nil {
			return nil, err
		}
		p, found = s.open.targets[0].Plugin(), res.Findings()
	}
	d := report.Diagnose([]byte(r.Text), p, found)
	s.words.diagnosis(d)
	return formatted(r, func(w io.Writer, format string) error {
		return report.WriteDiagnosis(w, format, d, report.Options{Version: lint.Version(), Lang: s.words.lang})
	})
}

func (s *session) requires(ctx context.Context, r *request) (any, error) {
	res, err := lint.Run(ctx, s.open.targets, report.RequirementOptions(rules.All()))
	if err != nil {
		return nil, err
	}
	list := report.Requirements(res, func(dir string) *plugin.Plugin {
		i := slices.IndexFunc(s.open.targets, func(t plugin.Target) bool { return t.Dir == dir })
		return plugin.Open(s.open.targets[i].FS, dir)
	})
	for i := range list {
		s.words.findings(list[i].Findings)
		s.words.findings(list[i].Ignored)
	}
	return formatted(r, func(w io.Writer, format string) error {
		return report.WriteRequirements(w, format, list, s.words.lang)
	})
}

// readable are the plugins whose manifest can be read; the error names another.
func (s *session) readable() ([]*plugin.Plugin, error) {
	var out []*plugin.Plugin
	for _, t := range s.open.targets {
		p := t.Plugin()
		if p.Manifest().Root == nil {
			return nil, text.Errorf("%s: the manifest cannot be read", p.Label(plugin.ManifestName))
		}
		out = append(out, p)
	}
	return out, nil
}

func (s *session) capabilities(r *request) (any, error) {
	list, err := s.readable()
	if err != nil {
		return nil, err
	}
	all := []*capability.Report{}
	for _, p := range list {
		all = append(all, capability.Of(p))
	}
	return formatted(r, func(w io.Writer, format string) error {
		return report.WriteCapabilities(w, format, all, s.words.lang)
	})
}

func (s *session) risk(r *request) (any, error) {
	list, err := s.readable()
	if err != nil {
		return nil, err
	}
	var all []report.Assessed
	for _, p := range list {
		all = append(all, report.Assessed{Plugin: p, Assessment: risk.Assess(p)})
	}
	return formatted(r, func(w io.Writer, format string) error { return report.WriteRisks(w, format, all, s.words.lang) })
}

// compare compares what is open with an older release, which the blobs hold.
func (s *session) compare(ctx context.Context, r *request, blobs [][]byte) (any, error) {
	old, err := open(ctx, r.Names, r.Dirs, blobs)
	if err != nil {
		return nil, err
	}
	opts, err := s.options(r)
	if err != nil {
		return nil, err
	}
	alone := len(old.targets) == 1 && len(s.open.targets) == 1
	base := release.Baseline{Label: old.name, Find: func(p *plugin.Plugin) (*plugin.Plugin, error) {
		for _, t := range old.targets {
			if was := t.Plugin(); alone || was.Author() == p.Author() && was.Name() == p.Name() {
				return was, nil
			}
		}
		return nil, nil
	}}
	doc, _, err := report.Compare(ctx, s.open.targets, base, opts)
	if err != nil {
		return nil, err
	}
	doc.Version, doc.Lang = lint.Version(), s.words.lang
	for i := range doc.Plugins {
		if of := doc.Plugins[i].Report; of != nil {
			for j := range of.Changes {
				s.words.add(of.Changes[j].Message)
			}
		}
	}
	return formatted(r, func(w io.Writer, format string) error {
		if format == "markdown" {
			return doc.WriteMarkdown(w)
		}
		return doc.WriteJSON(w)
	})
}
