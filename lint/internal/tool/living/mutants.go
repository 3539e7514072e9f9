package main

// Mutants: plugins that one small edit has broken, as they are kept for
// conformance. Each line of the file is a JSON object; the offset counts code
// points.

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/fix"
)

type mutant struct {
	ID, Dir, File, Kind string
	Line, At            int
	Old                 any
	New                 *string
}

// edit is the mutated text of a file.
func (m *mutant) edit(data []byte) ([]byte, bool) {
	s := []rune(string(data))
	length := 0
	switch old := m.Old.(type) {
	case string:
		length = len([]rune(old))
	case float64:
		length = int(old)
	}
	if m.At < 0 || m.At+length > len(s) {
		return nil, false
	}
	var with string
	if m.New != nil {
		with = *m.New
	} else { // the entry before it once more
		lines := strings.SplitAfter(string(data), "\n")
		start := len([]rune(strings.Join(lines[:min(len(lines), m.Line-1)], "")))
		if start > m.At {
			return nil, false
		}
		if with = string(s[start:m.At]); !strings.HasSuffix(with, "\n") {
			with = "\n" + with
		}
	}
	return []byte(string(s[:m.At]) + with + string(s[m.At+length:])), true
}

// mutants lints each, mends it, and counts whether the errors that the edit
// brought are gone.
func (t *tally) mutants(name, folder string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	broken, mended := map[string]int{}, map[string]int{}
	base := map[string]map[string]bool{}
	in := bufio.NewScanner(z)
	in.Buffer(nil, 1<<24)
	for in.Scan() {
		var m mutant
		if err := json.Unmarshal(in.Bytes(), &m); err != nil {
			return err
		}
		target := plugin.Target{FS: plugin.Dir(filepath.Join(folder, filepath.FromSlash(m.Dir))), Dir: m.Dir}
		if base[m.Dir] == nil {
			res, err := t.lint(target, options())
			if err != nil {
				return err
			}
			base[m.Dir] = errorsOf(res)
		}
		data, err := fs.ReadFile(target.FS, m.File)
		if err != nil {
			return err
		}
		mutated, ok := m.edit(data)
		if !ok {
			t.failf("%s: %s: the edit does not fit the file", m.ID, m.File)
			continue
		}
		target.FS = plugin.Overlay(target.FS, map[string][]byte{m.File: mutated})
		res, err := t.lint(target, options())
		if err != nil {
			return err
		}
		before := brought(res, base[m.Dir])
		o, err := fix.Plugin(t.ctx, target, res, fix.With(options()), fix.Options{Unsafe: t.unsafe})
		if err != nil {
			return err
		}
		after := brought(o.Result, base[m.Dir])
		for _, c := range o.Refused {
			t.refused[fmt.Sprintf("%s: %s: %s: %s", m.ID, c.Finding.Label(), c.Fix.Title, c.Why)]++
		}
		for _, c := range o.Made {
			t.made[c.Finding.Rule.ID]++
		}
		if o.Unsettled {
			t.failf("%s: %s/%s: still changing after %d rounds", m.ID, m.Dir, m.File, o.Rounds)
		}
		if len(after) > len(before) && !t.unsafe {
			t.failf("%s: %s/%s (%s): errors %v became %v", m.ID, m.Dir, m.File, m.Kind, before, after)
		}
		if len(before) > 0 {
			broken[m.Kind]++
			if len(after) == 0 {
				mended[m.Kind]++
			}
		}
	}
	kinds := make([]string, 0, len(broken))
	all, done := 0, 0
	for k := range broken {
		kinds = append(kinds, k)
		all += broken[k]
		done += mended[k]
	}
	sort.Strings(kinds)
	fmt.Printf("mutants: %d bring errors, %d have none of them after fixes\n", all, done)
	for _, k := range kinds {
		if mended[k] > 0 {
			fmt.Printf("  %-20s %4d of %4d\n", k, mended[k], broken[k])
		}
	}
	return in.Err()
}

func errorsOf(res *lint.PluginResult) map[string]bool {
	out := map[string]bool{}
	for i := range res.Findings {
		if f := &res.Findings[i]; f.Severity == lint.Error && f.Gate.Order() <= lint.Start.Order() {
			out[f.Rule.ID+" "+f.Path+" "+f.Message.String()] = true
		}
	}
	return out
}

// brought are the errors that are not in base.
func brought(res *lint.PluginResult, base map[string]bool) []string {
	var out []string
	for e := range errorsOf(res) {
		if !base[e] {
			out = append(out, e)
		}
	}
	slices.Sort(out)
	return out
}
