package messages

// What the daemon and the command line say of a package and its declarations.

// validated are the causes of a field that Go's validator refuses, by its tag.
var validated = []Cause{
	{When: map[string]string{"field": `.*\.Version`, "tag": "required|min", "struct": "PluginDeclarationWithoutAdvancedFields"}, Rules: []string{"schema/required", "version/pattern", "schema/type"}, Why: "the manifest has no version", Todo: "Add version: 0.0.1."},
	{When: map[string]string{"tag": "min", "field": `.*\.(?:Size|Memory)`}, Rules: []string{"schema/limit", "schema/required", "schema/type"}, Why: "{field} is smaller than the daemon takes", Todo: "Keep to the limit on the page of the rule."},
	{When: map[string]string{"tag": "required|required_without|required_if|min"}, Rules: []string{"schema/required", "schema/limit", "schema/type", "identity/name", "version/pattern", "schema/unknown-key"}, Why: "{field} is missing or empty", Todo: "Add the key, or correct its spelling."},
	{When: map[string]string{"tag": "is_available_\\w+|plugin_tag|eq|oneof|model_type|\\w*_type|is_scope|\\w+_method|is_\\w+|\\w+_feature"}, Rules: []string{"schema/enum", "schema/type", "schema/required"}, Why: "the value of {field} is not one that the daemon takes", Todo: "Take one of the values that the page of the rule lists."},
	{When: map[string]string{"tag": "version", "field": `.*\bMeta\..*`}, Rules: []string{"version/meta", "version/pattern", "schema/type"}, Why: "this version is not written as the daemon wants it", Todo: "Write three numbers, such as 0.0.1."},
	{When: map[string]string{"tag": "version"}, Rules: []string{"version/pattern", "version/meta", "schema/type"}, Why: "the version is not written as the daemon wants it", Todo: "Write three numbers, such as 1.0.2."},
	{When: map[string]string{"tag": "plugin_unique_identifier"}, Rules: []string{"identity/author", "identity/name", "version/pattern"}, Why: "an identifier is not author/name:version@checksum", Todo: "Install the plugin by the identifier that the upload answered."},
	{When: map[string]string{"tag": "max|lt|lte|gt|gte|len"}, Rules: []string{"schema/limit", "asset/icon", "schema/required"}, Why: "{field} is longer or larger than the daemon takes, or smaller", Todo: "Keep to the limit on the page of the rule."},
	{When: map[string]string{"tag": ".*"}, Rules: []string{"schema/pattern", "schema/enum", "schema/limit", "schema/required", "schema/type", "declaration/default", "declaration/range", "declaration/duplicate-name"}, Why: "the value of {field} is not one that the daemon takes", Todo: "Correct the value."},
}

// undecoded are the causes of a file that yaml.v3 does not take.
var undecoded = []Cause{
	{When: map[string]string{"yaml": "(?:failed to decode config for key .*)?cannot unmarshal.*"}, Quote: "yaml: unmarshal errors: line …: cannot unmarshal !!… into …", Rules: []string{"schema/type", "schema/yaml-value", "schema/duplicate-key"}, Why: "a value is of another kind than the daemon wants", Todo: "Write the value as the kind that the message names."},
	{When: map[string]string{"yaml": ".*already defined.*"}, Quote: "line …: mapping key \"…\" already defined at line …", Rules: []string{"schema/duplicate-key"}, Why: "the key {key} stands twice in one mapping", Todo: "Take one of the two out."},
	{When: map[string]string{"yaml": ".*"}, Quote: "yaml: line …: did not find expected key", Rules: []string{"yaml/syntax", "schema/yaml-value", "yaml/empty"}, Why: "the file is not YAML", Todo: "Look at the indentation, the quotes and the tabs of this line and of the one before."},
}

const validatorTag = `{tag:required|required_without|required_if|min|max|lt|lte|gt|gte|len|eq|ne|oneof|version|plugin_tag|is_available_\w+|model_type|plugin_unique_identifier|is_\w+|\w+_type|\w+_method|\w+_tag|dive|url|uri|email|unique|\w+_\w+}`

