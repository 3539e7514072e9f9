// Package rules is the catalogue: one folder a family, one file a rule, and
// All, the one list.
//
// Stable: see docs/stability.md.
package rules

import (
	"embed"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/rules/archive"
	"github.com/difylint/difylint/rules/asset"
	"github.com/difylint/difylint/rules/audit"
	"github.com/difylint/difylint/rules/bundle"
	"github.com/difylint/difylint/rules/config"
	"github.com/difylint/difylint/rules/declaration"
	"github.com/difylint/difylint/rules/dependency"
	"github.com/difylint/difylint/rules/file"
	"github.com/difylint/difylint/rules/identity"
	"github.com/difylint/difylint/rules/ignore"
	importing "github.com/difylint/difylint/rules/import"
	"github.com/difylint/difylint/rules/installation"
	"github.com/difylint/difylint/rules/manifest"
	"github.com/difylint/difylint/rules/model"
	"github.com/difylint/difylint/rules/permission"
	"github.com/difylint/difylint/rules/publish"
	"github.com/difylint/difylint/rules/release"
	"github.com/difylint/difylint/rules/schema"
	"github.com/difylint/difylint/rules/scope"
	"github.com/difylint/difylint/rules/secret"
	"github.com/difylint/difylint/rules/signature"
	"github.com/difylint/difylint/rules/source"
	"github.com/difylint/difylint/rules/version"
	"github.com/difylint/difylint/rules/yaml"
)

