package releases

import (
	"strings"

	"github.com/difylint/difylint/lint/source/text"
)

// Target is what a plugin is judged for.
type Target struct {
	// All: findings that hold for any release at all are wanted, each with the
	// releases for which it holds.
	All bool
	// Dify is the releases of Dify to judge for, with the daemons that they ship.
	// Where it is empty, they are the newest known one and, beside it, those that
	// the manifest promises.
	Dify Set
	// Daemon is the releases of the daemon to judge for, where they are not those that
	// the releases in Dify ship.
	Daemon Set
	// Promised is the older releases of Dify that the manifest promises, from its
	// minimum_dify_version on. What only they refuse is a warning.
	Promised Set
	// Minimum is the release of Dify from which on Promised are, as it is written.
	Minimum string
	// SDK is the releases of the SDK of which one is installed with the plugin;
	// where it is empty, the newest known one.
	SDK Set
	// Chosen says what chooses the SDK, at Span of File; File is nil where nothing
	// does.
	Chosen text.Message
	File   *text.File
	Span   text.Span
}

// ParseTarget reads releases of Dify: one, 1.9.0; all from one to another,
// 1.6.0..1.9.2; or all from one on, 1.6.0.. or >=1.6.0. A release that is newer
// than the newest known one counts as that, and newer says so.
func ParseTarget(s string) (dify Set, newer bool, err error) {
	from, to, isRange := strings.Cut(strings.TrimSpace(s), "..")
	if rest, ok := strings.CutPrefix(from, ">="); ok && !isRange {
		from, isRange = strings.TrimSpace(rest), true
	}
	list := Of(API)
	at := func(v string) int {
		if strings.Count(v, ".") == 1 {
			v += ".0"
		}
		if !threeNumbers().MatchString(v) {
			err = text.Errorf("%q is not a release of Dify, such as %s", v, Newest(API).Version)
			return 0
		}
		if Compare(v, Newest(API).Version) > 0 {
			newer = true
			return len(list) - 1
		}
		if Compare(v, list[0].Version) < 0 {
			err = text.Errorf("Dify %s has no plugins: they came with %s", v, list[0].Version)
			return 0
		}
		i := len(list) - 1
		for Compare(list[i].Version, v) > 0 {
			i--
		}
		return i
	}
	a := at(from)
	b := a
	switch {
	case isRange && to != "":
		b = at(to)
	case isRange:
		b = len(list) - 1
	}
	if err != nil {
		return Set{}, false, err
	}
	if a > b || isRange && to != "" && Compare(from, to) > 0 {
		return Set{}, false, text.Errorf("%s ends before it begins", s)
	}
	return below(b + 1).Minus(below(a)), newer, nil
}

// threeNumbers is the form of a release.
var threeNumbers = text.Regexp(`^\d{1,4}\.\d{1,4}\.\d{1,4}$`)

// Around is the releases of a reader that a version may be: itself, or those on
// both sides of one that is not in the table, such as a beta's. Version must have
// the form of a release.
func Around(r Reader, version string) Set {
	list := Of(r)
	for i, x := range list {
		switch c := Compare(x.Version, version); {
		case c == 0 || c > 0 && i == 0:
			return Only(i)
		case c > 0:
			return Only(i).Or(Only(i - 1))
		}
	}
	return Only(len(list) - 1)
}

// Judge reports whether what some releases refuse counts for the target, and
// where it does so for promised releases of Dify alone, for which.
func (t *Target) Judge(refuses Scope) (holds bool, promised Set) {
	if t.All || refuses.IsEmpty() {
		return true, Set{}
	}
	if t.installed(refuses) || t.refused(refuses, Daemon, t.dify()) || t.refused(refuses, API, t.dify()) {
		return true, Set{}
	}
	promised = RefusedBy(refuses).And(t.Promised)
	return !promised.IsEmpty(), promised
}

// dify is the releases of Dify to judge for.
func (t *Target) dify() Set {
	if t.Dify.IsEmpty() {
		return Only(len(Of(API)) - 1)
	}
	return t.Dify
}

// installed reports whether every release of the SDK that may be installed is in a scope.
func (t *Target) installed(refuses Scope) bool {
	if t.SDK.IsEmpty() {
		return refuses[SDK].Newest(SDK)
	}
	return t.SDK.Minus(refuses[SDK]).IsEmpty()
}

// refused reports whether a reader is in a scope: that of some releases of Dify, or the
// daemon that is chosen apart.
func (t *Target) refused(refuses Scope, r Reader, dify Set) bool {
	if r == Daemon && !t.Daemon.IsEmpty() {
		return !refuses[Daemon].And(t.Daemon).IsEmpty()
	}
	return !RefusedBy(ScopeOf(r, refuses[r])).And(dify).IsEmpty()
}

// Reader is the program that refuses first what some releases refuse, among the
// releases of the target: Nobody where none of them does. What only promised
// releases of Dify refuse counts, too.
func (t *Target) Reader(refuses Scope) Reader {
	for _, set := range []Set{t.dify(), t.Promised} {
		switch {
		case t.refused(refuses, Daemon, set):
			return Daemon
		case t.installed(refuses):
			return SDK
		case t.refused(refuses, API, set):
			return API
		}
	}
	return Nobody
}
