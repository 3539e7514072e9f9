package messages

// What Dify's API says: it reads what the daemon answers, loads packages from
// the marketplace and from GitHub, and answers the plugins' calls back.

var apiMessages = []*Message{
	{
		ID: "api/parse", By: API, Gate: "install", Weight: consequence,
		Says: []string{
			`Failed to parse response from plugin daemon to PluginDaemonBasicResponse {:\[?}{value:[\w\[\]. ]*}`, `validation error{:s?} for PluginDaemonBasicResponse`, `{value:\w+} is not a valid ModelType`, `'{value:[\w.-]+}' is not a valid {name:\w+Type}`,
		},
		Means: "The API cannot read what the daemon answers: one plugin's declaration has a value that this Dify does not know, or the two releases do not fit.",
		Causes: []Cause{
			{Rules: []string{"schema/enum", "schema/type", "schema/required", "schema/limit", "schema/pattern", "version/minimum-dify"}, Why: "a declaration has a value that Dify's API does not take, though the daemon does", Todo: "Look at the lines before: they name the field (data.…). Correct it in the plugin, or remove the plugin that has it; one bad plugin breaks the list of all."},
			{Fault: Installation, Why: "the releases of the API and of plugin_daemon do not fit together", Todo: "Use the release of plugin_daemon that the compose file of your Dify names."},
		},
		Common: true,
	},
	{
		ID: "api/path", By: API, Gate: "none", Weight: plain,
		Says:   []string{`Invalid plugin daemon path: {value:[^\n"]{1,200}}`},
		Means:  "The API does not ask the daemon: a name in the address is too long, or goes through other folders.",
		Causes: []Cause{{Fault: Installation, Why: "an identifier, or the name of a file, in the request is not one of a plugin", Todo: "Open the plugin's page in Dify again, and repeat what failed there."}},
	},
	{
		ID: "api/daemon-404", By: API, Gate: "none", Weight: plain,
		Says: []string{
			`Failed to request plugin daemon, status: {value:4\d\d}, url: {other:\S+}`, `Client error '{value:404 Not Found|405 Method Not Allowed|40\d [\w ]+}' for url '{other:https?://[\w.-]*plugin[\w.-]*:\d+/plugin/[^'\n]{0,300}}`, `{:decode/from_identifier}{:[^\n]{0,200}?}status={value:4\d\d}`, `status={value:4\d\d}{:[^\n]{0,300}?}{:decode/from_identifier}`,
		},
		Means: "The daemon refuses, or does not know, what the API asks it.",
		Causes: []Cause{
			{When: map[string]string{"value": `401.*|403.*`}, Fault: Installation, Why: "the key of the API and that of the daemon differ", Settings: []string{"PLUGIN_DAEMON_KEY"}, Todo: "Give both containers the same PLUGIN_DAEMON_KEY, and start both anew."},
			{Fault: Installation, Why: "the release of plugin_daemon is older or newer than the API: it does not have this address, or takes it in another way", Settings: []string{"PLUGIN_DAEMON_URL", "PLUGIN_REMOTE_INSTALLING_ENABLED"}, Todo: "Use the release of plugin_daemon that the compose file of your Dify names, and look whether PLUGIN_DAEMON_URL leads to it."},
		},
	},
	{
		ID: "api/daemon-down", By: API, Gate: "none", Weight: plain,
		Says: []string{
			`Failed to request plugin daemon, url: {value}`, `Request to Plugin Daemon Service failed`, `Failed to request plugin daemon`, `Plugin daemon unavailable`, `{:plugin_daemon|plugin-daemon}{:[^\n]{0,80}}{:connection refused|name or service not known|could not be resolved|no such host}`,
			`host not found in upstream "{value:plugin_daemon|plugin-daemon}`, `plugin daemon: {value:[^\n]{1,200}}, code: {number:-?\w+}`,
		},
		Means: "The API does not reach the daemon.",
		Causes: []Cause{
			{Fault: Installation, Why: "plugin_daemon does not run, or PLUGIN_DAEMON_URL leads elsewhere", Settings: []string{"PLUGIN_DAEMON_URL", "PLUGIN_DAEMON_PORT", "PLUGIN_DAEMON_KEY", "NO_PROXY"}, Todo: "Look whether plugin_daemon runs (docker ps, docker logs docker-plugin_daemon-1); from source, set PLUGIN_DAEMON_URL=http://127.0.0.1:5002; the port 5003 is the one for debugging."},
		},
	},
	{
		ID: "api/marketplace", By: API, Gate: "install", Weight: plain,
		Says: []string{
			`Reached maximum retries {:(?:\(\d*\) )?}for URL {value:https?://(?:[^\s"',]*(?:market|github|plugin)[^\s"',]*)}`, `Reached maximum retries {:(?:\(\d*\) )?}for URL {value:[^\s"',]+}`, `{:[^\n]{0,120}?marketplace\.dify\.ai}{:[^\n]{0,200}}{other:timed? ?out|name or service not known|no such host|temporary failure|refused|unreachable|reset|could not resolve|certificate|SSL|ConnectError|ERR_\w+}`, `{:ERR_CONNECTION_TIMED_OUT|ERR_NAME_NOT_RESOLVED|ERR_CONNECTION_REFUSED}`,
			`failed on attempt {number}: {value}`, `{:helper[/.]}marketplace.py`, `failed to fetch latest plugin version`, `marketplace is not enabled`, `Failed to fetch plugins? from marketplace`,
		},
		Means: "The API did not reach the marketplace, or GitHub, to load a package.",
		Causes: []Cause{
			{Fault: Installation, Why: "the API's container does not reach {value}: no name, no way out, a proxy, or the marketplace is switched off", Settings: []string{"MARKETPLACE_ENABLED", "MARKETPLACE_API_URL", "HTTP_PROXY", "HTTPS_PROXY", "SSRF_PROXY_HTTPS_URL"}, Todo: "Try the address from the API's container (curl -v); set the proxy for api and worker, or load the package elsewhere and install it as a local file."},
		},
		Common: true,
	},
	{
		ID: "api/restricted", By: API, Gate: "install", Weight: plain,
		Says:   []string{`Plugin installation is restricted to {value}`, `Installing plugins is not allowed`},
		Means:  "This installation, or workspace, does not allow this plugin.",
		Causes: []Cause{{Fault: Installation, Why: "only plugins of some sources may be installed here", Todo: "Ask the administrator; on Dify's cloud and in the enterprise edition it is a setting of the system."}},
	},
	{
		ID: "api/inner", By: API, Gate: "call", Weight: plain,
		Says: []string{
			`request failed with status code: {value:\d+} and respond with: {other:[^\n]{0,300}}`, `{:/inner/api/[\w/-]*}{:[^\n]{0,120}}{value:404|401|403|refused|timeout|no such host|x509[^\n]{0,60}}`, `inner/api/invoke/{other:[\w/-]+}`, `attempt {:\d+/\d+} failed{:[^\n]{0,20}} status code: {value:\d+}`, `all {number} attempts failed, last error: {value}`,
			`Post "{other:https?://[^"\n]*/inner/api/[^"\n]*}": {value:[^\n]{0,200}}`,
		},
		Means: "A call back from the plugin into Dify was refused or not reached.",
		Causes: []Cause{
			{When: map[string]string{"value": `404.*`}, Fault: Installation, Why: "the inner API for plugins answers 404: the key does not fit, or the address is not the API's", Settings: []string{"PLUGIN_DIFY_INNER_API_KEY", "PLUGIN_DIFY_INNER_API_URL", "INNER_API_KEY_FOR_PLUGIN"}, Todo: "Give the API (INNER_API_KEY_FOR_PLUGIN) and plugin_daemon (PLUGIN_DIFY_INNER_API_KEY) the same key, set PLUGIN_DIFY_INNER_API_URL=http://api:5001, and start both anew."},
			{When: map[string]string{"value": `x509.*|.*certificate.*`}, Fault: Installation, Why: "PLUGIN_DIFY_INNER_API_URL is https with a certificate that the daemon does not trust", Settings: []string{"PLUGIN_DIFY_INNER_API_URL"}, Todo: "Use the address within the network: http://api:5001."},
			{When: map[string]string{"value": `500.*`}, Fault: API, Why: "the API failed while it answered the plugin", Settings: []string{"PLUGIN_DIFY_INNER_API_URL"}, Todo: "Look in the log of the API for the traceback of the same moment."},
			{Fault: Installation, Why: "the daemon does not reach the inner API, or is refused", Settings: []string{"PLUGIN_DIFY_INNER_API_URL", "PLUGIN_DIFY_INNER_API_KEY"}, Todo: "Set PLUGIN_DIFY_INNER_API_URL=http://api:5001 and the same key on both sides."},
		},
		Common: true,
	},
	{
		ID: "api/timeout", By: Daemon, Gate: "call", Weight: plain,
		Says:  []string{`killed by timeout`, `PluginDaemonInternalServerError: {:[^\n]{0,60}}time{: ?}out`, `{:PLUGIN_MAX_EXECUTION_TIMEOUT}{:[^\n]{0,40}}`, `plugin{:[\w ]{0,30}} execution timed? ?out`},
		Means: "A call to the plugin took longer than the installation allows: 600 seconds, if nothing else is set.",
		Causes: []Cause{
			{Fault: Installation, Why: "the model or service behind the plugin is slow, or the plugin waits for ever", Settings: []string{"PLUGIN_MAX_EXECUTION_TIMEOUT", "PLUGIN_DAEMON_TIMEOUT", "GUNICORN_TIMEOUT"}, Todo: "Raise PLUGIN_MAX_EXECUTION_TIMEOUT for plugin_daemon (and PLUGIN_DAEMON_TIMEOUT for the API), or make the call smaller."},
			{Rules: []string{"audit/timeout", "source/never-runs"}, Why: "the plugin waits without a timeout", Todo: "Give requests a timeout."},
		},
		Common: true,
	},
	{
		ID: "api/tool-parameter", By: API, Gate: "call", Weight: plain,
		Says: []string{
			`The tool parameter value {value} is not in correct type of {other}`, `tool parameter {name:[\w.-]+} not found in tool config`, `tool parameter {name:[\w.-]+} value {value} not in options {other}`,
			`The {:tools |var |}selector must be a {value}`, `This parameter only accepts one file but got multiple files`,
		},
		Means: "A workflow hands a tool a value that the tool's declaration does not take.",
		Causes: []Cause{
			{Rules: []string{"release/identifier-kept", "declaration/default", "schema/enum"}, Why: "the parameter was changed or removed since the workflow was made, or the workflow gives a value of another type", Todo: "Choose the tool anew in the workflow; keep the names and options of parameters from release to release."},
		},
		Common: true,
	},
	{
		ID: "api/back", By: API, Gate: "call", Weight: plain,
		Says: []string{
			`invalid payload: {value}`, `tenant not found`, `user not found`, `app not found`, `unexpected app type`, `missing query`, `Invalid opt: {value}`, `Model schema not found for {name}`, `Unsupported model type: {value}`, `file must be a hex string`,
		},
		Means: "Dify refuses what a plugin asks of it in a call back.",
		Causes: []Cause{
			{Why: "the plugin names an app, a model or a user that this workspace does not have, or asks an app for what its type does not do", Todo: "Look at the arguments of the session's call, and at the app or model that the user chose."},
		},
		Everyday: true,
	},
	{
		ID: "api/provider", By: API, Gate: "none", Weight: plain,
		Says: []string{
			`Provider {name:[\w./-]+} does not have {:small dark |small |}icon`, `Unsupported icon type: {value}`, `can not found asset {icon:[^\s,]+}`, `Invalid provider: {name}`, `Invalid provider type: {value}`, `Invalid credential type: {value}`,
			`Builtin provider {name:[\w./-]+} not found when fetching credentials`, `Subscription {name:[\w-]+} not found`, `Failed to delete credentials: {value}`, `Invalid plugin id {name}`, `Unknown plugin source: {value}`,
		},
		Means: "Dify asks for a part of a plugin, or of its credentials, that is not there.",
		Causes: []Cause{
			{When: map[string]string{"icon": `.+`}, Rules: []string{"asset/icon"}, Why: "the picture {icon} is not in the package that is installed", Todo: "Put the file into _assets, package anew, and install that."},
			{Fault: Installation, Why: "the plugin was removed or exchanged since, and a workflow or a credential still names the old one", Todo: "Choose the provider anew in the workflow, and enter its credentials again."},
		},
		Everyday: true,
	},
	{
		ID: "api/invoked", By: API, Gate: "call", Weight: consequence,
		Says: []string{
			`Failed to invoke {value:moderation|file embedding|multimodal rerank|rerank|speech to text|text embedding}`, `Error in stream re{:s?}ponse for plugin {name:[\w./-]+}`, `got unknown error from plugin daemon: {value}`, `Error {:getting authorization URL|getting credentials|refreshing credentials}: {value}`,
			`Plugin service returned no options for parameter {:[^\n]{0,80}?}in provider`, `Failed to deserialize response from hex string`,
		},
		Means: "A call to a plugin failed, or brought nothing.",
		Causes: []Cause{
			{Rules: []string{"source/abstract", "source/class", "source/never-runs"}, Why: "the plugin's code failed: the message after it, or an earlier one in the daemon's log, says how", Todo: "Paste the daemon's log of the same moment (docker logs docker-plugin_daemon-1)."},
		},
		Common: true,
	},
	{
		ID: "api/file-size", By: API, Gate: "call", Weight: plain,
		Says:  []string{`File {:chunk |}is too large which reached the limit of {value}`},
		Means: "A tool answered with a file that is larger than Dify takes, or in pieces that are.",
		Causes: []Cause{
			{Why: "a file may have 30 MB, and a piece of it 8 KB", Todo: "Send the file with create_blob_message, which cuts it; store larger ones elsewhere and answer with a link."},
		},
	},
	{
		ID: "api/migration", By: API, Gate: "install", Weight: plain,
		Says: []string{
			`Failed to download plugin {name}`, `Failed to fetch plugin unique identifier for {name}`, `Failed to process {:tool|tenant} {name}`, `Failed to get installation for tenant {name}`, `failed to fetch plugin manifests`, `Marketplace disabled in offline mode`,
			`You used a remote plugin: {name} in the app`,
		},
		Means: "Dify did not find, or not reach, a plugin that a workspace or an app uses.",
		Causes: []Cause{
			{Fault: Installation, Why: "the marketplace is not reached or switched off, or does not have the plugin", Settings: []string{"MARKETPLACE_ENABLED", "MARKETPLACE_API_URL", "HTTPS_PROXY"}, Todo: "Try the marketplace's address from the API's container; install the plugin as a local file where there is no way out. A plugin under remote debugging cannot be exported with an app: install it first."},
		},
		Common: true,
	},
	{
		ID: "api/unauthorized", By: Daemon, Gate: "none", Weight: plain,
		Says:   []string{`PluginDaemonUnauthorizedError`, `{:plugin[^\n]{0,60}}"{:message":\s*"}unauthorized"`},
		Means:  "The daemon does not take the API's key.",
		Causes: []Cause{{Fault: Installation, Why: "PLUGIN_DAEMON_KEY of the API and SERVER_KEY of the daemon differ", Settings: []string{"PLUGIN_DAEMON_KEY"}, Todo: "Give both containers the same key, and start both anew."}},
	},
	{
		ID: "api/invalid-param", By: API, Gate: "install", Weight: wrapper,
		Says:   []string{`"{:code":\s*"}invalid_param"`, `tenant ID is required`, `{:plugin_id|tenant_id} is required`, `invalid plugin category`},
		Means:  "The API refuses what was asked; the message in it says why.",
		Causes: []Cause{{Why: "the message in it says why", Todo: "Paste the whole answer."}},
		Common: true,
	},
}
