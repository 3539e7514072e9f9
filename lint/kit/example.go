// Package kit turns the short examples that rules carry into whole plugins, runs
// them as tests, and writes a rule's page with them. An example shows only its
// point; whatever a plugin needs besides is added here. The pages under docs/rules,
// "difylint explain" and the editor's hover show the same text. Package driver,
// below, makes a program of your own rules.
//
// Stable: see docs/stability.md.
package kit

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/lint/dify/advisory"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/release"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"golang.org/x/tools/txtar"
	yamlv3 "gopkg.in/yaml.v3"
)

// Now is the date by which examples are judged, so that dated limits do not
// change what an example shows.
var now = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// Now is the date by which examples are judged.
func Now() time.Time { return now }

// want marks the line on which a finding begins.
const want = "# want"

// Want is a line on which a finding is expected.
type Want struct {
	Path string
	// Line is 1-based.
	Line int
}

// Plugin is an example made whole.
type Plugin struct {
	FS fstest.MapFS
	// Shown are the files that the example itself gives, marks taken out, in
	// its order.
	Shown []txtar.File
	Wants []Want
	// Neighbours are the further plugins of the run, by folder, made whole too.
	Neighbours map[string]fstest.MapFS
	// Packed is how the plugin is packed, empty for one that is checked as a folder.
	Packed []string
	// Keys are the public keys that the run is given.
	Keys []string
	// Subject is that of the target, "" for a plugin.
	Subject string
	// Text is what the archive's comment says besides directives.
	Text string
}

// Example is a failing plugin and its repair, or a plugin that is fine.
type Example struct {
	// Name is a short title; it may be empty.
	Name string
	// Bad is the archive of the failing plugin; "" for what is fine.
	Bad string
	// Good is the archive of the files that the repair changes, or, without Bad,
	// of a plugin in which the rule must find nothing.
	Good string
	// Options is a YAML mapping of the rule's options, or "".
	Options string
	// With are the IDs of rules that run beside this one.
	With []string
}

// Fine reports whether the example shows what the rule must not report.
func (e *Example) Fine() bool { return e.Bad == "" }

// Examples reads the examples of a rule. They stand one after the other, each part
// under a line of its own:
//
//	=== bad: an optional title
//	-- tools/search.yaml --
//	…
//	=== good
//	-- tools/search.yaml --
//	…
//	=== fine: what the rule must not report, and why
//	…
//
// It panics where they are not of this form, as a test of every rule shows.
func Examples(r *lint.Rule) []*Example {
	out, err := parseOf(r)
	if err != nil {
		panic(r.ID + ": " + err.Error())
	}
	return out
}

// parseOf reads the examples of a rule; none where it has none.
func parseOf(r *lint.Rule) ([]*Example, error) {
	if r.Examples == nil {
		return nil, nil
	}
	return Parse(r.Examples())
}

// Parse reads examples. The error names the line that is not of the form.
func Parse(s string) ([]*Example, error) {
	var out []*Example
	part, kind := &strings.Builder{}, ""
	end := func() {
		body := strings.ReplaceAll(part.String(), "{{}}", "")
		switch e := out[len(out)-1]; kind {
		case "bad":
			e.Bad, e.Options, e.With = split(body)
		case "good":
			e.Good = body
		case "fine":
			e.Good, e.Options, e.With = split(body)
		}
		part.Reset()
	}
	line := 0
	for l := range strings.Lines(s) {
		line++
		head, ok := strings.CutPrefix(l, "=== ")
		if !ok {
			if kind == "" {
				return nil, fmt.Errorf("line %d: examples begin with a line === bad or === fine", line)
			}
			part.WriteString(l)
			continue
		}
		was := kind
		if was != "" {
			end()
		}
		var title string
		kind, title, _ = strings.Cut(strings.TrimSpace(head), ":")
		switch {
		case kind == "bad" && was != "bad", kind == "fine" && was != "bad":
			out = append(out, &Example{Name: strings.TrimSpace(title)})
		case kind == "good" && was == "bad" && title == "":
		default:
			return nil, fmt.Errorf("line %d: %q where a part begins: === bad, then === good; or === fine", line, strings.TrimSpace(l))
		}
	}
	if kind == "bad" {
		return nil, errors.New("the last example has no repair: === good")
	}
	if kind != "" {
		end()
	}
	return out, nil
}

// split takes the options and the further rules out of an archive.
func split(archive string) (rest, options string, with []string) {
	a := txtar.Parse([]byte(archive))
	for i, f := range a.Files {
		if f.Name == "options" {
			options = string(f.Data)
			a.Files = slices.Delete(a.Files, i, i+1)
			break
		}
	}
	return string(txtar.Format(a)), options, directives(a.Comment, "with:")
}

