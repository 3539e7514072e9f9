package archive

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// Size reports packages that are larger than the platform takes.
var Size = &lint.Rule{
	ID: "archive/size", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", RunsBroken: true, Bundles: true,
	Title:   "the package is larger than the platform accepts",
	Why:     "The daemon adds up the sizes that the package's directory declares and refuses more than 50 MiB (52428800 bytes), before it reads anything: \"plugin package size is too large, please ensure the uncompressed size is less than 52428800 bytes\". The limit (`MAX_PLUGIN_PACKAGE_SIZE`) applies to the uploaded file too. `difylint pack --dry-run` on the folder lists the largest files.",
	Sources: append([]string{"dify-plugin-daemon: internal/types/app/default.go (MaxPluginPackageSize)"}, sources...),
	Run:     judge(pkg.CodeFileSize, pkg.CodeTotalSize),
}
