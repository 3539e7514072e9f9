package main

// The entries for SchemaStore's catalog, and the configurations for its tests.

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/config"
	"github.com/difylint/difylint/schema"
	"github.com/santhosh-tekuri/jsonschema/v5"
	"gopkg.in/yaml.v3"
)

// catalogEntry is what the catalog holds of a schema.
type catalogEntry struct {
	Name        string   `json:"name"`
	Description string   `json:"description"`
	FileMatch   []string `json:"fileMatch,omitempty"`
	URL         string   `json:"url"`
}

func TestSchemaStoreCatalog(t *testing.T) {
	var entries []catalogEntry
	for _, kind := range schemaKinds() {
		data, err := schemaOf(kind, false)
		if err != nil {
			t.Fatal(err)
		}
		var s struct {
			ID          string `json:"$id"`
			Title       string `json:"title"`
			Description string `json:"description"`
		}
		if err := json.Unmarshal(data, &s); err != nil {
			t.Fatal(err)
		}
		if s.ID != schema.Address(kind) || s.Title == "" || s.Description == "" {
			t.Errorf("%s: $id %q, title %q, description %q", kind, s.ID, s.Title, s.Description)
		}
		e := catalogEntry{Name: s.Title, Description: s.Description, URL: s.ID}
		if kind == "config" {
			e.FileMatch = []string{config.Name}
		}
		entries = append(entries, e)
	}
	slices.SortFunc(entries, func(a, b catalogEntry) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(entries); err != nil {
		t.Fatal(err)
	}
	hold(t, filepath.Join(root(t), "docs", "schemastore", "catalog.json"), b.Bytes())
	for i, e := range entries[1:] {
		if e.Name == entries[i].Name {
			t.Errorf("two entries are named %q", e.Name)
		}
	}
}

func TestSchemaStoreConfigurations(t *testing.T) {
	data, err := schemaOf("config", false)
	if err != nil {
		t.Fatal(err)
	}
	s, err := jsonschema.CompileString(schema.Address("config"), string(data))
	if err != nil {
		t.Fatal(err)
	}
	for name, good := range map[string]bool{"good.yaml": true, "bad.yaml": false} {
		data, err := os.ReadFile(filepath.Join(root(t), "docs", "schemastore", name))
		if err != nil {
			t.Fatal(err)
		}
		dec := yaml.NewDecoder(bytes.NewReader(data))
		n := 0
		for ; ; n++ {
			var doc any
			if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			if err := s.Validate(doc); (err == nil) != good {
				t.Errorf("%s, document %d: %v", name, n+1, err)
			}
		}
		if n < 3 {
			t.Errorf("%s has %d documents", name, n)
		}
	}
}
