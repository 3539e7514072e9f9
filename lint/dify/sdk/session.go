package sdk

// The calls back into Dify that a session offers, and the permission that each
// needs (dify-plugin-sdks: src/dify_plugin/core/runtime.py and
// src/dify_plugin/invocations; dify-plugin-daemon:
// internal/core/io_tunnel/backwards_invocation/task.go).

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/python"
)

// Permission is what a call back needs: a key under resource.permission of the
// manifest, and for models the flag within it. It is empty for a call that
// needs none.
type Permission struct{ Key, Kind string }

func (p Permission) String() string {
	if p.Kind != "" {
		return p.Key + "." + p.Kind
	}
	return p.Key
}

// ModelKinds are the flags of resource.permission.model.
func ModelKinds() []string { return plugin.ModelTypes() }

// PermissionKeys are the keys under resource.permission, in the order in which
// the daemon declares them.
func PermissionKeys() []string {
	return []string{"tool", "model", "node", "endpoint", "app", "storage"}
}

// callbacks are the methods of a session by what stands behind it.
var callbacks = map[string]Permission{
	"tool.invoke":                              {"tool", ""},
	"tool.invoke_builtin_tool":                 {"tool", ""},
	"tool.invoke_workflow_tool":                {"tool", ""},
	"tool.invoke_api_tool":                     {"tool", ""},
	"model.llm.invoke":                         {"model", "llm"},
	"model.llm_structured_output.invoke":       {"model", "llm"},
	"model.summary.invoke":                     {"model", "llm"},
	"model.text_embedding.invoke":              {"model", "text_embedding"},
	"model.text_embedding.invoke_multimodal":   {"model", "text_embedding"},
	"model.rerank.invoke":                      {"model", "rerank"},
	"model.rerank.invoke_multimodal":           {"model", "rerank"},
	"model.tts.invoke":                         {"model", "tts"},
	"model.speech2text.invoke":                 {"model", "speech2text"},
	"model.moderation.invoke":                  {"model", "moderation"},
	"workflow_node.question_classifier.invoke": {"node", ""},
	"workflow_node.parameter_extractor.invoke": {"node", ""},
	"app.chat.invoke":                          {"app", ""},
	"app.completion.invoke":                    {"app", ""},
	"app.workflow.invoke":                      {"app", ""},
	"app.fetch_app":                            {"app", ""},
	"app.fetch_app_invocation.get":             {"app", ""},
	"storage.set":                              {"storage", ""},
	"storage.get":                              {"storage", ""},
	"storage.delete":                           {"storage", ""},
	"storage.exist":                            {"storage", ""},
	"file.upload":                              {},
}

// invocations are the classes behind a session, by their names in
// dify_plugin.invocations, as the part of a callback before the method.
var invocations = map[string]string{
	"ToolInvocation": "tool", "StorageInvocation": "storage", "File": "file", "LLMInvocation": "model.llm",
	"SummaryInvocation": "model.summary", "LLMStructuredOutputInvocation": "model.llm_structured_output",
	"TextEmbeddingInvocation": "model.text_embedding", "RerankInvocation": "model.rerank", "TTSInvocation": "model.tts",
	"Speech2TextInvocation": "model.speech2text", "ModerationInvocation": "model.moderation",
	"QuestionClassifierNodeInvocation": "workflow_node.question_classifier",
	"ParameterExtractorNodeInvocation": "workflow_node.parameter_extractor",
	"ChatAppInvocation":                "app.chat", "CompletionAppInvocation": "app.completion", "WorkflowAppInvocation": "app.workflow",
	"FetchAppInvocation": "app.fetch_app_invocation",
	"ModelInvocations":   "model", "AppInvocations": "app", "WorkflowNodeInvocations": "workflow_node",
}

// methods are the last names of the callbacks.
var methods = lastNames()

func lastNames() map[string]bool {
	out := map[string]bool{}
	for chain := range callbacks {
		out[chain[strings.LastIndexByte(chain, '.')+1:]] = true
	}
	return out
}

