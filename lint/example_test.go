package lint_test

// How a program uses the library. Each example is run as a test. They choose a
// rule or two so that what they print stays the same as the catalogue grows.

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/fix"
	"github.com/difylint/difylint/rules"
)

const demo = `version: 0.1.0
type: plugin
author: acme
name: demo
resource:
  memory: 268435456
  permission:
    tool:
      enabeld: true
plugins:
  tools:
    - provider/demo.yaml
meta:
  version: 0.1.0
  runner:
    language: python
    version: "3.12"
    entrypoint: main
`

// only are some rules of the catalogue.
func only(ids ...string) []*lint.Rule {
	var out []*lint.Rule
	for _, id := range ids {
		out = append(out, rules.ByID(id))
	}
	return out
}

// Check every plugin in a folder and below it.
func ExampleRun() {
	ctx := context.Background()
	targets, err := plugin.Discover(ctx, []string{"../testdata/plugins/broken"}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	res, err := lint.Run(ctx, targets, lint.Options{Rules: rules.All()})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(res.Plugins), "plugin;", "worst:", res.Worst())
	// Output: 1 plugin; worst: error
}

// Check bytes in memory: any fs.FS will do.
func ExampleRun_memory() {
	files := fstest.MapFS{"manifest.yaml": {Data: []byte(demo)}}
	res, err := lint.Run(context.Background(), []plugin.Target{{FS: files}}, lint.Options{
		Rules: only("schema/unknown-key", "file/missing"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range res.Findings() {
		at := f.File.Position(f.Span.Start)
		fmt.Printf("%s:%d:%d: %s: %s\n", f.Label(), at.Line, at.Column, f.Severity, f.Rule.Title)
	}
	// Output:
	// manifest.yaml:9:7: warning: a key that neither side of the platform reads
	// manifest.yaml:12:7: error: a declaration file does not exist
}

// A rule of one's own: data, and a function over a pass. It gets its place in
// every format, in configurations, ignores and editors without more.
func ExampleRule() {
	contact := &lint.Rule{
		ID:       "acme/contact",
		Title:    "no contact of our support",
		Why:      "Our catalogue shows whom to ask.",
		Gate:     lint.None,
		Severity: lint.Warning,
		Options:  []lint.Option{{Name: "domain", Type: "string", Default: "acme.example", Doc: "Where our addresses end."}},
		Run: func(p *lint.Pass) {
			m := p.Plugin.Manifest()
			domain := lint.OptionOf[string](p, "domain")
			switch n := m.Root.Get("contact"); {
			case n == nil:
				p.Reportf(plugin.AtTop(m), "there is no contact; write one that ends in %s", domain)
			case !strings.HasSuffix(n.Str(), "@"+domain):
				p.Reportf(plugin.At(m, n), "%q is not an address of ours", n.Str())
			}
		},
	}
	res, err := lint.Run(context.Background(), []plugin.Target{{FS: fstest.MapFS{"manifest.yaml": {Data: []byte(demo)}}}}, lint.Options{
		Rules: append(rules.All(), contact),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range res.Findings() {
		if f.Rule.Family() == "acme" {
			fmt.Printf("%s: %s\n", f.Rule.ID, f.Message)
		}
	}
	// Output:
	// acme/contact: there is no contact; write one that ends in acme.example
}

// A face of one's own: a result is data, and a message keeps its format and its
// arguments apart until it is printed.
func ExampleFinding() {
	res, err := lint.Run(context.Background(), []plugin.Target{{FS: fstest.MapFS{"manifest.yaml": {Data: []byte(demo)}}}}, lint.Options{
		Rules: only("schema/unknown-key", "file/missing"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	w := csv.NewWriter(os.Stdout)
	for _, f := range res.Findings() {
		_ = w.Write([]string{f.Rule.ID, string(f.Gate), f.Route, f.File.Slice(f.Span), fmt.Sprint(len(f.Fixes))})
	}
	w.Flush()
	// Output:
	// schema/unknown-key,none,resource.permission.tool.enabeld,enabeld,1
	// file/missing,package,plugins.tools[0],provider/demo.yaml,0
}

// Make the fixes: in memory, with a diff, written where one wants them.
func Example_fix() {
	ctx := context.Background()
	target := plugin.Target{FS: fstest.MapFS{"manifest.yaml": {Data: []byte(demo)}}}
	opts := lint.Options{Rules: only("schema/unknown-key")}
	done, err := fix.Plugin(ctx, target, nil, fix.With(opts), fix.Options{Unsafe: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range done.Made {
		fmt.Println(c.Fix.Title)
	}
	for line := range strings.Lines(done.Diff()) {
		if strings.HasPrefix(line, "+ ") || strings.HasPrefix(line, "- ") {
			fmt.Print(strings.ReplaceAll(line, "  ", " "))
		}
	}
	// Output:
	// Rename the key to enabled
	// -   enabeld: true
	// +   enabled: true
}

// Lint one plugin again and again, as an editor does: a Snapshot keeps what was
// read and computed of files that stay the same. With the whole catalogue, a small
// plugin is linted again in about half a millisecond (BenchmarkAgain).
func Example_again() {
	ctx := context.Background()
	opts := lint.Options{Rules: only("schema/unknown-key", "file/missing")}
	count := func(s *plugin.Snapshot) {
		res, err := lint.Run(ctx, []plugin.Target{{FS: s}}, opts)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(len(res.Findings()), "findings")
	}
	files := fstest.MapFS{"manifest.yaml": {Data: []byte(demo)}} // or plugin.Dir("demo")
	s := plugin.NewSnapshot(files)
	count(s)
	s = s.With(map[string][]byte{"provider/demo.yaml": []byte("identity: {}\n")})
	count(s)
	s = s.With(map[string][]byte{"manifest.yaml": []byte(strings.Replace(demo, "enabeld", "enabled", 1))})
	count(s)
	s = s.Reload() // the disk may have changed; what did not is not read anew
	count(s)
	// Output:
	// 2 findings
	// 1 findings
	// 0 findings
	// 0 findings
}

// BenchmarkAgain lints a plugin with the whole catalogue after each change of one
// of its files.
func BenchmarkAgain(b *testing.B) {
	ctx := context.Background()
	opts := lint.Options{Rules: rules.All(), Jobs: 1}
	base := plugin.Dir("../testdata/plugins/tool")
	for _, name := range []string{"manifest.yaml", "README.md"} {
		b.Run(name, func(b *testing.B) {
			s := plugin.NewSnapshot(base)
			f, err := plugin.Open(s, "").Read(name)
			if err != nil {
				b.Fatal(err)
			}
			n := 0
			for b.Loop() {
				n++
				s = s.With(map[string][]byte{name: fmt.Appendf(nil, "%s\n# %d\n", f.Data, n)})
				if _, err := lint.Run(ctx, []plugin.Target{{FS: s}}, opts); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("from nothing", func(b *testing.B) {
		for b.Loop() {
			if _, err := lint.Run(ctx, []plugin.Target{{FS: base}}, opts); err != nil {
				b.Fatal(err)
			}
		}
	})
}
