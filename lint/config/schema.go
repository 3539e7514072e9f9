package config

// The JSON Schema of the file, made from the rules' own data.

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/lang"
)

// SchemaID is where the schema is published.
const SchemaID = "https://difylint.github.io/difylint/schema/config.schema.json"

// object is a JSON object; its keys are written in the order of the alphabet.
type object = map[string]any

// Schema is the JSON Schema (draft 2020-12) of a configuration for a catalogue
// of rules, indented, with a line break at its end.
func Schema(rules []*lint.Rule) []byte {
	severity := object{
		"description": "How findings are reported; off leaves them out, on turns a rule on at its own severity.",
		"enum":        severities,
	}
	settings, plain := object{}, object{}
	families := map[string]bool{}
	for _, r := range rules {
		plain[r.ID] = object{"$ref": "#/$defs/rule"}
		settings[r.ID] = object{"description": describe(r), "$ref": "#/$defs/rule"}
		if len(r.Options) > 0 {
			options := object{"severity": object{"$ref": "#/$defs/severity"}}
			for _, o := range r.Options {
				options[o.Name] = optionSchema(&o)
			}
			settings[r.ID] = object{"description": describe(r), "anyOf": []any{
				object{"$ref": "#/$defs/severity"},
				object{"type": "object", "additionalProperties": false, "properties": options},
			}}
		}
		families[r.Family()] = true
	}
	for f := range families {
		plain[f+"/*"] = object{"$ref": "#/$defs/rule"}
		settings[f+"/*"] = object{"description": "Every rule of the family " + f + " that is not named itself.", "$ref": "#/$defs/rule"}
	}
	s := object{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"$id":                  SchemaID,
		"title":                "difylint configuration",
		"description":          "Which rules apply to which files, and for what the plugins are meant: .difylint.yaml.",
		"type":                 []string{"object", "null"},
		"additionalProperties": false,
		"properties": object{
			"extends": listOf(object{"type": "string", "pattern": `\.ya?ml$`}, "Files that this one builds upon, by paths relative to it. Its own words come last."),
			"rules": object{"description": "Severities and options, by a rule's ID or family/*. The ID wins over its family.",
				"type": []string{"object", "null"}, "additionalProperties": false, "properties": settings},
			"exclude": listOf(object{"type": "string", "minLength": 1}, "Patterns of paths, relative to this file's folder, whose findings are left out. One without a slash matches at any depth."),
			"overrides": object{"description": "Severities for some files, in order.", "type": []string{"array", "null"}, "items": object{
				"type": "object", "additionalProperties": false, "required": []string{"files"},
				"properties": object{
					"files": listOf(object{"type": "string", "minLength": 1}, "Patterns of paths, as under exclude."),
					"rules": object{"type": []string{"object", "null"}, "additionalProperties": false, "properties": plain},
				},
			}},
			"baseline": object{"description": "The file with the findings that are left for later, in this folder or below it. By default the nearest .difylint-baseline.yaml upwards of a plugin.", "type": "string", "minLength": 1},
			"fail-on":  object{"description": "The least severity that makes the check fail.", "default": "error", "enum": failOn},
			"lang":     object{"description": "The language of reports for people. By default the locale's.", "enum": lang.Tags()},
			"target": object{"description": "For what the plugins are meant.", "type": "object", "additionalProperties": false, "properties": object{
				"dify":         object{"description": "The releases of Dify to judge for: 1.9.0, 1.6.0..1.9.2 or >=1.6.0. By default the newest known, and those that the manifest promises by minimum_dify_version.", "type": []string{"string", "number"}, "pattern": difyVersion().String()},
				"installation": object{"description": "The installation of Dify that they are judged for: its docker folder, compose file or .env, relative to this file's folder.", "type": "string", "minLength": 1},
				"review-date": object{"description": "The day by whose limits the marketplace judges; today by default.", "type": "string",
					"pattern": `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`},
				"profile": object{"description": "marketplace: to be published there; private: for one's own Dify; official: by Dify itself. By default the manifest decides.", "enum": profiles},
			}},
			"ignores": object{"description": "What is asked of comments that ignore findings.", "type": "object", "additionalProperties": false, "properties": object{
				"require-reason": object{"description": "Each gives its reason.", "type": "boolean", "default": false},
			}},
		},
		"$defs": object{
			"severity": severity,
			"rule": object{"anyOf": []any{
				object{"$ref": "#/$defs/severity"},
				object{"type": "object", "additionalProperties": false, "properties": object{"severity": object{"$ref": "#/$defs/severity"}}},
			}},
		},
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(s); err != nil {
		return nil // strings, lists and maps of them always encode
	}
	return b.Bytes()
}

func describe(r *lint.Rule) string {
	s := strings.ToUpper(r.Title[:min(1, len(r.Title))]) + r.Title[min(1, len(r.Title)):] + "."
	if r.Off {
		s += " Off by default."
	}
	return strings.TrimSuffix(s+" "+r.URL(), " ")
}

func listOf(item object, about string) object {
	return object{"description": about, "anyOf": []any{item, object{"type": "array", "items": item}}}
}

func optionSchema(o *lint.Option) object {
	s := object{"description": o.Doc, "default": o.Default}
	switch {
	case o.Type == "strings":
		item := object{"type": "string"}
		if len(o.Enum) > 0 {
			item = object{"enum": slices.Sorted(slices.Values(o.Enum))}
		}
		s["anyOf"] = []any{item, object{"type": "array", "items": item}}
	case len(o.Enum) > 0:
		s["enum"] = slices.Sorted(slices.Values(o.Enum))
	default:
		s["type"] = o.Type
	}
	return s
}
