package requirement

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Environment is what markers ask about, by the names of their variables: the
// "sys_platform" is "linux". What is not in it is unknown to Over, but for the
// extra: there is none.
type Environment map[string]string

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
	return Environment{
		"python_version": python, "os_name": "posix", "sys_platform": "linux", "platform_system": "Linux",
		"platform_machine": machine, "platform_python_implementation": "CPython", "implementation_name": "cpython",
	}
}

// With is the environment with other values; "" is an unknown one.
func (e Environment) With(values Environment) Environment {
	out := maps.Clone(e)
	maps.Copy(out, values)
	return out
}

// Asks is the variable that a comparison asks for, "" for none.
func (m *Marker) Asks() string {
	if m.Left.Variable != "" {
		return m.Left.Variable
	}
	return m.Right.Variable
}

// compare tells whether a comparison holds. Like packaging it is not defined for two
// texts, or for something that is no version with a version, and it compares with a
// second variable's name; nor is it for the lists of a lock file, which are not known.
func (m *Marker) compare(e Environment) (holds, defined bool) {
	variable := m.Asks()
	var left, right string
	switch {
	case variable == "" || variable == "extras" || variable == "dependency_groups":
		return false, false
	case m.Left.Variable == "":
		left, right = m.Left.Text, e[variable]
	case m.Right.Variable != "":
		left, right = e[variable], m.Right.Variable
	default:
		left, right = e[variable], m.Right.Text
	}
	if variable == "extra" {
		left, right = NormalizeName(left), NormalizeName(right)
	}
	return compareTexts(left, m.Op, right)
}

// compareTexts compares as versions where the right side makes a specifier with
// the operator, and else as texts.
func compareTexts(left, op, right string) (holds, defined bool) {
	if op != "in" && op != "not in" {
		s := trimSpace(op + right)
		if c, ok := scanClause(s, 0); ok && c.Span.End == len(s) {
			v, ok := ParseVersion(left)
			return ok && allow(&c, &v), ok
		}
	}
	switch op {
	case "in":
		return strings.Contains(right, left), true
	case "not in":
		return !strings.Contains(right, left), true
	case "==":
		return left == right, true
	case "!=":
		return left != right, true
	case "<":
		return left < right, true
	case "<=":
		return left <= right, true
	case ">":
		return left > right, true
	case ">=":
		return left >= right, true
	}
	return false, false
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
// whether that is open. A patch release left open may be any.
func (m *Marker) Over(environments []Environment) Truth {
	seen := [3]bool{}
	for _, e := range environments {
		for _, e := range m.patches(e) {
			seen[m.kleene(e)] = true
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
	if e["python_full_version"] != "" || e["python_version"] == "" {
		return []Environment{e}
	}
	var numbers []uint64
	m.Walk(func(n *Marker) {
		if v := n.Asks(); v != "python_full_version" && v != "implementation_version" || len(numbers) > 100 {
			return
		}
		numbers = append(numbers, 0, 1000)
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
	if len(numbers) == 0 {
		return []Environment{e}
	}
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	list := make([]Environment, len(numbers))
	for i, p := range numbers {
		full := e["python_version"] + "." + strconv.FormatUint(p, 10)
		list[i] = e.With(Environment{"python_full_version": full})
		if e["implementation_version"] == "" && e["implementation_name"] == "cpython" {
			list[i]["implementation_version"] = full
		}
	}
	return list
}

func (m *Marker) kleene(e Environment) Truth {
	if m.Kind == Comparison {
		if v := m.Asks(); v != "extra" && e[v] == "" {
			return Maybe
		}
		holds, defined := m.compare(e)
		switch {
		case !defined:
			return Maybe
		case holds:
			return Always
		}
		return Never
	}
	result := Always
	if m.Kind == Or {
		result = Never
	}
	for i := range m.Terms {
		t := m.Terms[i].kleene(e)
		if m.Kind == And {
			result = min(result, t)
		} else {
			result = max(result, t)
		}
	}
	return result
}