// Callback is a call back into Dify.
type Callback struct {
	// Module is an index into Program.Modules, Call one into its Calls.
	Module, Call int
	// Method is what is called on the session: "model.llm.invoke".
	Method string
	Permission
}

// Callbacks are the calls back into Dify that the program makes, in the order
// of its modules; each once for every method that it may stand for.
func Callbacks(prog *python.Program) []Callback {
	if !HasSession(prog) {
		return nil
	}
	storage := mentions(prog, "torage")
	var out []Callback
	for i, m := range prog.Modules {
		named := aliases(m)
		for k := range m.Calls {
			callee := m.Exprs[m.Calls[k].Expr].A
			kind := m.Exprs[callee].Kind
			switch name := m.Ident(callee); {
			case kind == python.CallExpr: // getattr(storage, "get")(key)
				if m.Ident(m.Exprs[callee].A) != "getattr" {
					continue
				}
			case kind != python.NameExpr && kind != python.Attribute || kind == python.NameExpr && !named[name]:
				continue
			case kind == python.Attribute && !methods[name]:
				continue
			case !storage && (name == "get" || name == "set" || name == "delete" || name == "exist"):
				continue
			}
			seen := map[string]bool{}
			for _, v := range prog.Target(i, k) {
				if method, ok := OnSession(prog, v); ok && !seen[method] {
					if need, ok := callbacks[method]; ok {
						seen[method] = true
						out = append(out, Callback{i, k, method, need})
					}
				}
			}
		}
	}
	return out
}

// Unoffered is a call on a session that the session does not offer, and fails:
// session.model.summary(…), which is an object, or session.storage.put(…).
type Unoffered struct {
	// Module is an index into Program.Modules, Call one into its Calls.
	Module, Call int
	// Method is what is called on the session: "model.summary".
	Method string
	// Object is set where that is there, and no function.
	Object bool
	// Offered are the methods that share most of the way with it, sorted.
	Offered []string
}

// Needs are the permissions of what is offered instead: the author of
// the call wants one of them.
func (u *Unoffered) Needs() []Permission {
	var out []Permission
	for _, method := range u.Offered {
		if need := callbacks[method]; need.Key != "" && !slices.Contains(out, need) {
			out = append(out, need)
		}
	}
	return out
}

// Unoffereds are the calls of the program on a part of a session, such as its
// storage, that the part does not offer. Words with a leading underscore, which
// are the SDK's own, are left out.
func Unoffereds(prog *python.Program) []Unoffered {
	if !HasSession(prog) {
		return nil
	}
	var out []Unoffered
	for i, m := range prog.Modules {
		for k := range m.Calls {
			callee := m.Exprs[m.Calls[k].Expr].A
			if m.Exprs[callee].Kind != python.Attribute {
				continue
			}
			for _, v := range prog.Target(i, k) {
				chain, ok := OnSession(prog, v)
				if _, offered := callbacks[chain]; !ok || offered || strings.Contains("."+chain, "._") {
					continue
				}
				if methods, object := near(chain); methods != nil {
					out = append(out, Unoffered{i, k, chain, object, methods})
					break
				}
			}
		}
	}
	return out
}

// near are the methods that share most of a chain, and whether it is one of
// their objects; nil where it shares nothing.
func near(chain string) (methods []string, object bool) {
	for way := chain; way != ""; way = way[:max(strings.LastIndexByte(way, '.'), 0)] {
		for c := range callbacks {
			if strings.HasPrefix(c, way+".") {
				methods = append(methods, c)
			}
		}
		if methods != nil {
			slices.Sort(methods)
			return methods, way == chain
		}
	}
	return nil, false
}

// HasSession reports whether the program's text speaks of sessions at all: one
// that does not calls nothing back.
func HasSession(prog *python.Program) bool {
	return mentions(prog, "session") || mentions(prog, "dify_plugin.invocations")
}

// aliases are the plain names to which a method is assigned: by its attribute,
// or by getattr.
func aliases(m *python.Module) map[string]bool {
	var out map[string]bool
	for i := range m.Bindings {
		b := &m.Bindings[i]
		if b.Target == 0 || m.Exprs[b.Target].Kind != python.NameExpr {
			continue
		}
		if !takes(m, b.Value, 8) {
			continue
		}
		if out == nil {
			out = map[string]bool{}
		}
		out[m.Ident(b.Target)] = true
	}
	return out
}

