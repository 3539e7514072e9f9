package lsp

// How the server is, for clients that show it, and rules that fail.

import (
	"maps"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/text"
)

// failures tells which rules failed in a plugin, each once: the others ran.
func (s *server) failures(root string, res *lint.PluginResult) {
	for i := range res.Statuses {
		st := &res.Statuses[i]
		if st.State != lint.Failed {
			continue
		}
		s.mu.Lock()
		reported := s.failed[st.Rule.ID]
		s.failed[st.Rule.ID] = true
		s.mu.Unlock()
		if reported {
			continue // a rule that fails at one keystroke fails at the next
		}
		s.log.Printf("rule %s failed in %s: %s", st.Rule.ID, root, st.Why)
		why, _, _ := strings.Cut(st.Why, "\n")
		s.notify("window/showMessage", object{"type": messageWarning, "message": s.lang().Say("difylint: the rule %s failed and was left out; the other rules ran. Please report this: %s", st.Rule.ID, why)})
		s.status(true)
	}
}

// messageWarning is the type of a message to the user.
const messageWarning = 2

// status tells the client how the server is, where it shows that
// (experimental/serverStatus, as rust-analyzer has it). The state is not locked.
func (s *server) status(quiet bool) {
	s.mu.Lock()
	can := s.client.Experimental.Status
	failed := slices.Sorted(maps.Keys(s.failed))
	s.mu.Unlock()
	if !can {
		return
	}
	state := object{"health": "ok", "quiescent": quiet}
	if len(failed) > 0 {
		state["health"] = "warning"
		state["message"] = s.lang().Say("rules that failed and were left out: %s", text.Join(failed))
	}
	s.notify("experimental/serverStatus", state)
}
