// Astdiff holds pysrc against CPython's ast over a folder of Python sources.
//
// Usage: astdiff [-v] FOLDER VECTORS.jsonl.gz
//
// The vectors are made by testdata/make_vectors.py over the same folder (with
// --full, expressions and statements that differ are shown one by one).
package main

import (
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/difylint/difylint/lint/internal/tool/vectors"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

func main() {
	repeat := flag.Int("repeat", 1, "parse every file this often, for the figures")
	limit := flag.Int("limit", 20, "files whose differences are shown")
	flag.Parse()
	if flag.NArg() != 2 {
		fmt.Fprintln(os.Stderr, "usage: astdiff FOLDER VECTORS.jsonl.gz")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), flag.Arg(1), *repeat, *limit); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(folder, vectorFile string, repeat, limit int) error {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	f, err := os.Open(vectorFile)
	if err != nil {
		return err
	}
	vs, err := vectors.Read(f)
	if err != nil {
		return err
	}
	var bytes, calls, imports, classes, errors, different int
	var spent time.Duration
	for i := range vs {
		v := &vs[i]
		data, err := root.ReadFile(v.Path)
		if err != nil {
			return err
		}
		var m *python.Module
		start := time.Now()
		for range repeat {
			m = python.Parse(text.NewFile(v.Path, data))
		}
		spent += time.Since(start)
		bytes += len(data) * repeat
		calls += len(m.Calls)
		imports += len(m.Imports)
		classes += len(m.Classes)
		if m.Err != nil {
			errors++
		}
		if diff := vectors.Diff(v, m); len(diff) > 0 {
			different++
			if different <= limit {
				fmt.Println(v.Path)
				for _, d := range diff {
					fmt.Println("  " + d)
				}
			}
		}
	}
	fmt.Printf("%d files, %d imports, %d classes, %d calls, %d with an error; %d differ; %.1f MB/s\n",
		len(vs), imports, classes, calls, errors, different, float64(bytes)/1e6/spent.Seconds())
	if different > 0 {
		return fmt.Errorf("%d of %d files differ", different, len(vs))
	}
	return nil
}
