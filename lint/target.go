package lint

import (
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
)

// Target is what the plugin is judged for; see Options.Target.
func (p *Pass) Target() *releases.Target {
	if p.target.of == nil {
		var t releases.Target
		var dify releases.Set
		if p.Config != nil {
			dify = p.Config.Dify
		}
		if p.run.opts.Target != nil {
			t = p.run.opts.Target(p.Plugin, dify)
		} else {
			t.Dify = dify
		}
		p.target.of = &t
	}
	return p.target.of
}

// target is what a plugin is judged for, once it was asked for.
type target struct {
	of   *releases.Target
	last []func() // see Pass.Finally
}

// judge reports whether a finding counts for what the plugin is judged for, and
// completes its message with the releases for which it does.
func (p *Pass) judge(f *Finding) bool {
	if f.Refuses.IsEmpty() {
		return true
	}
	t := p.Target()
	holds, promised := t.Judge(f.Refuses)
	if !holds || t.All {
		return holds
	}
	refused := func(dify releases.Set, one, more Message) {
		if dify.Len() == 1 {
			more = one
		}
		f.Message = f.Message.Plus(more)
	}
	switch {
	case !promised.IsEmpty():
		span := promised.Span(releases.API)
		refused(promised, Msg("; Dify %s refuses it, and the manifest promises %s", span, t.Minimum), Msg("; Dify %s refuse it, and the manifest promises %s", span, t.Minimum))
		f.Severity = min(f.Severity, Warning)
		if f.Fold == "" {
			f.Fold = f.Message.String()
		}
	case t.SDK.IsEmpty(), !f.Refuses[releases.SDK].And(t.SDK).IsEmpty() && f.Refuses.Newest():
	case t.SDK.Minus(f.Refuses[releases.SDK]).IsEmpty() && !f.Refuses[releases.SDK].IsEmpty() && t.File != nil:
		f.Message = f.Message.And("; %s", t.Chosen)
		if also := releases.RefusedBy(f.Refuses).And(t.Promised); !also.IsEmpty() {
			span := also.Span(releases.API)
			refused(also, Msg("; Dify %s refuses it too, and the manifest promises %s", span, t.Minimum), Msg("; Dify %s refuse it too, and the manifest promises %s", span, t.Minimum))
		}
		f.Related = append(f.Related, Related{Place: plugin.AtSpan(t.File, t.Span), Message: Msg("the SDK is chosen here")})
	}
	return true
}
