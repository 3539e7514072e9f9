// Package messages reads what the platform says when it refuses a plugin: who
// said it, what it means, and where in the plugin it comes from.
//
// The catalogue is data, an entry a message. An entry's patterns have named
// parts (a field, a file, a line, a package), and these narrow the place: no
// entry has code of its own. Who says what in which release stands in said.tsv,
// which lint/internal/tool/refresh makes of the platform's sources; a test holds the
// catalogue against it.
//
// Stable: see docs/stability.md.
package messages

import (
	"cmp"
	"slices"
)

// Speaker is the program that says a message.
type Speaker string

// The speakers.
const (
	Daemon       Speaker = "daemon"       // dify-plugin-daemon
	API          Speaker = "api"          // Dify's own server
	SDK          Speaker = "sdk"          // in the plugin's process
	UV           Speaker = "uv"           // installs the dependencies
	Pip          Speaker = "pip"          // does so in the marketplace's checks
	CLI          Speaker = "cli"          // the command line that packs
	Marketplace  Speaker = "marketplace"  // its checks and its reviewers' bot
	Installation Speaker = "installation" // what lies around: proxies, storage, certificates
)

// weight orders the messages of one text: the one that says most comes first.
type weight int

const (
	// wrapper says only that something failed, and another message says what.
	wrapper weight = iota
	// consequence is what is said later on because of an earlier failure.
	consequence
	// plain names a cause.
	plain
	// exact names a place in the plugin.
	exact
)

// Message is one entry of the catalogue.
type Message struct {
	// ID is the entry's name: the speaker and a word.
	ID string
	// Says are the patterns, see compile. The first is quoted where one is told
	// what will be said.
	Says []string
	By   Speaker
	// Gate is the moment of the refusal: package, install, start, call, publish
	// or none, as in lint.Gate.
	Gate string
	// Source is what says it, where these are words of a library.
	Source string
	// Means is a sentence: what happened.
	Means string
	// Causes, the likeliest first.
	Causes []Cause
	// Weight orders the messages of one text.
	Weight weight
	// Common is true for words that other programs say as well. They count only
	// where something else in the text speaks of plugins, where they are all
	// that was said, or where the plugin at hand shows what they name.
	Common bool
	// Everyday is true for words that are so common that they count for nothing
	// even where they are all that was said.
	Everyday bool
}

// Cause is one reason for a message.
type Cause struct {
	// When says for which values of the named parts the cause comes into
	// question: a part's name and a regular expression for the whole of it.
	When map[string]string
	// Rules are the rules that find it in a plugin, the likeliest first.
	Rules []string
	// Why is a sentence: what is wrong.
	Why string
	// Settings are the names in the installation's .env to look at.
	Settings []string
	// Todo is a sentence: what to do.
	Todo string
	// Fault is who is at fault where it is not the plugin: Installation, mostly.
	Fault Speaker
	// Quote is what is said then, where the entry's pattern shows little of it.
	Quote string
	// File is where to look where the message names no file.
	File string
}

// All lists the catalogue.
func All() []*Message { return slices.Clone(catalogue) }

// Quotes are the words by which the platform refuses what a rule finds, the
// likeliest first, with … for what differs.
func Quotes(rule string) []Quote {
	var out []Quote
	for _, m := range catalogue {
		for _, c := range m.Causes {
			if len(c.Rules) > 0 && c.Rules[0] == rule {
				out = append(out, Quote{By: m.By, Text: cmp.Or(c.Quote, show(m.Says[0], c.When))})
				break
			}
		}
	}
	return out
}

// Quote is what one speaker says.
type Quote struct {
	By   Speaker
	Text string
}
