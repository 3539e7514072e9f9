package archive

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// Size is told of packages that are larger than the platform takes.
var Size = &lint.Rule{
	ID: "archive/size", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", RunsBroken: true, Bundles: true,
	Title: "the package is larger than the platform takes",
	Why: "The daemon adds up the sizes that the package's directory declares and refuses more than 50 MiB (52428800 bytes), before " +
		"it reads anything: \"plugin package size is too large, please ensure the uncompressed size is less than 52428800 bytes\". " +
		"The limit (`MAX_PLUGIN_PACKAGE_SIZE`) holds for the uploaded file, too. `difylint pack --dry-run` on the folder lists what " +
		"takes the room.",
	Sources: append([]string{"dify-plugin-daemon: internal/types/app/default.go (MaxPluginPackageSize)"}, sources...),
	Examples: []lint.Example{{
		Bad:  "A package whose directory declares 60 MiB for main.py.\npacked: huge=main.py\nwant: .:1\n",
		Good: "Keep what is large out with a line in `.difyignore`, and pack again.",
	}},
	Run: judge(pkg.CodeFileSize, pkg.CodeTotalSize),
}