// takes reports whether an expression may be a method, not called: by its
// attribute or by getattr, or one of several of which one is chosen.
func takes(m *python.Module, e python.ExprID, depth int) bool {
	switch x := m.Exprs[e]; {
	case depth == 0:
	case x.Kind == python.Attribute:
		return methods[m.Ident(e)]
	case x.Kind == python.CallExpr:
		name, ok := m.String(m.Positional(e, 1))
		return ok && methods[name] && m.Ident(x.A) == "getattr"
	case x.Kind == python.BinaryOp && (m.Operator(e) == "or" || m.Operator(e) == "and"):
		return takes(m, x.A, depth-1) || takes(m, x.B, depth-1)
	case x.Kind == python.Conditional:
		return slices.ContainsFunc(m.Kids(e), func(c python.ExprID) bool { return takes(m, c, depth-1) })
	}
	return false
}

func mentions(prog *python.Program, word string) bool {
	for _, m := range prog.Modules {
		there, _ := m.File.MemoOf(mentioned{}, word, 0, func() any { return bytes.Contains(m.File.Data, []byte(word)) }).(bool)
		if there {
			return true
		}
	}
	return false
}

// mentioned is the key under which a file keeps whether a word stands in it.
type mentioned struct{}

// OnSession is what of a session a value stands for: "" for the session itself,
// "model.llm" for what hangs on it. ok is false where it is nothing of a session.
func OnSession(prog *python.Program, v python.Value) (chain string, ok bool) {
	path := v.Path
	switch v.Root {
	case python.ExternalRoot:
		rest, isSDK := strings.CutPrefix(path, "dify_plugin.")
		if !isSDK {
			return "", false
		}
		if rest, ok := strings.CutPrefix(rest, "invocations."); ok {
			class, behind, made := strings.Cut(rest, "()")
			prefix, known := invocations[class[strings.LastIndexByte(class, '.')+1:]]
			if !made || !known || strings.ContainsAny(behind, "()[]*?") {
				return "", false
			}
			return prefix + behind, true
		}
		for _, maker := range [...]string{"get_current_session()", "Session()", "Session.empty_session()"} {
			if before, behind, found := strings.Cut(rest, maker); found && (before == "" || strings.HasSuffix(before, ".")) {
				return clean(behind)
			}
		}
	case python.ModuleRoot, python.PackageRoot, python.LiteralRoot:
		return "", false
	case python.ParamRoot:
		path = prog.Text(v)
	case python.UnknownRoot:
		// A name that nothing binds: only one that says what it is.
		path = strings.TrimPrefix(path, "?")
	}
	// What stands behind the last part that is called session.
	end := len(path)
	for end > 0 {
		i := strings.LastIndex(path[:end], "session")
		if i < 0 {
			return "", false
		}
		behind := path[i+len("session"):]
		if (i == 0 || path[i-1] == '.' || path[i-1] == '_') && (behind == "" || behind[0] == '.') {
			if i > 0 && path[i-1] == '_' && v.Root == python.UnknownRoot {
				return "", false
			}
			return clean(behind)
		}
		end = i
	}
	return "", false
}

func clean(behind string) (string, bool) {
	if strings.ContainsAny(behind, "()[]?") {
		return "", false
	}
	return strings.TrimPrefix(behind, "."), true
}

// OfSession reports whether a chain behind a session leads to what can call
// back: the session, or one of its parts.
func OfSession(chain string) bool {
	return chain == "" || slices.ContainsFunc(Offered(), func(c string) bool { return c == chain || strings.HasPrefix(c, chain+".") })
}

// Offered are the calls back into Dify that a session offers, by what stands
// behind the session, sorted.
func Offered() []string { return slices.Sorted(maps.Keys(callbacks)) }

// NeedOf is the permission that a call of Offered needs.
func NeedOf(method string) (Permission, bool) {
	p, ok := callbacks[method]
	return p, ok
}