var all = sorted(release.Kinds(), []*lint.Rule{
	archive.Bomb,
	archive.Damaged,
	archive.Duplicate,
	archive.Folder,
	archive.Header,
	archive.HiddenData,
	archive.Kind,
	archive.Manifest,
	archive.Name,
	archive.Size,
	asset.Folder,
	asset.Icon,
	asset.IconContent,
	asset.IconScript,
	audit.AnyURL,
	audit.Eval,
	audit.Extract,
	audit.HostKey,
	audit.InputPath,
	audit.Localhost,
	audit.Memory,
	audit.PlainHTTP,
	audit.PluginFolder,
	audit.ReadmeParameter,
	audit.Shell,
	audit.SQL,
	audit.SysPath,
	audit.SystemPath,
	audit.TempFile,
	audit.Timeout,
	audit.TLS,
	audit.UnsafeLoad,
	bundle.Assets,
	bundle.Empty,
	bundle.Icon,
	bundle.Package,
	bundle.Repeated,
	bundle.Unused,
	config.Invalid,
	declaration.Default,
	declaration.DuplicateName,
	declaration.EndpointPath,
	declaration.OutputSchema,
	declaration.Range,
	declaration.ReservedOutput,
	declaration.SeveralProviders,
	declaration.ShowOn,
	declaration.Template,
	dependency.Advisory,
	dependency.BuildSystem,
	dependency.DevTool,
	dependency.DirectURL,
	dependency.Disagree,
	dependency.Duplicate,
	dependency.Empty,
	dependency.Feature,
	dependency.Hashes,
	dependency.Impossible,
	dependency.Include,
	dependency.Index,
	dependency.InvalidLine,
	dependency.Large,
	dependency.LockSource,
	dependency.ManifestRanges,
	dependency.ManifestRequirements,
	dependency.ManifestUnread,
	dependency.Marker,
	dependency.NoWheel,
	dependency.None,
	dependency.Platform,
	dependency.RequiresPython,
	dependency.SDKBounds,
	dependency.SDKHidden,
	dependency.SDKMissing,
	dependency.SDKOld,
	dependency.Slip,
	dependency.StandardLibrary,
	dependency.Together,
	dependency.Unbounded,
	dependency.Unpinned,
	dependency.Wheel,
	dependency.WrongName,
	file.Entrypoint,
	file.LeftOut,
	file.Link,
	file.Missing,
	file.PathForm,
	file.Readme,
	file.Source,
	file.Unjudged,
	file.Unreadable,
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
	importing.Circular,
	importing.Missing,
	importing.SDKName,
	importing.StdlibName,
	importing.Transitive,
	importing.Undeclared,
	importing.Unused,
	installation.BodySize,
	installation.Compose,
	installation.Database,
	installation.Debugging,
	installation.DefaultSecret,
	installation.Dollar,
	installation.Duplicate,
	installation.Endpoint,
	installation.Exposed,
	installation.FilesURL,
	installation.Health,
	installation.ImageTag,
	installation.Installer,
	installation.KeyMismatch,
	installation.Localhost,
	installation.Memory,
	installation.NoProxy,
	installation.NotPassedOn,
	installation.Overridden,
	installation.Owner,
	installation.PluginIndex,
	installation.PluginMemory,
	installation.PluginProxy,
	installation.PluginSignature,
	installation.PluginSize,
	installation.PluginTimeout,
	installation.Port,
	installation.Proxy,
	installation.Redis,
	installation.ReleaseMismatch,
	installation.Replicas,
	installation.Required,
	installation.ServiceName,
	installation.SignatureOff,
	installation.Since,
	installation.Storage,
	installation.ThirdPartyKeys,
	installation.Timeout,
	installation.UnknownName,
	installation.Unused,
	installation.URL,
	installation.Value,
	installation.ValueType,
	installation.Volume,
	manifest.Families,
	manifest.RunnerVersion,
	model.Form,
	model.Position,
	model.Property,
	model.Unmatched,
	permission.Endpoint,
	permission.ModelKind,
	permission.ModelSession,
	permission.NoKind,
	permission.Undeclared,
	permission.Unused,
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
	publish.ReadmeEncoding,
	publish.ReadmeEnglish,
	publish.ReadmeRepository,
	publish.ReadmeSections,
	publish.ReadmeTranslation,
	publish.ReadmeVersion,
	publish.Recommended,
	publish.Repository,
	publish.Required,
	publish.Requirements,
	publish.Size,
	publish.UnwantedFile,
	release.Bump,
	release.IdentifierKept,
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
	scope.Form,
	scope.Missing,
	scope.Repeated,
	scope.Unknown,
	scope.Unused,
	secret.AskedOfModel,
	secret.Default,
	secret.InError,
	secret.Literal,
	secret.Logged,
	secret.Placeholder,
	secret.PrivateKey,
	secret.TextInput,
	secret.Token,
	signature.Absent,
	signature.Algorithm,
	signature.Changed,
	signature.Foreign,
	signature.Key,
	signature.Malformed,
	signature.Time,
	signature.Verification,
	source.Abstract,
	source.Channel,
	source.Class,
	source.EventName,
	source.ImportTime,
	source.LostMessage,
	source.MessageCall,
	source.ModelClass,
	source.Namespace,
	source.NeverRuns,
	source.OutputName,
	source.Override,
	source.Pydantic1,
	source.ReturnedValue,
	source.SDKArgument,
	source.SessionCall,
	source.Shadow,
	source.Syntax,
	source.UndefinedName,
	source.UnknownAttribute,
	source.UnmetKey,
	source.UnwrittenMethod,
	source.YieldedValue,
	version.Agreement,
	version.Meta,
	version.MinimumDify,
	version.Pattern,
	version.Pyproject,
	version.Python,
	version.Semver,
	yaml.Documents,
	yaml.Empty,
	yaml.SDKSyntax,
	yaml.Syntax,
})

func sorted(lists ...[]*lint.Rule) []*lint.Rule {
	return slices.SortedFunc(slices.Values(slices.Concat(lists...)), func(a, b *lint.Rule) int { return strings.Compare(a.ID, b.ID) })
}

//go:embed */*.txtar
var exampleFiles embed.FS

// A rule's examples are beside it: rules/family/name.txtar. TestCatalogue reports
// a rule without any.
func init() {
	for _, r := range all {
		r.Page = lint.RulePage(r.ID)
		r.Examples = func() string {
			text, _ := exampleFiles.ReadFile(place(r) + ".txtar")
			return string(text)
		}
	}
}

// place is where a rule is, below this folder and without the ending.
func place(r *lint.Rule) string {
	return strings.ReplaceAll(r.Family(), "-", "") + "/" + strings.ReplaceAll(r.Name(), "-", "_")
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
