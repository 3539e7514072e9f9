package messages_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"testing"

	"github.com/difylint/difylint/lint/dify/messages"
	"github.com/difylint/difylint/lint/dify/plugin"
)

func TestEval(t *testing.T) {
	f, err := os.Open("/tmp/cases.jsonl")
	if err != nil {
		t.Skip()
	}
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 64<<20)
	type count struct{ n, unknown, placed, ruled, right int }
	cs := map[string]*count{}
	bad := map[string][]string{}
	for sc.Scan() {
		var c struct {
			Suite, ID, Dir, File, Kind, Text string
			Said                             []string
			Found                            []struct {
				Rule, Gate, Severity, Path, Route, Message string
				Line                                       int
			}
			Parent, Line, Last int
		}
		if err := json.Unmarshal(sc.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		if cs[c.Suite] == nil {
			cs[c.Suite] = &count{}
		}
		k := cs[c.Suite]
		p := plugin.Open(plugin.Overlay(plugin.Dir("/dev/shm/t/"+c.Dir), map[string][]byte{c.File: []byte(c.Text)}), "x")
		var cand []messages.Candidate
		lo := min(c.Parent, c.Line)
		rules := map[string]bool{}
		for _, x := range c.Found {
			m := messages.Candidate{Rule: x.Rule, Gate: x.Gate, Message: x.Message, Path: x.Path, Route: x.Route, Error: x.Severity == "error"}
			if fl, err := p.Read(x.Path); err == nil {
				m.File = fl
				m.Span = fl.LineSpan(x.Line)
			}
			cand = append(cand, m)
			if x.Path == c.File && lo <= x.Line && x.Line <= c.Last+1 {
				rules[x.Rule] = true
			}
		}
		for _, s := range c.Said {
			k.n++
			there := messages.Diagnose([]byte(s), p, cand)
			alone := messages.Diagnose([]byte(s), nil, nil)
			desc := func(a []messages.Answer) string {
				if len(a) == 0 {
					return "-"
				}
				l := 0
				if a[0].File != nil {
					l = a[0].File.LineAt(a[0].Span.Start)
				}
				return fmt.Sprintf("%s %s %s:%d %q", a[0].ID, a[0].Rule, a[0].Path, l, a[0].Text)
			}
			row := fmt.Sprintf("%s %s/%s:%d-%d %s %v\n     said %.260q\n     there %.200s\n     alone %.120s", c.ID, c.Dir, c.File, lo, c.Last, c.Kind, rules, s, desc(there), desc(alone))
			if len(there) == 0 {
				k.unknown++
				bad[c.Suite+" unknown"] = append(bad[c.Suite+" unknown"], row)
			}
			ok := false
			if len(there) > 0 && there[0].Path == c.File {
				l := 1
				if there[0].File != nil {
					l = there[0].File.LineAt(there[0].Span.Start)
				}
				ok = lo <= l && l <= c.Last+1
			}
			if ok {
				k.placed++
			} else if len(there) > 0 {
				bad[c.Suite+" elsewhere"] = append(bad[c.Suite+" elsewhere"], row)
			}
			if len(rules) > 0 {
				k.ruled++
				if len(alone) > 0 && rules[alone[0].Rule] {
					k.right++
				} else {
					bad[c.Suite+" rule"] = append(bad[c.Suite+" rule"], row)
				}
			}
		}
	}
	var keys []string
	for k := range bad {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		fmt.Println("==", k, len(bad[k]))
		step := len(bad[k])/200 + 1
		for i := 0; i < len(bad[k]); i += step {
			fmt.Println(bad[k][i])
		}
	}
	for s, k := range cs {
		fmt.Printf("%s n=%d unknown=%d place=%.2f ruled=%d rule=%.2f\n", s, k.n, k.unknown, 100*float64(k.placed)/float64(k.n), k.ruled, 100*float64(k.right)/float64(k.ruled))
	}
}
