//go:build unix

package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"gopkg.in/yaml.v3"
)

// floor does the least that any checker of a collection of plugins must do: it
// finds the YAML files, reads them, and parses each with yaml.v3.
func floor(folders []string) error {
	var files []string
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(p string, d fs.DirEntry, err error) error {
			if ext := filepath.Ext(p); err == nil && !d.IsDir() && (ext == ".yaml" || ext == ".yml") {
				files = append(files, p)
			}
			return err
		})
		if err != nil {
			return err
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
	return nil
}
