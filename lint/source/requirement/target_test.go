package requirement

import "testing"

func TestParseTarget(t *testing.T) {
	for s, want := range map[string]Target{
		"git+https://example.com/a.git@v1": {VCS: "git"},
		"GIT+ssh://git@example.com/a":      {VCS: "git"},
		"git://example.com/a":              {VCS: "git"},
		"hg+file:///a":                     {VCS: "hg", Local: true},
		"https://example.com/a.whl":        {},
		"file:///a":                        {Local: true},
		"file:a":                           {Local: true},
		"./a":                              {Local: true},
		"/a":                               {Local: true},
		`C:\\a`:                            {Local: true},
		"":                                 {Local: true},
	} {
		if got := ParseTarget(s); got != want {
			t.Errorf("%q: %+v, want %+v", s, got, want)
		}
	}
}