// BadPlugin makes an example's failing plugin whole.
//
// An example is a txtar archive. A YAML file in it may be a part: the keys that
// its kind requires and that it does not have at its top are added behind it. The
// archive's comment may hold lines that begin with
//
//	without: PATH[:KEY] …   leave out a file, or a top-level key
//	want: PATH:LINE …       expect findings where a file can hold no mark
//	with: RULE …            run other rules beside this one; what they find is not
//	                        shown, and may be errors where the rule must be silent
//	link: PATH=TARGET …     add a symbolic link
//	large: PATH=BYTES …     add a file of comments that has so many bytes
//	packed: HOW …           check the plugin as a package (plain, as the platform
//	                        packs it, or spoiled or signed: see pack)
//	keys: NAME …            give the run public keys (own, short, expired, early)
//	installation: LAYOUT    the files are those of an installation; list or env_file
//	                        says how its compose file hands names on, where the
//	                        example shows none
//
// What else the comment says is a text for readers. Expected findings are marked
// by "# want" at the end of the line on which a finding begins; the mark is taken
// out before the file is read. {{}} is taken out as well: it keeps the credential
// of an example from looking like one in our own files.
//
// A file under ../NAME/ is one of another plugin that is checked in the same run;
// one under ../released/ belongs to the release that the plugin is compared with,
// one under ../advisories/ is a record of known vulnerabilities, one under
// ../docker/ belongs to the installation that the plugin is judged for. The file
// "options" holds the options of the rule, as YAML.
func (e *Example) BadPlugin() *Plugin { return build(e.Bad) }

// GoodPlugin makes the repaired plugin whole: the failing one with the repair's
// files in place of its own. It is packed, and keys are given, where that was so
// before; plainly, unless the repair says otherwise.
func (e *Example) GoodPlugin() *Plugin {
	bad, good := txtar.Parse([]byte(e.Bad)), txtar.Parse([]byte(e.Good))
	merged := &txtar.Archive{Comment: good.Comment}
	replaced := map[string]bool{}
	for _, f := range good.Files {
		replaced[f.Name] = true
	}
	gone := map[string]bool{}
	for _, w := range directives(good.Comment, "without:") {
		gone[w] = true
	}
	for _, f := range bad.Files {
		if !replaced[f.Name] && !gone[f.Name] {
			merged.Files = append(merged.Files, f)
		}
	}
	merged.Files = append(merged.Files, good.Files...)
	for _, name := range []string{"packed:", "keys:", "installation:"} {
		words := strings.Join(directives(bad.Comment, name), " ")
		if words == "" || len(directives(good.Comment, name)) > 0 {
			continue
		}
		if name == "packed:" {
			words = "plain"
		}
		merged.Comment = append(slices.Clone(merged.Comment), "\n"+name+" "+words+"\n"...)
	}
	return build(string(txtar.Format(merged)))
}

var directiveNames = []string{"without:", "want:", "with:", "link:", "large:", "packed:", "keys:", "installation:"}

// Removed are the files that a repair's archive takes away.
func Removed(comment []byte) []string { return directives(comment, "without:") }

// Text is what an archive's comment says to readers.
func Text(comment []byte) string {
	var out []string
	for line := range strings.SplitSeq(string(comment), "\n") {
		if !slices.ContainsFunc(directiveNames, func(d string) bool { return strings.HasPrefix(strings.TrimSpace(line), d) }) {
			out = append(out, line)
		}
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

func directives(comment []byte, name string) []string {
	var out []string
	for line := range strings.SplitSeq(string(comment), "\n") {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), name); ok {
			out = append(out, strings.Fields(rest)...)
		}
	}
	return out
}

// built keeps the plugins that build has made: most are asked for several times,
// and making one whole costs more than linting it.
var built sync.Map

// build makes the plugin of an archive. The caller may change which files it has.
func build(archive string) *Plugin {
	if p, ok := built.Load(archive); ok {
		return p.(*Plugin).clone()
	}
	p := assemble(archive)
	if !strings.Contains(archive, "large:") {
		built.Store(archive, p.clone())
	}
	return p
}

// clone copies a plugin but for its files' contents.
func (p *Plugin) clone() *Plugin {
	c := *p
	c.FS, c.Neighbours = cloneFiles(p.FS), make(map[string]fstest.MapFS, len(p.Neighbours))
	for dir, files := range p.Neighbours {
		c.Neighbours[dir] = cloneFiles(files)
	}
	c.Wants, c.Shown = slices.Clone(p.Wants), slices.Clone(p.Shown)
	return &c
}

