// Command floor does the least that any checker of a collection of plugins must
// do: find the YAML files, read them, and parse each with yaml.v3. The time of
// a whole check is held against it (.ci/bench).
package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"
)

func main() {
	var files []string
	for _, root := range os.Args[1:] {
		err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && (strings.HasSuffix(p, ".yaml") || strings.HasSuffix(p, ".yml")) {
				files = append(files, p)
			}
			return err
		})
		if err != nil {
			fmt.Fprintln(os.Stderr, "floor:", err)
			os.Exit(2)
		}
	}
	next := make(chan string)
	var mu sync.Mutex
	var bytes, bad int
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for p := range next {
				data, err := os.ReadFile(p)
				var n yaml.Node
				if err == nil {
					err = yaml.Unmarshal(data, &n)
				}
				mu.Lock()
				bytes += len(data)
				if err != nil {
					bad++
				}
				mu.Unlock()
			}
		})
	}
	for _, p := range files {
		next <- p
	}
	close(next)
	wg.Wait()
	fmt.Printf("%d files, %d bytes, %d not YAML\n", len(files), bytes, bad)
}
