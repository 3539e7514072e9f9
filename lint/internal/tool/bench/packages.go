//go:build unix

package main

// The table of docs/scale.md.

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
)

// names is under how many names each plugin is packed.
const names = 40

// packages checks 1, 10, 100, … packages of the plugins in folders.
func (b *bench) packages(folders []string, most int) error {
	targets, err := plugin.Discover(context.Background(), folders, nil)
	if err != nil {
		return err
	}
	var packages []string
	for _, t := range targets {
		if packages, err = b.pack(packages, t, min(names, most/len(targets)+1)); err != nil {
			return fmt.Errorf("%s: %w", t.Dir, err)
		}
	}
	slices.Sort(packages) // their names begin with a sum: the first of them are like all
	fmt.Println("| Packages | MiB | Wall, s | Processor, s | Processor a package, ms | Peak, MiB | Lines |")
	fmt.Println("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
	for n := 1; n <= min(most, len(packages)); n *= 10 {
		size := int64(0)
		for _, p := range packages[:n] {
			info, err := os.Stat(p)
			if err != nil {
				return err
			}
			size += info.Size()
		}
		costs, err := b.measure(b.check("change", packages[:n]...))
		if err != nil {
			return err
		}
		report, err := os.ReadFile(b.report("change"))
		if err != nil {
			return err
		}
		c := costs[0]
		fmt.Printf("| %d | %d | %.1f | %.1f | %.1f | %.0f | %d |\n", n, size>>20, c.wall.Seconds(), c.processor.Seconds(),
			1000*c.processor.Seconds()/float64(n), c.peak, bytes.Count(report, []byte("\n")))
	}
	return nil
}

var nameLine = regexp.MustCompile(`(?m)^name: *["']?([^"'\s#]+)["']?`)

// pack adds packages of a plugin under several names.
func (b *bench) pack(packages []string, t plugin.Target, names int) ([]string, error) {
	var buffer bytes.Buffer
	z := zip.NewWriter(&buffer)
	err := fs.WalkDir(t.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := fs.ReadFile(t.FS, name)
		if err != nil {
			return err
		}
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(data)
		}
		return err
	})
	if err := errors.Join(err, z.Close()); err != nil {
		return nil, err
	}
	packed, err := zip.NewReader(bytes.NewReader(buffer.Bytes()), int64(buffer.Len()))
	if err != nil {
		return nil, err
	}
	manifest, err := fs.ReadFile(t.FS, plugin.ManifestName)
	if err != nil {
		return nil, err
	}
	for k := range names {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		w, err := z.Create(plugin.ManifestName)
		if err == nil {
			_, err = w.Write(nameLine.ReplaceAll(manifest, fmt.Appendf(nil, "name: ${1}-%d", k)))
		}
		for _, f := range packed.File {
			if f.Name != plugin.ManifestName {
				err = errors.Join(err, z.Copy(f))
			}
		}
		name := fmt.Sprintf("%s-%d", strings.ReplaceAll(t.Dir, "/", "-"), k)
		sum := sha256.Sum256([]byte(name))
		name = filepath.Join(b.dir, fmt.Sprintf("%x-%s.difypkg", sum[:4], name))
		if err := errors.Join(err, z.Close(), os.WriteFile(name, out.Bytes(), 0o600)); err != nil {
			return nil, err
		}
		packages = append(packages, name)
	}
	return packages, nil
}
