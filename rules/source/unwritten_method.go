package source

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// UnwrittenMethod reports declarations that make Dify call a method which the
// class does not have.
var UnwrittenMethod = &lint.Rule{
	ID: "source/unwritten-method", Gate: lint.Call, Severity: lint.Error, Since: "0.1.0",
	Title:   "a declaration needs a method that the class does not have",
	Why:     "Some methods are needed only because of what the declaration says, and the SDK's own version of them only raises NotImplementedError: `_validate_credentials` where there are credentials, `_oauth_get_authorization_url` and `_oauth_get_credentials` where there is an `oauth_schema`, `_fetch_parameter_options` where a parameter is a `dynamic-select`, `_get_runtime_parameters` where `has_runtime_parameters` is true. Without them users cannot save a credential, sign in, or choose from the list. A `_validate_credentials` that checks nothing is worth a note: Dify calls it to tell the user that a key is wrong.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/interfaces", "dify-plugin-sdks: src/dify_plugin/core/plugin_executor.py"},
	Run: func(p *lint.Pass) {
		prog := sources.Program(p.Plugin)
		for _, c := range ownClasses(p.Plugin) {
			l := sdk.LineageOf(prog, c.ref)
			for _, want := range asked(c.source.Doc, &l) {
				unwritten(p, prog, c, &l, want)
			}
		}
	},
}

// credentialsAre declared, where a method must check them.
var credentialsAre = lint.Msg("credentials are")

// demand is what a part of a declaration asks of a class.
type demand struct {
	node    *yaml.Node
	what    lint.Message
	methods []string
	// own: the SDK looks for them in the class itself, not in what it derives from.
	own bool
}

// asked are the demands of a declaration on the class with this lineage.
func asked(d *plugin.Document, l *sdk.Lineage) []demand {
	var out []demand
	filled := func(n *yaml.Node) bool { return len(n.Items())+len(n.Entries()) > 0 }
	add := func(n *yaml.Node, what lint.Message, methods ...string) {
		out = append(out, demand{node: n, what: what, methods: methods})
	}
	credentials := func(n *yaml.Node, validate string, keys ...string) {
		for _, key := range keys {
			if c := n.Get(key); filled(c) {
				add(c, credentialsAre, validate)
				break
			}
		}
		if o := n.Get("oauth_schema"); filled(o) {
			add(o, lint.Msg("an oauth_schema is"), "_oauth_get_authorization_url", "_oauth_get_credentials")
		}
	}
	options := func(list *yaml.Node) {
		for _, n := range list.Items() {
			if n.Get("type").Str() == "dynamic-select" {
				add(n, lint.Msg("a dynamic-select is"), "_fetch_parameter_options")
				return
			}
		}
	}
	switch d.Kind {
	case plugin.ToolProvider:
		credentials(d.Root, "_validate_credentials", "credentials_schema", "credentials_for_provider")
	case plugin.DatasourceProvider:
		credentials(d.Root, "_validate_credentials", "credentials_schema")
	case plugin.TriggerProvider:
		if l.Is(constructorClass) {
			c := d.Root.Get("subscription_constructor")
			credentials(c, "_validate_api_key", "credentials_schema")
			options(c.Get("parameters"))
		}
	case plugin.Tool, plugin.Event:
		options(d.Root.Get("parameters"))
		if n := d.Root.Get("has_runtime_parameters"); d.Kind == plugin.Tool && n.Text() == "true" {
			out = append(out, demand{n, lint.Msg("has_runtime_parameters is"), []string{"_get_runtime_parameters"}, true})
		}
	}
	return out
}

// secret reports whether one of the credentials is a secret that must be filled in.
func secret(list *yaml.Node) bool {
	return slices.ContainsFunc(slices.Concat(list.Items(), list.Entries()), func(n *yaml.Node) bool {
		return n.Get("type").Str() == "secret-input" && n.Get("required").Text() == "true"
	})
}

// checksNothing reports whether a function only returns.
func checksNothing(prog *python.Program, ref python.FuncRef) bool {
	m, f := prog.Modules[ref.Module], prog.Function(ref)
	for i := range m.Stmts {
		s := &m.Stmts[i]
		if s.Block != f.Body {
			continue
		}
		switch {
		case s.Kind == python.PassStmt:
		case s.Kind == python.ExprStmt && (s.A == f.Doc || m.Exprs[s.A].Kind == python.EllipsisLit):
		case s.Kind == python.ReturnStmt && (s.A == 0 || m.Exprs[s.A].Kind == python.NoneLit || m.Exprs[s.A].Kind == python.TrueLit):
		default:
			return false
		}
	}
	return true
}

func unwritten(p *lint.Pass, prog *python.Program, c own, l *sdk.Lineage, want demand) {
	d := c.source.Doc
	var missing []string
	stub := python.FuncRef{Module: -1}
	for _, name := range want.methods {
		if want.own {
			if own, _ := defines(prog, c.ref, name); !own {
				missing = append(missing, name)
			}
			continue
		}
		if f, ok := prog.Method(c.ref, name); ok {
			if want.what.Format == credentialsAre.Format && secret(want.node) && checksNothing(prog, f) {
				m := prog.Modules[f.Module]
				p.Report(lint.Finding{
					Place: at(m, prog.Function(f).NameSpan), Severity: lint.Info, Gate: lint.None, Key: name + " empty",
					Message: lint.Msg("credentials are declared in %s, but %s checks nothing: Dify saves every key, and a wrong one fails only when it is used", d.Path, name),
					Related: []lint.Related{{Place: plugin.AtHead(d, want.node), Message: lint.Msg("declared here")}},
				})
			}
			if prog.Function(f).Raises && !prog.Modules[f.Module].IsAbstract(f.Function) {
				missing, stub = append(missing, name), f
			}
			continue
		}
		release := sdk.DependencyOf(p.Plugin).Judging()
		bare := slices.ContainsFunc(l.Classes, func(class *sdk.Class) bool {
			now := sdk.In(class.Methods(name), release)
			return len(now) > 0 && now[0].How != "written"
		})
		if bare && !written(prog, c.ref, name, release) {
			missing = append(missing, name)
		}
	}
	if len(missing) == 0 {
		return
	}
	m, class := prog.Modules[c.ref.Module], prog.Class(c.ref)
	f := lint.Finding{
		Place: at(m, class.NameSpan), Key: strings.Join(missing, " "),
		Message: lint.Msg("%s declared in %s, but %s does not define %s, which Dify then calls: the call fails", want.what, d.Path, class.Name, text.And(missing)),
		Related: []lint.Related{{Place: plugin.AtHead(d, want.node), Message: lint.Msg("declared here")}},
	}
	if want.own {
		f.Message = lint.Msg("%s declared in %s, but %s does not define %s, which the SDK looks for in the class itself: Dify's request for the parameters fails", want.what, d.Path, class.Name, text.And(missing))
	}
	if stub.Module >= 0 {
		f.Place = at(prog.Modules[stub.Module], prog.Function(stub).NameSpan)
		f.Message = lint.Msg("%s declared in %s, but %s only raises NotImplementedError when Dify calls it", want.what, d.Path, text.And(missing))
	}
	p.Report(f)
}
