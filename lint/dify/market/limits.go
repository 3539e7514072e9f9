package market

// What the marketplace's checks look for, as data. As of 2026-08-21, from
// langgenius/dify-marketplace-toolkit, toolkit/checks/{contents,binaries,
// source_hosts,manifest,readme}.py. To refresh: fetch those files, compare
// their upper-case constants with the lists here, and change the date.

import "github.com/difylint/difylint/lint/source/text"

const (
	// MaxPackage is the limit of a package and of its contents, in bytes
	// (also dify-plugin-daemon, cmd/commandline/plugin.go).
	MaxPackage = 50 << 20
	// MaxFiles is how many files a package may hold.
	MaxFiles = 5000
)

// RefusedDirs may stand nowhere in a package, in exactly this letter case.
var RefusedDirs = map[string]text.Message{
	".git": versionControl, ".hg": versionControl, ".svn": versionControl,
	".venv": VirtualEnv, "venv": VirtualEnv, "env": VirtualEnv,
	"__pycache__": cache, ".pytest_cache": cache, ".ruff_cache": cache, ".mypy_cache": cache, "pycache": cache,
	".tox": cache, ".nox": cache, "node_modules": text.Msg("packages of Node.js"),
	".idea": ide, ".vscode": ide,
}

// RefusedFiles may not be in a package under any path, in this letter case.
var RefusedFiles = map[string]text.Message{
	".DS_Store": system, "Thumbs.db": system, "desktop.ini": system,
	".gitconfig": text.Msg("Git's settings, which may hold credentials"), "id_rsa": privateKey,
}

// AllowedEnv are the files beginning with .env. that may be in a package.
var AllowedEnv = map[string]bool{".env.example": true, ".env.sample": true, ".env.template": true}

// RefusedSuffixes end the names of files that may not be in a package, in any
// letter case.
var RefusedSuffixes = map[string]text.Message{
	".key": privateKey, ".pem": privateKey, ".p12": privateKey, ".pfx": privateKey,
	".pyc": cache, ".pyo": cache, ".log": text.Msg("a log"),
	".tmp": leftover, ".swp": leftover, ".swo": leftover, ".bak": text.Msg("a copy that an editor keeps"),
}

// ReviewedDirs and ReviewedSuffixes make a reviewer look.
var (
	ReviewedDirs     = map[string]text.Message{"build": text.Msg("what a build made"), "dist": text.Msg("what a build made")}
	ReviewedSuffixes = map[string]text.Message{
		".zip": archive, ".tar": archive, ".gz": archive, ".tgz": archive, ".bz2": archive, ".xz": archive, ".7z": archive, ".rar": archive,
	}
)

// The following the checks do not know, and the requirements for submissions
// forbid all the same (dify-plugins, docs/plugin-submission-requirements.md).
var (
	UnwantedDirs = map[string]text.Message{
		".ipynb_checkpoints": cache, "htmlcov": cache, ".hypothesis": cache, ".eggs": text.Msg("what a build made"),
		".aws": text.Msg("credentials of a cloud"), ".ssh": privateKey,
	}
	UnwantedFiles = map[string]text.Message{
		"id_ed25519": privateKey, "id_ecdsa": privateKey, "id_dsa": privateKey,
		".envrc": Environment, ".netrc": text.Msg("credentials of other services"), ".pypirc": text.Msg("credentials of a package index"),
		".git-credentials": text.Msg("Git's credentials"), ".coverage": cache, "Session.vim": leftover,
	}
	UnwantedSuffixes = map[string]text.Message{
		".jks": privateKey, ".keystore": privateKey, ".ppk": privateKey, ".difypkg": text.Msg("a package of its own"),
	}
)

// StraySuffixes end the names of files that nobody reads in a package. The
// signature of a package is in the comment of its zip (dify-plugin-daemon,
// pkg/plugin_packager/decoder/verifier.go).
var StraySuffixes = map[string]text.Message{
	".sig": signature, ".asc": signature, ".minisig": signature, ".sign": signature, ".p7s": signature,
	".sha256": checksum, ".sha512": checksum, ".sha1": checksum, ".md5": checksum,
}

// StrayFiles begin the names of files that a package has no use for.
var StrayFiles = map[string]text.Message{".difylint": text.Msg("what difylint reads on your machine; a package has no use for it")}

var (
	versionControl = text.Msg("version control, with all of its history")
	// VirtualEnv says what a virtual environment is.
	VirtualEnv = text.Msg("a virtual environment")
	cache      = text.Msg("a cache")
	// BuildOutput says what a build leaves behind.
	BuildOutput = text.Msg("build output")
	ide         = text.Msg("an editor's settings")
	system      = text.Msg("a file of the operating system")
	privateKey  = text.Msg("a key")
	// Environment says what a file like .env holds.
	Environment = text.Msg("settings of one machine, often with credentials")
	leftover    = text.Msg("a temporary file")
	signature   = text.Msg("a signature that nobody reads: the daemon looks for it in the comment of the zip")
	checksum    = text.Msg("a checksum that nobody reads")
	archive     = text.Msg("an archive that nobody can look into at a glance")
)

// ExecutableSuffixes end the names of native code, in any letter case.
var ExecutableSuffixes = map[string]text.Message{
	".dll": text.Msg("a Windows library"), ".dylib": text.Msg("a macOS library"), ".exe": text.Msg("a Windows program"),
	".node": text.Msg("a native addon of Node.js"), ".pyd": text.Msg("a native Python extension"), ".so": text.Msg("a native library"),
}

// ScriptSuffixes end the names of what a reviewer wants explained.
var ScriptSuffixes = map[string]text.Message{
	".app": text.Msg("an application"), ".bin": text.Msg("binary data"), ".command": text.Msg("a macOS script"), ".run": text.Msg("an installer"), ".sh": text.Msg("a shell script"),
}

// SourceHosts are where a plugin's source may live, with or without "www.".
var SourceHosts = []string{"github.com", "gitlab.com", "bitbucket.org", "gitee.com", "codeberg.org", "git.sr.ht", "gitlab.anchnet.com"}

const (
	// PrivacyTemplate is what the policy of a new plugin says, in lower case.
	PrivacyTemplate = "please fill in the privacy policy"
	// IconMark is in the icon of a new plugin (dify-plugins,
	// .github/workflows/pre-check-plugin.yaml).
	IconMark = "DIFY_MARKETPLACE_TEMPLATE_ICON_DO_NOT_USE"
	// IconPath is the drawing in the icon of an older one.
	IconPath = "M20 20 V80 M20 20 H60 Q80 20 80 40 T60 60 H20"
)

// PrivacyWords are what an answered policy says at least one of, in lower case.
// The check looks for them inside of words too.
var PrivacyWords = []string{
	"collect", "personal data", "user data", "store", "storage", "retain", "retention", "persist", "log",
	"third party", "third-party", "share", "send", "transmit", "external service",
}

// ReadmeParts are what a README should tell, each by one of these in lower case.
var ReadmeParts = []struct {
	Name  text.Message
	Words []string
}{
	{text.Msg("setup"), []string{"setup", "install", "configure", "configuration", "getting started"}},
	{text.Msg("usage"), []string{"usage", "use", "example", "workflow", "chatflow"}},
	{text.Msg("credentials"), []string{"api key", "apikey", "credential", "token", "secret", "auth"}},
	{text.Msg("connection"), []string{"connection", "connect", "endpoint", "base url", "host", "proxy", "network"}},
}
