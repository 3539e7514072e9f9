package requirement

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/difylint/difylint/lint/source/text"
)

// corpus reads every file of a name below the folder DIFYLINT_CORPUS; without
// it, those in testdata.
func corpus(tb testing.TB, name string) []*text.File {
	tb.Helper()
	root := os.Getenv("DIFYLINT_CORPUS")
	if root == "" {
		root = "testdata"
	}
	var files []*text.File
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() != name {
			return err
		}
		data, err := os.ReadFile(p)
		files = append(files, text.NewFile(filepath.ToSlash(p), data))
		return err
	})
	if err != nil || len(files) == 0 {
		tb.Fatalf("no %s below %s: %v", name, root, err)
	}
	return files
}

func BenchmarkLock(b *testing.B) {
	files := corpus(b, "uv.lock")
	size := 0
	for _, f := range files {
		size += len(f.Data)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, f := range files {
			parseLock(f)
		}
	}
}