func cloneFiles(files fstest.MapFS) fstest.MapFS {
	out := make(fstest.MapFS, len(files))
	for name, f := range files {
		file := *f
		out[name] = &file
	}
	return out
}

func assemble(archive string) *Plugin {
	a := txtar.Parse([]byte(archive))
	p := &Plugin{
		FS: fstest.MapFS{}, Neighbours: map[string]fstest.MapFS{}, Text: Text(a.Comment),
		Packed: directives(a.Comment, "packed:"), Keys: directives(a.Comment, "keys:"),
	}
	neighbours := map[string]*txtar.Archive{}
	for _, f := range a.Files {
		data, wants := unmark(f.Name, string(f.Data))
		p.Wants = append(p.Wants, wants...)
		p.Shown = append(p.Shown, txtar.File{Name: f.Name, Data: []byte(data)})
		if dir, name, ok := sibling(f.Name); ok {
			if neighbours[dir] == nil {
				neighbours[dir] = &txtar.Archive{}
			}
			neighbours[dir].Files = append(neighbours[dir].Files, txtar.File{Name: name, Data: []byte(data)})
			continue
		}
		p.FS[f.Name] = &fstest.MapFile{Data: []byte(data)}
	}
	for _, w := range directives(a.Comment, "want:") {
		i := strings.LastIndexByte(w, ':')
		line, err := strconv.Atoi(w[i+1:])
		if i < 0 || err != nil {
			panic("example: want: " + w + ": no line")
		}
		p.Wants = append(p.Wants, Want{w[:i], line})
	}
	for _, l := range directives(a.Comment, "link:") {
		name, target, _ := strings.Cut(l, "=")
		p.FS[name] = &fstest.MapFile{Data: []byte(target), Mode: fs.ModeSymlink | 0o777}
	}
	for _, l := range directives(a.Comment, "large:") {
		name, size, _ := strings.Cut(l, "=")
		n, err := strconv.Atoi(size)
		if err != nil {
			panic("example: large: " + l + ": no size")
		}
		p.FS[name] = &fstest.MapFile{Data: bytes.Repeat([]byte("# filling\n"), n/10)}
	}
	without := map[string]bool{}
	for _, w := range directives(a.Comment, "without:") {
		if dir, name, ok := sibling(w); ok && neighbours[dir] != nil {
			neighbours[dir].Comment = append(neighbours[dir].Comment, "without: "+name+"\n"...)
			continue
		}
		without[w] = true
	}
	for dir, files := range neighbours {
		if dir == installed {
			files.Comment = append(files.Comment, "\ninstallation: list\n"...)
		}
		p.Neighbours[dir] = build(string(txtar.Format(files))).FS
	}
	if layout := directives(a.Comment, "installation:"); len(layout) > 0 {
		p.Subject = installation.Subject
		if p.FS[composeFile] == nil {
			p.FS[composeFile] = &fstest.MapFile{Data: []byte(composes[layout[0]])}
		}
	} else {
		p.complete(without)
	}
	if len(p.Packed) > 0 {
		for i, w := range p.Wants {
			if _, _, outside := sibling(w.Path); !outside {
				p.Wants[i].Path = (&plugin.Plugin{Dir: packedDir}).Label(w.Path)
			}
		}
	}
	slices.SortFunc(p.Wants, func(a, b Want) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line)) })
	return p
}

// advisories is the folder of known vulnerabilities that an example is given.
const advisories = "../advisories"

// installed is the folder of the installation that a plugin is judged for.
const installed = "../docker"

// released is the folder of the release that a plugin is compared with.
const released = "../released"

// sibling cuts ../NAME/FILE into the folder ../NAME and the file.
func sibling(name string) (dir, file string, ok bool) {
	rest, ok := strings.CutPrefix(name, "../")
	dir, file, found := strings.Cut(rest, "/")
	return "../" + dir, file, ok && found
}

func unmark(name, data string) (string, []Want) {
	if !strings.Contains(data, want) {
		return data, nil
	}
	var wants []Want
	lines := strings.SplitAfter(data, "\n")
	for i, line := range lines {
		body := strings.TrimRight(line, "\r\n")
		ending := line[len(body):]
		if trimmed, ok := strings.CutSuffix(strings.TrimRight(body, " "), want); ok {
			for {
				wants = append(wants, Want{name, i + 1})
				trimmed = strings.TrimRight(trimmed, " ")
				if trimmed, ok = strings.CutSuffix(trimmed, want); !ok {
					break
				}
			}
			lines[i] = trimmed + ending
		}
	}
	return strings.Join(lines, ""), wants
}

