package lint

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint/dify/releases"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// Message is an English format string and its arguments.
type Message = text.Message

// Msg makes a message.
func Msg(format string, args ...any) Message { return text.Msg(format, args...) }

// Related is another place that explains a finding.
type Related struct {
	plugin.Place
	Message Message
	// Plugin is the label of the plugin's root, where it is another plugin's.
	Plugin string
}

// Fix is one way to repair a finding.
type Fix struct {
	// Title is imperative: "Rename the key to description".
	Title Message
	Edits []text.Edit
	// Safe fixes change nothing but what the finding is about, and are certainly
	// intended; others need a look.
	Safe bool
	// Renames and new files are not edits; a finding that needs one has no fix.
}

// SafeFix is the fix of a finding that changes nothing but what the finding is
// about and is certainly intended. It has all the given edits; where one part is nil,
// there is no fix.
func SafeFix(title Message, edits ...[]text.Edit) []Fix { return FixOf(true, title, edits...) }

// UnsafeFix is like SafeFix, for what somebody should look at first.
func UnsafeFix(title Message, edits ...[]text.Edit) []Fix { return FixOf(false, title, edits...) }

// FixOf is SafeFix, or UnsafeFix where the fix is not safe.
func FixOf(safe bool, title Message, edits ...[]text.Edit) []Fix {
	f := Fix{Title: title, Safe: safe}
	for _, e := range edits {
		if len(e) == 0 {
			return nil
		}
		f.Edits = append(f.Edits, e...)
	}
	if len(f.Edits) == 0 {
		return nil
	}
	return []Fix{f}
}

// Finding is one thing that a rule found.
type Finding struct {
	Rule *Rule
	// Severity and Gate are the rule's where they are not set.
	Severity Severity
	Gate     Gate
	Message  Message
	// Refuses is the releases of the platform's readers that refuse the plugin
	// for it: the rule's for an error, where it is not set.
	Refuses releases.Scope
	// Stored says that the daemon takes the plugin when it reads it, and refuses
	// it when it stores what was uploaded.
	Stored bool
	plugin.Place
	Related []Related
	Fixes   []Fix
	// Key tells findings of one rule at one place or route apart. It goes into
	// the fingerprint: no line numbers.
	Key string
	// Fold, where set, lets findings of the rule with the same Fold in the same
	// file be told as one, the later ones as related places.
	Fold string
	// Unneeded marks what can simply be taken out (editors fade it).
	Unneeded bool
	// Mask says that what stands at the place is secret: no report shows the
	// source there, and Message, Key and Fixes must not hold it either.
	Mask bool

	// The following are set by the engine.

	// Plugin is the label of the plugin's root.
	Plugin string
	// Fingerprint is stable under edits elsewhere in the file and when entries
	// change places: made of rule, path, route by names, key, and a counter
	// where these do not suffice.
	Fingerprint string
	// Folded is how many more findings this one stands for; see Fold.
	Folded int
	also   []plugin.Place // theirs
	// Uncounted is true of a finding about publishing in a plugin that is not
	// meant to be published: it makes no check fail.
	Uncounted bool
	// Ignored is the reason of what IgnoredBy names.
	Ignored   string
	IgnoredBy Ignorer
}

// Ignorer says what ignores a finding.
type Ignorer string

// What ignores a finding; NotIgnored is the zero value.
const (
	NotIgnored Ignorer = ""
	ByComment  Ignorer = "comment"
	ByBaseline Ignorer = "baseline"
)

// Label is the finding's path as reports print it: relative to the working
// directory, with slashes.
func (f *Finding) Label() string { return label(f.Plugin, f.Path) }

// LabelOf is the same for a related place.
func (f *Finding) LabelOf(r *Related) string {
	if r.Plugin != "" {
		return label(r.Plugin, r.Path)
	}
	return label(f.Plugin, r.Path)
}

