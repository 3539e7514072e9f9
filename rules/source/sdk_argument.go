package source

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// SDKArgument reports arguments that the SDK's pydantic models refuse.
var SDKArgument = &lint.Rule{
	ID: "source/sdk-argument", Gate: lint.Call, Severity: lint.Error, Since: "0.1.0",
	Title:   "an argument that a class of the SDK refuses",
	Why:     "Most of what a plugin gives to the SDK is an object of a pydantic model: an EventDispatch, Variables, a Subscription, an LLMResult. The model checks each argument: `events=\"opened\"` is a text where a list must be, `response` must be a Response of werkzeug, and an argument without a default must be given. Otherwise the call ends with a ValidationError. Values that pydantic converts are accepted: a text of digits for a number, `\"true\"` for a boolean. The rule judges values that are written out in the code, by the release of the SDK that the dependencies choose.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/entities, of every tag", "pydantic/pydantic: docs/concepts/conversion_table.md"},
	Run: func(p *lint.Pass) {
		allowed := sdk.DependencyOf(p.Plugin).Allowed
		if len(allowed) == 0 {
			return
		}
		prog, running := sources.Program(p.Plugin), sdk.ReachOf(p.Plugin).Meant
		for i, m := range prog.Modules {
			if !running[i] || !bytes.Contains(m.File.Data, []byte("dify_plugin")) {
				continue
			}
			for k := range m.Calls {
				call := m.Calls[k].Expr
				name := modelCalled(prog, i, k)
				fields := sdk.Fields(name, allowed[len(allowed)-1])
				if len(fields) == 0 || m.GuardOf(m.Calls[k].Block)&python.TypeCheckingGuard != 0 || fallsBack(p.Plugin, m, call, "ValidationError", "ValueError") {
					continue
				}
				(&arguments{p, prog, i, m, name, m.GuardOf(m.Calls[k].Block)&python.TryGuard != 0}).judge(call, fields)
			}
		}
	},
}

// modelCalled is the name of the class of the SDK that a call makes an object of.
func modelCalled(prog *python.Program, i, call int) string {
	values := prog.Target(i, call)
	if len(values) != 1 || values[0].Root != python.ExternalRoot || !strings.HasPrefix(values[0].Path, "dify_plugin.") || strings.ContainsAny(values[0].Path, "([*") {
		return ""
	}
	return values[0].Path[strings.LastIndexByte(values[0].Path, '.')+1:]
}

// arguments looks at the arguments of one call.
type arguments struct {
	*lint.Pass
	prog  *python.Program
	i     int
	m     *python.Module
	model string
	// caught: a handler may catch the error.
	caught bool
}

func (v *arguments) judge(call python.ExprID, fields []sdk.Field) {
	m := v.m
	given, open := map[string]bool{}, false
	for _, a := range m.Args(call) {
		switch {
		case a.Star > 0:
			open = true
		case a.Name.IsEmpty():
			v.say(m.Exprs[a.Value].Span(), "", lint.Msg("%s accepts only arguments with names, so the call fails: write NAME=…", v.model))
			return
		default:
			name := m.Text(a.Name)
			given[name] = true
			if k := slices.IndexFunc(fields, func(f sdk.Field) bool { return f.Name == name }); k >= 0 {
				v.value(fields[k], a.Value)
			}
		}
	}
	var missing []string
	for _, f := range fields {
		if f.Needed && !given[f.Name] {
			missing = append(missing, f.Name)
		}
	}
	if len(missing) > 0 && !open {
		v.say(m.Exprs[m.Exprs[call].A].Span(), strings.Join(missing, " "), lint.Msg("%s is made without %s, so the call fails", v.model, text.Join(missing)))
	}
}

// value looks at one argument, or at an element of one.
func (v *arguments) value(f sdk.Field, e python.ExprID) {
	if v.m.Exprs[e].Kind == python.Conditional {
		kids := v.m.Kids(e)
		v.value(f, kids[0])
		v.value(f, kids[2])
		return
	}
	k := kindOfValue(v.prog, v.i, e)
	if k == unknownKind {
		return
	}
	var names []lint.Message
	for _, t := range f.Types {
		t, element, _ := strings.Cut(strings.TrimSuffix(t, "]"), "[")
		if !v.accepts(t, k, e) {
			names = append(names, typeNames[t])
			continue
		}
		if v.m.Exprs[e].Kind == python.ListExpr && element != "" && len(f.Types) == 1 {
			for _, kid := range v.m.Kids(e) {
				v.value(sdk.Field{Name: f.Name, Types: []string{element}}, kid)
			}
		}
		return
	}
	v.say(v.m.Exprs[e].Span(), f.Name, lint.Msg("%s is given %s for %s, but accepts only %s, so the call fails", v.model, kindNames[k], f.Name, text.Or(names)))
}

// typeNames are what messages call the types.
var typeNames = map[string]lint.Message{
	"str": lint.Msg("a text"), "int": lint.Msg("a whole number"), "float": lint.Msg("a number"), "bool": lint.Msg("a boolean"), "bytes": lint.Msg("bytes"),
	"list": lint.Msg("a list"), "dict": lint.Msg("a dict"), "none": lint.Msg("None"), "model": lint.Msg("an object of a class of the SDK"), "object": lint.Msg("a Response of werkzeug"),
}

// accepts reports whether a type accepts a value, or may: pydantic converts some.
func (v *arguments) accepts(t string, k kind, e python.ExprID) bool {
	word, written := v.m.String(e)
	word = strings.TrimSpace(word)
	switch t {
	case "str", "bytes":
		return k == textKind || k == bytesKind
	case "int", "float":
		n, err := strconv.ParseFloat(strings.ReplaceAll(word, "_", ""), 64)
		whole := err == nil && (t == "float" || n == math.Trunc(n))
		if k == numberKind && t == "int" {
			n, err = strconv.ParseFloat(v.m.File.Slice(v.m.Exprs[e].Span()), 64)
			return err != nil || n == math.Trunc(n)
		}
		return k == numberKind || k == boolKind || (k == textKind || k == bytesKind) && (!written || whole)
	case "bool":
		n, err := strconv.ParseFloat(v.m.File.Slice(v.m.Exprs[e].Span()), 64)
		return k == boolKind || k == numberKind && (err != nil || n == 0 || n == 1) || (k == textKind || k == bytesKind) && (!written || slices.Contains(booleanWords, strings.ToLower(word)))
	case "list":
		return k == listKind || k == tupleKind || k == setKind
	case "dict", "model":
		return k == dictKind
	case "none":
		return k == noneKind
	case "object":
		return false
	}
	return true
}

// booleanWords are the texts that pydantic takes for a boolean.
var booleanWords = []string{"0", "off", "f", "false", "n", "no", "1", "on", "t", "true", "y", "yes"}

func (v *arguments) say(s text.Span, key string, message lint.Message) {
	f := lint.Finding{Place: at(v.m, s), Key: v.model + " " + key, Message: message}
	if v.caught {
		f.Severity, f.Gate = lint.Warning, lint.None
	}
	if d := sdk.DependencyOf(v.Plugin); d.Installed.IsValid() {
		f.Related = []lint.Related{{Place: d.Place, Message: lint.Msg("the SDK is chosen here")}}
	}
	v.Report(f)
}
