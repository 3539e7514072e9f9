package sdk_test

import (
	"testing"

	"github.com/difylint/difylint/lint/dify/sdk"
)

// TestPublished holds the table to its form, and to some facts of the tags.
func TestPublished(t *testing.T) {
	asks := map[string]map[string]string{
		"0.0.1b76": {"pydantic": ">=2.8.2", "pydub": "~=0.25.1", "packaging": ""},
		"0.6.0":    {"packaging": ">=25.0", "werkzeug": "~=3.0.3", "pydub": ""},
		"0.8.0":    {"aiohttp": ">=3.13.3", "requests": "~=2.32.3"},
		"0.10.2":   {"requests": ">=2.33.1", "aiohttp": ""},
	}
	list := sdk.Published()
	for i := range list {
		r := &list[i]
		if !r.Version.IsValid() || len(r.Python) == 0 || len(r.Requirements) < 10 || i > 0 && list[i-1].Version.Compare(r.Version) >= 0 {
			t.Errorf("release %d: %+v", i, r)
		}
		for _, q := range r.Requirements {
			if !q.Valid() || len(q.Specifiers) == 0 {
				t.Errorf("%s: %q", r.Version, q.Text)
			}
		}
		want := asks[r.Version.String()]
		for name, specifiers := range want {
			q, ok := r.Asks(name)
			if ok != (specifiers != "") || ok && q.Specifiers.String() != specifiers {
				t.Errorf("%s asks for %s: %+v", r.Version, name, q)
			}
		}
		delete(asks, r.Version.String())
	}
	if len(asks) > 0 {
		t.Errorf("not in the table: %v", asks)
	}
}
