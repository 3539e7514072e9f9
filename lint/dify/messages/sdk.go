package messages

// What the SDK says when the plugin's process starts, and what the API says of
// declarations: both read them with pydantic.

// yes and no parts of pydantic's sentences.
const (
	pydantic     = `{msg:(?:field required|input should be [^\[\n]{1,600}|string should (?:match|have) [^\[\n]{1,200}|(?:list|dictionary|value|bytes|tuple) should have [^\[\n]{1,200}|decimal input should be[^\[\n]{1,200}|(?:value|assertion) error, (?:[^e\n]|e[^r\n])[^\n]{0,400}?|extra inputs are not permitted|unable to [^\[\n]{1,100}|input was not a valid [^\[\n]{1,100}|datetimes? should have[^\[\n]{1,100}|object has no attribute[^\[\n]{1,100}|url rule must [^\[\n]{1,60}|keys should be strings[^\[\n]{0,60}|input(?: s\w{0,5}(?: be?)?)?\s*$|field(?: r\w*)?\s*$|string(?: s\w*)?\s*$|[if]\w{0,4}\s*$)}`
	pydanticType = `{type:missing|enum|literal_error|extra_forbidden|value_error|assertion_error|(?:string|int|float|bool|bytes|list|dict|set|tuple|model|decimal|datetime|date|time|url|json|dataclass|model_attributes|union_tag|callable|none|greater|less|finite|multiple|too|is|get|iterable|arguments?|invalid|recursion|frozen|mapping)_?\w*}`
)

// ownFile is a declaration's file as the SDK names it.
const ownFile = `{file:(?:manifest|(?:provider|providers|tools|models|group|endpoints|events|triggers|strategies|datasources)/[\w./-]{1,200})\.ya?ml}`

// typed are the causes of a value that pydantic refuses, by its name for it.
var typed = []Cause{
	{When: map[string]string{"model": `PluginDaemonBasicResponse.*`, "loc": `data`, "type": `model_type|list_type|type|model_attributes_type`}, Fault: Installation, Rules: []string{"installation/release-mismatch"}, Why: "the releases of the API and of plugin_daemon do not fit together: one answers in a form that the other does not read", Todo: "Use the release of plugin_daemon that the compose file of your Dify names."},
	{Quote: "Input should be …, … or … [type=enum, …]", When: map[string]string{"msg": "|(?i)i(?:n(?:p(?:ut?)?)?)?|input s\\w*(?: be?)?", "loc": `(?:.*\.)?(?:typ?e?|for?m?|scop?e?|featu?r?e?s?)(?:\.\d+)?`}, Rules: []string{"schema/enum", "schema/type", "schema/required"}, Why: "the value of {loc} is not one of those that are taken", Todo: "Take one of the values that the page of the rule lists; the message is cut."},
	{When: map[string]string{"msg": "", "type": ""}, Quote: "Field required [type=missing, …]", Rules: []string{"schema/required", "schema/type", "schema/enum"}, Why: "{loc} is missing or not as the platform wants it: the message is cut", Todo: "Paste the whole message, or look at the key."},
	{When: map[string]string{"type": "missing"}, Quote: "Field required [type=missing, …]", Rules: []string{"schema/required", "schema/type", "schema/unknown-key", "file/missing"}, Why: "the key {loc} is missing, or is written in another way", Todo: "Add the key, or correct its spelling."},
	{When: map[string]string{"input_type": "NoneType"}, Rules: []string{"schema/required", "schema/type", "schema/enum"}, Why: "{loc} has no value", Todo: "Write the value behind the colon, or take the key out where it is not required."},
	{When: map[string]string{"type": "enum|literal_error", "input_type": "dict|list|date|datetime"}, Quote: "Input should be a valid … [type=…_type, …]", Rules: []string{"schema/type", "schema/enum", "schema/required"}, Why: "the value of {loc} is of another kind than the platform wants", Todo: "Write one of the values that the message lists, in quotes."},
	{When: map[string]string{"type": "enum|literal_error"}, Rules: []string{"schema/enum", "schema/type", "dependency/feature", "version/minimum-dify"}, Why: "the value of {loc} is not one of those that are taken", Todo: "Take one of the values that the message lists."},
	{When: map[string]string{"type": "value_error|assertion_error|string_pattern_mismatch", "loc": `(?:manifest\.)?version`}, Quote: "Value error, Invalid version format: …", Rules: []string{"version/pattern", "schema/pattern", "schema/required"}, Why: "the version is not written as the platform wants it", Todo: "Write three numbers, such as 1.0.2."},
	{When: map[string]string{"type": "value_error|assertion_error|string_pattern_mismatch", "loc": `(?:manifest\.)?meta\.minimum_dify_version`}, Rules: []string{"version/minimum-dify", "schema/pattern"}, Why: "minimum_dify_version is not written as the platform wants it", Todo: "Write one version, such as 1.4.0."},
	{When: map[string]string{"type": "value_error|assertion_error|string_pattern_mismatch", "loc": `(?:manifest\.)?meta\.version`}, Rules: []string{"version/meta", "version/pattern", "schema/pattern"}, Why: "this version is not written as the platform wants it", Todo: "Write three numbers, such as 0.0.1."},
	{When: map[string]string{"type": "string_pattern_mismatch", "loc": `(?:manifest\.)?author`}, Quote: "String should match pattern '^[a-zA-Z0-9_-]{1,64}$'", Rules: []string{"identity/author", "schema/pattern"}, Why: "the author has characters that are not taken", Todo: "Use lower-case letters, digits, - and _."},
	{When: map[string]string{"type": "string_pattern_mismatch", "loc": `(?:manifest\.)?name`}, Quote: "String should match pattern '^[a-z0-9_-]{1,128}$'", Rules: []string{"identity/name", "schema/pattern"}, Why: "the name has characters that are not taken", Todo: "Use lower-case letters, digits, - and _."},
	{When: map[string]string{"type": `(?:string|list|dict|bytes)?_?too_(?:long|short)|greater_than\w*|less_than\w*|limit`}, Quote: "String should have at most … characters [type=string_too_long, …]", Rules: []string{"schema/limit"}, Why: "the value of {loc} is too long, too short, too large or too small", Todo: "Keep to the limit that the message names."},
	{When: map[string]string{"type": "string_type|type", "loc": `(?:manifest\.|declaration\.)?version`}, Rules: []string{"version/pattern", "schema/type", "schema/required"}, Why: "the version is not text of three numbers", Todo: "Write three numbers, such as 1.0.2; 1.0 is a number to YAML."},
	{When: map[string]string{"type": "string_type|type", "loc": `(?:manifest\.|declaration\.)?meta\.version`}, Rules: []string{"version/meta", "schema/type", "schema/required"}, Why: "this version is not text of three numbers", Todo: "Write three numbers, such as 0.0.1."},
	{When: map[string]string{"type": "string_type|type", "loc": `(?:manifest\.|declaration\.)?author`}, Rules: []string{"identity/author", "schema/type", "schema/required"}, Why: "the author is not text", Todo: "Put the author in quotes."},
	{When: map[string]string{"type": "string_type|type", "loc": `(?:manifest\.)?name`, "model": `|PluginConfiguration`}, Rules: []string{"schema/required", "identity/name", "schema/type"}, Why: "the name is empty or not text", Todo: "Write the name, in quotes where it looks like a number."},
	{When: map[string]string{"type": "extra_forbidden"}, Quote: "Extra inputs are not permitted", Rules: []string{"schema/unknown-key"}, Why: "the key {loc} is not known", Todo: "Take the key out, or correct its spelling."},
	{When: map[string]string{"type": "value_error|assertion_error", "msg": "(?i).*should be (?:a |defined as a )(?:list|string|mapping).*"}, Rules: []string{"schema/type", "file/path-form", "schema/required"}, Why: "the value of {loc} is of another kind than the platform wants", Todo: "Write the value as the kind that the message names."},
	{When: map[string]string{"type": "value_error|assertion_error|string_pattern_mismatch"}, Quote: "String should match pattern '…'", Rules: []string{"schema/pattern", "schema/type", "schema/enum", "schema/limit", "declaration/default", "declaration/range", "declaration/duplicate-name", "schema/required"}, Why: "the value of {loc} is not one that the platform takes", Todo: "Correct the value."},
	{When: map[string]string{"type": `.*`}, Rules: []string{"schema/type", "schema/yaml-value", "schema/required", "file/source", "file/entrypoint", "dependency/feature"}, Why: "the value of {loc} is of another kind than the platform wants", Todo: "Write the value as the kind that the message names; put text that looks like a number or a date in quotes."},
}

