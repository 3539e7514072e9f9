package rules

// What each stage of a check costs, in bytes of YAML a second, over the
// project's own example plugins. .ci/bench times a whole process.

import (
	"context"
	"io"
	"io/fs"
	"path"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/schema"
	yamlv3 "gopkg.in/yaml.v3"
)

const examples = "../testdata/plugins"

// yamlFiles reads the YAML files of the examples.
func yamlFiles(tb testing.TB) (files []*text.File, size int64) {
	tb.Helper()
	fsys := plugin.Dir(examples)
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".yaml" {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		files = append(files, text.NewFile(name, data))
		size += int64(len(data))
		return err
	})
	if err != nil || len(files) == 0 {
		tb.Fatal("no examples", err)
	}
	return files, size
}

func targets(tb testing.TB) []plugin.Target {
	tb.Helper()
	ts, err := plugin.Discover(context.Background(), []string{examples}, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return ts
}

func BenchmarkStages(b *testing.B) {
	files, size := yamlFiles(b)
	stage := func(name string, f func(b *testing.B)) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(size)
			b.ReportAllocs()
			for b.Loop() {
				f(b)
			}
		})
	}
	stage("read", func(b *testing.B) { yamlFiles(b) })
	stage("yaml.v3 alone", func(b *testing.B) {
		for _, f := range files {
			var n yamlv3.Node
			if err := yamlv3.Unmarshal(f.Data, &n); err != nil {
				b.Fatal(err)
			}
		}
	})
	stage("parse", func(b *testing.B) {
		for _, f := range files {
			if yaml.Parse(f).Root == nil {
				b.Fatal(f.Path)
			}
		}
	})
	ts := targets(b)
	var docs []*plugin.Document
	for _, t := range ts {
		docs = append(docs, plugin.Open(t.FS, t.Dir).Documents()...)
	}
	stage("schema", func(*testing.B) {
		for _, d := range docs {
			schema.Validate(string(d.Kind), d.Root)
		}
	})
	check := func(b *testing.B) *lint.Result {
		res, err := lint.Run(context.Background(), targets(b), lint.Options{Rules: All(), Jobs: 1})
		if err != nil {
			b.Fatal(err)
		}
		return res
	}
	stage("read, parse and all rules", func(b *testing.B) { check(b) })
	res := check(b)
	for _, format := range []string{"text", "json", "sarif", "github"} {
		stage("report "+format, func(b *testing.B) {
			if err := report.Write(io.Discard, format, report.Input{Result: res}); err != nil {
				b.Fatal(err)
			}
		})
	}
}
