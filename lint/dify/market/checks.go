package market

// The marketplace's checks beside the rules. The page docs/marketplace.md is
// made of this table, and a test holds it against the list of checks in
// testdata/checks.txt.

// How says how a rule stands to a check.
type How string

// The ways in which a rule can stand to a check.
const (
	Same     How = "same"
	Stricter How = "stricter"
	Looser   How = "looser"
	// Other is for checks that something else than a rule answers.
	Other How = "other"
	// Absent is for checks that no rule stands for.
	Absent How = "absent"
)

// Check is one test of the marketplace, and the rules that stand for it.
type Check struct {
	// ID is the check's own name and, behind a slash, which of its tests.
	ID string
	// What it looks for, in a few words.
	What string
	// Blocks is true where it refuses, false where it makes a reviewer look.
	Blocks bool
	// Rules by their IDs.
	Rules []string
	How   How
	// Why is the reason of every difference, and may be empty for Same.
	Why string
}

// Checks lists every test, in the order in which the marketplace runs them.
func Checks() []Check { return checks }

var checks = []Check{
	{"safe_unzip/path", "no name in the package leaves it", true, []string{"archive/name"}, Same, ""},

	{"package_contents/archive-size", "the package has at most 50 MiB", true, []string{"archive/size", "publish/size"}, Stricter, "The sum before compression is judged, which packaging itself refuses. A package that is larger compressed than that cannot be made."},
	{"package_contents/unpacked-size", "its files have at most 50 MiB together", true, []string{"archive/size", "publish/size"}, Same, "Told at the gates package and install, where the platform refuses."},
	{"package_contents/file-count", "at most 5000 files", true, []string{"publish/size"}, Same, "Of what packaging takes in: files that `.difyignore` names do not count."},
	{"package_contents/directory", "folders that may stand nowhere (`.git`, `venv`, `__pycache__`, …)", true, []string{"publish/unwanted-file"}, Stricter, "Also finds virtual environments by what is in them, whatever they are called. In a folder, what `.difyignore` names does not count. A folder `env` that is no environment is refused for its name, and the message says so."},
	{"package_contents/file", "files that may stand nowhere (`.DS_Store`, `.env`, `id_rsa`, …)", true, []string{"publish/unwanted-file"}, Stricter, "Also warns of other keys and of files with credentials: `id_ed25519`, `.netrc`, `.pypirc`, `.envrc`."},
	{"package_contents/suffix", "endings that may not be (`.pem`, `.pyc`, `.log`, `.bak`, …)", true, []string{"publish/unwanted-file"}, Stricter, "Also warns of keystores and of packages within the package."},
	{"package_contents/review-directory", "folders `build` and `dist`", false, []string{"publish/unwanted-file"}, Same, "As info: nothing is refused."},
	{"package_contents/review-archive", "archives", false, []string{"publish/unwanted-file"}, Same, "As info: nothing is refused."},
	{"package_contents/unreadable", "files that cannot be looked at", false, []string{"file/link"}, Stricter, "A link that cannot be read stops packaging, and is an error there."},

	{"package_secrets/private-key", "the first line of a private key", true, []string{"secret/private-key", "secret/placeholder"}, Same, "A line without a key behind it is refused too; the second rule says that it is no secret."},
	{"package_secrets/vendor", "the shapes of five sorts of tokens", true, []string{"secret/token", "secret/placeholder"}, Stricter, "Some 45 shapes. A stand-in such as `ghp_xxxx…` is refused by the check as well; the message says that it is not a real token."},
	{"package_secrets/assignment", "a random value given to a credential's name", true, []string{"secret/literal", "secret/placeholder"}, Stricter, "Also sees names in quotes (JSON, dictionaries), annotated names and prefixed strings, and values of 16 to 22 characters, as warnings: no value shorter than 23 characters reaches the check's threshold unless it is hexadecimal."},
	{"package_secrets/review-field", "any value given to a credential's name", false, []string{"secret/literal"}, Looser, "A variable, a word or a number is no secret: over 723 plugins the check warns in 122, and in one of these stands a value that looks real."},
	{"package_secrets/too-large", "files over 1 MiB are not scanned", false, nil, Absent, "They are not scanned here either. The check warns of large pictures; nobody can act on that."},

	{"package_binaries/daemon", "the daemon's command line, by its name", true, []string{"publish/executable"}, Same, ""},
	{"package_binaries/magic", "native code, by the first bytes", true, []string{"publish/executable"}, Same, "Text that begins with MZ and compiled Java are refused too; the message names the kind."},
	{"package_binaries/suffix", "native code, by the ending", true, []string{"publish/executable"}, Same, ""},
	{"package_binaries/review-suffix", "scripts and binary data, by the ending", false, []string{"publish/executable"}, Same, "As info: nothing is refused."},
	{"package_binaries/executable-bit", "files that may be executed", false, nil, Looser, "Packages made by the command line carry no permissions, so that a package never has the bit."},

	{"manifest_metadata/missing", "manifest.yaml is there and can be parsed", true, []string{"yaml/syntax", "yaml/empty"}, Same, "A folder without the file is reported as no plugin."},
	{"manifest_metadata/required-platform", "author, name, version, type, icon, plugins, label, description and meta are set", true, []string{"schema/required", "schema/limit", "schema/type", "schema/enum", "identity/author", "identity/name", "version/pattern", "version/meta", "manifest/families"}, Same, "Told at the gates at which the platform itself refuses."},
	{"manifest_metadata/required-marketplace", "privacy, repo and contact are set", true, []string{"publish/required"}, Same, ""},
	{"manifest_metadata/recommended", "meta.minimum_dify_version is set", false, []string{"publish/recommended"}, Same, "As info: nothing is refused."},
	{"manifest_metadata/author", "the author has neither `dify` nor `langgenius` in it", true, []string{"publish/author"}, Same, "Also where the letters stand inside of a word, which the finding says. The platform's own plugins have the profile official, for which it is off."},
	{"manifest_metadata/type", "type is plugin", true, []string{"schema/enum"}, Same, "A manifest of the type bundle that declares no plugins is read as a bundle."},
	{"manifest_metadata/repo", "repo is at one of the hosts that are taken", true, []string{"publish/repository"}, Same, ""},
	{"manifest_metadata/contact", "contact is an e-mail address", true, []string{"publish/contact"}, Same, ""},
	{"manifest_metadata/privacy-file", "PRIVACY.md is there", true, []string{"publish/privacy"}, Same, ""},
	{"manifest_metadata/privacy-value", "privacy is an http(s) URL or names a file of the package", true, []string{"publish/privacy"}, Same, ""},
	{"manifest_metadata/privacy-text", "the policy is neither empty nor the template's", true, []string{"publish/privacy-text"}, Stricter, "PRIVACY.md is looked at too where privacy is a URL, as a warning: the reviewers' bot wants it filled in."},
	{"manifest_metadata/privacy-words", "the policy has words about data", false, []string{"publish/privacy-disclosure"}, Same, ""},

	{"readme_metadata/missing", "README.md is there", true, []string{"file/readme"}, Same, ""},
	{"readme_metadata/empty", "README.md is not empty", true, []string{"publish/readme-empty"}, Same, ""},
	{"readme_metadata/source", "README.md links to a source repository", true, []string{"publish/readme-repository"}, Same, ""},
	{"readme_metadata/english", "README.md has no Chinese characters outside of code", true, []string{"publish/readme-english"}, Stricter, "Also warns of a text in kana or hangul."},
	{"readme_metadata/localized", "translations are named `README.<language>.md`", false, []string{"publish/readme-translation"}, Stricter, "The daemon reads `readme/README_<language>.md` alone; what runs wins. Files in readme/ with a language that Dify writes otherwise are told of too, and names that stand for no language (README_OLD.md) are not."},
	{"readme_metadata/sections", "README.md has words about setup, usage, credentials and connection", false, []string{"publish/readme-sections"}, Looser, "As info. Credentials are asked for only where the plugin declares some, a connection only where it declares an address."},

	{"package_dependencies/git", "no requirement is installed from Git", true, []string{"dependency/direct-url"}, Same, ""},
	{"package_dependencies/url", "no requirement is installed from a URL", true, []string{"dependency/direct-url"}, Same, ""},
	{"package_dependencies/editable", "no editable installs, no local paths", false, []string{"dependency/direct-url"}, Same, ""},
	{"package_dependencies/sdk", "dify_plugin is at least 0.9.0", true, []string{"dependency/sdk-old", "dependency/sdk-hidden", "dependency/sdk-missing"}, Stricter, "The version that is installed is judged, as the reviewers' bot does. The check goes by the text: it refuses `~=0.9.0` and `>=0.9`, which is told as such, and passes `===` and plugins without the SDK."},
	{"package_dependencies/unconstrained", "every requirement has a version", true, []string{"dependency/unpinned"}, Same, ""},
	{"package_dependencies/lower-bound", "no requirement has a lower bound alone", false, []string{"dependency/unbounded"}, Same, "As info: nothing is refused, and all 262 official plugins have one."},
	{"package_dependencies/large", "large packages (torch, playwright, …)", false, []string{"dependency/large"}, Same, ""},
	{"package_dependencies/include", "included files lie in the package and exist", false, []string{"dependency/include"}, Stricter, "An include that is missing stops the installation."},
	{"package_dependencies/pyproject", "pyproject.toml can be parsed", true, []string{"dependency/invalid-line"}, Same, ""},

	{"python_compile/syntax", "every source compiles", true, []string{"source/syntax"}, Same, "For Python 3.12, whichever Python is at hand."},
	{"python_safety/timeout", "requests have a timeout", false, []string{"audit/timeout"}, Stricter, "Also follows sessions, aliases and httpx."},
	{"python_safety/log", "no credential in a log", false, []string{"secret/logged"}, Looser, "A name with `token` in it is more often a model's: the credential itself must go to the log, not its length or what a function makes of it. Also sees print."},
	{"python_safety/error", "no credential in a raised error", false, []string{"secret/in-error"}, Looser, "As above. What a token's endpoint answers is left alone: it is most often what the endpoint says is wrong. Also sees messages that are sent from an except block."},
	{"python_safety/return", "no credential in what is returned or yielded", false, nil, Looser, "Functions return credentials to their callers all the time, and a model's tokens are none: over 723 plugins the check warns 955 times in 227, and nothing leaves a plugin by it."},
	{"python_safety/parse", "sources that cannot be parsed", false, []string{"source/syntax"}, Stricter, "An error: the plugin does not start."},

	{"prohibited_financial_activity/words", "words about payments, trading and transfers", false, []string{"publish/financial"}, Looser, "The check also warns of a checkout of Git, of database transactions and of what is free of charge: it warns in 166 of 723 plugins, five of which say that they move money. The README and the declarations are read here, for phrases that mean nothing else."},
	{"access_domains/undeclared", "hosts in the code that network.domains does not name", false, []string{"publish/network-domains"}, Looser, "Only where network.domains is declared at all, which none of 723 plugins does: nothing asks for it. `difylint risk` names them."},
	{"access_domains/report", "the list of hosts", false, nil, Other, "`difylint risk` lists them; a list of what is right is no finding."},
	{"dependency_vulnerabilities/known", "versions with known vulnerabilities", false, nil, Absent, "The check asks osv.dev. difylint does not call the network."},
	{"sensitive_capabilities/disclosed", "the pull request tells of commands, SQL, files, browsers and requests", true, nil, Other, "`difylint risk` finds the capabilities and writes the text; the pull request itself is not at hand."},

	{"pr_body/sections", "the pull request follows the form", true, nil, Other, "The pull request is not at hand. `difylint risk` writes the parts about the plugin."},
	{"pr_review_notes/notes", "breaking changes and boundaries are told", false, []string{"release/bump"}, Other, "`difylint compare` says what breaks."},
	{"version_update/higher", "the version is higher than the last", true, []string{"release/version-back", "release/version-unchanged"}, Stricter, "Pre-releases are compared as what they are. Needs the released plugin: `difylint check --since RELEASE`."},

	{"workflow/one-file", "the pull request adds one .difypkg", true, nil, Other, "The pull request is not at hand."},
	{"workflow/icon", "the icon is there and is not the template's", true, []string{"asset/icon", "publish/icon-template"}, Stricter, "Also warns of the dark icon and those of the providers, and of icons that are no images (asset/icon-content) or hold scripts (asset/icon-script)."},
	{"workflow/version-free", "the marketplace does not have the version yet", true, []string{"release/version-unchanged"}, Other, "Needs the released plugin (`--since`); difylint does not call the network."},
	{"workflow/install", "the dependencies can be installed", true, []string{"dependency/impossible", "dependency/platform", "dependency/requires-python"}, Looser, "Installing is not tried; what makes it fail is looked for."},
	{"workflow/start", "the plugin starts", true, []string{"schema/required", "schema/type", "file/source", "file/entrypoint"}, Looser, "Nothing is run; every rule with the gate start stands for a reason why it would not."},
	{"workflow/packaging", "the plugin can be packed", true, []string{"file/missing", "asset/icon", "file/link"}, Same, "Every rule with the gate package."},
	{"workflow/risk", "one level of risk is chosen", true, nil, Other, "`difylint risk` says which, with the evidence."},
	{"bot/language", "the pull request is in English", true, nil, Other, "The pull request is not at hand."},
	{"bot/structure", "manifest.yaml, README.md, PRIVACY.md and _assets are there", true, []string{"file/readme", "publish/privacy", "asset/folder"}, Same, ""},
}
