//go:build unix

package main

// docs/performance.md.

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
)

// page measures a collection, the stages of a check, and how it grows.
func (b *bench) page(folder string) (string, error) {
	var out strings.Builder
	out.WriteString(intro)
	costs, err := b.measure(b.floor, b.check("change", folder), []string{b.program("change"), "--version"})
	if err != nil {
		return "", err
	}
	plugins, files, size := count(folder)
	fmt.Fprintf(&out, "## A collection\n\n%d plugins, %d files, %d MB; %d cores, %s. Medians of %d runs in turns.\n\n", plugins, files, size>>20, runtime.NumCPU(), runtime.Version(), b.runs)
	out.WriteString("| | wall | processor | peak |\n| --- | ---: | ---: | ---: |\n")
	for i, name := range []string{"floor: read the same YAML files, parse them with yaml.v3", "`difylint check`", "`difylint --version`"} {
		c := costs[i]
		fmt.Fprintf(&out, "| %s | %.2f s | %.2f s | %.0f MiB |\n", name, c.wall.Seconds(), c.processor.Seconds(), c.peak)
	}
	stages, err := stages(folder)
	if err != nil {
		return "", err
	}
	out.WriteString("\n" + stages)
	grown, err := b.growth()
	return out.String() + grown + again, err
}

const intro = `# Performance

This page says what a check costs, and how that grows. It is made on one machine by one run of

` + "```console\n$ .ci/bench -page docs/performance.md FOLDER\n```" + `

where FOLDER holds a collection of plugins: here Dify's own, [dify-official-plugins](https://github.com/langgenius/dify-official-plugins).
` + "`.ci/bench FOLDER`" + ` holds a change against the commit before it. Processor time is that of all cores together; what else a machine
does lengthens wall time more.

`

// again says why no result is kept between runs; what it says was measured apart.
const again = `
## Releases

The programs of a release are compiled with a profile of a check (` + "`.ci/release/build`" + ` says how it is made). ` + "`go build`" + ` does not use it: with it, Go
compiles its standard library and every package once more.

## A second run

A run keeps no results for the next one. Whether kept results still hold, a run knows only after it has found the plugins and read and
hashed all their files. Over the collection above, this alone takes 0.8 s of processor time, 0.18 of the check; to read the kept results,
to compare the plugins with each other and to write the report comes on top of it. A second run would take about a quarter of the first one,
and save some 13 ms a plugin. With one small plugin, a third of the time of a check is the start of the program, which nothing saves.
The [hook and the action](ci.md) can check only the plugins that have changed, which saves more.
`

func count(folder string) (plugins, files int, size int64) {
	_ = filepath.WalkDir(folder, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if files++; d.Name() == "manifest.yaml" {
			plugins++
		}
		if info, err := d.Info(); err == nil {
			size += info.Size()
		}
		return nil
	})
	return plugins, files, size
}

var benchLine = regexp.MustCompile(`(?m)^BenchmarkStages/(\S+?)(?:-\d+)?\s+\d+\s+(\d+) ns/op\s+([\d.]+) MB/s\s+(\d+) B/op`)

// stages is a table of what each stage of a check takes, on one core.
func stages(folder string) (string, error) {
	full, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(context.Background(), "go", "test", "./rules", "-run", "^$", "-bench", "Stages", "-benchtime", "3x")
	cmd.Env, cmd.Stderr = append(os.Environ(), "DIFYLINT_CORPUS="+full), os.Stderr
	data, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%w\n%s", err, data)
	}
	var out strings.Builder
	out.WriteString("## Stages\n\nOne after the other over the same collection, on one core (`DIFYLINT_CORPUS=FOLDER go test ./rules -bench Stages`).\n" +
		"The speed is that of the bytes that the stage reads; that of the reports counts the YAML.\n\n" +
		"| stage | time | a second | allocated |\n| --- | ---: | ---: | ---: |\n")
	for _, m := range benchLine.FindAllStringSubmatch(string(data), -1) {
		ns, _ := strconv.ParseFloat(m[2], 64)
		speed, _ := strconv.ParseFloat(m[3], 64)
		memory, _ := strconv.ParseFloat(m[4], 64)
		fmt.Fprintf(&out, "| %s | %.0f ms | %.1f MB | %.1f MB |\n", strings.ReplaceAll(m[1], "_", " "), ns/1e6, speed, memory/1e6)
	}
	return out.String() + "\n", nil
}

