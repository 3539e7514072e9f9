// Package signature holds the rules about who signed a package, and whether a
// daemon takes it from them.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package signature

import (
	"slices"
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/pkg"
)

// refusal is what a daemon answers that verifies signatures, in its words.
const refusal = "plugin verification has been enabled, and the plugin you want to install has a bad signature"

// forced says when it does.
const forced = "A daemon verifies signatures unless `FORCE_VERIFYING_SIGNATURE` is turned off (it is on by default), and even then where " +
	"the upload asks for it (`verify_signature`). It then answers \"" + refusal + "\", whatever is wrong with the signature. "

var sources = []string{
	"dify-plugin-daemon: pkg/plugin_packager/decoder/verifier.go, zip.go (decode), helper.go (verified)",
	"dify-plugin-daemon: internal/service/plugin_decoder.go (UploadPluginPkg)",
	"dify-plugin-daemon: internal/types/app/config.go (FORCE_VERIFYING_SIGNATURE, THIRD_PARTY_SIGNATURE_VERIFICATION_PUBLIC_KEYS)",
}

// verdict is what a daemon with the run's keys makes of a package.
type verdict struct {
	*pkg.Signature
	archive *pkg.Package
	// keys are those of the run behind the official one, given tells them from none.
	keys  []pkg.Key
	given bool
}

type verdictKey struct {
	ring *pkg.Keyring
	now  time.Time
}

// judge is the verdict over the plugin's package; nil for a folder.
func judge(p *lint.Pass) *verdict {
	archive, ok := pkg.Of(p.Plugin)
	if !ok {
		return nil
	}
	ring, _ := pkg.Keys.Of(p.Plugin)
	v, _ := p.Plugin.Fact(verdictKey{ring, p.Now()}, func() any {
		v := &verdict{archive: archive, keys: []pkg.Key{pkg.OfficialKey()}}
		if ring != nil {
			v.keys, v.given = append(v.keys, ring.Keys...), len(ring.Keys) > 0
		}
		s, err := pkg.Verify(p.Context(), archive, v.keys, p.Now())
		if err != nil {
			return (*verdict)(nil)
		}
		v.Signature = s
		return v
	}).(*verdict)
	return v
}

// trusted names the keys of the run.
func (v *verdict) trusted() lint.Message {
	if v.given {
		return lint.Msg("the official key and those given with --public-key")
	}
	return lint.Msg("the official key, the only one known here; --public-key FILE names others")
}

// onStatus makes a rule's Run that is called for a verdict of one of these kinds.
func onStatus(run func(*lint.Pass, *verdict), statuses ...pkg.SignatureStatus) func(*lint.Pass) {
	return func(p *lint.Pass) {
		if v := judge(p); v != nil && slices.Contains(statuses, v.Status) {
			run(p, v)
		}
	}
}

// say reports a verdict in its own words.
func say(p *lint.Pass, v *verdict) {
	p.Report(lint.Finding{Key: string(v.Status), Message: lint.Msg(v.Format, v.Args...)})
}
