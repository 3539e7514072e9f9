package source

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// Class reports sources in which the SDK does not find the class that it
// looks for.
var Class = &lint.Rule{
	ID: "source/class", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0",
	Title:   "a source does not hold exactly the class that the SDK looks for",
	Why:     "When the plugin's process starts, the SDK imports each source and searches all names of the loaded module for classes that derive from the expected one: `ToolProvider` for a tool provider, `Tool` for a tool, `Endpoint` for an endpoint, and so on. There must be exactly one. With none (\"Missing subclass of Tool in …\") or several (\"Multiple subclasses of Tool in …\") the plugin does not start. A class that is only imported counts too, and so does a second name of the same class.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/core/utils/class_loader.py", "dify-plugin-sdks: src/dify_plugin/core/plugin_registration.py"},
	Run: func(p *lint.Pass) {
		prog := sources.Program(p.Plugin)
		type judged struct {
			path, class string
		}
		done := map[judged]bool{}
		written := haveText(p.Plugin)
		for _, s := range sdk.Sources(p.Plugin) {
			i, ok := namedModule(p.Plugin, s)
			if done[judged{s.Path, s.Class}] {
				continue
			}
			if !ok {
				if k, there := moduleOf.Of(p.Plugin)[s.Path]; there && !s.Several && len(prog.Modules[k].File.Data) == 0 && written {
					done[judged{s.Path, s.Class}] = true
					p.Report(lint.Finding{
						Place: plugin.At(s.Doc, s.Node), Key: s.Path, Severity: lint.Warning,
						Message: lint.Msg("%s is empty, but the SDK looks for a class derived from %s in it", s.Path, s.Class),
					})
				}
				continue
			}
			done[judged{s.Path, s.Class}] = true
			if !s.Several {
				oneClass(p, prog, i, s)
			}
			if s.Doc.Kind == plugin.TriggerProvider {
				constructor(p, prog, i, s)
			}
		}
	},
}

// oneClass holds a source to exactly one class of its kind.
func oneClass(p *lint.Pass, prog *python.Program, i int, s sdk.Source) {
	found, sure := candidates(prog, i, s.Class)
	if !sure || len(found) == 1 {
		return
	}
	if len(found) == 0 {
		missing(p, prog, i, s)
		return
	}
	several(p, prog, i, s, found, s.Class)
}

// several says that a source holds more than one class of a kind: at an
// imported one, which is easily avoided, else at the last.
func several(p *lint.Pass, prog *python.Program, i int, s sdk.Source, found []candidate, class string) {
	m := prog.Modules[i]
	k := len(found) - 1
	for j, c := range found {
		if !c.own {
			k = j
			break
		}
	}
	f := lint.Finding{Place: at(m, found[k].Span), Key: class}
	var all []any
	for j, c := range found {
		all = append(all, c.Name)
		if j != k && len(f.Related) < 8 {
			f.Related = append(f.Related, lint.Related{Place: at(m, c.Span), Message: lint.Msg("%s also derives from %s", c.Name, class)})
		}
	}
	f.Related = append(f.Related, lint.Related{Place: plugin.At(s.Doc, s.Node), Message: lint.Msg("the source is named here")})
	if len(all) > 4 {
		all = append(all[:3], lint.Msg("others"))
	}
	if found[k].own {
		f.Message = lint.Msg("the SDK needs exactly one class derived from %s here, but found %s; move all but one into other modules", class, text.And(all))
	} else {
		f.Message = lint.Msg("the SDK needs exactly one class derived from %s here, but found %s; imported names count: import the module of %s instead and write module.%s",
			class, text.And(all), found[k].Name, found[k].Name)
	}
	p.Report(f)
}

// missing says that a source holds no class of the wanted kind.
func missing(p *lint.Pass, prog *python.Program, i int, s sdk.Source) {
	m := prog.Modules[i]
	tops := topClasses(m)
	if len(tops) == 0 {
		p.Report(lint.Finding{
			Place: plugin.At(s.Doc, s.Node), Key: s.Path,
			Message: lint.Msg("%s has no class derived from %s, which the SDK looks for; write one, or name the source that has it", s.Path, s.Class),
		})
		return
	}
	// The class that is most likely meant: one that derives from some class of
	// the SDK, else the last.
	best := tops[len(tops)-1]
	derives := ""
	for _, k := range tops {
		if l := sdk.LineageOf(prog, python.ClassRef{Module: int32(i), Class: k}); len(l.Classes) > 0 {
			best, derives = k, l.Classes[0].Name
			break
		}
	}
	c := &m.Classes[best]
	f := lint.Finding{
		Place: at(m, c.NameSpan), Key: c.Name,
		Message: lint.Msg("this source has no class derived from %s, which the SDK looks for; write class %s(%s)", s.Class, c.Name, s.Class),
		Related: []lint.Related{{Place: plugin.At(s.Doc, s.Node), Message: lint.Msg("the source is named here")}},
	}
	if derives != "" {
		f.Message = lint.Msg("%s derives from %s, but the SDK looks for a class derived from %s in this source", c.Name, derives, s.Class)
	}
	if bases := c.Bases(); len(bases) > 0 && derives != "" {
		// The base's own name, where it is the name of the SDK's class.
		e := bases[0]
		if m.Ident(e) == derives {
			f.Place = at(m, m.Exprs[e].Span())
		}
	}
	p.Report(f)
}

// constructor holds a trigger provider's source to at most one subscription
// constructor, and to one where the declaration has a subscription_constructor.
func constructor(p *lint.Pass, prog *python.Program, i int, s sdk.Source) {
	const class = constructorClass
	found, sure := candidates(prog, i, class)
	declared := s.Doc.Root.Get("subscription_constructor")
	switch {
	case !sure:
	case len(found) > 1:
		several(p, prog, i, s, found, class)
	case len(found) == 0 && declared.IsMapping():
		p.Report(lint.Finding{
			Place: plugin.AtKey(s.Doc, declared), Key: class,
			Message: lint.Msg("a subscription_constructor is declared, but %s has no class derived from %s", s.Path, class),
			Related: []lint.Related{{Place: plugin.At(s.Doc, s.Node), Message: lint.Msg("the source is named here")}},
		})
	}
}