// growing is a way in which a check grows: what n of it make of a small plugin.
type growing struct {
	what  string
	sizes []int
	add   func(dir string, n int) error
}

const small = "testdata/plugins/tool"

func (b *bench) growth() (string, error) {
	var out strings.Builder
	out.WriteString("## Growth\n\nOf the small plugin in `" + small + "`, several of it or with more of one kind of thing.\n\n" +
		"| n | what | wall | processor | peak |\n| ---: | --- | ---: | ---: | ---: |\n")
	for _, g := range growths {
		for _, n := range g.sizes {
			dir, err := os.MkdirTemp(b.dir, "plugins")
			if err == nil {
				err = g.add(dir, n)
			}
			if err != nil {
				return "", err
			}
			costs, err := b.measure(b.check("change", dir))
			if err != nil {
				return "", err
			}
			c := costs[0]
			fmt.Fprintf(&out, "| %d | %s | %.2f s | %.2f s | %.0f MiB |\n", n, g.what, c.wall.Seconds(), c.processor.Seconds(), c.peak)
			if err := os.RemoveAll(dir); err != nil {
				return "", err
			}
		}
	}
	return out.String(), nil
}

var growths = []growing{
	{"plugins", []int{1, 10, 100, 1000}, func(dir string, n int) error {
		for i := range n {
			name := fmt.Sprintf("demo%d", i)
			to := filepath.Join(dir, name)
			if err := os.CopyFS(to, os.DirFS(small)); err != nil {
				return err
			}
			if err := edit(filepath.Join(to, "manifest.yaml"), "name: demo\n", "name: "+name+"\n"); err != nil {
				return err
			}
		}
		return nil
	}},
	{"tools of one plugin, two files each", []int{10, 100, 1000}, func(dir string, n int) error {
		if err := os.CopyFS(dir, os.DirFS(small)); err != nil {
			return err
		}
		var list strings.Builder
		for i := range n {
			name := fmt.Sprintf("tools/more%d", i)
			fmt.Fprintf(&list, "  - %s.yaml\n", name)
			for _, ext := range []string{".yaml", ".py"} {
				data, err := os.ReadFile(filepath.Join(dir, "tools/search"+ext))
				if err != nil {
					return err
				}
				text := strings.ReplaceAll(string(data), "tools/search", name)
				text = strings.Replace(text, "name: search\n", fmt.Sprintf("name: more%d\n", i), 1)
				if err := os.WriteFile(filepath.Join(dir, name+ext), []byte(text), 0o644); err != nil {
					return err
				}
			}
		}
		return edit(filepath.Join(dir, "provider/demo.yaml"), "  - tools/search.yaml\n", "  - tools/search.yaml\n"+list.String())
	}},
	{"lines of Python in one plugin", []int{1000, 10000, 100000}, func(dir string, n int) error {
		if err := os.CopyFS(dir, os.DirFS(small)); err != nil {
			return err
		}
		if err := os.Mkdir(filepath.Join(dir, "lib"), 0o755); err != nil {
			return err
		}
		for file := range max(1, n/500) {
			var b strings.Builder
			b.WriteString("import requests\n\n\n")
			for i := range min(n, 500) / 5 {
				fmt.Fprintf(&b, "def get%d(url, key):\n    answer = requests.get(url, headers={\"X-Key\": key}, timeout=10)\n    answer.raise_for_status()\n    return answer.json()\n\n", i)
			}
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("lib/part%d.py", file)), []byte(b.String()), 0o644); err != nil {
				return err
			}
		}
		return nil
	}},
	{"findings in one file", []int{10, 100, 1000}, func(dir string, n int) error {
		if err := os.CopyFS(dir, os.DirFS(small)); err != nil {
			return err
		}
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "  - name: p%d\n    type: strin\n    required: true\n    form: llm\n    label:\n      en_US: P\n    human_description:\n      en_US: P\n    llm_description: P\n", i)
		}
		return edit(filepath.Join(dir, "tools/search.yaml"), "parameters:\n", "parameters:\n"+b.String())
	}},
}

func edit(name, old, with string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	text := strings.Replace(string(data), old, with, 1)
	if text == string(data) {
		return fmt.Errorf("%s holds no %q", name, old)
	}
	return os.WriteFile(name, []byte(text), 0o644)
}