// complete adds what is missing until nothing is: files that are named, and the
// keys that their kinds require.
func (p *Plugin) complete(without map[string]bool) {
	add := func(name, data string) {
		if p.FS[name] == nil && !without[name] {
			p.FS[name] = &fstest.MapFile{Data: []byte(data)}
		}
	}
	done := map[string]bool{}
	for range 4 { // manifest, providers, items, sources
		pl := plugin.Open(p.FS, ".")
		if pl.Manifest().Err != nil && !without[plugin.ManifestName] {
			add(plugin.ManifestName, skeletons[plugin.Manifest])
			pl = plugin.Open(p.FS, ".")
		}
		for _, d := range pl.Documents() {
			if d.Inline || done[d.Path] {
				continue
			}
			if d.Err != nil {
				if fs.ValidPath(d.Path) && !p.hasNear(d.Path) {
					add(d.Path, skeletons[d.Kind])
				}
				continue
			}
			if d.Tree != nil && d.Tree.Err == nil && (d.Root == nil || d.Root.Kind == yaml.Mapping && d.Root.Style == yaml.Block) {
				done[d.Path] = true
				p.extend(d, without)
			}
		}
		for _, s := range sources(plugin.Open(p.FS, ".")) {
			if fs.ValidPath(s.path) && !p.hasNear(s.path) {
				add(s.path, s.body)
			}
		}
	}
	add("main.py", mainPy)
	add("README.md", readme)
	add("PRIVACY.md", privacy)
	add("_assets/icon.svg", iconSVG)
	if p.FS["pyproject.toml"] == nil {
		add("requirements.txt", requirements)
	}
}

// String is the plugin as a txtar archive, for a test that fails.
func (p *Plugin) String() string {
	a := &txtar.Archive{}
	for _, name := range slices.Sorted(maps.Keys(p.FS)) {
		if utf8.Valid(p.FS[name].Data) {
			a.Files = append(a.Files, txtar.File{Name: name, Data: p.FS[name].Data})
		}
	}
	return string(txtar.Format(a))
}

// hasNear reports whether a file of the example differs from name only by
// letter case or slashes: then the example means the mistake.
func (p *Plugin) hasNear(name string) bool {
	flat := func(s string) string { return strings.ToLower(strings.ReplaceAll(path.Clean(s), "\\", "/")) }
	for _, f := range p.Shown {
		if flat(f.Name) == flat(name) {
			return true
		}
	}
	return false
}

// extend adds the top-level entries of the kind's skeleton that a part lacks.
func (p *Plugin) extend(d *plugin.Document, without map[string]bool) {
	skeleton := yaml.Parse(text.NewFile(d.Path, []byte(skeletons[d.Kind])))
	if skeleton.Root == nil || skeleton.Root.Kind != yaml.Mapping {
		return
	}
	data := string(d.File.Data)
	eol := "\n"
	if strings.Contains(data, "\r\n") {
		eol = "\r\n"
	}
	var out strings.Builder
	out.WriteString(data)
	if data != "" && !strings.HasSuffix(data, "\n") {
		out.WriteString(eol)
	}
	for _, e := range skeleton.Root.Content {
		if d.Root.Get(e.Key.Value) != nil || without[d.Path+":"+e.Key.Value] {
			continue
		}
		if e.Key.Value == "credentials_for_provider" && d.Root.Get("credentials_schema") != nil {
			continue
		}
		out.WriteString(strings.ReplaceAll(skeleton.File.Slice(e.Entry), "\n", eol) + eol)
	}
	p.FS[d.Path] = &fstest.MapFile{Data: []byte(out.String())}
}

// RunRule holds the plugin against one rule, beside those that its example asks
// for, and returns what that one found.
func (p *Plugin) RunRule(rule *lint.Rule, e *Example, cfg *lint.Config, inputs ...plugin.Given) (*lint.Result, error) {
	rules := []*lint.Rule{rule}
	for _, id := range e.With {
		other, ok := find(inputs, id)
		if !ok {
			return nil, fmt.Errorf("with: %s: no such rule is given", id)
		}
		rules = append(rules, other)
	}
	res, err := p.Run(rules, cfg, inputs...)
	if err != nil {
		return nil, err
	}
	other := func(r *lint.Rule) bool { return r != rule }
	for i := range res.Plugins {
		of := &res.Plugins[i]
		of.Findings = slices.DeleteFunc(of.Findings, func(f lint.Finding) bool { return other(f.Rule) })
		of.Statuses = slices.DeleteFunc(of.Statuses, func(s lint.Status) bool { return other(s.Rule) })
	}
	return res, nil
}

