package lsp

// What the user may set, in the section "difylint" of the editor's settings.

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/source/text"
)

// section is the name of the settings.
const section = "difylint"

type settings struct {
	// Severity is the least that is shown: error, warning or info.
	Severity string `json:"severity"`
	// ConfigFile holds for every plugin instead of the nearest .difylint.yaml.
	// It is relative to the workspace folder that holds the plugin.
	ConfigFile string `json:"configFile"`
	// Baseline is a file of findings that were left for later: they are not
	// shown. It is relative to the workspace folder that holds the plugin.
	Baseline string `json:"baseline"`
	// Dify is the releases of Dify to judge for, as difylint check --dify takes
	// them; "" for those of the configuration or the newest.
	Dify string `json:"dify"`
	// Profile is marketplace, private or official; "" for that of the
	// configuration, or what the manifest shows.
	Profile string `json:"profile"`
	// Workspace says whether plugins without an open file are checked too.
	Workspace bool `json:"workspace"`
	// IgnoreReason is what an ignore says until the author writes why.
	IgnoreReason string `json:"ignoreReason"`
	// Language is the language of messages; "" for the editor's.
	Language string `json:"language"`
	// Push tells diagnostics unasked even where the client asks for them.
	Push bool `json:"push"`
	// AskReason says that the client has the command difylint.askReason, which
	// asks for a reason and then calls difylint.ignore.
	AskReason bool `json:"askReason"`
}

func defaultSettings() settings {
	return settings{Severity: "info", Workspace: true, IgnoreReason: text.Msg("TODO: say why").Format}
}

// read takes what is set and leaves the rest. What is not understood is left
// out: a wrong setting must not silence the server.
func (t *settings) read(raw json.RawMessage) {
	var wrapped map[string]json.RawMessage
	if json.Unmarshal(raw, &wrapped) != nil {
		return
	}
	if inner, ok := wrapped[section]; ok {
		t.read(inner)
		return
	}
	_ = json.Unmarshal(raw, t) // what has a wrong type or is null stays as it was
	if _, err := lint.ParseSeverity(t.Severity); err != nil {
		t.Severity = "info"
	}
	if _, _, err := releases.ParseTarget(t.Dify); err != nil {
		t.Dify = ""
	}
	if !slices.Contains([]string{"marketplace", "private", "official"}, t.Profile) {
		t.Profile = ""
	}
}

func (t *settings) least() lint.Severity {
	s, _ := lint.ParseSeverity(t.Severity)
	return s
}

type configurationParams struct {
	Settings json.RawMessage `json:"settings"`
}

func (s *server) didChangeConfiguration(p *configurationParams) error {
	if s.client.Workspace.Configuration {
		s.fetchSettings()
		return nil
	}
	s.set(p.Settings)
	return nil
}

// fetchSettings asks the client for the settings, where it can be asked.
func (s *server) fetchSettings() {
	if !s.client.Workspace.Configuration {
		return
	}
	s.background("workspace/configuration", func() {
		var answer []json.RawMessage
		err := s.ask("workspace/configuration", object{"items": []object{{"section": section}}}, &answer)
		if err != nil || len(answer) == 0 {
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.set(answer[0])
	})
}

// set takes new settings and lints again where they changed.
func (s *server) set(raw json.RawMessage) {
	before := s.settings
	s.settings.read(raw)
	if s.settings == before {
		return
	}
	s.speak()
	s.epoch++
	for _, p := range s.projects {
		p.changed()
	}
	if s.settings.Workspace {
		for _, f := range s.folders {
			s.checkFolder(f)
		}
	}
}

// speak takes the language that is set or, in this order, the one that the program
// was asked for, that of a configuration, the client's, the machine's.
func (s *server) speak() {
	tag, ok := lang.Match(s.settings.Language)
	if !ok {
		tag, _ = lang.Match(cmp.Or(s.opts.Lang, s.configured(), s.locale, s.opts.Locale))
	}
	l, _ := lang.Of(tag)
	s.speaks.Store(l)
}

// configured is the language that the configuration of a folder says, that of the
// first folder which has one that does, or "".
func (s *server) configured() string {
	for _, dir := range s.folders {
		r, err := config.New(s.opts.Rules, config.Options{Dir: dir, File: s.setPath(dir, s.settings.ConfigFile), Drafts: true})
		if err != nil {
			continue
		}
		if c := r.Config(dir); c != nil && c.Lang != "" {
			return c.Lang
		}
	}
	return ""
}
