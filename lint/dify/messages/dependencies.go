package messages

// What uv and pip say when the dependencies are installed.

var dependencyMessages = []*Message{
	{
		ID: "uv/no-solution", By: UV, Gate: "install", Weight: exact, Source: "uv: NoSolutionError",
		Says: []string{
			`Because you require {package}{:[^\n]{0,60}} and {other:[A-Za-z0-9][\w.-]*}`,
			`Because {package} was not found in the {value:package registry|provided package locations|cache}`,
			`Because there is no version of {package:[A-Za-z0-9][\w.-]*}{:[=<>!~]}`,
			`Because {:only }{package:[A-Za-z0-9][\w.-]*}{:[^\n]{0,40}}depends on {other:[A-Za-z0-9][\w.-]*}`,
			`Because only the following versions of {package} are available`,
			`No solution found when resolving dependencies{:[^\n]{0,200}:?\s*(?:[╰─▶>-]+\s*)?(?:Because )?(?:(?:your project|you require) )?}{package:[A-Za-z0-9][\w.-]*}`,
			`No solution found when resolving dependencies`, `your {:(?:project's )?}requirements are unsatisfiable`, `we can conclude that your requirements are unsatisfiable`,
		},
		Means: "uv finds no set of versions that holds with everything that is asked for.",
		Causes: []Cause{
			{When: map[string]string{"value": "cache|provided package locations"}, Fault: Installation, Why: "uv works without a network, and {package} is neither in its cache nor among the wheels of the package", Settings: []string{"PIP_MIRROR_URL", "PLUGIN_IGNORE_UV_LOCK", "PIP_EXTRA_ARGS"}, Todo: "Give the daemon a way to a package index (PIP_MIRROR_URL), or put {package} with all that it needs, setuptools among it, into the package's wheels."},
			{When: map[string]string{"value": "package registry"}, Rules: []string{"dependency/wrong-name", "dependency/slip", "dependency/impossible", "dependency/standard-library", "dependency/index"}, Why: "the index has no package {package}", File: "requirements.txt", Todo: "Correct the name; where a mirror is set, look whether it has the package."},
			{Rules: []string{"dependency/impossible", "dependency/disagree", "dependency/requires-python", "dependency/unpinned", "dependency/platform", "dependency/wheel", "dependency/duplicate"}, Why: "the requirements exclude each other: {package}", File: "requirements.txt", Todo: "Loosen one of the two bounds that the message names; the SDK's own requirements count as well."},
		},
		Everyday: true,
	},
	{
		ID: "pip/no-version", By: Pip, Gate: "install", Weight: exact, Source: "pip: DistributionNotFound",
		Says: []string{
			`Could not find a version that satisfies the requirement {package}{value:[^\s(]{0,60}}`, `No matching distribution found for {package}{value:[^\s(]{0,60}}`,
			`Cannot install {package}{:[^\n]{0,200}} because these package versions have conflicting dependencies`, `ResolutionImpossible`,
		},
		Means: "pip finds no version of a package that fits.",
		Causes: []Cause{
			{Rules: []string{"dependency/impossible", "dependency/wrong-name", "dependency/slip", "dependency/standard-library", "dependency/requires-python", "dependency/disagree"}, Why: "there is no version of {package} that fits the requirement and this Python", File: "requirements.txt", Todo: "Correct the name or the bound, and use Python 3.12 as the daemon does."},
			{Fault: Installation, Why: "the mirror does not have {package}", Settings: []string{"PIP_MIRROR_URL"}, Todo: "Ask another index."},
		},
		Everyday: true,
	},
	{
		ID: "uv/python", By: UV, Gate: "install", Weight: exact, Source: "uv: requires-python",
		Says: []string{
			`No solution found when resolving dependencies{:[^\n]{0,200}:?\s*(?:[╰─▶>-]+\s*)?Because }the {:requested|current|target}{:[\w ]{0,20}} Python version ({:[^)]{1,40}}) does not satisfy Python{value:[<>=!~][^\s,]*}{:[^\n]{0,200}}`,
			`The {:requested|current|target}{:[\w ]{0,20}} Python version ({:[^)]{1,40}}) does not satisfy Python{value:[<>=!~][^\s,]*}`, `incompatible with the project's Python requirement: {value}`, `Package '?{package}'? requires a different Python`, `No interpreter found for Python {version}`, `requires-python` + ` {:[^\n]{0,80}incompatible}`, `requires a different Python: {version} not in {value}`,
		},
		Means: "A package, or the plugin, asks for another Python than the daemon has (3.12).",
		Causes: []Cause{
			{Rules: []string{"dependency/requires-python", "version/python"}, Why: "requires-python or a package asks for another Python than 3.12", File: "pyproject.toml", Todo: "Allow Python 3.12, and take releases of the packages that have it."},
		},
		Everyday: true,
	},
	{
		ID: "uv/lock", By: UV, Gate: "install", Weight: exact, Source: "uv: LockError",
		Says: []string{
			`Unable to find lockfile at {:.?}uv.lock`, `The lockfile at {:.?}uv.lock{:.?} needs to be updated, but {:.?}--{value:locked|frozen}`, `Failed to parse {:.?}uv.lock{:.?}`, `Failed to parse lockfile`, `uv export failed: {value}`, `found {:.?}uv.lock{:[^\n]{0,60}} unsupported`, `failed to find uv executable for exporting requirements.txt`,
		},
		Means: "uv.lock is missing, damaged, or does not fit pyproject.toml.",
		Causes: []Cause{
			{Rules: []string{"dependency/disagree", "dependency/lock-source", "dependency/invalid-line", "file/left-out"}, Why: "uv.lock does not fit pyproject.toml, or is not in the package", File: "uv.lock", Settings: []string{"PLUGIN_IGNORE_UV_LOCK"}, Todo: "Run uv lock and pack again."},
		},
		Common: true,
	},
	{
		ID: "uv/build-plugin", By: UV, Gate: "install", Weight: exact, Source: "uv: BuildBackendError",
		Says: []string{
			`Failed to build {:.}{package} @ file://{other:[^\n` + "`" + `]{0,300}}`, `Multiple top-level packages discovered in a flat-layout`, `Unable to determine which files to ship inside the wheel`, `Multiple top-level modules discovered in a flat-layout`,
		},
		Means: "uv builds the plugin itself as a package, and that fails.",
		Causes: []Cause{
			{Rules: []string{"dependency/build-system", "dependency/none"}, Why: "pyproject.toml has a [build-system], so that the plugin itself is built", File: "pyproject.toml", Todo: "Take [build-system] out of pyproject.toml, or write package = false in [tool.uv]; lock and pack again."},
		},
		Everyday: true,
	},
	{
		ID: "uv/build", By: UV, Gate: "install", Weight: exact, Source: "uv: BuildBackendError",
		Says: []string{
			`Failed to build {:.}{package}{:[@=` + "`" + `. ]?[^\n]{0,80}}`, `Failed to download and build {:.}{package}`, `Failed building wheel for {package}`, `Could not build wheels for {package}`, `error: subprocess-exited-with-error`, `Failed to build installable wheels`, `error: metadata-generation-failed`, `Call to {:.}{value:[\w.:]+}{:.} failed {:\(exit|with}`, `Getting requirements to build wheel {:[^\n]{0,20}}error`, `error: command '{:\S*}{value:gcc|cc|clang|g\+\+|cmake|rustc|cargo}'`,
		},
		Means: "A package has no wheel for this system and does not build from its source: the daemon's image has no compiler.",
		Causes: []Cause{
			{Rules: []string{"dependency/platform", "dependency/wheel", "dependency/requires-python", "dependency/feature"}, Why: "{package} has no wheel for the daemon's system and Python 3.12", File: "requirements.txt", Todo: "Take a release of {package} that has a wheel for manylinux and Python 3.12; where it is the plugin itself, take [build-system] out of pyproject.toml."},
			{Fault: Installation, Why: "the daemon runs on arm64 or another system for which there is no wheel", Settings: []string{"PIP_EXTRA_ARGS"}, Todo: "Run the daemon on amd64, or build the wheel yourself."},
		},
		Everyday: true,
	},
	{
		ID: "uv/no-wheel", By: UV, Gate: "install", Weight: exact, Source: "uv: tags",
		Says:  []string{`{package:[\w.-]+}{:[^\n]{0,40}} has no wheels with a matching {value:Python|platform|\w+}`, `Distribution {:.}{package}{:[=@][^\n]{0,200}} can't be installed because it {:doesn't have a source distribution or wheel|is marked as}`, `is not a supported wheel on this platform`, `has no usable wheels`},
		Means: "A package has no wheel for the daemon's system and Python.",
		Causes: []Cause{
			{Rules: []string{"dependency/platform", "dependency/wheel", "dependency/requires-python"}, Why: "{package} has no wheel for linux and Python 3.12 on this processor", File: "requirements.txt", Todo: "Take another release of {package}."},
		},
		Everyday: true,
	},
	{
		ID: "uv/requirement", By: UV, Gate: "install", Weight: exact, Source: "uv: requirements.txt",
		Says: []string{
			`Couldn't parse requirement in {:.}{file:[\w./@:-]+}{:.} at position {number}`, `Failed to parse: {:.}{file:pyproject\.toml|requirements\.txt}`, `Invalid requirement: '?{value:[^'\n]{0,200}}`, `TOML parse error at line {line}, column {column}`, `Failed to parse metadata from built wheel`, `Failed to extract static metadata from {:.}{file:pyproject\.toml}`, `{file:requirements\.txt}:{line}:{:\d+}: {value}`,
			`No {:.}project{:.} table found in: {value}`, `Error parsing {:.}{file:requirements\.txt}`, `Unsupported {:requirement|editable requirement} in {file}`,
			`Requirements file not found`, `Could not open requirements file`, `File not found: {:.}{file:requirements[\w./-]*\.txt}`,
		},
		Means: "The file that lists the dependencies cannot be read.",
		Causes: []Cause{
			{Rules: []string{"dependency/invalid-line", "dependency/include", "dependency/direct-url", "dependency/marker", "dependency/none", "file/left-out", "version/pyproject"}, Why: "a line of {file} is not a requirement", File: "requirements.txt", Todo: "Write the line as name>=1.2,<2."},
		},
		Everyday: true,
	},
	{
		ID: "uv/hash", By: UV, Gate: "install", Weight: exact, Source: "uv: HashMismatch",
		Says:   []string{`Hash mismatch for {:.}{package}`, `THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE`},
		Means:  "A package that came from the index is not the one of the lock.",
		Causes: []Cause{{Fault: Installation, Why: "the mirror has other files than the index of the lock", Settings: []string{"PIP_MIRROR_URL", "PLUGIN_IGNORE_UV_LOCK"}, Todo: "Use the index that the lock names, or set PLUGIN_IGNORE_UV_LOCK=true."}, {Rules: []string{"dependency/lock-source"}, Why: "uv.lock names another index", File: "uv.lock", Todo: "Lock again."}},
		Common: true,
	},
	{
		ID: "uv/offline", By: UV, Gate: "install", Weight: plain, Source: "uv: offline",
		Says:  []string{`Packages were unavailable because the network was disabled`, `Network connectivity is disabled`, `{:--offline}{:[^\n]{0,80}}not {:found|available}`},
		Means: "uv was told not to use the network, and a package is not in its cache.",
		Causes: []Cause{
			{Fault: Installation, Why: "the package was made for installing offline, and lacks a wheel; or the daemon's uv is set to offline", Settings: []string{"PIP_EXTRA_ARGS", "PIP_MIRROR_URL", "PLUGIN_IGNORE_UV_LOCK"}, Todo: "Give the daemon a way to a package index, or pack every wheel for Python 3.12 and this processor."},
		},
		Common: true,
	},
	{
		ID: "uv/network", By: UV, Gate: "install", Weight: plain, Source: "uv: reqwest errors",
		Says: []string{
			`Failed to {:fetch|download}{::? }{:.}{value:[^\s` + "`" + `'"]*[./=@][^\s` + "`" + `'"]*}{:[^\n]*(?:\n[^\n]*){0,6}?}{other:dns error|failed to lookup address|name or service not known|temporary failure in name resolution|connection refused|connection reset|operation timed out|timed out|tls handshake eof|invalid peer certificate[^\n]{0,60}|certificate[^\n]{0,60}|tunnel error[^\n]{0,40}|HTTP status [\w ]+\([\w ]+\)|error sending request|peer closed connection[^\n]{0,60}|unexpected eof}`,
			`error sending request for url ({value:https?://[^)\s]+})`, `Failed to {:fetch|download}{::?} {:.?}{value:(?:https?://)[^\s` + "`" + `'"]+}`, `Failed to download {:.?}{package}{:[=@][^\n]{0,60}}`, `Request failed after {number} retries`, `Could not connect, are you offline`,
			`client error (Connect)`, `Failed to download distribution due to network timeout. Try increasing UV_HTTP_TIMEOUT`, `failed to lookup address information`, `Retrying (Retry(total={number}{:[^\n]{0,100}}`, `Failed to establish a new connection{:[^\n]{0,200}(?:pypi|pythonhosted)}`, `{:HTTPSConnectionPool\(host='}{value:pypi\.org|files\.pythonhosted\.org|[^']*(?:pypi|mirror)[^']*}`,
		},
		Means: "uv or pip did not reach the package index.",
		Causes: []Cause{
			{When: map[string]string{"other": `(?i)invalid peer certificate.*|certificate.*`}, Fault: Installation, Why: "the certificate of the index, or of a proxy between, is not trusted by the daemon's container", Settings: []string{"PIP_MIRROR_URL", "HTTPS_PROXY", "PIP_EXTRA_ARGS"}, Todo: "Put the authority's certificate into the container and name it in SSL_CERT_FILE, or use an index with a known certificate."},
			{Fault: Installation, Why: "the daemon's container does not reach the package index ({value}): no name, no way out, or a proxy that is not set", Settings: []string{"PIP_MIRROR_URL", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "PLUGIN_IGNORE_UV_LOCK", "PIP_MIRROR_AUTO_DETECT"}, Todo: "Set PIP_MIRROR_URL to an index that the container reaches, or a proxy in the environment of plugin_daemon (.env alone does not pass it on before Dify 1.14)."},
		},
		Common: true,
	},
	{
		ID: "uv/killed", By: UV, Gate: "install", Weight: plain,
		Says: []string{
			`init process exited due to {:no activity for (?P<number>\d+) seconds|long time no activity}`, `failed to install dependencies: signal: {value:killed|terminated}`, `signal: killed, output`, `failed to launch plugin: signal: {value:killed|terminated}`, `failed to start command: context {value:canceled|deadline exceeded}`, `{:(?:install|environment|dependencies|uv|venv)[^\n]{0,120}}context deadline exceeded`,
		},
		Means: "The installation of the dependencies was ended: it took too long, or there was not enough memory.",
		Causes: []Cause{
			{Fault: Installation, Why: "the packages did not come within the time (120 seconds without a word, if nothing else is set): a slow or unreached index, or many large packages", Settings: []string{"PLUGIN_PYTHON_ENV_INIT_TIMEOUT", "PIP_MIRROR_URL", "PLUGIN_INSTALL_TIMEOUT"}, Todo: "Raise PLUGIN_PYTHON_ENV_INIT_TIMEOUT in .env, set PIP_MIRROR_URL to a near index, and give the container 4 GB of memory."},
			{Rules: []string{"dependency/large", "dependency/unpinned"}, Why: "the plugin installs very large packages", File: "requirements.txt", Todo: "Take a smaller package."},
		},
	},
	{
		ID: "uv/venv", By: UV, Gate: "install", Weight: plain,
		Says: []string{
			`failed to create virtual environment: {value}`, `failed to check virtual environment: {value}`, `virtual environment {:not found|is invalid}`, `failed to find {:uv path|python|pip}: {value}`, `failed to join python path: {value}`, `failed to start command: {value:(?:exec|fork|chdir|x1)[^\n]*}`, `failed to create {:\S+}/dify directory: {value}`, `failed to write plugin.json: {value}`, `failed to {:find|write} the patch file: {value}`, `No virtual environment found`, `Broken virtual environment`, `Failed to inspect Python interpreter`, `failed to get std{:out|err}: {value}`, `get std{:in|out|err} pipe failed`,
		},
		Means: "The daemon could not make the plugin's Python environment.",
		Causes: []Cause{
			{Fault: Installation, Why: "uv or Python is not where the daemon looks, or the working folder is not writable", Settings: []string{"PYTHON_INTERPRETER_PATH", "UV_PATH", "PLUGIN_WORKING_PATH"}, Todo: "Use the daemon's own image, and look at the owner of the volume of plugin_daemon; remove the plugin's folder under cwd and install anew."},
		},
		Common: true,
	},
	{
		ID: "uv/git", By: UV, Gate: "install", Weight: exact, Source: "uv: git",
		Says:     []string{`Git executable not found`, `Git operation failed`, `failed to clone into`, `failed to fetch {:branch|commit|tag}`},
		Means:    "A requirement is installed from Git, which the daemon's image does not have.",
		Causes:   []Cause{{Rules: []string{"dependency/direct-url"}, Why: "a requirement is installed from Git", File: "requirements.txt", Todo: "Ask for a released version instead."}},
		Everyday: true,
	},
	{
		ID: "uv/disk", By: UV, Gate: "install", Weight: plain, Source: "operating system",
		Says:     []string{`No space left on device`, `disk quota exceeded`, `Read-only file system`},
		Means:    "The disk is full or cannot be written to.",
		Causes:   []Cause{{Fault: Installation, Why: "the volume of plugin_daemon is full or mounted read-only", Settings: []string{"PLUGIN_STORAGE_LOCAL_ROOT", "PLUGIN_WORKING_PATH"}, Todo: "Make room on the volume (old versions of plugins under cwd), or mount it writable."}},
		Everyday: true,
	},
}
