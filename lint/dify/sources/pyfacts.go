// Package sources keeps what rules share of a plugin's Python sources, so that
// each source is parsed once a run however many rules ask.
//
// Not stable: see docs/stability.md.
package sources

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// MaxTotal bounds the sources that are joined, in bytes, MaxTokens in words and
// signs: what is known of one takes some 200 bytes. A source that exceeds them is
// left out; the largest plugin known holds 3 MB of sources.
const (
	MaxTotal  = 4 << 20
	MaxTokens = 1_000_000
)

// Call is a call of a name from outside the plugin.
type Call struct {
	// Module is an index into Program.Modules, Index one into its Calls.
	Module, Index int
	// Path is what is called: "requests.get", "httpx.Client().post".
	Path string
	// Sure says that the call stands for nothing else.
	Sure bool
}

var program = plugin.NewFact(func(p *plugin.Plugin) *python.Program {
	files := files(p)
	modules := make([]*python.Module, len(files))
	text.Parallel(len(files), func(i int) { modules[i] = python.Parse(files[i]) })
	return python.NewProgram(modules)
}).From(func(p *plugin.Plugin) []any {
	files := files(p)
	in := make([]any, len(files))
	for i, f := range files {
		in[i] = f
	}
	return in
})

// current is the program with its whole budget, once a run. One that an earlier
// run was stopped in is made anew.
var current = plugin.NewFact(func(p *plugin.Plugin) *python.Program {
	prog := program.Of(p)
	if prog.Stopped() {
		prog = python.NewProgram(prog.Modules)
	}
	prog.Renew(p.Context.Done())
	return prog
})

var calls = plugin.NewFact(func(p *plugin.Plugin) []Call {
	prog := Program(p)
	var out []Call
	for i, m := range prog.Modules {
		for k := range m.Calls {
			values := prog.Target(i, k)
			for _, v := range values {
				if v.Root == python.ExternalRoot && !v.Dynamic() {
					out = append(out, Call{i, k, v.Path, len(values) == 1})
				}
			}
		}
	}
	return out
}).From(func(p *plugin.Plugin) []any { return []any{Program(p)} })

// Program joins a plugin's sources, up to MaxTotal and MaxTokens. It is not for concurrent use.
func Program(p *plugin.Plugin) *python.Program { return current.Of(p) }

// Left are the sources that Program leaves out: they cannot be read, or
// exceed MaxTotal or MaxTokens.
func Left(p *plugin.Plugin) []string {
	kept := map[string]bool{}
	for _, m := range Program(p).Modules {
		kept[m.File.Path] = true
	}
	var out []string
	for _, name := range p.Sources() {
		if !kept[name] {
			out = append(out, name)
		}
	}
	for _, name := range p.Listing().Links { // out of the plugin, a pipe, a socket: something runs all the same
		if strings.HasSuffix(name, ".py") && !p.Listing().Has(name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// Calls are the calls of names from outside the plugin, in the order of the
// modules. A call that may stand for several is there once for each. The slice
// is shared.
func Calls(p *plugin.Plugin) []Call { return calls.Of(p) }

func files(p *plugin.Plugin) []*text.File {
	var out []*text.File
	total, tokens := 0, 0
	for _, name := range p.Sources() {
		f, err := p.Read(name)
		if err != nil || total+len(f.Data) > MaxTotal {
			continue
		}
		n := tokensOf.Of(f)
		if tokens+n > MaxTokens {
			continue
		}
		total, tokens = total+len(f.Data), tokens+n
		out = append(out, f)
	}
	return out
}

// tokensOf counts the words and the signs of a text, those of comments and of
// strings too.
var tokensOf = text.NewFact(func(f *text.File) int {
	n, inWord := 0, false
	for _, c := range f.Data {
		word := c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
		if word && !inWord || !word && c > ' ' {
			n++
		}
		inWord = word
	}
	return n
})
