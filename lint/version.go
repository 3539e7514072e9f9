package lint

// Which difylint this is, and where its documentation is.

import (
	"runtime/debug"
	"sync"

	"github.com/difylint/difylint/lint/source/text"
)

const module = "github.com/difylint/difylint"

// release is set by the build of a release.
var release string

// Version is the release of difylint in this program, as "v0.1.0", the version
// that Go gives a commit between releases, or "devel".
var Version = sync.OnceValue(func() string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range append(info.Deps, &info.Main) {
			if m.Path == module && m.Replace == nil && m.Version != "" && m.Version != "(devel)" {
				return m.Version
			}
		}
	}
	return "devel"
})

// The site has the documentation of each minor release, and the latest.
const site = "https://difylint.github.io/difylint/"

var released = text.Regexp(`^(v\d+\.\d+)\.\d+(-[a-z]+[.0-9]*)?$`)

// RulePage is the address of the page of one of the catalogue's rules, in the
// documentation of this version.
func RulePage(id string) string { return rulePage(Version(), id) }

func rulePage(version, id string) string {
	docs := "latest"
	if m := released().FindStringSubmatch(version); m != nil {
		docs = m[1]
	}
	return site + docs + "/rules/" + id + "/"
}
