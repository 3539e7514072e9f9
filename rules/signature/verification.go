package signature

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// Verification reports verification files that say nothing to the platform.
var Verification = &lint.Rule{
	ID: "signature/verification", Gate: lint.Install, Severity: lint.Warning, Since: "0.1.0", RunsBroken: true,
	Title:   "the verification file is not one that signing writes",
	Why:     "Signing adds `.verification.dify.json` with the category of the signer: langgenius, partner or community. Dify shows the category with the plugin, and installation scopes use it. A daemon that cannot read the file treats the package as unsigned (\"bad signature\"); an unknown category belongs to no scope; in a package without a signature nothing proves what the file says; and of two such files only the first counts.",
	Sources: append([]string{"dify-plugin-daemon: pkg/plugin_packager/decoder/entities.go, pkg/plugin_packager/signer/withkey/sign_with_key.go"}, sources...),
	Run: func(p *lint.Pass) {
		v := judge(p)
		if v == nil || !v.Verification.Present {
			return
		}
		at := plugin.Place{Path: pkg.VerificationFile}
		switch d := v.Verification; {
		case v.Status == pkg.SignatureAbsent:
			p.Report(lint.Finding{Place: at, Key: "unsigned", Message: lint.Msg("the package has a verification file but no signature, so nothing proves what the file says; remove it (signing adds its own)")})
		case d.Err != nil:
			p.Report(lint.Finding{Place: at, Key: "unreadable", Message: lint.Msg("the verification file cannot be read (%s), so a daemon treats the package as unsigned", d.Err)})
		case !d.Known:
			p.Report(lint.Finding{Place: at, Key: "category", Message: lint.Msg("the verification file has the unknown category %q (known categories: %s)", text.Short(d.Category, maxShown), text.Join(pkg.Categories()))})
		}
		if d := v.Verification; d.Count > 1 {
			p.Report(lint.Finding{Place: at, Key: "count", Message: lint.Msg("the package has %d verification files, because it was signed again without being packed again; a daemon reads the first (%q)", d.Count, d.Category)})
		}
	},
}

// maxShown bounds what a message repeats of the file, in bytes.
const maxShown = 63
