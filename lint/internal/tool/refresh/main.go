// Command refresh writes the tables that are made from the platform's sources,
// and prints what changed:
//
//	go run ./lint/internal/tool/refresh -daemon DIR -sdk DIR
//
// DIR is a clone of langgenius/dify-plugin-daemon, and of
// langgenius/dify-plugin-sdks, with all tags; -metadata FILE adds a release of the
// SDK that is published without a tag. Further tables are made where their sources
// are given: -dify FOLDER (Dify's docker folders, one a release) for the settings,
// -toolkit DIR (langgenius/dify-marketplace-toolkit) for what is said at a refusal,
// -api DIR (langgenius/dify with its tags) for what Dify's API says. Run it from the
// root of the module.
// Each table is made by a program of its own, which can be run alone.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// step is one table.
type step struct {
	// file is the table, and tool the program that makes it.
	file, tool string
	args       []string
	// prints is true where the program prints the table, false where it writes it.
	prints bool
}

func main() {
	daemon := flag.String("daemon", "", "a clone of langgenius/dify-plugin-daemon with all tags")
	sdk := flag.String("sdk", "", "a clone of langgenius/dify-plugin-sdks with all tags")
	metadata := flag.String("metadata", "", "the METADATA `file` of a release of dify_plugin that has no tag")
	dify := flag.String("dify", "", "a `folder` with Dify's docker folders, one a release")
	toolkit := flag.String("toolkit", "", "a clone of langgenius/dify-marketplace-toolkit")
	api := flag.String("api", "", "a clone of langgenius/dify with all tags")
	flag.Parse()
	if *daemon == "" || *sdk == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	requires := []string{gitDir(*sdk)}
	if *metadata != "" {
		requires = append(requires, *metadata)
	}
	const table = "lint/dify/releases/releases.tsv"
	steps := []step{
		{table, "releases", []string{"-daemon", gitDir(*daemon), "-sdk", gitDir(*sdk), table}, false},
		{"lint/dify/sdk/requires.txt", "sdkrequires", requires, true},
		{"lint/dify/sdk/methods.txt", "sdkmethods", []string{"-git", gitDir(*sdk)}, true},
	}
	if *dify != "" {
		config := filepath.Join(*sdk, "src", "dify_plugin", "config", "config.py")
		steps = append(steps, step{"lint/dify/installation/settings.tsv", "settings", []string{"-daemon", gitDir(*daemon), "-sdk", config, "-dify", *dify}, true})
	}
	if *toolkit != "" {
		steps = append(steps, step{"lint/dify/messages/said.tsv", "said", []string{
			"daemon", "langgenius/dify-plugin-daemon", gitDir(*daemon), "sdk", "langgenius/dify-plugin-sdks", gitDir(*sdk), "marketplace", "langgenius/dify-marketplace-toolkit", gitDir(*toolkit),
		}, true})
	}
	if *api != "" {
		steps = append(steps, step{"lint/dify/messages/said-api.tsv", "said", []string{"api", "langgenius/dify", gitDir(*api)}, true})
	}
	failed := false
	for _, s := range steps {
		if err := s.run(context.Background()); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", s.file, err)
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
}

// gitDir is the git directory of a clone, which may be one itself.
func gitDir(dir string) string {
	if sub := filepath.Join(dir, ".git"); exists(sub) {
		return sub
	}
	return dir
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

func (s step) run(ctx context.Context) error {
	before, err := os.ReadFile(s.file)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "go", append([]string{"run", "./lint/internal/tool/" + s.tool}, s.args...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return err
	}
	after := out
	if !s.prints {
		if after, err = os.ReadFile(s.file); err != nil {
			return err
		}
	}
	if bytes.Equal(before, after) {
		fmt.Println(s.file + ": no change")
		return nil
	}
	fmt.Println(s.file + ": changed; see git diff")
	return os.WriteFile(s.file, after, 0o644)
}