var sdkMessages = []*Message{
	{
		ID: "sdk/value", By: SDK, Gate: "start", Weight: exact, Source: "pydantic: validation errors",
		Says: []string{
			`validation error for {model} {loc} ` + pydantic + `{: \[type=}` + pydanticType + `{:(?:, input_value=(?P<value>[^\n]{0,300}?)(?:, input_type=(?P<input_type>\w+))?\])?}`,
			`validation error{:s?} for {model} {loc} ` + pydantic,
			`validation error{:s?} for {model} {loc:[A-Za-z_][\w-]*(?:\.[\w\[\]$-]+)*}{:\s*$}`,
			`{:(?:^|[\n]|[:;] |\s{2,})}{loc}{:\s*\n\s+}` + pydantic + `{:\s*}[type=` + pydanticType,
			`{:(?:^|\n|[\s\["'(])}{loc} ` + pydanticType + `: ` + pydantic,
			`{loc} ` + pydanticType + `: Input should be`,
		},
		Means:  "A declaration has a value that the plugin's process does not take: it does not start.",
		Causes: typed,
	},
	{
		ID: "sdk/empty", By: SDK, Gate: "start", Weight: exact, Source: "pydantic: validation errors",
		Says: []string{
			`{:(?:^|[\n]|[:;] |\s{2,})}identity{:\s*\n\s+}Field required{:[^\n]*\n(?:\s+For further[^\n]*\n)?\s*}{:extra|description|provider|label|parameters}{:\s*\n\s+}Field required`,
			`identity missing: Field required{:\s+(?:\S*: )?}{:extra|description|provider|label|parameters} missing: Field required`,
		},
		Means: "A declaration has none of the keys that it must have.",
		Causes: []Cause{
			// Of a file that is not there the SDK reads an empty mapping.
			{Quote: "identity Field required [type=missing, …]", Rules: []string{"file/missing", "schema/required", "schema/type", "yaml/empty"}, Why: "a file that the provider names is not there or empty", Todo: "Correct the path in the provider's list, or write the file."},
		},
	},
	{
		ID: "sdk/loading", By: SDK, Gate: "start", Weight: wrapper,
		Says: []string{
			`Error loading {:tool|agent strategy|datasource|endpoint|event|plugin|model entity} configuration:`, `Error loading plugin configuration:`, `Error loading model entity:`,
			`Error loading {:tool|agent strategy|datasource|endpoint|event} configuration`,
		},
		Means:  "A declaration cannot be read; the rest of the message says why.",
		Causes: []Cause{{Why: "the rest of the message names the value", Todo: "Paste the whole message."}},
	},
	{
		ID: "sdk/mapping", By: SDK, Gate: "start", Weight: exact, Source: "Python: TypeError",
		Says: []string{
			`dify_plugin.entities.{module}() argument after{:(?: \*\* must be a mapping, not (?P<input>\w+))?}`,
			`TypeError: {:["']?}{input:\w+}{:["']?} object {:is not iterable|does not support item assignment|is not subscriptable|does not support item deletion}`,
			`AttributeError: '{input:str|int|float|bool|NoneType|list|dict|tuple}' object has no attribute '{key}'`,
			`argument should be a str or an os.PathLike object where __fspath__ returns a str, not '{input:\w+}'`,
		},
		Means: "A declaration has a value of another kind where a mapping, a list or text must be.",
		Causes: []Cause{
			{Rules: []string{"schema/type", "schema/required", "schema/enum"}, Why: "a value is of another kind than the SDK wants", Todo: "Write the value as the kind that the declaration asks for."},
		},
		Everyday: true,
	},
	{
		ID: "sdk/attribute", By: SDK, Gate: "call", Weight: exact, Source: "Python: AttributeError",
		Says: []string{
			`AttributeError: '{input:Session|\w*Invocation}' object has no attribute '{key}'`, `AttributeError: '{input:[A-Z]\w+}' object has no attribute '{key}'`,
		},
		Means: "The plugin's code asks for an attribute or a method that is not there.",
		Causes: []Cause{
			{When: map[string]string{"input": `Session|\w*Invocation`}, Rules: []string{"source/session-call", "dependency/feature", "dependency/sdk-old"}, Why: "the SDK's {input} has no {key}, or a newer release of it has", Todo: "Correct the name: the page of the rule lists what a session offers."},
			{Rules: []string{"source/unknown-attribute", "dependency/sdk-old", "source/class"}, Why: "{input} has no {key}", Todo: "Set the attribute in the class, or correct its name."},
		},
		Everyday: true,
	},
	{
		ID: "sdk/no-generator", By: SDK, Gate: "call", Weight: exact, Source: "Python: TypeError",
		Says: []string{
			`dify_plugin/core/plugin_executor.py{:[^\n]+\n(?:[^\n]*\n){0,6}?[^\n]*}TypeError: '{input:\w+}' object is not iterable`,
			`TypeError: '{input:\w+}' object is not iterable{:\s+(?:[^\n]*\n){0,2}?[^\n]*}dify_plugin/core/plugin_executor.py`,
		},
		Means: "A method of the plugin brings nothing to pass on.",
		Causes: []Cause{
			{Rules: []string{"source/yielded-value", "source/lost-message", "source/class"}, Why: "the method has neither a yield nor a list to return: it answers with {input}", Todo: "Yield each message: yield self.create_text_message(...)."},
		},
	},
	{
		ID: "sdk/model-error", By: SDK, Gate: "call", Weight: plain,
		Says: []string{
			`Invoke{value:Authorization|RateLimit|ServerUnavailable|Connection|BadRequest}Error`, `[{:[\w./-]{1,60}}] {value:Rate Limit|Server Unavailable|Connection|Bad Request} Error`, `{value:Incorrect model credentials} provided, please check`,
		},
		Means: "The service behind a model refused the call, or was not reached.",
		Causes: []Cause{
			{When: map[string]string{"value": `(?i)authorization|incorrect.*`}, Why: "the service refuses the key", Todo: "Enter the key anew, without blanks, and look whether it may use this model."},
			{When: map[string]string{"value": `(?i)rate ?limit`}, Why: "the service takes no more calls for now: the quota or the rate of the key is used up", Todo: "Wait, raise the quota, or share the load among several keys."},
			{When: map[string]string{"value": `(?i)bad ?request`}, Why: "the service does not take what it is sent: a parameter, a file, or a text that is too long", Todo: "Read the words behind this one, and change the parameters of the model or the length of the text."},
			{Fault: Installation, Why: "the service is not reached from plugin_daemon, or fails", Settings: []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"}, Todo: "Try the address of the service from the container of plugin_daemon (curl)."},
		},
	},
	{
		ID: "sdk/credentials", By: SDK, Gate: "call", Weight: consequence,
		Says: []string{
			`An error occurred during credentials validation{:[: ]+}{value}`, `Credentials validation failed with status code {value}`, `CredentialsValidateFailedError{:[: ]*}{value}`, `ToolProviderCredentialValidationError{:[: ]*}{value}`, `TriggerProviderCredentialValidationError{:[: ]*}{value}`,
		},
		Means: "The plugin tried the key and the address that were entered, and that failed.",
		Causes: []Cause{
			{When: map[string]string{"value": `(?i).*(?:\b401\b|\b403\b|unauthorized|forbidden|(?:invalid|incorrect|wrong)[ _-]?(?:api[ _-]?)?key|authentication).*`}, Why: "the service refuses the key", Todo: "Enter the key anew, without blanks, and look whether it may use this model."},
			{When: map[string]string{"value": `(?i).*(?:localhost|127\.0\.0\.1|0\.0\.0\.0).*`}, Fault: Installation, Rules: []string{"audit/localhost"}, Why: "localhost is the container itself: nothing answers there", Settings: []string{"HTTP_PROXY", "NO_PROXY"}, Todo: "Enter http://host.docker.internal with the port for a program on the host, such as Ollama on port 11434, or the name of the service."},
			{When: map[string]string{"value": `(?i).*\b404\b.*|.*model.{0,40}not (?:found|exist).*`}, Why: "the address or the name of the model is not one that the service has", Todo: "Correct the address (often it ends with /v1) and the name of the model."},
			{Fault: Installation, Why: "the service is not reached from plugin_daemon, or refuses what it is asked", Settings: []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"}, Todo: "Try the address from the container of plugin_daemon (curl), and read the words behind this one."},
		},
	},
	{
		ID: "sdk/parameters", By: SDK, Gate: "call", Weight: exact,
		Says:  []string{`validation error{:s?} for {model2:\w*Params}{:\W}`},
		Means: "What Dify hands over does not fit the plugin's own model of its parameters.",
		Causes: []Cause{
			{Rules: []string{"dependency/sdk-old", "source/unmet-key"}, Why: "the release of dify_plugin is older than Dify, or a value is not chosen in the workflow", File: "requirements.txt", Todo: "Choose the model and the values of the node anew; raise the release of dify_plugin and publish the plugin anew."},
		},
		Everyday: true,
	},
	{
		ID: "sdk/answer", By: SDK, Gate: "call", Weight: exact,
		Says: []string{
			`Failed to parse response: {value:\d+ validation errors? for (?P<model2>\w+)[^\n]{0,300}}`, `validation error{:s?} for {model2:LLMResult\w*|TextEmbeddingResult|RerankResult|ModelSchema\w*|PromptMessage\w*|\w*PromptMessage}`,
		},
		Means: "The release of dify_plugin in the plugin cannot read what this release of Dify answers.",
		Causes: []Cause{
			{Rules: []string{"dependency/sdk-old", "dependency/feature"}, Why: "the plugin's release of dify_plugin is older than what Dify answers with", File: "requirements.txt", Todo: "Raise dify_plugin to the newest release and publish the plugin anew; as a user, update the plugin."},
			{Fault: Installation, Why: "Dify is older than the plugin's release of dify_plugin wants", Todo: "Update Dify."},
		},
		Common: true,
	},
	{
		ID: "sdk/list", By: SDK, Gate: "start", Weight: exact,
		Says: []string{
			`{key:tools|strategies|datasources|endpoints|events|settings|credentials_schema|subscription_constructor} should be {:a list|defined as a mapping}`,
			`{key:tool|strategy|datasource|endpoint|event} path should be a string`,
			`models should be a glob path list`, `prompt_messages must be a list`,
		},
		Means:  "A list of a provider, or an item of it, is of another kind than the SDK wants.",
		Causes: []Cause{{Rules: []string{"schema/type", "file/path-form", "schema/required"}, Why: "{key} is of another kind than the SDK wants", Todo: "Write a list of paths."}},
	},
	{
		ID: "sdk/multiple", By: SDK, Gate: "start", Weight: exact,
		Says: []string{
			`Value error, {value:multiple is only|default must be}{:[^\n]{0,80}}`, `{value:multiple is only} valid for select and dynamic-select parameters`, `{value:default must be} a list exactly when multiple is true`,
		},
		Means: "A parameter says multiple where its kind or its default does not fit.",
		Causes: []Cause{
			{When: map[string]string{"value": "multiple is only"}, Rules: []string{"schema/enum", "schema/pattern", "schema/type", "dependency/feature"}, Why: "multiple stands beside a type that is not select or dynamic-select", Todo: "Use multiple with select only, or change the type."},
			{When: map[string]string{"value": "default must be"}, Rules: []string{"schema/type", "declaration/default", "schema/pattern", "schema/enum", "schema/limit"}, Why: "multiple does not fit with the parameter's type or default", Todo: "Use multiple with select only, and give a list as its default."},
		},
	},
	{
		ID: "sdk/key", By: SDK, Gate: "start", Weight: exact, Source: "Python: KeyError",
		Says: []string{
			`Error loading {other:\w+(?: \w+)?} configuration: '{key:\w+}'`,
		},
		Means: "A key is missing that the SDK takes for granted.",
		Causes: []Cause{
			// Of a file that is not there the SDK reads an empty mapping, and looks for this key first.
			{When: map[string]string{"key": "identity"}, Rules: []string{"file/missing", "schema/required", "schema/type"}, Why: "a file that the provider names is not there, or does not have the key identity", Todo: "Correct the path in the provider's list, or add the key to that file."},
			{Rules: []string{"schema/required", "schema/type", "file/missing"}, Why: "the key {key} is missing", Todo: "Add the key."},
		},
	},
	{
		ID: "sdk/unreadable", By: SDK, Gate: "start", Weight: exact, Source: "Python: OSError",
		Says: []string{
			`Error loading {other:\w+(?: \w+)?} configuration: [Errno {number}] {value:[^\n:]{1,80}}: '{file:[^'\n]{0,300}}`,
		},
		Means: "A file that a declaration names cannot be read.",
		Causes: []Cause{
			{Rules: []string{"file/missing", "file/path-form", "schema/limit"}, Why: "{file} is not in the plugin, or no name of a file", Todo: "Correct the path."},
		},
	},
	{
		ID: "sdk/declaration", By: SDK, Gate: "start", Weight: exact, Source: "Python: TypeError, AttributeError, KeyError",
		Says: []string{
			ownFile + `: KeyError: '{key:\w+}'`, ownFile + `: {:TypeError|AttributeError}: {value}`,
			`dify_plugin/{:(?:core|entities)/[^\n]+\n(?:[^\n]*\n){0,12}?}KeyError: '{key:\w+}'`,
		},
		Means: "A declaration lacks a key, or has a value of another kind, that the SDK takes for granted.",
		Causes: []Cause{
			{When: map[string]string{"key": `.+`}, Rules: []string{"schema/required", "schema/type", "file/missing"}, Why: "the key {key} is missing", Todo: "Add the key."},
			{Rules: []string{"schema/type", "schema/required", "schema/enum"}, Why: "a value is of another kind than the SDK wants", Todo: "Write the value as the kind that the declaration asks for."},
		},
	},
	{
		ID: "sdk/key-error", By: SDK, Gate: "start", Weight: exact, Source: "Python: KeyError",
		Says:     []string{`KeyError: '{key:\w+}'`},
		Means:    "A key is missing that the SDK, or the plugin's code, takes for granted.",
		Causes:   []Cause{{Rules: []string{"schema/required", "schema/type", "source/unmet-key"}, Why: "the key {key} is missing", Todo: "Add the key."}},
		Everyday: true,
	},
	{
		ID: "sdk/url-rule", By: SDK, Gate: "start", Weight: exact, Source: "werkzeug: Rule",
		Says: []string{
			`URL rule {value:'[^']*'} must start with a slash`, `URL rule must start with a slash`, `malformed url rule: {value}`, `converter {value} does not exist`,
		},
		Means:  "The path of an endpoint is not one that the SDK can route.",
		Causes: []Cause{{Rules: []string{"schema/pattern", "schema/type", "schema/limit"}, Why: "the path of an endpoint has to begin with a slash", Todo: "Write the path as /path, with <name> for what differs."}},
	},
	{
		ID: "sdk/word", By: SDK, Gate: "start", Weight: exact,
		Says: []string{
			`invalid {key:mode|type|parameter|node type|prompt message type} {:name |value }{value}`, `Invalid model parameter rule name {value}`, `No such file type: {value}`, `Invalid version format: {value}`,
		},
		Means: "A declaration has a word or a version that this release of the SDK does not know.",
		Causes: []Cause{
			{Rules: []string{"schema/enum", "version/pattern", "version/meta", "version/minimum-dify", "dependency/feature"}, Why: "{value} is not a word that the installed release of the SDK knows", Todo: "Correct the word, or raise the release of dify_plugin."},
		},
		Common: true,
	},
	{
		ID: "sdk/glob", By: SDK, Gate: "start", Weight: exact, Source: "Python: pathlib",
		Says:  []string{`Unacceptable pattern: {value}`, `Non-relative patterns are unsupported`},
		Means: "A pattern of model files is not one that Python takes.",
		Causes: []Cause{
			{Rules: []string{"schema/pattern", "model/unmatched", "file/path-form", "file/missing", "schema/limit"}, Why: "a pattern under models is empty or absolute", Todo: "Write a pattern below the plugin's folder, such as models/llm/*.yaml."},
		},
		Everyday: true,
	},
	{
		ID: "sdk/yaml-file", By: SDK, Gate: "start", Weight: exact,
		Says: []string{
			`Failed to load YAML file {file}: file not found`,
		},
		Means: "A declaration names a file that is not there.",
		Causes: []Cause{
			{Rules: []string{"file/missing", "file/path-form", "file/left-out", "model/position"}, Why: "{file} is not in the plugin, or packing leaves it out", Todo: "Correct the path, or take the file out of .difyignore."},
		},
	},
	{
		ID: "sdk/date", By: SDK, Gate: "start", Weight: exact, Source: "PyYAML: construct_yaml_timestamp, construct_yaml_int",
		Says: []string{
			`Failed to load YAML file {file}: {value:(?:month|day|hour|minute|second|year)[^\n]{0,80}}`,
			`Failed to load YAML file {file}: {value:invalid literal for[^\n]{0,80}|day is out of range[^\n]{0,40}|unhashable[^\n]{0,40}}`,
			`ValueError: {value:month must be in 1..12|day is out of range for month|hour must be in 0..23}`,
		},
		Means:  "A value looks like a date or a number to Python's YAML, but is none.",
		Causes: []Cause{{Rules: []string{"schema/yaml-value", "schema/type"}, Why: "a value without quotes looks like a date or a number that there is not", Todo: "Put the value in quotes."}},
	},
	{
		ID: "sdk/yaml", By: SDK, Gate: "start", Weight: exact, Source: "PyYAML: MarkedYAMLError",
		Says: []string{
			`Failed to load YAML file {file}: {problem:[^\n]{0,200}(?:\n[^\n]{0,200}?){0,4}?}{: in }"{:[^"\n]{1,200}}", line {:\d+}, column {:\d+} {other:[^\n]{0,200}} in "{:[^"\n]{1,200}}", line {line}, column {column}`,
			`Failed to load YAML file {file}: {problem:[^\n]{0,200}(?:\n[^\n]{0,200}?){0,2}?} in "{:[^"\n]{1,200}}", line {line}, column {column}`,
			`Failed to load YAML file {file}: {problem:(?:while|found|could|expected|mapping|unacceptable|special)[^\n]{0,200}}`,
			`yaml.{problem:(?:scanner|parser|composer|constructor|reader)\.\w+Error}: {other:[^\n]{0,200}(?:\n[^\n]{0,200}?){0,4}?}"{file:[^"\n]{1,200}}", line {line}, column {column}`,
		},
		Means:  "A file is not YAML as Python reads it.",
		Causes: []Cause{{Rules: []string{"yaml/syntax", "schema/yaml-value", "schema/duplicate-key", "yaml/empty"}, Why: "the file is not YAML", Todo: "Look at the indentation, the quotes and the tabs of this line and of the one before."}},
	},
	{
		ID: "sdk/no-class", By: SDK, Gate: "start", Weight: exact,
		Says:  []string{`Missing subclass of {name} in {file}`, `Trigger subscription constructor configuration declared but no implementation found in {file}`},
		Means: "A source has no class of the kind that its declaration asks for.",
		Causes: []Cause{
			{Rules: []string{"source/class", "source/syntax"}, Why: "{file} has no subclass of {name}", Todo: "Write the class, or derive it from {name} as the declaration asks for."},
		},
	},
	{
		ID: "sdk/two-classes", By: SDK, Gate: "start", Weight: exact,
		Says:   []string{`Multiple subclasses of {name} in {file}`, `Multiple TriggerSubscriptionConstructor subclasses found in {file}.`},
		Means:  "A source has several classes where the SDK wants one.",
		Causes: []Cause{{Rules: []string{"source/class"}, Why: "{file} has several subclasses of {name}", Todo: "Keep one of them in the file and import the others from a file of their own."}},
	},
	{
		ID: "sdk/source", By: SDK, Gate: "start", Weight: exact,
		Says: []string{
			`Failed to load module {module} from {file}`,
		},
		Means:  "A source cannot be loaded; the traceback says why.",
		Causes: []Cause{{Rules: []string{"file/source", "source/syntax", "import/missing", "import/undeclared"}, Why: "{file} cannot be loaded", Todo: "Read on in the traceback: its last line says what failed."}},
	},
	{
		ID: "sdk/source-named", By: SDK, Gate: "start", Weight: exact,
		Says: []string{
			`{:(?:^|\n)[\w./-]+\.ya?ml sources}:{: ?}{file:[^\n]{0,400}}`,
		},
		Means: "A source that a declaration names is not there.",
		Causes: []Cause{
			{Rules: []string{"file/source", "file/entrypoint", "file/missing", "schema/limit", "file/left-out", "schema/type", "file/path-form"}, Why: "{file} is not in the plugin, or packing leaves it out", Todo: "Correct the path, or take the file out of .difyignore."},
		},
		Common: true,
	},
	{
		ID: "sdk/source-missing", By: SDK, Gate: "start", Weight: exact, Source: "Python: FileNotFoundError",
		Says: []string{
			`FileNotFoundError: [Errno 2] No such file or directory: '{file:[^'\n]{0,300}}'`, `OSError: [Errno 36] File name too long: '{file:[^'\n]{0,300}}`, `File name too long: '{file:[^'\n]{0,300}}`,
			`IsADirectoryError: [Errno 21] Is a directory: '{file:[^'\n]{0,300}}'`,
		},
		Means: "A source or a file that a declaration names is not there.",
		Causes: []Cause{
			{Rules: []string{"file/source", "file/entrypoint", "file/missing", "schema/limit", "file/left-out", "asset/icon", "schema/type", "audit/plugin-folder", "file/path-form"}, Why: "{file} is not in the plugin, or packing leaves it out", Todo: "Correct the path, or take the file out of .difyignore."},
		},
		Everyday: true,
	},
	{
		ID: "sdk/sdk-import", By: SDK, Gate: "start", Weight: exact, Source: "Python: ImportError",
		Says: []string{
			`cannot import name '{name}' from '{module:dify_plugin[\w.]*}'`,
			`cannot import name '{name}' from partially initialized module '{module:dify_plugin[\w.]*}'`,
			`No module named '{module:dify_plugin\.[\w.]+}'`,
			`module 'dify_plugin{:[\w.]*}' has no attribute '{name}'`,
		},
		Means: "The release of dify_plugin that is installed does not have what a source imports from it.",
		Causes: []Cause{
			{Rules: []string{"import/sdk-name", "dependency/sdk-old", "dependency/sdk-missing"}, Why: "the installed release of dify_plugin does not have {name}", Todo: "Raise the release of dify_plugin that requirements.txt or pyproject.toml asks for, or import the name from where it is now."},
		},
	},
	{
		ID: "sdk/no-sdk", By: SDK, Gate: "start", Weight: exact, Source: "Python: ModuleNotFoundError",
		Says: []string{
			`No module named {:'?}{module:dify_plugin}{:'?(?:\W|$)}`,
			`File "{:[^"\n]{1,300}\.py}", line {:\d+}, in <module>{:\n\s+[^\n]*\n(?:[^\n]*[\^~]+[^\n]*\n)?\s*}ModuleNotFoundError: No module named '{module:dify_plugin}'`,
		},
		Means: "The SDK is not installed where the plugin runs.",
		Causes: []Cause{
			{Rules: []string{"dependency/sdk-missing", "dependency/none"}, Why: "no requirement names dify_plugin, so that it is not installed", File: "requirements.txt", Todo: "Add dify_plugin to requirements.txt or pyproject.toml."},
			{Fault: Installation, Why: "the installation of the dependencies broke off, and the plugin was started nevertheless", Settings: []string{"PIP_MIRROR_URL", "PLUGIN_PYTHON_ENV_INIT_TIMEOUT"}, Todo: "Look for the earlier error of uv in the daemon's log, and install the plugin anew."},
		},
	},
	{
		ID: "sdk/broken-environment", By: SDK, Gate: "start", Weight: exact, Source: "Python: ImportError in site-packages",
		Says: []string{
			`site-packages/{:[^\n]+\n(?:[^\n]*\n){0,12}?[^\n]*}No module named '{module:[\w]+\.[\w.]+}'`,
			`No module named '{module:encodings|_ctypes|_ssl|zlib|pip}'`, `init_fs_encoding: failed to get the Python codec`,
			`No module named '{module:(?:gevent|greenlet|pydantic_core|_cffi_backend|cryptography|numpy|tiktoken|orjson|lxml|grpc|yaml)\._[\w.]+}'`,
			`failed to map segment from shared object`, `cannot open shared object file`, `{:undefined symbol: \w+}`, `{:GLIBC_[\d.]+'? not found}`, `wrong ELF class`, `invalid ELF header`, `Exec format error`,
		},
		Means: "A package that is installed beside the plugin is broken or made for another system.",
		Causes: []Cause{
			{Fault: Installation, Rules: nil, Why: "the environment in which the plugin runs is broken: the installation broke off, was copied from another machine, or lies on a file system that runs no code", Settings: []string{"PLUGIN_STORAGE_LOCAL_ROOT", "PLUGIN_WORKING_PATH"}, Todo: "Remove the plugin's folder below the daemon's working path and install the plugin anew; look at the volume's mount options (noexec) and the processor (arm64 or amd64)."},
			{Rules: []string{"dependency/platform", "dependency/wheel", "publish/executable"}, Why: "a package of the plugin is made for another processor or system", Todo: "Ask for a release that has wheels for linux on amd64 and arm64."},
		},
		Common: true,
	},
	{
		ID: "sdk/module", By: SDK, Gate: "start", Weight: exact, Source: "Python: ModuleNotFoundError",
		Says: []string{
			`File "{file:[^"\n]{1,300}\.py}", line {line}, in <module>{:\n\s+[^\n]*\n(?:[^\n]*[\^~]+[^\n]*\n)?\s*}ModuleNotFoundError: No module named '{module}'`,
			`No module named '{module}'`, `No module named {module:\w+}`,
		},
		Means: "A source imports a module that is not installed.",
		Causes: []Cause{
			{Rules: []string{"import/undeclared", "import/missing", "import/transitive", "dependency/wrong-name", "dependency/none", "import/stdlib-name", "file/left-out"}, Why: "no requirement brings {module}", File: "requirements.txt", Todo: "Add the package that has {module} to requirements.txt or pyproject.toml."},
			{Fault: Installation, Why: "the installation of the dependencies broke off", Settings: []string{"PIP_MIRROR_URL", "PLUGIN_PYTHON_ENV_INIT_TIMEOUT"}, Todo: "Look for the earlier error of uv in the daemon's log."},
		},
		Everyday: true,
	},
	{
		ID: "sdk/import", By: SDK, Gate: "start", Weight: exact, Source: "Python: ImportError",
		Says: []string{
			`cannot import name '{name}' from '{module}'`, `cannot import name '{name}' from partially initialized module '{module}'`,
		},
		Means: "A source imports a name that the module does not have.",
		Causes: []Cause{
			{Rules: []string{"import/missing", "import/circular", "import/undeclared", "import/stdlib-name"}, Why: "{module} does not have {name}, or the two import each other", Todo: "Correct the name, fix the version of the package, or take the import out of the circle."},
			{Rules: []string{"dependency/unpinned", "dependency/unbounded", "dependency/disagree"}, Why: "another release of the package is installed than the one the plugin was written for", Todo: "Bound the version in requirements.txt or pyproject.toml."},
		},
		Everyday: true,
	},
	{
		ID: "sdk/syntax", By: SDK, Gate: "start", Weight: exact, Source: "Python: SyntaxError",
		Says: []string{
			`File "{file:[^"\n]{1,300}\.py}", line {line}{:[^\n]*\n(?:[^\n]*\n){1,3}?\s*}{problem:SyntaxError|IndentationError|TabError}: {value}`,
			`Sorry: {problem:SyntaxError|IndentationError|TabError}: {value:[^(\n]{0,200}} ({file:[\w./-]+\.py}, line {line})`,
			`{problem:SyntaxError|IndentationError|TabError}: {value:[^(\n]{0,200}} ({file:[\w./-]+\.py}, line {line})`,
		},
		Means:    "A source is not Python as the daemon's interpreter reads it (3.12).",
		Causes:   []Cause{{Rules: []string{"source/syntax"}, Why: "{file} is not Python 3.12", Todo: "Correct the line, or the one before it."}},
		Everyday: true,
	},
	{
		ID: "sdk/files-url", By: SDK, Gate: "call", Weight: plain,
		Says: []string{
			`Invalid file URL '{value:[^'\n]{0,500}}': {other:[^\n]{0,200}}`,
			`Invalid file URL {value}`, `Request URL is missing an {:['"]?}http://{:['"]?} or {:['"]?}https://{:['"]?} protocol`, `Ensure the {:.?}FILES_URL{:.?} environment variable is set`, `Invalid URL '{value:/files/[^'\n]{0,400}}': No scheme supplied`,
			`File URL '{value:[^'\n]{0,500}}' returned no content`,
		},
		Means: "A plugin was handed a file without an address that it can load it from.",
		Causes: []Cause{
			{Fault: Installation, Why: "FILES_URL is empty, so that addresses of files have no host", Settings: []string{"FILES_URL", "INTERNAL_FILES_URL"}, Todo: "Set FILES_URL to an address of the API that plugins reach, such as http://api:5001 in a compose file, without a slash at its end; then run docker compose up -d."},
		},
		Common: true,
	},
	{
		ID: "sdk/debug-key", By: SDK, Gate: "none", Weight: plain,
		Says: []string{
			`handshake failed, invalid key`, `Missing remote install key`, `Invalid remote install URL {value}`, `handshake failed, invalid handshake message`, `handshake already completed`,
			`Invalid remote install URL {value}, which should be`,
		},
		Means: "The plugin could not log in to the daemon for remote debugging.",
		Causes: []Cause{
			{Fault: Installation, Why: "the key for debugging in the plugin's .env is wrong or has run out", Settings: []string{"REMOTE_INSTALL_KEY", "REMOTE_INSTALL_URL"}, File: ".env", Todo: "Copy the key anew from the page of the plugins in Dify: it changes."},
		},
	},
	{
		ID: "sdk/debug-unreached", By: SDK, Gate: "none", Weight: plain,
		Says: []string{
			`dify_plugin/core/server/tcp/{:request_reader\.py[^\n]*\n(?:[^\n]*\n){0,12}?[^\n]*(?:Connection refused|timed out|gaierror|Name or service not known)}`,
			`{:Connection refused|timed out|gaierror[^\n]*}{:[^\n]*\n(?:[^\n]*\n){0,4}?[^\n]*}dify_plugin/core/server/tcp/request_reader.py`,
		},
		Means:  "The plugin did not reach the daemon for remote debugging.",
		Causes: []Cause{{Fault: Installation, Why: "nothing answers at the address and the port of REMOTE_INSTALL_URL", Settings: []string{"REMOTE_INSTALL_URL", "EXPOSE_PLUGIN_DEBUGGING_PORT", "PLUGIN_REMOTE_INSTALLING_ENABLED"}, File: ".env", Todo: "Write the address that the page of the plugins in Dify shows, with the port for debugging (5003), and look whether plugin_daemon publishes that port."}},
	},
	{
		ID: "sdk/debug-closed", By: SDK, Gate: "none", Weight: consequence,
		Says:   []string{`{:core.server.tcp.request_reader\W[^\n]{0,80}}{:connection is (?:closed|dead)}`, `Exception: Connection is closed`, `{:Exception|Error|daemon}: Connection is closed`, `connection is dead`, `connection not established`, `failed to get connection info: {value}`, `no registration transferred, cannot initialize`},
		Means:  "The daemon closed the connection of remote debugging.",
		Causes: []Cause{{Fault: Installation, Why: "the daemon refused the plugin, or was not reached at its port for debugging (5003)", Settings: []string{"PLUGIN_DEBUGGING_HOST", "PLUGIN_DEBUGGING_PORT", "EXPOSE_PLUGIN_DEBUGGING_PORT"}, Todo: "Look in the daemon's log for the error before it."}},
		Common: true,
	},
	{
		ID: "sdk/not-found", By: SDK, Gate: "call", Weight: plain,
		Says: []string{
			`Tool {:.}{name:[\w.-]+}{:.} not found for provider {:.}{other:[\w./-]+}{:.}`, `Model {:.}{name:[\w.:/-]+}{:.} not found for provider {:.}{other:[\w./-]+}{:.}`, `Agent {:.}{name:[\w.-]+}{:.} not found for provider {:.}{other:[\w./-]+}{:.}`,
			`Provider {:.}{name:[\w./-]+}{:.} not found`, `Datasource provider {name:[\w./-]+} not found`, `Datasource {:.}{name:[\w.-]+}{:.} not found for provider {:.}{other:[\w./-]+}`, `Cannot find the target to fetch parameter options`, `{:online document|online drive|website crawl} datasource {name:[\w.-]+} not found for provider {other}`,
			`Trigger provider {:.}{name:[\w./-]+}{:.} not found`, `Event {:.}{name:[\w.-]+}{:.} not found in provider {:.}{other:[\w./-]+}{:.}`,
		},
		Means: "Dify asks the plugin for something that this version of it does not declare.",
		Causes: []Cause{
			{Rules: []string{"release/item-removed", "release/model-removed", "release/provider-removed", "identity/name"}, Why: "{name} was renamed or removed since the workflow was made", Todo: "Choose the tool or the model anew in the workflow, or declare {name} again."},
		},
		Common: true,
	},
	{
		ID: "sdk/not-implemented", By: SDK, Gate: "call", Weight: plain,
		Says: []string{
			`does not support {value:OAuth|credentials validation|polling}{:[^\n]{0,20}please implement ` + "`?" + `}{name:_\w+}`, `please implement {:.}{name:_\w+}{:.} method`, `This plugin should implement {:.}{name:_\w+}{:.} method`, `This method should be implemented by a subclass`, `{other:error|result|plugin_state} is required when polling status is`, `Log message payload is required`, `When 'stream' is True, 'variable_value' must be a string`, `prompt message must be a PromptMessage or a Mapping`, `invalid prompt message content`,
			`Provider {:.}{name:[\w./-]+}{:.} does not support OAuth`, `Tool {:.}{name:[\w./-]+}{:.} does not implement runtime parameters`, `Model {:.}{name:[\w.:/-]+}{:.} for provider {:.}{other:[\w./-]+}{:.} does not support polling`,
			`Trigger provider {:.}{name:[\w./-]+}{:.} does not define a subscription constructor`,
			`{:Event|Trigger provider} {:.}{name:[\w./-]+}{:.} is already registered`,
		},
		Means: "Dify asks for something that the plugin's classes do not do.",
		Causes: []Cause{
			{Rules: []string{"source/class", "source/abstract", "declaration/duplicate-name"}, Why: "the plugin's class lacks {name}, which its declaration asks for", Todo: "Write the method, or take what asks for it out of the declaration."},
		},
		Common: true,
	},
	{
		ID: "sdk/no-answer", By: SDK, Gate: "call", Weight: consequence,
		Says: []string{
			`No response from {:\w[\w ]{2,40}}`, `invocation exited without response`, `current tool runtime does not support backwards invoke`, `Failed to parse response: {value}`,
			`upload file failed, {value}`, `unexpected data: {value}`, `{:Exception|StorageInvocationError|Error|daemon}: no data found`, `{:Exception|Error|daemon}: unexpected data`, `{:Exception|Error|daemon}: No response`, `Failed to dispatch endpoint request: {value}`,
			`got empty data from plugin daemon`,
		},
		Means: "A call back into Dify brought no answer.",
		Causes: []Cause{
			{Fault: Installation, Why: "the daemon could not reach Dify's inner API, or the API refused", Settings: []string{"PLUGIN_DIFY_INNER_API_URL", "PLUGIN_DIFY_INNER_API_KEY"}, Todo: "Look in the daemon's and the API's log for the error before it."},
		},
		Common: true,
	},
	{
		ID: "sdk/log-on-stdout", By: Daemon, Gate: "call", Weight: plain,
		Says:  []string{`bufio.Scanner: token too long`, `has an error on stdout: {value}`, `line is too long: {number}`},
		Means: "The plugin sent a line that the daemon does not take.",
		Causes: []Cause{
			{Fault: Installation, Why: "the plugin sent more in one message than the daemon's buffer holds", Settings: []string{"PLUGIN_STDIO_MAX_BUFFER_SIZE", "PLUGIN_RUNTIME_MAX_BUFFER_SIZE"}, Todo: "Send large results in pieces or as files, or raise the size of the buffer."},
		},
		Common: true,
	},
	{
		ID: "sdk/start-timeout", By: SDK, Gate: "start", Weight: consequence,
		Says:   []string{`Plugin failed to start within {number} seconds`, `Invalid install method`, `Route function must have at least one parameter`, `Default writer is required for heartbeat`},
		Means:  "The plugin did not start in time.",
		Causes: []Cause{{Rules: []string{"file/entrypoint", "source/syntax"}, Why: "the plugin broke off or does too much while it is imported", File: "main.py", Todo: "Run python -m main in the plugin's folder and read what it says."}},
	},
}
