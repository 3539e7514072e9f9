package lint_test

import (
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/source/text"
)

func TestFixOf(t *testing.T) {
	f := text.NewFile("requirements.txt", []byte("a\nb==1\nc"))
	one, two := text.ReplaceText(f, text.Span{Start: 0, End: 1}, "x"), text.RemoveLines(f, text.Span{Start: 3, End: 4})
	if f := lint.SafeFix(lint.Msg("Write x"), one, two); len(f) != 1 || len(f[0].Edits) != 2 || !f[0].Safe {
		t.Errorf("%+v", f)
	}
	if f := lint.UnsafeFix(lint.Msg("Write x"), one, nil); f != nil {
		t.Errorf("a part cannot be done, so nothing is: %+v", f)
	}
}
