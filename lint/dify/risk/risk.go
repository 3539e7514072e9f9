// Package risk says how the marketplace's submission form would class a plugin:
// low, medium or high risk, with the places that make it so, and the text to
// paste into the form.
//
// The levels are those of langgenius/dify-plugins,
// docs/plugin-submission-requirements.md (read in August 2026). What a plugin does
// with what it is given cannot be seen in full; the assessment names what it saw,
// and what is left for the author to answer.
//
// Not stable: see docs/stability.md.
package risk

import (
	"cmp"
	"maps"
	"slices"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/text"
)

// Level is a level of the form.
type Level uint8

// The levels.
const (
	Low Level = iota
	Medium
	High
)

func (l Level) String() string { return l.Said().String() }

// Said is the level as a word.
func (l Level) Said() text.Message {
	return [...]text.Message{text.Msg("low"), text.Msg("medium"), text.Msg("high")}[min(l, High)]
}

// Kind is a capability that the form asks about.
type Kind string

// The capabilities, by the level that they make.
const (
	Commands    Kind = "commands"
	Code        Kind = "code"
	Database    Kind = "database"
	SSH         Kind = "ssh"
	Files       Kind = "files"
	Browser     Kind = "browser"
	AnyURL      Kind = "any-url"
	Executables Kind = "executables"

	Uploads     Kind = "uploads"
	UserURLs    Kind = "user-urls"
	UserHost    Kind = "user-host"
	Writes      Kind = "writes"
	SendsOut    Kind = "sends-out"
	Receives    Kind = "receives"
	Unencrypted Kind = "unencrypted"
	OwnFiles    Kind = "own-files"
)

// class is what the form says of a capability.
type class struct {
	kind  Kind
	level Level
	// title says what the plugin does: "runs commands".
	title string
	// ask is what the author has to add.
	ask string
}

var classes = []class{
	{Commands, High, "runs commands", "which commands, and how input that reaches them is restricted"},
	{Code, High, "runs code that it is given or makes", "whose code, and in what sandbox"},
	{Database, High, "accesses a database", "which statements can run, with which rights, and how input is validated"},
	{SSH, High, "opens SSH, SFTP or FTP connections", "which commands and paths are allowed"},
	{Files, High, "works on files that are named from outside", "which folders, and how names that come from outside are validated"},
	{Browser, High, "automates a browser", "which pages it may open"},
	{AnyURL, High, "fetches URLs that the user gives", "which addresses are refused (internal networks, metadata services) and how much is read"},
	{Executables, High, "bundles executables", "why they are needed and where they come from"},
	{Uploads, Medium, "processes files that users upload", "which types and sizes, and whether they are sent on or kept"},
	{UserURLs, Medium, "takes URLs from users", "what is fetched or sent on, and by whom"},
	{UserHost, Medium, "connects to a server that is not fixed", "who chooses the server, and that it alone gets the data"},
	{Writes, Medium, "changes data in a service", "what it creates, changes or deletes there"},
	{SendsOut, Medium, "sends what users enter to a service", "what is sent, to whom, and their privacy policy"},
	{Receives, Medium, "receives requests from outside", "how callers are authenticated"},
	{Unencrypted, Medium, "connects without TLS", "why, and what is sent so"},
	{OwnFiles, Medium, "writes or deletes files that are not temporary ones of Python's tempfile", "which, where, and for how long; if their names come from outside the risk is high"},
}

// Titles are what the form asks about, as Reason.Title says it.
func Titles() []string {
	out := make([]string, len(classes))
	for i, c := range classes {
		out[i] = c.title
	}
	return out
}

// Reason is a capability of the plugin.
type Reason struct {
	Kind  Kind
	Level Level
	// Title says what the plugin does: "runs commands".
	Title string
	// Ask is what the author has to add to the form.
	Ask string
	// Evidence is never empty. It is in the order of files and places.
	Evidence []Evidence
	// More counts the places that are left out of Evidence.
	More int
}

// Evidence is a place that shows a capability.
type Evidence struct {
	// Path is the file below the plugin's root.
	Path string
	// File is nil for a file that is no text; Span is in bytes of it.
	File *text.File
	Span text.Span
	// What stands there: "subprocess.run".
	What text.Message
}

// Line is the 1-based line of the place, 0 where it has none.
func (e Evidence) Line() int {
	if e.File == nil {
		return 0
	}
	return e.File.Position(e.Span.Start).Line
}

// Host is a host, or a library, that the sources name, and where first.
type Host struct {
	Name string
	Evidence
}

// Assessment is what was seen of one plugin.
type Assessment struct {
	Level Level
	// Reasons are in the order of their levels, highest first. There are none
	// for a plugin of low risk.
	Reasons []Reason
	// Hosts are the fixed hosts that the sources name, sorted.
	Hosts []Host
	// Personal are words of the declarations that speak of personal data of a
	// sensitive kind: handling it makes the risk high, which only the author
	// can tell.
	Personal []Evidence
	// Libraries are packages that may connect to a service of their own; what
	// they do was not followed. They are sorted, each once.
	Libraries []Host
	// Unread are sources that were not read: what they do is not in the
	// assessment.
	Unread []string
}

// maxEvidence bounds the places that are kept for a capability.
const maxEvidence = 20

// Assess looks at a plugin. It reads files of the plugin and nothing else.
func Assess(p *plugin.Plugin) *Assessment {
	s := &scan{plugin: p, found: map[Kind][]Evidence{}, hosts: map[string]Host{}, libraries: map[string]Host{}}
	s.sources()
	s.declarations()
	s.executables()

	a := &Assessment{Unread: sources.Left(p), Personal: s.personal}
	for _, m := range sources.Program(p).Modules {
		if m.Err != nil || m.Incomplete {
			a.Unread = append(a.Unread, m.File.Path)
		}
	}
	slices.Sort(a.Unread)
	for _, c := range classes {
		ev := s.found[c.kind]
		if len(ev) == 0 {
			continue
		}
		sortEvidence(ev)
		ev = slices.CompactFunc(ev, func(a, b Evidence) bool { return a.Path == b.Path && a.Line() == b.Line() })
		r := Reason{Kind: c.kind, Level: c.level, Title: c.title, Ask: c.ask, Evidence: ev[:min(len(ev), maxEvidence)]}
		r.More = len(ev) - len(r.Evidence)
		a.Reasons = append(a.Reasons, r)
		a.Level = max(a.Level, c.level)
	}
	a.Hosts, a.Libraries = byName(s.hosts), byName(s.libraries)
	return a
}

func byName(m map[string]Host) []Host {
	return slices.SortedFunc(maps.Values(m), func(a, b Host) int { return cmp.Compare(a.Name, b.Name) })
}

func sortEvidence(ev []Evidence) {
	slices.SortStableFunc(ev, func(a, b Evidence) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Span.Start, b.Span.Start))
	})
}

// scan gathers evidence.
type scan struct {
	plugin    *plugin.Plugin
	found     map[Kind][]Evidence
	hosts     map[string]Host
	libraries map[string]Host
	personal  []Evidence
}

func (s *scan) add(k Kind, e Evidence) { s.found[k] = append(s.found[k], e) }
