package lint

import (
	"path"
	"slices"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/difylint/difylint/lint/dify/releases"
)

// Config is what is in force for one plugin. It is resolved before a run and
// not changed by it; a rule is never changed by configuration. A nil Config
// stands for the rules' own defaults. See lint/config for its file.
type Config struct {
	// Path is the file that it was read from, as reports print it, or "".
	Path string
	// Rules maps a rule's ID, or family/*, to what is set for it.
	Rules map[string]Setting
	// Overrides apply to the files that they match, in order.
	Overrides []Override
	// Profile is marketplace, private or official; "" lets the rules find out
	// from the manifest.
	Profile string
	// Lang is the language of reports for people, by its tag; "" leaves it to who runs.
	Lang string
	// Dify is the releases of Dify that the plugin is meant for, empty where the
	// configuration does not say.
	Dify releases.Set
	// ReviewDate is the day by whose limits the marketplace is meant to judge;
	// zero for that of the run.
	ReviewDate time.Time
	// Installation is the folder or file of the Dify installation that the plugin is
	// judged for, as reports print it, or "".
	Installation string
	// Baseline is the file with the findings that are left for later, as reports
	// print it, or "".
	Baseline string
	// FailOn is the least severity that makes the check fail; Inherit means error.
	FailOn Severity
	// FailNever is true where no finding makes the check fail.
	FailNever bool
	// Exclude matches the files whose findings are left out.
	Exclude Globs
	// Problems are what is wrong with the configuration's own files.
	Problems []Finding
}

// Setting is what a configuration says of one rule.
type Setting struct {
	// Off turns the rule off, On turns on one that is off by default.
	Off, On bool
	// Severity replaces the rule's, where set.
	Severity Severity
	// Options by name; the types are those of the options' defaults.
	Options map[string]any
}

// Override is a part of a configuration that holds for some files.
type Override struct {
	Files Globs
	Rules map[string]Setting
}

// Globs match files by their slash-separated paths below the folder of the
// configuration: * and ? stop at a slash, ** does not. A pattern without a slash
// matches at any depth, and one that matches a folder matches what is in it.
type Globs struct {
	Patterns []string
	// Base is the plugin's folder as seen from the configuration's: "" for the
	// same one, "tools/search" below it.
	Base string
}

// Match reports whether a file of the plugin is meant.
func (g Globs) Match(name string) bool {
	if len(g.Patterns) == 0 {
		return false
	}
	name = path.Join(g.Base, name)
	for _, p := range g.Patterns {
		p = strings.TrimSuffix(strings.TrimPrefix(p, "/"), "/")
		if !strings.Contains(p, "/") {
			p = "**/" + p
		}
		for n := name; n != "." && n != "/"; n = path.Dir(n) {
			if doublestar.MatchUnvalidated(p, n) {
				return true
			}
		}
	}
	return false
}

// setting is what is in force for a rule, the specific before the family.
func setting(rules map[string]Setting, r *Rule) Setting {
	for _, pattern := range r.patterns() {
		if s, ok := rules[pattern]; ok {
			return s
		}
	}
	return Setting{}
}

// Enabled reports whether the rule runs at all.
func (c *Config) Enabled(r *Rule) bool {
	if c == nil {
		return !r.Off
	}
	s := setting(c.Rules, r)
	return s.On || s.Severity != Inherit || !s.Off && !r.Off || c.overridden(r)
}

// overridden reports whether some override may turn the rule on for a file.
func (c *Config) overridden(r *Rule) bool {
	return slices.ContainsFunc(c.Overrides, func(o Override) bool {
		s := setting(o.Rules, r)
		return s.On || s.Severity != Inherit
	})
}

// Option is the value in force of a rule's option: the configuration's, else
// the default.
func (c *Config) Option(r *Rule, name string) any {
	if c != nil {
		for _, pattern := range r.patterns() {
			if v, ok := c.Rules[pattern].Options[name]; ok {
				return v
			}
		}
	}
	for _, o := range r.Options {
		if o.Name == name {
			return o.Default
		}
	}
	return nil
}

// SeverityFor is the severity of a rule's findings in a file, given the one
// that the finding has; ok is false where they are left out.
func (c *Config) SeverityFor(r *Rule, name string, s Severity) (_ Severity, ok bool) {
	if c == nil {
		return s, true
	}
	if c.Exclude.Match(name) {
		return s, false
	}
	keep := !r.Off
	use := func(rules map[string]Setting) {
		set := setting(rules, r)
		if set.Off {
			keep = false
		}
		if set.On || set.Severity != Inherit {
			keep = true
		}
		if set.Severity != Inherit {
			s = set.Severity
		}
	}
	use(c.Rules)
	for _, o := range c.Overrides {
		if o.Files.Match(name) {
			use(o.Rules)
		}
	}
	return s, keep
}

// apply sets a finding's severity and says whether it stays.
func (c *Config) apply(f *Finding) (keep bool) {
	f.Severity, keep = c.SeverityFor(f.Rule, f.Path, f.Severity)
	return keep
}
