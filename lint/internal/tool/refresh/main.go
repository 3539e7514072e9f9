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
// -api DIR (langgenius/dify with its tags) for what Dify's API says and for the
// releases of Dify. Run it from the root of the module.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/Masterminds/semver/v3"
)

var (
	daemon   = clone("daemon", "daemon", "langgenius/dify-plugin-daemon")
	sdks     = clone("sdk", "sdk", "langgenius/dify-plugin-sdks")
	toolkit  = clone("toolkit", "marketplace", "langgenius/dify-marketplace-toolkit")
	api      = clone("api", "api", "langgenius/dify")
	dify     = flag.String("dify", "", "a `folder` with Dify's docker folders, one a release")
	metadata = flag.String("metadata", "", "the METADATA `file` of a release of dify_plugin that has no tag")
)

func main() {
	log.SetFlags(0)
	flag.Parse()
	if daemon.dir == "" || sdks.dir == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	for _, t := range []struct {
		file   string
		made   func(was string) string
		source string // besides the daemon and the SDK
	}{
		{"lint/dify/releases/releases.tsv", releaseTable, "."},
		{"lint/dify/sdk/requires.txt", requirements, "."},
		{"lint/dify/sdk/methods.txt", methods, "."},
		{"lint/dify/installation/settings.tsv", settings, *dify},
		{"lint/dify/messages/said.tsv", said(daemon, sdks, toolkit), toolkit.dir},
		{"lint/dify/messages/said-api.tsv", said(api), api.dir},
	} {
		if t.source == "" {
			continue
		}
		was, err := os.ReadFile(t.file)
		if err != nil {
			log.Fatal(err)
		}
		now := t.made(string(was))
		if now == string(was) {
			fmt.Println(t.file + ": no change")
			continue
		}
		fmt.Println(t.file + ": changed; see git diff")
		if err := os.WriteFile(t.file, []byte(now), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// repository is one of the platform's, with all its tags. What git cannot tell of
// it ends the program.
type repository struct{ speaker, name, dir string }

func clone(option, speaker, name string) *repository {
	r := &repository{speaker: speaker, name: name}
	flag.StringVar(&r.dir, option, "", "a `clone` of "+name+" with all tags")
	return r
}

func (r *repository) git(args ...string) string {
	out, err := r.try(args...)
	if err != nil {
		log.Fatalf("git %s in %s: %v", args[0], r.dir, err)
	}
	return out
}

// try is for what a release may not have.
func (r *repository) try(args ...string) (string, error) {
	cmd := exec.Command("git", args...) //nolint:noctx // as long as it takes
	cmd.Dir = r.dir
	out, err := cmd.Output()
	return string(out), err
}

// versions are the tags that are semantic versions, the oldest first.
func (r *repository) versions() []*semver.Version {
	var all []*semver.Version
	for tag := range strings.FieldsSeq(r.git("tag")) {
		if v, err := semver.NewVersion(tag); err == nil {
			all = append(all, v)
		}
	}
	slices.SortFunc(all, (*semver.Version).Compare)
	return all
}
