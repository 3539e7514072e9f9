package requirement

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Environment is what markers ask about. An empty value is an empty text to
// Evaluate, and unknown to Over.
type Environment struct {
	PythonVersion                string // "3.12"
	PythonFullVersion            string // "3.12.4"
	OSName                       string // "posix"
	SysPlatform                  string // "linux"
	PlatformSystem               string // "Linux"
	PlatformMachine              string // "x86_64", "aarch64"
	PlatformRelease              string
	PlatformVersion              string
	PlatformPythonImplementation string // "CPython"
	ImplementationName           string // "cpython"
	ImplementationVersion        string

	// Extra is the extra that is asked for, "" for none.
	Extra string
	// Extras and DependencyGroups are those of a lock file; nil where markers
	// cannot ask for them.
	Extras, DependencyGroups []string
}

// LinuxEnvironment is CPython of a version like "3.12" on Linux, on a machine
// as the manifest of a plugin names it: "amd64", "arm64", or as Python does.
// The patch release and the kernel stay unknown.
func LinuxEnvironment(python, machine string) Environment {
	switch machine {
	case "amd64":
		machine = "x86_64"
	case "arm64":
		machine = "aarch64"
	}
	e := Environment{
		PythonVersion: python, OSName: "posix", SysPlatform: "linux", PlatformSystem: "Linux",
		PlatformMachine: machine, PlatformPythonImplementation: "CPython", ImplementationName: "cpython",
	}
	if strings.Count(python, ".") > 1 {
		parts := strings.SplitN(python, ".", 3)
		e.PythonVersion = parts[0] + "." + parts[1]
		e.PythonFullVersion, e.ImplementationVersion = python, python
	}
	return e
}

func (e *Environment) text(variable string) string {
	switch variable {
	case "python_version":
		return e.PythonVersion
	case "python_full_version":
		return e.PythonFullVersion
	case "os_name":
		return e.OSName
	case "sys_platform":
		return e.SysPlatform
	case "platform_system":
		return e.PlatformSystem
	case "platform_machine":
		return e.PlatformMachine
	case "platform_release":
		return e.PlatformRelease
	case "platform_version":
		return e.PlatformVersion
	case "platform_python_implementation":
		return e.PlatformPythonImplementation
	case "implementation_name":
		return e.ImplementationName
	case "implementation_version":
		return e.ImplementationVersion
	case "extra":
		return e.Extra
	}
	return ""
}

func (e *Environment) set(variable string) []string {
	if variable == "extras" {
		return e.Extras
	}
	return e.DependencyGroups
}

// Evaluate tells whether the marker holds in the environment. Like packaging it
// fails where a comparison has no meaning: of two texts, or of something that
// is no version with a version. Every comparison is made, as packaging does.
func (m *Marker) Evaluate(e *Environment) (bool, error) { return m.evaluate(e) }

func (n *MarkerNode) evaluate(e *Environment) (bool, error) {
	if n.Kind == Comparison {
		return n.compare(e)
	}
	result := n.Kind == And
	for i := range n.Terms {
		t, err := n.Terms[i].evaluate(e)
		if err != nil {
			return false, err
		}
		if n.Kind == And {
			result = result && t
		} else {
			result = result || t
		}
	}
	return result, nil
}

var errUndefined = errors.New("the marker compares what cannot be compared")

// Asks is the variable that a comparison asks for, "" for none.
func (n *MarkerNode) Asks() string {
	if n.Left.Variable != "" {
		return n.Left.Variable
	}
	return n.Right.Variable
}

func (n *MarkerNode) compare(e *Environment) (bool, error) {
	variable := n.Asks()
	var left, right string
	switch {
	case variable == "":
		return false, fmt.Errorf("%w: two texts", errUndefined)
	case variable == "extras" || variable == "dependency_groups":
		return n.compareSet(e, variable)
	case n.Left.Variable != "":
		left, right = e.text(variable), n.Right.Text
		if n.Right.Variable != "" {
			right = n.Right.Variable // its name, as packaging has it
		}
	default:
		left, right = n.Left.Text, e.text(variable)
	}
	if variable == "extra" {
		left, right = NormalizeName(left), NormalizeName(right)
	}
	if variable == "python_full_version" && strings.HasSuffix(e.PythonFullVersion, "+") {
		left = strings.TrimSuffix(left, "+") + "+local"
	}
	return compareTexts(left, n.Op, right)
}

