package requirement

import (
	"slices"
	"strconv"
	"strings"
)

// Wheel is what the name of a built file says of where it installs, in the
// terms of the specification "Platform compatibility tags".
type Wheel struct {
	Python, ABI, Platform []string
}

// ParseWheel reads the name of a file, or the last part of an address; what is
// no wheel gives false.
func ParseWheel(file string) (Wheel, bool) {
	file = file[strings.LastIndexByte(file, '/')+1:]
	stem, ok := strings.CutSuffix(file, ".whl")
	parts := strings.Split(stem, "-")
	if !ok || len(parts) != 5 && len(parts) != 6 {
		return Wheel{}, false
	}
	tags := parts[len(parts)-3:]
	return Wheel{strings.Split(tags[0], "."), strings.Split(tags[1], "."), strings.Split(tags[2], ".")}, true
}

// Fits reports whether the wheel installs on CPython for Linux with glibc, of
// the environment's version and machine. How old a glibc may be is not asked.
func (w Wheel) Fits(e Environment) bool {
	version, ok := strings.CutPrefix(e["python_version"], "3.")
	minor, err := strconv.Atoi(version)
	if !ok || err != nil {
		return false
	}
	own := "cp3" + strconv.Itoa(minor)
	python := func(tag string) bool {
		if tag == own && (slices.Contains(w.ABI, own) || slices.Contains(w.ABI, "abi3") || slices.Contains(w.ABI, "none")) {
			return true
		}
		if n, ok := strings.CutPrefix(tag, "cp3"); ok && slices.Contains(w.ABI, "abi3") {
			older, err := strconv.Atoi(n)
			return err == nil && older >= 2 && older <= minor
		}
		if tag == "py3" {
			return slices.Contains(w.ABI, "none")
		}
		n, ok := strings.CutPrefix(tag, "py3")
		older, err := strconv.Atoi(n)
		return ok && err == nil && older <= minor && slices.Contains(w.ABI, "none")
	}
	platform := func(tag string) bool {
		return tag == "any" || (strings.HasPrefix(tag, "manylinux") || strings.HasPrefix(tag, "linux_")) && strings.HasSuffix(tag, "_"+e["platform_machine"])
	}
	return slices.ContainsFunc(w.Python, python) && slices.ContainsFunc(w.Platform, platform)
}

// Reached are the packages that an installation of the project puts into the
// environment, without the groups for development: what the root names, and what
// that brings in, where no condition stands against it. A condition that cannot
// be judged lets nothing in.
func (l *Lock) Reached(e Environment) []*LockPackage {
	root := l.Root()
	if root == nil {
		return nil
	}
	type visit struct {
		pkg   *LockPackage
		extra string // "" for the package itself
	}
	seen := map[visit]bool{}
	var queue []visit
	var out []*LockPackage
	add := func(v visit) {
		if !seen[v] {
			seen[v] = true
			queue = append(queue, v)
		}
	}
	follow := func(list []LockDependency) {
		for i := range list {
			d := &list[i]
			if d.Marker.IsSet() {
				m, problems := ParseMarker(d.Marker.Text)
				if len(problems) > 0 || m == nil || m.Over([]Environment{e}) != Always {
					continue
				}
			}
			for _, pkg := range l.Find(d.Name.Text) {
				if d.Version.IsSet() && pkg.Version.Text != d.Version.Text {
					continue
				}
				add(visit{pkg: pkg})
				for _, extra := range d.Extras {
					add(visit{pkg, NormalizeName(extra.Text)})
				}
			}
		}
	}
	add(visit{pkg: root})
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		if v.extra == "" {
			if v.pkg != root {
				out = append(out, v.pkg)
			}
			follow(v.pkg.Dependencies)
			continue
		}
		for _, g := range v.pkg.Extras {
			if NormalizeName(g.Name) == v.extra {
				follow(g.Dependencies)
			}
		}
	}
	return out
}
