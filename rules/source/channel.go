package source

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
)

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
	runs := func(i int, b python.BlockID) bool {
		return running[i] && prog.Modules[i].GuardOf(b)&python.TypeCheckingGuard == 0 && !byHand(p, prog, i, b, 0)
	}
	for i, m := range prog.Modules {
		if !running[i] {
			continue
		}
		is := func(e python.ExprID, path string) bool {
			return m.Exprs[e].Kind <= python.Attribute && slices.ContainsFunc(prog.Resolve(i, e), func(v python.Value) bool {
				return v.Root == python.ExternalRoot && v.Path == path
			})
		}
		for k := range m.Bindings {
			b := &m.Bindings[k]
			switch name := m.Ident(b.Target); {
			case (b.Kind == python.ForBind || b.Kind == python.CompBind) && m.Ident(b.Value) != "" && is(b.Value, "sys.stdin") && runs(i, b.Block):
				f(m, b.Value, readsIn)
			case b.Kind != python.AssignBind && b.Kind != python.WithBind || name != "stdout" && name != "stdin" || m.Exprs[b.Target].Kind != python.Attribute:
			case is(m.Exprs[b.Target].A, "sys") && !restores(prog.Resolve(i, b.Value)) && runs(i, b.Block):
				f(m, b.Target, replacesThem)
			}
		}
		for k := range m.Functions {
			for _, param := range m.Functions[k].Params {
				if param.Default != 0 && m.Ident(param.Default) == "print" && is(param.Default, "builtins.print") && runs(i, m.Functions[k].Block) {
					f(m, param.Default, writesOut)
				}
			}
		}
		for k := range m.Exprs {
			// How logging's configurations name them.
			if e := python.ExprID(k); m.Exprs[k].Kind == python.StringLit && m.Exprs[k].End-m.Exprs[k].Start < 20 {
				if s, _ := m.String(e); s == "ext://sys.stdout" && m.StmtOf(e) >= 0 && runs(i, m.Stmts[m.StmtOf(e)].Block) {
					f(m, e, writesOut)
				}
			}
		}
	}
	for _, c := range sources.Calls(p) {
		m := prog.Modules[c.Module]
		call := &m.Calls[c.Index]
		if !c.Sure || !runs(c.Module, call.Block) {
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
		return slices.ContainsFunc(prog.Resolve(i, e), func(v python.Value) bool {
			return v.Root == python.ExternalRoot && (v.Path == "sys.stdout" || v.Path == "sys.__stdout__")
		})
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
	case "rich.print", "rich.print_json", "rich.inspect", "builtins.help",
		"sys.stdout.write", "sys.stdout.writelines", "sys.stdout.buffer.write", "sys.__stdout__.write":
		return writesOut, true
	case "os.write", "os.read", "os.open", "os.fdopen", "builtins.open", "io.open", "pathlib.Path":
		stream := descriptor(prog, i, m.Positional(call, 0))
		return map[int]use{0: readsIn, 1: writesOut}[stream], stream >= 0
	case "os.close":
		return replacesThem, descriptor(prog, i, m.Positional(call, 0)) >= 0
	case "os.dup2":
		return replacesThem, descriptor(prog, i, m.Positional(call, 1)) >= 0
	case "builtins.setattr":
		name, _ := m.String(m.Positional(call, 1))
		return replacesThem, m.Ident(m.Positional(call, 0)) == "sys" && (name == "stdout" || name == "stdin") && !restores(prog.Resolve(i, m.Positional(call, 2)))
	case "click.echo", "click.secho", "typer.echo", "typer.secho":
		return writesOut, to("file", -1) && to("err", -1)
	case "rich.console.Console().print", "rich.console.Console().log", "pprint.PrettyPrinter().pprint":
		class, _, _ := strings.Cut(path, "()")
		return writesOut, !elsewhere(prog, class)
	case "termcolor.cprint", "dis.dis":
		return writesOut, to("file", -1)
	case "builtins.getattr", "builtins.hasattr", "builtins.isinstance", "builtins.type", "builtins.id":
		return 0, false
	case "builtins.input", "builtins.breakpoint", "pdb.set_trace", "ipdb.set_trace", "pudb.set_trace", "pdb.Pdb().set_trace", "code.interact",
		"IPython.embed", "getpass.getpass", "pdb.post_mortem", "pdb.run", "pdb.runcall", "click.prompt", "click.confirm", "click.pause", "typer.prompt", "typer.confirm", "rich.prompt.Prompt.ask", "rich.prompt.Confirm.ask":
		return readsIn, true
	case "fileinput.input", "fileinput.FileInput":
		return readsIn, len(m.Args(call)) == 0
	case "sys.stdout.close", "sys.stdout.detach", "sys.stdin.close", "sys.stdin.detach", "contextlib.redirect_stdout":
		return replacesThem, true
	}
	if strings.HasPrefix(path, "sys.stdin.") {
		switch path[strings.LastIndexByte(path, '.')+1:] {
		case "read", "readline", "readlines", "read1", "readinto":
			return readsIn, true
		}
	}
	// Handed to what will use it: logging.StreamHandler(sys.stdout), json.load(sys.stdin), map(print, words).
	for _, a := range m.Args(call) {
		if m.Exprs[a.Value].Kind > python.Attribute {
			continue
		}
		for _, v := range prog.Resolve(i, a.Value) {
			switch {
			case v.Root != python.ExternalRoot:
			case v.Path == "sys.stdout" || v.Path == "sys.__stdout__":
				return writesOut, true
			case v.Path == "sys.stdin" || v.Path == "builtins.input" || v.Path == "builtins.breakpoint":
				return readsIn, true
			case v.Path == "builtins.print" && to("file", -1):
				return writesOut, true
			}
		}
	}
	return 0, false
}

