// Command settings writes the table of settings of lint/dify/installation.
//
//	go run ./lint/internal/tool/settings -daemon GITDIR -sdk FILE -dify DIR > lint/dify/installation/settings.tsv
//
// GITDIR is a git directory of langgenius/dify-plugin-daemon with its tags, FILE
// the SDK's src/dify_plugin/config/config.py, and DIR holds a folder for each
// release of Dify with what its docker folder holds: .env.example and
// docker-compose.yaml. Only names, kinds, defaults and releases are taken over.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/Masterminds/semver/v3"
)

// setting is one row of the table.
type setting struct {
	reader, name, host, kind, fallback, demand string
	since, until                               string // until is the first release without it
	used                                       bool
}

var (
	field    = regexp.MustCompile("(?m)^\\s+(\\w+)\\s+(\\S+)\\s+`envconfig:\"(\\w+)\"([^`]*)`")
	fallback = regexp.MustCompile(`default:"([^"]*)"`)
	demand   = regexp.MustCompile(`validate:"([^"]*)"`)
	setters  = regexp.MustCompile(`setDefault\w+\(&config\.(\w+), ([^)]+)\)`)
	mapped   = regexp.MustCompile(`(?m)^      (\w+): \$\{(\w+)(?::?-[^}]*)?\}\s*$`)
	written  = regexp.MustCompile(`(?m)^#?\s?([A-Z][A-Z0-9_]+)=`)
	asked    = regexp.MustCompile(`\$\{(\w+)`)
	sdkField = regexp.MustCompile(`(?m)^    ([A-Z][A-Z0-9_]+): `)
)

