package release

import (
	_ "embed" // the examples

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

//go:embed capability_added.txtar
var capabilityAddedExamples string

// CapabilityAdded reports what the sources do now and did not do before.
var CapabilityAdded = &lint.Rule{
	ID: "release/capability-added", Gate: lint.None, Severity: lint.Info, Since: "0.1.0", Needs: needsBaseline,
	Title:    "the plugin has a new high-risk capability",
	Why:      "An administrator agreed to the plugin that was installed. The marketplace counts as high risk: running commands, running code from outside, access to databases, SSH, files that are named from outside, a browser, addresses from users and bundled programs: a release that starts to use one of them is reported separately, whatever its version says. \"difylint capabilities\" and \"difylint risk\" show all places.",
	Sources:  []string{"dify-plugins: docs/plugin-submission-requirements.md"},
	Examples: capabilityAddedExamples,
	Options:  options(release.CapabilityAdded),
	Run:      told,
}
