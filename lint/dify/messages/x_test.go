package messages

import "testing"

func TestCompile(t *testing.T) {
	for _, m := range All() {
		for _, s := range m.Says {
			func() {
				defer func() {
					if v := recover(); v != nil {
						t.Errorf("%s: %q: %v", m.ID, s, v)
					}
				}()
				p := compile(s)
				if shortest(p.anchors) < 2 {
					t.Errorf("%s: %q anchor %q", m.ID, s, p.anchors)
				}
			}()
		}
	}
}
