// Package installation holds the rules about the files of a Dify installation:
// its compose files and .env.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package installation

import (
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// subject is what these rules judge.
const subject = installation.Subject

// configSource is where the daemon's settings are.
const configSource = "dify-plugin-daemon: internal/types/app/config.go, default.go"

// composeSource is where Dify says what reaches which container.
const composeSource = "dify: docker/docker-compose.yaml, docker/.env.example"

// view is one rule's view of an installation.
type view struct {
	*lint.Pass
	*installation.Installation
	// daemon and api are nil where the files have no such container.
	daemon, api *installation.Service
	// release is the daemon's, or "".
	release string
}

// judging makes a rule's Run of a function over an installation.
func judging(run func(v *view)) func(*lint.Pass) {
	return func(p *lint.Pass) {
		in := installation.Of(p.Plugin)
		run(&view{Pass: p, Installation: in, daemon: in.Daemon(), api: in.API(), release: in.Release()})
	}
}

// withDaemon makes a rule's Run of a function over an installation with a daemon.
func withDaemon(run func(v *view)) func(*lint.Pass) {
	return judging(func(v *view) {
		if v.daemon != nil {
			run(v)
		}
	})
}

// withFiles is withDaemon for what cannot be said of an .env alone.
func withFiles(run func(v *view)) func(*lint.Pass) {
	return withDaemon(func(v *view) {
		if !v.Alone {
			run(v)
		}
	})
}

// setting is a value in the daemon's container, or nil.
func (v *view) setting(name string) *installation.Value { return env(v.daemon, name) }

// on reports whether a switch of the daemon is on.
func (v *view) on(name string) bool { on, _ := v.Bool(name); return on }

// env is a value in the environment of a service, or nil.
func env(s *installation.Service, name string) *installation.Value {
	if s == nil {
		return nil
	}
	return s.Env[name]
}

// hidden reports whether the lines of a value must not be printed.
func hidden(v *installation.Value) bool {
	return v.Secret() || hiddenText(v.Text)
}

// found reports something of a value: at the line that decides it, with the place
// at which a container takes it beside it.
func (v *view) found(of *installation.Value, f lint.Finding, others ...*installation.Value) {
	f.Place, f.Mask = of.Place(), hidden(of)
	if f.Key == "" {
		f.Key = of.Name
	}
	seen := []plugin.Place{f.Place}
	relate := func(at plugin.Place, format string, args ...any) {
		if slices.ContainsFunc(seen, func(p plugin.Place) bool { return p.Path == at.Path && p.Span == at.Span }) {
			return
		}
		seen = append(seen, at)
		f.Related = append(f.Related, lint.Related{Place: at, Message: lint.Msg(format, args...)})
	}
	if of.Name != "" {
		relate(of.At, "the container gets it here as %s", of.Name)
	}
	for _, o := range others {
		if o != nil {
			f.Mask = f.Mask || hidden(o)
			if label := o.Label(); label != "" {
				relate(o.Place(), "%s", label)
			} else {
				relate(o.Place(), "compared with this")
			}
		}
	}
	v.Report(f)
}

// foundf is found with the rule's own severity.
func (v *view) foundf(of *installation.Value, format string, args ...any) {
	v.found(of, lint.Finding{Message: lint.Msg(format, args...)})
}

// foundOf reports something of two values: at the one that somebody set, the first of
// both, with the other beside it.
func (v *view) foundOf(a, b *installation.Value, f lint.Finding) {
	if !a.Given() {
		a, b = b, a
	}
	v.found(a, f, b)
}

// atLine is a finding at a line of .env.
func atLine(e *installation.Entry, format string, args ...any) lint.Finding {
	return lint.Finding{Place: e.Place(), Key: e.Name, Mask: installation.Secret(e.Name) || strings.Contains(e.Text, "@"), Message: lint.Msg(format, args...)}
}

// named is the name of a value for messages: the one that an administrator sets,
// with the daemon's own name where that is another.
func named(of *installation.Value) lint.Message {
	label := of.Label()
	if of.Name != "" && of.Name != label {
		return lint.Msg("%s (in the container %s)", label, of.Name)
	}
	return lint.Msg("%s", label)
}

// hostOf is the host of a URL or of host:port, "" where there is none.
func hostOf(s string) string {
	if strings.Contains(s, "://") {
		u, err := url.Parse(s)
		if err != nil {
			return ""
		}
		return u.Hostname()
	}
	if h, _, err := net.SplitHostPort(s); err == nil {
		return h
	}
	if strings.ContainsAny(s, "/ ") {
		return ""
	}
	return s
}

// loopback reports whether a host is the container itself.
func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") || strings.HasSuffix(strings.ToLower(host), ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && (ip.IsLoopback() || ip.IsUnspecified())
}

// ownNetwork reports whether a service has a network of its own: with
// network_mode it shares that of the host or of another container.
func ownNetwork(s *installation.Service) bool { return !s.Has("network_mode") }

// yes reports whether a value is true for a program that reads it as a boolean.
func yes(of *installation.Value) bool {
	return of != nil && slices.Contains([]string{"1", "t", "true", "yes", "on"}, strings.ToLower(of.Text))
}

// begins and ends report whether a text begins, or ends, with one of some others.
func begins(s string, with ...string) bool {
	return slices.ContainsFunc(with, func(w string) bool { return strings.HasPrefix(s, w) })
}

func ends(s string, with ...string) bool {
	return slices.ContainsFunc(with, func(w string) bool { return strings.HasSuffix(s, w) })
}

// hiddenText reports whether one of the texts has a password in it, as URLs may.
func hiddenText(texts ...string) bool {
	return slices.ContainsFunc(texts, func(s string) bool {
		u, err := url.Parse(s)
		return err == nil && u.User != nil
	})
}

// renamed gives a line of .env another name.
func renamed(e *installation.Entry, name string) []text.Edit {
	return text.ReplaceText(e.File, e.NameSpan, name)
}
