package lsp

// The types that several features share. Those of one feature stand with it.

import "encoding/json"

// list is a list of the protocol, which never is null.
type list[T any] []T

func (l list[T]) MarshalJSON() ([]byte, error) {
	if l == nil {
		return []byte("[]"), nil
	}
	return json.Marshal([]T(l))
}

// Position is a place in a document: a 0-based line and a 0-based column in
// units of the encoding that was agreed on.
type position struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

type lspRange struct {
	Start position `json:"start"`
	End   position `json:"end"`
}

func (r lspRange) touches(o lspRange) bool {
	return !less(r.End, o.Start) && !less(o.End, r.Start)
}

func less(a, b position) bool {
	return a.Line < b.Line || a.Line == b.Line && a.Character < b.Character
}

type location struct {
	URI   string   `json:"uri"`
	Range lspRange `json:"range"`
}

type documentID struct {
	URI string `json:"uri"`
}

type versionedID struct {
	URI string `json:"uri"`
	// Version is null for a document that is not open.
	Version *int `json:"version"`
}

// documentParams is what every request about a document holds. viewFor reads it for
// all of them.
type documentParams struct {
	TextDocument documentID `json:"textDocument"`
}

type positionParams struct {
	Position position `json:"position"`
}

type textEdit struct {
	Range   lspRange `json:"range"`
	NewText string   `json:"newText"`
}

type documentEdit struct {
	TextDocument versionedID `json:"textDocument"`
	Edits        []textEdit  `json:"edits"`
}

type workspaceEdit struct {
	Changes map[string][]textEdit `json:"changes,omitempty"`
	// DocumentChanges are documentEdits, and objects that create files.
	DocumentChanges []any `json:"documentChanges,omitempty"`
}

type markup struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

// Error codes of the protocol besides those of JSON-RPC.
const (
	codeNotInitialized  = -32002
	codeCancelled       = -32800
	codeContentModified = -32801
	codeRequestFailed   = -32803
)
