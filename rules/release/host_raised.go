package release

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// HostRaised is told of a newer Dify, another runner or more memory.
var HostRaised = &lint.Rule{
	ID: "release/host-raised", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title: "the plugin asks more of its host",
	Why: "With a newer `minimum_dify_version`, another runner or more memory, the update cannot run everywhere where the old " +
		"release did. It is told on its own, whatever the version says, since an administrator decides on it.",
	Examples: []lint.Example{{
		Bad: `-- manifest.yaml --
version: 1.0.1
meta:
  version: 0.0.1
  arch: [amd64, arm64]
  runner:
    language: python
    version: "3.12"
    entrypoint: main
  minimum_dify_version: 1.15.0 # want
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
version: 1.0.1
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
	Options: options(release.HostRaised),
	Run:     told,
}
