// Package sdk holds what is known of the Python SDK, in whose process a plugin
// runs: its classes and what a plugin must write in them, which class is looked
// for in which source, and the calls back into Dify that a session offers.
//
// Facts of dify-plugin-sdks 0.10.1 and of the tags before it, gathered on
// 2026-11-24 from src/dify_plugin/interfaces. To refresh: list the classes
// there with their bases and the functions decorated with abstractmethod.
//
// Not stable: see docs/stability.md.
package sdk

import (
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/source/python"
)

// Class is a class of the SDK that plugins derive from.
type Class struct {
	Name string
	// Since is the first final release of the SDK that has it.
	Since string
	// Bases are those of its bases that are in the table too.
	Bases []string
	// Abstract are the methods that must be written before it can be made.
	Abstract []string
	// Complete says that it writes what its bases leave abstract.
	Complete bool
}

var classes = byName([]Class{
	{Name: "ToolProvider", Since: "0.0.1b45"},
	{Name: "Tool", Since: "0.0.1b45", Abstract: []string{"_invoke"}},
	{Name: "AgentProvider", Since: "0.1.0", Bases: []string{"ToolProvider"}},
	{Name: "AgentStrategy", Since: "0.1.0", Abstract: []string{"_invoke"}},
	{Name: "Endpoint", Since: "0.0.1b45", Abstract: []string{"_invoke"}},
	{Name: "ModelProvider", Since: "0.0.1b45", Abstract: []string{"validate_provider_credentials"}},
	{Name: "OAICompatProvider", Since: "0.0.1b45", Bases: []string{"ModelProvider"}, Complete: true},
	{Name: "AIModel", Since: "0.0.1b45", Abstract: []string{"validate_credentials", "_invoke_error_mapping"}},
	{Name: "LargeLanguageModel", Since: "0.0.1b45", Bases: []string{"AIModel"}, Abstract: []string{"_invoke", "get_num_tokens"}},
	{Name: "TextEmbeddingModel", Since: "0.0.1b45", Bases: []string{"AIModel"}, Abstract: []string{"_invoke", "get_num_tokens"}},
	{Name: "RerankModel", Since: "0.0.1b45", Bases: []string{"AIModel"}, Abstract: []string{"_invoke"}},
	{Name: "TTSModel", Since: "0.0.1b45", Bases: []string{"AIModel"}, Abstract: []string{"_invoke"}},
	{Name: "Speech2TextModel", Since: "0.0.1b45", Bases: []string{"AIModel"}, Abstract: []string{"_invoke"}},
	{Name: "ModerationModel", Since: "0.0.1b45", Bases: []string{"AIModel"}, Abstract: []string{"_invoke"}},
	{Name: "OAICompatLargeLanguageModel", Since: "0.0.1b45", Bases: []string{"LargeLanguageModel"}, Complete: true},
	{Name: "OAICompatEmbeddingModel", Since: "0.0.1b45", Bases: []string{"TextEmbeddingModel"}, Complete: true},
	{Name: "OAICompatRerankModel", Since: "0.0.1b45", Bases: []string{"RerankModel"}, Complete: true},
	{Name: "OAICompatText2SpeechModel", Since: "0.0.1b45", Bases: []string{"TTSModel"}, Complete: true},
	{Name: "OAICompatSpeech2TextModel", Since: "0.0.1b45", Bases: []string{"Speech2TextModel"}, Complete: true},
	{Name: "DatasourceProvider", Since: "0.5.0"},
	{Name: "WebsiteCrawlDatasource", Since: "0.5.0", Abstract: []string{"_get_website_crawl"}},
	{Name: "OnlineDocumentDatasource", Since: "0.5.0", Abstract: []string{"_get_pages", "_get_content"}},
	{Name: "OnlineDriveDatasource", Since: "0.5.0", Abstract: []string{"_browse_files", "_download_file"}},
	{Name: "Trigger", Since: "0.6.0", Abstract: []string{"_dispatch_event"}},
	{Name: "TriggerSubscriptionConstructor", Since: "0.6.0", Abstract: []string{"_create_subscription", "_delete_subscription", "_refresh_subscription"}},
	{Name: "Event", Since: "0.6.0", Abstract: []string{"_on_event"}},
})

func byName(list []Class) map[string]*Class {
	out := make(map[string]*Class, len(list))
	for i := range list {
		out[list[i].Name] = &list[i]
	}
	return out
}

// Lookup is the class of a name, or nil.
func Lookup(name string) *Class { return classes[name] }

