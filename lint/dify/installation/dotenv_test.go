package installation

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/source/text"
	"github.com/google/go-cmp/cmp"
)

// TestDotenv holds the reading of .env files to what compose-go v2.16.2 makes of the
// same texts (testdata/dotenv.json).
func TestDotenv(t *testing.T) {
	data, err := os.ReadFile("testdata/dotenv.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Text    string
		Env     map[string]string
		Refused bool
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		f := parseEnv(text.NewFile(".env", []byte(c.Text)), nil)
		if refused := len(f.Problems) > 0; refused != c.Refused {
			t.Errorf("%q: refused %v, want %v: %+v", c.Text, refused, c.Refused, f.Problems)
			continue
		}
		if c.Refused {
			continue
		}
		got := map[string]string{}
		for _, e := range f.Entries {
			if !e.Inherits {
				got[e.Name] = e.Text
			}
			if s := f.File.Slice(e.NameSpan); s != e.Name {
				t.Errorf("%q: the place of %s is %q", c.Text, e.Name, s)
			}
			if s := f.File.Slice(e.ValueSpan); e.Quote == 0 && !strings.Contains(s, "$") && s != e.Text {
				t.Errorf("%q: the place of the value of %s is %q", c.Text, e.Name, s)
			}
		}
		if c.Env == nil {
			c.Env = map[string]string{}
		}
		if d := cmp.Diff(c.Env, got); d != "" {
			t.Errorf("%q: %s", c.Text, d)
		}
	}
}

// TestGrowth: variables that double one another are cut off.
func TestGrowth(t *testing.T) {
	var b strings.Builder
	b.WriteString("A0=xxxxxxxxxxxxxxxx\n")
	for i := 1; i < 40; i++ {
		b.WriteString("A" + string(rune('a'+i%26)) + strings.Repeat("a", i/26) + "=")
		prev := "A0"
		if i > 1 {
			prev = "A" + string(rune('a'+(i-1)%26)) + strings.Repeat("a", (i-1)/26)
		}
		b.WriteString("$" + prev + "$" + prev + "\n")
	}
	f := parseEnv(text.NewFile(".env", []byte(b.String())), nil)
	if len(f.Problems) == 0 {
		t.Error("no problem is told")
	}
	for _, e := range f.Entries {
		if len(e.Text) > 2*maxValue {
			t.Fatalf("%s has %d bytes", e.Name, len(e.Text))
		}
	}
}
