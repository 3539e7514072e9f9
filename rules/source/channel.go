package source

import (
	_ "embed" // the examples
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
)

//go:embed channel.txtar
var channelExamples string

// Channel reports code that writes to standard output or reads standard input,
// which belong to the daemon.
var Channel = &lint.Rule{
	ID: "source/channel", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title: "the code uses standard output or standard input",
	Why:   "A plugin and the daemon talk over standard output and standard input: each line is one message in JSON. The daemon logs an error for each line that `print()` writes, shows it to nobody, and a text without a line end breaks the next message. Code that waits for input, such as `input()` and `breakpoint()`, consumes messages for the SDK and hangs. If `sys.stdout` is replaced, the answers of the plugin are lost. Use `logging` with the SDK's `plugin_logger_handler`, or `print(…, file=sys.stderr)`. A plugin gets one finding for each of the three, with the other places as related places.",
	Sources: []string{
		"dify-plugin-sdks: src/dify_plugin/core/server/stdio/request_reader.py, src/dify_plugin/core/server/stdio/response_writer.py",
		"dify-plugin-daemon: internal/core/local_runtime/instance.go, pkg/entities/plugin_entities/event.go",
	},
	Examples: channelExamples,
	Run: func(p *lint.Pass) {
		var found [3]*lint.Finding
		messages := [3]lint.Message{
			writesOut:    lint.Msg("this writes to standard output, the channel to the daemon: the daemon logs an error for the line, and nobody sees it; use logging, or file=sys.stderr"),
			readsIn:      lint.Msg("this reads standard input, the channel to the daemon: it consumes messages for the SDK and hangs; remove it"),
			replacesThem: lint.Msg("sys.stdout and sys.stdin are the channel to the daemon: while they are replaced, the plugin's answers are lost; remove this"),
		}
		eachUse(p.Plugin, func(m *python.Module, e python.ExprID, u use) {
			place := at(m, m.Exprs[e].Span())
			switch f := found[u]; {
			case f == nil:
				found[u] = &lint.Finding{Place: place, Key: [3]string{"output", "input", "replaced"}[u], Message: messages[u]}
			case len(f.Related) < 10:
				f.Related = append(f.Related, lint.Related{Place: place, Message: lint.Msg("here too")})
			}
		})
		for _, f := range found {
			if f != nil {
				p.Report(*f)
			}
		}
	},
}

// use is what code does to the channel.
type use uint8

const (
	writesOut use = iota
	readsIn
	replacesThem
)

// eachUse runs f over the places that use standard output or input.
func eachUse(p *plugin.Plugin, f func(m *python.Module, e python.ExprID, u use)) {
	prog, running := sources.Program(p), sdk.ReachOf(p).Meant
	for i, m := range prog.Modules {
		if !running[i] {
			continue
		}
		for k := range m.Bindings {
			b := &m.Bindings[k]
			if b.Kind == python.ForBind && m.Ident(b.Value) == "stdin" && !byHand(prog, i, b.Block, 0) {
				for _, v := range prog.Resolve(i, b.Value) {
					if v.Root == python.ExternalRoot && v.Path == "sys.stdin" {
						f(m, b.Value, readsIn)
						break
					}
				}
			}
			if b.Kind != python.AssignBind || b.Target == 0 || m.Exprs[b.Target].Kind != python.Attribute || byHand(prog, i, b.Block, 0) {
				continue
			}
			for _, v := range prog.Resolve(i, m.Exprs[b.Target].A) {
				name := m.Ident(b.Target)
				if v.Root == python.ExternalRoot && v.Path == "sys" && (name == "stdout" || name == "stdin") && !restores(prog.Resolve(i, b.Value)) {
					f(m, b.Target, replacesThem)
					break
				}
			}
		}
	}
	for _, c := range sources.Calls(p) {
		m := prog.Modules[c.Module]
		call := &m.Calls[c.Index]
		if !running[c.Module] || !c.Sure || byHand(prog, c.Module, call.Block, 0) {
			continue
		}
		if u, ok := usage(prog, c.Module, call.Expr, c.Path); ok && (u != writesOut || !redirected(prog, c.Module, call.Block)) {
			e := m.Exprs[call.Expr].A
			if u == replacesThem {
				e = call.Expr
			}
			f(m, e, u)
		}
	}
}

// restores reports whether a value is standard output or input itself, or what
// was kept of it, and so puts back what was replaced.
func restores(values []python.Value) bool {
	return slices.ContainsFunc(values, func(v python.Value) bool {
		return v.Root == python.ExternalRoot && slices.Contains([]string{"sys.stdout", "sys.stdin", "sys.__stdout__", "sys.__stdin__"}, v.Path)
	})
}

