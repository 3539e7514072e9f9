package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// ArchRemoved is told of architectures that are gone.
var ArchRemoved = &lint.Rule{
	ID: "release/arch-removed", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Needs: needsBaseline,
	Title:   "the plugin no longer runs on an architecture",
	Why:     "Who runs Dify on machines of that architecture cannot install the update, and stays with the old release for good.",
	Sources: sources,
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
meta:
  version: 0.0.1
  arch: [amd64] # want
  runner:
    language: python
    version: "3.12"
    entrypoint: main
  minimum_dify_version: 1.10.0
-- ../released/manifest.yaml --
version: 1.0.0
meta:
  version: 0.0.1
  arch: [amd64, arm64]
  runner:
    language: python
    version: "3.12"
    entrypoint: main
  minimum_dify_version: 1.10.0
`,
		Good: `-- manifest.yaml --
version: 2.0.0
meta:
  version: 0.0.1
  arch: [amd64, arm64]
  runner:
    language: python
    version: "3.12"
    entrypoint: main
  minimum_dify_version: 1.10.0
`,
	}},
	Options: options(release.ArchRemoved),
	Run:     told,
}