// importPaths are where the classes are imported from besides dify_plugin.
var importPaths = map[string]string{
	"Tool": "dify_plugin", "ToolProvider": "dify_plugin", "Endpoint": "dify_plugin", "ModelProvider": "dify_plugin",
	"DatasourceProvider":             "dify_plugin.interfaces.datasource",
	"WebsiteCrawlDatasource":         "dify_plugin.interfaces.datasource.website",
	"OnlineDocumentDatasource":       "dify_plugin.interfaces.datasource.online_document",
	"OnlineDriveDatasource":          "dify_plugin.interfaces.datasource.online_drive",
	"Trigger":                        "dify_plugin.interfaces.trigger",
	"TriggerSubscriptionConstructor": "dify_plugin.interfaces.trigger",
	"Event":                          "dify_plugin.interfaces.trigger",
	"AgentStrategy":                  "dify_plugin.interfaces.agent",
	"AgentProvider":                  "dify_plugin.interfaces.agent",
}

// ImportPath is the module from which every release that has the class lets it
// be imported.
func ImportPath(name string) string {
	if p, ok := importPaths[name]; ok {
		return p
	}
	return "dify_plugin"
}

// Derives reports whether the class of the SDK is, or derives from, another.
func (c *Class) Derives(from string) bool {
	if c.Name == from {
		return true
	}
	for _, b := range c.Bases {
		if classes[b].Derives(from) {
			return true
		}
	}
	return false
}

// MustWrite are the methods that a class which derives from this one must have.
func (c *Class) MustWrite() []string {
	if c.Complete {
		return nil
	}
	out := slices.Clone(c.Abstract)
	for _, b := range c.Bases {
		for _, m := range classes[b].MustWrite() {
			if !slices.Contains(out, m) {
				out = append(out, m)
			}
		}
	}
	return out
}

// Known says what is known of a class outside the plugin.
type Known uint8

// A class outside the plugin is one of the SDK's in the table, surely derives
// from none of these, or may.
const (
	Unknown Known = iota
	Other
	InTable
)

// External is what is known of a class by its dotted name.
func External(path string) (*Class, Known) {
	if strings.ContainsAny(path, "()[]*?") {
		return nil, Unknown
	}
	rest, ok := strings.CutPrefix(path, "dify_plugin.")
	if !ok {
		if strings.Contains(path, "dify") {
			return nil, Unknown
		}
		return nil, Other
	}
	module, name := "", rest
	if i := strings.LastIndexByte(rest, '.'); i >= 0 {
		module, name = rest[:i], rest[i+1:]
	}
	inner := module == "interfaces" || strings.HasPrefix(module, "interfaces.")
	if c := classes[name]; c != nil && (module == "" || inner) {
		return c, InTable
	}
	if inner && !strings.Contains(module, "exec") {
		// No class of any release that is not in the table derives from one that is.
		if _, ok := NameLife("dify_plugin."+module, name); ok {
			return nil, Other
		}
		return nil, Unknown
	}
	return nil, Other
}

// Lineage is what a class of a plugin derives from.
type Lineage struct {
	// Classes are the SDK's that are among its bases.
	Classes []*Class
	// Foreign says that it has bases from outside that are not in the table,
	// other than those that write no method.
	Foreign bool
	// Known is false where some base may be anything.
	Known bool
}

// LineageOf is what a class of the program derives from.
func LineageOf(prog *python.Program, c python.ClassRef) Lineage {
	bases, known := prog.Ancestors(c)
	l := Lineage{Known: known}
	for _, b := range bases {
		switch b.Value.Root {
		case python.ClassRoot:
			if b.Value.Path != "" {
				l.Known = false
			}
		case python.ExternalRoot:
			class, k := External(b.Value.Path)
			switch k {
			case InTable:
				l.Classes = append(l.Classes, class)
			case Other:
				if !bare[b.Value.Path] {
					l.Foreign = true
				}
			default:
				l.Known = false
			}
		default:
			l.Known = false
		}
	}
	return l
}

// bare are bases that write none of the methods in the table.
var bare = map[string]bool{
	"abc.ABC": true, "builtins.object": true, "typing.Generic": true, "typing.Protocol": true,
	"dify_plugin.interfaces.tool.ToolLike": true,
}

// Is reports whether the lineage has a class, or one that derives from it.
func (l *Lineage) Is(name string) bool {
	return slices.ContainsFunc(l.Classes, func(c *Class) bool { return c.Derives(name) })
}