var catalogue = plugin.NewInput[[]*lint.Rule]()

// Catalogue is the input that has the rules which an example names by "with:".
func Catalogue(rules []*lint.Rule) plugin.Given { return catalogue.With(rules) }

func find(inputs []plugin.Given, id string) (*lint.Rule, bool) {
	all, _ := catalogue.In(inputs)
	for _, r := range all {
		if r.ID == id {
			return r, true
		}
	}
	return nil, false
}

// Run holds the plugin against rules and returns the result. A configuration
// that stands in the plugin itself is in force too.
func (p *Plugin) Run(rules []*lint.Rule, cfg *lint.Config, inputs ...plugin.Given) (*lint.Result, error) {
	if p.FS[config.Name] != nil {
		var err error
		if cfg, err = p.config(rules, cfg); err != nil {
			return nil, err
		}
	}
	target, err := p.target()
	if err != nil {
		return nil, err
	}
	targets := []plugin.Target{target}
	if len(p.Keys) > 0 {
		ring, err := keyring(p.Keys)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, pkg.Keys.With(ring))
	}
	for _, dir := range slices.Sorted(maps.Keys(p.Neighbours)) {
		files := p.Neighbours[dir]
		switch dir {
		case advisories:
			inputs = append(inputs, advisory.Known.With(advisory.FS(files)))
		case released:
			inputs = append(inputs, release.Since.With(&release.Baseline{Label: released, Find: func(p *plugin.Plugin) (*plugin.Plugin, error) {
				if p.Dir != "." {
					return nil, nil
				}
				return plugin.Open(files, released), nil
			}}))
		case installed:
			inputs = append(inputs, installation.Place.With(installation.Of(plugin.Target{FS: files, Dir: installed, Subject: installation.Subject}.Plugin())))
		default:
			targets = append(targets, plugin.Target{FS: files, Dir: dir})
		}
	}
	return lint.Run(context.Background(), targets, lint.Options{
		Rules: rules, Config: func(string) *lint.Config { return cfg }, Jobs: 1, Now: now, Target: sdk.TargetOf, Inputs: inputs,
	})
}

// config reads the plugin's own configuration and lays cfg over its rules.
func (p *Plugin) config(rules []*lint.Rule, cfg *lint.Config) (*lint.Config, error) {
	root, err := filepath.Abs(string(filepath.Separator))
	if err != nil {
		return nil, err
	}
	r, err := config.New(rules, config.Options{FS: config.Sub(p.FS, root), Dir: root})
	if err != nil {
		return nil, err
	}
	own := *r.Config(".")
	own.Rules = maps.Clone(own.Rules)
	if cfg != nil {
		maps.Copy(own.Rules, cfg.Rules)
	}
	return &own, nil
}

// Compare says how findings differ from the wanted lines, or "".
func Compare(wants []Want, findings []lint.Finding) string {
	counts := map[string]int{}
	for _, w := range wants {
		counts[fmt.Sprintf("%s:%d", w.Path, w.Line)]++
	}
	var out []string
	for i := range findings {
		f := &findings[i]
		line := 1
		if f.File != nil {
			line = f.File.Position(f.Span.Start).Line
		}
		at := fmt.Sprintf("%s:%d", f.Label(), line)
		if counts[at]--; counts[at] < 0 {
			out = append(out, fmt.Sprintf("unexpected: %s: %s [%s]", at, f.Message, f.Rule.ID))
		}
	}
	for at, n := range counts {
		if n > 0 {
			out = append(out, fmt.Sprintf("missing: %s (%d)", at, n))
		}
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// Config is the configuration that an example asks for, with its rule turned on.
func Config(rule *lint.Rule, e *Example) (*lint.Config, error) {
	set := lint.Setting{On: true, Options: map[string]any{}}
	if e.Options != "" {
		if err := yamlv3.Unmarshal([]byte(e.Options), &set.Options); err != nil {
			return nil, fmt.Errorf("%s: options of the example: %w", rule.ID, err)
		}
		for _, o := range rule.Options {
			if list, ok := set.Options[o.Name].([]any); ok {
				strs := make([]string, len(list))
				for i, v := range list {
					strs[i] = fmt.Sprint(v)
				}
				set.Options[o.Name] = strs
			}
		}
	}
	return &lint.Config{Rules: map[string]lint.Setting{rule.ID: set}}, nil
}