func (n *MarkerNode) compareSet(e *Environment, variable string) (bool, error) {
	list := e.set(variable)
	if n.Left.Variable != "" || list == nil {
		return false, fmt.Errorf("%w: %s", errUndefined, variable)
	}
	key := NormalizeName(n.Left.Text)
	has := slices.ContainsFunc(list, func(x string) bool { return NormalizeName(x) == key })
	switch n.Op {
	case "in":
		return has, nil
	case "not in":
		return !has, nil
	case "==":
		return false, nil
	case "!=":
		return true, nil
	}
	return false, fmt.Errorf("%w: %s", errUndefined, variable)
}

// compareTexts compares as versions where the right side makes a specifier with
// the operator, and else as texts.
func compareTexts(left, op, right string) (bool, error) {
	if op != "in" && op != "not in" {
		s := trimSpace(op + right)
		if c, ok := scanClause(s, 0); ok && c.Span.End == len(s) {
			v, ok := ParseVersion(left)
			if !ok {
				return false, fmt.Errorf("%w: %q is not a version", errUndefined, clip(left))
			}
			return c.Allows(v), nil
		}
	}
	switch op {
	case "in":
		return strings.Contains(right, left), nil
	case "not in":
		return !strings.Contains(right, left), nil
	case "==":
		return left == right, nil
	case "!=":
		return left != right, nil
	case "<":
		return left < right, nil
	case "<=":
		return left <= right, nil
	case ">":
		return left > right, nil
	case ">=":
		return left >= right, nil
	}
	return false, fmt.Errorf("%w: %q %s %q", errUndefined, clip(left), op, clip(right))
}

// Truth is an answer that may be open.
type Truth uint8

// Maybe: true in some cases, or not to be known.
const (
	Never Truth = iota
	Maybe
	Always
)

// Over tells whether the marker holds in all of the environments, in none, or
// whether that is open. Values that an environment leaves empty are unknown,
// except the extra; a patch release left open may be any.
func (m *Marker) Over(environments []Environment) Truth {
	seen := [3]bool{}
	for i := range environments {
		for _, e := range m.patches(environments[i]) {
			seen[m.kleene(&e)] = true
		}
	}
	switch {
	case seen[Maybe] || seen[Always] == seen[Never]:
		return Maybe
	case seen[Always]:
		return Always
	}
	return Never
}

// patches fills in the patch releases at which a comparison of the marker may
// turn, where the environment leaves it open.
func (m *Marker) patches(e Environment) []Environment {
	if e.PythonFullVersion != "" || e.PythonVersion == "" {
		return []Environment{e}
	}
	numbers := []uint64{0, 1000}
	m.Walk(func(n *MarkerNode) {
		if n.Left.Variable == "" && n.Right.Variable == "" || len(numbers) > 100 {
			return
		}
		text := strings.TrimSuffix(n.Right.Text, ".*")
		if n.Left.Variable == "" {
			text = strings.TrimSuffix(n.Left.Text, ".*")
		}
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' }) {
			if v, ok := ParseVersion(word); ok && len(v.Release) > 2 {
				p := v.Release[2]
				numbers = append(numbers, p, p+1)
				if p > 0 {
					numbers = append(numbers, p-1)
				}
			}
		}
	})
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	list := make([]Environment, len(numbers))
	for i, p := range numbers {
		full := e.PythonVersion + "." + strconv.FormatUint(p, 10)
		list[i] = e
		list[i].PythonFullVersion = full
		if e.ImplementationVersion == "" && e.ImplementationName == "cpython" {
			list[i].ImplementationVersion = full
		}
	}
	return list
}

func (n *MarkerNode) kleene(e *Environment) Truth {
	if n.Kind == Comparison {
		v := n.Asks()
		if v == "" || v != "extra" && v != "extras" && v != "dependency_groups" && e.text(v) == "" {
			return Maybe
		}
		ok, err := n.compare(e)
		switch {
		case err != nil:
			return Maybe
		case ok:
			return Always
		}
		return Never
	}
	result := Always
	if n.Kind == Or {
		result = Never
	}
	for i := range n.Terms {
		t := n.Terms[i].kleene(e)
		if n.Kind == And {
			result = min(result, t)
		} else {
			result = max(result, t)
		}
	}
	return result
}
