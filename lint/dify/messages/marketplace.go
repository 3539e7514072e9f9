package messages

import "slices"

// What the marketplace's checks and its reviewers' bot say: lines of the
// toolkit's checks, and the bot's tables.

// bot makes the pattern of a row of the bot's table, and of its list of fixes.
func bot(check, detail string) []string {
	return []string{
		`{:\|? ?.?}` + check + `{:.?\*{0,2} ?[|:]+ ?(?:[❌✗x⚠]\S* ?)?(?:fail(?:ed)?|error)? ?\|? ?}` + detail,
	}
}

var marketplaceMessages = []*Message{
	{
		ID: "marketplace/sdk", By: Marketplace, Gate: "publish", Weight: exact,
		Says: []string{
			`dify_plugin version must be >= {version}; found {value:[\w.]+\w}`, `dify_plugin must be installed and >= {version}, but it was not found`, `dify_plugin dependency must be >= 0.9.0: {value}`, `Use dify_plugin >= {version} in the packaged plugin environment`,
		},
		Means: "The marketplace asks for a newer release of the SDK.",
		Causes: []Cause{
			{When: map[string]string{"value": `.+`}, Rules: []string{"dependency/sdk-old", "dependency/sdk-hidden", "dependency/sdk-missing", "dependency/disagree"}, Why: "the requirement on dify_plugin lets an older release in", File: "requirements.txt", Todo: "Write dify_plugin>=0.9.0, and lock again where there is a lock."},
			{Rules: []string{"dependency/sdk-missing", "dependency/sdk-old", "dependency/sdk-hidden", "dependency/none", "file/left-out"}, Why: "no file of the package asks for dify_plugin", File: "requirements.txt", Todo: "Write dify_plugin>=0.9.0 in requirements.txt or pyproject.toml."},
		},
	},
	{
		ID: "marketplace/readme-english", By: Marketplace, Gate: "publish", Weight: exact,
		Says:   append([]string{`README.md primary content must be English; move localized content to README.<locale>.md`, `README.md CJK ratio={value:(?:0\.0*[1-9]|[1-9])[\d.]*%}{:[^\n|]{0,80}}`, `Remove Chinese characters from README.md`}, bot("README language", `{:README}`)...),
		Means:  "README.md has Chinese characters.",
		Causes: []Cause{{Rules: []string{"publish/readme-english"}, Why: "README.md has Chinese characters outside of code", File: "README.md", Todo: "Write README.md in English, and put the translation into readme/README_zh_Hans.md."}},
	},
	{
		ID: "marketplace/readme-missing", By: Marketplace, Gate: "publish", Weight: exact,
		Says:   []string{`missing required file: {file:README\.md}`, `README.md is empty`, `README.md not found`},
		Means:  "README.md is missing or empty.",
		Causes: []Cause{{Rules: []string{"file/readme", "publish/readme-empty", "file/left-out"}, Why: "README.md is missing or empty", Todo: "Write a README.md at the plugin's root."}},
		Common: true,
	},
	{
		ID: "marketplace/readme-repository", By: Marketplace, Gate: "publish", Weight: exact,
		Says:   []string{`README.md must include a source repository URL`},
		Means:  "README.md does not link to the plugin's sources.",
		Causes: []Cause{{Rules: []string{"publish/readme-repository"}, Why: "README.md has no link to a source repository", File: "README.md", Todo: "Add the address of the repository."}},
	},
	{
		ID: "marketplace/readme-sections", By: Marketplace, Gate: "publish", Weight: plain,
		Says:   []string{`README.md may be missing {value:setup instructions|usage instructions|required APIs or credentials|connection requirements}`},
		Means:  "README.md may lack something that users need.",
		Causes: []Cause{{Rules: []string{"publish/readme-sections"}, Why: "README.md has no words about {value}", File: "README.md", Todo: "Add a section."}},
	},
	{
		ID: "marketplace/readme-locale", By: Marketplace, Gate: "publish", Weight: plain,
		Says:   []string{`localized README should use README.<locale>.md naming: {file}`},
		Means:  "A translation of the README has another name than the check knows; the daemon reads readme/README_<ll_CC>.md alone.",
		Causes: []Cause{{Rules: []string{"publish/readme-translation"}, Why: "{file} is read by nobody", Todo: "Move it to readme/README_<ll_CC>.md."}},
	},
	{
		ID: "marketplace/pr-language", By: Marketplace, Gate: "publish", Weight: plain,
		Says:   []string{`PR title/body CJK ratio={value:(?:0\.0*[1-9]|[1-9])[\d.]*%}`, `Chinese characters are not allowed in PR content`, `Rewrite the PR title/body in English`},
		Means:  "The pull request itself has Chinese characters.",
		Causes: []Cause{{Fault: Marketplace, Why: "the title or the text of the pull request is not in English", Todo: "Write both in English: the plugin is not at fault."}},
	},
	{
		ID: "marketplace/one-package", By: Marketplace, Gate: "publish", Weight: plain,
		Says:   []string{`Exactly one {:.?}.difypkg{:.?} file must be changed in a PR`, `Only one .difypkg file change is allowed in a single PR`, `only one file change allowed in a single PR`, `only .difypkg file allowed`, `not in same plugin directory`},
		Means:  "The pull request changes more, or other, files than one package.",
		Causes: []Cause{{Fault: Marketplace, Why: "the pull request must add one .difypkg and nothing else", Todo: "Take the other files out of the pull request."}},
	},
	{
		ID: "marketplace/author", By: Marketplace, Gate: "publish", Weight: exact,
		Says:   []string{`author must not {:be|contain} '{value:langgenius|dify}'`, `Plugin manifest.yaml author must not be '{value:langgenius|dify}'`, `author {:[^\n|]{0,40}}must not contain`},
		Means:  "The author is a name that is kept for the platform's own plugins.",
		Causes: []Cause{{Rules: []string{"publish/author", "identity/author"}, Why: "the manifest's author has {value} in it", File: "manifest.yaml", Todo: "Write your GitHub name as the author."}},
	},
	{
		ID: "marketplace/icon", By: Marketplace, Gate: "publish", Weight: exact,
		Says:   []string{`Plugin icon file not found: {:_assets/}{icon:[^\s|]+}`, `icon file not found: {:_assets/}{icon:[^\s|]+}`, `Provide a real custom icon file under _assets`},
		Means:  "The manifest's icon is not under _assets.",
		Causes: []Cause{{Rules: []string{"asset/icon", "asset/folder", "file/left-out"}, Why: "_assets/{icon} is not in the package", File: "manifest.yaml", Todo: "Put the file under _assets, or correct its name."}},
	},
	{
		ID: "marketplace/icon-template", By: Marketplace, Gate: "publish", Weight: exact,
		Says:   []string{`Plugin icon contains template placeholder text`, `Plugin icon is using the default template icon`, `icon {:[^\n|]{0,60}}{value:template|placeholder|default}`},
		Means:  "The icon is the template's.",
		Causes: []Cause{{Rules: []string{"publish/icon-template"}, Why: "the icon is the one of the template", File: "manifest.yaml", Todo: "Draw an icon of your own."}},
		Common: true,
	},
	{
		ID: "marketplace/version", By: Marketplace, Gate: "publish", Weight: exact,
		Says: []string{
			`Plugin version {version} by {name} already exists in the marketplace`, `version update must increment manifest.yaml version: current {version}, latest previous {value:[\w.+-]+}`, `version {version} already exists`, `version update check could not read manifest.yaml version`, `version update PR has no previous package version`,
		},
		Means:  "The marketplace has this version already.",
		Causes: []Cause{{Rules: []string{"release/version-unchanged", "release/version-back", "version/pattern"}, Why: "version {version} is published", File: "manifest.yaml", Todo: "Raise version in manifest.yaml and pack again."}},
		Common: true,
	},
	{
		ID: "marketplace/required", By: Marketplace, Gate: "publish", Weight: exact,
		Says:  []string{`missing required field: {loc}`},
		Means: "The manifest lacks a field that the marketplace asks for.",
		Causes: []Cause{
			{When: map[string]string{"loc": "privacy|repo|contact"}, Rules: []string{"publish/required", "publish/privacy", "publish/repository", "publish/contact"}, Why: "the manifest has no {loc}", File: "manifest.yaml", Todo: "Add {loc} to manifest.yaml."},
			{Rules: []string{"schema/required", "schema/limit", "identity/author", "identity/name", "version/pattern", "manifest/families"}, Why: "the manifest has no {loc}", File: "manifest.yaml", Todo: "Add {loc} to manifest.yaml."},
		},
		Common: true,
	},
	{
		ID: "marketplace/recommended", By: Marketplace, Gate: "publish", Weight: plain,
		Says:   []string{`missing recommended field: {loc}`},
		Means:  "The manifest lacks a field that the marketplace would like.",
		Causes: []Cause{{Rules: []string{"publish/recommended"}, Why: "the manifest has no {loc}", File: "manifest.yaml", Todo: "Add {loc}."}},
	},
	{
		ID: "marketplace/manifest", By: Marketplace, Gate: "publish", Weight: plain,
		Says:   []string{`missing required file: manifest.yaml`, `failed to parse manifest.yaml: {value}`, `type must be 'plugin'`, `manifest.yaml not found`},
		Means:  "The package has no manifest.yaml at its root that can be read.",
		Causes: []Cause{{Rules: []string{"yaml/syntax", "archive/manifest", "yaml/empty", "schema/enum"}, Why: "manifest.yaml is not at the root of the package, or is not YAML", File: "manifest.yaml", Todo: "Pack the folder that holds manifest.yaml, not the one above it."}},
		Common: true,
	},
	{
		ID: "marketplace/repository", By: Marketplace, Gate: "publish", Weight: exact,
		Says:   []string{`repo must be a supported source repository URL`},
		Means:  "repo in the manifest is not an address that the marketplace takes.",
		Causes: []Cause{{Rules: []string{"publish/repository", "publish/required"}, Why: "repo is not the address of a repository at a known host", File: "manifest.yaml", Todo: "Write https://github.com/you/your-plugin."}},
	},
	{
		ID: "marketplace/contact", By: Marketplace, Gate: "publish", Weight: exact,
		Says:   []string{`contact must be a valid email address`},
		Means:  "contact in the manifest is not an e-mail address.",
		Causes: []Cause{{Rules: []string{"publish/contact", "publish/required"}, Why: "contact is not an e-mail address", File: "manifest.yaml", Todo: "Write an address."}},
		Common: true,
	},
	{
		ID: "marketplace/privacy", By: Marketplace, Gate: "publish", Weight: exact,
		Says: []string{
			`missing required file: {file:PRIVACY\.md}`, `privacy URL must start with http:// or https://`, `privacy must reference a file inside the package: {file}`, `privacy references missing file: {file}`, `PRIVACY.md {:is missing|not found|does not exist}`,
		},
		Means:  "PRIVACY.md, or what privacy names, is missing.",
		Causes: []Cause{{Rules: []string{"publish/privacy", "publish/required", "file/left-out"}, Why: "the privacy policy is not in the package", File: "manifest.yaml", Todo: "Write PRIVACY.md, and privacy: PRIVACY.md in manifest.yaml."}},
	},
	{
		ID: "marketplace/privacy-text", By: Marketplace, Gate: "publish", Weight: exact,
		Says:   []string{`privacy policy file is empty: {file}`, `privacy policy file still contains template placeholder text: {file}`, `PRIVACY.md is empty`, `PRIVACY.md {:[^\n|]{0,40}}{:placeholder|template}`},
		Means:  "The privacy policy is empty or the template's.",
		Causes: []Cause{{Rules: []string{"publish/privacy-text", "publish/privacy"}, Why: "the privacy policy says nothing", File: "PRIVACY.md", Todo: "Say which data the plugin collects, stores and sends, or that it does not."}},
	},
	{
		ID: "marketplace/privacy-words", By: Marketplace, Gate: "publish", Weight: plain,
		Says:   []string{`privacy policy may be missing data collection`},
		Means:  "The privacy policy has no words about data.",
		Causes: []Cause{{Rules: []string{"publish/privacy-disclosure"}, Why: "the privacy policy does not say what happens to data", File: "PRIVACY.md", Todo: "Say which data the plugin collects, stores and sends, or that it does not."}},
	},
	{
		ID: "marketplace/structure", By: Marketplace, Gate: "publish", Weight: plain,
		Says:  append([]string{`Missing expected files: {value:[^\n|]{0,200}}`, `missing: {value:(?:manifest\.yaml|README\.md|PRIVACY\.md|_assets)[^\n|]{0,100}}`}, bot("Project structure", `{value:[^\n|]{0,200}}`)...),
		Means: "The package lacks a file that every plugin has.",
		Causes: []Cause{
			{When: map[string]string{"value": `.*PRIVACY.*`}, Rules: []string{"publish/privacy"}, Why: "PRIVACY.md is missing", File: "manifest.yaml", Todo: "Add PRIVACY.md."},
			{When: map[string]string{"value": `.*README.*`}, Rules: []string{"file/readme"}, Why: "README.md is missing", File: "manifest.yaml", Todo: "Add README.md."},
			{Rules: []string{"publish/privacy", "file/readme", "asset/folder"}, Why: "a file that every plugin has is missing", File: "manifest.yaml", Todo: "Add manifest.yaml, README.md, PRIVACY.md and _assets."},
		},
	},
	{
		ID: "marketplace/dependency", By: Marketplace, Gate: "publish", Weight: exact,
		Says: []string{
			`{file:[\w./-]+\.(?:txt|toml)}:{line:\d+}: {value:git-based|direct URL} install is not allowed: {package:\S+}`, `{file:[\w./-]+\.(?:txt|toml)}:{key:[\w.-]+}: {value:git-based|direct URL} install is not allowed: {package:\S+}`, `{value:git-based|direct URL} install is not allowed: {package:\S+}`,
			`{value:editable install|local path dependency} requires reviewer approval: {package:\S+}`,
		},
		Means:  "A requirement is not installed from the package index.",
		Causes: []Cause{{Rules: []string{"dependency/direct-url"}, Why: "{package} is installed from an address", Todo: "Ask for a released version."}},
	},
	{
		ID: "marketplace/unconstrained", By: Marketplace, Gate: "publish", Weight: exact,
		Says:   []string{`{file:[\w./-]+\.(?:txt|toml)}:{line:\d+}: dependency has no version constraint: {package:\S+}`, `dependency has no version constraint: {package:\S+}`},
		Means:  "A requirement has no version.",
		Causes: []Cause{{Rules: []string{"dependency/unpinned"}, Why: "{package} has no version", Todo: "Write a range, such as {package}>=1.2,<2."}},
	},
	{
		ID: "marketplace/lower-bound", By: Marketplace, Gate: "publish", Weight: plain,
		Says:   []string{`dependency has only a lower-bound version constraint: {package:\S+}`},
		Means:  "A requirement has no upper bound.",
		Causes: []Cause{{Rules: []string{"dependency/unbounded"}, Why: "{package} has a lower bound alone", Todo: "Add an upper bound; nothing is refused for this."}},
	},
	{
		ID: "marketplace/large", By: Marketplace, Gate: "publish", Weight: plain,
		Says:   []string{`large runtime dependency requires reviewer approval: {package}`},
		Means:  "A requirement is very large.",
		Causes: []Cause{{Rules: []string{"dependency/large"}, Why: "{package} is hundreds of megabytes", Todo: "Take a smaller package, or tell the reviewers why."}},
	},
	{
		ID: "marketplace/include", By: Marketplace, Gate: "publish", Weight: plain,
		Says:   []string{`referenced requirements file is {value:missing|outside the package}: {file}`, `failed to parse pyproject.toml: {value}`, `cannot parse pyproject.toml without Python tomllib`},
		Means:  "A file of requirements is missing or cannot be read.",
		Causes: []Cause{{Rules: []string{"dependency/include", "dependency/invalid-line", "file/left-out"}, Why: "{file} is not in the package", Todo: "Add the file, or take the line out."}},
	},
	{
		ID: "marketplace/unwanted", By: Marketplace, Gate: "publish", Weight: exact,
		Says:   []string{`blocked {:file|directory|file suffix}: {file:[^\s,|]+}`, `review {:directory|archive file}: {file:[^\s,|]+}`, `could not stat file: {file}`, `package file could not be read: {file}`},
		Means:  "The package has a file that does not belong there.",
		Causes: []Cause{{Rules: []string{"publish/unwanted-file", "file/link"}, Why: "{file} does not belong into the package", Todo: "Add it to .difyignore and pack again."}},
		Common: true,
	},
	{
		ID: "marketplace/binary", By: Marketplace, Gate: "publish", Weight: exact,
		Says: []string{
			`{file:[\w./@-]+}: {value:ELF executable or shared object|Windows PE executable or DLL|Mach-O (?:64-bit |universal )?binary}`, `{file:[\w./@-]+}: {value:(?:native|Windows|macOS|binary-like|installer-like|shell script|application bundle)[\w. -]{0,60}suffix \.\w+}`, `{file:[\w./@-]+}: platform plugin daemon binary filename is not allowed`, `{file:[\w./@-]+}: has executable permission`, `could not read file header`,
		},
		Means:  "The package has native code, or a script.",
		Causes: []Cause{{Rules: []string{"publish/executable", "publish/unwanted-file"}, Why: "{file} is native code or a script", Todo: "Take it out: packages with native code are installed by the requirements."}},
	},
	{
		ID: "marketplace/secret", By: Marketplace, Gate: "publish", Weight: exact,
		Says: []string{
			`{file:[\w./@-]+}:{line} matched {value:private key block|OpenAI-style API key|GitHub token|Slack token|AWS access key id|JWT token}`, `{file:[\w./@-]+}:{line} matched secret assignment {:.?}{key:[\w.-]+}`, `{file:[\w./@-]+}:{line} review possible secret field {:.?}{key:[\w.-]+}`, `{file:[\w./@-]+} skipped because it is larger than 1 MiB`, `{file:[\w./@-]+} could not be {:read|decoded}`,
		},
		Means:  "The package has something that looks like a secret.",
		Causes: []Cause{{Rules: []string{"secret/token", "secret/private-key", "secret/literal", "secret/placeholder", "secret/default"}, Why: "line {line} of {file} looks like a secret", Todo: "Take it out and withdraw it at its issuer; where it is a stand-in, write <your-key>."}},
	},
	{
		ID: "marketplace/install", By: Marketplace, Gate: "publish", Weight: consequence,
		Says: []string{
			`Plugin installation test failed or timed out`, `!!! Process exited, here is the stderr`, `Fix the plugin so test-plugin-install.py passes`, `{:test-plugin-install\.py}{:[^\n]{0,200}}`, `!!! Plugin test result: {:failed|False}`, `No directory provided`, `!!! Force exit after {number} seconds`, `Request to port 8080 failed`, `!!! An error occurred: {value}`, `Have you tested it locally`, `Failed to activate virtual environment`, `Failed to install packaging module`,
		},
		Means: "The plugin does not start in the marketplace's test; the traceback before says why.",
		Causes: []Cause{
			{Rules: []string{"schema/required", "file/source", "file/entrypoint", "source/class", "import/undeclared", "source/syntax", "schema/type", "dependency/sdk-missing"}, Why: "the plugin breaks off while it starts", File: "main.py", Todo: "Run the plugin by INSTALL_METHOD=serverless python -m main after pip install -r requirements.txt, and read what it says."},
		},
	},
	{
		ID: "marketplace/dependency-install", By: Marketplace, Gate: "publish", Weight: consequence,
		Says:   append(bot("Dependency install", `{value:(?:Command failed|requirements? (?:install|could)|pip|failed)[^\n|]{0,160}}`), `Fix dependency installation`, `Make requirements.txt install`),
		Means:  "The dependencies could not be installed in the marketplace's test.",
		Causes: []Cause{{Rules: []string{"dependency/impossible", "dependency/wrong-name", "dependency/platform", "dependency/requires-python", "dependency/invalid-line", "dependency/standard-library"}, Why: "a requirement cannot be installed", File: "requirements.txt", Todo: "Run pip install -r requirements.txt with Python 3.12 in a new environment."}},
	},
	{
		ID: "marketplace/packaging", By: Marketplace, Gate: "publish", Weight: consequence,
		Says:   []string{`Packaging check failed or timed out`, `Fix the plugin so upload-package.py --test passes`, `Failed to upload package: {value}`, `{:upload-package\.py}{:[^\n]{0,200}}`, `Failed to upload directory: {value}`},
		Means:  "The plugin cannot be packed, or its package not read.",
		Causes: []Cause{{Rules: []string{"archive/folder", "file/missing", "asset/icon", "schema/required", "manifest/families", "file/link"}, Why: "packing, or reading the package, fails; the words beside it say why", File: "manifest.yaml", Todo: "Run dify plugin package, or difylint check --gate package."}},
	},
	{
		ID: "marketplace/warning", By: Marketplace, Gate: "publish", Weight: plain,
		Says: []string{
			`missing timeout`, `requests {:[^\n]{0,40}}without timeout`, `undeclared domain{:s?}: {value}`, `access domain{:[^\n]{0,60}}not declared`,
		},
		Means:  "A check of the sources makes a reviewer look.",
		Causes: []Cause{{Rules: []string{"audit/timeout", "publish/network-domains"}, Why: "a request has no timeout, or a host is not declared", Todo: "Give requests a timeout."}},
		Common: true,
	},
}

// catalogue is in the order in which equal messages are listed.
var catalogue = slices.Concat(daemonMessages, sdkMessages, dependencyMessages, apiMessages, installationMessages, marketplaceMessages)
