// Package release reads two releases of a plugin as the plugin's users see them
// and tells what changed: tools, models, endpoints, strategies, datasources and
// events, their parameters and outputs, credentials and settings, permissions
// and what the plugin asks of its host. It classes each change, says which
// version the changes ask for, and whether the new version is that.
//
// Sources are compared only for what they reach: hosts that they name, and what
// the marketplace counts as a risk, such as commands. Else they are reported as
// changed files: what a function does cannot be seen from its declaration.
//
// Not stable: see docs/stability.md.
package release

import (
	"slices"

	"github.com/difylint/difylint/lint/source/text"
)

// Bump is the least part of a version that must be raised for a change.
type Bump uint8

// The bumps, in order. Each stands for a class of change: nothing, a fix,
// something added, something broken.
const (
	None Bump = iota
	Patch
	Minor
	Major
)

var bumpNames = [...]string{"none", "patch", "minor", "major"}

func (b Bump) String() string { return bumpNames[b&3] }

// Said is the bump in the reader's language.
func (b Bump) Said() text.Message {
	return [...]text.Message{text.Msg("none"), text.Msg("patch"), text.Msg("minor"), text.Msg("major")}[b&3]
}

// Class is the class of change in a word: none, fix, added, breaking.
func (b Bump) Class() string { return [...]string{"none", "fix", "added", "breaking"}[b&3] }

// ParseBump reads none, patch, minor or major.
func ParseBump(s string) (Bump, error) {
	if i := slices.Index(bumpNames[:], s); i >= 0 {
		return Bump(i), nil
	}
	return None, text.Errorf("invalid level %q: use none, patch, minor or major", s)
}

// Kind is a kind of change, and the name of the rule release/<kind> that tells it.
type Kind string

// The kinds of change.
const (
	PluginRenamed     Kind = "plugin-renamed"
	CategoryChanged   Kind = "category-changed"
	ProviderRemoved   Kind = "provider-removed"
	ProviderType      Kind = "provider-type"
	ItemRemoved       Kind = "item-removed"
	ModelRemoved      Kind = "model-removed"
	ModelReduced      Kind = "model-reduced"
	ParameterRemoved  Kind = "parameter-removed"
	ParameterRequired Kind = "parameter-required"
	ParameterType     Kind = "parameter-type"
	ParameterForm     Kind = "parameter-form"
	ParameterNarrowed Kind = "parameter-narrowed"
	OptionRemoved     Kind = "option-removed"
	OutputRemoved     Kind = "output-removed"
	CredentialNeeded  Kind = "credential-required"
	CredentialType    Kind = "credential-type"
	ArchRemoved       Kind = "arch-removed"

	ProviderAdded     Kind = "provider-added"
	ItemAdded         Kind = "item-added"
	ModelAdded        Kind = "model-added"
	ModelExtended     Kind = "model-extended"
	ModelDeprecated   Kind = "model-deprecated"
	ModelParameter    Kind = "model-parameter-removed"
	ParameterAdded    Kind = "parameter-added"
	ParameterLoosened Kind = "parameter-loosened"
	OptionAdded       Kind = "option-added"
	OutputAdded       Kind = "output-added"
	CredentialAdded   Kind = "credential-added"
	PermissionWidened Kind = "permission-widened"
	ScopeWidened      Kind = "scope-widened"
	HostRaised        Kind = "host-raised"
	CapabilityAdded   Kind = "capability-added"
	HostAdded         Kind = "host-added"

	CredentialRemoved Kind = "credential-removed"
	DefaultChanged    Kind = "default-changed"
	PromptChanged     Kind = "prompt-changed"
	TextChanged       Kind = "text-changed"
	HostEased         Kind = "host-eased"
	FilesChanged      Kind = "files-changed"
)

// kinds are all kinds, the gravest first, and their bumps where nothing else is
// configured.
var kinds = []struct {
	bump Bump
	of   []Kind
}{
	{Major, []Kind{
		PluginRenamed, CategoryChanged, ProviderRemoved, ProviderType, ItemRemoved, ModelRemoved, ModelReduced, ParameterRemoved, ParameterRequired,
		ParameterType, ParameterForm, ParameterNarrowed, OptionRemoved, OutputRemoved, CredentialNeeded, CredentialType, ArchRemoved,
	}},
	{Minor, []Kind{PermissionWidened, ScopeWidened, HostRaised}},
	{None, []Kind{CapabilityAdded, HostAdded}}, // seen in the sources: reported, and left to the author's judgement
	{Minor, []Kind{
		ProviderAdded, ItemAdded, ModelAdded, ModelExtended, ModelDeprecated, ModelParameter, ParameterAdded, ParameterLoosened,
		OptionAdded, OutputAdded, CredentialAdded,
	}},
	{Patch, []Kind{CredentialRemoved, DefaultChanged, PromptChanged, TextChanged, HostEased, FilesChanged}},
}

// Bump is the kind's bump where nothing else is configured.
func (k Kind) Bump() Bump {
	for _, group := range kinds {
		if slices.Contains(group.of, k) {
			return group.bump
		}
	}
	return None
}

// Widens reports whether administrators consent to the change again: it is reported
// even where the version was raised enough.
func (k Kind) Widens() bool {
	return slices.Contains([]Kind{PermissionWidened, ScopeWidened, HostRaised, CapabilityAdded, HostAdded}, k)
}

// Kinds lists all kinds, the gravest first.
func Kinds() (out []Kind) {
	for _, group := range kinds {
		out = append(out, group.of...)
	}
	return out
}
