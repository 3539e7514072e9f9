package plugin

import (
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// Place is a span of one file of a plugin.
type Place struct {
	// Path is the file below the plugin's root, slash-separated.
	Path string
	// File is the file's text; nil where the file does not exist or is not text.
	File *text.File
	// Span is in bytes of File.
	Span text.Span
	// Route is the way to the YAML node, as parameters[0].name, or "".
	Route string

	// Identity is Route with a list's items named by what they call
	// themselves: it goes into the fingerprint.
	Identity string
}

// Position is where the place begins, as a reader counts; the file's first
// character where there is no text.
func (p Place) Position() text.Position {
	if p.File == nil {
		return text.Position{Line: 1, Column: 1}
	}
	return p.File.Position(p.Span.Start)
}

// Alone is the place with an outline of its file in the place of the text, for what
// outlives the plugin.
func (p Place) Alone() Place {
	if p.File != nil {
		p.File = text.OutlineOf(p.File, p.Span)
	}
	return p
}

// At is the place of a node's value, or of its key where the value is absent.
func At(doc *Document, n *yaml.Node) Place {
	return AtPart(doc, n, n.PlaceSpan())
}

// AtKey is the place of a node's key, or of the node where it has none.
func AtKey(doc *Document, n *yaml.Node) Place {
	return AtPart(doc, n, n.KeySpan())
}

// AtHead is the place to name a whole entry by: its key, its first key, or it.
func AtHead(doc *Document, n *yaml.Node) Place {
	return AtPart(doc, n, n.HeadSpan())
}

// AtPart is a span that a node is about; n may be nil.
func AtPart(doc *Document, n *yaml.Node, s text.Span) Place {
	p := Place{Path: doc.Path, File: doc.File, Span: s}
	if n != nil {
		p.Route, p.Identity = n.Path(), n.Identity()
	}
	return p
}

// AtSpan is a span of any file.
func AtSpan(f *text.File, s text.Span) Place {
	return Place{Path: f.Path, File: f, Span: s}
}

// AtTop is the place for what a whole document lacks: its first key.
func AtTop(doc *Document) Place {
	if doc.Root != nil {
		return AtHead(doc, doc.Root)
	}
	p := Place{Path: doc.Path, File: doc.File}
	if doc.File != nil {
		p.Span = text.Span{Start: doc.File.BOMLen(), End: doc.File.BOMLen()}
	}
	return p
}
