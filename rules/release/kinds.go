package release

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/release"
)

// Kinds lists the rules that report the changes of one kind each. They differ
// in data alone.
func Kinds() []*lint.Rule { return slices.Clone(kinds) }

var kinds = []*lint.Rule{
	kind(release.ArchRemoved, lint.Warning, "the plugin no longer runs on an architecture",
		"Users who run Dify on machines of that architecture cannot install the update. They stay with the old release."),
	kind(release.CapabilityAdded, lint.Info, "the plugin has a new high-risk capability",
		"An administrator agreed to the plugin that was installed. The marketplace counts as high risk: running commands, running code from outside, access to databases, SSH, files that are named from outside, a browser, addresses from users and bundled programs: a release that starts to use one of them is reported separately, whatever its version says. \"difylint capabilities\" and \"difylint risk\" show all places."),
	kind(release.CategoryChanged, lint.Warning, "the category of the plugin changed",
		"The platform puts a plugin into one category, by the families that its manifest names: with tools it is a tool, with endpoints alone an extension. The marketplace keeps a plugin in the category that it was published in, and refuses an update with another one. Publish the new family as a plugin of its own."),
	kind(release.CredentialAdded, lint.Info, "a new, optional credential or setting",
		"An addition requires a minor release. Existing configurations keep working without it."),
	kind(release.CredentialRemoved, lint.Info, "a credential or setting was removed",
		"The values that users gave are no longer read. Nobody has to do anything, so a patch is enough."),
	kind(release.CredentialNeeded, lint.Warning, "a credential or setting is now required, or is new and required",
		"Existing configurations of the provider or endpoint do not have it. They stop working until an administrator fills it in, who is often not the person who updated. With a `default`, nothing breaks."),
	kind(release.CredentialType, lint.Warning, "the type of a credential or setting changed",
		"Existing values were stored with the old type: a secret is stored and shown differently from a text, and a choice is not a text. Users must enter the value again."),
	kind(release.DefaultChanged, lint.Warning, "a default changed",
		"Nothing fails, but users who did not set the parameter get another result than before. Tell users about it."),
	kind(release.FilesChanged, lint.Info, "files of the package changed",
		"Sources, dependencies, texts and pictures that users do not see. They require a patch, because each version can be published only once."),
	kind(release.HostAdded, lint.Info, "the sources name a new host",
		"If a firewall allows plugins only certain hosts, a release that calls another host fails behind it; and users who agreed to send data to one service must be asked again for another. So a host that is new in the sources is reported separately, whatever the version says. Hosts that the manifest declares are release/scope-widened."),
	kind(release.HostEased, lint.Info, "the plugin needs less from its host",
		"Fewer permissions, less memory, an older Dify or one more architecture: the plugin still runs wherever it did before."),
	kind(release.HostRaised, lint.Info, "the plugin needs more from its host",
		"With a newer `minimum_dify_version`, a word that only a newer Dify accepts, another runner or more memory, the update cannot run everywhere where the old release did. It is reported separately, whatever the version says, because an administrator must decide."),
	kind(release.ItemAdded, lint.Info, "a new tool, endpoint, strategy, datasource or event",
		"An addition requires a minor release: the version shows users that there is something new, and users who update only fixes do not get it without asking."),
	kind(release.ItemRemoved, lint.Warning, "a tool, endpoint, strategy, datasource or event was removed or renamed",
		"A workflow refers to a tool by its name, a service calls an endpoint by its method and path. After an update without it, each such node and call fails without a warning. Keep the old name beside the new one for a while, or raise the major."),
	kind(release.ModelAdded, lint.Info, "a new model, model type, or way to configure models",
		"An addition requires a minor release: the version shows users that there is something new."),
	kind(release.ModelDeprecated, lint.Info, "a model is deprecated",
		"A deprecated model is no longer offered but keeps working where it is used. Nothing breaks, but users should know before the model is removed."),
	kind(release.ModelExtended, lint.Info, "a property of a model or strategy changed without a loss",
		"A model with a longer context or a new feature can be used for more. This requires a minor release."),
	kind(release.ModelParameter, lint.Info, "a model's parameter was removed",
		"The SDK drops parameters that a model's rules do not name, so calls continue without the parameter. They do not fail, but no longer do what the user asked for."),
	kind(release.ModelReduced, lint.Warning, "a model or strategy can do less than before",
		"Users choose a model by its properties: how much it reads (`context_size`), whether it sees pictures or calls tools (`features`), whether it chats (`mode`). With less, prompts that fitted before are refused, and nodes that use a removed feature stop working."),
	kind(release.ModelRemoved, lint.Warning, "a model was removed or can no longer be configured",
		"An application that uses the model fails after the update. If a model is retired, `deprecated: true` keeps it for existing users and hides it from everybody else; this requires only a minor release."),
	kind(release.OptionAdded, lint.Info, "a new option",
		"An addition requires a minor release. Existing choices do not change; the list has one more option."),
	kind(release.OptionRemoved, lint.Warning, "an option was removed",
		"A node or credentials with this option have a value that is no longer allowed: they are refused until somebody chooses again."),
	kind(release.OutputAdded, lint.Info, "a tool has a new output",
		"An addition requires a minor release. Existing nodes do not use the new output and keep working."),
	kind(release.OutputRemoved, lint.Warning, "an output of a tool was removed or changed its type",
		"Later nodes of a workflow refer to an output by its name. Without it they get nothing, and with another type they fail."),
	kind(release.ParameterAdded, lint.Info, "a new, optional parameter",
		"An addition requires a minor release. Existing workflows do not need the parameter."),
	kind(release.ParameterForm, lint.Warning, "a parameter is now filled by another hand: the model, or the user",
		"`form: llm` means that the model or the workflow fills the parameter in each time, `form: form` that a person does once. After a change, existing nodes have the value in the wrong place. The same is true for `multiple: true`: the source gets a list instead of one value."),
	kind(release.ParameterLoosened, lint.Info, "a parameter accepts more values than before",
		"Every valid value is still valid, and others are too. This requires a minor release."),
	kind(release.ParameterNarrowed, lint.Warning, "a parameter accepts fewer values than before",
		"A value that was valid is refused after the update: it is out of the new `min` or `max`, outside the new `scope`, or a list where only one value is accepted now."),
	kind(release.ParameterRemoved, lint.Warning, "a parameter was removed or renamed",
		"The value that a workflow or an agent passes for the parameter is silently dropped, and the tool behaves differently. A renamed parameter is two changes: the old one removed, and a new one."),
	kind(release.ParameterRequired, lint.Warning, "a parameter is now required, or is new and required",
		"An existing workflow does not pass the parameter. Its node fails until somebody opens it and fills it in. With a `default`, the parameter can be required and nothing breaks."),
	kind(release.ParameterType, lint.Warning, "the type of a parameter changed",
		"An existing workflow passes a value of the old type: the node fails, or the source gets a text where it expects a number. A type that accepts everything the old one accepted (`float` for `int`) breaks nothing."),
	kind(release.PermissionWidened, lint.Info, "the plugin requests a new permission",
		"An administrator agreed to what the plugin could do when it was installed, and must agree again to one more permission: calling other tools, models or applications, storing data, or storing more data. So it is reported separately, whatever the version says."),
	kind(release.PluginRenamed, lint.Warning, "the plugin's author or name changed",
		"Author and name identify the plugin: workflows, installations and the marketplace refer to `author/name`. With another author or name it is another plugin. Users of the old one are not offered the new one as an update, and existing workflows keep looking for the old one."),
	kind(release.PromptChanged, lint.Warning, "a text that models read changed",
		"A model chooses a tool and fills in its parameters by these texts. Nothing fails, but agents behave differently."),
	kind(release.ProviderAdded, lint.Info, "a new provider",
		"An addition requires a minor release: the version shows users that there is something new."),
	kind(release.ProviderRemoved, lint.Warning, "a provider was removed or renamed",
		"Workflows and credentials refer to a provider by its name. Without it, each node that uses one of its tools or models fails, and users must enter their credentials again."),
	kind(release.ProviderType, lint.Warning, "the type of the datasources changed",
		"A datasource's `provider_type` says what a knowledge pipeline gets from it: pages of a site, documents, files. A pipeline that was built on one type cannot use another."),
	kind(release.ScopeWidened, lint.Info, "the plugin declares a new scope or host",
		"Some manifests list what the plugin can access: scopes that an organisation defined (`permissions: [net:outbound]`), or hosts (`network.domains`). An administrator must agree to one more, so it is reported separately, whatever the version says."),
	kind(release.TextChanged, lint.Info, "a text that people read changed",
		"Labels, descriptions, icons, links and prices do not affect existing workflows. A patch is enough."),
}

// kind is the rule release/KIND.
func kind(k release.Kind, severity lint.Severity, title, why string) *lint.Rule {
	r := &lint.Rule{
		ID: family + string(k), Gate: lint.None, Severity: severity, Since: "0.1.0", Needs: release.Since,
		Title: title, Why: why, Options: options(k), Run: told,
	}
	switch {
	case k == release.CapabilityAdded:
		r.Sources = []string{"dify-plugins: docs/plugin-submission-requirements.md"}
	case k.Bump() == release.Major:
		r.Sources = sources
	}
	return r
}
