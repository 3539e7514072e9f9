package lsp

// The beginning and the end of a session, and what each side can do.

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"time"
)

type initializeParams struct {
	ProcessID        *int               `json:"processId"`
	Locale           string             `json:"locale"`
	RootURI          string             `json:"rootUri"`
	WorkspaceFolders []folder           `json:"workspaceFolders"`
	Capabilities     clientCapabilities `json:"capabilities"`
	Options          json.RawMessage    `json:"initializationOptions"`
}

// clientCapabilities are those that make a difference here.
type clientCapabilities struct {
	General struct {
		PositionEncodings []encoding `json:"positionEncodings"`
	} `json:"general"`
	Experimental struct {
		Status bool `json:"serverStatusNotification"`
	} `json:"experimental"`
	Window struct {
		WorkDoneProgress bool `json:"workDoneProgress"`
		ShowDocument     struct {
			Support bool `json:"support"`
		} `json:"showDocument"`
	} `json:"window"`
	Workspace struct {
		Configuration bool `json:"configuration"`
		WorkspaceEdit struct {
			DocumentChanges    bool     `json:"documentChanges"`
			ResourceOperations []string `json:"resourceOperations"`
		} `json:"workspaceEdit"`
		DidChangeWatchedFiles struct {
			DynamicRegistration bool `json:"dynamicRegistration"`
		} `json:"didChangeWatchedFiles"`
		Diagnostics struct {
			RefreshSupport bool `json:"refreshSupport"`
		} `json:"diagnostics"`
	} `json:"workspace"`
	TextDocument struct {
		Diagnostic         *struct{} `json:"diagnostic"`
		PublishDiagnostics struct {
			RelatedInformation     bool      `json:"relatedInformation"`
			CodeDescriptionSupport bool      `json:"codeDescriptionSupport"`
			DataSupport            bool      `json:"dataSupport"`
			TagSupport             *struct{} `json:"tagSupport"`
		} `json:"publishDiagnostics"`
		CodeAction struct {
			DataSupport    bool `json:"dataSupport"`
			ResolveSupport struct {
				Properties []string `json:"properties"`
			} `json:"resolveSupport"`
		} `json:"codeAction"`
		Completion struct {
			Item struct {
				Snippets    bool `json:"snippetSupport"`
				InsertModes struct {
					ValueSet []int `json:"valueSet"`
				} `json:"insertTextModeSupport"`
			} `json:"completionItem"`
		} `json:"completion"`
		Hover struct {
			ContentFormat []string `json:"contentFormat"`
		} `json:"hover"`
		DocumentSymbol struct {
			Hierarchical bool `json:"hierarchicalDocumentSymbolSupport"`
		} `json:"documentSymbol"`
	} `json:"textDocument"`
}

// pulls reports whether the client asks for the diagnostics of open documents. One
// that cannot be told to ask again would not see what a change in another file does.
func (s *server) pulls() bool {
	return s.client.TextDocument.Diagnostic != nil && s.client.Workspace.Diagnostics.RefreshSupport && !s.settings.Push
}

type object map[string]any

func (s *server) initialize(_ context.Context, _ *view, raw json.RawMessage) (any, error) {
	var p initializeParams
	if err := decode(raw, &p); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.phase = running
	s.client = p.Capabilities
	s.encoding = agree(p.Capabilities.General.PositionEncodings)
	s.settings.read(p.Options)
	s.locale = p.Locale
	for _, f := range p.WorkspaceFolders {
		s.addFolder(f.URI)
	}
	if len(p.WorkspaceFolders) == 0 && p.RootURI != "" {
		s.addFolder(p.RootURI)
	}
	s.speak()
	if p.ProcessID != nil && *p.ProcessID > 0 && *p.ProcessID != os.Getpid() {
		s.follow(*p.ProcessID)
	}
	capabilities := object{
		"positionEncoding":   s.encoding,
		"textDocumentSync":   object{"openClose": true, "change": 2, "save": object{"includeText": false}},
		"codeActionProvider": object{"codeActionKinds": []string{kindQuickFix, kindFixAll, kindFixPlugin}, "resolveProvider": true},
		"executeCommandProvider": object{"commands": []string{
			commandIgnore, commandCheck, commandDiagnose, commandOpen,
		}},
		"hoverProvider":             true,
		"completionProvider":        object{"triggerCharacters": triggers},
		"definitionProvider":        true,
		"referencesProvider":        true,
		"documentSymbolProvider":    true,
		"documentHighlightProvider": true,
		"documentLinkProvider":      object{"resolveProvider": false},
		"foldingRangeProvider":      true,
		"selectionRangeProvider":    true,
		"renameProvider":            object{"prepareProvider": true},
		"codeLensProvider":          object{"resolveProvider": false},
		"inlayHintProvider":         true,
		"workspaceSymbolProvider":   true,
		// Layout is the author's: nothing is formatted.
		"documentFormattingProvider":      false,
		"documentRangeFormattingProvider": false,
		"workspace": object{
			"workspaceFolders": object{"supported": true, "changeNotifications": true},
			"fileOperations":   object{"willRename": object{"filters": []object{{"scheme": "file", "pattern": object{"glob": "**/*"}}}}},
		},
	}
	if s.pulls() {
		// Files that are not open are told without being asked: a client that asked for
		// them, too, would show each of their findings twice.
		capabilities["diagnosticProvider"] = object{"identifier": source, "interFileDependencies": true, "workspaceDiagnostics": false}
	}
	return object{"capabilities": capabilities, "serverInfo": object{"name": source, "version": s.opts.Version}}, nil
}

// followEvery is how often it is looked whether the client's process is there.
// The end of the stream mostly tells first.
const followEvery = 10 * time.Second

// follow ends the session with the client's process.
func (s *server) follow(pid int) {
	s.background("follow", func() {
		tick := time.NewTicker(followEvery)
		defer tick.Stop()
		for {
			select {
			case <-s.ctx.Done():
				return
			case <-tick.C:
				if !alive(pid) {
					s.leave()
					return
				}
			}
		}
	})
}

func (s *server) initialized(*struct{}) error {
	if s.client.Workspace.DidChangeWatchedFiles.DynamicRegistration {
		s.background("registerCapability", func() {
			err := s.ask("client/registerCapability", object{"registrations": []object{{
				"id": "difylint-files", "method": "workspace/didChangeWatchedFiles",
				"registerOptions": object{"watchers": []object{{"globPattern": watched}}},
			}}}, nil)
			if err != nil && !errors.Is(err, context.Canceled) {
				s.log.Printf("client/registerCapability: %v", err)
			}
		})
	}
	s.fetchSettings()
	for _, f := range s.folders {
		s.checkFolder(f)
	}
	return nil
}

func (s *server) shutdown(context.Context, *view, json.RawMessage) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.phase = shutDown
	for _, p := range s.projects {
		p.halt()
	}
	return nil, nil
}

func (s *server) exit(*struct{}) error {
	s.leave()
	return nil
}