func label(dir, path string) string {
	p := plugin.Plugin{Dir: dir}
	return p.Label(path)
}

// fingerprint fills in the fingerprints of a plugin's sorted findings.
func fingerprint(fs []Finding) {
	seen := map[string]int{}
	for i := range fs {
		f := &fs[i]
		route := f.Identity
		if route == "" {
			route = f.Route
		}
		id := f.Rule.ID + "\x00" + f.Path + "\x00" + route + "\x00" + f.Key
		if route == "" && f.Key == "" {
			// The facts tell findings apart; the words around them may change.
			id += fmt.Sprint(f.Message.Values()...)
		}
		n := seen[id]
		seen[id]++
		if n > 0 {
			id += "\x00" + strconv.Itoa(n)
		}
		sum := sha256.Sum256([]byte(id))
		f.Fingerprint = hex.EncodeToString(sum[:12])
	}
}

// maxFolded is how many places a folded finding names besides its own.
const maxFolded = 10

// fold tells sorted findings that belong together as one.
func fold(fs []Finding) []Finding {
	type group struct {
		rule       *Rule
		path, fold string
		severity   Severity
		gate       Gate
	}
	first := map[group]int{}
	more := map[int][]int{}
	kept := fs[:0:0]
	for i := range fs {
		f := &fs[i]
		if f.Fold != "" && f.IgnoredBy == NotIgnored {
			g := group{f.Rule, f.Path, f.Fold, f.Severity, f.Gate}
			if j, ok := first[g]; ok {
				more[j] = append(more[j], i)
				continue
			}
			first[g] = len(kept)
		}
		kept = append(kept, *f)
	}
	for j, list := range more {
		f := &kept[j]
		f.Message = f.Message.And(" (and %d more like this in the file)", len(list))
		f.Folded = len(list)
		for n, i := range list {
			f.also = append(f.also, fs[i].Place)
			if n < maxFolded {
				f.Related = append(f.Related, Related{Place: fs[i].Place, Message: fs[i].Message})
			}
		}
		f.Fixes = foldFixes(f.Fixes, fs, list)
	}
	return kept
}

// foldFixes is one fix for all findings of a fold, where each has one like the
// first's; else the first's own.
func foldFixes(own []Fix, fs []Finding, list []int) []Fix {
	if len(own) == 0 {
		return nil
	}
	all := Fix{Title: own[0].Title.And(", everywhere in the file"), Safe: own[0].Safe, Edits: slices.Clone(own[0].Edits)}
	for _, i := range list {
		if len(fs[i].Fixes) == 0 || fs[i].Fixes[0].Title.String() != own[0].Title.String() || fs[i].Fixes[0].Safe != own[0].Safe {
			return own
		}
		all.Edits = append(all.Edits, fs[i].Fixes[0].Edits...)
	}
	return []Fix{all}
}

// Sort orders findings by path, place, rule and message.
func Sort(fs []Finding) {
	// What is moved about is small: a finding is not.
	order := make([]*Finding, len(fs))
	for i := range fs {
		order[i] = &fs[i]
	}
	slices.SortStableFunc(order, func(a, b *Finding) int {
		// Most differ before their messages, which cost more to ask for.
		if c := cmp.Or(
			strings.Compare(a.Plugin, b.Plugin), comparePaths(a.Path, b.Path), cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End),
			strings.Compare(a.Rule.ID, b.Rule.ID), strings.Compare(a.Key, b.Key),
		); c != 0 {
			return c
		}
		return strings.Compare(a.Message.String(), b.Message.String())
	})
	sorted := make([]Finding, len(fs))
	for i, f := range order {
		sorted[i] = *f
	}
	copy(fs, sorted)
}

// comparePaths puts the manifest first, as the platform reads it first.
func comparePaths(a, b string) int {
	if a != b && a == plugin.ManifestName {
		return -1
	}
	if a != b && b == plugin.ManifestName {
		return 1
	}
	return strings.Compare(a, b)
}
