package requirement

import (
	"slices"
	"strings"
	"testing"
)

// apply makes all edits, the last first.
func apply(s string, problems []Problem) string {
	var edits []Edit
	for _, p := range problems {
		if p.Edit != nil {
			edits = append(edits, *p.Edit)
		}
	}
	slices.SortStableFunc(edits, func(a, b Edit) int { return b.Span.Start - a.Span.Start })
	for _, e := range edits {
		s = s[:e.Span.Start] + e.New + s[e.Span.End:]
	}
	return s
}

func codes(problems []Problem) string {
	var list []string
	for _, p := range problems {
		list = append(list, string(p.Code))
	}
	return strings.Join(list, " ")
}

func TestDiagnose(t *testing.T) {
	for _, c := range []struct {
		in, codes, want string // want is empty where no edit makes it right
	}{
		{"requests=1.0", "operator", "requests==1.0"},
		{"requests =1.0", "operator", "requests ==1.0"},
		{"requests=>1.0,<2", "operator", "requests>=1.0,<2"},
		{"requests= =1.0", "operator", "requests==1.0"},
		{"requests> =1.0", "operator", "requests>=1.0"},
		{"requests=<2", "operator", "requests<=2"},
		{"requests~2.1", "operator", "requests~=2.1"},
		{"requests<>2", "operator", "requests!=2"},
		{"requests:2.31.0", "operator", "requests==2.31.0"},
		{"requests^2.1", "operator", "requests>=2.1,<3"},
		{"requests^0.2.1", "operator", "requests>=0.2.1,<0.3"},
		{"requests>=2 <3", "comma", "requests>=2,<3"},
		{"requests>=2<3", "comma", "requests>=2,<3"},
		{"requests>=2 and <3", "comma", "requests>=2,<3"},
		{"requests>=2 || <3", "comma", ""},
		{"requests>=2,,<3", "comma", "requests>=2,<3"},
		{"requests,>=2", "comma", "requests>=2"},
		{"requests>=2,<3,", "trailing-comma", "requests>=2,<3"},
		{"requests==", "version-missing", ""},
		{"requests==,<3", "version-missing", ""},
		{"numpy== 1. 26.0", "version-blank", "numpy== 1.26.0"},
		{"numpy==1 .26", "version-blank", "numpy==1.26"},
		{"numpy==1.26 rc1", "version-blank", "numpy==1.26rc1"},
		{"numpy==1 26", "version-blank", ""},
		{"numpy 1.26.0", "operator-missing", "numpy==1.26.0"},
		{"numpy (1.26.0)", "operator-missing", "numpy (==1.26.0)"},
		{"numpy>=1.*", "wildcard", "numpy>=1"},
		{"numpy~=1.4.*", "wildcard", "numpy==1.4.*"},
		{"numpy==*", "wildcard", "numpy"},
		{"numpy*", "version", "numpy"},
		{"numpy~=1", "compatible", "numpy~=1.0"},
		{"numpy>=1+cu118", "local", "numpy>=1"},
		{"numpy==latest", "version", ""},
		{"numpy==1.x", "version", "numpy==1.*"},
		{"numpy==1.26.", "version", "numpy==1.26"},
		{"numpy==1..26", "version", "numpy==1.26"},
		{`numpy=="1.26"`, "quotes", "numpy==1.26"},
		{`"numpy==1.26",`, "quotes", "numpy==1.26"},
		{"numpy＞＝1.26", "full-width", "numpy>=1.26"},
		{"numpy≥1.26", "full-width", "numpy>=1.26"},
		{"numpy>=1.26，<2", "full-width", "numpy>=1.26,<2"},
		{"numpy\u200b==1.26", "full-width", "numpy==1.26"},
		{"numpy==1.26; python_version >= “3.8”", "quotes quotes", `numpy==1.26; python_version >= "3.8"`},
		{"numpy＝1.26", "full-width operator", ""},
		{"numpy(>=1", "parenthesis", "numpy(>=1)"},
		{"numpy>=1)", "parenthesis", "numpy>=1"},
		{"numpy[a b]>=1", "extras", "numpy[a,b]>=1"},
		{"numpy[a>=1", "extras", ""},
		{"numpy>=1[a]", "extras", "numpy[a]>=1"},
		{"numpy>=1 python_version<'3'", "marker", "numpy>=1; python_version<'3'"},
		{"numpy python_version<'3'", "marker", "numpy; python_version<'3'"},
		{"numpy;", "marker", "numpy"},
		{"numpy; python_version > 3.8", "quotes", "numpy; python_version > '3.8'"},
		{"numpy; python_verson > '3.8'", "marker-variable", "numpy; python_version > '3.8'"},
		{"numpy; platform == 'linux'", "marker-variable", "numpy; sys_platform == 'linux'"},
		{"numpy; python_version = '3.8'", "marker-operator", "numpy; python_version == '3.8'"},
		{"numpy; (python_version > '3.8'", "parenthesis", "numpy; (python_version > '3.8')"},
		{"pip install numpy==1.26", "command", "numpy==1.26"},
		{"python3 -m pip install -U numpy=1.26", "command operator", "numpy==1.26"},
		{"- numpy==1.26", "name", "numpy==1.26"},
		{"numpy- ==1.26", "name", "numpy ==1.26"},
		{"nümpy==1.26", "name", ""},
		{">=1.0", "name", ""},
		{"numpy pandas", "trailing", ""},
		{"numpy@", "url", ""},
		{"numpy @ https://example.com/a b", "trailing", ""},
		{"https://example.com/a.whl", "url", ""},
		{"", "empty", ""},
		{"  ", "empty", ""},
	} {
		r := ParseRequirement(c.in)
		checkSpans(t, c.in, r)
		if got := codes(r.Problems); got != c.codes {
			t.Errorf("%q: %s, want %s", c.in, got, c.codes)
			for _, p := range r.Problems {
				t.Logf("   %v %s", p.Span, p.Message())
			}
			continue
		}
		if c.want == "" {
			for _, p := range r.Problems {
				if p.Edit != nil && len(r.Problems) == 1 {
					t.Errorf("%q: an edit %v, want none", c.in, p.Edit)
				}
			}
			continue
		}
		got := apply(c.in, r.Problems)
		if got != c.want {
			t.Errorf("%q becomes %q, want %q", c.in, got, c.want)
		}
		if again := ParseRequirement(got); !again.Valid() {
			t.Errorf("%q becomes %q, which is not valid: %s", c.in, got, again.Problems[0].Message())
		}
	}
}