var daemonMessages = []*Message{
	{
		ID: "daemon/field", By: Daemon, Gate: "package", Weight: exact, Source: "go-playground/validator: FieldError",
		Says: []string{
			`Key: '{field:(?P<struct2>Plugin|Tool|Endpoint|Model|Agent\w*|Datasource|Trigger|Event|Bundle|Provider|AIModel|RemotePlugin)\w*(?:\.[\w.\[\]]+)?}' Error:Field validation for '{other:[\w\[\]]+}' failed on the '` + validatorTag + `'`,
			`Error:Field validation for '{field:PluginUniqueIdentifiers?(?:\[\d+\])?}' failed on the '` + validatorTag + `'`,
			`{:(?:^|[\s"'\[(=:])}{field:PluginDeclaration\.[\w.\[\]]+} ` + validatorTag + `{:(?:$|[\s"',\])])}`,
		},
		Means:  "A declaration has a field that the daemon refuses.",
		Causes: validated,
	},
	{
		ID: "daemon/yaml", By: Daemon, Gate: "package", Weight: exact, Source: "gopkg.in/yaml.v3: errors",
		Says: []string{
			`line {line}: {yaml:cannot unmarshal !![\w/!.<>:-]+(?: ` + "`[^`\n]{0,80}`?" + `)? into [^\n]{1,120}?}{:(?:$|\n|\s+failed to|["\\]|\s+line \d+:)}`,
			`line {line}: {yaml:mapping key "(?P<key>[^"\n]{0,200})" already defined at line \d+}`,
			`{yaml:yaml: line (?P<line>\d+): (?:did not find|could not find|found|mapping values|block sequence|block mapping|unexpected|while|control characters|invalid|incomplete|anchor|document|unknown|expected)[^\n]{0,160}?}{:(?:$|\n|\s+failed to|["\\])}`,
			`{yaml:yaml: (?:did not find|could not find|found|mapping values|block sequence|unknown anchor|control characters|invalid|unexpected|document contains|anchor|input error|map merge|reader|exceeded)[^\n]{0,160}?}{:(?:$|\n|\s+failed to|["\\])}`,
		},
		Means:  "A file is not YAML, or has a value of a kind that the daemon does not decode.",
		Causes: undecoded,
	},
	{
		ID: "daemon/yaml-head", By: Daemon, Gate: "package", Weight: wrapper, Source: "gopkg.in/yaml.v3: TypeError",
		Says:   []string{`yaml: unmarshal errors:`},
		Means:  "A file has values of kinds that the daemon does not decode; the lines after it name them.",
		Causes: []Cause{{Rules: []string{"schema/type"}, Why: "a value is of another kind than the daemon wants", Todo: "Paste the whole message."}},
		Common: true,
	},
	{
		ID: "daemon/unmarshal", By: Daemon, Gate: "package", Weight: wrapper,
		Says: []string{
			`failed to unmarshal {other:[\w ]{3,40}} file: {file}{:(?:$|\s|["'])}`, `failed to parse {other:subscription_\w+(?:\.\w+)?}:`, `failed to decode config for key {key}:`,
			`failed to unmarshal credentials_schema as {:array|object}: {value}`,
			`failed to unmarshal tool provider configuration: {value}`, `failed to validate tool provider configuration: {value}`,
			`error decoding map: {value}`, `error validating struct: {value}`, `error creating decoder: {value}`, `expected {:mapping value for key|scalar key at position} {value}`,
			`{:agent strategies|datasources|endpoints|models|tools|triggers} register failed, invalid {:[\w ]+} declaration: {value}`, `register failed, invalid manifest detected: {value}`, `handshake failed, invalid plugin declaration: {value}`,
		},
		Means: "A declaration could not be read; the rest of the message says why.",
		Causes: []Cause{
			{Rules: []string{"schema/type", "yaml/syntax", "schema/duplicate-key", "schema/required"}, Why: "{file} is not what the daemon wants", Todo: "Paste the whole message: the words before say which line."},
		},
	},
	{
		ID: "daemon/date", By: Daemon, Gate: "package", Weight: exact, Source: "Go: time.ParseError",
		Says:   []string{`parsing time {:\\*"?}{value:[^"\n]{0,100}?}{:\\*"?} as {:\\*"?}2006-01-02T15:04:05`},
		Means:  "created_at is not a date and time as the daemon reads it.",
		Causes: []Cause{{Rules: []string{"schema/type", "schema/yaml-value", "schema/required"}, Why: "created_at is not a date and time", File: "manifest.yaml", Todo: "Write it as 2024-07-12T08:03:44Z."}},
	},
	{
		ID: "daemon/decimal", By: Daemon, Gate: "package", Weight: exact, Source: "shopspring/decimal: NewFromString",
		Says:   []string{`error decoding string '{value}': can't convert {:[^\n]{1,200}} to decimal`},
		Means:  "A price is not a number.",
		Causes: []Cause{{Rules: []string{"schema/type"}, Why: "a price of a model is not a number", Todo: "Write the number in quotes, such as '0.002'."}},
	},
	{
		ID: "daemon/template", By: Daemon, Gate: "package", Weight: exact,
		Says:   []string{`use_template {value:[^\n]{0,600}?} not found`, `{:(?:^|\n)}use_template {value:\S{1,600}}{:\s*$}`},
		Means:  "A model's parameter names a template that the daemon does not have.",
		Causes: []Cause{{Rules: []string{"declaration/template", "schema/enum"}, Why: "there is no template {value}", Todo: "Take one of the templates that the page of the rule lists."}},
	},
	{
		ID: "daemon/open", By: Daemon, Gate: "package", Weight: exact,
		Says:  []string{`open {file:[^\s:"']{1,400}\.ya?ml}: {:no such file or directory|file does not exist}`, `open {file:[^\s:"']{1,400}\.ya?ml}: {:no such|file name too long}`},
		Means: "A file that the manifest names is not there.",
		Causes: []Cause{
			{When: map[string]string{"file": "manifest\\.yaml"}, Rules: []string{"archive/manifest", "file/missing"}, Why: "manifest.yaml is not at the root of the package: a folder was packed, not what is in it", Todo: "Pack the plugin's folder with dify plugin package, so that manifest.yaml lies at the root."},
			{Rules: []string{"file/missing", "file/path-form", "schema/limit", "file/left-out"}, Why: "{file} is not in the plugin, or packing leaves it out", Todo: "Correct the path, or take the file out of .difyignore."},
		},
		Everyday: true,
	},
	{
		ID: "daemon/file-missing", By: Daemon, Gate: "package", Weight: exact,
		Says: []string{
			`open {file:[^\n]{1,400}?}: {:no such file or directory|file name too long|The system cannot find the (?:file|path) specified\.?|not a directory|invalid argument}{:\s+}failed to read {other:[\w ]{3,40}} file: {value}`,
			`read {file:[^\n]{1,400}?}: is a directory failed to read {other:[\w ]{3,40}} file: {value}`,
			`{other:[^\n]{1,200}?}{:\s+}failed to read {:model|plugin|tool|datasource|endpoint|event|trigger|agent strategy|[\w]+ position} file: {file:[^\n]{1,300}}`,
			`failed to read {:model|plugin|tool|datasource|endpoint|event|trigger|agent strategy|[\w ]+ position} file: {file:[^\s"']{0,300}}`,
		},
		Means: "A declaration names a file that is not in the package.",
		Causes: []Cause{
			{Rules: []string{"file/missing", "file/path-form", "file/left-out", "schema/limit", "file/link"}, Why: "{file} is not in the plugin, or packing leaves it out", Todo: "Correct the path, or take the file out of .difyignore."},
		},
	},
	{
		ID: "daemon/icon", By: Daemon, Gate: "package", Weight: exact,
		Says: []string{
			`{other:plugin|plugin dark|tool|datasource|trigger|agent|model} icon {key:(?:(?:large|small) )?(?:[a-z]{2}_[A-Za-z]+ )?}not found`,
			`{other:plugin|tool|datasource|trigger|model} {:dark }icon not found`, `plugin icon not found`, `plugin dark icon not found`,
			`model icon {key:large|small} {locale:[a-z]{2}_[A-Za-z]+} not found`,
			`failed to remap {other:[\w ]{3,40}}`, `plugin_daemon: file not found: {icon:\S+}`, `file not found: {icon:[^\n]{0,200}?}{:\s+}failed to remap {other:[\w ]{3,40}}`,
			`remap: file not found: {icon:\S+}`, `assets invalid`,
		},
		Means: "An icon that a declaration names is not under _assets.",
		Causes: []Cause{
			{Rules: []string{"asset/icon", "asset/folder", "schema/limit", "file/left-out", "schema/type"}, Why: "an icon is not among the files under _assets", File: "manifest.yaml", Todo: "Put the file under _assets, or correct its name: capital letters count."},
		},
	},
	{
		ID: "daemon/families", By: Daemon, Gate: "install", Weight: exact,
		Says: []string{
			`at least one of {value:[\w, ]{3,120}?} must be provided`,
		},
		Means: "The manifest declares nothing that this daemon knows.",
		Causes: []Cause{
			{When: map[string]string{"value": `.*trigger.*datasource.*|.*datasource.*trigger.*`}, Rules: []string{"manifest/families", "schema/required", "schema/type", "schema/unknown-key"}, Why: "nothing is listed under plugins", File: "manifest.yaml", Todo: "List at least one provider under plugins: tools, models, endpoints, agent_strategies, datasources or triggers."},
			{When: map[string]string{"value": `.*`}, Fault: Installation, Rules: []string{"manifest/families"}, Why: "the daemon or the command line is older than what the plugin declares: datasources need daemon 0.3.0, triggers 0.4.0", Todo: "Update Dify, or the command line that packs, to a release that knows datasources and triggers."},
			{When: map[string]string{"value": `.*`}, Rules: []string{"manifest/families"}, Why: "nothing is listed under plugins", File: "manifest.yaml", Todo: "List at least one provider under plugins."},
		},
	},
	{
		ID: "daemon/exclusive", By: Daemon, Gate: "install", Weight: exact,
		Says:   []string{`{key:model|agent_strategy|datasource|trigger} and {value:[\w, ]{3,120}} cannot be provided at the same time`},
		Means:  "The manifest declares families that exclude each other.",
		Causes: []Cause{{Rules: []string{"manifest/families"}, Why: "{key} stands beside another family under plugins", File: "manifest.yaml", Todo: "Make two plugins of it: only tools and endpoints may stand together."}},
	},
	{
		ID: "daemon/author", By: Daemon, Gate: "install", Weight: exact,
		Says: []string{
			`author must be alphanumeric and less than 64 characters: ^[a-z0-9_-]{:\{1,64\}\$}`, `author must be alphanumeric and less than 64 characters`, `{value:cannot set author to an UUID|author cannot be a uuid}`, `author name must be 1-64 characters long`,
		},
		Means: "The author in the manifest is not one that the daemon takes.",
		Causes: []Cause{
			{When: map[string]string{"value": `.+`}, Rules: []string{"identity/author"}, Why: "the author has the form of a UUID", File: "manifest.yaml", Todo: "Write a name: 1 to 64 lower-case letters, digits, - or _."},
			{Rules: []string{"schema/required", "identity/author", "schema/type", "schema/pattern"}, Why: "the author is missing or has characters that are not taken", File: "manifest.yaml", Todo: "Write 1 to 64 lower-case letters, digits, - or _; no UUID."},
		},
	},
	{
		ID: "daemon/name", By: Daemon, Gate: "install", Weight: exact,
		Says:  []string{`plugin name must be alphanumeric and less than`, `plugin name must be 1-128 characters long`},
		Means: "The name in the manifest is not one that the daemon takes.",
		Causes: []Cause{
			{Rules: []string{"schema/required", "identity/name", "schema/type"}, Why: "the name is missing or has characters that are not taken", File: "manifest.yaml", Todo: "Write 1 to 128 lower-case letters, digits, - or _."},
		},
	},
	{
		ID: "daemon/identifier", By: Daemon, Gate: "install", Weight: plain,
		Says: []string{
			`list installed plugins failed: plugin_unique_identifier is not valid{:(?:: (?P<listed>[^\s"']*))?}`,
			`failed to create PluginUniqueIdentifier from path {listed:[^\n]{0,300}?}: plugin_unique_identifier is not valid`, `failed to create PluginUniqueIdentifier from path{: ?}{listed:[^\s"':]{0,300}}`,
			`plugin_unique_identifier is not valid{:(?:: )?}{identifier:(?:[^\s"']+ )?[^\s"']*}`,
			`plugin unique identifier is not valid`, `plugin unique identifier is required`, `invalid plugin unique identifier`, `failed to parse plugin unique identifier`, `X-Plugin-Unique-Identifier header is required`, `plugin unique identifier mismatch`, `plugin unique identifier not found`, `plugin_unique_identifier is required`,
			`failed to get package unique identifier`, `failed to get plugin identity`,
		},
		Means: "author/name:version@checksum is not of the form that the daemon wants.",
		Causes: []Cause{
			{When: map[string]string{"listed": `.+`}, Fault: Installation, Why: "a file lies in the storage of installed plugins that is no plugin, or whose name a copy changed (: to _, Windows)", Settings: []string{"PLUGIN_STORAGE_LOCAL_ROOT", "PLUGIN_INSTALLED_PATH", "PLUGIN_STORAGE_TYPE"}, Todo: "Remove {listed} from the folder plugin of the daemon's storage, or give it its name with a colon; other plugins load again after a restart."},
			{When: map[string]string{"identifier": `[^/]*[^/a-z0-9_-][^/]*/.*|/.*`, "listed": ``}, Rules: []string{"identity/author", "schema/required"}, Why: "the author has characters that are not taken: {identifier}", File: "manifest.yaml", Todo: "Write the author in lower-case letters, digits, - and _; pack again."},
			{When: map[string]string{"identifier": `(?:[^/]*/)?:.*|[^:]*:@.*`, "listed": ``}, Rules: []string{"schema/required", "identity/name", "version/pattern"}, Why: "the name or the version is missing: {identifier}", File: "manifest.yaml", Todo: "Write name and version in the manifest; pack again."},
			{When: map[string]string{"identifier": `(?:[^/]*/)?[^:/]*[^:/a-z0-9_-][^:/]*:.*|[^/]*/[^:]*/[^:]*:.*`, "listed": ``}, Rules: []string{"identity/name", "schema/required"}, Why: "the name has characters that are not taken: {identifier}", File: "manifest.yaml", Todo: "Write the name in lower-case letters, digits, - and _; pack again."},
			{When: map[string]string{"identifier": `[^:]*:.*`, "listed": ``}, Rules: []string{"version/pattern", "schema/required", "schema/type"}, Why: "the version is not three numbers: {identifier}", File: "manifest.yaml", Todo: "Write the version as 1.0.2; pack again."},
			{When: map[string]string{"identifier": ``, "listed": ``}, Rules: []string{"identity/author", "identity/name", "version/pattern"}, Why: "the author, the name or the version has characters that are not taken", File: "manifest.yaml", Todo: "Write author and name in lower-case letters, digits, - and _, and the version as 1.0.2; pack again."},
			{When: map[string]string{"listed": ``}, Fault: Installation, Why: "a file lies in the storage of installed plugins that is no plugin", Settings: []string{"PLUGIN_STORAGE_LOCAL_ROOT", "PLUGIN_INSTALLED_PATH"}, Todo: "Look in the folder plugin of the daemon's storage for names that are not author/name:version@checksum."},
		},
	},
	{
		ID: "daemon/signature", By: Daemon, Gate: "install", Weight: plain,
		Says: []string{
			`plugin verification has been enabled, and the plugin you want to install has a bad signature`, `{:(?:has a |\b)bad signature}`, `plugin is not verified`, `failed to verify plugin with {:official|provided} public key`, `plugin verification failed`, `failed verification`, `signature verification failed`,
			`crypto/rsa: verification error`,
		},
		Means: "The package has no signature of a key that this installation trusts.",
		Causes: []Cause{
			{Rules: []string{"signature/absent", "signature/foreign", "signature/changed", "signature/malformed", "signature/verification", "signature/key", "signature/time", "signature/algorithm"}, Fault: Installation, Why: "signatures are checked, and the package has none of the marketplace: it was packed by hand, changed after signing, or signed by another key", Settings: []string{"FORCE_VERIFYING_SIGNATURE", "THIRD_PARTY_SIGNATURE_VERIFICATION_ENABLED", "THIRD_PARTY_SIGNATURE_VERIFICATION_PUBLIC_KEYS"}, Todo: "Sign the package and give the daemon your public key; or, for development only, set FORCE_VERIFYING_SIGNATURE=false in docker/.env and run docker compose up -d (restart does not read .env again)."},
		},
		Common: true,
	},
	{
		ID: "daemon/langgenius", By: Daemon, Gate: "install", Weight: plain,
		Says:  []string{`plugin installation blocked: this plugin claims to be from Langgenius but lacks official signature verification`, `Set ENFORCE_LANGGENIUS_PLUGIN_SIGNATURES=false to allow installation`},
		Means: "The author is langgenius, and the package is not signed by them.",
		Causes: []Cause{
			{Rules: []string{"publish/author", "signature/absent", "identity/author"}, Why: "the manifest's author is langgenius, whose packages must have their signature", File: "manifest.yaml", Settings: []string{"ENFORCE_LANGGENIUS_PLUGIN_SIGNATURES"}, Todo: "Write your own name as the author."},
		},
	},
	{
		ID: "daemon/algorithm", By: Daemon, Gate: "install", Weight: plain, Source: "guide",
		Says:  []string{`signature algorithm mismatch`, `unsupported signature algorithm`, `{:algorithm} mismatch`},
		Means: "A signature is made with another hash or padding than the daemon checks: RSA PKCS#1 v1.5 over SHA-256.",
		Causes: []Cause{
			{Rules: []string{"signature/algorithm", "signature/malformed"}, Why: "the package is signed with another algorithm than RSA PKCS#1 v1.5 over SHA-256", Settings: []string{"FORCE_VERIFYING_SIGNATURE"}, Todo: "Sign it with dify signature sign, which makes the form that the daemon reads."},
		},
		Common: true,
	},
	{
		ID: "daemon/key-file", By: Daemon, Gate: "install", Weight: plain,
		Says: []string{
			`failed to decode PEM block containing {value:public|private} key`, `extra data included in the PEM block`, `failed to load {value:public|private} key`, `failed to read {value:public|private} key file`, `failed to generate key pair`, `verification cannot be nil`, `failed to write {value:public|private} key`,
		},
		Means: "A key file for signatures is not PEM.",
		Causes: []Cause{
			{Fault: Installation, Why: "the {value} key's file is damaged, or has more in it than the key", Settings: []string{"THIRD_PARTY_SIGNATURE_VERIFICATION_PUBLIC_KEYS"}, Todo: "Make the pair again with dify signature generate, and leave nothing behind the END line."},
		},
	},
	{
		ID: "daemon/archive", By: Daemon, Gate: "install", Weight: plain,
		Says: []string{
			`difypkg: not a valid difypkg file`, `zip: not a valid zip file`, `please provider a valid difypkg file`, `difypkg: {value:[^\n]{3,80}}`, `{:failed to create (?:package|plugin) decoder}{:[^\n]{0,200}?}not a valid`, `{:\bBadZipFile\b}`, `File is not a zip file`,
		},
		Means: "What was uploaded is not a package.",
		Causes: []Cause{
			{Rules: []string{"archive/damaged", "archive/header", "archive/kind"}, Why: "the file is no zip: a page of an error was saved in its place, or the transfer broke off", Todo: "Download the package again, or pack it with dify plugin package; look whether it begins with PK."},
			{Fault: Installation, Why: "a proxy or a mirror of the marketplace answers with a page instead of the package", Settings: []string{"MARKETPLACE_API_URL", "HTTPS_PROXY"}, Todo: "Open the download's address from the API's container and look at what comes."},
		},
	},
	{
		ID: "daemon/folder-entry", By: Daemon, Gate: "install", Weight: plain,
		Says:  []string{`read {file:[\w./-]{1,200}}: is a directory`, `{:\b}package decode failed`, `failed to decode package`, `failed to get checksum of the package`, `calculate checksum error`, `failed to calculate checksum`},
		Means: "The package cannot be read: most often it was packed by a zip tool that writes entries for folders.",
		Causes: []Cause{
			{Rules: []string{"archive/folder", "archive/name", "archive/duplicate", "archive/manifest", "file/missing"}, Why: "the package has an entry for the folder {file}, which the daemon reads as a file", Todo: "Pack with dify plugin package or difylint pack, which write no entries for folders."},
		},
	},
	{
		ID: "daemon/archive-path", By: Daemon, Gate: "install", Weight: exact,
		Says:   []string{`illegal file path in plugin package: {:"?}{file:[^"\n]{0,300}}`, `invalid key: path traversal attempt detected`},
		Means:  "A file of the package has a path that leaves the package.",
		Causes: []Cause{{Rules: []string{"archive/name"}, Why: "{file} leads out of the package", Todo: "Pack again with dify plugin package."}},
	},
	{
		ID: "daemon/size", By: Daemon, Gate: "install", Weight: plain,
		Says: []string{
			`plugin package size is too large, please ensure the uncompressed size is less than {number} bytes`, `plugin package size is too large`, `file size exceeds the maximum limit`, `bundle package size is too large`, `assets too large, at most 50MB`, `Max file size reached`,
			`package file size exceeds 50 MB: {number} bytes`, `package contents size exceeds 50 MB: {number} bytes`, `package contains too many files: {number} files`, `File size exceeds the maximum allowed size`,
		},
		Means: "The package is larger than this installation takes: 50 MiB before compression, if nothing else is set.",
		Causes: []Cause{
			{Rules: []string{"publish/size", "archive/size", "dependency/large"}, Why: "the plugin has more than 50 MiB of files", Settings: []string{"PLUGIN_MAX_PACKAGE_SIZE", "NGINX_CLIENT_MAX_BODY_SIZE"}, Todo: "Leave out what is not needed by .difyignore; in an installation of your own, raise PLUGIN_MAX_PACKAGE_SIZE."},
			{Fault: Installation, Why: "the installation's limit is lower than the package", Settings: []string{"PLUGIN_MAX_PACKAGE_SIZE", "NGINX_CLIENT_MAX_BODY_SIZE"}, Todo: "Raise PLUGIN_MAX_PACKAGE_SIZE (bytes) and NGINX_CLIENT_MAX_BODY_SIZE."},
		},
	},
	{
		ID: "daemon/permission", By: Daemon, Gate: "call", Weight: exact,
		Says: []string{
			`permission denied, you need to enable {permission:tool|llm|text-embedding|rerank|tts|speech2text|moderation|node|app|storage|endpoint|model} access in plugin manifest`, `permission denied, you need to enable {permission:[\w-]+} access`, `PluginPermissionDeniedError`, `permission function not found: {permission:\w+}`, `you can not invoke dify from {value}`,
		},
		Means: "The plugin calls something that its manifest does not permit.",
		Causes: []Cause{
			{When: map[string]string{"permission": ""}, Rules: []string{"permission/undeclared", "permission/no-kind", "permission/model-kind"}, Why: "resource.permission does not permit what the plugin calls", File: "manifest.yaml", Todo: "Look in the log of plugin_daemon for the word behind \"you need to enable\", and enable it under resource.permission."},
			{When: map[string]string{"permission": "llm|text-embedding|rerank|tts|speech2text|moderation"}, Rules: []string{"permission/undeclared", "permission/model-kind", "permission/no-kind", "permission/model-session"}, Why: "resource.permission.model has no {permission}: true", File: "manifest.yaml", Todo: "Set enabled: true and {permission}: true under resource.permission.model (with _ for -)."},
			{When: map[string]string{"permission": ".+"}, Rules: []string{"permission/undeclared", "permission/endpoint"}, Why: "resource.permission.{permission} is not enabled", File: "manifest.yaml", Todo: "Set enabled: true under resource.permission.{permission}."},
		},
	},
	{
		ID: "daemon/scope", By: Daemon, Gate: "call", Weight: exact, Source: "guide",
		Says:  []string{`Plugin lacks required {permission:[\w-]+:[\w-]+} permission`, `PermissionDeniedError: {value:[^\n]{0,60}}{permission:\w+:\w+}`},
		Means: "The plugin does what its list of permissions does not name.",
		Causes: []Cause{
			{Rules: []string{"scope/missing", "scope/unknown", "scope/form"}, Why: "permissions in the manifest does not name {permission}", File: "manifest.yaml", Todo: "Add {permission} to permissions."},
		},
	},
	{
		ID: "daemon/storage-limit", By: Daemon, Gate: "call", Weight: plain,
		Says:  []string{`allocated size is greater than max storage size`, `key length must be less than 256 characters`},
		Means: "The plugin stores more than its manifest or the installation allows.",
		Causes: []Cause{
			{Rules: []string{"permission/undeclared", "schema/limit"}, Why: "resource.permission.storage.size is smaller than what the plugin stores", File: "manifest.yaml", Settings: []string{"PERSISTENCE_STORAGE_MAX_SIZE"}, Todo: "Raise resource.permission.storage.size (bytes), or store less."},
		},
	},
	{
		ID: "daemon/storage-key", By: Daemon, Gate: "call", Weight: plain,
		Says:  []string{`load data failed, please check if the key is correct or you have not set it`, `{:load|save|delete|exist|decode} data failed: {value}`, `persistence not found`, `{:daemon: |Error: }declaration not found`, `{:daemon: |Error: }resource not found`, `get {:tenant|user} id failed: {value}`, `load data failed: open {value}`},
		Means: "The plugin reads a key of its storage that is not there, or the storage fails.",
		Causes: []Cause{
			{Rules: []string{"source/session-call"}, Why: "the plugin reads a key before it was set: session.storage.get fails then", Todo: "Ask session.storage.exist first, or catch the error."},
			{Fault: Installation, Why: "the daemon's storage was moved or is not writable", Settings: []string{"PLUGIN_STORAGE_TYPE", "PLUGIN_STORAGE_LOCAL_ROOT", "PERSISTENCE_STORAGE_PATH"}, Todo: "Look at the volume of plugin_daemon."},
		},
	},
	{
		ID: "daemon/settings", By: Daemon, Gate: "call", Weight: plain,
		Says: []string{
			`missing required setting: {name}`, `setting {name} is missing {other}`, `setting {name} is not {value:[^\n]{0,80}}`, `too many setting fields`, `failed to validate settings: {value}`, `failed to {:encrypt|decrypt} settings: {value}`, `failed to clear credentials cache: {value}`,
		},
		Means: "What a user enters for the plugin does not fit its declaration.",
		Causes: []Cause{
			{Rules: []string{"declaration/default", "schema/enum", "schema/required"}, Why: "the setting {name} is missing, or not of the declared kind", Todo: "Enter it anew in Dify; where it was renamed in the plugin, authorise the plugin again."},
		},
		Common: true,
	},
	{
		ID: "daemon/no-node", By: Daemon, Gate: "call", Weight: consequence,
		Says: []string{
			`no available node, plugin runtime not found`, `no available node`, `no plugin available nodes found`, `failed to fetch plugin available nodes`, `plugin runtime not found`, `lazy initialization failed`, `local plugin runtime not found`, `no proper instance`, `node not found`, `plugin instance stopped`, `runtime is not active`,
			`failed to get plugin runtime`, `no available ip found`, `failed to get local plugin runtime`, `failed to schedule local plugin runtime`, `plugin serverless runtime not found: {identifier}`,
			`plugin not found`, `plugin not exists`, `{:agent|tool} declaration not found`, `failed to parse plugin installation`, `PluginNotFoundError`, `plugin installation not found`, `plugin has not been installed`, `failed to find plugin installation`, `session not found`, `plugin package not found, please upload it firstly`, `redirect request failed`,
		},
		Means: "The plugin does not run. This follows from an earlier error: it did not install, or its process ended.",
		Causes: []Cause{
			{Fault: Installation, Why: "the plugin's process did not start or has ended; the reason stands earlier in the log of plugin_daemon", Settings: []string{"PLUGIN_PYTHON_ENV_INIT_TIMEOUT", "PIP_MIRROR_URL", "PLUGIN_STORAGE_LOCAL_ROOT"}, Todo: "Look in the log of plugin_daemon (docker logs docker-plugin_daemon-1) for the first error of this plugin, and paste that one. After a move or an update, install the plugin anew."},
		},
		Common: true,
	},
	{
		ID: "daemon/exited", By: Daemon, Gate: "start", Weight: consequence,
		Says: []string{
			`plugin {identifier:[\w./:@-]+} exited with error: {value:exit status \d+|signal: \w+}`, `failed to start plugin as no heartbeat received`, `plugin is not active, does not respond to heartbeat in {number} seconds`, `start plugin failed: {value}`, `plugin not started`, `failed to {:kill|reap} subprocess: {value}`, `you need to start the health check before waiting`, `plugin {identifier} is not active for {:[\d.]+} seconds, it may be dead`, `plugin failed to start: {value}`, `plugin runtime failed`, `plugin launch runtime error: {value}`, `plugin {identifier:[\w./:@-]+} exited with unknown error`, `plugin {identifier:[\w./:@-]+} has an error on stderr: {value}`,
		},
		Means: "The plugin's process ended by itself; what it said stands beside this line.",
		Causes: []Cause{
			{When: map[string]string{"value": "exit status 255"}, Fault: Installation, Why: "the plugin ended itself, because it thinks that the daemon is gone: the daemon runs as the first process of its container (another entrypoint than the image's), or its heartbeats did not come", Settings: []string{"PLUGIN_STDIO_MAX_BUFFER_SIZE"}, Todo: "Use the newest image of plugin_daemon that fits your Dify without an entrypoint or command of your own (or with init: true), and look whether the machine has memory and processors left."},
			{When: map[string]string{"value": "signal: killed"}, Fault: Installation, Why: "the system ended the process: most often there was not enough memory", Todo: "Give plugin_daemon more memory (limits in the compose file)."},
			{Rules: []string{"file/entrypoint", "source/syntax", "file/source", "import/undeclared", "source/never-runs", "source/class", "schema/required"}, Why: "the plugin breaks off while it starts", File: "main.py", Todo: "Read the traceback beside this line, and paste it too."},
		},
	},
	{
		ID: "daemon/init", By: Daemon, Gate: "install", Weight: wrapper,
		Says: []string{
			`failed to launch plugin`, `failed to init environment`, `init environment failed`, `initialize python environment error`, `local runtime start failed`, `plugin launch error`, `failed to install plugin`, `failed to reinstall plugin`, `construct plugin runtime error`, `schedule plugin runtime error`,
			`failed to get manifest when trying to install plugin to local`, `failed to {:get|save} package file {:[^\n]{3,80}}`, `failed to get plugin {:declaration|manager}`, `get plugin {:manifest|package} error`, `get declaration error`, `failed on plugin installation`, `failed to get package`, `failed to create zip decoder`, `plugin decoder is not a zip decoder`, `remap plugin assets error`, `plugin manager is not initialized`, `failed to uninstall plugin: {value}`, `failed to remove plugin from local`, `failed to shutdown plugin gracefully`, `failed to delete package file from installed bucket`, `failed to acquire distributed env-init lock`, `illegal plugin manifest`,
			`failed to create {:package|plugin|zip plugin} decoder`, `create plugin decoder error`, `failed to package plugin`, `failed to save package`, `failed to remap assets`, `your plugin is not a valid plugin`, `decode plugin {:file error|failed}`, `failed to get manifest`, `failed to get assets`, `read plugin file error`, `failed to read plugin file`, `read manifest: {value}`, `Failed to package the directory`,
			`failed to decode bundle`, `failed to load bundle manifest`, `failed to load bundle packager`, `failed to fetch package from bundle`, `failed to export bundle`,
		},
		Means: "The plugin could not be packed, installed or started; another message says why.",
		Causes: []Cause{
			{Rules: []string{"dependency/impossible", "schema/required"}, Why: "the words behind this one say why", Todo: "Paste the whole message, or the lines around it in the log of plugin_daemon."},
		},
	},
	{
		ID: "daemon/dependencies", By: Daemon, Gate: "install", Weight: consequence,
		Says:  []string{`failed to install dependencies`},
		Means: "The dependencies of the plugin could not be installed; what uv said stands behind this, or is cut.",
		Causes: []Cause{
			{Fault: Installation, Why: "most often the package index was not reached, or the time ran out", Settings: []string{"PIP_MIRROR_URL", "PLUGIN_PYTHON_ENV_INIT_TIMEOUT", "HTTPS_PROXY"}, Todo: "Look at the end of uv's words in the log of plugin_daemon (docker logs docker-plugin_daemon-1), and paste it."},
			{Rules: []string{"dependency/impossible", "dependency/requires-python", "dependency/wheel"}, Why: "the requirements exclude each other, or a package has no release for Python 3.12", File: "requirements.txt", Todo: "Paste the whole message."},
		},
		Everyday: true,
	},
	{
		ID: "daemon/lookup", By: Daemon, Gate: "install", Weight: wrapper,
		Says:   []string{`SELECT * FROM "{:plugin_declarations|plugin_installations}" WHERE`, `SELECT * FROM "plugins" WHERE plugin_unique_identifier`},
		Means:  "The daemon looked a plugin up in its database. That it is not there is usual before it is installed, and no error.",
		Causes: []Cause{{Fault: Installation, Why: "this line is no error: the reason stands in another line", Todo: "Look for the next line with ERROR or PANIC in the log of plugin_daemon, and paste it."}},
	},
	{
		ID: "daemon/panic", By: Daemon, Gate: "none", Weight: consequence,
		Says:     []string{`panic recovered`, `panic in {:routine|OnTraffic}{:[^\n]{0,200}}`, `init dify invocation daemon failed{:[^\n]{0,200}}`, `init plugin asset cache failed`},
		Means:    "The daemon itself failed at a step.",
		Causes:   []Cause{{Fault: Daemon, Why: "the daemon has a fault, or does not take what it was set or sent", Todo: "Look at the lines before this one; use the newest release of plugin_daemon that fits your Dify, and report the lines to langgenius/dify-plugin-daemon."}},
		Everyday: true,
	},
	{
		ID: "daemon/step", By: Daemon, Gate: "none", Weight: wrapper,
		Says: []string{
			`plugin runtime {:panic|error}{:[^\n]{0,200}}`, `{:launch|shutdown} local plugin failed{:[^\n]{0,200}}`, `plugin event handler panic`,
			`delete plugin from local failed`, `{:un|}install debugging plugin failed`, `get {:remote |}plugin identity failed`, `failed to {:un|}register plugin`, `assets {:remap|register} failed`, `failed to get plugin package`, `failed to remove uninstalled plugin`,
			`failed to init {:logger|OpenTelemetry}`, `init sentry failed`, `load location error`,
			`list installed plugins failed`, `get endpoint error`, `finalizer failed`, `failed to write response body`, `body close failed`, `run once error: {value}`, `session {value:\S+} not found`, `unregister plugin failed`, `failed to mark the virtual environment as valid`, `ModelProperties is not a map[string]any`, `failed to get dependency file path for patching`, `failed to close {:dify plugin db|zip decoder|log file}`, `failed to {:persist|clear|cleanup} {:[\w ]{0,24}}serverless runtime{:[\w ]{0,24}}`},
		Means:    "The daemon logs that one of its own steps failed; another line says why.",
		Causes:   []Cause{{Fault: Installation, Why: "this follows from something else", Todo: "Paste the lines around this one."}},
		Everyday: true,
	},
	{
		ID: "daemon/cluster", By: Daemon, Gate: "none", Weight: plain,
		Says: []string{
			`failed to {:update the (?:status of the node|master)|vote the ips of the nodes|lock the slot to be the master[\w ]*|publish the new node event|remove the self node from the cluster|schedule the plugins|gc the (?:plugins|nodes)[\w ]*|(?:un)?register remote debugging plugin (?:to|from) cluster}{:[^\n]{0,200}}`,
			`add plugin to cluster failed{:[^\n]{0,200}}`, `Failed to fetch plugin nodes by id`,
		},
		Means: "The daemon keeps what runs where in Redis, and could not write or read that.",
		Causes: []Cause{
			{Fault: Installation, Why: "Redis was not reached for a moment, is full, or refuses the daemon", Settings: []string{"REDIS_HOST", "REDIS_PORT", "REDIS_PASSWORD", "REDIS_USE_SSL"}, Todo: "Look whether Redis runs and is reached from plugin_daemon; once it is, start plugin_daemon anew."},
		},
		Everyday: true,
	},
	{
		ID: "daemon/session-message", By: Daemon, Gate: "call", Weight: plain,
		Says: []string{
			`unmarshal json failed{:[^\n]{0,200}?}failed to parse session message`, `unmarshal json failed: {value:invalid character[^\n]{0,200}}`, `unmarshal json failed`,
		},
		Means: "The daemon read a line of the plugin that is no message.",
		Causes: []Cause{
			{Rules: []string{"source/channel"}, Why: "the plugin, or a package that it uses, writes to standard output, which is its line to the daemon", Todo: "Take print out, or write to sys.stderr; use logging with the SDK's plugin_logger_handler."},
		},
		Everyday: true,
	},
	{
		ID: "daemon/repeated", By: Daemon, Gate: "install", Weight: consequence,
		Says:   []string{`init environment for plugin {identifier:[\w./:@-]+} failed too many times`, `you should consider the package is corrupted or your network is unstable`},
		Means:  "The dependencies could not be installed, time after time.",
		Causes: []Cause{{Fault: Installation, Why: "the package index was not reached, or the time ran out", Settings: []string{"PIP_MIRROR_URL", "PLUGIN_PYTHON_ENV_INIT_TIMEOUT", "HTTPS_PROXY"}, Todo: "Look for the first failure of this plugin in the log: it has uv's own words."}},
	},
	{
		ID: "daemon/installed", By: Daemon, Gate: "install", Weight: plain,
		Says: []string{
			`plugin already installed`, `plugin already launched`, `runtime already {:started|stopped}`, `original and new plugin {:id are different|unique identifier are the same}`, `you should not upgrade plugin with the same plugin`, `declaration already registered`, `plugin name not matched`, `tenant id not matched`,
			`the number of metas must be equal to the number of plugin unique identifiers`, `reinstall is not supported on local platform`, `reinstall is only supported on serverless platform`, `unsupported platform: {value}`, `orphan plugin{:s?} {:is|are} not allowed`, `switch serverless runtime is not supported on local platform`,
		},
		Means: "What is asked for is there already, or is another plugin.",
		Causes: []Cause{
			{Rules: []string{"release/version-unchanged", "release/plugin-renamed", "identity/same-plugin"}, Why: "this version of the plugin is installed already, or author and name are another plugin's", File: "manifest.yaml", Todo: "Raise version in manifest.yaml, or remove the installed plugin first."},
		},
		Common: true,
	},
	{
		ID: "daemon/sdk-version", By: Daemon, Gate: "install", Weight: plain,
		Says:   []string{`failed to find the version of the plugin sdk`, `failed to get the version of the plugin sdk`, `failed to patch the plugin sdk`, `failed to get the path of the plugin sdk`},
		Means:  "The daemon does not find the version of dify_plugin in the plugin's requirements.",
		Causes: []Cause{{Rules: []string{"dependency/sdk-hidden", "dependency/sdk-missing", "dependency/sdk-old"}, Why: "the requirement on dify_plugin is missing or written in a way that the daemon does not read", File: "requirements.txt", Todo: "Write dify_plugin~=0.9.0 or dify_plugin==0.9.0, without blanks."}},
	},
	{
		ID: "daemon/no-dependencies", By: Daemon, Gate: "install", Weight: plain,
		Says: []string{
			`neither {file} nor {:\S+} found in plugin directory`, `failed to find dependency file: {value}`, `failed to detect dependency file`, `unsupported dependency file type: {value}`, `failed to {:find|read} requirements.txt: {value}`, `failed to read dependency file {file}: {value}`, `neither pyproject.toml nor requirements.txt found in plugin directory`,
		},
		Means:  "The package has neither pyproject.toml nor requirements.txt.",
		Causes: []Cause{{Rules: []string{"dependency/none", "file/left-out", "dependency/empty"}, Why: "there is no file that lists the dependencies, or packing leaves it out", Todo: "Add requirements.txt with dify_plugin."}},
	},
	{
		ID: "daemon/language", By: Daemon, Gate: "install", Weight: exact,
		Says:   []string{`unsupported language: {value}`},
		Means:  "meta.runner.language is not python.",
		Causes: []Cause{{Rules: []string{"schema/enum", "schema/required"}, Why: "meta.runner.language is not python", File: "manifest.yaml", Todo: "Write language: python."}},
		Common: true,
	},
	{
		ID: "daemon/json", By: Daemon, Gate: "install", Weight: plain, Source: "encoding/json: UnsupportedValueError",
		Says:   []string{`json: unsupported value: {value:NaN|[+-]?Inf}`, `json: unsupported type: {value}`, `json: error calling MarshalJSON for type {value}`},
		Means:  "A declaration has a value that JSON cannot hold: .nan, .inf, or a key that is no text.",
		Causes: []Cause{{Rules: []string{"schema/yaml-value", "schema/type", "declaration/default"}, Why: "a value is .nan or .inf, or a key is no text", Todo: "Write a number, or put the value or the key in quotes."}},
		Common: true,
	},
	{
		ID: "daemon/readme", By: Daemon, Gate: "none", Weight: plain,
		Says:   []string{`en_US readme not found`, `no readme content available for this plugin`, `failed to read readme file: {file}`, `failed to get available README files`, `failed to get readme from database`, `an unexpected error occurred while reading readme folder`},
		Means:  "The plugin has no README.md.",
		Causes: []Cause{{Rules: []string{"file/readme", "file/left-out"}, Why: "README.md is not in the package", File: "manifest.yaml", Todo: "Add README.md at the plugin's root."}},
	},
	{
		ID: "daemon/asset", By: Daemon, Gate: "call", Weight: plain,
		Says:   []string{`asset not found`, `transfer assets failed, error: {value}`, `assets decode failed, error: {value}`, `assets remap failed, invalid assets data`},
		Means:  "A picture of the plugin is not in the daemon's storage.",
		Causes: []Cause{{Fault: Installation, Why: "the daemon's storage was emptied or moved", Settings: []string{"PLUGIN_MEDIA_CACHE_PATH", "PLUGIN_STORAGE_LOCAL_ROOT"}, Todo: "Install the plugin anew."}, {Rules: []string{"asset/icon"}, Why: "an icon is not among the files under _assets", File: "manifest.yaml", Todo: "Add the icon."}},
		Common: true,
	},
	{
		ID: "daemon/endpoint", By: Daemon, Gate: "call", Weight: plain,
		Says:  []string{`plugin does not have an endpoint`, `failed to {:enable|disable} endpoint`, `failed to {:setup|update|remove|find|list|\w+} endpoint{:s?}: {value}`, `endpoint not found`},
		Means: "An endpoint of the plugin could not be set up or found.",
		Causes: []Cause{
			{Rules: []string{"permission/endpoint", "manifest/families", "declaration/duplicate-name"}, Why: "the plugin declares no endpoint, or the address is not one of its endpoints", File: "manifest.yaml", Todo: "Declare the endpoint under plugins.endpoints, and set it up anew in Dify."},
		},
		Common: true,
	},
	{
		ID: "daemon/invoke", By: Daemon, Gate: "call", Weight: wrapper,
		Says: []string{
			`invoke {:[\w -]{2,40}} failed: {value}`, `{:read|fetch} {:[\w -]{2,40}} failed: {value}`, `PluginInvokeError: {value}`, `unmarshal invoke request failed: {value}`, `unmarshal backwards invoke request failed: {value}`, `unsupported invoke type: {value}`, `failed to write request`, `session is nil`, `{:daemon|Error}: upload file failed: {value}`, `no polling result received from plugin`, `runtime not bound`, `{:variable (?:name|value)|stream} is not a {:string|boolean}`, `tool output schema is not valid`, `file is too large`, `single file chunk is too large`, `invoke request {:missing|is empty}{:[^\n]{0,40}}`, `An error occurred in the {value:[\w. /-]{2,100}}, please contact the author`,
			`PluginDaemon{:\w+}Error`, `unknown event: {value}, with message: {value2:[^\n]{0,200}}`, `request failed: {value}`, `failed to validate request: {value}`, `validate request failed: {value}`, `internal server error`,
		},
		Means: "A call failed while the plugin ran; the rest of the message says why.",
		Causes: []Cause{
			{When: map[string]string{"value": `(?i).*(?:\b401\b|\b403\b|unauthorized|forbidden|(?:invalid|incorrect|wrong)[ _-]?(?:api[ _-]?)?key|authentication).*`}, Why: "the service that the plugin calls refuses the key", Todo: "Enter the key anew in Dify, and look whether it may do what is asked."},
			{When: map[string]string{"value": `(?i).*(?:\b429\b|too many requests|rate.?limit|quota).*`}, Why: "the service that the plugin calls takes no more calls for now", Todo: "Wait, or raise the quota of the account that the key belongs to."},
			{Why: "the plugin's own code, or the service that it calls, failed", Todo: "Paste the whole message with the traceback."},
		},
		Common: true,
	},
	{
		ID: "daemon/compile", By: Daemon, Gate: "install", Weight: plain,
		Says:   []string{`failed to pre-compile the plugin: {value}`},
		Means:  "Python could not compile the plugin's sources or its packages in the time.",
		Causes: []Cause{{Fault: Installation, Why: "compiling took too long or was broken off: slow disk, little memory, many packages", Settings: []string{"PLUGIN_PYTHON_ENV_INIT_TIMEOUT", "PYTHON_COMPILE_ALL_EXTRA_ARGS"}, Todo: "Raise PLUGIN_PYTHON_ENV_INIT_TIMEOUT, or set PYTHON_COMPILE_ALL_EXTRA_ARGS to -x '.*/site-packages/.*'."}, {Rules: []string{"source/syntax"}, Why: "a source is not Python 3.12", Todo: "Correct the source."}},
	},
	{
		ID: "cli/command", By: CLI, Gate: "package", Weight: plain,
		Says: []string{
			`unknown command "plugin" for {value}`, `dify: command not found`, `No such command 'plugin'`, `dify cli not found`, `dify cli version is not valid`, `dify cli version must be greater than {version} to support plugin run`, `Plugin daemon command not found`,
		},
		Means:  "The command line for plugins is not installed, or another program has its name.",
		Causes: []Cause{{Fault: Installation, Why: "dify is not the command line of dify-plugin-daemon", Todo: "Download the release of dify-plugin-daemon for your system and put it on the PATH as dify, or use difylint pack."}},
	},
	{
		ID: "cli/write", By: CLI, Gate: "package", Weight: plain,
		Says:   []string{`failed to write package file`, `failed to write signed plugin file`, `failed to write zip file`, `failed to write manifest file`, `create temp directory error`, `failed to get current working directory`, `failed to get plugin file {:stat|info}`, `failed to sign plugin`, `invalid authorized category`},
		Means:  "The command line could not write or read a file.",
		Causes: []Cause{{Fault: Installation, Why: "the file's folder is not there or not writable", Todo: "Look at the path and its permissions."}},
	},
	{
		ID: "cli/repository", By: CLI, Gate: "package", Weight: plain,
		Says:   []string{`invalid github repo pattern`, `invalid marketplace pattern`, `invalid version: {value}`, `{:daemon: }invalid version`, `invalid index`, `package not found`, `failed to assert {:[\w ]+}`},
		Means:  "A dependency of a bundle is not written as the command line wants it.",
		Causes: []Cause{{Rules: []string{"bundle/package", "bundle/repeated"}, Why: "a dependency of the bundle is not author/name:version", File: "manifest.yaml", Todo: "Write it as author/name:1.0.0."}},
		Common: true,
	},
}
