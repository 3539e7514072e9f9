package requirement_test

import (
	"testing"

	"github.com/difylint/difylint/lint/source/requirement"
)

// TestEscaped holds what a template for HTML writes to what was meant.
func TestEscaped(t *testing.T) {
	tests := []struct{ in, want string }{
		{"dify-plugin>=0.9.0,&lt;1.0.0", "dify-plugin>=0.9.0,<1.0.0"},
		{"a&gt;=1,&lt;2", "a>=1,<2"},
		{"a&#61;&#61;1.0; python_version &lt; '3.12'", "a==1.0; python_version < '3.12'"},
		{"a; python_version &lt; &#34;3.12&#34;", ""},
		{"a&gt;=1,&lt;2,&lt;x", "a>=1,<2,<x"},
	}
	for _, test := range tests {
		r := requirement.ParseRequirement(test.in)
		var got string
		escaped := 0
		for _, p := range r.Problems {
			if p.Code == requirement.CodeEscaped {
				escaped++
				if p.Edit != nil {
					got = test.in[:p.Edit.Span.Start] + p.Edit.New + test.in[p.Edit.Span.End:]
				}
			}
		}
		if escaped != 1 || got != test.want {
			t.Errorf("%s: %d problems, %q, want %q", test.in, escaped, got, test.want)
		}
	}
	list, problems := requirement.DiagnoseSpecifiers("&gt;=3.11,&lt;4")
	if len(list) != 2 || len(problems) != 1 || problems[0].Span.Start != 0 || problems[0].Edit == nil || problems[0].Edit.New != ">=3.11,<" {
		t.Errorf("%v %+v", list, problems)
	}
}
