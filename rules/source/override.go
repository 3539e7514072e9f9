package source

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// Override reports methods that the SDK calls in another way than they are written.
var Override = &lint.Rule{
	ID: "source/override", Gate: lint.Call, Severity: lint.Error, Since: "0.1.0",
	Title:   "a method's parameters do not match the SDK's call",
	Why:     "The SDK always calls a plugin's methods in the same way: `_invoke(tool_parameters)` of a tool, `_on_event(request=…, parameters=…, payload=…)` of an event, and it makes an instance of a tool with `(runtime=…, session=…)`. If a method needs other arguments, or uses other names where the SDK calls by name, each call fails with a TypeError. The SDK does not await the result, so an `async def` fails too. A credentials check that is `async`, or has a `yield`, never runs, and every key is accepted. It is an error if all SDK releases that the dependencies allow call the method in this way, a warning if only the newest does. Releases are known up to 0.10.1.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/interfaces, of every tag", "dify-plugin-sdks: src/dify_plugin/core/plugin_executor.py, of every tag"},
	Run: func(p *lint.Pass) {
		prog := sources.Program(p.Plugin)
		done := map[python.FuncRef]bool{}
		for _, c := range ownClasses(p.Plugin) {
			l := sdk.LineageOf(prog, c.ref)
			for _, class := range l.Classes {
				for _, name := range append([]string{"__init__"}, class.Called()...) {
					f, ok := prog.Method(c.ref, name)
					if !ok || done[f] || name == "validate_credentials" && c.source.Several && !customizable(c.source.Doc) {
						continue // models that users cannot add are not asked for it
					}
					done[f] = true
					override(p, prog, c.ref, class, f)
				}
			}
		}
	},
}

// plain are decorators that leave what a method takes as it is.
var plainDecorators = []string{"override", "abstractmethod", "staticmethod", "classmethod", "final"}

func override(p *lint.Pass, prog *python.Program, ref python.ClassRef, class *sdk.Class, f python.FuncRef) {
	m, fn := prog.Modules[f.Module], prog.Function(f)
	for _, d := range fn.Decorators {
		if !slices.Contains(plainDecorators, m.Ident(d)) {
			return
		}
	}
	found := lint.Finding{Place: at(m, fn.NameSpan), Key: fn.Name}
	if validates(fn.Name) && (fn.Async || fn.Generator) {
		found.Severity, found.Gate = lint.Warning, lint.None
		found.Message = lint.Msg("the SDK does not await %s, so the check never runs and every value is accepted: write def, not async def", fn.Name)
		if !fn.Async {
			found.Message = lint.Msg("%s has a yield, so calling it only creates a generator: the check never runs, and every value is accepted; remove the yield", fn.Name)
		}
		p.Report(found)
		return
	}
	calls := class.Calls(fn.Name)
	calls = slices.DeleteFunc(slices.Clone(calls), func(c sdk.MethodCall) bool {
		if c.From == "executor" || c.From == fn.Name {
			return c.From == fn.Name
		}
		_, own := prog.Method(ref, c.From)
		return own // the plugin writes the caller itself
	})
	// The SDK that is installed calls the method: the newest that the files allow.
	allowed := sdk.DependencyOf(p.Plugin).Allowed
	if len(allowed) == 0 {
		return
	}
	installed := allowed[len(allowed)-1]
	now := sdk.In(calls, installed)
	if owner, _ := m.MethodOf(f.Function); fn.Name == "__init__" {
		if f.Module != ref.Module || owner != ref.Class {
			return // which of several bases is asked first is not known
		}
		now = made(sdk.In(class.Methods(fn.Name), installed))
	}
	if len(now) == 0 {
		return
	}
	if fn.Async {
		found.Message = lint.Msg("the SDK does not await %s, so each call fails: write def, not async def", fn.Name)
		p.Report(found)
		return
	}
	if slices.ContainsFunc(now, func(c sdk.MethodCall) bool { return accepts(m, f.Function, c).Format == "" }) {
		return
	}
	found.Message = lint.Msg("the SDK calls %s, but this method cannot accept the call: %s", shown(class, fn.Name, now[0], installed), accepts(m, f.Function, now[0]))
	if d := sdk.DependencyOf(p.Plugin); d.Installed.IsValid() {
		found.Message = lint.Msg("dify_plugin %s calls %s, but this method cannot accept the call: %s", installed.String(), shown(class, fn.Name, now[0], installed), accepts(m, f.Function, now[0]))
		found.Related = []lint.Related{{Place: d.Place, Message: lint.Msg("the SDK is chosen here")}}
	}
	if fn.Name == "__init__" && class.Name == "ModelProvider" {
		found.Gate = lint.Start // the only one that is made then
	}
	p.Report(found)
}

// made are the ways in which the SDK may make an instance: with all that its own
// __init__ takes, by place or by name.
func made(own []sdk.Method) (out []sdk.MethodCall) {
	for _, d := range own {
		for n := range len(d.Params) + 1 {
			out = append(out, sdk.MethodCall{Positional: n, Names: d.Params[n:]})
		}
	}
	return out
}

// validates reports whether a method of the SDK checks credentials: it gives
// nothing back, and raises where they are wrong.
func validates(name string) bool {
	return strings.HasPrefix(strings.TrimPrefix(name, "_"), "validate_") && !strings.Contains(name, "filter")
}

// shown is a call of the SDK as it would be written.
func shown(class *sdk.Class, name string, c sdk.MethodCall, v requirement.Version) string {
	var args []string
	for _, d := range sdk.In(class.Methods(name), v) {
		args = append(args, d.Params[:min(c.Positional, len(d.Params))]...)
		break
	}
	for len(args) < c.Positional {
		args = append(args, "…")
	}
	for _, n := range c.Names {
		args = append(args, n+"=…")
	}
	return name + "(" + strings.Join(args, ", ") + ")"
}

// accepts says why a method cannot take a call, "" where it can.
func accepts(m *python.Module, function int32, c sdk.MethodCall) lint.Message {
	params := m.Functions[function].Params
	if _, kind := m.MethodOf(function); kind != python.StaticMethod {
		switch {
		case len(params) == 0:
			return lint.Msg("it has no self")
		case params[0].Kind <= python.Positional:
			params = params[1:]
		}
	}
	left := c.Positional
	names := slices.Clone(c.Names)
	var missing []string
	many, any := false, false
	for _, p := range params {
		name := m.Text(p.Name)
		given := slices.Index(names, name)
		switch {
		case p.Kind == python.VarPositional:
			many = true
		case p.Kind == python.VarKeyword:
			any = true
		case p.Kind != python.KeywordOnly && left > 0:
			left--
			if given >= 0 && p.Kind != python.PositionalOnly {
				return lint.Msg("%s is given twice", name)
			}
		case given >= 0 && p.Kind != python.PositionalOnly:
			names = slices.Delete(names, given, given+1)
		case p.Default == 0:
			missing = append(missing, name)
		}
	}
	switch {
	case len(names) > 0 && !any:
		return lint.Msg("it has no parameter %s", text.Join(names))
	case len(missing) > 0:
		return lint.Msg("no argument is given for %s", text.Join(missing))
	case left > 0 && !many:
		return lint.Msg("it accepts too few arguments")
	}
	return lint.Message{}
}