// descriptor is the number of the standard stream that an expression names, 0 or 1,
// and -1 for others.
func descriptor(prog *python.Program, i int, e python.ExprID) int {
	m := prog.Modules[i]
	what := m.File.Slice(m.Exprs[e].Span())
	if s, ok := m.String(e); ok {
		what = strings.TrimLeft(s, "01") // a path
	}
	for _, v := range prog.Resolve(i, e) {
		if v.Root == python.ExternalRoot {
			what = v.Path
		}
	}
	switch what {
	case "0", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0", "sys.stdin.fileno()", "sys.__stdin__.fileno()":
		return 0
	case "1", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "sys.stdout.fileno()", "sys.__stdout__.fileno()":
		return 1
	}
	return -1
}

// elsewhere reports whether the plugin makes an object of a class that writes to
// another place than standard output.
func elsewhere(prog *python.Program, class string) bool {
	for i, m := range prog.Modules {
		for k := range m.Calls {
			e := m.Calls[k].Expr
			if slices.ContainsFunc(m.Args(e), func(a python.Arg) bool {
				return a.Star > 0 || slices.Contains([]string{"file", "stderr", "stream", "quiet"}, m.Text(a.Name))
			}) && slices.ContainsFunc(prog.Target(i, k), func(v python.Value) bool { return v.Path == class }) {
				return true
			}
		}
	}
	return false
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
func byHand(p *plugin.Plugin, prog *python.Program, i int, b python.BlockID, depth int) bool {
	m := prog.Modules[i]
	if sources.UnderMain(p, m, b) {
		return true
	}
	function, _ := methodAround(m, b)
	if function < 0 || depth >= maxHand || m.Functions[function].Parent != 0 {
		return false
	}
	sites := prog.CallSites(python.FuncRef{Module: int32(i), Function: function})
	return len(sites) > 0 && !slices.ContainsFunc(sites, func(s python.CallRef) bool {
		return !byHand(p, prog, int(s.Module), prog.Modules[s.Module].Calls[s.Call].Block, depth+1)
	})
}