// Wherever each problem has an edit, all of them together make the text valid,
// or bring to light what a marker has wrong behind them.
func TestEditsMakeItRight(t *testing.T) {
	_, rows := readVectors(t)
	invalid, edited, named := 0, 0, 0
	for _, row := range rows {
		if row.T != "requirement" {
			continue
		}
		r := ParseRequirement(row.S)
		if r.Valid() || strings.Contains(row.S, "\n") {
			continue
		}
		invalid++
		all := true
		for _, p := range r.Problems {
			all = all && p.Edit != nil
		}
		if r.Name != "" {
			named++
		}
		if !all {
			continue
		}
		edited++
		got := apply(row.S, r.Problems)
		for _, p := range ParseRequirement(got).Problems {
			marker := strings.IndexByte(got, ';') >= 0 && p.Span.Start > strings.IndexByte(got, ';')
			if !p.Accepted && !marker {
				t.Errorf("%q becomes %q: %s\n  for %s", row.S, got, p.Message(), codes(r.Problems))
			}
		}
	}
	if invalid < 500 || edited*4 < invalid || named*2 < invalid {
		t.Errorf("of %d invalid requirements %d have edits for all, %d a name", invalid, edited, named)
	}
}

func TestHostile(t *testing.T) {
	for _, s := range []string{
		strings.Repeat("pip install ", 5000),
		strings.Repeat("- ", 30000) + "x",
		"x;" + strings.Repeat("(", 30000),
		"x" + strings.Repeat(">=1 ", 10000),
		"x" + strings.Repeat(",", 60000),
		"x>=" + strings.Repeat("1.", 30000) + "1",
		"x[" + strings.Repeat("a,", 30000) + "a]",
		strings.Repeat("＞", 20000),
		strings.Repeat("x", 1<<17),
		"x;" + strings.Repeat("os_name=='a' or ", 4000) + "os_name=='a'",
	} {
		checkSpans(t, s, ParseRequirement(s))
	}
}
