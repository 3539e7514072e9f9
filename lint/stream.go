package lint

// A run that keeps nothing: results are handed over as they come.

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/difylint/difylint/lint/dify/plugin"
)

// ahead is how many plugins a goroutine may be ahead of the one that is handed
// over next.
const ahead = 4

// stream checks the targets and hands over each result. Rules that look at all
// plugins together come first, over what they gather, so that what they find is
// there when a plugin's turn comes.
func (r *run) stream(targets []plugin.Target, jobs int) error {
	targets = slices.Clone(targets)
	slices.SortStableFunc(targets, func(a, b plugin.Target) int { return strings.Compare(a.Dir, b.Dir) })
	together, failed, err := r.together(targets, jobs)
	if err != nil {
		return err
	}
	reported := reportedOnce{}
	return r.inOrder(len(targets), jobs, func(i int) *PluginResult {
		p, closes := r.open(targets[i])
		defer closes()
		res := r.plugin(r.ctx, p)
		res.amend(together[i].statuses)
		for _, f := range together[i].found {
			f.Place = whole(p, f.Place)
			for j := range f.Related {
				if rel := &f.Related[j]; rel.Plugin == "" {
					rel.Place = whole(p, rel.Place)
				}
			}
			res.Findings = append(res.Findings, f)
		}
		return &res
	}, func(res *PluginResult) error {
		res.amend(failed)
		r.finish(res)
		reported.drop(res)
		if r.opts.Done != nil {
			r.opts.Done(res)
		}
		return r.opts.Each(res)
	})
}

// whole is a place that was kept, with the text of its file again.
func whole(p *plugin.Plugin, at plugin.Place) plugin.Place {
	if at.File != nil {
		if f, err := p.Read(at.Path); err == nil {
			at.File = f
		}
	}
	return at
}

// shared is what rules that look at all plugins together say of one: what they
// found, and the statuses of those that could not gather.
type shared struct {
	found    []Finding
	statuses map[*Rule]Status
}

// together runs the rules that look at all plugins together: what they say of
// each, and the statuses of those that could not judge any.
func (r *run) together(targets []plugin.Target, jobs int) ([]shared, map[*Rule]Status, error) {
	out := make([]shared, len(targets))
	only := &run{ctx: r.ctx, opts: r.opts}
	only.opts.Rules = slices.DeleteFunc(slices.Clone(r.opts.Rules), func(rule *Rule) bool { return rule.RunAll == nil })
	if len(only.opts.Rules) == 0 {
		return out, nil, nil
	}
	gathered := make([][]*Member, len(targets))
	err := r.inOrder(len(targets), jobs, func(i int) *PluginResult {
		p, closes := r.open(targets[i])
		defer closes()
		res := only.plugin(r.ctx, p)
		gathered[i] = only.gather(p, &res)
		for _, st := range res.Statuses {
			if st.State == Ran || st.State == Off || st.Why == unread {
				continue
			}
			if out[i].statuses == nil {
				out[i].statuses = map[*Rule]Status{}
			}
			out[i].statuses[st.Rule] = st
		}
		return nil
	}, nil)
	if err != nil {
		return nil, nil, err
	}
	failed := only.group(gathered, func(i int) *[]Finding { return &out[i].found })
	return out, failed, r.ctx.Err()
}

// inOrder works on n things at once and hands each on in order. What is done
// waits for what comes before it, and no more is begun than can wait.
func (r *run) inOrder(n, jobs int, work func(int) *PluginResult, hand func(*PluginResult) error) error {
	ctx, cancel := context.WithCancelCause(r.ctx)
	defer cancel(nil)
	type done struct {
		i   int
		res *PluginResult
	}
	next, out := make(chan int), make(chan done)
	room := make(chan struct{}, ahead*jobs)
	go func() {
		defer close(next)
		for i := range n {
			select {
			case room <- struct{}{}:
			case <-ctx.Done():
				return
			}
			next <- i
		}
	}()
	var wg sync.WaitGroup
	for range min(jobs, n) {
		wg.Go(func() {
			for i := range next {
				out <- done{i, work(i)}
			}
		})
	}
	go func() { wg.Wait(); close(out) }()
	waiting, at := map[int]*PluginResult{}, 0
	for d := range out {
		waiting[d.i] = d.res
		for res, ok := waiting[at]; ok; res, ok = waiting[at] {
			delete(waiting, at)
			at++
			<-room
			if hand == nil || ctx.Err() != nil {
				continue
			}
			if err := hand(res); err != nil {
				cancel(err)
			}
		}
	}
	return context.Cause(ctx)
}
