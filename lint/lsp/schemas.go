package lsp

// The schemas for clients that hand them to another YAML server. These two
// methods are our own.

import (
	"context"

	"github.com/difylint/difylint/schema"
)

// documentKind answers difylint/kind: what a document is read as, or null.
func documentKind(_ context.Context, v *view, _ *documentParams) (any, error) {
	if v.project != nil {
		if k := v.kind(v.plugin()); k != "" {
			return object{"kind": k}, nil
		}
	}
	return object{"kind": nil}, nil
}

type schemaParams struct {
	Kind string `json:"kind"`
}

// schemaOf answers difylint/schema: the JSON Schema of a kind, as text.
func schemaOf(_ context.Context, _ *view, p *schemaParams) (any, error) {
	data, err := schema.Bundle(p.Kind)
	if err != nil {
		return nil, invalidParams("%s", err)
	}
	return object{"schema": string(data)}, nil
}
