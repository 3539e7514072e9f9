package lint

// Config is what is in force for one plugin. It is resolved before a run and
// not changed by it; a rule is never changed by configuration.
type Config struct {
	// Path is the file that it was read from, or "".
	Path string
	// Rules maps a rule's ID, or family/*, to what is set for it.
	Rules map[string]Setting
	// Overrides apply to the files that they match, in order.
	Overrides []Override
	// Profile is marketplace, private or official; "" lets the rules find out
	// from the manifest.
	Profile string
	// MinimumDify is the oldest Dify that the plugin is meant for, or "".
	MinimumDify string
	// RequireReason makes an ignore without a reason a finding.
	RequireReason bool
	// FailOn is the least severity that makes the check fail; Inherit means error.
	FailOn Severity
	// Exclude are globs of paths, relative to the plugin, whose findings are left out.
	Exclude []string
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
	// Files are globs (doublestar) of paths relative to the plugin's root.
	Files []string
	Rules map[string]Setting
	// Match is set by the configuration's reader.
	Match func(path string) bool
}

// setting is what is in force for a rule, the specific before the family.
func setting(rules map[string]Setting, r *Rule) (Setting, bool) {
	if s, ok := rules[r.ID]; ok {
		return s, true
	}
	s, ok := rules[r.Family()+"/*"]
	return s, ok
}

// Enabled reports whether the rule runs at all.
func (c *Config) Enabled(r *Rule) bool {
	if c == nil {
		return !r.Off
	}
	if s, ok := setting(c.Rules, r); ok {
		if s.On || s.Severity != Inherit {
			return true
		}
		if s.Off {
			return c.overridden(r)
		}
	}
	return !r.Off || c.overridden(r)
}

// overridden reports whether some override may turn the rule on for a file.
func (c *Config) overridden(r *Rule) bool {
	for _, o := range c.Overrides {
		if s, ok := setting(o.Rules, r); ok && (s.On || s.Severity != Inherit) {
			return true
		}
	}
	return false
}

// Option is the value in force of a rule's option: the configuration's, else
// the default.
func (c *Config) Option(r *Rule, name string) any {
	if c != nil {
		for _, key := range []string{r.ID, r.Family() + "/*"} {
			if s, ok := c.Rules[key]; ok {
				if v, ok := s.Options[name]; ok {
					return v
				}
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

// apply sets a finding's severity and says whether it stays.
func (c *Config) apply(f *Finding) bool {
	if c == nil {
		return true
	}
	keep := true
	use := func(rules map[string]Setting) {
		s, ok := setting(rules, f.Rule)
		if !ok {
			return
		}
		if s.Off {
			keep = false
		}
		if s.On || s.Severity != Inherit {
			keep = true
		}
		if s.Severity != Inherit {
			f.Severity = s.Severity
		}
	}
	use(c.Rules)
	for _, o := range c.Overrides {
		if o.Match != nil && o.Match(f.Path) {
			use(o.Rules)
		}
	}
	return keep
}
