package messages

import "testing"

// Every pattern has to compile, and to have a piece by which it is found fast.
func TestPatterns(t *testing.T) {
	ids := map[string]bool{}
	for _, m := range All() {
		if ids[m.ID] {
			t.Errorf("%s stands twice", m.ID)
		}
		ids[m.ID] = true
		if len(m.Causes) == 0 || m.Means == "" {
			t.Errorf("%s has no cause or no meaning", m.ID)
		}
		for _, s := range m.Says {
			if p := compile(s); shortest(p.anchors) < 2 {
				t.Errorf("%s: %q has no piece that every match holds: %q", m.ID, s, p.anchors)
			}
		}
		for _, c := range m.Causes {
			if c.Why == "" || c.Todo == "" {
				t.Errorf("%s has a cause without words", m.ID)
			}
		}
	}
}
