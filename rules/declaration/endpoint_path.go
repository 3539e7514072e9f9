package declaration

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/releases"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// EndpointPath reports endpoint paths that werkzeug refuses, and parts that only
// look like a placeholder.
var EndpointPath = &lint.Rule{
	ID: "declaration/endpoint-path", Gate: lint.Start, Severity: lint.Error, Refuses: releases.Every(releases.SDK), Since: "0.2.0",
	Title: "the path of an endpoint is not a rule that werkzeug takes",
	Why: "When the plugin starts, the SDK makes a werkzeug rule of every endpoint's path, and the process ends where one is " +
		"malformed. A part of the URL is captured with `<name>` or `<converter:name>`: the name is a Python name and may " +
		"appear once, and the converter is one of string, int, float, path, uuid, any and default. Braces and colons, as " +
		"other frameworks have them, are plain text: `/items/{id}` answers to that URL alone.",
	Sources: []string{"dify-plugin-sdks: src/dify_plugin/core/plugin_registration.py (_resolve_endpoints)", "werkzeug: src/werkzeug/routing/rules.py, converters.py"},
	Run: lint.EachDocument(func(d *plugin.Document, report func(lint.Finding)) {
		if d.Kind != plugin.Endpoint {
			return
		}
		n := d.Root.Get("path")
		if !n.IsScalar() || n.IsNull() {
			return
		}
		s := n.Str()
		f := lint.Finding{Place: plugin.At(d, n)}
		if f.Message = malformed(s); f.Message.Format != "" {
			report(f)
			return
		}
		if m := foreign().FindStringSubmatch(s); m != nil {
			meant := foreign().ReplaceAllString(s, "$1<$2$3>")
			f.Gate, f.Severity = lint.None, lint.Warning
			f.Message = lint.Msg("%q is plain text in a path and captures nothing; to capture a part of the URL write <%s>", strings.TrimPrefix(m[0], "/"), m[2]+m[3])
			f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", meant), yamledit.ReplaceValue(d.Tree, n, meant))
			report(f)
		}
	}),
}

// foreign is a part that other frameworks take for a placeholder.
var foreign = text.Regexp(`(/)(?:\{([A-Za-z_][A-Za-z0-9_]*)\}|:([A-Za-z_][A-Za-z0-9_]*)\b)`)

// placeholder is werkzeug's placeholder, from its "<" on.
var placeholder = text.Regexp(`^<(?:([a-zA-Z_][a-zA-Z0-9_]*)(?:\((.*?)\))?:)?([a-zA-Z_][a-zA-Z0-9_]*)>`)

// argument is one argument of a converter with the comma behind it.
var argument = text.Regexp(`^\s*(?:(\w+)\s*=\s*)?(True|False|\d+.\d+|\d+.|\d+|[\p{L}\p{N}_.]+|[urUR]?(?:"[^"]*?"|'[^']*'))\s*,`)

// converters are werkzeug's converters, each with the arguments that it takes by
// position and by name; nil where it takes any.
var converters = map[string][]string{
	"default": {"minlength", "maxlength", "length"}, "string": {"minlength", "maxlength", "length"},
	"int": {"fixed_digits", "min", "max", "signed"}, "float": {"min", "max", "signed"},
	"any": nil, "path": nil, "uuid": nil,
}

// malformed says why werkzeug refuses a path; the format is empty where it does not.
func malformed(path string) lint.Message {
	seen := map[string]bool{}
	for {
		open := strings.IndexByte(path, '<')
		if open < 0 {
			return lint.Message{}
		}
		path = path[open:]
		m := placeholder().FindStringSubmatch(path)
		if m == nil {
			end := strings.IndexAny(path, ">/")
			if end < 0 || path[end] != '>' {
				return lint.Msg("this path has a < without its >")
			}
			return lint.Msg("%q captures nothing: between < and > stands a name of letters, digits and \"_\", with a converter and a colon before it at most", path[:end+1])
		}
		converter, name := cmp.Or(m[1], "default"), m[3]
		switch {
		case seen[name]:
			return lint.Msg("the path captures %q twice; each name may appear once", name)
		case name == "None" || name == "True" || name == "False":
			return lint.Msg("%q is a constant of Python and cannot name a part of a path", name)
		}
		seen[name] = true
		takes, known := converters[converter]
		if !known {
			return unknownConverter(converter, name)
		}
		if why := badArguments(converter, takes, m[2]); why.Format != "" {
			return why
		}
		path = path[len(m[0]):]
	}
}

func unknownConverter(converter, name string) lint.Message {
	all := slices.Sorted(maps.Keys(converters))
	if converters[name] != nil {
		return lint.Msg("the converter %q does not exist; the converter comes before the colon, as in <%s:%s>", converter, name, converter)
	}
	if meant, ok := near.Nearest(converter, all); ok {
		return lint.Msg("the converter %q does not exist; did you mean %q?", converter, meant)
	}
	return lint.Msg("the converter %q does not exist; werkzeug has %s", converter, text.Join(all))
}

// badArguments says why a converter does not take its arguments.
func badArguments(converter string, takes []string, args string) lint.Message {
	var byPosition []string
	for i, rest := 0, args+","; ; i++ {
		m := argument().FindStringSubmatch(rest)
		if m == nil {
			for k := range rest { // werkzeug skips what leads to no argument, and refuses to skip to one
				if argument().MatchString(rest[k:]) {
					return lint.Msg("the arguments %q of the converter %q cannot be read", args, converter)
				}
			}
			return lint.Message{}
		}
		rest = rest[len(m[0]):]
		name, value := m[1], m[2]
		switch {
		case converter == "any" && name != "":
			return lint.Msg("the converter any takes no argument named %q; it lists the words: <any(a, b):name>", name)
		case takes == nil:
			continue
		case name == "" && i >= len(takes):
			return lint.Msg("the converter %q takes at most %d arguments: %s", converter, len(takes), text.Join(takes))
		case name == "":
			name = takes[i]
			byPosition = append(byPosition, name)
		case !slices.Contains(takes, name):
			return lint.Msg("the converter %q takes no argument %q; it takes %s", converter, name, text.Join(takes))
		case slices.Contains(byPosition, name):
			return lint.Msg("the converter %q is given %q twice", converter, name)
		}
		if takes[0] == "minlength" && !wholeNumber().MatchString(strings.TrimSpace(value)) {
			return lint.Msg("%s of the converter %q is %s; it must be a whole number", name, converter, value)
		}
	}
}

// wholeNumber is what Python's int() takes of what an argument can be.
var wholeNumber = text.Regexp(`^(?:\d+(?:\.\d*)?|None|True|False)$`)
