package sdk

// Which sources the SDK imports when a plugin's process starts, and what it
// looks for in each (src/dify_plugin/core/plugin_registration.py: _source_to_module_name and the
// methods _resolve_…; src/dify_plugin/core/utils/class_loader.py).

import (
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yaml"
)

// Source is a source that a declaration names.
type Source struct {
	Doc *plugin.Document
	// Node holds the path as written; Path is that of the file that SourceFile
	// finds, or else what is written.
	Node *yaml.Node
	Path string
	// Class is the class of the SDK that a class of the source must derive from.
	Class string
	// Several: the SDK takes any number of such classes.
	Several bool
}

// sourceClasses are the classes that are looked for in the source of a declaration.
var sourceClasses = map[plugin.Kind]string{
	plugin.ToolProvider: "ToolProvider", plugin.Tool: "Tool", plugin.Endpoint: "Endpoint", plugin.AgentStrategy: "AgentStrategy",
	plugin.DatasourceProvider: "DatasourceProvider", plugin.TriggerProvider: "Trigger", plugin.Event: "Event",
}

// datasources maps a provider_type to its class.
var datasources = map[string]string{
	"website_crawl":   "WebsiteCrawlDatasource",
	"online_document": "OnlineDocumentDatasource",
	"online_drive":    "OnlineDriveDatasource",
}

// Sources are the sources that the SDK imports at start, in the order of the
// documents. A document that the SDK does not read names none.
func Sources(p *plugin.Plugin) []Source {
	var out []Source
	for _, d := range p.Documents() {
		inline := d.Inline && d.Kind == plugin.Endpoint // which the SDK reads too
		if d.Root == nil || !d.SDK && !inline {
			continue
		}
		py := d.Root.At("extra", "python")
		add := func(n *yaml.Node, class string, several bool) {
			if n.IsScalar() && n.Str() != "" && class != "" {
				file, ok := SourceFile(p, n.Str())
				if !ok {
					file = plugin.CleanPath(n.Str())
				}
				out = append(out, Source{d, n, file, class, several})
			}
		}
		if class := sourceClasses[d.Kind]; class != "" {
			add(py.Get("source"), class, false)
		}
		switch d.Kind {
		case plugin.ModelProvider:
			add(py.Get("provider_source"), "ModelProvider", false)
			for _, n := range py.Get("model_sources").Items() {
				add(n, "AIModel", true)
			}
		case plugin.Datasource:
			if d.Provider != nil {
				add(py.Get("source"), datasources[d.Provider.Root.Get("provider_type").Str()], false)
			}
		}
	}
	return out
}

// SourceFile finds the file that the SDK imports for a source as it is written.
// The SDK cuts the ending, makes dots of the slashes and imports the module of
// that name, so tools/search and tools/search.py lead to one file, and a path
// from the root, through "..", or with a dot in a name to none: ok is false then.
// The file need not exist.
func SourceFile(p *plugin.Plugin, written string) (file string, ok bool) {
	var parts []string
	for _, part := range strings.Split(written, "/") {
		if part != "" && part != "." {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 || strings.HasPrefix(written, "/") {
		return "", false
	}
	last := &parts[len(parts)-1]
	if i := strings.LastIndexByte(*last, '.'); i > 0 && i < len(*last)-1 {
		*last = (*last)[:i]
	}
	module := strings.Join(parts, ".")
	if strings.HasPrefix(module, ".") || strings.HasSuffix(module, ".") || strings.Contains(module, "..") {
		return "", false
	}
	file = strings.ReplaceAll(module, ".", "/")
	for _, name := range []string{file + "/__init__.py", file + ".py"} {
		if p.Exists(name) {
			return name, true
		}
	}
	return file + ".py", !slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(part, ".") })
}

// IsTest reports whether a path is one of tests, examples or scripts that no
// source of a plugin is expected to import.
func IsTest(name string) bool {
	dir, base := path.Split(name)
	if strings.HasPrefix(base, "test_") || strings.HasSuffix(base, "_test.py") || base == "conftest.py" || base == "test.py" || base == "setup.py" {
		return true
	}
	for part := range strings.SplitSeq(dir, "/") {
		switch strings.ToLower(part) {
		case "test", "tests", "testing", "_test", "_tests", "__tests__", "e2e", "example", "examples", "script", "scripts", "ci", "docs", "dev", "demo", "reference", "benchmark", "benchmarks", "__pycache__":
			return true
		}
		if strings.HasPrefix(part, ".") {
			return true
		}
	}
	return false
}
