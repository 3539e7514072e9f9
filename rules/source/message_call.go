package source

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// MessageCall reports messages that are made as the SDK does not make them.
var MessageCall = &lint.Rule{
	ID: "source/message-call", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:   "a message is created with a call that the SDK does not have",
	Why:     "Tools, strategies and datasources create their messages with methods such as `self.create_text_message(text)`. A method that the SDK does not have, such as `create_error_message`, raises an AttributeError; an unknown or missing argument raises a TypeError. This usually happens in error handling that was never tested. The rule knows the SDK's releases up to 2026-11-24; to report an error, raise it, or send it as text.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/interfaces/tool/tool.py (ToolLike)"},
	Run: func(p *lint.Pass) {
		prog, running := sources.Program(p.Plugin), sdk.ReachOf(p.Plugin).Meant
		for i, m := range prog.Modules {
			if !running[i] {
				continue
			}
			for k := range m.Calls {
				e := m.Calls[k].Expr
				if !makesMessage(m, e) {
					continue
				}
				name := m.Ident(m.Exprs[e].A)
				parameters, known := makers[name]
				_, class := methodAround(m, m.Stmts[max(m.StmtOf(e), 0)].Block)
				if class < 0 {
					continue
				}
				from := messenger(prog, python.ClassRef{Module: int32(i), Class: class}, name)
				if from == nil || from.Name != "Tool" && from.Name != "AgentStrategy" {
					continue // others have some of these, and some of their own
				}
				place := at(m, m.NameOf(m.Exprs[e].A).Span())
				if fallsBack(p.Plugin, m, e, "TypeError", "AttributeError") || attributesAsked.Of(p.Plugin)[m][name] {
					continue
				}
				if !known {
					f := lint.Finding{Place: place, Key: name, Fold: name, Message: lint.Msg("the SDK has no %s, so each call fails; raise the error, or send it with create_text_message", name)}
					if word, ok := near.Nearest(kindOf(name), kinds); ok {
						other := makerStart + word + makerEnd
						f.Message = lint.Msg("the SDK has no %s, so each call fails; did you mean %s?", name, other)
						f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", other), text.ReplaceText(m.File, m.NameOf(m.Exprs[e].A).Span(), other))
					}
					p.Report(f)
					continue
				}
				if name == "create_blob_message" {
					blobMeta(p, prog, i, e)
				}
				if why, about := parameters.refuse(m, e); why.Format != "" {
					if about != 0 {
						place = at(m, m.Exprs[about].Span())
					}
					p.Report(lint.Finding{Place: place, Key: name, Message: why.And("; the signature is %s", name+"("+strings.Join(parameters.names, ", ")+")")})
				}
			}
		}
	},
}

// metaKeys are what Dify reads of a blob's meta (langgenius/dify,
// api/core/tools/utils/message_transformer.py).
var metaKeys = []string{"mime_type", "filename"}

// blobMeta reports keys of a blob's meta that are nearly one that Dify reads,
// where that one is not there.
func blobMeta(p *lint.Pass, prog *python.Program, i int, call python.ExprID) {
	m := prog.Modules[i]
	meta := m.Keyword(call, "meta")
	if meta == 0 {
		meta = m.Positional(call, 1)
	}
	if name := m.Ident(meta); m.Exprs[meta].Kind == python.NameExpr && !mayChange(m, name) {
		if values := prog.Resolve(i, meta); len(values) == 1 && values[0].Root == python.LiteralRoot && values[0].Path == "" && int(values[0].Module) == i {
			meta = python.ExprID(values[0].Index)
		}
	}
	if m.Exprs[meta].Kind != python.DictExpr {
		return
	}
	kids := m.Kids(meta)
	given := map[string]python.ExprID{}
	for k := 0; k+1 < len(kids); k += 2 {
		name, ok := m.String(kids[k])
		if !ok {
			return // **more, or a name that is computed
		}
		given[name] = kids[k]
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		meant := map[string]string{"mimetype": "mime_type", "contenttype": "mime_type", "mediatype": "mime_type", "mime": "mime_type", "filename": "filename"}[strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(name))]
		if meant == "" || slices.Contains(metaKeys, name) || given[meant] != 0 {
			continue
		}
		f := lint.Finding{Place: at(m, m.Exprs[given[name]].Span()), Key: name,
			Message: lint.Msg("Dify does not read %q in the meta of a blob, so the file has no %s: write %q", name, map[string]string{"mime_type": "type", "filename": "name"}[meant], meant)}
		if parts := m.Parts(given[name]); len(parts) == 1 {
			f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", meant), text.ReplaceText(m.File, text.Span{Start: int(parts[0].Start), End: int(parts[0].End)}, meant))
		}
		p.Report(f)
	}
}

// mayChange reports whether a module may put something into a mapping of a name.
func mayChange(m *python.Module, name string) bool {
	return bytes.Contains(m.File.Data, []byte(name+"[")) || bytes.Contains(m.File.Data, []byte(name+".")) || bytes.Contains(m.File.Data, []byte(name+" |"))
}

// makers are those that tools and strategies have, as of 2026-11-24. To refresh:
// read class ToolLike in src/dify_plugin/interfaces/tool/tool.py.
var makers = map[string]signature{
	"create_text_message":               {1, []string{"text"}},
	"create_json_message":               {1, []string{"json"}},
	"create_image_message":              {1, []string{"image_url"}},
	"create_link_message":               {1, []string{"link"}},
	"create_blob_message":               {1, []string{"blob", "meta"}},
	"create_variable_message":           {2, []string{"variable_name", "variable_value"}},
	"create_stream_variable_message":    {2, []string{"variable_name", "variable_value"}},
	"create_log_message":                {2, []string{"label", "data", "status", "parent", "metadata"}},
	"create_retriever_resource_message": {2, []string{"retriever_resources", "context"}},
}

const makerStart, makerEnd = "create_", "_message"

// kindOf is what tells one maker from another: "text".
func kindOf(maker string) string {
	return strings.TrimSuffix(strings.TrimPrefix(maker, makerStart), makerEnd)
}

// kinds are those of the makers, sorted.
var kinds = func() []string {
	var out []string
	for name := range makers {
		out = append(out, kindOf(name))
	}
	slices.Sort(out)
	return out
}()
