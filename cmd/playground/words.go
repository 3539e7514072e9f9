package main

// The reader's language. The documents of an answer are those of the command, which
// are the same in every language; beside them lies what their texts are in it.

import (
	"encoding/json"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/messages"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/lang"
	"github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/schema"
)

// words are texts in a language, by the English. With English there are none.
type words struct {
	lang *lang.Language
	said map[string]string
}

func (w *words) add(list ...text.Message) {
	if w.lang == nil {
		return
	}
	for _, m := range list {
		w.said[m.String()] = w.lang.Text(m)
	}
}

func (w *words) findings(list []lint.Finding) {
	for i := range list {
		f := &list[i]
		w.add(f.Message)
		for _, x := range releases.Readers {
			w.add(schema.MessageFor(x, f.Refuses, f.Message))
		}
		for j := range f.Related {
			w.add(f.Related[j].Message)
		}
		for j := range f.Fixes {
			w.add(f.Fixes[j].Title)
		}
	}
}

func (w *words) diagnosis(d *report.Diagnosis) {
	for i := range d.Answers {
		if a := &d.Answers[i]; w.lang != nil {
			w.said[messages.Mask(a.Text)] = messages.Mask(a.In(w.lang))
		}
	}
}

// of are the words for the texts of an answer: those that were added, and those that
// are the same in each answer, as the title of a rule.
func (w *words) of(answer []byte) map[string]string {
	out := map[string]string{}
	var v any
	if w.lang == nil || json.Unmarshal(answer, &v) != nil {
		return out
	}
	var look func(v any)
	look = func(v any) {
		switch v := v.(type) {
		case string:
			if s, ok := w.said[v]; ok {
				out[v] = s
			} else if w.lang.Has(v) {
				out[v] = w.lang.Words(v)
			}
		case []any:
			for _, c := range v {
				look(c)
			}
		case map[string]any:
			for _, c := range v {
				look(c)
			}
		}
	}
	look(v)
	return out
}
