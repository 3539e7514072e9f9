package installation

import (
	"context"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// PluginSignature reports packages whose signature an installation refuses.
var PluginSignature = &lint.Rule{
	ID: "installation/plugin-signature", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", RunsBroken: true, Needs: needed,
	Title: "this installation refuses the package's signature",
	Why: "With `--installation` a package is held to the keys that the installation trusts: the official one and the files of `THIRD_PARTY_SIGNATURE_VERIFICATION_PUBLIC_KEYS`. " +
		"Where `FORCE_VERIFYING_SIGNATURE` is on, as it is by default, the daemon refuses every other package: \"plugin verification has been enabled, and the plugin you want to install has a bad signature\".",
	Sources: []string{"dify-plugin-daemon: internal/service/plugin_decoder.go (UploadPluginPkg), pkg/plugin_packager/decoder/verifier.go"},
	Run: func(p *lint.Pass) {
		in, _ := installation.Place.Of(p.Plugin)
		archive, ok := pkg.Of(p.Plugin)
		if !ok {
			return
		}
		if forced, _ := in.Bool("FORCE_VERIFYING_SIGNATURE"); !forced {
			return
		}
		_, of := in.Effective("FORCE_VERIFYING_SIGNATURE")
		own, all := trusted(in)
		s, err := pkg.Verify(context.Background(), archive, append([]pkg.Key{pkg.OfficialKey()}, own...), p.Now())
		if err != nil || s.Status == pkg.SignatureVerified || s.Status == pkg.SignatureForeign && !all {
			return
		}
		f := lint.Finding{
			Key: string(s.Status), Related: setAt(in, of, lint.Msg("signatures are verified here")),
			Message: lint.Msg("this installation refuses the package: it verifies signatures (FORCE_VERIFYING_SIGNATURE), and %s", lint.Msg(s.Format, s.Args...)),
		}
		if s.Status == pkg.SignatureAbsent {
			f.Message = lint.Msg("this installation refuses the package: it verifies signatures (FORCE_VERIFYING_SIGNATURE, on by default), and the package is unsigned")
		}
		p.Report(f)
	},
}
