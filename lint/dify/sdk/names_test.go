package sdk_test

import (
	"testing"

	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/source/requirement"
)

// TestNames holds some names to the releases that have them.
func TestNames(t *testing.T) {
	tests := []struct {
		module, name, release string
		has                   bool
	}{
		{"dify_plugin", "Tool", "0.0.1b45", true},
		{"dify_plugin", "Tool", "0.10.1", true},
		{"dify_plugin", "Tool", "0.99.0", true},
		{"dify_plugin", "interfaces", "0.10.1", true},
		{"dify_plugin.entities.tool", "LogMetadata", "0.6.2", true},
		{"dify_plugin.entities.tool", "LogMetadata", "0.10.1", false},
		{"dify_plugin.interfaces.trigger", "Event", "0.5.1", false},
		{"dify_plugin.interfaces.trigger", "Event", "0.6.0", true},
		{"dify_plugin", "Tol", "0.10.1", false},
		{"dify_plugin.nothing", "Tool", "0.10.1", false},
	}
	for _, test := range tests {
		v, ok := requirement.ParseVersion(test.release)
		life, known := sdk.NameLife(test.module, test.name)
		if got := ok && known && life.Has(v); got != test.has {
			t.Errorf("%s.%s in %s: %v (%v)", test.module, test.name, test.release, got, life)
		}
	}
	for _, module := range sdk.Modules() {
		if _, ok := sdk.ModuleLife(module); !ok || len(sdk.Names(module)) > 0 && sdk.Names(module)[0] == "" {
			t.Errorf("%s: no releases, or a name without letters", module)
		}
	}
	for name := range map[string]bool{"Tool": true, "Event": true, "WebsiteCrawlDatasource": true} {
		life, ok := sdk.NameLife(sdk.ImportPath(name), name)
		since, _ := requirement.ParseVersion(sdk.Lookup(name).Since)
		if !ok || !life.Has(since) {
			t.Errorf("%s cannot be imported from %s in %s", name, sdk.ImportPath(name), sdk.Lookup(name).Since)
		}
	}
}
