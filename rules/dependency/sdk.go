package dependency

import (
	"strconv"
	"strings"
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/text"
)

// floors are the oldest SDKs that the marketplace takes from a day on, the newest last. As of 2026-08-21, from
// dify-marketplace-toolkit, toolkit/checks/dependencies.py (MIN_DIFY_PLUGIN), the
// marketplace's published questions and answers, and the reviews in dify-plugins
// (the first to ask for 0.9.0 is #2496). To refresh: read the constant, and add a
// row with the day of its change.
var floors = []struct {
	from    time.Time
	version string
}{
	{time.Date(2025, 11, 1, 0, 0, 0, 0, time.UTC), "0.5.0"},
	{time.Date(2026, 6, 8, 0, 0, 0, 0, time.UTC), "0.9.0"},
}

// floorOn is the limit on a day.
func floorOn(day time.Time) (v requirement.Version, ok bool) {
	for _, f := range floors {
		if !day.Before(f.from) {
			v, ok = requirement.ParseVersion(f.version)
		}
	}
	return v, ok
}

// reviewDay is the day by whose limits a plugin is judged.
func reviewDay(p *lint.Pass) time.Time {
	if p.Config != nil && !p.Config.ReviewDate.IsZero() {
		return p.Config.ReviewDate
	}
	return p.Now()
}

// sdkLines are the SDK's lines in the file that the daemon takes.
func sdkLines(p *plugin.Plugin) []line {
	var out []line
	for _, l := range installed(p) {
		if l.Key() == sdkName {
			out = append(out, l)
		}
	}
	return out
}

// The two patterns by which the daemon looks for the SDK's version in the text
// of the file, comments and all (dify-plugin-daemon,
// internal/core/local_runtime/patch.go).
var (
	exactSDK  = text.Regexp(`dify[_-]plugin(?:~=|==)([0-9.a-z]+)`)
	rangedSDK = text.Regexp(`dify[_-]plugin(?:[><]=?|==)([0-9.a-z]+)(?:,(?:[><]=?|==)([0-9.a-z]+))?`)
)

// seenSDK is the version that the daemon takes the SDK to have, and its place.
func seenSDK(f *text.File) (v requirement.Version, at text.Span, ok bool) {
	const most = 1 << 20
	data := f.Data[:min(len(f.Data), most)]
	if m := exactSDK().FindSubmatchIndex(data); m != nil {
		v, ok = requirement.ParseVersion(string(data[m[2]:m[3]]))
		return v, text.Span{Start: m[0], End: m[1]}, ok
	}
	all := rangedSDK().FindAllSubmatchIndex(data, 100)
	for _, m := range all {
		if m[4] < 0 {
			continue // with one clause it goes on to the next line
		}
		if other, valid := requirement.ParseVersion(string(data[m[4]:m[5]])); valid && (!ok || other.Compare(v) > 0) {
			v, at, ok = other, text.Span{Start: m[0], End: m[1]}, true
		}
	}
	if !ok && len(all) > 0 {
		m := all[0]
		v, ok = requirement.ParseVersion(string(data[m[2]:m[3]]))
		at = text.Span{Start: m[0], End: m[1]}
	}
	return v, at, ok
}

// patchedBelow is the SDK below which the daemon overwrites files of it (same
// place).
var patchedBelow, _ = requirement.ParseVersion("0.1.1")

var checkedClause = text.Regexp(`(?:>=|==)\s*([0-9][0-9A-Za-z.+-]*)`)

// passesCheck reports whether the marketplace's check takes the SDK's line: it
// compares the numbers behind the first >= or ==, as many as there are, with all
// three of the limit.
func passesCheck(requirement string, floor requirement.Version) bool {
	m := checkedClause().FindStringSubmatch(requirement)
	if m == nil {
		return false
	}
	parts := strings.Split(m[1], ".")
	for i := range 3 {
		if i >= len(parts) {
			return false
		}
		n, err := strconv.ParseUint(parts[i], 10, 32)
		if err != nil {
			return false
		}
		if want := floor.Segment(i); n != want {
			return n > want
		}
	}
	return true
}
