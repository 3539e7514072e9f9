package lint

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/source/requirement"
)

// subject is what a plugin is judged for, and why.
type subject struct {
	last []func() // see Pass.Finally
	releases.Target
	sdk     *sdk.Dependency
	minimum string // the oldest Dify that the manifest promises
}

// Target is what the plugin is judged for: what the run or the configuration
// names, completed by what the plugin says itself.
func (p *Pass) Target() releases.Target { return p.subject().Target }

func (p *Pass) subject() *subject {
	if p.judged == nil {
		p.judged = &subject{}
	}
	if p.judged.sdk == nil {
		p.judged.fill(p)
	}
	return p.judged
}

func (s *subject) fill(p *Pass) {
	s.Target, _ = Input[releases.Target](p)
	s.sdk = sdk.DependencyOf(p.Plugin)
	s.SDK = s.sdk.Releases()
	if s.Dify.IsEmpty() && p.Config != nil {
		s.Dify = p.Config.Dify
	}
	if !s.Dify.IsEmpty() || p.Plugin.IsBundle() {
		return
	}
	s.minimum, s.Promised = Promised(p.Plugin)
}

// Promised is the oldest Dify that a plugin's manifest names, and all known ones
// from it on: none where it names none.
func Promised(p *plugin.Plugin) (minimum string, dify releases.Set) {
	minimum = strings.TrimSpace(p.Manifest().Root.At("meta", "minimum_dify_version").Text())
	v, ok := requirement.ParseVersion(minimum)
	if !ok || len(v.Release) != 3 {
		return "", releases.Set{}
	}
	dify, newer, err := releases.ParseTarget(v.Base().String() + "..")
	if err != nil || newer {
		return "", releases.Set{}
	}
	return minimum, dify
}

// judge reports whether a finding counts for what the plugin is judged for, and
// completes its message with the releases for which it does.
func (p *Pass) judge(f *Finding) bool {
	if f.Refuses.IsEmpty() {
		return true
	}
	s := p.subject()
	holds, promised := s.Judge(f.Refuses)
	if !holds || s.All {
		return holds
	}
	add := func(format string, args ...any) {
		f.Message = Msg(f.Message.Format+format, append(slices.Clone(f.Message.Args), args...)...)
	}
	switch {
	case !promised.IsEmpty():
		format := "; Dify %s refuse it, and the manifest promises %s"
		if promised.Len() == 1 {
			format = "; Dify %s refuses it, and the manifest promises %s"
		}
		add(format, promised.Span(releases.API), s.minimum)
		f.Severity = min(f.Severity, Warning)
		if f.Fold == "" {
			f.Fold = f.Message.String()
		}
	case s.SDK.IsEmpty(), !f.Refuses[releases.SDK].And(s.SDK).IsEmpty() && f.Refuses.Newest():
	case s.SDK.Minus(f.Refuses[releases.SDK]).IsEmpty() && !f.Refuses[releases.SDK].IsEmpty():
		add("; %s %s", s.sdk.Says(), s.sdk.Installed.String())
		f.Related = append(f.Related, Related{Place: s.sdk.Place, Message: Msg("the SDK is chosen here")})
	}
	return true
}
