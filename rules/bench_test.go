package rules

// What each stage of a check costs, in bytes a second of what it reads (those of
// the reports and of the whole: of YAML), over the project's own example plugins
// or the folder DIFYLINT_CORPUS. .ci/bench times a whole process.

import (
	"cmp"
	"context"
	"io"
	"io/fs"
	"os"
	"path"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/schema"
	yamlv3 "gopkg.in/yaml.v3"
)

// examples is the folder whose plugins are checked.
func examples() string { return cmp.Or(os.Getenv("DIFYLINT_CORPUS"), "../testdata/plugins") }

// filesOf reads the files of the examples whose names end in ext.
func filesOf(tb testing.TB, ext string) (files []*text.File, size int64) {
	tb.Helper()
	fsys := plugin.Dir(examples())
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || path.Ext(name) != ext {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		files = append(files, text.NewFile(name, data))
		size += int64(len(data))
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return files, size
}

func targets(tb testing.TB) []plugin.Target {
	tb.Helper()
	ts, err := plugin.Discover(context.Background(), []string{examples()}, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return ts
}

func BenchmarkStages(b *testing.B) {
	files, yamlSize := filesOf(b, ".yaml")
	stage := func(name string, size int64, f func(b *testing.B)) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(size)
			b.ReportAllocs()
			for b.Loop() {
				f(b)
			}
		})
	}
	stage("discover", yamlSize, func(b *testing.B) { targets(b) })
	stage("read", yamlSize, func(b *testing.B) { filesOf(b, ".yaml") })
	stage("yaml.v3 alone", yamlSize, func(*testing.B) {
		for _, f := range files {
			var n yamlv3.Node
			_ = yamlv3.Unmarshal(f.Data, &n)
		}
	})
	stage("parse YAML", yamlSize, func(*testing.B) {
		for _, f := range files {
			yaml.Parse(f)
		}
	})
	var docs []*plugin.Document
	for _, t := range targets(b) {
		docs = append(docs, plugin.Open(t.FS, t.Dir).Documents()...)
	}
	stage("schema", yamlSize, func(*testing.B) {
		for _, d := range docs {
			schema.Validate(string(d.Kind), d.Root)
		}
	})
	sources, size := filesOf(b, ".py")
	stage("parse Python", size, func(*testing.B) {
		for _, f := range sources {
			python.Parse(f)
		}
	})
	byDir := map[string][]*python.Module{} // a folder's files are a program
	for _, f := range sources {
		byDir[path.Dir(f.Path)] = append(byDir[path.Dir(f.Path)], python.Parse(f))
	}
	stage("resolve Python's calls", size, func(*testing.B) {
		for _, modules := range byDir {
			p := python.NewProgram(modules)
			for i, m := range p.Modules {
				for k := range m.Calls {
					p.Target(i, k)
				}
			}
		}
	})
	locks, size := filesOf(b, ".lock")
	stage("read locks", size, func(*testing.B) {
		for _, f := range locks {
			requirement.ParseLock(text.NewFile(f.Path, f.Data))
		}
	})
	check := func(b *testing.B) *lint.Result {
		res, err := lint.Run(context.Background(), targets(b), lint.Options{Rules: All(), Jobs: 1})
		if err != nil {
			b.Fatal(err)
		}
		return res
	}
	stage("all, without reports", yamlSize, func(b *testing.B) { check(b) })
	res := check(b)
	for _, format := range []string{"text", "json", "sarif", "github"} {
		stage("report "+format, yamlSize, func(b *testing.B) {
			if err := report.Write(io.Discard, format, report.Input{Result: res}); err != nil {
				b.Fatal(err)
			}
		})
	}
}
