// Command validate holds JSON documents against a JSON Schema. It is run by
// .ci/parts/validate-formats, with schemas that others publish.
//
//	validate SCHEMA DOCUMENT...
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

func main() {
	if len(os.Args) < 3 {
		_, _ = fmt.Fprintln(os.Stderr, "usage: validate SCHEMA DOCUMENT...")
		os.Exit(2)
	}
	if err := validate(os.Args[1], os.Args[2:]); err != nil {
		_, _ = fmt.Fprintf(os.Stderr, "validate: %#v\n", err)
		os.Exit(1)
	}
}

// validate reads each document as a sequence of JSON values, so that JSON Lines
// are validated line by line.
func validate(schemaFile string, documents []string) error {
	schema, err := os.ReadFile(schemaFile)
	if err != nil {
		return err
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat = true
	if err := c.AddResource("mem://schema.json", bytes.NewReader(schema)); err != nil {
		return err
	}
	s, err := c.Compile("mem://schema.json")
	if err != nil {
		return err
	}
	for _, name := range documents {
		n, err := validateFile(s, name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		fmt.Printf("%s: valid (%d)\n", name, n)
	}
	return nil
}

// validateFile tells how many values the file holds.
func validateFile(s *jsonschema.Schema, name string) (int, error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer func() { _ = f.Close() }()
	d := json.NewDecoder(f)
	d.UseNumber()
	for n := 0; ; n++ {
		var v any
		switch err := d.Decode(&v); {
		case errors.Is(err, io.EOF):
			return n, nil
		case err != nil:
			return n, err
		}
		if err := s.Validate(v); err != nil {
			return n, err
		}
	}
}
