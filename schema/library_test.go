package schema

// The JSON Schema library, as the second opinion on what judge.go says of the
// newest releases.

import (
	"bytes"
	"fmt"
	"io"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// judgeOf compiles the validator of a kind. It fetches nothing: what is not
// embedded is an error.
func judgeOf(kind string) (*jsonschema.Schema, error) {
	c := jsonschema.NewCompiler()
	extend(c)
	c.LoadURL = func(url string) (io.ReadCloser, error) {
		return nil, fmt.Errorf("%s is not one of the embedded schemas", url)
	}
	for _, k := range append([]string{common}, kinds...) {
		data, err := files.ReadFile("files/" + k + suffix)
		if err != nil {
			return nil, err
		}
		if err := c.AddResource(base+k+suffix, bytes.NewReader(data)); err != nil {
			return nil, err
		}
	}
	return c.Compile(base + kind + suffix)
}

// extend teaches the library what this package understands otherwise.
func extend(c *jsonschema.Compiler) {
	c.AssertFormat = true
	c.Formats = map[string]func(any) bool{"uri": func(v any) bool { s, ok := v.(string); return !ok || isURL(s) }}
	c.RegisterExtension("x-date", nil, dateExtension{})
}

// dateExtension makes "object" refuse the mappings that stand for dates and
// bytes, except where x-date allows them.
type dateExtension struct{}

func (dateExtension) Compile(_ jsonschema.CompilerContext, m map[string]any) (jsonschema.ExtSchema, error) {
	if _, typed := m["type"]; !typed || m["x-date"] == true {
		return nil, nil
	}
	return noDate{}, nil
}

type noDate struct{}

func (noDate) Validate(ctx jsonschema.ValidationContext, v any) error {
	if m, ok := v.(map[string]any); ok && foreign(m) {
		return ctx.Error("type", "a date is not allowed")
	}
	return nil
}
