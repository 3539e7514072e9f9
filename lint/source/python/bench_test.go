package python_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// BenchmarkParse parses one big module, made of the well-formed sources of
// testdata; with DIFYLINT_PY_CORPUS set to a folder, every source in it.
func BenchmarkParse(b *testing.B) {
	b.Run("testdata", func(b *testing.B) {
		files := sources(b)
		var all bytes.Buffer
		for range 20 {
			for _, name := range []string{"classes.py", "functions.py", "statements.py", "expressions.py", "match.py", "strings.py", "tool.py", "tool.py", "tool.py"} {
				all.Write(files[name])
			}
		}
		benchmark(b, [][]byte{all.Bytes()})
	})
	if corpus := os.Getenv("DIFYLINT_PY_CORPUS"); corpus != "" {
		b.Run("corpus", func(b *testing.B) {
			var files [][]byte
			err := filepath.WalkDir(corpus, func(path string, d os.DirEntry, err error) error {
				if err == nil && strings.HasSuffix(path, ".py") && d.Type().IsRegular() {
					var data []byte
					data, err = os.ReadFile(path)
					files = append(files, data)
				}
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
			benchmark(b, files)
		})
	}
}

func benchmark(b *testing.B, files [][]byte) {
	b.Helper()
	size := 0
	for _, f := range files {
		size += len(f)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, f := range files {
			python.Parse(text.NewFile("x.py", f))
		}
	}
}
