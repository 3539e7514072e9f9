package sdk

// What each release of the SDK asks for.

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/difylint/difylint/lint/source/requirement"
)

//go:embed requires.txt
var requiresText string

// Release is a release of the SDK with what installing it asks for.
type Release struct {
	Version requirement.Version
	// Python is its requires-python.
	Python requirement.Specifiers
	// Requirements are its dependencies, each without a condition.
	Requirements []*requirement.Requirement
}

// Asks is the range of a distribution that the release wants, false where it
// does not name it. The name is normalised.
func (r *Release) Asks(name string) (*requirement.Requirement, bool) {
	for _, q := range r.Requirements {
		if q.Key() == name {
			return q, true
		}
	}
	return nil, false
}

// Published are the releases whose requirements are known, betas among them, the
// oldest first. The slice is shared.
var Published = sync.OnceValue(func() []Release {
	var out []Release
	for line := range strings.Lines(requiresText) {
		versions, asks, ok := strings.Cut(line, ":")
		if !ok || line[0] == '#' {
			continue
		}
		var r Release
		for word := range strings.FieldsSeq(asks) {
			if python, ok := strings.CutPrefix(word, "python"); ok && r.Python == nil {
				r.Python, _ = requirement.ParseSpecifiers(python)
				continue
			}
			r.Requirements = append(r.Requirements, requirement.ParseRequirement(word))
		}
		for word := range strings.FieldsSeq(versions) {
			r.Version, _ = requirement.ParseVersion(word)
			out = append(out, r)
		}
	}
	return out
})
