package main

// The table of releases (lint/dify/releases): what is missing is added.

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/releases"
)

var (
	final       = regexp.MustCompile(`^v?(\d+\.\d+\.\d+)$`)
	daemonImage = regexp.MustCompile(`langgenius/dify-plugin-daemon:(\d+\.\d+\.\d+)`)
)

func releaseTable(was string) string {
	var head, out []string
	for line := range strings.Lines(was) {
		if strings.HasPrefix(line, "#") {
			head = append(head, line)
		} else {
			out = append(out, line)
		}
	}
	readers := []string{"daemon", "sdk", "dify"}
	for i, r := range []*repository{daemon, sdks, api} {
		if r.dir == "" {
			continue
		}
		for tag := range strings.Lines(r.git("for-each-ref", "--format=%(refname:short) %(creatordate:short)", "refs/tags")) {
			f := strings.Fields(tag)
			m := final.FindStringSubmatch(f[0])
			if m == nil || slices.ContainsFunc(out, func(l string) bool { return strings.HasPrefix(l, readers[i]+"\t"+m[1]+"\t") }) {
				continue
			}
			line := strings.Join([]string{readers[i], m[1], f[1], strings.TrimSpace(r.git("rev-parse", "--short=12", f[0]+"^{commit}"))}, "\t")
			if r == api { // its compose file names the daemon
				d := daemonImage.FindStringSubmatch(r.git("show", f[0]+":docker/docker-compose.yaml"))
				if d == nil {
					continue // Dify before 1.0.0 has no plugins
				}
				line += "\t" + d[1]
			}
			out = append(out, line+"\n")
		}
	}
	slices.SortStableFunc(out, func(a, b string) int {
		x, y := strings.Split(a, "\t"), strings.Split(b, "\t")
		return cmp.Or(slices.Index(readers, x[0])-slices.Index(readers, y[0]), releases.Compare(x[1], y[1]))
	})
	return strings.Join(append(head, out...), "")
}
