// Package schema holds the JSON Schemas (draft 2020-12) of every declaration
// file of a Dify plugin, and says where a file does not meet its own.
//
// A schema is more than what a JSON Schema validator reads. Annotations beside
// the keywords say at which gate of the platform a constraint is enforced
// (x-gate), into what the daemon decodes a key (x-go), which side reads it
// (x-sdk, x-unread), and what a value stands for (x-role). Annotation, in
// compile.go, lists them all.
//
// The facts come from the public sources of the two sides of the platform: the
// daemon's structs, validator tags and UnmarshalYAML methods
// (langgenius/dify-plugin-daemon, pkg/entities/plugin_entities and
// pkg/entities/manifest_entities) and the SDK's pydantic models
// (langgenius/dify-plugin-sdks, src/dify_plugin/core/entities/plugin/setup.py
// and src/dify_plugin/entities).
//
// Stable: see docs/stability.md.
package schema

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed files/*.schema.json
var files embed.FS

const (
	base   = "https://difylint.github.io/difylint/schema/"
	suffix = ".schema.json"
	common = "common"
)

// Gate is the moment at which the platform refuses.
type Gate string

// The gates, in the order in which a plugin meets them.
const (
	Package Gate = "package" // `plugin package`: the manifest is validated, every file decoded
	Install Gate = "install" // the daemon, on upload
	Start   Gate = "start"   // the SDK, when the plugin's process starts
	Debug   Gate = "debug"   // the daemon's validators, which run over the files when the plugin connects for remote debugging
	Publish Gate = "publish" // the marketplace's checks
	None    Gate = "none"    // nobody: advice
)

var gates = []Gate{Package, Install, Start, Debug, Publish, None}

// Severity says how sure a violation is.
type Severity string

// The severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Info    Severity = "info"
)

var kinds = []string{
	"manifest", "tool-provider", "tool", "model-provider", "model", "position",
	"endpoint-provider", "endpoint", "agent-strategy-provider", "agent-strategy",
	"datasource-provider", "datasource", "trigger-provider", "event", "bundle",
}

// Kinds lists the kinds of declaration file, the manifest first.
func Kinds() []string { return slices.Clone(kinds) }

// Address is where the schema of a kind of file is published, and its $id.
func Address(kind string) string { return base + kind + suffix }

// Report is the schema of the report that lint/report writes as JSON.
func Report() []byte {
	data, err := files.ReadFile("files/report.schema.json")
	if err != nil {
		panic(err) // it is built in
	}
	return data
}

// ReportLine is the schema of one line of the report that lint/report writes as
// JSON lines.
func ReportLine() []byte {
	var doc struct {
		Schema      json.RawMessage            `json:"$schema"`
		ID          string                     `json:"$id"`
		Title       json.RawMessage            `json:"title"`
		Description json.RawMessage            `json:"description"`
		Ref         string                     `json:"$ref"`
		Defs        map[string]json.RawMessage `json:"$defs"`
	}
	err := json.Unmarshal(Report(), &doc)
	if err == nil {
		doc.ID, doc.Ref = Address("report-line"), "#/$defs/line"
		var line struct{ Title, Description json.RawMessage }
		if err = json.Unmarshal(doc.Defs["line"], &line); err == nil {
			doc.Title, doc.Description = line.Title, line.Description
		}
	}
	if err == nil {
		var out []byte
		if out, err = json.MarshalIndent(doc, "", "  "); err == nil {
			return append(out, '\n')
		}
	}
	panic(err) // it is built in
}

// Schema is the compiled schema of one kind of file. It never changes, and may
// be used by many goroutines.
type Schema struct {
	Kind string
	// Root is the schema of the whole file.
	Root *Sub

	// view says over which reading of the file the constraints of the
	// daemon's validator are judged: "" for none.
	view string
	set  *set
}

// set is everything that is compiled, once.
type set struct {
	schemas map[string]*Schema
	subs    map[string]*Sub // by file name, "#" and pointer
	config  *Sub            // one credential, for the daemon's decoding
	named   *Sub            // one credential under its name
}

var compiled = sync.OnceValues(compile)

// Compile compiles every schema, and reports the first fault in one. There is
// no need to call it: what is needed is compiled when it is, once.
func Compile() error {
	_, err := compiled()
	return err
}

// Get is the schema of a kind, or nil where there is no such kind.
func Get(kind string) *Schema {
	s, err := compiled()
	if err != nil {
		panic("schema: the embedded schemas do not compile: " + err.Error())
	}
	return s.schemas[kind]
}

func compile() (*set, error) {
	s := &set{schemas: map[string]*Schema{}, subs: map[string]*Sub{}}
	for _, kind := range append([]string{common}, kinds...) {
		data, err := files.ReadFile("files/" + kind + suffix)
		if err != nil {
			return nil, err
		}
		doc, err := decodeOrdered(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", kind, err)
		}
		if err := s.build(kind, doc); err != nil {
			return nil, fmt.Errorf("%s: %w", kind, err)
		}
	}
	if err := s.link(); err != nil {
		return nil, err
	}
	for _, kind := range kinds {
		root := s.subs[kind+suffix+"#"]
		s.schemas[kind] = &Schema{Kind: kind, Root: root, view: root.view, set: s}
	}
	s.config = s.subs[common+suffix+"#/$defs/config"]
	s.named = s.subs[common+suffix+"#/$defs/named-config"]
	if s.config == nil || s.named == nil {
		return nil, errors.New("common: config or named-config is missing")
	}
	return s, nil
}

// Bundle is the schema of a kind as one self-contained document, indented, as
// an editor's YAML server wants it: what it refers to in other files stands
// under $defs.
func Bundle(kind string) ([]byte, error) {
	if !slices.Contains(kinds, kind) {
		return nil, fmt.Errorf("unknown schema %q (known kinds: %s)", kind, strings.Join(kinds, ", "))
	}
	docs := map[string]*ordered{}
	load := func(name string) *ordered {
		if docs[name] == nil {
			data, err := files.ReadFile("files/" + name)
			if err != nil {
				panic(err) // it is built in
			}
			v, err := decodeOrdered(data)
			if err != nil {
				panic(err)
			}
			docs[name], _ = v.(*ordered)
		}
		return docs[name]
	}
	self := kind + suffix
	root := load(self)
	defs := &ordered{values: map[string]any{}}
	if d, ok := root.values["$defs"].(*ordered); ok {
		defs = d
	}
	done := map[string]string{}
	var visit func(v any, file string)
	resolve := func(ref, file string) string {
		target, ptr, _ := strings.Cut(ref, "#")
		if target == "" {
			target = file
		}
		if target == self {
			return "#" + ptr
		}
		key := target + "#" + ptr
		if name, ok := done[key]; ok {
			return "#/$defs/" + name
		}
		name := strings.TrimSuffix(target, suffix)
		if ptr != "" {
			name = ptr[strings.LastIndexByte(ptr, '/')+1:]
		}
		for slices.Contains(defs.keys, name) {
			name += "-" + strings.TrimSuffix(target, suffix)
		}
		done[key] = name
		var v any = load(target)
		for _, token := range strings.Split(strings.TrimPrefix(ptr, "/"), "/") {
			if o, ok := v.(*ordered); ok && token != "" {
				v = o.values[token]
			}
		}
		c := clone(v)
		if o, ok := c.(*ordered); ok && ptr == "" {
			o.remove("$schema", "$id", "$defs")
		}
		defs.set(name, c)
		visit(c, target)
		return "#/$defs/" + name
	}
	visit = func(v any, file string) {
		switch v := v.(type) {
		case *ordered:
			for _, k := range slices.Clone(v.keys) {
				if ref, ok := v.values[k].(string); ok && k == "$ref" {
					v.values[k] = resolve(ref, file)
				} else {
					visit(v.values[k], file)
				}
			}
		case []any:
			for _, item := range v {
				visit(item, file)
			}
		}
	}
	visit(root, self)
	if len(defs.keys) > 0 {
		root.set("$defs", defs)
	}
	return indented(root)
}

func indented(o *ordered) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(o); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
