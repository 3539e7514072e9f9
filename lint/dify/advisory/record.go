package advisory

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/source/requirement"
)

// record is a record of OSV, as far as it is read.
type record struct {
	ID        string   `json:"id"`
	Withdrawn string   `json:"withdrawn"`
	Aliases   []string `json:"aliases"`
	Summary   string   `json:"summary"`
	Affected  []struct {
		Package struct {
			Ecosystem string `json:"ecosystem"`
			Name      string `json:"name"`
		} `json:"package"`
		Ranges []struct {
			Type   string              `json:"type"`
			Events []map[string]string `json:"events"`
		} `json:"ranges"`
		Versions []string `json:"versions"`
	} `json:"affected"`
	DatabaseSpecific struct {
		Severity any `json:"severity"`
	} `json:"database_specific"`
}

// Limits of what a record may hold; more is cut off.
const (
	maxAliases  = 50
	maxAffected = 500
	maxEvents   = 2000
	maxVersions = 20000
	maxSummary  = 200 // bytes
)

// concerns reports whether a record may be about one of the packages. It looks at
// the text alone, and is right wherever it says no.
func concerns(data []byte, wanted map[string]bool) bool {
	rest := data
	for {
		i := bytes.Index(rest, []byte(`"package"`))
		if i < 0 {
			return false
		}
		rest = rest[i+len(`"package"`):]
		object := rest
		end := bytes.IndexByte(object, '}')
		if end < 0 {
			return true
		}
		object = object[:end]
		j := bytes.Index(object, []byte(`"name"`))
		if j < 0 {
			return true
		}
		value := bytes.TrimLeft(object[j+len(`"name"`):], " \t\r\n:")
		if len(value) == 0 || value[0] != '"' {
			return true
		}
		value = value[1:]
		k := bytes.IndexAny(value, `"\`)
		if k < 0 || value[k] == '\\' || wanted[requirement.NormalizeName(string(value[:k]))] {
			return true
		}
	}
}

// decode reads what a record says of the packages.
func decode(data []byte, wanted map[string]bool) ([]*Advisory, error) {
	var r record
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, err
	}
	if r.Withdrawn != "" || r.ID == "" {
		return nil, nil
	}
	byName := map[string]*Advisory{}
	var out []*Advisory
	for i, a := range r.Affected {
		name := requirement.NormalizeName(a.Package.Name)
		if i >= maxAffected || !strings.EqualFold(a.Package.Ecosystem, "PyPI") || !wanted[name] {
			continue
		}
		v := byName[name]
		if v == nil {
			v = &Advisory{ID: r.ID, Aliases: cut(r.Aliases, maxAliases), Package: name, Summary: line(r.Summary), Severity: severity(r.DatabaseSpecific.Severity), listed: map[string]bool{}}
			byName[name] = v
			out = append(out, v)
		}
		for _, s := range cut(a.Versions, maxVersions) {
			if p, ok := requirement.ParseVersion(s); ok {
				v.listed[spelling(p)] = true
			}
		}
		for _, g := range a.Ranges {
			if g.Type == "ECOSYSTEM" || g.Type == "SEMVER" {
				v.add(cut(g.Events, maxEvents))
			}
		}
	}
	return out, nil
}

// spelling is one text for all versions that are equal: 1.0 and 1.0.0 are.
func spelling(v requirement.Version) string {
	v = v.Public()
	n := len(v.Release)
	for n > 1 && v.Release[n-1] == 0 {
		n--
	}
	v.Release = v.Release[:n]
	return v.String()
}

// event is where a range begins or ends.
type event struct {
	at   requirement.Version // not valid for the very beginning
	kind string
}

// add lays a range over those there are. Its events need not be in order.
func (a *Advisory) add(raw []map[string]string) {
	var events []event
	for _, e := range raw {
		for kind, s := range e {
			switch kind {
			case "introduced", "fixed", "last_affected":
			default:
				continue
			}
			v, ok := requirement.ParseVersion(s)
			if s == "0" && kind == "introduced" {
				v, ok = requirement.Version{}, true
			}
			if !ok {
				return // a range whose end is not known is none
			}
			events = append(events, event{v, kind})
		}
	}
	slices.SortStableFunc(events, func(x, y event) int {
		if !x.at.IsValid() || !y.at.IsValid() {
			return boolInt(x.at.IsValid()) - boolInt(y.at.IsValid())
		}
		// A fix ends a range before the next begins at the same version; the last
		// version that is affected ends it behind.
		return cmp.Or(x.at.Compare(y.at), cmp.Compare(order[x.kind], order[y.kind]))
	})
	open := false
	var from requirement.Version
	for _, e := range events {
		switch e.kind {
		case "introduced":
			if !open {
				open, from = true, e.at
			}
		case "fixed":
			a.fixes = append(a.fixes, e.at)
			if open {
				a.affected, open = a.affected.Union(requirement.Between(from, e.at)), false
			}
		case "last_affected":
			if e.at.Compare(a.last) > 0 {
				a.last = e.at
			}
			if open {
				a.affected, open = a.affected.Union(requirement.UpTo(from, e.at)), false
			}
		}
	}
	if open {
		a.affected = a.affected.Union(requirement.Between(from, requirement.Version{}))
	}
}

var order = map[string]int{"fixed": 0, "introduced": 1, "last_affected": 2}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// severity is the word for a severity, as GitHub's advisories and others write it.
func severity(v any) string {
	s, _ := v.(string)
	switch s = strings.ToLower(s); s {
	case "critical", "high", "moderate", "low":
		return s
	case "medium":
		return "moderate"
	}
	return ""
}

// line is the first line of a text, cut to what a message can hold.
func line(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	if len(s) > maxSummary {
		s = strings.ToValidUTF8(s[:maxSummary], "") + "…"
	}
	return s
}

func cut[T any](list []T, most int) []T { return list[:min(len(list), most)] }