// usage is what a call of an outside name does to the channel.
func usage(prog *python.Program, i int, call python.ExprID, path string) (use, bool) {
	m := prog.Modules[i]
	stdout := func(e python.ExprID) bool {
		for _, v := range prog.Resolve(i, e) {
			if v.Root == python.ExternalRoot && (v.Path == "sys.stdout" || v.Path == "sys.__stdout__") {
				return true
			}
		}
		return false
	}
	// to is the argument that says where to write: what is not given is standard output.
	to := func(name string, place int) bool {
		if slices.ContainsFunc(m.Args(call), func(a python.Arg) bool { return a.Star > 0 && (a.Star == 2 || place >= 0) }) {
			return false
		}
		e := m.Keyword(call, name)
		if e == 0 && place >= 0 {
			e = m.Positional(call, place)
		}
		return e == 0 || m.Exprs[e].Kind == python.NoneLit || stdout(e)
	}
	switch path {
	case "builtins.print":
		return writesOut, to("file", -1)
	case "pprint.pprint", "pprint.pp":
		return writesOut, to("stream", 1)
	case "rich.print", "rich.print_json", "rich.inspect":
		return writesOut, true
	case "sys.stdout.write", "sys.stdout.writelines", "sys.stdout.buffer.write", "sys.__stdout__.write":
		return writesOut, true
	case "os.write":
		return writesOut, m.File.Slice(m.Exprs[m.Positional(call, 0)].Span()) == "1"
	case "click.echo", "click.secho", "typer.echo", "rich.console.Console().print":
		return writesOut, to("file", -1) && to("err", -1)
	case "builtins.getattr", "builtins.hasattr", "builtins.isinstance", "builtins.type", "builtins.id":
		return 0, false
	case "builtins.input", "builtins.breakpoint", "pdb.set_trace", "ipdb.set_trace", "pudb.set_trace", "pdb.Pdb().set_trace", "code.interact",
		"IPython.embed", "getpass.getpass", "pdb.post_mortem", "pdb.run", "pdb.runcall":
		return readsIn, true
	case "contextlib.redirect_stdout":
		return replacesThem, true
	}
	if strings.HasPrefix(path, "sys.stdin.") {
		switch path[strings.LastIndexByte(path, '.')+1:] {
		case "read", "readline", "readlines", "read1", "readinto", "close", "detach":
			return readsIn, true
		}
	}
	// Handed to what will use it: logging.StreamHandler(sys.stdout), json.load(sys.stdin).
	for _, a := range m.Args(call) {
		if m.Exprs[a.Value].Kind > python.Attribute {
			continue
		}
		for _, v := range prog.Resolve(i, a.Value) {
			switch {
			case v.Root != python.ExternalRoot:
			case v.Path == "sys.stdout" || v.Path == "sys.__stdout__":
				return writesOut, true
			case v.Path == "sys.stdin":
				return readsIn, true
			}
		}
	}
	return 0, false
}

// redirected reports whether a block stands in one that catches standard output.
func redirected(prog *python.Program, i int, b python.BlockID) bool {
	m := prog.Modules[i]
	for ; b != 0; b = m.Blocks[b].Parent {
		if m.Blocks[b].Kind != python.WithBlock {
			continue
		}
		st := m.Blocks[b].Stmt
		for k := range m.Calls {
			if c := m.Calls[k].Expr; m.Ident(m.Exprs[c].A) == "redirect_stdout" && m.StmtOf(c) == int(st) {
				return true
			}
		}
	}
	return false
}

// maxHand bounds how far callers are looked at.
const maxHand = 3

// byHand reports whether a block runs only where a module is started by hand:
// under `if __name__ == "__main__"`, or in a function that is called from there
// alone.
func byHand(prog *python.Program, i int, b python.BlockID, depth int) bool {
	m := prog.Modules[i]
	if sources.UnderMain(m, b) {
		return true
	}
	function, _ := methodAround(m, b)
	if function < 0 || depth >= maxHand || m.Functions[function].Parent != 0 {
		return false
	}
	sites := prog.CallSites(python.FuncRef{Module: int32(i), Function: function})
	for _, s := range sites {
		if !byHand(prog, int(s.Module), prog.Modules[s.Module].Calls[s.Call].Block, depth+1) {
			return false
		}
	}
	return len(sites) > 0
}
