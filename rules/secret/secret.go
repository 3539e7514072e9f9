// Package secret holds the rules about credentials: those that stand in a
// plugin's files, those that its forms ask for, and those that its code gives
// away. No message, key or fix of theirs holds what they found.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package secret

import (
	"bytes"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/market"
	"github.com/difylint/difylint/lint/dify/packing"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
)

// found is one place that holds a secret, or looks like it to the marketplace.
type found struct {
	kind kind
	file *text.File
	// span is the secret alone.
	span text.Span
	// what names its sort, or what it is assigned to.
	what string
	// blocked is true where the marketplace's check would refuse it too.
	blocked bool
}

type kind uint8

const (
	token kind = iota
	privateKey
	literal
	placeholder
)

// scanned looks through a plugin's texts once.
var scanned = plugin.NewFact(func(p *plugin.Plugin) []found {
	var out []found
	for _, name := range files(p) {
		if !market.Searched(name) {
			continue
		}
		f, err := p.Read(name)
		if err != nil || len(f.Data) > market.MaxSearched || isBinary(f.Data) {
			continue
		}
		out = append(out, inFile.Of(f)...)
		if len(out) >= maxFound {
			return out[:maxFound]
		}
	}
	return out
})

// maxFound bounds the places of one plugin.
const maxFound = 20000

// files are those that would be published: of a plugin what packaging takes in,
// of a bundle its manifest, READMEs and assets.
func files(p *plugin.Plugin) []string {
	all := packing.Of(p).Files
	if !p.IsBundle() {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(f string) bool {
		return f != plugin.ManifestName && (!strings.HasPrefix(f, "README") || strings.Contains(f, "/")) && !strings.HasPrefix(f, "_assets/")
	})
}

// isBinary looks for a NUL where a text has none.
func isBinary(data []byte) bool {
	return bytes.IndexByte(data[:min(len(data), 4096)], 0) >= 0
}

// refuse reports a secret: refused where the plugin is to be published, advice
// where it is not.
func refuse(p *lint.Pass, f lint.Finding) {
	switch market.ProfileOf(p.Plugin, p.Profile()) {
	case market.Private:
		f.Severity, f.Gate = lint.Warning, lint.None
	case market.Official:
		if f.Severity == lint.Inherit || f.Severity == lint.Error {
			f.Severity = lint.Warning
		}
	}
	p.Report(f)
}

// each reports the places of one kind.
func each(p *lint.Pass, k kind, message func(found) lint.Message) {
	if len(scanned.Of(p.Plugin)) == maxFound {
		p.Skip("%d texts look like secrets, and what comes after them is not scanned", maxFound)
	}
	for _, s := range scanned.Of(p.Plugin) {
		if s.kind != k {
			continue
		}
		f := lint.Finding{Place: plugin.AtSpan(s.file, s.span), Key: s.what, Mask: true, Message: message(s)}
		if !s.blocked {
			f.Severity = lint.Warning
		}
		refuse(p, f)
	}
}
