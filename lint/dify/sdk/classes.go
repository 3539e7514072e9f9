// Package sdk holds what is known of the Python SDK, in whose process a plugin
// runs: its classes and what a plugin must write in them, which class is looked
// for in which source, and the calls back into Dify that a session offers.
//
// Its tables name the tags of dify-plugin-sdks that they are made from.
//
// Not stable: see docs/stability.md.
package sdk

import (
	"cmp"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/requirement"
)

// Class is a class of the SDK that plugins derive from. What it holds in which
// release stands in methods.txt.
type Class struct {
	Name string
	// Since is the first final release of the SDK that has it.
	Since string
}

var classes = byName([]Class{
	{"ToolProvider", "0.0.1b45"},
	{"Tool", "0.0.1b45"},
	{"AgentProvider", "0.1.0"},
	{"AgentStrategy", "0.1.0"},
	{"Endpoint", "0.0.1b45"},
	{"ModelProvider", "0.0.1b45"},
	{"OAICompatProvider", "0.0.1b45"},
	{"AIModel", "0.0.1b45"},
	{"LargeLanguageModel", "0.0.1b45"},
	{"TextEmbeddingModel", "0.0.1b45"},
	{"RerankModel", "0.0.1b45"},
	{"TTSModel", "0.0.1b45"},
	{"Speech2TextModel", "0.0.1b45"},
	{"ModerationModel", "0.0.1b45"},
	{"OAICompatLargeLanguageModel", "0.0.1b45"},
	{"OAICompatEmbeddingModel", "0.0.1b45"},
	{"OAICompatRerankModel", "0.0.1b45"},
	{"OAICompatText2SpeechModel", "0.0.1b45"},
	{"OAICompatSpeech2TextModel", "0.0.1b45"},
	{"DatasourceProvider", "0.5.0"},
	{"WebsiteCrawlDatasource", "0.5.0"},
	{"OnlineDocumentDatasource", "0.5.0"},
	{"OnlineDriveDatasource", "0.5.0"},
	{"Trigger", "0.6.0"},
	{"TriggerSubscriptionConstructor", "0.6.0"},
	{"Event", "0.6.0"},
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

// importPaths are where the classes are imported from, where that is not dify_plugin.
var importPaths = map[string]string{
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
func ImportPath(name string) string { return cmp.Or(importPaths[name], "dify_plugin") }

// Bases are those of its bases that plugins derive from too.
func (c *Class) Bases() []*Class {
	var out []*Class
	for _, name := range tableOf(c.Name).bases {
		if b := classes[name]; b != nil {
			out = append(out, b)
		}
	}
	return out
}

// Derives reports whether the class of the SDK is, or derives from, another.
func (c *Class) Derives(from string) bool {
	return c.Name == from || slices.ContainsFunc(c.Bases(), func(b *Class) bool { return b.Derives(from) })
}

// MustWrite are the methods that a class which derives from this one must have
// in a release, sorted.
func (c *Class) MustWrite(v requirement.Version) []string {
	var out []string
	decided := map[string]bool{}
	for _, t := range c.tables() {
		for name, all := range t.methods {
			if now := In(all, v); len(now) > 0 && !decided[name] {
				decided[name] = true
				if now[0].How == "abstract" {
					out = append(out, name)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// Leaves reports whether the class itself, not one of its bases, has a method
// without a body in a release.
func (c *Class) Leaves(name string, v requirement.Version) bool {
	now := In(tableOf(c.Name).methods[name], v)
	return len(now) > 0 && now[0].How == "abstract"
}

// Known says what is known of a class outside the plugin.
type Known uint8

// A class outside the plugin is one of the SDK's in the table, certainly derives
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
