package report

// JUnit XML, as Jenkins's schemas have it: a suite a plugin, a
// case a finding, and a case that passed for each rule that found nothing.

import (
	"io"
	"strconv"

	"github.com/difylint/difylint/lint"
)

type junitCase struct {
	name string
	// outcome is failure, error, skipped, system-out, or "" for passed.
	outcome, kind, message, text string
}

type junitSuite struct {
	name                             string
	cases                            []junitCase
	failures, errors, skipped, tests int
}

func (s *junitSuite) add(c junitCase) {
	s.tests++
	switch c.outcome {
	case "failure":
		s.failures++
	case "error":
		s.errors++
	case "skipped":
		s.skipped++
	}
	s.cases = append(s.cases, c)
}

// writeJUnit makes errors and warnings failures. Advice passes, with its text
// as output; what is ignored is skipped.
func writeJUnit(w io.Writer, v *view) error {
	var all junitSuite
	suites := make([]junitSuite, len(v.res.Plugins))
	for i := range suites {
		suites[i] = v.junitSuite(&v.res.Plugins[i])
		s := &suites[i]
		all.tests += s.tests
		all.failures += s.failures
		all.errors += s.errors
	}
	x := newXMLWriter(w)
	x.open("testsuites", "name", "difylint",
		"tests", strconv.Itoa(all.tests), "failures", strconv.Itoa(all.failures), "errors", strconv.Itoa(all.errors))
	for i := range suites {
		s := &suites[i]
		x.open("testsuite", "name", s.name, "tests", strconv.Itoa(s.tests), "failures", strconv.Itoa(s.failures),
			"errors", strconv.Itoa(s.errors), "skipped", strconv.Itoa(s.skipped))
		for k := range s.cases {
			c := &s.cases[k]
			if c.outcome == "" {
				x.empty("testcase", "classname", s.name, "name", c.name)
				continue
			}
			x.open("testcase", "classname", s.name, "name", c.name)
			switch c.outcome {
			case "system-out":
				x.leaf(c.outcome, c.text)
			case "skipped":
				x.leaf(c.outcome, c.message) // older schemas have no attribute for it
			default:
				x.leaf(c.outcome, c.text, "type", c.kind, "message", c.message)
			}
			x.close("testcase")
		}
		x.close("testsuite")
	}
	x.close("testsuites")
	return x.Flush()
}

func (v *view) junitSuite(p *lint.PluginResult) junitSuite {
	s := junitSuite{name: nameOf(p), cases: make([]junitCase, 0, len(p.Findings)+len(p.Statuses))}
	names := map[string]int{}
	found := map[*lint.Rule]bool{}
	for i := range p.Findings {
		f := &p.Findings[i]
		if !v.shows(f, people) {
			continue
		}
		found[f.Rule] = true
		// A name without line numbers is the same after edits elsewhere.
		c := junitCase{name: f.Rule.ID + " " + labelOf(f.Path), text: v.line(f), message: v.messageOf(f)}
		if names[c.name]++; names[c.name] > 1 {
			c.name += " (" + strconv.Itoa(names[c.name]) + ")"
		}
		switch {
		case f.IgnoredBy != lint.NotIgnored:
			c.outcome, c.message = "skipped", v.messageOf(f)+" "+v.ignoredNote(f)
		case level(f) == lint.Info:
			c.outcome = "system-out"
		default:
			c.outcome, c.kind = "failure", f.Severity.String()
		}
		s.add(c)
	}
	for _, st := range p.Statuses {
		c := junitCase{name: st.Rule.ID, message: v.opts.Lang.Text(st.Said())}
		switch {
		case st.State == lint.Off:
			continue
		case st.State == lint.Failed:
			c.outcome, c.kind, c.text = "error", "failed", st.Rule.ID+": "+c.message
		case st.State == lint.Skipped:
			c.outcome = "skipped"
		case found[st.Rule]:
			continue
		}
		s.add(c)
	}
	return s
}
