// Command releases adds what is missing to the table of releases from the tags
// of the public repositories, each given as a git directory:
//
//	go run ./lint/internal/tool/releases -daemon DIR -sdk DIR -dify DIR lint/dify/releases/releases.tsv
//
// Of Dify it also reads which daemon docker/docker-compose.yaml names.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/releases"
)

var (
	final  = regexp.MustCompile(`^v?(\d+\.\d+\.\d+)$`)
	daemon = regexp.MustCompile(`langgenius/dify-plugin-daemon:(\d+\.\d+\.\d+)`)
)

func main() {
	log.SetFlags(0)
	dirs := map[string]*string{}
	for _, name := range []string{"daemon", "sdk", "dify"} {
		dirs[name] = flag.String(name, "", "git `directory` of the repository")
	}
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("the table is missing")
	}
	data, err := os.ReadFile(flag.Arg(0))
	if err != nil {
		log.Fatal(err)
	}
	var head, out []string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "#") {
			head = append(head, line)
			continue
		}
		out = append(out, line)
	}
	for _, name := range []string{"daemon", "sdk", "dify"} {
		if *dirs[name] == "" {
			continue
		}
		for tag := range strings.Lines(git(*dirs[name], "for-each-ref", "--format=%(refname:short) %(creatordate:short)", "refs/tags")) {
			f := strings.Fields(tag)
			m := final.FindStringSubmatch(f[0])
			if m == nil || slices.ContainsFunc(out, func(l string) bool { return strings.HasPrefix(l, name+"\t"+m[1]+"\t") }) {
				continue
			}
			line := strings.Join([]string{name, m[1], f[1], git(*dirs[name], "rev-parse", "--short=12", f[0]+"^{commit}")}, "\t")
			if name == "dify" {
				d := daemon.FindStringSubmatch(git(*dirs[name], "show", f[0]+":docker/docker-compose.yaml"))
				if d == nil {
					continue // Dify before 1.0.0 has no plugins
				}
				line += "\t" + d[1]
			}
			out = append(out, line)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int {
		x, y := strings.Split(a, "\t"), strings.Split(b, "\t")
		if x[0] != y[0] {
			return slices.Index([]string{"daemon", "sdk", "dify"}, x[0]) - slices.Index([]string{"daemon", "sdk", "dify"}, y[0])
		}
		return releases.Compare(x[1], y[1])
	})
	text := strings.Join(append(head, out...), "\n") + "\n"
	if err := os.WriteFile(flag.Arg(0), []byte(text), 0o644); err != nil {
		log.Fatal(err)
	}
}

func git(dir string, args ...string) string {
	out, err := exec.CommandContext(context.Background(), "git", append([]string{"--git-dir=" + dir}, args...)...).Output()
	if err != nil {
		log.Fatal(fmt.Errorf("git %s: %w", args[0], err))
	}
	return strings.TrimSpace(string(out))
}
