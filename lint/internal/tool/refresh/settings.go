package main

// The settings of an installation (lint/dify/installation): of the daemon by its
// tags, of the SDK by its config.py, of Dify by what the docker folder of each
// release holds, .env.example and docker-compose.yaml. Only names, kinds, defaults
// and releases are taken over.

import (
	"cmp"
	"io/fs"
	"log"
	"os"
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
	used                                       string // by code: yes or no
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

func settings(string) string {
	hosts, own, first, last := readDify()
	rows := readDaemon()
	for _, r := range rows {
		r.host = cmp.Or(hosts[r.name], r.host)
	}
	for _, m := range sdkField.FindAllStringSubmatch(sdks.git("show", "HEAD:src/dify_plugin/config/config.py"), -1) {
		rows = append(rows, &setting{reader: "sdk", name: m[1], host: m[1], used: "yes"})
	}
	for _, name := range own {
		rows = append(rows, &setting{reader: "dify", name: name, host: name, since: first[name], until: last[name], used: "yes"})
	}
	var out strings.Builder
	out.WriteString("# The settings of a Dify installation. Written by `go run ./lint/internal/tool/refresh` from\n" +
		"# langgenius/dify-plugin-daemon: internal/types/app/config.go and default.go at each tag; whether code outside of them uses it, at the newest;\n" +
		"# langgenius/dify-plugin-sdks: src/dify_plugin/config/config.py; langgenius/dify: docker/.env.example and docker/docker-compose.yaml of each release.\n" +
		"# reader, name in the container, name on the host side, kind, default, validation, first release, first release without it, used by code.\n")
	for _, r := range rows {
		cells := []string{r.reader, r.name, r.host, r.kind, r.fallback, r.demand, r.since, r.until, r.used}
		for i := range cells {
			cells[i] = cmp.Or(cells[i], "-")
		}
		out.WriteString(strings.Join(cells, "\t") + "\n")
	}
	return out.String()
}

func readDaemon() []*setting {
	var rows []*setting
	by := map[string]*setting{}
	versions := daemon.versions()
	for i, v := range versions {
		tag, fill := v.Original(), map[string]string{}
		code, _ := daemon.try("show", tag+":internal/types/app/config.go") // not in the first releases
		defaults, _ := daemon.try("show", tag+":internal/types/app/default.go")
		for _, m := range setters.FindAllStringSubmatch(defaults, -1) {
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
			r.used = "no"
			if i == len(versions)-1 {
				_, err := daemon.try("grep", "-q", `\.`+m[1]+`\b`, tag, "--", "*.go", ":!internal/types/app/*", ":!*_test.go")
				if err == nil || strings.Contains(code, "c."+m[1]) {
					r.used = "yes"
				}
			}
		}
		for name, r := range by {
			if !seen[name] && r.until == "" {
				r.until = base
			}
		}
	}
	return rows
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
// and the names of Dify's own files with their first release, and the first without
// them.
func readDify() (hosts map[string]string, own []string, first, last map[string]string) {
	read := func(name string) string {
		data, err := os.ReadFile(name)
		if err != nil {
			log.Fatal(err)
		}
		return string(data)
	}
	entries, err := os.ReadDir(*dify)
	if err != nil {
		log.Fatal(err)
	}
	var releases []*semver.Version
	for _, e := range entries {
		if v, err := semver.StrictNewVersion(e.Name()); err == nil && v.Prerelease() == "" {
			releases = append(releases, v)
		}
	}
	slices.SortFunc(releases, (*semver.Version).Compare)
	hosts, first, last = map[string]string{}, map[string]string{}, map[string]string{}
	for i, v := range releases {
		folder := filepath.Join(*dify, v.String())
		compose := read(filepath.Join(folder, "docker-compose.yaml"))
		_, part, _ := strings.Cut(compose, "\n  plugin_daemon:\n")
		part, _, _ = strings.Cut(part, "\n    ports:")
		for _, m := range mapped.FindAllStringSubmatch(part, -1) {
			hosts[m[1]] = m[2]
		}
		found := asked.FindAllStringSubmatch(compose, -1)
		err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && strings.HasSuffix(name, ".env.example") {
				found = append(found, written.FindAllStringSubmatch(read(name), -1)...)
			}
			return err
		})
		if err != nil {
			log.Fatal(err)
		}
		for _, m := range found {
			name := m[1]
			if first[name] == "" {
				first[name] = v.String()
				own = append(own, name)
			}
			last[name] = ""
			if i+1 < len(releases) {
				last[name] = releases[i+1].String()
			}
		}
	}
	slices.Sort(own)
	return hosts, own, first, last
}
