package schema

// The schemas for validators that know the keywords of JSON Schema alone.

import (
	"errors"
	"regexp"
	"slices"
	"strings"
)

// plainBase is where the schemas without annotations are published.
const plainBase = base + "plain/"

// Plain returns a schema without this project's annotations, the keywords that
// begin with "x-". It takes and refuses the same documents, and is written so that
// ajv's strict mode, with allowUnionTypes, compiles it. Its $id is an address of its
// own. The error is that of what is no JSON object.
func Plain(data []byte) ([]byte, error) {
	v, err := decodeOrdered(data)
	if err != nil {
		return nil, err
	}
	o, ok := v.(*ordered)
	if !ok {
		return nil, errors.New("not an object")
	}
	strict(o, false)
	if id, ok := o.values["$id"].(string); ok {
		o.values["$id"] = plainBase + strings.TrimPrefix(id, base)
	}
	return indented(o)
}

var (
	everyType = []any{"null", "boolean", "object", "array", "number", "string"}
	// ofType are the keywords that speak of values of one type.
	ofType = []string{
		"minLength", "maxLength", "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
		"items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems",
		"properties", "patternProperties", "additionalProperties", "propertyNames", "required", "minProperties", "maxProperties", "dependentRequired", "dependentSchemas",
	}
	sameValue = []string{"allOf", "anyOf", "oneOf", "not", "if", "then", "else"}
	itsParts  = []string{"items", "prefixItems", "contains", "additionalProperties", "propertyNames"}
	byName    = []string{"properties", "patternProperties", "dependentSchemas", "$defs"}
)

// strict rewrites a schema and those in it. typed is whether a schema of the same
// value around this one names types.
func strict(v any, typed bool) {
	if list, ok := v.([]any); ok {
		for _, item := range list {
			strict(item, typed)
		}
		return
	}
	o, ok := v.(*ordered)
	if !ok {
		return
	}
	for _, k := range slices.Clone(o.keys) {
		if strings.HasPrefix(k, "x-") {
			o.remove(k)
		}
	}
	requireDefined(o)
	onePattern(o)
	if _, ok := o.values["type"]; ok {
		typed = true
	} else if !typed && slices.ContainsFunc(ofType, func(k string) bool { return o.values[k] != nil }) {
		// What is of another type is not spoken of: any type will do.
		o.set("type", everyType)
		typed = true
	}
	for _, k := range sameValue {
		strict(o.values[k], typed)
	}
	for _, k := range itsParts {
		strict(o.values[k], false)
	}
	for _, k := range byName {
		if named, ok := o.values[k].(*ordered); ok {
			for _, name := range named.keys {
				strict(named.values[name], false)
			}
		}
	}
}

// requireDefined gives each required property a schema, where that means nothing.
func requireDefined(o *ordered) {
	required, _ := o.values["required"].([]any)
	if _, closed := o.values["additionalProperties"]; closed || len(required) == 0 {
		return
	}
	properties, ok := o.values["properties"].(*ordered)
	if !ok {
		properties = &ordered{values: map[string]any{}}
	}
	for _, r := range required {
		if name, ok := r.(string); ok && properties.values[name] == nil {
			properties.set(name, true)
		}
	}
	o.set("properties", properties)
}

// onePattern takes the names of properties out of the patterns that match them,
// too: their schemas get what the patterns ask.
func onePattern(o *ordered) {
	properties, _ := o.values["properties"].(*ordered)
	patterns, _ := o.values["patternProperties"].(*ordered)
	if properties == nil || patterns == nil {
		return
	}
	for _, pattern := range slices.Clone(patterns.keys) {
		re, err := regexp.Compile(pattern)
		if err != nil {
			continue
		}
		var names []string
		for _, name := range properties.keys {
			if re.MatchString(name) {
				names = append(names, regexp.QuoteMeta(name))
				both := &ordered{values: map[string]any{}}
				both.set("allOf", []any{properties.values[name], clone(patterns.values[pattern])})
				properties.values[name] = both
			}
		}
		if names != nil {
			patterns.set("^(?!(?:"+strings.Join(names, "|")+")$)(?:"+pattern+")", patterns.values[pattern])
			patterns.remove(pattern)
		}
	}
}
