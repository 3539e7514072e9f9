package source

import (
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// OutputName reports variables that the code sends under a name that output_schema
// does not have, or that Dify reserves.
var OutputName = &lint.Rule{
	ID: "source/output-name", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "the code sends a variable that is not declared",
	Why:     "The variables that later nodes of a workflow can choose are those under `properties` of `output_schema`. A variable that `create_variable_message` or an event's `Variables` sends under another name cannot be used, and the declared one stays empty. The names `text`, `files` and `json` are Dify's own: a variable message with one of them is refused, and the call fails.",
	Sources: []string{"langgenius/dify: api/core/tools/entities/tool_entities.py (VariableMessage)", "dify-plugin-sdks: src/dify_plugin/interfaces/tool/tool.py (create_variable_message)"},
	Run: func(p *lint.Pass) {
		prog := sources.Program(p.Plugin)
		outputs := outputsOf(p.Plugin)
		if len(outputs) == 0 {
			return
		}
		var words near.Budget
		done := map[string]bool{}
		for i, m := range prog.Modules {
			for k := range m.Calls {
				e := m.Calls[k].Expr
				switch m.Ident(m.Exprs[e].A) {
				case "create_variable_message", "create_stream_variable_message":
					if !makesMessage(m, e) {
						continue
					}
					_, class := methodAround(m, m.Stmts[max(m.StmtOf(e), 0)].Block)
					o := outputs[python.ClassRef{Module: int32(i), Class: class}]
					arg := m.Keyword(e, "variable_name")
					if arg == 0 {
						arg = m.Positional(e, 0)
					}
					if class >= 0 && o != nil && !o.event {
						output(p, prog, i, arg, o, done, &words)
					}
				case "Variables":
					_, class := methodAround(m, m.Stmts[max(m.StmtOf(e), 0)].Block)
					o := outputs[python.ClassRef{Module: int32(i), Class: class}]
					dict := m.Keyword(e, "variables")
					if class < 0 || o == nil || !o.event || m.Exprs[dict].Kind != python.DictExpr {
						continue
					}
					kids := m.Kids(dict)
					for n := 0; n+1 < len(kids); n += 2 {
						output(p, prog, i, kids[n], o, done, &words)
					}
				}
			}
		}
	},
}

// outputs are the variables that a class may send.
type outputs struct {
	names []string
	doc   *plugin.Document
	event bool
	// any: the declarations do not say which.
	any bool
}

// outputsOf are the variables of the classes that declarations name, and of what
// these derive from within the plugin.
func outputsOf(p *plugin.Plugin) map[python.ClassRef]*outputs {
	prog := sources.Program(p)
	out := map[python.ClassRef]*outputs{}
	for _, c := range ownClasses(p) {
		d := c.source.Doc
		if d.Kind != plugin.Tool && d.Kind != plugin.AgentStrategy && d.Kind != plugin.Event {
			continue
		}
		schema := d.Root.Get("output_schema")
		properties := schema.Get("properties")
		o := outputs{doc: d, event: d.Kind == plugin.Event}
		o.any = len(properties.Entries()) == 0 || !schema.Get("additionalProperties").IsNull() && schema.Get("additionalProperties").Text() != "false"
		for _, n := range properties.Entries() {
			if n.IsMerge() {
				o.any = true
			} else {
				o.names = append(o.names, n.Key.Value)
			}
		}
		for _, ref := range withBases(prog, c.ref) {
			if old := out[ref]; old != nil {
				old.any, old.names = old.any || o.any, slices.Concat(old.names, o.names)
			} else {
				out[ref] = new(o)
			}
		}
	}
	return out
}

// reserved are the outputs that Dify fills itself.
var reserved = []string{"text", "files", "json"}

func output(p *lint.Pass, prog *python.Program, i int, arg python.ExprID, o *outputs, done map[string]bool, words *near.Budget) {
	m := prog.Modules[i]
	if values := prog.Resolve(i, arg); len(values) == 1 && values[0].Root == python.LiteralRoot && values[0].Path == "" {
		m, arg = prog.Modules[values[0].Module], python.ExprID(values[0].Index)
	}
	name, ok := m.String(arg)
	if !ok || name == "" || done[m.File.Path+" "+name] {
		return
	}
	f := lint.Finding{Place: at(m, m.Exprs[arg].Span()), Key: name}
	switch {
	case !o.event && slices.Contains(reserved, name):
		f.Gate = lint.Call
		f.Message = lint.Msg("Dify fills %q itself and refuses a variable of this name, so the call fails: name the variable differently, or send a %s message", name, map[string]string{"text": "text", "json": "JSON", "files": "blob"}[name])
	case o.any || slices.Contains(o.names, name):
		return
	default:
		f.Message = lint.Msg("output_schema of %s has no %q (declared variables: %s), so no node can use this variable", o.doc.Path, name, text.Join(o.names[:min(len(o.names), 6)]))
		f.Related = []lint.Related{{Place: plugin.AtKey(o.doc, o.doc.Root.At("output_schema", "properties")), Message: lint.Msg("the variables are declared here")}}
		if meant, ok := words.Nearest(name, o.names); ok {
			f.Message = lint.Msg("output_schema of %s has no %q, so no node can use this variable; did you mean %q?", o.doc.Path, name, meant)
			if parts := m.Parts(arg); len(parts) == 1 {
				f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", meant), text.ReplaceText(m.File, text.Span{Start: int(parts[0].Start), End: int(parts[0].End)}, meant))
			}
		}
	}
	done[m.File.Path+" "+name] = true
	p.Report(f)
}
