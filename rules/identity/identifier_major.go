package identity

import (
	"strconv"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// IdentifierMajor reports an identifier whose -vN is not the major of the
// version.
var IdentifierMajor = &lint.Rule{
	ID: "identity/identifier-major", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "the identifier's -vN is not the major of the version",
	Why:     "`com.example.plugin-v2` is the plugin at 2.x and no other. An incompatible release gets the next number, so that users of `-v2` keep it until they choose to move; an identifier that is behind its version gives them the incompatible release. Versions 0.x and 1.x have no suffix: 0.x leads to 1.0.0 and keeps its identifier. With `first: suffixed`, 1.x must be written `-v1`; with `first: bare`, it must not.",
	Options: []lint.Option{{Name: "first", Type: "string", Default: "any", Enum: []string{"any", "bare", "suffixed"}, Doc: "Whether the first major has the suffix -v1."}},
	Run: func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		n, base, suffix, ok := identifier(p.Plugin)
		v, valid := version(p.Plugin)
		if !ok || !valid {
			return
		}
		major := int(min(v.Major(), 1<<20))
		first := lint.OptionOf[string](p, "first")
		want := base + "-v" + strconv.Itoa(major)
		f := lint.Finding{Place: plugin.At(m, n)}
		switch {
		case major == 0 && (suffix == 0 || suffix > 1):
			want = base
			f.Message = lint.Msg("the version %s is before 1.0.0 and must not have -v%d; write %q", p.Plugin.Version(), suffix, want)
		case major == 1 && suffix == 1 && first == "bare":
			want = base
			f.Message = lint.Msg("the first major must not have a suffix; write %q", want)
		case major == 1 && suffix < 0 && first == "suffixed":
			f.Message = lint.Msg("the first major must have a suffix; write %q", want)
		case major <= 1 && suffix <= 1 && suffix != 0:
			return
		case suffix == major:
			return
		case suffix < 0:
			f.Message = lint.Msg("the version %s is major %d, but an identifier without a suffix means major 1; write %q", p.Plugin.Version(), major, want)
		default:
			if major == 1 && first != "suffixed" {
				want = base
			}
			f.Message = lint.Msg("the identifier says major %d, but the version %s is major %d; write %q", suffix, p.Plugin.Version(), major, want)
		}
		f.Related = []lint.Related{{Place: plugin.At(m, m.Root.Get("version")), Message: lint.Msg("the version")}}
		f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", want), yamledit.ReplaceValue(m.Tree, n, want))
		p.Report(f)
	},
}
