package file

import (
	"bytes"
	"errors"
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/market"
	"github.com/difylint/difylint/lint/dify/packing"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// Unjudged reports what the other rules leave out because it is too much.
var Unjudged = &lint.Rule{
	ID: "file/unjudged", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "something is too large to be judged",
	Why: "A check takes bounded time and memory, whatever a plugin holds. The Python sources of a plugin are read in the order " +
		"of their paths as long as they have 4 MiB and a million words and signs together, and a `uv.lock` of up to 16 MiB. What is larger is left out: no " +
		"rule looks into it, and rules that need all of the sources say nothing. Most large sources hold data; in a file of " +
		"another kind, such as JSON, they do not count. A text of more than 1 MiB is not searched for secrets. Folders, ignore files and the ways that values take through the sources " +
		"have bounds of the same kind, far beyond what plugins hold.",
	Run: func(p *lint.Pass) {
		var left []string
		for _, name := range sources.Left(p.Plugin) {
			if _, err := p.Plugin.Read(name); err == nil || errors.Is(err, plugin.ErrTooLarge) {
				left = append(left, name)
			}
		}
		if len(left) > 0 {
			f := lint.Finding{
				Place: plugin.Place{Path: left[0]}, Key: "sources",
				Message: lint.Msg("%s is not judged: the Python sources of a plugin are read up to %d MiB and %d words and signs together", left[0], sources.MaxTotal>>20, sources.MaxTokens),
			}
			if len(left) > 1 {
				f.Message = lint.Msg("%s and %d further sources are not judged: the Python sources of a plugin are read up to %d MiB and %d words and signs together", left[0], len(left)-1, sources.MaxTotal>>20, sources.MaxTokens)
			}
			p.Report(f)
		}
		texts(p, left)
		beyond(p)
		if f, err := p.Plugin.Read("uv.lock"); err == nil && len(f.Data) > requirement.MaxLock {
			p.Report(lint.Finding{
				Place: plugin.AtSpan(f, text.Span{}), Key: "uv.lock",
				Message: lint.Msg("uv.lock is not judged: it has %d MiB, and up to %d MiB are read", len(f.Data)>>20, requirement.MaxLock>>20),
			})
		}
	},
}

// texts reports texts that are not searched for secrets, but for sources of which
// that is said already.
func texts(p *lint.Pass, said []string) {
	var left []string
	for _, name := range packing.Of(p.Plugin).Files {
		if !market.Searched(name) || p.Plugin.Size(name) <= market.MaxSearched || slices.Contains(said, name) {
			continue
		}
		if f, err := p.Plugin.Read(name); err == nil && !bytes.ContainsRune(f.Data[:min(len(f.Data), 4096)], 0) {
			left = append(left, name)
		}
	}
	if len(left) == 0 {
		return
	}
	f := lint.Finding{
		Place: plugin.Place{Path: left[0]}, Key: "texts",
		Message: lint.Msg("%s is not searched for secrets: a text of up to %d MiB is", left[0], market.MaxSearched>>20),
	}
	if len(left) > 1 {
		f.Message = lint.Msg("%s and %d more texts are not searched for secrets: a text of up to %d MiB is", left[0], len(left)-1, market.MaxSearched>>20)
	}
	p.Report(f)
}

// beyond reports the bounds of what is not one file.
func beyond(p *lint.Pass) {
	if p.Plugin.Listing().Truncated {
		p.Report(lint.Finding{
			Place: plugin.AtTop(p.Plugin.Manifest()), Key: "folder",
			Message: lint.Msg("the folder is not judged whole: it has more than %d files and folders, or more than %d folders inside one another; move what the plugin does not need out of it", plugin.MaxFiles, plugin.MaxDepth),
		})
	}
	if ig := packing.Of(p.Plugin).Ignore; ig != nil && ig.Truncated {
		p.Report(lint.Finding{
			Place: plugin.AtSpan(ig.File, text.Span{}), Key: "ignore",
			Message: lint.Msg("%s is not judged whole: up to %d MiB and %d patterns are read, so what goes into the package is not known", ig.File.Path, packing.MaxIgnoreSize>>20, packing.MaxPatterns),
		})
	}
	prog := sources.Program(p.Plugin)
	for _, m := range prog.Modules {
		if m.Incomplete && m.Err == nil {
			p.Report(lint.Finding{
				Place: plugin.AtSpan(m.File, text.Span{}), Key: "nesting",
				Message: lint.Msg("%s is not judged whole: expressions or blocks are nested too deeply", m.File.Path),
			})
		}
	}
	p.Finally(func() {
		f := lint.Finding{Place: plugin.AtTop(p.Plugin.Manifest()), Key: "values"}
		switch {
		case prog.Spent():
			f.Message = lint.Msg("the Python sources are not judged whole: their names and values take more steps to follow than a check makes, and rules say nothing about the rest")
		case prog.Clipped():
			f.Message = lint.Msg("the Python sources are not judged whole: a name has very many definitions, a function very many calls, or a value leads through very many others, and not all of them are followed")
		default:
			return
		}
		p.Report(f)
	})
}
