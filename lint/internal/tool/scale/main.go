// Command scale shows how a check grows with the number of packages:
//
//	go build -o difylint ./cmd/difylint
//	go run ./lint/internal/tool/scale -bin ./difylint [-most 10000] FOLDER
//
// It packs the plugins of the folder under 40 names each, into a temporary folder,
// and checks 1, 10, 100, … of the packages with --format jsonl, each time in a
// process of its own. It prints the table of docs/scale.md.
package main

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/difylint/difylint/lint/dify/plugin"
)

// names is under how many names each plugin is packed.
const names = 40

func main() {
	bin := flag.String("bin", "difylint", "the program to measure")
	most := flag.Int("most", 10000, "the greatest number of packages")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: scale [-bin difylint] [-most 10000] FOLDER")
		os.Exit(2)
	}
	if err := run(*bin, flag.Arg(0), *most); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(bin, folder string, most int) error {
	dir, err := os.MkdirTemp("", "scale")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	packages, err := collect(folder, dir, most)
	if err != nil {
		return err
	}
	fmt.Println("| Packages | MiB | Wall, s | Processor, s | Processor a package, ms | Peak, MiB | Lines |")
	fmt.Println("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
	for n := 1; n <= min(most, len(packages)); n *= 10 {
		if err := measure(bin, dir, packages[:n]); err != nil {
			return err
		}
	}
	return nil
}

// collect packs the plugins of a folder. The packages are in an order in which the
// first of them are like all.
func collect(folder, dir string, most int) ([]string, error) {
	targets, err := plugin.Discover(context.Background(), []string{folder}, nil)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, t := range targets {
		packed, manifest, err := pack(t.FS)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.Dir, err)
		}
		for k := range min(names, most/len(targets)+1) {
			name := fmt.Sprintf("%s-%d", strings.ReplaceAll(t.Dir, "/", "-"), k)
			sum := sha256.Sum256([]byte(name))
			name = filepath.Join(dir, fmt.Sprintf("%x-%s.difypkg", sum[:4], filepath.Base(name)))
			if err := write(name, packed, renamed(manifest, k)); err != nil {
				return nil, err
			}
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out, nil
}

// pack is a package of a folder without its manifest, and the manifest.
func pack(fsys fs.FS) (packed *zip.Reader, manifest []byte, err error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	err = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		if name == plugin.ManifestName {
			manifest = data
			return nil
		}
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(data)
		}
		return err
	})
	if err == nil {
		err = z.Close()
	}
	if err == nil {
		packed, err = zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	}
	return packed, manifest, err
}

var nameLine = regexp.MustCompile(`(?m)^name: *["']?([^"'\s#]+)["']?`)

func renamed(manifest []byte, k int) []byte {
	if k == 0 {
		return manifest
	}
	return nameLine.ReplaceAll(manifest, fmt.Appendf(nil, "name: ${1}-%d", k))
}

// write writes the package with a manifest.
func write(name string, packed *zip.Reader, manifest []byte) error {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(plugin.ManifestName)
	if err == nil {
		_, err = w.Write(manifest)
	}
	for _, f := range packed.File {
		if err == nil {
			err = z.Copy(f)
		}
	}
	if err == nil {
		err = z.Close()
	}
	if err == nil {
		err = os.WriteFile(name, b.Bytes(), 0o600)
	}
	return err
}

// measure checks the packages once and prints a row.
func measure(bin, dir string, packages []string) error {
	bytes := int64(0)
	for _, p := range packages {
		info, err := os.Stat(p)
		if err != nil {
			return err
		}
		bytes += info.Size()
	}
	args := append([]string{"check", "--no-config", "--quiet", "--fail-on", "never", "--format", "jsonl"}, packages...)
	cmd := exec.Command(bin, args...) //nolint:gosec,noctx // a developer names the program
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return err
	}
	var lines counter
	if _, err := io.Copy(&lines, out); err != nil {
		return err
	}
	if err := cmd.Wait(); err != nil {
		return err
	}
	wall, cpu := time.Since(began), cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()
	fmt.Printf("| %d | %d | %.1f | %.1f | %.1f | %d | %d |\n", len(packages), bytes>>20, wall.Seconds(), cpu.Seconds(),
		float64(cpu.Milliseconds())/float64(len(packages)), peak(cmd.ProcessState)>>20, lines)
	return nil
}

// counter counts lines.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(bytes.Count(p, []byte("\n")))
	return len(p), nil
}
