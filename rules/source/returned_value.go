package source

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// ReturnedValue reports methods whose result is not what the SDK reads.
var ReturnedValue = &lint.Rule{
	ID: "source/returned-value", Gate: lint.Call, Severity: lint.Error, Since: "0.1.0",
	Title:   "a method does not return what the SDK reads",
	Why:     "The SDK reads attributes of what some methods return: `response` of the Response of an endpoint's `_invoke`, `variables` of the Variables of an event's `_on_event`, `events` of the EventDispatch of a trigger. A dict, a text or None has no such attribute, and the SDK reads it outside of any `try`, so the call fails with an AttributeError. The `_invoke` of a tool or of an agent strategy returns messages, mostly as a generator; None cannot be iterated over. A method without a `return` returns None.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/core/plugin_executor.py (invoke_endpoint, invoke_trigger_event, dispatch_trigger_event, subscribe_trigger, invoke_tool)", "dify-plugin-sdks: src/dify_plugin/interfaces/tool/tool.py, src/dify_plugin/interfaces/trigger/trigger.py, src/dify_plugin/interfaces/datasource/provider.py (oauth_get_credentials)"},
	Run: func(p *lint.Pass) {
		prog := sources.Program(p.Plugin)
		done, flows := map[python.FuncRef]bool{}, map[int]*flow{}
		for _, c := range ownClasses(p.Plugin) {
			for _, class := range sdk.LineageOf(prog, c.ref).Classes {
				for method, result := range resultsOf(class) {
					if f, ok := prog.Method(c.ref, method); ok && !done[f] {
						done[f] = true
						i := int(f.Module)
						if flows[i] == nil {
							flows[i] = newFlow(prog, i)
						}
						(&returned{p, flows[i], prog.Function(f), result}).judge()
					}
				}
			}
		}
	},
}

// messages stands for any number of messages of a tool.
const messages = "messages"

// results are the classes whose attributes the SDK reads of a method's result. That of
// _delete_subscription is not among them: Dify deletes the subscription even if the call
// fails (langgenius/dify: api/services/trigger/trigger_provider_service.py).
var results = map[string]map[string]string{
	"Endpoint":                       {"_invoke": "Response"},
	"Event":                          {"_on_event": "Variables"},
	"Trigger":                        {"_dispatch_event": "EventDispatch"},
	"TriggerSubscriptionConstructor": {"_create_subscription": "Subscription", "_refresh_subscription": "Subscription", "_oauth_get_credentials": "TriggerOAuthCredentials", "_oauth_refresh_credentials": "OAuthCredentials"},
	"ToolProvider":                   {"_oauth_get_credentials": "ToolOAuthCredentials", "_oauth_refresh_credentials": "ToolOAuthCredentials"},
	"DatasourceProvider":             {"_oauth_get_credentials": "DatasourceOAuthCredentials", "_oauth_refresh_credentials": "DatasourceOAuthCredentials"},
	"Tool":                           {"_invoke": messages},
	"AgentStrategy":                  {"_invoke": messages},
}

// resultsOf are those of a class of the SDK and of what it derives from.
func resultsOf(c *sdk.Class) map[string]string {
	for name, of := range results {
		if c.Derives(name) {
			return of
		}
	}
	return nil
}

// returned looks at what one method returns.
type returned struct {
	*lint.Pass
	*flow
	fn   *python.Function
	want string
}

func (v *returned) judge() {
	m, fn := v.m, v.fn
	if fn.Async || fn.Raises || slices.ContainsFunc(fn.Decorators, func(d python.ExprID) bool { return !slices.Contains(plainDecorators, m.Ident(d)) }) {
		return
	}
	if fn.Generator {
		if v.want != messages {
			v.say(fn.NameSpan, lint.Msg("%s has a yield, so it returns a generator, but the SDK expects %s: each call fails; return it instead", fn.Name, v.expected()))
		}
		return
	}
	values := false
	for _, k := range returnsOf(m, fn) {
		st := &m.Stmts[k]
		values = values || st.A != 0
		if afterEnd(m, int(k)) || neverRuns(m, int(k)) {
			continue
		}
		if st.A == 0 {
			v.say(st.Span(), lint.Msg("this returns None, but the SDK expects %s from %s, so the call fails", v.expected(), fn.Name))
			continue
		}
		v.value(st.A)
	}
	if !v.passes(fn.Stmt) {
		return
	}
	if !values {
		v.say(fn.NameSpan, lint.Msg("%s returns nothing, but the SDK expects %s, so each call fails", fn.Name, v.expected()))
		return
	}
	v.Report(lint.Finding{Place: at(m, fn.NameSpan), Key: fn.Name, Severity: lint.Warning,
		Message: lint.Msg("%s may end without a return, but the SDK expects %s: a call that comes to its end fails", fn.Name, v.expected())})
}

// value looks at one value that is returned.
func (v *returned) value(e python.ExprID) {
	x := v.m.Exprs[e]
	if x.Kind == python.Conditional {
		kids := v.m.Kids(e)
		v.value(kids[0])
		v.value(kids[2])
		return
	}
	k := kindOfValue(v.prog, v.i, e)
	switch {
	case k == unknownKind:
		return
	case v.want == messages && (k == listKind || k == tupleKind || k == setKind || empty(v.m, e)):
		return // it can be iterated over
	}
	v.say(x.Span(), lint.Msg("this is %s, but the SDK expects %s from %s, so the call fails", kindNames[k], v.expected(), v.fn.Name))
}

// empty reports whether an expression is an empty text or dict.
func empty(m *python.Module, e python.ExprID) bool {
	s, ok := m.String(e)
	return ok && s == "" || m.Exprs[e].Kind == python.DictExpr && len(m.Kids(e)) == 0
}

// expected is what the SDK expects.
func (v *returned) expected() lint.Message {
	switch v.want {
	case messages:
		return lint.Msg("messages")
	case "Response":
		return lint.Msg("a Response of werkzeug")
	}
	return lint.Msg("an object of the class %s", v.want)
}

func (v *returned) say(s text.Span, message lint.Message) {
	f := lint.Finding{Place: at(v.m, s), Key: v.fn.Name, Message: message}
	if strings.Contains(v.fn.Name, "_refresh_") {
		f.Severity = lint.Warning // it is called only where something expires
	}
	v.Report(f)
}
