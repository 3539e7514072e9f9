package installation

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
)

// ValueType reports values that the daemon cannot parse.
var ValueType = &lint.Rule{
	ID: "installation/value-type", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", Subject: subject,
	Title:   "a value that the daemon cannot parse",
	Why:     "The daemon parses its settings as Go does, before it does anything else. A boolean is true or false (not `yes`, `on`, `no` or `off`), a number is a whole number without unit (not `600.0` or `100M`), a duration has a unit (`5s`). A name that is set to the empty text counts as set: of a boolean or a number it cannot be parsed either. The daemon then stops at once, and starts over and over.",
	Sources: []string{configSource, "kelseyhightower/envconfig: envconfig.go (processField)"},
	Run: withDaemon(func(v *view) {
		for name, of := range v.daemon.Values() {
			set := installation.OfDaemon(name)
			if set == nil || !set.Known(v.release) {
				continue
			}
			says, repair := unparsed(set.Kind, of.Text)
			if says.Format == "" {
				continue
			}
			f := lint.Finding{Message: lint.Msg("%s is %s: the daemon does not start", named(of), says)}
			if of.Text != "" {
				f.Message = lint.Msg("%s is %q, %s: the daemon does not start", named(of), of.Shown(), says)
			}
			if repair != "" {
				f.Fixes = lint.SafeFix(lint.Msg("Write %s", repair), of.Replace(repair))
			}
			v.found(of, f)
		}
		// Pydantic takes more words for a boolean than Go does.
		if of := env(v.api, "MARKETPLACE_ENABLED"); of != nil && of.Text != "" {
			if says, _ := unparsed("bool", of.Text); says.Format != "" && !slices.Contains(pydanticBools, strings.ToLower(of.Text)) {
				v.foundf(of, "%s is %q, %s: Dify's API does not start", named(of), of.Shown(), says)
			}
		}
	}),
}

// pydanticBools are booleans for Dify's API (pydantic) that are none for Go.
var pydanticBools = []string{"y", "yes", "n", "no", "on", "off"}

// kinds are the kinds of Go that the daemon parses, each with what is wrong with an
// empty text.
var kinds = map[string]struct {
	empty  lint.Message
	parses func(string) error
}{
	"bool":          {lint.Msg("empty, but it must be a boolean (true or false)"), parsing(strconv.ParseBool)},
	"int":           {lint.Msg("empty, but it must be a number"), parsing(parseInt)},
	"int64":         {lint.Msg("empty, but it must be a number"), parsing(parseInt)},
	"uint16":        {lint.Msg("empty, but it must be a number"), parsing(func(s string) (uint64, error) { return strconv.ParseUint(s, 0, 16) })},
	"float64":       {lint.Msg("empty, but it must be a number"), parsing(parseFloat)},
	"time.Duration": {lint.Msg("empty, but it must be a duration (5s)"), parsing(time.ParseDuration)},
}

func parsing[T any](parse func(string) (T, error)) func(string) error {
	return func(s string) error { _, err := parse(s); return err }
}

func parseInt(s string) (int64, error)     { return strconv.ParseInt(s, 0, 64) }
func parseFloat(s string) (float64, error) { return strconv.ParseFloat(s, 64) }

// unparsed says why the daemon cannot parse a text as a kind of Go, and what was
// meant where that is certain. It is "" where it can.
func unparsed(kind, s string) (says lint.Message, repair string) {
	k, checked := kinds[kind]
	if !checked || k.parses(s) == nil {
		return says, ""
	}
	if s == "" {
		return k.empty, ""
	}
	trimmed := strings.Trim(s, " \t\r\n\"'")
	switch kind {
	case "bool":
		switch strings.ToLower(trimmed) {
		case "yes", "on", "y", "enable", "enabled", "true", "1":
			repair = "true"
		case "no", "off", "n", "disable", "disabled", "false", "0":
			repair = "false"
		}
		return lint.Msg("which is not a boolean (true or false)"), repair
	case "float64":
		if _, err := parseFloat(trimmed); err == nil {
			repair = trimmed
		}
		return lint.Msg("which is not a number"), repair
	case "time.Duration":
		if _, err := strconv.ParseUint(trimmed, 10, 32); err == nil {
			return lint.Msg("which has no unit: a duration is written as %ss", trimmed), ""
		}
		return lint.Msg("which is not a duration (5s, 1m30s)"), ""
	}
	return whole(kind, s, trimmed)
}

// whole says why a text is no whole number.
func whole(kind, s, trimmed string) (says lint.Message, repair string) {
	if x, err := parseFloat(trimmed); err == nil {
		if x == float64(int64(x)) && x >= 0 && (kind != "uint16" || x < 1<<16) {
			repair = strconv.FormatInt(int64(x), 10)
		}
		switch {
		case kind == "uint16" && repair == "":
			return lint.Msg("which is not a number from 0 to 65535"), ""
		case trimmed != s:
			return lint.Msg("which has spaces or quotation marks around the number"), repair
		}
		return lint.Msg("which is not a whole number (an integer without fraction)"), repair
	}
	if n, ok := size(trimmed); ok && n > 0 {
		return lint.Msg("which is not a whole number: the daemon knows no units, write %d", n), strconv.FormatInt(n, 10)
	}
	return lint.Msg("which is not a whole number"), ""
}

// units are the letters behind a size.
var units = map[string]int64{"k": 1 << 10, "kb": 1 << 10, "kib": 1 << 10, "m": 1 << 20, "mb": 1 << 20, "mib": 1 << 20, "g": 1 << 30, "gb": 1 << 30, "gib": 1 << 30}

// size is a number of bytes with a unit.
func size(s string) (int64, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	i := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if i <= 0 {
		n, err := strconv.ParseInt(s, 10, 64)
		return n, err == nil
	}
	n, err := strconv.ParseInt(s[:i], 10, 32)
	unit, ok := units[strings.TrimSpace(s[i:])]
	return n * unit, err == nil && ok
}
