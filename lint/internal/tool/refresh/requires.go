package main

// What each release of the SDK asks for (lint/dify/sdk/requires.txt).

import (
	"fmt"
	"log"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// asking is what one release asks for.
type asking struct {
	version requirement.Version
	asks    string
}

func requirements(string) string {
	var list []asking
	add := func(r asking) {
		if i := slices.IndexFunc(list, func(o asking) bool { return o.version.Equal(r.version) }); i >= 0 {
			list[i] = r
			return
		}
		list = append(list, r)
	}
	for tag := range strings.FieldsSeq(sdks.git("tag")) {
		for _, path := range []string{"pyproject.toml", "python/pyproject.toml"} {
			data, err := sdks.try("show", tag+":"+path)
			if err != nil {
				continue // other releases have the file elsewhere, the first ones have none
			}
			p := requirement.ParsePyProject(text.NewFile(path, []byte(data)))
			v, ok := requirement.ParseVersion(p.Version.Text)
			// The first tags count otherwise than the packages.
			if named, tagged := requirement.ParseVersion(strings.TrimPrefix(tag, "v")); !ok || tagged && !named.Equal(v) && named.Segment(2) != 1 {
				log.Printf("%s: version %q: left out", tag, p.Version.Text)
				continue
			}
			asks := []string{"python" + p.RequiresPython.Text}
			for _, d := range p.Dependencies {
				asks = append(asks, plain(d.Requirement))
			}
			add(asking{v, strings.Join(asks, " ")})
		}
	}
	if *metadata != "" {
		add(published(*metadata))
	}
	slices.SortFunc(list, func(a, b asking) int { return a.version.Compare(b.version) })
	var out strings.Builder
	fmt.Fprintf(&out, "# What each release of the SDK asks for, by requires-python and dependencies in pyproject.toml of the tags of\n"+
		"# dify-plugin-sdks, as of %s; the newest, where it has no tag, by its package's metadata. Releases before 0.0.1b45 do not say.\n"+
		"# A line is the releases that ask for the same, a colon, and what they ask for.\n"+
		"# To refresh: go run ./lint/internal/tool/refresh (see there).\n", time.Now().Format(time.DateOnly))
	for i, r := range list {
		out.WriteString(r.version.String())
		if i+1 < len(list) && list[i+1].asks == r.asks {
			out.WriteString(" ")
		} else {
			out.WriteString(": " + r.asks + "\n")
		}
	}
	return out.String()
}

// plain is a requirement without blanks. The table has no place for conditions.
func plain(r *requirement.Requirement) string {
	if !r.Valid() || r.Marker != nil || r.URL != "" || len(r.Extras) > 0 {
		log.Fatal("the table of what the SDK asks for cannot hold " + r.Text)
	}
	return r.Name + r.Specifiers.String()
}

// published reads the METADATA of a package.
func published(path string) asking {
	data, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	head, _, _ := strings.Cut(string(data), "\n\n")
	var out asking
	asks := ""
	for line := range strings.Lines(head) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "Version":
			out.version, _ = requirement.ParseVersion(value)
		case "Requires-Python":
			out.asks = "python" + value
		case "Requires-Dist":
			asks += " " + plain(requirement.ParseRequirement(value))
		}
	}
	out.asks += asks
	if !out.version.IsValid() || asks == "" {
		log.Fatal(path + " is not the metadata of a package")
	}
	return out
}
