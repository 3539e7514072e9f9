// Package rules is the catalogue: one folder a family, one file a rule, and
// All, the one list.
package rules

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/rules/asset"
	"github.com/difylint/difylint/rules/audit"
	"github.com/difylint/difylint/rules/config"
	"github.com/difylint/difylint/rules/declaration"
	"github.com/difylint/difylint/rules/dependency"
	"github.com/difylint/difylint/rules/file"
	"github.com/difylint/difylint/rules/identity"
	"github.com/difylint/difylint/rules/ignore"
	"github.com/difylint/difylint/rules/manifest"
	"github.com/difylint/difylint/rules/model"
	"github.com/difylint/difylint/rules/publish"
	"github.com/difylint/difylint/rules/release"
	"github.com/difylint/difylint/rules/schema"
	"github.com/difylint/difylint/rules/secret"
	"github.com/difylint/difylint/rules/source"
	"github.com/difylint/difylint/rules/version"
	"github.com/difylint/difylint/rules/yaml"
)

var all = []*lint.Rule{
	asset.Folder,
	asset.Icon,
	asset.IconContent,
	asset.IconScript,
	audit.Eval,
	audit.HostKey,
	audit.Localhost,
	audit.Memory,
	audit.Shell,
	audit.SQL,
	audit.SysPath,
	audit.SystemPath,
	audit.TempFile,
	audit.Timeout,
	audit.TLS,
	audit.UnsafeLoad,
	config.Invalid,
	declaration.Default,
	declaration.DuplicateName,
	declaration.Range,
	declaration.ReservedOutput,
	declaration.SeveralProviders,
	declaration.Template,
	dependency.DevTool,
	dependency.DirectURL,
	dependency.Disagree,
	dependency.Duplicate,
	dependency.Empty,
	dependency.Impossible,
	dependency.Include,
	dependency.Index,
	dependency.InvalidLine,
	dependency.LockSource,
	dependency.Marker,
	dependency.None,
	dependency.RequiresPython,
	dependency.SDKHidden,
	dependency.SDKMissing,
	dependency.SDKOld,
	dependency.Slip,
	dependency.StandardLibrary,
	dependency.Unbounded,
	dependency.Unpinned,
	dependency.WrongName,
	file.Entrypoint,
	file.Link,
	file.Missing,
	file.PathForm,
	file.Readme,
	file.Source,
	identity.Author,
	identity.Byline,
	identity.Identifier,
	identity.IdentifierClash,
	identity.IdentifierMajor,
	identity.Name,
	identity.Reference,
	identity.Rollback,
	identity.SamePlugin,
	identity.SharedProvider,
	identity.SimilarName,
	identity.SimilarPlugin,
	ignore.Expired,
	ignore.NoReason,
	ignore.Unknown,
	ignore.Unused,
	manifest.Families,
	model.Position,
	model.Unmatched,
	publish.Author,
	publish.Contact,
	publish.Executable,
	publish.Financial,
	publish.IconTemplate,
	publish.NetworkDomains,
	publish.Privacy,
	publish.PrivacyDisclosure,
	publish.PrivacyText,
	publish.ReadmeEmpty,
	publish.ReadmeEnglish,
	publish.ReadmeRepository,
	publish.ReadmeSections,
	publish.ReadmeTranslation,
	publish.Recommended,
	publish.Repository,
	publish.Required,
	publish.Size,
	publish.UnwantedFile,
	release.ArchRemoved,
	release.Bump,
	release.CredentialAdded,
	release.CredentialRemoved,
	release.CredentialRequired,
	release.CredentialType,
	release.DefaultChanged,
	release.FilesChanged,
	release.HostEased,
	release.HostRaised,
	release.IdentifierKept,
	release.ItemAdded,
	release.ItemRemoved,
	release.ModelAdded,
	release.ModelDeprecated,
	release.ModelExtended,
	release.ModelParameterRemoved,
	release.ModelReduced,
	release.ModelRemoved,
	release.OptionAdded,
	release.OptionRemoved,
	release.OutputAdded,
	release.OutputRemoved,
	release.ParameterAdded,
	release.ParameterForm,
	release.ParameterLoosened,
	release.ParameterNarrowed,
	release.ParameterRemoved,
	release.ParameterRequired,
	release.ParameterType,
	release.PermissionWidened,
	release.PluginRenamed,
	release.PromptChanged,
	release.ProviderAdded,
	release.ProviderRemoved,
	release.ProviderType,
	release.ScopeWidened,
	release.TextChanged,
	release.VersionBack,
	release.VersionUnchanged,
	schema.DuplicateKey,
	schema.Enum,
	schema.Limit,
	schema.Pattern,
	schema.Required,
	schema.Type,
	schema.UnknownKey,
	schema.YAMLValue,
	secret.Default,
	secret.InError,
	secret.Literal,
	secret.Logged,
	secret.Placeholder,
	secret.PrivateKey,
	secret.TextInput,
	secret.Token,
	source.Class,
	version.Agreement,
	version.Meta,
	version.MinimumDify,
	version.Pattern,
	version.Pyproject,
	version.Python,
	version.Semver,
	yaml.Documents,
	yaml.Empty,
	yaml.Syntax,
}

// All lists the rules in the order of their IDs. The slice is the caller's own;
// the rules are not to be changed.
func All() []*lint.Rule { return slices.Clone(all) }

// ByID is the rule with this ID, or nil.
func ByID(id string) *lint.Rule {
	i, ok := slices.BinarySearchFunc(all, id, func(r *lint.Rule, id string) int { return strings.Compare(r.ID, id) })
	if !ok {
		return nil
	}
	return all[i]
}
