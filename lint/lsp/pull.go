package lsp

// Diagnostics that the client asks for.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
)

type diagnosticParams struct {
	PreviousResultID string `json:"previousResultId"`
}

type diagnosticReport struct {
	Kind     string            `json:"kind"`
	ResultID string            `json:"resultId"`
	Items    *list[diagnostic] `json:"items,omitempty"` // nil where nothing changed
}

// resultID names a list of diagnostics by its content.
func resultID(list []diagnostic) string {
	body, err := json.Marshal(list)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:8])
}

func report(found list[diagnostic], previous string) diagnosticReport {
	id := resultID(found)
	if id == previous {
		return diagnosticReport{Kind: "unchanged", ResultID: id}
	}
	return diagnosticReport{"full", id, &found}
}

func documentDiagnostic(ctx context.Context, v *view, p *diagnosticParams) (any, error) {
	if v.doc == nil {
		return report(nil, p.PreviousResultID), nil
	}
	if v.project != nil {
		if _, err := v.outcome(ctx); err != nil {
			return nil, err
		}
	}
	v.s.mu.Lock()
	defer v.s.mu.Unlock()
	list := v.s.board.of(v.doc.name)
	v.doc.told = resultID(list)
	return report(list, p.PreviousResultID), nil
}

type workspaceDiagnosticParams struct {
	PartialResultToken json.RawMessage `json:"partialResultToken"`
	PreviousResultIDs  []struct {
		URI   string `json:"uri"`
		Value string `json:"value"`
	} `json:"previousResultIds"`
}

// partialItems is how many files one piece of an answer tells about.
const partialItems = 64

// workspaceDiagnostic answers with what is known now of every file, once the
// plugins that are being edited have been linted.
func (s *server) workspaceDiagnostic(ctx context.Context, _ *view, p *workspaceDiagnosticParams) (any, error) {
	if err := s.settle(ctx); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	previous := map[string]string{}
	names := map[string]bool{}
	for _, id := range p.PreviousResultIDs {
		if name, ok := fileName(id.URI); ok {
			previous[name], names[name] = id.Value, true
		}
	}
	for name := range s.board.files {
		names[name] = true
	}
	items := list[any]{}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		var version *int
		if d := s.names[name]; d != nil {
			n := d.version // the answer is written when the document may be another
			version = &n
		}
		items = append(items, struct {
			diagnosticReport
			versionedID
		}{report(s.board.of(name), previous[name]), versionedID{s.uriOf(name), version}})
	}
	if len(p.PartialResultToken) > 0 {
		// In pieces, so that a large workspace is not one message.
		for len(items) > 0 {
			n := min(len(items), partialItems)
			s.notify("$/progress", object{"token": p.PartialResultToken, "value": object{"items": items[:n]}})
			items = items[n:]
		}
	}
	return object{"items": items}, nil
}
