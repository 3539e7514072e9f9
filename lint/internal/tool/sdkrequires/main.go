// Command sdkrequires writes the table of what each release of the SDK asks for,
// lint/dify/sdk/requires.txt, from the tags of a git directory of dify-plugin-sdks:
//
//	go run ./lint/internal/tool/sdkrequires GITDIR [METADATA...] >lint/dify/sdk/requires.txt
//
// A release that is published without a tag is read from the METADATA file of
// its package.
package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

type release struct {
	version requirement.Version
	asks    string
}

func main() {
	if len(os.Args) < 2 {
		fail("usage: sdkrequires GITDIR [METADATA...]")
	}
	var list []release
	add := func(r release) {
		if i := slices.IndexFunc(list, func(o release) bool { return o.version.Equal(r.version) }); i >= 0 {
			list[i] = r
			return
		}
		list = append(list, r)
	}
	for tag := range strings.FieldsSeq(git("tag")) {
		for _, path := range []string{"pyproject.toml", "python/pyproject.toml"} {
			data, err := exec.CommandContext(context.Background(), "git", "--git-dir="+os.Args[1], "show", tag+":"+path).Output()
			if err != nil {
				continue // other releases have the file elsewhere, the first ones have none
			}
			p := requirement.ParsePyProject(text.NewFile(path, data))
			v, ok := requirement.ParseVersion(p.Version.Text)
			// The first tags count otherwise than the packages.
			if named, tagged := requirement.ParseVersion(strings.TrimPrefix(tag, "v")); !ok || tagged && !named.Equal(v) && named.Segment(2) != 1 {
				fmt.Fprintf(os.Stderr, "%s: version %q: left out\n", tag, p.Version.Text)
				continue
			}
			asks := []string{"python" + p.RequiresPython.Text}
			for _, d := range p.Dependencies {
				asks = append(asks, plain(d.Requirement))
			}
			add(release{v, strings.Join(asks, " ")})
		}
	}
	for _, path := range os.Args[2:] {
		add(metadata(path))
	}
	slices.SortFunc(list, func(a, b release) int { return a.version.Compare(b.version) })
	fmt.Printf("# What each release of the SDK asks for, by requires-python and dependencies in pyproject.toml of the tags of\n"+
		"# dify-plugin-sdks, as of %s; the newest, where it has no tag, by its package's metadata. Releases before 0.0.1b45 do not say.\n"+
		"# A line is the releases that ask for the same, a colon, and what they ask for.\n"+
		"# To refresh: go run ./lint/internal/tool/sdkrequires (see there).\n", time.Now().Format(time.DateOnly))
	for i := 0; i < len(list); {
		k := i
		var versions []string
		for ; k < len(list) && list[k].asks == list[i].asks; k++ {
			versions = append(versions, list[k].version.String())
		}
		fmt.Printf("%s: %s\n", strings.Join(versions, " "), list[i].asks)
		i = k
	}
}

// plain is a requirement without blanks. The table has no place for conditions.
func plain(r *requirement.Requirement) string {
	if !r.Valid() || r.Marker != nil || r.URL != "" || len(r.Extras) > 0 {
		fail("the table cannot hold " + r.Text)
	}
	return r.Name + r.Specifiers.String()
}

func metadata(path string) release {
	data, err := os.ReadFile(path)
	if err != nil {
		fail(err.Error())
	}
	var out release
	asks := ""
	scan := bufio.NewScanner(bytes.NewReader(data))
	for scan.Scan() && scan.Text() != "" {
		key, value, _ := strings.Cut(scan.Text(), ": ")
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
		fail(path + " is not the metadata of a package")
	}
	return out
}

func git(args ...string) string {
	out, err := exec.CommandContext(context.Background(), "git", append([]string{"--git-dir=" + os.Args[1]}, args...)...).Output()
	if err != nil {
		fail(err.Error())
	}
	return string(out)
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, "sdkrequires:", message)
	os.Exit(2)
}
