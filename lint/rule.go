// Package lint is the engine: rules, findings and their places, and Run, which
// holds plugins against rules. It prints nothing and keeps no global state: two
// runs in one process do not meet.
//
// A rule follows the contract of golang.org/x/tools/go/analysis: it is data
// plus a Run over a Pass. Documentation, configuration, ignores, fingerprints
// and every output format work from the data, without a line in the rule.
//
// Stable: see docs/stability.md.
package lint

import (
	"cmp"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/source/text"
)

// Gate is the moment at which the platform itself refuses a plugin.
type Gate string

// The gates, in the order in which a plugin meets them.
const (
	// Package is the command line's "plugin package": the manifest decoded and
	// validated, every declaration decoded, the icons found.
	Package Gate = "package"
	// Install is the daemon on upload.
	Install Gate = "install"
	// Start is the SDK in the plugin's own process.
	Start Gate = "start"
	// Debug is the daemon where the plugin connects for remote debugging: only
	// there it validates the declarations that the manifest names.
	Debug Gate = "debug"
	// Call is the daemon when the plugin calls back.
	Call Gate = "call"
	// Publish is the marketplace: its checks and its reviewers.
	Publish Gate = "publish"
	// None is nobody: advice.
	None Gate = "none"
)

// Gates lists the gates in the order in which a plugin meets them.
func Gates() []Gate { return []Gate{Package, Install, Start, Debug, Call, Publish, None} }

// Order is the gate's place in Gates, 0-based; unknown gates come last.
func (g Gate) Order() int {
	if i := slices.Index(Gates(), g); i >= 0 {
		return i
	}
	return len(Gates())
}

// Refusal says in words what happens at the gate.
func (g Gate) Refusal() string {
	return cmp.Or(refusals[g], "nothing refuses it; advice")
}

var refusals = map[Gate]string{
	Package: "packaging refuses the plugin",
	Install: "the daemon refuses the upload",
	Start:   "the plugin's process does not start",
	Debug:   "the daemon refuses the plugin for remote debugging",
	Call:    "the call fails while the plugin runs",
	Publish: "the marketplace's review refuses the plugin",
}

// Severity says how sure and how grave a finding is.
type Severity uint8

// The severities. The zero value means: as the rule says.
const (
	Inherit Severity = iota
	// Info is advice.
	Info
	// Warning is a likely mistake, or a refusal in some set-ups.
	Warning
	// Error is a refusal at a gate, for sure.
	Error
)

var severityNames = [...]string{"inherit", "info", "warning", "error"}

func (s Severity) String() string {
	if int(s) < len(severityNames) {
		return severityNames[s]
	}
	return "unknown"
}

// ParseSeverity reads info, warning or error.
func ParseSeverity(s string) (Severity, error) {
	if i := slices.Index(severityNames[:], s); i > 0 {
		return Severity(i), nil
	}
	return Inherit, text.Errorf("%q is not a severity: one of error, warning, info", s)
}

// Rule is one check: data, and a function over a pass.
type Rule struct {
	// ID is family/name in lower case with dashes; the rule's file is
	// rules/family/name.go.
	ID string
	// Title is one line without a full stop: what is wrong.
	Title string
	// Why says, in a few sentences of Markdown, what happens to the author or
	// the user if this stays, and what the platform does.
	Why string
	// Gate refuses the plugin; a finding may name another.
	Gate Gate
	// Severity of its findings; a finding may lower it.
	Severity Severity
	// Refuses is the releases of the platform's readers that refuse a plugin for
	// an error of the rule; a finding may name others. Nothing where the rule
	// does not speak for the daemon, the API or the SDK as readers of
	// declarations.
	Refuses releases.Scope
	// Since is the version of difylint that brought the rule.
	Since string
	// Page is the address of the rule's page, or "" for none; the catalogue gives
	// its rules theirs.
	Page string
	// Examples gives failing plugins, their repairs, and what must stay silent, in
	// the form that package lint/kit reads. They are run as tests, shown
	// by explain and printed in the documentation. The catalogue gives its rules
	// theirs: NAME.txtar beside the rule's file. It is a function, since a start
	// that shows no example should not read them.
	Examples func() string
	// Options are what a configuration may set for the rule.
	Options []Option
	// Sources name where the platform's side stands: "repository: file".
	Sources []string
	// Off leaves the rule out unless a configuration turns it on.
	Off bool
	// Form rules judge whether a value can be read at all. Where one reports an
	// error, what other rules say of the very same value, at the same gate or
	// later, follows from it and is left out.
	Form bool
	// Unignorable findings cannot be ignored in the source.
	Unignorable bool
	// RunsBroken rules run even where the manifest cannot be read; the others
	// are then skipped, and their status says so.
	RunsBroken bool

	// Bundles rules also run over bundles (type: bundle), whose manifest lists
	// plugins and declares nothing itself; the others count as turned off there.
	Bundles bool

	// Subject is what the rule judges: "" for plugins, AnyTarget for every
	// target, else the subject of targets of another kind.
	Subject string

	// Needs, where set, is the input (see plugin.NewInput) that the rule works on;
	// where a run has none, the rule counts as turned off.
	Needs interface {
		IsIn(inputs []plugin.Given) bool
	}

	// Run checks one plugin. It must not keep the pass.
	Run func(*Pass)
	// Gather says what RunAll needs to know of one plugin besides its author, name
	// and version, or nil where the plugin does not concern the rule. A run can be over thousands of plugins:
	// it must keep no document, and a place only by Pass.Keep.
	Gather func(*Pass) any
	// RunAll, where set, checks the plugins of one run together, after Run, by what
	// Gather said of each.
	RunAll func(*GroupPass)
	// RunIgnores, where set, checks the ignores of one plugin after everything
	// else was found and marked.
	RunIgnores func(*IgnorePass)
}

// AnyTarget is the Subject of rules that judge targets of every kind.
const AnyTarget = "*"

// judges reports whether targets of a subject are for the rule.
func (r *Rule) judges(subject string) bool { return r.Subject == subject || r.Subject == AnyTarget }

// patterns are how a configuration and an ignore may name the rule.
func (r *Rule) patterns() [2]string { return [2]string{r.ID, r.Family() + "/*"} }

// Family is the part of the ID before the slash.
func (r *Rule) Family() string {
	family, _, _ := strings.Cut(r.ID, "/")
	return family
}

// Name is the part of the ID behind the slash.
func (r *Rule) Name() string {
	_, name, _ := strings.Cut(r.ID, "/")
	return name
}

// URL is the rule's page, or "".
func (r *Rule) URL() string { return r.Page }

// Option is one value that a configuration may set for a rule.
type Option struct {
	Name string
	// Type is string, integer, number, boolean, or strings (a list).
	Type string
	// Default has the Go type string, int, float64, bool or []string.
	Default any
	// Enum lists the values that a string may have, if they are few.
	Enum []string
	// Doc is one sentence.
	Doc string
}
