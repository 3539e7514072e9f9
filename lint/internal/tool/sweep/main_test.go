package main

import (
	"strings"
	"testing"
)

// documents hold what the corpus holds, and what it might.
var documents = []string{
	"a: 1\nb:\n  - x # c\n  - y: z\n    w: |\n      t\n\n  # d\n  - {p: 1, q: [2, 3]}\nlabel:\n  en_US: 'it''s'\n  zh_Hans: \"搜\\n索\"\n",
	"\ufeff# head\r\na: 1\r\nb:\r\n- x\r\n- y:\r\n    z: >-\r\n      f\r\n      g\r\nc:\r\n",
	"a: &x\n  b: 1\n  c: [ ]\nd: *x\ne: {}\nf: ~\ng: !!str 1\n",
	"{\n  \"a\": 1, # c\n  \"b\": [\n    1,\n    2,\n  ],\n  \"c\": {}\n}\n",
	"- - a\n  - b\n- c: d\n  e: plain\n    over lines\n-\n- |+\n  keep\n\n- last",
	"? a\n: b\n? [c]\n: d\ne: 'over\n\n  lines'\n",
	"a: 1\na: 2\nb: {a: , b: x, a: y}\n",
	"---\n# c\nk:\n- a\n- b:\n  - c\n...\n",
	"a: |\n  ends without a line break",
	"x: [a: b, c]\ny: [{a: b}, ]\n",
	"k:   # c\n    deep: 1\n    deeper:\n            - 1\n            - 2\n",
}

func TestSweep(t *testing.T) {
	s := sweep{}
	for _, d := range documents {
		s.file(d, []byte(d))
	}
	for _, f := range s.failed {
		t.Error(f)
	}
	for i, op := range ops {
		if s.ops[i].made == 0 {
			t.Errorf("%s was never tried", op.name)
		}
	}
	if s.files != len(documents) {
		t.Errorf("%d of %d documents were read", s.files, len(documents))
	}
}

func TestPrint(t *testing.T) {
	s := sweep{nodes: 1}
	s.file("x", []byte("a: 1\n"))
	var b strings.Builder
	s.print(&b)
	if !strings.Contains(b.String(), "1 files") || !strings.Contains(b.String(), "0 wrong") {
		t.Error(b.String())
	}
}