func main() {
	daemon := flag.String("daemon", "", "git `directory` of the daemon")
	sdk := flag.String("sdk", "", "the SDK's config.py")
	dify := flag.String("dify", "", "`folder` of Dify's docker folders, one a release")
	flag.Parse()
	if err := run(*daemon, *sdk, *dify); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(daemon, sdk, dify string) error {
	hosts, own, first, last, err := readDify(dify)
	if err != nil {
		return err
	}
	rows, err := readDaemon(daemon)
	if err != nil {
		return err
	}
	for i := range rows {
		if h, ok := hosts[rows[i].name]; ok {
			rows[i].host = h
		}
	}
	text, err := os.ReadFile(sdk)
	if err != nil {
		return err
	}
	for _, m := range sdkField.FindAllStringSubmatch(string(text), -1) {
		rows = append(rows, &setting{reader: "sdk", name: m[1], host: m[1], used: true})
	}
	for _, name := range own {
		rows = append(rows, &setting{reader: "dify", name: name, host: name, since: first[name], until: last[name], used: true})
	}
	w := bufio.NewWriter(os.Stdout)
	_, _ = fmt.Fprint(w, "# The settings of a Dify installation. Written by `go run ./lint/internal/tool/settings` from\n"+
		"# langgenius/dify-plugin-daemon: internal/types/app/config.go and default.go at each tag; whether code outside of them uses it, at the newest;\n"+
		"# langgenius/dify-plugin-sdks: src/dify_plugin/config/config.py; langgenius/dify: docker/.env.example and docker/docker-compose.yaml of each release.\n"+
		"# reader, name in the container, name on the host side, kind, default, validation, first release, first release without it, used by code.\n")
	for _, r := range rows {
		used := "yes"
		if !r.used {
			used = "no"
		}
		_, _ = fmt.Fprintln(w, strings.Join([]string{r.reader, r.name, dash(r.host), dash(r.kind), dash(r.fallback), dash(r.demand), dash(r.since), dash(r.until), used}, "\t"))
	}
	return w.Flush()
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// ordered puts versions in order, the oldest first.
func ordered(names []string) {
	slices.SortFunc(names, func(a, b string) int {
		x, y := semver.MustParse(a), semver.MustParse(b)
		return x.Compare(y)
	})
}

func readDaemon(dir string) ([]*setting, error) {
	git := func(args ...string) string {
		out, err := exec.CommandContext(context.Background(), "git", append([]string{"--git-dir=" + dir}, args...)...).Output() //nolint:gosec // the caller's own folder
		if err != nil {
			return ""
		}
		return string(out)
	}
	var tags []string
	for _, t := range strings.Fields(git("tag")) {
		if _, err := semver.StrictNewVersion(t); err == nil {
			tags = append(tags, t)
		}
	}
	if len(tags) == 0 {
		return nil, fmt.Errorf("%s: no tags", dir)
	}
	ordered(tags)
	var rows []*setting
	by := map[string]*setting{}
	for _, tag := range tags {
		code, fill := git("show", tag+":internal/types/app/config.go"), map[string]string{}
		for _, m := range setters.FindAllStringSubmatch(git("show", tag+":internal/types/app/default.go"), -1) {
			if fill[m[1]] == "" {
				fill[m[1]] = constant(m[2])
			}
		}
		base, _, _ := strings.Cut(tag, "-") // what only a beta had, no release has
		seen := map[string]bool{}
		for _, m := range field.FindAllStringSubmatch(code, -1) {
			r := by[m[3]]
			if r == nil {
				r = &setting{reader: "daemon", name: m[3], host: m[3], since: base}
				by[m[3]] = r
				rows = append(rows, r)
			}
			seen[m[3]] = true
			r.kind, r.until, r.fallback, r.demand = strings.TrimPrefix(m[2], "*"), "", "", ""
			if d := demand.FindStringSubmatch(m[4]); d != nil {
				r.demand = d[1]
			}
			if d := fallback.FindStringSubmatch(m[4]); d != nil {
				r.fallback = d[1]
			}
			if d := fill[m[1]]; d != "" {
				r.fallback = d
			}
			if tag == tags[len(tags)-1] {
				r.used = git("grep", "-l", `\.`+m[1]+`\b`, tag, "--", "*.go", ":!internal/types/app/*", ":!*_test.go") != "" ||
					strings.Count(code, "c."+m[1]) > 0
			}
		}
		for name, r := range by {
			if !seen[name] && r.until == "" {
				r.until = base
			}
		}
	}
	return rows, nil
}

// constant is a default as the daemon's source has it: a text, a number, a product
// of numbers, or the name of the local storage.
func constant(s string) string {
	if strings.HasSuffix(s, "OSS_TYPE_LOCAL") {
		return "local"
	}
	if !strings.Contains(s, "*") {
		return strings.Trim(s, `"`)
	}
	n := 1
	for part := range strings.SplitSeq(s, "*") {
		k, err := strconv.Atoi(strings.TrimSpace(part))
		if err != nil {
			return s
		}
		n *= k
	}
	return strconv.Itoa(n)
}

// readDify gives the names on the host side by those in the daemon's container,
// and the names of Dify's own files with their first and last release.
func readDify(dir string) (hosts map[string]string, own []string, first, last map[string]string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, nil, nil, err
	}
	var releases []string
	for _, e := range entries {
		if v, err := semver.StrictNewVersion(e.Name()); err == nil && v.Prerelease() == "" {
			releases = append(releases, e.Name())
		}
	}
	ordered(releases)
	hosts, first, last = map[string]string{}, map[string]string{}, map[string]string{}
	for _, release := range releases {
		compose, err := os.ReadFile(filepath.Join(dir, release, "docker-compose.yaml"))
		if err != nil {
			return nil, nil, nil, nil, err
		}
		_, part, _ := strings.Cut(string(compose), "\n  plugin_daemon:\n")
		part, _, _ = strings.Cut(part, "\n    ports:")
		for _, m := range mapped.FindAllStringSubmatch(part, -1) {
			hosts[m[1]] = m[2]
		}
		names := map[string]bool{}
		for _, m := range asked.FindAllStringSubmatch(string(compose), -1) {
			names[m[1]] = true
		}
		err = filepath.WalkDir(filepath.Join(dir, release), func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".env.example") {
				return err
			}
			text, err := os.ReadFile(name)
			for _, m := range written.FindAllStringSubmatch(string(text), -1) {
				names[m[1]] = true
			}
			return err
		})
		if err != nil {
			return nil, nil, nil, nil, err
		}
		for name := range names {
			if first[name] == "" {
				first[name] = release
				own = append(own, name)
			}
			last[name] = release
		}
	}
	newest := releases[len(releases)-1]
	for name, l := range last {
		if l == newest {
			last[name] = ""
			continue
		}
		last[name] = releases[slices.Index(releases, l)+1]
	}
	slices.Sort(own)
	return hosts, own, first, last, nil
}
